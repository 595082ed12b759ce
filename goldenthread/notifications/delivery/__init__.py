"""Who carries the mail: a mail server, or GOV.UK Notify, as the installation is set up."""

from __future__ import annotations

from django.conf import settings

from goldenthread.notifications.delivery.by_notify import NotifyCourier, of_the_installation
from goldenthread.notifications.delivery.by_smtp import Courier
from goldenthread.notifications.delivery.notify import (
    CANNOT,
    Notification,
    Notify,
    NotifyKey,
    UnknownToNotify,
)
from goldenthread.notifications.delivery.outcomes import (
    Accepted,
    Later,
    LostServer,
    Outcome,
    Refused,
)

__all__ = [
    "CANNOT", "Accepted", "Courier", "Later", "LostServer", "Notification", "Notify",
    "NotifyCourier", "NotifyKey", "Outcome", "Refused", "UnknownToNotify",
    "courier", "of_the_installation",
]  # fmt: skip


def courier() -> Courier | NotifyCourier:
    """The one that this installation sends its messages by."""
    return NotifyCourier(of_the_installation()) if settings.MAIL_BY == "notify" else Courier()
