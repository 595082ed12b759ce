"""Which role a column has: by its heading, by a heading like it, by what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.intake.understanding import content
from goldenthread.intake.understanding.column_headings import Heading
from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.words import fold


@dataclass(frozen=True)
class Candidate:
    """A column before the table is seen as a whole."""

    column: int
    heading: str
    read: Heading
    texts: tuple[str, ...]
    fills: int = 0

    @property
    def role(self) -> Role:
        """The role given so far."""
        return self.read.role

    def become(self, role: Role, because: str, confidence: float = 0.75) -> Candidate:
        """The same column with another role."""
        read = Heading(role, confidence, because, self.read.as_of)
        return Candidate(self.column, self.heading, read, self.texts, self.fills)


def settle(columns: Sequence[Candidate]) -> list[Candidate]:
    """The columns' roles seen together: contents, plan or KPI table, no role in doubt twice."""
    rated = any(column.role is Role.RATING for column in columns)
    settled = [_by_cells(column, rated) for column in columns]
    if is_kpi_shaped(settled):
        return [_as_kpi(column) for column in settled]
    return _as_plan(settled)


def is_kpi_shaped(columns: Sequence[Candidate]) -> bool:
    """A table of measures: values (baseline, target, actual …) and nothing that is done."""
    roles = [column.role for column in columns]
    values = sum(
        roles.count(role) for role in (Role.BASELINE, Role.TARGET, Role.MILESTONE, Role.ACTUAL)
    )
    doing = {Role.ACTION, Role.ACTION_AND_DUE, Role.STEPS} & set(roles)
    if doing or not values:
        return False
    named = {Role.MEASURE, Role.SUCCESS_MEASURES, Role.OUTCOME} & set(roles)
    return values >= 2 or bool(named)


def _by_cells(column: Candidate, rated: bool) -> Candidate:
    """The role after a look at the cells; `rated`: another column is headed as the rating."""
    role, long = column.role, content.mean_words(column.texts)
    guessed, sure = content.by_content(column.texts, column.fills)
    if role is Role.UNKNOWN:
        return _unknown_by_cells(column, guessed, sure, long)
    may_rate = not rated and guessed is Role.RATING and len(column.texts) > 1
    coloured = content.only_colours(column.texts)
    for when, instead, because in (
        (
            role in (Role.RATING, Role.PROGRESS) and _rates_and_tells(column),
            Role.RATING_AND_PROGRESS,
            "its cells open with a rating",
        ),
        (role is Role.RATING and long > 7, Role.PROGRESS, "its cells are sentences, not ratings"),
        (
            (role in (Role.PROGRESS, Role.COMPLETED_ON) and may_rate)
            or (role in (Role.PROGRESS, Role.OUTCOME, Role.IMPACT, Role.RISKS) and coloured),
            Role.RATING,
            "its cells are ratings",
        ),
        (
            role in (Role.LEVEL, Role.ACTION) and guessed is Role.REFERENCE and sure >= 0.7,
            Role.REFERENCE,
            "its cells are numbers",
        ),
        (role is Role.REFERENCE and long > 3, Role.LEVEL, "its cells are titles, not numbers"),
    ):
        if when:
            return column.become(instead, because)
    return column


def _unknown_by_cells(column: Candidate, guessed: Role, sure: float, long: float) -> Candidate:
    if not column.read.as_of:
        if guessed is Role.UNKNOWN:
            return column
        return column.become(guessed, "what its cells hold", sure)
    if long > 4:
        return column.become(Role.PROGRESS, "a date over sentences")
    if guessed is Role.RATING or not long:
        return column.become(Role.RATING, "a date over ratings or blank cells", 0.6)
    if any(re.match(r"\s*[\d.,]+\s*%?\s*$", text) for text in column.texts):
        return column.become(Role.ACTUAL, "a date over values", 0.6)
    return column


