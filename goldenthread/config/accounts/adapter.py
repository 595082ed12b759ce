"""Sign-in: only people who were invited have an account; nobody makes their own.

What somebody does with their account is in the audit trail of each area that knows them, in the
transaction of the act itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.config.accounts import devices, sessions, throttling
from goldenthread.pages.words import say_date
from goldenthread.partnership.actions import AccountDeed, note_account
from goldenthread.partnership.actions.telling import ACCOUNT, Letter, tell
from goldenthread.partnership.queries import sign_in

# Sign-in's letters go by the outbox, in our words: which deed each tells of, its subject, its
# words. A new password is written down where it is set.
_NOT_YOU = "If this was not you, tell your local area’s administrator at once."


@dataclass(frozen=True)
class _Told:
    subject: str
    words: str
    deed: AccountDeed | None


_TOLD = {
    "account/email/password_changed": _Told(
        "Your password was changed", "The password of your account was changed", None
    ),
    "account/email/password_set": _Told(
        "Your password was changed", "A password was set for your account", None
    ),
    "account/email/password_reset": _Told(
        "Your password was changed",
        "A new password was chosen for your account by a letter sent to this address",
        None,
    ),
    "mfa/email/totp_activated": _Told(
        "Codes from an app are set up",
        "Codes from an app were set up as the second factor of your account",
        AccountDeed.CODES_ON,
    ),
    "mfa/email/totp_deactivated": _Told(
        "Codes from an app are switched off",
        "Codes from an app were switched off for your account",
        AccountDeed.CODES_OFF,
    ),
    "mfa/email/recovery_codes_generated": _Told(
        "New recovery codes were made",
        "New recovery codes were made for your account; those before do not work any more",
        AccountDeed.RECOVERY_CODES,
    ),
    "mfa/email/webauthn_added": _Told(
        "A passkey was added", "A passkey was added to your account", AccountDeed.PASSKEY_ADDED
    ),
    "mfa/email/webauthn_removed": _Told(
        "A passkey was removed",
        "A passkey was removed from your account",
        AccountDeed.PASSKEY_REMOVED,
    ),
    "socialaccount/email/account_connected": _Told(
        "Your work account signs you in",
        "Your account was joined with the one of your organisation, by which you can sign in",
        AccountDeed.JOINED_ORGANISATION,
    ),
}


def note(email: str, deed: AccountDeed) -> None:
    # A sign-in is no request inside an area: its day begins here, as other pages' does in views.
    note_account(email=email, deed=deed, today=timezone.localdate())


class InvitedPeopleOnly(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for both, so that nobody learns which addresses have an account.
        "email_password_mismatch": (
            "The email address or the password is not right. Check both, or set a new password."
        ),
        "enter_current_password": "That is not the password you have now.",
        "incorrect_password": "That is not your password.",
        "rate_limited": "Too many tries. Wait five minutes, then try again.",
        "too_many_login_attempts": "Too many wrong codes. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["goldenthread.config.accounts.second_factor.AskForCode"]

    # --- in and out ------------------------------------------------------------------------------

    def login(self, request: HttpRequest, user: Any) -> None:
        with transaction.atomic():
            super().login(request, user)
            now = timezone.now().timestamp()
            request.session[sessions.BEGAN] = request.session[sessions.SEEN] = now
            methods = _as_confirmed(request, user)
            by_organisation = "socialaccount" in methods
            deed = AccountDeed.BY_ORGANISATION if by_organisation else AccountDeed.SIGNED_IN
            note(user.email, deed)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(answer, user)
        return answer

    def logout(self, request: HttpRequest) -> None:
        email = getattr(request.user, "email", "")
        with transaction.atomic():
            super().logout(request)
            note(email, AccountDeed.SIGNED_OUT)

    # --- tries -----------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        email = str(credentials.get("email") or "")
        self._counted = throttling.sign_in(request, email)
        if until := throttling.wait_until(self._counted):
            note(email, AccountDeed.ASKED_TO_WAIT)
            raise ValidationError(
                f"Too many tries. Try again {throttling.when(until)}, or set a new password.",
                code="too_many_tries",
            )

    def _rollback_login_failed_rl_usage(self) -> None:
        throttling.was_right(self._counted)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **given: Any) -> None:
        """Nothing to wipe: tries before a new password are over within minutes."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        note(str(credentials.get("email") or ""), AccountDeed.NOT_LET_IN)

    # --- passwords -------------------------------------------------------------------------------

    def set_password(self, user: Any, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            note(user.email, AccountDeed.NEW_PASSWORD)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Somebody without a password has an invitation, or signs in through their organisation:
        a letter must not go round either."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/no_password_yet", email, context)

    # --- letters ---------------------------------------------------------------------------------

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What was done with the account, to the trail and to its person, by the outbox."""
        told = _TOLD[template_prefix]
        with transaction.atomic():
            if known := sign_in.known_by(user):
                local_area_id, person_id = known[0]
                now = timezone.localtime()
                letter = Letter(
                    local_area_id=local_area_id,
                    person_id=person_id,
                    kind=ACCOUNT,
                    subject=told.subject,
                    words=f"{told.words} on {say_date(now.date())} at {now:%H:%M}.\n\n{_NOT_YOU}",
                    once=f"account:{user.pk}:{now.timestamp()}",
                    address="/accounts/",
                )
                tell(letter, by=None, on=now.date())
            if told.deed:
                note(user.email, told.deed)


def _as_confirmed(request: HttpRequest, user: Any) -> list[str]:
    """Whoever has signed in just now has confirmed who they are; by which methods."""
    records = [
        {**record, "reauthenticated": True} for record in get_authentication_records(request, user)
    ]
    if records:
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    return [str(record["method"]) for record in records]
