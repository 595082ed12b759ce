"""The views of one plan, above each of them."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan.presenters.addresses import Addresses

OVERVIEW, ACTIONS, FINDINGS, PERIODS, SETTINGS, HISTORY = (
    "overview",
    "actions",
    "findings",
    "periods",
    "settings",
    "history",
)


def plan_tabs(plan_id: UUID, current: str, addresses: Addresses) -> tuple[dict[str, object], ...]:
    """For the `tabs` component."""
    places = (
        (OVERVIEW, "Overview", addresses.plan(plan_id)),
        (ACTIONS, "All actions", addresses.actions(plan_id)),
        (FINDINGS, "Findings", addresses.to("findings", plan_id)),
        (PERIODS, "Reporting periods", addresses.periods(plan_id)),
        (SETTINGS, "Settings", addresses.to("plan_settings", plan_id)),
        (HISTORY, "History", addresses.history("plan", plan_id)),
    )
    return tuple(
        {"text": text, "href": href, "current": key == current} for key, text, href in places
    )
