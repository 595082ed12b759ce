"""A challenge that asks somebody goes to their successor."""

from __future__ import annotations

from typing import Any

import pytest

from goldenthread.governance import queries
from goldenthread.governance.actions import handing_over as verbs
from goldenthread.governance.queries import handing_over
from goldenthread.partnership.queries.handing_over import Passed, person_here
from goldenthread.rules.refusals import NotPermitted
from tests.conftest import TODAY
from tests.governance.test_challenges import asked, challenge, member, sent

__all__ = ["asked", "challenge", "member", "sent"]


def held(whom: Any, by: Any) -> list[str]:
    person = person_here(whom.person_id, viewer=by, on=TODAY)
    assert person is not None
    return [one.key for one in handing_over.held(person, viewer=by, on=TODAY)]


def test_a_challenge_asks_the_successor_instead(
    challenge: Any, asked: Any, office: Any, viewer: Any
) -> None:
    challenge_id, successor = challenge(), viewer("deputy", name="Cal Fox")
    assert held(asked, office) == [f"challenge:{challenge_id}"]
    verbs.hand_over(
        person_id=asked.person_id,
        passed=[Passed("challenge", challenge_id, successor.person_id)],
        day=TODAY,
        by=office,
        on=TODAY,
    )
    found = queries.challenge(challenge_id, viewer=office, on=TODAY)
    assert found is not None
    assert (found.asked_person_id, found.asked) == (successor.person_id, "Cal Fox")
    assert held(asked, office) == []


def test_a_lead_hands_over_no_challenge(challenge: Any, asked: Any) -> None:
    passed = [Passed("challenge", challenge(), asked.person_id)]
    with pytest.raises(NotPermitted):
        verbs.hand_over(person_id=asked.person_id, passed=passed, day=TODAY, by=asked, on=TODAY)
