"""Ratings: scales as data, the three shares, movement between two dates, direction of travel.

A rating is never mapped by its colour. Each plan carries its own scale; each point of it says in
words what it means, which question (axis) it answers and what it counts as in the three shares.
An action that nobody has rated is "Not yet rated": in code `None`, never a red or a grey point.
"""

from goldenthread.rules.ratings.direction import (
    Direction,
    direction,
    direction_between,
    disagreement,
)
from goldenthread.rules.ratings.known_scales import KNOWN_SCALES, SCALE_PAIRS
from goldenthread.rules.ratings.scales import (
    NOT_YET_RATED,
    WORDS,
    Axis,
    Colour,
    CountsAs,
    Scale,
    ScalePoint,
    Shape,
    folded,
)
from goldenthread.rules.ratings.shares import (
    SHARE_COUNTS,
    SHARE_DEFINITIONS,
    Share,
    ThreeShares,
    added,
    count_by_point,
    half_up,
    movement,
    removed,
    three_shares,
)
from goldenthread.rules.ratings.suggestions import suggest

__all__ = [
    "KNOWN_SCALES",
    "NOT_YET_RATED",
    "SCALE_PAIRS",
    "SHARE_COUNTS",
    "SHARE_DEFINITIONS",
    "WORDS",
    "Axis",
    "Colour",
    "CountsAs",
    "Direction",
    "Scale",
    "ScalePoint",
    "Shape",
    "Share",
    "ThreeShares",
    "added",
    "count_by_point",
    "direction",
    "direction_between",
    "disagreement",
    "folded",
    "half_up",
    "movement",
    "removed",
    "suggest",
    "three_shares",
]
