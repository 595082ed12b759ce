"""One action from its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from goldenthread.intake.reading.raw import Cell
from goldenthread.intake.understanding import dues, ratings
from goldenthread.intake.understanding.column_headings import read_heading
from goldenthread.intake.understanding.content import opening_rating
from goldenthread.intake.understanding.corrections import Corrections
from goldenthread.intake.understanding.forums import read_forums
from goldenthread.intake.understanding.gathered import Gathered
from goldenthread.intake.understanding.kinds import ProblemKind, Role
from goldenthread.intake.understanding.leads import LeadCell, is_nobody, read_leads
from goldenthread.intake.understanding.levels import Place
from goldenthread.intake.understanding.people import Known
from goldenthread.intake.understanding.plan import (
    Action,
    ColumnUnderstood,
    Due,
    Problem,
    ScaleFound,
    Update,
)
from goldenthread.intake.understanding.words import is_listed, short, squeeze, without_bullet


@dataclass(frozen=True)
class Context:
    """What reading any action needs to know of its document."""

    known: Known
    scales: Sequence[ScaleFound]
    corrections: Corrections
    near: date | None
    rating_words: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class ActionRead:
    """An action, its problems, and its lead cell for questions asked once for all rows."""

    action: Action
    problems: tuple[Problem, ...]
    lead_cell: LeadCell
    accountable_cell: LeadCell


def read_action(one: Gathered, place: Place, action_id: str, context: Context) -> ActionRead:
    """Everything one group of rows says, with the questions it leaves."""
    asked: list[tuple[ProblemKind, str]] = []
    words = one.text(Role.ACTION) or one.text(Role.ACTION_AND_DUE)
    text, steps = _text_and_steps(words, one.text(Role.STEPS))
    if not text:
        asked.append((ProblemKind.NO_ACTION, "Nothing says what is to be done. " + _beside(one)))
    lead_cell = read_leads(one.text(Role.LEAD), context.known, context.corrections.leads)
    accountable = read_leads(one.text(Role.ACCOUNTABLE), context.known, context.corrections.leads)
    organisation = squeeze(one.text(Role.ORGANISATION))
    _ask_about_lead(one, lead_cell, asked)
    start, due, completed = _dates(one, context, asked)
    rated = _ratings(one, context)
    asked.extend(rated.problems)
    progress, updates = _progress(one)
    forum_words = one.text(Role.FORUM)
    action = Action(
        id=action_id,
        rows=tuple(row.number for row in one.group.rows),
        reference=squeeze(one.text(Role.REFERENCE)).rstrip("."),
        section=place.section,
        areas=place.areas,
        headings=place.headings,
        text=text,
        steps=steps,
        success_measures=_items(one.text(Role.SUCCESS_MEASURES)),
        outcome=one.text(Role.OUTCOME),
        impact=one.text(Role.IMPACT),
        leads=lead_cell.leads,
        accountable=accountable.leads,
        forums=read_forums(forum_words),
        forums_as_written=squeeze(forum_words),
        start=start,
        dues_as_written=due.as_written,
        dues=due.dues,
        completed_on=completed,
        rating=rated.current,
        ratings=rated.axes,
        ratings_history=rated.history,
        progress=progress,
        updates=updates,
        evidence=one.text(Role.EVIDENCE),
        coproduction=one.text(Role.COPRODUCTION),
        dependencies=one.text(Role.DEPENDENCIES),
        resources=one.text(Role.RESOURCES),
        risks=one.text(Role.RISKS),
        mitigation=one.text(Role.MITIGATION),
        next_steps=one.text(Role.NEXT_STEPS) or _next_steps_are_the_action(one),
        notes="\n".join(
            part for part in (one.text(Role.NOTES, Role.UNKNOWN), organisation) if part
        ),
        table=one.table.table.index,
        cells=one.cells_as_written(),
        also_under=place.also_under,
    )
    asked.extend(_row_doubts(one))
    problems = tuple(
        Problem(row or one.row, kind, words) for row, kind, words in _with_rows(asked, one)
    )
    return ActionRead(action, problems, lead_cell, accountable)


def _with_rows(
    asked: Sequence[tuple[ProblemKind, str]], one: Gathered
) -> list[tuple[int | None, ProblemKind, str]]:
    """A question about a joined row stands at that row, a stray date at the row it came with."""
    out: list[tuple[int | None, ProblemKind, str]] = []
    doubtful = iter(_doubtful_rows(one))
    for kind, words in asked:
        row: int | None = None
        if kind is ProblemKind.ROW_MAY_BE_ONE_OR_TWO:
            row = next(doubtful)
        elif kind is ProblemKind.STRAY_DATE:
            row = next(
                (found.number for found in one.group.rows[1:] if found.texts(Role.DUE, Role.START)),
                None,
            )
        out.append((row, kind, words))
    return out


def _doubtful_rows(one: Gathered) -> list[int]:
    return [
        row.number
        for row, verdict in zip(one.group.rows, one.group.verdicts, strict=True)
        if verdict.ask
    ]


def _row_doubts(one: Gathered) -> list[tuple[ProblemKind, str]]:
    out: list[tuple[ProblemKind, str]] = []
    for row, verdict in zip(one.group.rows, one.group.verdicts, strict=True):
        if verdict.ask:
            words = short(row.texts(Role.ACTION, Role.ACTION_AND_DUE, Role.STEPS))
            taken = (
                "joined to the row before it" if verdict.reading == "joined" else "kept separate"
            )
            out.append(
                (
                    ProblemKind.ROW_MAY_BE_ONE_OR_TWO,
                    f"“{words}” may be an action of its own or the rest of the row before: "
                    f"{verdict.because}. It was {taken}.",
                )
            )
    return out


def _next_steps_are_the_action(one: Gathered) -> str:
    """Where only "Next steps" says what will be done, the action is the next step as well."""
    named = {
        read_heading(column.heading).role
        for column in one.table.columns if column.role is Role.ACTION
    }  # fmt: skip
    return one.text(Role.ACTION) if named == {Role.NEXT_STEPS} else ""


def _beside(one: Gathered) -> str:
    words = next((text for text in one.cells_as_written().values() if text), "")
    return f"The row says “{short(words)}”."


def _text_and_steps(words: str, steps: str) -> tuple[str, tuple[str, ...]]:
    """The action's words; a list inside them, or a column of steps, gives the steps."""
    own = tuple(without_bullet(line) for line in steps.split("\n") if line.strip())
    lines = [line for line in words.split("\n") if line.strip()]
    listed = [is_listed(line) for line in lines]
    if not own and len(lines) > 2 and not listed[0] and all(listed[1:]):
        return lines[0], tuple(without_bullet(line) for line in lines[1:])
    counted = [_COUNTED.match(line.strip()) for line in lines]
    if (
        not own
        and len(lines) > 1
        and [m and int(m[1]) for m in counted] == [*range(1, len(lines) + 1)]
    ):
        return "\n".join(lines), tuple(m[2] for m in counted if m)
    return "\n".join(without_bullet(line) if _bulleted(line) else line for line in lines), own


