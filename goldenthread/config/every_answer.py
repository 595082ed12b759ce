"""Around everything else: a reference for each request, what every answer says to browsers, and one
line of the log."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread.config import logs
from goldenthread.config.watching import figures

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]

# What a proxy makes: a UUID, or as many hexadecimal digits. Anything else could be words.
_WELL_FORMED = re.compile(r"[0-9a-f]{16,32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# A page asks for none of these; a page that was tricked into it is refused.
PERMISSIONS = ", ".join(
    f"{one}=()"
    for one in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb", "browsing-topics",
    )
)  # fmt: skip


def new_reference() -> str:
    """Twelve digits that somebody can read out to whoever looks after the installation."""
    return uuid.uuid4().hex[:12]


class ReferenceMiddleware:
    """Gives each request a reference that its answer, its log lines and its error page share.

    One that a proxy of ours gives is taken where it is well formed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _given(request) or new_reference()
        request.request_id = number  # type: ignore[attr-defined]
        marker = logs.reference.set(number)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            _note(request, response, seconds=time.monotonic() - began)
        finally:
            logs.reference.reset(marker)
        response["X-Request-ID"] = number
        return response


class AnswerHeadersMiddleware:
    """What no answer leaves without: browsers keep no page, and hand it nothing of the machine.

    A view that lets its answer be kept says so itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class WrongMethodMiddleware:
    """What may not be asked of an address this way (405) is told on a page too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or getattr(response, "streaming", False) or response.content:
            return response
        told = render(request, "pages/405.html", status=405)
        told["Allow"] = response.get("Allow", "")
        return told


def _given(request: HttpRequest) -> str:
    found = request.META.get("HTTP_X_REQUEST_ID", "") if settings.PROXIES else ""
    return found if _WELL_FORMED.fullmatch(found) else ""


def _note(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    """Into the figures and the log; what browsers fetch for pages is in neither."""
    if request.path.startswith(settings.STATIC_URL):
        return
    page, method, status = logs.page_of(request), logs.method_of(request), response.status_code
    figures.count(page=page, method=method, status=status, seconds=seconds)
    said = {"status": status, "method": method, "page": page}
    log.info("Answered", extra={"said": said | {"milliseconds": round(seconds * 1000)}})
