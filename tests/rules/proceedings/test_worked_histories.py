"""Every worked history, and the plain twin asked for each of them on each of its days."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from goldenthread.rules.proceedings import TABLE, Deadline, deadlines_of, what_next
from tests.rules.proceedings import plain
from tests.rules.proceedings.histories import History, histories
from tests.rules.proceedings.told import as_the_rules_say, as_the_twin_says

ALL = histories()


@pytest.mark.parametrize("history", ALL, ids=str)
def test_a_history_gives_the_deadlines_that_were_worked_out(history: History) -> None:
    assert history.expected
    for on, lines in history.expected:
        deadlines = deadlines_of(history.facts(), on=on)
        assert lines, f"{history} expects nothing on {on}"
        for line in lines:
            assert _told(line, deadlines, on) == line, f"{history}, as at {on}"


@pytest.mark.parametrize("history", ALL, ids=str)
def test_the_plain_twin_says_the_same(history: History) -> None:
    facts = history.facts()
    asked = {on for on, _ in history.expected} | {one.on for one in facts.events}
    for on in sorted(asked):
        assert as_the_rules_say(facts, on) == as_the_twin_says(facts, on)


def test_there_are_enough_histories_and_each_is_told_once() -> None:
    titles = Counter(history.title for history in ALL)
    assert len(titles) >= 60
    assert max(titles.values()) == 1


def test_every_duty_runs_in_some_history() -> None:
    ran = {one.duty for history in ALL for one in _all(history)}
    assert ran == {running.duty for running in TABLE}


def test_the_twin_has_a_line_for_each_way_of_running() -> None:
    assert Counter(line[0] for line in plain.lines()) == Counter(
        f"{running.duty} {running.kind}".strip() for running in TABLE
    )


def _all(history: History) -> tuple[Deadline, ...]:
    return tuple(one for on, _ in history.expected for one in deadlines_of(history.facts(), on=on))


def _told(line: str, deadlines: tuple[Deadline, ...], on: date) -> str:
    """What is so, written as the line that expects it."""
    first, *rest = line.split()
    match first:
        case "no":
            return " ".join(["no", rest[0]] if not _of(rest[0], deadlines) else [rest[0], "runs"])
        case "count":
            return f"count {rest[0]} {len(_of(rest[0], deadlines))}"
        case "excepted":
            return f"excepted {rest[0]}" if _one(rest[0], deadlines).excepted else "not excepted"
        case "not":
            return line if not _one(rest[1], deadlines).excepted else "excepted"
        case "next":
            return f"next {what_next(deadlines, on).sentence}"
        case "waits" if rest[0] == "for":
            return f"waits for {len(what_next(deadlines, on).waited_for)}"
        case "waits":
            waited = what_next(deadlines, on).waited_for
            wanted = line.removeprefix("waits ")
            return line if wanted in waited else f"waits {waited}"
        case _:
            return f"{first} {_written(_one(first, deadlines))}"


def _one(name: str, deadlines: tuple[Deadline, ...]) -> Deadline:
    found = _of(name, deadlines)
    assert len(found) == 1, f"{name}: {len(found)} of {[one.duty for one in deadlines]}"
    return found[0]


def _of(name: str, deadlines: tuple[Deadline, ...]) -> list[Deadline]:
    duty, _, which = name.partition("/")
    return [
        one
        for one in deadlines
        if one.duty == duty and (not which or which in (one.body, one.kind, one.started_by))
    ]


def _written(one: Deadline) -> str:
    state = one.state.name.lower().replace("_", "-")
    closed = f" {one.closed_on}" if one.closed_on else ""
    return f"{one.due_on or '-'} {state}{closed}"
