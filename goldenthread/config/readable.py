"""What no browser sends: a NUL among the words, or a form that broke off on its way.

PostgreSQL keeps no NUL, and SQLite keeps one that later readers stumble over; so both are turned
away at the door, on every page alike, with the page for what cannot be read (400).
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError


class ReadableOnlyMiddleware:
    """Lets only through what can be read and kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or _has_nul(request.GET) or _has_nul(_posted(request)):
            raise BadRequest("A NUL among the words")
        return self.get_response(request)


def _posted(request: HttpRequest) -> QueryDict:
    """What the form holds; BadRequest where its sender went away in the middle of it."""
    try:
        return request.POST
    except UnreadablePostError as problem:
        raise BadRequest("The form broke off") from problem


def _has_nul(data: QueryDict) -> bool:
    return any("\x00" in name or any("\x00" in one for one in data.getlist(name)) for name in data)
