"""The law's clocks at a terminal: any limit's last day, its law, how it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

import click

from goldenthread.config.commands.asking import DAY, answers_json, say_json
from goldenthread.rules import clocks
from goldenthread.rules.clocks.exceptions import WORDS
from goldenthread.rules.refusals import Refused


@dataclass(frozen=True)
class Asked:
    """A limit, and what it was asked with."""

    duty: clocks.Duty[..., clocks.Answer]
    start: date
    second: date | None
    kind: str | None
    days: str | None

    def answer(self) -> clocks.Answer:
        days = clocks.Days(self.days) if self.days else None
        return self.duty.answer(self.start, second=self.second, kind=self.kind, days=days)

    def exceptions(self, answer: clocks.Answer) -> tuple[clocks.LawfulException, ...]:
        """Those in force while the limit ran."""
        last = clocks.last_day(answer) or self.start
        first, last = min(self.start, last), max(self.start, last)
        return self.duty.exceptions_between(first, last)


@click.command("clock")
@click.argument("number", metavar="LIMIT", required=False)
@click.option("--from", "start", type=DAY, metavar="DATE", help="The day the limit runs from.")
@click.option("--and", "second", type=DAY, metavar="DATE", help="The second day that some need.")
@click.option("--kind", metavar="KIND", help="What was ordered or asked for, where it matters.")
@click.option(
    "--days",
    type=click.Choice([one.value for one in clocks.Days]),
    help="How your area counts, where it may choose (D05, D06, D16).",
)
@click.option("--list", "every", is_flag=True, help="List every limit instead.")
@answers_json
def clock(
    number: str | None,
    start: date | None,
    second: date | None,
    kind: str | None,
    days: str | None,
    every: bool,
    form: str,
) -> None:
    """The last day of a time limit in law, from the day it runs from.

    Needs no database. An exception never makes a new date: it is listed beside the limit.

    \b
    Examples:
      goldenthread clock --list
      goldenthread clock D07 --from 2026-02-28
      goldenthread clock D40 --from 2026-05-14 --and 2026-07-06
      goldenthread clock D51 --from 2026-02-28 --kind amend --format json
    """
    if every:
        _list(form)
        return
    if number is None:
        raise click.UsageError("Say which limit, such as D07, or add --list for all of them.")
    if start is None:
        raise click.UsageError("Add --from with the day the limit runs from, such as 2026-02-28.")
    try:
        asked = Asked(clocks.find(number), start, second, kind, days)
        answer = asked.answer()
    except Refused as refusal:
        raise click.UsageError(refusal.sentence) from refusal
    if form == "json":
        say_json(_plain(asked, answer))
    if isinstance(answer, clocks.Needs):
        raise click.UsageError(f"{answer.sentence} {_how_to_give(answer, asked.duty)}")
    if form == "text":
        _tell(asked, answer)


def _how_to_give(answer: clocks.Needs, duty: clocks.Duty[..., clocks.Answer]) -> str:
    match answer.what:
        case clocks.Missing.SECOND_DATE:
            return "Add it with --and, such as --and 2026-03-10."
        case clocks.Missing.KIND:
            return f"Add it with --kind, such as --kind {next(iter(clocks.kind_words(duty)))}."


def _tell(asked: Asked, answer: clocks.Answer) -> None:
    duty, said = asked.duty, clocks.say(answer, asked.duty)
    exceptions = asked.exceptions(answer)
    lines = [
        (f"{duty.key}", f"{duty.step} ({duty.holder.lower()})"),
        ("Answer", said.headline),
        ("Counted", said.how),
        ("Mind", said.remark),
        ("Limit", duty.limit),
        ("Law", f"{duty.law.cited}{'; guidance' if duty.force is clocks.Force.GUIDANCE else ''}"),
        ("Text", duty.law.address),
        ("Grade", duty.grade.value),
        ("Note", duty.note),
        ("Except", clocks.lead_of(exceptions)),
    ]
    for name, words in lines:
        if words:
            click.echo(f"{name:<9}{words}")
    for exception in exceptions:
        click.echo(f"{'':<9}* {WORDS[exception]}")


def _list(form: str) -> None:
    if form == "json":
        say_json([_duty(duty) for duty in clocks.DUTIES])
        return
    process = None
    for duty in clocks.DUTIES:
        if duty.process is not process:
            process = duty.process
            click.echo(f"\n{process}")
        doubt = "" if duty.verified else " [not verified]"
        click.echo(f"{duty.key}  {duty.step}{doubt}\n     {duty.limit}")
    click.echo(f"\n{len(clocks.DUTIES)} limits", err=True)


def _plain(asked: Asked, answer: clocks.Answer) -> dict[str, Any]:
    said = clocks.say(answer, asked.duty)
    return {
        **_duty(asked.duty),
        "from": asked.start,
        "and": asked.second,
        "kind": asked.kind,
        "days": asked.days or ("calendar" if asked.duty.days_may_differ else None),
        **_answer(answer),
        "counted": said.how,
        "remark": said.remark or None,
        "exceptions": [{"key": one.value, "words": WORDS[one]} for one in asked.exceptions(answer)],
    }


def _duty(duty: clocks.Duty[..., clocks.Answer]) -> dict[str, Any]:
    return {
        "id": duty.key,
        "step": duty.step,
        "holder": duty.holder.value,
        "process": duty.process.value,
        "runs_from": duty.starts,
        "also_needs": duty.second.words if duty.second else None,
        "kinds": clocks.kind_words(duty),
        "limit": duty.limit,
        "law": duty.law.cited,
        "address": duty.law.address,
        "in_force_since": duty.law.since,
        "in_force_until": duty.law.until,
        "force": duty.force.value,
        "verified": duty.verified,
        "grade": duty.grade.value,
        "note": duty.note or None,
        "exceptions": [{"key": one.value, "words": WORDS[one]} for one in duty.exceptions],
    }


def _answer(answer: clocks.Answer) -> dict[str, Any]:
    plain: dict[str, Any] = {"first_day": None, "last_day": None, "aim": None, "needs": None}
    match answer:
        case clocks.LastDay():
            return {"result": "last day", **plain, "last_day": answer.day}
        case clocks.Range():
            span = {"first_day": answer.first, "last_day": answer.last}
            return {"result": "range", **plain, **span}
        case clocks.AtOnce():
            return {"result": "at once", **plain, "last_day": answer.day}
        case clocks.NoLimit():
            return {"result": "no limit", **plain, "aim": answer.aim}
        case clocks.Needs():
            return {"result": "needs", **plain, "needs": answer.what.value}
        case _:
            assert_never(answer)


COMMANDS = {"clock": clock}
