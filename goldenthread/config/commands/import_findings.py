"""Findings of an inspection report brought into a plan at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from goldenthread.config.commands.asking import answers_json, ask, asks_as, find_plan
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.intake.understanding.plan import FindingRead


@click.command("import-findings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option("--proposed", is_flag=True, help="Bring an old letter's proposed findings in too.")
@click.option("--dry-run", is_flag=True, help="Show what is read; store nothing.")
@answers_json
@asks_as
def import_findings(
    file: Path,
    plan_name: str | None,
    proposed: bool,
    dry_run: bool,
    form: str,
    area: str | None,
    as_user: str | None,
) -> None:
    """Bring the findings of an inspection report into a plan: PDF, Word or text.

    Read are "Areas for priority action" with the bodies responsible, and "Areas for improvement".
    Letters from before 2023 number nothing: what they list as weak or for development is proposed,
    each with the words it stood under, and comes in only with --proposed, after you have looked at
    it with --dry-run. Findings the plan has already are left out; which part of the plan answers
    each is said on its pages. With --dry-run nothing is stored, and no database is needed.

    \b
    Examples:
      goldenthread import-findings report.pdf --dry-run
      goldenthread import-findings report.pdf --plan "SEND improvement plan"
      goldenthread import-findings letter-2018.pdf --proposed
    """
    if not file.is_file():
        raise Refused(f"There is no file {file}. Check its name and folder.")
    if dry_run:
        from goldenthread.intake.report_reading import report_findings

        _say_read(report_findings(file.read_bytes(), file.name), form)
        return
    asked = ask(area, as_user)
    plan = find_plan(asked, plan_name)
    from goldenthread.intake.actions import reports as verbs
    from goldenthread.intake.queries.reports import a_report

    loaded = verbs.upload_report(
        plan_id=plan.id,
        upload=file.read_bytes(),
        name=file.name,
        by=asked.viewer,
        on=asked.on,
    )
    report = a_report(loaded.report_id, viewer=asked.viewer)
    assert report is not None
    if report.applied_on is not None:
        raise Refused(
            f"This very file was brought in on {report.applied_on:%-d %B %Y} by "
            f"{report.applied_by}. Nothing was changed."
        )
    waiting = [one for one in report.findings if one.proposed]
    if waiting and not proposed:
        raise Refused(
            f"{len(waiting)} findings are proposed from the lists of this letter, and none was "
            "brought in. Look at them with --dry-run and bring them all in with --proposed, or "
            "choose among them on the page “Bring findings in from a report”."
        )
    number = verbs.add_findings(
        report_id=report.id,
        version=report.version,
        take={one.id: () for one in report.findings},
        by=asked.viewer,
        on=asked.on,
    )
    if form == "json":
        _say_json({"plan": str(plan.id), "read": len(report.findings), "added": number})
        return
    known = len(report.findings) - number
    words = "1 finding was" if number == 1 else f"{number} findings were"
    also = f"; {known} of the report were in the plan already" if known else ""
    click.echo(f"{words} added to “{plan.title}” from {file.name}{also}.")


def _say_read(found: tuple[FindingRead, ...], form: str) -> None:
    if form == "json":
        from goldenthread.intake.understanding.as_json import to_data

        _say_json(to_data(found))
        return
    click.echo(f"{found[0].source or 'No inspection is named'}: {len(found)} findings")
    for one in found:
        click.echo(f"\n{' '.join(part for part in (one.kind, one.reference) if part)}")
        if one.proposed:
            click.echo(f"  Proposed, from the list under: {one.proposed}")
        if one.responsible:
            click.echo(f"  Responsible: {one.responsible}")
        for words in one.text.split("\n"):
            click.echo(f"  {words}")


def _say_json(answer: Any) -> None:
    import json

    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


COMMANDS = {"import-findings": import_findings}
