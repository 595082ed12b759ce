"""The words of the list of children."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.asked import (
    EVERY_STAGE,
    GROUPS,
    MY_CASELOAD,
    NO_CASELOAD,
    PLACED,
    SWITCHES,
    Asked,
)
from goldenthread.ehcp_register.queries.columns import COLUMNS, Kind
from goldenthread.ehcp_register.queries.documents import Cell, readings
from goldenthread.ehcp_register.queries.lines import (
    PER_PAGE,
    Group,
    Line,
    Listed,
    key_of,
    said_year_group,
)
from goldenthread.ehcp_register.queries.saved import GivenView, ViewFact
from goldenthread.pages.addresses import Column, Paging, paging, sortable
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.standing import ELSEWHERE, NEEDS, STAGES

_PEOPLE = ("child or young person", "children and young people")
_OVERDUE = {"review_due", "phase_transfer_due"}


@dataclass(frozen=True)
class Choice:
    """One box or option of a filter."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class CellShown:
    words: str
    late: bool = False
    day: bool = False


@dataclass(frozen=True)
class RowShown:
    """One child. `group` is said above the first of a group on the page."""

    child_id: str
    name: str
    href: str
    was: str  # the post whose caseload they stood on as the page was drawn
    cells: tuple[CellShown, ...]
    group: Group | None = None
    group_href: str = ""


@dataclass(frozen=True)
class ViewLink:
    words: str
    href: str
    current: bool
    note: str = ""


@dataclass(frozen=True)
class ListPage:
    caption: str
    count: str
    says: str
    headings: tuple[Column, ...]
    rows: tuple[RowShown, ...]
    paging: Paging
    applied: tuple[dict[str, str], ...]
    clear_href: str
    views: tuple[ViewLink, ...]
    boxes: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    switches: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    caseloads: tuple[Choice, ...]
    year_groups: tuple[Choice, ...]
    values: dict[str, str]
    hidden: tuple[tuple[str, str], ...]
    bar_hidden: tuple[tuple[str, str], ...]
    day: str
    today: str
    unread: str
    words: str
    words_gone: bool
    action: str
    file_href: str
    save_query: str
    query: str


def list_page(
    listed: Listed,
    asked: Asked,
    *,
    views: Sequence[ViewFact],
    given: Sequence[GivenView],
    posts: Sequence[tuple[UUID, str]],
    on: date,
    slug: str,
) -> ListPage:
    """The page of the list as it was asked for."""
    there = Addresses(slug)
    address = there.children(asked)
    titles = {str(pk): title for pk, title in posts}
    people = counted(listed.count, *_PEOPLE)
    return ListPage(
        caption=f"As at {say_date(listed.day)}",
        count=people,
        says=_said(asked, people, listed.day),
        headings=tuple(_headings(asked, address)),
        rows=tuple(_rows(listed, asked, there)),
        paging=paging(total=listed.count, page=listed.page, page_size=PER_PAGE, address=address),
        applied=tuple(_applied(asked, there, titles, listed)),
        clear_href=there.children(Asked(day=asked.day, columns=asked.columns, sort=asked.sort))
        if asked.narrowed
        else "",
        views=tuple(_views(views, given, asked, there)),
        boxes=(
            ("stage", "Stage", _choices({**STAGES, EVERY_STAGE: "Every stage"}, asked.stages)),
            ("need", "Main need", _choices({**NEEDS, "none": "None recorded"}, asked.needs)),
            ("placed", "Placed", _choices({**PLACED, **ELSEWHERE}, asked.placed)),
        ),
        switches=_choices(SWITCHES, asked.switches),
        columns=_choices(
            {key: one.heading for key, one in COLUMNS.items() if key != "name"}, asked.columns
        ),
        groups=_choices({"": "Not grouped", **GROUPS}, [asked.group]),
        caseloads=_choices(
            {
                "": "Any caseload",
                MY_CASELOAD: "My own",
                NO_CASELOAD: "Nobody’s",
                **titles,
            },
            [asked.caseload],
        ),
        year_groups=_choices(
            {"": "Any year group", **{str(one): said_year_group(one) for one in range(-1, 14)}},
            [str(one) for one in asked.year_groups] or [""],
        ),
        values={
            "age_from": _number(asked.age_from),
            "age_to": _number(asked.age_to),
            "review_before": _day(asked.review_before),
            "visited_before": _day(asked.visited_before),
        },
        hidden=tuple(_hidden(asked, {"setting", "sort"})),
        bar_hidden=tuple(_hidden(asked, None)),
        day=(asked.day or on).isoformat(),
        today=on.isoformat(),
        unread=_unread(asked),
        words=asked.words,
        words_gone=bool(asked.ticket and not asked.words),
        action=there.to("children"),
        file_href=there.file(asked),
        save_query=asked.as_query(),
        query=asked.as_query(ticket=True),
    )


def _said(asked: Asked, people: str, day: date) -> str:
    """The count in a sentence that says what is counted."""
    if asked.narrowed:
        return f"{people} with these filters, as at {say_date(day)}."
    return f"{people} with an EHC plan, as at {say_date(day)}."


def _unread(asked: Asked) -> str:
    if not asked.unread:
        return ""
    if asked.unread == ("day",):
        return "Give a day that is not to come, such as 2026-03-01. The list is as at today."
    return "Part of the address could not be read, and was left out: look at the filters."


