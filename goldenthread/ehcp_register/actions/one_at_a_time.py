"""One extract at a time comes into the register of an area, whichever way it comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID

from django.db import OperationalError, connection, transaction

from goldenthread.ehcp_register.actions.writing import with_room
from goldenthread.rules.refusals import Refused

_ANOTHER = (
    "Another extract is just coming into the register, so this one was not brought in. Wait until "
    "it has come in, then bring this one in again."
)
_BUSY = (
    "Somebody else is writing a great deal, perhaps another extract, so this one was not brought "
    "in. Wait a few minutes, then bring it in again."
)


@contextmanager
def one_at_a_time(local_area_id: UUID) -> Iterator[None]:
    """A transaction in which no other extract comes into the register of the area. Refused in a
    sentence where one does just now: two at once would each find the same children new.

    SQLite has one writer anyway; who waits for it longer than the database lets them is refused.
    """
    with ExitStack() as stack:
        stack.enter_context(with_room())
        try:
            stack.enter_context(transaction.atomic())
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            raise Refused(_BUSY) from error
        if connection.vendor == "postgresql" and not _taken(local_area_id):
            raise Refused(_ANOTHER)
        yield


def _taken(local_area_id: UUID) -> bool:
    """Whether this transaction has it now, until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"an extract for the register {local_area_id}"],
        )
        return bool(cursor.fetchone()[0])
