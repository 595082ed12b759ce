"""The parts of a home, one for each thing a role comes for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact, PlanSummary
from goldenthread.my_work.presenters.lines import (
    CAUSE_LENGTH,
    Line,
    Step,
    action_line,
    due,
    leads,
    mark,
    next_step,
    shortened,
    updated,
)
from goldenthread.my_work.queries import FORUM, Home, Rows, Visit
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.ratings import Direction

ROWS_SHOWN = 6
MINE_SHOWN = 20


@dataclass(frozen=True)
class Group:
    """Some lines under a small heading; `title` "" for a part's only group."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """`count` opens its whole list at `href`; `more` says what the page leaves out."""

    key: str
    title: str
    groups: tuple[Group, ...] = ()
    count: int | None = None
    href: str = ""
    lede: str = ""
    more: str = ""
    shown: int = ROWS_SHOWN  # lines before the rest is left to the whole list
    empty: str = ""
    empty_text: str = ""
    empty_href: str = ""
    empty_link: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for group in self.groups for line in group.lines)


def cut(part: Part, *, whole: str) -> Part:
    """The part with its first lines only, unless the reader asked for the whole of it."""
    if part.key == whole or len(part.lines) <= part.shown or not part.href:
        return part
    left, groups = part.shown, []
    for group in part.groups:
        kept = group.lines[:left]
        left -= len(kept)
        if kept:
            groups.append(replace(group, lines=kept))
    more = f"See all {len(part.lines)}"
    return replace(part, groups=tuple(groups), more=more)


def _here(home: Home, key: str) -> str:
    """This part alone, whole, on this page."""
    return f"{reverse('my_work:home', args=[home.viewer.local_area_slug])}?whole={key}#{key}"


def _plan_of(row: ActionRow, home: Home) -> PlanFact | None:
    return next((one.plan for one in home.summaries if one.plan.id == row.plan_id), None)


def mine(home: Home) -> Part:
    """What the viewer leads: overdue, due soon, the rest; what is done is only counted."""
    rows = home.mine or ()
    open_rows = [row for row in rows if not row.complete]
    # What is complete and still wants something of its lead stays in sight.
    wanting = [row for row in rows if row.complete and next_step(row, home.viewer, on=home.on).name]
    overdue = [row for row in open_rows if row.overdue]
    soon = [row for row in open_rows if "due-soon" in row.states]
    rest = [row for row in open_rows if row not in overdue and row not in soon]
    groups = (
        ("Overdue", overdue),
        ("Due within 30 days", soon),
        ("Later", rest),
        ("Complete, evidence wanted", wanting),
    )
    done = len(rows) - len(open_rows)
    return Part(
        key="mine",
        title="My actions",
        groups=tuple(
            Group(f"{title}: {len(held)}", _my_lines(held, home)) for title, held in groups if held
        ),
        count=len(open_rows),
        href=_here(home, "mine"),
        shown=MINE_SHOWN,
        lede=f"{done} more {'is' if done == 1 else 'are'} complete." if done else "",
        empty="No action is yours" if not rows else "Everything of yours is complete",
        empty_text="Actions are listed here when the plan names you, or a post you hold, as their "
        "lead or deputy. If one is missing, ask the programme office."
        if not rows
        else "New actions are listed here as soon as the plan names you as their lead.",
    )


def _my_lines(rows: Sequence[ActionRow], home: Home) -> tuple[Line, ...]:
    found = []
    for row in rows:
        plan = _plan_of(row, home)
        if plan is None:
            continue
        notes = (updated(row, on=home.on), _plan_note(plan, home))
        step = next_step(row, home.viewer, on=home.on)
        found.append(action_line(row, plan, on=home.on, viewer=home.viewer, notes=notes, step=step))
    return tuple(found)


def _plan_note(plan: PlanFact, home: Home) -> str:
    return plan.title if len(home.summaries) > 1 else ""


def _opens(found: Iterable[Rows], home: Home, key: str) -> str:
    """The plan's own list where one plan holds all of them, else this part whole."""
    holding = [rows for rows in found if rows.actions]
    if len(holding) == 1:
        plan_id, query = holding[0].plan.id, holding[0].query
        address = reverse("improvement_plan:actions", args=[home.viewer.local_area_slug, plan_id])
        return f"{address}?{query}"
    return _here(home, key) if holding else ""


