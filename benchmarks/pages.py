"""Pages: how long each takes one person, and how many queries it sends whatever the size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

from benchmarks import building
from benchmarks.browser import Browser
from benchmarks.figures import Timed, timed
from benchmarks.invented import TODAY
from goldenthread.governance import queries as governance
from goldenthread.improvement_plan import queries as plans

ROUNDS = 30
SEARCHED = quote("annual reviews")


@dataclass(frozen=True)
class Queries:
    """Statements a page sends in areas of four sizes: (actions, periods)."""

    name: str
    full: int  # 100, 24
    few_periods: int  # 100, 2
    few_actions: int  # 10, 24
    small: int  # 10, 2


def addresses(slug: str) -> dict[str, str]:
    """The pages measured in one area, by name."""
    office = building.viewer(building.office_email(slug), slug)
    plan = plans.the_only_plan(viewer=office)
    assert plan is not None
    rows = plans.actions(plan.id, viewer=office, on=TODAY)
    levels = plans.level_tree(plan.id, viewer=office, on=TODAY)
    draft = next(paper for paper in governance.papers(viewer=office) if not paper.issued)
    period = plans.latest_closed_period(plan.id, viewer=office)
    assert period is not None

    def at(name: str, *args: UUID | str) -> str:
        return reverse(name, args=[slug, *args])

    actions = at("improvement_plan:actions", plan.id)
    post_id = rows[0].leads[0].post_id
    return {
        "Plan": at("improvement_plan:plan", plan.id),
        "List of actions": actions,
        "List, off track by due date": f"{actions}?state=off-track&sort=due",
        "List, one priority and lead": f"{actions}?level={levels[0].id}&post={post_id}",
        "List, words": f"{actions}?q={SEARCHED}",
        "Grid": f"{at('improvement_plan:grid', plan.id)}?all=yes",
        "Search": f"{at('improvement_plan:search')}?q={SEARCHED}",
        "Action": at("improvement_plan:action", rows[0].id),
        "Priority": at("improvement_plan:level", levels[0].id),
        "Action area": at("improvement_plan:level", levels[1].id),
        "Periods": at("improvement_plan:periods", plan.id),
        "One period": at("improvement_plan:period", period.id),
        "My work, programme office": at("my_work:home"),
        "Papers": at("governance:papers"),
        "A draft paper": at("reports:paper", draft.id),
    }


def time_pages(slug: str = building.FIRST) -> list[Timed]:
    """Each page, for one person who has been there before."""
    office = Browser(building.office_email(slug))
    found = [
        timed(name, partial(office.get, address), rounds=ROUNDS)
        for name, address in addresses(slug).items()
    ]
    lead = Browser(building.lead_email(slug))
    home = reverse("my_work:home", args=[slug])
    return [
        *found,
        timed("My work, action lead", partial(lead.get, home), rounds=ROUNDS),
        time_grid(),
    ]


def time_grid(slug: str = building.GRID) -> Timed:
    """Two hundred actions as cells, the most one grid holds: wanted within 300 ms."""
    address = addresses(slug)["Grid"]
    office = Browser(building.office_email(slug))
    return timed("Grid of 200 actions", partial(office.get, address), rounds=ROUNDS)


def time_sizes() -> dict[str, dict[str, Timed]]:
    """The plan page and the list in areas of four sizes, one after another in turn."""
    found: dict[str, dict[str, Timed]] = {}
    for slug in (building.FIRST, *building.OTHERS):
        office = Browser(building.office_email(slug))
        here = addresses(slug)
        found[slug] = {
            name: timed(name, partial(office.get, here[name]), rounds=ROUNDS)
            for name in ("Plan", "List of actions")
        }
    return found


def count_queries() -> list[Queries]:
    counted: dict[str, dict[str, int]] = {}
    for slug in (building.FIRST, *building.OTHERS):
        office = Browser(building.office_email(slug))
        for name, address in addresses(slug).items():
            office.get(address)
            counted.setdefault(name, {})[slug] = office.queries(address)
    return [
        Queries(
            name,
            full=by_slug[building.FIRST],
            few_periods=by_slug["few-periods"],
            few_actions=by_slug["few-actions"],
            small=by_slug["small"],
        )
        for name, by_slug in counted.items()
    ]
