"""One value for many actions, shown before it is done: which from what to what, and which not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.grid import COLUMNS, GridRow, cell_name, prints
from goldenthread.improvement_plan.queries.grid_weighed import ManyChanged, Weighed
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted


@dataclass(frozen=True)
class ManyLine:
    reference: str
    title: str
    href: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class ManyPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    sentences: tuple[str, ...]
    label: str
    lines: tuple[ManyLine, ...]
    left: tuple[ManyLine, ...]
    same: str
    hidden: tuple[tuple[str, str], ...]
    query: str
    back: str
    button: str


def many_page(
    plan: PlanFact,
    field: str,
    rows: Sequence[GridRow],
    weighed: Weighed,
    *,
    query: str,
    back: str,
    addresses: Addresses,
) -> ManyPage:
    label = COLUMNS[field]
    good, bad = weighed.good, [row for row in weighed.rows if not row.good]
    same = len(rows) - len(weighed.rows)
    hidden: list[tuple[str, str]] = []
    for row in good:
        hidden.append((f"was.{row.row.id.hex}", prints(row.row.cells)))
        hidden += [(cell_name(row.row.id, name), words) for name, words in row.changed.items()]
    return ManyPage(
        title=f"Change the {label.lower()} of {counted(len(good), 'action')}",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(
            plan.id, plan.title, Crumb("Grid", back), Crumb("Change many")
        ),
        sentences=_sentences(weighed, field),
        label=label,
        lines=tuple(_line(row.row, field, row.changed, addresses) for row in good),
        left=tuple(
            _line(row.row, field, row.changed, addresses, " ".join(m.sentence for m in row.marks))
            for row in bad
        ),
        same=f"{counted(same, 'action')} had this {label.lower()} already." if same else "",
        hidden=tuple(hidden),
        query=query,
        back=back,
        button=f"Change {counted(len(good), 'action')}" if good else "",
    )


def _line(
    row: GridRow, field: str, changed: object, addresses: Addresses, why: str = ""
) -> ManyLine:
    after = changed.get(field, row.cells[field])  # type: ignore[attr-defined]
    return ManyLine(
        row.reference, row.row.title, addresses.action(row.id), row.cells[field], after, why
    )


def _sentences(weighed: Weighed, field: str) -> tuple[str, ...]:
    """ "12 actions: lead from A to B", for each A, most first."""
    label = COLUMNS[field].lower()
    groups: dict[tuple[str, str], int] = {}
    for row in weighed.good:
        before = row.row.cells[field] or "empty"
        key = (before, row.changed.get(field, before))
        groups[key] = groups.get(key, 0) + 1
    return tuple(
        f"{counted(count, 'action')}: {label} from {before} to {after}"
        for (before, after), count in sorted(groups.items(), key=lambda one: -one[1])
    )


def saved_words(done: ManyChanged) -> str:
    """ "5 cells in 3 actions are saved." """
    verb = "is" if done.cells == 1 else "are"
    return f"{counted(done.cells, 'cell')} in {counted(done.actions, 'action')} {verb} saved."
