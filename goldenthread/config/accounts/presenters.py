"""The words of a person's own account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings

from goldenthread.config.accounts import second_factor
from goldenthread.pages.words import say_date

if TYPE_CHECKING:
    from datetime import datetime

    from goldenthread.partnership.models import User
    from goldenthread.partnership.queries import TaskLinkInHand

_LONDON = ZoneInfo("Europe/London")
# The first that stands in what a browser says of itself: others claim to be these too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def device_words(said: str) -> str:
    """ "Chrome on Windows", from what a browser says of itself."""
    browser = next((words for mark, words in _BROWSERS if mark in said), "A browser")
    system = next((words for mark, words in _SYSTEMS if mark in said), "")
    return f"{browser} on {system}" if system else browser


def moment(at: datetime) -> str:
    local = at.astimezone(_LONDON)
    return f"{say_date(local.date())}, {local:%H:%M}"


@dataclass(frozen=True)
class SessionShown:
    id: str
    device: str
    since: str
    last_used: str
    address: str
    current: bool


@dataclass(frozen=True)
class SessionsShown:
    rows: tuple[SessionShown, ...]
    others: int
    limits: str


def sessions(rows: Sequence[Any], *, current: str) -> SessionsShown:
    shown = tuple(
        SessionShown(
            id=str(row.pk),
            device=device_words(row.user_agent),
            since=moment(row.created_at),
            last_used=moment(row.last_seen_at),
            address=str(row.ip),
            current=row.session_key == current,
        )
        for row in rows
    )
    return SessionsShown(
        rows=shown,
        others=sum(not one.current for one in shown),
        limits=(
            f"You are signed out automatically after {settings.SESSION_IDLE_MINUTES} minutes "
            f"without a page, and after {settings.SESSION_HOURS} hours in any case. What you typed "
            "is kept."
        ),
    )


@dataclass(frozen=True)
class PasskeyShown:
    id: int
    name: str
    since: str


@dataclass(frozen=True)
class AccountShown:
    email: str
    has_password: bool
    has_codes: bool
    codes_since: str
    codes_may_go: bool
    recovery_left: str
    has_recovery: bool
    offers_passkeys: bool
    passkeys: tuple[PasskeyShown, ...]
    second_factor: str
    sessions: str


def own_account(user: User, rows: Sequence[Any], sessions_now: int) -> AccountShown:
    of = {row.type: row for row in rows}
    codes, recovery = of.get("totp"), of.get("recovery_codes")
    keys = [row for row in rows if row.type == "webauthn"]
    left = len(recovery.wrap().get_unused_codes()) if recovery else 0
    return AccountShown(
        email=user.email,
        has_password=user.has_usable_password(),
        has_codes=codes is not None,
        codes_since=f"since {moment(codes.created_at)}" if codes else "",
        codes_may_go=bool(codes) and second_factor.SecondFactors().can_delete_authenticator(codes),
        recovery_left=f"{left} of 10 not used" if recovery else "None",
        has_recovery=recovery is not None,
        offers_passkeys=settings.PASSKEYS,
        passkeys=tuple(
            PasskeyShown(row.pk, str(row), f"since {moment(row.created_at)}") for row in keys
        ),
        second_factor=_second_factor_words(bool(codes or keys)),
        sessions="This one only" if sessions_now <= 1 else f"{sessions_now} at the moment",
    )


def _second_factor_words(has_one: bool) -> str:
    if has_one:
        return "After your password you are asked for something that only you have with you."
    if second_factor.required():
        return "Whoever may change anything here needs a second factor beside the password."
    return (
        "A second factor keeps others out even if they learn your password. It takes two minutes "
        "and a phone."
    )


@dataclass(frozen=True)
class InvitedShown:
    area: str
    email: str


def invited(link: TaskLinkInHand, user: User) -> InvitedShown:
    return InvitedShown(link.local_area_name, user.email)
