"""Handover: everything somebody holds is listed, and moves in one transaction, with history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.actions import requests as request_actions
from goldenthread.improvement_plan.actions import rounds
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.improvement_plan.models import ActionLead, Risk, SavedView, UpdateRequest
from goldenthread.improvement_plan.queries import ActionFilters
from goldenthread.improvement_plan.queries import rounds as rounds_queries
from goldenthread.my_work import actions
from goldenthread.my_work.actions import HandedOver, HandOver
from goldenthread.my_work.queries import Handover, handover
from goldenthread.notifications.models import Message
from goldenthread.partnership.actions import handing_over as people_actions
from goldenthread.partnership.models import (
    ForumMembership,
    Grant,
    Person,
    PostHolding,
    TaskLink,
)
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW
from tests.factories import plans as made
from tests.my_work.conftest import DAY

EVE = DAY - timedelta(days=1)
HERS = ["1.1", "1.2", "1.3"]


def seen(giver: Any, by: Any, on: date, day: date = DAY) -> Handover:
    found = handover(giver.person_id, viewer=by, day=day, on=on)
    assert found is not None
    return found


@pytest.fixture
def all_of_it(giver: Any, on: date) -> Callable[..., HandedOver]:
    """Hand over everything (or these kinds) to one person, or to nobody."""

    def go(
        taker: Any | None, *, by: Any, day: date = DAY, leaves: bool = False, kinds: Any = None
    ) -> HandedOver:
        found = seen(giver, by, on, day)
        to = taker.person_id if taker else None
        takers = {one.key: to for one in found.to_hand_over if kinds is None or one.kind in kinds}
        wanted = HandOver(
            person_id=giver.person_id,
            day=day,
            takers=takers,
            seen=found.fingerprint,
            leaves=leaves,
        )
        return actions.hand_over(wanted=wanted, by=by, on=on, at=NOW)

    return go


def test_everything_somebody_holds_is_listed(
    everything: dict[str, UUID], giver: Any, administrator: Any, on: date
) -> None:
    found = seen(giver, administrator, on)
    said = {(one.kind, one.words.split(",")[0]) for one in found.held}
    assert {
        ("post", "Head of inclusion"),
        ("forum", "SEND board"),
        ("grant", "Action lead"),
        ("of_post", "2 actions of Head of inclusion"),
        ("risk", "R1 Too few educational psychologists"),
        ("request", "January 2020"),
        ("view", "Inclusion"),
        ("dependency", "1.4 waits for 1.1"),
    } <= said
    by_kind = {one.kind: one.words.split()[0] for one in found.held}
    assert (by_kind["lead"], by_kind["deputy"]) == ("1.1", "1.3")


def test_a_post_s_actions_stay_with_the_post(
    everything: dict[str, UUID], giver: Any, administrator: Any, on: date
) -> None:
    of_post = next(one for one in seen(giver, administrator, on).held if one.kind == "of_post")
    assert of_post.stays == "They stay with the post: whoever holds it next leads them."
    assert of_post.key not in {one.key for one in seen(giver, administrator, on).to_hand_over}


def test_everything_moves_on_the_day(
    everything: dict[str, UUID],
    ids: dict[str, UUID],
    giver: Any,
    taker: Any,
    administrator: Any,
    post_id: UUID,
    all_of_it: Any,
) -> None:
    done = all_of_it(taker, by=administrator)
    assert done.left == 0
    una, viv = giver.person_id, taker.person_id
    leads = ActionLead.objects.filter(action_id=ids["1.1"]).values_list(
        "person_id", "from_date", "until"
    )
    assert set(leads) == {(una, None, EVE), (viv, DAY, None)}
    deputies = ActionLead.objects.filter(action_id=ids["1.3"], kind="deputy")
    assert set(deputies.values_list("person_id", "until")) == {(una, EVE), (viv, None)}
    holdings = PostHolding.objects.filter(post_id=post_id)
    assert set(holdings.values_list("person_id", "until")) == {(una, EVE), (viv, None)}
    seats = ForumMembership.objects.all().values_list("person_id", "until", "capacity")
    assert set(seats) == {(una, EVE, "member"), (viv, None, "member")}
    assert Risk.objects.get().owner_person_id == viv
    view = SavedView.objects.get()
    assert (view.owner_id, view.owner_label) == (taker.user_id, "Viv Lane")


def test_a_role_ends_on_the_day_and_the_successor_has_it_from_then_on(
    everything: dict[str, UUID], giver: Any, taker: Any, administrator: Any, all_of_it: Any
) -> None:
    all_of_it(taker, by=administrator)
    assert Grant.objects.get(user_id=giver.user_id).until == DAY
    given = Grant.objects.get(user_id=taker.user_id, role="action_lead")
    assert (given.from_date, given.until) == (DAY, None)
    assert given.reason == "Handed over from Una Hart to Viv Lane on 3 February 2020"


def test_what_is_left_is_nothing(
    everything: dict[str, UUID], giver: Any, taker: Any, administrator: Any, all_of_it: Any,
    on: date,
) -> None:  # fmt: skip
    all_of_it(taker, by=administrator)
    day_after = DAY + timedelta(days=1)
    assert seen(giver, administrator, on, day_after).held == ()


def test_every_thing_that_moved_says_so_in_its_history(
    everything: dict[str, UUID], taker: Any, administrator: Any, all_of_it: Any
) -> None:
    all_of_it(taker, by=administrator)
    said = "handed over from Una Hart to Viv Lane on 3 February 2020"
    told = TrailEntry.objects.filter(words__icontains=said)
    acts = sorted(told.values_list("act", flat=True))
    assert acts == [
        "improvement_plan.hand_over",
        "improvement_plan.hand_over",
        "improvement_plan.hand_over_request",
        "improvement_plan.hand_over_risk",
        "improvement_plan.hand_over_view",
        "partnership.grant",
        "partnership.hand_over_post",
        "partnership.hand_over_seat",
    ]


def test_the_history_of_an_action_names_both(
    everything: dict[str, UUID],
    ids: dict[str, UUID],
    taker: Any,
    administrator: Any,
    all_of_it: Any,
) -> None:
    all_of_it(taker, by=administrator)
    latest = plans.action_history(ids["1.1"], viewer=administrator)[0]
    assert (
        latest.words
        == "recorded that 1.1 was handed over from Una Hart to Viv Lane on 3 February 2020"
    )


def test_an_update_request_is_sent_again_to_the_successor(
    everything: dict[str, UUID], giver: Any, taker: Any, administrator: Any, all_of_it: Any,
    on: date,
) -> None:  # fmt: skip
    before = UpdateRequest.objects.get(person_id=giver.person_id)
    all_of_it(taker, by=administrator)
    request = UpdateRequest.objects.get(pk=before.pk)
    assert request.person_id == taker.person_id
    assert TaskLink.objects.get(pk=before.link_id).withdrawn_on == on
    link = TaskLink.objects.get(pk=request.link_id)
    assert (link.person_id, link.withdrawn_on) == (taker.person_id, None)
    message = Message.objects.get(once=request.last_message)
    assert (message.person_id, message.task_link_id) == (taker.person_id, link.pk)
    assert message.state == "waiting"
    asked = rounds_queries.my_requests(viewer=taker, on=on)
    assert [one.id for one in asked] == [request.pk]


def test_what_was_asked_joins_the_request_that_the_successor_has(
    everything: dict[str, UUID],
    ids: dict[str, UUID],
    giver: Any,
    taker: Any,
    office: Any,
    administrator: Any,
    on: date,
    plan_id: UUID,
    all_of_it: Any,
) -> None:
    rounds.close_round(round_id=everything["round"], by=office, on=on)
    viv = NewLead("Viv Lane", person_id=taker.person_id)
    action = plans.action(ids["1.4"], viewer=office, on=on)
    assert action is not None
    plan_actions.set_leads(
        action_id=ids["1.4"], version=action.row.version, leads=[viv], by=office, on=on
    )
    rounds.request_updates(
        plan_id=plan_id, name="February 2020", cut_off=date(2020, 2, 28), by=office, on=on
    )
    all_of_it(taker, by=administrator)
    theirs = UpdateRequest.objects.get(person_id=taker.person_id, withdrawn_on__isnull=True)
    asked = theirs.asked.values_list("round_action__action__reference", flat=True)
    assert sorted(asked) == ["1.1", "1.2", "1.3", "1.4"]
    hers = UpdateRequest.objects.get(person_id=giver.person_id, round=theirs.round)
    assert hers.withdrawn_on == on


def test_whoever_stood_in_as_deputy_is_followed_by_the_successor(
    everything: dict[str, UUID], giver: Any, taker: Any, viewer: Any, administrator: Any,
    all_of_it: Any, on: date,
) -> None:  # fmt: skip
    all_of_it(taker, by=administrator, kinds={"request"})
    request = UpdateRequest.objects.get(person_id=taker.person_id)
    request_actions.pass_to_deputy(
        request_id=request.pk, person_id=giver.person_id, by=administrator, on=on
    )
    third = viewer("deputy", name="Wyn Reed")
    all_of_it(third, by=administrator, kinds={"standing_in"})
    request.refresh_from_db()
    assert (request.person_id, request.deputy_id) == (taker.person_id, third.person_id)


def test_the_successor_is_told_how_much_and_never_what(
    everything: dict[str, UUID], taker: Any, administrator: Any, all_of_it: Any
) -> None:
    done = all_of_it(taker, by=administrator)
    message = Message.objects.get(kind="handover")
    assert done.taken == {"Viv Lane (Head of inclusion)": 8} or done.taken == {"Viv Lane": 8}
    assert message.person_id == taker.person_id
    assert "you take over 8 things" in message.words
    for secret in ("Una", "Hart", "psychologists", "1.1", "Inclusion"):
        assert secret not in message.words + message.subject


def test_without_a_successor_everything_is_a_gap(
    everything: dict[str, UUID],
    plan_id: UUID,
    administrator: Any,
    all_of_it: Any,
) -> None:
    done = all_of_it(None, by=administrator, leaves=True)
    assert done.left == 8
    filters = ActionFilters(state=("lead-gone",))
    rows = plans.actions(plan_id, viewer=administrator, on=DAY, filters=filters)
    assert [row.reference for row in rows] == HERS
    assert UpdateRequest.objects.get().withdrawn_on is not None


def test_an_action_that_nobody_takes_from_somebody_who_stays_has_no_lead(
    everything: dict[str, UUID], plan_id: UUID, administrator: Any, all_of_it: Any
) -> None:
    all_of_it(None, by=administrator, kinds={"lead"})
    filters = ActionFilters(state=("no-lead",))
    rows = plans.actions(plan_id, viewer=administrator, on=DAY, filters=filters)
    assert "1.1" in [row.reference for row in rows]


def test_an_undo_is_a_handover_back(
    everything: dict[str, UUID],
    ids: dict[str, UUID],
    giver: Any,
    taker: Any,
    administrator: Any,
    all_of_it: Any,
    on: date,
) -> None:
    all_of_it(taker, by=administrator)
    later = DAY + timedelta(days=7)
    back = seen(taker, administrator, on, later)
    kinds = {"lead", "deputy", "post", "forum", "risk", "request", "view"}
    takers = {one.key: giver.person_id for one in back.to_hand_over if one.kind in kinds}
    wanted = HandOver(person_id=taker.person_id, day=later, takers=takers, seen=back.fingerprint)
    actions.hand_over(wanted=wanted, by=administrator, on=on, at=NOW)
    again = seen(giver, administrator, on, later)
    assert {one.kind for one in again.held} >= kinds
    lead = ActionLead.objects.filter(action_id=ids["1.1"], until__isnull=True).get()
    assert (lead.person_id, lead.from_date) == (giver.person_id, later)


def test_somebody_who_left_comes_back(
    everything: dict[str, UUID], giver: Any, taker: Any, administrator: Any, all_of_it: Any,
    on: date,
) -> None:  # fmt: skip
    all_of_it(taker, by=administrator, leaves=True)
    offered = {pk for pk, _ in seen(taker, administrator, on).people}
    assert giver.person_id not in offered
    people_actions.come_back(person_id=giver.person_id, by=administrator, on=on)
    assert giver.person_id in {pk for pk, _ in seen(taker, administrator, on).people}


def test_nobody_takes_over_from_themselves(
    everything: dict[str, UUID], giver: Any, administrator: Any, all_of_it: Any
) -> None:
    with pytest.raises(Refused, match="cannot take over from themselves"):
        all_of_it(giver, by=administrator)


def test_nobody_takes_over_who_has_left(
    everything: dict[str, UUID], taker: Any, administrator: Any, all_of_it: Any
) -> None:
    Person.objects.filter(pk=taker.person_id).update(left_on=date(2020, 1, 31))
    with pytest.raises(Refused, match="has left"):
        all_of_it(taker, by=administrator)


def test_nothing_moves_where_somebody_changed_something_meanwhile(
    everything: dict[str, UUID],
    ids: dict[str, UUID],
    giver: Any,
    taker: Any,
    administrator: Any,
    on: date,
) -> None:
    found = seen(giver, administrator, on)
    plan_actions.mark_complete(action_id=ids["1.1"], by=administrator, on=on)
    wanted = HandOver(
        person_id=giver.person_id,
        day=DAY,
        takers={one.key: taker.person_id for one in found.to_hand_over},
        seen=found.fingerprint,
    )
    with pytest.raises(ChangedMeanwhile, match="has changed since you looked"):
        actions.hand_over(wanted=wanted, by=administrator, on=on, at=NOW)
    assert Risk.objects.get().owner_person_id == giver.person_id


def test_one_refusal_undoes_the_whole(
    everything: dict[str, UUID], giver: Any, administrator: Any, all_of_it: Any, local_area: Any
) -> None:
    """The role cannot go to somebody without an account, and comes last: nothing has moved."""
    unsigned = Person.objects.create(local_area=local_area, name="Xan Pye", email="")
    before = TrailEntry.objects.count()
    someone = type("Someone", (), {"person_id": unsigned.pk})
    with pytest.raises(Refused, match="Xan Pye does not sign in"):
        all_of_it(someone, by=administrator)
    assert TrailEntry.objects.count() == before
    assert Risk.objects.get().owner_person_id == giver.person_id
    assert not PostHolding.objects.filter(until__isnull=False).exists()


def test_a_day_before_somebody_took_up_a_post_is_refused(
    everything: dict[str, UUID], giver: Any, taker: Any, administrator: Any, all_of_it: Any
) -> None:
    PostHolding.objects.update(from_date=DAY)
    with pytest.raises(Refused, match="took up Head of inclusion on 3 February 2020"):
        all_of_it(taker, by=administrator)


def test_the_office_hands_over_everything_but_roles(
    everything: dict[str, UUID], giver: Any, taker: Any, office: Any, all_of_it: Any, on: date
) -> None:
    role = next(one for one in seen(giver, office, on).held if one.kind == "grant")
    assert "Only an area administrator" in role.stays
    all_of_it(taker, by=office)
    assert Grant.objects.get(user_id=giver.user_id).until is None
    assert Risk.objects.get().owner_person_id == taker.person_id


@pytest.mark.parametrize(
    "role",
    [
        "board_member", "action_lead", "deputy", "workstream_lead", "parent_carer_forum",
        "external_adviser",
    ],
)  # fmt: skip
def test_nobody_else_hands_over(
    everything: dict[str, UUID], viewer: Any, taker: Any, all_of_it: Any, role: str
) -> None:
    with pytest.raises(NotPermitted, match="Only the programme office"):
        all_of_it(taker, by=viewer(role))


def test_another_area_knows_nothing_of_it(
    everything: dict[str, UUID], giver: Any, taker: Any, other_viewer: Any, on: date
) -> None:
    stranger = other_viewer("area_administrator")
    assert handover(giver.person_id, viewer=stranger, day=DAY, on=on) is None
    wanted = HandOver(person_id=giver.person_id, day=DAY, takers={}, seen="")
    with pytest.raises(Refused, match="not in Westholm"):
        actions.hand_over(wanted=wanted, by=stranger, on=on, at=NOW)


def test_somebody_of_another_area_takes_over_nothing(
    everything: dict[str, UUID], administrator: Any, other_viewer: Any, all_of_it: Any
) -> None:
    with pytest.raises(Refused, match="not known here"):
        all_of_it(other_viewer("deputy"), by=administrator)


def test_listing_what_somebody_holds_asks_as_often_for_much_as_for_little(
    everything: dict[str, UUID], giver: Any, administrator: Any, on: date
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            seen(giver, administrator, on)
        return len(found)

    before = asked()
    una = NewLead("Una Hart", person_id=giver.person_id)
    many = [made.new_action(number, leads=(una,)) for number in range(30)]
    made.make_plan(title="Another plan", by=administrator, new_actions=many)
    assert len(seen(giver, administrator, on).held) > 30
    assert asked() == before
