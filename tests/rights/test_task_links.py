"""With a task link in hand only that task's addresses answer; withdrawn or expired, none does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.demo import story
from goldenthread.partnership.models import TaskLink
from goldenthread.partnership.queries import task_link_token
from tests.rights import crawl
from tests.rights.addresses import addresses, filled, of_an_area

pytestmark = pytest.mark.django_db
TASK = "update_request"


@pytest.fixture
def link(areas: Any) -> TaskLink:
    """A standing link of the demonstration's round, whose last day is ahead."""
    row = TaskLink.objects.filter(
        local_area_id=areas.area_id, task=TASK, withdrawn_on__isnull=True
    ).earliest("pk")
    row.expires_on = story.TODAY + timedelta(days=30)
    row.save()
    return row


def page_of(link: TaskLink, name: str = "answer_by_link") -> str:
    return reverse(name, args=[task_link_token(link.pk)])


def by_link() -> tuple[str, ...]:
    """The names of addresses that a link opens: those under /t/update_request/."""
    return tuple(one.name for one in addresses() if one.pattern.startswith(f"t/{TASK}/"))


def test_the_link_opens_its_own_page(link: TaskLink) -> None:
    assert Client().get(page_of(link)).status_code == 200
    assert "answer_by_link" in by_link()


def test_with_a_link_no_other_address_of_the_product_answers(areas: Any, link: TaskLink) -> None:
    """Of either area, opened or sent to, after the link's page was: 404, or who are you."""
    client = Client(raise_request_exception=False)
    client.get(page_of(link))
    wrong = []
    for slug in (areas.slug, areas.other_slug):
        for one in of_an_area():
            at = filled(one, slug=slug, area_id=areas.area_id)
            for given in (client.get(at), client.post(at, {})):
                asked = given.status_code == 302 and "/accounts/login/" in given["Location"]
                if not asked and given.status_code != 404:
                    wrong.append(f"{one.name}: {given.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.asvs("9.2.2")
def test_a_link_opens_no_other_task(link: TaskLink) -> None:
    token = task_link_token(link.pk)
    for task in ("invitation", "sign_off", "UPDATE_REQUEST", "update-request"):
        assert Client().get(f"/t/{task}/{token}/").status_code == 404


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("spoilt", [1, 10, -1])
def test_a_token_that_is_changed_anywhere_opens_nothing(link: TaskLink, spoilt: int) -> None:
    token = task_link_token(link.pk)
    other = "A" if token[spoilt] != "A" else "B"
    place = spoilt % len(token)
    changed = f"{token[:place]}{other}{token[place + 1 :]}"
    assert Client().get(f"/t/{TASK}/{changed}/").status_code == 404


@pytest.mark.parametrize("how", ["withdrawn", "expired", "of another task"])
def test_a_link_that_stands_no_more_opens_no_address(link: TaskLink, how: str) -> None:
    if how == "withdrawn":
        link.withdrawn_on, link.withdrawn_because = link.made_on, "words"
    elif how == "expired":
        link.expires_on = story.TODAY - timedelta(days=1)
    else:
        link.task = "nothing"
    link.save()
    for name in by_link():
        if name == "brand_by_link":
            continue
        assert crawl.status_of(Client(), page_of(link, name)) == 404, name
