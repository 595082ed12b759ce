"""What comes in beside an action's own words, and what measures reached: said in the preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.intake.queries.dated import completed_day, figure_day
from goldenthread.intake.understanding.plan import Action, Kpi, Reading
from goldenthread.pages.words import say_date

CUT = 160


def besides(action: Action, names: Mapping[str, str], on: date) -> tuple[str, ...]:
    """Completed, waiting, evidence: each in words, with what will become of it."""
    told: list[str] = []
    if day := completed_day(action, on):
        told.append(
            f"Date completed {say_date(day)}: completes it as imported, to be signed off here, "
            "unless its rating says that it is not complete"
        )
    if action.waits_for:
        told.append("Waits for " + ", ".join(names[one] for one in action.waits_for))
    if action.evidence.strip():
        words = " ".join(action.evidence.split())
        cut = words if len(words) <= CUT else f"{words[: CUT - 1].rstrip()}…"
        told.append(
            f"Names as evidence “{cut}”: kept with its progress, to be backed by a file or a link"
        )
    return tuple(told)


@dataclass(frozen=True)
class MeasureLine:
    """A measure with its milestones and what it reached, in words."""

    title: str
    baseline: str
    target: str
    figures: tuple[str, ...]


def measure(kpi: Kpi, on: date) -> MeasureLine:
    baseline = f"{kpi.baseline} ({kpi.baseline_date})" if kpi.baseline_date else kpi.baseline
    figures = tuple(_figure(reading, on) for reading in kpi.readings)
    return MeasureLine(kpi.title, baseline, kpi.target, figures)


def _figure(reading: Reading, on: date) -> str:
    """ "31 March 2022: 51% reached, 55% wanted"; without a day it is no reading yet."""
    wanted = f"{reading.milestone} wanted" if reading.milestone else ""
    name = reading.as_of or reading.column or f"Milestone {reading.label}"
    if not reading.actual:
        return f"{name}: {wanted}, nothing reached yet"
    day = figure_day(reading, on)
    reached = f"{reading.actual} reached" if day else f"{reading.actual}, not taken as reached"
    when = say_date(day) if day else name
    return f"{when}: " + ", ".join(part for part in (reached, wanted) if part)
