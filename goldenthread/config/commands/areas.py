"""Local areas and accounts."""

from __future__ import annotations

import secrets

import click

from goldenthread.config.commands.asking import answers_json, ask, asks_as, say_json, start_django


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
def add_area(short_name: str, name: str, administrator: str, email: str, colour: str) -> None:
    """Set up a local area and its first administrator, and print the first password.

    \b
    Example:
      goldenthread add-area eastmere "Eastmere SEND partnership" \\
          --administrator "A. Moyo" --email a.moyo@eastmere.example
    """
    start_django()
    from django.utils import timezone

    from goldenthread.partnership import actions, queries

    known = queries.has_account(email)
    password = secrets.token_urlsafe(12)
    actions.found_local_area(
        slug=short_name,
        name=name,
        brand_colour=colour,
        administrator_name=administrator,
        administrator_email=email,
        password=password,
        demonstration=False,
        on=timezone.localdate(),
        at=timezone.now(),
    )
    click.echo(f"{name} is set up at /a/{short_name}/.")
    if not known:
        click.echo(f"{administrator} signs in as {email} with the password {password}")


@click.command("add-user")
@click.argument("name")
@click.argument("email")
@click.argument("role")
@click.option("--reason", required=True, help="Why, for the history.")
@asks_as
def add_user(
    name: str, email: str, role: str, reason: str, area: str | None, as_user: str | None
) -> None:
    """Give somebody an account and a role.

    ROLE is one of: board_member, action_lead, deputy, workstream_lead, programme_office,
    parent_carer_forum, external_adviser, area_administrator.
    """
    asked = ask(area, as_user)
    from django.utils import timezone

    from goldenthread.partnership import actions

    password = secrets.token_urlsafe(12)
    is_new = actions.give_role(
        name=name,
        email=email,
        password=password,
        role=role,
        reason=reason,
        from_date=asked.on,
        by=asked.viewer,
        on=asked.on,
        at=timezone.now(),
    )
    click.echo(f"{name} has the role {role.replace('_', ' ')} in {asked.viewer.local_area_name}.")
    if is_new:
        click.echo(f"They sign in as {email} with the password {password}")


COMMANDS = {"areas": areas, "add-area": add_area, "add-user": add_user}
