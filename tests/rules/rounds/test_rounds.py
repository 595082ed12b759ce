"""Update rounds: states, and the order of a form."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.rules.rounds import (
    STATUS_WORDS,
    TO_CHASE,
    AskedState,
    RequestState,
    Turn,
    UpdateStatus,
    asked_state,
    in_order,
    is_late,
    link_ends,
    request_state,
    turn_of,
)

CUT_OFF = date(2020, 1, 17)
ON = date(2020, 1, 14)


def test_every_status_has_its_words() -> None:
    assert set(STATUS_WORDS) == set(UpdateStatus)
    assert len(set(STATUS_WORDS.values())) == len(UpdateStatus)


W, A, B, C = (
    AskedState.WAITING,
    AskedState.ANSWERED,
    AskedState.ASKED_BACK,
    AskedState.ACCEPTED,
)


@pytest.mark.parametrize(
    ("states", "late", "wanted"),
    [
        ((W, W), False, RequestState.NOT_RETURNED),
        ((W, A), False, RequestState.PARTLY),
        ((W, C), True, RequestState.PARTLY),
        ((A, C), False, RequestState.RETURNED),
        ((A, A), True, RequestState.RETURNED_LATE),
        ((A, B), True, RequestState.ASKED_BACK),
        ((W, B), False, RequestState.ASKED_BACK),
        ((C, C), True, RequestState.ACCEPTED),
        ((), False, RequestState.RETURNED),
    ],
)
def test_a_request_is_as_far_as_its_actions(
    states: tuple[AskedState, ...], late: bool, wanted: RequestState
) -> None:
    assert request_state(states, late=late) is wanted
    assert request_state(states, late=late, withdrawn=True) is RequestState.WITHDRAWN


def test_those_who_owe_something_are_chased_and_no_others() -> None:
    assert set(RequestState) - TO_CHASE == {
        RequestState.RETURNED,
        RequestState.RETURNED_LATE,
        RequestState.ACCEPTED,
        RequestState.WITHDRAWN,
    }


def test_an_action_asked_back_waits_for_a_new_answer() -> None:
    assert asked_state(answered=False, asked_back=True) is AskedState.WAITING
    assert asked_state(answered=True, asked_back=True, accepted=True) is AskedState.ASKED_BACK
    assert asked_state(answered=True, accepted=True) is AskedState.ACCEPTED
    assert asked_state(answered=True) is AskedState.ANSWERED


def test_late_is_after_the_cut_off_and_not_on_it() -> None:
    assert not is_late(CUT_OFF, CUT_OFF)
    assert is_late(date(2020, 1, 18), CUT_OFF)
    assert not is_late(None, CUT_OFF)
    assert link_ends(CUT_OFF) == date(2020, 2, 14)


@pytest.mark.parametrize(
    ("due", "complete", "wanted"),
    [
        (date(2020, 1, 13), False, Turn.OVERDUE),
        (date(2020, 1, 14), False, Turn.DUE),
        (date(2020, 2, 13), False, Turn.DUE),
        (date(2020, 2, 14), False, Turn.REST),
        (None, False, Turn.REST),
        (date(2019, 1, 1), True, Turn.COMPLETE),
    ],
)
def test_the_form_s_parts(due: date | None, complete: bool, wanted: Turn) -> None:
    assert turn_of(due, complete=complete, cut_off=CUT_OFF, on=ON) is wanted


def test_what_is_due_before_a_far_cut_off_stands_among_the_due() -> None:
    far = date(2020, 3, 31)
    assert turn_of(date(2020, 3, 31), complete=False, cut_off=far, on=ON) is Turn.DUE
    assert turn_of(date(2020, 4, 1), complete=False, cut_off=far, on=ON) is Turn.REST


def test_a_form_asks_overdue_then_due_then_the_rest_and_complete_last() -> None:
    asked_about = {
        "done": (date(2019, 1, 1), True),
        "no date": (None, False),
        "far": (date(2020, 12, 31), False),
        "soon": (date(2020, 1, 31), False),
        "sooner": (date(2020, 1, 20), False),
        "late": (date(2020, 1, 1), False),
        "later still": (date(2019, 12, 1), False),
    }
    asked = in_order(asked_about, lambda name: asked_about[name], cut_off=CUT_OFF, on=ON)
    assert asked == ["later still", "late", "sooner", "soon", "far", "no date", "done"]
