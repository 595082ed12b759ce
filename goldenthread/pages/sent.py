"""What a page's own buttons and hidden fields send. Nobody types it: where it is not what the page
put there, the request was made up or cut off, and gets the page for what cannot be read (400)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import QueryDict


def sent_id(data: QueryDict, name: str) -> UUID | None:
    """The id in a hidden field; None where it is empty or not there."""
    words = data.get(name, "")
    try:
        return UUID(words) if words else None
    except ValueError as problem:
        raise BadRequest(f"{name} is no id") from problem


def sent_number(data: QueryDict, name: str) -> int:
    """The whole number in a hidden field, such as a version; 0 where it is empty or not there."""
    words = data.get(name, "") or "0"
    if not (words.isascii() and words.isdigit() and len(words) <= 18):
        raise BadRequest(f"{name} is no number")
    return int(words)
