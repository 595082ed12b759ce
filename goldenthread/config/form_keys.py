"""Around every form that is sent: the same form, sent again by the same person, has one effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread.pages import form_keys
from goldenthread.partnership.queries import TASK_LINKS

GetResponse = Callable[[HttpRequest], HttpResponse]

# Signing in and out, a second factor, passwords and sessions: each does the same when done twice,
# and what is wrong there must be tried and counted each time.
WITHOUT_KEYS = ("/accounts/",)
_DRAFT = "draft-of"  # what a page's script says of a form that is still being filled in

_SAID = (
    "What it asks for was done when it came first. Open the page that it belongs to and look: if "
    "it is not there, fill the form in again."
)


class FormKeyMiddleware:
    """Stands next to the views, so that whoever may not be here was sent away before."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path.startswith(WITHOUT_KEYS):
            return self.get_response(request)
        watched = _Watched()
        request.form_keys_watched = watched  # type: ignore[attr-defined]
        with connection.execute_wrapper(watched):
            answer = self.get_response(request)
        return watched.sending.settle(request, answer) if watched.sending else answer

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        watched: _Watched | None = getattr(request, "form_keys_watched", None)
        if watched is None or _DRAFT in request.POST:
            return
        form = form_keys.form_of(person_of(request), request.POST.get(form_keys.NAME, ""))
        if form:
            watched.sending = form_keys.Sending(form, request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, form_keys.SentBefore):
            return None
        watched: _Watched = request.form_keys_watched  # type: ignore[attr-defined]
        first = watched.sending.first_answer(request) if watched.sending else None
        said = {"sentence": _SAID}
        return first or render(request, "config/sent_before.html", said, status=409)


class _Watched:
    """The statements of one request; from the view on, of a form with its key."""

    def __init__(self) -> None:
        self.sending: form_keys.Sending | None = None

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if self.sending is None:
            return execute(sql, params, many, context)
        return self.sending(execute, sql, params, many, context)


def person_of(request: HttpRequest) -> str:
    """Who sends a form: somebody signed in, or whom a task link was made for; "" for nobody."""
    if request.path.startswith(TASK_LINKS):
        link = getattr(request, "link", None)
        return f"link {link.link_id}" if link else ""
    return f"user {request.user.pk}" if request.user.is_authenticated else ""
