"""Task links: who came by one, and which stand.

A token is the link's id, signed: nothing secret is stored, the same link always has the same
token, and whether it still works is asked of the row each time.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.signing import BadSignature, Signer

from goldenthread.partnership.models import TaskLink
from goldenthread.partnership.queries.viewers import TaskInHand, Viewer, posts_held
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import NotPermitted

# Every address of a task link begins so; the middleware, the log and the mail go by it.
TASK_LINKS = "/t/"
_SALT = "goldenthread.partnership.task-link"
_NOBODY = UUID(int=0)  # no row has it: a forged token is asked after like any other
_UNKNOWN = (
    "This link does not work. Open it from the message again, whole. "
    "If it still does not work, ask whoever sent it for a new one."
)
# Whoever comes by it chooses a password of their own: see queries.invitations.
INVITATION = "invitation"
_USED = (
    "This invitation was used or withdrawn already. If you have chosen a password, sign in with "
    "it; else ask an administrator of {area} to send another."
)


@dataclass(frozen=True)
class TaskLinkInHand:
    """What a link that works lets its person do. `viewer` may do that and nothing else."""

    link_id: UUID
    person_id: UUID
    person_name: str
    local_area_id: UUID
    local_area_slug: str
    local_area_name: str
    task: str
    object_id: UUID
    expires_on: date
    viewer: Viewer


def task_link_token(link_id: UUID) -> str:
    """The signed id that stands in the address: 66 characters, safe there."""
    written = base64.urlsafe_b64encode(link_id.bytes).rstrip(b"=").decode()
    return _signer().sign(written)


def task_link_path(link_id: UUID, *, task: str) -> str:
    """The address inside the product, beginning with /t/. Never to be stored or logged."""
    return f"{TASK_LINKS}{task}/{task_link_token(link_id)}/"


def by_token(token: str, *, task: str, on: date) -> TaskLinkInHand:
    """Whoever came by the link, on the area's own day.

    Raises NotPermitted with the reason and the way on: unknown (forged, cut short, of another
    task), ended, withdrawn. One query for each of these alike.
    """
    row = (
        TaskLink.objects.select_related("local_area", "person__user")
        .filter(pk=_id_in(token), task=task)
        .first()
    )
    if row is None:
        raise NotPermitted(_UNKNOWN)
    day = row.local_area.lives_on or on
    account = row.person.user
    if row.withdrawn_on or (account and not account.is_active):
        if task == INVITATION:
            raise NotPermitted(_USED.format(area=row.local_area.name))
        raise NotPermitted(
            "This link was withdrawn. If you still have something to tell, ask the programme "
            f"office of {row.local_area.name}."
        )
    if day > row.expires_on:
        if task == INVITATION:
            raise NotPermitted(
                f"This invitation worked until {say_date(row.expires_on)}. Ask an administrator of "
                f"{row.local_area.name} to send it again."
            )
        raise NotPermitted(
            f"This link worked until {say_date(row.expires_on)}. Ask the programme office of "
            f"{row.local_area.name} for a new one."
        )
    return _in_hand(row, on=day)


def _in_hand(row: TaskLink, *, on: date) -> TaskLinkInHand:
    area, person = row.local_area, row.person
    viewer = Viewer(
        # Somebody without an account acts under the id they are known by in the area.
        user_id=person.user_id or person.pk,
        name=person.name,
        local_area_id=area.pk,
        local_area_slug=area.slug,
        local_area_name=area.name,
        grants=(),
        person_id=person.pk,
        post_ids=posts_held(person, on=on),
        day=area.lives_on,
        demonstration=area.demonstration,
        task=TaskInHand(row.task, row.object_id),
    )
    return TaskLinkInHand(
        link_id=row.pk,
        person_id=person.pk,
        person_name=person.name,
        local_area_id=area.pk,
        local_area_slug=area.slug,
        local_area_name=area.name,
        task=row.task,
        object_id=row.object_id,
        expires_on=row.expires_on,
        viewer=viewer,
    )


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")


def _id_in(token: str) -> UUID:
    """The id that was signed; one that no row has, where the token is not ours."""
    try:
        written = _signer().unsign(token)
        return UUID(bytes=base64.urlsafe_b64decode(f"{written}=="))
    except (BadSignature, binascii.Error, ValueError):
        return _NOBODY


@dataclass(frozen=True)
class TaskLinkFact:
    """A link as the office sees it: never its token."""

    id: UUID
    person_id: UUID
    person_name: str
    task: str
    object_id: UUID
    made_on: date
    expires_on: date
    uses: int
    last_used_on: date | None
    withdrawn_on: date | None
    withdrawn_because: str

    def stands(self, *, on: date) -> bool:
        return self.withdrawn_on is None and self.expires_on >= on


def task_links(
    *, viewer: Viewer, on: date, person_id: UUID | None = None, task: str = ""
) -> tuple[TaskLinkFact, ...]:
    """The links that work on the day, latest first; of one person or one task."""
    rows = TaskLink.objects.filter(
        local_area_id=viewer.local_area_id, withdrawn_on__isnull=True, expires_on__gte=on
    ).select_related("person")
    if viewer.task is not None:
        return ()
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if task:
        rows = rows.filter(task=task)
    return tuple(_fact(row) for row in rows)


def task_link(link_id: UUID, *, viewer: Viewer) -> TaskLinkFact | None:
    """One link of the area, whether it still works or not."""
    rows = TaskLink.objects.filter(local_area_id=viewer.local_area_id, pk=link_id)
    row = rows.select_related("person").first() if viewer.task is None else None
    return _fact(row) if row else None


def task_links_of(link_ids: Sequence[UUID], *, viewer: Viewer) -> dict[UUID, TaskLinkFact]:
    """Several links of the area at once, for lists of who has opened theirs: one query."""
    rows = TaskLink.objects.filter(local_area_id=viewer.local_area_id, pk__in=link_ids)
    if viewer.task is not None:
        return {}
    return {row.pk: _fact(row) for row in rows.select_related("person")}


def _fact(row: TaskLink) -> TaskLinkFact:
    return TaskLinkFact(
        id=row.pk,
        person_id=row.person_id,
        person_name=row.person.name,
        task=row.task,
        object_id=row.object_id,
        made_on=row.made_on,
        expires_on=row.expires_on,
        uses=row.uses,
        last_used_on=row.last_used_on,
        withdrawn_on=row.withdrawn_on,
        withdrawn_because=row.withdrawn_because,
    )
