"""The page “Rows and dates”: every row with its problems in it, most pressing first on request."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.presenters.beside import besides, measure
from goldenthread.intake.queries import ImportDetail
from goldenthread.intake.understanding import PROBLEM_MEANINGS, ProblemKind
from goldenthread.intake.understanding.corrections import JOINED, SEPARATE
from goldenthread.intake.understanding.plan import Action, Due, Problem, RowUnderstood
from goldenthread.pages.addresses import paging
from goldenthread.pages.words import counted, say_date

PAGE_SIZE = 100
CUT = 160
# Answered on their own pages, so not on this one.
ELSEWHERE = {
    ProblemKind.LEADS_MAY_BE_ONE_OR_TWO: "Asked under “Leads and forums”.",
    ProblemKind.LEAD_INITIALS: "Asked under “Leads and forums”.",
    ProblemKind.FORUMS_LOOK_ALIKE: "Asked under “Leads and forums”.",
    ProblemKind.UNKNOWN_RATING: "Asked under “Ratings”.",
    ProblemKind.RATING_COLOUR_ONLY: "Asked under “Ratings”.",
    ProblemKind.SCALES_CONFLICT: "Asked under “Ratings”.",
}
PRECISION_WORDS = {
    "month": "the last day of the month",
    "term": "the last day of the term",
    "quarter": "the last day of the quarter",
    "year": "the last day of the year",
    "ongoing": "ongoing, no end",
    "none": "no date",
}


@dataclass(frozen=True)
class DateLine:
    words: str
    read: str


@dataclass(frozen=True)
class RowQuestion:
    """A row that may be an action of its own, or the rest of the one before."""

    field: str
    words: str
    because: str
    verdict: str


@dataclass(frozen=True)
class RowLine:
    anchor: str
    reference: str
    numbers: str
    place: str
    text: str
    leads: str
    forums: str
    dates: tuple[DateLine, ...]
    date_field: str
    date_value: str
    problems: tuple[str, ...]
    questions: tuple[RowQuestion, ...]
    progress: str
    besides: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProblemCount:
    words: str
    count: int
    href: str
    current: bool


def rows_page(
    detail: ImportDetail, *, kind: str, only: bool, page: int, typed: Typed, on: date
) -> dict[str, Any]:
    plan = detail.plan
    by_row: dict[int, list[Problem]] = {}
    for problem in plan.problems:
        if problem.row is not None:
            by_row.setdefault(problem.row, []).append(problem)
    first_rows = {row.action: row for row in reversed(plan.rows) if row.action}
    titles = _places(detail)
    shown = [
        action
        for action in plan.actions
        if (not only and not kind)
        or any(
            not kind or problem.kind.value == kind
            for row in action.rows
            for problem in by_row.get(row, ())
        )
    ]
    pages = paging(total=len(shown), page=page, page_size=PAGE_SIZE, address=_query(kind, only))
    at = (page - 1) * PAGE_SIZE
    names = {action.id: action.reference or _cut(action.text, 40) for action in plan.actions}
    lines = [
        replace(
            _line(action, detail, by_row, first_rows.get(action.id), titles, typed),
            besides=besides(action, names, on),
        )
        for action in shown[at : at + PAGE_SIZE]
    ]
    troubled = sum(1 for one in plan.actions if any(row in by_row for row in one.rows))
    return {
        "rows": lines,
        "measures": [] if only or kind or page > 1 else [measure(kpi, on) for kpi in plan.kpis],
        "paging": pages,
        "problem_counts": _problem_counts(detail, kind),
        "document_problems": _document_problems(detail),
        "only": only,
        "kind": kind,
        "all_count": len(plan.actions),
        "troubled": troubled,
        "applied": _applied(kind, only),
        "said": f"{counted(len(shown), 'action')} of {len(plan.actions)}",
    }


def _query(kind: str, only: bool) -> str:
    parts = [f"kind={kind}"] if kind else ["only=problems"] if only else []
    return "?" + "&".join(parts)


def _applied(kind: str, only: bool) -> list[dict[str, str]]:
    if kind:
        return [{"label": PROBLEM_MEANINGS[ProblemKind(kind)].rstrip("."), "href": "?"}]
    return [{"label": "Only rows with a question", "href": "?"}] if only else []


def _problem_counts(detail: ImportDetail, current: str) -> list[ProblemCount]:
    counts = Counter(one.kind for one in detail.plan.problems if one.row is not None)
    return [
        ProblemCount(
            PROBLEM_MEANINGS[kind].rstrip("."), counts[kind], f"?kind={kind.value}#rows",
            kind.value == current,
        )
        for kind in ProblemKind
        if counts[kind]
    ]  # fmt: skip


def _document_problems(detail: ImportDetail) -> list[dict[str, str]]:
    return [
        {"text": one.text, "way": ELSEWHERE.get(one.kind, "")}
        for one in detail.plan.problems
        if one.row is None
    ]


def _places(detail: ImportDetail) -> dict[str, str]:
    titles: dict[str, str] = {}
    for section in detail.plan.sections:
        name = " ".join(part for part in (section.word, section.reference) if part)
        titles[section.id] = name or section.title
        for area in section.areas:
            titles[area.id] = " ".join(part for part in (area.reference, area.title) if part)
    return titles


def _line(
    action: Action,
    detail: ImportDetail,
    by_row: dict[int, list[Problem]],
    first: RowUnderstood | None,
    titles: dict[str, str],
    typed: Typed,
) -> RowLine:
    problems = [problem for row in action.rows for problem in by_row.get(row, ())]
    field = f"date-{first.id}" if first else ""
    numbers = ", ".join(map(str, action.rows))
    return RowLine(
        anchor=f"row-{action.rows[0] if action.rows else action.id}",
        reference=action.reference,
        numbers=f"Rows {numbers}" if len(action.rows) > 1 else f"Row {numbers}",
        place=_place(action, titles),
        text=_cut(action.text, CUT) or "No action is written in this row",
        leads="; ".join(action.leads.names) or action.leads.as_written,
        forums="; ".join(action.forums),
        dates=_dates(action),
        date_field=field,
        date_value=typed.get(field, detail.corrections.dates.get(first.id, "")) if first else "",
        problems=tuple(
            " ".join(part for part in (one.text, ELSEWHERE.get(one.kind, "")) if part)
            for one in problems
            if one.kind is not ProblemKind.ROW_MAY_BE_ONE_OR_TWO
        ),
        questions=_questions(action, detail, typed),
        progress=_cut(action.progress, CUT),
    )


def _place(action: Action, titles: dict[str, str]) -> str:
    """Where the action stands; of several areas that share its row, all, shortly."""
    section = _cut(titles.get(action.section, ""), 60)
    areas = [titles[key] for key in action.areas]
    length = 90 if len(areas) == 1 else 36
    below = "; ".join(_cut(one, length) for one in areas)
    shared = f"{len(areas)} areas share it: {below}" if len(areas) > 1 else below
    return " › ".join(part for part in (section, shared) if part)


def _dates(action: Action) -> tuple[DateLine, ...]:
    """Each date in its own words with its reading; words that gave no date stay in sight."""
    read = tuple(DateLine(due.as_written, _read(due)) for due in action.dues)
    if read or not action.dues_as_written:
        return read
    return (DateLine(action.dues_as_written, "not read as a date"),)


def _questions(action: Action, detail: ImportDetail, typed: Typed) -> tuple[RowQuestion, ...]:
    """The rows of this action that somebody may want to part from, or join to, the one before."""
    answered = detail.corrections.rows
    return tuple(
        RowQuestion(
            field=f"row-{row.id}",
            words=f"Row {row.number}",
            because=row.because,
            verdict=typed.get(
                f"row-{row.id}",
                answered.get(row.id, ""),
            ),
        )
        for row in detail.plan.rows
        if row.action == action.id and (row.may_be_two or row.id in answered)
    )


def _read(due: Due) -> str:
    if due.precision == "ongoing":
        return PRECISION_WORDS["ongoing"]
    if due.date is None:
        return "not read as a date"
    if due.precision == "day":
        return say_date(due.date)
    return f"{say_date(due.date)}, {PRECISION_WORDS.get(due.precision, due.precision)}"


def _cut(words: str, length: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


ROW_CHOICES = ((JOINED, "The rest of the row before"), (SEPARATE, "An action of its own"))
