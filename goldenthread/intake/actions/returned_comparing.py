"""A workbook that came back beside what was sent and what stands here now: every difference."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.actions.grid_weighing import weigh
from goldenthread.improvement_plan.queries.grid import (
    GridRow,
    RowChange,
    fingerprint,
    rows_of,
    settled,
)
from goldenthread.improvement_plan.queries.workbooks import HEADINGS, SentFact, SentRow
from goldenthread.intake.queries.returned import ReturnedRow, ReturnedSheet
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import folded

_LONGEST = 32_767  # characters an Excel cell may hold: more than that never left whole


@dataclass(frozen=True)
class CellDifference:
    """A cell that says something else than when it was sent. `both`: it was changed here too.
    `sentence` says why it cannot be taken over as it is; empty where it can."""

    key: str
    column: str
    label: str
    sent: str
    now: str
    came: str
    both: bool
    sentence: str = ""


@dataclass(frozen=True)
class RowDifference:
    number: int
    action_id: UUID
    reference: str
    title: str
    cells: tuple[CellDifference, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MissingRow:
    """An action that was sent and is not in the workbook any more. Nothing happens by itself."""

    key: str
    action_id: UUID
    reference: str
    title: str
    version: int


@dataclass(frozen=True)
class ReturnComparison:
    """`seen` stands for everything that was looked at here: another by the time it is taken over
    means that the plan changed meanwhile."""

    sent: SentFact
    rows: tuple[RowDifference, ...]
    missing: tuple[MissingRow, ...]
    added: tuple[ReturnedRow, ...]
    notes: tuple[str, ...]
    unchanged: int
    here_only: int  # cells that were changed here since, and not in the workbook
    now: Mapping[UUID, GridRow]
    seen: str

    @property
    def cells(self) -> tuple[CellDifference, ...]:
        return tuple(cell for row in self.rows for cell in row.cells)

    @property
    def differs(self) -> bool:
        return bool(self.rows or self.missing or self.added)


def compare_return(
    sent: SentFact, sheet: ReturnedSheet, *, by: Viewer, on: date
) -> ReturnComparison:
    """Every difference, whoever made it. A constant number of queries."""
    paired, added, notes = _paired(sent, sheet)
    ids = [row.action_id for row in sent.rows]
    now = {row.id: row for row in rows_of(sent.plan_id, viewer=by, on=on, action_ids=ids)}
    here = [(one, back) for one, back in paired if one.action_id in now]
    sentences = _weighed(sent, here, now, by=by, on=on)
    rows = []
    for one, back in here:
        cells = tuple(_cells(one, back, now[one.action_id], sentences.get(back.number, {})))
        row = now[one.action_id]
        if cells or _said_of(one, back):
            found = RowDifference(
                back.number, row.id, row.reference, row.row.title, cells, _said_of(one, back)
            )
            rows.append(found)
    gone = [one.reference for one, _ in paired if one.action_id not in now]
    if gone:
        notes.append(f"No longer in the plan, so left alone: {', '.join(gone)}.")
    back_ids = {one.action_id for one, _ in paired}
    missing = tuple(
        MissingRow(f"end:{pk}", pk, now[pk].reference, now[pk].row.title, now[pk].row.version)
        for pk in dict.fromkeys(ids)
        if pk in now and pk not in back_ids
    )
    return ReturnComparison(
        sent=sent,
        rows=tuple(rows),
        missing=missing,
        added=added,
        notes=(*sheet.notes, *notes),
        unchanged=len({one.action_id for one, _ in here}) - len({row.action_id for row in rows}),
        here_only=_here_only(here, now),
        now=now,
        seen=_seen(now.values()),
    )


def _paired(
    sent: SentFact, sheet: ReturnedSheet
) -> tuple[list[tuple[SentRow, ReturnedRow]], tuple[ReturnedRow, ...], list[str]]:
    """Rows known by their code, else by their reference; the rest were added."""
    by_code = {row.code: row for row in sent.rows}
    by_reference = {folded(row.reference): row for row in sent.rows}
    found: dict[int, SentRow] = {
        row.number: by_code[row.code] for row in sheet.rows if row.code in by_code
    }
    taken = {one.code for one in found.values()}
    notes: list[str] = []
    added = []
    for row in sheet.rows:
        if row.number in found:
            continue
        like = by_reference.get(folded(row.reference)) if row.reference else None
        if like and like.code not in taken:
            found[row.number] = like
            taken.add(like.code)
        else:
            added.append(row)
    paired = [(found[row.number], row) for row in sheet.rows if row.number in found]
    order = [one.code for one, _ in paired]
    if order != sorted(order):
        notes.append("The rows were sorted; each was found by its code.")
    for code, count in Counter(order).items():
        if count > 1:
            lines = [row.number for one, row in paired if one.code == code]
            listed = " and ".join(str(line) for line in lines)
            notes.append(
                f"{by_code[code].reference} stands in rows {listed}. Choose from one of them."
            )
    return paired, tuple(added), notes


def _said_of(one: SentRow, back: ReturnedRow) -> tuple[str, ...]:
    if back.reference and folded(back.reference) != folded(one.reference):
        return (
            f"The reference says {back.reference} instead of {one.reference}. The row is known by "
            "its code, and the action keeps its reference.",
        )
    return ()


def _differing(one: SentRow, back: ReturnedRow) -> dict[str, str]:
    """Cells that say something else than when they were sent."""
    return {
        name: words
        for name, words in back.cells.items()
        if name in HEADINGS and words != settled(one.cells[name][:_LONGEST])
    }


def _weighed(
    sent: SentFact,
    pairs: Iterable[tuple[SentRow, ReturnedRow]],
    now: Mapping[UUID, GridRow],
    *,
    by: Viewer,
    on: date,
) -> dict[int, dict[str, str]]:
    """Row number → column → the sentence why a cell cannot be taken over."""
    found: dict[int, dict[str, str]] = {}
    changes: dict[int, RowChange] = {}
    for one, back in pairs:
        if cells := _differing(one, back):
            was = {name: fingerprint(words) for name, words in now[one.action_id].cells.items()}
            changes[back.number] = RowChange(one.action_id, cells, was)
    # One action may stand in two rows: each row is weighed by itself.
    waiting = dict(changes)
    while waiting:
        batch: dict[UUID, int] = {}
        for number, change in waiting.items():
            batch.setdefault(change.action_id, number)
        weighed = weigh(
            plan_id=sent.plan_id, changes=[changes[n] for n in batch.values()], by=by, on=on
        )
        for mark in weighed.marks:
            found.setdefault(batch[mark.action_id], {})[mark.column] = mark.sentence
        waiting = {number: one for number, one in waiting.items() if number not in batch.values()}
    return found


def _cells(
    one: SentRow, back: ReturnedRow, now: GridRow, sentences: Mapping[str, str]
) -> Iterable[CellDifference]:
    for name, words in _differing(one, back).items():
        stands = now.cells[name]
        if words == stands:
            continue  # both changed it to the same
        sent = settled(one.cells[name][:_LONGEST])
        yield CellDifference(
            key=f"cell:{back.number}:{name}",
            column=name,
            label=HEADINGS[name],
            sent=sent,
            now=stands,
            came=words,
            both=settled(stands[:_LONGEST]) != sent,
            sentence=sentences.get(name, ""),
        )


def _here_only(pairs: Iterable[tuple[SentRow, ReturnedRow]], now: Mapping[UUID, GridRow]) -> int:
    return sum(
        name not in _differing(one, back)
        and settled(now[one.action_id].cells[name][:_LONGEST])
        != settled(one.cells[name][:_LONGEST])
        for one, back in pairs
        for name in HEADINGS
    )


def _seen(rows: Iterable[GridRow]) -> str:
    words = "\x1f".join(
        f"{row.id}\x1e{row.cells[name]}" for row in rows for name in sorted(row.cells)
    )
    return hashlib.blake2s(words.encode(), digest_size=12).hexdigest()
