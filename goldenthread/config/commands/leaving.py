"""The way out at the terminal: a file is written, its look is kept, and its class is said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goldenthread.config.commands.asking import Asked
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.rules.sensitivity import Contents
    from goldenthread.trail.looks import Shown


def write_out(
    out: Path,
    content: bytes,
    *,
    about: str = "",
    contents: Contents,
    shown: Iterable[Shown],
    program: str,
    asked: Asked,
) -> None:
    """Write a file that leaves (`about` which period), once it is on record who took it; say on
    standard error how sensitive it is and how many people are in it. Refused where it cannot be
    written."""
    from goldenthread.trail import looks

    looks.note(asked.viewer, shown=shown, page=f"goldenthread {program}", on=asked.on)
    try:
        out.write_bytes(content)
    except OSError as problem:
        raise Refused(f"{out} cannot be written: {problem.strerror}. Choose another --out.") from (
            problem
        )
    size = f"{len(content) / 1024:.0f} KB{f', {about}' if about else ''}"
    click.echo(f"{out}: {size}. {contents.words}", err=True)
