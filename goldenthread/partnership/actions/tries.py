"""Counting tries, so that guessing is slow; no account is ever shut because somebody guesses.

Not in the trail: a try is no act on anything, and what is let in or not is written down by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from goldenthread.partnership.models import Tries

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many tries in so many minutes, counted from the first."""

    tries: int
    minutes: int

    @property
    def span(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def take_try(what: tuple[str, ...], *, limit: Limit, at: datetime) -> datetime | None:
    """Count one try of `what` (its kind and whom it is counted for). None where it may be made;
    else the moment from which the next one may. Kept at once, whatever becomes of the caller's
    work, for each process to see."""
    key = _key(what)
    with transaction.atomic():
        row = _locked(key, at)
        if not row.began_at <= at < row.began_at + limit.span:  # past, or the clock was put back
            row.began_at, row.count = at, 0
        if row.count >= limit.tries:
            return row.began_at + limit.span
        row.count += 1
        row.save()
    return None


def give_back(what: tuple[str, ...]) -> None:
    """The try was a right one: it is not counted."""
    Tries.objects.filter(key=_key(what), count__gt=0).update(count=F("count") - 1)


def forget_old(*, at: datetime) -> int:
    """Drop counts that can hold nobody up any more; how many."""
    gone, _ = Tries.objects.filter(began_at__lt=at - KEPT).delete()
    return gone


def _key(what: tuple[str, ...]) -> str:
    return salted_hmac("goldenthread.tries", "\x1f".join(what), algorithm="sha256").hexdigest()


def _locked(key: str, at: datetime) -> Tries:
    rows = Tries.objects.select_for_update()
    if row := rows.filter(key=key).first():
        return row
    try:
        with transaction.atomic():
            return Tries.objects.create(key=key, began_at=at)
    except IntegrityError:  # another process made it in this moment
        return rows.get(key=key)
