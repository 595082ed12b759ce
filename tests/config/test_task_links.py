"""Coming by a task link: let in to one thing, or told in one way that it does not work."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path

from goldenthread.config import urls
from goldenthread.config.logs import JsonLines, Readable, without_tokens
from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import LocalArea, TaskLink, User
from tests.conftest import TODAY
from tests.kept_rows import kept

pytestmark = pytest.mark.django_db


def answer_by_link(request: Any) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(f"{request.viewer.name} wrote {request.POST['words']}")
    return render(request, "pages/refused.html", {"sentence": f"For {request.link.person_name}."})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(f"it broke at {request.path}")


class WithATask:
    urlpatterns = [
        path("t/update_request/<str:token>/", answer_by_link),
        path("t/update_request/<str:token>/check/", answer_by_link),
        path("t/broken/<str:token>/", broken),
        *urls.urlpatterns,
    ]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
@kept
def office(viewer: Any, local_area: Any) -> Any:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    return viewer("programme_office")


def _link(office: Any, task: str = "update_request") -> UUID:
    person = actions.add_person(name="Ivo Lund", by=office, on=TODAY)
    return actions.make_task_link(
        person_id=person,
        task=task,
        object_id=uuid4(),
        expires_on=TODAY + timedelta(days=9),
        by=office,
        on=TODAY,
    )


@pytest.fixture
def link_id(office: Any) -> UUID:
    return _link(office)


@pytest.fixture
def at(link_id: UUID) -> str:
    return queries.task_link_path(link_id, task="update_request")


@pytest.fixture(autouse=True)
def _with_a_task() -> Any:
    with override_settings(ROOT_URLCONF=WithATask):
        yield


def test_a_link_opens_its_page_without_signing_in(at: str, client: Client) -> None:
    answer = client.get(at)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "For Ivo Lund." in page
    assert "Eastmere" in page
    assert "By your link, without signing in" in page
    assert "/a/eastmere/" not in page
    assert "sessionid" not in client.cookies


def test_the_page_wears_the_area_s_colour(at: str, client: Client) -> None:
    assert f"{at}brand.css" in client.get(at).content.decode()
    style = client.get(f"{at}brand.css")
    assert (style.status_code, style["Content-Type"]) == (200, "text/css")
    assert "#0b4f55" in style.content.decode()


@pytest.mark.asvs("3.4.5")
def test_no_store_keeps_it_and_no_other_site_hears_of_it(at: str, client: Client) -> None:
    for address in (at, f"{at}brand.css", at[:-3] + "xx/", "/t/nothing/"):
        answer = client.get(address)
        assert answer["Referrer-Policy"] == "no-referrer", address
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_form_sent_by_link_needs_no_cookie(at: str) -> None:
    """A page without a referrer sends its forms with the origin "null"."""
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(at, {"words": "On track"}, headers={"origin": "null"})
    assert answer.content.decode() == "Ivo Lund wrote On track"
    elsewhere = strict.post("/a/eastmere/people/add/", {"name": "x"}, headers={"origin": "null"})
    assert elsewhere.status_code == 403


def test_openings_are_counted_and_nothing_else_is(at: str, client: Client) -> None:
    client.head(at)
    client.get(f"{at}brand.css")
    client.post(at, {"words": "x"})
    client.get(f"{at}check/")
    assert TaskLink.objects.get().uses == 0
    client.get(at)
    assert (TaskLink.objects.get().uses, TaskLink.objects.get().last_used_on) == (1, TODAY)


def test_the_link_counts_also_for_somebody_signed_in(at: str, office: Any, signed_in: Any) -> None:
    answer = signed_in(office).post(at, {"words": "On track"})
    assert answer.content.decode() == "Ivo Lund wrote On track"


def test_a_link_opens_nothing_else(link_id: UUID, at: str, client: Client) -> None:
    client.get(at)
    for address in ("/a/eastmere/", "/a/eastmere/people/", "/"):
        assert client.get(address).status_code == 302, address
    other = at.replace("update_request", "another_task")
    assert client.get(other).status_code == 404


def test_what_does_not_work_looks_the_same_whatever_it_is(
    at: str, link_id: UUID, office: Any, client: Client
) -> None:
    token = at.split("/")[3]
    ended = _link(office)
    TaskLink.objects.filter(pk=ended).update(expires_on=TODAY - timedelta(days=1))
    withdrawn = _link(office)
    actions.withdraw_task_link(link_id=withdrawn, reason="In error", by=office, on=TODAY)
    closed = _link(office, task="task_of_no_page")
    said = {
        at.replace(token, f"{token[:-1]}x"): "This link does not work.",
        at.replace(token, "x"): "This link does not work.",
        at.replace("update_request", "another"): "This link does not work.",
        queries.task_link_path(uuid4(), task="update_request"): "This link does not work.",
        queries.task_link_path(ended, task="update_request"): "worked until 13 January 2020",
        queries.task_link_path(withdrawn, task="update_request"): "This link was withdrawn.",
        queries.task_link_path(closed, task="task_of_no_page"): "can no longer be done by a link",
    }
    for address, sentence in said.items():
        answer = client.get(address)
        page = answer.content.decode()
        assert (answer.status_code, "This link does not open anything" in page) == (404, True)
        assert sentence in page
        assert client.post(address, {"words": "x"}).status_code in (404, 405)


def test_forged_and_unknown_links_get_the_very_same_page(at: str, client: Client) -> None:
    token = at.split("/")[3]
    pages = {
        client.get(address).content
        for address in (
            at.replace(token, "x"),
            at.replace(token, token[::-1]),
            at.replace("update_request", "another"),
            queries.task_link_path(uuid4(), task="update_request"),
        )
    }
    assert len(pages) == 1


def test_a_link_of_a_closed_account_does_not_work(viewer: Any, office: Any, client: Client) -> None:
    lead = viewer("action_lead")
    link = actions.make_task_link(
        person_id=lead.person_id,
        task="update_request",
        object_id=uuid4(),
        expires_on=TODAY,
        by=office,
        on=TODAY,
    )
    at = queries.task_link_path(link, task="update_request")
    assert client.get(at).status_code == 200
    User.objects.filter(pk=lead.user_id).update(is_active=False)
    assert client.get(at).status_code == 404


@pytest.mark.asvs("14.2.1")
def test_no_log_line_holds_a_token(
    at: str, office: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither of a link that does not work, nor of a page that breaks."""
    client.raise_request_exception = False
    token = at.split("/")[3]
    wrong = f"{token[:-1]}x"
    breaking = queries.task_link_path(_link(office, task="broken"), task="broken")
    assert client.get(at.replace(token, wrong)).status_code == 404
    assert client.get(breaking).status_code == 500
    lines = [form().format(one) for one in caplog.records for form in (Readable, JsonLines)]
    assert any("Answered with 404" in line for line in lines)
    assert any("Answered with 500" in line for line in lines)
    for secret in (wrong, token, breaking.split("/")[3]):
        assert not any(secret in line for line in lines)


@pytest.mark.asvs("16.2.3")
def test_the_installation_s_log_is_written_so() -> None:
    from django.conf import settings

    handlers = settings.LOGGING["handlers"].values()
    assert {handler["formatter"] for handler in handlers} == {"plain"}
    assert settings.LOGGING["formatters"]["plain"]["()"].endswith("logs.Readable")
    assert logging.getLogger("django.request").handlers == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Not Found: /t/x/abc.def-_1/", "Not Found: /t/x/…/"),
        ("GET '/t/x/abc.def/check/?a=1'", "GET '/t/x/…/check/?…'"),
        ("/accounts/password/reset/key/3-abc-def/", "/accounts/password/reset/key/…/"),
        ("/a/eastmere/people/add/?kept=eyJ.x:y&b=1", "/a/eastmere/people/add/?…"),
        ("asked for mara.venn@eastmere.example, twice", "asked for …@…, twice"),
        ("Job 17 was put back", "Job 17 was put back"),
    ],
)
def test_tokens_are_left_out_and_the_rest_stays(line: str, said: str) -> None:
    assert without_tokens(line) == said
