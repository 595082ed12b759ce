"""The sentences that several pages share: due dates, ages of updates, marks of ratings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldenthread.improvement_plan.queries.facts import PlanFact, RatingFact
from goldenthread.improvement_plan.queries.filters import DUE_SOON_DAYS
from goldenthread.pages.marks import NOT_RATED, RatingMark, mark_of
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.rules.calendars import days_overdue, days_until
from goldenthread.rules.ratings import Axis, ScalePoint, Share

# Workstreams report monthly; after six weeks a report was missed.
UPDATE_GOES_STALE_AFTER_DAYS = 42
SHORT_REASON = 180  # characters
AXIS_QUESTIONS: dict[str, str] = {
    Axis.DELIVERY: "How far is it?",
    Axis.SCHEDULE: "Will it meet its date?",
    Axis.IMPACT: "Is it making a difference?",
    Axis.EXTERNAL: "What do others say?",
}


@dataclass(frozen=True)
class DueWords:
    """For the `due` component: state is overdue, soon, done, none or ""."""

    when: str
    note: str
    state: str


def due_words(
    due: date | None, *, on: date, complete: bool = False, as_written: str = "", done: str = ""
) -> DueWords:
    """Fri 3 May 2024 · 4 days overdue."""
    if due is None:
        return DueWords("", as_written or "No date", "none")
    when = say_date_with_day(due)
    if complete:
        return DueWords(when, done or "complete", "done")
    if late := days_overdue(due, on=on):
        return DueWords(when, f"{counted(late, 'day')} overdue", "overdue")
    left = days_until(due, on=on)
    if left == 0:
        return DueWords(when, "due today", "soon")
    if left <= DUE_SOON_DAYS:
        return DueWords(when, f"in {counted(left, 'day')}", "soon")
    return DueWords(when, "", "")


@dataclass(frozen=True)
class AgeWords:
    """For the `age` component."""

    when: str
    said: str
    stale: bool


def age_words(last: date | None, *, on: date, complete: bool = False) -> AgeWords:
    """12 March 2024 (7 weeks ago)."""
    if last is None:
        return AgeWords("", "", stale=not complete)
    days = (on - last).days
    return AgeWords(
        say_date(last), ago(last, on=on), stale=days > UPDATE_GOES_STALE_AFTER_DAYS and not complete
    )


def ago(when: date, *, on: date) -> str:
    """today, yesterday, 12 days ago, 7 weeks ago, 5 months ago, 2 years ago."""
    days = (on - when).days
    if days < 0:
        return f"in {counted(-days, 'day')}"
    if days < 2:
        return ("today", "yesterday")[days]
    for size, word, least in ((365, "year", 730), (30, "month", 120), (7, "week", 21)):
        if days >= least:
            return f"{counted(days // size, word)} ago"
    return f"{counted(days, 'day')} ago"


def mark(point: ScalePoint | None, plan: PlanFact) -> RatingMark:
    """A point's mark; the plan's scales give the halves of a half-rating."""
    if point is None:
        return NOT_RATED
    for fact in plan.scales:
        if point in fact.scale.points:
            return mark_of(point, fact.scale)
    if point.halves:  # in the words of an earlier version of its scale
        for fact in plan.scales:
            if set(point.halves) <= {each.key for each in fact.scale.points}:
                return mark_of(point, fact.scale)
    return mark_of(point)


def rater_words(rating: RatingFact) -> str:
    """Who said it: the raters named, else the capacity; "DfE and NHS England, recorded by …"."""
    return joined(rating.raters) or rating.recorded_by or rating.capacity_words


def joined(words: Iterable[str], last: str = "and") -> str:
    """A, B and C."""
    listed = [word for word in words if word]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def either(words: Iterable[str]) -> str:
    """A, B or C."""
    return joined(words, last="or")


def share_percent(share: Share) -> str:
    """55.3%; nothing where there is nothing to share."""
    return f"{share.percent}%" if share.percent is not None else ""


def share_words(share: Share) -> str:
    """55.3% (52 of 94), as tables and figures say it; sentences say whole percents
    (`pages.words.say_share`)."""
    return f"{share.percent}% ({share.count} of {share.total})" if share.total else ""


def figure_words(value: Decimal | None, unit: str = "") -> str:
    """75%, 12 days, 3.5; nothing for nothing."""
    if value is None:
        return ""
    number = f"{value.normalize():,f}"
    if unit in ("%", "£"):
        return f"£{number}" if unit == "£" else f"{number}%"
    return f"{number} {unit}".strip()


def shortened(text: str, length: int = SHORT_REASON) -> str:
    """The first words of a long text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0].rstrip(',;:.')}…"


def sentence(words: str) -> str:
    """With a capital at the start and a full stop at the end."""
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?', '…')) else '.'}"


def lowered(words: str) -> str:
    """As inside a sentence: "Priority" → "priority", but "SEND" stays."""
    return words if words[:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def add_words(word: str) -> str:
    """Add a priority, Add an improvement area."""
    return f"Add {'an' if word[:1].lower() in 'aeiou' else 'a'} {lowered(word)}"


def plural(word: str) -> str:
    """The plan's own word for its levels, several of them: priorities, weaknesses, areas."""
    head, _, tail = word.partition(" for ")
    rest = f" for {tail}" if tail else ""
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return f"{head[:-1]}ies{rest}"
    if head.endswith(("s", "x", "ch", "sh")):
        return f"{head}es{rest}"
    return f"{head}s{rest}"
