"""How messages fare, for the contexts that had them queued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from goldenthread.notifications.models import Message, MessageState
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date

LONDON = ZoneInfo("Europe/London")
_AT_ONCE = 500


@dataclass(frozen=True)
class DeliveryFact:
    """One message on its way. `state` is waiting, retrying, held, sending, perhaps, sent, failed,
    bounced, cancelled or no_address; `sent_at` of what was perhaps sent is when it was handed over;
    `arrived_at` when the mail server of the person took it, where that is told;
    `said` is the server's sentence, or why; `words` finish it all."""

    message_id: UUID
    once: str
    state: str
    sent_at: datetime | None
    said: str
    arrived_at: datetime | None = None

    @property
    def words(self) -> str:
        when = f" {say_instant(self.sent_at)}" if self.sent_at else ""
        said = f": {self.said}" if self.said else ""
        arrived = f", arrived {say_instant(self.arrived_at)}" if self.arrived_at else ""
        return {
            "waiting": "Waiting to be sent",
            "retrying": f"Will be tried again{said}",
            "held": "Waits for their digest",
            "sending": "Being sent",
            "perhaps": f"Perhaps sent{when}{said}",
            "sent": f"Sent{when}{arrived}{said}",
            "failed": f"Not sent{said}",
            "bounced": f"Came back{said}",
            "cancelled": "Cancelled",
            "no_address": "No email address",
        }[self.state]

    @property
    def needs_somebody(self) -> bool:
        """Will not arrive, or is not known to have, unless somebody does something."""
        return self.state in ("perhaps", "failed", "bounced", "no_address")


def say_instant(at: datetime) -> str:
    """3 May 2024 at 09:05, in London."""
    there = at.astimezone(LONDON)
    return f"{say_date(there.date())} at {there:%H:%M}"


def deliveries(once_keys: Sequence[str], *, viewer: Viewer) -> dict[str, DeliveryFact]:
    """How each message queued under these keys fares; nothing for a key that is not there. What
    was joined in a digest fares as the digest does."""
    found: dict[str, DeliveryFact] = {}
    for start in range(0, len(once_keys), _AT_ONCE):
        rows = Message.objects.visible_to(viewer).filter(
            once__in=once_keys[start : start + _AT_ONCE]
        )
        for row in rows.select_related("digest"):
            found[row.once] = fact_of(row, viewer=viewer)
    return found


def fact_of(row: Message, *, viewer: Viewer) -> DeliveryFact:
    carrier = row.digest if row.state == MessageState.JOINED and row.digest else row
    state = str(carrier.state)
    if state == MessageState.WAITING and carrier.attempts:
        state = "retrying"
    at = carrier.handing_over_at if state == MessageState.PERHAPS else carrier.sent_at
    sent_at = as_lived(at, carrier, viewer=viewer) if at else None
    there = carrier.arrived_at
    arrived_at = as_lived(there, carrier, viewer=viewer) if there else None
    return DeliveryFact(row.pk, row.once, state, sent_at, carrier.said, arrived_at)


def as_lived(at: datetime, row: Message, *, viewer: Viewer) -> datetime:
    """An instant of a message as its area counts days. An area that lives on a day of its own had
    it queued on that day: what came after is as many days later there as it was by the clock."""
    if viewer.day is None:
        return at
    ours = row.queued_on - row.recorded_at.astimezone(LONDON).date()
    return at.astimezone(LONDON) + timedelta(days=ours.days)
