"""Is anything wrong with the installation, or weak about its settings?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from goldenthread.config.commands.asking import answers_json, say_json, start_django

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


@click.command()
@click.option(
    "--deploy", is_flag=True, help="Also what matters once people outside reach the installation."
)
@answers_json
@click.pass_context
def check(ctx: click.Context, deploy: bool, form: str) -> None:
    """Go through the settings and the machine; exit 1 where something is broken or weak.

    Each is told in two sentences: what could happen, and what to set. Run it as the product's own
    user, with the product's own environment.

    \b
    Example:
      goldenthread check --deploy
    """
    start_django()
    from django.core import checks

    found = [
        one
        for one in checks.run_checks(include_deployment_checks=deploy, databases=["default"])
        if not one.is_silenced()
    ]
    found.sort(key=lambda one: -one.level)
    bad = [one for one in found if one.level >= checks.WARNING]
    if form == "json":
        say_json({"well": not bad, "found": [_as_data(one) for one in found]})
    else:
        for one in found:
            click.echo(f"{_how_bad(one)}: {_name(one)}\n  {one.msg}\n  {one.hint or ''}\n")
        click.echo(f"To be mended: {len(bad)}." if bad else "Nothing to be mended.")
    if bad:
        ctx.exit(1)


def _as_data(one: CheckMessage) -> dict[str, Any]:
    return {
        "name": _name(one),
        "level": _how_bad(one).lower(),
        "could_happen": str(one.msg),
        "to_set": str(one.hint or ""),
    }


def _name(one: CheckMessage) -> str:
    return str(one.id or "").removeprefix("goldenthread.")


def _how_bad(one: CheckMessage) -> str:
    from django.core import checks

    if one.level >= checks.ERROR:
        return "Broken"
    return "Weak" if one.level >= checks.WARNING else "Remark"


COMMANDS = {"check": check}
