"""The demonstration's papers, and its words of progress."""

from __future__ import annotations

from datetime import UTC, date, datetime

from goldenthread.demo import people, story
from goldenthread.demo.built import Built
from goldenthread.governance import actions as governance
from goldenthread.governance import queries
from goldenthread.improvement_plan import queries as plans
from goldenthread.reports.actions import issue_paper

FRONT_SHEET = {
    "item_type": "Information",
    "sponsor": "Grace Okafor, Assistant Director Education",
    "author": "Priya Nair, SEND Programme Manager",
    "contact": "send.programme@merrowshire.example",
    "recommendations": (
        "Consider the progress made in delivering the plan.\n"
        "Support the actions that are off track, and ask for a further report in two months."
    ),
    "background": (
        "The plan answers the four findings of the area inspection. It is led by the council and "
        "the integrated care board together, with schools and the parent carer forum."
    ),
    "wards": "All",
    "finance": "Met from existing budgets, save the upkeep of the Local Offer from April 2020.",
    "finance_verified_by": "Head of Finance, Children",
    "legal": "The plan supports duties in part 3 of the Children and Families Act 2014.",
    "legal_verified_by": "Deputy Head of Legal",
    "equality": "Each workstream has its own equality analysis.",
    "equality_verified_by": "Equalities Officer",
    "safeguarding": "No",
    "consultation": "The parent carer forum and the young people’s panel read the plan each term.",
    "background_papers": "SEND Improvement Plan 2019 to 2020",
}


def progress_words(told: story.ToldAction, now: str) -> str:
    """What the lead said of the period."""
    if now == "red":
        return told.cause
    if now == "green":
        return f"On course for {told.due}: {told.measure[0].lower()}{told.measure[1:]} is in sight."
    if now == "grey":
        return f"Begins in {told.start}, as planned."
    return "Under way. Part of the work is done; what is left is with the people named as leads."


def next_words(told: story.ToldAction, now: str) -> str:
    if now == "red":
        return f"Take the way back to the next meeting of the {told.forum}."
    if now == "grey":
        return ""
    return f"Report to the {told.forum} when {told.measure[0].lower()}{told.measure[1:]}."


def write(built: Built) -> None:
    """October's paper, issued; December's, a draft for the meeting on 28 January 2020."""
    built.tell(88, "October’s paper, issued in four formats")
    assert built.plan_id is not None
    office = built.by("Priya Nair")
    october, december = (
        period.snapshot_id for period in plans.periods(built.plan_id, viewer=office)
    )
    assert october is not None
    assert december is not None
    for snapshot, meeting, on in (
        (october, date(2019, 11, 26), date(2019, 11, 13)),
        (december, date(2020, 1, 28), date(2020, 1, 9)),
    ):
        paper_id = governance.start_draft(
            plan_id=built.plan_id,
            snapshot_id=snapshot,
            forum_id=built.forums[people.PAPER_TO],
            title=f"Progress on the {story.PLAN_TITLE}",
            meeting_on=meeting,
            by=office,
            on=on,
            at=datetime.combine(on, datetime.min.time(), tzinfo=UTC),
        )
        governance.fill_front_sheet(
            paper_id=paper_id,
            version=1,
            title=f"Progress on the {story.PLAN_TITLE}",
            meeting_on=meeting,
            classification="public",
            exempt_paragraph="",
            words=FRONT_SHEET,
            by=office,
            on=on,
        )
        if snapshot == october:
            paper = queries.paper(paper_id, viewer=office)
            assert paper is not None
            issue_paper(
                paper_id=paper_id,
                version=paper.version,
                by=office,
                on=on,
                at=datetime(2019, 11, 13, 10, 0, tzinfo=UTC),
            )
