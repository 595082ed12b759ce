"""Sign-in through an organisation's own accounts (OpenID Connect), from the environment. Read by
the settings, so without Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

PROVIDER_ID = "organisation"
_ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def provider_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Allauth's SOCIALACCOUNT_PROVIDERS; without an issuer nobody signs in so.

    Raises RuntimeError where something is missing or not encrypted.
    """
    issuer = environment.get("GOLDENTHREAD_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    client_id = environment.get("GOLDENTHREAD_OIDC_CLIENT_ID", "")
    secret = environment.get("GOLDENTHREAD_OIDC_SECRET", "")
    if not client_id or not secret:
        raise RuntimeError(
            "GOLDENTHREAD_OIDC_ISSUER needs GOLDENTHREAD_OIDC_CLIENT_ID and "
            "GOLDENTHREAD_OIDC_SECRET beside it."
        )
    if not is_private(issuer):
        raise RuntimeError("GOLDENTHREAD_OIDC_ISSUER must begin with https://.")
    factors = environment.get("GOLDENTHREAD_OIDC_SECOND_FACTOR", "")
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": PROVIDER_ID,
                    "name": environment.get("GOLDENTHREAD_OIDC_NAME", "your work account"),
                    "client_id": client_id,
                    "secret": secret,
                    "settings": {
                        "server_url": issuer,
                        "issuer": issuer,
                        "oauth_pkce_enabled": True,
                        "tenant": environment.get("GOLDENTHREAD_OIDC_TENANT", ""),
                        # Values of `amr` or `acr` that stand for a second factor.
                        "second_factor": [one for one in factors.replace(",", " ").split() if one],
                    },
                }
            ]
        }
    }


def is_private(address: str) -> bool:
    """Encrypted on the way, or never leaving this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and (parts.hostname or "") in _ON_THIS_MACHINE
    )


def origins_of(providers: Mapping[str, Any]) -> list[str]:
    """Where a browser is sent for it."""
    apps = providers.get("openid_connect", {}).get("APPS", [])
    parts = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{one.scheme}://{one.netloc}" for one in parts]
