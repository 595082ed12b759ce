"""Pages of the audit trail: who saw a record, and its files; reading them is a look itself."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from goldenthread.partnership import actions
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail import kinds, things
from goldenthread.trail.models import TrailEntry, TrailLook
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], Client]


def _looks_at(kind: str, thing_id: UUID) -> list[tuple[str, str]]:
    """Page and viewer of each look at a thing, in order."""
    rows = TrailLook.objects.filter(things__contains=things.within(kind, str(thing_id)))
    return list(rows.order_by("number").values_list("page", "viewer_label"))


def _rows(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_look_at_a_person_s_history_is_found_again(
    administrator: Any, person_id: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(administrator)
    history = client.get(f"/a/eastmere/people/history/person/{person_id}/").content.decode()
    assert f"/a/eastmere/people/seen/person/{person_id}/" in history

    page = client.get(f"/a/eastmere/people/seen/person/{person_id}/").content.decode()

    assert "Seen once by one person." in page
    assert "saw it on “History”" in page
    again = client.get(f"/a/eastmere/people/seen/person/{person_id}/").content.decode()
    assert "Seen 2 times by one person." in again
    assert "saw it on “Who saw this”" in again


def test_only_who_may_read_the_trail_sees_who_saw_what(
    office: Any, person_id: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(office)
    assert client.get(f"/a/eastmere/people/seen/person/{person_id}/").status_code == 403
    assert client.post(f"/a/eastmere/people/seen/person/{person_id}/file/").status_code == 403
    page = client.get(f"/a/eastmere/people/history/person/{person_id}/").content.decode()
    assert "Who saw this" not in page
    with pytest.raises(NotPermitted):
        actions.export_who_saw(kind="person", thing_id=person_id, by=office, on=TODAY)
    with pytest.raises(NotPermitted):
        actions.export_audit_trail(narrowed=False, by=office, on=TODAY)


def test_nobody_learns_who_saw_a_thing_of_another_area(
    stranger: Any, administrator: Any, person_id: UUID, signed_in: SignedIn
) -> None:
    signed_in(administrator).get(f"/a/eastmere/people/history/person/{person_id}/")
    client = signed_in(stranger)
    for area in ("eastmere", "westholm"):
        for kind in ("person", "nothing"):
            address = f"/a/{area}/people/seen/{kind}/{person_id}/"
            assert client.get(address).status_code == 404
            assert client.post(f"{address}file/").status_code == 404
    with pytest.raises(Refused, match="no such thing here"):
        actions.export_who_saw(kind="person", thing_id=person_id, by=stranger, on=TODAY)


def test_the_list_of_who_saw_it_leaves_as_a_file_and_that_is_in_the_trail(
    administrator: Any, person_id: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(administrator)
    client.get(f"/a/eastmere/people/history/person/{person_id}/")

    answer = client.post(f"/a/eastmere/people/seen/person/{person_id}/file/")

    (look,) = [row for row in _rows(answer) if row["page"] == "History"]
    assert look["viewer"] == administrator.name
    entry = TrailEntry.objects.get(act="partnership.export_who_saw")
    assert (entry.verb, entry.object_id) == ("disclosed", str(person_id))
    assert _looks_at("person", person_id)[-1][0] == "partnership:who_saw_file"


def test_the_audit_trail_leaves_as_a_file_as_it_was_filtered(
    administrator: Any, post_id: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(administrator)
    page = client.get("/a/eastmere/people/history/?what=altered").content.decode()
    assert "/a/eastmere/people/history/file/?what=altered" in page

    everything = _rows(client.post("/a/eastmere/people/history/file/"))
    collected = _rows(client.post("/a/eastmere/people/history/file/?what=collected"))

    assert "added the post Head of Inclusion" in {row["words"] for row in collected}
    assert {row["verb"] for row in collected} == {"collected"}
    assert len(everything) > len(collected)
    assert everything[-1]["words"] == "downloaded the audit trail"
    assert client.post("/a/eastmere/people/history/file/?from=never").status_code == 422
    assert client.get("/a/eastmere/people/history/file/").status_code == 405


def test_reading_the_audit_trail_is_a_look_at_whose_acts_it_shows(
    administrator: Any, post_id: UUID, office: Any, signed_in: SignedIn
) -> None:
    signed_in(administrator).get("/a/eastmere/people/history/")

    wanted = [("partnership:audit_trail", administrator.name)]
    assert _looks_at("local_area", administrator.local_area_id) == wanted
    assert _looks_at("user", office.user_id) == wanted


def test_looks_at_rights_and_at_a_person_s_messages_are_kept(
    administrator: Any, person_id: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(administrator)
    client.get("/a/eastmere/people/rights/")
    client.get(f"/a/eastmere/messages/people/{person_id}/")

    assert _looks_at("user", administrator.user_id)[0][0] == "partnership:rights"
    assert _looks_at("person", person_id)[0][0] == "notifications:person"


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_look_cannot_be_kept_is_refused_with_the_way_on(
    administrator: Any, person_id: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(administrator)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_traillook RENAME TO away")
    try:
        answer = client.get(f"/a/eastmere/people/history/person/{person_id}/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO trail_traillook")
    assert answer.status_code == 503
    assert "the record of who looks at it could not be kept" in answer.content.decode()
    assert "Ivo Lund" not in answer.content.decode()


@pytest.mark.parametrize("key", sorted(kinds.KINDS))
def test_every_kind_knows_what_its_things_are_called_and_nothing_of_others(
    key: str, administrator: Any
) -> None:
    unknown = UUID(int=9)
    assert kinds.KINDS[key].name_of(unknown, viewer=administrator) == ""
    if key == "local_area":
        own = kinds.KINDS[key].name_of(administrator.local_area_id, viewer=administrator)
        assert own == "Eastmere"
