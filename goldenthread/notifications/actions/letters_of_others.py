"""Carries what the partnership wants told, which knows nothing of the outbox."""

from __future__ import annotations

from datetime import date

from goldenthread.notifications.actions.queuing import queue
from goldenthread.partnership.actions.telling import Letter
from goldenthread.partnership.queries import Viewer


def carry(letter: Letter, by: Viewer | None, on: date) -> None:
    """Into the outbox, in the transaction of what the letter tells of."""
    queue(
        local_area_id=letter.local_area_id,
        person_id=letter.person_id,
        kind=letter.kind,
        subject=letter.subject,
        words=letter.words,
        once=letter.once,
        address=letter.address,
        task_link_id=letter.task_link_id,
        by=by,
        on=on,
    )