def to_sign_off(home: Home) -> Part:
    found = home.to_sign_off or ()
    lines = []
    for rows in found:
        for row in rows.actions:
            refused = policies.may_sign_off(home.viewer, row.subject)
            step = Step(refused) if refused else Step("Look and sign off", "sign_off_action")
            notes = (
                leads(row),
                f"Complete on {say_date(row.completed_on)}",
                _plan_note(rows.plan, home),
            )
            lines.append(
                action_line(row, rows.plan, on=home.on, viewer=home.viewer, notes=notes, step=step)
            )
    return Part(
        key="sign-off",
        title="Waiting to be signed off",
        groups=(Group("", tuple(lines)),),
        count=len(lines),
        href=_opens(found, home, "sign-off"),
        empty="Nothing waits to be signed off",
        empty_text="When a lead marks an action complete, it waits here until somebody else has "
        "looked at its evidence and signed it off.",
    )


def off_track(home: Home) -> Part:
    found = home.off_track or ()
    lines = []
    for rows in found:
        for row in rows.actions:
            cause = shortened(row.cause, CAUSE_LENGTH) or "No cause given"
            back = (
                f"Back on track by {say_date(row.recovery_date)}"
                if row.recovery_date
                else "No recovery date"
            )
            notes = (leads(row), cause, back, _plan_note(rows.plan, home))
            lines.append(action_line(row, rows.plan, on=home.on, viewer=home.viewer, notes=notes))
    return Part(
        key="off-track",
        title="Off track, and whose",
        groups=(Group("", tuple(lines)),),
        count=len(lines),
        href=_opens(found, home, "off-track"),
        empty="Nothing is off track",
        empty_text="An action that is overdue, or rated at risk or delayed, is listed here with "
        "its lead, its cause and the day it should be back on track.",
    )


def moved(home: Home) -> Part:
    """What moved since the last closed period, from rating to rating."""
    lines = []
    for summary in home.summaries:
        list_of = reverse(
            "improvement_plan:actions", args=[home.viewer.local_area_slug, summary.plan.id]
        )
        for each in summary.movement:
            if each.direction is not Direction.SAME:
                before, now = mark(each.before, summary.plan), mark(each.now, summary.plan)
                lines.append(
                    Line(
                        number=str(each.counted.count),
                        title=f"{'action' if each.counted.count == 1 else 'actions'} from "
                        f"{before.label} to {now.label}",
                        href=f"{list_of}?{each.counted.query}",
                        mark=now,
                        before=before,
                        direction=each.direction.value,
                        notes=tuple(filter(None, (_plan_note(summary.plan, home),))),
                    )
                )
    reports = [summary.last_report for summary in home.summaries if summary.last_report]
    compared = any(reports)
    return Part(
        key="moved",
        title=f"What moved since {reports[0].name}"
        if len(reports) == 1
        else "What moved since the last report",
        groups=(Group("", tuple(lines)),),
        empty="No rating has moved since then"
        if compared
        else "There is no report to compare with yet",
        empty_text="When a rating changes, the move from one rating to the other is counted here."
        if compared
        else "Once a reporting period is closed, every later change is shown against it.",
    )


def to_rate(home: Home) -> Part:
    """The plan's top levels, each with what the parent carer forum last said."""
    lines = []
    for plan, level in home.to_rate or ():
        said = next((one for one in level.ratings if one.capacity == FORUM), None)
        council = next((one for one in level.ratings if one.capacity == "council"), None)
        notes = (
            f"You said this on {say_date(said.on)}" if said else "You have not rated this yet",
            f"The council says {council.point.label}" if council else "",
            "You and others see this differently" if level.disagreement and said else "",
            _plan_note(plan, home),
        )
        args = [home.viewer.local_area_slug, "level", level.id]
        lines.append(
            Line(
                number=level.reference,
                title=level.title,
                href=reverse("improvement_plan:level", args=[args[0], level.id]),
                mark=mark(said.point if said else None, plan),
                notes=tuple(note for note in notes if note),
                next="Rate it again" if said else "Say how it is for families",
                next_href=reverse("improvement_plan:rate", args=args),
            )
        )
    waiting = sum(line.next != "Rate it again" for line in lines)
    return Part(
        key="to-rate",
        title="How is it for families?",
        groups=(Group("", tuple(lines)),),
        lede=f"{counted(waiting, 'part')} of the plan {'has' if waiting == 1 else 'have'} no "
        "rating from you yet."
        if waiting
        else "What you said stands beside the council’s own rating, also where you disagree.",
        empty="There is nothing to rate yet",
        empty_text="When the plan is here, each of its parts is listed for you to say how it is "
        "for families. What you say stands beside the council’s own rating.",
    )


