"""The codes that the return uses, what each means, and in which years it is asked."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_YEAR = 2023  # the first return about persons


@dataclass(frozen=True, slots=True)
class Code:
    """A code as written in the return. `since` and `until` are years of the return, inclusive."""

    value: str
    words: str
    since: int = FIRST_YEAR
    until: int | None = None

    def in_force(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


def _codes(*pairs: tuple[str, str]) -> tuple[Code, ...]:
    return tuple(Code(value, words) for value, words in pairs)


SEX = _codes(("M", "male"), ("F", "female"))
GENDER = _codes(("0", "not known"), ("1", "male"), ("2", "female"), ("9", "not specified"))
UPN_UNKNOWN = _codes(
    ("UN1", "under 6 and never given a UPN"),
    ("UN2", "never in a school that gives UPNs"),
    ("UN3", "educated outside England"),
    ("UN5", "sources give different numbers"),
    ("UN8", "new to the authority"),
    ("UN9", "no number was found"),
    ("UN10", "another reason"),
)
REQUEST_SOURCE = _codes(
    ("1", "the young person or a parent"),
    ("2", "a school or other setting"),
    ("3", "a health professional"),
    ("4", "a social care professional"),
    ("5", "someone else"),
)
AGREED, REFUSED, AWAITING, WITHDRAWN, HISTORICAL = "Y", "N", "A", "W", "H"
OUTCOME = _codes(
    (AGREED, "agreed"),
    (REFUSED, "refused"),
    (AWAITING, "not decided yet"),
    (WITHDRAWN, "withdrawn or ended"),
    (HISTORICAL, "decided before the period of the return"),
)
RESIDENTIAL = _codes(("A", "38 to 51 weeks"), ("B", "52 weeks"))
TRANSFERRED, OTHER_REASON = "5", "9"
CEASE_REASON = _codes(
    ("1", "reached the highest age"),
    ("2", "needs met without a plan"),
    ("3", "went to higher education"),
    ("4", "in paid employment"),
    (TRANSFERRED, "moved to another authority in England"),
    ("6", "no longer takes part in education or training"),
    ("7", "left England"),
    ("8", "died"),
    (OTHER_REASON, "another reason"),
)
_SETTINGS_NAMED = _codes(
    ("OLA", "other arrangements by the authority, education otherwise than at school among them"),
    ("OPA", "other arrangements by the parents"),
    ("EHE", "elective home education"),
    ("EYP", "early years provider without a URN"),
    ("OTH", "another setting"),
)
ONLY_ATTENDED = _codes(
    ("NEET", "not in education, employment or training"),
    ("NIEC", "not in education: notice to cease was issued"),
    ("NIEO", "not in education: another reason"),
)
SETTING_NAMED = _SETTINGS_NAMED
SETTING_ATTENDED = _SETTINGS_NAMED + ONLY_ATTENDED
RANK = _codes(("1", "main"), ("2", "second"))
MAINTAIN, CEASE, AMEND = "M", "C", "A"
REVIEW_OUTCOME = _codes(
    (MAINTAIN, "the plan stays as it is"),
    (CEASE, "the plan ceases"),
    (AMEND, "the plan is amended"),
)
NEED = (
    *_codes(
        ("SPLD", "specific learning difficulty"),
        ("MLD", "moderate learning difficulty"),
        ("SLD", "severe learning difficulty"),
        ("PMLD", "profound and multiple learning difficulty"),
        ("SEMH", "social, emotional and mental health"),
        ("SLCN", "speech, language and communication needs"),
        ("HI", "hearing impairment"),
        ("VI", "vision impairment"),
        ("MSI", "multi-sensory impairment"),
        ("PD", "physical disability"),
        ("ASD", "autistic spectrum disorder"),
    ),
    Code("DS", "Down syndrome", since=2025),
    Code("OTH", "other difficulty"),
)
ETHNICITY = _codes(
    ("WBRI", "White British"), ("WIRI", "White Irish"), ("WIRT", "Traveller of Irish heritage"),
    ("WOTH", "any other White background"), ("WROM", "Gypsy or Roma"),
    ("MWBC", "White and Black Caribbean"), ("MWBA", "White and Black African"),
    ("MWAS", "White and Asian"), ("MOTH", "any other Mixed background"), ("AIND", "Indian"),
    ("APKN", "Pakistani"), ("ABAN", "Bangladeshi"), ("AOTH", "any other Asian background"),
    ("BCRB", "Black Caribbean"), ("BAFR", "Black African"),
    ("BOTH", "any other Black background"), ("CHNE", "Chinese"),
    ("OOTH", "any other ethnic group"), ("REFU", "refused"), ("NOBT", "not yet obtained"),
)  # fmt: skip
OFFICER = _codes(("Yes", "in post"), ("No", "not in post"), ("Recruiting", "being recruited"))


def values(codes: tuple[Code, ...], year: int | None = None) -> frozenset[str]:
    """The codes as written; only those asked in a year, where one is given."""
    return frozenset(code.value for code in codes if year is None or code.in_force(year))
