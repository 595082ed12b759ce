"""Messages and how they fare."""

from goldenthread.notifications.queries.deliveries import DeliveryFact, deliveries, say_instant
from goldenthread.notifications.queries.outbox import (
    PAGE_SIZE,
    Asked,
    MessageFact,
    count_of,
    kinds_sent,
    message,
    message_counts,
    messages,
    parts_of,
    perhaps_sent,
    rhythm_of,
    wants_week_ahead,
)

__all__ = [
    "PAGE_SIZE",
    "Asked",
    "DeliveryFact",
    "MessageFact",
    "count_of",
    "deliveries",
    "kinds_sent",
    "message",
    "message_counts",
    "messages",
    "parts_of",
    "perhaps_sent",
    "rhythm_of",
    "say_instant",
    "wants_week_ahead",
]
