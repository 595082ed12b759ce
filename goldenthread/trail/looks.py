"""Looks: who saw which records about people, on which page, when.

A view that shows such records is marked, and says what it shows:

    @looks.recorded("A person's history")
    def history(request, person_id):
        …
        looks.note(request, shown=[("person", person_id)])

The look is written before the page leaves: a page whose look cannot be kept is not shown, and
neither is a marked page that did not say what it showed. A command, a job or another program has
no page, so it says who looks, by what and on which day; its look is written at once:

    looks.note(viewer, shown=[("person", person_id)], page="goldenthread history", on=on)

What is shown is named by kind and id, never by name, and once written it stays for ever. A look is
one row; the index of who saw what is written from it when it is sealed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from django.db import DatabaseError, connection, transaction
from django.db.models import Field
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from goldenthread.rules.refusals import NotRecorded
from goldenthread.trail import things
from goldenthread.trail.actions.sealing import AT_ONCE, seal_batch
from goldenthread.trail.models import TrailLook
from goldenthread.trail.queries.sightings import sealed_up_to

Shown = tuple[str, uuid.UUID | str | int]  # kind, id
View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_REFUSAL = (
    "This page was not shown, because the record of who looks at it could not be kept. "
    "Try again in a moment; if it goes on, tell whoever runs this installation."
)
_FORMS_SHOWN_AGAIN = (409, 422)
FAR_BEHIND = 1_000  # looks that nobody has sealed: a page waits for sealing, so seldom


class Looker(Protocol):
    """Who looks: a viewer of the partnership."""

    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def local_area_id(self) -> uuid.UUID: ...


class NothingNoted(Exception):
    """A view that is marked as showing records about people did not say which it showed."""


@dataclass
class _Noted:
    """What the view of one request says it shows; None: it has said nothing yet."""

    shown: set[tuple[str, str]] | None = None
    purposes: list[str] = field(default_factory=list)


def note(
    by: HttpRequest | Looker,
    *,
    shown: Iterable[Shown],
    purpose: str = "",
    page: str = "",
    on: date | None = None,
) -> None:
    """Say that records were shown: by the view of a request, or by whoever `by` is.

    In a view that is marked with `recorded` it counts for the one look at that page, and may be
    called several times. Elsewhere the look is written at once; without a request it needs the
    name of the program as `page` and the area's day as `on`. An empty `shown` is a look at a list
    that happened to be empty.

    Raises NotRecorded where it cannot be written, ValueError where it does not say on what page,
    or names what no list of sightings can hold.
    """
    seen = {(kind, str(thing)) for kind, thing in shown}
    if not isinstance(by, HttpRequest):
        if not page or on is None:
            raise ValueError("A look without a request says by what program, and on which day.")
        _keep(_row(by, page=page, on=on, purpose=purpose), seen)
        return
    noted: _Noted | None = getattr(by, "noted", None)
    if noted is None:
        _keep(_row_of(by, purpose), seen)
        return
    noted.shown = seen | (noted.shown or set())
    if purpose:
        noted.purposes.append(purpose)


def recorded(words: str) -> Callable[[View], View]:
    """Mark a view as showing records about people; `words` are what lists of looks call its page.

    What the view notes becomes one look, written before its answer leaves. A redirect or a refusal
    shows nothing, so it leaves no look.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def looking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            before, noted = getattr(request, "noted", None), _Noted()
            request.noted = noted  # type: ignore[attr-defined]
            try:
                answer = view(request, *args, **kwargs)
            finally:
                request.noted = before  # type: ignore[attr-defined]
            if answer.status_code >= 300 and answer.status_code not in _FORMS_SHOWN_AGAIN:
                return answer
            if noted.shown is None:
                raise NothingNoted(f"{view.__module__}.{view.__name__} did not note what it shows.")
            _keep(_row_of(request, "; ".join(noted.purposes)), noted.shown)
            return answer

        looking.recorded_as = words  # type: ignore[attr-defined]
        return cast(View, looking)

    return mark


