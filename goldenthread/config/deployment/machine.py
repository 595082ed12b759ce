"""The machine: its disk, clock and files, the worker, the scanner, the log."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone

from goldenthread.config.deployment.weak import (
    Found,
    broken,
    remark,
    watched,
    watched_in_database,
    weak,
)
from goldenthread.config.watching import state
from goldenthread.files import scanner

_LONDON = "Europe/London"
# One of these keeps the clock: what each leaves behind while it does.
_TIMEKEEPERS = (
    "/run/systemd/timesync/synchronized", "/run/chrony/chronyd.pid", "/run/ntpd.pid",
    "/run/ntpsec/ntpd.pid",
)  # fmt: skip
_OTHERS = stat.S_IRWXO
_ANYBODY_ELSE = stat.S_IRWXG | stat.S_IRWXO


@watched
def there_is_room() -> Found:
    found = state.room()
    if not found.well:
        yield broken(
            "disk",
            f"Nothing can be saved once the disk is full, and it stands so: {found.words}.",
            "Make room where GOLDENTHREAD_VAR is, or give it a larger disk that may be written.",
        )


@watched
def days_begin_in_london() -> Found:
    try:
        summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo(_LONDON)).utcoffset()
    except ZoneInfoNotFoundError:
        summer = None
    if settings.TIME_ZONE != _LONDON or summer is None or summer.total_seconds() != 3600:
        yield broken(
            "time-zone",
            "Statutory days would be counted from the wrong midnight.",
            "Leave TIME_ZONE at Europe/London, and install the package tzdata.",
        )


@watched
def the_clock_is_kept() -> Found:
    if not any(Path(place).exists() for place in _TIMEKEEPERS):
        yield weak(
            "clock",
            "Nothing was found that keeps this machine’s clock, and a wrong one misdates the audit "
            "trail and refuses codes of second factors.",
            "Turn systemd-timesyncd or chrony on, unless the machine’s host keeps its clock.",
        )


@watched
def files_are_ours_alone() -> Found:
    if settings.VAR.stat().st_mode & _OTHERS:
        yield weak(
            "folder-mode",
            "Anybody with an account on this machine reads the database, the files or their names.",
            "Run: chmod 750 on GOLDENTHREAD_VAR.",
        )
    for path in _secrets():
        if path.exists() and path.stat().st_mode & _ANYBODY_ELSE:
            yield broken(
                "key-mode",
                f"Others on this machine read {path.name}, and with it sign in or open backups.",
                f"Run: chmod 600 {path}.",
            )


def _secrets() -> Iterator[Path]:
    yield settings.VAR / "secret-key"
    named = ("BACKUP_KEY_FILE", "BACKUP_PASSPHRASE_FILE", "METRICS_TOKEN_FILE")
    for name in named:
        if given := os.environ.get(f"GOLDENTHREAD_{name}"):
            yield Path(given)


@watched
def it_runs_as_nobody_in_particular() -> Found:
    if os.geteuid() == 0:
        yield weak(
            "root",
            "A fault in the product would be a fault with every right on the machine.",
            "Run the product, and this check, as a user of its own: see docs/guide/production.md.",
        )


@watched
def uploads_are_scanned() -> Found:
    if not settings.CLAMAV:
        yield weak(
            "scanner",
            "A document with a virus is kept and handed on to whoever opens it.",
            "Install clamav-daemon, and set GOLDENTHREAD_CLAMAV=unix:/run/clamav/clamd.ctl.",
        )
    elif scanner.state() != "up":
        yield broken(
            "scanner",
            "The virus scanner does not answer, so no file is taken.",
            "Start clamav-daemon, and check the address in GOLDENTHREAD_CLAMAV.",
        )


@watched
def the_log_says_enough_and_no_more() -> Found:
    if settings.LOG_LEVEL == "DEBUG":
        yield weak(
            "log-level",
            "The log grows fast and libraries may write what they were given into it.",
            "Set GOLDENTHREAD_LOG_LEVEL to info or warning.",
        )


@watched
def there_is_room_for_what_may_come() -> Found:
    quota = settings.FILES_QUOTA_BYTES
    free = os.statvfs(settings.VAR).f_bavail * os.statvfs(settings.VAR).f_frsize
    if quota > free:
        yield remark(
            "quota",
            "One area may fill the disk before its quota stops it.",
            "Set GOLDENTHREAD_FILES_QUOTA_MB to less than what is free, or give it a larger disk.",
        )


@watched_in_database
def a_worker_is_at_work() -> Found:
    parts = {part.name: part for part in state.state(now=timezone.now())}
    if "worker" in parts and not parts["worker"].well:
        yield broken(
            "worker",
            "Documents are not read, letters not sent, looks not sealed and no backup is made.",
            "Start goldenthread worker beside the web server, and keep it running.",
        )
