"""Verbs of invitations: sent, sent again, withdrawn, accepted.

An invitation is a task link whose task is to choose one's own password. It works once, for a few
days, and says nothing of who is invited to what.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from goldenthread.partnership import policies
from goldenthread.partnership.actions.accounts import AccountDeed, note_account
from goldenthread.partnership.actions.task_links import make_task_link, withdraw_task_link
from goldenthread.partnership.actions.telling import INVITATION as INVITATION_LETTER
from goldenthread.partnership.actions.telling import NEW_ROLE, Letter, tell
from goldenthread.partnership.actions.writing import note, of_area
from goldenthread.partnership.models import Person, TaskLink, User
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.invitations import INVITATION
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail.verbs import Verb

_ACCEPTED = "It was accepted."
_WITH_ACCOUNT = (
    "You have been given a role in your local area’s work on special educational needs and "
    "disabilities. Sign in as you always do to see what is yours."
)
_INVITED = (
    "You are invited to your local area’s work on special educational needs and disabilities. "
    "Open the link to choose a password. Then sign in with this email address."
)


def tell_of_role(*, user_id: UUID, grant_id: UUID, by: Viewer, on: date) -> None:
    """One letter for whoever was given a role: an invitation, or a word to somebody who signs in
    already. Whoever gave the role sees no difference."""
    person = Person.objects.select_related("user").get(
        local_area_id=by.local_area_id, user_id=user_id
    )
    if person.user and not _signs_in(person.user):
        if not _standing(person).filter(expires_on__gte=on).exists():
            _send(person, by=by, on=on)
        return
    letter = Letter(
        local_area_id=by.local_area_id,
        person_id=person.pk,
        kind=NEW_ROLE,
        subject="You have a new role",
        words=_WITH_ACCOUNT,
        once=f"role:{grant_id}",
        address=f"/a/{by.local_area_slug}/",
    )
    tell(letter, by=by, on=on)


def tell_first_administrator(*, by: Viewer, on: date) -> None:
    """The letter to whoever an area was set up for. Only the command line, on the server itself,
    does this, and nobody but they can be asked as."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        tell_of_role(user_id=by.user_id, grant_id=by.local_area_id, by=by, on=on)
        person = Person.objects.select_related("user").get(
            local_area_id=by.local_area_id, user_id=by.user_id
        )
        words = f"sent {person} a letter about their role"
        note(Verb.DISCLOSED, "send_invitation", person, words, by=by, on=on)


def send_invitation(*, person_id: UUID, by: Viewer, on: date) -> None:
    """Send it, or send it again: from today it works for as many days as a new one."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        person = of_area(Person, person_id, by, "person")
        if person.user is None:
            raise Refused(f"{person} has no role here yet. Give them one first.")
        if _signs_in(person.user):
            raise Refused(f"{person} signs in already and needs no invitation.")
        _send(person, by=by, on=on)
        words = f"sent {person} an invitation"
        note(Verb.DISCLOSED, "send_invitation", person, words, by=by, on=on, about=[person.user])


def withdraw_invitation(*, person_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """Its link opens nothing from now on; the role stays until it is ended."""
    policies.require(policies.may_grant(by))
    with transaction.atomic():
        person = of_area(Person, person_id, by, "person")
        link = _standing(person).first()
        if link is None:
            raise Refused(f"No invitation of {person} stands. There is nothing to withdraw.")
        withdraw_task_link(link_id=link.pk, reason=reason, by=by, on=on)


def _send(person: Person, *, by: Viewer, on: date) -> None:
    assert person.user_id is not None
    until = on + timedelta(days=settings.INVITATION_DAYS)
    link_id = make_task_link(
        person_id=person.pk,
        task=INVITATION,
        object_id=person.user_id,
        expires_on=until,
        by=by,
        on=on,
    )
    # Sent again on the same day it is another letter with the same link.
    TaskLink.objects.filter(pk=link_id).update(version=F("version") + 1)
    times = TaskLink.objects.get(pk=link_id).version
    letter = Letter(
        local_area_id=by.local_area_id,
        person_id=person.pk,
        kind=INVITATION_LETTER,
        subject="You are invited to Golden Thread",
        words=_INVITED,
        once=f"invitation:{link_id}:{times}",
        task_link_id=link_id,
    )
    tell(letter, by=by, on=on)


def _standing(person: Person) -> QuerySet[TaskLink]:
    return TaskLink.objects.filter(
        local_area_id=person.local_area_id,
        person_id=person.pk,
        task=INVITATION,
        withdrawn_on__isnull=True,
    )


def _signs_in(user: User) -> bool:
    """By a password of their own, or through their organisation."""
    return user.has_usable_password() or SocialAccount.objects.filter(user_id=user.pk).exists()


def accept_invitation(*, link_id: UUID, password: str, today: date) -> None:
    """The person has chosen a password, which was checked already; no invitation of the account
    works after it, whichever area sent it. Raises NotPermitted where this one was used before."""
    with transaction.atomic():
        link = TaskLink.objects.select_for_update().get(pk=link_id, task=INVITATION)
        user = User.objects.select_for_update().get(pk=link.object_id)
        if link.withdrawn_on or _signs_in(user) or not user.is_active:
            raise NotPermitted(
                "This invitation was used or withdrawn already. Sign in, or ask an area "
                "administrator for another."
            )
        user.set_password(password)
        user.save(update_fields=["password"])
        use_up(user=user, today=today)
        note_account(email=user.email, deed=AccountDeed.ACCEPTED, today=today)


def use_up(*, user: User, today: date) -> None:
    """No invitation of this account stands any more."""
    rows = TaskLink.objects.filter(
        person__user_id=user.pk, task=INVITATION, withdrawn_on__isnull=True
    ).select_related("local_area")
    for row in rows.select_for_update(of=("self",)):
        row.withdrawn_on = row.local_area.lives_on or today
        row.withdrawn_because = _ACCEPTED
        row.version += 1
        row.save()
