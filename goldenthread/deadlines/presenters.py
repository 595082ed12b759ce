"""The words of the pages of deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import slugify

from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.rules import clocks
from goldenthread.rules.clocks import Answer, Duty, Force, Grade, Process, Said
from goldenthread.rules.clocks.exceptions import WORDS


@dataclass(frozen=True)
class Row:
    """One limit in the list."""

    key: str
    step: str
    href: str
    limit: str
    holder: str
    law: str
    doubt: str


@dataclass(frozen=True)
class Group:
    """The limits of one process."""

    title: str
    anchor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class DeadlinesPage:
    """Every limit, or those with the words asked for."""

    groups: tuple[Group, ...]
    words: str
    found: str
    href: str


@dataclass(frozen=True)
class DeadlinePage:
    """One limit; `said` is its answer where a day was given. `doubt` stands out on the page."""

    title: str
    caption: str
    limit: str
    said: Said | None
    facts: tuple[tuple[str, str], ...]
    law: str
    law_href: str
    exceptions_lead: str
    exceptions: tuple[str, ...]
    exceptions_end: str
    doubt: str
    crumbs: tuple[Crumb, ...]
    href: str


def deadlines_page(duties: Sequence[Duty[..., Answer]], *, words: str, slug: str) -> DeadlinesPage:
    """The list, by process; `words` must all be found in what a row says."""
    wanted = [duty for duty in duties if _holds(duty, words)]
    groups = [
        Group(
            process.value,
            slugify(process.value),
            tuple(_row(duty, slug) for duty in wanted if duty.process is process),
        )
        for process in Process
    ]
    return DeadlinesPage(
        groups=tuple(group for group in groups if group.rows),
        words=words,
        found=f"{counted(len(wanted), 'limit')} with “{words}”" if words else "",
        href=reverse("deadlines:deadlines", args=[slug]),
    )


def _holds(duty: Duty[..., Answer], words: str) -> bool:
    said = " ".join([duty.key, duty.step, duty.holder, duty.limit, duty.law.cited]).lower()
    return all(word in said for word in words.lower().split())


def _row(duty: Duty[..., Answer], slug: str) -> Row:
    return Row(
        key=duty.key,
        step=duty.step,
        href=reverse("deadlines:deadline", args=[slug, duty.key]),
        limit=duty.limit,
        holder=duty.holder.value,
        law=duty.law.cited,
        doubt="" if duty.verified else "Not verified",
    )


def deadline_page(
    duty: Duty[..., Answer], answer: Answer | None, *, start: date | None, slug: str, on: date
) -> DeadlinePage:
    """One limit. Its exceptions are those in force while it ran, or `on` where no day is given."""
    first = last = on
    if answer is not None and start is not None:
        end = clocks.last_day(answer) or start
        first, last = min(start, end), max(start, end)
    reasons = duty.exceptions_between(first, last)
    list_href = reverse("deadlines:deadlines", args=[slug])
    return DeadlinePage(
        title=duty.step,
        caption=f"{duty.key} · {duty.process}",
        limit=duty.limit,
        said=clocks.say(answer, duty) if answer is not None else None,
        facts=_facts(duty),
        law=duty.law.cited,
        law_href=duty.law.address,
        exceptions_lead=clocks.lead_of(reasons),
        exceptions=tuple(WORDS[one] for one in reasons),
        exceptions_end=clocks.end_of(reasons),
        doubt="" if duty.verified else Grade.NOT_VERIFIED.value,
        crumbs=(Crumb("Deadlines", list_href), Crumb(duty.key)),
        href=reverse("deadlines:deadline", args=[slug, duty.key]),
    )


def _facts(duty: Duty[..., Answer]) -> tuple[tuple[str, str], ...]:
    stands = {
        Force.LAW: f"Law, in force since {say_date(duty.law.since)}",
        Force.GUIDANCE: "Guidance that authorities must have regard to, not law",
    }[duty.force]
    told = f"{duty.grade.value} {duty.note}".strip()
    return ("Who", duty.holder.value), ("Standing", stands), ("How far checked", told)
