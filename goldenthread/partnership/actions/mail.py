"""What mail servers say of people's addresses."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.partnership.models import Person
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

BY_MAIL = "A mail server"


def mail_came_back(
    *,
    local_area_id: UUID,
    person_id: UUID,
    address: str,
    sentence: str,
    about: tuple[str, UUID],
    on: date,
) -> None:
    """Remember that mail to an address of a person does not arrive; told by the outbox, which has
    nobody to ask as. It counts as long as the person has that address."""
    with transaction.atomic():
        rows = Person.objects.select_for_update().filter(local_area_id=local_area_id)
        person = rows.get(pk=person_id)
        person.came_back_address = address
        person.came_back_on = on
        person.came_back_because = sentence[:500]
        person.version += 1
        person.save()
        record(
            local_area_id=local_area_id,
            actor_id=None,
            actor_label=BY_MAIL,
            verb=Verb.ALTERED,
            act="partnership.mail_came_back",
            object_kind="person",
            object_id=person.pk,
            object_label=person.name,
            words=f"sent back a message to {person}",
            on=on,
            reason=sentence,
            subjects=[about],
        )
