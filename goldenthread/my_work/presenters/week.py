"""The words of "Your week": how much waits, by kind; never what it is, nor whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from goldenthread.my_work.queries import Home, Rows
from goldenthread.pages.words import counted, say_date

THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Counted:
    """One kind and how many wait: "3 actions of yours are overdue"."""

    kind: str
    number: int
    words: str


def week_of(home: Home) -> tuple[Counted, ...]:
    """The same items as the home's, counted; kinds of which nothing waits are left out."""
    found = home.waiting
    until = home.on + THIS_WEEK
    open_rows = [row for row in home.mine or () if not row.complete]
    soon = [row for row in open_rows if row.due and home.on <= row.due <= until]
    kinds = Counter(one.mine for one in found.challenges)
    numbers = (
        ("overdue", sum(row.overdue for row in open_rows), "of your actions", "overdue"),
        ("due", len(soon), "of your actions", "due this week"),
    )
    said = [
        Counted(key, number, f"{number} {whose} {_is(number)} {what}")
        for key, number, whose, what in numbers
    ]
    coming = sum(bool(one.next_on and one.next_on <= until) for one in found.visits)
    asked = sum(one.number for one in found.answers)
    said += [
        Counted("updates", asked, f"{counted(asked, 'action')} {_wait(asked)} for your update"),
        _waits("reviews", len(found.reviews), "risk", "to be reviewed"),
        _waits("challenges", kinds["answer"], "challenge", "for your answer"),
        _waits("answers", kinds["close"], "answer", "for you to close the challenge"),
        _waits("voices", len(found.voices), "part", "for what families tell you"),
        _waits("agreements", len(found.agreements), "dependency", "for you to agree"),
        _waits("returns", sum(one.number for one in found.chase), "person", "to be chased"),
        _waits("accept", sum(one.number for one in found.accept), "answer", "to be accepted"),
        _waits("decisions", len(found.decisions), "decision", "to be made"),
        _waits("sign_offs", _rows(home.to_sign_off), "completed action", "to be signed off"),
        _waits("highlights", len(found.highlights), "highlight report", "to be written and issued"),
        Counted(
            "visits",
            coming,
            f"{counted(coming, 'monitoring visit')} this week, or not recorded yet",
        ),
        _waits("papers", len(home.drafts or ()), "paper", "in draft"),
        _waits("imports", len(home.imports or ()), "document", "to be checked and brought in"),
        _waits("rights", len(home.rights_ending or ()), "right", "to be renewed, or ends soon"),
        _waits("releases", found.releases, "paper", "for a second person to release"),
        _waits("perhaps", found.perhaps, "message", "to be settled: perhaps sent"),
        _waits("mail", found.mail, "message", "that did not arrive"),
    ]
    return tuple(one for one in said if one.number)


def week_words(week: Iterable[Counted], home: Home) -> str:
    lines = "\n".join(f"* {one.words}" for one in week)
    return (
        f"On {say_date(home.on)}, in {home.viewer.local_area_name}:\n\n{lines}\n\n"
        "Your home lists each of them, with what to do next. If you do not want this message any "
        "more, turn it off under “How often you get mail”."
    )


def subject(home: Home) -> str:
    """Your week in the plan, where there is one; else in the area."""
    plans = [one.plan.title for one in home.summaries]
    where = plans[0] if len(plans) == 1 else home.viewer.local_area_name
    return f"Your week in {where}"


def _rows(found: tuple[Rows, ...] | None) -> int:
    return sum(len(rows.actions) for rows in found or ())


def _waits(kind: str, number: int, what: str, to: str) -> Counted:
    plural = {"person": "people", "dependency": "dependencies"}.get(what, f"{what}s")
    return Counted(kind, number, f"{number} {what if number == 1 else plural} {_wait(number)} {to}")


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
