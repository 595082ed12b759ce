"""Every form and every parameter that the pages of the demonstration show, by role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import reverse
from lxml import html as markup

from goldenthread.improvement_plan.models import UpdateRequest
from goldenthread.partnership.models import TaskLink
from goldenthread.partnership.queries import task_link_token
from tests.rights.addresses import filled, of_an_area
from tests.rights.one_of_everything import DAY

# Who between them open every page that has a form. In `make test` each looks at what those before
# could not open; in a longer run at everything.
ROLES = (
    "programme_office", "area_administrator", "parent_carer_forum", "external_adviser",
    "action_lead",
)  # fmt: skip
USUAL = ("page", "q", "sort", "where", "filter", "kept", "next", "on", "period", "then", "token")
SKIPPED = ("csrfmiddlewaretoken", "form-key")


@dataclass(frozen=True)
class Field:
    """`kind` is the input's type, or textarea or select; `options` what may be chosen."""

    name: str
    kind: str
    value: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A form as a page shows it to somebody with a role."""

    role: str
    page: str
    action: str
    method: str
    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return f"{self.role} {self.method} {self.action} (on {self.page})"

    @property
    def usual(self) -> dict[str, list[str]]:
        """What an honest person might send."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            if one.kind in ("radio", "checkbox"):
                if one.value or one.kind == "checkbox":
                    sent.setdefault(one.name, [one.value or "on"])
            elif one.kind == "file":
                continue
            elif one.options:
                sent[one.name] = [one.value or next((o for o in one.options if o), "")]
            else:
                sent.setdefault(one.name, []).append(one.value or _typed(one.name))
        return sent


@dataclass
class Seen:
    """What a walk found. Forms of one address with the same names are one."""

    forms: dict[tuple[Any, ...], Form] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=lambda: set(USUAL))
    addresses: dict[str, str] = field(default_factory=dict)  # name → filled in
    opened: set[str] = field(default_factory=set)  # that somebody got as a page


def walk(areas: Any, *, again: bool) -> Seen:
    """Every address of the area as each of `ROLES`, and the sign-in pages as nobody; `again`, as
    each role also what others opened before."""
    seen = Seen()
    for one in of_an_area():
        seen.addresses[one.name] = filled(one, slug=areas.slug, area_id=areas.area_id)
    documents = {seen.addresses[one.name] for one in of_an_area() if "form" in one.kwargs}
    asked = UpdateRequest.objects.filter(local_area_id=areas.area_id).values_list("pk", flat=True)
    requests = [
        reverse("improvement_plan:update_request", args=[areas.slug, one]) for one in asked[:3]
    ]
    for role in ROLES:
        client = areas.client(role)
        for page in (*seen.addresses.values(), *requests, *SIGNED_IN):
            if page not in documents and (again or page not in seen.opened):
                _read(client.get(page), role, page, seen)
    for page in (*SIGNED_OUT, *_links(areas)):
        _read(Client(raise_request_exception=False).get(page), "", page, seen)
    return seen


SIGNED_IN = (
    "/", "/gallery/", "/accounts/password/change/", "/accounts/2fa/",
    "/accounts/2fa/totp/activate/", "/accounts/sessions/", "/accounts/reauthenticate/",
    "/accounts/logout/",
)  # fmt: skip
SIGNED_OUT = ("/accounts/login/", "/accounts/password/reset/")


def _links(areas: Any) -> list[str]:
    """Pages that task links open, whoever has them in hand."""
    rows = TaskLink.objects.filter(
        local_area_id=areas.area_id, task="update_request", withdrawn_on=None
    ).order_by("pk")[:2]
    for row in rows:
        row.expires_on = DAY + timedelta(days=30)
        row.save()
    return [reverse("answer_by_link", args=[task_link_token(row.pk)]) for row in rows]


def _read(answer: Any, role: str, page: str, seen: Seen) -> None:
    if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
        return
    if getattr(answer, "streaming", False) or not answer.content:
        return
    seen.opened.add(page)
    document = markup.fromstring(answer.content)
    for link in document.xpath("//a/@href"):
        seen.parameters.update(name for name, _ in parse_qsl(urlsplit(link).query))
    for form in document.xpath("//form"):
        found = _form(form, role, page)
        named = tuple(one.name for one in found.fields)
        where = urlsplit(found.action).path
        seen.forms.setdefault((role, where, found.method, named), found)
        if found.method == "get":
            seen.parameters.update(named)


def _form(form: Any, role: str, page: str) -> Form:
    action = urlsplit(urljoin(page, form.get("action") or page))._replace(fragment="").geturl()
    fields = tuple(one for one in _fields(form) if one.name not in SKIPPED)
    return Form(role, page, action, (form.get("method") or "get").lower(), fields)


def _fields(form: Any) -> Iterator[Field]:
    for one in form.iter("input", "textarea", "select", "button"):
        name = one.get("name") or ""
        if not name or (one.tag == "button" and not one.get("value")):
            continue
        if one.tag == "select":
            options = tuple(str(each.get("value", "")) for each in one.iter("option"))
            chosen = one.xpath("./option[@selected]/@value")
            yield Field(name, "select", str(chosen[0]) if chosen else "", options)
        elif one.tag == "textarea":
            yield Field(name, "textarea", str(one.text or "").strip())
        else:
            yield Field(name, one.get("type", "text"), str(one.get("value") or ""))


def _typed(name: str) -> str:
    if name.endswith(("day", "month")):
        return "1"
    if name.endswith("year"):
        return "2020"
    return "Words that somebody typed"
