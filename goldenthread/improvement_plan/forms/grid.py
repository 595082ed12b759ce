"""What a grid sends: cells by action and column, and what they said when the page was opened.

A cell is called `c.<id>.<column>`; `was.<id>` holds the fingerprints of the row's cells in the
order of `COLUMNS`; `theirs.<id>.<column>` says that the other person's words are to stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from goldenthread.improvement_plan.queries.grid import (
    COLUMNS,
    LARGEST,
    USUAL_COLUMNS,
    GridRow,
    RowChange,
    cell_name,
    fingerprint,
    settled,
)
from goldenthread.rules.refusals import Refused


def changes_in(data: QueryDict) -> list[RowChange]:
    """Every row that was sent. Refused where more came than a grid holds."""
    cells: dict[UUID, dict[str, str]] = {}
    for name, words in data.items():
        kind, _, rest = name.partition(".")
        if kind != "c":
            continue
        action_id, column = _cell(rest)
        if not data.get(f"theirs.{rest}"):
            cells.setdefault(action_id, {})[column] = str(words)
    if len(cells) > LARGEST * 2:
        raise Refused("More actions came than one grid holds. Narrow the grid, then save again.")
    return [
        RowChange(action_id, typed, _was(str(data.get(f"was.{action_id.hex}", ""))))
        for action_id, typed in cells.items()
    ]


def _cell(name: str) -> tuple[UUID, str]:
    action_id, _, column = name.partition(".")
    if column not in COLUMNS:
        raise Refused("The grid was not sent whole. Load the page again, then save.")
    return _id(action_id), column


def _id(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise Refused("The grid was not sent whole. Load the page again, then save.") from None


def _was(text: str) -> dict[str, str]:
    found = text.split()
    if len(found) != len(COLUMNS):
        raise Refused("The grid was not sent whole. Load the page again, then save.")
    return dict(zip(COLUMNS, found, strict=True))


def differing(changes: Iterable[RowChange], rows: Iterable[GridRow]) -> dict[UUID, RowChange]:
    """Only the rows and cells that somebody typed in, of those sent, by action."""
    now = {row.id: row.cells for row in rows}
    found: dict[UUID, RowChange] = {}
    for change in changes:
        cells = {
            name: words
            for name, words in change.cells.items()
            if fingerprint(words) != change.was.get(name)
            and settled(words) != now.get(change.action_id, {}).get(name)
        }
        if cells:
            found[change.action_id] = RowChange(change.action_id, cells, change.was)
    return found


def as_draft(changes: Iterable[RowChange]) -> QueryDict:
    """The typed cells as a form would send them, to be kept."""
    data = QueryDict(mutable=True)
    for change in changes:
        data[f"was.{change.action_id.hex}"] = " ".join(change.was[name] for name in COLUMNS)
        for name, words in change.cells.items():
            data[cell_name(change.action_id, name)] = words
    return data


def columns_in(query: QueryDict) -> tuple[str, ...]:
    """The columns that an address asks for; the usual ones where it names none."""
    wanted = query.getlist("col")
    return tuple(name for name in COLUMNS if name in wanted) or USUAL_COLUMNS


# What many actions can be given at once, and the cells that each choice fills.
MANY: dict[str, tuple[str, ...]] = {
    "lead": ("lead",),
    "due": ("due",),
    "rating": ("rating", "cause", "recovery"),
    "forum": ("forum",),
}


@dataclass(frozen=True)
class ManyAsked:
    """One value for the chosen rows. `every`: all that match the filters, not only those ticked."""

    field: str
    cells: Mapping[str, str]
    action_ids: tuple[UUID, ...]
    every: bool


def many_in(data: QueryDict) -> ManyAsked:
    """What the bar under the grid asks for; refused in a sentence where something is missing."""
    field = data.get("field", "")
    ids = tuple(dict.fromkeys(_id(text) for text in data.getlist("row")))
    every = bool(data.get("all"))
    if field not in MANY:
        raise Refused("Choose what to change: lead, due date, rating or forum.")
    if not ids and not every:
        raise Refused("Choose the actions to change: tick their rows, or all that are shown.")
    cells = {name: settled(data.get(f"many.{name}", "")) for name in MANY[field]}
    if not cells[field]:
        raise Refused(f"Say which {COLUMNS[field].lower()} the actions are to have.")
    if field == "rating":
        cells = {name: words for name, words in cells.items() if words}
    return ManyAsked(field, cells, ids, every)
