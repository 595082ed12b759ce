"""The words of data quality: every check, and the records in which one finds something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.checks import OF_RECORD, OF_RETURN, CheckWords
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.ehcp_register.queries.quality import CheckFact, Problems
from goldenthread.pages.addresses import Paging, paging
from goldenthread.pages.words import counted, say_date

_FAMILIES = {
    OF_RECORD: "What contradicts itself, or is missing",
    OF_RETURN: "Checks of the SEN2 return",
}


@dataclass(frozen=True)
class CheckLine:
    words: str
    key: str
    level: str
    open: str
    href: str
    oldest: str
    run: str
    trend: str
    not_run: bool


@dataclass(frozen=True)
class QualityPage:
    lede: str
    families: tuple[tuple[str, str, tuple[CheckLine, ...]], ...]
    never: bool


@dataclass(frozen=True)
class ProblemLine:
    name: str
    href: str
    reference: str
    said: str
    since: str
    age: str
    caseload: str


@dataclass(frozen=True)
class ProblemsPage:
    title: str
    lede: str
    rows: tuple[ProblemLine, ...]
    paging: Paging
    home_href: str


def quality_page(checks: Sequence[CheckFact], *, slug: str, on: date) -> QualityPage:
    there = Addresses(slug)
    found = sum(one.open for one in checks)
    ran = sum(1 for one in checks if one.last_on and not one.why_not_run)
    return QualityPage(
        lede=f"{counted(found, 'problem')} open. {ran} of {len(checks)} checks ran the last time "
        "they were asked; one that did not run has passed nothing.",
        families=tuple(
            (
                _FAMILIES[family],
                _of(checks, family),
                tuple(_line(one, there, on) for one in checks if one.check.family == family),
            )
            for family in (OF_RECORD, OF_RETURN)
        ),
        never=not any(one.last_on for one in checks),
    )


def _of(checks: Sequence[CheckFact], family: str) -> str:
    own = [one for one in checks if one.check.family == family]
    ran = sum(1 for one in own if one.last_on and not one.why_not_run)
    return f"{ran} of {len(own)} ran"


def _line(one: CheckFact, there: Addresses, on: date) -> CheckLine:
    return CheckLine(
        words=one.check.words,
        key=one.check.key,
        level="To put right" if one.check.error else "To look at",
        open=f"{one.open:,}",
        href=there.to("problems", one.check.key) if one.open else "",
        oldest=f"{counted((on - one.since).days, 'day')}" if one.since else "",
        run=_run(one),
        trend=_trend(one.runs),
        not_run=bool(one.why_not_run) or one.last_on is None,
    )


def _run(one: CheckFact) -> str:
    if one.last_on is None:
        return "Not run yet"
    if one.why_not_run:
        return f"Not run on {say_date(one.last_on)}: {one.why_not_run}"
    return f"Ran on {say_date(one.last_on)}"


def _trend(runs: Sequence[tuple[date, int]]) -> str:
    """The last runs that differ in their day, the oldest first: 12, 9, 4 (fewer)."""
    by_day = dict(reversed(runs))
    counts = list(by_day.values())
    if len(counts) < 2:
        return ""
    last, before = counts[-1], counts[-2]
    said = "as before" if last == before else "fewer" if last < before else "more"
    return f"{', '.join(f'{one:,}' for one in counts)} ({said})"


def problems_page(
    check: CheckWords, found: Problems, *, slug: str, on: date, address: str
) -> ProblemsPage:
    there = Addresses(slug)
    return ProblemsPage(
        title=check.words,
        lede=f"{counted(found.count, 'record')}, the longest first. Mend them in the case system "
        "or on the record; what is mended leaves this list when the check next runs.",
        rows=tuple(
            ProblemLine(
                name=", ".join(part for part in (one.surname, one.forename) if part)
                or "No name known",
                href=there.child(one.child_id),
                reference=one.reference,
                said=one.said,
                since=say_date(one.since),
                age=counted((on - one.since).days, "day"),
                caseload=one.caseload,
            )
            for one in found.rows
        ),
        paging=paging(total=found.count, page=found.page, page_size=PER_PAGE, address=address),
        home_href=there.to("quality"),
    )
