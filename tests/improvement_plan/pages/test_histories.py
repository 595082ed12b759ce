"""Every thing of a plan has its history, which nobody of another area reads."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions import saved_views
from goldenthread.improvement_plan.actions.kinds import edit_kind
from goldenthread.improvement_plan.queries import kinds
from goldenthread.improvement_plan.queries.inputs import NewTarget


@pytest.fixture
def things(
    plan_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> dict[str, tuple[str, UUID]]:
    """Words that its history says, and its id, by kind."""
    finding = actions.add_finding(plan_id=plan_id, text="Families wait", by=office, on=on)
    target = actions.add_target(
        action_id=ids["1.1"], target=NewTarget("Waits fall"), by=office, on=on
    )
    asked = actions.raise_escalation(
        action_id=ids["1.1"], blocked="No money", decision_needed="Fund it", by=office, on=on
    )
    view = saved_views.save_view(
        plan_id=plan_id, name="Off track", filters="", columns=(), by=office, on=on
    )
    kind = kinds.kinds(viewer=office)[0]
    edit_kind(
        kind_id=kind.id,
        version=kind.version,
        name="Written statement",
        level_names=["Weakness", "Strand"],
        by=office,
        on=on,
    )
    return {
        "finding": ("added the finding", finding),
        "target": ("Waits fall", target),
        "escalation": ("Fund it", asked),
        "kind": ("changed the kind of plan “Written statement”", kind.id),
        "saved_view": ("Off track", view),
        "plan": ("added the finding", plan_id),
    }


KINDS = ["finding", "target", "escalation", "kind", "saved_view", "plan"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_history_page_says_who_did_what_and_is_hidden_from_the_other_area(
    office_pages: Any, pages: Any, stranger: Any, things: dict[str, tuple[str, UUID]], kind: str
) -> None:
    words, identity = things[kind]
    said = office_pages.see("history", kind, identity)
    assert words in said
    assert "Nothing has happened here yet" not in said
    assert pages(stranger).get("history", kind, identity).status_code == 404


def test_the_history_of_a_view_that_is_not_shared_is_its_owner_s(
    office_pages: Any, pages: Any, viewer: Any, things: dict[str, tuple[str, UUID]], plan_id: UUID
) -> None:
    _, view = things["saved_view"]
    at = office_pages.address("history", "saved_view", view)
    assert at in office_pages.get("saved_views", plan_id).content.decode()
    colleague = pages(viewer("programme_office", name="Another Officer"))
    assert colleague.get("history", "saved_view", view).status_code == 404


def test_there_is_no_history_of_an_unknown_kind(office_pages: Any, plan_id: UUID) -> None:
    assert office_pages.get("history", "weather", plan_id).status_code == 404


def test_an_ended_finding_is_reopened_on_its_page(
    office_pages: Any, plan_id: UUID, office: Any, on: date
) -> None:
    finding = actions.add_finding(plan_id=plan_id, text="Families wait", by=office, on=on)
    actions.end_finding(
        finding_id=finding, version=1, ended_as="met", reason="Seen in May", by=office, on=on
    )
    assert (
        office_pages.address("reopen_finding", plan_id, finding)
        in office_pages.get("findings", plan_id).content.decode()
    )
    opened = office_pages.hidden("reopen_finding", plan_id, finding)
    assert (
        office_pages.send("reopen_finding", plan_id, finding, reason="", **opened).status_code
        == 422
    )
    said = office_pages.sent("reopen_finding", plan_id, finding, reason="Waits again", **opened)
    assert "The finding is reopened" in said
    (fact,) = queries.findings(plan_id, viewer=office, on=on)
    assert fact.ended_on is None
    told = office_pages.see("history", "finding", finding)
    assert "Seen in May" in told
    assert "Waits again" in told


def test_the_parts_that_answer_a_finding_are_chosen_on_its_page(
    office_pages: Any, plan_id: UUID, office: Any, on: date
) -> None:
    finding = actions.add_finding(plan_id=plan_id, text="Families wait", by=office, on=on)
    parts = [level.id for level in queries.level_tree(plan_id, viewer=office, on=on)]
    opened = office_pages.hidden("edit_finding", plan_id, finding)
    office_pages.sent(
        "edit_finding", plan_id, finding, text="Families wait", level_ids=parts, **opened
    )
    (fact,) = queries.findings(plan_id, viewer=office, on=on)
    assert list(fact.level_ids) == parts
