"""Saved views as links above a list or a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.queries.saved_views import ViewFact


class GridAddresses(Addresses):
    """The list's filters, leading to the grid."""

    def actions(self, plan_id: UUID, query: str = "") -> str:
        address = self.to("grid", plan_id)
        return f"{address}?{query or 'all=yes'}"


def excel_href(plan_id: UUID, query: str, addresses: Addresses) -> str:
    """The page that makes a workbook for a lead of the same actions; a page of reports."""
    page = reverse("reports:lead_workbook", args=[addresses.slug, plan_id])
    return f"{page}?{query}" if query else page


@dataclass(frozen=True)
class ViewLink:
    words: str
    href: str
    current: bool
    note: str  # "your default", "shared by Priya Nair"


def view_query(view: ViewFact) -> str:
    """The address's query that a view stands for."""
    return "&".join(part for part in (view.filters, *(f"col={c}" for c in view.columns)) if part)


def views_href(plan_id: UUID, query: str, addresses: Addresses) -> str:
    """The page of saved views, knowing what one was looking at."""
    page = addresses.to("saved_views", plan_id)
    return f"{page}?{urlencode({'keep': query})}" if query else page


def view_links(
    views: Iterable[ViewFact], *, current: str, to: Callable[[str], str]
) -> tuple[ViewLink, ...]:
    """`to` makes a query an address; `current` is the query of the page."""
    found = []
    for view in views:
        asked = view_query(view)
        notes = ["opens first"] if view.default else []
        if not view.mine:
            notes.append(f"shared by {view.owner}")
        here = bool(current) and asked == current
        found.append(ViewLink(view.name, to(asked), here, ", ".join(notes)))
    return tuple(found)
