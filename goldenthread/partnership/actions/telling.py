"""Letters that the partnership wants written. Who carries them says so once, when it is loaded: the
outbox stands above the partnership, which knows nothing of mail.

Called inside the transaction of what the letter tells of: both are kept, or neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.partnership.queries import Viewer

INVITATION, NEW_ROLE, ACCOUNT = "invitation", "new_role", "account"
BREAK_GLASS, REVIEW_DUE = "break_glass", "review_due"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """To one person of an area; subject and words name nobody. `once` is unique in the area;
    `address` a path inside the product, or the task link whose address is composed when sent."""

    local_area_id: UUID
    person_id: UUID
    kind: str
    subject: str
    words: str
    once: str
    address: str = ""
    task_link_id: UUID | None = None


Courier = Callable[[Letter, "Viewer | None", date], None]
_couriers: list[Courier] = []


def carry_by(courier: Courier) -> None:
    """From the `ready` of whoever carries letters."""
    if courier not in _couriers:
        _couriers.append(courier)


def tell(letter: Letter, *, by: Viewer | None, on: date) -> None:
    """Hand a letter to whoever carries it. Raises RuntimeError where nobody does: it would be
    lost."""
    if not _couriers:
        raise RuntimeError("Nobody carries letters: goldenthread.notifications is not installed.")
    for carry in _couriers:
        carry(letter, by, on)
