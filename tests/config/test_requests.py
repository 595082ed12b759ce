"""What stands around every request: who you are, what was typed, what is kept and what is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from goldenthread.config import urls, views
from goldenthread.config.middleware import OPEN_ADDRESSES
from goldenthread.pages import drafts
from goldenthread.pages.models import Draft
from goldenthread.partnership.models import LocalArea, User
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from tests.conftest import NOW, PASSWORD, TODAY
from tests.kept_rows import kept

pytestmark = pytest.mark.django_db
ADD = "/a/eastmere/people/add/"


@pytest.fixture
@kept
def office(viewer: Any, local_area: Any) -> Any:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    return viewer("programme_office")


# --- sign-in ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/a/eastmere/",
        "/a/nowhere/",
        "/a/eastmere/papers/",
        "/a/eastmere/brand.css",
        "/drafts/",
    ],
)
def test_everything_else_asks_who_you_are(address: str, office: Any, client: Client) -> None:
    answer = client.get(address)
    if address == "/drafts/":
        assert answer.status_code == 401
        return
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_sign_in_leads_back_to_the_whole_address(office: Any, client: Client) -> None:
    wanted = "/a/eastmere/plans/?q=help&sort=due"
    answer = client.get(wanted)
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [wanted]
    typed = {"login": "programme.office@eastmere.example", "password": PASSWORD}
    assert client.post(answer["Location"], typed)["Location"] == wanted


def test_what_is_open_is_a_short_list(client: Client) -> None:
    assert OPEN_ADDRESSES == (
        "/accounts/", "/static/", "/health/", "/ready/", "/metrics/", "/gallery/",
        "/accessibility/", "/t/", "/calendar/",
    )  # fmt: skip
    assert client.get("/health/").json() == {"status": "up"}


def test_an_area_without_a_role_looks_like_one_that_does_not_exist(
    office: Any, other_area: Any, signed_in: Any
) -> None:
    client = signed_in(office)
    theirs, none = client.get("/a/westholm/"), client.get("/a/nowhere/")
    assert (theirs.status_code, none.status_code) == (404, 404)
    same = [one.content.replace(one["X-Request-ID"].encode(), b"") for one in (theirs, none)]
    assert same[0] == same[1]


# --- a form that arrives after the session ended ----------------------------------------------


def test_a_form_sent_after_the_session_ended_comes_back_with_its_words(
    office: Any, client: Client
) -> None:
    User.objects.get(pk=office.user_id)
    answer = client.post(ADD, {"name": "Mara Venn", "email": "mara@", "password": "secret"})
    assert answer.status_code == 302
    back = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert back.startswith(f"{ADD}?kept=")
    kept = Draft.objects.get()
    assert (kept.user_id, kept.address) == (None, ADD)
    assert kept.fields == {"name": ["Mara Venn"], "email": ["mara@"]}


def test_words_typed_into_a_front_sheet_survive_the_end_of_the_session(
    office: Any, client: Client, signed_in: Any
) -> None:
    from datetime import date

    from goldenthread.governance import actions, queries
    from goldenthread.partnership import actions as partnership
    from tests.factories import papers, plans

    plan_id = plans.make_plan(by=office, new_actions=[plans.new_action(1)])
    snapshot = papers.closed_period(plan_id, "December", date(2019, 12, 31), by=office)
    paper_id = actions.start_draft(
        plan_id=plan_id,
        snapshot_id=snapshot,
        forum_id=partnership.add_forum(name="Board", by=office, on=TODAY),
        title="Progress",
        meeting_on=None,
        by=office,
        on=TODAY,
        at=NOW,
    )
    at = f"/a/eastmere/papers/{paper_id}/front-sheet/"
    typed = {"version": "1", "title": "Progress", "sheet-background": "An hour of words"}
    answer = Client().post(at, typed)
    signing_in = {"login": "programme.office@eastmere.example", "password": PASSWORD}
    back = client.post(answer["Location"], signing_in)["Location"]
    page = client.get(back).content.decode()
    assert "An hour of words" in page
    assert "This is what you typed before. It is not saved yet." in page
    saved = client.post(back, typed)
    assert saved.status_code == 302
    paper = queries.paper(paper_id, viewer=office)
    assert paper is not None
    assert paper.front_sheet == {"background": "An hour of words"}
    assert Draft.objects.count() == 0


@pytest.mark.asvs("3.5.1")
def test_a_form_without_our_mark_is_not_kept_nor_saved(office: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADD, {"name": "Mara Venn"}).status_code == 403
    strict.force_login(User.objects.get(pk=office.user_id))
    answer = strict.post(ADD, {"name": "Mara Venn"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "This page is out of date" in page
    assert "Nothing was saved." in page
    assert Draft.objects.count() == 0


def test_a_form_with_our_mark_is_saved(office: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(pk=office.user_id))
    page = strict.get(ADD).content.decode()
    mark = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = strict.post(ADD, {"name": "Mara Venn", "csrfmiddlewaretoken": mark})
    assert answer.status_code == 302


def test_strangers_fill_no_store_of_drafts(
    local_area: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_WITHOUT_A_PERSON", 2)
    places = [client.post(ADD, {"name": "x"})["Location"] for _ in range(4)]
    assert ["kept" in place for place in places] == [True, True, False, False]
    monkeypatch.setattr(drafts, "MOST_WITHOUT_A_PERSON", 9)
    monkeypatch.setattr(drafts, "LONGEST_WITHOUT_A_PERSON", 300_000)
    assert client.post(ADD, {"name": "x" * 300_000})["Location"].endswith("%2Fpeople%2Fadd%2F")
    assert Draft.objects.count() == 2
    assert "kept" in client.post(ADD, {"name": "x" * 299_998})["Location"]


def test_a_form_as_long_as_any_that_can_be_sent_is_kept(
    office: Any, client: Client, settings: Any
) -> None:
    words = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 1_000)
    answer = client.post(ADD, f"name={words}", content_type="application/x-www-form-urlencoded")
    assert "kept" in answer["Location"]
    assert Draft.objects.get().fields == {"name": [words]}


@pytest.mark.asvs("7.4.1")
def test_a_page_left_open_saves_nothing_once_signed_out(office: Any, client: Client) -> None:
    answer = client.post("/drafts/", {"draft-of": ADD, "name": "Mara"})
    assert (answer.status_code, answer.json()) == (401, {"kept": False})
    assert Draft.objects.count() == 0


# --- drafts of somebody signed in -------------------------------------------------------------


def test_a_draft_is_kept_for_its_form_and_its_person(
    office: Any, viewer: Any, signed_in: Any
) -> None:
    client = signed_in(office)
    for words in ("Ma", "Mara"):
        answer = client.post("/drafts/", {"draft-of": ADD, "name": words})
        assert answer.json() == {"kept": True}
    draft = Draft.objects.get()
    assert (draft.user_id, draft.address) == (office.user_id, ADD)
    assert draft.fields["name"] == ["Mara"]
    request = RequestFactory().get(ADD)
    mine = drafts.typed_before(request, user_id=office.user_id)
    assert mine is not None
    assert mine["name"] == "Mara"
    somebody = viewer("board_member").user_id
    assert drafts.typed_before(request, user_id=somebody) is None


def test_a_draft_without_a_place_or_too_long_is_refused(
    office: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(office)
    monkeypatch.setattr(drafts, "LARGEST_DRAFT", 200_000)
    for place in ("", "https://elsewhere.example/", "/accounts/login/"):
        assert client.post("/drafts/", {"draft-of": place}).status_code == 400
    long = client.post("/drafts/", {"draft-of": ADD, "name": "x" * 300_000})
    assert (long.status_code, long.json()) == (413, {"kept": False})
    assert client.get("/drafts/").status_code == 405
    assert Draft.objects.count() == 0


def test_drafts_are_forgotten_after_seven_days(office: Any) -> None:
    from django.http import QueryDict

    def save(address: str, now: Any) -> None:
        typed = QueryDict("name=Mara")
        assert drafts.save_draft(user_id=office.user_id, address=address, data=typed, now=now)

    save("/a/eastmere/old/", NOW)
    save("/a/eastmere/new/", NOW + timedelta(days=7))
    assert Draft.objects.count() == 2
    save("/a/eastmere/newer/", NOW + timedelta(days=8))
    assert set(Draft.objects.values_list("address", flat=True)) == {
        "/a/eastmere/new/",
        "/a/eastmere/newer/",
    }


# --- what browsers may keep and run -----------------------------------------------------------


@pytest.mark.asvs("14.2.2", "14.3.1", "14.3.2")
def test_no_page_of_somebody_signed_in_is_kept_by_the_browser(office: Any, signed_in: Any) -> None:
    client = signed_in(office)
    for address in ("/a/eastmere/", "/a/eastmere/people/", "/a/nowhere/", "/"):
        assert "no-store" in client.get(address)["Cache-Control"], address
    assert client.get("/a/eastmere/brand.css")["Cache-Control"] == "private, max-age=3600"


@pytest.mark.asvs("3.2.2", "3.4.3", "3.4.4", "3.4.6")
@pytest.mark.parametrize("address", ["/a/eastmere/", "/accounts/login/", "/a/nowhere/", "/health/"])
def test_no_answer_lets_a_page_run_or_be_framed_elsewhere(
    address: str, office: Any, signed_in: Any
) -> None:
    answer = signed_in(office).get(address)
    policy = {
        part.split()[0]: part.split()[1:] for part in answer["Content-Security-Policy"].split(";")
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(answer["X-Request-Id"]) == 12


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4")
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(office: Any, client: Client) -> None:
    typed = {"login": "programme.office@eastmere.example", "password": PASSWORD}
    session = client.post("/accounts/login/", typed).cookies["session"]
    assert session["httponly"] is True
    assert session["samesite"] == "Lax"
    assert session["expires"] == ""  # it ends with the browser


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/health/", headers={"host": "elsewhere.example"}).status_code == 400


# --- the front door and the area's colour -----------------------------------------------------


def test_the_front_door_leads_to_the_only_area(office: Any, signed_in: Any) -> None:
    assert signed_in(office).get("/")["Location"] == "/a/eastmere/"


def test_the_front_door_offers_a_choice_of_several_areas(
    office: Any, other_area: Any, other_viewer: Any, signed_in: Any
) -> None:
    from goldenthread.partnership.models import Grant

    Grant.objects.create(
        local_area=other_area,
        user_id=office.user_id,
        role="board_member",
        from_date=TODAY,
        reason="Serves both",
        recorded_at=NOW,
    )
    answer = signed_in(office).get("/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'href="/a/eastmere/"' in page
    assert 'href="/a/westholm/"' in page


def test_the_front_door_tells_somebody_without_a_role_what_to_do(client: Client) -> None:
    client.force_login(User.objects.create_user("new@eastmere.example", PASSWORD, name="New"))
    page = client.get("/").content.decode()
    assert "no local area has given you a role yet" in page
    assert "Ask the programme office" in page


def test_each_area_wears_its_own_colour(office: Any, local_area: Any, signed_in: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(brand_colour="#7a1f5c")
    answer = signed_in(office).get("/a/eastmere/brand.css")
    assert answer["Content-Type"] == "text/css"
    assert "#7a1f5c" in answer.content.decode()


def test_a_demonstration_lives_on_its_own_day(office: Any, signed_in: Any) -> None:
    assert "14 January 2020" in signed_in(office).get("/a/eastmere/").content.decode()


# --- when things go wrong ---------------------------------------------------------------------


def _refuse(problem: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise problem

    return view


class Broken:
    """Our addresses, and some that go wrong."""

    urlpatterns = [
        *urls.urlpatterns,
        path("gallery-refused/", _refuse(Refused("It is too early. Come back tomorrow."))),
        path("gallery-forbidden/", _refuse(NotPermitted("Only the office does. Ask it."))),
        path("gallery-changed/", _refuse(ChangedMeanwhile("Somebody was first. Look again."))),
        path("gallery-broken/", _refuse(RuntimeError("secret words of the machine"))),
    ]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/gallery-refused/", 422, "It is too early. Come back tomorrow."),
        ("/gallery-forbidden/", 403, "Only the office does. Ask it."),
        ("/gallery-changed/", 409, "Somebody was first. Look again."),
    ],
)
def test_a_refusal_that_no_page_caught_is_a_page_with_its_sentence(
    address: str, status: int, sentence: str, office: Any, signed_in: Any
) -> None:
    with override_settings(ROOT_URLCONF=Broken):
        answer = signed_in(office).get(address)
    assert answer.status_code == status
    assert sentence in answer.content.decode()


@pytest.mark.asvs("16.5.1")
def test_a_page_that_breaks_says_so_without_the_machine_s_words(
    office: Any, signed_in: Any
) -> None:
    client = signed_in(office)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=Broken):
        answer = client.get("/gallery-broken/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "secret words" not in page
    assert answer["X-Request-Id"] in page


def test_an_address_that_is_none_says_how_to_go_on(office: Any, signed_in: Any) -> None:
    answer = signed_in(office).get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.content.decode()


def test_the_other_error_pages_can_be_shown() -> None:
    request = RequestFactory().get("/")
    request.user = User(name="Somebody")
    for view, status in ((views.bad_request, 400), (views.not_permitted, 403)):
        answer = view(request, Exception("inner words"))
        assert answer.status_code == status
        assert b"inner words" not in answer.content
