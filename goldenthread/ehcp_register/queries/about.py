"""What holds of a child from a day on: needs, personal budgets, who is responsible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.models import Need, PersonalBudget, Placement, Responsibility
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class HeldFact:
    """One dated row. `words` say what holds; `note` what belongs to it."""

    id: UUID
    what: str  # need, budget, responsible, placement
    words: str
    note: str
    from_date: date
    until: date | None


@dataclass(frozen=True)
class AboutChild:
    needs: tuple[HeldFact, ...]
    budgets: tuple[HeldFact, ...]
    responsible: tuple[HeldFact, ...]


def about_in(rows: Mapping[type[Any], Iterable[Any]]) -> AboutChild:
    """What the rows of one child tell, by their model: each kind with what holds now first."""

    def told(model: type[Any]) -> list[Any]:
        return sorted(
            rows[model],
            key=lambda one: (one.until is None, one.from_date, str(one.pk)),
            reverse=True,
        )

    needs = sorted(told(Need), key=lambda one: (one.until is not None, one.rank))
    return AboutChild(
        tuple(_need(one) for one in needs),
        tuple(_budget(one) for one in told(PersonalBudget)),
        tuple(_responsible(one) for one in told(Responsibility)),
    )


def dated(what: str, row_id: UUID, *, viewer: Viewer, on: date) -> tuple[UUID, HeldFact] | None:
    """One row that has not ended, with the id of its child."""
    model, told = _KINDS[what]
    row = model.objects.visible_to(viewer, on=on).filter(pk=row_id, until__isnull=True).first()
    return (row.child_id, told(row)) if row else None


def _need(row: Any) -> HeldFact:
    rank = "Primary need" if row.rank == 1 else "Second need"
    return _fact(row, "need", row.get_need_display(), rank)


def _budget(row: Any) -> HeldFact:
    if row.declined:
        return _fact(row, "budget", "A personal budget was declined", row.reason)
    notes = [row.get_part_display() if row.part else "", _pounds(row.amount)]
    return _fact(row, "budget", row.get_how_display(), ", ".join(note for note in notes if note))


def _responsible(row: Any) -> HeldFact:
    return _fact(row, "responsible", f"{row.get_kind_display()}: {row.authority}", row.how_known)


def _placement(row: Any) -> HeldFact:
    where = row.name or row.get_elsewhere_display() or (f"URN {row.urn}" if row.urn else "")
    return _fact(row, "placement", row.get_kind_display(), where)


def _fact(row: Any, what: str, words: str, note: str) -> HeldFact:
    return HeldFact(row.pk, what, words, note, row.from_date, row.until)


def _pounds(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return f"£{amount:,.0f} a year" if whole else f"£{amount:,.2f} a year"


_KINDS: dict[str, Any] = {
    "need": (Need, _need),
    "budget": (PersonalBudget, _budget),
    "responsible": (Responsibility, _responsible),
    "placement": (Placement, _placement),
}