def since_the_visit(visit: Visit, home: Home) -> Part:
    lines = tuple(
        action_line(
            row,
            visit.plan,
            on=home.on,
            viewer=home.viewer,
            notes=(leads(row), f"Rated on {say_date(row.rating_on)}"),
        )
        for row in sorted(visit.rated_since, key=lambda row: row.rating_on or home.on, reverse=True)
    )
    when = ""
    if visit.last:
        when = visit.last.occasion or f"Your last rating, {say_date(visit.last.on)}"
    key = f"since-{visit.plan.id}"
    return Part(
        key=key,
        title="Rated by the council since the last visit",
        groups=(Group("", lines),),
        count=len(lines) if visit.last else None,
        href=_here(home, key) if lines else "",
        lede=" · ".join(filter(None, (when, _plan_note(visit.plan, home)))),
        empty="Nothing was rated since the last visit"
        if visit.last
        else "No visit is on record yet",
        empty_text="The council’s ratings given after a visit are listed here, latest first."
        if visit.last
        else "Rate a part of the plan at a visit, and what changes afterwards is listed here.",
        empty_href=""
        if visit.last
        else reverse("improvement_plan:plan", args=[home.viewer.local_area_slug, visit.plan.id]),
        empty_link="Open the plan",
    )


def unproven(visit: Visit, home: Home) -> Part:
    wanted = _good_words(visit.plan)
    lines = tuple(
        action_line(
            row,
            visit.plan,
            on=home.on,
            viewer=home.viewer,
            notes=(
                leads(row),
                f"{counted(row.evidence_count, 'item')} of other evidence"
                if row.evidence_count
                else "No evidence at all",
            ),
        )
        for row in visit.unproven
    )
    key = f"unproven-{visit.plan.id}"
    return Part(
        key=key,
        title=f"{wanted}, with no evidence of impact",
        groups=(Group("", lines),),
        count=len(lines),
        href=_here(home, key) if lines else "",
        lede=_plan_note(visit.plan, home),
        empty="Every good rating has evidence of impact",
        empty_text=f"An action rated {wanted} is listed here while nothing shows the difference it "
        "made.",
    )


def _good_words(plan: PlanFact) -> str:
    """The labels of the plan's own scale that are complete or on track: "Blue or Green"."""
    scale = plan.main_scale
    points = scale.points if scale else ()
    labels = [point.label for point in points if point.counts_as in ("complete", "on_track")]
    return " or ".join(labels) or "Complete or on track"


def rights(home: Home) -> Part:
    slug = home.viewer.local_area_slug
    href = reverse("partnership:rights", args=[slug])
    lines = tuple(
        Line(
            title=f"{grant.user_name}, {grant.role_words.lower()}",
            href=href,
            due=due(grant.until, on=home.on),
            notes=(grant.scope_words, grant.reason),
            next="Give the right again, or let it end",
            next_href=href,
        )
        for grant in home.rights_ending or ()
    )
    return Part(
        key="rights",
        title="Rights ending soon",
        groups=(Group("", lines),),
        count=len(lines),
        href=href if lines else "",
        empty="No rights end within 60 days",
        empty_text="When somebody’s right to read or change the plan is about to end, it is "
        "listed here in time to renew it.",
        empty_href=href,
        empty_link="See everybody’s rights",
    )


def gaps(summaries: Sequence[PlanSummary], home: Home) -> Part:
    """What the plans still lack, each count opening its actions."""
    lines = []
    for summary in summaries:
        list_of = reverse(
            "improvement_plan:actions", args=[home.viewer.local_area_slug, summary.plan.id]
        )
        lines += [
            Line(
                number=str(gap.counted.count),
                title=gap.words,
                href=f"{list_of}?{gap.counted.query}",
                notes=tuple(filter(None, (_plan_note(summary.plan, home),))),
            )
            for gap in summary.gaps
        ]
        found_at = reverse(
            "improvement_plan:findings", args=[home.viewer.local_area_slug, summary.plan.id]
        )
        if number := len(summary.findings_without_action):
            words = "Finding that no action answers" if number == 1 else "Findings with no action"
            lines.append(Line(number=str(number), title=words, href=f"{found_at}#without-action"))
    return Part(
        key="gaps",
        title="Gaps to mend",
        groups=(Group("", tuple(lines)),),
        empty="No gaps",
        empty_text="An action with no lead, date or success measure, and a top rating with no "
        "evidence, are counted here.",
    )
