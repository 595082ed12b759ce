"""The list of children: a page of it with its count and groups, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, Value, When

from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.ehcp_register.queries.narrowing import Rows, asked_for, born_in, ordered
from goldenthread.ehcp_register.queries.on_a_day import by_name, count_with_plan
from goldenthread.partnership.queries import Viewer, post_titles
from goldenthread.provision.queries import names_of
from goldenthread.rules.standing import ELSEWHERE, NEEDS, STAGES, Elsewhere, Stage
from goldenthread.rules.standing.saying import say_year_group, year_group

PER_PAGE = 50
_WALKED = 1_000  # lines; farther on it is quicker to put them in order
_YEAR_GROUPS = range(-5, 22)


class Line(NamedTuple):
    """How one child stands on the day of the list: shapes as in rules.standing.Line."""

    child_id: UUID
    surname: str
    forename: str
    reference: str
    born_on: date | None
    stage: str
    plan_made_on: date | None
    plan_changed_on: date | None
    need: str
    second_need: str
    setting_id: UUID | None
    setting_name: str
    elsewhere: str
    named_unlike_attended: bool
    residential: str
    out_of_area: bool
    looked_after_by: str
    authority: str
    post_id: UUID | None
    last_meeting_on: date | None
    last_review_on: date | None
    review_due_on: date | None
    phase_transfer_due_on: date | None
    last_visit_on: date | None
    awaiting_since: date | None
    unknown_since: date | None
    missing_since: date | None
    off_roll_since: date | None
    part_time_since: date | None
    home_since: date | None


_READ = ["child__reference" if name == "reference" else name for name in Line._fields]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Group:
    """Lines that have something in common; `key` are the values they share."""

    key: Key
    words: str
    count: int


@dataclass(frozen=True)
class Names:
    """What ids are called: settings of the lines, and every post by its title."""

    settings: dict[UUID, str]
    posts: dict[UUID, str]


@dataclass(frozen=True)
class Listed:
    """One page of the list. `count` is of all pages, by the same query; `groups` are all of them,
    in their order, where the list is grouped."""

    day: date
    count: int
    lines: tuple[Line, ...]
    page: int
    groups: tuple[Group, ...]
    first: int  # how many lines stand on the pages before
    names: Names


def children(asked: Asked, *, viewer: Viewer, on: date) -> Listed:
    """A page of the list as it was asked for."""
    rows = asked_for(asked, viewer=viewer, on=on)
    day = asked.day or on
    groups = _groups(rows, asked.group, day, viewer=viewer) if asked.group else ()
    count = sum(one.count for one in groups) if groups else how_many(asked, viewer=viewer, on=on)
    page = min(asked.page, max(1, -(-count // PER_PAGE)))
    first = (page - 1) * PER_PAGE
    found: Iterable[Line]
    if _at_the_beginning(asked, first):
        found = _read(ordered(by_name(day, viewer=viewer, on=on), "", viewer=viewer), first)
    else:
        found = _read(ordered(rows, asked.sort, viewer=viewer), first)
    if groups:
        found = _of_groups(rows, asked, groups, first, day, viewer)
    lines = tuple(found)
    return Listed(day, count, lines, page, groups, first, names_for(lines, viewer=viewer))


def everybody(asked: Asked, *, viewer: Viewer, on: date) -> tuple[Line, ...]:
    """All lines of the list, in its order; of a grouped list, group by group."""
    rows = asked_for(asked, viewer=viewer, on=on)
    day = asked.day or on
    lines = _lines(ordered(rows, asked.sort, viewer=viewer))
    if not asked.group:
        return tuple(lines)
    groups = _groups(rows, asked.group, day, viewer=viewer)
    place = {one.key: at for at, one in enumerate(groups)}
    return tuple(sorted(lines, key=lambda line: place[key_of(line, asked.group, day)]))


def how_many(asked: Asked, *, viewer: Viewer, on: date) -> int:
    """The count that stands above the list: of the rows that it shows."""
    if not asked.narrowed:
        return count_with_plan(asked.day or on, viewer=viewer, on=on)
    return asked_for(asked, viewer=viewer, on=on).count()


def names_for(lines: Sequence[Line], *, viewer: Viewer) -> Names:
    """The names that the lines' ids stand for, and of every post: two questions, however many."""
    settings = {one.setting_id for one in lines if one.setting_id}
    return Names(names_of(settings, viewer=viewer) if settings else {}, post_titles(viewer=viewer))


def placed_words(line: Line, names: Names) -> str:
    """Where somebody is placed."""
    return (names.settings.get(line.setting_id, "") if line.setting_id else "") or line.setting_name


