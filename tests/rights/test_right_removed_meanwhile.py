"""A right that is taken away while a file is being made: the file does not leave, and neither the
trail nor the record of looks says that it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import resolve, reverse

from goldenthread.config import middleware
from goldenthread.config.still_allowed import TAKEN_AWAY
from goldenthread.demo import story
from goldenthread.files import leaving
from goldenthread.partnership.models import DetailGrant, Grant, User
from goldenthread.rules.refusals import NotPermitted
from goldenthread.trail.models import TrailEntry, TrailLook
from goldenthread.trail.verbs import Verb
from tests.rights.addresses import filled, of_an_area
from tests.rights.conftest import AT
from tests.rights.test_what_leaves import asked, content_of

pytestmark = pytest.mark.django_db
# A file that is made, one that is kept, one that goes on while it is read.
LEAVE = {
    "reports:document", "reports:highlight_document", "reports:lead_workbook",
    "governance:released_file", "intake:original",
    "intake:report_original", "intake:returned_original", "partnership:audit_trail_file",
    "partnership:who_saw_file", "governance:what_left_file",
}  # fmt: skip
ROLES = ("programme_office", "area_administrator")


@pytest.fixture(scope="module")
def contents(areas: Any) -> Any:
    """Where the area's files lie: every test has an empty folder of its own otherwise."""
    return settings.FILES_ROOT


@pytest.fixture(autouse=True)
def _files(contents: Any, settings: Any) -> None:
    settings.FILES_ROOT = contents


def close_the_account(user_id: Any) -> None:
    User.objects.filter(pk=user_id).update(is_active=False)


def end_the_role(user_id: Any) -> None:
    Grant.objects.filter(user_id=user_id).update(taken_back_at=AT)


@pytest.fixture
def in_the_middle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Any], None]], None]:
    """Once a request knows who asks, and before anything is made, this is done to them."""

    def do(what: Callable[[Any], None]) -> None:
        monkeypatch.setattr(middleware, "note_use", lambda *, by, on: what(by.user_id))

    return do


def files_that_leave(areas: Any) -> Iterator[tuple[Any, str, bool]]:
    """(who asks, where, whether by a form) of everything that leaves as a file."""
    seen = set()
    for client in [areas.client(role) for role in ROLES]:
        for address in of_an_area():
            if address.name not in LEAVE:
                continue
            where = filled(address, slug=areas.slug, area_id=areas.area_id)
            posted = address.name == "reports:lead_workbook"
            if where in seen:
                continue
            answer = asked(client, where, posted=posted)
            if answer.status_code == 200 and leaving.CLASS_HEADER in answer.headers:
                content_of(answer)
                seen.add(where)
                yield client, where, posted or client.get(where).status_code == 405


def kept_of() -> tuple[int, int]:
    """(entries of the trail that say something was handed out, looks)"""
    return (
        TrailEntry.objects.filter(verb=Verb.DISCLOSED.value).count(),
        TrailLook.objects.count(),
    )


@pytest.mark.asvs("8.3.2")
@pytest.mark.parametrize("taken", [close_the_account, end_the_role])
def test_no_file_leaves_whose_right_was_taken_away_meanwhile(
    areas: Any, taken: Callable[[Any], None], in_the_middle: Any
) -> None:
    tried = list(files_that_leave(areas))
    assert {resolve(where).view_name for _, where, _ in tried} == LEAVE
    in_the_middle(taken)
    before = kept_of()
    for client, where, posted in tried:
        with transaction.atomic():
            answer = client.post(where, {}) if posted else client.get(where)
            found = kept_of()
            transaction.set_rollback(True)
        assert answer.status_code == 403, (where, answer.status_code)
        assert TAKEN_AWAY in answer.text
        assert leaving.CLASS_HEADER not in answer.headers
        assert found == before, where


def test_with_its_right_each_of_them_is_told_of(areas: Any) -> None:
    """What the test before counts does count."""
    client, before = areas.client("area_administrator"), kept_of()
    answer = client.post(reverse("partnership:audit_trail_file", args=[areas.slug]))
    assert answer.status_code == 200
    lines = content_of(answer).decode()
    assert kept_of() == (before[0] + 1, before[1] + 1)
    assert "export_audit_trail" in lines.splitlines()[-1]


def test_a_long_file_breaks_off_where_its_right_is_taken_away(
    areas: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "LINES_UNASKED", 5)
    answer = areas.client("area_administrator").post(
        reverse("partnership:audit_trail_file", args=[areas.slug])
    )
    lines = iter(answer.streaming_content)
    read = [next(lines) for _ in range(7)]
    assert len(read) == 7
    end_the_role(User.objects.get(email=f"area_administrator@{areas.slug}.test").pk)
    with pytest.raises(NotPermitted, match="changed while this file was made"):
        read.extend(lines)
    assert len(read) == 9


def test_a_right_that_was_given_meanwhile_stops_nothing(areas: Any, in_the_middle: Any) -> None:
    def give(user_id: Any) -> None:
        row = Grant.objects.filter(user_id=user_id).first()
        assert row is not None
        DetailGrant.objects.create(
            local_area_id=row.local_area_id,
            user_id=user_id,
            detail="health",
            from_date=story.TODAY - timedelta(days=1),
            reason="A test",
            recorded_at=AT,
        )

    in_the_middle(give)
    answer = areas.client("area_administrator").post(
        reverse("partnership:audit_trail_file", args=[areas.slug])
    )
    assert answer.status_code == 200
    assert content_of(answer)
