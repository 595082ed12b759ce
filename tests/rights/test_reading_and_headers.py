"""Opening any address, as anybody, changes nothing; and every answer says what browsers may do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from goldenthread.config.every_answer import PERMISSIONS
from goldenthread.partnership.models import Role
from tests.rights.addresses import Unfilled, addresses, filled, of_an_area

pytestmark = pytest.mark.django_db
_WRITES = re.compile(
    r"""\s*(?:WITH\b.*?\b)?(?P<verb>INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|ALTER|DROP|CREATE)
    \s+(?:TABLE\s+)?["`]?(?P<table>\w+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# What is kept of a look: the session, the look itself, and that somebody used their right today.
_MAY = {
    ("INSERT", "django_session"), ("UPDATE", "django_session"), ("DELETE", "django_session"),
    ("INSERT", "usersessions_usersession"), ("UPDATE", "usersessions_usersession"),
    ("INSERT", "shared_cache"), ("UPDATE", "shared_cache"), ("DELETE", "shared_cache"),
    ("INSERT", "trail_traillook"), ("INSERT", "trail_traillookhead"),
    ("UPDATE", "partnership_grant"),
}  # fmt: skip
_KEPT_BY_BROWSERS = {"brand": "private, max-age=3600"}


class Spy:
    """Every statement that would change a row which looking may not."""

    def __init__(self) -> None:
        self.address = ""
        self.found: list[str] = []
        self.statements = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        written = _WRITES.match(str(sql))
        if written:
            did = (written["verb"].split()[0].upper(), written["table"])
            of_a_right = did == ("UPDATE", "partnership_grant")
            if did not in _MAY or (of_a_right and "last_used_on" not in str(sql)):
                self.found.append(f"{self.address}: {did[0]} {did[1]}")
        return execute(sql, params, many, context)


@pytest.fixture(scope="module", params=Role.values)
def opened(request: pytest.FixtureRequest, areas: Any) -> Iterator[tuple[Spy, dict[str, Any]]]:
    """Every address opened as one role: what the spy saw, and each answer by its name."""
    client, spy, answers = areas.client(request.param), Spy(), {}
    client.get(f"/a/{areas.slug}/")
    with connection.execute_wrapper(spy):
        for address in of_an_area():
            spy.address = address.name
            try:
                place = filled(address, slug=areas.slug, area_id=areas.area_id)
            except Unfilled:  # test_every_address.py allows none
                continue
            answer = client.get(place)
            if getattr(answer, "streaming", False):
                b"".join(answer.streaming_content)
            answers[address.name] = answer
    return spy, answers


def test_opening_an_address_writes_nothing_but_that_somebody_looked(
    opened: tuple[Spy, dict[str, Any]],
) -> None:
    spy, answers = opened
    assert spy.found == []
    assert len(answers) > 150
    assert spy.statements > 5 * len(answers)


def test_every_answer_says_what_browsers_may_do(opened: tuple[Spy, dict[str, Any]]) -> None:
    wrong = [
        f"{name}: {fault}" for name, answer in opened[1].items() for fault in faults(name, answer)
    ]
    assert wrong == []


def test_pages_of_nobody_s_area_say_so_too(areas: Any) -> None:
    strange, known = Client(raise_request_exception=False), areas.client("programme_office")
    plain = [one for one in addresses() if not one.kwargs and "^" not in one.pattern]
    assert len(plain) > 20
    wrong = []
    for client in (strange, known):
        for one in plain:
            wrong += [
                f"{one.name}: {fault}" for fault in faults(one.name, client.get(f"/{one.pattern}"))
            ]
        for place in ("nowhere/", "a/nowhere/", "t/update_request/x.y/", "accounts/nowhere/"):
            wrong += [f"{place}: {fault}" for fault in faults(place, client.get(f"/{place}"))]
    assert wrong == []


def faults(name: str, answer: Any) -> Iterator[str]:
    """What is missing from an answer, or too open."""
    policy = answer.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        yield f"policy {policy}"
    if "frame-ancestors 'none'" not in policy and "sandbox" not in policy:
        yield f"framed by anybody: {policy}"
    wanted = {
        "X-Content-Type-Options": {"nosniff"},
        "X-Frame-Options": {"DENY"},
        "Referrer-Policy": {"same-origin", "no-referrer"},
        "Cross-Origin-Opener-Policy": {"same-origin"},
        "Cross-Origin-Resource-Policy": {"same-origin"},
        "Permissions-Policy": {PERMISSIONS},
    }
    for header, values in wanted.items():
        if answer.get(header) not in values:
            yield f"{header}: {answer.get(header)}"
    keeping = answer.get("Cache-Control", "")
    if "no-store" not in keeping and keeping != _KEPT_BY_BROWSERS.get(name):
        yield f"kept: {keeping}"
    if not re.fullmatch("[0-9a-f]{12}", answer.get("X-Request-ID", "")):
        yield "no reference"
    for cookie in answer.cookies.values():
        taken_back = cookie["max-age"] == 0
        if not taken_back and not (cookie["httponly"] and cookie["samesite"] == "Lax"):
            yield f"cookie {cookie.key}"


def test_the_spy_sees_what_writes() -> None:
    spy = Spy()
    for sql, seen in (
        ('UPDATE "partnership_person" SET "name" = %s', True),
        ("  insert into trail_trailentry (a) values (1)", True),
        ("WITH x AS (SELECT 1) DELETE FROM jobs_jobrun", True),
        ("WITH head AS (INSERT INTO trail_traillookhead (a) VALUES (1)) SELECT 1", False),
        ('UPDATE "partnership_grant" SET "role" = %s', True),
        ('UPDATE "partnership_grant" SET "last_used_on" = %s', False),
        ('SELECT "update" FROM "partnership_person"', False),
    ):
        before = len(spy.found)
        spy(lambda *_: None, sql, (), False, {})
        assert (len(spy.found) > before) is seen, sql


def test_over_https_browsers_are_told_to_come_back_so(client: Client) -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_SSL_REDIRECT=True, HTTPS=True):
        client = Client()
        assert client.get("/")["Location"].startswith("https://")
        answer = client.get("/accounts/login/", secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000"
        assert client.get("/health/").status_code == 200  # asked on the machine itself


_SAY = """
import json
from django.conf import settings as s
print(json.dumps({name: getattr(s, name) for name in (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")}))
"""


def test_an_installation_is_served_over_https_unless_told_otherwise(tmp_path: Any) -> None:
    """As the product's own settings have it, in a process that is no test."""
    import json

    ran = subprocess.run(
        [sys.executable, "-c", _SAY],
        env={
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_VAR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(ran.stdout) == {
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True, "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax", "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-csrf",
        "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000,
    }  # fmt: skip
