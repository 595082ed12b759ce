"""Geometry of our charts, so that templates only draw.

Across, positions are percentages of the width: text keeps its size when a chart is squeezed.
Down, they are pixels. Nothing here needs inline styles, which our content security policy bans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

GAP = 0.3
ROOM_FOR_NUMBER = 5.0
ROOM_FOR_SHAPE = 13.0
"""Percent of the width below which a part is too narrow for its number, or a shape beside it."""


class Count(Protocol):
    """How many there are of one rating; `colour` and `shape` as in the rating tag."""

    @property
    def label(self) -> str: ...
    @property
    def number(self) -> int: ...


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar or column; `x`, `width`, `middle` in percent of the width."""

    count: Count
    x: float
    width: float
    middle: float
    numbered: bool
    shaped: bool


def segments(counts: Iterable[Count]) -> tuple[Segment, ...]:
    """The parts of a stacked bar from zero to the whole, in the order given; zeros are left out."""
    there = [count for count in counts if count.number]
    whole = sum(count.number for count in there)
    made, at = [], 0.0
    for count in there:
        span = 100 * count.number / whole
        last = count is there[-1]
        width = span if last else min(max(span - GAP, 0.2), 100 - at)
        made.append(
            Segment(
                count,
                _r(at),
                _r(width),
                _r(at + width / 2),
                numbered=span >= ROOM_FOR_NUMBER,
                shaped=span >= ROOM_FOR_SHAPE,
            )
        )
        at += span
    return tuple(made)


@dataclass(frozen=True)
class Block:
    """One part of a column; `y` and `height` in pixels from the top of the drawing."""

    count: Count
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One column of a chart of periods; `x`, `width`, `middle` in percent, the rest pixels."""

    label: str
    x: float
    width: float
    middle: float
    blocks: tuple[Block, ...]
    total: int
    top: float
    labelled: bool


class Period(Protocol):
    """A moment of a trend: its name and its counts."""

    @property
    def label(self) -> str: ...
    @property
    def counts(self) -> Sequence[Count]: ...


def columns(periods: Sequence[Period], height: float = 200) -> tuple[Bar, ...]:
    """Stacked columns from zero, the tallest `height` high; a scale's first rating lies lowest."""
    if not periods:
        return ()
    totals = [sum(count.number for count in period.counts) for period in periods]
    tallest = max(totals) or 1
    step = 100 / len(periods)
    width = min(step * 0.7, 16)
    bars = []
    for place, (period, total) in enumerate(zip(periods, totals, strict=True)):
        middle = step * place + step / 2
        blocks, floor = [], height
        for count in period.counts:
            tall = height * count.number / tallest
            floor -= tall
            if count.number:
                blocks.append(Block(count, _r(floor), _r(max(tall - 1, 0.5))))
        bars.append(
            Bar(
                period.label,
                _r(middle - width / 2),
                _r(width),
                _r(middle),
                tuple(blocks),
                total,
                _r(floor),
                labelled=_is_labelled(place, len(periods)),
            )
        )
    return tuple(bars)


class Value(Protocol):
    """A moment of a line: its name and its number; None where nothing was measured."""

    @property
    def label(self) -> str: ...
    @property
    def value(self) -> float | None: ...


@dataclass(frozen=True)
class Point:
    """A measured moment; `x` in percent, `y` in pixels from the top."""

    label: str
    value: float
    x: float
    y: float
    labelled: bool


@dataclass(frozen=True)
class Line:
    """A line of measured points; a step over a missing moment is not drawn."""

    points: tuple[Point, ...]
    steps: tuple[tuple[Point, Point], ...]
    top: float


def line(values: Sequence[Value], height: float = 160, top: float | None = None) -> Line:
    """A line from zero up to `top` (the largest value unless given), over evenly spaced moments."""
    known = [one.value for one in values if one.value is not None]
    highest = top or max(known, default=0) or 1
    across = 92 / max(len(values) - 1, 1)
    points: list[Point] = []
    steps: list[tuple[Point, Point]] = []
    before: Point | None = None
    for place, one in enumerate(values):
        if one.value is None:
            before = None
            continue
        y = height - height * one.value / highest
        named = place in (0, len(values) - 1)
        point = Point(one.label, one.value, _r(4 + across * place), _r(y), labelled=named)
        if before is not None:
            steps.append((before, point))
        points.append(point)
        before = point
    return Line(tuple(points), tuple(steps), highest)


def _is_labelled(place: int, of: int) -> bool:
    """Up to eight columns are all named; of more, the first, the last and an even few between."""
    if of <= 8:
        return True
    every = -(-of // 6)
    return (of - 1 - place) % every == 0


def _r(number: float) -> float:
    return round(number, 2)


def level(value: float, top: float, height: float) -> float:
    """How far down `value` stands in a drawing `height` high whose top edge is `top`."""
    return _r(height - height * value / (top or 1))
