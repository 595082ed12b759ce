"""Update rounds: who has returned, asking every lead, and the reminders of the day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from goldenthread.config.commands.asking import (
    answers_json,
    ask,
    asks_as,
    find_plan,
    say_json,
    start_django,
)
from goldenthread.rules.refusals import Refused


@click.command()
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@answers_json
@asks_as
def rounds(plan_name: str | None, form: str, area: str | None, as_user: str | None) -> None:
    """List a plan's update rounds, the latest cut-off first.

    \b
    Example:
      goldenthread rounds --format json
    """
    asked = ask(area, as_user)
    from goldenthread.improvement_plan.queries import rounds as told

    plan = find_plan(asked, plan_name)
    found = told.rounds(plan.id, viewer=asked.viewer, on=asked.on)
    if form == "json":
        say_json(
            [
                {
                    "id": one.id,
                    "name": one.name,
                    "part": one.part or None,
                    "asked_on": one.asked_on,
                    "cut_off": one.cut_off,
                    "closed_on": one.closed_on,
                    "requests": one.requests,
                    "returned": one.returned,
                    "partly": one.partly,
                    "late": one.late,
                    "to_chase": one.to_chase,
                    "actions": one.actions,
                    "answered": one.answered,
                    "accepted": one.accepted,
                    "asked_back": one.asked_back,
                }
                for one in found
            ]
        )
        return
    for one in found:
        state = "closed" if one.closed_on else f"{one.to_chase} to chase"
        click.echo(f"{one.name}: {one.returned} of {one.requests} returned, {state}")
    if not found:
        click.echo("Nobody has been asked yet. Run: goldenthread request-updates --help.")


@click.command("request-updates")
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option("--part", metavar="REFERENCE", help="One part of the plan, such as 2. Default: all.")
@click.option("--cut-off", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--name", help="What leads see. Default: the month of the cut-off.")
@click.option("--note", default="", help="A note to the leads, on their form.")
@click.option("--dry-run", is_flag=True, help="Only show who would be asked.")
@answers_json
@asks_as
def request_updates(
    plan_name: str | None,
    part: str | None,
    cut_off: datetime,
    name: str | None,
    note: str,
    dry_run: bool,
    form: str,
    area: str | None,
    as_user: str | None,
) -> None:
    """Ask every lead for an update by a day: one message with one link each.

    \b
    Examples:
      goldenthread request-updates --cut-off 2020-01-31 --dry-run
      goldenthread request-updates --cut-off 2020-01-31 --part 2 --name "January 2020"
    """
    asked = ask(area, as_user)
    from goldenthread.improvement_plan import queries
    from goldenthread.improvement_plan.actions import rounds as verbs
    from goldenthread.improvement_plan.queries.asking import who_is_asked
    from goldenthread.rules.calendars import say_month

    plan = find_plan(asked, plan_name)
    tree = queries.level_tree(plan.id, viewer=asked.viewer, on=asked.on)
    level = next((one for one in tree if part and one.reference == part), None)
    if part and level is None:
        raise Refused(f"{plan.title} has no part {part}.")
    level_id = level.id if level else None
    found = who_is_asked(plan.id, viewer=asked.viewer, on=asked.on, level_id=level_id)
    if found is None:
        raise Refused("This plan is not in sight.")
    answer: dict[str, Any] = {
        "round": None,
        "people": len(found.people),
        "actions": found.actions,
        "without_address": [one.name for one in found.without_address],
        "nobody_is_asked_about": found.nobody,
        "problems": [
            {
                "kind": one.kind,
                "lead": one.words,
                "actions": [action.reference for action in one.actions],
            }
            for one in found.problems
        ],
    }
    if not dry_run:
        answer["round"] = verbs.request_updates(
            plan_id=plan.id,
            level_id=level_id,
            name=name or say_month(cut_off.date()),
            cut_off=cut_off.date(),
            note_to_leads=note,
            by=asked.viewer,
            on=asked.on,
        )
    if form == "json":
        say_json(answer)
        return
    would = "would be asked" if dry_run else "are asked"
    click.echo(f"{answer['people']} people {would} about {answer['actions']} actions.")
    for one in found.problems:
        references = ", ".join(action.reference for action in one.actions)
        click.echo(f"{one.kind.replace('_', ' ')} {one.words}: {references}", err=True)
    for person in found.without_address:
        click.echo(f"no email address: {person.name}", err=True)


@click.command()
@answers_json
def remind(form: str) -> None:
    """Send the reminders and escalations that fall today, of every local area; twice is once.

    The worker does the same each hour; this is for looking, or for an installation without one.
    """
    start_django()
    from goldenthread.improvement_plan import tasks

    done = {area: asdict(one) for area, one in tasks.chase_all().items()}
    if form == "json":
        say_json(done)
        return
    for area, one in done.items():
        click.echo(f"{area}: {one['reminded']} reminded, {one['told']} told what is missing")
    if not done:
        click.echo("There is no local area yet.")


COMMANDS = {"rounds": rounds, "request-updates": request_updates, "remind": remind}
