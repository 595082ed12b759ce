"""What to keep an eye on: the latest paper, what moved, gaps, rights that end."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from goldenthread.improvement_plan.queries.facts import PlanSummary
from goldenthread.my_work.presenters.lines import (
    Line,
    due,
    mark,
)
from goldenthread.my_work.presenters.parts import Group, Part, plan_note
from goldenthread.my_work.queries import Home
from goldenthread.pages.words import say_date
from goldenthread.rules.ratings import Direction


def latest_paper(home: Home) -> Part:
    paper = home.latest_paper
    lines: tuple[Line, ...] = ()
    if paper is not None:
        href = reverse("reports:paper", args=[home.viewer.local_area_slug, paper.id])
        meeting = f"Meeting on {say_date(paper.meeting_on)}" if paper.meeting_on else ""
        said = (paper.forum_name, meeting, paper.state_words, paper.class_words)
        lines = (
            Line(
                title=f"{paper.title}: {paper.period_name}",
                href=href,
                notes=tuple(filter(None, said)),
                next="Read it",
                next_href=href,
            ),
        )
    return Part(
        key="paper",
        title="Latest paper",
        groups=(Group("", lines),),
        empty="No paper has been issued yet",
        empty_text="What the board was last sent is kept here, and never changes.",
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
                        notes=tuple(filter(None, (plan_note(summary.plan, home),))),
                    )
                )
    reports = [summary.last_report for summary in home.summaries if summary.last_report]
    compared = bool(reports)
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
        empty_href=reverse(
            "improvement_plan:period", args=[home.viewer.local_area_slug, reports[-1].id]
        )
        if reports
        else "",
        empty_link=f"See {reports[-1].name} as it was reported" if reports else "",
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
                notes=tuple(filter(None, (plan_note(summary.plan, home),))),
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
