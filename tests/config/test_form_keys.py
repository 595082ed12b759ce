"""One press, one effect: the same form sent again gets the first one's answer."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path

from goldenthread.config import form_keys as around
from goldenthread.config import urls
from goldenthread.pages import drafts, form_keys
from goldenthread.pages.models import Draft, SentForm
from goldenthread.partnership.models import LocalArea, Organisation, Person, User
from goldenthread.rules.refusals import Refused
from tests.conftest import TODAY
from tests.kept_rows import kept
from tests.many_connections import many_connections  # noqa: F401

ADD = "/a/eastmere/people/add/"
KEY = "a-key-of-one-form-0001"


@pytest.fixture
@kept
def office(viewer: Any, local_area: Any) -> Any:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    return viewer("programme_office")


def people(name: str = "Mara Venn") -> int:
    return Person.objects.filter(name=name).count()


def _said(answer: Any) -> list[str]:
    return [str(one) for one in messages.get_messages(answer.wsgi_request)]


def body(**fields: Any) -> dict[str, Any]:
    return {"name": "Mara Venn", form_keys.NAME: KEY, **fields}


@pytest.mark.django_db
class TestTheSameFormTwice:
    def test_it_is_done_once_and_answered_alike(self, office: Any, signed_in: Any) -> None:
        client = signed_in(office)
        first, second = client.post(ADD, body()), client.post(ADD, body())
        assert people() == 1
        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]
        assert _said(first) == _said(second) == ["Mara Venn was added."]

    def test_without_a_key_it_is_done_as_it_comes(self, office: Any, signed_in: Any) -> None:
        client = signed_in(office)
        assert client.post(ADD, {"name": "Mara Venn"}).status_code == 302
        assert SentForm.objects.count() == 0

    def test_another_person_s_key_is_another_form(
        self, office: Any, viewer: Any, signed_in: Any
    ) -> None:
        signed_in(office).post(ADD, body())
        other = signed_in(viewer("area_administrator"))
        other.post(ADD, body(name="Ivo Lund"))
        assert (people(), people("Ivo Lund"), SentForm.objects.count()) == (1, 1, 2)

    def test_other_words_from_the_same_page_are_another_form(
        self, office: Any, signed_in: Any
    ) -> None:
        """Somebody goes back in their browser, changes a word and sends it: it is not lost."""
        client = signed_in(office)
        client.post(ADD, body())
        assert client.post(ADD, body(name="Ivo Lund")).status_code == 302
        assert (people(), people("Ivo Lund")) == (1, 1)

    def test_each_form_on_a_page_gets_a_key_of_its_own(self, office: Any, signed_in: Any) -> None:
        client = signed_in(office)
        pages = [client.get(ADD).content.decode() for _ in range(2)]
        keys = re.findall(r'name="form-key" value="([^"]+)"', "".join(pages))
        assert len(keys) == len(set(keys)) >= 2
        assert all(form_keys.form_of("user 1", key) for key in keys)

    @pytest.mark.parametrize("key", ["", "short", "x" * 65, "a key with spaces 00", "k\x00" * 10])
    def test_what_is_no_key_is_no_key(self, key: str) -> None:
        assert form_keys.form_of("user 1", key) == ""
        assert form_keys.form_of("", KEY) == ""

    def test_it_costs_a_form_two_short_statements_and_a_page_none(
        self, office: Any, signed_in: Any
    ) -> None:
        client = signed_in(office)
        client.post(ADD, {"name": "Somebody First"})
        with CaptureQueriesContext(connection) as without:
            client.post(ADD, {"name": "Ivo Lund"})
        with CaptureQueriesContext(connection) as with_key:
            client.post(ADD, body())
        assert len(with_key) == len(without) + 2
        with CaptureQueriesContext(connection) as page:
            client.get(ADD)
        assert not [one for one in page.captured_queries if "pages_sentform" in one["sql"]]

    def test_old_keys_are_let_go(self, office: Any, signed_in: Any) -> None:
        signed_in(office).post(ADD, body())
        at = SentForm.objects.get().at
        assert form_keys.forget_old_keys(now=at + form_keys.KEPT_FOR) == 0
        later = at + form_keys.KEPT_FOR + timedelta(seconds=1)
        assert form_keys.forget_old_keys(now=later) == 1


# --- what becomes of a form that fails ----------------------------------------------------------

done: list[str] = []


def _write() -> None:
    with transaction.atomic():
        area = LocalArea.objects.get(slug="eastmere")
        Organisation.objects.create(local_area=area, name=f"Made {len(done)}", kind="council")
        done.append("made")


def save(request: HttpRequest) -> HttpResponse:
    how = request.POST.get("how", "")
    if how == "refused before":
        raise Refused("Not now.")
    if how == "slow":
        with transaction.atomic():
            _write()
            time.sleep(1)
    else:
        _write()
    if how == "fails":
        raise RuntimeError("the answer could not be made")
    if how == "rolled back":
        with transaction.atomic():
            _write()
            raise RuntimeError("half done")
    if how == "page":
        return HttpResponse("Here it is")
    if how == "mend":
        return HttpResponse("Mend it", status=422)
    messages.success(request, "Done.")
    return redirect("/gallery/")


def nothing_but_a_rollback(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        _write()
        raise RuntimeError("half done")


def inner_rollback(request: HttpRequest) -> HttpResponse:
    """What was tried first is taken back, then something else is done."""
    try:
        with transaction.atomic():
            _write()
            raise Refused("Not this way.")
    except Refused:
        _write()
    return redirect("/gallery/")


class Urls:
    handler400, handler403, handler404, handler500 = (
        urls.handler400,
        urls.handler403,
        urls.handler404,
        urls.handler500,
    )
    urlpatterns = [
        *urls.urlpatterns,
        path("try/", save),
        path("try/rollback/", nothing_but_a_rollback),
        path("try/inner/", inner_rollback),
    ]


@pytest.fixture
def trying(office: Any, settings: Any) -> Callable[..., Any]:
    settings.ROOT_URLCONF = Urls
    done.clear()

    def send(how: str = "", at: str = "/try/", **more: Any) -> Any:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(pk=office.user_id))
        return client.post(at, {"how": how, form_keys.NAME: KEY, **more})

    return send


def made() -> int:
    return Organisation.objects.filter(name__startswith="Made").count()


@pytest.mark.django_db(transaction=True)
class TestAFormThatFails:
    def test_refused_it_may_be_sent_again(self, trying: Any) -> None:
        assert [trying("refused before").status_code for _ in range(2)] == [422, 422]
        assert SentForm.objects.count() == 0
        assert trying("").status_code == 302

    def test_to_be_mended_it_may_be_sent_again(self, trying: Any) -> None:
        assert [trying("mend").status_code for _ in range(2)] == [422, 422]
        assert SentForm.objects.count() == 0

    def test_what_is_answered_with_a_page_or_a_file_is_handed_out_again(self, trying: Any) -> None:
        assert [trying("page").content for _ in range(2)] == [b"Here it is"] * 2
        assert SentForm.objects.count() == 0

    def test_rolled_back_it_leaves_no_key(self, trying: Any) -> None:
        assert [trying(at="/try/rollback/").status_code for _ in range(2)] == [500, 500]
        assert (made(), SentForm.objects.count(), len(done)) == (0, 0, 2)

    def test_done_and_then_failed_it_is_not_done_again(self, trying: Any) -> None:
        """The answer failed after the commit; whoever sends it again is told, at once."""
        first, second = trying("fails"), trying("fails")
        assert (first.status_code, second.status_code) == (500, 409)
        assert "This form came twice" in second.content.decode()
        assert made() == 1

    def test_a_step_taken_back_does_not_take_the_key_with_it(self, trying: Any) -> None:
        answers = [trying(at="/try/inner/") for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 302]
        assert made() == 1

    def test_a_file_in_it_counts_by_its_content(self, trying: Any) -> None:
        for words in (b"one", b"one", b"two"):
            trying(file=SimpleUploadedFile("plan.txt", words))
        assert made() == 2


@pytest.mark.usefixtures("many_connections")
def test_the_second_press_waits_for_the_first(trying: Any) -> None:
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(trying("slow"))
        finally:
            connections.close_all()

    both = [threading.Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert [one.status_code for one in answers] == [302, 302]
    assert made() == 1


def test_signing_in_stands_aside() -> None:
    assert around.WITHOUT_KEYS == ("/accounts/",)


# --- drafts that come late ------------------------------------------------------------------------


@pytest.mark.django_db
class TestALateDraft:
    late = {"draft-of": ADD, form_keys.NAME: KEY, "name": "Mara Ven"}

    def test_of_a_form_that_was_sent_it_is_let_go(self, office: Any, signed_in: Any) -> None:
        client = signed_in(office)
        client.post(ADD, body())
        assert client.post("/drafts/", self.late).json() == {"kept": True}
        assert Draft.objects.count() == 0

    def test_before_its_form_it_is_kept_until_the_form_is_saved(
        self, office: Any, signed_in: Any
    ) -> None:
        client = signed_in(office)
        client.post("/drafts/", self.late)
        assert form_keys.NAME not in Draft.objects.get().fields
        client.post(ADD, body())
        drafts.forget_draft(RequestFactory().get(ADD), user_id=office.user_id)
        assert Draft.objects.count() == 0

    def test_of_a_form_that_was_refused_it_is_kept(self, office: Any, signed_in: Any) -> None:
        client = signed_in(office)
        assert client.post(ADD, body(name="")).status_code == 422
        client.post("/drafts/", self.late)
        assert Draft.objects.get().fields["name"] == ["Mara Ven"]

    def test_of_another_page_of_the_same_form_it_is_kept(self, office: Any, signed_in: Any) -> None:
        client = signed_in(office)
        client.post(ADD, body())
        client.post("/drafts/", {**self.late, form_keys.NAME: "a-key-of-one-form-0002"})
        assert Draft.objects.count() == 1
