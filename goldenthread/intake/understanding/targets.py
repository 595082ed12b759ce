"""Target sentences: value, unit, baseline, trajectory, comparator; the words where not given."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from goldenthread.intake.understanding.kinds import ProblemKind
from goldenthread.intake.understanding.plan import Problem, Target, TargetPoint
from goldenthread.intake.understanding.words import NUMBER_WORDS, fold, several, short, squeeze
from goldenthread.rules.calendars import read_dates

_VALUE = (
    r"(?P<value>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>%\s*points?|percentage\s+points?|per\s*cent(?:age)?(?:\s+points?)?|%|pp\b)"
)
_PERCENT = re.compile(_VALUE, re.IGNORECASE)
_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
_DATE = (
    rf"(?:(?:the\s+)?(?:end\s+of\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTHS}\.?\s+(?:20)?\d\d|"
    r"(?:the\s+)?(?:end\s+of\s+)?(?:spring|summer|autumn)(?:\s+term)?\s+20\d\d|"
    r"\d{1,2}/\d{1,2}/(?:20)?\d\d|q[1-4]\s+20\d\d(?:/\d\d)?|20\d\d(?:[/-]\d\d)?)"
)
_ORDINAL = ["first", "second", "third", "fourth", "fifth"]
_YEAR = rf"(?:the\s+)?(?:{'|'.join(_ORDINAL)})\s+year|year\s+(?:\d|{'|'.join(NUMBER_WORDS)})"
_WHEN = re.compile(rf"(?:\b(?:by|in|for|from|at|during|until)\s+)?(?P<when>{_YEAR}|{_DATE})", re.I)
_FROM_TO = re.compile(
    r"\bfrom\s+(?P<from>\d[\d,.]*)\s*(?P<from_unit>%|per\s*cent|[a-z]+)?\s*"
    r"(?:\((?P<from_date>[^)]*)\)\s*)?(?:in\s+(?P<from_when>[A-Za-z]*\s*20\d\d)\s+)?"
    r"to\s+(?P<to>\d[\d,.]*)\s*(?P<unit>%|per\s*cent|[a-z]+(?:\s+days|\s+weeks)?)?",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?P<relation>greater than|higher than|more than|above|better than|less than|lower than|"
    r"below|in line with|at or above|at least|equal to|within)\s+(?:the\s+)?"
    r"(?P<comparator>(?:national|regional|statistical neighbours?['’]?|England|London|"
    r"south\s+\w+|north\s+\w+|east\s+\w+|west\s+\w+|statistical|comparator|all[- ]pupil)"
    r"[\w\s'’-]{0,40}?(?:average|averages|figure|mean|rate|neighbours?|England|benchmark)\b)",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    rf"\bbaseline\s*(?:date\s*|of\s*|is\s*|was\s*|[:=–-]\s*|\(\s*)*"
    rf"(?P<rest>(?:\d[\d,.]*\s*(?:%|per\s*cent)?)?\s*"
    rf"(?:\(?\s*(?:in\s+|at\s+|as\s+at\s+)?{_DATE})?)",
    re.IGNORECASE,
)
_BEFORE_BASELINE = re.compile(rf"\b(?P<date>{_DATE})\s+baseline\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:reduc\w+|decreas\w+|cut|increas\w+|rais\w+|improv\w+|grow\w*)\b[^.;]*?\b(?:to|by)\s+"
    r"(?:at\s+least\s+|under\s+|less\s+than\s+)?"
    r"(?P<value>\d[\d,]*(?:\.\d+)?)\s+(?P<unit>(?:working\s+|calendar\s+|school\s+)?"
    r"(?:days?|weeks?|"
    r"months?|hours?|families|children|young people|pupils|cases|appeals|complaints|plans|places))",
    re.IGNORECASE,
)


def read_target(text: str, group: str = "") -> Target:
    """A sentence of a target; the words alone where it gives no value."""
    words = squeeze(text)
    baseline, baseline_date = _read_baseline(words)
    from_to = _FROM_TO.search(words)
    if from_to and not _two_dates(from_to):
        baseline = squeeze(from_to["from"] + _unit_sign(from_to["unit"] or from_to["from_unit"]))
        if from_to["from_date"] or from_to["from_when"]:
            baseline_date = squeeze(from_to["from_date"] or from_to["from_when"])
        when, by = _when_after(words, from_to.end())
        points: tuple[TargetPoint, ...] = (
            TargetPoint(from_to["to"].rstrip(".,"), _unit(from_to["unit"] or ""), when, by),
            *_points(words[from_to.end() :]),
        )
    else:
        points = _points(words)
    compared = _COMPARED.search(words)
    unsaid = compared is not None and any(point.unit == "%" for point in points)
    return Target(
        words,
        squeeze(group),
        baseline,
        baseline_date,
        points,
        squeeze(compared["comparator"]) if compared else "",
        squeeze(compared["relation"]).lower() if compared else "",
        "percentage points or per cent of it: not said" if unsaid else "",
    )


def _two_dates(match: re.Match[str]) -> bool:
    """ "from 2019 to 2021" is a span of years."""
    return bool(re.fullmatch(r"20\d\d", match["from"]) and re.match(r"20\d\d", match["to"]))


def _points(words: str) -> tuple[TargetPoint, ...]:
    found = [match for match in _PERCENT.finditer(words) if not _is_baseline(words, match)]
    out: list[TargetPoint] = []
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(words)
        when, by = _when_after(words[:end], match.end())
        out.append(TargetPoint(match["value"], _unit(match["unit"]), when, by))
    if not out:
        change = _CHANGE.search(words)
        if change:
            when, by = _when_after(words, change.end())
            out.append(TargetPoint(change["value"], squeeze(change["unit"]), when, by))
    return tuple(out)


def _is_baseline(words: str, match: re.Match[str]) -> bool:
    before = words[max(0, match.start() - 24) : match.start()].casefold()
    after = words[match.end() : match.end() + 12].casefold()
    return (
        "baseline" in before or "currently" in before or after.lstrip(" (").startswith("baseline")
    )


def _when_after(words: str, start: int) -> tuple[str, date | None]:
    match = _WHEN.search(words, start)
    if match is None:
        return "", None
    when = squeeze(match["when"])
    if re.search(_YEAR, when, re.IGNORECASE):
        return when, None
    dates = read_dates(re.sub(r"^the\s+", "", when, flags=re.IGNORECASE))
    last = dates[-1].last_day if dates else None
    if last is None and re.fullmatch(r"20\d\d", when):
        last = date(int(when), 12, monthrange(int(when), 12)[1])
    return when, last


def _read_baseline(words: str) -> tuple[str, str]:
    before = _BEFORE_BASELINE.search(words)
    if before:
        return "", squeeze(before["date"])
    match = _BASELINE.search(words)
    if match is None:
        current = re.search(r"\bcurrently\s+(\d[\d.,]*\s*%)", words, re.IGNORECASE)
        return (squeeze(current[1]), "") if current else ("", "")
    rest = squeeze(match["rest"])
    value = re.match(r"\d[\d,.]*\s*(?:%|per\s*cent)", rest)
    when = re.search(_DATE, rest[value.end() :] if value else rest, re.IGNORECASE)
    return (value.group(0) if value else ""), (when.group(0) if when else "")


def _unit(text: str) -> str:
    folded = fold(text)
    if "point" in folded or folded == "pp":
        return "percentage points"
    if folded in ("%", "per cent", "percent", "percentage"):
        return "%"
    return "" if folded in ("by", "in", "of", "and", "for", "at", "or") else squeeze(text)


def _unit_sign(text: str | None) -> str:
    unit = _unit(text or "")
    return unit if unit == "%" else f" {unit}" if unit else ""


@dataclass(frozen=True)
class Placed:
    """A target with where it stands, for finding two that contradict each other."""

    target: Target
    row: int | None
    where: str


def conflicts(placed: Sequence[Placed]) -> list[Problem]:
    """Targets for the same measure and time whose values differ: each other value asked once."""
    clusters: dict[str, list[Placed]] = {}
    for one in placed:
        measure = _measure(one.target) if one.target.points else ""
        if measure:
            clusters.setdefault(_alike(measure, clusters), []).append(one)
    return [problem for cluster in clusters.values() for problem in _within(cluster)]


def _alike(measure: str, known: Mapping[str, object]) -> str:
    """The measure already met that this one repeats in nearly the same words; else itself."""
    if measure in known or len(known) > _COMPARE_AT_MOST:
        return measure
    return next((other for other in known if _same_measure(measure, other)), measure)


def _within(cluster: Sequence[Placed]) -> list[Problem]:
    out: list[Problem] = []
    told: list[Placed] = []
    for other in cluster:
        theirs = other.target.points[-1]
        same_time = [one for one in told if _same_time(one.target.points[-1], theirs)]
        if any(one.target.points[-1].value == theirs.value for one in same_time):
            continue
        if same_time and same_time[0].target.points[-1].unit == theirs.unit:
            out.append(_conflict(same_time[0], other))
        told.append(other)
    return out


def _conflict(one: Placed, other: Placed) -> Problem:
    mine, theirs = one.target.points[-1], other.target.points[-1]
    return Problem(
        other.row if other.row is not None else one.row,
        ProblemKind.TARGETS_CONFLICT,
        f"“{short(one.target.as_written, 90)}” ({one.where}) and "
        f"“{short(other.target.as_written, 90)}” ({other.where}) give {mine.value}{mine.unit} and "
        f"{theirs.value}{theirs.unit} for the same measure. Say which is right.",
    )


def _measure(target: Target) -> str:
    words = re.sub(_DATE, " ", target.as_written, flags=re.IGNORECASE)
    words = _PERCENT.sub(" ", words)
    for point in target.points:
        words = re.sub(rf"(?<![\d.]){re.escape(point.value)}(?![\d.])", " ", words)
    kept = [word for word in fold(words).split() if word not in _NOT_OF_A_MEASURE]
    return " ".join(kept) if len(kept) >= 2 else ""


_COMPARE_AT_MOST = 400
_NOT_OF_A_MEASURE = several(
    "by of the to at least in and for a target % all are is be will from increase reduce "
    "increased points percentage per cent end"
)


def _same_measure(one: str, other: str) -> bool:
    return one == other or (
        min(len(one), len(other)) >= 15 and fuzz.token_sort_ratio(one, other) >= 92
    )


def _same_time(one: TargetPoint, other: TargetPoint) -> bool:
    if one.by is not None and other.by is not None:
        return one.by == other.by
    return fold(one.when) == fold(other.when) or not one.when or not other.when
