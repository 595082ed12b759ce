"""Pages as somebody: `pages(viewer).see("plan", plan_id)`, `.send("rate", …, fields)`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.partnership.models import LocalArea, User
from tests.conftest import TODAY
from tests.kept_rows import kept


@dataclass
class Pages:
    """One person's browser, in the local area of Eastmere unless told otherwise."""

    client: Client
    slug: str = "eastmere"

    def address(self, name: str, *args: object) -> str:
        return reverse(f"improvement_plan:{name}", args=[self.slug, *args])

    def get(self, name: str, *args: object, query: str = "") -> Any:
        return self.client.get(f"{self.address(name, *args)}{query}")

    def see(self, name: str, *args: object, query: str = "", status: int = 200) -> str:
        """The page's words, without its tags."""
        response = self.get(name, *args, query=query)
        assert response.status_code == status
        return words(response)

    def send(self, name: str, /, *args: object, query: str = "", **fields: Any) -> Any:
        """Post a form; fields that are None are left out."""
        given = {key: value for key, value in fields.items() if value is not None}
        return self.client.post(f"{self.address(name, *args)}{query}", given)

    def sent(self, name: str, /, *args: object, **fields: Any) -> str:
        """Post a form that is accepted, and follow to the page that says so."""
        response = self.send(name, *args, **fields)
        assert response.status_code == 302, words(response)
        return words(self.client.get(response["Location"].split("#")[0]))

    def hidden(self, name: str, *args: object) -> dict[str, str]:
        """The hidden fields of a form as it is opened: its version, and what it showed."""
        return hidden(self.get(name, *args))


def hidden(response: Any) -> dict[str, str]:
    text = response.content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {key: html.unescape(value) for key, value in found if key in ("version", "opened_with")}


def words(response: Any) -> str:
    text = re.sub(r"(?s)<(head|script|style|svg).*?</\1>", " ", response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def pages(db: None) -> Callable[..., Pages]:
    """`pages(viewer)`: that person's browser on the tests' own day."""

    def open_as(viewer: Any) -> Pages:
        LocalArea.objects.update(lives_on=TODAY)
        client = Client()
        client.force_login(User.objects.get(pk=viewer.user_id))
        return Pages(client, viewer.local_area_slug)

    return open_as


@pytest.fixture
def office_pages(pages: Callable[..., Pages], office: Any) -> Pages:
    return pages(office)


@pytest.fixture
@kept
def level_id(plan_id: UUID, office: Any, on: Any) -> UUID:
    """The plan's only priority."""
    from goldenthread.improvement_plan import queries

    return queries.level_tree(plan_id, viewer=office, on=on)[0].id
