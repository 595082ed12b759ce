"""All that the parts of one paper are written from, and the words they share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.reports.document import Commentary, Figure, PlainBlock
from goldenthread.reports.plan_facts import PaperFigures, PeriodTotals
from goldenthread.rules.calendars import say_date
from goldenthread.rules.comparison import Comparison, ShareFigure
from goldenthread.rules.plan_quality import ACTION_GAPS
from goldenthread.rules.ratings import NOT_YET_RATED, CountsAs
from goldenthread.rules.snapshots import PlanSnapshot

CAPACITIES = {
    "council": "Council",
    "programme_office": "Programme office",
    "external": "External adviser",
    "forum": "Forum",
    "import": "As imported",
}
Blocks = tuple[PlainBlock, ...]
GAPS = (
    ("gap:imported", "As imported, no evidence recorded"),
    ("gap:evidence", "Evidence wanted for the rating, none recorded"),
    ("gap:cause", "At risk, no cause recorded"),
    ("gap:recovery", "At risk, no recovery date"),
    ("gap:lead", "No lead"),
    ("gap:date", "No date by which it is due"),
)
"""What the plan itself may lack: (query key, words)."""


@dataclass(frozen=True)
class OpenChallenge:
    """A challenge that was open when the paper was written, as the paper keeps it."""

    about: str
    of_what: str
    words: str
    raised_by: str
    asked: str
    answer_by: date
    state: str


@dataclass(frozen=True)
class Matter:
    """All that the parts of one paper are written from."""

    facts: Comparison
    figures: PaperFigures
    trend: tuple[PeriodTotals, ...]
    commentary: Mapping[str, str]
    author: str
    days_ahead: int
    received: bool = True  # by this body; else `last` is only the period closed before
    challenges: tuple[OpenChallenge, ...] = ()

    @property
    def now(self) -> PlanSnapshot:
        return self.facts.snapshot

    @property
    def last(self) -> PlanSnapshot | None:
        """What this body last received; else the period closed before."""
        return self.facts.compared

    @property
    def when(self) -> str:
        return say_date(self.now.cut_off)

    @property
    def last_when(self) -> str:
        return say_date(self.last.cut_off) if self.last else ""

    @property
    def last_heading(self) -> str:
        """The column of the compared period."""
        return f"{'Last received' if self.received else 'Closed before'}\n{self.last_when}"

    @property
    def done(self) -> str:
        """What the headline counts, in words."""
        finished = [p for p in self.now.scales[0].points if p.counts_as is CountsAs.COMPLETE]
        signed = bool(finished) and all(point.needs_sign_off for point in finished)
        return "complete and signed off" if signed else "complete"

    def share_name(self, figure: ShareFigure) -> str:
        """The share's name in a table; the first in the words of the plan's own scale."""
        first = figure.key.endswith("share:complete")
        return self.done.capitalize() if first else figure.label

    def count(self, key: str, what: str) -> Figure:
        """A figure of now, its date in its words unless they say since when."""
        dated = self.last_when and self.last_when in what
        return self.figures.count(key, what if dated else f"{what}, {self.when}")

    def what(self, key: str) -> str:
        """What a key of the opening sentences counts, in words."""
        before = key.startswith("compared:")
        bare = key.removeprefix("compared:")
        names = {f.key: self.share_name(f) for f in self.facts.shares} | {
            "actions": "All actions",
            "off-track": "Off track",
            "off-track-undated": "Off track without a recovery date",
            "overdue": "Overdue",
            "no-evidence": "Evidence wanted and none recorded",
            "completed-since": f"Completed since {self.last_when}",
            "evidence": "With evidence",
            "rating:not-yet-rated": NOT_YET_RATED,
            "direction:better": f"Better rated than on {self.last_when}",
            "direction:worse": f"Worse rated than on {self.last_when}",
            "direction:same": f"Rated as on {self.last_when}",
            "gaps": "With a gap",
            "decisions": "Waiting for a decision",
            "added": f"Added since {self.last_when}",
            "removed": f"Removed since {self.last_when}",
            f"due-next:{self.days_ahead}": f"Due within {self.days_ahead} days",
        }
        name = names.get(bare) or self._in_words(bare)
        if self.last_when and self.last_when in name:
            return name
        return f"{name}, {self.last_when if before else self.when}"

    def _in_words(self, key: str) -> str:
        """A key of ratings, moves or one level, in words; other keys as they are."""
        labels = {"not-yet-rated": NOT_YET_RATED} | {
            f"{scale.key}/{point.key}": point.label
            for scale in self.now.scales
            for point in scale.points
        }
        labels |= {point.key: point.label for point in self.now.scales[0].points}
        word, _, rest = key.partition(":")
        if word == "rating":
            return f"Rated {labels.get(rest, rest)}"
        if key.startswith("initial:rating:"):
            first = key.removeprefix("initial:rating:")
            return f"First rated {labels.get(first, first)}"
        if word == "moved":
            before, _, now = rest.partition(":")
            return f"Moved from {labels.get(before, before)} to {labels.get(now, now)}"
        if word == "level":
            level_id, _, inner = rest.partition(":")
            level = next((one for one in self.now.levels if one.id == level_id), None)
            if level:
                said = self.what(inner).rpartition(", ")[0] or inner
                return f"{level.name} {level.reference}: {said}"
        named = {
            "decision": "What a decision waits for",
            "risk": "What a risk is about",
            "gap": ACTION_GAPS[rest].words if rest in ACTION_GAPS else dict(GAPS).get(key, key),
        }
        return named.get(word, key)

    def said(self, part: str) -> Blocks:
        """The author's commentary on a part of the paper, if there is any."""
        words = self.commentary.get(part, "").strip()
        return (Commentary(self.author, words),) if words else ()
