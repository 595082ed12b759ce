"""The grid's page: rows of cells, each a control or a text with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.presenters.actions_page import (
    FilterSelect,
    applied_filters,
    filter_selects,
    kept_filters,
)
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.plan_tabs import GRID, plan_tabs
from goldenthread.improvement_plan.presenters.views_bar import (
    GridAddresses,
    ViewLink,
    excel_href,
    view_links,
    views_href,
)
from goldenthread.improvement_plan.queries.filters import SORTS, ActionFilters
from goldenthread.improvement_plan.queries.grid import (
    COLUMNS,
    LARGEST,
    Grid,
    GridRow,
    RowChange,
    as_query,
    cell_name,
    prints,
    settled,
)
from goldenthread.improvement_plan.queries.grid_weighed import Clash, Mark, Weighed
from goldenthread.improvement_plan.queries.saved_views import UndoFact, ViewFact
from goldenthread.pages.addresses import Paging, paging
from goldenthread.pages.form_fields import FieldError
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.ratings import NOT_YET_RATED, ScalePoint
from goldenthread.rules.rounds import STATUS_WORDS

_MOST_ERRORS = 20  # in the summary at the top; every cell says its own


@dataclass(frozen=True)
class GridCell:
    """One cell. `why` is the number of the reason it is text (0: it can be changed); `now` what is
    stored, where `words` is something typed and not saved."""

    column: str
    name: str
    words: str
    why: int = 0
    now: str | None = None
    error: str = ""
    clash: Clash | None = None


@dataclass(frozen=True)
class GridLine:
    id: str
    reference: str
    title: str
    href: str
    was: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class ColumnChoice:
    name: str
    label: str
    shown: bool


@dataclass(frozen=True)
class GridPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    address: str
    here: str  # with its query
    query: str
    many_href: str
    undo_href: str
    views_href: str
    excel_href: str
    list_href: str
    selects: tuple[FilterSelect, ...]
    kept: tuple[tuple[str, str], ...]
    q: str
    sorts: tuple[tuple[str, str, bool], ...]
    applied: tuple[dict[str, str], ...]
    clear_href: str
    count: str
    columns: tuple[ColumnChoice, ...]
    lines: tuple[GridLine, ...]
    paging: Paging
    reasons: tuple[str, ...]
    editable: bool
    leads: tuple[str, ...]
    forums: tuple[str, ...]
    ratings: tuple[tuple[str, str], ...]
    marks: dict[str, str]  # label of a rating → its colour and shape
    errors: tuple[FieldError, ...]
    clashes: bool
    unsaved: int
    undo: UndoFact | None
    views: tuple[ViewLink, ...]

    @property
    def statuses(self) -> tuple[str, ...]:
        return tuple(STATUS_WORDS.values())

    @property
    def labels(self) -> dict[str, str]:
        return COLUMNS

    @property
    def shown(self) -> tuple[ColumnChoice, ...]:
        return tuple(column for column in self.columns if column.shown)


@dataclass(frozen=True)
class Typed:
    """What is on the page and not stored: cells by action, and what is wrong with them."""

    changes: Mapping[UUID, RowChange]
    weighed: Weighed | None = None
    again: bool = False  # weighed just now: what is shown is what was looked at


def grid_page(
    grid: Grid,
    filters: ActionFilters,
    columns: Sequence[str],
    typed: Typed,
    *,
    page: int,
    on: date,
    addresses: Addresses,
    views: Iterable[ViewFact],
    undo: UndoFact | None,
) -> GridPage:
    plan, there = grid.plan, GridAddresses(addresses.slug)
    query = as_query(filters, columns)
    here = paging(
        total=len(grid.rows),
        page=page,
        page_size=LARGEST,
        address=there.actions(plan.id, query),
    )
    shown = (*grid.beside, *grid.rows[max(here.first - 1, 0) : here.last])
    reasons = _reasons(shown)
    total = sum(choice.count for choice in grid.choices.ratings)
    return GridPage(
        title="Edit as a grid",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Grid")),
        tabs=plan_tabs(plan.id, GRID, addresses),
        as_at=say_date(on),
        address=addresses.to("grid", plan.id),
        here=there.actions(plan.id, query),
        query=query,
        many_href=addresses.to("grid_many", plan.id),
        undo_href=addresses.to("undo_many", plan.id, undo.id) if undo else "",
        views_href=views_href(plan.id, query, addresses),
        excel_href=excel_href(plan.id, filters.as_query(), addresses),
        list_href=addresses.actions(plan.id, filters.as_query()),
        selects=filter_selects(plan, grid.choices, filters),
        kept=tuple(pair for pair in kept_filters(filters) if pair[0] != "sort"),
        q=filters.q,
        sorts=tuple((key, words, key == filters.sort) for key, words in SORTS.items()),
        applied=applied_filters(
            plan, grid.choices, filters, lambda asked: there.actions(plan.id, asked)
        ),
        clear_href=there.actions(plan.id, as_query(ActionFilters(sort=filters.sort), columns)),
        count=_count(len(grid.rows), total, narrows=filters.narrows),
        columns=tuple(ColumnChoice(name, COLUMNS[name], name in columns) for name in COLUMNS),
        lines=_lines(shown, columns, typed, reasons, addresses),
        paging=here,
        reasons=reasons,
        editable=any(set(columns) - set(row.refused) for row in shown),
        leads=tuple(sorted({named.words for named in grid.names.leads.values()})),
        forums=tuple(sorted({forum.name for forum in grid.names.forums.values()})),
        ratings=_ratings(grid),
        marks={point.label: f"{point.colour} {point.shape}" for point in _points(grid)},
        errors=_errors(typed, columns),
        clashes=bool(typed.weighed and typed.weighed.clashes),
        unsaved=sum(len(change.cells) for change in typed.changes.values()),
        undo=undo,
        views=view_links(views, current=query, to=lambda asked: there.actions(plan.id, asked)),
    )


def _count(found: int, total: int, *, narrows: bool) -> str:
    return f"{found:,} of {counted(total, 'action')}" if narrows else counted(found, "action")


def _ratings(grid: Grid) -> tuple[tuple[str, str], ...]:
    return (("", NOT_YET_RATED), *((point.label, point.label) for point in _points(grid)))


def _points(grid: Grid) -> tuple[ScalePoint, ...]:
    return grid.names.scale.points if grid.names.scale else ()


def _reasons(rows: Iterable[GridRow]) -> tuple[str, ...]:
    """Every reason a cell is text, each once: cells name them by number, from 1."""
    return tuple(dict.fromkeys(why for row in rows for why in row.refused.values()))


def _lines(
    rows: Sequence[GridRow],
    columns: Sequence[str],
    typed: Typed,
    reasons: Sequence[str],
    addresses: Addresses,
) -> tuple[GridLine, ...]:
    number = {why: at for at, why in enumerate(reasons, start=1)}
    weighed = typed.weighed
    marks = {(mark.action_id, mark.column): mark for mark in (weighed.marks if weighed else ())}
    clashes = {(one.action_id, one.column): one for one in (weighed.clashes if weighed else ())}
    found = []
    for row in rows:
        change = typed.changes.get(row.id)
        names = list(columns)
        if change:  # what was typed in a column that is not shown is shown all the same
            names += [name for name in change.cells if name not in columns]
        was = prints(row.cells)
        if change and not typed.again:
            was = " ".join(change.was[name] for name in COLUMNS)
        found.append(
            GridLine(
                id=row.id.hex,
                reference=row.reference,
                title=row.row.title,
                href=addresses.action(row.id),
                was=was,
                cells=tuple(_cell(row, name, change, number, marks, clashes) for name in names),
            )
        )
    return tuple(found)


def _cell(
    row: GridRow,
    column: str,
    change: RowChange | None,
    number: Mapping[str, int],
    marks: Mapping[tuple[UUID, str], Mark],
    clashes: Mapping[tuple[UUID, str], Clash],
) -> GridCell:
    why = row.refused.get(column)
    words = row.cells[column]
    cell = GridCell(column, cell_name(row.id, column), words, number[why] if why else 0)
    typed = change.cells.get(column) if change else None
    mark = marks.get((row.id, column))
    if typed is not None and settled(typed) != words:
        cell = replace(cell, words=typed, now=words, clash=clashes.get((row.id, column)))
    return replace(cell, error=mark.sentence) if mark else cell


def _errors(typed: Typed, columns: Sequence[str]) -> tuple[FieldError, ...]:
    if typed.weighed is None:
        return ()
    found = [
        FieldError(
            f"{mark.reference}, {mark.label.lower()}: {mark.sentence}"
            if mark.reference
            else mark.sentence,
            f"#{cell_name(mark.action_id, mark.column)}" if mark.column else "",
        )
        for mark in typed.weighed.marks
    ]
    found += [
        FieldError(
            f"{one.reference}, {one.label.lower()}: somebody else changed it while you were "
            "writing. Both stand in the cell.",
            f"#{cell_name(one.action_id, one.column)}",
        )
        for one in typed.weighed.clashes
    ]
    if len(found) > _MOST_ERRORS:
        more = counted(len(found) - _MOST_ERRORS, "more marked cell")
        found = [*found[:_MOST_ERRORS], FieldError(f"And {more} below.")]
    return tuple(found)
