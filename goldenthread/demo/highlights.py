"""The demonstration's highlight reports and challenges: one report issued, one a draft; one
challenge answered and closed, one open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from goldenthread.demo.built import Built, viewer_of
from goldenthread.governance import actions as governance
from goldenthread.governance import queries
from goldenthread.improvement_plan import queries as plans
from goldenthread.reports.highlights import issue_report

READER = "SEND Partnership Board"
ISSUED_ON = date(2020, 1, 9)
STATUS = {
    "owner": "Grace Okafor, Assistant Director Education",
    "lead": "Tom Ashdown, Head of SEND",
    "reason": (
        "Most of the work is complete or on course. One action is red: the money for the upkeep "
        "of the Local Offer after April is not agreed."
    ),
    "mitigation": (
        "A proposal to share the cost goes to the SEND Partnership Board; until then the council "
        "pays for the pages that families use most."
    ),
    "impact_if_not": (
        "The pages grow out of date within months, and families go back to asking their school."
    ),
    "progress": "Families tested the new search with us in November; what they asked for is in it.",
    "next": "The leaflet that goes with each new plan, and the first report on travel training.",
    "support": "A decision by the board on who pays for the Local Offer from April 2020.",
}
CONCERNS = {
    "owner": "Bola Akande, Director of Nursing",
    "lead": "Tom Ashdown, Head of SEND",
    "reason": "Waits are shorter than in the summer, and not yet where they must be.",
    "support": "Two more years of money for the extra clinics, from the joint pot.",
}
CLOSED = (
    "The report says that families tested the search. How many, and what did they not find?",
    "Fourteen families, in two sessions. They did not find short breaks by district; that was put "
    "right on 17 December, and all fourteen were told.",
    "Fourteen families, and what they missed was mended.",
)
OPEN = (
    "Amber with no impact evidence since September. What do families say of their travel budgets, "
    "and when shall we see it?"
)


def write(built: Built) -> None:
    """Workstream 4's report for December, issued; 2's, a draft; what the readers asked."""
    assert built.plan_id is not None
    december = next(
        one.snapshot_id
        for one in plans.periods(built.plan_id, viewer=built.by("Priya Nair"))
        if one.name.startswith("December")
    )
    report_id = _start(built, "4", "status", december, "amber", STATUS)
    report = queries.highlight(report_id, viewer=built.by("Priya Nair"))
    assert report is not None
    issue_report(
        report_id=report_id,
        version=report.version,
        by=built.by("Priya Nair"),
        on=ISSUED_ON,
        at=datetime(2020, 1, 9, 15, 0, tzinfo=UTC),
    )
    _start(built, "2", "concerns", december, "amber", CONCERNS)
    _challenge(built, report_id)


def _start(
    built: Built,
    part: str,
    shape: str,
    snapshot_id: UUID | None,
    status: str,
    words: dict[str, str],
) -> UUID:
    assert built.plan_id is not None
    office = built.by("Priya Nair")
    report_id = governance.start_highlight(
        plan_id=built.plan_id,
        level_id=built.levels[part],
        forum_id=built.forums[READER],
        shape=shape,
        snapshot_id=snapshot_id,
        as_at=None,
        by=office,
        on=ISSUED_ON,
        at=datetime(2020, 1, 9, 9, 0, tzinfo=UTC),
    )
    governance.write_highlight(
        report_id=report_id, version=1, status_point=status, words=words, by=office, on=ISSUED_ON
    )
    return report_id


def _challenge(built: Built, report_id: UUID) -> None:
    asked, answered, closed = CLOSED
    tom = built.posts["Head of SEND"]
    first = governance.raise_challenge(
        report_id=report_id,
        level_id=built.levels["4"],
        words=asked,
        asked_post_id=built.posts["Local Offer Officer"],
        answer_by=date(2020, 1, 13),
        by=viewer_of("Alan Fairweather", on=date(2020, 1, 10)),
        on=date(2020, 1, 10),
        at=datetime(2020, 1, 10, 9, 0, tzinfo=UTC),
    )
    governance.answer_challenge(
        challenge_id=first,
        words=answered,
        by=viewer_of("Tom Ashdown", on=date(2020, 1, 11)),
        on=date(2020, 1, 11),
        at=datetime(2020, 1, 11, 9, 0, tzinfo=UTC),
    )
    governance.close_challenge(
        challenge_id=first,
        how="answered",
        words=closed,
        by=viewer_of("Alan Fairweather", on=date(2020, 1, 13)),
        on=date(2020, 1, 13),
        at=datetime(2020, 1, 13, 9, 0, tzinfo=UTC),
    )
    governance.raise_challenge(
        report_id=report_id,
        action_id=built.actions["4.5.3"],
        words=OPEN,
        asked_post_id=tom,
        answer_by=date(2020, 1, 28),
        by=viewer_of("Sylvia Marsh", on=date(2020, 1, 10)),
        on=date(2020, 1, 10),
        at=datetime(2020, 1, 10, 9, 30, tzinfo=UTC),
    )
