"""Mail: sending what is due, settling what was perhaps sent, and reading what came back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

import click

from goldenthread.config.commands.asking import (
    Asked,
    answers_json,
    ask,
    asks_as,
    say_json,
    start_django,
)
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.notifications.queries import MessageFact


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
            f"{done['bounced']}; not sent {done['failed']}; perhaps sent {done['perhaps']}."
        )


@click.command("perhaps-sent")
@click.option("--arrived", metavar="MESSAGE", type=click.UUID, multiple=True,
              help="It arrived: who it went to says so. May be given several times.")  # fmt: skip
@click.option("--send-again", "again", metavar="MESSAGE", type=click.UUID, multiple=True,
              help="Send it again, as the same message. May be given several times.")  # fmt: skip
@answers_json
@asks_as
def perhaps_sent(
    arrived: tuple[UUID, ...],
    again: tuple[UUID, ...],
    form: str,
    area: str | None,
    as_user: str | None,
) -> None:
    """List messages whose sending was interrupted while the mail server took them, the oldest
    first; or say of some that they arrived, or send them again. None is sent again by itself.

    \b
    Examples:
      goldenthread perhaps-sent
      goldenthread perhaps-sent --arrived 0199… --arrived 0199…
      goldenthread perhaps-sent --send-again 0199… --as a.mason@eastmere.example
    """
    if set(arrived) & set(again):
        raise click.UsageError("Say of each message either --arrived or --send-again.")
    asked = ask(area, as_user)
    from django.db import transaction

    from goldenthread.notifications import actions, policies, queries

    policies.require(policies.may_manage_messages(asked.viewer))
    done = {"by": asked.viewer, "on": asked.on}
    with transaction.atomic():
        if arrived:
            actions.say_arrived(versions=_versions(asked, arrived), **done)  # type: ignore[arg-type]
        if again:
            actions.send_perhaps_again(versions=_versions(asked, again), **done)  # type: ignore[arg-type]
    if arrived or again:
        click.echo(f"Arrived {len(arrived)}; to be sent again {len(again)}.", err=True)
    number = queries.count_of(queries.Asked(state="perhaps"), viewer=asked.viewer)
    _say_held(queries.perhaps_sent(viewer=asked.viewer), number, form)


def _versions(asked: Asked, messages: tuple[UUID, ...]) -> dict[UUID, int]:
    from goldenthread.notifications import queries

    found = {one: queries.message(one, viewer=asked.viewer) for one in messages}
    if not all(found.values()):
        raise Refused("There is no such message here. Run: goldenthread perhaps-sent.")
    return {one: fact.version for one, fact in found.items() if fact}


def _say_held(found: tuple[MessageFact, ...], number: int, form: str) -> None:
    if form == "json":
        say_json([
            {
                "id": one.id, "to": one.person_name, "address": one.sent_to, "kind": one.kind,
                "subject": one.subject, "handed_over_at": one.delivery.sent_at,
                "said": one.delivery.said,
            }
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        click.echo(f"{one.id}  {one.subject}")
        click.echo(f"  to {one.person_name} ({one.sent_to})")
        click.echo(f"  {one.delivery.words}")
    if number > len(found):
        click.echo(f"These are the {len(found)} oldest of {number}.")
    if not found:
        click.echo("Of every message it is known whether it was sent.")


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


COMMANDS = {"send-mail": send_mail, "perhaps-sent": perhaps_sent, "bounces": bounces}
