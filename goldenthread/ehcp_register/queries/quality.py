"""How good the data is: each check with what it finds, for how long, and whether it gets better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min

from goldenthread.ehcp_register.models import CheckRun, Problem
from goldenthread.ehcp_register.queries.checks import CHECKS, CheckWords
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.ehcp_register.queries.on_a_day import lines_on
from goldenthread.partnership.queries import Viewer, post_titles

_TREND = 8  # runs


@dataclass(frozen=True)
class CheckFact:
    """`runs`: day and how many were found, the last first, of those runs that ran. `last_on` None:
    it was never tried. `why_not_run`: the last time."""

    check: CheckWords
    open: int
    since: date | None
    last_on: date | None
    why_not_run: str
    runs: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class ProblemFact:
    child_id: UUID
    surname: str
    forename: str
    reference: str
    said: str
    since: date
    caseload: str


@dataclass(frozen=True)
class Problems:
    count: int
    page: int
    rows: tuple[ProblemFact, ...]


def checks(*, viewer: Viewer, on: date) -> tuple[CheckFact, ...]:
    """Every check there is, whether it ever ran or not; those that find most come first."""
    open_ones = Problem.objects.visible_to(viewer, on=on).filter(cleared_on__isnull=True)
    counted = {
        key: (count, since)
        for key, count, since in open_ones.order_by()
        .values_list("check_key")
        .annotate(count=Count("pk"), since=Min("first_found_on"))
    }
    runs: dict[str, list[CheckRun]] = {}
    for run in CheckRun.objects.visible_to(viewer).order_by("-recorded_at", "-id"):
        own = runs.setdefault(run.check_key, [])
        if len(own) < _TREND:
            own.append(run)
    found = [_fact(one, counted.get(one.key), runs.get(one.key, [])) for one in CHECKS.values()]
    return tuple(sorted(found, key=lambda one: (-one.open, one.check.family, one.check.key)))


def _fact(check: CheckWords, counted: tuple[int, date] | None, runs: list[CheckRun]) -> CheckFact:
    count, since = counted or (0, None)
    return CheckFact(
        check=check,
        open=count,
        since=since,
        last_on=runs[0].on if runs else None,
        why_not_run=runs[0].why_not_run if runs else "",
        runs=tuple((one.on, one.found) for one in runs if not one.why_not_run),
    )


def problems(
    check_key: str, *, viewer: Viewer, on: date, page: int = 1, per_page: int = PER_PAGE
) -> Problems:
    """The records in which a check finds something, the longest first."""
    rows = Problem.objects.visible_to(viewer, on=on).filter(
        check_key=check_key, cleared_on__isnull=True
    )
    count = rows.count()
    page = max(1, min(page, -(-count // per_page)))
    first = (page - 1) * per_page
    found = list(
        rows.order_by("first_found_on", "pk").values_list(
            "child_id", "child__surname", "child__forename", "child__reference", "said",
            "first_found_on",
        )[first : first + per_page]
    )  # fmt: skip
    held = lines_on(on, viewer=viewer, on=on).filter(child_id__in={one[0] for one in found})
    posts_of = dict(held.values_list("child_id", "post_id"))
    titles = post_titles(viewer=viewer)
    rows_told = tuple(
        ProblemFact(*one, caseload=titles.get(post, "") if (post := posts_of.get(one[0])) else "")
        for one in found
    )
    return Problems(count, page, rows_told)
