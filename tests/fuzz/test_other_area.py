"""In every form and address, the other area's ids in the place of one's own; and versions of
before: nothing of the other area is told, nothing points across, nothing old is written over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from goldenthread.partnership.models import LocalArea
from goldenthread.trail.models import TrailEntry
from tests.fuzz import other_area
from tests.fuzz.conftest import Target
from tests.fuzz.judging import Complaint, judged, said_of
from tests.fuzz.pages import Form
from tests.fuzz.test_addresses import told
from tests.fuzz.test_forms import forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids(target: Target) -> tuple[UUID, UUID]:
    """Of the area whose pages are asked, and of the other, which has things of its own now."""
    slug = target.areas.other_slug
    other_area.fill(target.areas.viewer("programme_office", slug=slug))
    return target.areas.area_id, LocalArea.objects.get(slug=slug).pk


def test_the_other_area_s_ids_do_nothing_in_any_form(
    target: Target, ids: tuple[UUID, UUID]
) -> None:
    twins, complaints, tried = other_area.twins(*ids), [], 0
    assert len(set(twins.values())) >= 12
    assert other_area.crossed() == []

    def also(_: Any) -> str:
        return ", ".join(other_area.crossed())

    for form in forms(target):
        for sent in _with_theirs(form, twins):
            tried += 1
            client = target.client(form.role)
            complaints += _complaints(client, form, sent, also)
    assert tried > 60
    assert not complaints, told(complaints)


def _with_theirs(form: Form, twins: dict[str, str]) -> Iterator[dict[str, Any]]:
    """What is usual, with each field in turn whose value is an id of ours holding theirs."""
    for field in form.fields:
        mine = next((one for one in (field.value, *field.options) if one in twins), None)
        if mine:
            yield form.usual | {field.name: twins[mine]}


def _complaints(client: Client, form: Form, sent: dict[str, Any], also: Any) -> list[Complaint]:
    ask = client.get if form.method == "get" else client.post
    seen: list[str] = []

    def asked() -> Any:
        answer = ask(form.action, sent)
        seen.append(answer.content.decode("utf-8", "replace") if not answer.streaming else "")
        return answer

    found = judged(f"{form}: {said_of(sent)}", asked, client=client, also=also)
    if other_area.WORDS in "".join(seen):
        found.append(Complaint(str(form), "tells of the other area"))
    return found


def test_a_form_of_before_writes_nothing_over(target: Target) -> None:
    """Whatever knows its version refuses another one."""
    complaints, tried = [], 0
    for form in forms(target):
        if not any(field.name == "version" for field in form.fields):
            continue
        tried += 1
        client, before = target.client(form.role), TrailEntry.objects.count()

        def also(_: Any, before: int = before) -> str:
            wrote = TrailEntry.objects.count() - before
            return "wrote over what it had not seen" if wrote else ""

        sent = form.usual | {"version": "9999"}
        complaints += judged(
            f"{form}: {said_of(sent)}",
            lambda client=client, form=form, sent=sent: client.post(form.action, sent),
            client=client,
            also=also,
        )
    assert tried > 25
    assert not complaints, told(complaints)
