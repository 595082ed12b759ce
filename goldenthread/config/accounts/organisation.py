"""Signing in through an organisation's own accounts, by OpenID Connect with PKCE.

Only people who were invited come in: the account must be known here by its email address, and the
organisation must vouch for that address: verified, or given out by the tenant that was named. After
the first time the organisation's own id for the person counts, not the address. No account is made.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any, NoReturn

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from goldenthread.config.accounts import second_factor
from goldenthread.config.organisation_settings import is_private
from goldenthread.partnership.actions.invitations import use_up
from goldenthread.partnership.queries import user_named

log = logging.getLogger(__name__)
ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
_NOBODY_INVITED = (
    "Nobody here was invited by the email address of your work account. Ask your local area’s "
    "programme office or administrator to invite you by that address."
)
_NOT_VOUCHED = (
    "Your organisation does not say that your email address is verified, so it cannot sign you in "
    "here. Sign in with your password, or ask your organisation’s IT to verify addresses."
)
_OTHER_TENANT = (
    "Your work account is of another organisation than the one that signs people in here. Sign in "
    "with your password."
)
_FAILED = (
    "Your organisation’s sign-in did not answer as it must, so you are not signed in. Try again "
    "from the sign-in page; if it happens again, tell whoever looks after this installation."
)


class Refusal(OAuth2Error):  # type: ignore[misc]
    """Something in the organisation's answer is not as it must be; the words are for a log."""


class Organisation(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Every address encrypted, the issuer the one that was named, the token signed, for us, and the
    answer to what this very browser asked."""

    @property
    def openid_config(self) -> dict[str, Any]:
        known: dict[str, Any] = super().openid_config
        wanted = self.get_provider().app.settings["issuer"]
        if str(known.get("issuer", "")).rstrip("/") != wanted:
            raise Refusal("another issuer")
        addresses = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(is_private(str(known.get(name, ""))) for name in addresses):
            raise Refusal("an address that is not encrypted")
        return known

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        said = kwargs["response"].get("id_token")
        if not said:
            raise Refusal("no id token")
        claims = self._decode_id_token(app, said)
        asked = request.session.pop(NONCE, None)
        if not asked or not secrets.compare_digest(str(claims.get("nonce", "")), asked):
            raise Refusal("another nonce")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Signed by the organisation's key, whichever way it came; by the only key where the token
        names none."""
        header = jwt.get_unverified_header(id_token)
        if header.get("alg") not in ALGORITHMS:
            raise Refusal("a weak signature")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fitting = [key for key in keys if header.get("kid") in (None, key.key_id)]
        if len(fitting) != 1:
            raise Refusal("an unknown key")
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=fitting[0].key,
            algorithms=[header["alg"]],
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=60,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        return claims


NONCE = "organisation_nonce"


class OrganisationProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Allauth's, with a nonce; what is asked for is ours alone, not the address's to add to."""

    oauth2_adapter_class = Organisation

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        request.session[NONCE] = secrets.token_urlsafe(24)
        return {**self.get_auth_params(), "nonce": request.session[NONCE]}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        scope: list[str] = self.get_scope()
        return scope


provider_classes = [OrganisationProvider]


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the organisation; by a button, not by a link that anybody may send."""
    if request.method != "POST":
        raise Http404
    return _by(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _by(OAuth2CallbackView, request, provider_id)


def _by(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    from allauth.socialaccount.models import SocialApp

    try:
        answer: HttpResponse = view.adapter_view(Organisation(request, provider_id))(request)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
    except (OAuth2Error, jwt.PyJWTError, requests.RequestException, ValueError, KeyError) as wrong:
        # What the organisation sent is not as it must be, or it cannot be reached.
        log.warning("Sign-in through the organisation failed: %s", type(wrong).__name__)
        return refused(request, _FAILED)
    return answer


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    said = {"sentence": sentence}
    return render(request, "config/organisation_refused.html", said, status=403)


class OrganisationAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who may come in that way."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data["id_token"]
        app = self.get_app(request, provider=sociallogin.account.provider)
        tenant = app.settings.get("tenant", "")
        if tenant and claims.get("tid") != tenant:
            _refuse(request, _OTHER_TENANT)
        if not sociallogin.is_existing:
            self._join(request, sociallogin, claims, tenant)
        user = sociallogin.user
        if not user.is_active:
            _refuse(request, _NOBODY_INVITED)
        use_up(user=user, today=timezone.localdate())
        request.session.pop(second_factor.BY_PROVIDER, None)
        if _stands_for_second_factor(claims, app.settings.get("second_factor", [])):
            request.session[second_factor.BY_PROVIDER] = str(user.pk)

    def _join(
        self, request: HttpRequest, sociallogin: Any, claims: dict[str, Any], tenant: str
    ) -> None:
        """The first time: the address says who it is, where the organisation vouches for it."""
        if not (tenant or claims.get("email_verified") is True):
            _refuse(request, _NOT_VOUCHED)
        user = user_named(str(claims.get("email") or ""))
        if user is None or SocialAccount.objects.filter(user_id=user.pk).exists():
            _refuse(request, _NOBODY_INVITED)
        sociallogin.connect(request, user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        if error == AuthError.CANCELLED:
            _refuse(request, "You did not finish signing in with your organisation.")
        log.warning("Sign-in through the organisation failed: %s", exception or error)
        _refuse(request, _FAILED)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[Any]:
        """From the settings alone: no row of the database adds a way in."""
        from allauth.socialaccount.adapter import _build_apps_from_settings

        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]


def _refuse(request: HttpRequest, sentence: str) -> NoReturn:
    raise ImmediateHttpResponse(refused(request, sentence))


def _stands_for_second_factor(claims: dict[str, Any], wanted: list[str]) -> bool:
    """Whether the organisation says that it asked for a second factor, in words that count here."""
    said = claims.get("amr") or []
    methods = {str(one) for one in said} if isinstance(said, list) else {str(said)}
    return bool(set(wanted) & (methods | {str(claims.get("acr", ""))}))
