"""One person's work handed over; and the message of the week."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from goldenthread.config.commands.asking import DAY, answers_json, ask, asks_as, say_json
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.my_work.actions import HandedOver
    from goldenthread.my_work.queries import Handover
    from goldenthread.partnership.queries import PersonFact


@click.command("hand-over")
@click.option("--from", "giver", required=True, metavar="EMAIL", help="Whose work it is now.")
@click.option("--to", "taker", metavar="EMAIL", help="Who takes it over (default: nobody yet).")
@click.option("--on", "day", type=DAY, required=True, help="The successor's first day.")
@click.option("--leaves", is_flag=True, help="The person leaves the local area altogether.")
@click.option("--dry-run", is_flag=True, help="List what would move, and move nothing.")
@asks_as
@answers_json
def hand_over(
    giver: str,
    taker: str | None,
    day: date,
    leaves: bool,
    dry_run: bool,
    area: str | None,
    as_user: str | None,
    form: str,
) -> None:
    """Hand over everything that somebody holds, all of it or nothing.

    \b
    goldenthread hand-over --from una@eastmere.example --to viv@eastmere.example \\
      --on 2024-05-03 --dry-run
    """
    asked = ask(area, as_user)
    from django.utils import timezone

    from goldenthread.my_work import actions, queries
    from goldenthread.partnership import queries as partnership

    here = partnership.people(viewer=asked.viewer, on=asked.on)
    person = _by_email(giver, here)
    to = _by_email(taker, here).id if taker else None
    found = queries.handover(person.id, viewer=asked.viewer, day=day, on=asked.on)
    if found is None:
        raise Refused(f"{giver} is not known in {asked.viewer.local_area_name}.")
    done = None
    if not dry_run:
        wanted = actions.HandOver(
            person_id=person.id,
            day=day,
            takers={one.key: to for one in found.to_hand_over},
            seen=found.fingerprint,
            leaves=leaves,
        )
        done = actions.hand_over(wanted=wanted, by=asked.viewer, on=asked.on, at=timezone.now())
    _say(found, done, form)


def _by_email(email: str, here: tuple[PersonFact, ...]) -> PersonFact:
    found = [one for one in here if one.email.lower() == email.strip().lower()]
    if len(found) != 1:
        raise Refused(
            f"{'Nobody' if not found else 'More than one person'} has the address {email} here. "
            "Look under People and forums."
        )
    return found[0]


def _say(found: Handover, done: HandedOver | None, form: str) -> None:
    held = [
        {"kind": one.kind, "words": one.words, "note": one.note, "stays": one.stays}
        for one in found.held
    ]
    if form == "json":
        answer: dict[str, Any] = {"person": found.giver.name, "day": found.day, "holds": held}
        answer["handed_over"] = {"to": dict(done.taken), "left": done.left} if done else None
        say_json(answer)
        return
    for one in found.held:
        click.echo(f"{one.kind:12} {one.words}{f'  – {one.stays}' if one.stays else ''}")
    if done is None:
        click.echo(f"{len(found.to_hand_over)} would move. Nothing was changed.")
        return
    for name, number in done.taken.items():
        click.echo(f"{number} handed over from {found.giver.name} to {name}.")
    if done.left:
        click.echo(f"{done.left} left with nobody to follow yet.")


@click.command("weekly-digest")
@click.option("--dry-run", is_flag=True, help="Say who would be told what, and queue nothing.")
@answers_json
def weekly_digest(dry_run: bool, form: str) -> None:
    """Queue the message “Your week” for everybody who wants it, in every local area.

    The worker does the same on Mondays. Made twice in one week, it is sent once.
    """
    from goldenthread.config.commands.asking import start_django

    start_django()
    from goldenthread.my_work import tasks

    done = tasks.weekly_digest(dry_run=dry_run)
    if form == "json":
        say_json(
            {
                "messages": list(tasks.told(done)),
                "nothing_waits": done.nothing,
                "turned_off": done.unwanted,
            }
        )
        return
    for one in done.messages:
        click.echo(f"{one.name} ({one.area}): {'; '.join(each.words for each in one.week)}")
    verb = "would be told" if dry_run else "are told"
    click.echo(
        f"{len(done.messages)} {verb}; nothing waits for {done.nothing}; {done.unwanted} turned it "
        "off."
    )


COMMANDS = {"hand-over": hand_over, "weekly-digest": weekly_digest}
