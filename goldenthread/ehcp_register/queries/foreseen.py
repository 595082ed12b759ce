"""What an extract would change of children who are known: told before anything is written.

The action that brings it in asks the same rules (`rules.standing.differing`) and writes what they
say; here nothing is written, so that it can be looked at for as long as anybody likes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.models import (
    Child,
    Event,
    FieldSource,
    Need,
    Placement,
    Source,
    SourceKind,
)
from goldenthread.ehcp_register.queries.disagreements import (
    FIELD_WORDS,
    NO_DISAGREEMENT,
    comparable,
)
from goldenthread.ehcp_register.queries.facts import every, grouped, happened_as
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.proceedings.happenings import WORDS
from goldenthread.rules.standing import NEEDS
from goldenthread.rules.standing.differing import IDENTITY, new_events, new_rows
from goldenthread.rules.standing.records import ChildRecord, NeedRecord, PlacementRecord

_AT_ONCE = 300
# These are rights of their own: that they change is told, never to what.
_DETAILS = frozenset(Child.details)
_WORDS = FIELD_WORDS | {
    "reference": "reference", "nhs_number": "NHS number",
    "known_to_social_care": "known to social care",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an extract would change of a child. `kind`: field, event, corrected,
    placement or need. `was` and `now` are empty where they are a detail with a right of its own."""

    kind: str
    words: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class ForeseenChild:
    """A known child of the extract. `differs`: fields of which another source says something else
    from then on, and did not before."""

    place: int
    child_id: UUID
    changes: tuple[Change, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A child as lists name them."""

    id: UUID
    surname: str
    forename: str
    born_on: date | None


def foreseen(
    records: Sequence[ChildRecord],
    known: Mapping[int, UUID],
    *,
    system: str,
    as_at: date,
    settings: Mapping[UUID, str],
) -> Iterator[ForeseenChild]:
    """Each known child with what would change, by their place in `records`. `settings`: names, by
    id. It tells of restricted records too: show only what `in_sight` gives."""
    pairs = sorted(known.items())
    for first in range(0, len(pairs), _AT_ONCE):
        some = pairs[first : first + _AT_ONCE]
        kept = _Kept([pk for _, pk in some], system, as_at, settings)
        for place, pk in some:
            yield kept.beside(place, pk, records[place])


def in_sight(ids: Sequence[UUID], *, viewer: Viewer, on: date) -> dict[UUID, Named]:
    """Those of the children whose records the viewer may see, as lists name them."""
    found: dict[UUID, Named] = {}
    for first in range(0, len(ids), _AT_ONCE):
        rows = Child.objects.visible_to(viewer, on=on).filter(pk__in=ids[first : first + _AT_ONCE])
        for row in rows.only("id", "surname", "forename", "born_on"):
            found[row.pk] = Named(row.pk, row.surname, row.forename, row.born_on)
    return found


def named_no_longer(system: str, known: Mapping[int, UUID], *, local_area_id: UUID) -> list[UUID]:
    """Whom a stream named before and this extract does not: they stay as they are."""
    said = every(FieldSource).filter(local_area_id=local_area_id, system=system)
    there = set(known.values())
    ids = said.order_by("child_id").values_list("child_id", flat=True).distinct()
    return [pk for pk in ids if pk not in there]


def last_import(*, viewer: Viewer) -> UUID | None:
    """The extract that came in last, of any stream: what was looked at before it no longer
    holds."""
    rows = Source.objects.filter(local_area_id=viewer.local_area_id, kind=SourceKind.IMPORT)
    return rows.order_by("-recorded_at", "-id").values_list("pk", flat=True).first()


def streams(*, viewer: Viewer) -> tuple[tuple[str, date], ...]:
    """The streams from which extracts came, each with the latest day it described, by name."""
    rows = Source.objects.filter(local_area_id=viewer.local_area_id, kind=SourceKind.IMPORT)
    latest: dict[str, date] = {}
    for system, as_at in rows.order_by("as_at").values_list("system", "as_at"):
        latest[system] = as_at
    return tuple(sorted(latest.items()))


class _Kept:
    """Everything kept of some children, read at once."""

    def __init__(
        self, ids: list[UUID], system: str, as_at: date, settings: Mapping[UUID, str]
    ) -> None:
        self.system, self.as_at, self.settings = system, as_at, settings
        self.children = {one.pk: one for one in every(Child).filter(pk__in=ids)}
        events = every(Event).filter(child_id__in=ids).select_related("source")
        self.events = grouped(events.order_by("id"))
        self.placements = grouped(every(Placement).filter(child_id__in=ids).order_by("id"))
        self.needs = grouped(every(Need).filter(child_id__in=ids).order_by("id"))
        self.said = grouped(every(FieldSource).filter(child_id__in=ids).select_related("source"))

    def beside(self, place: int, pk: UUID, record: ChildRecord) -> ForeseenChild:
        child = self.children[pk]
        changes = [
            *self._fields(child, record),
            *self._events(pk, record),
            *self._rows(PlacementRecord, self.placements[pk], record.placements),
            *self._rows(NeedRecord, self.needs[pk], record.needs),
        ]
        return ForeseenChild(place, pk, tuple(changes), tuple(self._differs(pk, record)))

    def _fields(self, child: Child, record: ChildRecord) -> Iterator[Change]:
        """As `bring_in` takes them: what this source says now otherwise than it did, unless
        somebody decided for another source, or another described a later day."""
        before = {one.field: one for one in self.said[child.pk] if one.system == self.system}
        for name in IDENTITY:
            value = getattr(record, name)
            if not value or getattr(child, name) == value:
                continue
            if name in _DETAILS:
                yield Change("field", _WORDS[name])
                continue
            said = before.get(name)
            if said is not None and said.given == str(value)[:200]:
                continue
            others = [
                row
                for row in self.said[child.pk]
                if row.field == name and row.system != self.system
            ]
            if any(row.decided_on or row.source.as_at > self.as_at for row in others):
                continue
            yield Change("field", _WORDS[name], _said(getattr(child, name)), _said(value))

    def _events(self, pk: UUID, record: ChildRecord) -> Iterator[Change]:
        rows = self.events[pk]
        corrected = {row.instead_of_id for row in rows if row.instead_of_id}
        standing = [row for row in rows if row.pk not in corrected and not row.struck]
        own = [row for row in standing if row.source and row.source.system == self.system]
        found = new_events(
            [happened_as(row) for row in standing], [happened_as(row) for row in own], record.events
        )
        by_key = {str(row.pk): row for row in rows}
        for key, one in found.corrected:
            yield Change("corrected", WORDS[one.what], _said(by_key[key].on), _said(one.on))
        for one in found.added:
            yield Change("event", WORDS[one.what], "", _said(one.on))

    def _rows(self, made: type[Any], rows: list[Any], given: Any) -> Iterator[Change]:
        names = [one.name for one in fields(made)]
        kept = [made(**{name: getattr(row, name) for name in names}) for row in rows]
        found = new_rows(kept, given)
        before = [self._row_words(kept[at]) for at, _ in found.ended]
        for at, one in enumerate(found.added):
            was = before[at] if at < len(before) else ""
            kind = "placement" if made is PlacementRecord else "need"
            words = {"named": "setting named in section I", "attended": "setting attended"}.get(
                getattr(one, "kind", ""), "type of need"
            )
            yield Change(kind, words, was, self._row_words(one))

    def _row_words(self, one: Any) -> str:
        if isinstance(one, NeedRecord):
            return NEEDS.get(one.need, one.need)
        named = self.settings.get(one.setting_id) if one.setting_id else ""
        return named or one.name or one.elsewhere or (f"URN {one.urn}" if one.urn else "a setting")

    def _differs(self, pk: UUID, record: ChildRecord) -> Iterator[str]:
        for name in IDENTITY:
            value = getattr(record, name)
            if not value or name in _DETAILS or name in NO_DISAGREEMENT:
                continue
            said = [row for row in self.said[pk] if row.field == name]
            now = comparable(name, str(value)[:200])
            others = {comparable(name, row.given) for row in said if row.system != self.system}
            if others - {now} and len(others | {comparable(name, row.given) for row in said}) < 2:
                yield _WORDS[name]


def _said(value: Any) -> str:
    """A value as data: days as 2026-03-31."""
    return value.isoformat() if isinstance(value, date) else str(value or "")
