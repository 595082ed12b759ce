"""The register of risks and issues."""

from __future__ import annotations

from typing import Any

import click

from goldenthread.config.commands.asking import (
    answers_json,
    ask,
    asks_as,
    find_plan,
    say_json,
)


@click.command("risks")
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option("--all", "every", is_flag=True, help="Closed ones too.")
@answers_json
@asks_as
def risks(
    plan_name: str | None, every: bool, form: str, area: str | None, as_user: str | None
) -> None:
    """List a plan's risks and issues, the highest score first.

    \b
    Examples:
      goldenthread risks
      goldenthread risks --all --format json
    """
    asked = ask(area, as_user)
    from goldenthread.improvement_plan.queries import risks as queries

    plan = find_plan(asked, plan_name)
    found = queries.risks(plan.id, viewer=asked.viewer, on=asked.on, open_only=not every)
    if form == "json":
        say_json([_plain(fact) for fact in found])
        return
    for fact in found:
        score = f"{fact.now.value} {fact.now.band.word}"
        place = fact.place.name.removeprefix("Action ")
        click.echo(f"{fact.reference:<5}{score:<14}{place:<14}{fact.words}")
    click.echo(f"{len(found)} risks and issues", err=True)


def _plain(fact: Any) -> dict[str, Any]:
    def score(one: Any) -> dict[str, Any]:
        return {
            "likelihood": one.likelihood,
            "impact": one.impact,
            "score": one.value,
            "band": one.band.word,
        }

    return {
        "id": fact.id,
        "reference": fact.reference,
        "kind": fact.kind,
        "words": fact.words,
        "about": fact.place.name,
        "cause": fact.cause,
        "effect": fact.effect,
        "mitigation": fact.mitigation,
        "before": score(fact.before),
        "now": score(fact.now),
        "after": score(fact.after),
        "owner": fact.owner.words or None,
        "review_on": fact.review_on,
        "review_overdue": fact.review_overdue,
        "raised_on": fact.raised_on,
        "came_from": fact.came_from[1] if fact.came_from else None,
        "closed_on": fact.closed_on,
        "closed_how": fact.closed_how or None,
        "reviews": [
            {"on": one.on, "by": one.by, "words": one.words, **score(one.score)}
            for one in fact.reviews
        ],
    }


COMMANDS = {"risks": risks}
