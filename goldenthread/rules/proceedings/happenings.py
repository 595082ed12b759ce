"""What can happen in the cases of one child: a closed set, and what each carries with its day."""

from __future__ import annotations

from enum import StrEnum


class What(StrEnum):
    """A kind of event. Its day is the day it happened: sent, received, held, decided."""

    REQUEST_RECEIVED = "request-received"
    BECAME_RESPONSIBLE = "became-responsible"
    DETAINED_REQUEST = "detained-request"
    REQUEST_WITHDRAWN = "request-withdrawn"
    ASSESSMENT_AGREED = "assessment-agreed"
    ASSESSMENT_REFUSED = "assessment-refused"
    ADVICE_ASKED = "advice-asked"
    ADVICE_RECEIVED = "advice-received"
    ADVICE_NOT_NEEDED = "advice-not-needed"
    ASSESSED = "assessed"
    PLAN_REFUSED = "plan-refused"
    DRAFT_SENT = "draft-sent"
    FAMILY_COMMENTED = "family-commented"
    PLACE_ASKED = "place-asked"
    PLACE_ANSWERED = "place-answered"
    PLAN_MADE = "plan-made"
    PROVISION_IN_PLACE = "provision-in-place"

    MEETING_ARRANGED = "meeting-arranged"
    MEETING_CANCELLED = "meeting-cancelled"
    MEETING_NOTICE_GIVEN = "meeting-notice-given"
    MEETING_ADVICE_SENT = "meeting-advice-sent"
    MEETING_HELD = "meeting-held"
    MEETING_REPORT_SENT = "meeting-report-sent"
    EARLY_REVIEW_CONSIDERED = "early-review-considered"
    REVIEW_KEEPS = "review-keeps"
    REVIEW_AMENDS = "review-amends"
    REVIEW_CEASES = "review-ceases"
    AMENDMENTS_SENT = "amendments-sent"
    OTHER_AMENDMENTS_SENT = "other-amendments-sent"
    PLAN_AMENDED = "plan-amended"
    AMENDMENTS_DROPPED = "amendments-dropped"

    PHASE_MOVE_EXPECTED = "phase-move-expected"
    PHASE_MOVE_CALLED_OFF = "phase-move-called-off"

    MOVE_AWAY_KNOWN = "move-away-known"
    MOVE_AWAY_CALLED_OFF = "move-away-called-off"
    PLAN_TRANSFERRED_AWAY = "plan-transferred-away"
    PLAN_TRANSFERRED_IN = "plan-transferred-in"
    TRANSFER_TOLD = "transfer-told"
    COMMISSIONER_CHANGED = "commissioner-changed"
    COMMISSIONER_ACTED = "commissioner-acted"

    REASSESSMENT_REQUESTED = "reassessment-requested"
    REASSESSMENT_AGREED = "reassessment-agreed"
    REASSESSMENT_REFUSED = "reassessment-refused"
    PLAN_REPLACED = "plan-replaced"

    CEASING_CONSIDERED = "ceasing-considered"
    CEASING_NOTIFIED = "ceasing-notified"
    CEASING_DROPPED = "ceasing-dropped"
    PLAN_CEASED = "plan-ceased"

    ADVISER_CONTACTED = "adviser-contacted"
    MEDIATION_DECLINED = "mediation-declined"
    MEDIATION_WANTED = "mediation-wanted"
    HEALTH_MEDIATION_WANTED = "health-mediation-wanted"
    CARE_BOARD_TOLD = "care-board-told"
    MEDIATION_HELD = "mediation-held"
    MEDIATION_IMPOSSIBLE = "mediation-impossible"
    MEDIATION_LEFT = "mediation-left"
    CERTIFICATE_ISSUED = "certificate-issued"
    AGREED = "agreed"
    AGREED_OTHER = "agreed-other"
    AGREED_WITHOUT_AUTHORITY = "agreed-without-authority"
    AGREEMENT_DONE = "agreement-done"
    AUTHORITY_TOLD = "authority-told"

    APPEAL_LODGED = "appeal-lodged"
    APPEAL_SENT = "appeal-sent"
    APPEAL_ANSWERED = "appeal-answered"
    APPEAL_NOT_OPPOSED = "appeal-not-opposed"
    APPEAL_WITHDRAWN = "appeal-withdrawn"
    ORDER_MADE = "order-made"
    RECONSIDERED = "reconsidered"
    RECOMMENDED = "recommended"
    RECOMMENDATION_ANSWERED = "recommendation-answered"

    RELEASED = "released"
    NO_LONGER_RESPONSIBLE = "no-longer-responsible"
    DIED = "died"


