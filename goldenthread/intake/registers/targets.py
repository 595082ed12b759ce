"""Where a column of a case system's extract can go: a closed table, with words for guessing.

Beside items of the return: dated events (`rules.proceedings.What`), and a few facts of the register
that the return does not ask.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.rules.proceedings.happenings import MUST_CARRY, WORDS, What
from goldenthread.rules.sen2.items import BY_KEY, Item, Kind


@dataclass(frozen=True, slots=True)
class Target:
    """One place: its key, its words on the page, the item whose kind it has, other words for it."""

    key: str
    words: str
    item: Item
    said_as: tuple[str, ...] = ()

    @property
    def is_day(self) -> bool:
        return self.item.kind is Kind.DATE


_SAID_AS: dict[str, tuple[str, ...]] = {
    "person.surname": ("last name", "family name", "surname"),
    "person.forename": ("first name", "given name", "forename"),
    "person.born": ("dob", "birth date", "date of birth"),
    "person.sex": ("sex",),
    "person.ethnicity": ("ethnic origin", "ethnicity code"),
    "person.postcode": ("post code", "home postcode"),
    "person.upn": ("unique pupil number", "unique pupil no", "upn number"),
    "person.uln": ("unique learner number",),
    "request.received": ("date requested", "request date", "referral date", "date of request",
                         "ehcna request", "request received date"),
    "request.outcome": ("request decision", "decision to assess"),
    "request.outcome_date": ("decision to assess date", "date of decision to assess",
                             "request decision date"),
    "request.source": ("requested by", "source of request", "referrer type"),
    "assessment.outcome": ("decision to issue", "assessment decision"),
    "assessment.outcome_date": ("decision to issue date", "assessment decision date"),
    "assessment.week20": ("20 week exception", "exception applied"),
    "named_plan.start": ("plan start date", "ehcp start", "ehc plan start date",
                         "current plan date"),
    "named_plan.first_issued": ("first final plan", "original plan date", "initial plan issued",
                                "final plan issued", "date ehcp issued", "ehcp final issue date",
                                "final issue date", "ehcp issue date"),
    "named_plan.amended": ("last amended", "plan amended date", "amended plan date"),
    "named_plan.ceased": ("ceased date", "plan ceased date", "end date of plan", "ehcp ceased"),
    "named_plan.cease_reason": ("reason ceased", "cease reason", "closure reason"),
    "named_plan.personal_budget": ("personal budget", "pb in place"),
    "active_plan.review_meeting": ("annual review meeting", "last review meeting", "ar meeting",
                                   "review meeting date"),
    "active_plan.review_outcome": ("review decision", "annual review outcome"),
    "active_plan.last_review": ("last annual review", "review decision date", "last review date",
                                "ar decision date"),
    "active_plan.transfer_la": ("transferred from", "previous authority"),
    "placement_detail.urn": ("school urn", "setting urn", "establishment urn", "placement urn"),
    "placement_detail.ukprn": ("provider ukprn", "college ukprn"),
    "placement_detail.sen_setting": ("sen setting", "other arrangement"),
    "placement_detail.entered": ("placement start", "start date at setting", "school start date",
                                 "placement start date"),
    "placement_detail.left": ("placement end", "date left setting", "placement end date"),
    "placement_detail.residential": ("residential placement",),
    "placement_detail.sen_unit": ("in sen unit",),
    "placement_detail.resourced_provision": ("in resourced provision", "resource base"),
    "need.kind": ("primary need", "main need", "need 1", "sen primary need", "primary sen need",
                  "main sen need", "sen need type"),
}  # fmt: skip
_SECOND_NEED = Target(
    "need.2.kind", "Second type of need", BY_KEY["need.kind"],
    ("secondary need", "need 2", "second need", "sen secondary need"),
)  # fmt: skip
_TEXT = BY_KEY["placement_detail.sen_setting_other"]
_DAY = BY_KEY["request.received"]
BESIDE: tuple[Target, ...] = (
    Target("beside.caseworker", "Case officer", _TEXT,
           ("case officer", "caseworker", "ehc coordinator", "plan coordinator", "send officer",
            "lead worker", "allocated worker", "key worker")),
    Target("beside.setting", "Name of the setting", _TEXT,
           ("school", "school name", "setting", "setting name", "placement", "college")),
    Target("beside.nhs_number", "NHS number", BY_KEY["person.uln"], ("nhs number", "nhs no")),
    Target("beside.next_review_due", "Next review due", _DAY,
           ("next review", "next annual review", "review due", "ar due date")),
)  # fmt: skip
_EVENT_WORDS: dict[What, tuple[str, ...]] = {
    What.DRAFT_SENT: ("draft plan sent", "draft issued", "draft plan issued", "proposed plan sent"),
    What.FAMILY_COMMENTED: ("parents responded", "parental response"),
    What.MEETING_HELD: ("review held", "annual review held"),
    What.AMENDMENTS_SENT: ("amendment notice", "proposed amendments sent"),
    What.PLAN_AMENDED: ("final amended plan", "amended final issued"),
    What.MEETING_REPORT_SENT: ("review report received", "ar paperwork received"),
    What.APPEAL_LODGED: ("appeal registered", "tribunal appeal lodged"),
    What.CERTIFICATE_ISSUED: ("mediation certificate",),
    What.REQUEST_WITHDRAWN: ("request withdrawn",),
}
# What has to carry something else than its day cannot come from a column of days.
_EVENTS = tuple(
    Target(f"event.{what.value}", WORDS[what], _DAY, _EVENT_WORDS.get(what, ()))
    for what in What
    if what not in MUST_CARRY
)
TARGETS: dict[str, Target] = {
    target.key: target
    for target in (
        *(
            Target(key, item.name, item, (*filter(None, [item.tag]), *_SAID_AS.get(key, ())))
            for key, item in BY_KEY.items()
            if not key.startswith(("header.", "plan_detail.")) and not key.endswith(".rank")
            if item.until is None or key == "person.gender"  # the rest moved elsewhere
        ),
        _SECOND_NEED,
        *BESIDE,
        *_EVENTS,
    )
}
