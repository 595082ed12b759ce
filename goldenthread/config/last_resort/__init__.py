"""The page for when something has stopped working.

It needs nothing that may have stopped too: no database, no session, no template, no stylesheet. Its
words are chosen by what failed.
"""

from __future__ import annotations

import errno
import html
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse

from goldenthread.config.keeping.unfinished import Unfinished
from goldenthread.config.last_resort.page import PAGE

_log = logging.getLogger(__name__)
AGAIN_AFTER = 15  # seconds


@dataclass(frozen=True)
class Trouble:
    """What a page says: what happened, whether anything was lost, what to do."""

    kind: str
    status: int
    title: str
    happened: str
    lost: str
    to_do: str


# A page that was sent is not found again by the back button, for browsers keep no page of ours.
# Sent again, a form’s key sees to it that nothing is done twice.
_SEND_AGAIN = (
    "What was saved before is safe. If you had just sent something, it was most likely not saved: "
    "leave this page open, and reload it when Golden Thread is back. Your browser then asks "
    "whether to send it again; say yes. However often it is sent, it is saved once."
)
FAULT = Trouble(
    "fault",
    500,
    "Something has stopped working",
    "The fault is ours, not yours.",
    "What was saved before is safe. What you sent just now may not have been saved: look before "
    "you send it again.",
    "Try once more in a few minutes. If it happens again, tell the people who look after Golden "
    "Thread what you were doing and when",
)
NO_DATABASE = Trouble(
    "no database",
    503,
    "Golden Thread is not available just now",
    "Its database does not answer, or is very busy.",
    _SEND_AGAIN,
    "Try again in a minute. It comes back by itself as soon as the database does. If it is still "
    "so in ten minutes, tell the people who look after Golden Thread",
)
NO_ROOM = Trouble(
    "no room",
    503,
    "Nothing can be saved just now",
    "The disk that Golden Thread writes to cannot be written: it is full, or may only be read.",
    _SEND_AGAIN,
    "Tell the people who look after Golden Thread that its disk is full or read-only. Pages can "
    "still be read, and saving works again as soon as there is room",
)
NOT_UP = Trouble(
    "not up",
    503,
    "Golden Thread is not available just now",
    "It is being started or updated, or has stopped.",
    _SEND_AGAIN,
    "Try again in a minute. If it is still so in ten minutes, tell the people who look after "
    "Golden Thread",
)
UNFINISHED = Trouble(
    "unfinished restore",
    503,
    "Golden Thread is not available just now",
    "It is being restored from a backup, and that was stopped before its last step.",
    "What is in the backup is safe. What you sent just now was not saved.",
    "Tell the people who look after Golden Thread to run the same restore again, to its end",
)
TOO_LARGE = Trouble(
    "too large",
    413,
    "That is too large",
    "What you sent is larger than Golden Thread takes.",
    "Nothing of it was kept, and nothing was changed.",
    "Send a smaller file, or ask the programme office how to split it. If it should have been "
    "taken, tell the people who look after Golden Thread",
)
TOO_OFTEN = Trouble(
    "too often",
    429,
    "Too much at once",
    "Very much was asked for within a few seconds, from where you are.",
    _SEND_AGAIN,
    "Try again in a minute. If you only read pages and still see this, tell the people who look "
    "after Golden Thread",
)
# What a web server before the product says for it, by the names of its files in deploy/nginx.
SAID_FOR_US = {"413": TOO_LARGE, "429": TOO_OFTEN, "503": NOT_UP}

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
_NO_ROOM_IN_SQLITE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR")
_NO_ROOM_IN_POSTGRESQL = ("53100", "25006")  # disk full; may only be read
# Too many connections, no memory; shut down, crashed or starting; stopped because it took too long
# or waited too long for a lock.
_AWAY_IN_POSTGRESQL = ("08", "53", "57P", "57014", "55P03", "58")
_AWAY_IN_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL", "SQLITE_CANTOPEN")


def trouble_of(problem: BaseException | None) -> Trouble:
    """What to say of a fault, by the first of it and its causes that tells."""
    met: set[int] = set()
    while problem is not None and id(problem) not in met:
        met.add(id(problem))
        if isinstance(problem, OSError) and problem.errno in _NO_ROOM:
            return NO_ROOM
        if isinstance(problem, Unfinished):
            return UNFINISHED
        if isinstance(problem, (DatabaseError, InterfaceError)):
            return _of_the_database(problem)
        problem = problem.__cause__ or problem.__context__
    return FAULT


def _of_the_database(problem: DatabaseError | InterfaceError) -> Trouble:
    cause = problem.__cause__
    in_sqlite = str(getattr(cause, "sqlite_errorname", None) or "")
    in_postgresql = str(getattr(cause, "sqlstate", None) or "")
    if in_sqlite.startswith(_NO_ROOM_IN_SQLITE) or in_postgresql in _NO_ROOM_IN_POSTGRESQL:
        return NO_ROOM
    away = in_sqlite.startswith(_AWAY_IN_SQLITE) or in_postgresql.startswith(_AWAY_IN_POSTGRESQL)
    # A connection that never came about, or was lost, has no code.
    lost = isinstance(problem, (OperationalError, InterfaceError)) and not (
        in_sqlite or in_postgresql
    )
    return NO_DATABASE if away or lost else FAULT


def page(trouble: Trouble, *, reference: str = "") -> str:
    """The whole page as HTML."""
    told = f", and give them this reference: {html.escape(reference)}." if reference else "."
    words = (trouble.happened, trouble.lost, f"{trouble.to_do}{told}")
    return PAGE.substitute(
        title=html.escape(trouble.title),
        words="\n    ".join(f"<p>{one}</p>" for one in words),
    )


def answer(trouble: Trouble, *, reference: str = "") -> HttpResponse:
    """The page with its status, never kept by a browser; of what passes, when to try again."""
    response = HttpResponse(page(trouble, reference=reference), status=trouble.status)
    response["Cache-Control"] = "no-store"
    if trouble.status == 503:
        response["Retry-After"] = str(AGAIN_AFTER)
    return response


Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def guarded(application: Wsgi, *, new_reference: Callable[[], str]) -> Wsgi:
    """The application, answering with the page also where it fails outside every middleware."""

    def run(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start)
        except Exception as problem:  # noqa: BLE001 – after this nothing answers
            number = new_reference()
            _log.critical("The last resort answered", exc_info=problem, extra={"reference": number})
            return _bare(trouble_of(problem), number, start)

    return run


def _bare(trouble: Trouble, number: str, start: Callable[..., Any]) -> Iterator[bytes]:
    body = page(trouble, reference=number).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Request-ID", number),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
        *([("Retry-After", str(AGAIN_AFTER))] if trouble.status == 503 else []),
    ]
    start(f"{trouble.status} {trouble.title}", headers)
    return iter((body,))
