"""Plans and their actions."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import click

from goldenthread.config.commands.asking import (
    DAY,
    answers_json,
    ask,
    asks_as,
    find_plan,
    say_json,
)
from goldenthread.rules.refusals import Refused


@click.command("plans")
@answers_json
@asks_as
def plans(form: str, area: str | None, as_user: str | None) -> None:
    """List the plans of a local area, with their three shares today."""
    asked = ask(area, as_user)
    from goldenthread.improvement_plan import queries

    rows: list[dict[str, Any]] = []
    for plan in queries.plans(viewer=asked.viewer):
        summary = queries.plan_summary(plan.id, viewer=asked.viewer, on=asked.on)
        shares = summary.shares if summary else None
        rows.append(
            {
                "id": plan.id,
                "title": plan.title,
                "kind": plan.kind,
                "complete": shares.complete.count if shares else None,
                "complete_or_on_track": shares.complete_or_on_track.count if shares else None,
                "complete_on_track_or_under_way": (
                    shares.complete_on_track_or_under_way.count if shares else None
                ),
                "actions": shares.complete.total if shares else None,
            }
        )
    if form == "json":
        say_json(rows)
        return
    for row in rows:
        click.echo(f"{row['title']}: {row['complete']} of {row['actions']} actions complete")
    if not rows:
        click.echo("There is no plan yet. Import one: goldenthread import-plan FILE.")


@click.command("actions")
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option(
    "--where",
    metavar="QUERY",
    default="",
    help='As in the page’s address, for example "state=overdue&rating=red".',
)
@answers_json
@asks_as
def actions(
    plan_name: str | None, where: str, form: str, area: str | None, as_user: str | None
) -> None:
    """List a plan's actions, filtered as on the page.

    \b
    Examples:
      goldenthread actions --where state=off-track
      goldenthread actions --where "rating=amber&q=therapy" --format json
    """
    asked = ask(area, as_user)
    from goldenthread.improvement_plan import queries

    plan = find_plan(asked, plan_name)
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(where):
        query.setdefault(name, []).append(value)
    filters = queries.ActionFilters.from_query(query)
    rows = queries.actions(plan.id, viewer=asked.viewer, on=asked.on, filters=filters)
    if form == "json":
        say_json(
            [
                {
                    "id": row.id,
                    "reference": row.reference,
                    "text": row.text,
                    "leads": [lead.words for lead in row.leads],
                    "forums": [forum.name for forum in row.forums],
                    "due": row.due,
                    "due_as_written": row.due_as_written,
                    "rating": row.rating.label if row.rating else None,
                    "rated_on": row.rating_on,
                    "overdue": row.overdue,
                    "gaps": list(row.gaps),
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        rating = row.rating.label if row.rating else "Not yet rated"
        click.echo(f"{row.reference:<8}{rating:<16}{row.due_as_written:<18}{row.title}")
    click.echo(f"{len(rows)} actions", err=True)


@click.command("rate")
@click.argument("reference")
@click.argument("rating")
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option("--reason", default="")
@click.option("--cause", default="", help="Wanted for a rating that says the action is at risk.")
@click.option(
    "--recovery-date",
    type=DAY,
    help="When it will be back on track; wanted with a cause.",
)
@asks_as
def rate(
    reference: str,
    rating: str,
    plan_name: str | None,
    reason: str,
    cause: str,
    recovery_date: date | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """Record a rating of the action REFERENCE: a label of the plan's own scale, such as Green.

    \b
    Example:
      goldenthread rate 1.3.1 Red --cause "No capacity" --recovery-date 2020-03-31
    """
    asked = ask(area, as_user)
    from goldenthread.improvement_plan import actions as verbs
    from goldenthread.improvement_plan import queries

    plan = find_plan(asked, plan_name)
    scale = plan.main_scale
    point = scale.find(rating) if scale else None
    if scale is None or point is None:
        labels = ", ".join(one.label for one in scale.points) if scale else "none yet"
        raise Refused(f"“{rating}” is not on the plan’s scale. Its ratings are: {labels}.")
    rows = queries.actions(plan.id, viewer=asked.viewer, on=asked.on)
    row = next((one for one in rows if one.reference == reference), None)
    if row is None:
        raise Refused(f"{plan.title} has no action {reference}. Run: goldenthread actions.")
    verbs.record_rating(
        action_id=row.id,
        point_key=point.key,
        reason=reason,
        cause=cause,
        recovery_date=recovery_date,
        by=asked.viewer,
        on=asked.on,
    )
    click.echo(f"{reference} is rated {point.label}.")


COMMANDS = {"plans": plans, "actions": actions, "rate": rate}
