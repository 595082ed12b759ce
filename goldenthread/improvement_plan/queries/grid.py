"""Actions as cells of words: what the grid shows, what a workbook carries, what both give back.

A cell is words, as a person would type them. Its fingerprint tells later whether it still says
what it said, so that two people who change one cell both see what the other wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.models import Action, ProgressUpdate
from goldenthread.improvement_plan.queries.action_lists import action_list, actions
from goldenthread.improvement_plan.queries.contexts import load_one
from goldenthread.improvement_plan.queries.facts import ActionRow, FilterChoices, PlanFact
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.rows import action_rows
from goldenthread.improvement_plan.queries.statement_facts import ForumRef
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.ratings import Scale, folded

COLUMNS: dict[str, str] = {
    "text": "Action",
    "lead": "Lead",
    "deputy": "Deputy",
    "due": "Due",
    "rating": "Rating",
    "cause": "Cause",
    "recovery": "Back on track by",
    "forum": "Forum",
    "status": "Status",
    "progress": "Latest progress",
    "next_steps": "Next steps",
}
USUAL_COLUMNS = tuple(name for name in COLUMNS if name not in ("deputy", "status"))
# What is said together: whoever changes one of them must know the others as they stand.
TOGETHER: tuple[frozenset[str], ...] = (
    frozenset({"lead", "deputy"}),
    frozenset({"rating", "cause", "recovery"}),
    frozenset({"status", "progress", "next_steps"}),
)
# Said once and kept: a new one is added, so an undo cannot take it away.
SAID = frozenset({"status", "progress", "next_steps"})
LARGEST = 200  # rows of one grid


class Named(NamedTuple):
    """Whom a lead's words mean: a post or a person; both None where two bear the name."""

    words: str
    post_id: UUID | None
    person_id: UUID | None


@dataclass(frozen=True)
class Names:
    """What may be typed in a cell: posts and people, forums, points of the council's own scale."""

    leads: Mapping[str, Named]  # by folded words
    forums: Mapping[str, ForumRef]
    scale: Scale | None


@dataclass(frozen=True)
class GridRow:
    """An action as cells; `refused` says, by column, why the viewer cannot change a cell."""

    row: ActionRow
    cells: Mapping[str, str]
    refused: Mapping[str, str]

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def reference(self) -> str:
        return self.row.reference


@dataclass(frozen=True)
class RowChange:
    """What somebody typed into an action's cells: `cells` by column in words, `was` the
    fingerprints of the cells as that person had them before typing."""

    action_id: UUID
    cells: Mapping[str, str]
    was: Mapping[str, str]


@dataclass(frozen=True)
class Grid:
    """`rows` are the actions that match; `beside` those asked for besides, whatever the filters."""

    plan: PlanFact
    rows: tuple[GridRow, ...]
    beside: tuple[GridRow, ...]
    choices: FilterChoices
    names: Names


def fingerprint(words: str) -> str:
    """Eight letters that stand for a cell's words; line ends and blanks around it aside."""
    return hashlib.blake2s(settled(words).encode(), digest_size=4).hexdigest()


def settled(words: str) -> str:
    """A cell's words with one kind of line end and no blanks around them."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def grid(
    plan_id: UUID,
    *,
    viewer: Viewer,
    on: date,
    filters: ActionFilters,
    beside: Iterable[UUID] = (),
) -> Grid | None:
    """The plan's grid; None out of sight. A fixed number of queries."""
    listed = action_list(plan_id, viewer=viewer, on=on, filters=filters)
    context = load_one(plan_id, viewer=viewer, on=on)
    if listed is None or context is None:
        return None
    rows, choices = listed
    ids = set(beside) - {row.id for row in rows}
    more = rows_of(plan_id, viewer=viewer, on=on, action_ids=ids) if ids else ()
    return Grid(
        plan=context.plan,
        rows=as_cells(rows, viewer=viewer),
        beside=more,
        choices=choices,
        names=names(context.plan, viewer=viewer, on=on),
    )


def rows_of(
    plan_id: UUID, *, viewer: Viewer, on: date, action_ids: Iterable[UUID]
) -> tuple[GridRow, ...]:
    """These actions of the plan as cells, in the plan's order; those that left it are left out."""
    context = load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    wanted = Action.objects.visible_to(viewer).filter(
        plan_id=plan_id, pk__in=list(action_ids), ended_on__isnull=True
    )
    rows = action_rows(wanted.order_by("position", "id"), {plan_id: context}, viewer=viewer)
    return as_cells(rows, viewer=viewer)


