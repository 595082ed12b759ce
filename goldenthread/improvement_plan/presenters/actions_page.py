"""The list of actions: filters in the address, each removable, every count's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.plan_tabs import ACTIONS, plan_tabs
from goldenthread.improvement_plan.presenters.rows import ActionLine, lines
from goldenthread.improvement_plan.presenters.saying import lowered
from goldenthread.improvement_plan.presenters.views_bar import (
    GridAddresses,
    ViewLink,
    excel_href,
    view_links,
    views_href,
)
from goldenthread.improvement_plan.queries.facts import (
    ActionsFound,
    Choice,
    FilterChoices,
    PlanFact,
)
from goldenthread.improvement_plan.queries.filters import NOT_RATED, SORTS, STATES, ActionFilters
from goldenthread.improvement_plan.queries.saved_views import ViewFact
from goldenthread.pages.addresses import Column, Paging, paging
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.ratings import NOT_YET_RATED

PAGE_SIZE = 50


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class FilterSelect:
    """A choice in the filter bar; several values already in force are kept beside the choice."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ActionsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    address: str
    selects: tuple[FilterSelect, ...]
    kept: tuple[tuple[str, str], ...]
    q: str
    applied: tuple[dict[str, str], ...]
    clear_href: str
    count: str
    columns: tuple[Column, ...]
    rows: tuple[ActionLine, ...]
    paging: Paging
    plan_is_empty: bool
    views: tuple[ViewLink, ...]
    views_href: str
    grid_href: str
    excel_href: str


def actions_page(
    found: ActionsFound,
    filters: ActionFilters,
    *,
    on: date,
    addresses: Addresses,
    views: Iterable[ViewFact] = (),
) -> ActionsPage:
    plan, choices, query = found.plan, found.choices, filters.as_query()
    total = sum(choice.count for choice in choices.ratings)
    here = paging(
        total=found.matching,
        page=found.number,
        page_size=PAGE_SIZE,
        address=addresses.actions(plan.id, query),
    )
    return ActionsPage(
        title="Actions",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Actions")),
        tabs=plan_tabs(plan.id, ACTIONS, addresses),
        as_at=say_date(on),
        address=addresses.actions(plan.id),
        selects=filter_selects(plan, choices, filters),
        kept=kept_filters(filters),
        q=filters.q,
        applied=applied_filters(
            plan, choices, filters, lambda query: addresses.actions(plan.id, query)
        ),
        clear_href=addresses.actions(plan.id, ActionFilters(sort=filters.sort).as_query()),
        count=f"{found.matching:,} of {counted(total, 'action')}"
        if total and filters.narrows
        else counted(found.matching, "action"),
        columns=_columns(plan, filters, addresses),
        rows=lines(found.rows, plan, on=on, addresses=addresses),
        paging=here,
        plan_is_empty=not found.matching and not filters.narrows,
        views=view_links(
            [replace(view, columns=()) for view in views],
            current=query,
            to=lambda asked: addresses.actions(plan.id, asked),
        ),
        views_href=views_href(plan.id, query, addresses),
        grid_href=GridAddresses(addresses.slug).actions(plan.id, query),
        excel_href=excel_href(plan.id, query, addresses),
    )


def _columns(plan: PlanFact, filters: ActionFilters, addresses: Addresses) -> tuple[Column, ...]:
    """Asking again for the sorting in force goes back to the plan's order."""

    def column(text: str, sort: str, way: str) -> Column:
        asked = replace(filters, sort="" if filters.sort == sort else sort)
        return Column(
            text,
            addresses.actions(plan.id, asked.as_query()),
            way if filters.sort == sort else "",
        )

    return (
        Column("Action"),
        Column(plan.level_word(max(len(plan.level_names) - 1, 0))),
        column("Lead", "lead", "ascending"),
        column("Due", "due", "ascending"),
        column("Rating", "rating", "descending"),
        column("Last update", "updated", "ascending"),
    )


def filter_selects(
    plan: PlanFact, choices: FilterChoices, filters: ActionFilters
) -> tuple[FilterSelect, ...]:
    words = lowered(plan.level_word(0))
    offered: tuple[tuple[str, str, str, Sequence[Choice]], ...] = (
        ("rating", "Rating", "Any rating", choices.ratings),
        ("level", plan.level_word(0), f"Any {words}", choices.levels),
        ("post", "Lead", "Any post or team", choices.posts),
        ("person", "Lead in person", "Anybody", choices.people),
        ("forum", "Forum", "Any forum", choices.forums),
        ("state", "Where it stands", "Anything", choices.states),
    )
    return tuple(
        _select(name, label, anything, found, getattr(filters, name))
        for name, label, anything, found in offered
        if found
    )


def _select(
    name: str, label: str, anything: str, choices: Iterable[Choice], held: tuple[object, ...]
) -> FilterSelect:
    only = str(held[0]) if len(held) == 1 else ""
    first = Option("", f"{len(held)} chosen" if len(held) > 1 else anything, chosen=not only)
    return FilterSelect(
        name,
        label,
        (
            first,
            *(
                Option(choice.value, f"{choice.words} ({choice.count})", choice.value == only)
                for choice in choices
                if choice.count or choice.value == only
            ),
        ),
    )


def kept_filters(filters: ActionFilters) -> tuple[tuple[str, str], ...]:
    """What the form sends along unseen: filters without a choice of their own, and several values
    of one filter, to which the choice adds."""
    kept: list[tuple[str, str]] = []
    for field in fields(filters):
        held = getattr(filters, field.name)
        if field.name == "sort" and held:
            kept.append(("sort", held))
        elif isinstance(held, tuple) and (len(held) > 1 or field.name in ("was", "lead", "ref")):
            kept.extend((field.name, str(value)) for value in held)
    return tuple(kept)


def applied_filters(
    plan: PlanFact, choices: FilterChoices, filters: ActionFilters, to: Callable[[str], str]
) -> tuple[dict[str, str], ...]:
    """Removable tags; `to` makes a query the address of the list or the grid."""
    words = {
        (name, choice.value): choice.words
        for name, offered in (
            ("level", choices.levels),
            ("post", choices.posts),
            ("person", choices.people),
            ("forum", choices.forums),
        )
        for choice in offered
    }
    scale = plan.main_scale
    points = {point.key: point.label for point in scale.points} if scale else {}
    points[NOT_RATED] = NOT_YET_RATED
    labels = {
        "rating": "Rating",
        "was": "In the last report",
        "level": plan.level_word(0),
        "post": "Lead",
        "person": "Lead",
        "lead": "Lead",
        "forum": "Forum",
        "ref": "Action",
    }
    tags: list[dict[str, str]] = []
    for field in fields(filters):
        held = getattr(filters, field.name)
        if not isinstance(held, tuple):
            continue
        for value in held:
            said = words.get((field.name, str(value)), str(value))
            if field.name in ("rating", "was"):
                said = points.get(str(value), str(value))
            label = STATES[value] if field.name == "state" else f"{labels[field.name]}: {said}"
            left = filters.without(field.name, str(value))
            tags.append({"label": label, "href": to(left.as_query())})
    if filters.q:
        left = filters.without("q")
        tags.append({"label": f"Words: {filters.q}", "href": to(left.as_query())})
    return tuple(tags)


def sort_words(filters: ActionFilters) -> str:
    return SORTS[filters.sort]
