"""The national list of settings brought in at the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from goldenthread.config.commands.asking import DAY, Asked, answers_json, ask, asks_as, say_json
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.intake.understanding.settings import LinksRead, SettingsRead

_PROBLEMS_SHOWN = 20


@click.command("import-settings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as-at",
    type=DAY,
    metavar="DATE",
    required=True,
    help="The day on which the list was downloaded.",
)
@click.option("--part", is_flag=True, help="It is a part of the list: what it lacks is not gone.")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@answers_json
@asks_as
def import_settings(
    file: Path,
    as_at: date,
    part: bool,
    dry_run: bool,
    form: str,
    area: str | None,
    as_user: str | None,
) -> None:
    """Bring in the national list of schools, colleges and providers, or the links between them.

    The file is “Establishment fields” (or “Establishment links”) as CSV, downloaded from Get
    Information about Schools and unpacked. Only what it changes is changed; a setting that the new
    list of its local authority has no longer is marked as gone, and kept. All or nothing.

    \b
    Examples:
      goldenthread import-settings edubasealldata20261101.csv --as-at 2026-11-01 --dry-run
      goldenthread import-settings edubasealldata20261101.csv --as-at 2026-11-01
      goldenthread import-settings links_edubasealldata20261101.csv --as-at 2026-11-01
      goldenthread import-settings our-special-schools.csv --as-at 2026-11-01 --part
    """
    if not file.is_file():
        raise Refused(f"There is no file {file}. Check its name and folder.")
    asked = ask(area, as_user)
    if dry_run:
        _would(file, asked, whole=not part, form=form)
        return
    from django.utils import timezone

    from goldenthread.intake.actions.settings import bring_in_file

    brought = bring_in_file(
        content=file.read_bytes(),
        name=file.name,
        as_at=as_at,
        whole=not part,
        by=asked.viewer,
        on=asked.on,
        at=timezone.now(),
    )
    done = brought.outcome
    counts = {
        "added": done.added,
        "changed": done.changed,
        "closed": done.closed,
        "gone": done.gone,
        "unchanged": done.unchanged,
        "left_out": done.left_out,
    }
    _tell(brought.read, counts, form, dry_run=False)


def _would(file: Path, asked: Asked, *, whole: bool, form: str) -> None:
    from goldenthread.intake.queries.settings import would_change
    from goldenthread.intake.understanding.settings import read_settings
    from goldenthread.partnership.policies import require
    from goldenthread.provision.policies import may_keep_settings

    require(may_keep_settings(asked.viewer))
    found = would_change(read_settings(file.read_bytes()), whole=whole, viewer=asked.viewer)
    if found.settings is not None:
        of = found.settings
        counts = {
            "added": len(of.added),
            "changed": len(of.changed),
            "closed": of.closed,
            "gone": len(of.gone),
            "unchanged": of.unchanged,
            "left_out": 0,
        }
    else:
        links = found.links
        assert links is not None
        counts = {
            "added": len(links.added),
            "changed": 0,
            "closed": 0,
            "gone": len(links.ended),
            "unchanged": links.unchanged,
            "left_out": links.left_out,
        }
    _tell(found.read, counts, form, dry_run=True)
    if found.too_much:
        click.echo(
            "More than one in ten settings are missing in this file: it would be refused. If it is "
            "a part of the list, add --part.",
            err=True,
        )


def _tell(
    read: SettingsRead | LinksRead, counts: dict[str, int], form: str, *, dry_run: bool
) -> None:
    if form == "json":
        problems: list[dict[str, Any]] = [
            {"row": one.row, "column": one.column, "words": one.words, "refused": one.refused}
            for one in read.problems
        ]
        say_json(
            {
                "dry_run": dry_run,
                "sha256": read.sha256,
                "rows_read": read.rows_read,
                "rows_refused": read.rows_refused,
                "problem_count": read.problem_count,
                "problems": problems,
                **counts,
            }
        )
        return
    click.echo(f"{read.rows_read:,} rows read, {read.rows_refused:,} refused")
    said = ", ".join(f"{number:,} {word.replace('_', ' ')}" for word, number in counts.items())
    click.echo(f"{'Would be' if dry_run else 'Done'}: {said}")
    for one in read.problems[:_PROBLEMS_SHOWN]:
        where = f"row {one.row}" + (f", {one.column}" if one.column else "")
        click.echo(f"  {where}: {one.words}{' (left out)' if one.refused else ''}")
    if read.problem_count > _PROBLEMS_SHOWN:
        click.echo(f"  and {read.problem_count - _PROBLEMS_SHOWN:,} more; see --format json")


COMMANDS = {"import-settings": import_settings}
