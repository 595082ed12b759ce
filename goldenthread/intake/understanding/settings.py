"""The national list of settings (GIAS “edubasealldata”) → what is kept of each setting.

Columns are found by the names GIAS gives them. What a cell says is taken or its problem is told;
a row without a URN, a name or a state that can be read is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.intake.reading.table_of_values import Table, table_of
from goldenthread.rules.provision import FACTS, SettingFacts, SettingLinkFacts, SettingTold
from goldenthread.rules.refusals import Refused

PROBLEMS_TOLD = 200  # more are counted, and not listed

PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "middle deemed primary": "middle_primary",
    "middle deemed secondary": "middle_secondary",
    "secondary": "secondary",
    "all-through": "all_through",
    "16 plus": "post_16",
    "not applicable": "not_applicable",
    "": "not_applicable",
}
STATUSES = {
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "closing",
    "proposed to open": "proposed",
    "pending approval": "proposed",
    "de-registered as ey setting": "closed",
}
NEEDS = frozenset(
    {"SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "OTH", "DS"}
)
_NONE_OF_IT = frozenset(
    {"", "not applicable", "not recorded", "not collected", "unknown", "none", "not approved"}
)
_REQUIRED = {
    "urn": "URN",
    "name": "EstablishmentName",
    "type_name": "TypeOfEstablishment (name)",
    "status": "EstablishmentStatus (name)",
}
_WORDS = {
    "ukprn": "UKPRN",
    "establishment_number": "EstablishmentNumber",
    "type_group": "EstablishmentTypeGroup (name)",
    "opened_because": "ReasonEstablishmentOpened (name)",
    "closed_because": "ReasonEstablishmentClosed (name)",
    "authority_code": "LA (code)",
    "authority_name": "LA (name)",
    "street": "Street",
    "locality": "Locality",
    "town": "Town",
    "county": "County (name)",
    "postcode": "Postcode",
}
_DATES = {"opened_on": "OpenDate", "closed_on": "CloseDate"}
_NUMBERS = {
    "age_from": "StatutoryLowAge",
    "age_to": "StatutoryHighAge",
    "capacity": "SchoolCapacity",
    "on_roll": "NumberOfPupils",
    "resourced_capacity": "ResourcedProvisionCapacity",
    "resourced_on_roll": "ResourcedProvisionOnRoll",
    "unit_capacity": "SenUnitCapacity",
    "unit_on_roll": "SenUnitOnRoll",
}
_PHASE = "PhaseOfEducation (name)"
_PHASE_TOO = "PhaseOfEstablishment (name)"
_SECTION_41 = "Section41Approved (name)"
_SIXTH_FORM = "OfficialSixthForm (name)"
_BOARDERS = "Boarders (name)"
_RESOURCED = "TypeOfResourcedProvision (name)"
_SEN = tuple(f"SEN{number} (name)" for number in range(1, 14))
_MOST_LETTERS = {"name": 200, "type_name": 100, "postcode": 8, "street": 200, "locality": 200}


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong in one cell, or with a whole row (`column` ""); `refused`: the row stays
    out."""

    row: int
    column: str
    words: str
    refused: bool = False


@dataclass(frozen=True)
class SettingsRead:
    """An extract, understood. `problems` are the first ones, `problem_count` all of them;
    `absent` are the columns that were looked for and are not in this file."""

    told: tuple[SettingTold, ...]
    rows_read: int
    rows_refused: int
    problems: tuple[Problem, ...]
    problem_count: int
    absent: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class LinksRead:
    """An extract of GIAS's links between settings, understood."""

    links: tuple[SettingLinkFacts, ...]
    rows_read: int
    rows_refused: int
    problems: tuple[Problem, ...]
    problem_count: int
    sha256: str


def read_settings(content: bytes) -> SettingsRead | LinksRead:
    """The list itself, or the links between its settings: the columns say which. Raises Refused."""
    table = table_of(content)
    digest = hashlib.sha256(content).hexdigest()
    if "LinkURN" in table.columns:
        return _Links(table).read(digest)
    lacking = [column for column in _REQUIRED.values() if column not in table.columns]
    if lacking:
        raise Refused(
            f"This file is no list of settings: it has no column {_listed(lacking)}. "
            "Download “Establishment fields” as CSV from Get Information about Schools."
        )
    return _Settings(table).read(digest)


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


