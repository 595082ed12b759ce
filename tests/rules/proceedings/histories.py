"""The worked cases of tests/cases/proceedings: histories that a caseworker could read.

A history is a title (`== …`), what happened, and what is expected as at one day or more:

    born 2021-09-15
    2025-03-03 case=review meeting-arranged day=2025-04-07 body=… asks=… phase=… about=…
    wrong e01 2025-03-05 request-received      e01 was wrong; without the rest it never happened
    exception D07 e01 school-closed 2025-07-01 … claimed 2025-07-03 accepted 2025-07-04
    as at 2025-04-01
    D01 2025-04-14 running         duty, last day (- where there is none), state, day it closed
    D02/school …                   of a body, a kind or the event that started it
    no D03; count D07 1; excepted D07; not excepted D07; next …; waits …; waits for 2

Events are e01, e02, … in the order written, corrections w01, w02, …
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.clocks.exceptions import Away, Closure, During, Fact
from goldenthread.rules.proceedings import Asked, Claim, Correction, Event, Facts, Phase, What
from tests.rules.cases import CASES

FOLDER = CASES / "proceedings"


@dataclass
class History:
    """One worked case; `expected` are the lines under each day."""

    title: str
    file: str
    told: list[str] = field(default_factory=list)
    expected: list[tuple[date, list[str]]] = field(default_factory=list)

    def __str__(self) -> str:
        return self.title

    def facts(self) -> Facts:
        """What happened."""
        events: list[Event] = []
        corrections: list[Correction] = []
        claims: list[Claim] = []
        born: date | None = None
        for line in self.told:
            first, *rest = line.split()
            if first == "born":
                born = date.fromisoformat(rest[0])
            elif first == "wrong":
                key = f"w{len(corrections) + 1:02}"
                instead = _event(key, rest[1:]) if rest[1:] else None
                corrections.append(Correction(rest[0], instead))
            elif first == "exception":
                claims.append(_claim(rest))
            else:
                events.append(_event(f"e{len(events) + 1:02}", [first, *rest]))
        return Facts(tuple(events), tuple(corrections), tuple(claims), born)


def histories() -> list[History]:
    """Every worked case of every file."""
    found: list[History] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                found.append(History(line.removeprefix("== "), path.name))
            elif line.startswith("as at "):
                found[-1].expected.append((date.fromisoformat(line.removeprefix("as at ")), []))
            elif line and found[-1].expected:
                found[-1].expected[-1][1].append(line)
            elif line:
                found[-1].told.append(line)
    return found


def _event(key: str, words: list[str]) -> Event:
    on, *rest = words
    [what] = [word for word in rest if "=" not in word]
    given = dict(word.split("=") for word in rest if "=" in word)
    return Event(
        key=key,
        case=given.pop("case", "case"),
        what=What(what),
        on=date.fromisoformat(on),
        body=given.get("body", ""),
        day=date.fromisoformat(given["day"]) if "day" in given else None,
        asks=Asked(given["asks"]) if "asks" in given else None,
        phase=Phase(given["phase"]) if "phase" in given else None,
        about=About(given["about"]) if "about" in given else None,
    )


def _claim(words: list[str]) -> Claim:
    duty, started_by, reason, *rest = words
    claimed = rest.index("claimed")
    accepted = rest.index("accepted") if "accepted" in rest else None
    return Claim(
        duty=duty,
        started_by=started_by,
        reason=LawfulException(reason),
        fact=_fact(reason, [date.fromisoformat(word) for word in rest[:claimed]]),
        claimed_on=date.fromisoformat(rest[claimed + 1]),
        accepted_on=date.fromisoformat(rest[accepted + 1]) if accepted else None,
    )


def _fact(reason: str, days: list[date]) -> Fact:
    if "closed" in reason:
        return Closure(*days)
    return Away(*days) if "absent" in reason else During(*days)
