"""What is on the disk, by when, and who may write beside whom."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goldenthread.rules.refusals import Refused


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One at a time in a folder; Refused where another process is at it."""
    with open(folder / ".lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise Refused(f"Another backup or restore is at work in {folder}. Wait for it.") from (
                problem
            )
        yield


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