WORDS: dict[What, str] = {
    What.REQUEST_RECEIVED: "A request for an assessment was received",
    What.BECAME_RESPONSIBLE: "The authority became responsible for the child or young person",
    What.DETAINED_REQUEST: "A detained person was asked for, or came to the authority’s attention",
    What.REQUEST_WITHDRAWN: "The request was withdrawn",
    What.ASSESSMENT_AGREED: "The family was told that there will be an assessment",
    What.ASSESSMENT_REFUSED: "The family was told that there will be no assessment",
    What.ADVICE_ASKED: "A body received the request for its advice",
    What.ADVICE_RECEIVED: "A body’s advice was received",
    What.ADVICE_NOT_NEEDED: "A body’s advice is no longer needed",
    What.ASSESSED: "The assessment was finished",
    What.PLAN_REFUSED: "The family was told that no plan will be issued",
    What.DRAFT_SENT: "The draft plan was sent",
    What.FAMILY_COMMENTED: "The family commented",
    What.PLACE_ASKED: "A school or college was consulted about a place",
    What.PLACE_ANSWERED: "A school or college answered about a place",
    What.PLAN_MADE: "The first final plan was sent",
    What.PROVISION_IN_PLACE: "All that the plan provides was in place",
    What.MEETING_ARRANGED: "A review meeting was arranged",
    What.MEETING_CANCELLED: "The review meeting was cancelled",
    What.MEETING_NOTICE_GIVEN: "Notice of the review meeting was given",
    What.MEETING_ADVICE_SENT: "The advice for the review meeting was sent round",
    What.MEETING_HELD: "The review meeting was held",
    What.MEETING_REPORT_SENT: "The report of the review meeting was sent",
    What.EARLY_REVIEW_CONSIDERED: "An early review was considered",
    What.REVIEW_KEEPS: "The family was told that the plan stays as it is",
    What.REVIEW_AMENDS: "The family was told that the plan will be amended",
    What.REVIEW_CEASES: "The family was told after a review that the plan will cease",
    What.AMENDMENTS_SENT: "The plan and the proposed amendments were sent after a review",
    What.OTHER_AMENDMENTS_SENT: "The plan and proposed amendments were sent without a review",
    What.PLAN_AMENDED: "The final amended plan was sent",
    What.AMENDMENTS_DROPPED: "The family was told that the plan will not be amended after all",
    What.PHASE_MOVE_EXPECTED: "A move between phases of education is expected",
    What.PHASE_MOVE_CALLED_OFF: "The move between phases will not take place",
    What.MOVE_AWAY_KNOWN: "The authority became aware of a move to another authority",
    What.MOVE_AWAY_CALLED_OFF: "The move to another authority will not take place",
    What.PLAN_TRANSFERRED_AWAY: "The plan was transferred to another authority",
    What.PLAN_TRANSFERRED_IN: "The plan was transferred from another authority",
    What.TRANSFER_TOLD: "The family was told of the transfer and of when the plan is reviewed",
    What.COMMISSIONER_CHANGED: "The board became aware of a change of health commissioner",
    What.COMMISSIONER_ACTED: "The board acted on the change of health commissioner",
    What.REASSESSMENT_REQUESTED: "A request for a re-assessment was received",
    What.REASSESSMENT_AGREED: "The family was told that there will be a re-assessment",
    What.REASSESSMENT_REFUSED: "The family was told that there will be no re-assessment",
    What.PLAN_REPLACED: "The final plan after a re-assessment was sent",
    What.CEASING_CONSIDERED: "Ceasing the plan was first considered",
    What.CEASING_NOTIFIED: "The family was told that the plan will cease",
    What.CEASING_DROPPED: "The family was told that the plan goes on",
    What.PLAN_CEASED: "The plan ceased",
    What.ADVISER_CONTACTED: "The family contacted the mediation adviser",
    What.MEDIATION_DECLINED: "The family told the adviser that it does not want mediation",
    What.MEDIATION_WANTED: "The family told the authority that it wants mediation",
    What.HEALTH_MEDIATION_WANTED: "The family told the authority that it wants mediation about "
    "health care",
    What.CARE_BOARD_TOLD: "The authority told the integrated care board of the mediation",
    What.MEDIATION_HELD: "The mediation was concluded",
    What.MEDIATION_IMPOSSIBLE: "The adviser was told that mediation cannot be arranged in time",
    What.MEDIATION_LEFT: "The family no longer wants mediation",
    What.CERTIFICATE_ISSUED: "The mediation certificate was issued",
    What.AGREED: "An agreement was made where the family could have appealed",
    What.AGREED_OTHER: "An agreement was made where the family could not have appealed",
    What.AGREED_WITHOUT_AUTHORITY: "An agreement was made without the authority",
    What.AGREEMENT_DONE: "What was agreed was done",
    What.AUTHORITY_TOLD: "The authority was told of the agreement",
    What.APPEAL_LODGED: "The family appealed",
    What.APPEAL_SENT: "The appeal was sent to the authority",
    What.APPEAL_ANSWERED: "The authority responded to the appeal",
    What.APPEAL_NOT_OPPOSED: "The authority told the Tribunal that it does not oppose the appeal",
    What.APPEAL_WITHDRAWN: "The appeal was withdrawn",
    What.ORDER_MADE: "The Tribunal made an order",
    What.RECONSIDERED: "The authority reconsidered as ordered",
    What.RECOMMENDED: "The Tribunal made a recommendation on health or social care",
    What.RECOMMENDATION_ANSWERED: "The recommendation was answered",
    What.RELEASED: "The person was released",
    What.NO_LONGER_RESPONSIBLE: "The authority is no longer responsible",
    What.DIED: "The child or young person died",
}


