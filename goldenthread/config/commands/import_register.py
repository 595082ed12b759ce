"""A register's file brought in at the terminal."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from goldenthread.config.commands.asking import DAY, Asked, answers_json, ask, asks_as, say_json
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.intake.registers.mapping import Mapping

_SHOWN = 20
_WHO = (
    "Only a SEND case manager brings a file into the register. Add --as with the email address of "
    "one."
)


@click.command("import-register")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--as-at", type=DAY, metavar="DATE", required=True, help="The day that the files describe."
)
@click.option(
    "--system",
    metavar="NAME",
    default="",
    help="Which stream they belong to (default: SEN2, Annex A, or the mapping’s name).",
)
@click.option(
    "--authority",
    metavar="NUMBER",
    default="",
    help="The council’s own three digits, where the file does not say them.",
)
@click.option(
    "--mapping",
    metavar="FILE.json",
    help="How an extract is read: a file (JSON).",
)
@click.option("--dry-run", is_flag=True, help="Read and compare; write nothing.")
@answers_json
@asks_as
def import_register(
    files: tuple[Path, ...],
    as_at: date,
    system: str,
    authority: str,
    mapping: str | None,
    dry_run: bool,
    form: str,
    area: str | None,
    as_user: str | None,
) -> None:
    """Bring returns and extracts of case systems into the register of children and young people.

    A FILE is a SEN2 return as XML, COLLECT’s CSV export (.zip), a workbook of the return, Annex A,
    or an extract of a case system (Excel or CSV) with its mapping. Each file is brought in whole
    or not at all; a new extract changes only what it says otherwise. Who may be somebody known is
    left out and told, with the reasons. The files are not kept, only their names and SHA-256.
    Nothing printed says who anybody is. Only a SEND case manager may: name one with --as.

    \b
    Examples:
      goldenthread import-register sen2.xml --as-at 2027-01-21 --dry-run --as EMAIL
      goldenthread import-register sen2.xml --as-at 2027-01-21 --as EMAIL
      goldenthread import-register extract.xlsx --mapping columns.json --as-at 2026-11-20 \\
        --authority 999 --as EMAIL
    """
    missing = next((file for file in files if not file.is_file()), None)
    if missing is not None:
        raise Refused(f"There is no file {missing}. Check its name and folder.")
    if authority and not (len(authority) == 3 and authority.isascii() and authority.isdigit()):
        raise Refused("An authority’s number has three digits, such as 801.")
    asked = ask(area, as_user)
    _require_manager(asked, named=as_user is not None)
    how = _mapping(mapping, asked)
    told = [
        _one(file, asked, as_at, system, authority, how, dry_run=dry_run, form=form)
        for file in files
    ]
    if form == "json":
        say_json(told)


def _require_manager(asked: Asked, *, named: bool) -> None:
    from goldenthread.ehcp_register import policies

    if sentence := policies.may_manage(asked.viewer):
        raise Refused(sentence if named else _WHO)


def _mapping(given: str | None, asked: Asked) -> Mapping | None:
    if given is None:
        return None
    from goldenthread.intake.registers.mapping import from_data

    file = Path(given)
    if not file.is_file():
        raise Refused(f"There is no file {file}. Check its name and folder.")
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise Refused(f"{file} is not a mapping: it is no JSON.") from None
    mapping = from_data(data)
    if wrong := mapping.problems():
        raise Refused(" ".join(wrong))
    return mapping


def _one(
    file: Path,
    asked: Asked,
    as_at: date,
    system: str,
    authority: str,
    mapping: Mapping | None,
    *,
    dry_run: bool,
    form: str,
) -> dict[str, Any]:
    from django.utils import timezone

    from goldenthread.intake.actions.registers import import_register as bring_in

    with file.open("rb") as content:
        done = bring_in(
            content=content,
            name=file.name,
            as_at=as_at,
            system=system,
            authority=authority,
            mapping=mapping,
            dry_run=dry_run,
            by=asked.viewer,
            on=asked.on,
            at=timezone.now(),
        )
    told = done.as_data()
    if form == "text":
        _tell(told)
    return told


def _tell(told: dict[str, Any]) -> None:
    matches, problems = told["matches"], told["problems"]
    click.echo(f"{told['file']}: {told['kind']}, {told['persons']:,} persons, of {told['system']}")
    for name, count in told["rows"].items():
        click.echo(
            f"  {name}: {count['found']:,} found, {count['read']:,} read, "
            f"{count['refused']:,} refused"
        )
    click.echo(
        f"  {matches['same']:,} known, {matches['new']:,} new, {matches['to_ask']:,} to be asked"
    )
    if matches["nobody"]:
        click.echo(
            f"  {len(matches['nobody']):,} without a number, or a name and day of birth: left out, "
            "for they would come in anew with every file"
        )
    _tell_asked(matches)
    _some(f"{problems['count']:,} problems in what was read", problems["first"], problems["count"])
    for words, said in (("Assumed", told["assumed"]), ("Left out", told["left_out"])):
        lines = [f"{count:,} × {sentence}" for sentence, count in said.items()]
        _some(words, lines, len(lines))
    _tell_checks(told["checks"])
    if told["dry_run"]:
        click.echo("  Nothing was written.")
        return
    done = told["brought"]
    click.echo(
        f"  Brought in: {done['new']:,} new, {done['changed']:,} changed, "
        f"{done['unchanged']:,} unchanged, {done['left_to_ask']:,} left to be asked; "
        f"{done['events_added']:,} events added, {done['events_corrected']:,} corrected"
    )


def _tell_asked(matches: dict[str, Any]) -> None:
    lines = [
        f"{one['where'] or 'person ' + str(one['person'])}: " + "; ".join(
            dict.fromkeys(reason for each in one["perhaps"] for reason in each["reasons"])
        )
        for one in matches["asked"]
    ]  # fmt: skip
    _some("To be asked", lines, len(lines))
    for note in matches["notes"]:
        click.echo(f"  {note}")


def _tell_checks(checks: list[dict[str, Any]]) -> None:
    ran = [one for one in checks if one["ran"]]
    click.echo(f"  {len(ran)} of {len(checks)} checks run")
    for one in checks:
        if not one["ran"]:
            click.echo(f"    {one['check']}: not run: {one['why_not']}")
        elif one["hits"] or one["not_judged"]:
            unjudged = f", {len(one['not_judged']):,} not judged" if one["not_judged"] else ""
            click.echo(
                f"    {one['check']} ({one['level']}): {len(one['hits']):,} hits{unjudged}. "
                f"{one['rule']}"
            )


def _some(words: str, lines: list[str], count: int) -> None:
    if not count:
        return
    click.echo(f"  {words}:")
    for line in lines[:_SHOWN]:
        click.echo(f"    {line}")
    if count > _SHOWN:
        click.echo(f"    and {count - _SHOWN:,} more; --format json names the first 200")


COMMANDS = {"import-register": import_register}
