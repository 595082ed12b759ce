"""All that the parts of one highlight report are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.reports.document import Commentary, Figure
from goldenthread.reports.paper_matter import Blocks
from goldenthread.reports.plan_facts import Actions
from goldenthread.reports.pressing import Reach
from goldenthread.rules.calendars import say_date
from goldenthread.rules.comparison import Comparison
from goldenthread.rules.ratings import CountsAs
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotLevel


@dataclass(frozen=True)
class Wait:
    """One action waits for another; `state` is waits, blocked or done, as the report keeps it."""

    action: str
    waits_for: str
    other_part: str  # "" within the same part
    needs: str
    needed_by: date | None
    agreed: str
    state: str
    outward: bool  # this part waits; else another part waits for this one


@dataclass(frozen=True)
class HighlightMatter:
    """All that the parts of one highlight report are written from."""

    facts: Comparison
    reach: Reach
    level: SnapshotLevel
    words: Mapping[str, str]
    status_point: str
    lead: str
    waits: tuple[Wait, ...]
    received: bool
    days_ahead: int

    @property
    def now(self) -> PlanSnapshot:
        return self.facts.snapshot

    @property
    def last(self) -> PlanSnapshot | None:
        return self.facts.compared

    @property
    def when(self) -> str:
        return say_date(self.now.cut_off)

    @property
    def last_when(self) -> str:
        return say_date(self.last.cut_off) if self.last else ""

    @property
    def since(self) -> str:
        """The heading of what happened."""
        return f"Progress since {self.last_when}" if self.last else "Progress so far"

    @property
    def done(self) -> str:
        """What the headline counts, in words."""
        finished = [p for p in self.now.scales[0].points if p.counts_as is CountsAs.COMPLETE]
        signed = bool(finished) and all(point.needs_sign_off for point in finished)
        return "complete and signed off" if signed else "complete"

    def rows(self, key: str) -> Actions:
        """The actions of this part behind a key."""
        return self.reach.figures.rows(self.reach.key(key))

    def count(self, key: str, what: str) -> Figure:
        """How many actions of this part a key opens."""
        name = f"{self.level.name} {self.level.reference}".strip()
        return self.reach.figures.count(self.reach.key(key), f"{name}, {what}")

    def said(self, key: str) -> Blocks:
        """The workstream lead's words, if there are any."""
        words = self.words.get(key, "").strip()
        return (Commentary(self.lead, words),) if words else ()


def name_of(level: SnapshotLevel) -> str:
    """ "Workstream 2: Working together", as the plan calls it."""
    return f"{level.name} {level.reference}: {level.title}" if level.reference else level.title
