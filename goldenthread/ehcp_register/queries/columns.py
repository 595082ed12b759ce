"""The columns of the list of children: which there are, what each is read from, how it sorts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What stands in a column's cells."""

    WORDS = "words"
    DAY = "day"
    NUMBER = "number"
    YES = "yes"


@dataclass(frozen=True)
class Column:
    """`sorts` are the fields by which the list is sorted by it."""

    key: str
    heading: str
    kind: Kind
    sorts: tuple[str, ...]


def _column(key: str, heading: str, kind: Kind = Kind.WORDS, *sorts: str) -> Column:
    return Column(key, heading, kind, sorts or (key,))


_ALL = (
    _column("name", "Child or young person", Kind.WORDS, "surname", "forename"),
    _column("reference", "Reference", Kind.WORDS, "child__reference"),
    _column("born", "Born", Kind.DAY, "born_on"),
    _column("age", "Age", Kind.NUMBER, "-born_on"),
    _column("year_group", "Year group", Kind.WORDS, "-born_on"),
    _column("stage", "Stage"),
    _column("plan_made", "Plan made", Kind.DAY, "plan_made_on"),
    _column("plan_changed", "Plan changed", Kind.DAY, "plan_changed_on"),
    _column("need", "Main need"),
    _column("second_need", "Second need"),
    _column("setting", "Placed at", Kind.WORDS, "placed_at"),
    _column("elsewhere", "Instead of a school", Kind.WORDS, "elsewhere"),
    _column("unlike", "Section I names another", Kind.YES, "-named_unlike_attended"),
    _column("residential", "Residential", Kind.WORDS, "-residential"),
    _column("out_of_area", "Out of area", Kind.YES, "-out_of_area"),
    _column("looked_after", "Looked after by", Kind.WORDS, "-looked_after_by"),
    _column("authority", "Responsible authority"),
    _column("caseload", "Caseload", Kind.WORDS, "post_id"),
    _column("last_meeting", "Last review meeting", Kind.DAY, "last_meeting_on"),
    _column("last_review", "Last review", Kind.DAY, "last_review_on"),
    _column("review_due", "Next review due", Kind.DAY, "review_due_on"),
    _column("phase_transfer_due", "Phase transfer due", Kind.DAY, "phase_transfer_due_on"),
    _column("last_visit", "Last visit", Kind.DAY, "last_visit_on"),
    _column("awaiting", "Awaiting provision since", Kind.DAY, "awaiting_since"),
    _column("unknown", "Whereabouts unknown since", Kind.DAY, "unknown_since"),
    _column("missing", "Missing education since", Kind.DAY, "missing_since"),
    _column("off_roll", "Off roll since", Kind.DAY, "off_roll_since"),
    _column("part_time", "Part-time since", Kind.DAY, "part_time_since"),
    _column("home", "Home educated since", Kind.DAY, "home_since"),
)
COLUMNS: dict[str, Column] = {one.key: one for one in _ALL}
USUAL = ("name", "age", "need", "setting", "last_review", "review_due", "last_visit", "caseload")
# “As at 1 March: every EHC plan, placement, last and next review, last visit.”
EVERY_PLAN = (
    "name", "reference", "setting", "residential", "out_of_area", "last_review", "review_due",
    "last_visit",
)  # fmt: skip


def known(keys: Sequence[str]) -> tuple[str, ...]:
    """Those that there are, in their own order, the name among them."""
    return tuple(key for key in COLUMNS if key in keys or key == "name")
