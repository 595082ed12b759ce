"""Every file that anybody can send goes through the one gate (OWASP ASVS 5.0, 5.2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from lxml import html as markup

from goldenthread.files import gate
from goldenthread.improvement_plan.models import UpdateRequest
from goldenthread.rules.refusals import Refused
from tests.files.uploads import PDF
from tests.rights.addresses import filled, of_an_area

pytestmark = pytest.mark.django_db
SAID = "This is what the gate said."
# Between them they are offered every form that takes a file.
ASKED_AS = ("programme_office", "case_manager")


def with_a_file(cls: type = forms.BaseForm) -> Iterator[type]:
    """The product's forms that take a file; the gallery's, which is only looked at, left out."""
    for one in cls.__subclasses__():
        fields = getattr(one, "base_fields", {}).values()
        ours = one.__module__.startswith("goldenthread.") and "gallery" not in one.__module__
        if ours and any(isinstance(field, forms.FileField) for field in fields):
            yield one
        yield from with_a_file(one)


@pytest.mark.asvs("5.2.2")
def test_whatever_is_sent_is_refused_where_the_gate_refuses(
    areas: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: set[type] = set()
    full_clean = forms.BaseForm.full_clean

    def watched(form: forms.BaseForm) -> None:
        full_clean(form)
        if form.files and form.is_valid():
            checked.add(type(form))

    def refusing(*_: object, **__: object) -> None:
        raise Refused(SAID)

    monkeypatch.setattr(forms.BaseForm, "full_clean", watched)
    monkeypatch.setattr(gate, "check", refusing)
    passed = []
    clients = [areas.client(role) for role in ASKED_AS]
    for client, page in product(clients, pages_of(areas)):
        for form in forms_with_a_file(client.get(page)):
            with transaction.atomic():
                answer = client.post(form.get("action") or page, typed_into(form))
                transaction.set_rollback(True)
            if SAID not in answer.content.decode():
                passed.append(page)

    assert passed == []
    assert checked >= set(with_a_file())
    assert len(set(with_a_file())) >= 6


def pages_of(areas: Any) -> list[str]:
    """Every address of the area, and the page of each request for updates."""
    found = [filled(one, slug=areas.slug, area_id=areas.area_id) for one in of_an_area()]
    requests = UpdateRequest.objects.filter(local_area_id=areas.area_id).values_list(
        "pk", flat=True
    )
    asked = "improvement_plan:update_request"
    return found + [reverse(asked, args=[areas.slug, each]) for each in requests]


def forms_with_a_file(answer: Any) -> list[Any]:
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return []
    if getattr(answer, "streaming", False) or not answer.content:
        return []
    return list(markup.fromstring(answer.content).xpath("//form[.//input[@type='file']]"))


def typed_into(form: Any) -> dict[str, Any]:
    """Every field of a form filled in, with a harmless PDF for each file."""
    typed: dict[str, Any] = {}
    for one in form.iter("input", "textarea", "select"):
        name, kind = one.get("name") or "", one.get("type", "")
        if not name or name.endswith(("link", "part")) or kind in ("checkbox", "submit"):
            continue
        if kind == "file":
            typed[name] = SimpleUploadedFile("plan.pdf", PDF)
        elif one.tag == "select":
            typed[name] = one.xpath("./option[1]")[0].get("value", "")
        elif name.endswith(("day", "month", "year")):
            typed[name] = "2019" if name.endswith("year") else "1"
        elif one.get("inputmode") == "numeric":
            typed[name] = "801"
        elif kind in ("radio", "hidden"):
            typed.setdefault(name, one.get("value", ""))
        else:
            typed[name] = "Words that somebody typed"
    return typed
