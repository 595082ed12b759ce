"""Local areas and accounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import click

from goldenthread.config.commands.asking import (
    DAY,
    answers_json,
    ask,
    asks_as,
    say_json,
    start_django,
)
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


PRINTS_LINK = click.option(
    "--print-link",
    is_flag=True,
    help="Print the invitation’s link too, for whoever sets up a server without mail.",
)


@click.command("areas")
@answers_json
def areas(form: str) -> None:
    """List the local areas of this installation."""
    start_django()
    from goldenthread.partnership import queries

    found = queries.all_areas()
    if form == "json":
        say_json([{"short_name": one.slug, "name": one.name} for one in found])
        return
    for one in found:
        click.echo(f"{one.slug:<24} {one.name}")
    if not found:
        click.echo("There is no local area yet. Run: goldenthread add-area.")


@click.command("add-area")
@click.argument("short_name")
@click.argument("name")
@click.option("--administrator", required=True, metavar="NAME")
@click.option("--email", required=True)
@click.option("--colour", default="#0b4f55", show_default=True, metavar="#RRGGBB")
@PRINTS_LINK
def add_area(
    short_name: str, name: str, administrator: str, email: str, colour: str, print_link: bool
) -> None:
    """Set up a local area and invite its first administrator by mail.

    \b
    Example:
      goldenthread add-area eastmere "Eastmere SEND partnership" \\
          --administrator "A. Moyo" --email a.moyo@eastmere.example
    """
    start_django()
    from django.utils import timezone

    from goldenthread.partnership import actions, queries

    on = timezone.localdate()
    actions.found_local_area(
        slug=short_name,
        name=name,
        brand_colour=colour,
        administrator_name=administrator,
        administrator_email=email,
        password=None,
        demonstration=False,
        on=on,
        at=timezone.now(),
    )
    click.echo(f"{name} is set up at /a/{short_name}/.")
    user = queries.user_named(email)
    viewer = queries.viewer_for(user, short_name, on=on) if user else None
    assert viewer is not None
    actions.tell_first_administrator(by=viewer, on=on)
    _say_invited(viewer, email, administrator, on=on, print_link=print_link)


def _say_invited(viewer: Viewer, email: str, name: str, *, on: date, print_link: bool) -> None:
    """What became of the letter; the link itself only where it was asked for."""
    from django.conf import settings

    from goldenthread.partnership.queries.invitations import standing_invitation

    click.echo(f"A letter to {email} is in the outbox.")
    if not settings.MAIL_IS_CONFIGURED:
        click.echo("No mail server is set up, so it waits there: see docs/guide/installing.md.")
    if print_link:
        path = standing_invitation(email, viewer=viewer, on=on)
        click.echo(
            f"{settings.PUBLIC_ADDRESS}{path}" if path else f"{name} needs no link: they sign in."
        )


@click.command("add-user")
@click.argument("name")
@click.argument("email")
@click.argument("role")
@click.option("--reason", required=True, help="Why, for the history.")
@PRINTS_LINK
@asks_as
def add_user(
    name: str,
    email: str,
    role: str,
    reason: str,
    print_link: bool,
    area: str | None,
    as_user: str | None,
) -> None:
    """Give somebody an account and a role, and invite them by mail to choose a password.

    ROLE is one of: board_member, action_lead, deputy, workstream_lead, programme_office,
    parent_carer_forum, external_adviser, area_administrator.
    """
    asked = ask(area, as_user)
    from django.utils import timezone

    from goldenthread.partnership import actions

    actions.give_role(
        name=name,
        email=email,
        role=role,
        reason=reason,
        from_date=asked.on,
        by=asked.viewer,
        on=asked.on,
        at=timezone.now(),
    )
    click.echo(f"{name} has the role {role.replace('_', ' ')} in {asked.viewer.local_area_name}.")
    _say_invited(asked.viewer, email, name, on=asked.on, print_link=print_link)


@click.command("end-role")
@click.argument("email")
@click.argument("role")
@click.option("--until", type=DAY, help="The last day it counts. Default: it ends at once.")
@click.option("--id", "grant_id", type=click.UUID, help="Which, where one role is given twice.")
@asks_as
def end_role(
    email: str,
    role: str,
    until: date | None,
    grant_id: UUID | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """End the ROLE of the person who signs in as EMAIL, at once or on a day.

    \b
    Examples:
      goldenthread end-role a.moyo@eastmere.example deputy
      goldenthread end-role a.moyo@eastmere.example deputy --until 2020-03-31
    """
    asked = ask(area, as_user)
    from django.utils import timezone

    from goldenthread.partnership import actions, policies, queries

    policies.require(policies.may_grant(asked.viewer))
    address = email.strip().lower()
    held = [one for one in queries.grants(viewer=asked.viewer, on=asked.on) if one.email == address]
    ending = [one for one in held if one.role == role and grant_id in (None, one.id)]
    if not ending:
        has = ", ".join(sorted({one.role for one in held})) or "no role"
        raise Refused(f"{email} is not {role} in {asked.viewer.local_area_name}; has {has}.")
    if len(ending) > 1:
        each = "; ".join(f"{one.scope_words}: --id {one.id}" for one in ending)
        raise Refused(f"{email} is {role} more than once. Say which to end: {each}.")
    actions.end_grant(
        grant_id=ending[0].id, until=until, by=asked.viewer, on=asked.on, at=timezone.now()
    )
    when = f"on {say_date(until)}" if until else "now"
    what = ending[0].role_words.lower()
    click.echo(f"The role {what} of {ending[0].user_name} ends {when}.")


@click.command("close-account")
@click.argument("email")
@click.option("--reason", required=True, help="Why, for the history.")
@asks_as
def close_account(email: str, reason: str, area: str | None, as_user: str | None) -> None:
    """Close the account of the person who signs in as EMAIL: every role, right and link of theirs
    ends, and their sessions die at once. What they led is handed over with hand-over.

    \b
    Example:
      goldenthread close-account a.moyo@eastmere.example --reason "Left on 31 January"
    """
    asked = ask(area, as_user)
    from django.utils import timezone

    from goldenthread.partnership import actions, queries

    address = email.strip().lower()
    people = queries.people(viewer=asked.viewer, on=asked.on)
    found = [one for one in people if one.signs_in and one.email.lower() == address]
    if not found:
        raise Refused(f"Nobody signs in as {email} in {asked.viewer.local_area_name}.")
    actions.close_account(
        person_id=found[0].id, reason=reason, by=asked.viewer, on=asked.on, at=timezone.now()
    )
    click.echo(f"The account of {found[0].name} is closed, and they are signed out.")


COMMANDS = {
    "close-account": close_account,
    "areas": areas,
    "add-area": add_area,
    "add-user": add_user,
    "end-role": end_role,
}
