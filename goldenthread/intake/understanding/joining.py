"""Rows broken by pages: which body rows belong to the row before, which must be asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.intake.understanding.areas import starts_with_number
from goldenthread.intake.understanding.body import BodyRow
from goldenthread.intake.understanding.content import (
    dates_taken_out,
    looks_like_rating,
    looks_like_reference,
)
from goldenthread.intake.understanding.corrections import JOINED, SEPARATE, Corrections
from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.level_words import read_level_heading
from goldenthread.intake.understanding.posts import is_bare_rank, is_person, starts_with_rank
from goldenthread.intake.understanding.words import is_open, opens_lower, said_again, squeeze

ACTION = "action"
HEADING = "heading"
_DATES = (Role.DUE, Role.START, Role.COMPLETED_ON)
_FLOWING = (
    Role.ACTION, Role.ACTION_AND_DUE, Role.STEPS, Role.SUCCESS_MEASURES, Role.OUTCOME,
    Role.IMPACT, Role.PROGRESS, Role.EVIDENCE, Role.NEXT_STEPS, Role.NOTES, Role.RISKS,
    Role.MITIGATION, Role.COPRODUCTION, Role.DEPENDENCIES, Role.RESOURCES, Role.RATING_REASON,
    Role.UNKNOWN,
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """How a row is read ("action", "joined", "heading"), whether to ask, and why."""

    reading: str
    ask: bool = False
    because: str = ""


@dataclass(frozen=True)
class Group:
    """The physical rows of one action; or one heading row."""

    rows: tuple[BodyRow, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def is_heading(self) -> bool:
        """Is it a heading inside a table?"""
        return self.verdicts[0].reading == HEADING


def join_rows(rows: Sequence[BodyRow], corrections: Corrections) -> list[Group]:
    """The body rows in groups, one an action; the officer's answers overrule."""
    groups: list[list[tuple[BodyRow, Verdict]]] = []
    for row in rows:
        before = [earlier for earlier, _ in groups[-1]] if groups else []
        after_heading = bool(groups) and groups[-1][0][1].reading == HEADING
        verdict = _answered(row, corrections)
        if verdict is None or (verdict.reading == JOINED and (not before or after_heading)):
            verdict = judge(row, [] if after_heading else before)
        if verdict.reading == JOINED:
            groups[-1].append((row, verdict))
        else:
            groups.append([(row, verdict)])
    return [
        Group(tuple(row for row, _ in group), tuple(verdict for _, verdict in group))
        for group in groups
    ]


def _answered(row: BodyRow, corrections: Corrections) -> Verdict | None:
    answer = corrections.rows.get(row.id)
    if answer == JOINED:
        return Verdict(JOINED, because="the officer said so")
    if answer == SEPARATE:
        return Verdict(ACTION, because="the officer said so")
    return None


def judge(row: BodyRow, before: Sequence[BodyRow]) -> Verdict:
    """How one row is read, after the rows of the action before it (none: it cannot continue)."""
    if _is_heading(row, before):
        return Verdict(HEADING, because="its only words stand under the level's heading")
    same_table = bool(before) and (
        before[-1].section == row.section
        and len(before[-1].table.columns) == len(row.table.columns)
    )
    if not same_table:
        return Verdict(ACTION)
    if row.merged(Role.ACTION, Role.ACTION_AND_DUE):
        return Verdict(JOINED, because="its action cell is merged with the row above")
    if _own_reference(row, before):
        return Verdict(ACTION, because="it has a reference or level of its own")
    return _by_sentences(row, before)


def _is_heading(row: BodyRow, before: Sequence[BodyRow]) -> bool:
    filled = row.filled
    if len(filled) != 1:
        return False
    at = filled[0]
    text = squeeze(row.text(at))
    across = all(
        cell.merged_left or not cell.text.strip()
        for place, cell in enumerate(row.row.cells)
        if place != at
    ) and any(cell.merged_left for cell in row.row.cells)
    role = next(column.role for column in row.table.columns if column.column == at)
    leading = role in (Role.LEVEL, Role.REFERENCE) or (at == 0 and role not in _FLOWING)
    level = read_level_heading(text, looks_like_heading=False)
    if level is not None and level.reference and not row.row.cells[at].merged_above:
        return True
    if not across and not leading:
        return row.cell(at).bold and at == 0 and len(text.split()) <= 15 and not opens_lower(text)
    if len(text.split()) > 60 or opens_lower(text) or at in row.spans_down:
        return False
    if looks_like_reference(text) or any(cell.merged_above for cell in row.row.cells):
        return False
    earlier = squeeze(_last_text(before, at))
    return not (row.at_break and not across and is_open(earlier))


