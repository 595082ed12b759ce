"""The deadlines of the register, proved at the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import click

from goldenthread.config.commands.asking import answers_json, ask, asks_as, say_json

_SHOWN = 20


@click.command("recompute-clocks")
@click.option("--repair", is_flag=True, help="Write what the rules say where a row differs.")
@answers_json
@asks_as
def recompute_clocks(repair: bool, form: str, area: str | None, as_user: str | None) -> None:
    """Work out every deadline of the register from its facts, and compare with what is kept.

    Says how many rows were compared and in which records some differ, by their ids. Ends with 1
    where some differ and were not repaired.

    \b
    Examples:
      goldenthread recompute-clocks
      goldenthread recompute-clocks --repair
      goldenthread recompute-clocks --format json
    """
    from goldenthread.ehcp_register.actions import recompute_clocks as prove

    asked = ask(area, as_user)
    found = prove(repair=repair, by=asked.viewer, on=asked.on)
    if form == "json":
        say_json(
            {
                "children": found.children,
                "rows": found.rows,
                "differed": {
                    str(pk): dict(zip(("missing", "different", "too_many"), counts, strict=True))
                    for pk, counts in found.differed.items()
                },
                "repaired": found.repaired and bool(found.differed),
            }
        )
    else:
        _tell(found.children, found.rows, found.differed, repaired=repair)
    if found.differed and not repair:
        raise SystemExit(1)


def _tell(
    children: int, rows: int, differed: Mapping[UUID, tuple[int, int, int]], *, repaired: bool
) -> None:
    click.echo(f"{rows:,} rows of {children:,} children and young people were worked out.")
    if not differed:
        click.echo("All of them are what the rules say.")
        return
    click.echo(f"In {len(differed):,} records some were not what the rules say:")
    for pk, (missing, different, too_many) in list(differed.items())[:_SHOWN]:
        click.echo(f"  {pk}: {missing} missing, {different} different, {too_many} too many")
    if len(differed) > _SHOWN:
        click.echo(f"  and {len(differed) - _SHOWN:,} more; --format json names them all")
    click.echo(
        "They were written anew." if repaired else "Run it with --repair to write them anew."
    )


COMMANDS = {"recompute-clocks": recompute_clocks}
