"""The items of the return, and what other sources say beside it: one closed table.

Tags whose spelling differs between published descriptions have `spellings`. The letters of PlanWBP,
WBP and DP are not settled, so any is taken. `since` and `until` are years of the return: the one
with its census day in January 2027 is 2027.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.rules.sen2 import codes
from goldenthread.rules.sen2.codes import FIRST_YEAR, Code


class Module(StrEnum):
    """A kind of record in the return, by the field's word."""

    HEADER = "header"
    PERSON = "person"
    REQUEST = "request"
    ASSESSMENT = "assessment"
    NAMED_PLAN = "named plan"
    PLAN_DETAIL = "plan detail"
    ACTIVE_PLAN = "active plan"
    PLACEMENT_DETAIL = "placement detail"
    NEED = "need"


# The element, and the table of COLLECT's export, of each kind of record.
TAGS: dict[Module, str] = {
    Module.HEADER: "SEN2",
    Module.PERSON: "Person",
    Module.REQUEST: "Requests",
    Module.ASSESSMENT: "Assessment",
    Module.NAMED_PLAN: "NamedPlan",
    Module.PLAN_DETAIL: "PlanDetail",
    Module.ACTIVE_PLAN: "ActivePlans",
    Module.PLACEMENT_DETAIL: "PlacementDetail",
    Module.NEED: "SENneed",
}
PARENTS: dict[Module, Module] = {
    Module.REQUEST: Module.PERSON,
    Module.ASSESSMENT: Module.REQUEST,
    Module.NAMED_PLAN: Module.ASSESSMENT,
    Module.PLAN_DETAIL: Module.NAMED_PLAN,
    Module.ACTIVE_PLAN: Module.REQUEST,
    Module.PLACEMENT_DETAIL: Module.ACTIVE_PLAN,
    Module.NEED: Module.ACTIVE_PLAN,
}


