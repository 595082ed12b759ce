"""Since our last visit: counts that open their lists, and what is good without proof of impact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.governance.presenters.visits import (
    MeasureLine,
    VisitAddresses,
    measure_line,
    part_names,
    said_of,
)
from goldenthread.governance.queries.visits import VisitFact, VisitsOfPlan
from goldenthread.improvement_plan.queries.facts import ActionRow, LevelFact, PlanFact
from goldenthread.improvement_plan.queries.risk_facts import EscalationFact, PlaceFact
from goldenthread.improvement_plan.queries.since import MovedAction, Shown, SinceFact
from goldenthread.pages.marks import RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date, say_share

ROWS_SHOWN = 5
UNPROVEN, BETTER, WORSE, COMPLETED, OVERDUE, EVIDENCE, DECISIONS = (
    "unproven", "better", "worse", "completed", "overdue", "evidence", "decisions",
)  # fmt: skip


@dataclass(frozen=True)
class SinceLine:
    """One action, piece of evidence or decision: number, words, its page and a few notes."""

    number: str
    title: str
    href: str
    before: RatingMark | None
    now: RatingMark | None
    direction: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SinceList:
    """A count and the lines behind it; `href` opens them all."""

    key: str
    number: int
    label: str
    title: str
    counts: str
    of: str
    href: str
    lines: tuple[SinceLine, ...]
    empty: str


@dataclass(frozen=True)
class PartStands:
    """What each rater says of a part of the plan now."""

    name: str
    title: str
    href: str
    said: tuple[tuple[str, RatingMark, str], ...]


@dataclass(frozen=True)
class SincePage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    next: str
    others: tuple[dict[str, object], ...]  # the visits one may compare with
    lists: tuple[SinceList, ...]
    measures_title: str
    measures: tuple[MeasureLine, ...]
    parts: tuple[PartStands, ...]
    visit_href: str
    brief_href: str
    record_href: str


def good_words(plan: PlanFact) -> str:
    """The labels of the plan's own scale that are complete or on track: "Blue or Green"."""
    scale = plan.main_scale
    labels = [
        point.label
        for point in (scale.points if scale else ())
        if point.counts_as in ("complete", "on_track")
    ]
    return " or ".join(labels) or "Complete or on track"


def since_page(
    found: SinceFact,
    visit: VisitFact,
    visits: VisitsOfPlan,
    levels: Iterable[LevelFact],
    *,
    next_words: str,
    refused: str,
    addresses: VisitAddresses,
) -> SincePage:
    tops = [level for level in levels if not level.depth]
    plan = found.plan
    here = addresses.to("since", plan.id)
    return SincePage(
        title="Since our last visit",
        caption=plan.title,
        lede=f"What moved after {say_date(visit.on)}, as at {say_date(found.on)}. {visit.name}",
        breadcrumbs=addresses.crumbs(Crumb("Since our last visit")),
        as_at=say_date(found.on),
        next=next_words,
        others=tuple(
            {
                "text": say_date(one.on),
                "href": f"{here}?visit={one.id}",
                "current": one.id == visit.id,
            }
            for one in visits.visits
        ),
        lists=since_lists(found, visit, addresses),
        measures_title=f"Agreed on {say_date(visit.on)}",
        measures=tuple(measure_line(one, part_names(tops)) for one in visit.measures),
        parts=tuple(_part(level, plan, addresses) for level in tops),
        visit_href=addresses.to("visit", visit.id),
        brief_href=f"{addresses.to('brief', plan.id)}?visit={visit.id}",
        record_href="" if refused else addresses.to("record_visit", plan.id),
    )


