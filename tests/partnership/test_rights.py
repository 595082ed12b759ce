"""Accounts and roles: given with a reason, ended at once or on a day; one always gives them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import authenticate

from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import Grant, LocalArea, Person, User
from goldenthread.rules.refusals import Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, PASSWORD, TODAY

DAY = timedelta(days=1)
NEWCOMER = {"name": "Mara Venn", "email": "Mara@Eastmere.example"}


@pytest.fixture
def invited(administrator: Any) -> UUID:
    return actions.invite(**NEWCOMER, password=PASSWORD, by=administrator, on=TODAY)


@pytest.fixture
def give(administrator: Any, invited: UUID) -> Any:
    """`give(role="deputy")`: a right for Mara Venn from today."""

    def grant(**given: Any) -> UUID:
        usual = {"user_id": invited, "role": "deputy", "reason": "Stands in", "from_date": TODAY}
        return actions.grant(**(usual | given), by=administrator, on=TODAY, at=NOW)

    return grant


def _sees(user_id: UUID, on: date = TODAY, slug: str = "eastmere") -> bool:
    return queries.viewer_for(User.objects.get(pk=user_id), slug, on=on) is not None


@pytest.mark.parametrize(
    ("day", "counts"),
    [(TODAY - DAY, False), (TODAY, True), (TODAY + 9 * DAY, True), (TODAY + 10 * DAY, False)],
)
def test_a_role_counts_from_its_first_day_to_its_last(
    day: date, counts: bool, give: Any, invited: UUID
) -> None:
    give(until=TODAY + 9 * DAY)
    assert _sees(invited, on=day) is counts


def test_the_same_grant_says_who_gave_it_and_why(give: Any, administrator: Any) -> None:
    give(reason="  Stands in for the lead ")
    found = {one.user_name: one for one in queries.grants(viewer=administrator, on=TODAY)}
    assert found["Mara Venn"].role_words == "Deputy"
    assert found["Mara Venn"].reason == "Stands in for the lead"
    entry = TrailEntry.objects.order_by("-seq")[0]
    assert entry.actor_label == "Ada Mason"
    assert entry.words == "gave Mara Venn the role deputy: Stands in for the lead"


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"role": "king"}, "king is not a role. The roles are: board_member"),
        ({"reason": "  "}, "Say why, for the history"),
        ({"until": TODAY - DAY}, "The last day is before the first"),
        ({"scope_kind": "plan"}, "Say for which plan, level, post or forum"),
        ({"scope_id": uuid4()}, "Say for which plan, level, post or forum"),
        ({"scope_kind": "world"}, "Say for which plan, level, post or forum"),
    ],
)
def test_a_grant_that_says_too_little_is_refused(
    given: dict[str, Any], sentence: str, give: Any
) -> None:
    with pytest.raises(Refused, match=sentence):
        give(**given)


def test_nobody_is_given_a_role_before_they_are_invited(give: Any, stranger: Any) -> None:
    with pytest.raises(Refused, match=r"has no account in Eastmere. Invite them first"):
        give(user_id=stranger.user_id)


def test_a_role_ended_at_once_is_gone_on_the_next_request(
    give: Any, invited: UUID, administrator: Any
) -> None:
    grant_id = give()
    assert _sees(invited)
    actions.end_grant(grant_id=grant_id, until=None, by=administrator, on=TODAY, at=NOW)
    assert not _sees(invited)
    assert queries.grant(grant_id, viewer=administrator) is None


def test_a_role_that_ends_on_a_day_lasts_through_it(
    give: Any, invited: UUID, administrator: Any
) -> None:
    actions.end_grant(grant_id=give(), until=TODAY, by=administrator, on=TODAY, at=NOW)
    assert _sees(invited, on=TODAY)
    assert not _sees(invited, on=TODAY + DAY)


def test_ending_only_ever_makes_a_role_shorter(give: Any, administrator: Any) -> None:
    def end(grant_id: UUID, until: date | None, on: date = TODAY) -> None:
        actions.end_grant(grant_id=grant_id, until=until, by=administrator, on=on, at=NOW)

    grant_id = give(until=TODAY + 9 * DAY)
    with pytest.raises(Refused, match=r"already ends on 23 January 2020. Give it again"):
        end(grant_id, TODAY + 10 * DAY)
    with pytest.raises(Refused, match=r"before the first. Enter a later day, or end it at once"):
        end(grant_id, TODAY - DAY)
    end(grant_id, TODAY + 2 * DAY)
    with pytest.raises(Refused, match=r"This role has ended already"):
        end(grant_id, TODAY + 4 * DAY, on=TODAY + 3 * DAY)
    end(grant_id, None)
    with pytest.raises(Refused, match=r"This role has ended already"):
        end(grant_id, None)


def _grant_of(email: str) -> UUID:
    return Grant.objects.get(user__email=email).pk


def test_an_area_keeps_an_administrator(administrator: Any, give: Any) -> None:
    founder = _grant_of("administrator@eastmere.example")
    mine = Grant.objects.get(user_id=administrator.user_id).pk

    def end(grant_id: UUID, until: date | None) -> None:
        actions.end_grant(grant_id=grant_id, until=until, by=administrator, on=TODAY, at=NOW)

    end(founder, TODAY + DAY)
    # The founder is still there today and tomorrow; after that only one is left.
    for until in (None, TODAY, TODAY + DAY, TODAY + 900 * DAY):
        with pytest.raises(Refused, match=r"This is the area’s last administrator"):
            end(mine, until)
    give(role="area_administrator", until=TODAY + 900 * DAY)
    give(role="area_administrator", scope_kind="plan", scope_id=uuid4())
    with pytest.raises(Refused, match=r"Give somebody else the role first, without an end"):
        end(mine, None)
    give(role="area_administrator")
    end(mine, None)
    assert queries.first_administrator("eastmere", on=TODAY) is not None


def test_the_closed_account_of_an_administrator_does_not_count(
    administrator: Any, local_area: Any
) -> None:
    User.objects.filter(email="administrator@eastmere.example").update(is_active=False)
    mine = Grant.objects.get(user_id=administrator.user_id).pk
    with pytest.raises(Refused, match=r"last administrator"):
        actions.end_grant(grant_id=mine, until=None, by=administrator, on=TODAY, at=NOW)


def test_an_invitation_makes_an_account_that_signs_in(invited: UUID) -> None:
    user = authenticate(None, email="mara@eastmere.example", password=PASSWORD)
    assert user is not None
    assert user.pk == invited
    assert Person.objects.get(user_id=invited).email == "mara@eastmere.example"


def test_an_invitation_meets_the_person_already_known(person_id: UUID, administrator: Any) -> None:
    user_id = actions.invite(
        name="I. Lund", email="IVO@eastmere.example", password=PASSWORD, by=administrator, on=TODAY
    )
    person = Person.objects.get(user_id=user_id)
    assert (person.pk, person.name) == (person_id, "Ivo Lund")


def test_an_invitation_joins_an_existing_account_of_another_area(
    invited: UUID, stranger: Any
) -> None:
    again = actions.invite(
        name="Somebody", email=NEWCOMER["email"], password="another password", by=stranger, on=TODAY
    )
    assert again == invited
    assert authenticate(None, email="mara@eastmere.example", password="another password") is None
    assert set(Person.objects.filter(user_id=invited).values_list("name", "local_area__slug")) == {
        ("Mara Venn", "eastmere"),
        ("Mara Venn", "westholm"),
    }
    assert not _sees(invited, slug="westholm")  # known there, and without a role


def test_a_second_invitation_changes_nothing(invited: UUID, administrator: Any) -> None:
    before = TrailEntry.objects.count()
    again = actions.invite(**NEWCOMER, password="x", by=administrator, on=TODAY)
    assert (again, TrailEntry.objects.count()) == (invited, before)


def test_a_closed_account_is_not_opened_by_an_invitation(invited: UUID, administrator: Any) -> None:
    User.objects.filter(pk=invited).update(is_active=False)
    with pytest.raises(Refused, match=r"The account of mara@eastmere.example is closed"):
        actions.invite(**NEWCOMER, password=PASSWORD, by=administrator, on=TODAY)


@pytest.mark.parametrize("email", ["", "mara", "mara@", "Mara <mara@eastmere.example>"])
def test_what_is_no_address_gets_no_account(email: str, administrator: Any) -> None:
    with pytest.raises(Refused, match=r"is not an email address like"):
        actions.invite(name="Mara", email=email, password=PASSWORD, by=administrator, on=TODAY)


def test_a_refused_role_leaves_no_account_behind(administrator: Any) -> None:
    given = {**NEWCOMER, "password": PASSWORD, "reason": "New", "from_date": TODAY}
    with pytest.raises(Refused, match=r"The last day is before the first"):
        actions.give_role(
            **given, role="deputy", until=TODAY - DAY, by=administrator, on=TODAY, at=NOW
        )
    assert not queries.has_account(NEWCOMER["email"])
    assert actions.give_role(**given, role="deputy", by=administrator, on=TODAY, at=NOW) is True
    assert actions.give_role(**given, role="board_member", by=administrator, on=TODAY, at=NOW) is (
        False
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"slug": "eastmere"}, "There is already a local area at eastmere"),
        ({"slug": "north marsh"}, "cannot stand in an address"),
        ({"slug": "a/b"}, "cannot stand in an address"),
        ({"brand_colour": "teal"}, "is not a colour. Write it like #0b4f55"),
        ({"name": " "}, "Enter the local area’s name"),
        ({"administrator_email": "nobody"}, "is not an email address"),
    ],
)
def test_a_local_area_that_could_not_be_reached_is_refused_whole(
    changed: dict[str, str], sentence: str, local_area: Any
) -> None:
    given: dict[str, Any] = {
        "slug": "northmarsh",
        "name": "North Marsh",
        "brand_colour": "#123456",
        "administrator_name": "Nell Marsh",
        "administrator_email": "nell@northmarsh.example",
    }
    with pytest.raises(Refused, match=sentence):
        actions.found_local_area(
            **(given | changed), password=PASSWORD, demonstration=False, on=TODAY, at=NOW
        )
    assert list(LocalArea.objects.values_list("slug", flat=True)) == ["eastmere"]
    assert not queries.has_account("nell@northmarsh.example")


# --- the viewer -------------------------------------------------------------------------------


def test_without_a_role_an_area_looks_like_none_at_all(
    administrator: Any, stranger: Any, invited: UUID
) -> None:
    assert not _sees(invited)
    assert not _sees(administrator.user_id, slug="westholm")
    assert not _sees(administrator.user_id, slug="nowhere")


def test_a_closed_account_sees_nothing(administrator: Any) -> None:
    User.objects.filter(pk=administrator.user_id).update(is_active=False)
    assert not _sees(administrator.user_id)
    assert queries.user_named("ada.mason@eastmere.example") is None


def test_the_viewer_holds_the_posts_held_on_the_day(
    viewer: Any, office: Any, post_id: UUID
) -> None:
    lead = viewer("action_lead")
    actions.hold_post(
        post_id=post_id, person_id=lead.person_id, from_date=TODAY, by=office, on=TODAY
    )
    user = User.objects.get(pk=lead.user_id)
    yesterday = queries.viewer_for(user, "eastmere", on=TODAY - DAY)
    today = queries.viewer_for(user, "eastmere", on=TODAY)
    assert yesterday is not None
    assert today is not None
    assert (yesterday.post_ids, today.post_ids) == (frozenset(), frozenset({post_id}))


def test_a_role_for_one_plan_keeps_the_others_out_of_sight(viewer: Any) -> None:
    plan_id = uuid4()
    narrow = viewer("external_adviser", scope_kind="plan", scope_id=plan_id)
    assert narrow.plan_ids == frozenset({plan_id})
    wider = viewer("board_member", name="External Adviser")
    assert wider.plan_ids is None


def test_the_office_of_one_plan_writes_the_papers_of_that_plan_only(viewer: Any) -> None:
    plan_id = uuid4()
    narrow = viewer("programme_office", scope_kind="plan", scope_id=plan_id)
    assert (narrow.writes_papers, narrow.writes_every_paper) == (True, False)
    assert narrow.plans_of_papers == frozenset({plan_id})
    level = viewer("programme_office", name="Level", scope_kind="level", scope_id=uuid4())
    assert not level.writes_papers


def test_areas_of_somebody_are_those_with_a_role_today(
    administrator: Any, stranger: Any, give: Any, invited: UUID
) -> None:
    user = User.objects.get(pk=invited)
    assert queries.areas_of(user, on=TODAY) == ()
    grant_id = give()
    actions.invite(**NEWCOMER, password=None, by=stranger, on=TODAY)
    actions.grant(
        user_id=invited,
        role="board_member",
        reason="Both",
        from_date=TODAY,
        by=stranger,
        on=TODAY,
        at=NOW,
    )
    assert [one.slug for one in queries.areas_of(user, on=TODAY)] == ["eastmere", "westholm"]
    actions.end_grant(grant_id=grant_id, until=None, by=administrator, on=TODAY, at=NOW)
    assert [one.slug for one in queries.areas_of(user, on=TODAY)] == ["westholm"]


def test_rights_of_another_area_are_not_listed_nor_ended(
    administrator: Any, stranger: Any, give: Any
) -> None:
    grant_id = give()
    assert {one.email for one in queries.grants(viewer=stranger, on=TODAY)} == {
        "administrator@westholm.example",
        "wes.strange@westholm.example",
    }
    assert queries.grant(grant_id, viewer=stranger) is None
    with pytest.raises(Refused, match=r"That right is not in Westholm"):
        actions.end_grant(grant_id=grant_id, until=None, by=stranger, on=TODAY, at=NOW)
