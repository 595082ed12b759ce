"""Reporting periods: open, close, reopen."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import click

from goldenthread.config.commands.asking import (
    DAY,
    Asked,
    answers_json,
    ask,
    asks_as,
    find_plan,
    say_json,
)
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused

PLAN = click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")


@click.command("periods")
@PLAN
@answers_json
@asks_as
def periods(plan_name: str | None, form: str, area: str | None, as_user: str | None) -> None:
    """List a plan's reporting periods, oldest first."""
    asked = ask(area, as_user)
    from goldenthread.improvement_plan import queries

    plan = find_plan(asked, plan_name)
    found = queries.periods(plan.id, viewer=asked.viewer)
    if form == "json":
        say_json(
            [
                {
                    "id": one.id,
                    "name": one.name,
                    "from": one.from_date,
                    "cut_off": one.cut_off,
                    "state": one.state,
                    "snapshot": one.snapshot_id,
                }
                for one in found
            ]
        )
        return
    for one in found:
        click.echo(f"{one.name:<24}cut-off {say_date(one.cut_off):<18}{one.state}")
    if not found:
        click.echo("No reporting period yet. Open one: goldenthread open-period.")


@click.command("open-period")
@click.argument("name")
@click.option("--from", "from_date", type=DAY, required=True, help="First day, 2019-11-01.")
@click.option("--cut-off", type=DAY, required=True, help="Last day, 2019-12-31.")
@PLAN
@asks_as
def open_period(
    name: str,
    from_date: date,
    cut_off: date,
    plan_name: str | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """Open a reporting period, such as "December 2019"."""
    asked = ask(area, as_user)
    from goldenthread.improvement_plan import actions

    actions.open_period(
        plan_id=find_plan(asked, plan_name).id,
        name=name,
        from_date=from_date,
        cut_off=cut_off,
        by=asked.viewer,
        on=asked.on,
    )
    click.echo(f"{name} is open; its cut-off is {say_date(cut_off)}.")


@click.command("close-period")
@click.argument("name")
@click.option("--cut-off", type=DAY, help="Opens the period first, where it is not open yet.")
@PLAN
@asks_as
def close_period(
    name: str,
    cut_off: date | None,
    plan_name: str | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """Close a reporting period: every action and rating is frozen as at its cut-off.

    \b
    Example:
      goldenthread close-period "December 2019" --cut-off 2019-12-31
    """
    asked = ask(area, as_user)
    from django.db import transaction

    from goldenthread.improvement_plan import actions, queries

    plan = find_plan(asked, plan_name)
    with transaction.atomic():
        period = queries.period_named(plan.id, name, viewer=asked.viewer)
        period_id = period.id if period else _opened(asked, plan.id, name, cut_off)
        actions.close_period(period_id=period_id, by=asked.viewer, on=asked.on)
    closed = queries.period_named(plan.id, name, viewer=asked.viewer)
    assert closed is not None
    click.echo(f"{name} is closed as at {say_date(closed.cut_off)}. Its figures will not change.")


def _opened(asked: Asked, plan_id: UUID, name: str, cut_off: date | None) -> UUID:
    from goldenthread.improvement_plan import actions, queries

    if cut_off is None:
        raise Refused(f"There is no period called {name}. Add --cut-off to open and close it.")
    last = max((one.cut_off for one in queries.periods(plan_id, viewer=asked.viewer)), default=None)
    day = cut_off
    first = last + timedelta(days=1) if last and last < day else day.replace(day=1)
    return actions.open_period(
        plan_id=plan_id, name=name, from_date=first, cut_off=day, by=asked.viewer, on=asked.on
    )


@click.command("reopen-period")
@click.argument("name")
@click.option("--reason", required=True, help="Why; it stays in the history.")
@PLAN
@asks_as
def reopen_period(
    name: str, reason: str, plan_name: str | None, area: str | None, as_user: str | None
) -> None:
    """Reopen a closed period. The snapshot it had stays; issued papers do not change."""
    asked = ask(area, as_user)
    from goldenthread.improvement_plan import actions, queries

    plan = find_plan(asked, plan_name)
    period = queries.period_named(plan.id, name, viewer=asked.viewer)
    if period is None:
        raise Refused(f"There is no period called {name}. Run: goldenthread periods.")
    actions.reopen_period(period_id=period.id, reason=reason, by=asked.viewer, on=asked.on)
    click.echo(f"{name} is open again.")


COMMANDS = {
    "periods": periods,
    "open-period": open_period,
    "close-period": close_period,
    "reopen-period": reopen_period,
}
