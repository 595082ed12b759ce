"""The views of one plan, above each of them."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan.presenters.addresses import Addresses

RISKS = "risks"
FAMILIES = "families"
QUALITY = "quality"
ROUNDS = "rounds"
OVERVIEW, ACTIONS, GRID, FINDINGS, PERIODS, SETTINGS, HISTORY = (
    "overview",
    "actions",
    "grid",
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
        (GRID, "Grid", addresses.to("grid", plan_id)),
        (FINDINGS, "Findings", addresses.to("findings", plan_id)),
        (FAMILIES, "Families", addresses.to("families", plan_id)),
        (RISKS, "Risks", addresses.to("risks", plan_id)),
        (QUALITY, "Quality", addresses.to("quality", plan_id)),
        (PERIODS, "Reporting periods", addresses.periods(plan_id)),
        (ROUNDS, "Updates", addresses.to("rounds", plan_id)),
        (SETTINGS, "Settings", addresses.to("plan_settings", plan_id)),
        (HISTORY, "History", addresses.history("plan", plan_id)),
    )
    return tuple(
        {"text": text, "href": href, "current": key == current} for key, text, href in places
    )
