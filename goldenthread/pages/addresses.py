"""Addresses of lists: filters, sorting and paging live in the address, so it can be shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import QueryDict


def with_query(address: str | QueryDict, /, **changes: object) -> str:
    """The same list with some of its query changed; None or "" takes a parameter away.

    `address` is a path with its query ("/plan?lead=4&page=2") or ``request.GET``. A list of
    values repeats the parameter. Any change goes back to the first page unless it names `page`.
    """
    if isinstance(address, QueryDict):
        address = f"?{address.urlencode()}"
    parts = urlsplit(address)
    changes.setdefault("page", None)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in changes]
    for name, value in changes.items():
        values = value if isinstance(value, (list, tuple, set)) else [value]
        kept.extend((name, str(one)) for one in values if one not in (None, ""))
    return urlunsplit(parts._replace(query=urlencode(kept))) or "?"


def without_value(address: str | QueryDict, name: str, value: object) -> str:
    """The same list without one of the values of a repeated filter."""
    if isinstance(address, QueryDict):
        address = f"?{address.urlencode()}"
    pairs = parse_qsl(urlsplit(address).query)
    left = [other for key, other in pairs if key == name and other != str(value)]
    return with_query(address, **{name: left})


@dataclass(frozen=True)
class PageLink:
    """One numbered page; `number` None stands for pages left out."""

    number: int | None
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class Paging:
    """Where a reader is in a long list."""

    first: int
    last: int
    total: int
    previous_href: str
    next_href: str
    links: Sequence[PageLink]


def paging(*, total: int, page: int, page_size: int, address: str | QueryDict) -> Paging:
    """The links of a list of `total` rows, read `page_size` at a time, at page `page` (from 1)."""
    pages = max(1, ceil(total / page_size))
    page = min(max(page, 1), pages)

    def href(number: int) -> str:
        return with_query(address, page=number)

    links: list[PageLink] = []
    for number in range(1, pages + 1):
        if number in (1, pages) or abs(number - page) <= 1:
            links.append(PageLink(number, href(number), current=number == page))
        elif links[-1].number is not None:
            links.append(PageLink(None))
    return Paging(
        first=min((page - 1) * page_size + 1, total),
        last=min(page * page_size, total),
        total=total,
        previous_href=href(page - 1) if page > 1 else "",
        next_href=href(page + 1) if page < pages else "",
        links=tuple(links),
    )


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading, and how to sort by it.

    `sorted` is "ascending", "descending" or "" and becomes aria-sort.
    """

    text: str
    href: str = ""
    sorted: str = ""
    numeric: bool = False
    hidden: bool = False


def sortable(
    text: str, key: str, *, order: str, address: str | QueryDict, numeric: bool = False
) -> Column:
    """A column that sorts by `key`; `order` is the list's order now ("due" or "-due").

    Asking again for the column in force turns the order round.
    """
    state = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    asked = f"-{key}" if state == "ascending" else key
    return Column(text, with_query(address, sort=asked), state, numeric)
