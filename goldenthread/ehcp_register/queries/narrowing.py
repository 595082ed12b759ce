"""The filters of the list of children, as conditions on the lines of a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OrderBy, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from goldenthread.ehcp_register.models import Child, RegisterEntry
from goldenthread.ehcp_register.queries.asked import (
    EVERY_STAGE,
    MY_CASELOAD,
    NO_CASELOAD,
    PLACED,
    Asked,
)
from goldenthread.ehcp_register.queries.columns import COLUMNS
from goldenthread.ehcp_register.queries.on_a_day import lines_on, visit_due, visited_within
from goldenthread.partnership.person_linked import PersonLinkedRows
from goldenthread.partnership.queries import Viewer
from goldenthread.provision.queries import ids_of_kind, name_beside
from goldenthread.rules.sen2.ages import last_31_august

Rows = PersonLinkedRows[RegisterEntry]
_NAME = ("surname", "forename", "child_id")
# Where nothing is said they hold "".
_EMPTY = {
    "child__reference", "need", "second_need", "elsewhere", "residential", "looked_after_by",
    "authority",
}  # fmt: skip
_SINCE = ("awaiting", "unknown", "missing", "off_roll", "part_time", "home")


def asked_for(asked: Asked, *, viewer: Viewer, on: date) -> Rows:
    """The lines that the list shows, in no order: its count is the count of these."""
    rows = lines_on(asked.day or on, viewer=viewer, on=on)
    for condition in conditions(asked, viewer=viewer, on=on):
        rows = rows.filter(condition)
    return rows


def conditions(asked: Asked, *, viewer: Viewer, on: date) -> list[Q]:
    """What is asked of the lines of its day."""
    day = asked.day or on
    found = []
    if not asked.stages:
        found.append(Q(has_plan=True))
    elif EVERY_STAGE not in asked.stages:
        found.append(Q(stage__in=asked.stages))
    return [
        *found, *_of_needs(asked), *_of_places(asked, viewer), *_of_caseloads(asked, viewer),
        *_of_ages(asked, day), *_of_days(asked), *_of_switches(asked, day, viewer),
        *_of_words(asked.words, viewer=viewer, on=on),
    ]  # fmt: skip


def _of_needs(asked: Asked) -> list[Q]:
    wanted = ["" if need == "none" else need for need in asked.needs]
    return [Q(need__in=wanted)] if wanted else []


def _of_places(asked: Asked, viewer: Viewer) -> list[Q]:
    found = [Q(setting_id=asked.setting)] if asked.setting else []
    if asked.placed:
        either = Q(elsewhere__in=[one for one in asked.placed if one not in PLACED])
        for kind in asked.placed:
            if kind in PLACED:
                either |= _placed(kind, viewer)
        found.append(either)
    return found


def _placed(kind: str, viewer: Viewer) -> Q:
    if kind == "elsewhere":
        return ~Q(elsewhere="")
    no_setting = Q(setting_id__isnull=True, elsewhere="")
    if kind == "unlisted":
        return no_setting & ~Q(setting_name="")
    if kind == "nowhere":
        return no_setting & Q(setting_name="")
    return Q(setting_id__in=ids_of_kind(kind, viewer=viewer))


def _of_caseloads(asked: Asked, viewer: Viewer) -> list[Q]:
    if asked.caseload == MY_CASELOAD:
        return [Q(post_id__in=viewer.post_ids)]
    if asked.caseload == NO_CASELOAD:
        return [Q(post_id__isnull=True)]
    return [Q(post_id=UUID(asked.caseload))] if asked.caseload else []


def _of_ages(asked: Asked, day: date) -> list[Q]:
    found = []
    if asked.year_groups:
        either = Q(pk__in=())
        for group in asked.year_groups:
            either |= born_in(group, day)
        found.append(either)
    if asked.age_from is not None:
        found.append(Q(born_on__lte=_years_before(day, asked.age_from)))
    if asked.age_to is not None:
        found.append(Q(born_on__gt=_years_before(day, asked.age_to + 1)))
    return found


def born_in(year_group: int, day: date) -> Q:
    """Born so that a day finds them in a year group (0 is Reception)."""
    last = last_31_august(day)
    age = year_group + 4
    return Q(
        born_on__gt=last.replace(year=last.year - age - 1),
        born_on__lte=last.replace(year=last.year - age),
    )


def _years_before(day: date, years: int) -> date:
    """The last day of birth on which somebody is so old; a birthday of 29 February is 1 March."""
    if (day.month, day.day) == (2, 29) and not _leap(day.year - years):
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _of_days(asked: Asked) -> list[Q]:
    found = []
    if asked.review_before:
        found.append(Q(review_due_on__lt=asked.review_before))
    if asked.visited_before:
        before = Q(last_visit_on__lt=asked.visited_before)
        found.append(before | Q(last_visit_on__isnull=True))
    return found


def _of_switches(asked: Asked, day: date, viewer: Viewer) -> list[Q]:
    ways = {
        "overdue": Q(review_due_on__lt=day),
        "phase_transfer": Q(phase_transfer_due_on__isnull=False),
        "never_visited": Q(last_visit_on__isnull=True),
        "residential": ~Q(residential=""),
        "out_of_area": Q(out_of_area=True),
        "looked_after": ~Q(looked_after_by=""),
        "unlike": Q(named_unlike_attended=True),
        **{name: Q(**{f"{name}_since__isnull": False}) for name in _SINCE},
    }
    if "visit_due" in asked.switches:
        ways["visit_due"] = visit_due(day, visited_within(viewer=viewer))
    return [ways[name] for name in sorted(asked.switches)]


def _of_words(words: str, *, viewer: Viewer, on: date) -> list[Q]:
    """Each word stands in a name; or all of it is a reference, a UPN or a ULN."""
    whole = words.strip()
    if not whole:
        return []
    number = whole.replace(" ", "")
    numbered = Child.objects.visible_to(viewer, on=on).filter(
        Q(reference__iexact=whole) | Q(upn__iexact=number) | Q(uln=number)
    )
    named = Q()
    for word in whole.replace(",", " ").split()[:6]:
        named &= Q(surname__icontains=word) | Q(forename__icontains=word)
    return [named | Q(child_id__in=numbered.values("pk"))]


def ordered(rows: Any, sort: str, *, viewer: Viewer) -> Rows:
    """In the order asked for, then by name; what says nothing comes last."""
    key, backwards = sort.removeprefix("-"), sort.startswith("-")
    if key in ("", "name") and not backwards:
        by_name: Rows = rows.order_by(*_NAME)
        return by_name
    column = COLUMNS[key]
    if column.key == "setting":
        rows = rows.annotate(placed_at=placed_at(viewer))
    by = [_by(name, backwards) for name in column.sorts]
    in_order: Rows = rows.order_by(*by, *(name for name in _NAME if name not in column.sorts))
    return in_order


def placed_at(viewer: Viewer) -> NullIf:
    """The name of where a child is placed, None where it has none."""
    name = Coalesce(Subquery(name_beside("setting_id", viewer=viewer)), F("setting_name"))
    return NullIf(name, Value(""))


def _by(name: str, backwards: bool) -> OrderBy:
    turned, name = name.startswith("-"), name.removeprefix("-")
    field = NullIf(F(name), Value("")) if name in _EMPTY else F(name)
    return field.desc(nulls_last=True) if backwards != turned else field.asc(nulls_last=True)
