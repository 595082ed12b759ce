"""Where each page of a plan stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.urls import reverse

from goldenthread.improvement_plan.queries.facts import LeadFact
from goldenthread.pages.shell import Crumb

ADDRESSES_REMEMBERED = 8192


@lru_cache(maxsize=ADDRESSES_REMEMBERED, typed=True)
def _address(name: str, *args: object) -> str:
    """A page may name a hundred others, the same ones each time."""
    return reverse(f"improvement_plan:{name}", args=args)


@dataclass(frozen=True)
class Addresses:
    """The pages of one local area; `slug` is the area's in the address."""

    slug: str

    def to(self, name: str, *args: object) -> str:
        """The page of this context called `name`."""
        return _address(name, self.slug, *args)

    def plan(self, plan_id: UUID) -> str:
        return self.to("plan", plan_id)

    def actions(self, plan_id: UUID, query: str = "") -> str:
        """A plan's list of actions, narrowed by an address's query (without "?")."""
        address = self.to("actions", plan_id)
        return f"{address}?{query}" if query else address

    def action(self, action_id: UUID) -> str:
        return self.to("action", action_id)

    def level(self, level_id: UUID) -> str:
        return self.to("level", level_id)

    def forum(self, forum_id: UUID) -> str:
        return self.to("forum", forum_id)

    def lead(self, lead: LeadFact) -> str:
        """The page of a post or person; "" for a lead nobody has identified."""
        if lead.post_id:
            return self.to("lead", "post", lead.post_id)
        if lead.person_id:
            return self.to("lead", "person", lead.person_id)
        return ""

    def period(self, period_id: UUID) -> str:
        return self.to("period", period_id)

    def periods(self, plan_id: UUID) -> str:
        return self.to("periods", plan_id)

    def history(self, kind: str, thing_id: UUID) -> str:
        return self.to("history", kind, thing_id)

    def people(self) -> str:
        """Who is who, with their email addresses."""
        return reverse("partnership:people", args=[self.slug])

    def posts(self) -> str:
        """Who holds which post."""
        return reverse("partnership:posts", args=[self.slug])

    def hand_over(self, person_id: UUID) -> str:
        """Where everything that somebody holds goes to whoever follows."""
        return reverse("my_work:hand_over", args=[self.slug, person_id])

    def plans_crumb(self) -> Crumb:
        return Crumb("Plans", f"{self.to('plans')}?all=yes")

    def plan_crumbs(self, plan_id: UUID, title: str, *more: Crumb) -> tuple[Crumb, ...]:
        return (self.plans_crumb(), Crumb(title, self.plan(plan_id)), *more)
