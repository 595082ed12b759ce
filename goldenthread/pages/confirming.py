"""Who takes many things out at once confirms who they are first: OWASP ASVS 5.0, 7.5.3.

    @confirmed_lately
    def workbook(request: AreaRequest, …) -> HttpResponse: …

By password or code within the last quarter of an hour; signing in counts. Every such view stands in
docs/guide/sign-in.md, and a test compares.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

View = Callable[..., HttpResponseBase]
MARK = "asks_again_after"


def confirmed_lately(view: View) -> View:
    """Ask who it is again, unless they said so within fifteen minutes; then lead back here."""

    @wraps(view)
    def asks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EXPORTS_ASK_AGAIN or _confirmed(request):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{_where(request)}?{urlencode({'next': _back(request)})}")

    setattr(asks, MARK, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    return asks


def _confirmed(request: HttpRequest) -> bool:
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.task is not None:
        return True  # came by a link: there is no account, and no way to anything else
    if get_reauthentication_flows(request.user):
        return bool(did_recently_reauthenticate(request))
    # Through the organisation alone: there is nothing to ask for here but signing in again.
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["at"] >= since for record in records)


def _where(request: HttpRequest) -> str:
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return str(methods[0]["url"]) if methods else reverse("sign_in_again")


def _back(request: HttpRequest) -> str:
    """This page; of something sent, the page it was sent from, to be sent once more."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else "/"