def _rates_and_tells(column: Candidate) -> bool:
    """Is it headed as both, and do its cells say a rating before their sentences?"""
    words = set(fold(column.heading).split())
    both = words & {"rag", "brag", "rating", "status"} and words & {
        "progress", "update", "commentary", "comments", "comment", "narrative",
    }  # fmt: skip
    opened = [text for text in column.texts if content.opening_rating(text)]
    return bool(both) and len(opened) * 2 >= max(1, len(column.texts))


def _as_kpi(column: Candidate) -> Candidate:
    if column.role in (Role.SUCCESS_MEASURES, Role.OUTCOME):
        return column.become(Role.MEASURE, "beside baseline and target")
    period = re.match(r"(?:q(?:uarter)? ?[1-4]|20\d\d)\b", fold(column.heading))
    if column.role is Role.UNKNOWN and (column.read.as_of or period):
        return column.become(Role.ACTUAL, "a period over values")
    return column


def _as_plan(columns: list[Candidate]) -> list[Candidate]:
    columns = _find_action(columns)
    roles = [column.role for column in columns]
    out: list[Candidate] = []
    for column in columns:
        changed = _beside_others(column, roles, [other.role for other in out])
        out.append(column.become(*changed) if changed else column)
    return out


_BESIDE_AN_ACTION: dict[Role, tuple[Role, str]] = {
    Role.MEASURE: (Role.SUCCESS_MEASURES, "a measure beside an action"),
    Role.TARGET: (Role.SUCCESS_MEASURES, "a measure beside an action"),
    Role.BASELINE: (Role.SUCCESS_MEASURES, "a measure beside an action"),
    Role.MILESTONE: (Role.STEPS, "a milestone beside an action"),
    Role.ACTUAL: (Role.PROGRESS, "where things stand, beside an action"),
}


def _beside_others(
    column: Candidate, roles: Sequence[Role], before: Sequence[Role]
) -> tuple[Role, str] | None:
    """The role a column takes because of the other columns, and why; None when it keeps its own."""
    role = column.role
    if role is Role.OUTCOME and content.numbered_below(column.texts):
        return Role.LEVEL, "its cells are numbered as a level is"
    if role in (Role.ACTION, Role.REFERENCE) and role in before:
        if role is Role.ACTION:
            return Role.STEPS, "a second column of actions"
        return Role.NOTES, "a second column of numbers"
    leads = role is Role.ORGANISATION or (role is Role.ACCOUNTABLE and _may_lead(column.heading))
    if leads and Role.LEAD not in roles:
        return Role.LEAD, "no other column names who leads"
    if role is Role.COMPLETED_ON and Role.DUE not in roles:
        return Role.DUE, "no other column says by when"
    return _BESIDE_AN_ACTION.get(role)


def _may_lead(heading: str) -> bool:
    return fold(heading) in ("strategic lead", "senior lead", "strategic owner")


def _find_action(columns: list[Candidate]) -> list[Candidate]:
    """A plan table without a column headed "Action" still says what is done somewhere."""
    roles = [column.role for column in columns]
    if Role.ACTION in roles or Role.ACTION_AND_DUE in roles:
        return columns
    for instead in (Role.STEPS, Role.NEXT_STEPS):
        if instead in roles and (instead is Role.STEPS or len(set(roles)) > 2):
            at = roles.index(instead)
            columns[at] = columns[at].become(Role.ACTION, "nothing else says what is done", 0.6)
            return columns
    levels = [at for at, role in enumerate(roles) if role is Role.LEVEL]
    beside = {Role.LEAD, Role.DUE, Role.RATING, Role.PROGRESS} & set(roles)
    several = max((len(column.texts) for column in columns), default=0) > 1
    if len(beside) >= 2 and (several or beside & {Role.RATING, Role.PROGRESS}):
        unknown = [
            at
            for at, column in enumerate(columns)
            if column.role is Role.UNKNOWN and content.mean_words(column.texts) >= 4
        ]
        wanted = (unknown or levels)[-1:]
        if wanted:
            columns[wanted[0]] = columns[wanted[0]].become(
                Role.ACTION, "nothing else says what is done", 0.5
            )
    return columns
