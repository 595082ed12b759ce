"""What a plan document was understood to say, without storing anything: as JSON, as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from goldenthread.intake.understanding import (
    PROBLEM_MEANINGS,
    ROLE_WORDS,
    ProblemKind,
    Role,
    TableKind,
    UnderstoodPlan,
)
from goldenthread.intake.understanding.as_json import to_data
from goldenthread.intake.understanding.plan import (
    Action,
    Due,
    RatingRead,
    Section,
    TableUnderstood,
)

WIDTH = 100


def as_json(plan: UnderstoodPlan) -> dict[str, Any]:
    """The plan as plain JSON values; dates are ISO text, a due's date its last acceptable day."""
    return {
        "title": plan.title,
        "format": plan.format,
        "levels": list(plan.levels),
        "sections": [_section(section) for section in plan.sections],
        "actions": [_action(action) for action in plan.actions],
        "people": to_data(plan.people),
        "scales": to_data(plan.scales),
        "kpis": to_data(plan.kpis),
        "forums": list(plan.forums),
        "findings": to_data(plan.findings),
        "tables": to_data(plan.tables),
        "rows": to_data(plan.rows),
        "counts": to_data(plan.counts),
        "problems": to_data(plan.problems),
        "notes": list(plan.notes),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "reference": section.reference,
        "title": section.title,
        "aim": section.aim,
        "targets": to_data(section.targets),
        "areas": [
            {
                "reference": area.reference,
                "title": area.title,
                "actions": list(area.actions),
                "id": area.id,
                "group": area.group,
                "rows": list(area.rows),
            }
            for area in section.areas
        ],
        "id": section.id,
        "word": section.word,
        "rating": _rating(section.rating),
        "introduction": section.introduction,
        "actions": list(section.actions),
    }


def _action(action: Action) -> dict[str, Any]:
    data: dict[str, Any] = to_data(action)
    data["leads"] = {
        "as_written": action.leads.as_written,
        "names": list(action.leads.names),
        "suggestions": dict(action.leads.suggestions),
    }
    data["start"] = _due(action.start)
    data["dues"] = [_due(due) for due in action.dues]
    data["rating"] = _rating(action.rating)
    data["ratings_history"] = [_rating(rating) for rating in action.ratings_history]
    return data


def _due(due: Due | None) -> dict[str, Any] | None:
    data: dict[str, Any] | None = to_data(due)
    return data


def _rating(rating: RatingRead | None) -> dict[str, Any] | None:
    data: dict[str, Any] | None = to_data(rating)
    return data


def as_text(plan: UnderstoodPlan) -> str:
    """What a person reads in a terminal: title, levels, counts, columns, plan, questions."""
    return "\n".join(
        [
            plan.title,
            "=" * min(len(plan.title), WIDTH),
            "",
            *_counts(plan),
            "",
            *_columns(plan),
            "",
            *_outline(plan),
            *_findings(plan),
            *_scales(plan),
            *_problems(plan),
        ]
    )


def _counts(plan: UnderstoodPlan) -> list[str]:
    counts = plan.counts
    joined = sum(1 for row in plan.rows if row.reading == "joined")
    lines = [
        f"Levels:   {', then '.join(plan.levels) or 'none found'}",
        f"Found:    {_many(counts.sections, plan.levels[0] if plan.levels else 'section')}, "
        f"{_many(counts.areas, 'area')}, {_many(counts.actions, 'action')}"
        + (f", {_many(counts.kpis, 'measure')}" if counts.kpis else ""),
        f"Rows:     {counts.raw_rows} in the document; {joined} joined to the row before, "
        f"{counts.headings} headings, {counts.rows} left",
        f"Leads:    {sum(1 for a in plan.actions if a.leads.names)} of {counts.actions} actions "
        "name one",
        f"Dates:    {sum(1 for a in plan.actions if a.dues)} of {counts.actions} actions have one",
        f"Ratings:  {sum(1 for a in plan.actions if a.rating)} of {counts.actions} actions have "
        "one",
    ]
    if plan.people:
        lines.append(f"People:   {len(plan.people)} listed")
    return lines + [f"Note:     {note}" for note in plan.notes]


def _many(count: int, word: str) -> str:
    word = word[:1].lower() + word[1:]
    if count == 1:
        return f"1 {word}"
    first, of, rest = word.partition(" of ")
    if not of:
        first, of, rest = word.partition(" for ")
    if of:
        return f"{_many(count, first)}{of}{rest}"
    if word.endswith("y"):
        return f"{count} {word[:-1]}ies"
    return f"{count} {word}es" if word.endswith("ss") else f"{count} {word}s"


