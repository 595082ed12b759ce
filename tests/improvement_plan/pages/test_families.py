"""Pages of what families tell us: verbatim and escaped, read by all, written by the forum."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.actions import voices
from goldenthread.improvement_plan.actions.voices import Told
from goldenthread.improvement_plan.models import FamilyVoice
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import Person, Role

WORDS = "We are asked first.\nSomebody <b>rang</b> me & listened."
ESCAPED = "We are asked first.\nSomebody &lt;b&gt;rang&lt;/b&gt; me &amp; listened."


def address(name: str, *args: Any, slug: str = "eastmere") -> str:
    return reverse(f"improvement_plan:{name}", args=[slug, *args])


@pytest.fixture
def families(office: Any, on: date) -> UUID:
    return partnership.add_organisation(
        name="Eastmere Parents Together", kind="parent_carer_forum", by=office, on=on
    )


@pytest.fixture
def forum(viewer: Any, families: UUID) -> Any:
    found = viewer("parent_carer_forum", name="Nia Forum")
    Person.objects.filter(pk=found.person_id).update(organisation_id=families)
    return found


@pytest.fixture
def part(plan_id: UUID, office: Any, on: date) -> UUID:
    return queries.level_tree(plan_id, viewer=office, on=on)[0].id


@pytest.fixture
def said(plan_id: UUID, families: UUID, forum: Any, part: UUID, on: date) -> UUID:
    voices.tell(
        plan_id=plan_id, organisation_id=families, told=[Told(part, WORDS)], by=forum, on=on
    )
    return FamilyVoice.objects.get().pk


@pytest.fixture
def draft(plan_id: UUID, families: UUID, office: Any, part: UUID, on: date) -> UUID:
    voices.write_down(
        plan_id=plan_id, organisation_id=families, said_by_whom="Parents", occasion="Coffee",
        said_on=on, told=[Told(part, "Secret until confirmed")], by=office, on=on,
    )  # fmt: skip
    return FamilyVoice.objects.get(on_behalf=True).pk


@pytest.mark.parametrize("role", Role.values)
def test_every_page_as_every_role(
    role: str, said: UUID, plan_id: UUID, part: UUID, viewer: Any, signed_in: Any
) -> None:
    """The forum's own account of these tests is `forum`; this one belongs to no organisation."""
    client = signed_in(viewer(role, name="Olly Other"))
    for at in (
        address("families", plan_id), address("plan", plan_id), address("level", part),
    ):  # fmt: skip
        answer = client.get(at)
        assert answer.status_code == 200, at
        assert ESCAPED in answer.content.decode(), at
    speaks, writes = (
        role == Role.PARENT_CARER_FORUM,
        role in ("programme_office", "area_administrator"),
    )
    assert client.get(address("tell_families", plan_id)).status_code == (200 if speaks else 403)
    assert client.get(address("write_down_voices", plan_id)).status_code == (200 if writes else 403)
    for method in (client.get, client.post):
        assert method(address("withdraw_voice", said)).status_code == (
            403 if not speaks else 200 if method == client.get else 422
        )
    assert FamilyVoice.objects.get(pk=said).withdrawn_on is None


def test_a_draft_shows_on_no_page_of_anybody_else(
    draft: UUID, plan_id: UUID, part: UUID, viewer: Any, signed_in: Any
) -> None:
    for role in Role.values:
        if role == Role.PARENT_CARER_FORUM:
            continue  # somebody of no organisation may speak for any group of families
        client = signed_in(viewer(role, name=f"Other {role}"))
        for at in (
            address("families", plan_id), address("plan", plan_id), address("level", part),
        ):  # fmt: skip
            assert "Secret" not in client.get(at).content.decode(), (role, at)
        for name in ("confirm_voice", "withdraw_voice"):
            assert client.get(address(name, draft)).status_code == 404
        assert client.get(address("history", "voice", draft)).status_code == 404


def test_what_families_said_has_a_history_that_nobody_of_another_area_reads(
    said: UUID, plan_id: UUID, forum: Any, on: date, viewer: Any, stranger: Any, signed_in: Any
) -> None:
    at = address("history", "voice", said)
    client = signed_in(viewer("board_member"))
    assert f'href="{at}"' in client.get(address("families", plan_id)).content.decode()
    assert "We are asked first." in client.get(at).content.decode()
    voices.withdraw(voice_id=said, reason="Said too soon", by=forum, on=on)
    told = client.get(at).content.decode()
    assert "Nia Forum" in told
    assert "Said too soon" in told
    assert "We are asked first." not in told
    there = address("history", "voice", said, slug="westholm")
    assert signed_in(stranger).get(there).status_code == 404


def test_the_forum_confirms_and_everybody_reads_who_recorded_it(
    draft: UUID, plan_id: UUID, forum: Any, viewer: Any, signed_in: Any
) -> None:
    client = signed_in(forum)
    assert "Secret until confirmed" in client.get(address("confirm_voice", draft)).content.decode()
    client.post(address("confirm_voice", draft))
    page = signed_in(viewer("board_member")).get(address("families", plan_id)).content.decode()
    assert (
        "Recorded by Programme Office for Eastmere Parents Together, confirmed by Nia Forum on "
        in page
    )


def test_the_forum_writes_of_every_part_on_one_page(
    said: UUID, plan_id: UUID, part: UUID, families: UUID, forum: Any, signed_in: Any
) -> None:
    client = signed_in(forum)
    page = client.get(address("tell_families", plan_id)).content.decode()
    assert "Do not name a child" in page
    assert "as of 14 January 2020" in page
    assert ESCAPED in page
    empty = client.post(address("tell_families", plan_id), {"organisation": str(families)})
    assert "Write in at least one box, or choose a rating." in empty.content.decode()
    typed = {
        "organisation": str(families),
        f"words_{part.hex}": "It is\r\nbetter",
        f"point_{part.hex}": "green",
    }
    answer = client.post(address("tell_families", plan_id), typed, follow=True)
    assert "It is\nbetter" in answer.content.decode()
    assert "They rate it" in answer.content.decode()
    assert FamilyVoice.objects.count() == 2


def test_pages_of_another_area_are_none(
    said: UUID, draft: UUID, plan_id: UUID, stranger: Any, signed_in: Any
) -> None:
    client = signed_in(stranger)
    for name, one in (
        ("families", plan_id), ("tell_families", plan_id), ("write_down_voices", plan_id),
        ("confirm_voice", draft), ("withdraw_voice", said),
    ):  # fmt: skip
        for slug in ("eastmere", "westholm"):
            at = address(name, one, slug=slug)
            assert client.get(at).status_code == 404, at
            assert client.post(at).status_code in (404, 405), at
