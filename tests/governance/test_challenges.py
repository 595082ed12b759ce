"""A challenge from being raised to being closed: who may, what is refused, whose turn it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.governance import actions, policies, queries
from goldenthread.governance.models import Challenge, ChallengeStatement
from goldenthread.improvement_plan import queries as plan_queries
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.partnership.models import Role
from goldenthread.reports import papers as paper_documents
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY

LATER = TODAY + timedelta(days=7)
RECEIVERS = {
    Role.BOARD_MEMBER,
    Role.EXTERNAL_ADVISER,
    Role.PARENT_CARER_FORUM,
    Role.PROGRAMME_OFFICE,
    Role.AREA_ADMINISTRATOR,
}


@pytest.fixture
def sent(start: Any, fill: Any, see: Any, office: Any) -> UUID:
    """December's paper, as the board was sent it."""
    paper_id: UUID = start("December")
    fill(paper_id)
    actions.issue(
        paper_id=paper_id,
        version=see(paper_id).version,
        documents={},
        page="<!DOCTYPE html><p>As sent",
        stood_on={},
        by=office,
        on=TODAY,
        at=NOW,
    )
    return paper_id


@pytest.fixture
def member(viewer: Any) -> Any:
    return viewer("board_member", name="Ada Lund")


@pytest.fixture
def asked(viewer: Any) -> Any:
    """Somebody with an account who is asked; an action lead of nothing."""
    return viewer("action_lead", name="Ben Ode")


@pytest.fixture
def challenge(sent: UUID, member: Any, asked: Any) -> Any:
    """`challenge()`: the board member asks Ben Ode about the whole paper."""

    def made(**given: Any) -> UUID:
        usual: dict[str, Any] = {
            "paper_id": sent,
            "words": "How many families were asked?",
            "asked_person_id": asked.person_id,
            "answer_by": LATER,
            "by": member,
            "on": TODAY,
            "at": NOW,
        }
        return actions.raise_challenge(**(usual | given))

    return made


def answer(challenge_id: UUID, by: Any, *, on: date = TODAY, words: str = "Fourteen.") -> UUID:
    return actions.answer_challenge(challenge_id=challenge_id, words=words, by=by, on=on, at=NOW)


def close(challenge_id: UUID, by: Any, how: str = "answered") -> UUID:
    return actions.close_challenge(
        challenge_id=challenge_id, how=how, words="That is enough.", by=by, on=TODAY, at=NOW
    )


def seen(challenge_id: UUID, viewer: Any, *, on: date = TODAY) -> queries.ChallengeFact:
    found = queries.challenge(challenge_id, viewer=viewer, on=on)
    assert found is not None
    return found


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_who_raises_challenges(role: str, viewer: Any, plan_id: UUID, sent: UUID) -> None:
    refused = policies.may_challenge(viewer(role), plan_id=plan_id)
    assert (refused == "") == (role in RECEIVERS)


@pytest.mark.parametrize("role", Role.values)
def test_who_answers_what_somebody_else_was_asked(role: str, viewer: Any, challenge: Any) -> None:
    by = viewer(role)
    may = role in {Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR, Role.WORKSTREAM_LEAD}
    subject = ActionSubject(uuid4())
    refused = policies.may_answer_challenge(
        by, subject=subject, asked_person_id=uuid4(), asked_post_id=None
    )
    assert (refused == "") == may


def test_only_who_raised_it_or_the_office_closes_it(
    challenge: Any, asked: Any, member: Any, office: Any, viewer: Any
) -> None:
    for by in (asked, viewer("board_member", name="Cy Moss"), viewer("workstream_lead")):
        first = challenge()
        answer(first, asked)
        with pytest.raises(NotPermitted, match="Only who raised this challenge"):
            close(first, by)
    for by in (member, office):
        one = challenge()
        answer(one, asked)
        close(one, by)
        assert seen(one, member).state == "closed"


def test_another_area_sees_and_does_nothing(
    challenge: Any, stranger: Any, member: Any, signed_in: Any
) -> None:
    one = challenge()
    assert queries.challenge(one, viewer=stranger, on=TODAY) is None
    assert queries.challenges(viewer=stranger, on=TODAY) == ()
    with pytest.raises(Refused, match="There is no such challenge"):
        answer(one, stranger)
    assert signed_in(stranger).get(f"/a/westholm/papers/challenges/{one}/").status_code == 404


# --- raising --------------------------------------------------------------------------------------


def test_a_draft_is_not_challenged(challenge: Any, start: Any, office: Any) -> None:
    with pytest.raises(Refused, match="A draft is still being written"):
        challenge(paper_id=start("December"), by=office)