def _last_text(before: Sequence[BodyRow], column: int) -> str:
    for row in reversed(before):
        if text := row.text(column):
            return text
    return ""


def _own_reference(row: BodyRow, before: Sequence[BodyRow]) -> bool:
    if row.texts(Role.REFERENCE):
        return True
    for at in row.table.at(Role.LEVEL):
        text = row.text(at)
        if not text:
            continue
        earlier = _last_text(before, at)
        if row.at_break and earlier and opens_lower(text):
            continue
        if row.at_break and said_again(text, earlier) and not _own_date(row):
            if any(_continues(row, before, column) for column in row.table.at(Role.ACTION)):
                continue
            return True
        if starts_with_number(text):
            return True
        if row.at_break and earlier and is_open(earlier):
            continue
        return True
    return False


def _own_date(row: BodyRow) -> bool:
    """A whole date stands in the row: more than a year or a month that broke off."""
    for at in row.table.at(*_DATES):
        text = squeeze(row.text(at))
        found, _ = dates_taken_out(text)
        if text and not re.fullmatch(r"(?:19|20)\d\d|[A-Za-z]+", found or text):
            return True
    return False


def _own_lead(row: BodyRow, before: Sequence[BodyRow]) -> bool:
    for at in row.table.at(Role.LEAD):
        text, earlier = squeeze(row.text(at)), squeeze(_last_text(before, at))
        if text and not is_open(earlier) and not is_bare_rank(earlier.split("\n")[-1]):
            return starts_with_rank(text) or is_person(text)
    return False


def _own_rating(row: BodyRow) -> bool:
    return any(looks_like_rating(row.text(at)) for at in row.table.at(Role.RATING))


def _by_sentences(row: BodyRow, before: Sequence[BodyRow]) -> Verdict:
    """Does the row go on in the middle of the sentences of the row before?"""
    action_at = row.table.at(Role.ACTION, Role.ACTION_AND_DUE, Role.STEPS)
    own = [at for at in action_at if row.text(at)]
    whole = _own_date(row) or _own_rating(row)
    if not own:
        return _without_action(row, before, whole)
    continues = _continues(row, before, own[0])
    if continues and row.at_break:
        return Verdict(JOINED, because="its action goes on in the middle of a sentence")
    if whole:
        return Verdict(ACTION, because="it has a date or rating of its own")
    if row.at_break:
        return _at_top_of_page(row, before)
    if continues and not _own_lead(row, before):
        return Verdict(JOINED, ask=True, because="its action seems to go on in mid-sentence")
    return Verdict(ACTION)


def _continues(row: BodyRow, before: Sequence[BodyRow], column: int) -> bool:
    earlier = _last_text(before, column)
    return opens_lower(row.text(column)) or (is_open(earlier) and not _is_dash_end(earlier))


def _without_action(row: BodyRow, before: Sequence[BodyRow], whole: bool) -> Verdict:
    goes_on = _goes_on(row, before)
    if whole and not goes_on and not row.at_break:
        return Verdict(ACTION, because="it has a date or rating of its own")
    return Verdict(JOINED, ask=not (row.at_break or goes_on), because="it has no action of its own")


def _at_top_of_page(row: BodyRow, before: Sequence[BodyRow]) -> Verdict:
    """An action that opens with a capital after a break, without reference and date."""
    if _area_cell_runs_on(row, before):
        return Verdict(
            ACTION, because="a level cell that spans several rows was broken, not the action"
        )
    if _own_lead(row, before) and not _goes_on(row, before):
        return Verdict(ACTION, ask=True, because="it has a lead of its own but no date")
    return Verdict(
        JOINED, ask=True, because="it stands at the top of a page without reference and date"
    )


def _is_dash_end(text: str) -> bool:
    return text.rstrip()[-1:] in "–—:"


def _goes_on(row: BodyRow, before: Sequence[BodyRow]) -> bool:
    """Does any column of sentences go on in the middle of one?"""
    return any(
        row.text(at) and (opens_lower(row.text(at)) or is_open(_last_text(before, at)))
        for at in row.table.at(*_FLOWING)
    )


def _area_cell_runs_on(row: BodyRow, before: Sequence[BodyRow]) -> bool:
    """The level cell is cut by the page, and also spans rows below: the page cut a merged cell.

    Then the break says nothing of the action; a capital letter after a finished row means a
    new one.
    """
    for at in row.table.at(Role.LEVEL):
        cut = row.text(at) and (opens_lower(row.text(at)) or is_open(_last_text(before, at)))
        if (cut or row.cell(at).merged_above) and at in row.spans_down:
            return True
    return False
