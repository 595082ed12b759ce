"""`goldenthread retention`: what would be erased, and erasing it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from goldenthread.config.commands.asking import answers_json, ask, asks_as, say_json
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.config.commands.asking import Asked
    from goldenthread.retention.queries import Going


@click.command()
@click.option(
    "--dry-run", "how", flag_value="dry-run", default=True, help="Only say it (the default)."
)
@click.option(
    "--apply", "how", flag_value="apply", help="Erase it, by rules that were approved on the page."
)
@answers_json
@asks_as
def retention(how: str, form: str, area: str | None, as_user: str | None) -> None:
    """Say what is over by the area’s rules and why the rest stays; or erase it now.

    The worker erases each night between three and four. Rules are set, approved and held back on
    the page “How long records are kept”.

    \b
    Examples:
      goldenthread retention --dry-run
      goldenthread retention --area eastmere --apply
    """
    asked = ask(area, as_user)
    if how == "apply":
        _apply(asked, form)
        return
    from goldenthread.retention import queries

    found = queries.dry_run(viewer=asked.viewer, on=asked.on)
    approval = queries.approval(viewer=asked.viewer)
    if form == "json":
        say_json({"approved": approval is not None, "kinds": [_as_data(one) for one in found]})
        return
    if not found:
        click.echo("No rules are set, so nothing is erased. Set them on the page.")
    for one in found:
        _say(one)
    if found and approval is None:
        click.echo("Nothing is erased yet: a second administrator has to approve the rules.")


def _say(one: Going) -> None:
    from goldenthread.retention.presenters import going_parts, table_words

    (part,) = going_parts([one])
    click.echo(f"{part['title']}: {part['things']} would go, of {part['rule']}.")
    for row in part["rows"]:
        click.echo(f"  {row['table']}: {row['number']}")
    for held in one.held:
        click.echo(f"  stays: {table_words(held.label)} {held.row_id}. {held.why}")
    if part["undated"]:
        click.echo(f"  {part['undated']}")


def _as_data(one: Going) -> dict[str, Any]:
    return {
        "kind": one.kind.key,
        "years": one.years,
        "things": one.things,
        "rows": {label: len(ids) for label, ids in sorted(one.rows.items()) if ids},
        "held": [
            {"table": held.label, "id": str(held.row_id), "why": held.why} for held in one.held
        ],
        "undated": one.undated,
        "next": one.next_on,
    }


def _apply(asked: Asked, form: str) -> None:
    from goldenthread.config.tasks import note_erasures
    from goldenthread.retention import actions, policies, queries

    policies.require(policies.may_keep_retention(asked.viewer))
    if queries.approval(viewer=asked.viewer) is None:
        raise Refused(
            "Nothing was erased: these rules are not approved. Somebody other than who set them "
            "approves them on the page “How long records are kept”."
        )
    done = actions.erase(
        local_area_id=asked.viewer.local_area_id, on=asked.on, by_label=asked.viewer.name
    )
    if done:
        note_erasures()
    if form == "json":
        say_json({"erased": done.rows if done else 0, "certificate": done.number if done else None})
    elif done is None:
        click.echo("Nothing is over today, so nothing was erased.")
    else:
        rows = "1 row" if done.rows == 1 else f"{done.rows:,} rows"
        click.echo(f"{rows} erased. Certificate {done.number} says which kinds and how many.")


COMMANDS = {"retention": retention}
