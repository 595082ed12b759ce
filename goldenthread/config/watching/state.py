"""How the installation stands, part by part; what stops it from being ready is told apart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from goldenthread.config.keeping import versions
from goldenthread.config.keeping.unfinished import Unfinished
from goldenthread.files import scanner
from goldenthread.jobs import queries as jobs
from goldenthread.notifications.actions.backlog import backlog
from goldenthread.trail import triggers
from goldenthread.trail.actions import open_since

LEAST_ROOM = 500_000_000  # bytes
WORKER_LATE = timedelta(minutes=3)
BACKUP_OLD = timedelta(hours=26)
SEALED_LATE = timedelta(minutes=20)


@dataclass(frozen=True)
class Part:
    """One part of the installation: whether it is well, and in words how it stands. Without a part
    that is `needed` no page can be answered rightly."""

    name: str
    well: bool
    words: str
    needed: bool = False


def state(*, now: datetime) -> tuple[Part, ...]:
    """Every part; where the database does not answer, or its tables are behind, only what can be
    told without them."""
    parts = [_database()]
    if parts[-1].well:
        parts += [_guarded(now), _migrated(now)]
    if len(parts) > 1 and parts[-1].well:
        parts += [part(now) for part in (_worker, _queue, _mail, _sealed)]
    return (*parts, *_of_the_machine(now))


def is_ready(parts: tuple[Part, ...]) -> bool:
    return all(part.well for part in parts if part.needed)


def _database() -> Part:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Unfinished:
        words = "a restore was stopped before its last step: run it again"
        return Part("database", False, words, needed=True)
    except (DatabaseError, InterfaceError):
        return Part("database", False, f"{connection.vendor} does not answer", needed=True)
    return Part("database", True, f"{connection.vendor} answers", needed=True)


@cache
def _wanted_migrations() -> frozenset[tuple[str, str]]:
    """Of this version; they change with the code alone."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _migrated(now: datetime) -> Part:
    left = len(_wanted_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    words = f"behind by {left}: goldenthread migrate" if left else "up to date"
    return Part("tables", not left, words, needed=True)


def _guarded(now: datetime) -> Part:
    gone = triggers.missing()
    words = "the database guards it"
    if gone:
        words = f"triggers missing: {len(gone)}. goldenthread migrate puts them back"
    return Part("audit trail", not gone, words, needed=True)


def _worker(now: datetime) -> Part:
    late = jobs.worker_is_late_by(now=now)
    if late is None:
        return Part("worker", False, "never ran: start goldenthread worker")
    if late > WORKER_LATE:
        words = f"not seen for {say_span(late)}: start goldenthread worker"
        return Part("worker", False, words)
    return Part("worker", True, "at work")


def _queue(now: datetime) -> Part:
    waits = jobs.longest_wait(now=now)
    waiting = sum(one.number for one in jobs.counts_of_runs() if one.state == jobs.State.QUEUED)
    words = f"{waiting} waiting, the oldest for {say_span(waits)}" if waiting else "nothing waits"
    return Part("long work", waits < timedelta(minutes=30), words)


def _mail(now: datetime) -> Part:
    if not settings.MAIL_IS_CONFIGURED:
        wanted = "GOLDENTHREAD_MAIL_HOST"
        if settings.MAIL_BY == "notify":
            wanted = "GOLDENTHREAD_NOTIFY_KEY_FILE and GOLDENTHREAD_NOTIFY_TEMPLATE"
        return Part("mail", False, f"no server is set, so messages wait: {wanted}")
    found = backlog(now=now)
    words = f"{found.due} waiting, the oldest for {say_span(found.longest)}"
    words = words if found.due else "nothing waits"
    if found.perhaps:
        words += f"; {found.perhaps} perhaps sent: goldenthread perhaps-sent lists them"
    if found.to_mend:
        words += f"; {found.to_mend}"
    return Part("mail", found.longest < timedelta(hours=1) and not found.to_mend, words)


def _sealed(now: datetime) -> Part:
    since = open_since()
    waits = now - since if since else timedelta()
    words = f"not sealed for {say_span(waits)}" if since else "sealed"
    return Part("looks", waits < SEALED_LATE, words)


def _of_the_machine(now: datetime) -> Iterator[Part]:
    yield room()
    scanning = scanner.state()
    if scanning != "none":
        words = "answers" if scanning == "up" else "does not answer, so no file is taken"
        yield Part("virus scanner", scanning == "up", words)
    age = backup_age(now=now)
    if not settings.BACKUP_TO:
        yield Part("backup", False, "none comes by itself: set GOLDENTHREAD_BACKUP_TO")
    elif age is None:
        yield Part("backup", False, "none is finished yet")
    else:
        yield Part("backup", age < BACKUP_OLD, f"the latest is {say_span(age)} old")


def room() -> Part:
    """Whether the installation's folder can be written, and has room left."""
    place = Path(settings.VAR)
    read_only = os.statvfs(place).f_flag & os.ST_RDONLY or not os.access(place, os.W_OK)
    free = shutil.disk_usage(place).free
    if read_only:
        return Part("disk", False, "may only be read", needed=True)
    return Part("disk", free >= LEAST_ROOM, f"{free / 1e9:,.1f} GB free", needed=True)


def backup_age(*, now: datetime) -> timedelta | None:
    """Of the latest finished backup; None where there is none, or no folder for any."""
    found = versions.backups_in(Path(settings.BACKUP_TO)) if settings.BACKUP_TO else []
    return now - found[0][0] if found else None


def say_span(span: timedelta) -> str:
    """ "40 seconds", "5 minutes", "3 hours", "2 days": in the largest unit that fills once."""
    seconds = int(span.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return "no time"
