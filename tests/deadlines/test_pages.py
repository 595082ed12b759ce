"""The pages of deadlines: every limit, tried with a day, as anybody who is signed in."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.partnership.models import Role
from goldenthread.rules.clocks import DUTIES, find, kind_words, say
from goldenthread.rules.clocks.exceptions import WORDS
from tests.conftest import TODAY
from tests.kept_rows import kept
from tests.rules.clocks.cases import ALL, Case

LIST = "/a/eastmere/deadlines/"


@pytest.fixture
@kept
def reader(viewer: Any) -> Any:
    return viewer("action_lead")


@pytest.fixture
def client_of_reader(reader: Any, signed_in: Any) -> Any:
    return signed_in(reader)


def day(name: str, written: str) -> dict[str, str]:
    year, month, number = written.split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def words_of(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).split())


def tried(client: Any, key: str, **given: str) -> Any:
    return client.get(f"{LIST}{key}/?{urlencode(given)}")


@pytest.mark.parametrize("role", Role.values)
def test_everybody_with_a_role_may_look(role: str, viewer: Any, signed_in: Any) -> None:
    client = signed_in(viewer(role))
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}D07/").status_code == 200


def test_nobody_looks_without_signing_in_or_into_another_area(
    client: Any, client_of_reader: Any, other_area: Any
) -> None:
    assert client_of_reader.get(f"/a/{other_area.slug}/deadlines/").status_code == 404
    client_of_reader.logout()
    assert client.get(LIST).status_code == 302


def test_the_list_tells_every_limit_with_its_law_and_leads_to_it(client_of_reader: Any) -> None:
    answer = client_of_reader.get(LIST)
    said = words_of(answer)
    for duty in DUTIES:
        assert f"{duty.key} {duty.step} {duty.limit} {duty.holder} {duty.law.cited}" in said
        assert f'href="{LIST}{duty.key}/"' in answer.content.decode()
    assert said.count("Not verified") == sum(not duty.verified for duty in DUTIES) == 5


def test_the_list_is_in_the_masthead(client_of_reader: Any) -> None:
    page = client_of_reader.get("/a/eastmere/").content.decode()
    assert f'href="{LIST}"' in page


def test_the_list_is_narrowed_to_some_words(client_of_reader: Any) -> None:
    said = words_of(client_of_reader.get(LIST, {"q": "MEDIATION certificate"}))
    assert "3 limits with “MEDIATION certificate”" in said
    assert "D33" in said
    assert "D07" not in said


def test_words_that_no_limit_has_say_so(client_of_reader: Any) -> None:
    said = words_of(client_of_reader.get(LIST, {"q": "<b>swimming</b>"}))
    assert "No limit has these words" in said
    assert "Show every limit" in said


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.key)
def test_a_limit_s_page_tells_its_law_its_counting_its_exceptions_and_its_grade(
    duty: Any, client_of_reader: Any
) -> None:
    answer = client_of_reader.get(f"{LIST}{duty.key}/")
    said = words_of(answer)
    assert answer.status_code == 200
    assert duty.limit in said
    assert duty.law.cited in said
    assert duty.grade.value in said
    assert f'href="{duty.law.address}"' in answer.content.decode()
    reasons = duty.exceptions_between(TODAY, TODAY)
    assert all(WORDS[one] in said for one in reasons)
    impractical = {"school-closed", "personal-circumstances"} & set(reasons)
    assert ("An exception makes no new date" in said) == bool(impractical)
    for words in kind_words(duty).values():
        assert words in said
    assert ("Not verified" in said) == (not duty.verified)


# One case of each duty with an answer, and every kind there is.
SOME = {(case.duty, case.kind, case.days): case for case in ALL if "needs" not in case.answer}


@pytest.mark.parametrize("case", SOME.values(), ids=str)
def test_a_day_is_answered_as_the_rules_answer(case: Case, client_of_reader: Any) -> None:
    given = day("from_day", f"{case.start}")
    given |= day("second_day", f"{case.second}") if case.second else {}
    given |= {"kind": case.kind, "days": case.days}
    answer = tried(client_of_reader, case.duty, **given)
    wanted = say(case.clock(), find(case.duty))
    said = words_of(answer)
    assert answer.status_code == 200
    assert wanted.headline in said
    assert wanted.how in said
    assert wanted.remark in said


def test_an_exception_of_a_time_is_told_for_a_limit_that_ran_then(client_of_reader: Any) -> None:
    then = tried(client_of_reader, "D07", **day("from_day", "2020-02-28"))
    after = tried(client_of_reader, "D07", **day("from_day", "2026-02-28"))
    assert "coronavirus" in words_of(then)
    assert "coronavirus" not in words_of(after)


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        ("D07", {"from_day_day": ""}, "Fill in “From which day?”, for example 3 5"),
        ("D07", day("from_day", "2026-02-30"), "From which day? must be a real date"),
        ("D07", day("from_day", "2101-01-01"), "Give a day from 2000 to 2100"),
        ("D25", day("from_day", "2026-02-28"), "Enter the day the plan was transferred."),
        ("D40", day("from_day", "2026-02-28"), "Enter the day the mediation certificate"),
        ("D51", day("from_day", "2026-02-28"), "Choose what it is about"),
        ("D51", day("from_day", "2026-02-28") | {"kind": "reconsider"}, "choose one of those"),
    ],
)
def test_a_mistake_is_told_beside_its_box_and_nothing_typed_is_lost(
    key: str, given: dict[str, str], sentence: str, client_of_reader: Any
) -> None:
    answer = tried(client_of_reader, key, **given)
    said = words_of(answer)
    assert answer.status_code == 422
    assert said.count(sentence) == 2 or "Give a day" in sentence  # in the summary, and at the box
    assert sentence in said
    for typed in (value for name, value in given.items() if name.endswith("_year")):
        assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize("written", ["d7", "7", "D7", "d07"])
def test_a_number_written_otherwise_leads_to_the_limit(written: str, client_of_reader: Any) -> None:
    answer = client_of_reader.get(f"{LIST}{written}/")
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}D07/")


def test_another_number_is_not_there_and_says_which_are(client_of_reader: Any) -> None:
    answer = client_of_reader.get(f"{LIST}D99/")
    assert answer.status_code == 404
    assert "They are D01 to D54" in words_of(answer)


def test_nothing_that_is_asked_is_kept(client_of_reader: Any) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        tried(client_of_reader, "D07", **day("from_day", "2026-02-28"))
    assert [one["sql"] for one in asked if "INSERT" in one["sql"]] == []
    assert client_of_reader.post(f"{LIST}D07/").status_code == 405
