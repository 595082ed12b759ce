"""Answers of a round: what each status wants, whose they are, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.actions import accepting, answering, requests, rounds
from goldenthread.improvement_plan.models import Completion, Escalation, Evidence, ProgressUpdate
from goldenthread.improvement_plan.queries.answer_inputs import NewAnswer, NewProof
from goldenthread.improvement_plan.queries.request_form import request_form
from goldenthread.improvement_plan.queries.rounds import my_requests, round_board
from goldenthread.notifications.models import Message
from goldenthread.partnership.queries import by_token, task_link_token
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.rules.rounds import AskedState, RequestState
from goldenthread.trail import queries as trail
from tests.conftest import TODAY
from tests.improvement_plan.rounds.conftest import CUT_OFF, World


def say(
    world: World,
    name: str = "Ana Reyes",
    reference: str = "1.1",
    *,
    by: Any = None,
    on: date = TODAY,
    **given: Any,
) -> tuple[UUID, ...]:
    usual = {"status": "on_track", "progress": "Families were asked."}
    one = NewAnswer(round_action_id=world.asked_of(name, reference), **(usual | given))
    return answering.answer(
        request_id=world.request_of(name).id,
        answers=[one],
        by=by or world.by_link(name, on=on),
        on=on,
    )


def test_no_change_needs_nothing_and_says_again_what_was_said(asked_world: World) -> None:
    (update_id,) = say(asked_world, status="no_change", progress="")
    update = ProgressUpdate.objects.get(pk=update_id)
    assert (update.status, update.progress) == ("no_change", "We began.")
    assert update.by_link
    detail = queries.action(asked_world.ids["1.1"], viewer=asked_world.office, on=TODAY)
    assert detail
    assert detail.row.last_update_on == TODAY


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"status": "fine"}, "1.1: choose one of the four"),
        ({"progress": " "}, "1.1: say in a sentence what has happened"),
        ({"status": "will_be_late", "expected_on": CUT_OFF}, "say why it will be late"),
        ({"status": "will_be_late", "cause": "No room"}, "give the day by which you now expect"),
        (
            {"status": "will_be_late", "cause": "x", "expected_on": TODAY - timedelta(days=1)},
            "the day you now expect is past",
        ),
        ({"blocked": True}, "say which decision is needed"),
        (
            {
                "blocked": True,
                "decision_needed": "Money",
                "decision_by": TODAY - timedelta(days=1),
            },
            "needed by a day that is past",
        ),
        ({"proof": NewProof(kind="output", shows="", link="https://x.example")}, "what the evid"),
        ({"proof": NewProof(kind="output", shows="A list")}, "either a file or a link"),
        ({"proof": NewProof(kind="odd", shows="x", link="https://x.example")}, "what kind"),
        ({"proof": NewProof(kind="output", shows="x", link="x.example")}, "begins with https"),
    ],
)
def test_an_answer_says_what_its_status_wants(
    asked_world: World, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        say(asked_world, **given)
    assert not ProgressUpdate.objects.filter(round__isnull=False).exists()
    assert not Evidence.objects.exists()


def test_will_be_late_keeps_its_cause_and_date_and_the_rest(asked_world: World) -> None:
    say(
        asked_world,
        status="will_be_late",
        cause="Two therapists left",
        expected_on=date(2020, 6, 30),
        impact="Nothing yet",
        next_steps="Advertise",
        risks_and_issues="The budget ends in March",
        blocked=True,
        decision_needed="Whether to pay agency rates",
        decision_by=date(2020, 2, 3),
        proof=NewProof(kind="output", shows="The vacancies", link="https://eastmere.example/jobs"),
    )
    (said,) = asked_world.form_of("Ana Reyes").actions[0].answers
    assert (said.cause, said.expected_on) == ("Two therapists left", date(2020, 6, 30))
    assert (said.impact, said.next_steps) == ("Nothing yet", "Advertise")
    assert said.risks_and_issues == "The budget ends in March"
    assert (said.blocked, said.decision_by) == (True, date(2020, 2, 3))
    evidence = Evidence.objects.get()
    assert (evidence.shows, evidence.recorded_by_label) == ("The vacancies", "Ana Reyes")
    escalation = Escalation.objects.get()
    assert (escalation.decision_needed, escalation.needed_by) == (
        "Whether to pay agency rates",
        date(2020, 2, 3),
    )


def test_a_decision_asked_for_again_in_the_same_words_is_the_same(asked_world: World) -> None:
    for _ in range(2):
        say(asked_world, blocked=True, decision_needed="Whether to pay agency rates")
    assert Escalation.objects.count() == 1


def test_complete_marks_it_complete_and_somebody_else_signs_off(asked_world: World) -> None:
    from goldenthread.improvement_plan import actions

    proof = NewProof(kind="impact", shows="Schools say so", link="https://eastmere.example/s")
    say(asked_world, status="complete", progress="It runs in every school.", proof=proof)
    completion = Completion.objects.get(action_id=asked_world.ids["1.1"])
    assert completion.recorded_by_label == "Ana Reyes"
    assert completion.signed_off_on is None
    say(asked_world, status="complete", progress="Still complete.")
    assert Completion.objects.filter(action_id=asked_world.ids["1.1"]).count() == 1
    actions.sign_off(action_id=asked_world.ids["1.1"], by=asked_world.office, on=TODAY)


def test_the_first_of_two_leads_answers_for_both_and_the_second_may_add(
    asked_world: World,
) -> None:
    say(asked_world, "Ana Reyes", "1.2")
    ben = asked_world.request_of("Ben Okoro")
    assert ben.state is RequestState.RETURNED
    (shown,) = asked_world.form_of("Ben Okoro").actions
    assert [each.recorded_by for each in shown.answers] == ["Ana Reyes"]
    assert shown.also_asked == ("Ana Reyes",)
    say(asked_world, "Ben Okoro", "1.2", progress="And the trust agrees.")
    (shown,) = asked_world.form_of("Ben Okoro").actions
    assert [each.recorded_by for each in shown.answers] == ["Ben Okoro", "Ana Reyes"]


def test_some_of_a_form_is_partly_and_all_of_it_is_returned(asked_world: World) -> None:
    assert asked_world.request_of("Ana Reyes").state is RequestState.NOT_RETURNED
    say(asked_world)
    assert asked_world.request_of("Ana Reyes").state is RequestState.PARTLY
    say(asked_world, reference="1.2")
    found = asked_world.board().round
    assert asked_world.request_of("Ana Reyes").state is RequestState.RETURNED
    assert (found.returned, found.partly, found.to_chase, found.answered) == (2, 0, 0, 2)


def test_after_the_cut_off_it_is_kept_marked_late_and_counts_in_the_next_report(
    asked_world: World,
) -> None:
    from goldenthread.improvement_plan import actions

    late = CUT_OFF + timedelta(days=1)
    say(asked_world, reference="1.2", progress="In time.")
    say(asked_world, on=late, progress="Too late for January.")
    request = asked_world.request_of("Ana Reyes")
    assert (request.state, request.late) == (RequestState.RETURNED_LATE, 1)
    shown = {one.reference: one.late for one in asked_world.form_of("Ana Reyes").actions}
    assert shown == {"1.1": True, "1.2": False}
    for name, begins, cut_off, wanted in (
        ("January", TODAY, CUT_OFF, "We began."),
        ("February", late, date(2020, 2, 29), "Too late for January."),
    ):
        period_id = actions.open_period(
            plan_id=asked_world.plan_id,
            name=name,
            from_date=begins,
            cut_off=cut_off,
            by=asked_world.office,
            on=TODAY,
        )
        snapshot_id = actions.close_period(
            period_id=period_id, by=asked_world.office, on=date(2020, 3, 2)
        )
        snapshot = queries.snapshot(snapshot_id, viewer=asked_world.office)
        assert snapshot
        assert next(one for one in snapshot.actions if one.reference == "1.1").progress == wanted


def test_somebody_on_another_s_behalf_is_shown_so(asked_world: World) -> None:
    one = NewAnswer(
        round_action_id=asked_world.asked_of("Ben Okoro", "1.2"),
        status="on_track",
        progress="He told us by telephone.",
    )
    request_id = asked_world.request_of("Ben Okoro").id
    answering.answer_for(request_id=request_id, answers=[one], by=asked_world.office, on=TODAY)
    detail = queries.action(asked_world.ids["1.2"], viewer=asked_world.office, on=TODAY)
    assert detail
    assert detail.updates[0].by == "Programme Office, on behalf of Ben Okoro"
    history = trail.history(
        local_area_id=asked_world.office.local_area_id,
        kind="action",
        object_id=asked_world.ids["1.2"],
        limit=1,
    )
    assert history[0].words == (
        "answered “On track” for 1.2 in “January 2020” on behalf of Ben Okoro"
    )


def test_only_those_asked_answer_and_a_link_answers_its_own_request_alone(
    asked_world: World, viewer: Any, ana: Any
) -> None:
    request = asked_world.request_of("Ana Reyes")
    one = NewAnswer(
        round_action_id=asked_world.asked_of("Ana Reyes", "1.1"), status="on_track", progress="x"
    )
    ben = asked_world.by_link("Ben Okoro")
    for by in (ben, replace(ben, person_id=ana.person_id), viewer("board_member")):
        with pytest.raises(Refused):
            answering.answer(request_id=request.id, answers=[one], by=by, on=TODAY)
    for by in (ana, asked_world.by_link("Ana Reyes"), viewer("board_member")):
        with pytest.raises(Refused):
            answering.answer_for(request_id=request.id, answers=[one], by=by, on=TODAY)
    answering.answer(request_id=request.id, answers=[one], by=ana, on=TODAY)


def test_a_link_opens_its_own_form_and_no_plan(asked_world: World) -> None:
    link = asked_world.by_link("Ana Reyes")
    request_id = asked_world.request_of("Ana Reyes").id
    found = request_form(request_id, viewer=link, on=TODAY)
    assert found
    assert [one.reference for one in found.actions] == ["1.1", "1.2"]
    other = asked_world.request_of("Ben Okoro").id
    assert request_form(other, viewer=link, on=TODAY) is None
    assert queries.plans(viewer=link) == ()
    assert queries.action(asked_world.ids["1.1"], viewer=link, on=TODAY) is None
    assert round_board(asked_world.board().round.id, viewer=link, on=TODAY) is None
    assert my_requests(viewer=link, on=TODAY) == ()


def test_an_action_that_is_not_asked_of_somebody_is_not_theirs_to_answer(
    asked_world: World,
) -> None:
    ben = asked_world.request_of("Ben Okoro").id
    for wrong in (asked_world.asked_of("Ana Reyes", "1.1"), uuid4()):
        with pytest.raises(Refused, match="not asked of you"):
            answering.answer(
                request_id=ben,
                answers=[NewAnswer(round_action_id=wrong, status="no_change")],
                by=asked_world.by_link("Ben Okoro"),
                on=TODAY,
            )


def test_nothing_is_sent_where_one_answer_is_wrong(asked_world: World) -> None:
    answers = [
        NewAnswer(round_action_id=asked_world.asked_of("Ana Reyes", reference), status=status)
        for reference, status in (("1.1", "no_change"), ("1.2", "on_track"))
    ]
    with pytest.raises(Refused, match=r"1\.2"):
        answering.answer(
            request_id=asked_world.request_of("Ana Reyes").id,
            answers=answers,
            by=asked_world.by_link("Ana Reyes"),
            on=TODAY,
        )
    assert asked_world.board().round.answered == 0


def test_an_answer_is_accepted_or_asked_back_and_a_new_one_clears_both(
    asked_world: World,
) -> None:
    office, board = asked_world.office, asked_world.board()
    say(asked_world)
    say(asked_world, reference="1.2")
    assert accepting.accept(round_id=board.round.id, by=office, on=TODAY) == 2
    assert asked_world.request_of("Ana Reyes").state is RequestState.ACCEPTED
    with pytest.raises(Refused, match="no answer here that waits"):
        accepting.accept(round_id=board.round.id, by=office, on=TODAY)
    asked = asked_world.asked_of("Ana Reyes", "1.1")
    accepting.ask_back(round_action_id=asked, words="How many?", by=office, on=TODAY)
    request = asked_world.request_of("Ana Reyes")
    assert (request.state, request.asked_back) == (RequestState.ASKED_BACK, 1)
    one = asked_world.form_of("Ana Reyes").actions[0]
    assert (one.asked_back_words, one.state) == ("How many?", AskedState.ASKED_BACK)
    message = Message.objects.get(kind="asked_back")
    assert "How many" not in message.subject + message.words
    say(asked_world, progress="Forty-two families.")
    assert asked_world.request_of("Ana Reyes").state is RequestState.RETURNED


def test_only_the_office_and_the_workstream_lead_accept_or_ask_back(
    asked_world: World, viewer: Any, ana: Any, stranger: Any
) -> None:
    say(asked_world)
    asked, round_id = asked_world.asked_of("Ana Reyes", "1.1"), asked_world.board().round.id
    for by in (ana, viewer("board_member"), viewer("external_adviser"), stranger):
        with pytest.raises(Refused):
            accepting.accept(round_id=round_id, by=by, on=TODAY)
        with pytest.raises(Refused):
            accepting.ask_back(round_action_id=asked, words="Why?", by=by, on=TODAY)
    with pytest.raises(Refused, match="Say what is missing"):
        accepting.ask_back(round_action_id=asked, words=" ", by=asked_world.office, on=TODAY)
    mine = viewer("workstream_lead", scope_kind="level", scope_id=asked_world.level_id)
    assert accepting.accept(round_id=round_id, ids=[asked], by=mine, on=TODAY) == 1


def test_what_is_not_answered_cannot_be_asked_back(asked_world: World) -> None:
    asked = asked_world.asked_of("Ana Reyes", "1.1")
    with pytest.raises(Refused, match="not answered yet"):
        accepting.ask_back(round_action_id=asked, words="Why?", by=asked_world.office, on=TODAY)


def test_a_deputy_answers_by_a_link_of_their_own_and_sees_what_the_lead_sent(
    asked_world: World,
) -> None:
    say(asked_world)
    request_id, dee = asked_world.request_of("Ana Reyes").id, asked_world.people["Dee Lund"]
    requests.pass_to_deputy(request_id=request_id, person_id=dee, by=asked_world.office, on=TODAY)
    deputy = asked_world.by_link("Ana Reyes", deputy=True)
    assert deputy.name == "Dee Lund"
    form = request_form(request_id, viewer=deputy, on=TODAY)
    assert form
    assert [len(one.answers) for one in form.actions] == [1, 0]
    say(asked_world, reference="1.2", by=deputy, progress="Dee says so.")
    assert asked_world.request_of("Ana Reyes").state is RequestState.RETURNED
    assert Message.objects.filter(person_id=dee).count() == 1
    with pytest.raises(Refused, match="stands in already"):
        requests.pass_to_deputy(
            request_id=request_id, person_id=dee, by=asked_world.office, on=TODAY
        )


def test_a_request_withdrawn_opens_no_form_and_is_chased_no_more(asked_world: World) -> None:
    request = asked_world.request_of("Ana Reyes")
    requests.withdraw_request(
        request_id=request.id, reason="Left in December", by=asked_world.office, on=TODAY
    )
    with pytest.raises(NotPermitted, match="withdrawn"):
        by_token(task_link_token(request.link_id), task="update_request", on=TODAY)
    board = asked_world.board()
    assert [one.person_name for one in board.requests] == ["Ben Okoro"]
    assert [one.withdrawn_reason for one in board.withdrawn] == ["Left in December"]
    assert Message.objects.get(person_id=request.person_id).state == "cancelled"


def test_a_closed_round_takes_no_answer(asked_world: World) -> None:
    link = asked_world.by_link("Ana Reyes")
    asked, request = asked_world.asked_of("Ana Reyes", "1.1"), asked_world.request_of("Ana Reyes")
    rounds.close_round(round_id=request.round_id, by=asked_world.office, on=TODAY)
    with pytest.raises(Refused, match="was closed"):
        answering.answer(
            request_id=request.id,
            answers=[NewAnswer(round_action_id=asked, status="no_change")],
            by=link,
            on=TODAY,
        )


def test_each_person_s_draft_is_their_own_and_what_is_sent_is_forgotten(
    asked_world: World, ana: Any
) -> None:
    request_id = asked_world.request_of("Ana Reyes").id
    one, two = (asked_world.asked_of("Ana Reyes", each) for each in ("1.1", "1.2"))
    typed = {f"{one.hex}-progress": ["half"], f"{two.hex}-progress": ["a word"], "x": [""]}
    link = asked_world.by_link("Ana Reyes")
    assert requests.keep_draft(request_id=request_id, fields=typed, by=link, at=timezone.now())
    office = asked_world.form_of("Ana Reyes")
    assert dict(office.draft) == {}
    mine = request_form(request_id, viewer=ana, on=TODAY)
    assert mine
    assert set(mine.draft) == {f"{one.hex}-progress", f"{two.hex}-progress"}
    say(asked_world, by=link)
    mine = request_form(request_id, viewer=link, on=TODAY)
    assert mine
    assert dict(mine.draft) == {f"{two.hex}-progress": ["a word"]}
    assert not requests.keep_draft(
        request_id=request_id,
        fields={"x": ["y" * (requests.LARGEST_DRAFT + 1)]},
        by=link,
        at=timezone.now(),
    )


def test_a_draft_that_comes_after_its_answer_is_let_go(asked_world: World) -> None:
    # Given a page opened before anything was answered
    request_id = asked_world.request_of("Ana Reyes").id
    link = asked_world.by_link("Ana Reyes")
    form = request_form(request_id, viewer=link, on=TODAY)
    assert form
    opened = {f"{each.id.hex}-version": [str(each.version)] for each in form.actions}
    one, two = (asked_world.asked_of("Ana Reyes", each) for each in ("1.1", "1.2"))
    typed = {f"{one.hex}-proof_shows": ["half"], f"{two.hex}-progress": ["a word"]}
    # When its words of 1.1 are sent, and what was typed before that comes later
    say(asked_world, by=link)
    assert requests.keep_draft(
        request_id=request_id, fields=typed | opened, by=link, at=timezone.now()
    )
    # Then only what is not sent stands in the form again
    mine = request_form(request_id, viewer=link, on=TODAY)
    assert mine
    assert dict(mine.draft) == {f"{two.hex}-progress": ["a word"]}


def test_a_stranger_keeps_no_draft_here(asked_world: World, viewer: Any, stranger: Any) -> None:
    request_id = asked_world.request_of("Ana Reyes").id
    for by in (viewer("board_member"), stranger, asked_world.by_link("Ben Okoro")):
        with pytest.raises(Refused):
            requests.keep_draft(
                request_id=request_id, fields={"x": ["y"]}, by=by, at=timezone.now()
            )


def test_what_i_am_asked_is_on_my_list_and_a_deputy_s_on_theirs(
    asked_world: World, ana: Any
) -> None:
    (mine,) = my_requests(viewer=ana, on=TODAY)
    assert (mine.round_name, mine.actions, mine.state) == (
        "January 2020",
        2,
        RequestState.NOT_RETURNED,
    )
    dee = replace(ana, person_id=asked_world.people["Dee Lund"])
    assert my_requests(viewer=dee, on=TODAY) == ()
    requests.pass_to_deputy(
        request_id=mine.id, person_id=dee.person_id, by=asked_world.office, on=TODAY
    )
    assert [one.id for one in my_requests(viewer=dee, on=TODAY)] == [mine.id]


def test_the_form_takes_as_many_queries_whatever_it_asks(asked_world: World) -> None:
    counts = []
    for name in ("Ana Reyes", "Ben Okoro"):
        request_id = asked_world.request_of(name).id
        with CaptureQueriesContext(connection) as sent:
            request_form(request_id, viewer=asked_world.office, on=TODAY)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 8