def test_it_is_about_one_action_or_part_of_the_papers_own_plan(
    challenge: Any, plan_id: UUID, member: Any
) -> None:
    action = plan_queries.actions(plan_id, viewer=member, on=TODAY)[0]
    fact = seen(challenge(action_id=action.id), member)
    assert fact.about == f"{action.reference} {action.title}"
    with pytest.raises(Refused, match="That part is not in the plan"):
        challenge(level_id=uuid4())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"words": "  "}, "Say what you challenge"),
        ({"answer_by": TODAY - timedelta(days=1)}, "is past"),
        ({"asked_person_id": None}, "Choose the one post or person"),
        ({"asked_person_id": uuid4()}, "is not in Eastmere"),
    ],
)
def test_what_is_missing_is_refused_in_a_sentence(
    challenge: Any, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        challenge(**given)
    assert not Challenge.objects.exists()


# --- answering and closing ------------------------------------------------------------------------


def test_several_rounds_are_kept_in_order(challenge: Any, asked: Any, member: Any) -> None:
    one = challenge()
    answer(one, asked)
    further = LATER + timedelta(days=7)
    actions.ask_further(
        challenge_id=one, words="Where?", answer_by=further, by=member, on=TODAY, at=NOW
    )
    fact = seen(one, member)
    assert (fact.state, fact.answer_by) == ("waiting", further)
    answer(one, asked, words="In two districts.")
    close(one, member)
    fact = seen(one, member)
    kinds = [said.kind for said in fact.rounds]
    assert kinds == ["answer", "further", "answer", "closed"]
    assert fact.closing is not None
    assert fact.closing.how_words == "The answer is enough"


def test_the_office_answers_on_somebodys_behalf_and_it_says_so(
    challenge: Any, office: Any, asked: Any
) -> None:
    one = challenge()
    answer(one, office)
    assert seen(one, office).rounds[0].answered_for == "Ben Ode"
    two = challenge()
    answer(two, asked)
    assert seen(two, office).rounds[0].answered_for == ""


def test_nothing_is_said_after_the_closing(challenge: Any, asked: Any, member: Any) -> None:
    one = challenge()
    answer(one, asked)
    close(one, member)
    with pytest.raises(Refused, match="This challenge is closed"):
        answer(one, asked)


def test_what_nobody_answered_does_not_end_by_its_answer(challenge: Any, member: Any) -> None:
    one = challenge()
    with pytest.raises(Refused, match="It has not been answered"):
        close(one, member)
    close(one, member, how="withdrawn")
    assert seen(one, member).state == "closed"


def test_a_challenge_unanswered_after_its_day_is_overdue(
    challenge: Any, asked: Any, member: Any
) -> None:
    one = challenge()
    assert not seen(one, member, on=LATER).overdue
    assert seen(one, member, on=LATER + timedelta(days=1)).overdue
    answer(one, asked)
    assert not seen(one, member, on=LATER + timedelta(days=1)).overdue


def test_a_challenge_as_at_a_day_knows_nothing_of_later_answers(
    challenge: Any, asked: Any, member: Any
) -> None:
    one = challenge()
    answer(one, asked, on=LATER)
    assert seen(one, member, on=TODAY).state == "waiting"
    assert seen(one, member, on=LATER).state == "answered"


def test_the_database_closes_a_challenge_once(challenge: Any, asked: Any, member: Any) -> None:
    one = challenge()
    answer(one, asked)
    close(one, member)
    row = ChallengeStatement.objects.get(challenge_id=one, kind="closed")
    row.pk, row.number = uuid4(), 9
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_each_deed_is_in_the_trail(challenge: Any, asked: Any, member: Any) -> None:
    one = challenge()
    answer(one, asked)
    close(one, member)
    acts = set(TrailEntry.objects.filter(object_id=one).values_list("act", flat=True))
    assert acts == {
        "governance.raise_challenge",
        "governance.answer_challenge",
        "governance.close_challenge",
    }


# --- whose turn it is -----------------------------------------------------------------------------


def test_my_challenges_are_those_to_answer_and_then_those_to_close(
    challenge: Any, asked: Any, member: Any, office: Any
) -> None:
    one = challenge()

    def mine(viewer: Any) -> list[tuple[UUID, str]]:
        return [(c.id, c.mine) for c in queries.my_challenges(viewer=viewer, on=TODAY)]

    assert (mine(asked), mine(member), mine(office)) == ([(one, "answer")], [], [])
    answer(one, asked)
    assert (mine(asked), mine(member), mine(office)) == ([], [(one, "close")], [])
    close(one, member)
    assert (mine(asked), mine(member)) == ([], [])


def test_queries_stay_the_same_however_many_challenges(challenge: Any, member: Any) -> None:
    challenge()
    with CaptureQueriesContext(connection) as one:
        queries.challenges(viewer=member, on=TODAY)
    for _ in range(4):
        challenge()
    with CaptureQueriesContext(connection) as five:
        assert len(queries.challenges(viewer=member, on=TODAY)) == 5
    assert len(five) == len(one)


def test_a_paper_lists_what_is_open_and_keeps_it_when_it_is_issued(
    challenge: Any, start: Any, see: Any, office: Any, asked: Any, member: Any
) -> None:
    one = challenge()
    draft = see(start("December"))
    (listed,) = paper_documents.challenges_of(draft, viewer=office)
    assert listed.words == "How many families were asked?"
    answer(one, asked)
    close(one, member)
    assert paper_documents.challenges_of(draft, viewer=office) == ()
    kept = paper_documents.challenges_as_data((listed,))
    assert kept[0]["answer_by"] == LATER.isoformat()


# --- pages ----------------------------------------------------------------------------------------


def test_raising_answering_and_closing_on_pages(
    signed_in: Any, sent: UUID, member: Any, asked: Any
) -> None:
    page = f"/a/eastmere/papers/{sent}/challenge/"
    client = signed_in(member)
    assert client.post(page, {}).status_code == 422
    names = client.get(page).content.decode()
    typed = {
        "words": "How many families were asked?",
        "asked": f"person:{asked.person_id}",
        "answer_by_day": 28,
        "answer_by_month": 1,
        "answer_by_year": 2020,
    }
    assert str(asked.person_id) in names
    answered = client.post(page, typed)
    assert answered.status_code == 302, answered.content.decode()[-3000:]
    here = answered.headers["Location"]
    client = signed_in(asked)
    assert client.post(here, {"deed": "answer", "answer-words": "Fourteen."}).status_code == 302
    client = signed_in(member)
    assert client.post(here, {"deed": "close", "close-words": "Enough."}).status_code == 422
    typed = {"deed": "close", "close-words": "Enough.", "close-how": "answered"}
    assert client.post(here, typed).status_code == 302
    shown = client.get("/a/eastmere/papers/challenges/").content.decode()
    assert "None open" in shown
    assert "Fourteen." in client.get(here).content.decode()
