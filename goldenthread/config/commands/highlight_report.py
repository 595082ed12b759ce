"""A highlight report of one part of a plan, as figures for a script or as a draft document."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from goldenthread.config.commands.asking import Asked, ask, asks_as, find_plan, say_json
from goldenthread.config.commands.leaving import write_out
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.improvement_plan.queries.facts import PlanFact
    from goldenthread.reports.document import Document
    from goldenthread.rules.snapshots import PlanSnapshot, SnapshotLevel


@click.command("highlight-report")
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option("--part", metavar="REFERENCE", required=True, help="Of a top-level part: 2")
@click.option("--period", "period_name", metavar="NAME", help="A closed period.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As at a day instead.")
@click.option(
    "--shape", type=click.Choice(["status", "concerns"]), default="status", show_default=True
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "html", "docx", "pdf", "xlsx"]),
    default="json",
    show_default=True,
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@asks_as
def highlight_report(
    plan_name: str | None,
    part: str,
    period_name: str | None,
    day: datetime | None,
    shape: str,
    form: str,
    out: Path | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """How one part of a plan stands, for a closed period or as at a day (default: today).

    With --format json: the counts, each with the references of its actions. With html, docx, pdf
    or xlsx: the report as a draft, without a reader's status and words; those are written, and the
    report issued, on its page.

    \b
    Examples:
      goldenthread highlight-report --part 2
      goldenthread highlight-report --part 2 --period "December 2019" --format pdf --out 2.pdf
    """
    if form != "json" and out is None:
        raise click.UsageError(f"Say where to write the report: --out report.{form}")
    if period_name and day:
        raise click.UsageError("Give a period or a day, not both.")
    asked = ask(area, as_user)
    plan = find_plan(asked, plan_name)
    now, before = _snapshots(asked, plan, period_name, day.date() if day else None)
    level = _part(now, part)
    if form == "json":
        answer = _figures(now, before, level)
        if out is None:
            say_json(answer)
            return
        import json

        content = json.dumps(answer, indent=2, default=str, ensure_ascii=False).encode()
    else:
        from goldenthread.reports import writing

        made_at = datetime.combine(asked.on, time(), tzinfo=UTC)
        document = _document(asked, plan, now, before, level, shape)
        content = writing.write(document, form, made_at=made_at)
    assert out is not None
    from goldenthread.rules.sensitivity import Contents, Sensitivity

    write_out(
        out,
        content,
        about=now.period_name,
        contents=Contents(Sensitivity.OFFICIAL),
        shown=[("plan", plan.id)],
        program="highlight-report",
        asked=asked,
    )


def _snapshots(
    asked: Asked, plan: PlanFact, name: str | None, day: date | None
) -> tuple[PlanSnapshot, PlanSnapshot | None]:
    """What it is of, and the period closed before."""
    from goldenthread.improvement_plan import queries
    from goldenthread.rules.calendars import say_date

    closed = [one for one in queries.periods(plan.id, viewer=asked.viewer) if one.snapshot_id]
    now: PlanSnapshot | None
    if name:
        period = next((one for one in closed if one.name.casefold() == name.casefold()), None)
        if period is None or period.snapshot_id is None:
            names = ", ".join(one.name for one in closed) or "none yet"
            raise Refused(f"“{name}” is not a closed period. The closed ones are: {names}.")
        now = queries.snapshot(period.snapshot_id, viewer=asked.viewer)
    else:
        wanted = day or asked.on
        if wanted > asked.on:
            raise Refused(f"{say_date(wanted)} has not come yet. Give a day up to today.")
        now = queries.snapshot_now(plan.id, viewer=asked.viewer, on=wanted)
        # A look at the plan: its figures are not frozen, so their references name the plan's id.
        now = replace(now, id=str(plan.id), period_name=f"As at {say_date(wanted)}") if now else now
    if now is None:
        raise Refused("That plan is not in sight. Ask the programme office.")
    cut_off = now.cut_off
    earlier = [one for one in closed if one.cut_off < cut_off]
    last = max(earlier, key=lambda one: one.cut_off, default=None)
    if last is None or last.snapshot_id is None:
        return now, None
    return now, queries.snapshot(last.snapshot_id, viewer=asked.viewer)


def _part(now: PlanSnapshot, reference: str) -> SnapshotLevel:
    tops = [level for level in now.levels if level.depth == 0]
    found = next((one for one in tops if one.reference == reference), None)
    if found is None:
        names = ", ".join(one.reference or one.title for one in tops) or "none"
        raise Refused(f"“{reference}” is no top-level part of this plan. They are: {names}.")
    return found


def _figures(
    now: PlanSnapshot, before: PlanSnapshot | None, level: SnapshotLevel
) -> dict[str, Any]:
    """The counts of the part, each with the references of its actions."""
    from goldenthread.rules.comparison import resolve

    keys = ["actions", "share:complete", "off-track", "overdue", "due-next:60"]
    keys += ["completed-since", "direction:better", "direction:worse"] if before else []
    keys += ["decisions"] if now.escalations is not None else []
    counted = {key: resolve(now, before, f"level:{level.id}:{key}") for key in keys}
    return {
        "plan": now.plan_title,
        "part": f"{level.name} {level.reference}: {level.title}",
        "as_at": now.cut_off,
        "compared_with": before.cut_off if before else None,
        "counts": {
            key: {"count": len(rows), "references": [row.reference for row in rows]}
            for key, rows in counted.items()
        },
    }


def _document(
    asked: Asked,
    plan: PlanFact,
    now: PlanSnapshot,
    before: PlanSnapshot | None,
    level: SnapshotLevel,
    shape: str,
) -> Document:
    from goldenthread.reports.highlight_report import HighlightFront, build
    from goldenthread.reports.highlights import waits_within
    from goldenthread.reports.papers import compares
    from goldenthread.reports.references import FigureReference

    def reference(key: str) -> str:
        compared = UUID(before.id) if before and compares(key) else None
        return str(FigureReference(UUID(now.id), compared, key))

    return build(
        now=now,
        compared=before,
        front=HighlightFront(
            level_id=level.id,
            reader="",
            shape=shape,
            number=1,
            draft=True,
            status_point="",
            words={},
            state_words="Draft without a reader",
            received=False,
        ),
        waits=waits_within(plan.id, UUID(level.id), viewer=asked.viewer, on=now.cut_off),
        figure_reference=reference,
    )


COMMANDS = {"highlight-report": highlight_report}
