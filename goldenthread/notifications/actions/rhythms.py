"""How often people want their mail: of everything that can wait, and of single kinds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from goldenthread.notifications.models import KindPreference, MailPreference, Rhythm


@dataclass(frozen=True)
class Rhythms:
    """What some people chose. Whoever chose nothing wants each message at once."""

    in_all: dict[UUID, str] = field(default_factory=dict)
    of_kinds: dict[tuple[UUID, str], str] = field(default_factory=dict)

    def of(self, person_id: UUID, kind: str) -> str:
        """Of messages of this kind: what was chosen for it, else for all their mail."""
        in_all = self.in_all.get(person_id, Rhythm.AT_ONCE.value)
        return self.of_kinds.get((person_id, kind), in_all)


def rhythms_of(people: Collection[UUID]) -> Rhythms:
    """Two queries, however many people; of any area, for the outbox."""
    of_all = MailPreference.objects.filter(person_id__in=people)
    kinds = KindPreference.objects.filter(person_id__in=people)
    return Rhythms(
        dict(of_all.values_list("person_id", "rhythm")),
        {
            (person_id, kind): rhythm
            for person_id, kind, rhythm in kinds.values_list("person_id", "kind", "rhythm")
        },
    )
