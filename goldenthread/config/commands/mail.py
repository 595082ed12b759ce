"""Mail: sending what is due, and reading what came back."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from goldenthread.config.commands.asking import answers_json, say_json, start_django


@click.command("send-mail")
@answers_json
def send_mail(form: str) -> None:
    """Send every message that is due now, of every local area.

    The worker does the same each minute; this is for looking, or for an installation without one.
    """
    start_django()
    from goldenthread.notifications import tasks

    done = tasks.send_due()
    if form == "json":
        say_json(done)
    elif not done["configured"]:
        click.echo(
            "No mail server is configured, so messages wait. Set GOLDENTHREAD_MAIL_HOST: see "
            "docs/guide/installing.md."
        )
    else:
        click.echo(
            f"Sent {done['sent']}; to be tried again {done['later']}; came back "
            f"{done['bounced']}; not sent {done['failed']}."
        )


@click.command()
@click.argument("files", nargs=-1, type=click.File("rb"))
@answers_json
def bounces(files: tuple[BinaryIO, ...], form: str) -> None:
    """Read reports of mail that came back, each a FILE, or one on standard input.

    \b
    A mail server can hand each over as it comes (an alias of the from-address):
      bounces: "|goldenthread bounces"
    """
    start_django()
    from django.utils import timezone

    from goldenthread.notifications import actions
    from goldenthread.notifications.bounces import read

    given: list[BinaryIO] = [*files] or [sys.stdin.buffer]
    found = [read(one.read()) for one in given]
    reported = [one for one in found if one is not None]
    marked = sum(
        actions.came_back(one.message_id, one.sentence, today=timezone.localdate())
        for one in reported
    )
    if form == "json":
        say_json({"read": len(found), "reports": len(reported), "marked": marked})
    else:
        click.echo(
            f"Read {len(found)}; {len(reported)} say that a message did not arrive; "
            f"{marked} messages are now marked as come back."
        )


COMMANDS = {"send-mail": send_mail, "bounces": bounces}