@dataclass
class _Told:
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def problem(self, row: int, column: str, words: str, *, refused: bool = False) -> None:
        self.count += 1
        if len(self.problems) < PROBLEMS_TOLD:
            self.problems.append(Problem(row, column, words, refused))


class _Settings:
    """Reads row by row; a fact whose cell cannot be read is left untold."""

    def __init__(self, table: Table) -> None:
        self.table, self.said = table, _Told()
        self.at = table.places()
        self.phase = _PHASE if _PHASE in self.at else _PHASE_TOO
        wanted = (
            *_WORDS.values(), *_DATES.values(), *_NUMBERS.values(),
            _SECTION_41, _SIXTH_FORM, _BOARDERS, _RESOURCED, _SEN[0],
        )  # fmt: skip
        self.absent = tuple(one for one in wanted if one not in self.at)
        if self.phase not in self.at:
            self.absent += (_PHASE,)
        self.never = frozenset(self._facts_without_a_column())
        self.words: dict[str, str] = {}  # one copy of a word that comes ten thousand times

    def _facts_without_a_column(self) -> list[str]:
        from_one = {**_REQUIRED, **_WORDS, **_DATES, **_NUMBERS}
        others = {
            "phase": self.phase, "section_41": _SECTION_41, "sixth_form": _SIXTH_FORM,
            "boarders": _BOARDERS, "residential": _BOARDERS, "resourced_kind": _RESOURCED,
            "needs": _SEN[0],
        }  # fmt: skip
        return [name for name, column in (from_one | others).items() if column not in self.at]

    def read(self, digest: str) -> SettingsRead:
        told: list[SettingTold] = []
        seen: dict[str, int] = {}
        rows = refused = 0
        for number, row in self.table.rows():
            rows += 1
            one = self._setting(number, row, seen)
            if one is None:
                refused += 1
            else:
                told.append(one)
                seen[one.facts.urn or ""] = number
        if not told:
            raise Refused("No setting could be read in this file. Check that it is the whole list.")
        said = self.said
        return SettingsRead(
            tuple(told), rows, refused, tuple(said.problems), said.count, self.absent, digest
        )

    def _setting(self, number: int, row: list[str], seen: dict[str, int]) -> SettingTold | None:
        if len(row) != len(self.table.columns):
            words = f"has {len(row)} cells where the heading has {len(self.table.columns)}"
            return self._refuse(number, "", words)
        urn, name = self._cell(row, "URN"), self._cell(row, "EstablishmentName")
        if not (urn.isascii() and urn.isdigit() and len(urn) == 6):
            return self._refuse(number, "URN", f"“{urn}” is no URN: it has six digits")
        if urn in seen:
            return self._refuse(number, "URN", f"{urn} stands in row {seen[urn]} already")
        if not name:
            return self._refuse(number, "EstablishmentName", "is empty")
        status = STATUSES.get(self._cell(row, _REQUIRED["status"]).lower())
        if status is None:
            found = self._cell(row, _REQUIRED["status"])
            return self._refuse(number, _REQUIRED["status"], f"“{found}” is not known")
        untold: set[str] = set()
        facts: dict[str, Any] = {"urn": urn, "name": name[:200], "status": status}
        facts |= self._words_of(row)
        facts |= self._dates_and_numbers(number, row, untold)
        facts |= self._what_it_offers(number, row, untold)
        made = SettingFacts(**{key: facts[key] for key in FACTS if key in facts})
        if made.opened_on and made.closed_on and made.closed_on < made.opened_on:
            self.said.problem(number, "CloseDate", "is before the day it opened; both are kept")
        return SettingTold(made, self.never | untold if untold else self.never)

    def _refuse(self, number: int, column: str, words: str) -> SettingTold | None:
        """None, for a row that stays out, once it is said why."""
        self.said.problem(number, column, words, refused=True)
        return None

    def _cell(self, row: list[str], column: str) -> str:
        place = self.at.get(column)
        return row[place].strip() if place is not None else ""

    def _words_of(self, row: list[str]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for key, column in (*_WORDS.items(), ("type_name", _REQUIRED["type_name"])):
            text = self._cell(row, column)[: _MOST_LETTERS.get(key, 100)]
            facts[key] = self.words.setdefault(text, text)
        for key in ("opened_because", "closed_because", "county"):
            if facts[key].lower() in _NONE_OF_IT:
                facts[key] = ""
        facts["ukprn"] = facts["ukprn"][:8]
        facts["establishment_number"] = facts["establishment_number"][:4]
        facts["authority_code"] = facts["authority_code"][:3]
        kind, group = facts["type_name"].lower(), facts["type_group"].lower()
        facts["special"] = "special" in kind or group == "special schools"
        facts["independent"] = group == "independent schools" or kind.startswith(
            "other independent"
        )
        return facts

    def _dates_and_numbers(self, number: int, row: list[str], untold: set[str]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        reads: tuple[tuple[dict[str, str], Callable[[str], Any], str], ...] = (
            (_DATES, _day, "is no date such as 01-09-2019"),
            (_NUMBERS, _whole, "is no whole number"),
        )
        for columns, reader, wrong in reads:
            for key, column in columns.items():
                text = self._cell(row, column)
                facts[key] = reader(text) if text else None
                if text and facts[key] is None:
                    untold.add(key)
                    self.said.problem(number, column, f"“{text[:40]}” {wrong}")
        return facts

    def _what_it_offers(self, number: int, row: list[str], untold: set[str]) -> dict[str, Any]:
        phase = self._cell(row, self.phase)
        facts: dict[str, Any] = {"phase": PHASES.get(phase.lower())}
        if facts["phase"] is None:
            facts["phase"] = "not_applicable"
            untold.add("phase")
            self.said.problem(number, self.phase, f"“{phase[:40]}” is not known")
        boarders = self._cell(row, _BOARDERS)[:100]
        at_night = ("boarding school", "residential", "children's home", "children’s home")
        facts["boarders"] = "" if boarders.lower() in _NONE_OF_IT else boarders
        facts["residential"] = any(mark in boarders.lower() for mark in at_night)
        facts["section_41"] = self._cell(row, _SECTION_41).lower() == "approved"
        facts["sixth_form"] = self._cell(row, _SIXTH_FORM).lower() == "has a sixth form"
        kind = self._cell(row, _RESOURCED)[:60]
        facts["resourced_kind"] = "" if kind.lower() in _NONE_OF_IT else kind
        facts["needs"] = self._needs(number, row)
        return facts

    def _needs(self, number: int, row: list[str]) -> tuple[str, ...]:
        found: list[str] = []
        for column in _SEN:
            text = self._cell(row, column)
            if text.lower() in _NONE_OF_IT:
                continue
            code = text.partition(" ")[0].strip("-–").upper()
            if code not in NEEDS:
                self.said.problem(number, column, f"“{text[:40]}” is no need that is known")
            elif code not in found:
                found.append(code)
        return tuple(found)


class _Links:
    def __init__(self, table: Table) -> None:
        self.table, self.said, self.at = table, _Told(), table.places()

    def read(self, digest: str) -> LinksRead:
        lacking = [one for one in ("URN", "LinkURN", "LinkType") if one not in self.at]
        if lacking:
            raise Refused(f"This file of links has no column {_listed(lacking)}.")
        links: list[SettingLinkFacts] = []
        rows = refused = 0
        for number, row in self.table.rows():
            rows += 1
            one = self._link(number, row)
            if one is None:
                refused += 1
            else:
                links.append(one)
        said = self.said
        return LinksRead(
            tuple(dict.fromkeys(links)), rows, refused, tuple(said.problems), said.count, digest
        )

    def _link(self, number: int, row: list[str]) -> SettingLinkFacts | None:
        def cell(column: str) -> str:
            place = self.at.get(column)
            return row[place].strip() if place is not None and place < len(row) else ""

        urn, to_urn, kind = cell("URN"), cell("LinkURN"), cell("LinkType")[:100]
        if not (len(urn) == len(to_urn) == 6 and urn.isdigit() and to_urn.isdigit()):
            self.said.problem(number, "LinkURN", "does not link two URNs", refused=True)
            return None
        if urn == to_urn or not kind:
            self.said.problem(number, "LinkType", "links a setting to itself", refused=True)
            return None
        day = cell("LinkEstablishedDate")
        since = _day(day) if day else None
        if day and since is None:
            self.said.problem(number, "LinkEstablishedDate", f"“{day[:40]}” is no date")
        return SettingLinkFacts(urn, to_urn, kind, since)


def _day(text: str) -> date | None:
    """A day as GIAS writes it (01-09-2019), or with slashes."""
    parts = text.replace("/", "-").split("-")
    if len(parts) != 3 or len(parts[2]) != 4 or not all(one.isdigit() for one in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
