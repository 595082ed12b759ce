"""Is the audit trail whole? And where does it end, to write that down elsewhere?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from goldenthread.config.commands.asking import answers_json, say_json, start_django
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.trail.integrity import Verification, WrittenHead

_AREA = click.option(
    "--area", metavar="SHORT-NAME", help="One local area; every one where none is named."
)


@click.command("verify-trail")
@_AREA
@click.option(
    "--head",
    "written",
    metavar="NUMBER:HASH",
    multiple=True,
    help="A head as it was written down: the trail must still contain it. May be repeated.",
)
@click.option(
    "--heads",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of daily heads: the trail must still contain each of them.",
)
@click.option(
    "--since",
    metavar="NUMBER:HASH",
    help="Read only what follows this head, to which the trail was found whole before.",
)
@answers_json
@click.pass_context
def verify_trail(
    ctx: click.Context,
    area: str | None,
    written: tuple[str, ...],
    file: Path | None,
    since: str | None,
    form: str,
) -> None:
    """Read the audit trail from its beginning; exit 1 and name the first row that does not fit.

    Looks that wait to be sealed are sealed first. Heads written down outside the database show what
    the database alone cannot: that nobody wrote the whole trail anew.

    \b
    Examples:
      goldenthread verify-trail
      goldenthread verify-trail --heads /mnt/elsewhere/trail-heads.txt
      goldenthread verify-trail --area eastmere --head 1234:9f86d081884c7d659a2feaa0c55ad015…
    """
    start_django()
    from goldenthread.config import tasks
    from goldenthread.trail.integrity import WrittenHead, verify

    heads: list[WrittenHead] = []
    area_id, begin = _area_id(area), None
    if written or since:
        area_id = area_id or _only_area()
        heads = [WrittenHead.read(one, local_area_id=area_id) for one in written]
        begin = WrittenHead.read(since, local_area_id=area_id) if since else None
    if file:
        heads += _heads_in(file, area_id)
    tasks.seal_trail()
    found = verify(area_id, written=heads, since=begin)
    if form == "json":
        say_json(_as_data(found, heads))
    elif found.bad:
        click.echo(_where(found) + found.bad.sentence, err=True)
    else:
        click.echo(_whole(found, heads))
    if not found.whole:
        ctx.exit(1)


@click.command("trail-head")
@_AREA
@click.option(
    "--write",
    is_flag=True,
    help="Add today's heads to the file of GOLDENTHREAD_TRAIL_HEADS, as the worker does each day.",
)
@answers_json
def trail_head(area: str | None, write: bool, form: str) -> None:
    """Print where each local area's trail ends: the number of its last entry and its hash.

    Written down outside the database, it proves later that nothing before it was altered.
    """
    start_django()
    from django.conf import settings

    from goldenthread.config import tasks

    wanted = _area_id(area)
    if write:
        if not settings.TRAIL_HEADS:
            raise Refused("No file is named. Set GOLDENTHREAD_TRAIL_HEADS to its path.")
        try:
            added = tasks.write_heads()
        except OSError as problem:
            raise Refused(
                f"{settings.TRAIL_HEADS} cannot be written: {problem.strerror}."
            ) from problem
        click.echo(f"{added} added to {settings.TRAIL_HEADS}.", err=True)
    heads = [one for one in tasks.current_heads() if wanted in (None, one.local_area_id)]
    if form == "json":
        say_json(
            [{"area": one.slug, "local_area": one.local_area_id, "head": one.head} for one in heads]
        )
        return
    for one in heads:
        click.echo(f"{one.slug} {one.head}")


def _area_id(slug: str | None) -> UUID | None:
    from goldenthread.partnership.queries import area_by_slug

    if slug is None:
        return None
    found = area_by_slug(slug)
    if found is None:
        raise Refused(f"There is no local area called {slug}. Run: goldenthread areas.")
    return found.id


def _only_area() -> UUID:
    """Whose head it is, where no area is named."""
    from goldenthread.partnership.queries import all_areas

    areas = all_areas()
    if len(areas) != 1:
        names = ", ".join(one.slug for one in areas)
        raise Refused(f"A head is of one local area. Add --area with one of: {names}.")
    return areas[0].id


def _heads_in(file: Path, area_id: UUID | None) -> list[WrittenHead]:
    from goldenthread.config import trail_heads

    heads = trail_heads.read_file(file)
    return [one for one in heads if area_id in (None, one.local_area_id)]


def _where(found: Verification) -> str:
    """The area of the bad row, where the installation serves several."""
    from goldenthread.partnership.queries import all_areas

    assert found.bad
    names = {one.id: one.slug for one in all_areas()}
    if len(names) == 1:
        return ""
    return f"{names.get(found.bad.local_area_id, found.bad.local_area_id)}: "


def _whole(found: Verification, heads: list[WrittenHead]) -> str:
    words = f"The audit trail is whole: {found.entries} entries read"
    if found.looks:
        words += f", and {found.looks} {'look' if found.looks == 1 else 'looks'}"
    if heads:
        written = "1 head" if len(heads) == 1 else f"{len(heads)} heads"
        words += f". It contains the {written} written down"
    return f"{words}."


def _as_data(found: Verification, heads: list[WrittenHead]) -> dict[str, Any]:
    bad = found.bad
    return {
        "whole": found.whole,
        "entries": found.entries,
        "details_erased": found.details_erased,
        "looks": found.looks,
        "looks_not_sealed": found.unsealed,
        "batches": found.batches,
        "heads_checked": len(heads),
        "first_bad_row": bad.sentence if bad else None,
        "first_bad": {"local_area": bad.local_area_id, "what": bad.what, "number": bad.seq}
        if bad
        else None,
        "heads": [
            {"local_area": area, "entries": seq, "hash": mark} for area, seq, mark in found.heads
        ],
    }


COMMANDS = {"verify-trail": verify_trail, "trail-head": trail_head}
