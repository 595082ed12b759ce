"""What happened to a thing, as its page of history tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from goldenthread.config.commands.asking import (
    Asked,
    answers_json,
    ask,
    asks_as,
    find_plan,
    say_json,
)
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.trail.queries import HistoryEntry

PARTNERSHIP = ("person", "post", "forum", "organisation")
KINDS = ("plan", "action", "level", "period", "paper", *PARTNERSHIP)


@click.command("history")
@click.argument("name", default="")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What NAME is. Default: an action or a level; without a NAME, the plan.",
)
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@answers_json
@asks_as
def history(
    name: str,
    kind: str | None,
    plan_name: str | None,
    limit: int,
    form: str,
    area: str | None,
    as_user: str | None,
) -> None:
    """What happened to a plan, or to the thing called NAME, latest first.

    NAME is a reference (1.3.1), a title or the id of a thing.

    \b
    Examples:
      goldenthread history
      goldenthread history 1.3.1 --format json
      goldenthread history "Head of SEND" --kind post
    """
    asked = ask(area, as_user)
    wanted = kind or ("action" if name else "plan")
    if wanted != "plan" and not name:
        raise Refused(f"Say which {wanted}: its reference, its title or its id.")
    if wanted in PARTNERSHIP:
        entries = _of_partnership(asked, wanted, name, limit)
    elif wanted == "paper":
        entries = _of_paper(asked, name, limit)
    else:
        entries = _of_plan(asked, wanted, name, plan_name, limit, guessed=kind is None)
    _say(entries, form)


def _of_plan(
    asked: Asked, kind: str, name: str, plan_name: str | None, limit: int, *, guessed: bool
) -> Sequence[HistoryEntry]:
    """The plan itself, or an action, level or period of it."""
    from goldenthread.improvement_plan import queries

    plan = find_plan(asked, plan_name)
    given: dict[str, Any] = {"viewer": asked.viewer, "limit": limit}
    if kind == "plan":
        return queries.plan_history(plan.id, **given)
    if kind == "period":
        periods = queries.periods(plan.id, viewer=asked.viewer)
        return queries.period_history(_one(name, [(p.id, p.name) for p in periods], kind), **given)
    if kind == "action":
        rows = queries.actions(plan.id, viewer=asked.viewer, on=asked.on)
        called = [(row.id, row.reference) for row in rows]
        if not guessed or _are(name, called):
            return queries.action_history(_one(name, called, kind), **given)
    levels = queries.level_tree(plan.id, viewer=asked.viewer, on=asked.on)
    called = [(level.id, level.reference) for level in levels]
    what = "action or level" if guessed else "level"
    return queries.level_history(_one(name, called, what), **given)


def _of_paper(asked: Asked, name: str, limit: int) -> Sequence[HistoryEntry]:
    from goldenthread.governance import queries

    papers = queries.papers(viewer=asked.viewer)
    paper_id = _one(name, [(paper.id, paper.title) for paper in papers], "paper")
    return _told(asked, "paper", paper_id, limit)


def _of_partnership(asked: Asked, kind: str, name: str, limit: int) -> Sequence[HistoryEntry]:
    from goldenthread.partnership import queries

    viewer, on = asked.viewer, asked.on
    called: list[tuple[UUID, str]]
    if kind == "person":
        called = [(one.id, one.name) for one in queries.people(viewer=viewer, on=on)]
    elif kind == "post":
        called = [(one.id, one.title) for one in queries.posts(viewer=viewer, on=on)]
    elif kind == "forum":
        called = [(one.id, one.name) for one in queries.forums(viewer=viewer, on=on)]
    else:
        called = [(one.id, one.name) for one in queries.organisations(viewer=viewer)]
    return _told(asked, kind, _one(name, called, kind), limit)


def _told(asked: Asked, kind: str, thing_id: UUID, limit: int) -> Sequence[HistoryEntry]:
    from goldenthread.trail import looks, queries

    looks.note(asked.viewer, shown=[(kind, thing_id)], page="goldenthread history", on=asked.on)
    return queries.history(
        local_area_id=asked.viewer.local_area_id, kind=kind, object_id=thing_id, limit=limit
    )


def _are(name: str, called: Sequence[tuple[UUID, str]]) -> list[UUID]:
    """The things of that name or id, whatever its capitals."""
    wanted = name.strip().casefold()
    return [one for one, words in called if wanted in (words.casefold(), str(one))]


def _one(name: str, called: Sequence[tuple[UUID, str]], what: str) -> UUID:
    found = _are(name, called)
    if not found:
        raise Refused(f"There is no {what} called {name} in sight.")
    if len(found) > 1:
        ids = ", ".join(str(one) for one in found)
        raise Refused(f"Several are called {name}. Name one by its id: {ids}.")
    return found[0]


def _say(entries: Sequence[HistoryEntry], form: str) -> None:
    from goldenthread.trail import telling

    if form == "json":
        say_json([_as_data(entry) for entry in entries])
        return
    for entry in entries:
        told = telling.line(entry, {})
        click.echo(f"{told['when']}  {told['who']} {told['what']}")
        for field, before, after in entry.changes:
            was, now = telling.value_words(before), telling.value_words(after)
            click.echo(f"    {telling.field_words(field)}: {was or 'empty'} → {now or 'empty'}")
        if entry.reason:
            click.echo(f"    {entry.reason}")
    if not entries:
        click.echo("Nothing has happened here yet.")


def _as_data(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "number": entry.seq,
        "recorded_at": entry.recorded_at,
        "on": entry.on,
        "actor_id": entry.actor_id,
        "actor": entry.actor_label,
        "verb": entry.verb.value,
        "act": entry.act,
        "kind": entry.object_kind,
        "id": entry.object_id,
        "label": entry.object_label,
        "words": entry.words,
        "changes": [
            {"field": field, "before": before, "after": after}
            for field, before, after in entry.changes
        ],
        "reason": entry.reason,
        "details_erased": entry.details_erased,
    }


COMMANDS = {"history": history}
