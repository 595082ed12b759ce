"""What comes round for the whole installation: the trail is sealed, and its heads go outside."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from goldenthread.config import trail_heads
from goldenthread.config.keeping import erasures, versions
from goldenthread.config.trail_heads import HeadLine
from goldenthread.files import actions as files
from goldenthread.pages.form_keys import forget_old_keys
from goldenthread.partnership import queries as partnership
from goldenthread.retention import actions as retention
from goldenthread.trail import queries as trail
from goldenthread.trail.actions import areas_with_open_looks, seal_looks

_log = logging.getLogger(__name__)
NIGHT = 3  # the hour in which erasure begins
LOOKED_AT = 1_000  # entries of an index, at most: some milliseconds each, in which nobody can write


def seal_trail() -> int:
    """Seal every look that is not sealed yet, in every area; how many."""
    today = timezone.localdate()
    days = {area.id: area.day(today) for area in partnership.all_areas()}
    return sum(
        seal_looks(area_id, on=days.get(area_id, today)) for area_id in areas_with_open_looks()
    )


def keep_heads() -> int:
    """Once a day, after the set time: each area's head to the file and to the people named in the
    settings; how many were written or sent now."""
    now = timezone.now()
    if not trail_heads.is_time(settings.TRAIL_HEADS_AT, now=now):
        return 0
    return write_heads() + send_heads()


def back_up() -> bool:
    """Once a day, after the set time: begin a backup where a folder is named and holds none of
    today; whether one was begun.

    It is a process of its own, for the worker stops what takes longer than its limit. It says on
    the worker's standard error what went wrong, and is begun again the next time round.
    """
    now = timezone.now()
    if not settings.BACKUP_TO or not trail_heads.is_time(settings.BACKUP_AT, now=now):
        return False
    there = versions.backups_in(Path(settings.BACKUP_TO))
    # Any of today: one of a later day was made while the clock was ahead.
    if any(timezone.localdate(at) == timezone.localdate(now) for at, _ in there):
        return False
    subprocess.Popen(
        [str(Path(sys.executable).with_name("goldenthread")), "backup"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True


def erase_at_night() -> int:
    """Between three and four at night in London: erase what is over, in every area whose rules are
    approved, and note it beside the backups; how many rows.

    What a night missed, the next does.
    """
    now = timezone.localtime()
    return erase_now() if now.hour == NIGHT else 0


def erase_now() -> int:
    """Erase what is over in every area; how many rows."""
    today = timezone.localdate()
    found = [
        retention.erase(local_area_id=area.id, on=area.day(today))
        for area in partnership.all_areas()
    ]
    if any(found):
        note_erasures()
    return sum(one.rows for one in found if one)


def note_erasures() -> None:
    """Write what was erased beside the backups, where a folder for them is named, so that a
    restored one erases it again."""
    if settings.BACKUP_TO:
        folder = Path(settings.BACKUP_TO)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        erasures.add(folder, erasures.of_this_database())


def sweep_files() -> int:
    """Delete bytes of files that nothing refers to; how many files."""
    return files.sweep(now=timezone.now())


def forget_form_keys() -> int:
    """Let go of the keys of forms that were sent days ago; how many."""
    return forget_old_keys(now=timezone.now())


def count_rows() -> bool:
    """Let SQLite look at how many rows its indexes find, so that it chooses well among them;
    whether there was anything to do, for PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("ANALYZE")
    return True


def write_heads() -> int:
    """Today's heads to the file, where one is named and has none of today yet."""
    if not settings.TRAIL_HEADS:
        return 0
    path = Path(settings.TRAIL_HEADS)
    return len(trail_heads.append(path, current_heads, day=timezone.localdate()))


def send_heads() -> int:
    """Today's heads by mail, where anybody is named who was not sent one today."""
    if not settings.TRAIL_HEADS_TO:
        return 0
    seal_trail()
    today, heads = timezone.localdate(), {one.local_area_id: one for one in trail.heads()}
    unknown = set(settings.TRAIL_HEADS_TO)
    sent = 0
    for area in partnership.all_areas():
        if area.id not in heads:
            continue
        to = settings.TRAIL_HEADS_TO
        missing = trail_heads.send(heads[area.id], area, to=to, today=today)
        unknown &= set(missing)
        sent += len(to) - len(missing)
    if unknown:
        _log.warning("%d addresses of GOLDENTHREAD_TRAIL_HEADS_TO are nobody's", len(unknown))
    return sent


def current_heads() -> tuple[HeadLine, ...]:
    """Each area's head at this moment, with every look sealed."""
    seal_trail()
    now = timezone.now()
    slugs = {area.id: area.slug for area in partnership.all_areas()}
    return tuple(
        HeadLine(now, slugs.get(one.local_area_id, "-"), one.local_area_id, str(one))
        for one in trail.heads()
    )
