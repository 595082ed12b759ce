"""Annex A list 1: the children and young people with EHC plans that an area inspection asks for.

Twenty-one columns, in any order; a hyphen for the dash in two headings, `List 1` for `List_1`,
options with their letter or without it, and days as spreadsheets write them are all read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from goldenthread.intake.registers.headings import heading_row, is_blank, plain
from goldenthread.intake.registers.rows import (
    AnnexAFacts,
    PersonRead,
    Reading,
    RowProblem,
    SourceKind,
)
from goldenthread.intake.registers.sheets import Sheet, read_workbook_safely
from goldenthread.intake.registers.values import DateStyle, take
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import codes
from goldenthread.rules.sen2.items import BY_KEY
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    NamedPlan,
    Need,
    Person,
    PlacementDetail,
    Request,
)

_PHASES = (
    "Nursery", "Primary", "Middle deemed primary", "Middle deemed secondary", "Secondary",
    "All-through", "Special", "PRU/AP", "FE college",
)  # fmt: skip
_YES, _NO = "yes", "no"
_YES_OR_NO = (("Yes", _YES), ("No", _NO))
_GENDER = (("Male", "1"), ("Female", "2"), ("Not known", "0"), ("Not specified", "9"))
_SEX_OF = {"1": "M", "2": "F"}
_UNKNOWN = "UNKNOWN"
_FEWEST = 8
_OPTION = re.compile(r"\(?([a-z])[).:](?:\s+(.*))?$", re.IGNORECASE | re.DOTALL)
NOT_LIST_1 = (
    "No sheet of this workbook is Annex A list 1: none has its headings. "
    "Name the sheet List_1 and keep the headings as they are asked for."
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One of the 21: as asked for, what it fills, and the options a cell can have."""

    words: str
    key: str  # of an item, or "annex_a." and a field of AnnexAFacts
    options: tuple[tuple[str, str], ...] = ()

    @property
    def field(self) -> str:
        return self.key.partition(".")[2]


def _same(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one, one) for one in words)


_ETHNICITIES = (*(code.value for code in codes.ETHNICITY), _UNKNOWN)
_NEEDS = tuple(code.value for code in codes.NEED if code.value != "DS")
HEADINGS: tuple[Heading, ...] = (
    Heading("Unique ID", "reference.id"),
    Heading("UPN", "person.upn"),
    Heading("ULN", "person.uln"),
    Heading("Date of birth", "person.born"),
    Heading("Gender", "person.gender", _GENDER),
    Heading("Ethnicity", "person.ethnicity", _same(_ETHNICITIES)),
    Heading("Date initial EHC plan issued", "named_plan.first_issued"),
    Heading("Date updated EHC plan issued", "named_plan.amended"),
    Heading("Date EHC plan last reviewed", "active_plan.last_review"),
    Heading("SEN primary need", "need.kind", (*_same(_NEEDS), ("DS", "DS"))),
    Heading("Main education establishment – URN", "placement_detail.urn"),
    Heading("Main education establishment – phase", "annex_a.phase", _same(_PHASES)),
    Heading(
        "Subsidiary education establishment – phase (dual registration)", "annex_a.second_phase",
        _same(_PHASES),
    ),
    Heading("Elective home education", "annex_a.home_educated", _YES_OR_NO),
    Heading("Suspensions", "annex_a.suspensions"),
    Heading("Permanent exclusions", "annex_a.permanent_exclusions"),
    Heading("Absence", "annex_a.absence_percent"),
    Heading("Pupil Premium", "annex_a.pupil_premium", _YES_OR_NO),
    Heading(
        "Known to children’s social care?", "annex_a.known_to_social_care", _YES_OR_NO
    ),
    Heading("Which children’s social care team?", "annex_a.social_care_team"),
    Heading(
        "Does the child or young person have a disability?", "annex_a.disability", _YES_OR_NO
    ),
)  # fmt: skip
_BY_PLAIN = {plain(heading.words): heading for heading in HEADINGS} | {
    "subsidiaryeducationestablishmentphase": HEADINGS[12]
}


def _whole(words: str) -> int:
    number = int(words.removesuffix(".0"))
    if number < 0:
        raise ValueError(words)
    return number


def _percent(words: str) -> float:
    number = float(words.removesuffix("%").strip())
    if not 0 <= number <= 100:
        raise ValueError(words)
    return number


_NUMBERS: dict[str, Callable[[str], int | float]] = {
    "suspensions": _whole,
    "permanent_exclusions": _whole,
    "absence_percent": _percent,
}


