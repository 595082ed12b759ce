"""What usually comes after what in a case: offered first to whoever records, never required.

The law's own deadlines say what must come (`table`); this says what people do next, also where no
limit runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.rules.proceedings.happenings import Asked, What

_W = What
_DISPUTED = (_W.ADVISER_CONTACTED, _W.CERTIFICATE_ISSUED, _W.APPEAL_LODGED)
_AFTER_A_DRAFT = (_W.FAMILY_COMMENTED, _W.PLACE_ASKED)

FOLLOWS: dict[What, tuple[What, ...]] = {
    _W.REQUEST_RECEIVED: (_W.ASSESSMENT_AGREED, _W.ASSESSMENT_REFUSED, _W.REQUEST_WITHDRAWN),
    _W.BECAME_RESPONSIBLE: (_W.ASSESSMENT_AGREED, _W.ASSESSMENT_REFUSED),
    _W.DETAINED_REQUEST: (_W.ASSESSMENT_AGREED, _W.ASSESSMENT_REFUSED),
    _W.ASSESSMENT_AGREED: (_W.ADVICE_ASKED, _W.ADVICE_NOT_NEEDED),
    _W.ASSESSMENT_REFUSED: _DISPUTED,
    _W.ADVICE_ASKED: (_W.ADVICE_RECEIVED, _W.ADVICE_ASKED),
    _W.ADVICE_NOT_NEEDED: (_W.ADVICE_ASKED, _W.DRAFT_SENT),
    _W.ADVICE_RECEIVED: (_W.ADVICE_RECEIVED, _W.ASSESSED, _W.DRAFT_SENT, _W.PLAN_REFUSED),
    _W.ASSESSED: (_W.DRAFT_SENT, _W.PLAN_REFUSED),
    _W.DRAFT_SENT: (*_AFTER_A_DRAFT, _W.PLAN_MADE),
    _W.FAMILY_COMMENTED: (_W.PLACE_ASKED, _W.PLAN_MADE, _W.PLAN_AMENDED, _W.AMENDMENTS_DROPPED),
    _W.PLACE_ASKED: (_W.PLACE_ANSWERED, _W.PLACE_ASKED),
    _W.PLACE_ANSWERED: (_W.PLAN_MADE, _W.PLAN_AMENDED),
    _W.PLAN_REFUSED: _DISPUTED,
    _W.PLAN_MADE: (_W.PROVISION_IN_PLACE, *_DISPUTED),
    _W.MEETING_ARRANGED: (_W.MEETING_NOTICE_GIVEN, _W.MEETING_HELD, _W.MEETING_CANCELLED),
    _W.MEETING_CANCELLED: (_W.MEETING_ARRANGED,),
    _W.MEETING_NOTICE_GIVEN: (_W.MEETING_ADVICE_SENT, _W.MEETING_HELD, _W.MEETING_CANCELLED),
    _W.MEETING_ADVICE_SENT: (_W.MEETING_HELD, _W.MEETING_CANCELLED),
    _W.MEETING_HELD: (
        _W.MEETING_REPORT_SENT, _W.REVIEW_KEEPS, _W.REVIEW_AMENDS, _W.REVIEW_CEASES,
    ),
    _W.MEETING_REPORT_SENT: (_W.REVIEW_KEEPS, _W.REVIEW_AMENDS, _W.REVIEW_CEASES),
    _W.REVIEW_KEEPS: _DISPUTED,
    _W.REVIEW_AMENDS: (_W.AMENDMENTS_SENT,),
    _W.REVIEW_CEASES: (_W.CEASING_NOTIFIED, *_DISPUTED),
    _W.AMENDMENTS_SENT: (*_AFTER_A_DRAFT, _W.PLAN_AMENDED, _W.AMENDMENTS_DROPPED),
    _W.OTHER_AMENDMENTS_SENT: (*_AFTER_A_DRAFT, _W.PLAN_AMENDED, _W.AMENDMENTS_DROPPED),
    _W.PLAN_AMENDED: _DISPUTED,
    _W.AMENDMENTS_DROPPED: _DISPUTED,
    _W.PHASE_MOVE_EXPECTED: (_W.MEETING_ARRANGED, _W.AMENDMENTS_SENT, _W.PLAN_AMENDED,
                             _W.PHASE_MOVE_CALLED_OFF),
    _W.MOVE_AWAY_KNOWN: (_W.PLAN_TRANSFERRED_AWAY, _W.MOVE_AWAY_CALLED_OFF),
    _W.PLAN_TRANSFERRED_IN: (_W.TRANSFER_TOLD, _W.MEETING_ARRANGED),
    _W.TRANSFER_TOLD: (_W.MEETING_ARRANGED,),
    _W.COMMISSIONER_CHANGED: (_W.COMMISSIONER_ACTED,),
    _W.REASSESSMENT_REQUESTED: (_W.REASSESSMENT_AGREED, _W.REASSESSMENT_REFUSED),
    _W.REASSESSMENT_AGREED: (_W.ADVICE_ASKED, _W.DRAFT_SENT, _W.PLAN_REPLACED),
    _W.REASSESSMENT_REFUSED: _DISPUTED,
    _W.PLAN_REPLACED: _DISPUTED,
    _W.CEASING_CONSIDERED: (_W.CEASING_NOTIFIED, _W.CEASING_DROPPED),
    _W.CEASING_NOTIFIED: (_W.PLAN_CEASED, *_DISPUTED),
    _W.ADVISER_CONTACTED: (_W.MEDIATION_WANTED, _W.HEALTH_MEDIATION_WANTED, _W.MEDIATION_DECLINED),
    _W.MEDIATION_DECLINED: (_W.CERTIFICATE_ISSUED,),
    _W.MEDIATION_WANTED: (_W.MEDIATION_HELD, _W.MEDIATION_IMPOSSIBLE, _W.MEDIATION_LEFT),
    _W.HEALTH_MEDIATION_WANTED: (_W.CARE_BOARD_TOLD,),
    _W.CARE_BOARD_TOLD: (_W.MEDIATION_HELD, _W.MEDIATION_IMPOSSIBLE, _W.MEDIATION_LEFT),
    _W.MEDIATION_HELD: (_W.AGREED, _W.AGREED_OTHER, _W.CERTIFICATE_ISSUED),
    _W.MEDIATION_IMPOSSIBLE: (_W.CERTIFICATE_ISSUED,),
    _W.MEDIATION_LEFT: (_W.CERTIFICATE_ISSUED,),
    _W.AGREED: (_W.AGREEMENT_DONE, _W.CERTIFICATE_ISSUED),
    _W.AGREED_OTHER: (_W.AGREEMENT_DONE,),
    _W.AGREED_WITHOUT_AUTHORITY: (_W.AUTHORITY_TOLD,),
    _W.CERTIFICATE_ISSUED: (_W.APPEAL_LODGED,),
    _W.APPEAL_LODGED: (_W.APPEAL_SENT, _W.APPEAL_WITHDRAWN),
    _W.APPEAL_SENT: (_W.APPEAL_ANSWERED, _W.APPEAL_NOT_OPPOSED, _W.APPEAL_WITHDRAWN),
    _W.APPEAL_ANSWERED: (_W.ORDER_MADE, _W.APPEAL_WITHDRAWN),
    _W.RECOMMENDED: (_W.RECOMMENDATION_ANSWERED,),
}  # fmt: skip
# What an order, or an appeal that is not opposed, leads to.
_DONE: dict[Asked, tuple[What, ...]] = {
    Asked.ASSESS: (_W.ASSESSMENT_AGREED,),
    Asked.MAKE_PLAN: (_W.DRAFT_SENT, _W.PLAN_MADE),
    Asked.RECONSIDER: (_W.RECONSIDERED,),
    Asked.AMEND: (_W.PLAN_AMENDED,),
    Asked.NAME_SCHOOL: (_W.PLAN_AMENDED,),
    Asked.CEASE: (_W.PLAN_CEASED,),
    Asked.CONTINUE: (_W.CEASING_DROPPED,),
}


def usually_next(happened: Iterable[tuple[date, What, Asked | None]]) -> tuple[What, ...]:
    """What usually comes next in one case, of which this happened, in order; () once it is over.

    Beside what follows the last event stands what an earlier one of the same day still waits for:
    of a day on which several things happened nobody knows which was last.
    """
    told = list(happened)
    if not told:
        return ()
    last = told[-1][0]
    done = {what for _, what, _ in told}
    found: dict[What, None] = {}
    for on, what, asks in reversed(told):
        if on != last:
            break
        after = _DONE[asks] if what in (_W.ORDER_MADE, _W.APPEAL_NOT_OPPOSED) and asks else ()
        for one in after or FOLLOWS.get(what, ()):
            repeats = one in (_W.ADVICE_ASKED, _W.ADVICE_RECEIVED, _W.PLACE_ASKED)
            again = after or repeats or one not in done
            if again:
                found.setdefault(one)
    return tuple(found)
