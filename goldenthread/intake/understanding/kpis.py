"""Tables of measures: baseline, target, pairs of milestone and actual."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from goldenthread.intake.reading.raw import RawRow
from goldenthread.intake.understanding.column_headings import read_heading
from goldenthread.intake.understanding.content import has_date
from goldenthread.intake.understanding.kinds import ProblemKind, Role, TableKind
from goldenthread.intake.understanding.outline import Outline
from goldenthread.intake.understanding.plan import ColumnUnderstood, Kpi, Problem, Reading
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold, plain, short, squeeze

MOST = Decimal(10) ** 9  # figures beyond are not measures of a plan
_UNIT = re.compile(
    r"\d\s*(%|per cent|percentage points|(?:working |school )?days|weeks|months|hours|years|"
    r"per (?:100|1,?000|10,?000|100,?000))(?!\w)",
    re.IGNORECASE,
)
# "47% (Dec 2021)": a baseline with its own date, where the heading has none.
_WITH_DATE = re.compile(r"^(?P<value>[^()]+?)\s*\((?P<date>[^()]+)\)$")
_LEFT = (
    Role.LEAD, Role.RATING, Role.DIRECTION, Role.PROGRESS, Role.NOTES, Role.EVIDENCE, Role.IMPACT,
    Role.UNKNOWN, Role.DUE, Role.FORUM, Role.ACCOUNTABLE, Role.RATING_REASON, Role.NEXT_STEPS,
    Role.ORGANISATION,
)  # fmt: skip


def read_kpis(tables: Sequence[ReadTable], outline: Outline) -> tuple[Kpi, ...]:
    """Every measure of the KPI tables, rows counted from 1 over all of them."""
    out: list[Kpi] = []
    for table in tables:
        if table.kind is not TableKind.KPIS:
            continue
        place = outline.of_table(table.table.index)
        section = f"s{place + 1}" if place is not None else ""
        above: dict[int, str] = {}
        for row in table.body:
            texts = _texts(row, above)
            above = texts
            kpi = _kpi(table, texts, section, len(out) + 1)
            if kpi is not None:
                out.append(kpi)
    return tuple(out)


def _texts(row: RawRow, above: dict[int, str]) -> dict[int, str]:
    """Each column's words; the rest of a vertical merge has those of the cell above."""
    return {
        at: above.get(at, "") if cell.merged_above else squeeze(plain(cell.text))
        for at, cell in enumerate(row.cells)
    }


def _kpi(table: ReadTable, texts: dict[int, str], section: str, row: int) -> Kpi | None:
    def first(role: Role) -> tuple[str, ColumnUnderstood | None]:
        for column in table.columns:
            if column.role is role and texts.get(column.column):
                return texts[column.column], column
        return "", None

    title, _ = first(Role.MEASURE)
    level, _ = first(Role.LEVEL)
    readings = _readings(table.columns, texts)
    baseline, baseline_column = first(Role.BASELINE)
    baseline_date = baseline_column.as_of if baseline_column else ""
    if not baseline_date:
        baseline, baseline_date = _value_and_date(baseline)
    target, _ = first(Role.TARGET)
    if not (title or level) or not (baseline or target or any(r.actual for r in readings) or title):
        return None
    values = [baseline, target, *(part for r in readings for part in (r.milestone, r.actual))]
    return Kpi(
        first(Role.REFERENCE)[0],
        title or level,
        baseline,
        baseline_date,
        target,
        _unit(values),
        readings,
        section,
        row,
        table.table.index,
        {
            column.heading: texts[column.column]
            for column in table.columns
            if column.role in _LEFT and texts.get(column.column)
        },
    )


def _value_and_date(text: str) -> tuple[str, str]:
    """ "47% (Dec 2021)" → the value and its date; the words alone when no date stands there."""
    match = _WITH_DATE.match(text)
    if match and has_date(match["date"]):
        return match["value"], match["date"]
    return text, ""


def _readings(columns: Sequence[ColumnUnderstood], texts: dict[int, str]) -> tuple[Reading, ...]:
    """Milestone n beside Actual n: paired by number or date, else in the order they stand."""
    out: list[Reading] = []
    for column in columns:
        if column.role not in (Role.MILESTONE, Role.ACTUAL):
            continue
        text, label = texts.get(column.column, ""), _label(column)
        milestone = column.role is Role.MILESTONE
        at = _open_pair(out, label, milestone=milestone)
        before = out[at] if at is not None else Reading(label)
        read = replace(
            before,
            date=before.date or column.date,
            as_of=before.as_of or column.as_of,
            **{"milestone": text} if milestone else {"actual": text, "column": column.heading},
        )
        if at is None:
            out.append(read)
        else:
            out[at] = read
    return tuple(reading for reading in out if reading.milestone or reading.actual)


def _label(column: ColumnUnderstood) -> str:
    number = re.match(r"[A-Za-z ]+?(\d{1,2})\b(?!\s*[/.-]\s*\d)", column.heading)
    if number and read_heading(number.group(0)).because == "a numbered heading":
        return number.group(1)
    if column.as_of:
        return column.as_of
    number = re.search(r"\d{1,2}\b", column.heading)
    return number.group(0) if number else ""


def _open_pair(out: list[Reading], label: str, *, milestone: bool) -> int | None:
    for at, reading in enumerate(out):
        taken = reading.milestone if milestone else reading.actual
        if label and reading.label == label and not taken:
            return at
    if not milestone and out and not out[-1].actual and not label:
        return len(out) - 1
    return None


def _unit(values: Sequence[str]) -> str:
    """The unit the row's own values carry; units may differ from row to row."""
    for value in values:
        match = _UNIT.search(value)
        if match:
            return match.group(1).lower().replace("per cent", "%")
    return ""


_NO_FIGURE = frozenset({"", "n a", "na", "tbc", "tba", "none", "not available", "not yet due"})


def figure(words: str) -> Decimal | None:
    """The figure in "75%" or "1,204 plans"; None where there is none, or more than one."""
    found = re.findall(r"-?\d[\d,]*(?:\.\d{1,3}(?!\d))?", words)
    value = Decimal(found[0].replace(",", "")) if len(found) == 1 else None
    return value if value is not None and abs(value) < MOST else None


def figure_problems(kpis: Sequence[Kpi]) -> list[Problem]:
    """Figures reached that cannot be readings: no day they stand for, or no single number."""
    undated: Counter[tuple[int, str]] = Counter()
    unread: dict[tuple[int, str], list[str]] = {}
    for kpi in kpis:
        for reading in kpi.readings:
            if fold(reading.actual) in _NO_FIGURE:
                continue
            if figure(reading.actual) is None:
                unread.setdefault((kpi.table, reading.column), []).append(reading.actual)
            elif reading.date is None:
                undated[kpi.table, reading.column] += 1
    return [
        *(
            Problem(
                None,
                ProblemKind.FIGURE_WITHOUT_DATE,
                f"The column “{column}” has {count} {'figure' if count == 1 else 'figures'} and no "
                "date. Say on “What we found” which day or month the column stands for; until then "
                "the milestones come in without what was reached.",
            )
            for (_, column), count in undated.items()
        ),
        *(
            Problem(
                None,
                ProblemKind.FIGURE_NOT_READ,
                f"“{short(words[0])}” in the column “{column}” is no single number"
                + (f", nor are {len(words) - 1} more" if len(words) > 1 else "")
                + ". It was not taken as a figure reached; record it on the target’s page.",
            )
            for (_, column), words in unread.items()
        ),
    ]