class AnnexAReading(Reading):
    """One sheet being read; a row is one person."""

    kind = SourceKind.ANNEX_A

    def __init__(self, sheet: Sheet, left: list[Sheet]) -> None:
        super().__init__(frozenset())
        self._sheet = sheet
        at = heading_row(sheet, _BY_PLAIN.__contains__, fewest=_FEWEST)
        if at is None:
            raise Refused(NOT_LIST_1)
        self._heading = at
        self._columns: dict[int, Heading] = {}
        for number, words in enumerate(sheet.rows[at]):
            heading = _BY_PLAIN.get(plain(words))
            if heading is not None and heading not in self._columns.values():
                self._columns[number] = heading
            elif words.strip():
                said = "stands twice; the first is read." if heading else "is not known; not read."
                self.problems.append(RowProblem(sheet.name, words.strip()[:60], said))
        for heading in HEADINGS:
            if heading not in self._columns.values():
                self.problems.append(RowProblem(sheet.name, heading.words, "is missing."))
        for other in left:
            self.problems.append(RowProblem(other.name, "", "is not list 1; it was not read."))
        keys = {heading.key for heading in self._columns.values()}
        self.fields = frozenset(keys & BY_KEY.keys())

    def __iter__(self) -> Iterator[PersonRead]:
        number = 0
        for at, cells in enumerate(self._sheet.rows[self._heading + 1 :], self._heading + 2):
            if is_blank(cells):
                continue
            self.counts.found["row"] += 1
            where = f"{self._sheet.name}, row {at}"
            problems: list[RowProblem] = []
            unread: set[str] = set()
            said = self._said(cells, where, problems, unread)
            if not any(said.get(key) for key in ("reference.id", "person.upn", "person.uln")) and (
                said.get("person.born") is None
            ):
                self.counts.refused["row"] += 1
                sentence = "has no Unique ID, UPN, ULN or date of birth, so it was refused."
                self.problems += [*problems, RowProblem(where, "", sentence)]
                continue
            number += 1
            self.counts.read["row"] += 1
            facts = AnnexAFacts(
                **{key.partition(".")[2]: value for key, value in said.items()
                   if key.startswith("annex_a.")}
            )  # fmt: skip
            reference = said.get("reference.id") or ""
            person = _person(said, facts, unread)
            yield PersonRead(number, reference, person, tuple(problems), annex_a=facts, where=where)

    def _said(
        self, cells: list[str], where: str, problems: list[RowProblem], unread: set[str]
    ) -> dict[str, Any]:
        """What the row says, by key; what cannot be read is told."""
        said: dict[str, Any] = {}
        for at, heading in self._columns.items():
            words = cells[at].strip() if at < len(cells) else ""
            if not words:
                continue
            value, sentence, bad = _value(heading, words)
            said[heading.key] = value
            if sentence:
                problems.append(RowProblem(where, heading.words, sentence))
            if bad and heading.key in BY_KEY:
                unread.add(heading.key)
        if not is_blank(cells[len(self._sheet.rows[self._heading]) :]):
            sentence = "has more cells than there are headings; the rest was not read."
            problems.append(RowProblem(where, "", sentence))
        return said


def _value(heading: Heading, words: str) -> tuple[Any, str, bool]:
    """The value, what is wrong with it, and whether it could not be read."""
    if heading.options:
        return _option(heading, words)
    if heading.field in _NUMBERS:
        try:
            return _NUMBERS[heading.field](words), "", False
        except ValueError:
            return None, f"“{words[:40]}” is not a number that fits here.", True
    if heading.key in BY_KEY:
        taken = take(BY_KEY[heading.key], words, DateStyle.ANY)
        return taken.value, taken.sentence, taken.unread
    return words, "", False


def _option(heading: Heading, words: str) -> tuple[Any, str, bool]:
    """One of the options: "a) Male", "a)", "a", "Male" or "male"."""
    found = _OPTION.match(words)
    letter = found[1].lower() if found else (words.lower() if len(words) == 1 else "")
    label = (found[2] or "").strip() if found else words
    by_label = {label.casefold(): value for label, value in heading.options}
    if label.casefold() in by_label:
        value = by_label[label.casefold()]
    elif letter and not (found and label) and ord(letter) - ord("a") in range(len(heading.options)):
        value = heading.options[ord(letter) - ord("a")][1]
    else:
        listed = ", ".join(label for label, _ in heading.options)
        return None, f"“{words[:40]}” is not one of {listed}.", True
    if heading.options == _YES_OR_NO:
        return value == _YES, "", False
    return (None if value == _UNKNOWN else value), "", False


def _person(said: dict[str, Any], facts: AnnexAFacts, unread: set[str]) -> Person:
    """The row as records. Everybody on the list has a plan in force; nothing else is made up."""
    urn = said.get("placement_detail.urn")
    home = "EHE" if facts.home_educated and not urn else None
    placements = (PlacementDetail(urn=urn, sen_setting=home, rank=1),) if urn or home else ()
    need = said.get("need.kind")
    active = ActivePlan(
        last_review=said.get("active_plan.last_review"),
        placements=placements,
        needs=(Need(need, 1),) if need else (),
    )
    plan = NamedPlan(
        first_issued=said.get("named_plan.first_issued"), amended=said.get("named_plan.amended")
    )
    gender = said.get("person.gender")
    return Person(
        born=said.get("person.born"), sex=_SEX_OF.get(gender or ""), gender=gender,
        ethnicity=said.get("person.ethnicity"), upn=said.get("person.upn"),
        uln=said.get("person.uln"),
        requests=(Request(assessments=(Assessment(named_plans=(plan,)),), active_plans=(active,)),),
        unread_below=frozenset(unread),
    )  # fmt: skip


def read_annex_a(content: bytes) -> AnnexAReading:
    """List 1 of an Annex A workbook. Raises Refused."""
    return of_sheets(list(read_workbook_safely(content)))


def of_sheets(sheets: list[Sheet]) -> AnnexAReading:
    """The sheet that is named list 1, or else the first with its headings. Raises Refused."""
    named = [one for one in sheets if plain(one.stem) == "list1"]
    fitting = [one for one in sheets if fits(one)]
    chosen = next((one for one in named if fits(one)), fitting[0] if fitting else None)
    if chosen is None:
        raise Refused(NOT_LIST_1)
    return AnnexAReading(chosen, [one for one in sheets if one is not chosen and one.rows])


def fits(sheet: Sheet) -> bool:
    """Whether a sheet has the list's headings: eight of the 21, so that an extract is not one."""
    return heading_row(sheet, _BY_PLAIN.__contains__, fewest=_FEWEST) is not None
