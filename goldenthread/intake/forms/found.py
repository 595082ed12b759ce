"""The page “What we found”: title, levels, columns and tables as corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from goldenthread.intake.forms.posted import Mend, Typed
from goldenthread.intake.queries import ImportDetail
from goldenthread.intake.understanding import Corrections, Role, TableKind
from goldenthread.intake.understanding.plan import TableUnderstood

SHOWN_KINDS = (TableKind.PLAN, TableKind.KPIS)
NEW_PLAN = "new"
HOLDS_ACTIONS, HOLDS_NOTHING = "actions", "nothing"


@dataclass(frozen=True)
class FoundAnswer:
    corrections: Corrections
    kind_name: str
    plan_id: UUID | None
    mends: tuple[Mend, ...]


def alike(tables: Sequence[TableUnderstood]) -> list[list[TableUnderstood]]:
    """Tables with the same headings read alike, so they are corrected once, together."""
    groups: dict[tuple[tuple[str, Role], ...], list[TableUnderstood]] = {}
    for table in tables:
        if table.kind in SHOWN_KINDS:
            key = tuple((one.heading.casefold(), one.role) for one in table.columns)
            groups.setdefault(key, []).append(table)
    return list(groups.values())


def read_found(typed: Typed, detail: ImportDetail) -> FoundAnswer:
    """The corrections of the page, on top of those made before."""
    before, mends = detail.corrections, []
    title = typed.get("title")
    if not title:
        mends.append(Mend("Give the plan a title, as its cover has it.", "title"))
    if len(title) > 300:
        mends.append(
            Mend(f"The title must be 300 characters or fewer; it has {len(title)}.", "title")
        )
    names = tuple(typed.get(f"level-{at}") or name for at, name in enumerate(detail.plan.levels))
    plan_id = _plan_id(typed.get("plan", NEW_PLAN))
    given = replace(
        before,
        title=title if title != detail.plan.title or before.title else "",
        level_names=names if names != detail.plan.levels else before.level_names,
    )
    given = _columns(typed, detail, given)
    given = _tables(typed, detail, given)
    return FoundAnswer(given, typed.get("kind_name"), plan_id, tuple(mends))


def _plan_id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def _columns(typed: Typed, detail: ImportDetail, given: Corrections) -> Corrections:
    columns = {table: dict(roles) for table, roles in given.columns.items()}
    for tables in alike(detail.plan.tables):
        for at, column in enumerate(tables[0].columns):
            words = typed.get(f"column-{tables[0].index}-{column.column}", column.role.value)
            if words == column.role.value or words not in {role.value for role in Role}:
                continue
            for table in tables:
                columns.setdefault(table.index, {})[table.columns[at].column] = Role(words)
    return replace(given, columns=columns)


def _tables(typed: Typed, detail: ImportDetail, given: Corrections) -> Corrections:
    dismissed, plan_tables = set(given.dismissed), set(given.plan_tables)
    for tables in alike(detail.plan.tables):
        if typed.get(f"table-{tables[0].index}") == HOLDS_NOTHING:
            dismissed |= {table.index for table in tables}
            plan_tables -= {table.index for table in tables}
    for table in detail.plan.tables:
        if table.kind not in SHOWN_KINDS and typed.get(f"table-{table.index}") == HOLDS_ACTIONS:
            plan_tables.add(table.index)
            dismissed.discard(table.index)
    return replace(
        given, dismissed=tuple(sorted(dismissed)), plan_tables=tuple(sorted(plan_tables))
    )
