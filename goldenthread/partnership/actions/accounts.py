"""Verbs of accounts: what somebody did with theirs, and the address it is known by."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from goldenthread.partnership import policies
from goldenthread.partnership.actions.telling import ACCOUNT, Letter, tell
from goldenthread.partnership.actions.writing import (
    as_last_seen,
    email_address,
    named,
    note,
    of_area,
)
from goldenthread.partnership.models import Grant, Person, User
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

# The entry is kept for ever, so it holds the account's id and no name; pages look the name up.
HOLDER, ANYBODY = "Somebody with an account", "Somebody"


class AccountDeed(StrEnum):
    """What is written down about an account, in words that follow who did it."""

    SIGNED_IN = "signed in"
    BY_ORGANISATION = "signed in through their organisation"
    SIGNED_OUT = "signed out"
    TIMED_OUT = "was signed out, because time was over"
    NOT_LET_IN = "tried to sign in and was not let in"
    WRONG_CODE = "gave the right password and a wrong code"
    ASKED_TO_WAIT = "tried too often and was asked to wait"
    ASKED_FOR_RESET = "asked for a letter to choose a new password"
    NEW_PASSWORD = "chose a new password"  # noqa: S105 - words, no password
    ACCEPTED = "accepted an invitation and chose a password"
    JOINED_ORGANISATION = "joined the account with that of their organisation"
    CODES_ON = "set up codes from an app as a second factor"
    CODES_OFF = "switched off codes from an app"
    PASSKEY_ADDED = "added a passkey"
    PASSKEY_REMOVED = "removed a passkey"
    RECOVERY_CODES = "made new recovery codes"
    CONFIRMED = "confirmed that it was them"
    ENDED_SESSION = "ended a session of their own"
    ENDED_SESSIONS = "ended every other session of their own"


# Done by whoever was there, who may not be the account's holder.
_BY_ANYBODY = frozenset(
    {
        AccountDeed.NOT_LET_IN,
        AccountDeed.WRONG_CODE,
        AccountDeed.ASKED_TO_WAIT,
        AccountDeed.ASKED_FOR_RESET,
    }
)
_LOOKS = _BY_ANYBODY | {
    AccountDeed.SIGNED_IN,
    AccountDeed.BY_ORGANISATION,
    AccountDeed.SIGNED_OUT,
    AccountDeed.TIMED_OUT,
    AccountDeed.CONFIRMED,
}


def note_account(*, email: str, deed: AccountDeed, today: date) -> None:
    """Tell the trail of every local area that knows the account, on that area's own day. An address
    without an account leaves no trace, for there is nothing of an area in it."""
    known = Person.objects.filter(user__email=email.strip().lower())
    with transaction.atomic():
        # In one order, so that two people who serve the same areas never wait for each other.
        for person in known.select_related("local_area").order_by("local_area_id"):
            refused = deed in _BY_ANYBODY
            assert person.user_id is not None
            record(
                local_area_id=person.local_area_id,
                actor_id=None if refused else person.user_id,
                actor_label=ANYBODY if refused else HOLDER,
                verb=Verb.CONSULTED if deed in _LOOKS else Verb.ALTERED,
                act=f"partnership.{deed.name.lower()}",
                object_kind="user",
                object_id=person.user_id,
                object_label="An account",
                words=deed.value,
                on=person.local_area.lives_on or today,
            )


def sign_out_everywhere(user_id: UUID) -> None:
    """Whatever sessions the account has, on whatever device, end with their next request. Called in
    the transaction of what it follows from, whose entry covers it."""
    User.objects.filter(pk=user_id).update(signed_out_at=Now())


def sign_out_leaver(user_id: UUID, *, on: date) -> None:
    """The same, where no area has given the account any right that counts on the day."""
    if not Grant.objects.in_force(on=on).filter(user_id=user_id).exists():
        sign_out_everywhere(user_id)


def reset_second_factor(*, person_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """Take away somebody's second factor: the phone is lost, or is another one. They are signed
    out everywhere, told by a letter, and set up a new one with their next sign-in."""
    policies.require(policies.may_grant(by))
    reason = named(reason, "Say why, for the history: how you know that it is them who asks.")
    with transaction.atomic():
        row = of_area(Person, person_id, by, "person")
        if row.user_id is None:
            raise Refused(f"{row} does not sign in, so there is nothing to take away.")
        if row.user_id == by.user_id:
            raise Refused(
                "Nobody takes away their own second factor here. Ask another administrator."
            )
        factors = Authenticator.objects.filter(user_id=row.user_id)
        if not factors.exists():
            raise Refused(f"{row} has no second factor. There is nothing to take away.")
        factors.delete()
        sign_out_everywhere(row.user_id)
        letter = Letter(
            local_area_id=by.local_area_id,
            person_id=row.pk,
            kind=ACCOUNT,
            subject="Your second factor was taken away",
            words=(
                "An administrator of your local area took away the second factor of your account "
                "(codes from an app, recovery codes, passkeys). Sign in to set up a new one.\n\n"
                "If you did not ask for this, tell them at once."
            ),
            once=f"second-factor:{row.pk}:{row.version}",
            address="/",
        )
        tell(letter, by=by, on=on)
        row.version += 1
        row.save()
        note(
            Verb.ALTERED,
            "reset_second_factor",
            row,
            f"took away the second factor of {row}: {reason}",
            by=by,
            on=on,
            about=[User.objects.get(pk=row.user_id)],
        )


def move_to_email(*, person_id: UUID, version: int, email: str, by: Viewer, on: date) -> None:
    """Somebody signs in with another address from now on; roles, password and history stay.

    Rights hang on the address, so only an administrator moves it, and only for an account of this
    area alone: else one area could take over what the person may do in another.
    """
    policies.require(policies.may_grant(by))
    address = email_address(email)
    with transaction.atomic():
        row = of_area(Person, person_id, by, "person")
        as_last_seen(row, version)
        if row.user_id is None:
            raise Refused(
                f"{row} does not sign in. Change the address they are written to instead."
            )
        if Person.objects.filter(user_id=row.user_id).exclude(pk=row.pk).exists():
            raise Refused(
                f"{row} serves another local area with the same account, so its address cannot be "
                "changed here. Give the new address the role, then end the role of the old one."
            )
        user = User.objects.select_for_update().get(pk=row.user_id)
        before = user.email
        _free(address, row)
        user.email = row.email = address
        try:
            with transaction.atomic():
                user.save(update_fields=["email"])
        except IntegrityError as clash:
            raise Refused(_taken(address)) from clash
        # Sign-in keeps a list of its own, by which the old address would still open the account;
        # and the organisation may give the old address to somebody else.
        EmailAddress.objects.filter(user_id=user.pk).delete()
        SocialAccount.objects.filter(user_id=user.pk).delete()
        row.version += 1
        row.save()
        words = f"moved {row} to another email address to sign in with"
        changes = {"signs_in_with": (before, address)}
        note(Verb.ALTERED, "move_to_email", row, words, by=by, on=on, changes=changes, about=[user])


def _taken(address: str) -> str:
    return (
        f"{address} has an account already. Give that account the role, then end the role of the "
        "old one."
    )


def _free(address: str, row: Person) -> None:
    """Refuse an address that an account has, their own included."""
    there = User.objects.filter(email=address).first()
    if there is None:
        return
    if there.pk == row.user_id:
        raise Refused(f"{row} signs in with {address} already. Enter the new address.")
    raise Refused(_taken(address))