def matching(
    plan_id: UUID, *, viewer: Viewer, on: date, filters: ActionFilters
) -> tuple[GridRow, ...]:
    """The actions that match, as cells."""
    return as_cells(actions(plan_id, viewer=viewer, on=on, filters=filters), viewer=viewer)


def names(plan: PlanFact, *, viewer: Viewer, on: date) -> Names:
    """Everything a cell can name in the local area."""
    leads: dict[str, Named] = {}
    for person in partnership.people(viewer=viewer, on=on):
        key = folded(person.name)
        found = Named(person.name, None, person.id)
        leads[key] = found if key not in leads else Named(person.name, None, None)
    posts = partnership.posts(viewer=viewer, on=on)
    leads |= {folded(post.title): Named(post.title, post.id, None) for post in posts}
    forums: dict[str, ForumRef] = {}
    for forum in partnership.forums(viewer=viewer, on=on):
        for name in (forum.name, *forum.also_known_as):
            forums.setdefault(folded(name), ForumRef(forum.id, forum.name))
    return Names(leads, forums, plan.main_scale)


def as_cells(rows: Sequence[ActionRow], *, viewer: Viewer) -> tuple[GridRow, ...]:
    """Two queries, whatever the number: the latest update of each."""
    said = _latest_updates([row.id for row in rows])
    return tuple(GridRow(row, _cells(row, said.get(row.id)), _refused(row, viewer)) for row in rows)


def _latest_updates(action_ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    newest = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by(
        "-on", "-recorded_at", "-id"
    )
    latest = (
        Action.objects.filter(pk__in=action_ids, last_update_on__isnull=False)
        .annotate(latest=Subquery(newest.values("pk")[:1]))
        .values_list("latest", flat=True)
    )
    rows = ProgressUpdate.objects.filter(pk__in=list(latest))
    return {
        action_id: (progress, next_steps)
        for action_id, progress, next_steps in rows.values_list(
            "action_id", "progress", "next_steps"
        )
    }


def _cells(row: ActionRow, said: tuple[str, str] | None) -> dict[str, str]:
    progress, next_steps = said or ("", "")
    leads = [lead.words for lead in row.leads if lead.kind != "deputy"]
    written = row.leads_as_written if not row.leads else ""
    found = {
        "text": row.text,
        "lead": "; ".join(leads) or written,
        "deputy": "; ".join(lead.words for lead in row.leads if lead.kind == "deputy"),
        "due": row.due_as_written or (say_date(row.due) if row.due else ""),
        "rating": row.rating.label if row.rating else "",
        "cause": row.cause,
        "recovery": say_date(row.recovery_date) if row.recovery_date else "",
        "forum": "; ".join(forum.name for forum in row.forums),
        "status": "",  # said anew each time
        "progress": progress,
        "next_steps": next_steps,
    }
    return {name: settled(words) for name, words in found.items()}


def _refused(row: ActionRow, viewer: Viewer) -> dict[str, str]:
    """Column → the sentence that explains why its cell is text; empty for what may be changed."""
    edit = policies.may_edit_action(viewer, row.subject)
    rate = policies.may_rate_as(viewer, row.subject, policies.COUNCIL)
    update = policies.may_update(viewer, row.subject)
    by_column = dict.fromkeys(("text", "lead", "deputy", "due", "forum"), edit)
    by_column |= dict.fromkeys(("rating", "cause", "recovery"), rate)
    by_column |= dict.fromkeys(("status", "progress", "next_steps"), update)
    return {name: sentence for name, sentence in by_column.items() if sentence}


def cell_name(action_id: UUID, column: str) -> str:
    return f"c.{action_id.hex}.{column}"


def prints(cells: Mapping[str, str]) -> str:
    """The fingerprints of a row, for `was.<id>`."""
    return " ".join(fingerprint(cells[name]) for name in COLUMNS)


def as_query(filters: ActionFilters, columns: Iterable[str]) -> str:
    """An address's query that opens the grid again on the same rows and columns."""
    shown = tuple(columns)
    parts = [filters.as_query()]
    if shown != USUAL_COLUMNS:
        parts += [f"col={name}" for name in shown]
    return "&".join(part for part in parts if part)
