"""Sign-in: only people who were invited have an account; nobody makes their own."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedPeopleOnly(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for both, so that nobody learns which addresses have an account.
        "email_password_mismatch": (
            "The email address or the password is not right. Check both, or reset the password."
        ),
        "too_many_login_attempts": (
            "Too many tries. Wait five minutes, then try again, or reset the password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
