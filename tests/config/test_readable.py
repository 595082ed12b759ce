"""A NUL among the words and a form that broke off: the page for what cannot be read, everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import UnreadablePostError
from django.test import RequestFactory

from goldenthread.config.readable import ReadableOnlyMiddleware
from goldenthread.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
SAID = "What the page sent could not be understood, so nothing was changed."


@pytest.mark.parametrize(
    "path", ["/accounts/login/?next=%00", "/a/eastmere/plans/search/?q=a%00b", "/?a%00=1"]
)
def test_a_nul_in_an_address_is_turned_away(
    path: str, client: Any, viewer: Any, signed_in: Any
) -> None:
    if path.startswith("/a/"):
        signed_in(viewer("programme_office"))
    answer = client.get(path)
    assert answer.status_code == 400
    assert SAID in answer.content.decode()


def test_a_nul_in_a_form_is_turned_away_and_changes_nothing(viewer: Any, signed_in: Any) -> None:
    client = signed_in(viewer("area_administrator"))
    before = TrailEntry.objects.count()
    sent = {"name": "A\x00na", "email": "ana@eastmere.example"}
    answer = client.post("/a/eastmere/people/add/", sent)
    assert answer.status_code == 400
    assert SAID in answer.content.decode()
    assert TrailEntry.objects.count() == before


def test_words_without_a_nul_come_through(viewer: Any, signed_in: Any) -> None:
    client = signed_in(viewer("programme_office"))
    assert client.get("/a/eastmere/plans/search/?q=%C5%BB%C3%A9%20%F0%9F%98%80").status_code == 200


def test_a_form_whose_sender_went_away_is_no_fault_of_ours() -> None:
    request = RequestFactory().post("/", {"a": "b"})

    def gone(*_: Any) -> bytes:
        raise UnreadablePostError("gone")

    request._stream.read = gone  # type: ignore[attr-defined]
    from django.core.exceptions import BadRequest

    with pytest.raises(BadRequest):
        ReadableOnlyMiddleware(lambda _: pytest.fail("It came through"))(request)
