"""Reading a plan document at the terminal: shown as understood, or imported."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from goldenthread.config.commands.asking import answers_json, ask, asks_as
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.intake.understanding import UnderstoodPlan

Result = TypeVar("Result")
_HEARTBEAT = 0.2  # seconds between two drawings of the bar


@click.command("import-plan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what is understood; store nothing.")
@answers_json
@click.option("--out", type=click.Path(path_type=Path), help="Write the answer to this file.")
@click.option("--title", help="The plan's title (default: the document's own).")
@click.option("--kind", default="Improvement plan", show_default=True, help="What kind of plan.")
@click.option(
    "--scale",
    "scale_key",
    metavar="KEY",
    help="The scale of the ratings, such as five-point or three-point; "
    "a word that the scale does not have is left to be asked.",
)
@asks_as
def import_plan(
    file: Path,
    dry_run: bool,
    form: str,
    out: Path | None,
    title: str | None,
    kind: str,
    scale_key: str | None,
    area: str | None,
    as_user: str | None,
) -> None:
    """Read a plan document: Word, PDF, Excel, comma- or tab-separated text.

    With --dry-run it prints what it understood, and needs no database. Without, it imports the
    plan with safe answers only: each lead stays a post in the document's own words, forums keep
    their names, and ratings come in only where the scale has the very same words. Whatever would
    have to be guessed is listed and refused; the pages ask it.

    \b
    Examples:
      goldenthread import-plan plan.docx --dry-run
      goldenthread import-plan plan.docx --dry-run --format json --out plan.json
      goldenthread import-plan plan.docx --area eastmere --scale five-point
    """
    if not file.is_file():
        raise Refused(f"There is no file {file}. Check its name and folder.")
    if dry_run:
        _say(_shown(_understood(file, title), form), out)
        return
    asked = ask(area, as_user)
    from goldenthread.intake.actions import import_document

    done = _with_bar(
        "Importing",
        lambda: import_document(
            content=file.read_bytes(),
            name=file.name,
            title=title or "",
            kind_name=kind,
            scale_key=scale_key or "",
            by=asked.viewer,
            on=asked.on,
        ),
    )
    answer = {
        "plan": str(done.plan_id),
        "title": done.title,
        "scale": done.scale,
        "actions": done.actions,
        "ratings": done.ratings,
        "posts_added": done.posts_added,
        "forums_added": done.forums_added,
        "to_look_at": done.problems,
        "address": f"/a/{asked.viewer.local_area_slug}/plans/{done.plan_id}/",
    }
    _say(_json(answer) if form == "json" else done.sentence, out)


def _understood(file: Path, title: str | None) -> UnderstoodPlan:
    """The document read in its own process and understood in this one; no Django, no database."""
    from goldenthread.intake.reading import read_safely
    from goldenthread.intake.understanding import Corrections, understand

    def work() -> UnderstoodPlan:
        return understand(read_safely(file, file.name), Corrections(title=title or ""))

    return _with_bar("Reading", work)


def _shown(plan: UnderstoodPlan, form: str) -> str:
    from goldenthread.intake import dry_run

    return _json(dry_run.as_json(plan)) if form == "json" else dry_run.as_text(plan)


def _json(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _say(answer: str, out: Path | None) -> None:
    if out is None:
        click.echo(answer)
        return
    try:
        out.write_text(f"{answer}\n", encoding="utf-8")
    except OSError as problem:
        raise Refused(f"{out} could not be written: {problem.strerror}.") from problem


def _with_bar(label: str, work: Callable[[], Result]) -> Result:
    """Do the work while a bar on standard error shows that it goes on; only on a terminal.

    Nobody knows beforehand how long a document takes, so the bar fills ever more slowly.
    """
    if not sys.stderr.isatty():
        return work()
    with (
        ThreadPoolExecutor(1) as pool,
        click.progressbar(
            length=1000, label=label, file=sys.stderr, show_eta=False, show_percent=False
        ) as bar,
    ):
        doing = pool.submit(work)
        while True:
            try:
                result = doing.result(timeout=_HEARTBEAT)
            except NotYet:
                bar.update(max(1, (1000 - bar.pos) // 20) if bar.pos < 990 else 0)
                continue
            bar.update(1000 - bar.pos)
            return result


COMMANDS = {"import-plan": import_plan}
