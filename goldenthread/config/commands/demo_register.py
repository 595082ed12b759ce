"""`goldenthread demo-register`: an invented population for a demonstration area."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import click

from goldenthread.config.commands.asking import answers_json, ask, say_json
from goldenthread.rules.refusals import Refused

OTHERS_WRITE = 0.3  # seconds between two parts


@click.command("demo-register")
@click.option("--plans", type=click.IntRange(1, 100_000), default=3300, show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed, the same people.")
@click.option(
    "--part",
    type=click.IntRange(1),
    metavar="NUMBER",
    help="Write so many children at a time, so that others can work meanwhile.",
)
@click.option("--area", metavar="SHORT-NAME", help="Needed only where there are several areas.")
@answers_json
def demo_register(plans: int, seed: int, part: int | None, area: str | None, form: str) -> None:
    """Fill a demonstration area with invented children, young people and schools.

    Their ages, needs, placements, reviews and delays are shaped like England's published
    statistics; some errors are put in on purpose, and counted. Panels meet about some of them,
    families get in touch, and services are named who are told. All of it or nothing, unless --part
    is given: a second run then goes on where the first one stopped. A median area has 3,300 plans,
    the largest 20,635.

    \b
    Examples:
      goldenthread demo-register
      goldenthread demo-register --plans 20635 --seed 7
    """
    asked = ask(area, None)
    from django.utils import timezone

    from goldenthread.demo import casework, people, register
    from goldenthread.demo.built import viewer_of

    if asked.viewer.local_area_slug != people.SLUG:
        raise Refused(
            "Only the demonstration area is filled with invented children. Make it first: "
            "goldenthread demo."
        )
    on = asked.on
    manager = viewer_of(people.CASE_MANAGER, on=on)
    begin, keep = _progress(plans, seed) if part else (0, _keep_nothing)
    filled = register.fill(
        plans=plans,
        seed=seed,
        writers=register.writers_of(
            keeper=asked.viewer,
            manager=manager,
            caseloads=people.CASELOADS,
            on=on,
            at=timezone.now(),
        ),
        part=part or 0,
        begin=begin,
        written=keep,
    )
    casework.begin(manager=manager, on=on, at=timezone.now())
    wrong = {kind.value: len(references) for kind, references in filled.wrong.items()}
    if form == "json":
        counts = {
            "plans": filled.plans,
            "children": filled.children,
            "settings": filled.settings,
            "events": filled.events,
        }
        say_json({**counts, "errors": wrong})
        return
    click.echo(
        f"{filled.children:,} children and young people, {filled.plans:,} of them with an EHC "
        f"plan, at {filled.settings:,} settings; {filled.events:,} events"
    )
    said = ", ".join(f"{number} {kind}" for kind, number in wrong.items())
    click.echo(f"Errors put in on purpose: {said}")


def progress_file() -> Path:
    """Where it is kept how far the demonstration's register is filled."""
    from django.conf import settings

    return Path(settings.VAR) / "demonstration-register.json"


def is_filled() -> bool:
    """Whether the demonstration's register was filled to the end."""
    kept = progress_file()
    if not kept.exists():
        return False
    told = json.loads(kept.read_text())
    return bool(told["done"] == told["of"])


def _progress(plans: int, seed: int) -> tuple[int, Callable[[int, int], None]]:
    """With which child to go on, and what keeps the next one."""
    kept = progress_file()
    told = json.loads(kept.read_text()) if kept.exists() else {}
    if told and (told["plans"], told["seed"]) != (plans, seed):
        raise Refused(
            f"{told['plans']:,} plans of seed {told['seed']} are being written already. Go on with "
            "those, or start over: goldenthread demo --reset."
        )

    def keep(done: int, of: int) -> None:
        beside = kept.with_suffix(".part")
        beside.write_text(json.dumps({"plans": plans, "seed": seed, "done": done, "of": of}))
        beside.replace(kept)
        time.sleep(OTHERS_WRITE)

    return int(told.get("done", 0)), keep


def _keep_nothing(done: int, of: int) -> None:
    """All at once: nothing to go on with."""


COMMANDS = {"demo-register": demo_register}
