"""An invented front sheet and the board's paper on the invented plan."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.governance import actions as governance
from goldenthread.governance import queries as governance_queries
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.reports.board_paper import FrontSheet, Implication, build
from goldenthread.reports.document import Access, Classification, Document
from tests.factories.snapshots import april, december, october

MADE_ON = date(2020, 1, 17)
FRONT = FrontSheet(
    title="SEND Partnership Improvement Plan: progress to December 2019",
    board="Fernshire Health and Wellbeing Board",
    classification=Classification(Access.PUBLIC),
    draft=True,
    author="A. Okafor",
    facts=(
        ("Meeting", "28 January 2020"),
        ("Item type", "Consideration"),
        ("Sponsor", "Director of Children’s Services"),
        ("Author and contact", "A. Okafor, programme office, 01632 960001"),
        ("Wards affected", "All"),
    ),
    recommendations=(
        "Note that more than half of the plan’s actions are complete and signed off.",
        "Ask the leads of the off-track actions for a recovery date by 14 February 2020.",
    ),
    before=(
        (
            "Background",
            "Fernshire’s local area was inspected in 2017.\n\n"
            "The plan runs from April 2019 to December 2020.",
        ),
    ),
    implications=(
        Implication("Finance", "Within the budget agreed in March.", "Head of Finance"),
        Implication("Equality", "Impact assessed in May 2019.", "Equality lead"),
        Implication("Safeguarding", ""),
    ),
    after=(
        ("Consultation", "The parent carer forum saw the figures on 10 January 2020."),
        ("Background papers", "Minutes of 19 November 2019"),
    ),
)
COMMENTARY = {
    "overall": "Signing off was the work of the autumn; the next step is to show impact.",
    "off_track": "Two of these wait on one contract.",
    "level:p2": "Quality has risen in each audit since June.",
}


def reference(key: str) -> str:
    """What governance gives: a permanent reference for each key."""
    return f"GT-1k8sxvy6kvevj8djd6xwgpzjhz.1k8r2dq5h3f6q8txkq0c7nh4yb/{key}"


def paper(**changes: Any) -> Document:
    """The paper of December 2019 compared with October; `changes` are other arguments of build."""
    front = changes.pop("front", {})
    arguments: dict[str, Any] = {
        "now": december(),
        "compared": october(),
        "initial": april(),
        "trend": (),
        "front": replace(FRONT, **front),
        "commentary": COMMENTARY,
        "figure_reference": reference,
    }
    return build(**(arguments | changes))


# --- papers in a database, made by the same verbs as everything else ------------------------------


def closed_period(plan_id: UUID, name: str, cut_off: date, *, by: Any) -> UUID:
    """A period opened and closed on its cut-off; the snapshot it froze."""
    period_id = plan_actions.open_period(
        plan_id=plan_id, name=name, from_date=cut_off.replace(day=1), cut_off=cut_off, by=by,
        on=cut_off,
    )  # fmt: skip
    return plan_actions.close_period(period_id=period_id, by=by, on=cut_off)


NEEDED = {
    "item_type": "Information",
    "sponsor": "Director of Children’s Services",
    "author": "A. Okafor",
    "recommendations": "Note the progress.\nAsk for a further report.",
}


def fill_front_sheet(
    paper_id: UUID, *, by: Any, words: dict[str, str] | None = None, **given: Any
) -> None:
    """All that a paper needs before it is issued; `given` and `words` change it."""
    found = governance_queries.paper(paper_id, viewer=by)
    assert found is not None
    usual: dict[str, Any] = {
        "version": found.version,
        "title": found.title,
        "meeting_on": found.meeting_on,
        "classification": "public",
        "exempt_paragraph": "",
        "on": date(2020, 1, 14),
    }
    governance.fill_front_sheet(
        paper_id=paper_id, words=NEEDED | (words or {}), by=by, **(usual | given)
    )
