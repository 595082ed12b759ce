"""Facts that contradict themselves are refused in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.clocks.exceptions import During
from goldenthread.rules.proceedings import (
    Asked,
    Claim,
    Correction,
    Event,
    Facts,
    What,
    deadlines_of,
    say,
)
from goldenthread.rules.refusals import Refused

DAY = date(2025, 3, 3)
LATER = date(2025, 6, 1)
REQUEST = Event("e1", "case", What.REQUEST_RECEIVED, DAY)
OTHER = Event("e2", "case", What.DRAFT_SENT, DAY)


@pytest.mark.parametrize(
    ("what", "carried", "sentence"),
    [
        (What.ADVICE_ASKED, {}, "“A body received the request for its advice” needs its body."),
        (What.MEETING_ARRANGED, {}, "“A review meeting was arranged” needs its day."),
        (What.ORDER_MADE, {}, "“The Tribunal made an order” needs its asks."),
        (What.DIED, {"body": "Elm"}, "“The child or young person died” has no body. Leave it out."),
        (
            What.APPEAL_NOT_OPPOSED,
            {"asks": Asked.CEASE},
            "Not opposing an appeal never means to cease. Give another.",
        ),
    ],
)
def test_an_event_carries_what_its_kind_does(
    what: What, carried: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        Event("e1", "case", what, DAY, **carried)
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize(
    ("events", "corrections", "sentence"),
    [
        ((REQUEST, REQUEST), (), "The event e1 stands twice."),
        ((REQUEST,), (Correction("e9"),), "The event e9 is corrected, but is not known."),
        (
            (REQUEST,),
            (Correction("e1"), Correction("e1", OTHER)),
            "The event e1 is corrected twice. Correct the correction instead.",
        ),
    ],
)
def test_a_history_does_not_contradict_itself(
    events: tuple[Event, ...], corrections: tuple[Correction, ...], sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        Facts(events, corrections)
    assert refusal.value.sentence == sentence


def test_an_exception_rests_on_a_known_event() -> None:
    with pytest.raises(Refused, match="e9 has an exception, but is not known"):
        Facts((REQUEST,), claims=(_claim("D01", "e9"),))


def test_an_exception_is_one_that_the_law_gives() -> None:
    facts = Facts((OTHER,), claims=(_claim("D05", "e2"),))
    with pytest.raises(Refused, match="gives D05 no exception “personal-circumstances”"):
        deadlines_of(facts, on=DAY)


def test_corrections_in_a_circle_leave_nothing() -> None:
    there, back = Correction("e1", OTHER), Correction("e2")
    facts = Facts((REQUEST,), (there, back), claims=(_claim("D01", "e1"),))
    assert deadlines_of(facts, on=DAY) == ()


def test_a_time_that_has_passed_is_told_as_passed() -> None:
    refused = Event("e1", "case", What.ASSESSMENT_REFUSED, DAY)
    told = {one.duty: say(one, LATER) for one in deadlines_of(Facts((refused,)), on=LATER)}
    assert told == {
        "D32": "The time to contact the mediation adviser passed on Saturday 3 May 2025.",
        "D40": "The time to appeal to the Tribunal has passed.",
    }


def _claim(duty: str, started_by: str) -> Claim:
    reason = LawfulException.PERSONAL_CIRCUMSTANCES
    return Claim(duty, started_by, reason, During(DAY, DAY), claimed_on=DAY)
