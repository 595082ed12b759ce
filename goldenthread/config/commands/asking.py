"""What every command asks first: in which local area, as whom, on which day."""

from __future__ import annotations

import json
import re
from calendar import month_name, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import click

from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.improvement_plan.queries.facts import PlanFact
    from goldenthread.partnership.queries import Viewer

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Asked:
    """Who acts, and today's date in London."""

    viewer: Viewer
    on: date


def start_django() -> None:
    """Load the installation: settings, models, database."""
    import django

    django.setup()


def asks_as(command: Command) -> Command:
    """Adds --area and --as."""
    area = click.option(
        "--area",
        metavar="SHORT-NAME",
        help="The local area; needed only where the installation serves several.",
    )
    as_user = click.option(
        "--as", "as_user", metavar="EMAIL", help="Act as this person (default: the administrator)."
    )
    return area(as_user(command))


class Day(click.ParamType[date]):
    """A day as 2019-12-31; a date that does not exist is told from words that are no date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", str(value).strip())
        if parts is None:
            self.fail(f"“{value}” is no date. Write year, month and day, such as 2019-12-31.")
        year, month, day = (int(part) for part in parts.groups())
        if not 1 <= month <= 12:
            self.fail(f"{value}: there is no month {month}. Write it as 2019-12-31.")
        if year == 0:
            self.fail(f"{value}: there is no year 0. Write it as 2019-12-31.")
        last = monthrange(year, month)[1]
        if not 1 <= day <= last:
            self.fail(
                f"{value} is no day: {month_name[month]} {year} has {last} days. "
                f"Its last is {year:04}-{month:02}-{last}."
            )
        return date(year, month, day)


DAY = Day()


def answers_json(command: Command) -> Command:
    """Adds --format text|json."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Text for people, JSON for scripts.",
    )(command)


def ask(area: str | None, as_user: str | None) -> Asked:
    """Find the area and the person; refuse in a sentence where either is missing."""
    start_django()
    from django.utils import timezone

    from goldenthread.partnership import queries

    on = timezone.localdate()
    areas = queries.all_areas()
    if not areas:
        raise Refused(
            "There is no local area yet. Run: goldenthread add-area, or goldenthread demo."
        )
    if area is None and len(areas) > 1:
        names = ", ".join(one.slug for one in areas)
        raise Refused(
            f"This installation serves several local areas. Add --area with one of: {names}."
        )
    slug = area or areas[0].slug
    if slug not in {one.slug for one in areas}:
        raise Refused(f"There is no local area called {slug}. Run: goldenthread areas.")
    user = queries.user_named(as_user) if as_user else queries.first_administrator(slug, on=on)
    viewer = queries.viewer_for(user, slug, on=on) if user else None
    if viewer is None:
        who = as_user or "An administrator"
        raise Refused(f"{who} has no role in {slug} today. An administrator can give one.")
    return Asked(viewer, viewer.day or on)


def find_plan(asked: Asked, name: str | None) -> PlanFact:
    """The plan named by title, start of title or id; the only one where none is named."""
    from goldenthread.improvement_plan import queries

    plans = queries.plans(viewer=asked.viewer)
    if not plans:
        raise Refused("There is no plan yet. Import one: goldenthread import-plan FILE.")
    if name is None:
        if len(plans) == 1:
            return plans[0]
        titles = "; ".join(plan.title for plan in plans)
        raise Refused(f"There are several plans. Add --plan with one of: {titles}.")
    exact = [plan for plan in plans if name in (plan.title, str(plan.id))]
    near = exact or [plan for plan in plans if plan.title.lower().startswith(name.lower())]
    if len(near) != 1:
        raise Refused(f"“{name}” is not the title of one plan. Run: goldenthread plans.")
    return near[0]


def say_json(answer: Any) -> None:
    """Print JSON; dates as ISO, ids as text, decimals as numbers with their own places."""
    click.echo(json.dumps(answer, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no plain form")
