"""The words of what holds of a child from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.about import AboutChild, HeldFact
from goldenthread.pages.words import say_date

_OVER = {
    "need": "need_over",
    "budget": "budget_over",
    "responsible": "responsible_over",
    "placement": "placement_over",
}


@dataclass(frozen=True)
class AboutPart:
    """One kind of what holds, what now does first; `href` leads to recording another."""

    heading: str
    lines: tuple[dict[str, str], ...]
    missing: str
    deed: str
    href: str


def about_parts(
    about: AboutChild, *, child_id: UUID, slug: str, may_record: bool
) -> tuple[AboutPart, ...]:
    """Needs, personal budget, who is responsible."""
    there = Addresses(slug)

    def part(
        heading: str, found: tuple[HeldFact, ...], missing: str, deed: str, name: str
    ) -> AboutPart:
        return AboutPart(
            heading,
            tuple(_line(one, there, may_record) for one in found),
            missing,
            deed,
            there.to(name, child_id) if may_record else "",
        )

    return (
        part("Needs", about.needs, "No need is recorded.", "Record a need", "need"),
        part(
            "Personal budget",
            about.budgets,
            "None has been agreed or declined.",
            "Record a personal budget",
            "budget",
        ),
        part(
            "Who is responsible",
            about.responsible,
            "Nothing says that another authority is or was responsible.",
            "Record who is responsible",
            "responsible",
        ),
    )


def _line(one: HeldFact, there: Addresses, may: bool) -> dict[str, str]:
    if one.until is None:
        when = f"Since {say_date(one.from_date)}"
    elif one.until == one.from_date:
        when = say_date(one.from_date)
    else:
        when = f"{say_date(one.from_date)} to {say_date(one.until)}"
    return {
        "words": one.words,
        "note": one.note,
        "when": when,
        "past": "yes" if one.until else "",
        "end_href": there.to(_OVER[one.what], one.id) if may and one.until is None else "",
    }
