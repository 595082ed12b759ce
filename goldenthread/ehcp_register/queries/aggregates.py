"""Counts of the register for everybody with a role in the area: protected by rules.disclosure
before anybody sees them.

They stand as at the first of the month and are rounded, so that yesterday's counts beside today's
tell nobody who came or left. Restricted records are left out of them for everybody: beside a list
that leaves them out, a count with them would tell what they say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Case, CharField, Count, Q, Value, When

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.models import RegisterEntry
from goldenthread.ehcp_register.queries.on_a_day import held_on
from goldenthread.partnership.person_linked import PersonLinkedRows, in_sight
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.provision.queries import ids_of_kind
from goldenthread.rules.disclosure import NEAREST_5, Dimension, Protected, Table, View, protect
from goldenthread.rules.sen2.ages import last_31_august
from goldenthread.rules.standing import NEEDS, STAGES, Stage

_NOT_RECORDED = "Not recorded"
_UNDER_WAY = (Stage.REQUESTED, Stage.ASSESSED, Stage.DRAFTED, Stage.PLAN)
_AGES = (("Under 5", 0, 4), ("5 to 10", 5, 10), ("11 to 15", 11, 15), ("16 to 19", 16, 19))
_OLDEST = "20 to 25"
_PLACED = {
    "mainstream": "Mainstream school or college",
    "special": "Special school or college",
    "independent": "Independent school or college",
}
_ELSEWHERE, _OTHER = "No school or college", "Another setting"
_REVIEWS = ("Review overdue", "Review not due yet", "No review is due")

STAGE = Dimension.flat("Stage", [STAGES[one] for one in _UNDER_WAY], "All")
NEED = Dimension.flat("Main need", [*NEEDS.values(), _NOT_RECORDED], "All needs")
AGE = Dimension.flat(
    "Age at the start of the school year",
    [*(words for words, _, _ in _AGES), _OLDEST, _NOT_RECORDED],
    "All ages",
)
PLACED = Dimension.flat(
    "Placement", [*_PLACED.values(), _OTHER, _ELSEWHERE, _NOT_RECORDED], "All placements"
)
REVIEW = Dimension.flat("Annual review", _REVIEWS, "All plans")


@dataclass(frozen=True)
class RegisterCounts:
    """`stages`: all who have a plan or are on the way to one; `plans`: those with one, by need,
    age, placement and review."""

    day: date
    stages: Protected
    plans: Protected


def register_counts(*, viewer: Viewer, on: date) -> RegisterCounts:
    """The counts as at the first of the month. Raises Refused where they cannot be protected."""
    require(policies.may_see_counts(viewer))
    day = on.replace(day=1)
    rows = counted_rows(day, viewer=viewer).order_by()
    stages = Counter[tuple[str, ...]]()
    for stage, number in rows.values_list("stage").annotate(count=Count("about_id")):
        if Stage(stage) in _UNDER_WAY:
            stages[(STAGES[Stage(stage)],)] += number
    plans = Counter[tuple[str, ...]]()
    broken_down = (
        rows.filter(has_plan=True)
        .annotate(aged=_aged(day), placed=_placed(viewer), review=_reviewed(day))
        .values_list("need", "aged", "placed", "review")
        .annotate(count=Count("about_id"))
    )
    for need, *others, number in broken_down:
        plans[(NEEDS.get(need, _NOT_RECORDED), *others)] += number
    dimensions = (NEED, AGE, PLACED, REVIEW)
    views = tuple(View((one.name,)) for one in dimensions)
    return RegisterCounts(
        day,
        _protected((STAGE,), frozenset(stages.items()), ()),
        _protected(dimensions, frozenset(plans.items()), views),
    )


@lru_cache(maxsize=64)
def _protected(
    dimensions: tuple[Dimension, ...],
    counts: frozenset[tuple[tuple[str, ...], int]],
    views: tuple[View, ...],
) -> Protected:
    """Protected counts follow from the counts alone, and take far longer to work out than to
    count. The counts stand as at the first of the month, so they are mostly the same ones; where
    one differs, all is worked out anew."""
    return protect(Table(dimensions, dict(counts), views), NEAREST_5)


def counted_rows(day: date, *, viewer: Viewer) -> PersonLinkedRows[RegisterEntry]:
    """The lines of a day in the viewer's area, to be counted and never shown; without those that
    are restricted, whatever the viewer may open (no named grant lasts until the last of days)."""
    lines: type[RegisterEntry] = RegisterEntry
    rows = lines.objects.including_restricted_records(
        because="counted for those who see no child; restricted ones are left out again"
    )
    return rows.filter(
        in_sight("about_id", viewer, on=date.max),
        held_on(day),
        local_area_id=viewer.local_area_id,
    )


def _aged(day: date) -> Case:
    last = last_31_august(day)
    whens = [
        When(
            born_on__gt=last.replace(year=last.year - most - 1),
            born_on__lte=last.replace(year=last.year - least),
            then=Value(words),
        )
        for words, least, most in _AGES
    ]
    unknown = When(born_on__isnull=True, then=Value(_NOT_RECORDED))
    young = When(born_on__gt=last, then=Value(_AGES[0][0]))
    return Case(unknown, young, *whens, default=Value(_OLDEST), output_field=CharField())


def _placed(viewer: Viewer) -> Case:
    kinds = [
        When(setting_id__in=ids_of_kind(kind, viewer=viewer), then=Value(words))
        for kind, words in _PLACED.items()
    ]
    return Case(
        When(~Q(elsewhere=""), then=Value(_ELSEWHERE)),
        *kinds,
        When(Q(setting_id__isnull=False) | ~Q(setting_name=""), then=Value(_OTHER)),
        default=Value(_NOT_RECORDED),
        output_field=CharField(),
    )


def _reviewed(day: date) -> Case:
    overdue, later, none = _REVIEWS
    return Case(
        When(review_due_on__lt=day, then=Value(overdue)),
        When(review_due_on__isnull=True, then=Value(none)),
        default=Value(later),
        output_field=CharField(),
    )
