"""The lines of what an extract would change, as its lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from goldenthread.ehcp_register.queries.foreseen import Named
from goldenthread.intake.queries.arrivals import ArrivalFact, ListPage
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer

_HIDDEN = "A restricted record"
_DAYS = frozenset({"date of birth"})


@dataclass(frozen=True)
class ChangeLine:
    """What changes of somebody: the words, what was, what comes."""

    words: str
    was: str
    now: str


@dataclass(frozen=True)
class PersonLine:
    """Somebody of the file, or of the register; `href` opens their record where it may be seen."""

    name: str
    href: str
    born: str
    where: str
    changes: tuple[ChangeLine, ...] = ()
    differs: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a person of the file may be. `value` "" where their record is restricted, so
    that it is for others to say."""

    value: str
    name: str
    born: str
    href: str
    score: str
    reasons: tuple[str, ...]
    why: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """Somebody of the file of whom it is asked who they are."""

    place: int
    line: PersonLine
    candidates: tuple[Candidate, ...]
    chosen: str


def person_lines(page: ListPage, viewer: Viewer) -> tuple[PersonLine, ...]:
    """The lines of lists of people."""
    return tuple(_line(one, page.named, viewer) for one in page.lines)


def _line(one: Mapping[str, Any], named: Mapping[UUID, Named], viewer: Viewer) -> PersonLine:
    where = str(one.get("where", ""))
    if "child" not in one:
        return PersonLine(_name(one["surname"], one["forename"]), "", _day(one["born"]), where) if (
            "surname" in one
        ) else PersonLine("Nobody named", "", "", where)  # fmt: skip
    there = named.get(UUID(one["child"]))
    if there is None:
        return PersonLine(_HIDDEN, "", "", where)
    return PersonLine(
        _name(there.surname, there.forename),
        reverse("ehcp_register:child", args=[viewer.local_area_slug, there.id]),
        say_date(there.born_on) if there.born_on else "",
        where,
        tuple(_change(*each) for each in one.get("what", ())),
        ", ".join(one.get("differs", ())),
    )


def _change(kind: str, words: str, was: str, now: str) -> ChangeLine:
    if kind == "field":
        day = words in _DAYS
        said = words[:1].upper() + words[1:]
        if not (was or now):
            return ChangeLine(said, "", "changes")
        return ChangeLine(said, _day(was) if day else was, _day(now) if day else now)
    if kind in ("event", "corrected"):
        return ChangeLine(words, _day(was), _day(now))
    return ChangeLine(words[:1].upper() + words[1:], was, now)


def _name(surname: str, forename: str) -> str:
    return ", ".join(part for part in (surname, forename) if part) or "No name given"


def _day(written: str) -> str:
    return say_date(date.fromisoformat(written)) if written else ""


def questions(one: ArrivalFact, page: ListPage, viewer: Viewer) -> tuple[Question, ...]:
    """Who in the file may be whom, with the reasons."""
    return tuple(
        Question(
            place=line["place"],
            line=_line(line, page.named, viewer),
            candidates=tuple(
                _candidate(each, page.named, one.decided.get(str(line["place"]), ""), viewer)
                for each in line["perhaps"]
            ),
            chosen=one.decided.get(str(line["place"]), ""),
        )
        for line in page.lines
    )


def _candidate(
    each: Mapping[str, Any], named: Mapping[UUID, Named], chosen: str, viewer: Viewer
) -> Candidate:
    there = named.get(UUID(each["child"]))
    if there is None:
        return Candidate(
            "", _HIDDEN, "", "", "", (),
            "Only whoever may see this record can say whether it is this child. Leave them out, "
            "and ask whoever may.", False,
        )  # fmt: skip
    return Candidate(
        value=each["child"],
        name=_name(there.surname, there.forename),
        born=say_date(there.born_on) if there.born_on else "",
        href=reverse("ehcp_register:child", args=[viewer.local_area_slug, there.id]),
        score=counted(each["score"], "point"),
        reasons=tuple(_reason(*reason) for reason in each["reasons"]),
        why=each["why"],
        chosen=chosen == each["child"],
    )


def _reason(words: str, points: int) -> str:
    said = words[:1].upper() + words[1:]
    return f"{said} ({points:+,})".replace("-", "−")


@dataclass(frozen=True)
class CheckLine:
    rule: str
    level: str
    key: str
    result: str
    where: str
    not_run: bool


def check_lines(page: ListPage) -> tuple[CheckLine, ...]:
    """Each check of the return: what it found and where, or why it did not run."""
    return tuple(_check(one) for one in page.lines)


def _check(one: Mapping[str, Any]) -> CheckLine:
    if not one["ran"]:
        why = one["why"]
        return CheckLine(
            one["rule"], one["level"], one["check"], "Not run", f"{why[:1].upper()}{why[1:]}.", True
        )
    unjudged = f"; {one['unjudged']:,} could not be judged" if one["unjudged"] else ""
    result = f"{counted(one['hits'], 'hit')}{unjudged}" if one["hits"] or unjudged else "Passed"
    more = one["hits"] - len(one["first"])
    where = "; ".join(one["first"]) + (f"; and {more:,} more" if more > 0 else "")
    return CheckLine(one["rule"], one["level"], one["check"], result, where, False)