class Asked(StrEnum):
    """What an order, an agreement or an appeal that is not opposed asks of the authority."""

    ASSESS = "assess"
    MAKE_PLAN = "make-plan"
    RECONSIDER = "reconsider"
    AMEND = "amend"
    NAME_SCHOOL = "name-school"
    CEASE = "cease"
    CONTINUE = "continue"


class Phase(StrEnum):
    """Which move between phases: each has its own limit in reg 18."""

    POST_16 = "post-16"
    NEXT_SCHOOL = "next-school"
    BETWEEN_POST_16 = "between-post-16"


class Carries(StrEnum):
    """What an event can carry beside its day and its case."""

    BODY = "body"
    DAY = "day"
    ASKS = "asks"
    PHASE = "phase"
    ABOUT = "about"


MUST_CARRY: dict[What, tuple[Carries, ...]] = {
    What.ADVICE_ASKED: (Carries.BODY,),
    What.ADVICE_RECEIVED: (Carries.BODY,),
    What.ADVICE_NOT_NEEDED: (Carries.BODY,),
    What.PLACE_ASKED: (Carries.BODY,),
    What.PLACE_ANSWERED: (Carries.BODY,),
    What.RECOMMENDED: (Carries.BODY,),
    What.RECOMMENDATION_ANSWERED: (Carries.BODY,),
    What.MEETING_ARRANGED: (Carries.DAY,),
    What.PHASE_MOVE_EXPECTED: (Carries.DAY, Carries.PHASE),
    What.MOVE_AWAY_KNOWN: (Carries.DAY,),
    What.PLAN_TRANSFERRED_IN: (Carries.DAY,),
    What.ORDER_MADE: (Carries.ASKS,),
}
# Known later, perhaps: until then the clock says what it still needs.
MAY_CARRY: dict[What, tuple[Carries, ...]] = {
    What.AGREED: (Carries.ASKS,),
    What.APPEAL_NOT_OPPOSED: (Carries.ASKS,),
    What.APPEAL_LODGED: (Carries.ABOUT,),
}
DAY_WORDS: dict[What, str] = {
    What.MEETING_ARRANGED: "the day of the meeting",
    What.PHASE_MOVE_EXPECTED: "the day of the move",
    What.MOVE_AWAY_KNOWN: "the day of the move",
    What.PLAN_TRANSFERRED_IN: "the day the plan was made or last reviewed",
}