def _headings(asked: Asked, address: str) -> Iterator[Column]:
    for key in asked.columns:
        column = COLUMNS[key]
        order = asked.sort or "name"
        yield sortable(
            column.heading, key, order=order, address=address, numeric=column.kind is Kind.NUMBER
        )


def _rows(listed: Listed, asked: Asked, there: Addresses) -> Iterator[RowShown]:
    keys = [key for key in asked.columns if key != "name"]
    read = readings(keys, listed.day, listed.names)
    named = readings(["name"], listed.day, listed.names)[0]
    groups = {one.key: one for one in listed.groups}
    before: Any = None
    for line in listed.lines:
        group = groups.get(key_of(line, asked.group, listed.day)) if asked.group else None
        begins, before = group is not before, group
        yield RowShown(
            child_id=str(line.child_id),
            name=str(named(line)),
            href=there.child(line.child_id),
            was=str(line.post_id or ""),
            cells=tuple(
                _cell(key, reading(line), listed.day)
                for key, reading in zip(keys, read, strict=True)
            ),
            group=group if begins else None,
            group_href=_group_href(group, asked, line, there) if begins and group else "",
        )


def _cell(key: str, value: Cell, day: date) -> CellShown:
    if isinstance(value, bool):
        return CellShown("Yes" if value else "")
    if isinstance(value, date):
        return CellShown(say_date(value), late=key in _OVERDUE and value < day, day=True)
    return CellShown("" if value is None else str(value))


def _group_href(group: Group, asked: Asked, line: Line, there: Addresses) -> str:
    """The same list of this group alone, where a filter says it."""
    plain = replace(asked, group="", page=1)
    key = group.key[0]
    if asked.group == "need":
        return there.children(replace(plain, needs=(key or "none",)))
    if asked.group == "stage":
        return there.children(replace(plain, stages=(key,)))
    if asked.group == "caseload":
        return there.children(replace(plain, caseload=str(key) if key else NO_CASELOAD))
    if asked.group == "year_group":
        return there.children(replace(plain, year_groups=(key,))) if key is not None else ""
    return there.children(replace(plain, setting=line.setting_id)) if line.setting_id else ""


def _applied(
    asked: Asked, there: Addresses, titles: dict[str, str], listed: Listed
) -> Iterator[dict[str, str]]:
    """Each filter in use, with the address of the list without it."""

    def tag(label: str, **without: Any) -> dict[str, str]:
        return {"label": label, "href": there.children(replace(asked, page=1, **without))}

    if asked.words:
        yield tag(f"Words: {asked.words}", words="", ticket="")
    several: tuple[tuple[str, dict[Any, str], tuple[str, ...]], ...] = (
        ("stages", {**STAGES, EVERY_STAGE: "Every stage"}, asked.stages),
        ("needs", {**NEEDS, "none": "No main need"}, asked.needs),
        ("placed", {**PLACED, **ELSEWHERE}, asked.placed),
    )
    for name, words, values in several:
        for value in values:
            left = tuple(one for one in values if one != value)
            yield tag(words[value], **{name: left})
    for group in asked.year_groups:
        left_groups = tuple(one for one in asked.year_groups if one != group)
        yield tag(said_year_group(group), year_groups=left_groups)
    for name in SWITCHES:
        if name in asked.switches:
            yield tag(SWITCHES[name], switches=asked.switches - {name})
    if asked.caseload:
        own = {MY_CASELOAD: "my own", NO_CASELOAD: "nobody’s"}
        whose = own.get(asked.caseload) or titles.get(asked.caseload, "of a post that is gone")
        yield tag(f"Caseload: {whose}", caseload="")
    if asked.setting:
        yield tag(
            f"Placed at {listed.names.settings.get(asked.setting, 'one setting')}", setting=None
        )
    if asked.age_from is not None:
        yield tag(f"Aged {asked.age_from} or over", age_from=None)
    if asked.age_to is not None:
        yield tag(f"Aged {asked.age_to} or under", age_to=None)
    if asked.review_before:
        yield tag(f"Review due before {say_date(asked.review_before)}", review_before=None)
    if asked.visited_before:
        yield tag(f"Not visited since {say_date(asked.visited_before)}", visited_before=None)


def _views(
    views: Sequence[ViewFact], given: Sequence[GivenView], asked: Asked, there: Addresses
) -> Iterator[ViewLink]:
    now = asked.as_query()
    for one in given:
        query = one.asked.as_query()
        yield ViewLink(one.name, there.children(query), query == now)
    for view in views:
        note = "" if view.mine else f"shared by {view.owner}"
        yield ViewLink(view.name, there.children(view.query), view.query == now, note)


def _choices(words: Any, chosen: Any) -> tuple[Choice, ...]:
    taken = {str(one) for one in chosen}
    return tuple(Choice(str(key), str(said), str(key) in taken) for key, said in words.items())


def _hidden(asked: Asked, names: set[str] | None) -> Iterator[tuple[str, str]]:
    """What a form keeps of the list: some names, or all of it but the day."""
    for name, value in asked.pairs():
        if name != "day" and (names is None or name in names):
            yield name, value
    if asked.ticket:
        yield "found", asked.ticket


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
