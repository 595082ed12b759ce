"""The pages of workbooks that came back: sent, now and came beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from goldenthread.improvement_plan.queries.workbooks import HEADINGS
from goldenthread.intake.actions.returned import Chosen
from goldenthread.intake.actions.returned_comparing import CellDifference, ReturnComparison
from goldenthread.intake.queries.returned import ReturnFact, ReturnState
from goldenthread.pages.words import counted, say_date


@dataclass(frozen=True)
class ReturnLine:
    name: str
    href: str
    state: str
    detail: str
    uploaded: str


@dataclass(frozen=True)
class CellChoice:
    """`where` says who changed it; `checked` whether it is ticked beforehand."""

    key: str
    label: str
    sent: str
    now: str
    came: str
    where: str
    both: bool
    sentence: str
    checked: bool


@dataclass(frozen=True)
class RowChoice:
    reference: str
    title: str
    href: str
    number: int
    cells: tuple[CellChoice, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Added:
    number: int
    reference: str
    words: tuple[tuple[str, str], ...]
    chosen: str
    text: str


@dataclass(frozen=True)
class Missing:
    key: str
    reference: str
    title: str
    checked: bool


@dataclass(frozen=True)
class ReturnPage:
    caption: str
    lede: str
    counts: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[RowChoice, ...]
    every: tuple[str, ...]
    missing: tuple[Missing, ...]
    added: tuple[Added, ...]
    parts: tuple[tuple[str, str], ...]
    differs: bool


def return_lines(facts: Iterable[ReturnFact], slug: str) -> tuple[ReturnLine, ...]:
    return tuple(
        ReturnLine(
            name=fact.file_name,
            href=reverse("intake:returned_workbook", args=[slug, fact.id]),
            state=fact.state_words,
            detail=outcome_words(fact),
            uploaded=f"{say_date(fact.uploaded_on)} by {fact.created_by}",
        )
        for fact in facts
    )


def outcome_words(fact: ReturnFact) -> str:
    """ "12 cells in 5 actions; 1 action added; 1 action ended"."""
    if fact.state != ReturnState.APPLIED:
        return fact.refusal
    made = fact.outcome
    parts = [f"{counted(made['cells'], 'cell')} in {counted(made['actions'], 'action')}"]
    if made.get("added"):
        parts.append(f"{counted(made['added'], 'action')} added")
    if made.get("ended"):
        parts.append(f"{counted(made['ended'], 'action')} ended")
    return "; ".join(parts)


def return_page(
    comparison: ReturnComparison,
    parts: Sequence[tuple[UUID, str]],
    *,
    chosen: Chosen | None,
    slug: str,
) -> ReturnPage:
    """`chosen` is what was ticked before and could not be taken over; else what is safe is."""
    sent = comparison.sent
    whom = f" for {sent.for_whom}" if sent.for_whom else ""
    takeable = [cell for cell in comparison.cells if not cell.sentence]
    return ReturnPage(
        caption=sent.plan_title,
        lede=f"Workbook {sent.code}, made on {say_date(sent.on)} by {sent.by}{whom}. "
        "Nothing is changed until you take it over.",
        counts=_counts(comparison),
        notes=comparison.notes,
        rows=tuple(
            RowChoice(
                reference=row.reference,
                title=row.title,
                href=reverse("improvement_plan:action", args=[slug, row.action_id]),
                number=row.number,
                cells=tuple(_choice(cell, comparison, chosen) for cell in row.cells),
                notes=row.notes,
            )
            for row in comparison.rows
        ),
        every=tuple(cell.key for cell in takeable),
        missing=tuple(
            Missing(one.key, one.reference, one.title, bool(chosen and one.key in chosen.end))
            for one in comparison.missing
        ),
        added=_added(comparison, chosen),
        parts=tuple((str(pk), " ".join(words.split())[:120]) for pk, words in parts),
        differs=comparison.differs,
    )


def _added(comparison: ReturnComparison, chosen: Chosen | None) -> tuple[Added, ...]:
    return tuple(
        Added(
            number=row.number,
            reference=row.reference,
            words=tuple(
                (HEADINGS[name], words)
                for name, words in row.cells.items()
                if words and name != "text"
            ),
            chosen=str(chosen.add.get(row.number, "")) if chosen else "",
            text=row.cells.get("text", ""),
        )
        for row in comparison.added
    )


def _choice(
    cell: CellDifference, comparison: ReturnComparison, chosen: Chosen | None
) -> CellChoice:
    twice = sum(
        one.column == cell.column
        for row in comparison.rows
        if any(each.key == cell.key for each in row.cells)
        for other in comparison.rows
        if other.action_id == row.action_id
        for one in other.cells
    )
    safe = not cell.both and not cell.sentence and twice < 2
    return CellChoice(
        key=cell.key,
        label=cell.label,
        sent=cell.sent,
        now=cell.now,
        came=cell.came,
        where="Changed there, and here meanwhile" if cell.both else "Changed there",
        both=cell.both,
        sentence=cell.sentence,
        checked=cell.key in chosen.take if chosen else safe,
    )


def _counts(comparison: ReturnComparison) -> tuple[str, ...]:
    cells = comparison.cells
    both = sum(cell.both for cell in cells)
    odd = sum(bool(cell.sentence) for cell in cells)
    found = [f"{counted(len(cells), 'cell')} changed in the workbook"]
    if both:
        found.append(f"{both} of them changed here too since it was made: choose which stands")
    if odd:
        found.append(f"{counted(odd, 'cell')} cannot be taken over as written")
    if comparison.here_only:
        found.append(f"{counted(comparison.here_only, 'cell')} changed only here: they stay")
    if comparison.unchanged:
        found.append(f"{counted(comparison.unchanged, 'action')} unchanged")
    return tuple(found)
