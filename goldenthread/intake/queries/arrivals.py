"""Registers' files on their way in: where each stands, and the lists of what was found in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.queries.foreseen import Named, in_sight
from goldenthread.files import waiting
from goldenthread.intake.models import ArrivalState, RegisterArrival
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import NotThere, Refused

__all__ = [
    "FILE",
    "OPEN",
    "PER_PAGE",
    "ArrivalFact",
    "ArrivalState",
    "ListPage",
    "an_arrival",
    "arrivals",
    "before_with",
    "lines_of",
    "page_of",
]

FILE = "file"  # the part in which the file itself waits
PER_PAGE = 50
LENGTH = 100
OPEN = (
    ArrivalState.READING,
    ArrivalState.COLUMNS,
    ArrivalState.READY,
    ArrivalState.REFUSED,
    ArrivalState.BRINGING,
)


@dataclass(frozen=True)
class ArrivalFact:
    """One file on its way in. `mapping` is the name and version of the mapping that read it."""

    id: UUID
    state: ArrivalState
    state_words: str
    file_name: str
    sha256: str
    size: int
    as_at: date
    system: str
    authority: str
    mapping: tuple[str, int] | None
    expires_at: datetime
    refusal: str
    found: Mapping[str, Any]
    decided: Mapping[str, str]
    outcome: Mapping[str, Any]
    job_run_id: UUID | None
    brought_on: date | None
    brought_by: str
    created_by: str
    recorded_at: datetime
    version: int

    @property
    def is_open(self) -> bool:
        """Whether the file still waits here."""
        return self.state in OPEN

    def count(self, name: str) -> int:
        """How many lines a list of the preview has."""
        return int(self.found.get("lists", {}).get(name, 0))


@dataclass(frozen=True)
class ListPage:
    """One page of a list: plain lines as they were found, and whom of the register the viewer may
    see of those that they name."""

    lines: tuple[dict[str, Any], ...]
    total: int
    page: int
    named: Mapping[UUID, Named] = field(default_factory=dict)


def arrivals(*, viewer: Viewer) -> tuple[ArrivalFact, ...]:
    """The area's files, the latest first; at most the latest hundred."""
    rows = RegisterArrival.objects.visible_to(viewer).select_related("mapping")
    return tuple(_fact(row) for row in rows[:LENGTH])


def an_arrival(arrival_id: UUID, *, viewer: Viewer) -> ArrivalFact:
    """One of them; NotThere where the area has none by this id."""
    return _fact(_row(arrival_id, viewer))


def page_of(arrival_id: UUID, name: str, *, page: int, viewer: Viewer, on: date) -> ListPage:
    """A page of one list of the preview. Refused where the file waits no more."""
    row = _row(arrival_id, viewer)
    fact = _fact(row)
    total = fact.count(name)
    page = max(1, min(page, -(-total // PER_PAGE)))
    lines = lines_of(row, name, page) if total else []
    ids = [UUID(one) for line in lines for one in _ids(line)]
    return ListPage(tuple(lines), total, page, in_sight(ids, viewer=viewer, on=on))


def lines_of(row: RegisterArrival, name: str, page: int) -> list[dict[str, Any]]:
    """The lines of a page, from where they wait sealed. Refused where they wait no more."""
    if row.state not in (ArrivalState.READY, ArrivalState.BRINGING):
        brought = row.state == ArrivalState.BROUGHT
        raise Refused(
            "This list went with the file: what the file said is in the register."
            if brought
            else "This list is not here: look at how the extract stands now."
        )
    found = waiting.frame(row.pk, name, page - 1, key=row.key)
    return json.loads(found) if found else []


def before_with(sha256: str, *, viewer: Viewer) -> ArrivalFact | None:
    """The last time that this very file was brought in."""
    rows = RegisterArrival.objects.visible_to(viewer).select_related("mapping")
    row = rows.filter(sha256=sha256, state=ArrivalState.BROUGHT).first()
    return _fact(row) if row else None


def _ids(line: dict[str, Any]) -> list[str]:
    return [
        *([line["child"]] if line.get("child") else []),
        *(one["child"] for one in line.get("perhaps", ())),
    ]


def _row(arrival_id: UUID, viewer: Viewer) -> RegisterArrival:
    rows = RegisterArrival.objects.visible_to(viewer).select_related("mapping")
    row = rows.filter(pk=arrival_id).first()
    if row is None:
        raise NotThere("There is no such extract here. Choose one from the list of extracts.")
    return row  # type: ignore[no-any-return]


def _fact(row: RegisterArrival) -> ArrivalFact:
    return ArrivalFact(
        id=row.pk,
        state=ArrivalState(row.state),
        state_words=row.get_state_display(),
        file_name=row.file_name,
        sha256=row.sha256,
        size=row.size,
        as_at=row.as_at,
        system=row.system,
        authority=row.authority,
        mapping=(row.mapping.name, row.mapping.version) if row.mapping else None,
        expires_at=row.expires_at,
        refusal=row.refusal,
        found=row.found,
        decided=row.decided,
        outcome=row.outcome,
        job_run_id=row.job_run_id,
        brought_on=row.brought_on,
        brought_by=row.brought_by_label,
        created_by=row.created_by_label,
        recorded_at=row.recorded_at,
        version=row.version,
    )
