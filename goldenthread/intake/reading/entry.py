"""The one door into reading: which reader a file needs, and what is refused before any."""

from __future__ import annotations

from pathlib import Path

from goldenthread.intake.reading.package import open_package
from goldenthread.intake.reading.raw import RawDocument
from goldenthread.intake.reading.word import read_word


def read(path_or_bytes: str | Path | bytes, name: str) -> RawDocument:
    """Read a plan document. `name` is the name it came with. Raises Refused, nothing else."""
    content = (
        path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
    )
    return read_word(open_package(content))