def key_of(line: Line, group: str, day: date) -> Key:
    """Which group a line stands in."""
    if group == "year_group":
        return (year_group(line.born_on, day) if line.born_on else None,)
    if group == "setting":
        return line.setting_id, line.setting_name, line.elsewhere
    return ({"need": line.need, "caseload": line.post_id, "stage": line.stage}[group],)


def _at_the_beginning(asked: Asked, first: int) -> bool:
    """Whether the first few of everybody with a plan are asked for, by name."""
    plain = asked.sort in ("", "name") and not asked.group and not asked.narrowed
    return plain and first <= _WALKED


def _read(rows: Any, first: int) -> Iterator[Line]:
    """A page: first which rows, then what they say, so that many short rows are put in order and
    not many long ones."""
    ids = list(rows.values_list("pk", flat=True)[first : first + PER_PAGE])
    told = rows.order_by().filter(pk__in=ids).values_list(*_READ, "pk")
    found = {row[-1]: row[:-1] for row in told}
    return map(Line._make, (found[pk] for pk in ids))


def _lines(rows: Any) -> Iterator[Line]:
    return map(Line._make, rows.values_list(*_READ))


# --- groups ---------------------------------------------------------------------------------------

_FIELDS = {
    "need": ("need",),
    "caseload": ("post_id",),
    "stage": ("stage",),
    "setting": ("setting_id", "setting_name", "elsewhere"),
    "year_group": ("in_year_group",),
}


def _groups(rows: Rows, group: str, day: date, *, viewer: Viewer) -> tuple[Group, ...]:
    fields = _FIELDS[group]
    if group == "year_group":
        rows = _with_year_group(rows, day)
    counted = rows.order_by().values_list(*fields).annotate(count=Count("about_id"))
    found = [(tuple(row[:-1]), row[-1]) for row in counted]
    words = _words_of(group, [key for key, _ in found], viewer=viewer)
    groups = [Group(key, words[key], count) for key, count in found]
    return tuple(sorted(groups, key=lambda one: _place(group, one)))


def _with_year_group(rows: Rows, day: date) -> Any:
    whens = [When(born_in(group, day), then=Value(group)) for group in _YEAR_GROUPS]
    return rows.annotate(in_year_group=Case(*whens, output_field=IntegerField()))


def _words_of(group: str, keys: Sequence[Key], *, viewer: Viewer) -> dict[Key, str]:
    if group == "need":
        return {key: NEEDS.get(key[0], "No main need recorded") for key in keys}
    if group == "stage":
        return {key: STAGES[Stage(key[0])] for key in keys}
    if group == "year_group":
        return {key: said_year_group(key[0]) or "Year group not known" for key in keys}
    if group == "caseload":
        titles = post_titles(viewer=viewer)
        return {key: titles.get(key[0], "On nobody’s caseload") for key in keys}
    names = names_of({key[0] for key in keys if key[0]}, viewer=viewer)
    return {
        key: names.get(key[0], "")
        or key[1]
        or (ELSEWHERE[Elsewhere(key[2])] if key[2] else "Nothing recorded")
        for key in keys
    }


def said_year_group(group: int | None) -> str:
    """A year group in words; "" where it is not known."""
    return "" if group is None else say_year_group(group)


def _place(group: str, one: Group) -> tuple[Any, ...]:
    """Needs and stages as their codes stand in the return, others by their words; none last."""
    value = one.key[0]
    if group == "year_group":
        return (value is None, value or 0)
    if group in ("need", "stage"):
        order = list(NEEDS) if group == "need" else [stage.value for stage in Stage]
        return (order.index(value) if value in order else len(order),)
    nothing = not any(one.key)
    return (nothing, one.words.casefold(), str(one.key))


def _of_groups(
    rows: Rows, asked: Asked, groups: Sequence[Group], first: int, day: date, viewer: Viewer
) -> Iterator[Line]:
    """A page of a grouped list, read from the groups alone that stand on it."""
    on_page, before, skipped = [], 0, 0
    for one in groups:
        if before + one.count <= first:
            skipped += one.count
        elif before < first + PER_PAGE:
            on_page.append(one)
        before += one.count
    if asked.group == "year_group":
        rows = _with_year_group(rows, day)
    either, whens = Q(pk__in=()), []
    for place, one in enumerate(on_page):
        condition = _shares(asked.group, one.key)
        either |= condition
        whens.append(When(condition, then=Value(place)))
    of_groups: Any = rows.filter(either).annotate(
        place=Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    )
    in_order: Any = ordered(of_groups, asked.sort, viewer=viewer)
    within = in_order.order_by("place", *in_order.query.order_by)
    return _read(within, first - skipped)


def _shares(group: str, key: Key) -> Q:
    found = Q()
    for field, value in zip(_FIELDS[group], key, strict=True):
        found &= Q(**{f"{field}__isnull": True}) if value is None else Q(**{field: value})
    return found
