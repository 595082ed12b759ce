"""The database stopped, hanging and locked: a plain page, by itself again within 30 seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from tests import prepared
from tests.faults.installations import SERVER, Installation, demonstration, drop
from tests.faults.proxy import Proxy
from tests.faults.serving import Person, Served, served
from tests.faults.test_web_worker import ENTRIES, UPDATES, number, update_page
from tests.faults.told import Told

pytestmark = pytest.mark.skipif(not SERVER, reason="Only PostgreSQL can be away.")
WITHIN = 30.0  # seconds


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = demonstration(tmp_path_factory.mktemp("gone") / "var", "gone")
    yield made
    drop(made)


@pytest.fixture(scope="module")
def proxy(installation: Installation) -> Iterator[Proxy]:
    one = Proxy(installation.url)
    yield one
    one.let_go()
    one.stop()


@pytest.fixture(scope="module")
def web(installation: Installation, proxy: Proxy) -> Iterator[Served]:
    with served(replace(installation, url=proxy.url)) as one:
        yield one


@pytest.fixture(scope="module")
def office(web: Served) -> Person:
    return Person(web, "priya.nair")


def is_a_plain_page(answer: requests.Response) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "not available just now" in answer.text
    assert "Try again in a minute" in answer.text
    for telling in ("Traceback", "psycopg", "127.0.0.1", "postgres"):
        assert telling not in answer.text


@pytest.mark.asvs("16.5.2")
def test_a_stopped_database_is_told_and_comes_back_by_itself(
    installation: Installation, proxy: Proxy, web: Served, office: Person, survived: Told
) -> None:
    form = office.form(update_page(installation))
    before = number(installation, UPDATES), number(installation, ENTRIES)
    proxy.stop()
    began = time.monotonic()
    is_a_plain_page(office.get("/a/merrowshire/"))
    is_a_plain_page(office.send(form, progress="Into the void"))
    told = time.monotonic() - began
    assert told < 20
    assert (number(installation, UPDATES), number(installation, ENTRIES)) == before
    proxy.start()
    took = web.answers_within(WITHIN)
    assert office.send(form, progress="Into the void").status_code == 302
    assert number(installation, UPDATES) == before[0] + 1
    survived(f"database stopped: told in {told / 2:.1f} s, back {took:.1f} s after it")


def test_a_database_that_hangs_is_waited_for_and_nothing_is_lost_or_done_twice(
    installation: Installation, proxy: Proxy, web: Served, office: Person, survived: Told
) -> None:
    form = office.form(update_page(installation, 1))
    before = number(installation, UPDATES)
    proxy.hold()
    with ThreadPoolExecutor(1) as browser:
        sent = browser.submit(office.send, form, progress="Waited")
        time.sleep(5)
        assert not sent.done()
        proxy.let_go()
        assert sent.result(WITHIN).status_code == 302
    assert number(installation, UPDATES) == before + 1
    survived("database hung for 5 s: the form waited and was kept once")


def test_a_locked_table_is_waited_for_and_then_told(
    installation: Installation, web: Served, office: Person, survived: Told
) -> None:
    """Held for a moment nobody notices; held on and on, the page says so, and other pages go on."""
    form = office.form(update_page(installation, 2))
    before = number(installation, UPDATES)
    with prepared._server(installation.url) as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE trail_trailentry IN SHARE MODE")
        freed = threading.Timer(3, lambda: other.execute("COMMIT"))
        freed.start()
        assert office.send(form, progress="After three seconds").status_code == 302
        freed.join()
    with prepared._server(installation.url) as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE trail_trailentry IN SHARE MODE")
        began = time.monotonic()
        again = office.form(update_page(installation, 2))
        is_a_plain_page(office.send(again, progress="Never"))
        took = time.monotonic() - began
        other.execute("ROLLBACK")
    assert took < WITHIN
    assert number(installation, UPDATES) == before + 1
    assert office.send(again, progress="In the end").status_code == 302
    survived(f"table locked for 3 s: waited; for longer: told after {took:.0f} s")


def test_the_trail_is_whole_after_all_of_it(installation: Installation, web: Served) -> None:
    assert installation.command("verify-trail").startswith("The audit trail is whole")
