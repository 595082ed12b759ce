"""Pages of people, posts, forums and rights: who is let in, what is said, what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils.html import escape

from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import Grant, LocalArea, Role, User
from tests.conftest import NOW, PASSWORD, TODAY

LISTS = ("people", "posts", "forums", "organisations", "rights")
OFFICE_FORMS = ("add_person", "add_organisation", "add_forum", "add_post")
OFFICE = (Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    """Pages ask which day it is; this area stays on the tests' own."""
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def holding_id(office: Any, post_id: UUID, person_id: UUID) -> UUID:
    return actions.hold_post(
        post_id=post_id, person_id=person_id, from_date=TODAY, by=office, on=TODAY
    )


@pytest.fixture
def membership_id(office: Any, forum_id: UUID, person_id: UUID) -> UUID:
    return actions.join_forum(
        forum_id=forum_id, person_id=person_id, from_date=TODAY, by=office, on=TODAY
    )


@pytest.fixture
def ours(
    address: Any,
    post_id: UUID,
    forum_id: UUID,
    holding_id: UUID,
    membership_id: UUID,
    person_id: UUID,
    administrator: Any,
) -> dict[str, str]:
    """Every address with an id of Eastmere's in it."""
    grant_id = Grant.objects.get(user_id=administrator.user_id).pk
    return {
        "forum": address("forum", forum_id),
        "hold_post": address("hold_post", post_id),
        "leave_post": address("leave_post", holding_id),
        "join_forum": address("join_forum", forum_id),
        "leave_forum": address("leave_forum", forum_id, membership_id),
        "change_forum": address("change_forum", forum_id),
        "end_forum": address("end_forum", forum_id),
        "change_address": address("change_address", person_id),
        "end_right": address("end_right", grant_id),
    }


