"""`goldenthread clock`: every limit at a terminal, without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from goldenthread.config import command_line
from goldenthread.rules.clocks import DUTIES, kind_words
from tests.config.commands.test_commands import Ran


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """`clock("D07", "--from", "2026-02-28")`; a database would be refused."""

    def command(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["goldenthread", "clock", *words])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 1, said.out, said.err)

    return command


def test_a_limit_is_told_with_its_law_its_counting_and_its_exceptions(clock) -> None:  # type: ignore[no-untyped-def]
    ran = clock("D07", "--from", "2026-02-28")
    assert ran.code == 0
    for words in (
        "Last day: Saturday 18 July 2026",
        "Saturday 28 February 2026 is day 0, so day 140 is Saturday 18 July 2026.",
        "SEND Regulations 2014, reg 13(2)",
        "The text of the law was read.",
        "away from the authority’s area for at least 4 weeks",
        "This is not a working day.",
    ):
        assert words in ran.out


def test_an_answer_for_scripts(clock) -> None:  # type: ignore[no-untyped-def]
    answer = clock("d7", "--from", "2026-02-28", "--format", "json").json
    assert (answer["id"], answer["result"], answer["last_day"]) == ("D07", "last day", "2026-07-18")
    assert answer["law"] == "SEND Regulations 2014, reg 13(2)"
    assert answer["verified"] is True
    assert [one["key"] for one in answer["exceptions"]] == [
        "school-closed", "early-years-closed", "personal-circumstances", "absent-4-weeks",
    ]  # fmt: skip


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.key)
def test_every_limit_answers(clock, duty) -> None:  # type: ignore[no-untyped-def]
    words = [duty.key, "--from", "2026-02-28", "--format", "json"]
    words += ["--and", "2026-03-09"] if duty.second else []
    words += ["--kind", next(iter(kind_words(duty)))] if duty.kinds else []
    ran = clock(*words)
    assert ran.code == 0
    answer = ran.json
    assert answer["result"] in ("last day", "range", "at once", "no limit")
    given = {"last day": "last_day", "at once": "last_day", "range": "first_day"}
    assert answer.get(given.get(answer["result"], "counted"))
    assert answer["verified"] == (duty.key not in ("D25", "D26", "D30", "D47", "D52"))


def test_a_missing_second_date_says_which_and_how(clock) -> None:  # type: ignore[no-untyped-def]
    ran = clock("D25", "--from", "2026-02-28")
    assert ran.code == 2
    assert "the day the plan was transferred" in ran.err
    assert "--and 2026-03-10" in ran.err
    as_json = clock("D25", "--from", "2026-02-28", "--format", "json")
    assert as_json.code == 2
    assert as_json.json["result"] == "needs"
    assert as_json.json["needs"] == "second date"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Say which limit"),
        (["D07"], "Add --from with the day"),
        (["D99", "--from", "2026-02-28"], "They are D01 to D54"),
        (["D07", "--from", "2026-02-30"], "February 2026 has 28 days"),
        (["D07", "--from", "yesterday"], "is no date"),
        (["D07", "--from", "2026-02-28", "--and", "2026-03-01"], "counts from one day only"),
        (["D07", "--from", "2026-02-28", "--days", "working"], "set by law"),
        (["D07", "--from", "2101-01-01"], "from 2000 to 2100"),
        (["D51", "--from", "2026-02-28"], "--kind assess"),
        (["D51", "--from", "2026-02-28", "--kind", "reconsider"], "Give one of: assess"),
    ],
)
def test_a_mistake_is_told_with_the_way_on(clock, words: list[str], sentence: str) -> None:  # type: ignore[no-untyped-def]
    ran = clock(*words)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.out == "" or "json" in words


def test_every_limit_is_listed(clock) -> None:  # type: ignore[no-untyped-def]
    ran = clock("--list")
    assert ran.code == 0
    assert all(f"\n{duty.key}  {duty.step}" in ran.out for duty in DUTIES)
    assert ran.out.count("[not verified]") == 5
    listed = clock("--list", "--format", "json").json
    assert [one["id"] for one in listed] == [duty.key for duty in DUTIES]


def test_an_exception_that_was_law_for_a_time_is_told_of_that_time_only(clock) -> None:  # type: ignore[no-untyped-def]
    def keys(start: str) -> list[str]:
        answer = clock("D08", "--from", start, "--format", "json").json
        return [one["key"] for one in answer["exceptions"]]

    assert keys("2019-09-27") == ["coronavirus"]
    assert keys("2026-02-28") == []


def test_neither_a_database_nor_django_is_loaded() -> None:
    code = (
        "import sys\n"
        "sys.argv = 'goldenthread clock D07 --from 2026-02-28 --format json'.split()\n"
        "from goldenthread.config.command_line import main\n"
        "try: main()\n"
        "except SystemExit: assert 'django' not in sys.modules\n"
    )
    root = Path(__file__).resolve().parents[3]
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout)["last_day"] == "2026-07-18"