_COUNTED = re.compile(r"\(?(\d{1,2})[.)]\s+(\S.*)$", re.DOTALL)


def _bulleted(line: str) -> bool:
    return bool(re.match(r"^[•▪◦●■◼➢➤✓✔]", line))


def _items(text: str) -> tuple[str, ...]:
    return tuple(item for line in text.split("\n") if (item := without_bullet(line)))


def _ask_about_lead(one: Gathered, cell: LeadCell, asked: list[tuple[ProblemKind, str]]) -> None:
    if not one.table.at(Role.LEAD) or cell.leads.names:
        return
    words = cell.leads.as_written
    said = f"The lead is “{words}”." if words and is_nobody(words) else "Nobody is named as lead."
    asked.append((ProblemKind.NO_LEAD, f"{said} Give the post or person who leads this action."))


def _dates(
    one: Gathered, context: Context, asked: list[tuple[ProblemKind, str]]
) -> tuple[Due | None, dues.DateCell, Due | None]:
    answer = context.corrections.dates.get(one.group.rows[0].id)
    pieces = (answer,) if answer is not None else one.parts(Role.DUE)
    due = dues.read_date_cell(pieces, near=context.near)
    together = one.text(Role.ACTION_AND_DUE)
    if answer is None and not one.table.at(Role.DUE):
        due = dues.dates_in_words(
            together or one.text(Role.ACTION, Role.STEPS),
            near=context.near,
            deadlines_only=not together,
        )
    asked.extend(due.problems)
    has_column = bool(one.table.at(Role.DUE, Role.ACTION_AND_DUE))
    if has_column and not due.dues and not due.problems:
        words = (
            f"The date column says “{due.as_written}”." if due.as_written else "No date is given."
        )
        asked.append((ProblemKind.NO_DATE, f"{words} Say by when this action is due."))
    start = dues.read_date_cell(one.parts(Role.START), near=context.near, what="start date")
    asked.extend(start.problems)
    first = start.dues[0] if start.dues else None
    latest = max((one_due.date for one_due in due.dues if one_due.date), default=None)
    if first and first.first_day and latest and latest < first.first_day:
        asked.append(
            (
                ProblemKind.DATES_OUT_OF_ORDER,
                f"It is due “{due.as_written}”, before its start “{start.as_written}”.",
            )
        )
    completed = dues.read_date_cell(one.parts(Role.COMPLETED_ON), near=context.near, what="date")
    asked.extend(completed.problems)
    done = completed.dues[0] if completed.dues else None
    if done and done.date and done.precision not in ("day", "ongoing"):
        asked.append(
            (
                ProblemKind.COMPLETED_NOT_A_DAY,
                f"“{done.as_written}” is no single day, so the action is not completed with it. "
                "The words are kept; complete the action on its page.",
            )
        )
    return first, due, done


