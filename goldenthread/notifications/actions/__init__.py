"""Verbs of messages: queued, cancelled, sent again, settled; and how often a person wants them."""

from goldenthread.notifications.actions.outbox import (
    cancel_message,
    choose_rhythm,
    send_again,
)
from goldenthread.notifications.actions.perhaps import say_arrived, send_perhaps_again
from goldenthread.notifications.actions.queuing import (
    NewMessage,
    cancel,
    queue,
    queue_many,
)
from goldenthread.notifications.actions.sending import came_back

__all__ = [
    "NewMessage",
    "came_back",
    "cancel",
    "cancel_message",
    "choose_rhythm",
    "queue",
    "queue_many",
    "say_arrived",
    "send_again",
    "send_perhaps_again",
]