def since_lists(
    found: SinceFact, visit: VisitFact, addresses: VisitAddresses
) -> tuple[SinceList, ...]:
    plan, on = found.plan, found.on
    good = good_words(plan)
    after = say_date(found.after)

    def made(
        key: str, label: str, title: str, counts: str, lines: list[SinceLine], *,
        empty: str, of: str = "",
    ) -> SinceList:  # fmt: skip
        href = f"{addresses.to('since_list', plan.id, key)}?visit={visit.id}"
        return SinceList(
            key, len(lines), label, title, counts, of, href if lines else "", tuple(lines), empty
        )

    actions = f"of {counted(found.actions, 'action')}"
    return (
        made(
            UNPROVEN, f"{good}, with no evidence of impact", f"{good} with no evidence of impact",
            f"Rated {good} by the council today, and nothing is recorded that shows what families "
            "notice. Of any date, not only since the visit.",
            [_row(row, plan, on, addresses) for row in found.unproven],
            empty=f"Everything {good} has evidence of impact.",
            of=say_share(len(found.unproven), found.good) + f" of those {good}",
        ),
        made(
            BETTER, "better", "Rated better", f"The council’s rating of {after} against today’s.",
            [_moved(one, plan, on, "better", addresses) for one in found.better],
            empty="No rating is better than it was.", of=actions,
        ),
        made(
            WORSE, "worse", "Rated worse", f"The council’s rating of {after} against today’s.",
            [_moved(one, plan, on, "worse", addresses) for one in found.worse],
            empty="No rating is worse than it was.", of=actions,
        ),
        made(
            COMPLETED, "completed", "Completed", f"Marked complete after {after}, and still so.",
            [_row(row, plan, on, addresses) for row in found.completed],
            empty="Nothing was completed.", of=actions,
        ),
        made(
            OVERDUE, "newly overdue", "Newly overdue",
            f"Overdue today and not on {after}, by the dates as they are now.",
            [_row(row, plan, on, addresses) for row in found.overdue],
            empty="Nothing became overdue.", of=actions,
        ),
        made(
            EVIDENCE, "pieces of evidence added", "Evidence added",
            f"Dated after {after}, and not withdrawn.",
            [_shown(one, addresses) for one in found.evidence],
            empty="No evidence was added.",
        ),
        made(
            DECISIONS, "decisions asked for", "Decisions asked for",
            f"Asked after {after}; decided or not.",
            [_decision(one, addresses) for one in found.escalations],
            empty="No decision was asked for.",
        ),
    )  # fmt: skip


def _row(row: ActionRow, plan: PlanFact, on: date, addresses: VisitAddresses) -> SinceLine:
    return SinceLine(
        number=row.reference,
        title=row.title,
        href=addresses.plan("action", row.id),
        before=None,
        now=said_of(row.rating, plan),
        direction="",
        notes=_notes(row, on),
    )


def _notes(row: ActionRow, on: date) -> tuple[str, ...]:
    leads = ", ".join(lead.words for lead in row.leads) or row.leads_as_written or "No lead"
    due = ""
    if row.completed_on:
        due = f"Complete on {say_date(row.completed_on)}"
    elif row.due:
        late = (on - row.due).days
        due = f"Due {say_date(row.due)}" + (
            f", {counted(late, 'day')} overdue" if row.overdue else ""
        )
    proof = f"{counted(row.evidence_count, 'item')} of evidence" if row.evidence_count else ""
    return tuple(note for note in (leads, due, proof) if note)


def _moved(
    one: MovedAction, plan: PlanFact, on: date, direction: str, addresses: VisitAddresses
) -> SinceLine:
    row = one.row
    notes = (*_notes(row, on), row.cause) if direction == "worse" and row.cause else _notes(row, on)
    return SinceLine(
        number=row.reference,
        title=row.title,
        href=addresses.plan("action", row.id),
        before=said_of(one.before, plan),
        now=said_of(one.now, plan),
        direction=direction,
        notes=notes,
    )


def _place_href(place: PlaceFact, addresses: VisitAddresses) -> str:
    if place.action_id:
        return addresses.plan("action", place.action_id)
    return addresses.plan("level", place.level_id) if place.level_id else ""


def _shown(one: Shown, addresses: VisitAddresses) -> SinceLine:
    proof = one.evidence
    return SinceLine(
        number=one.place.name.removeprefix("Action "),
        title=proof.title,
        href=f"{_place_href(one.place, addresses)}#evidence",
        before=None,
        now=None,
        direction="",
        notes=(proof.kind_words, say_date(proof.on), proof.shows),
    )


def _decision(one: EscalationFact, addresses: VisitAddresses) -> SinceLine:
    if one.decided_on:
        state = f"Decided on {say_date(one.decided_on)}: {one.decision}"
    elif one.withdrawn_on:
        state = f"Withdrawn on {say_date(one.withdrawn_on)}"
    else:
        state = f"Needed by {say_date(one.needed_by)}" if one.needed_by else "Waiting"
    return SinceLine(
        number=one.place.name.removeprefix("Action "),
        title=one.decision_needed,
        href=f"{addresses.plan('escalations', one.plan_id)}#escalation-{one.id}",
        before=None,
        now=None,
        direction="",
        notes=tuple(note for note in (one.forum, state) if note),
    )


def _part(level: LevelFact, plan: PlanFact, addresses: VisitAddresses) -> PartStands:
    return PartStands(
        name=f"{level.word} {level.reference}".strip(),
        title=level.title,
        href=addresses.plan("level", level.id),
        said=tuple(
            (rating.capacity_words, said_of(rating.point, plan), say_date(rating.on))
            for rating in level.ratings
        ),
    )
