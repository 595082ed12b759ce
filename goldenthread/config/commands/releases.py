"""What leaves the partnership, at the terminal: listed, prepared, released by a second person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from goldenthread.config.commands.asking import Asked, answers_json, ask, asks_as, say_json
from goldenthread.config.commands.leaving import write_out
from goldenthread.rules.recipients import RECIPIENTS
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.governance.queries.releases import ReleaseFact


@click.command("released")
@click.option("--waiting", is_flag=True, help="Only what waits for a second person.")
@answers_json
@asks_as
def released(waiting: bool, form: str, area: str | None, as_user: str | None) -> None:
    """List what has left the partnership and what waits to leave: to whom, its class, how many
    people are in it.

    \b
    Examples:
      goldenthread released
      goldenthread released --waiting --format json
    """
    asked = ask(area, as_user)
    from goldenthread.governance import policies
    from goldenthread.governance.queries import releases as queries
    from goldenthread.partnership.policies import require

    require(policies.may_prepare_release(asked.viewer))
    found = queries.releases(viewer=asked.viewer)
    if waiting:
        found = tuple(one for one in found if one.waits)
    if form == "json":
        say_json([_as_data(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.id}  {one.title} ({one.form_words})")
        click.echo(f"  to {one.recipient_words}")
        click.echo(f"  {one.contents.sensitivity.label}. {one.contents.people_words}")
        click.echo(f"  {one.state_words}{f': {one.reason}' if one.reason else ''}")
    if not found:
        click.echo("Nothing waits." if waiting else "Nothing has left yet.")


@click.command("prepare-release")
@click.argument("document", type=click.UUID)
@click.option("--to", "kind", type=click.Choice(list(RECIPIENTS)), required=True,
              help="What kind of recipient.")  # fmt: skip
@click.option("--recipient", metavar="NAME", required=True, help="The person or team.")
@click.option("--address", metavar="EMAIL", default="", help="Empty only for what is published.")
@click.option("--for", "purpose", metavar="WORDS", required=True, help="What it is sent for.")
@click.option("--form", type=click.Choice(["pdf", "docx", "xlsx"]), default="pdf",
              show_default=True)  # fmt: skip
@asks_as
def prepare_release(
    document: UUID,
    kind: str,
    recipient: str,
    address: str,
    purpose: str,
    form: str,
    area: str | None,
    as_user: str | None,
) -> None:
    """Set an issued paper or highlight report aside for somebody outside. A second person releases
    it. DOCUMENT is the id in the address of its page. The email address is asked for twice.

    \b
    Example:
      goldenthread prepare-release 0199… --to dfe --recipient "Ana Reyes" \\
          --address ana.reyes@education.gov.uk --for "The review on 3 May 2024"
    """
    asked = ask(area, as_user)
    from django.utils import timezone

    from goldenthread.governance import actions, queries

    again = click.prompt("The email address, once more", err=True) if address else ""
    paper = queries.paper(document, viewer=asked.viewer)
    release_id = actions.prepare_release(
        paper_id=document if paper else None,
        report_id=None if paper else document,
        form=form,
        recipient_kind=kind,
        recipient=recipient,
        address=address,
        address_again=again,
        purpose=purpose,
        by=asked.viewer,
        on=asked.on,
        at=timezone.now(),
    )
    one = _one(asked, release_id)
    click.echo(str(release_id))
    click.echo(f"{one.contents.words} A second person releases it now.", err=True)


@click.command("release")
@click.argument("release_id", metavar="RELEASE", type=click.UUID)
@click.option("--recipient", metavar="NAME", help="Type the name of the recipient to release it.")
@click.option("--refuse", metavar="REASON", help="It must not leave, and why.")
@click.option("--withdraw", metavar="REASON", help="Take it back, and why.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the released copy here.")  # fmt: skip
@asks_as
def release(
    release_id: UUID,
    recipient: str | None,
    refuse: str | None,
    withdraw: str | None,
    out: Path | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """Release, refuse or withdraw what was prepared for somebody outside; or write the copy that
    was released to a file. Whoever prepared it cannot release it: use --as.

    \b
    Examples:
      goldenthread release 0199… --as a.mason@eastmere.example --recipient "Ana Reyes"
      goldenthread release 0199… --as a.mason@eastmere.example --refuse "It should go to Ofsted"
      goldenthread release 0199… --out to-send.pdf
    """
    deeds = [one for one in (recipient, refuse, withdraw) if one is not None]
    if len(deeds) > 1 or (not deeds and out is None):
        raise click.UsageError("Say one of --recipient, --refuse and --withdraw, or --out alone.")
    asked = ask(area, as_user)
    one = _one(asked, release_id)
    if deeds:
        click.echo(one.contents.words, err=True)
        _decide(asked, one, recipient=recipient, refuse=refuse, withdraw=withdraw)
        one = _one(asked, release_id)
    if out is not None:
        _write(asked, one, out)
    click.echo(f"{one.title} to {one.recipient_words}", err=True)
    click.echo(f"{one.state_words}.", err=True)


def _decide(
    asked: Asked,
    one: ReleaseFact,
    *,
    recipient: str | None,
    refuse: str | None,
    withdraw: str | None,
) -> None:
    from django.utils import timezone

    from goldenthread.governance import actions

    which = {"release_id": one.id, "version": one.version}
    done = {"by": asked.viewer, "on": asked.on}
    if withdraw is not None:
        actions.withdraw_release(**which, **done, reason=withdraw)  # type: ignore[arg-type]
    elif refuse is not None:
        actions.refuse_release(**which, **done, reason=refuse, at=timezone.now())  # type: ignore[arg-type]
    else:
        actions.release(**which, **done, recipient=recipient or "", at=timezone.now())  # type: ignore[arg-type]


def _write(asked: Asked, one: ReleaseFact, out: Path) -> None:
    from goldenthread.files import queries as files
    from goldenthread.governance.queries.releases import RELEASED, released_file

    kept = released_file(one, viewer=asked.viewer)
    with files.open_bytes(kept.id, local_area_id=kept.local_area_id) as content:
        write_out(
            out,
            content.read(),
            contents=RELEASED.contents(one),
            shown=[("release", one.id)],
            program="release",
            asked=asked,
        )


def _one(asked: Asked, release_id: UUID) -> ReleaseFact:
    from goldenthread.governance.queries import releases as queries

    found = queries.release(release_id, viewer=asked.viewer)
    if found is None:
        raise Refused("There is no such document here. Run: goldenthread released.")
    return found


def _as_data(one: ReleaseFact) -> dict[str, object]:
    return {
        "id": one.id,
        "document": one.title,
        "format": one.form,
        "class": one.contents.sensitivity.value,
        "people": one.contents.people,
        "recipient_kind": one.recipient_kind,
        "recipient": one.recipient,
        "address": one.address,
        "purpose": one.purpose,
        "state": one.state,
        "prepared_on": one.prepared_on,
        "prepared_by": one.prepared_by,
        "decided_on": one.decided_on,
        "decided_by": one.decided_by,
        "reason": one.reason,
        "sha256": one.sha256,
    }


COMMANDS = {"released": released, "prepare-release": prepare_release, "release": release}
