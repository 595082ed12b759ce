"""Typed filters of a list of actions: read from an address, written back to one.

Every count on a page carries such a query, and the list that it opens applies the same conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from goldenthread.rules.plan_quality import ACTION_GAPS
from goldenthread.rules.refusals import Refused

NOT_RATED = "none"  # stands for "not yet rated" in `rating` and `was`

HAS_GAP = "has-gap"

# What can be true of an action on a day, in the words of a filter. An address names the key.
STATES: dict[str, str] = {
    "overdue": "Overdue",
    "due-soon": "Due within 30 days",
    "off-track": "Off track",
    "complete": "Complete",
    "not-complete": "Not complete",
    "signed-off": "Complete and signed off",
    "awaiting-sign-off": "Complete, waiting to be signed off",
    "moved": "Rating changed since the last report",
    "better": "Rating better than in the last report",
    "worse": "Rating worse than in the last report",
    "added": "Added since the last report",
    "disagreement": "Ratings disagree",
    "missed-milestone": "A milestone was missed",
    "waiting": "Waits for an action that is not complete",
    "blocked": "Blocked: waits for what is late, or for a decision",
    "ongoing": "Ongoing, without an end",
    "no-update": "No progress update yet",
    HAS_GAP: "Has a gap to mend",
    **{key: gap.words for key, gap in ACTION_GAPS.items()},
}
GAPS = tuple(ACTION_GAPS)
SORTS: dict[str, str] = {
    "": "Plan order",
    "due": "Due date",
    "rating": "Rating, worst first",
    "updated": "Longest without an update",
    "lead": "Lead",
}
DUE_SOON_DAYS = 30


@dataclass(frozen=True)
class ActionFilters:
    """Which actions of a plan: values of one filter are alternatives, filters are joined by "and";
    `state`s are joined by "and".

    `rating` and `was` (the rating in the last closed period) hold point keys of the plan's main
    scale, or "none"; `level` includes what lies below it; `lead` is a lead as the plan writes it;
    `q` words, all of which must occur.
    """

    rating: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    level: tuple[UUID, ...] = ()
    post: tuple[UUID, ...] = ()
    person: tuple[UUID, ...] = ()
    lead: tuple[str, ...] = ()
    forum: tuple[UUID, ...] = ()
    state: tuple[str, ...] = ()
    ref: tuple[str, ...] = ()  # references: opens exactly the rows a figure names
    q: str = ""
    sort: str = ""

    @staticmethod
    def from_query(query: Mapping[str, Any]) -> ActionFilters:
        """From an address (a QueryDict) or any mapping. Refused where a value makes no sense:
        ignoring it would show more rows than the address says."""
        many = {
            name: tuple(value for value in _values(query, name) if value)
            for name in ("rating", "was", "lead", "state", "ref")
        }
        for state in many["state"]:
            if state not in STATES:
                raise Refused(
                    f"“{state}” is not something a list of actions can be narrowed to. "
                    "Choose from the filters on the page."
                )
        sort = "".join(_values(query, "sort")[-1:])
        return ActionFilters(
            **many,
            level=_ids(query, "level"),
            post=_ids(query, "post"),
            person=_ids(query, "person"),
            forum=_ids(query, "forum"),
            q=" ".join(_values(query, "q")).strip(),
            sort=sort if sort in SORTS else "",
        )

    def as_query(self) -> str:
        """Back to an address's query, without "?": "" when nothing is narrowed."""
        return urlencode(
            [
                (entry.name, str(value))
                for entry in fields(self)
                for value in _listed(getattr(self, entry.name))
            ]
        )

    def without(self, name: str, value: str = "") -> ActionFilters:
        """The same filters without one value (or without a whole filter): for removable tags."""
        held = getattr(self, name)
        if isinstance(held, tuple) and value:
            left: Any = tuple(each for each in held if str(each) != value)
        else:
            left = () if isinstance(held, tuple) else ""
        return replace(self, **{name: left})

    @property
    def narrows(self) -> bool:
        """Is anything left out? Sorting leaves nothing out."""
        return replace(self, sort="") != ActionFilters()


def _values(query: Mapping[str, Any], name: str) -> list[str]:
    if hasattr(query, "getlist"):
        return [str(value).strip() for value in query.getlist(name)]
    return [str(value).strip() for value in _listed(query.get(name, ()))]


def _listed(value: Any) -> tuple[Any, ...]:
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value,) if value else ()


def _ids(query: Mapping[str, Any], name: str) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(value) for value in _values(query, name) if value)
    except ValueError:
        raise Refused(
            f"The address of this list names a {name} that cannot exist. "
            "Choose from the filters on the page."
        ) from None
