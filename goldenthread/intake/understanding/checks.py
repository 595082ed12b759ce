"""Questions that no single row can raise: the plan seen as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goldenthread.intake.reading.raw import RawDocument
from goldenthread.intake.understanding import scales as scale_checks
from goldenthread.intake.understanding import targets
from goldenthread.intake.understanding.actions import ActionRead
from goldenthread.intake.understanding.forums import look_alikes
from goldenthread.intake.understanding.gathered import Gathered
from goldenthread.intake.understanding.kinds import ProblemKind, Role, TableKind
from goldenthread.intake.understanding.people import Known
from goldenthread.intake.understanding.plan import (
    Action,
    Kpi,
    Person,
    Problem,
    ScaleFound,
    Section,
)
from goldenthread.intake.understanding.stated import stated_counts
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold, short


@dataclass(frozen=True)
class Seen:
    """Everything that was read of one document."""

    document: RawDocument
    tables: Sequence[ReadTable]
    sections: Sequence[Section]
    actions: Sequence[Action]
    reads: Sequence[ActionRead]
    people: Sequence[Person]
    scales: Sequence[ScaleFound]
    kpis: Sequence[Kpi]
    gathered: Sequence[Gathered]


def of_plan(seen: Seen) -> list[Problem]:
    """Every question about the document, and those asked once for several rows."""
    if not seen.actions:
        kind = "No table of actions was found. "
        more = (
            "Tables of measures were." if seen.kpis
            else "Say which table is the plan and what its columns hold."
        )  # fmt: skip
        return [Problem(None, ProblemKind.NO_PLAN_TABLE, kind + more)]
    return [
        *_columns(seen.tables),
        *_missing_columns(seen),
        *_leads(seen.reads, Known.of(seen.people)),
        *_forums(seen.actions),
        *_references(seen.sections, seen.actions, seen.gathered),
        *_levels(seen.sections, seen.actions),
        *scale_checks.conflicts(seen.scales),
        *targets.conflicts(_placed(seen.sections, seen.actions, seen.kpis)),
        *stated_counts(seen.document, seen.tables, seen.sections, seen.actions),
    ]


def level_name_missing(word: str) -> Problem:
    """The headings name no level ("Priority", "Workstream"): the officer gives the plan's word."""
    return Problem(
        None,
        ProblemKind.LEVEL_NAME_MISSING,
        f"The plan's headings do not say what a level is called; “{word}” was put. Give the plan's "
        "own word.",
    )


def _columns(tables: Sequence[ReadTable]) -> list[Problem]:
    """Columns whose heading and cells say nothing: asked once for each heading."""
    out: dict[str, Problem] = {}
    for table in tables:
        if table.kind is not TableKind.PLAN:
            continue
        for column in table.columns:
            if column.role is not Role.UNKNOWN:
                continue
            name = f"“{column.heading}”" if column.heading else "without a heading"
            where = f"column {column.column + 1} of table {table.table.index + 1}"
            out.setdefault(
                fold(column.heading) or where,
                Problem(
                    None,
                    ProblemKind.COLUMN_NOT_UNDERSTOOD,
                    f"The column {name} ({where}) was not understood; its words are kept as "
                    "notes. Say what it holds.",
                ),
            )
    return list(out.values())


def _missing_columns(seen: Seen) -> list[Problem]:
    """A table without any column for the lead, or for the date: said once, not in every row."""
    out: dict[ProblemKind, Problem] = {}
    undated = {action.table for action in seen.actions if not action.dues}
    for table in seen.tables:
        if table.kind is not TableKind.PLAN:
            continue
        where = f"Table {table.table.index + 1}"
        if not table.at(Role.LEAD):
            out.setdefault(
                ProblemKind.NO_LEAD,
                Problem(
                    None, ProblemKind.NO_LEAD,
                    f"{where} has no column that names who leads its actions.",
                ),
            )  # fmt: skip
        if table.table.index in undated and not table.at(Role.DUE, Role.ACTION_AND_DUE):
            out.setdefault(
                ProblemKind.NO_DATE,
                Problem(
                    None, ProblemKind.NO_DATE,
                    f"{where} has no column that says by when its actions are due.",
                ),
            )  # fmt: skip
    return list(out.values())


def _leads(reads: Sequence[ActionRead], known: Known) -> list[Problem]:
    doubts = _rows_of(reads, lambda read: read.lead_cell.in_doubt)
    out = [
        Problem(
            rows[0],
            ProblemKind.LEADS_MAY_BE_ONE_OR_TWO,
            f"“{words}” may be one post or several{_also(rows)}. Say who is meant; the words stay.",
        )
        for words, rows in doubts.items()
    ]
    for initials, rows in _rows_of(reads, _initials).items():
        people = known.with_initials(initials)
        names = " or ".join(person.person for person in people)
        guess = (
            f"{initials} may be {names}" if names else f"Nobody listed has the initials {initials}"
        )
        out.append(
            Problem(
                rows[0], ProblemKind.LEAD_INITIALS, f"{guess}{_also(rows)}. Say who {initials} is."
            )
        )
    return out


def _initials(read: ActionRead) -> tuple[str, ...]:
    return read.lead_cell.initials + read.accountable_cell.initials


