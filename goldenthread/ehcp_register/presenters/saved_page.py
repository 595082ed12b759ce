"""The words of the page of saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.asked import GROUPS, SWITCHES, Asked
from goldenthread.ehcp_register.queries.columns import COLUMNS, USUAL
from goldenthread.ehcp_register.queries.saved import GivenView, ViewFact
from goldenthread.pages.words import counted, say_date


@dataclass(frozen=True)
class ViewCard:
    id: str
    version: int
    name: str
    said: str
    whose: str
    mine: bool
    shared: bool
    href: str


@dataclass(frozen=True)
class SavedPage:
    keep: str
    keeps: str  # what would be saved, in words
    came: bool
    cards: tuple[ViewCard, ...]
    list_href: str


def saved_page(
    views: Sequence[ViewFact],
    given: Sequence[GivenView],
    *,
    keep: Asked,
    came: bool,
    today: date,
    slug: str,
) -> SavedPage:
    """`keep` is the list one came from, if one `came` from one."""
    there = Addresses(slug)
    cards = [
        ViewCard(
            "", 0, one.name, said(one.asked), "Comes with the register, for everybody", False,
            True, there.children(one.asked),
        )
        for one in given
    ]  # fmt: skip
    for view in views:
        whose = "Yours, shared" if view.shared else "Yours alone"
        cards.append(
            ViewCard(
                id=str(view.id),
                version=view.version,
                name=view.name,
                said=said(Asked.from_query(QueryDict(view.query), today=today)),
                whose=whose if view.mine else f"Shared by {view.owner}",
                mine=view.mine,
                shared=view.shared,
                href=there.children(view.query),
            )
        )
    return SavedPage(keep.as_query(), said(keep), came, tuple(cards), there.children(keep))


def said(asked: Asked) -> str:
    """What a view shows, in a sentence."""
    filters = [SWITCHES[name].lower() for name in SWITCHES if name in asked.switches]
    others = sum(
        bool(one)
        for one in (
            asked.stages, asked.needs, asked.placed, asked.setting, asked.caseload,
            asked.year_groups, asked.age_from is not None, asked.age_to is not None,
            asked.review_before, asked.visited_before,
        )
    )  # fmt: skip
    if others:
        filters.append(counted(others, "more filter" if filters else "filter"))
    parts = [", ".join(filters) or "every child and young person with an EHC plan"]
    parts.append(f"as at {say_date(asked.day)}" if asked.day else "as at the day it is opened")
    if asked.group:
        parts.append(f"grouped by {GROUPS[asked.group].lower()}")
    if asked.sort:
        parts.append(f"in order of {COLUMNS[asked.sort.removeprefix('-')].heading.lower()}")
    if asked.columns != USUAL:
        parts.append(counted(len(asked.columns), "column"))
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}."
