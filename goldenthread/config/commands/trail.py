"""Is the audit trail whole?"""

from __future__ import annotations

import click

from goldenthread.config.commands.asking import answers_json, say_json, start_django


@click.command("verify-trail")
@answers_json
@click.pass_context
def verify_trail(ctx: click.Context, form: str) -> None:
    """Read the audit trail from its beginning; exit 1 and name the first row that does not fit."""
    start_django()
    from goldenthread.trail.integrity import verify

    found = verify()
    if form == "json":
        say_json(
            {
                "whole": found.whole,
                "entries": found.entries,
                "details_erased": found.details_erased,
                "first_bad_row": found.bad.sentence if found.bad else None,
                "heads": [
                    {"local_area": area, "entries": seq, "hash": mark}
                    for area, seq, mark in found.heads
                ],
            }
        )
    elif found.bad:
        click.echo(found.bad.sentence, err=True)
    else:
        click.echo(f"The audit trail is whole: {found.entries} entries read.")
    if not found.whole:
        ctx.exit(1)


COMMANDS = {"verify-trail": verify_trail}
