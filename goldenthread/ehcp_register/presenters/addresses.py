"""Addresses of the register's pages, and what stands above each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
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
        return _address(name, self.slug, *args)

    def children(self, asked: Asked | str = "") -> str:
        """The list as it is asked for, or by an address's query."""
        query = asked if isinstance(asked, str) else asked.as_query(ticket=True)
        return f"{self.to('children')}?{query}".rstrip("?")

    def child(self, child_id: UUID) -> str:
        return address_of_each("child", self.slug)(child_id)

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

    def extracts(self) -> str:
        """Where extracts come in; pages of the intake."""
        return reverse("bringing_in:extracts", args=[self.slug])

    def page(self, name: str) -> str:
        """A page of the register that is about no one child or line."""
        return self.extracts() if name == "extracts" else self.to(name)


@lru_cache(maxsize=1_000)
def _address(name: str, *args: object) -> str:
    """Kept, for addresses stay as they are, and one page asks for hundreds: seven of each
    caseload."""
    return reverse(f"ehcp_register:{name}", args=args)


_ANY = UUID(int=0)


@lru_cache(maxsize=250)
def address_of_each(name: str, slug: str) -> Callable[[UUID], str]:
    """The address of a page by the id that it is about, for pages with very many of them: to ask
    for each one takes longer than the rest of its line."""
    before, after = reverse(f"ehcp_register:{name}", args=[slug, _ANY]).split(str(_ANY))
    return lambda each: f"{before}{each}{after}"


# The parts of the register and the pages of each, whose words are the links.
_PARTS = {
    "What is due": {"home": "What is due", "contradictions": "Contradictions"},
    "Children": {
        "children": "List", "saved_views": "Saved views", "newcomers": "New to the area",
    },
    "Caseloads": {"caseloads": "Caseloads"},
    "Advice and panels": {
        "advice_services": "Advice", "panels": "Panels", "contacts": "Contacts",
    },
    "Data": {
        "quality": "Data quality", "disagreements": "Sources", "extracts": "Bring in an extract",
    },
    "Sharing": {"telling": "Who is told", "counts": "Counts to share"},
}  # fmt: skip


def tabs(viewer: Viewer, current: str) -> list[dict[str, Any]]:
    """The parts of the register that somebody may open; the one that is open with its pages."""
    there = Addresses(viewer.local_area_slug)
    found = []
    for words, pages in _PARTS.items():
        open_to = [name for name in pages if _may_open(name, viewer)]
        if not open_to:
            continue
        own = [
            {"text": pages[name], "href": there.page(name), "current": name == current}
            for name in open_to
        ]
        found.append(
            {
                "text": words if len(own) > 1 else own[0]["text"],
                "href": own[0]["href"],
                "current": current in open_to,
                "parts": own if current in open_to and len(own) > 1 else (),
            }
        )
    return found


def _may_open(page: str, viewer: Viewer) -> bool:
    """Whether a tab leads somebody to a page that shows them something."""
    if page == "extracts":
        return not policies.may_manage(viewer)
    works_with_children = not policies.may_see_children(viewer)
    if page == "advice_services":
        return works_with_children or not policies.may_see_counts(viewer)
    return not policies.may_see_counts(viewer) if page == "counts" else works_with_children
