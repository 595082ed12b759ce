"""Typed cells weighed before anything is written: what changes, what cannot be, what somebody else
changed meanwhile. The grid, the change of many and a returned workbook are all weighed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.actions.grid_rating import Lacking, Rated, weigh_rating
from goldenthread.improvement_plan.actions.grid_said import FurtherUpdate, is_late, weigh_said
from goldenthread.improvement_plan.actions.standing import main_scale
from goldenthread.improvement_plan.models import Action, RatingScale
from goldenthread.improvement_plan.queries.grid import (
    COLUMNS,
    TOGETHER,
    GridRow,
    Names,
    RowChange,
    fingerprint,
    names,
    rows_of,
    settled,
)
from goldenthread.improvement_plan.queries.grid_weighed import Clash, Mark, Weighed, WeighedRow
from goldenthread.improvement_plan.queries.grid_words import (
    read_due,
    read_forums,
    read_leads,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

GONE = "This action is no longer in a plan that you can see, so nothing was changed in it."


def weigh(
    *,
    plan_id: UUID,
    changes: Sequence[RowChange],
    by: Viewer,
    on: date,
    restoring: bool = False,
    locked: bool = False,
) -> Weighed:
    """What these changes would do, as somebody on a day. `restoring` puts back what stood before
    and asks for no new proof; `locked` holds the rows until the commit."""
    plan = queries.plan(plan_id, viewer=by)
    if plan is None:
        raise Refused("This plan is not one that you can see. Go back to the list of plans.")
    ids = [change.action_id for change in changes]
    found = Action.objects.visible_to(by).filter(plan_id=plan_id, pk__in=ids).order_by("pk")
    if locked:
        found = found.select_for_update()
    actions = {action.pk: action for action in found}
    rows = {row.id: row for row in rows_of(plan_id, viewer=by, on=on, action_ids=ids)}
    known = names(plan, viewer=by, on=on)
    scale = main_scale(plan_id)
    gone = tuple(Mark(pk, "", "", GONE) for pk in dict.fromkeys(ids) if pk not in rows)
    weighed = [
        _row(
            rows[change.action_id],
            change,
            _Asked(actions[change.action_id], known, scale, by, on, restoring),
        )
        for change in changes
        if change.action_id in rows
    ]
    return Weighed(tuple(row for row in weighed if row.changed), gone)


@dataclass(frozen=True)
class _Asked:
    action: Action
    names: Names
    scale: RatingScale | None
    by: Viewer
    on: date
    restoring: bool


def _row(row: GridRow, change: RowChange, asked: _Asked) -> WeighedRow:
    changed = {
        name: words
        for name, typed in change.cells.items()
        if name in COLUMNS
        and (words := settled(typed)) != row.cells[name]
        and fingerprint(words) != change.was.get(name)
    }
    if not changed:
        return WeighedRow(row, {}, {})
    values, marks = _read(row, changed, asked)
    return WeighedRow(row, changed, values, tuple(marks), tuple(_clashes(row, changed, change.was)))


def _clashes(row: GridRow, changed: Mapping[str, str], was: Mapping[str, str]) -> Iterable[Clash]:
    """Cells typed over something newer than what was read, or beside it."""
    newer = {
        name for name, words in row.cells.items() if name in was and fingerprint(words) != was[name]
    }
    for name, words in changed.items():
        group = next((each for each in TOGETHER if name in each), frozenset({name}))
        touched = newer & group
        if touched:
            beside = tuple(
                (COLUMNS[one], row.cells[one]) for one in COLUMNS if one in touched - {name}
            )
            yield Clash(row.id, row.reference, name, words, row.cells[name], beside)


def _read(
    row: GridRow, changed: Mapping[str, str], asked: _Asked
) -> tuple[dict[str, Any], list[Mark]]:
    """What the cells mean, and a mark for each that means nothing."""
    lacking = [(name, row.refused[name]) for name in changed if name in row.refused]
    values: dict[str, Any] = {}
    if not lacking:
        for key, (column, read) in _agreed(row, changed, asked).items():
            try:
                values[key] = read()
            except Refused as refusal:
                lacking.append((column, refusal.sentence))
        for key, stated in _stated(row, changed, asked).items():
            if isinstance(stated, list):
                lacking += stated
            else:
                values[key] = stated
    return values, [Mark(row.id, row.reference, name, why) for name, why in lacking]


def _agreed(
    row: GridRow, changed: Mapping[str, str], asked: _Asked
) -> dict[str, tuple[str, Callable[[], Any]]]:
    """What was agreed: words, leads, dates, forums. Key of the value → (column, how to read it)."""
    readers: dict[str, tuple[str, Callable[[], Any]]] = {
        "text": ("text", lambda: _text(changed["text"])),
        "leads": ("lead", lambda: _leads(row, "lead", changed, asked)),
        "deputies": ("deputy", lambda: _leads(row, "deputy", changed, asked)),
        "due": ("due", lambda: _due(row, changed["due"])),
        "forums": ("forum", lambda: read_forums(changed["forum"], asked.names, row.row)),
    }
    return {key: reader for key, reader in readers.items() if reader[0] in changed}


def _stated(
    row: GridRow, changed: Mapping[str, str], asked: _Asked
) -> dict[str, Rated | FurtherUpdate | Lacking]:
    """What is said anew: a rating, an update. A cause beside "Will be late" is the update's."""
    found: dict[str, Rated | FurtherUpdate | Lacking] = {}
    if "rating" in changed or (changed.keys() & {"cause", "recovery"} and not is_late(changed)):
        found["rated"] = weigh_rating(
            row, changed, asked.action, asked.names,
            scale=asked.scale, by=asked.by, on=asked.on, restoring=asked.restoring,
        )  # fmt: skip
    if changed.keys() & {"status", "progress", "next_steps"}:
        found["said"] = weigh_said(row, changed)
    return found


def _text(words: str) -> str:
    if not words:
        raise Refused("Write what is to be done.")
    return words


def _leads(row: GridRow, column: str, changed: Mapping[str, str], asked: _Asked) -> Any:
    return read_leads(changed[column], asked.names, kind=column, standing=row.row.leads)


def _due(row: GridRow, words: str) -> Any:
    read = read_due(words)
    last = max((due.last_day for due in read.dues if due.last_day), default=None)
    if row.row.start and last and last < row.row.start:
        raise Refused("The action cannot be due before it starts. Give a later date.")
    return read
