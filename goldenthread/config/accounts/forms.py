"""Sign-in's own forms in our words. What they check is allauth's; what is tried too often, ours."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from goldenthread.config.accounts import throttling
from goldenthread.config.accounts.adapter import note
from goldenthread.partnership.actions import AccountDeed

_NEW = "At least {} characters. Three or four words that do not belong together are easy to keep."


def _plain(form: forms.Form, **labels: str) -> None:
    """Our labels, and no words inside the boxes, which go away as one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    for name, label in labels.items():
        form.fields[name].label = label


class SignIn(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login="Email address", password="Password")  # noqa: S106 - a label


class _NewPassword(forms.Form):
    def _ask_for_new(self, user: Any) -> None:
        from goldenthread.config.accounts.passwords import LongEnough

        _plain(self, password1="New password", password2="The same again")
        self.fields["password1"].help_text = _NEW.format(LongEnough().shortest(user))


class ChangePassword(account.ChangePasswordForm, _NewPassword):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_new(self.user)
        _plain(self, oldpassword="Password you have now")
        self.fields["oldpassword"].help_text = ""


class ChoosePassword(account.ResetPasswordKeyForm, _NewPassword):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_new(self.user)


class FirstPassword(_NewPassword):
    """For somebody who was invited."""

    password1 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._ask_for_new(user)

    def clean_password1(self) -> str:
        typed: str = self.cleaned_data["password1"]
        validate_password(typed, self.user)
        return typed

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, second = typed.get("password1"), typed.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Type the same password in both boxes.")
        return typed


class AskForReset(account.ResetPasswordForm):  # type: ignore[misc]
    """The same answer for every address; how often, counted for address and network together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email="Email address")

    def clean_email(self) -> str:
        from allauth.core import context

        email: str = super().clean_email()
        request: HttpRequest = context.request
        if until := throttling.wait_until(throttling.reset(request, email)):
            raise ValidationError(
                f"Too many letters were asked for. Try again {throttling.when(until)}."
            )
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = super().save(request, **kwargs)
        note(email, AccountDeed.ASKED_FOR_RESET)
        return email


class Confirm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password="Password")  # noqa: S106

    def clean_password(self) -> str:
        typed: str = super().clean_password()
        note(self.user.email, AccountDeed.CONFIRMED)
        return typed


class GiveCode(codes.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in: a code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, "Code from your app, or a recovery code")

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        super()._emit_authentication_failed(authenticator)
        note(self.user.email, AccountDeed.WRONG_CODE)


class ConfirmByCode(codes.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, "Code from your app, or a recovery code")

    def save(self) -> None:
        codes.ReauthenticateForm.save(self)
        note(self.user.email, AccountDeed.CONFIRMED)


class SetUpCodes(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, "Code that the app shows now")


def _as_code(form: forms.Form, label: str) -> None:
    _plain(form, code=label)
    form.fields["code"].widget.attrs.update(
        {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
    )
