"""What waits for somebody: one kind of line, overdue first, each with the one thing to do."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan.actions import escalations, rounds
from goldenthread.improvement_plan.models import Dependency, Risk
from goldenthread.my_work import queries
from goldenthread.my_work.presenters.page import home_page
from goldenthread.my_work.presenters.parts import Part
from goldenthread.my_work.presenters.week import week_of
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as people
from tests.conftest import NOW

ROLES = (
    "board_member", "action_lead", "deputy", "workstream_lead", "programme_office",
    "parent_carer_forum", "external_adviser", "area_administrator",
)  # fmt: skip


def to_do(viewer: Any, on: date) -> Part:
    page = home_page(queries.home(viewer=viewer, on=on), whole="to-do")
    return next(part for part in page.parts if part.key == "to-do")


def steps(viewer: Any, on: date) -> dict[str, str]:
    return {line.title: line.next for line in to_do(viewer, on).lines}


@pytest.fixture
def decision(everything: dict[str, UUID], ids: dict[str, UUID], office: Any, on: date) -> UUID:
    return escalations.raise_escalation(
        action_id=ids["1.4"],
        blocked="No room",
        decision_needed="Which building is used?",
        needed_by=date(2020, 1, 10),
        by=office,
        on=date(2020, 1, 7),
    )


def test_a_lead_s_lines_say_what_by_when_and_the_one_thing_to_do(
    everything: dict[str, UUID], giver: Any, on: date
) -> None:
    Risk.objects.update(review_on=date(2020, 1, 10))
    found = to_do(giver, on)
    assert [group.title for group in found.groups] == ["Overdue: 1", "Later: 2"]
    assert steps(giver, on) == {
        "R1 Too few educational psychologists": "Review it",
        "Say where 3 actions stand": "Answer now",
        "1.4 waits for 1.1": "Agree to it",
    }
    late = found.lines[0]
    assert late.due is not None
    assert (late.due.when, late.due.note) == ("Fri 10 January 2020", "4 days overdue")


def test_every_step_opens_its_page(
    everything: dict[str, UUID], decision: UUID, giver: Any, office: Any, signed_in: Any, on: date
) -> None:
    Risk.objects.update(review_on=on)
    for viewer in (giver, office):
        client = signed_in(viewer)
        for line in to_do(viewer, on).lines:
            if "agree" not in line.next_href:
                assert client.get(line.next_href).status_code == 200, line.title


def test_whoever_leads_what_is_waited_for_agrees(
    everything: dict[str, UUID], giver: Any, signed_in: Any, on: date
) -> None:
    line = next(line for line in to_do(giver, on).lines if line.next == "Agree to it")
    assert signed_in(giver).get(line.next_href).status_code == 200
    Dependency.objects.update(agreed_on=on, agreed_by_label="Una Hart")
    assert "1.4 waits for 1.1" not in steps(giver, on)


def test_the_office_chases_and_records_decisions(
    everything: dict[str, UUID], decision: UUID, office: Any, on: date
) -> None:
    assert steps(office, on) == {
        "Which building is used?": "Record what was decided",
        "1 person has not returned yet": "See who",
    }


def test_a_board_member_sees_decisions_that_are_needed(
    decision: UUID, viewer: Any, on: date
) -> None:
    assert steps(viewer("board_member"), on) == {"Which building is used?": "See what is needed"}


def test_mail_that_did_not_arrive_is_said_to_the_office(
    everything: dict[str, UUID], office: Any, on: date
) -> None:
    Message.objects.update(state="bounced", next_attempt_at=None)
    assert steps(office, on)["1 message did not arrive"] == "See whose"


def test_mail_of_which_nobody_knows_is_said_to_the_office_with_its_list(
    everything: dict[str, UUID], office: Any, giver: Any, signed_in: Any, on: date
) -> None:
    message = Message.objects.earliest("pk")
    Message.objects.filter(pk=message.pk).update(
        state="perhaps", next_attempt_at=None, handing_over_at=NOW, sent_to="una@eastmere.example"
    )
    assert steps(office, on)["1 message was perhaps sent"] == "Say which arrived"
    (line,) = [one for one in to_do(office, on).lines if "perhaps" in one.title]
    page = signed_in(office).get(line.next_href).content.decode()
    assert f"{message.pk}:{message.version}" in page
    assert not [one for one in steps(giver, on) if "perhaps" in one]
    (week,) = [one for one in week_of(queries.home(viewer=office, on=on)) if one.kind == "perhaps"]
    assert week.words == "1 message waits to be settled: perhaps sent"


def test_a_round_that_is_closed_asks_nothing(
    everything: dict[str, UUID], giver: Any, office: Any, on: date
) -> None:
    rounds.close_round(round_id=everything["round"], by=office, on=on)
    assert "Answer now" not in steps(giver, on).values()
    assert "See who" not in steps(office, on).values()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "area_administrator"])
def test_somebody_for_whom_nothing_waits_is_told_what_would_be_here(
    plan_id: UUID, viewer: Any, on: date, role: str
) -> None:
    found = to_do(viewer(role), on)
    assert (found.lines, found.empty) == ((), "Nothing waits for you")
    assert "listed here" in found.empty_text


def test_another_area_s_work_waits_for_nobody_here(
    everything: dict[str, UUID], decision: UUID, other_viewer: Any, on: date
) -> None:
    for role in ROLES:
        found = to_do(other_viewer(role, name="Una Hart"), on).lines
        # An administrator's own area wants its rights looked at, whatever is in its plans.
        assert [line.title for line in found if line.title != "Access review"] == []


def test_an_area_whose_rights_were_never_looked_at_waits_for_its_administrator_alone(
    plan_id: UUID, viewer: Any, on: date
) -> None:
    for role in ROLES:
        titles = [line.title for line in to_do(viewer(role), on).lines]
        assert titles == (["Access review"] if role == "area_administrator" else []), role


def test_what_waits_costs_as_many_queries_for_much_as_for_little(
    everything: dict[str, UUID], ids: dict[str, UUID], office: Any, on: date
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            to_do(office, on)
        return len(found)

    escalations.raise_escalation(
        action_id=ids["1.1"], blocked="x", decision_needed="y", by=office, on=on
    )
    before = asked()
    for number in range(9):
        escalations.raise_escalation(
            action_id=ids["1.2"], blocked="x", decision_needed=f"{number}", by=office, on=on
        )
    assert asked() == before


def test_a_forum_is_led_to_the_part_its_words_are_wanted_on(
    everything: dict[str, UUID], viewer: Any, administrator: Any, signed_in: Any, on: date
) -> None:
    people.add_organisation(
        name="Eastmere Parents", kind="parent_carer_forum", by=administrator, on=on
    )
    forum = viewer("parent_carer_forum")
    wanted = [line for line in to_do(forum, on).lines if line.next == "Write it down"]
    assert [line.title for line in wanted] == ["What do families tell you about Priority 1?"]
    address, _, place = wanted[0].next_href.partition("#")
    page = signed_in(forum).get(address)
    assert page.status_code == 200
    assert f'id="{place}"' in page.content.decode()
