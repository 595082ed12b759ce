"""What a machine asks: is the process up, is the installation ready, what are its figures."""

from __future__ import annotations

import time
from hmac import compare_digest

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from goldenthread.config.last_resort import AGAIN_AFTER
from goldenthread.config.watching import figures
from goldenthread.config.watching.state import Part, is_ready, state
from goldenthread.files import scanner

_HELD_FOR = 3.0  # seconds: whoever asks a thousand times a second costs the database one answer
_held: tuple[float, tuple[Part, ...]] | None = None


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answers when the web server and its database do; says whether a configured scanner does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    # Still 200: without its scanner the product takes no files, and does all else.
    scanning = scanner.state()
    return JsonResponse(
        {"status": "up"} | ({} if scanning == "none" else {"virus_scanner": scanning})
    )


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """One word, for a load balancer or a watcher; `goldenthread status` tells which part it is.

    Without a worker pages are still answered: that is "degraded", and 200.
    """
    parts = _state()
    if not is_ready(parts):
        answer = JsonResponse({"status": "not ready"}, status=503)
        answer["Retry-After"] = str(AGAIN_AFTER)
        return answer
    well = all(part.well for part in parts if part.name == "worker")
    return JsonResponse({"status": "ready" if well else "degraded"})


def _state() -> tuple[Part, ...]:
    global _held  # noqa: PLW0603 – a memory of three seconds, of this process
    if _held is None or time.monotonic() - _held[0] > _HELD_FOR:
        _held = (time.monotonic(), state(now=timezone.now()))
    return _held[1]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever has the token; without one in the settings there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        answer = HttpResponse("A token is needed.\n", status=401, content_type="text/plain")
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    return HttpResponse(figures.as_text(now=timezone.now()), content_type=CONTENT_TYPE_LATEST)
