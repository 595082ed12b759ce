"""The words of an area's accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from goldenthread.pages.words import say_date
from goldenthread.partnership.queries.invitations import SignInFact


@dataclass(frozen=True)
class AccountShown:
    person_id: UUID
    name: str
    email: str
    state: str
    second_factor: str
    may_send: bool
    may_withdraw: bool
    may_reset: bool
    may_close: bool


def account(one: SignInFact, *, on: date) -> AccountShown:
    stands = one.invitation_stands(on=on)
    return AccountShown(
        person_id=one.person_id,
        name=one.name,
        email=one.email,
        state=_state(one, on=on),
        second_factor=_second_factor(one),
        may_send=not one.accepted and not one.closed,
        may_withdraw=stands and not one.accepted,
        may_reset=one.has_second_factor,
        may_close=not one.closed,
    )


def _state(one: SignInFact, *, on: date) -> str:
    if one.closed:
        return "Closed"
    if one.by_organisation:
        return "Signs in through their organisation"
    if one.accepted:
        return "Signs in with a password"
    if one.invited_until is None:
        return "Not invited now"
    if one.invitation_stands(on=on):
        return f"Invited, until {say_date(one.invited_until)}"
    return f"The invitation ended on {say_date(one.invited_until)}"


def _second_factor(one: SignInFact) -> str:
    if one.has_second_factor:
        return "Set up"
    return "Not yet" if one.accepted else "–"


def invitation_lede(one: SignInFact) -> str:
    return (
        f"A letter goes to {one.email} with a link that works once, for "
        f"{settings.INVITATION_DAYS} days. It names nobody and no plan."
    )
