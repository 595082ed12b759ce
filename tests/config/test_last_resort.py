"""When something has stopped working there is still a page, and it says what to do."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connections,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from goldenthread.config import last_resort, urls, views
from goldenthread.config.every_answer import new_reference
from goldenthread.config.keeping.unfinished import Unfinished
from goldenthread.config.last_resort import (
    FAULT,
    NO_DATABASE,
    NO_ROOM,
    UNFINISHED,
    Trouble,
    trouble_of,
)

TROUBLES = [one for one in vars(last_resort).values() if isinstance(one, Trouble)]


def caused(problem: Exception, cause: BaseException) -> Exception:
    problem.__cause__ = cause
    return problem


def in_sqlite(name: str) -> sqlite3.OperationalError:
    problem = sqlite3.OperationalError(name)
    problem.sqlite_errorname = name  # type: ignore[misc]
    return problem


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (ValueError("x"), FAULT),
        (None, FAULT),
        (OSError(errno.ENOSPC, "full"), NO_ROOM),
        (OSError(errno.EROFS, "read-only"), NO_ROOM),
        (OSError(errno.ENOENT, "gone"), FAULT),
        (caused(RuntimeError("while keeping"), OSError(errno.EDQUOT, "quota")), NO_ROOM),
        (caused(OperationalError("x"), in_sqlite("SQLITE_FULL")), NO_ROOM),
        (caused(OperationalError("x"), in_sqlite("SQLITE_READONLY_DBMOVED")), NO_ROOM),
        (caused(OperationalError("x"), in_sqlite("SQLITE_BUSY")), NO_DATABASE),
        (caused(OperationalError("no such table"), in_sqlite("SQLITE_ERROR")), FAULT),
        (caused(OperationalError("x"), psycopg.OperationalError("refused")), NO_DATABASE),
        (caused(OperationalError("x"), psycopg.errors.AdminShutdown("x")), NO_DATABASE),
        (caused(OperationalError("x"), psycopg.errors.DiskFull("x")), NO_ROOM),
        (caused(OperationalError("x"), psycopg.errors.QueryCanceled("x")), NO_DATABASE),
        (caused(OperationalError("x"), psycopg.errors.LockNotAvailable("x")), NO_DATABASE),
        (InterfaceError("connection already closed"), NO_DATABASE),
        (Unfinished(), UNFINISHED),
        (caused(RuntimeError("while reading"), Unfinished()), UNFINISHED),
        (caused(IntegrityError("x"), psycopg.errors.UniqueViolation("x")), FAULT),
        (caused(ProgrammingError("x"), psycopg.errors.UndefinedTable("x")), FAULT),
    ],
)
def test_what_is_said_goes_by_what_failed(problem: Exception | None, said: Trouble) -> None:
    assert trouble_of(problem) == said


def test_faults_that_lead_to_each_other_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert trouble_of(one) == FAULT


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.kind)
def test_each_page_says_what_happened_what_was_lost_what_to_do_and_its_reference(
    trouble: Trouble,
) -> None:
    page = last_resort.page(trouble, reference="0123456789ab")
    for words in (trouble.title, trouble.happened, trouble.lost, trouble.to_do):
        assert words in page
    assert "0123456789ab" in page
    assert re.search(r"saved|kept", trouble.lost)
    assert re.match(r"(Try|Tell|Send)\b", trouble.to_do)
    assert not re.search(r"(?i)oops|error|invalid|!(?!DOCTYPE)", page)


def test_the_page_asks_for_nothing_but_plain_stylesheets() -> None:
    page = last_resort.page(FAULT, reference="<b>")
    asked = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert asked[:2] == [
        "/static/pages/govuk-frontend.min.css", "/static/pages/golden-thread.css",
    ]  # fmt: skip
    assert set(asked[2:]) == {"/"}
    assert "<script" not in page
    assert "<b>" not in page


def test_what_passes_says_when_to_try_again() -> None:
    answer = last_resort.answer(NO_DATABASE, reference="x")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer["Cache-Control"] == "no-store"
    assert "Retry-After" not in last_resort.answer(FAULT)


# --- wherever it fails ---------------------------------------------------------------------------


def _view_breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("inner words")


def _template_breaks(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/layout.html", {"breadcrumbs": [object()]})


def _full(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


def _too_large(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig("inner words")


class Breaking:
    urlpatterns = [
        path("gallery/view/", _view_breaks),
        path("gallery/template/", _template_breaks),
        path("gallery/full/", _full),
        path("gallery/large/", _too_large),
        *urls.urlpatterns,
    ]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


class MiddlewareBreaks:
    """In place of one of ours: fails before the view, or after it."""

    after = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.after:
            self.get_response(request)
        raise RuntimeError("inner words")


class BreaksAfter(MiddlewareBreaks):
    after = True


@pytest.fixture
def asking() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=Breaking):
        yield Client(raise_request_exception=False)


@pytest.mark.asvs("16.5.4")
@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/gallery/view/", 500, FAULT.title),
        ("/gallery/template/", 500, FAULT.title),
        ("/gallery/full/", 503, NO_ROOM.title),
        ("/gallery/large/", 413, "That is too large"),
        ("/drafts/x/", 404, "There is no page at this address"),
    ],
)
@pytest.mark.django_db
def test_wherever_a_page_breaks_there_is_a_page(
    asking: Client, address: str, status: int, title: str
) -> None:
    answer = asking.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in page or f'gt-title__name">{title}</h1>' in page
    assert answer["X-Request-ID"] in page
    assert "inner words" not in page


@pytest.mark.parametrize("breaks", ["MiddlewareBreaks", "BreaksAfter"])
def test_a_middleware_that_breaks_leaves_the_page(
    asking: Client, breaks: str, settings: Any
) -> None:
    at = settings.MIDDLEWARE.index("django.middleware.common.CommonMiddleware")
    broken = [*settings.MIDDLEWARE]
    broken[at] = f"{__name__}.{breaks}"
    with override_settings(MIDDLEWARE=broken):
        answer = asking.get("/health/" if breaks == "MiddlewareBreaks" else "/static/nothing")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.asvs("13.4.4")
@pytest.mark.django_db
def test_what_may_not_be_asked_so_is_told_on_a_page(client: Client) -> None:
    answer = client.post("/health/")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    page = answer.content.decode()
    assert "This address cannot be opened like this" in page
    assert answer["X-Request-ID"] in page


# --- outside of Django -----------------------------------------------------------------------


def _asked(application: Any) -> tuple[str, dict[str, str], str]:
    given: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        given.extend((status, dict(headers)))

    body = b"".join(application({}, start)).decode()
    return given[0], given[1], body


@pytest.mark.asvs("16.5.4")
def test_what_fails_outside_every_middleware_gets_the_page_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(environ: Any, start: Any) -> Any:
        raise RuntimeError("inner words")

    status, headers, body = _asked(last_resort.guarded(broken, new_reference=new_reference))
    assert status.startswith("500 ")
    assert headers["X-Request-ID"] in body
    assert len(body.encode()) == int(headers["Content-Length"])
    assert "inner words" not in body
    assert "The last resort answered" in caplog.text


def test_what_works_is_handed_on() -> None:
    def works(environ: Any, start: Any) -> Any:
        start("200 OK", [("A", "b")])
        return [b"words"]

    guarded = last_resort.guarded(works, new_reference=new_reference)
    assert _asked(guarded) == ("200 OK", {"A": "b"}, "words")


# --- without a database --------------------------------------------------------------------------


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise caused(OperationalError("x"), psycopg.OperationalError("connection refused"))

    monkeypatch.setattr(connections["default"], "connection", None)
    monkeypatch.setattr(type(connections["default"]), "ensure_connection", refuse)


@pytest.mark.parametrize("address", ["/", "/a/eastmere/", "/health/", "/t/update_request/x.y/"])
def test_without_its_database_every_page_says_so(no_database: None, address: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["session"] = "somebody"
    answer = client.get(address)
    assert answer.status_code == 503
    assert NO_DATABASE.title in answer.content.decode()
    assert answer["Retry-After"] == "15"


def test_the_failing_view_needs_no_reference_to_answer() -> None:
    try:
        raise ValueError
    except ValueError:
        assert views.failed(RequestFactory().get("/")).status_code == 500
