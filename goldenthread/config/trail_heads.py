"""The daily head of each area's trail, kept where whoever can rewrite the database cannot reach.

A file of one line for each area and day, which is only ever added to:

    2020-01-14T18:00:04+00:00 merrowshire 0198c0de-…-7000-… 1234:9f86d081…
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from goldenthread.notifications import actions as notifications
from goldenthread.notifications.kinds import add_kind
from goldenthread.partnership.queries import AreaFact, mail
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.integrity import WrittenHead
from goldenthread.trail.queries import Head

LONDON = ZoneInfo("Europe/London")
TRAIL_HEAD = add_kind("trail_head", "Head of the audit trail")


@dataclass(frozen=True)
class HeadLine:
    """One line of the file."""

    at: datetime
    slug: str
    local_area_id: UUID
    head: str  # "1234:9f86…"

    def __str__(self) -> str:
        at = self.at.isoformat(timespec="seconds")
        return f"{at} {self.slug} {self.local_area_id} {self.head}"

    @classmethod
    def read(cls, words: str) -> HeadLine:
        """Raises ValueError where it is no such line."""
        at, slug, area, head = words.split()
        return cls(datetime.fromisoformat(at), slug, UUID(area), head)


def is_time(at: time, *, now: datetime) -> bool:
    """Whether the set time of the day in London has come; where clocks go forward over it, it has
    with the hour after."""
    return now.astimezone(LONDON).time() >= at


def append(
    path: Path, heads: Callable[[], Sequence[HeadLine]], *, day: date
) -> tuple[HeadLine, ...]:
    """Add the heads of areas that have no line for this day in London; those that were added.

    They are asked for once nobody else writes the file, and are on the disk when this returns.
    Raises OSError where the file cannot be written, Refused where it holds what is no head.
    """
    with path.open("a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        there = {
            line.local_area_id
            for line in _lines(file, path)
            if line.at.astimezone(LONDON).date() == day
        }
        new = tuple(line for line in heads() if line.local_area_id not in there)
        file.writelines(f"{line}\n" for line in new)
        file.flush()
        os.fsync(file.fileno())
    return new


def read_file(path: Path) -> tuple[WrittenHead, ...]:
    """Every head of a file, for verification; Refused where a line is none."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused(f"{path} cannot be read as a file of heads: {problem}.") from problem
    return tuple(
        WrittenHead.read(
            line.head,
            local_area_id=line.local_area_id,
            when=say_date(line.at.astimezone(LONDON).date()),
        )
        for line in _lines(text.splitlines(), path)
    )


def _lines(lines: Iterable[str], path: Path) -> Iterator[HeadLine]:
    for number, words in enumerate(lines, start=1):
        if not words.strip():
            continue
        try:
            yield HeadLine.read(words)
        except ValueError as problem:
            raise Refused(
                f"Line {number} of {path} is no head of a trail. Give the file that the daily "
                "heads are written to, as it is."
            ) from problem


def send(head: Head, area: AreaFact, *, to: Sequence[str], today: date) -> tuple[str, ...]:
    """Queue the head for the area's people who have these addresses, once a day; the addresses
    that nobody of the area has."""
    people = mail.people_at(to, local_area_id=area.id)
    notifications.queue_many(
        [
            notifications.NewMessage(
                person_id=person_id,
                kind=TRAIL_HEAD.key,
                subject=f"Head of the audit trail, {say_date(today)}",
                words="Keep this message. It proves later that nothing before it was altered or "
                f"taken away:\n\n{head}\n\ngoldenthread verify-trail --area {area.slug} --head "
                f"{head}",
                once=f"trail-head:{today.isoformat()}:{person_id}",
            )
            for person_id in people.values()
        ],
        local_area_id=area.id,
        by=None,
        on=area.day(today),
    )
    return tuple(address for address in to if address not in people)