def _columns(plan: UnderstoodPlan) -> list[str]:
    """Each different set of columns once, with the tables that have it."""
    alike: dict[tuple[tuple[str, Role], ...], list[TableUnderstood]] = {}
    for table in plan.tables:
        if table.kind in (TableKind.PLAN, TableKind.KPIS):
            key = tuple((column.heading.casefold(), column.role) for column in table.columns)
            alike.setdefault(key, []).append(table)
    lines = ["Columns"]
    for tables in alike.values():
        numbers = _ranges([table.index + 1 for table in tables])
        lines.append(f"  Table{'s' if len(tables) > 1 else ''} {numbers}")
        for column in tables[0].columns:
            sure = "" if column.confidence >= 0.9 else f"  ({column.because})"
            heading = column.heading or "(no heading)"
            lines.append(f"    {_cut(heading, 38):38} {ROLE_WORDS[column.role]}{sure}")
    others = [
        f"{table.index + 1} {table.kind.value}"
        for table in plan.tables
        if table.kind not in (TableKind.PLAN, TableKind.KPIS)
    ]
    if others:
        lines.append(f"  Other tables: {', '.join(others)}")
    return lines if alike else ["Columns", "  No table of actions was found."]


def _ranges(numbers: Sequence[int]) -> str:
    """1, 2, 3, 5 → "1–3, 5"."""
    out: list[list[int]] = []
    for number in numbers:
        if out and out[-1][-1] == number - 1:
            out[-1].append(number)
        else:
            out.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in out)


def _outline(plan: UnderstoodPlan) -> list[str]:
    lines = ["Plan"]
    for section in plan.sections:
        name = " ".join(part for part in (section.word, section.reference) if part)
        lines.append(f"  {_cut(': '.join(part for part in (name, section.title) if part), 90)}")
        owned = {action for area in section.areas for action in area.actions} | set(section.actions)
        areas = f"{_many(len(section.areas), 'area')}, " if section.areas else ""
        targets = _many(len(section.targets), "target")
        aim = "an aim" if section.aim else "no aim"
        lines.append(f"      {areas}{_many(len(owned), 'action')}, {targets}, {aim}")
    return [*lines, ""]


def _findings(plan: UnderstoodPlan) -> list[str]:
    if not plan.findings:
        return []
    parts = {section.id: section.title for section in plan.sections}
    parts |= {area.id: area.title for section in plan.sections for area in section.areas}
    lines = [f"Findings ({len(plan.findings)})"]
    for one in plan.findings:
        name = " ".join(part for part in (one.kind, one.reference) if part)
        lines.append(f"  {_cut(f'{name}: {one.text}', 90)}")
        said = "; ".join(part for part in (one.responsible, one.source) if part)
        lines += [f"      {_cut(said, 86)}"] if said else []
        answer = f"answered by {parts[one.part]}" if one.part in parts else "no part answers it yet"
        lines.append(f"      {_cut(answer, 86)}")
    return [*lines, ""]


def _scales(plan: UnderstoodPlan) -> list[str]:
    if not plan.scales:
        return []
    lines = ["Rating scales"]
    for scale in plan.scales:
        labels = ", ".join(label.label or f"#{label.colour}" for label in scale.labels)
        lines.append(f"  {scale.name} ({scale.source}): {labels}")
    return [*lines, ""]


def _problems(plan: UnderstoodPlan) -> list[str]:
    if not plan.problems:
        return ["Nothing to ask."]
    lines = [f"To ask ({len(plan.problems)})"]
    for kind in ProblemKind:
        found = [problem for problem in plan.problems if problem.kind is kind]
        if found:
            lines.append(f"  {PROBLEM_MEANINGS[kind]} [{kind.value}]")
            lines.extend(
                f"    {f'row {problem.row}' if problem.row else 'document':>8}  {line}"
                if first
                else f"              {line}"
                for problem in found
                for first, line in _wrapped(problem.text)
            )
    return lines


def _wrapped(text: str) -> Iterable[tuple[bool, str]]:
    line, first = "", True
    for word in text.split():
        if line and len(line) + len(word) + 1 > WIDTH - 14:
            yield first, line
            line, first = word, False
        else:
            line = f"{line} {word}".strip()
    yield first, line


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
