"""Where an action was carried from, and where it went, in a sentence with a link each."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.queries.carrying import Lineage


@dataclass(frozen=True)
class LineageLine:
    """A sentence whose middle is a link."""

    before: str
    named: str
    href: str
    after: str


def lineage_lines(lineage: Lineage, addresses: Addresses) -> tuple[LineageLine, ...]:
    came = lineage.came_from
    found = []
    if came:
        found.append(
            LineageLine(
                "It goes on with ",
                f"{came.reference} of {came.plan_title}",
                addresses.action(came.action_id),
                ", where its earlier ratings, updates and evidence are.",
            )
        )
    for went in lineage.went_to:
        named = f"{went.reference} of {went.plan_title}"
        found.append(LineageLine("It goes on as ", named, addresses.action(went.action_id), "."))
    return tuple(found)
