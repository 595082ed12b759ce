"""The programme office's parts: reporting periods, papers in draft, documents on their way in."""

from __future__ import annotations

from django.urls import reverse

from goldenthread.governance.queries import PaperFact
from goldenthread.improvement_plan.queries.facts import PlanSummary
from goldenthread.intake.queries import ImportFact
from goldenthread.my_work.presenters.lines import Line, due
from goldenthread.my_work.presenters.parts import Group, Part
from goldenthread.my_work.queries import Home
from goldenthread.pages.words import counted, say_date


def period(home: Home) -> Part:
    """The open reporting period of each plan, and its cut-off."""
    return Part(
        key="period",
        title="Reporting period" if len(home.summaries) == 1 else "Reporting periods",
        groups=(Group("", tuple(_period_line(summary, home) for summary in home.summaries)),),
        empty="No plan yet",
        empty_text="Once a plan is here, its reporting periods are opened and closed from here.",
    )


def _period_line(summary: PlanSummary, home: Home) -> Line:
    slug, plan = home.viewer.local_area_slug, summary.plan
    all_periods = reverse("improvement_plan:periods", args=[slug, plan.id])
    last = summary.last_report
    note = (
        f"Last closed: {last.name}, as at {say_date(last.cut_off)}" if last else "None closed yet"
    )
    notes = tuple(filter(None, (note, plan.title if len(home.summaries) > 1 else "")))
    current = summary.open_period
    if current is None:
        return Line(
            title="No period is open",
            href=all_periods,
            notes=notes,
            next="Open the next one",
            next_href=reverse("improvement_plan:open_period", args=[slug, plan.id]),
        )
    passed = current.cut_off < home.on
    return Line(
        title=current.name,
        href=reverse("improvement_plan:period", args=[slug, current.id]),
        due=due(current.cut_off, on=home.on),
        due_label="Cut-off",
        notes=notes,
        next="Close it" if passed else "Look at it",
        next_href=reverse(
            f"improvement_plan:{'close_period' if passed else 'period'}", args=[slug, current.id]
        ),
    )


def papers(home: Home) -> Part:
    drafts = home.drafts or ()
    slug = home.viewer.local_area_slug
    return Part(
        key="papers",
        title="Papers in draft",
        groups=(Group("", tuple(_paper_line(paper, home) for paper in drafts)),),
        count=len(drafts),
        href=reverse("governance:papers", args=[slug]) if drafts else "",
        empty="No paper is in draft",
        empty_text="Close a reporting period and start a paper: it writes itself from the closed "
        "period, and waits here until you issue it.",
        empty_href=reverse("governance:papers", args=[slug]),
        empty_link="Papers",
    )


def _paper_line(paper: PaperFact, home: Home) -> Line:
    slug = home.viewer.local_area_slug
    missing = paper.missing
    meeting = f"Meeting on {say_date(paper.meeting_on)}" if paper.meeting_on else ""
    step, name = ("Read it and issue it", "reports:issue")
    if missing:
        step, name = f"{counted(len(missing), 'field')} left to fill", "governance:front_sheet"
    publish = due(paper.publish_by, on=home.on, as_written="No meeting date yet")
    return Line(
        title=f"{paper.title}, to the {paper.forum_name}",
        href=reverse("reports:paper", args=[slug, paper.id]),
        due=publish,
        due_label="Publish by" if paper.publish_by else "",
        notes=tuple(filter(None, (meeting, paper.period_name))),
        next=step,
        next_href=reverse(name, args=[slug, paper.id]),
    )


def imports(home: Home) -> Part:
    found = home.imports or ()
    href = reverse("intake:imports", args=[home.viewer.local_area_slug])
    return Part(
        key="imports",
        title="Documents on their way in",
        groups=(Group("", tuple(_import_line(one, home) for one in found)),),
        count=len(found),
        href=href if found else "",
        empty="No document is on its way in",
        empty_text="A plan document that you upload waits here until you have checked it and "
        "brought it in.",
        empty_href=href,
        empty_link="Import a plan",
    )


def _import_line(one: ImportFact, home: Home) -> Line:
    href = reverse("intake:import", args=[home.viewer.local_area_slug, one.id])
    ready = one.state == "understood"
    return Line(
        title=one.file_name,
        href=href,
        notes=(one.state_words, f"Uploaded by {one.created_by}"),
        next="Check it and go on" if ready else "See how far it is",
        next_href=href,
    )
