"""Bring an extract into the register: who is new, what changed of whom, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.checking import Finding, keep_findings
from goldenthread.ehcp_register.actions.loading import new_source, write_new
from goldenthread.ehcp_register.actions.making_ahead import Part
from goldenthread.ehcp_register.actions.noting import LABEL
from goldenthread.ehcp_register.actions.one_at_a_time import one_at_a_time
from goldenthread.ehcp_register.actions.rows import (
    Origin,
    case_row,
    dated_row,
    event_row,
    makes_a_version,
    version_row,
)
from goldenthread.ehcp_register.actions.working_out import work_out
from goldenthread.ehcp_register.actions.writing import uncollected
from goldenthread.ehcp_register.models import (
    Case,
    Child,
    EhcPlan,
    Event,
    FieldSource,
    Need,
    Placement,
    SourceKind,
)
from goldenthread.ehcp_register.queries.as_before import DETAILS, as_before, said_of_person
from goldenthread.ehcp_register.queries.facts import every, grouped, happened_as
from goldenthread.ehcp_register.queries.incoming import Incoming, compared
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.standing.differing import IDENTITY, new_events, new_rows
from goldenthread.rules.standing.records import ChildRecord, NeedRecord, PlacementRecord
from goldenthread.trail.actions import Act, record, record_many
from goldenthread.trail.verbs import Verb

_AT_ONCE = 300
_ROWS = 2_000
_DAY = timedelta(days=1)
_REASON = "A newer extract of the same source gives it otherwise"


@dataclass(frozen=True, kw_only=True)
class Extract:
    """Where the records come from: the stream, the day it describes, the file."""

    system: str
    title: str
    as_at: date
    file_id: UUID | None = None
    sha256: str = ""


@dataclass
class Brought:
    """What an extract did. `asked`: of whom it has to be asked whether they are somebody known, by
    their place in the extract; nothing of them was written."""

    source_id: UUID
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    asked: tuple[int, ...] = ()
    events: int = 0
    corrected: int = 0
    fields: int = 0
    ids: dict[int, UUID] = field(default_factory=dict)


def bring_in(
    *,
    records: Sequence[ChildRecord],
    extract: Extract,
    decided: Mapping[int, UUID | None] | None = None,
    ahead: Iterable[Part] = (),
    by: Viewer,
    on: date,
    at: datetime,
) -> Brought:
    """Write what an extract says of children, new and known: all of it, or none. `ahead`: rows of
    those who seemed to be new, as `make_ahead` makes them beside this.

    `decided`: of whom it was asked, by their place in `records`: the child they are, or None for
    somebody new. Who is asked about and not decided is left out and told.
    """
    require(policies.may_manage(by))
    with uncollected(), one_at_a_time(by.local_area_id):
        source_id = new_source(
            kind=SourceKind.IMPORT, system=extract.system, title=extract.title,
            as_at=extract.as_at, file_id=extract.file_id, sha256=extract.sha256, by=by, at=at,
        )  # fmt: skip
        origin = Origin(by.local_area_id, source_id, at, on, by.user_id, by.name)
        incoming = compared(
            records,
            system=extract.system,
            local_area_id=by.local_area_id,
            decided=decided or {},
        )
        brought = Brought(source_id, asked=tuple(sorted(incoming.asked)))
        _add_new(records, incoming, extract, origin, ahead, brought)
        changed = _change_known(records, incoming, extract, origin, brought)
        _note(brought, changed, extract, by=by, on=on)
    return brought


def keep_checks(
    *, brought: Brought, findings: Sequence[Finding], by: Viewer, on: date, at: datetime
) -> None:
    """What the checks of the return found in the extract, in the register of data quality."""
    require(policies.may_manage(by))
    with transaction.atomic():
        keep_findings(
            findings,
            local_area_id=by.local_area_id,
            source_id=brought.source_id,
            on=on,
            at=at,
        )


def _add_new(
    records: Sequence[ChildRecord],
    incoming: Incoming,
    extract: Extract,
    origin: Origin,
    ahead: Iterable[Part],
    brought: Brought,
) -> None:
    new = {place: records[place] for place in sorted(incoming.new)}
    ids = write_new(new, origin, said_by=extract.system, ahead=ahead)
    brought.ids |= ids
    brought.new = len(ids)


def _change_known(
    records: Sequence[ChildRecord],
    incoming: Incoming,
    extract: Extract,
    origin: Origin,
    brought: Brought,
) -> list[UUID]:
    """The ids of those of whom something changed."""
    changed: list[UUID] = []
    pairs = sorted(incoming.known.items())
    brought.ids |= dict(pairs)
    times = Counter(incoming.known.values())
    for some in _parts(pairs):
        once = {pk: records[place] for place, pk in some if times[pk] == 1}
        left = as_before(once, system=extract.system)
        taken = [(place, pk) for place, pk in some if pk not in left]
        changing = _Changing([pk for _, pk in taken], extract, origin)
        for place, pk in taken:
            if changing.change(pk, records[place], brought):
                changed.append(pk)
        changing.write()
    for some in _parts(changed):
        work_out(some, local_area_id=origin.local_area_id)
    brought.changed = len(changed)
    brought.unchanged = len(pairs) - len(changed)
    return changed


class _Changing:
    """Some known children, everything kept of them read at once, and the rows to be written."""

    def __init__(self, ids: Collection[UUID], extract: Extract, origin: Origin) -> None:
        self.extract, self.origin = extract, origin
        wanted = list(ids)
        self.children = _children(wanted)
        self.cases = grouped(every(Case).filter(child_id__in=wanted).order_by("opened_on", "id"))
        self.events = grouped(
            every(Event).filter(child_id__in=wanted).select_related("source").order_by("id")
        )
        self.placements = grouped(every(Placement).filter(child_id__in=wanted).order_by("id"))
        self.needs = grouped(every(Need).filter(child_id__in=wanted).order_by("id"))
        self.said = grouped(every(FieldSource).filter(child_id__in=wanted).select_related("source"))
        self.versions = grouped(every(EhcPlan).filter(child_id__in=wanted))
        self.new: dict[type[Any], list[Any]] = {
            model: [] for model in (Case, Event, EhcPlan, Placement, Need, FieldSource)
        }
        self.other: dict[type[Any], list[Any]] = {
            model: [] for model in (Child, Placement, Need, FieldSource)
        }

    def change(self, pk: UUID, record: ChildRecord, brought: Brought) -> bool:
        """Prepare what changes of one child; whether anything does."""
        child = self.children[pk]
        parts = (
            self._identity(child, record, brought),
            self._events(child, record, brought),
            self._dated(child, Placement, PlacementRecord, self.placements[pk], record.placements),
            self._dated(child, Need, NeedRecord, self.needs[pk], record.needs),
        )
        if any(parts):
            child.version += 1
            self.other[Child].append(child)
        return any(parts)

    def write(self) -> None:
        for model, rows in self.other.items():
            names = {
                Child: (*IDENTITY, "version"),
                FieldSource: ("given", "source", "version"),
            }.get(model, ("until", "version"))
            every(model).bulk_update(rows, names, batch_size=_AT_ONCE)
        for model, rows in self.new.items():
            model.objects.bulk_create(rows, batch_size=_ROWS)

    def _identity(self, child: Child, record: ChildRecord, brought: Brought) -> bool:
        """What this source says now otherwise than it did. It holds, unless somebody decided for
        another source, or another source described a later day."""
        there = {(one.field, one.system): one for one in self.said[child.pk]}
        anything = False
        for one in _given(child, record, self.extract, self.origin):
            before = there.get((one.field, one.system))
            if before is None:
                self.new[FieldSource].append(one)
            elif before.given != one.given:
                before.given, before.source_id = one.given, self.origin.source_id
                before.version += 1
                before.child = child
                self.other[FieldSource].append(before)
            else:
                continue
            rest = [row for row in self.said[child.pk] if row.field == one.field]
            others = [row for row in rest if row.system != one.system]
            if any(row.decided_on or row.source.as_at > self.extract.as_at for row in others):
                continue
            value = getattr(record, one.field)
            if getattr(child, one.field) != value:
                setattr(child, one.field, value)
                brought.fields += 1
                anything = True
        for name in DETAILS:
            value = getattr(record, name)
            if value and getattr(child, name) != value:
                setattr(child, name, value)
                brought.fields += 1
                anything = True
        return anything

    def _events(self, child: Child, record: ChildRecord, brought: Brought) -> bool:
        rows = self.events[child.pk]
        corrected = {row.instead_of_id for row in rows if row.instead_of_id}
        standing = [row for row in rows if row.pk not in corrected and not row.struck]
        own = [row for row in standing if row.source and row.source.system == self.extract.system]
        found = new_events(
            [happened_as(row) for row in standing], [happened_as(row) for row in own], record.events
        )
        by_key = {str(row.pk): row for row in rows}
        for key, happened in found.corrected:
            before = by_key[key]
            event = event_row(child, self._case_of(child, before.case_id), happened, self.origin)
            event.instead_of, event.reason = before, _REASON
            self.new[Event].append(event)
        for happened in found.added:
            event = event_row(
                child, self._case(child, record, happened.case), happened, self.origin
            )
            self.new[Event].append(event)
            if makes_a_version(happened):
                number = len(self.versions[child.pk]) + 1
                version = version_row(child, event, number, self.origin)
                self.versions[child.pk].append(version)
                self.new[EhcPlan].append(version)
        brought.events += len(found.added)
        brought.corrected += len(found.corrected)
        return bool(found.added or found.corrected)

    def _case_of(self, child: Child, case_id: UUID) -> Case:
        case: Case = next(one for one in self.cases[child.pk] if one.pk == case_id)
        case.child = child
        return case

    def _case(self, child: Child, record: ChildRecord, key: str) -> Case:
        """The last case of the same process, or a new one."""
        wanted = next(one for one in record.cases if one.key == key)
        same = [one for one in self.cases[child.pk] if one.process == wanted.process]
        if same:
            return self._case_of(child, same[-1].pk)
        case = case_row(child, wanted, self.origin)
        self.cases[child.pk].append(case)
        self.new[Case].append(case)
        return case

    def _dated(
        self, child: Child, model: type[Any], made: type[Any], rows: list[Any], given: Any
    ) -> bool:
        names = [one.name for one in fields(made)]
        kept = [made(**{name: getattr(row, name) for name in names}) for row in rows]
        found = new_rows(kept, given)
        for place, begins in found.ended:
            row = rows[place]
            row.child = child
            row.until = begins - _DAY
            row.version += 1
            self.other[model].append(row)
        for one in found.added:
            self.new[model].append(dated_row(model, child, one, self.origin))
        return bool(found.added or found.ended)


def _given(
    child: Child, record: ChildRecord, extract: Extract, origin: Origin
) -> list[FieldSource]:
    """What a record says of who somebody is, field by field; what it leaves out it does not say."""
    source_id = origin.source_id
    if source_id is None:
        raise ValueError("What an extract says comes from a source.")
    return [
        FieldSource(
            local_area_id=origin.local_area_id,
            child=child,
            field=name,
            system=extract.system,
            given=given,
            source_id=source_id,
        )
        for name, given in said_of_person(record)
    ]


def _children(ids: Collection[UUID]) -> dict[UUID, Child]:
    return {one.pk: one for one in every(Child).filter(pk__in=list(ids))}


def _parts(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[first : first + _AT_ONCE] for first in range(0, len(items), _AT_ONCE)]


def _note(
    brought: Brought, changed: Sequence[UUID], extract: Extract, *, by: Viewer, on: date
) -> None:
    """One entry for each child of whom something changed, and one for the extract."""
    acts = [
        Act(
            act="ehcp_register.bring_in",
            verb=Verb.ALTERED,
            object_kind="child",
            object_id=pk,
            object_label=LABEL,
            words=f"brought in what {extract.system} says otherwise",
        )
        for pk in changed
    ]
    who = {"local_area_id": by.local_area_id, "actor_id": by.user_id, "actor_label": by.name}
    record_many(acts, on=on, **who)  # type: ignore[arg-type]
    record(
        verb=Verb.COLLECTED,
        act="ehcp_register.bring_in",
        object_kind="registersource",
        object_id=brought.source_id,
        object_label=extract.title,
        words=f"brought an extract of {extract.system} into the register: {brought.new:,} new, "
        f"{brought.changed:,} changed, {brought.unchanged:,} as before, "
        f"{len(brought.asked):,} to be decided",
        on=on,
        **who,  # type: ignore[arg-type]
    )
