"""Workbooks for leads at the terminal: made, and loaded when they come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from goldenthread.config.commands.asking import ask, asks_as, find_plan
from goldenthread.config.commands.leaving import write_out
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.intake.actions.returned_comparing import ReturnComparison


@click.command("lead-workbook")
@click.option("--plan", "plan_name", metavar="TITLE", help="Which plan, where there are several.")
@click.option("--lead", metavar="NAME", help="Only what this post or person leads.")
@click.option(
    "--filter",
    "query",
    metavar="QUERY",
    default="",
    help="The filters of a list's address, such as state=off-track&sort=due.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
@asks_as
def lead_workbook(
    plan_name: str | None,
    lead: str | None,
    query: str,
    out: Path,
    area: str | None,
    as_user: str | None,
) -> None:
    """Write an Excel workbook of actions for a lead to fill in and send back.

    \b
    Examples:
      goldenthread lead-workbook --lead "Head of SEND" --out head-of-send.xlsx
      goldenthread lead-workbook --filter "state=overdue" --out overdue.xlsx
    """
    asked = ask(area, as_user)
    plan = find_plan(asked, plan_name)
    from django.http import QueryDict

    from goldenthread.improvement_plan.queries import ActionFilters
    from goldenthread.improvement_plan.queries.workbooks import names_of
    from goldenthread.reports import lead_workbooks
    from goldenthread.rules.ratings import folded

    given = QueryDict(query.lstrip("?"), mutable=True)
    if lead:
        known = names_of(plan.id, viewer=asked.viewer, on=asked.on)
        named = known.leads.get(folded(lead)) if known else None
        if named is None or not (named.post_id or named.person_id):
            raise Refused(f"“{lead}” is no one post or person of this local area.")
        kind = "post" if named.post_id else "person"
        given.appendlist(kind, str(named.post_id or named.person_id))
    _, content = lead_workbooks.make(
        plan_id=plan.id,
        filters=ActionFilters.from_query(given),
        for_whom=lead or "",
        by=asked.viewer,
        on=asked.on,
    )
    write_out(
        out,
        content,
        contents=lead_workbooks.LEAD_WORKBOOK.contents(plan.id),
        shown=[("plan", plan.id)],
        program="lead-workbook",
        asked=asked,
    )
    click.echo(f"{out} is written.")


@click.command("import-workbook")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="List the differences; keep and change nothing.")
@asks_as
def import_workbook(file: Path, dry_run: bool, area: str | None, as_user: str | None) -> None:
    """Load a workbook that came back, and take over what only the workbook changed.

    A cell that was changed here too since, one that cannot be read, rows that were added and rows
    that are missing are listed and left for the pages. With --dry-run nothing is kept.

    \b
    Examples:
      goldenthread import-workbook back.xlsx --dry-run
      goldenthread import-workbook back.xlsx
    """
    if not file.is_file():
        raise Refused(f"There is no file {file}. Check its name and folder.")
    asked = ask(area, as_user)
    from goldenthread.intake.actions.returned_at_once import (
        compare_at_once,
        safe_keys,
        take_over_at_once,
    )

    content = file.read_bytes()
    if dry_run:
        _tell(compare_at_once(content, by=asked.viewer, on=asked.on))
        return
    comparison = take_over_at_once(content, file.name, by=asked.viewer, on=asked.on)
    _tell(comparison)
    count = len(safe_keys(comparison))
    click.echo(f"{count} cell{'' if count == 1 else 's'} taken over from {file.name}.")


def _tell(comparison: ReturnComparison) -> None:
    for note in comparison.notes:
        click.echo(note)
    for row in comparison.rows:
        for cell in row.cells:
            left = cell.sentence or (
                "Changed here too; look at it on the page." if cell.both else ""
            )
            click.echo(
                f"{row.reference}, {cell.label}: {_short(cell.sent)} → {_short(cell.came)}"
                + (f"  [{left}]" if left else "")
            )
    for one in comparison.missing:
        click.echo(f"{one.reference} did not come back; it stays as it is.")
    for added in comparison.added:
        words = _short(added.cells.get("text", ""))
        click.echo(f"Row {added.number} was added: {words}. Choose its part on the page.")
    if not comparison.differs:
        click.echo("Nothing differs.")


def _short(words: str) -> str:
    line = " ".join(words.split()) or "empty"
    return line if len(line) <= 60 else f"{line[:59]}…"


COMMANDS = {"lead-workbook": lead_workbook, "import-workbook": import_workbook}
