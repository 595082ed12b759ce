"""What follows from an advisory service's report, and from none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from releasing import audit
from releasing.audit import Accepted, accepted_in, read, verdict

TODAY = date(2026, 3, 2)
FAULTY = {
    "name": "oldlib",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1111"], "fix_versions": ["1.1"]}],
}
WELL = {"name": "newlib", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found"}


def said(*rows: Any) -> str:
    return json.dumps({"dependencies": rows, "fixes": []})


def ends(words: str, *accepted: Accepted) -> tuple[int, str]:
    found = verdict(read(words), accepted, on=TODAY)
    return found.ends_with, "\n".join(found.lines)


def test_a_known_fault_is_named_with_where_it_is_mended_and_fails() -> None:
    code, words = ends(said(FAULTY, WELL))
    assert code == 1
    assert "oldlib 1.0: PYSEC-2026-1, mended in 1.1" in words
    assert "Audited: 2 packages, 1 known faults" in words


def test_no_fault_passes() -> None:
    assert ends(said(WELL))[0] == 0


@pytest.mark.parametrize(
    "words", ["", "ConnectionError: no route", "[]", "{}", said(), said(UNKNOWN, UNKNOWN)]
)
def test_where_no_service_could_be_asked_it_says_so_and_does_not_fail(words: str) -> None:
    code, told = ends(words)
    assert code == 0
    assert told.startswith("Not audited: no advisory service could be asked")
    assert "Audited:" not in told


def test_what_the_service_does_not_know_is_named() -> None:
    assert "does not know: ours." in ends(said(WELL, UNKNOWN))[1]


@pytest.mark.parametrize("number", ["PYSEC-2026-1", "CVE-2026-1111"])
def test_an_accepted_fault_passes_until_its_day_and_is_counted(number: str) -> None:
    assert ends(said(FAULTY), Accepted(number, TODAY, "not used"))[0] == 0
    assert "Accepted for now" in ends(said(FAULTY), Accepted(number, TODAY, "not used"))[1]
    assert ends(said(FAULTY), Accepted(number, date(2026, 3, 1), "not used"))[0] == 1
    assert ends(said(FAULTY), Accepted("CVE-2026-2222", TODAY, "another"))[0] == 1


def test_accepting_says_until_when_and_why() -> None:
    head = "number,until,reason"
    assert accepted_in([head, "CVE-1,2026-03-02,not used"]) == (
        Accepted("CVE-1", TODAY, "not used"),
    )
    for row in ("CVE-1,2026-03-02,", "CVE-1,,why", "CVE-1,soon,why"):
        with pytest.raises(ValueError):
            accepted_in([head, row])


def test_the_product_s_own_list_can_be_read() -> None:
    with audit.ACCEPTED.open(encoding="utf-8", newline="") as lines:
        assert isinstance(accepted_in(lines), tuple)


def test_a_service_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any, **__: Any) -> None:
        raise audit.subprocess.TimeoutExpired("pip-audit", 1)

    monkeypatch.setattr(audit.subprocess, "run", slow)
    assert audit.asked() is None


def test_the_whole_command_asks_about_the_locked_requirements(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked_about: list[str] = []

    class Ran:
        stdout = said(FAULTY)

    def run(words: list[str], **_: Any) -> Ran:
        asked_about.extend(words)
        return Ran()

    monkeypatch.setattr(audit.subprocess, "run", run)
    assert audit.main() == 1
    assert str(Path("requirements") / "app.txt") in " ".join(asked_about)
    assert "PYSEC-2026-1" in capsys.readouterr().out
