"""What waits to be sent in the whole installation, for whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from goldenthread.notifications.delivery import CANNOT
from goldenthread.notifications.models import Message, MessageState


@dataclass(frozen=True)
class Backlog:
    """Messages of every area that have not gone: how many, and how long the oldest is due;
    `perhaps` those of which nobody knows, until somebody settles them."""

    due: int
    failed: int
    perhaps: int
    longest: timedelta
    to_mend: str  # why the carrier takes nothing from us until somebody mends a setting; "" if not


def backlog(*, now: datetime) -> Backlog:
    """For whoever watches the installation; it names nobody."""
    due = Message.objects.filter(state=MessageState.WAITING, next_attempt_at__lte=now)
    found = due.aggregate(number=Count("id"), first=Min("recorded_at"))
    failed = Message.objects.filter(state=MessageState.FAILED).count()
    perhaps = Message.objects.filter(state=MessageState.PERHAPS).count()
    stuck = Message.objects.filter(state=MessageState.WAITING, said__startswith=CANNOT)
    to_mend = stuck.order_by("-next_attempt_at").values_list("said", flat=True).first() or ""
    waits = now - found["first"] if found["first"] else timedelta()
    return Backlog(found["number"], failed, perhaps, waits, to_mend)
