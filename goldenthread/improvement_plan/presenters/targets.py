"""Targets: baseline, target, trajectory, latest and as at; words where there are no figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.saying import ago, figure_words
from goldenthread.improvement_plan.queries.facts import TargetFact
from goldenthread.pages.marks import Measured
from goldenthread.pages.words import say_date


@dataclass(frozen=True)
class StepLine:
    value: str
    by: str


@dataclass(frozen=True)
class ReadingLine:
    value: str
    on: str
    source: str
    by: str


@dataclass(frozen=True)
class TargetLine:
    anchor: str
    text: str
    measure: str
    baseline: str
    baseline_on: str
    target: str
    by: str
    steps: tuple[StepLine, ...]
    latest: str
    latest_on: str
    standing: str
    in_figures: bool
    readings: tuple[ReadingLine, ...]
    drawn: tuple[Measured, ...]
    drawn_title: str
    unit: str
    reading_href: str
    edit_href: str
    end_href: str
    history_href: str


def target_lines(
    targets: Iterable[TargetFact], *, on: date, addresses: Addresses, may_edit: bool, may_end: bool
) -> tuple[TargetLine, ...]:
    return tuple(_target_line(target, on, addresses, may_edit, may_end) for target in targets)


def _target_line(
    target: TargetFact, on: date, addresses: Addresses, may_edit: bool, may_end: bool
) -> TargetLine:
    latest = target.latest
    unit = target.unit
    owner = ("action", target.action_id) if target.action_id else ("level", target.level_id)
    return TargetLine(
        anchor=f"target-{target.id}",
        text=target.text,
        measure=target.measure,
        baseline=figure_words(target.baseline, unit),
        baseline_on=say_date(target.baseline_on),
        target=" ".join(filter(None, (target.comparator, figure_words(target.value, unit)))),
        by=_by(target.last_day, target.as_written),
        steps=tuple(
            StepLine(figure_words(step.value, unit), _by(step.last_day, step.as_written))
            for step in target.steps
        ),
        latest=figure_words(latest.value, unit) if latest else "",
        latest_on=f"{say_date(latest.on)} ({ago(latest.on, on=on)})" if latest else "",
        standing=_standing(target),
        in_figures=target.value is not None or bool(target.steps) or latest is not None,
        readings=tuple(
            ReadingLine(
                figure_words(reading.value, unit),
                say_date(reading.on),
                reading.source,
                reading.recorded_by,
            )
            for reading in reversed(target.readings)
        ),
        drawn=_drawn(target),
        drawn_title=_drawn_title(target),
        unit="%" if unit == "%" else "",
        reading_href=addresses.to("reading", *owner, target.id),
        edit_href=addresses.to("edit_target", *owner, target.id) if may_edit else "",
        end_href=addresses.to("end_target", *owner, target.id) if may_end else "",
        history_href=addresses.history("target", target.id),
    )


def _by(day: date | None, as_written: str) -> str:
    if day is None:
        return as_written
    if as_written:
        return f"{as_written} (by {say_date(day)})"
    return f"by {say_date(day)}"


def _standing(target: TargetFact) -> str:
    """How far the latest reading is from the baseline, in words; the target's good direction is
    the one from baseline to target."""
    latest = target.latest
    if latest is None or target.value is None:
        return ""
    gap = target.value - latest.value
    if target.baseline is None or target.baseline == target.value:
        return "Target met" if gap == 0 else f"{_size(target, gap)} from the target"
    rising = target.value > target.baseline
    if gap == 0 or (gap < 0) == rising:
        return "Target met"
    moved = latest.value - target.baseline
    if moved == 0:
        return "No change from the baseline"
    way = "better" if (moved > 0) == rising else "worse"
    return f"{_size(target, moved)} {way} than the baseline, {_size(target, gap)} to go"


def _size(target: TargetFact, amount: object) -> str:
    unit = "percentage points" if target.unit == "%" else target.unit
    return figure_words(abs(amount), unit)  # type: ignore[arg-type]


def _drawn(target: TargetFact) -> tuple[Measured, ...]:
    """The baseline and the readings, for a line; nothing to draw from one moment."""
    moments: list[Measured] = []
    if target.baseline is not None:
        label = say_date(target.baseline_on) or "Baseline"
        moments.append(
            Measured(label, float(target.baseline), figure_words(target.baseline, target.unit))
        )
    moments.extend(
        Measured(say_date(each.on), float(each.value), figure_words(each.value, target.unit))
        for each in target.readings
    )
    return tuple(moments) if len(moments) > 1 else ()


def _drawn_title(target: TargetFact) -> str:
    drawn = _drawn(target)
    if not drawn:
        return ""
    first, last = drawn[0], drawn[-1]
    assert first.value is not None
    assert last.value is not None
    name = target.measure or "The measure"
    if first.value == last.value:
        return f"{name} stayed at {last.said}"
    way = "rose" if last.value > first.value else "fell"
    return f"{name} {way} from {first.said} to {last.said}"
