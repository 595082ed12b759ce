"""The page “What we found”: title, levels, columns and tables as corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from goldenthread.intake.forms.posted import Mend, Typed
from goldenthread.intake.queries import ImportDetail
from goldenthread.intake.understanding import ROLE_WORDS, Corrections, Role, TableKind
from goldenthread.intake.understanding.plan import TableUnderstood
from goldenthread.rules.calendars import read_dates

SHOWN_KINDS = (TableKind.PLAN, TableKind.KPIS)
NEW_PLAN = "new"
HOLDS_ACTIONS, HOLDS_NOTHING = "actions", "nothing"


_OTHER = "Choose something else for one of them, or leave it out."
# What an action or a measure has once; several ratings, leads, steps or updates are welcome.
ONCE: dict[Role, str] = {
    Role.REFERENCE: "Choose “notes” for the other, so that its words are kept.",
    Role.ACTION: "Choose “steps or milestones” for the one that says how it is done.",
    Role.START: _OTHER,
    Role.DUE: "Choose “date completed” or “notes” for the other.",
    Role.COMPLETED_ON: _OTHER,
    Role.ACTION_AND_DUE: _OTHER,
    Role.MEASURE: _OTHER,
    Role.BASELINE: _OTHER,
    Role.TARGET: "Choose “milestone value” for the one on the way there.",
}


@dataclass(frozen=True)
class FoundAnswer:
    corrections: Corrections
    kind_name: str
    plan_id: UUID | None
    mends: tuple[Mend, ...]
    findings: dict[str, str]  # as `Answers.findings`


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
    before = detail.corrections
    mends: list[Mend] = []
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
    given = _periods(typed, detail, _columns(typed, detail, given, mends), mends)
    given = _tables(typed, detail, given)
    findings = _findings(typed, detail)
    return FoundAnswer(given, typed.get("kind_name"), plan_id, tuple(mends), findings)


def finding_field(finding_id: str) -> str:
    return f"finding-{finding_id}"


def _findings(typed: Typed, detail: ImportDetail) -> dict[str, str]:
    """Which findings are kept, and the part that answers each; a part may answer several."""
    return {
        one.id: typed.get(finding_field(one.id), detail.answers.findings.get(one.id, one.part))
        for one in detail.plan.findings
    }


def _plan_id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def period_field(table: int, column: int) -> str:
    return f"period-{table}-{column}"


def _periods(
    typed: Typed, detail: ImportDetail, given: Corrections, mends: list[Mend]
) -> Corrections:
    """The days and months given to columns of figures."""
    periods = {table: dict(words) for table, words in given.periods.items()}
    for tables in alike(detail.plan.tables):
        for at, column in enumerate(tables[0].columns):
            field = period_field(tables[0].index, column.column)
            if typed.data is None or field not in typed.data:
                continue
            words = typed.get(field)[:100]
            if words and not any(one.last_day for one in read_dates(words)):
                mends.append(
                    Mend(
                        f"“{words}” gives no date for the column “{column.heading}”. Write it as "
                        "March 2024 or 31 March 2024, or leave it empty.",
                        field,
                    )
                )
            for table in tables:
                if words:
                    periods.setdefault(table.index, {})[table.columns[at].column] = words
                else:
                    periods.get(table.index, {}).pop(table.columns[at].column, None)
    return replace(given, periods={table: words for table, words in periods.items() if words})


def _twice(
    tables: Sequence[TableUnderstood], roles: dict[int, Role], chosen: set[int], index: int
) -> Mend | None:
    """Two columns for what an action has once, of which the officer chose at least one."""
    for role, way in ONCE.items():
        those = [column for column in tables[0].columns if roles[column.column] is role]
        said = [column for column in those if column.column in chosen]
        if len(those) > 1 and said:
            names = " and ".join(f"“{one.heading or 'No heading'}”" for one in those)
            return Mend(
                f"The columns {names} are both given as “{ROLE_WORDS[role]}”, and an action has "
                f"only one. {way}",
                f"column-{index}-{said[-1].column}",
            )
    return None


def _columns(
    typed: Typed, detail: ImportDetail, given: Corrections, mends: list[Mend]
) -> Corrections:
    columns = {table: dict(roles) for table, roles in given.columns.items()}
    for tables in alike(detail.plan.tables):
        roles = {column.column: column.role for column in tables[0].columns}
        chosen: set[int] = set()
        for at, column in enumerate(tables[0].columns):
            words = typed.get(f"column-{tables[0].index}-{column.column}", column.role.value)
            if words == column.role.value or words not in {role.value for role in Role}:
                continue
            roles[column.column] = Role(words)
            chosen.add(column.column)
            for table in tables:
                columns.setdefault(table.index, {})[table.columns[at].column] = Role(words)
        if mend := _twice(tables, roles, chosen, tables[0].index):
            mends.append(mend)
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