class Kind(StrEnum):
    """What an item holds."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "date and time"
    CODE = "code"
    FLAG = "1 or 0"
    WHOLE = "whole number"
    AUTHORITY = "three-digit number of an authority"
    URN = "six digits"
    UKPRN = "eight digits"


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `field` is its name in `records`; `number` as in the return, "" beside it.

    `identifies`: it says who somebody is, so messages about it never repeat what it holds.
    """

    module: Module
    field: str
    number: str
    name: str
    tag: str
    kind: Kind = Kind.TEXT
    codes: tuple[Code, ...] = ()
    since: int = FIRST_YEAR
    until: int | None = None
    spellings: tuple[str, ...] = ()
    identifies: bool = False
    returned: bool = True  # False: asked by Annex A or known to a case system only

    @property
    def key(self) -> str:
        """Such as "request.outcome": unique in the table."""
        return f"{self.module.value.replace(' ', '_')}.{self.field}"

    def in_force(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


def _of(module: Module, *items: tuple[str, str, str, str, dict[str, object]]) -> tuple[Item, ...]:
    return tuple(
        Item(module, field, number, name, tag, **options)  # type: ignore[arg-type]
        for field, number, name, tag, options in items
    )


_DATE: dict[str, object] = {"kind": Kind.DATE}
_FLAG: dict[str, object] = {"kind": Kind.FLAG}
_WHO: dict[str, object] = {"identifies": True}
_AUTHORITY: dict[str, object] = {"kind": Kind.AUTHORITY}


def _code(listed: tuple[Code, ...], **more: object) -> dict[str, object]:
    return {"kind": Kind.CODE, "codes": listed, **more}


def _ranked(listed: tuple[Code, ...], **more: object) -> dict[str, object]:
    return {"kind": Kind.WHOLE, "codes": listed, **more}


_HEADER = _of(
    Module.HEADER,
    ("collection", "", "Collection", "Collection", {}),
    ("year", "", "Year", "Year", {"kind": Kind.WHOLE}),
    ("reference_date", "", "Census day", "ReferenceDate", _DATE),
    ("source_level", "", "Source level", "SourceLevel", {}),
    ("authority", "", "Authority’s number", "LEA", _AUTHORITY),
    ("software", "", "Software code", "SoftwareCode", {}),
    ("release", "", "Release", "Release", {}),
    ("serial", "", "Serial number", "SerialNo", {}),
    ("made_at", "", "Date and time", "DateTime", {"kind": Kind.MOMENT}),
    ("dmo", "", "Designated medical officer", "DMO", _code(codes.OFFICER)),
    ("dco", "", "Designated clinical officer", "DCO", _code(codes.OFFICER)),
    ("dsco", "", "Designated social care officer", "DSCO", _code(codes.OFFICER, since=2025)),
)
_PERSON = _of(
    Module.PERSON,
    ("surname", "1.1", "Surname", "Surname", _WHO),
    ("forename", "1.2", "Forename", "Forename", _WHO),
    ("born", "1.3", "Date of birth", "PersonBirthDate", {"kind": Kind.DATE, "identifies": True}),
    ("sex", "1.4", "Sex", "Sex", _code(codes.SEX, since=2024)),
    ("gender", "1.4", "Gender", "GenderCurrent", _code(codes.GENDER, until=2023)),
    ("ethnicity", "1.5", "Ethnicity", "Ethnicity", {}),  # main or extended codes
    ("postcode", "1.6", "Postcode", "PostCode", _WHO),
    ("upn", "1.7", "UPN", "UPN", _WHO),
    ("uln", "1.8", "ULN", "UniqueLearnerNumber", _WHO),
    ("upn_unknown", "1.9", "Why there is no UPN or ULN", "UPNunknown", _code(
        codes.UPN_UNKNOWN, spellings=("UPNUnknown",))),
)  # fmt: skip
_REQUEST = _of(
    Module.REQUEST,
    ("received", "2.1", "Request received", "ReceivedDate", _DATE),
    ("source", "2.2", "Who asked", "RequestSource", _ranked(
        codes.REQUEST_SOURCE, since=2025, spellings=("RQuestSource",))),
    ("rya", "2.3", "Asked while in relevant youth accommodation", "RYA", _FLAG),
    ("outcome_date", "2.4", "Decision on the request", "RequestOutcomeDate", _DATE),
    ("outcome", "2.5", "Outcome of the request", "RequestOutcome", _code(codes.OUTCOME)),
    ("mediation", "2.6", "Mediation about the request", "RequestMediation", _FLAG),
    ("tribunal", "2.7", "Tribunal about the request", "RequestTribunal", _FLAG),
    ("exported", "2.8", "Moved to another authority meanwhile", "Exported", _AUTHORITY),
)  # fmt: skip
_ASSESSMENT = _of(
    Module.ASSESSMENT,
    ("outcome", "3.1", "Outcome of the assessment", "AssessmentOutcome", _code(codes.OUTCOME)),
    ("outcome_date", "3.2", "Decision on the assessment", "AssessmentOutcomeDate", _DATE),
    ("mediation", "3.3", "Mediation about the assessment", "AssessmentMediation", _FLAG),
    ("tribunal", "3.4", "Tribunal about the assessment", "AssessmentTribunal", _FLAG),
    ("other_mediation", "3.5", "Other mediation", "OtherMediation", _FLAG),
    ("other_tribunal", "3.6", "Other tribunal", "OtherTribunal", _FLAG),
    ("week20", "3.7", "An exception to the 20 weeks applies", "Week20", _FLAG),
)
_NAMED_PLAN = _of(
    Module.NAMED_PLAN,
    ("start", "4.1", "Start of the EHC plan", "StartDate", _DATE),
    ("residential", "4.2", "Residential", "PlanRes", _code(
        codes.RESIDENTIAL, spellings=("PlanRES",))),
    ("work_based", "4.3", "Work-based learning", "PlanWBP", {"spellings": ("PlanWPB",)}),
    ("personal_budget", "4.4a", "Personal budget taken up", "PB", _FLAG),
    ("organised_arrangements", "4.4b", "Organised arrangements", "OA", _FLAG),
    ("direct_payments", "4.4c", "Direct payments", "DP", {}),
    ("ceased", "4.5", "Plan ceased", "CeaseDate", _DATE),
    ("cease_reason", "4.6", "Why the plan ceased", "CeaseReason", _code(codes.CEASE_REASON)),
    ("first_issued", "", "First EHC plan issued", "", {"kind": Kind.DATE, "returned": False}),
    ("amended", "", "EHC plan last amended", "", {"kind": Kind.DATE, "returned": False}),
)  # fmt: skip


def _place(number: str, listed: tuple[Code, ...]) -> tuple[
    tuple[str, str, str, str, dict[str, object]], ...
]:  # fmt: skip
    return (
        ("urn", f"{number}a", "URN", "URN", {"kind": Kind.URN}),
        ("ukprn", f"{number}b", "UKPRN", "UKPRN", {"kind": Kind.UKPRN}),
        ("sen_setting", f"{number}c", "SEN setting", "SENsetting",
         _code(listed, spellings=("SENSetting",))),
        ("sen_setting_other", f"{number}d", "Other SEN setting", "SENsettingOther",
         {"spellings": ("SENSettingOther",)}),
        ("rank", f"{number}e", "Rank", "PlacementRank", _ranked(codes.RANK)),
    )  # fmt: skip


def _units(unit: str, resourced: str) -> tuple[tuple[str, str, str, str, dict[str, object]], ...]:
    return (
        ("sen_unit", unit, "SEN unit", "SENunitIndicator",
         {"kind": Kind.FLAG, "spellings": ("SENUnitIndicator",)}),
        ("resourced_provision", resourced, "Resourced provision", "ResourcedProvisionIndicator",
         _FLAG),
    )  # fmt: skip


_PLAN_DETAIL = _of(
    Module.PLAN_DETAIL,
    *_place("4.7", codes.SETTING_NAMED),
    *_units("4.7f", "4.7g"),
)
_ACTIVE_PLAN = _of(
    Module.ACTIVE_PLAN,
    ("transfer_la", "5.1", "Transferred in from", "TransferLA", _AUTHORITY),
    ("residential", "5.2", "Residential", "Res", _code(
        codes.RESIDENTIAL, until=2023, spellings=("RES",))),
    ("work_based", "5.3", "Work-based learning", "WBP", {"until": 2023, "spellings": ("WPB",)}),
    ("review_meeting", "5.4a", "Review meeting", "ReviewMeeting", {"kind": Kind.DATE,
                                                                   "since": 2024}),
    ("review_outcome", "5.4b", "Decision after the review", "ReviewOutcome", _code(
        codes.REVIEW_OUTCOME, since=2024)),
    ("last_review", "5.4c", "Day of the decision after the review", "LastReview", _DATE),
    ("review_draft", "5.4d", "Draft amended plan", "ReviewDraft", {"kind": Kind.DATE,
                                                                   "since": 2025}),
    ("phase_transfer_due", "5.6a", "Amended plan due for the phase transfer",
     "PhaseTransferDueDate", {"kind": Kind.DATE, "since": 2025}),
    ("phase_transfer_final", "5.6b", "Final plan for the phase transfer",
     "PhaseTransferFinalDate", {"kind": Kind.DATE, "since": 2025}),
)  # fmt: skip
_PLACEMENT = _of(
    Module.PLACEMENT_DETAIL,
    *_place("5.7", codes.SETTING_ATTENDED),
    ("entered", "5.7f", "Placement began", "EntryDate", _DATE),
    ("left", "5.7g", "Placement ended", "LeavingDate", _DATE),
    ("attendance_pattern", "", "Attendance pattern", "AttendancePattern", {"until": 2023}),
    *_units("5.7h", "5.7i"),
    ("residential", "5.2", "Residential", "Res", _code(
        codes.RESIDENTIAL, since=2024, spellings=("RES",))),
    ("work_based", "5.3", "Work-based learning", "WBP", {"since": 2024, "spellings": ("WPB",)}),
)  # fmt: skip
_NEED = _of(
    Module.NEED,
    ("kind", "5.8a", "Type of need", "SENtype", _code(codes.NEED, spellings=("SENType",))),
    ("rank", "5.8b", "Rank of need", "SENtypeRank", _ranked(
        codes.RANK, spellings=("SENTypeRank",))),
)  # fmt: skip

ITEMS: tuple[Item, ...] = (
    *_HEADER, *_PERSON, *_REQUEST, *_ASSESSMENT, *_NAMED_PLAN, *_PLAN_DETAIL, *_ACTIVE_PLAN,
    *_PLACEMENT, *_NEED,
)  # fmt: skip
BY_KEY: dict[str, Item] = {item.key: item for item in ITEMS}


def items_of(module: Module) -> tuple[Item, ...]:
    return tuple(item for item in ITEMS if item.module is module)


def asked_in(year: int | None) -> frozenset[str]:
    """The keys of what the return of a year asks; of any year, where none is given."""
    return frozenset(
        item.key for item in ITEMS if item.returned and (year is None or item.in_force(year))
    )
