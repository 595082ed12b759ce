"""The steps of a backup and of a restore, each announced as it begins.

Whoever waits at a terminal reads them, and the tests kill a process at each: what is done between
two of them is done whole, or again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Backup(StrEnum):
    """A backup, in order."""

    FOLDERS = "Making the folders"
    ROWS = "Rows"  # of each table
    FILES = "Files"  # at the first and at every hundredth
    KEY = "Encrypting the key"
    MANIFEST = "Writing what is in it"
    KEY_IN_PLACE = "Putting the key in its folder"  # where it is kept apart
    IN_PLACE = "Putting the backup in its folder"
    ERASURES = "Noting what was erased"
    OLDER = "Taking the name from an older backup"  # of each that goes
    OLDER_GOES = "Deleting its files"
    FINISHED = "The backup is there"


class Restore(StrEnum):
    """A restore, in order; the first three are all of verifying a backup."""

    ARCHIVES = "Reading an archive"  # of each
    ROWS = "Reading rows"  # of each table
    FILES = "Reading files"  # at the first and at every hundredth
    TABLES = "Making the tables"
    LOAD = "Rows"  # of each table
    COMPARE = "Comparing"  # of each table
    FORWARD = "Bringing the tables up to this version"
    TRAIL = "Checking the audit trail"
    ERASURES = "Erasing again what was erased"
    FILES_IN_PLACE = "Files"  # at the first and at every hundredth
    DATABASE_IN_PLACE = "Putting the database in place"
    KEY_IN_PLACE = "Putting the key in place"
    OPEN = "Opening the installation"  # it is not served before
    FINISHED = "The backup is restored"


class Tell(Protocol):
    """Hears of each step as it begins, and of which table, archive or number."""

    def __call__(self, step: Backup | Restore, of: str = "", /) -> None: ...
