"""A second factor: codes from an app, recovery codes, passkeys where they are switched on.

Whoever may change anything has one, unless the installation only offers it. Who needs one and has
none sets it up before any other page.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import qrcode
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from qrcode.image.svg import SvgPathImage

from goldenthread.partnership.queries import sign_in
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.partnership.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
BY_PROVIDER = "second_factor_by_provider"  # in a session: the organisation has asked for it


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def required() -> bool:
    return bool(settings.SECOND_FACTOR == "required")


def stands_beside(user: User) -> bool:
    """Whether a second factor guards, or soon will guard, the account beside its password."""
    return has_one(user) or (required() and sign_in.will_do_more_than_read(user))


def was_used(request: HttpRequest) -> bool:
    """In this session, here or by the organisation's own sign-in."""
    user = cast("User", request.user)
    records = get_authentication_records(request, user)
    by_provider: bool = request.session.get(BY_PROVIDER) == str(user.pk)
    return by_provider or any(record.get("method") == "mfa" for record in records)


def is_missing(request: HttpRequest) -> bool:
    """Whether this person must set one up first."""
    if not required() or was_used(request):
        return False
    user = cast("User", request.user)
    on = timezone.localdate()
    return sign_in.does_more_than_read(user, on=on) and not has_one(user)


class SecondFactorMiddleware:
    """Leads whoever needs a second factor and has none to where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        from goldenthread.config.middleware import OPEN_ADDRESSES

        if request.path.startswith(OPEN_ADDRESSES) or not request.user.is_authenticated:
            return None
        if not is_missing(request):
            return None
        wanted = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        return HttpResponseRedirect(f"{reverse('mfa_activate_totp')}?{wanted}")


class AskForCode(AuthenticateStage):  # type: ignore[misc]
    """Asked after the password; not where the organisation's own sign-in has asked already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user and request.session.get(BY_PROVIDER) == str(self.login.user.pk):
            return False
        return bool(super()._should_handle(request))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """What an app is given, and how its secret is kept: encrypted by the installation's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for the next one in the app and try again.",
        "cannot_delete_authenticator": (
            "What you may do here needs a second factor, so it cannot be switched off. To use "
            "another phone, ask an area administrator to take this one away."
        ),
        "cannot_generate_recovery_codes": "Set up codes from an app first.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"

    def get_totp_issuer(self) -> str:
        return "Golden Thread"

    def build_totp_svg(self, url: str) -> str:
        """The code to photograph, as a drawing that needs no style and no other address."""
        out = BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=2).save(out)
        drawn = out.getvalue().decode()
        return drawn[drawn.index("<svg") :]

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as other_key:
            raise Refused(
                "The installation’s key has changed, so codes from this phone cannot be checked. "
                "Ask an area administrator to take your second factor away, then set it up again."
            ) from other_key

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one, where it is needed."""
        user = authenticator.user
        others = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS)
        if others.exclude(pk=authenticator.pk).exists() or not required():
            return True
        return not sign_in.does_more_than_read(user, on=timezone.localdate())


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"goldenthread.second-factor")
    return base64.urlsafe_b64encode(made.derive(key.encode()))