def _day(name: str, day: date) -> dict[str, Any]:
    """A date as its three boxes send it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.mark.parametrize("role", Role.values)
def test_every_page_as_every_role(
    role: str, viewer: Any, signed_in: Any, ours: dict[str, str], address: Any
) -> None:
    client = signed_in(viewer(role, name="Somebody"))
    for name in LISTS:
        assert client.get(address(name)).status_code == 200, name
    assert client.get(ours["forum"]).status_code == 200
    office = [*(address(name) for name in OFFICE_FORMS)]
    office += [at for name, at in ours.items() if name not in ("forum", "end_right")]
    for at in office:
        answer = client.get(at)
        assert answer.status_code == (200 if role in OFFICE else 403), at
        if role not in OFFICE:
            assert escape("Ask the programme office.") in answer.content.decode()
    for at in (address("give_right"), ours["end_right"]):
        answer = client.get(at)
        permitted = role == Role.AREA_ADMINISTRATOR
        assert answer.status_code == (200 if permitted else 403), at
        if not permitted:
            assert "Only an area administrator can" in answer.content.decode()


@pytest.mark.parametrize("role", ["board_member", "action_lead"])
def test_a_post_from_somebody_without_the_right_changes_nothing(
    role: str, viewer: Any, signed_in: Any, ours: dict[str, str], address: Any
) -> None:
    client = signed_in(viewer(role))
    before = queries.people(viewer=viewer(role), on=TODAY)
    assert client.post(address("add_person"), {"name": "Nobody"}).status_code == 403
    assert client.post(ours["end_right"], {"when": "now"}).status_code == 403
    assert queries.people(viewer=viewer(role), on=TODAY) == before


def test_ids_of_another_area_are_no_pages_here(
    stranger: Any, signed_in: Any, ours: dict[str, str]
) -> None:
    client = signed_in(stranger)
    for name, at in ours.items():
        assert client.get(at).status_code == 404, name
        borrowed = at.replace("/a/eastmere/", "/a/westholm/")
        assert client.get(borrowed).status_code == 404, name
        if name != "forum":  # which only answers to looking
            assert client.post(borrowed, {"when": "now"}).status_code == 404, name


def test_unknown_ids_are_no_pages(administrator: Any, signed_in: Any, address: Any) -> None:
    client = signed_in(administrator)
    for name in ("forum", "hold_post", "leave_post", "join_forum", "end_forum", "end_right"):
        assert client.get(address(name, uuid4())).status_code == 404, name
    assert client.get(address("leave_forum", uuid4(), uuid4())).status_code == 404


def test_a_member_of_one_forum_is_no_page_of_another(
    office: Any, signed_in: Any, address: Any, membership_id: UUID
) -> None:
    other = actions.add_forum(name="Other group", by=office, on=TODAY)
    assert signed_in(office).get(address("leave_forum", other, membership_id)).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_lists_only_answer_to_looking(name: str, office: Any, signed_in: Any, address: Any) -> None:
    assert signed_in(office).post(address(name)).status_code == 405


def test_an_empty_form_says_what_to_enter(office: Any, signed_in: Any, address: Any) -> None:
    said = {
        "add_person": "Enter the person’s name.",
        "add_organisation": "Enter the organisation’s name.",
        "add_forum": "Enter the forum’s name.",
        "add_post": "Enter the title of the post or the name of the team.",
    }
    client = signed_in(office)
    for name, sentence in said.items():
        answer = client.post(address(name), {})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "There is a problem" in answer.content.decode()


def test_a_wrong_address_is_told_and_what_was_typed_stays(
    office: Any, signed_in: Any, address: Any
) -> None:
    answer = signed_in(office).post(address("add_person"), {"name": "Mara Venn", "email": "mara"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter an email address like name@example.org." in page
    assert 'value="Mara Venn"' in page


def test_a_person_is_added_to_an_organisation(office: Any, signed_in: Any, address: Any) -> None:
    client = signed_in(office)
    client.post(address("add_organisation"), {"name": "Eastmere Council", "kind": "council"})
    (known,) = queries.organisations(viewer=office)
    typed = {"name": "Mara Venn", "email": "mara@eastmere.example", "organisation": str(known.id)}
    answer = client.post(address("add_person"), typed, follow=True)
    assert answer.redirect_chain == [(address("people"), 302)]
    page = answer.content.decode()
    assert "Mara Venn was added." in page
    assert "Eastmere Council" in page


def test_an_organisation_of_another_area_cannot_be_chosen(
    office: Any, stranger: Any, signed_in: Any, address: Any
) -> None:
    theirs = actions.add_organisation(
        name="Westholm Council", kind="council", by=stranger, on=TODAY
    )
    answer = signed_in(office).post(
        address("add_person"), {"name": "Mara Venn", "organisation": str(theirs)}
    )
    assert answer.status_code == 422
    assert "choose one of those listed" in answer.content.decode()


def test_a_name_taken_is_said_on_the_form(office: Any, signed_in: Any, address: Any) -> None:
    client = signed_in(office)
    for status in (302, 422):
        answer = client.post(address("add_post"), {"title": "Head of Inclusion", "kind": "post"})
        assert answer.status_code == status
    assert "Head of Inclusion is there already." in answer.content.decode()


def test_a_post_is_taken_up_and_left(
    office: Any, signed_in: Any, address: Any, post_id: UUID, person_id: UUID
) -> None:
    client = signed_in(office)
    assert "Nobody holds it now" in client.get(address("posts")).content.decode()
    typed = {"person": str(person_id), **_day("from_date", TODAY)}
    answer = client.post(address("hold_post", post_id), typed, follow=True)
    assert "Ivo Lund (since 14 January 2020)" in answer.content.decode()
    (post,) = queries.posts(viewer=office, on=TODAY)
    leaving = address("leave_post", post.holders[0].holding_id)
    page = client.get(leaving).content.decode()
    assert "When is the last day of Ivo Lund as Head of Inclusion?" in page
    early = client.post(leaving, _day("until", TODAY - timedelta(days=1)))
    assert early.status_code == 422
    assert "The last day is before the first." in early.content.decode()
    last = TODAY + timedelta(days=3)
    answer = client.post(leaving, _day("until", last), follow=True)
    page = answer.content.decode()
    assert "The last day of Ivo Lund as Head of Inclusion was recorded." in page
    assert "Ivo Lund (14 January 2020 to 17 January 2020)" in page


def test_a_day_that_is_none_is_told(
    office: Any, signed_in: Any, address: Any, post_id: UUID
) -> None:
    client = signed_in(office)
    answer = client.post(address("hold_post", post_id), {})
    assert answer.status_code == 422
    assert "Choose who it is." in answer.content.decode()
    wrong = {"from_date_day": "31", "from_date_month": "2", "from_date_year": "2020"}
    answer = client.post(address("hold_post", post_id), wrong)
    assert "From must be a real date" in answer.content.decode()


def test_a_forum_shows_its_members_and_its_history(
    office: Any, signed_in: Any, address: Any, forum_id: UUID, person_id: UUID
) -> None:
    client = signed_in(office)
    typed = {"person": str(person_id), "capacity": "chair", **_day("from_date", TODAY)}
    answer = client.post(address("join_forum", forum_id), typed, follow=True)
    page = answer.content.decode()
    assert "chair, since 14 January 2020" in page
    assert "joined Improvement Board as chair" in page
    (member,) = queries.members(forum_id, viewer=office, on=TODAY)
    leaving = address("leave_forum", forum_id, member.membership_id)
    answer = client.post(leaving, _day("until", TODAY), follow=True)
    assert "The last day of Ivo Lund as a member was recorded." in answer.content.decode()


def test_a_forum_is_changed_and_the_second_to_change_it_sees_what_the_first_wrote(
    office: Any, signed_in: Any, address: Any, forum_id: UUID
) -> None:
    client = signed_in(office)
    at = address("change_forum", forum_id)
    typed = {"version": "1", "kind": "board", "chair": "Chief executive", "rhythm": "Monthly"}
    assert client.post(at, typed).status_code == 302
    second = {**typed, "chair": "Director of nursing"}
    answer = client.post(at, second)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed Improvement Board" in page
    assert "chair Chief executive; meets Monthly" in page
    assert 'value="Director of nursing"' in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert client.post(at, {**second, "version": "2"}).status_code == 302
    found = queries.forum(forum_id, viewer=office)
    assert found is not None
    assert found.chair == "Director of nursing"


def test_a_forum_that_meets_no_more_is_ended(
    office: Any, signed_in: Any, address: Any, forum_id: UUID
) -> None:
    client = signed_in(office)
    answer = client.post(address("end_forum", forum_id), _day("until", TODAY), follow=True)
    assert "The last day of Improvement Board was recorded." in answer.content.decode()


# --- rights -------------------------------------------------------------------------------------

TYPED = {
    "name": "Mara Venn",
    "email": "mara@eastmere.example",
    "role": "deputy",
    "reason": "Stands in for the lead",
    **_day("from_date", TODAY),
}


def test_a_role_is_given_and_its_person_invited(
    administrator: Any, signed_in: Any, address: Any
) -> None:
    client = signed_in(administrator)
    page = client.post(address("give_right"), TYPED, follow=True).content.decode()
    assert "Mara Venn has the role from their next page on." in page
    assert "A letter about it goes to their email address." in page
    assert not User.objects.get(email="mara@eastmere.example").has_usable_password()


def test_somebody_known_keeps_their_password(
    administrator: Any, viewer: Any, signed_in: Any, address: Any
) -> None:
    known = User.objects.get(pk=viewer("action_lead").user_id)
    typed = {**TYPED, "name": known.name, "email": known.email}
    page = signed_in(administrator).post(address("give_right"), typed, follow=True).content.decode()
    assert "Action Lead has the role" in page
    assert "first password" not in page
    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_a_role_refused_makes_no_account(administrator: Any, signed_in: Any, address: Any) -> None:
    typed = {**TYPED, **_day("until", TODAY - timedelta(days=1))}
    answer = signed_in(administrator).post(address("give_right"), typed)
    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()
    assert not queries.has_account("mara@eastmere.example")


def test_a_role_from_a_later_day_says_so(administrator: Any, signed_in: Any, address: Any) -> None:
    typed = {**TYPED, **_day("from_date", TODAY + timedelta(days=9))}
    page = signed_in(administrator).post(address("give_right"), typed, follow=True).content.decode()
    assert "Mara Venn has the role from that day on." in page


def test_a_role_wants_a_person_a_role_and_a_reason(
    administrator: Any, signed_in: Any, address: Any
) -> None:
    page = signed_in(administrator).post(address("give_right"), {}).content.decode()
    for sentence in (
        "Enter the person’s name.",
        "Enter the email address.",
        "Choose a role.",
        "Say why, for the history.",
    ):
        assert sentence in page


@pytest.mark.asvs("8.3.2")
def test_ending_a_role_now_shuts_the_next_page(
    administrator: Any, viewer: Any, address: Any
) -> None:
    lead = viewer("action_lead")
    theirs, mine = Client(), Client()
    theirs.force_login(User.objects.get(pk=lead.user_id))
    mine.force_login(User.objects.get(pk=administrator.user_id))
    assert theirs.get(address("people")).status_code == 200
    ending = address("end_right", Grant.objects.get(user_id=lead.user_id).pk)
    page = mine.get(ending).content.decode()
    assert "When does the role of Action Lead end?" in page
    assert "Action lead, given because: for the test" in page
    answer = mine.post(ending, {"when": "now"}, follow=True)
    assert "The role of Action Lead has ended." in answer.content.decode()
    # Nothing is left to them here: they are signed out as well.
    answer = theirs.get(address("people"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")
    assert mine.get(ending).status_code == 404


def test_ending_a_role_asks_when(
    administrator: Any, viewer: Any, signed_in: Any, address: Any
) -> None:
    lead = viewer("action_lead")
    client = signed_in(administrator)
    ending = address("end_right", Grant.objects.get(user_id=lead.user_id).pk)
    assert "Choose when the role ends." in client.post(ending, {}).content.decode()
    assert "Enter the last day." in client.post(ending, {"when": "day"}).content.decode()
    typed = {"when": "day", **_day("until", TODAY + timedelta(days=9))}
    answer = client.post(ending, typed, follow=True)
    assert "The role of Action Lead ends on that day." in answer.content.decode()


def test_the_last_administrator_stays(administrator: Any, signed_in: Any, address: Any) -> None:
    founder = Grant.objects.get(user__email="administrator@eastmere.example")
    actions.end_grant(grant_id=founder.pk, until=None, by=administrator, on=TODAY, at=NOW)
    client = signed_in(administrator)
    mine = Grant.objects.get(user_id=administrator.user_id).pk
    answer = client.post(address("end_right", mine), {"when": "now"})
    assert answer.status_code == 422
    assert "This is the area’s last administrator." in answer.content.decode()
    assert client.get(address("rights")).status_code == 200


def test_a_closed_account_is_signed_out_at_once(
    administrator: Any, signed_in: Any, address: Any
) -> None:
    client = signed_in(administrator)
    User.objects.filter(pk=administrator.user_id).update(is_active=False)
    answer = client.get(address("people"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