def _rows_of(
    reads: Sequence[ActionRead], pick: Callable[[ActionRead], Sequence[str]]
) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for read in reads:
        for words in pick(read):
            rows = out.setdefault(words.strip(), [])
            if read.action.rows[0] not in rows:
                rows.append(read.action.rows[0])
    return out


def _also(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return ""
    return f" (also in row{'s' if len(rows) > 2 else ''} {', '.join(map(str, rows[1:]))})"


def _forums(actions: Sequence[Action]) -> list[Problem]:
    used = Counter(forum for action in actions for forum in action.forums)
    out: list[Problem] = []
    for group in look_alikes(used):
        folded = Counter(fold(forum) for action in actions for forum in action.forums)
        names = ", ".join(f"“{name}” ({folded[fold(name)]})" for name in group)
        out.append(
            Problem(
                None,
                ProblemKind.FORUMS_LOOK_ALIKE,
                f"These forums look alike: {names}. Say whether they are one; nothing was merged.",
            )
        )
    return out


def _references(
    sections: Sequence[Section], actions: Sequence[Action], gathered: Sequence[Gathered]
) -> list[Problem]:
    out: list[Problem] = []
    merged = {
        one.row
        for one in gathered
        if any(at in one.inherited for at in one.table.at(Role.REFERENCE))
    }
    given: dict[str, Action] = {}
    has_column = {one.row for one in gathered if one.table.at(Role.REFERENCE)}
    by_section = _restarts(actions)
    for action in actions:
        row = action.rows[0]
        if not action.reference:
            if row in has_column and row not in merged:
                out.append(
                    Problem(row, ProblemKind.REFERENCE_MISSING,
                            f"“{short(action.text)}” has no reference.")
                )  # fmt: skip
            continue
        key = f"{action.section if by_section else ''}|{fold(action.reference)}|{action.reference}"
        if key in given and row not in merged:
            out.append(
                Problem(
                    row,
                    ProblemKind.REFERENCE_TWICE,
                    f"Reference {action.reference} is used twice: “{short(given[key].text)}” and "
                    f"“{short(action.text)}”.",
                )
            )
        given.setdefault(key, action)
    out += _gaps("action", [action.reference for action in actions], by_section)
    for section in sections:
        out += _area_references(section)
    out += _gaps("", [section.reference for section in sections], False)
    return out


def _restarts(actions: Sequence[Action]) -> bool:
    """Does the numbering begin anew in each section (plain 1, 2, 3 …)?"""
    return all("." not in action.reference for action in actions)


def _area_references(section: Section) -> list[Problem]:
    out: list[Problem] = []
    seen: dict[str, str] = {}
    for area in section.areas:
        if area.reference and area.reference in seen:
            out.append(
                Problem(
                    area.rows[0] if area.rows else None,
                    ProblemKind.REFERENCE_TWICE,
                    f"Reference {area.reference} is used for “{short(seen[area.reference])}” and "
                    f"“{short(area.title)}” under “{short(section.title, 40)}”.",
                )
            )
        seen.setdefault(area.reference, area.title)
    return out + _gaps(f"under “{short(section.title, 40)}”", list(seen), False)


def _gaps(where: str, references: Sequence[str], by_section: bool) -> list[Problem]:
    """Numbers left out of a run: 1.1, 1.2, 1.4."""
    if by_section:
        return []
    runs: dict[str, list[int]] = {}
    for reference in references:
        match = re.fullmatch(r"((?:[A-Za-z]+|\d+\.)*)(\d{1,3})", reference.strip().rstrip(".)"))
        if match:
            runs.setdefault(match[1], []).append(int(match[2]))
    out: list[Problem] = []
    for prefix, numbers in runs.items():
        missing = sorted(set(range(min(numbers), max(numbers))) - set(numbers))
        if len(set(numbers)) >= 3 and 0 < len(missing) <= 3:
            names = ", ".join(f"{prefix}{number}" for number in missing)
            place = f" {where}" if where.startswith("under") else ""
            out.append(
                Problem(
                    None,
                    ProblemKind.REFERENCE_MISSING,
                    f"The numbering{place} leaves out {names}.",
                )
            )
    return out


def _levels(sections: Sequence[Section], actions: Sequence[Action]) -> list[Problem]:
    """An action without an improvement area, where the others of its section have one."""
    with_areas = {section.id for section in sections if section.areas}
    return [
        Problem(
            action.rows[0],
            ProblemKind.LEVEL_MISSING,
            f"“{short(action.text)}” stands under no improvement area.",
        )
        for action in actions
        if action.section in with_areas and not action.areas
    ]


def _placed(
    sections: Sequence[Section], actions: Sequence[Action], kpis: Sequence[Kpi]
) -> list[targets.Placed]:
    out = [
        targets.Placed(target, None, f"targets of “{short(section.title, 40)}”")
        for section in sections
        for target in section.targets
    ]
    out += [
        targets.Placed(
            targets.read_target(f"{kpi.title}: {kpi.target}"),
            None,
            f"measure “{short(kpi.title, 40)}”",
        )
        for kpi in kpis
        if kpi.target
    ]
    out += [
        targets.Placed(targets.read_target(measure), action.rows[0], f"row {action.rows[0]}")
        for action in actions
        for measure in action.success_measures
    ]
    return out
