"""How the installation stands, for whoever looks after it."""

from __future__ import annotations

from dataclasses import asdict

import click

from goldenthread.config.commands.asking import answers_json, say_json, start_django


@click.command()
@answers_json
@click.pass_context
def status(ctx: click.Context, form: str) -> None:
    """Say of each part of the installation how it stands; exit 1 where it is not ready.

    Not ready: the database, its tables, the guards of the audit trail or the disk. A mark stands
    before whatever else needs somebody's eye.

    \b
    Example:
      goldenthread status --format json
    """
    start_django()
    from django.utils import timezone

    from goldenthread.config.watching.state import is_ready, state

    parts = state(now=timezone.now())
    ready = is_ready(parts)
    if form == "json":
        say_json({"ready": ready, "parts": [asdict(part) for part in parts]})
    else:
        for part in parts:
            click.echo(f"{' ' if part.well else '!'} {part.name:<14} {part.words}")
        click.echo("Ready." if ready else "Not ready.")
    if not ready:
        ctx.exit(1)


COMMANDS = {"status": status}
