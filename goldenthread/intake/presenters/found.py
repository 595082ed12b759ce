"""The page “What we found”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.intake.forms.found import (
    HOLDS_ACTIONS,
    NEW_PLAN,
    SHOWN_KINDS,
    alike,
    period_field,
)
from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.presenters.findings import findings_block
from goldenthread.intake.queries import ImportDetail
from goldenthread.intake.queries.dated import is_after, is_ongoing
from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.reading.raw import RawDocument
from goldenthread.intake.understanding import (
    ROLE_WORDS,
    ProblemKind,
    Role,
    TableKind,
    UnderstoodPlan,
)
from goldenthread.intake.understanding.plan import ColumnUnderstood, TableUnderstood
from goldenthread.pages.words import counted, say_date

SAMPLES, SAMPLE_LENGTH = 3, 70
SURE = 0.9
DATED = (Role.RATING, Role.RATING_AND_PROGRESS, Role.ACTUAL)
KIND_WORDS = {
    TableKind.PEOPLE: "People",
    TableKind.SCALE: "Key of ratings",
    TableKind.SUMMARY: "Summary of ratings",
    TableKind.FINDINGS: "Findings",
    TableKind.OTHER: "Not part of the plan",
    TableKind.DISMISSED: "Left out by you",
}
ROLES = sorted(((role.value, words) for role, words in ROLE_WORDS.items()), key=lambda one: one[1])


@dataclass(frozen=True)
class PeriodBox:
    """Where the day or month of a column of figures is given."""

    field: str
    value: str


@dataclass(frozen=True)
class ColumnLine:
    field: str
    heading: str
    role: str
    doubt: str
    samples: tuple[str, ...]
    period: PeriodBox | None = None


@dataclass(frozen=True)
class TableBlock:
    field: str
    title: str
    detail: str
    columns: tuple[ColumnLine, ...]
    doubtful: int


def found_page(
    detail: ImportDetail, raw: RawDocument, plans: Sequence[PlanFact], typed: Typed, on: date
) -> dict[str, Any]:
    plan = detail.plan
    like = next((one for one in plans if same(one.title) == same(plan.title)), None)
    chosen = detail.fact.plan_id or (
        like.id if like and "found" not in detail.answers.seen else None
    )
    return {
        "counts": _counts(detail),
        "title_value": typed.get("title", plan.title),
        "kind_value": typed.get("kind_name", detail.answers.kind_name or _kind(plan.title)),
        "levels": [
            {"field": f"level-{at}", "value": typed.get(f"level-{at}", name), "number": at + 1}
            for at, name in enumerate(plan.levels)
        ],
        "level_doubt": next(
            (one.text for one in plan.problems if "level_name" in one.kind.value), ""
        ),
        "blocks": [_block(tables, raw, typed, detail, on) for tables in alike(plan.tables)],
        "others": _others(detail, typed),
        "roles": ROLES,
        "notes": plan.notes,
        "findings": findings_block(detail, typed) if plan.findings else None,
        "plans": [{"value": str(one.id), "text": one.title} for one in plans],
        "chosen_plan": typed.get("plan", str(chosen) if chosen else NEW_PLAN),
        "same_title": like.title if like and detail.fact.plan_id is None else "",
        "nothing_found": any(one.kind is ProblemKind.NO_PLAN_TABLE for one in plan.problems),
    }


def _kind(title: str) -> str:
    """The kind a title says by itself; else the most general."""
    for kind in (
        "Written statement of action",
        "Accelerated progress plan",
        "Priority action plan",
        "Strategic plan",
        "Improvement plan",
    ):
        if same(kind) in same(title):
            return kind
    return "Improvement plan"


def _counts(detail: ImportDetail) -> list[dict[str, str]]:
    plan, counts = detail.plan, detail.plan.counts
    actions = plan.actions
    led = sum(1 for one in actions if one.leads.names)
    dated = sum(1 for one in actions if any(due.date for due in one.dues))
    ongoing = sum(1 for one in actions if is_ongoing(one))
    rated = sum(1 for one in actions if one.rating)
    words = [
        (counts.actions, "actions" if counts.actions != 1 else "action", _rows(plan)),
        (counts.sections, _level(plan.levels, 0, counts.sections), ""),
        (counts.areas, _level(plan.levels, 1, counts.areas), ""),
        (led, "with a lead", f"of {counts.actions}"),
        (
            dated,
            "with a date",
            f"of {counts.actions}" + (f", {ongoing} ongoing" if ongoing else ""),
        ),
        (rated, "with a rating", f"of {counts.actions}"),
        (len(plan.people), "person listed" if len(plan.people) == 1 else "people listed", ""),
        (counts.kpis, "measure" if counts.kpis == 1 else "measures", ""),
    ]
    return [
        {"number": str(number), "label": label, "of": of}
        for number, label, of in words
        if number or label.startswith(("with", "action"))
    ]


def _rows(plan: UnderstoodPlan) -> str:
    """Every row of the tables of actions, so that the numbers add up to those on paper."""
    read = Counter(row.reading for row in plan.rows)
    parts = [counted(read.pop("action", 0), "action")]
    joined, headings = read.pop("joined", 0), read.pop("heading", 0)
    if joined:
        parts.append(
            f"{counted(joined, 'row')} that {'continues' if joined == 1 else 'continue'} another"
        )
    if headings:
        parts.append(counted(headings, "heading"))
    parts += [f"{number} {reading}" for reading, number in read.items()]
    return f"{counted(len(plan.rows), 'row')} in the tables: {', '.join(parts)}"


def _level(levels: Sequence[str], depth: int, number: int) -> str:
    word = levels[depth] if depth < len(levels) else "part"
    word = word[:1].lower() + word[1:]
    if number == 1:
        return word
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith("s") else f"{word}s"


def _block(
    tables: Sequence[TableUnderstood],
    raw: RawDocument,
    typed: Typed,
    detail: ImportDetail,
    on: date,
) -> TableBlock:
    first = tables[0]
    numbers = [str(table.index + 1) for table in tables]
    title = f"Table {numbers[0]}" if len(tables) == 1 else f"Tables {numbers[0]} to {numbers[-1]}"
    rows = sum(table.rows for table in tables)
    columns = tuple(
        _column(first, tables, column, raw, typed, detail, on) for column in first.columns
    )
    what = "measures" if first.kind is TableKind.KPIS else "actions"
    said = f"Read as {what}: {counted(rows, 'row')} in {counted(len(tables), 'table')}"
    return TableBlock(
        f"table-{first.index}", first.caption or title, said, columns,
        sum(1 for column in columns if column.doubt),
    )  # fmt: skip


def _column(
    first: TableUnderstood,
    tables: Sequence[TableUnderstood],
    column: ColumnUnderstood,
    raw: RawDocument,
    typed: Typed,
    detail: ImportDetail,
    on: date,
) -> ColumnLine:
    field = f"column-{first.index}-{column.column}"
    doubt = ""
    if column.role is Role.UNKNOWN:
        doubt = "Not understood: choose what it holds, or leave it out."
    elif column.confidence < SURE:
        doubt = f"Check this: {column.because}."
    if column.role in DATED and is_after(column.date, on):
        doubt = "Dated after today: say what it holds, or leave it out."
    as_of = f" ({say_date(column.date)})" if column.date else ""
    return ColumnLine(
        field,
        (column.heading or "No heading") + as_of,
        typed.get(field, column.role.value),
        doubt,
        _samples(tables, column, raw),
        _period(first, column, typed, detail),
    )


def _period(
    table: TableUnderstood, column: ColumnUnderstood, typed: Typed, detail: ImportDetail
) -> PeriodBox | None:
    """Figures are readings only with a day: it is asked where the heading does not give it."""
    given = detail.corrections.periods.get(table.index, {}).get(column.column, "")
    if column.role is not Role.ACTUAL or (not given and _is_dated(table, column, detail)):
        return None
    field = period_field(table.index, column.column)
    return PeriodBox(field, typed.get(field, given))


def _is_dated(table: TableUnderstood, column: ColumnUnderstood, detail: ImportDetail) -> bool:
    """Have its figures a day, of their own or of the milestone they stand beside?"""
    days = [
        reading.date
        for kpi in detail.plan.kpis
        for reading in kpi.readings
        if reading.actual and kpi.table == table.index and reading.column == column.heading
    ]
    return bool(column.as_of) or all(days)


def _samples(
    tables: Sequence[TableUnderstood], column: ColumnUnderstood, raw: RawDocument
) -> tuple[str, ...]:
    """The first different words that stand in the column."""
    indexes = {table.index for table in tables}
    found: dict[str, None] = {}
    for table in raw.tables:
        if table.index not in indexes:
            continue
        for row in table.rows:
            words = row.texts[column.column] if column.column < len(row.texts) else ""
            words = " ".join(words.split())
            if words and not row.repeated_header and same(words) != same(column.heading):
                found.setdefault(_cut(words))
            if len(found) == SAMPLES:
                return tuple(found)
    return tuple(found)


def _cut(words: str) -> str:
    return words if len(words) <= SAMPLE_LENGTH else f"{words[: SAMPLE_LENGTH - 1].rstrip()}…"


def _others(detail: ImportDetail, typed: Typed) -> list[dict[str, Any]]:
    return [
        {
            "field": f"table-{table.index}",
            "title": table.caption or f"Table {table.index + 1}",
            "what": KIND_WORDS.get(table.kind, "Not part of the plan"),
            "rows": counted(table.rows, "row"),
            "checked": typed.get(f"table-{table.index}") == HOLDS_ACTIONS,
        }
        for table in detail.plan.tables
        if table.kind not in SHOWN_KINDS
    ]
