"""Everything has a history that can be opened; the area’s whole trail is its administrator’s."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from goldenthread.partnership import actions
from tests.conftest import NOW, PASSWORD, TODAY

pytestmark = pytest.mark.django_db


def test_a_post_a_person_and_a_forum_tell_their_history(
    office: Any, post_id: UUID, person_id: UUID, signed_in: Callable[[Any], Client]
) -> None:
    actions.hold_post(post_id=post_id, person_id=person_id, from_date=TODAY, by=office, on=TODAY)
    client = signed_in(office)
    for kind, thing in (("post", post_id), ("person", person_id)):
        page = client.get(f"/a/eastmere/people/history/{kind}/{thing}/").content.decode()
        assert "recorded that Ivo Lund is Head of Inclusion from 14 January 2020" in page


def test_what_changed_about_a_forum_is_told(
    office: Any, signed_in: Callable[[Any], Client]
) -> None:
    forum_id = actions.add_forum(
        name="Improvement Board", kind="board", chair="The mayor", rhythm="", by=office, on=TODAY
    )
    actions.change_forum(
        forum_id=forum_id,
        version=1,
        kind="board",
        chair="Chief executive",
        rhythm="",
        by=office,
        on=TODAY,
    )
    page = signed_in(office).get(f"/a/eastmere/people/history/forum/{forum_id}/")
    assert b"<del>The mayor</del>" in page.content
    assert b"<ins>Chief executive</ins>" in page.content


def test_the_history_of_rights_names_what_a_role_was_for(
    administrator: Any, post_id: UUID, signed_in: Callable[[Any], Client]
) -> None:
    user_id = actions.invite(
        name="Mara Venn",
        email="mara@eastmere.example",
        password=PASSWORD,
        by=administrator,
        on=TODAY,
    )
    actions.grant(
        user_id=user_id,
        role="deputy",
        reason="Stands in",
        from_date=TODAY,
        scope_kind="post",
        scope_id=post_id,
        by=administrator,
        on=TODAY,
        at=NOW,
    )
    page = signed_in(administrator).get(f"/a/eastmere/people/history/user/{user_id}/")
    assert b"the role deputy for the actions of Head of Inclusion" in page.content


def test_only_an_administrator_reads_everything_that_was_done(
    office: Any, administrator: Any, post_id: UUID, signed_in: Callable[[Any], Client]
) -> None:
    assert signed_in(office).get("/a/eastmere/people/history/").status_code == 403
    page = signed_in(administrator).get("/a/eastmere/people/history/")
    assert b"added the post Head of Inclusion" in page.content


def test_another_area_has_no_history_here(
    stranger: Any, post_id: UUID, signed_in: Callable[[Any], Client]
) -> None:
    client = signed_in(stranger)
    assert client.get(f"/a/eastmere/people/history/post/{post_id}/").status_code == 404
    assert client.get(f"/a/westholm/people/history/post/{post_id}/").status_code == 404
    assert b"Head of Inclusion" not in client.get("/a/westholm/people/history/").content


def test_a_role_can_be_given_for_one_post_only(
    administrator: Any, post_id: UUID, signed_in: Callable[[Any], Client]
) -> None:
    client = signed_in(administrator)
    address = f"/a/eastmere/people/posts/{post_id}/rights/give/"
    form = client.get(address).content.decode()
    assert "for the actions of Head of Inclusion" in form
    assert 'value="deputy"' in form
    assert 'value="area_administrator"' not in form
    typed = {
        "name": "Mara Venn",
        "email": "mara@eastmere.example",
        "role": "deputy",
        "from_date_day": "14",
        "from_date_month": "1",
        "from_date_year": "2020",
        "reason": "Stands in for the head",
    }
    answer = client.post(address, typed, follow=True)
    assert "the actions of Head of Inclusion" in answer.content.decode()
    refused = client.post(address, typed | {"role": "area_administrator"})
    assert refused.status_code == 422
