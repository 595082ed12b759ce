"""The web server's process killed in the middle of a form; the same form sent again, or twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests

from tests.faults.installations import Installation, asked, demonstration, drop
from tests.faults.serving import Person, Served, served
from tests.faults.told import Told
from tests.intake.pages.test_newer_versions import FIRST

UPDATES = "SELECT count(*) FROM improvement_plan_progressupdate"
ENTRIES = "SELECT count(*) FROM trail_trailentry"
RECOVERY = 30.0  # seconds


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = demonstration(tmp_path_factory.mktemp("worker") / "var", "worker")
    yield made
    drop(made)


@pytest.fixture(scope="module")
def web(installation: Installation) -> Iterator[Served]:
    with served(installation) as one:
        yield one


@pytest.fixture(scope="module")
def office(web: Served) -> Person:
    return Person(web, "priya.nair")


def an_action(one: Installation, place: int = 0) -> str:
    (row,) = asked(
        one,
        "SELECT id FROM improvement_plan_action WHERE completed_on IS NULL AND ended_on IS NULL "
        f"ORDER BY id LIMIT 1 OFFSET {place}",
    )
    return str(UUID(str(row[0])))


def update_page(one: Installation, place: int = 0) -> str:
    return f"/a/merrowshire/plans/actions/{an_action(one, place)}/update/"


def number(one: Installation, question: str) -> int:
    return int(str(asked(one, question)[0][0]))


@pytest.mark.parametrize("statement", ['INSERT INTO "improvement_plan', 'INSERT INTO "trail_'])
def test_killed_in_the_middle_of_a_form_nothing_is_half_done_and_it_can_be_sent_again(
    statement: str, web: Served, office: Person, installation: Installation, survived: Told
) -> None:
    form = office.form(update_page(installation))
    before = number(installation, UPDATES), number(installation, ENTRIES)
    web.settle()
    web.hold_at(statement)
    with ThreadPoolExecutor(1) as browser:
        sent = browser.submit(office.send, form, progress="Families were asked")
        os.kill(web.held(), signal.SIGKILL)
        with pytest.raises(requests.ConnectionError):
            sent.result(60)
    took = web.answers_within(RECOVERY)
    assert (number(installation, UPDATES), number(installation, ENTRIES)) == before
    again = office.send(form, progress="Families were asked")
    assert again.status_code == 302
    assert number(installation, UPDATES) == before[0] + 1
    survived(f"web worker killed at {statement}…, sent again; served again after {took:.1f} s")


def test_a_form_that_is_replayed_has_one_effect(
    office: Person, installation: Installation, survived: Told
) -> None:
    form = office.form(update_page(installation, 1))
    before = number(installation, UPDATES), number(installation, ENTRIES)
    answers = [office.send(form, progress="Said once") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert number(installation, UPDATES) == before[0] + 1
    assert number(installation, ENTRIES) == before[1] + 1
    survived("the same form sent three times, one after another: one effect")


@pytest.mark.asvs("2.3.4")
def test_a_double_click_has_one_effect(
    office: Person, installation: Installation, survived: Told
) -> None:
    form = office.form(update_page(installation, 2))
    before = number(installation, UPDATES), number(installation, ENTRIES)

    def click(_: int) -> Any:
        return office.send(form, progress="Clicked")

    with ThreadPoolExecutor(4) as fingers:
        answers = list(fingers.map(click, range(4)))
    assert {answer.status_code for answer in answers} <= {302, 409}
    assert number(installation, UPDATES) == before[0] + 1
    assert number(installation, ENTRIES) == before[1] + 1
    survived("four clicks at once on one form: one effect")


def test_the_same_file_twice_is_one_import(
    office: Person, installation: Installation, survived: Told, tmp_path: Path
) -> None:
    page = "/a/merrowshire/import/"
    words = {"document": ("plan.csv", FIRST.encode(), "text/csv")}
    first = office.send(office.form(page), words)
    again = office.send(office.form(page), words)
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    survived("the same document uploaded twice: one import")


def test_the_trail_is_whole_after_all_of_it(installation: Installation, web: Served) -> None:
    assert installation.command("verify-trail").startswith("The audit trail is whole")
