"""The board's paper, as figures for a script or as documents for the board."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from goldenthread.config.commands.asking import Asked, ask, asks_as, find_plan, say_json
from goldenthread.config.commands.leaving import write_out
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.improvement_plan.queries.facts import PeriodFact, PlanFact
    from goldenthread.rules.comparison import Comparison, ShareFigure


@click.command("board-paper")
@click.option("--plan", "plan_name", metavar="TITLE", help="Default: the only plan.")
@click.option("--period", "period_name", metavar="NAME", help="Default: the latest closed one.")
@click.option("--compared-with", metavar="NAME", help="Default: the closed period before it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "docx", "pdf", "xlsx"]),
    default="text",
    show_default=True,
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@asks_as
def board_paper(
    plan_name: str | None,
    period_name: str | None,
    compared_with: str | None,
    form: str,
    out: Path | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """The board's paper of a closed period.

    With --format json: counts per rating for both periods, the three shares, the movement, each
    with the references of its rows. With html, docx, pdf or xlsx: the paper, written to --out as
    a draft; issuing it to a body is done on its page.

    \b
    Examples:
      goldenthread board-paper --format json
      goldenthread board-paper --period "December 2019" --format docx --out paper.docx
    """
    if form in ("html", "docx", "pdf", "xlsx") and out is None:
        raise click.UsageError(f"Say where to write the paper: --out paper.{form}")
    asked = ask(area, as_user)
    plan = find_plan(asked, plan_name)
    period, before = _periods(asked, plan, period_name, compared_with)
    if form in ("text", "json"):
        answer = _figures(asked, plan, period, before)
        if form == "json":
            say_json(answer)
        else:
            _say(answer)
        return
    assert out is not None
    content = _document(asked, plan, period, before, form)
    from goldenthread.rules.sensitivity import Contents, Sensitivity

    write_out(
        out,
        content,
        about=period.name,
        contents=Contents(Sensitivity.OFFICIAL),
        shown=[("plan", plan.id)],
        program="board-paper",
        asked=asked,
    )


def _periods(
    asked: Asked, plan: PlanFact, name: str | None, compared_with: str | None
) -> tuple[PeriodFact, PeriodFact | None]:
    from goldenthread.improvement_plan import queries

    closed = [one for one in queries.periods(plan.id, viewer=asked.viewer) if one.snapshot_id]
    if not closed:
        raise Refused(
            f"No reporting period of {plan.title} is closed yet. "
            'Close one: goldenthread close-period "December 2019" --cut-off 2019-12-31.'
        )
    by_name = {one.name.casefold(): one for one in closed}

    def named(wanted: str) -> PeriodFact:
        found = by_name.get(wanted.casefold())
        if found is None:
            names = ", ".join(one.name for one in closed)
            raise Refused(f"“{wanted}” is not a closed period. The closed ones are: {names}.")
        return found

    period = named(name) if name else max(closed, key=lambda one: one.cut_off)
    if compared_with:
        before = named(compared_with)
        if before.cut_off >= period.cut_off:
            raise Refused(
                f"{before.name} does not lie before {period.name}. Choose an earlier one."
            )
        return period, before
    earlier = [one for one in closed if one.cut_off < period.cut_off]
    return period, max(earlier, key=lambda one: one.cut_off, default=None)


def _compared(asked: Asked, period: PeriodFact, before: PeriodFact | None) -> Comparison:
    from goldenthread.reports.papers import matter_of
    from goldenthread.rules.comparison import compare

    assert period.snapshot_id is not None
    matter = matter_of(
        snapshot_id=period.snapshot_id,
        compared_id=before.snapshot_id if before else None,
        viewer=asked.viewer,
    )
    return compare(matter.now, matter.compared)


def _figures(
    asked: Asked, plan: PlanFact, period: PeriodFact, before: PeriodFact | None
) -> dict[str, Any]:
    """Counts, shares and movement, each with the references of its rows."""
    found = _compared(asked, period, before)
    sides = [("now", period, found.shares, found.total)]
    if before and found.compared_total:
        sides.append(("compared", before, found.compared_shares, found.compared_total))
    answer: dict[str, Any] = {"plan": plan.title, "local_area": asked.viewer.local_area_name}
    for side, one, shares, total in sides:
        answer[side] = {
            "period": one.name,
            "cut_off": one.cut_off,
            "snapshot": one.snapshot_id,
            "total": total.value,
            "ratings": {
                row.label: _count(row.now if side == "now" else row.compared)
                for row in found.ratings
            },
            "shares": {share.key.rpartition("share:")[2]: _share(share) for share in shares},
        }
    answer["movement"] = [
        {
            "from": move.from_label,
            "to": move.to_label,
            "count": move.figure.value,
            "references": list(move.figure.references),
        }
        for move in found.movement
    ]
    answer["off_track"] = _count(found.off_track)
    answer["overdue"] = _count(found.overdue)
    answer["sentences"] = [sentence.text for sentence in found.sentences]
    return answer


def _count(figure: Any) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"count": figure.value, "references": list(figure.references)}


def _share(figure: ShareFigure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "definition": figure.definition,
        "count": figure.share.count,
        "total": figure.share.total,
        "percent": figure.share.percent,
        "whole_percent": figure.share.whole,
        "references": list(figure.references),
    }


def _say(answer: dict[str, Any]) -> None:
    now, before = answer["now"], answer.get("compared")
    click.echo(f"{answer['plan']} – {now['period']}")
    click.echo()
    head = before["period"] if before else ""
    click.echo(f"{'Rating':<28}{head:>16}{now['period']:>16}")
    for label, counted in now["ratings"].items():
        earlier = before["ratings"][label]["count"] if before else ""
        click.echo(f"{label:<28}{earlier:>16}{counted['count']:>16}")
    click.echo(f"{'Total':<28}{before['total'] if before else '':>16}{now['total']:>16}")
    click.echo()
    for share in now["shares"].values():
        click.echo(f"{share['percent']}% ({share['count']} of {share['total']}) {share['label']}")
    click.echo()
    for sentence in answer["sentences"]:
        click.echo(sentence)


def _document(
    asked: Asked, plan: PlanFact, period: PeriodFact, before: PeriodFact | None, form: str
) -> bytes:
    from goldenthread.reports import papers, writing
    from goldenthread.reports.board_paper import FrontSheet
    from goldenthread.reports.document import Access, Classification

    assert period.snapshot_id is not None
    matter = papers.matter_of(
        snapshot_id=period.snapshot_id,
        compared_id=before.snapshot_id if before else None,
        viewer=asked.viewer,
    )
    document = papers.built(
        matter,
        front=FrontSheet(
            title=f"Progress on the {plan.title}",
            board="",
            classification=Classification(Access.UNDECIDED),
            draft=True,
        ),
        commentary={},
        trend=papers.trend_until(plan.id, cut_off=period.cut_off, viewer=asked.viewer),
        received=False,
    )
    return writing.write(document, form, made_at=datetime.combine(asked.on, time(), tzinfo=UTC))


COMMANDS = {"board-paper": board_paper}
