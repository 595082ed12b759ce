"""What would go on a day, and why each thing that is held back stays. It changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, Model, Q, QuerySet
from django.utils import timezone

from goldenthread.partnership.person_linked import PersonLinked, models_of_records
from goldenthread.retention import schedule
from goldenthread.retention.kinds import Kind, Source
from goldenthread.retention.models import ErasedRow, LegalHold
from goldenthread.retention.queries.accounts import accounts_of
from goldenthread.retention.queries.leading import files_of, led_to_by_others
from goldenthread.rules.calendars import say_date
from goldenthread.rules.retention import kept_until, latest_to_go, may_go

AT_ONCE = 500
Ids = dict[str, set[Any]]  # label of a model → ids of its rows


@dataclass(frozen=True)
class Held:
    """One row whose time is over and that stays; the sentence says why."""

    label: str
    row_id: UUID
    since: date
    why: str


@dataclass
class Going:
    """What would go of one kind. `rows` has the things themselves and all that goes with them."""

    kind: Kind
    years: int
    rows: Ids = field(default_factory=dict)
    things: int = 0  # how many of the kind itself: children, documents, messages
    held: list[Held] = field(default_factory=list)
    undated: int = 0  # nobody knows when their time began
    next_on: date | None = None  # when the next will go

    def add(self, label: str, ids: Iterable[Any]) -> None:
        if found := set(ids):
            self.rows.setdefault(label, set()).update(found)


@dataclass(frozen=True)
class _Over:
    label: str
    row_id: UUID
    since: date


def what_goes(local_area_id: UUID, years: Mapping[str, int], *, on: date) -> list[Going]:
    """For each kind that has a rule: the rows whose time is over. Nothing of a legal hold, and
    nothing that a record that stays leads to."""
    holds = list(LegalHold.objects.filter(local_area_id=local_area_id, released_on__isnull=True))
    found = []
    for kind in schedule.KINDS:
        if kind.key in years:
            going = Going(kind, years[kind.key])
            _fill(going, local_area_id, holds, on=on)
            found.append(going)
    _leave_what_is_needed(found)
    for going in found:
        going.add("files.StoredFile", files_of(going.rows, local_area_id))
        mains = _labels_of(going.kind)
        going.things = sum(len(ids) for label, ids in going.rows.items() if label in mains)
    return found


def rows_of(model: type[Model]) -> QuerySet[Any]:
    """Every row, restricted or not, whatever its manager leaves out."""
    if issubclass(model, PersonLinked):
        return model.objects.including_restricted_records(because="their time is over")
    return QuerySet(model)


def _labels_of(kind: Kind) -> set[str]:
    if kind.key == schedule.CHILDREN:
        return {model._meta.label for model in models_of_records() if not model.person_by}
    return {source.model for source in kind.sources}


def _fill(going: Going, local_area_id: UUID, holds: Collection[LegalHold], *, on: date) -> None:
    sources = (
        list(_of_children(going, local_area_id))
        if going.kind.key == schedule.CHILDREN
        else list(going.kind.sources)
    )
    for source in sources:
        free = []
        over = _over(going, source, local_area_id, on=on)
        needed = _needed(source.model, [one.row_id for one in over])
        for one in over:
            if stands := next((h for h in holds if _holds(h, going.kind, one)), None):
                why = f"Legal hold since {say_date(stands.placed_on)}: {stands.reason}"
                going.held.append(Held(one.label, one.row_id, one.since, why))
            elif one.row_id in needed:
                going.held.append(Held(one.label, one.row_id, one.since, needed[one.row_id]))
            else:
                free.append(one.row_id)
        _add(going, source, free, on=on)


def _needed(label: str, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Of children and young people: who is still worked with, and why."""
    model = schedule.model_of(label)
    wanted = getattr(model, "needed_while", None)
    if wanted is None:
        return {}
    return {
        pk: wanted.why
        for some in in_parts(ids)
        for pk in rows_of(model).filter(pk__in=some, **wanted.lookups).values_list("pk", flat=True)
    }


def _holds(hold: LegalHold, kind: Kind, row: _Over) -> bool:
    return hold.kind in ("", kind.key) and hold.object_id in (None, row.row_id)