def _ratings(one: Gathered, context: Context) -> ratings.RatingCells:
    columns = [
        (column, _rating_cell(one, column))
        for column in one.table.columns
        if column.role in (Role.RATING, Role.RATING_AND_PROGRESS) and column.column in one.colours
    ]
    fills = frozenset(fill for column, _ in columns if (fill := _plain_fill(one, column.column)))
    return ratings.read_ratings(
        columns, context.scales, fills, context.rating_words, one.text(Role.RATING_REASON)
    )


def _rating_cell(one: Gathered, column: ColumnUnderstood) -> Cell:
    cell = one.colours[column.column]
    if column.role is Role.RATING_AND_PROGRESS:
        return replace(cell, text=opening_rating(one.column_text(column.column)))
    return cell


def _plain_fill(one: Gathered, column: int) -> str:
    """The row's own shading: a colour that every cell of the row has says nothing of the rating."""
    fills = {cell.fill for cell in one.colours.values()}
    own = one.colours[column].fill
    return own if own and len(fills) == 1 and len(one.colours) > 2 else ""


def _progress(one: Gathered) -> tuple[str, tuple[Update, ...]]:
    """The latest progress words, and every progress column that says something."""
    updates = [
        (column, text)
        for column in one.table.columns
        if column.role in (Role.PROGRESS, Role.RATING_AND_PROGRESS)
        and (text := one.column_text(column.column))
    ]
    read = tuple(Update(column.heading, text, column.date) for column, text in updates)
    undated = [update.text for update in read if update.date is None]
    dated = sorted((u for u in read if u.date is not None), key=lambda u: u.date or date.min)
    if undated:
        return "\n".join(undated), read
    return (dated[-1].text if dated else ""), read
