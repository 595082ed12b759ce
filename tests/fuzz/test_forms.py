"""Every form of every page, sent as nobody should send it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.trail import integrity
from tests.fuzz import hostile
from tests.fuzz.conftest import Target, examples
from tests.fuzz.judging import Complaint, judged, said_of
from tests.fuzz.pages import Form
from tests.fuzz.test_addresses import told

pytestmark = pytest.mark.django_db
WAYS = ("hostile", "hostile", "hostile", "gone", "twice", "swapped", "huge")


def send(
    target: Target, form: Form, sent: dict[str, Any], headers: dict[str, str] | None = None
) -> list[Complaint]:
    client = target.client(form.role)
    ask = client.get if form.method == "get" else client.post
    words = f"{form}: {said_of(sent)} {headers or ''}"
    return judged(words, lambda: ask(form.action, sent, **(headers or {})), client=client)


def forms(target: Target) -> list[Form]:
    return sorted(target.seen.forms.values(), key=str)


def test_every_form_that_is_sent_as_it_stands_is_answered(target: Target) -> None:
    """And with nothing in it, and with every field hostile."""
    complaints, number = [], 0
    for form in forms(target):
        names = {one.name for one in form.fields}
        complaints += send(target, form, form.usual)
        complaints += send(target, form, {})
        for _ in range(2):
            sent = {}
            for name in sorted(names):
                number += 1
                sent[name] = hostile.WORDS[number % len(hostile.WORDS)]
            complaints += send(target, form, sent)
    assert not complaints, told(complaints)


@pytest.mark.asvs("1.4.2", "2.2.1")
def test_one_hostile_field_among_honest_ones(target: Target) -> None:
    """Only so are the deeper checks reached."""
    complaints, number = [], 0
    for form in forms(target):
        for name in sorted({one.name for one in form.fields})[:12]:
            number += 1
            words = hostile.WORDS[number % len(hostile.WORDS)]
            complaints += send(target, form, form.usual | {name: words})
    assert not complaints, told(complaints)


@pytest.mark.asvs("1.1.1", "15.3.3", "15.3.7")
def test_any_form_in_any_way(target: Target) -> None:
    every = forms(target)

    @examples(250)
    @given(st.sampled_from(every), st.data(), st.sampled_from(hostile.HEADERS))
    def tried(form: Form, data: Any, headers: dict[str, str]) -> None:
        sent: dict[str, Any] = dict(form.usual)
        for name in data.draw(st.lists(st.sampled_from(_names(form)), max_size=4)):
            _mutate(sent, name, data)
        complaints = send(target, form, sent, headers)
        assert not complaints, told(complaints)

    tried()


def _names(form: Form) -> list[str]:
    return sorted({one.name for one in form.fields} | {"version", "next"})


def _mutate(sent: dict[str, Any], name: str, data: Any) -> None:
    way = data.draw(st.sampled_from(WAYS))
    if way == "gone":
        sent.pop(name, None)
    elif way == "twice":
        sent[name] = [data.draw(hostile.values()), data.draw(hostile.values())]
    elif way == "swapped":
        sent[name] = sent.get(data.draw(st.sampled_from(sorted(sent))), "") if sent else ""
    elif way == "huge":
        sent[name] = ["x"] * 300
    else:
        sent[name] = data.draw(hostile.values())


@pytest.mark.asvs("2.2.2")
def test_what_is_no_form_at_all(target: Target) -> None:
    """JSON, broken parts, encodings nobody knows, bytes that are no words."""
    every = [form for form in forms(target) if form.method == "post"]

    @examples(80)
    @given(st.sampled_from(every), hostile.envelopes(), st.sampled_from(hostile.BYTES))
    def tried(form: Form, envelope: dict[str, Any], more: bytes) -> None:
        client = target.client(form.role)
        body = envelope["data"] + b"&" + urlencode(form.usual, doseq=True).encode() + more
        complaints = judged(
            f"{form}: {envelope['content_type']} {body[:200]!r}",
            lambda: client.generic("POST", form.action, body, envelope["content_type"]),
            client=client,
        )
        assert not complaints, told(complaints)

    tried()


def test_files_that_are_not_what_they_say(target: Target) -> None:
    every = [form for form in forms(target) if any(one.kind == "file" for one in form.fields)]

    @examples(60)
    @given(st.sampled_from(every), hostile.files())
    def tried(form: Form, file: tuple[str, bytes]) -> None:
        (where, *_) = [one.name for one in form.fields if one.kind == "file"]
        name, content = file
        given = SimpleUploadedFile("x", content)
        given._name = name
        complaints = send(target, form, form.usual | {where: given})
        assert not complaints, told(complaints)

    tried()


def test_the_trail_is_whole_after_all_of_it(target: Target) -> None:
    assert integrity.verify(target.areas.area_id).whole