def _row_of(request: HttpRequest, purpose: str) -> TrailLook:
    match = request.resolver_match
    return _row(
        request.viewer,  # type: ignore[attr-defined]
        page=(match.view_name if match else "") or request.path[:100],
        on=request.today,  # type: ignore[attr-defined]
        purpose=purpose,
        request_id=getattr(request, "request_id", ""),
    )


def _row(by: Looker, *, page: str, on: date, purpose: str, request_id: str = "") -> TrailLook:
    return TrailLook(
        local_area_id=by.local_area_id,
        at=timezone.now(),
        on=on,
        viewer_id=by.user_id,
        viewer_label=by.name.replace("\x00", ""),
        page=page,
        purpose=purpose.replace("\x00", "").strip(),
        request_id=request_id,
    )


def _keep(look: TrailLook, shown: set[tuple[str, str]]) -> None:
    """Write it with what it showed. Sealing is the worker's; where it is far behind, or there is
    none, each page that makes another batch full seals one, so that the open ones stay few."""
    look.shown, look.things = len(shown), things.as_text(shown)
    try:
        number = (_on_postgresql if connection.vendor == "postgresql" else _elsewhere)(look)
        if number % AT_ONCE == 0 and number - sealed_up_to(look.local_area_id) >= FAR_BEHIND:
            seal_batch(look.local_area_id, on=look.on)
    except DatabaseError as problem:
        raise NotRecorded(_REFUSAL) from problem


# --- the statements ------------------------------------------------------------------------------

_COLUMNS = (
    "local_area_id", "at", "on", "viewer_id", "viewer_label", "page", "purpose", "request_id",
    "shown", "things",
)  # fmt: skip
# The row of the head stays locked until the commit, so that numbers have no gap and come in the
# order in which they are committed.
_NEXT = """
INSERT INTO trail_traillookhead (local_area_id, number) VALUES (%(local_area_id)s, 1)
ON CONFLICT (local_area_id) DO UPDATE SET number = trail_traillookhead.number + 1
RETURNING number
"""
_BOTH_AT_ONCE = """
WITH head AS (
    INSERT INTO trail_traillookhead (local_area_id, number) VALUES (%(local_area_id)s, 1)
    ON CONFLICT (local_area_id) DO UPDATE SET number = trail_traillookhead.number + 1
    RETURNING number
)
INSERT INTO trail_traillook (number, local_area_id, at, "on", viewer_id, viewer_label, page,
                             purpose, request_id, shown, things)
SELECT head.number, %(local_area_id)s::uuid, %(at)s::timestamptz, %(on)s::date,
       %(viewer_id)s::uuid, %(viewer_label)s, %(page)s,
       %(purpose)s, %(request_id)s, %(shown)s::integer, %(things)s
FROM head RETURNING number
"""
_LOOK = """
INSERT INTO trail_traillook (number, local_area_id, at, "on", viewer_id, viewer_label, page,
                             purpose, request_id, shown, things)
VALUES (%(number)s, %(local_area_id)s, %(at)s, %(on)s, %(viewer_id)s, %(viewer_label)s, %(page)s,
        %(purpose)s, %(request_id)s, %(shown)s, %(things)s)
"""


def _on_postgresql(look: TrailLook) -> int:
    """One statement, committed by itself; the look's number."""
    with connection.cursor() as cursor:
        cursor.execute(_BOTH_AT_ONCE, _as_stored(look))
        (number,) = cursor.fetchone()
    return int(number)


def _elsewhere(look: TrailLook) -> int:
    """SQLite writes to one table in a statement, so two; the look's number."""
    given = _as_stored(look)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NEXT, given)
        (given["number"],) = cursor.fetchone()
        cursor.execute(_LOOK, given)
    return int(given["number"])


def _as_stored(look: TrailLook) -> dict[str, Any]:
    """Each column as this database keeps it."""
    stored: dict[str, Any] = {}
    for name in _COLUMNS:
        column = cast("Field[Any, Any]", TrailLook._meta.get_field(name))
        value = column.get_db_prep_save(getattr(look, name), connection)
        stored[name] = value.isoformat() if isinstance(value, (date, datetime)) else value
    return stored
