"""Around every request: a signed-in person, their local area, and refusals as pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone

from goldenthread.config.still_allowed import asking_again
from goldenthread.files.leaving import asks_again
from goldenthread.improvement_plan.queries.closed import knowing_closed_plans
from goldenthread.notifications.queries.calendar import CALENDARS
from goldenthread.pages.at_once import SENTENCE, is_there_already
from goldenthread.pages.drafts import keep_for_later
from goldenthread.partnership.actions import note_use
from goldenthread.partnership.queries import TASK_LINKS, AreaRequest, viewer_for
from goldenthread.rules.refusals import (
    ChangedMeanwhile,
    NotPermitted,
    NotRecorded,
    NotThere,
    Refused,
)

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]

# What may be reached without signing in; everything else asks who you are. A task link says so
# itself: see TaskLinkMiddleware.
OPEN_ADDRESSES = (
    "/accounts/", "/static/", "/health/", "/ready/", "/metrics/", "/gallery/",
    "/accessibility/", TASK_LINKS, CALENDARS,
)  # fmt: skip


class SignedInOnlyMiddleware:
    """Asks who you are, then finds you in the local area of the address.

    Somebody without a grant there is told the same as for an area that does not exist. What was
    typed into a form whose session had ended is kept, and given back after sign-in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = asks_again.set(None)
        try:
            return self.get_response(request)
        finally:
            asks_again.reset(before)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if request.path.startswith(OPEN_ADDRESSES):
            return None
        if not request.user.is_authenticated:
            return self._ask_who(request)
        on = timezone.localdate()
        slug = kwargs.pop("area", None)
        if slug is None:
            return None
        viewer = viewer_for(request.user, slug, on=on)
        if viewer is None:
            raise Http404
        area_request = cast(AreaRequest, request)
        area_request.viewer = knowing_closed_plans(viewer)
        area_request.today = viewer.day or on
        asks_again.set(asking_again(area_request))
        note_use(by=viewer, on=area_request.today)
        return None

    def _ask_who(self, request: HttpRequest) -> HttpResponse:
        address = request.get_full_path()
        if request.path == reverse("save_draft"):
            # A page left open goes on saving; nobody is there to read a sign-in page, and each
            # draft kept without a person would take the place of a form somebody sent.
            return JsonResponse({"kept": False}, status=401)
        if request.method == "POST":
            token = keep_for_later(request, now=timezone.now())
            # A form's own address answers GET with the form, where the words are given back.
            address = f"{request.path}?{urlencode({'kept': token})}" if token else request.path
        return HttpResponseRedirect(
            f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': address})}"
        )


class RefusalMiddleware:
    """A refusal that no view caught becomes a page with its sentence, and so does what somebody
    else saved at the same moment."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if is_there_already(problem):
            log.warning("Two saved the same at once", exc_info=problem)
            said = {"sentence": SENTENCE, "not_permitted": False}
            return render(request, "pages/refused.html", said, status=409)
        if not isinstance(problem, Refused):
            return None
        status = 422
        if isinstance(problem, NotPermitted):
            status = 403
        elif isinstance(problem, NotThere):
            status = 404
        elif isinstance(problem, ChangedMeanwhile):
            status = 409
        elif isinstance(problem, NotRecorded):
            status = 503
            log.error("A look could not be recorded", exc_info=problem)
        said = {"sentence": problem.sentence, "not_permitted": status == 403}
        return render(request, "pages/refused.html", said, status=status)
