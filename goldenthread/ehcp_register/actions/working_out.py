"""What follows from the facts, written down: the deadlines of children and their lines in the
register. Called by every action that changes a fact, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from goldenthread.ehcp_register.models import OPEN_YEAR, STILL, Child, Deadline, RegisterEntry
from goldenthread.ehcp_register.queries.facts import (
    FactsOfChild,
    children_by_id,
    every,
    facts_of,
    grouped,
    practice_of,
)
from goldenthread.rules.clocks import AS_THE_LAW_SAYS, Practice
from goldenthread.rules.proceedings import Answered, Claim, DeadlineRow, History, excepted
from goldenthread.rules.proceedings.over_time import Row, rows_over_time
from goldenthread.rules.standing import HasDeadline, Known, Line, Span, spans

_AT_ONCE = 200  # children, of whom each has some hundred rows
_ROWS = 2_000
_DAY = timedelta(days=1)
_FOR_LINES = frozenset({"D08", "D09", "D20", "D21", "D22", "D25"})
# What tells one running of a duty from another.
_KEY = ("duty", "kind", "case_id", "body", "started_by")
_DEADLINE = (
    "started_on", "counted_from", "answer", "due_on", "known_from", "aim_on", "owed", "must_from",
    "met_by", "met_on", "ended_by", "ended_on", "open_until", "excepted_from",
)  # fmt: skip
_ENTRY = (
    "year", "until", "surname", "forename", "born_on", "has_plan", "setting_id", "post_id", "stage",
    *(name for name in Line._fields if name not in ("setting", "post", "stage")),
)  # fmt: skip
Model = TypeVar("Model", Deadline, RegisterEntry)


@dataclass
class Worked:
    """How many rows were as the rules say, and which children had others: child id → how many were
    missing, different, too many."""

    children: int = 0
    rows: int = 0
    differed: dict[UUID, tuple[int, int, int]] = field(default_factory=dict)

    def add(self, other: Worked) -> None:
        self.children += other.children
        self.rows += other.rows
        self.differed.update(other.differed)


def work_out(
    child_ids: Iterable[UUID],
    *,
    local_area_id: UUID,
    write: bool = True,
    practice: Practice | None = None,
) -> Worked:
    """Make the rows of these children what the rules say, or only compare (`write` False).
    `practice`: as if the area counted so; None as it does."""
    worked = Worked()
    counts = practice or practice_of(local_area_id)
    for ids in _batches(child_ids):
        children = children_by_id(ids, local_area_id=local_area_id)
        facts = facts_of(children.values())
        deadlines, entries = made_of(children, facts, practice=counts)
        worked.children += len(children)
        worked.add(_write(Deadline, _KEY, _DEADLINE, children, deadlines, write=write))
        worked.add(_write(RegisterEntry, ("from_date",), _ENTRY, children, entries, write=write))
    return worked


def made_of(
    children: dict[UUID, Child],
    facts: dict[UUID, FactsOfChild],
    *,
    practice: Practice = AS_THE_LAW_SAYS,
) -> tuple[list[Deadline], list[RegisterEntry]]:
    """The rows that follow from the facts, not written yet. Refused where an exception is claimed
    that the law does not know."""
    deadlines: list[Deadline] = []
    entries: list[RegisterEntry] = []
    histories = [facts[pk].history() for pk in children]
    for child, history, rows in zip(
        children.values(), histories, rows_over_time(histories, practice=practice), strict=True
    ):
        known = facts[child.pk]
        own = [deadline_row(child, row, known.claims) for row in rows]
        deadlines += own
        entries += [
            entry_row(child, span)
            for whole in spans(_known(known, history, rows))
            for span in by_year(whole)
        ]
    return deadlines, entries


def deadline_row(child: Child, row: Row, claims: list[Claim]) -> Deadline:
    """A deadline of the rules as a row."""
    one = row.deadline
    return Deadline(
        local_area_id=child.local_area_id,
        child=child,
        case_id=UUID(one.case),
        duty=one.duty,
        kind=one.kind,
        body=one.body,
        started_by=UUID(one.started_by),
        started_on=one.started_on,
        counted_from=one.counted_from,
        answer=one.answered.value,
        due_on=one.due_on,
        known_from=row.known_from,
        aim_on=one.other_day if one.answered is Answered.NO_LIMIT else None,
        owed=one.owed.name.lower(),
        must_from=row.must_from,
        met_by=UUID(one.met_by) if one.met_by else None,
        met_on=one.met_on,
        ended_by=UUID(one.ended_by) if one.ended_by else None,
        ended_on=one.ended_on,
        open_until=row.closed_on or STILL,
        excepted_from=excepted_from(one, claims) if claims else None,
    )


def excepted_from(one: DeadlineRow, claims: list[Claim]) -> date | None:
    """The day an exception that the dates allow was accepted."""
    accepted = [
        said.claim.accepted_on
        for said in excepted(one, claims, on=STILL)
        if said.dates_allow and said.claim.accepted_on
    ]
    return min(accepted, default=None)


def entry_row(child: Child, span: Span) -> RegisterEntry:
    """A line of the register as a row."""
    line = span.line._asdict()
    setting, post = line.pop("setting"), line.pop("post")
    known = setting if len(setting) > 6 else ""  # a URN that no setting here has is no id
    return RegisterEntry(
        local_area_id=child.local_area_id,
        child=child,
        year=span.first.year if span.last else OPEN_YEAR,
        from_date=span.first,
        until=span.last or STILL,
        surname=child.surname,
        forename=child.forename,
        born_on=child.born_on,
        has_plan=span.line.has_plan,
        setting_id=UUID(known) if known else None,
        post_id=UUID(post) if post else None,
        **line,
    )


def by_year(span: Span) -> Iterator[Span]:
    """A line that has ended, cut at the turn of each year."""
    if span.last is None:
        yield span
        return
    first = span.first
    while first.year < span.last.year:
        yield Span(first, date(first.year, 12, 31), span.line)
        first = date(first.year + 1, 1, 1)
    yield Span(first, span.last, span.line)


def _known(facts: FactsOfChild, history: History, rows: Iterable[Row]) -> Known:
    return Known(
        events=tuple((one.what, one.on) for one in sorted(history.told)),
        placements=tuple(facts.placements),
        needs=tuple(facts.needs),
        circumstances=tuple(facts.circumstances),
        caseloads=tuple(facts.caseloads),
        responsible=tuple(facts.responsible),
        deadlines=for_lines(rows),
        visits=tuple(facts.visits),
    )


def for_lines(rows: Iterable[Row]) -> tuple[HasDeadline, ...]:
    """The deadlines whose day a line of the register says."""
    return tuple(
        HasDeadline(
            row.deadline.started_on,
            row.closed_on - _DAY if row.closed_on else None,
            row.deadline.duty,
            row.deadline.due_on,
        )
        for row in rows
        if row.deadline.duty in _FOR_LINES
    )


def _write(
    model: type[Model],
    key: tuple[str, ...],
    said: tuple[str, ...],
    children: dict[UUID, Child],
    wanted: Sequence[Model],
    *,
    write: bool,
) -> Worked:
    """The difference between the rows that are and those that should be."""
    rows = every(model)
    there = grouped(rows.filter(child_id__in=list(children)))
    should = grouped(wanted)
    worked = Worked(rows=len(wanted))
    new: list[Model] = []
    other: list[Model] = []
    gone: list[UUID] = []
    for pk in children:
        left = {_of(one, key): one for one in there.get(pk, ())}
        counts = len(new), len(other), len(gone)
        for one in should.get(pk, ()):
            before = left.pop(_of(one, key), None)
            if before is None:
                new.append(one)
            elif _of(before, said) != _of(one, said):
                other.append(_taking(before, one, said))
        gone += [one.pk for one in left.values()]
        differs = len(new) - counts[0], len(other) - counts[1], len(gone) - counts[2]
        if any(differs):
            worked.differed[pk] = differs
    if write:
        for some in _batches(gone):
            rows.filter(pk__in=some).delete()
        for row in other:
            row.child = children[row.child_id]
        rows.bulk_update(other, said, batch_size=_AT_ONCE)
        model.objects.bulk_create(new, batch_size=_ROWS)
    return worked


def _of(row: Any, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in names)


def _taking(before: Model, after: Model, names: tuple[str, ...]) -> Model:
    for name in names:
        setattr(before, name, getattr(after, name))
    before.version += 1
    return before


Item = TypeVar("Item")


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(items)
    while batch := list(islice(waiting, _AT_ONCE)):
        yield batch
