"""Every page of a closed plan says that it is closed, and offers nothing that is refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve, reverse

from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan.models import PlanKind
from goldenthread.improvement_plan.urls import urlpatterns
from tests.improvement_plan.pages.conftest import Pages, words
from tests.improvement_plan.test_closed_plans import SENTENCE, closed, everything, full

__all__ = ["closed", "everything", "full"]

# Of another thing than the plan, or right in a closed one: whoever adds one says why.
OF_ITS_OWN = {
    "plans": "the list of plans",
    "new_plan": "another plan, which may follow this one",
    "search": "every plan",
    "plan_kinds": "the area's kinds of plan",
    "change_kind": "the area's kinds of plan",
    "saved_views": "a way of reading the plan",
    "forum": "what a forum receives, of every plan",
    "lead": "what somebody leads, in every plan",
    "evidence_file": "a file",
    "reopen_plan": "takes back that it is closed",
    "give_role_for_plan": "a right, which lets somebody read",
    "give_role_for_level": "a right, which lets somebody read",
}
READ_ONLY = {
    "history": "tells what was done and offers nothing",
    "compare_periods": "compares two closed periods",
    "actions": "lists the actions",
    "gap": "lists what lacks something",
}


@dataclass(frozen=True)
class Seen:
    """A page as it was answered."""

    name: str
    status: int
    main: str
    words: str

    @property
    def leads_to(self) -> set[str]:
        """The names of the addresses that it links to or sends to."""
        return set(filter(None, map(_name_of, re.findall(r'(?:href|action)="([^"]+)"', self.main))))

    @property
    def sends(self) -> bool:
        return 'method="post"' in self.main


def _name_of(address: str) -> str:
    try:
        found = resolve(urlsplit(html.unescape(address)).path)
    except Resolver404:
        return ""
    return found.url_name or "" if found.app_names[-1:] == ["improvement_plan"] else ""


def addresses(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every named address of the context, of the closed plan's own things."""
    ids = {"owner_id": given["action_id"], "asked_id": given["round_action_id"]} | given
    for pattern in urlpatterns:
        assert pattern.name
        kind, thing = {"lead": ("post", "post_id"), "history": ("plan", "plan_id")}.get(
            pattern.name, ("action", "action_id")
        )
        known = {
            "area": "eastmere",
            "kind": kind,
            "lead_id": given["post_id"],
            "thing_id": given[thing],
            "key": "no-lead" if pattern.name == "gap" else "five-point",
            "kind_id": given["kind_id"],
        } | ids
        wanted = {name: known[name] for name in ("area", *pattern.pattern.converters)}
        yield pattern.name, reverse(f"improvement_plan:{pattern.name}", kwargs=wanted)


@pytest.fixture
def rated(everything: dict[str, Any], office: Any, on: date) -> UUID:
    return actions.record_rating(
        action_id=everything["action_id"], point_key="amber", by=office, on=on
    )


@pytest.fixture(params=["programme_office", "area_administrator"])
def seen(
    rated: UUID,
    closed: dict[str, Any],
    viewer: Any,
    pages: Callable[..., Pages],
    request: pytest.FixtureRequest,
) -> dict[str, Seen]:
    """Every page of a plan that was closed, as each of those who may do most sees it."""
    kind = PlanKind.objects.get()
    found = {}
    browser = pages(viewer(request.param)).client
    for name, address in addresses(closed | {"rating_id": rated, "kind_id": kind.pk}):
        answer = browser.get(address)
        text = b"" if answer.streaming else answer.content
        main = re.search(r"(?s)<main.*?</main>", text.decode(errors="replace"))
        told = words(answer) if main else ""
        found[name] = Seen(name, answer.status_code, main[0] if main else "", told)
    return found


def test_every_form_of_a_closed_plan_is_its_sentence(seen: dict[str, Seen]) -> None:
    """A page that asks something is not shown: the sentence stands in its place."""
    wrong = [
        (one.name, one.status) for one in seen.values() if one.sends and one.name not in OF_ITS_OWN
    ]
    assert not wrong
    refused = {one.name for one in seen.values() if one.status == 403}
    assert not {name for name in refused if SENTENCE not in seen[name].words} - set(OF_ITS_OWN)
    for name in ("raise_risk", "request_updates", "update_action", "rate", "edit_finding"):
        assert name in refused


def test_no_page_of_a_closed_plan_offers_what_is_refused(seen: dict[str, Seen]) -> None:
    only_sent_to = {one.name for one in seen.values() if one.status == 405}
    refused = only_sent_to | {one.name for one in seen.values() if one.status == 403}
    wrong = {
        one.name: sorted(one.leads_to & refused)
        for one in seen.values()
        if one.status == 200 and one.leads_to & refused
    }
    assert not wrong


def test_every_page_of_a_closed_plan_says_that_it_is_closed(seen: dict[str, Seen]) -> None:
    silent = [
        one.name
        for one in seen.values()
        if one.status == 200
        and SENTENCE not in one.words
        and one.name not in OF_ITS_OWN
        and one.name not in READ_ONLY
    ]
    assert not silent


def test_the_pages_of_a_running_plan_do_not_say_so(
    everything: dict[str, Any], office: Any, pages: Callable[..., Pages]
) -> None:
    for name in ("risks", "rounds", "grid", "families", "raise_risk", "request_updates"):
        assert "has been closed since" not in pages(office).see(name, everything["plan_id"])


def test_another_plan_of_the_area_stays_open_to_its_forms(
    closed: dict[str, Any], office: Any, other_viewer: Any, pages: Callable[..., Pages]
) -> None:
    from tests.factories import plans as factory

    other = factory.make_plan(by=office, title="Another plan")
    assert "has been closed since" not in pages(office).see("raise_risk", other)
    theirs = other_viewer("programme_office")
    their_plan = factory.make_plan(by=theirs, title="Their plan")
    assert "has been closed since" not in pages(theirs).see("raise_risk", their_plan)
    assert pages(theirs).get("raise_risk", closed["plan_id"]).status_code == 404


def test_the_forum_is_told_in_the_same_words(
    closed: dict[str, Any], viewer: Any, pages: Callable[..., Pages]
) -> None:
    forum = pages(viewer("parent_carer_forum"))
    assert SENTENCE in forum.see("families", closed["plan_id"])
    assert SENTENCE in forum.see("tell_families", closed["plan_id"], status=403)


def test_a_link_to_a_form_of_a_closed_plan_says_so(
    closed: dict[str, Any], office: Any, on: date
) -> None:
    from django.test import Client

    from goldenthread.improvement_plan.models import UpdateRequest
    from goldenthread.partnership.models import LocalArea
    from goldenthread.partnership.queries import task_link_path

    LocalArea.objects.update(lives_on=on)
    link = UpdateRequest.objects.get(pk=closed["request_id"]).link_id
    answer = Client().get(task_link_path(link, task="update_request"))
    assert SENTENCE in words(answer)
    assert "Send my updates" not in words(answer)
