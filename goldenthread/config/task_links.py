"""Around every request that comes by a task link (/t/<task>/<token>/…).

A context that lets something be done by link gives its page an address there:

    path("t/update_request/<str:token>/", views.answer, name="answer_by_link")

and its view `answer(request: TaskLinkRequest)` is reached only by a link that works, with
`request.link`, `request.viewer` (who may do that one thing) and `request.today`. The token never
reaches the view, a log, another site or a store of the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from goldenthread.config.accounts import throttling
from goldenthread.config.views import too_many
from goldenthread.improvement_plan.queries.closed import knowing_closed_plans
from goldenthread.partnership.actions import use_task_link
from goldenthread.partnership.queries import TASK_LINKS, AreaRequest, TaskLinkInHand, by_token
from goldenthread.rules.refusals import NotPermitted

GetResponse = Callable[[HttpRequest], HttpResponse]
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class TaskLinkRequest(AreaRequest):
    """A request by a link that works."""

    link: TaskLinkInHand


class TaskLinkMiddleware:
    """Finds who came by the link; a link that does not work gets one plain page, whatever the
    reason, with the reason's sentence and the way on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(TASK_LINKS):
            # A page that sends no referrer sends its forms with the origin "null", which the check
            # for forged forms refuses. Here a forger would need the token, which is the whole
            # right: no cookie adds to it.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.path.startswith(TASK_LINKS):
            for name, value in _HEADERS.items():
                response.headers[name] = value
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if not request.path.startswith(TASK_LINKS):
            return None
        today = timezone.localdate()
        _, _, task, token, *rest = request.path.split("/")
        kwargs.pop("token", None)
        kwargs.pop("task", None)
        try:
            link = by_token(token, task=task, on=today)
        except NotPermitted as refusal:
            if throttling.wait_until(throttling.links(request)):
                return too_many(request)
            said = {"sentence": refusal.sentence}
            return render(request, "config/link_refused.html", said, status=404)
        by_link = cast(TaskLinkRequest, request)
        by_link.link, by_link.viewer = link, knowing_closed_plans(link.viewer)
        by_link.today = link.viewer.day or today
        if request.method == "GET" and not any(rest):
            use_task_link(link_id=link.link_id, on=by_link.today)
        return None
