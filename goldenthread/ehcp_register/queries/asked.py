"""What a list of children is asked for: columns, filters, order and groups, as an address says
them. No child's name or number is among them: words that are searched for have a ticket."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from goldenthread.ehcp_register.queries import columns as known_columns
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.standing import NEEDS, STAGES, Elsewhere

GROUPS = {
    "need": "Main need",
    "setting": "Where placed",
    "caseload": "Caseload",
    "stage": "Stage",
    "year_group": "Year group",
}
PLACED = {
    "mainstream": "Mainstream school or college",
    "special": "Special school or college",
    "independent": "Independent school or college",
    "unlisted": "Setting that is not on the list",
    "elsewhere": "No school or college",
    "nowhere": "Nothing recorded",
}
# Filters that are there or not.
SWITCHES = {
    "overdue": "Review overdue",
    "phase_transfer": "Phase transfer due",
    "never_visited": "Never visited",
    "visit_due": "Visit overdue",
    "residential": "Residential",
    "out_of_area": "Out of area",
    "home": "Home educated",
    "looked_after": "Looked after",
    "unlike": "Section I names another setting",
    "awaiting": "Awaiting provision",
    "unknown": "Whereabouts unknown",
    "missing": "Missing education",
    "off_roll": "Off roll",
    "part_time": "Part-time timetable",
}
EVERY_STAGE = "all"
NO_CASELOAD = "none"
MY_CASELOAD = "mine"


@dataclass(frozen=True)
class Asked:
    """The list as asked for. `day` None is today; `stages` empty is those with an EHC plan.

    `words` are found by `ticket` in what the asker keeps, and stand in no address.
    """

    day: date | None = None
    stages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()
    setting: UUID | None = None
    caseload: str = ""  # a post's id, NO_CASELOAD or MY_CASELOAD
    year_groups: tuple[int, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    review_before: date | None = None
    visited_before: date | None = None
    switches: frozenset[str] = frozenset()
    sort: str = ""
    group: str = ""
    columns: tuple[str, ...] = known_columns.USUAL
    page: int = 1
    ticket: str = ""
    words: str = ""
    unread: tuple[str, ...] = ()  # what of an address could not be read

    @classmethod
    def from_query(cls, query: QueryDict, *, today: date) -> Asked:
        """From an address; what cannot be read is told in `unread`, not guessed."""
        reading = _Reading(query, today)
        return cls(
            day=reading.one("day", _past_day(today)),
            stages=reading.several("stage", _among({*STAGES, EVERY_STAGE})),
            needs=reading.several("need", _among({*NEEDS, "none"})),
            placed=reading.several("placed", _among({*PLACED, *Elsewhere})),
            setting=reading.one("setting", UUID),
            caseload=reading.one("caseload", _caseload) or "",
            year_groups=reading.several("year_group", _number(-5, 21)),
            age_from=reading.one("age_from", _number(0, 30)),
            age_to=reading.one("age_to", _number(0, 30)),
            review_before=reading.one("review_before", date.fromisoformat),
            visited_before=reading.one("visited_before", date.fromisoformat),
            switches=frozenset(name for name in SWITCHES if query.get(name) == "yes"),
            sort=reading.one("sort", _sort) or "",
            group=reading.one("group", _among(GROUPS)) or "",
            columns=known_columns.known(query.getlist("col")) if "col" in query
            else known_columns.USUAL,
            page=reading.one("page", _number(1, 100_000)) or 1,
            ticket=query.get("found", "")[:40],
            unread=tuple(reading.unread),
        )  # fmt: skip

    def pairs(self) -> list[tuple[str, str]]:
        """Filters, columns, order and groups as an address has them; no page, no words."""
        found = [
            (name, value.isoformat())
            for name, value in (
                ("day", self.day),
                ("review_before", self.review_before),
                ("visited_before", self.visited_before),
            )
            if value
        ]
        for name, values in (
            ("stage", self.stages), ("need", self.needs), ("placed", self.placed),
            ("year_group", self.year_groups),
        ):  # fmt: skip
            found += [(name, str(value)) for value in values]
        for name, one in (
            ("setting", self.setting), ("caseload", self.caseload), ("age_from", self.age_from),
            ("age_to", self.age_to), ("sort", self.sort), ("group", self.group),
        ):  # fmt: skip
            if one not in (None, ""):
                found.append((name, str(one)))
        found += [(name, "yes") for name in SWITCHES if name in self.switches]
        if self.columns != known_columns.USUAL:
            found += [("col", key) for key in self.columns]
        return found

    def as_query(self, *, ticket: bool = False) -> str:
        """The address's query; with the ticket of words searched for where it is wanted."""
        pairs = self.pairs()
        return urlencode([*pairs, ("found", self.ticket)] if ticket and self.ticket else pairs)

    @property
    def narrowed(self) -> bool:
        """Whether anything but columns, order and day is asked for."""
        plain = Asked(day=self.day, sort=self.sort, group=self.group, columns=self.columns)
        left = {"page", "ticket", "unread"}
        return any(
            getattr(self, one.name) != getattr(plain, one.name)
            for one in fields(self)
            if one.name not in left
        )


class _Reading:
    """An address's query, value by value."""

    def __init__(self, query: QueryDict, today: date) -> None:
        self.query, self.today, self.unread = query, today, list[str]()

    def one(self, name: str, read: Callable[[str], Any]) -> Any:
        text = self.query.get(name, "").strip()
        return self._read(name, text, read) if text else None

    def several(self, name: str, read: Callable[[str], Any]) -> tuple[Any, ...]:
        texts = dict.fromkeys(text.strip() for text in self.query.getlist(name))
        found = [self._read(name, text, read) for text in texts if text]
        return tuple(value for value in found if value is not None)

    def _read(self, name: str, text: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(text)
        except ValueError:
            self.unread.append(name)
            return None


def _among(values: Any) -> Callable[[str], str]:
    allowed = {str(value) for value in values}

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return read


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if len(text) > 6 or not text.isascii() or not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def _past_day(today: date) -> Callable[[str], date | None]:
    def read(text: str) -> date | None:
        day = date.fromisoformat(text)
        if day > today:
            raise ValueError(text)
        return None if day == today else day

    return read


def _caseload(text: str) -> str:
    return text if text in (NO_CASELOAD, MY_CASELOAD) else str(UUID(text))


def _sort(text: str) -> str:
    if text.removeprefix("-") not in known_columns.COLUMNS:
        raise ValueError(text)
    return text


# --- words searched for ---------------------------------------------------------------------------

_SEARCHES = "register_searches"
_KEPT = 10
_LONGEST = 200


def keep_search(session: MutableMapping[str, Any], words: str, *, viewer: Viewer) -> str:
    """Keep words with whoever searched for them, until they sign out: a name stands in no address,
    no log and no browser's history. The ticket by which they are found again; "" without words."""
    words = words.replace("\x00", "").strip()[:_LONGEST]
    if not words:
        return ""
    ticket = secrets.token_urlsafe(9)
    kept = session.get(_SEARCHES, [])[-(_KEPT - 1) :]
    session[_SEARCHES] = [*kept, [ticket, str(viewer.local_area_id), words]]
    return ticket


def searched(session: Mapping[str, Any], ticket: str, *, viewer: Viewer) -> str:
    """The words of a search of one's own in this area; "" where they are not kept any more."""
    return next(
        (
            words
            for known, area, words in session.get(_SEARCHES, [])
            if ticket and known == ticket and area == str(viewer.local_area_id)
        ),
        "",
    )
