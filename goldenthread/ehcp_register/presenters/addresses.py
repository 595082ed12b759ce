"""Addresses of the register's pages, and what stands above each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class Addresses:
    """Addresses in one area."""

    slug: str

    def to(self, name: str, *args: object) -> str:
        return reverse(f"ehcp_register:{name}", args=[self.slug, *args])

    def children(self, asked: Asked | str = "") -> str:
        """The list as it is asked for, or by an address's query."""
        query = asked if isinstance(asked, str) else asked.as_query(ticket=True)
        return f"{self.to('children')}?{query}".rstrip("?")

    def child(self, child_id: UUID) -> str:
        return self.to("child", child_id)

    def queue(self, key: str, caseload: str = "") -> str:
        query = f"?caseload={caseload}" if caseload else ""
        return f"{self.to('queue', key)}{query}"

    def duty(self, duty: str) -> str:
        """What the law says of a limit; a page of deadlines."""
        return reverse("deadlines:deadline", args=[self.slug, duty])

    def file(self, asked: Asked) -> str:
        """The page that writes the list as a file; a page of reports."""
        page = reverse("reports:register_list", args=[self.slug])
        return f"{page}?{asked.as_query(ticket=True)}".rstrip("?")


def tabs(viewer: Viewer, current: str) -> list[dict[str, Any]]:
    """The parts of the register that somebody may open."""
    there = Addresses(viewer.local_area_slug)
    parts = []
    if not policies.may_see_children(viewer):
        parts += [
            ("home", "What is due"), ("children", "List"), ("caseloads", "Caseloads"),
            ("quality", "Data quality"), ("disagreements", "Sources"),
            ("saved_views", "Saved views"),
        ]  # fmt: skip
    if not policies.may_see_counts(viewer):
        parts.append(("counts", "Counts to share"))
    return [
        {"text": words, "href": there.to(name), "current": name == current} for name, words in parts
    ]