def _of_children(going: Going, local_area_id: UUID) -> Iterator[Source]:
    """A source for each kind of record that is the child or young person themselves."""
    for model in models_of_records():
        if model.person_by:
            continue
        rows = rows_of(model).filter(local_area_id=local_area_id)
        going.undated += rows.filter(**{f"{model.born}__isnull": True}).count()
        yield Source(model._meta.label, (model.born,))


def _over(going: Going, source: Source, local_area_id: UUID, *, on: date) -> list[_Over]:
    """Rows of the source whose time is over, and the day on which the next one's will be."""
    model = schedule.model_of(source.model)
    rows = rows_of(model).filter(local_area_id=local_area_id, **source.only)
    latest = latest_to_go(going.years, on=on)
    early, late = Q(), Q()
    for place, name in enumerate(source.since):
        before = {f"{earlier}__isnull": True for earlier in source.since[:place]}
        early |= Q(**before, **{f"{name}__lte": _end_of(latest, model, name)})
        late |= Q(**before, **{f"{name}__gt": _end_of(latest, model, name)})
    gone = _erased_before(local_area_id, source) if source.blank is not None else set()
    found = []
    for pk, *days in rows.filter(early).order_by("pk").values_list("pk", *source.since):
        since = next((_day(one) for one in days if one is not None), None)
        if since and may_go(since, going.years, on=on) and str(pk) not in gone:
            found.append(_Over(source.model, pk, since))
        elif since and str(pk) not in gone:
            _note_next(going, since)
    first = rows.filter(late).aggregate(**{name: Min(name) for name in source.since})
    for moment in first.values():
        if moment is not None:
            _note_next(going, _day(moment))
    return found


def _note_next(going: Going, since: date) -> None:
    goes = date.fromordinal(kept_until(since, going.years).toordinal() + 1)
    going.next_on = min(goes, going.next_on or goes)


def _end_of(day: date, model: type[Model], name: str) -> Any:
    """The day, or its last moment where the field is a moment."""
    if model._meta.get_field(name).get_internal_type() == "DateField":
        return day
    return timezone.make_aware(datetime.combine(day, datetime.max.time()))


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _erased_before(local_area_id: UUID, source: Source) -> set[str]:
    rows = ErasedRow.objects.filter(local_area_id=local_area_id, model=source.model)
    return set(rows.values_list("row_id", flat=True))


def _add(going: Going, source: Source, ids: list[Any], *, on: date) -> None:
    """The rows, and what goes with them."""
    going.add(source.model, ids)
    for some in in_parts(ids):
        for label, name in source.along:
            rows = rows_of(schedule.model_of(label)).filter(**{f"{name}__in": some})
            going.add(label, rows.values_list("pk", flat=True))
        if going.kind.key == schedule.CHILDREN:
            beside = [schedule.model_of(label) for label in schedule.BESIDE_A_CHILD]
            by: dict[type[Model], str] = dict.fromkeys(beside, "about_id")
            by |= {model: model.found_by for model in models_of_records()}
            for model, name in by.items():
                rows = rows_of(model).filter(**{f"{name}__in": some})
                going.add(model._meta.label, rows.values_list("pk", flat=True))
    if going.kind.key == schedule.ACCOUNTS:
        for label, found in accounts_of(ids, on=on).items():
            going.add(label, found)


def in_parts(ids: Iterable[Any]) -> Iterator[list[Any]]:
    """A database takes only so many values in one statement."""
    every = sorted(ids, key=str)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def _leave_what_is_needed(found: list[Going]) -> None:
    """What a record that stays leads to, stays; and so on, until nothing changes."""
    while True:
        together: Ids = {}
        for going in found:
            for label, ids in going.rows.items():
                together.setdefault(label, set()).update(ids)
        needed = led_to_by_others(together)
        if not needed:
            return
        for going in found:
            for label, leading in needed.items():
                for row_id, leads in leading.items():
                    if row_id in going.rows.get(label, ()):
                        going.rows[label].discard(row_id)
                        why = f"{leads} leads to it, and stays."
                        going.held.append(Held(label, row_id, date.min, why))
