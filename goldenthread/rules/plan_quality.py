"""What a plan lacks, by itself: the closed list of gaps and when an action has each.

A gap breaks the thread from finding to proof: nobody leads, no day is set, no one could tell
whether it worked, or what is said is not shown. The queries' conditions in SQL say the same of rows
in the database; a test sets the two beside each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.rules.calendars import say_date
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotAction, SnapshotLevel


class Part(StrEnum):
    """Which part of the thread a gap breaks, in the order a page shows them."""

    WHO = "Who does it"
    WHEN = "By when"
    MEASURE = "How we would know"
    RATING = "What is said of it"
    PROOF = "What shows it"
    THREAD = "From finding to impact"


@dataclass(frozen=True)
class Gap:
    """`words` name it in a list and a filter; `why` says what cannot be known because of it."""

    key: str
    part: Part
    words: str
    why: str


ACTION_GAPS: dict[str, Gap] = {
    gap.key: gap
    for gap in (
        Gap("no-lead", Part.WHO, "No lead", "Nobody can be asked how it is going."),
        Gap(
            "lead-not-identified",
            Part.WHO,
            "Lead not matched to a post or person",
            "The plan’s words name somebody whom no update can be asked of.",
        ),
        Gap(
            "lead-gone",
            Part.WHO,
            "The lead has left, or nobody holds the post",
            "The action waits for whoever comes next.",
        ),
        Gap(
            "no-forum",
            Part.WHO,
            "No forum to report to",
            "No board or group looks at it.",
        ),
        Gap("no-date", Part.WHEN, "No due date", "It can never be overdue, and never be late."),
        Gap(
            "contradicting-dates",
            Part.WHEN,
            "Dates contradict each other",
            "At least one of its dates cannot be right.",
        ),
        Gap(
            "no-success-measure",
            Part.MEASURE,
            "No success measure",
            "Nobody could say whether it worked.",
        ),
        Gap("not-rated", Part.RATING, "Not yet rated", "A board cannot see how it stands."),
        Gap(
            "old-rating",
            Part.RATING,
            "Rating older than two reporting periods",
            "It may no longer be true.",
        ),
        Gap(
            "no-cause",
            Part.RATING,
            "Late or at risk, with no cause or recovery date",
            "A board cannot tell what would help.",
        ),
        Gap(
            "overdue-no-cause",
            Part.RATING,
            "Overdue, with no cause given",
            "It is late and nobody has said why.",
        ),
        Gap(
            "no-evidence",
            Part.PROOF,
            "Rated where evidence is wanted, with none",
            "The rating rests on nothing that can be read.",
        ),
        Gap(
            "as-imported",
            Part.PROOF,
            "Rating as imported, no evidence recorded",
            "The document said so; nothing here shows it.",
        ),
        Gap(
            "awaiting-sign-off",
            Part.PROOF,
            "Complete, waiting to be signed off",
            "A second person has not looked yet.",
        ),
    )
}

# Gaps of the plan's parts and findings rather than of an action.
PLAN_GAPS: dict[str, Gap] = {
    gap.key: gap
    for gap in (
        Gap(
            "finding-without-action",
            Part.THREAD,
            "Finding that no action answers",
            "What inspection said must improve is not being worked on.",
        ),
        Gap(
            "part-without-action",
            Part.THREAD,
            "Part of the plan without an action",
            "An aim stands here with nothing that would reach it.",
        ),
        Gap(
            "no-impact-evidence",
            Part.THREAD,
            "Priority with no evidence of impact",
            "Nothing recorded shows that children’s lives got better.",
        ),
    )
}


@dataclass(frozen=True)
class Standing:
    """One action as it stands on a day, as far as gaps go.

    `leads` counts those who lead, `identified` says that one is matched to a post or person,
    `in_post` that one of them is there; `late` and `wants_evidence` are what its rating asks for;
    `told_late` says that a cause for being late was given with its rating or a later update;
    `rating_stale` that the rating is older than two reporting periods.
    """

    leads: int
    identified: bool
    in_post: bool
    forums: int
    start: date | None
    due: date | None
    ongoing: bool
    measured: bool
    rated: bool
    late: bool
    wants_evidence: bool
    complete: bool
    imported: bool
    rating_stale: bool
    cause: str
    told_late: bool
    recovery_date: date | None
    evidence: int
    completed_on: date | None
    signed_off_on: date | None
    milestones: tuple[date, ...] = ()  # last acceptable days of those not ended
    plan_ends: date | None = None


def gaps(standing: Standing, *, on: date) -> tuple[str, ...]:
    """Keys of the gaps an action has on the day, in the order of `ACTION_GAPS`."""
    it = standing
    overdue = it.due is not None and it.due < on and not it.complete
    found = {
        "no-lead": not it.leads,
        "lead-not-identified": bool(it.leads) and not it.identified,
        "lead-gone": it.identified and not it.in_post and not it.complete,
        "no-forum": not it.forums,
        "no-date": it.due is None and not it.ongoing,
        "contradicting-dates": any(True for _ in contradictions(it, on=on)),
        "no-success-measure": not it.measured,
        "not-rated": not it.rated,
        "old-rating": it.rated and it.rating_stale and not it.complete,
        "no-cause": it.late and not (it.cause and it.recovery_date),
        "overdue-no-cause": overdue and not it.late and not it.told_late,
        "no-evidence": it.wants_evidence and not it.evidence,
        "as-imported": it.imported and not it.evidence,
        "awaiting-sign-off": it.completed_on is not None and it.signed_off_on is None,
    }
    return tuple(key for key in ACTION_GAPS if found[key])


def contradictions(standing: Standing, *, on: date) -> Iterator[str]:
    """Each pair of dates that cannot both be right, as a sentence."""
    it = standing
    if it.start and it.due and it.start > it.due:
        yield f"It starts on {say_date(it.start)}, after it is due on {say_date(it.due)}."
    for day in it.milestones:
        if it.due and day > it.due:
            yield f"A milestone is due on {say_date(day)}, after the action itself."
    if it.start and it.completed_on and it.completed_on < it.start:
        yield f"It was marked complete on {say_date(it.completed_on)}, before it starts."
    if it.due and it.plan_ends and it.due > it.plan_ends and not it.complete:
        yield f"It is due on {say_date(it.due)}, after the plan ends on {say_date(it.plan_ends)}."
    if it.late and it.recovery_date and it.recovery_date < on:
        yield f"It was to be back on track by {say_date(it.recovery_date)}, and is not."


def part_gaps(
    levels: Iterable[SnapshotLevel],
    actions: Iterable[SnapshotAction],
    *,
    with_impact: Collection[str],
) -> dict[str, tuple[str, ...]]:
    """Level id → keys of `PLAN_GAPS` of each part of the plan. `with_impact` are ids of the levels
    that have evidence of impact of their own; an action's counts for every level above it."""
    parents = {level.id: level.parent_id for level in levels}
    top = {level_id for level_id, parent in parents.items() if parent is None}
    filled: set[str] = set()
    proven = {one for level_id in with_impact for one in _upwards(level_id, parents)}
    for action in actions:
        above = {one for level_id in action.level_ids for one in _upwards(level_id, parents)}
        filled |= above
        if any(each.kind == "impact" for each in action.evidence):
            proven |= above
    return {
        level_id: (
            *(() if level_id in filled else ("part-without-action",)),
            *(("no-impact-evidence",) if level_id in top and level_id not in proven else ()),
        )
        for level_id in parents
    }


ANY = ""  # in counts: how many actions have a gap, whichever


def gap_counts(snapshot: PlanSnapshot) -> dict[str, int] | None:
    """Key of each gap → how many actions, parts or findings have it, `ANY` → how many actions have
    one at all; None where the snapshot was frozen before gaps were kept."""
    if snapshot.findings is None or any(action.gaps is None for action in snapshot.actions):
        return None
    counts = dict.fromkeys((ANY, *ACTION_GAPS, *PLAN_GAPS), 0)
    for action in snapshot.actions:
        counts[ANY] += bool(action.gaps)
        for key in action.gaps or ():
            counts[key] += 1
    for level in snapshot.levels:
        for key in level.gaps or ():
            counts[key] += 1
    counts["finding-without-action"] = sum(not one.answered for one in snapshot.findings)
    return counts


def _upwards(level_id: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """The level and every one above it that is in the plan."""
    found: str | None = level_id
    while found is not None and found in parents:
        yield found
        found = parents[found]
