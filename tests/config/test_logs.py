"""The log tells what happened and where; never about whom."""

from __future__ import annotations

import json
import logging
import re
import smtplib
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from goldenthread.config import logs, urls
from goldenthread.partnership.models import User
from tests.conftest import PASSWORD

# Marks that stand for what is somebody's: names, an address, words, keys.
MARKS = (
    "Zebedee", "Quillfeather", "zebedee@eastmere.example", "tokentokentoken", "hushhushhush",
    "elsewhere.example", "sessionidmark",
)  # fmt: skip
NAME = "Zebedee Quillfeather"


def _raise(problem: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            raise problem from ValueError(f"{NAME} is no date")
        raise problem

    return view


class Breaking:
    """Our addresses, and some that break with somebody's words in hand."""

    urlpatterns = [
        path("gallery/value/", _raise(ValueError(f"{NAME} is no date")), name="value"),
        path("gallery/key/", _raise(KeyError(NAME)), name="key"),
        path("gallery/row/", _raise(IntegrityError(f"Key (name)=({NAME}) exists")), name="row"),
        path("gallery/mail/", _raise(smtplib.SMTPResponseException(550, NAME)), name="mail"),
        path("gallery/odd/", _raise(SuspiciousOperation(f"of {NAME}")), name="odd"),
        *urls.urlpatterns,
    ]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def written() -> Iterator[list[str]]:
    """Every line that any logger writes, from DEBUG on, in both forms."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logs.Readable().format(record))
            lines.append(logs.JsonLines().format(record))

    keep, root = Keep(), logging.getLogger()
    named = [root, logging.getLogger("goldenthread"), logging.getLogger("django")]
    levels = [one.level for one in named]
    root.addHandler(keep)
    for one in named:
        one.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(keep)
    for one, level in zip(named, levels, strict=True):
        one.setLevel(level)


@pytest.mark.asvs("14.2.1", "16.2.5")
@pytest.mark.django_db
def test_a_journey_with_faults_and_strangers_leaves_nobody_s_words_in_the_log(
    viewer: Any, written: list[str]
) -> None:
    somebody = viewer("programme_office", name=NAME)
    User.objects.filter(pk=somebody.user_id).update(email=MARKS[2])
    with override_settings(ROOT_URLCONF=Breaking, DATA_UPLOAD_MAX_NUMBER_FIELDS=50):
        statuses = _journey()
    assert {200, 302, 400, 403, 404, 405, 413, 500} <= statuses
    assert len(written) > 60
    found = {mark for mark in MARKS for line in written if mark.lower() in line.lower()}
    assert found == set()


def _journey() -> set[int]:
    client = Client(raise_request_exception=False)
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    strange = Client(raise_request_exception=False, headers={"host": "elsewhere.example"})
    client.cookies["session"] = "sessionidmark"
    typed = {"login": MARKS[2], "password": "hushhushhush"}
    answers = [
        client.post("/accounts/login/", typed),
        client.post("/accounts/login/", typed | {"password": PASSWORD}),
        client.get("/a/eastmere/"),
        client.get("/a/eastmere/plans/search/", {"q": NAME}),
        client.get(f"/a/eastmere/{NAME}/?child={NAME}"),
        client.get("/a/eastmere/people/add/", {"kept": "tokentokentoken"}),
        client.post("/a/eastmere/people/add/", {"name": NAME, "email": MARKS[2]}),
        client.post("/a/eastmere/people/add/", {f"{NAME}{n}": NAME for n in range(60)}),
        client.get("/t/update_request/tokentokentoken/"),
        client.get("/t/invitation/tokentokentoken/"),
        client.get("/accounts/password/reset/key/1-tokentokentoken/"),
        client.post("/accounts/password/reset/", {"email": MARKS[2]}),
        client.post("/gallery/", {"name": NAME}),
        client.generic("ZEBEDEE", "/a/eastmere/"),
        client.post("/a/eastmere/import/", {"document": _document()}),
        strict.post("/accounts/login/", typed),
        strange.get(f"/a/eastmere/?q={NAME}"),
        *(
            client.get(f"/gallery/{one}/?q={NAME}")
            for one in ("value", "key", "row", "mail", "odd")
        ),
        *(client.post(f"/gallery/{one}/", {"n": NAME}) for one in ("value", "key", "row", "mail")),
    ]
    return {answer.status_code for answer in answers}


def _document() -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{NAME}.docx", f"about {NAME}".encode())


@pytest.mark.asvs("16.2.1", "16.3.2")
@pytest.mark.django_db
def test_each_request_leaves_one_line_with_its_page_by_name(
    viewer: Any, signed_in: Any, written: list[str]
) -> None:
    answer = signed_in(viewer("programme_office")).get("/a/eastmere/people/?q=words")
    answered = [one for one in map(json.loads, written[1::2]) if one["message"] == "Answered"]
    (line,) = answered
    assert line["page"] == "partnership:people"
    assert (line["status"], line["method"]) == (200, "GET")
    assert line["request"] == answer["X-Request-ID"]
    assert line["milliseconds"] >= 0


@pytest.mark.asvs("16.3.4")
def test_a_fault_is_told_by_its_kind_and_place_with_what_it_came_from(written: list[str]) -> None:
    try:
        try:
            int("Zebedee")
        except ValueError as wrong:
            raise KeyError("Quillfeather") from wrong
    except KeyError:
        logging.getLogger("goldenthread.test").exception("It broke")
    readable, line = written[0], json.loads(written[1])
    assert line["fault"]["kind"] == "KeyError"
    assert line["fault"]["from"] == {"kind": "ValueError"}
    assert "test_logs.py" in line["fault"]["at"][0]
    assert "KeyError from ValueError" in readable
    assert "test_logs.py" in readable
    assert "Zebedee" not in readable + written[1]


def _there_already() -> Exception:
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE TABLE person (name UNIQUE)")
    rows.execute("INSERT INTO person VALUES ('Zebedee')")
    try:
        rows.execute("INSERT INTO person VALUES ('Zebedee')")
    except sqlite3.IntegrityError as problem:
        return problem
    finally:
        rows.close()
    raise AssertionError


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (OSError(28, "No space left on device", "/x/Zebedee.docx"), "No space left on device"),
        (_there_already(), "SQLITE_CONSTRAINT_UNIQUE"),
        (psycopg.errors.UniqueViolation("Key (name)=(Zebedee)"), "23505"),
        (psycopg.OperationalError("connection refused\nmore"), "connection refused"),
        (ValueError("Zebedee"), ""),
        (smtplib.SMTPResponseException(550, b"no Zebedee"), ""),
    ],
)
def test_of_a_fault_s_own_words_only_the_machine_s_are_told(problem: Exception, told: str) -> None:
    assert logs.about_the_machine(problem) == told


@pytest.mark.asvs("16.2.2", "16.2.4", "16.4.1")
def test_a_line_of_json_is_one_line_in_utc(written: list[str]) -> None:
    logging.getLogger("goldenthread.test").warning("two\nlines")
    assert "\n" not in written[1]
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", json.loads(written[1])["time"]
    )


@pytest.mark.django_db
def test_every_line_of_a_request_has_its_reference(written: list[str]) -> None:
    """Also Django's own about an answer that says no, which comes after the request was left."""
    answer = Client().get("/a/eastmere/nowhere/")
    lines = [json.loads(one) for one in written[1::2]]
    about = [one["request"] for one in lines if one["logger"].startswith(("django.req", "golden"))]
    assert len(about) == 2
    assert set(about) == {answer["X-Request-ID"]}


# --- the reference ------------------------------------------------------------------------------

UUID_GIVEN = "0d9f3a52-7c1e-4b8a-9f00-1c2d3e4f5a6b"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (UUID_GIVEN, True),
        ("0123456789abcdef0123456789abcdef", True),
        ("zebedee-quillfeather", False),
        ("0123456789abcde", False),
        ("0123456789abcdef\r\nX-More: 1", False),
        ("a" * 200, False),
    ],
)
def test_a_proxy_s_reference_is_taken_where_it_is_well_formed(given: str, taken: bool) -> None:
    with override_settings(PROXIES=1):
        answer = Client().get("/health/", headers={"x-request-id": given})
    assert (answer["X-Request-ID"] == given) is taken
    if not taken:
        assert re.fullmatch("[0-9a-f]{12}", answer["X-Request-ID"])


@pytest.mark.asvs("4.1.3", "15.3.4")
@pytest.mark.django_db
def test_without_a_proxy_nobody_chooses_their_reference() -> None:
    with override_settings(PROXIES=0):
        answer = Client().get("/health/", headers={"x-request-id": UUID_GIVEN})
    assert answer["X-Request-ID"] != UUID_GIVEN
