"""Children whose records contradict themselves or lack what they must have, the longest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min

from goldenthread.ehcp_register.models import Problem
from goldenthread.ehcp_register.queries.asked import MY_CASELOAD, NO_CASELOAD
from goldenthread.ehcp_register.queries.checks import CHECKS
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.ehcp_register.queries.on_a_day import lines_on
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class ContradictingChild:
    """`found`: each check that finds something in the record, with what it says and since when,
    the longest first."""

    child_id: UUID
    surname: str
    forename: str
    reference: str
    since: date
    found: tuple[tuple[str, str, date], ...]


@dataclass(frozen=True)
class Contradicting:
    count: int
    page: int
    rows: tuple[ContradictingChild, ...]


def how_many_contradict(*, viewer: Viewer, on: date, caseload: str = "") -> int:
    """Children, each counted once however many checks find something."""
    rows = _open(viewer=viewer, on=on, caseload=caseload)
    return int(rows.aggregate(count=Count("child_id", distinct=True))["count"])


def contradicting(
    *, viewer: Viewer, on: date, caseload: str = "", page: int = 1, per_page: int = PER_PAGE
) -> Contradicting:
    """A page of them: four queries."""
    count = how_many_contradict(viewer=viewer, on=on, caseload=caseload)
    page = max(1, min(page, -(-count // per_page)))
    first = (page - 1) * per_page
    rows = _open(viewer=viewer, on=on, caseload=caseload)
    oldest = (
        rows.order_by()
        .values("child_id", "child__surname", "child__forename", "child__reference")
        .annotate(since=Min("first_found_on"))
        .order_by("since", "child__surname", "child__forename", "child_id")
    )
    people = list(oldest[first : first + per_page])
    found: dict[UUID, list[tuple[str, str, date]]] = defaultdict(list)
    own = rows.filter(child_id__in=[one["child_id"] for one in people])
    told = own.order_by("first_found_on", "check_key")
    for pk, key, said, since in told.values_list("child_id", "check_key", "said", "first_found_on"):
        words = CHECKS[key].words if key in CHECKS else key
        found[pk].append((words, said, since))
    return Contradicting(
        count,
        page,
        tuple(
            ContradictingChild(
                one["child_id"], one["child__surname"], one["child__forename"],
                one["child__reference"], one["since"], tuple(found[one["child_id"]]),
            )
            for one in people
        ),
    )  # fmt: skip


def _open(*, viewer: Viewer, on: date, caseload: str) -> Any:
    rows = Problem.objects.visible_to(viewer, on=on).filter(cleared_on__isnull=True)
    if not caseload:
        return rows
    lines = lines_on(on, viewer=viewer, on=on)
    if caseload == MY_CASELOAD:
        lines = lines.filter(post_id__in=viewer.post_ids)
    elif caseload == NO_CASELOAD:
        lines = lines.filter(post_id__isnull=True)
    else:
        lines = lines.filter(post_id=UUID(caseload))
    return rows.filter(child_id__in=lines.values("child_id"))
