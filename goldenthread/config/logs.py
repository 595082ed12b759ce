"""What the log says: what happened, where and in which request; never about whom.

A line holds no name, email address, query string, token or body. What a fault says in its own words
may hold any of them (a name that is there already, the text that was no date), so only its kind and
place are told, and what is known to be about the machine alone.
"""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# The request that this thread is answering; "" outside of any.
reference: ContextVar[str] = ContextVar("reference", default="")

# Task links, calendar addresses, and the keys of password resets.
_TOKENS = re.compile(r"(/t/[^/\s]+/|/calendar/|/password/reset/key/)[^/\s'\"&>]+")
_QUERY = re.compile(r"\?[^\s'\"<>]*=[^\s'\"<>]*")
_EMAIL = re.compile(r"[^\s@'\"<>(),;:]+@[^\s@'\"<>(),;:]+")
# Their words are a client's: the address, the host or the form as it was sent.
_OF_A_REQUEST = ("django.request", "django.security", "django.server")


def without_tokens(text: str) -> str:
    """The text without what opens doors, and without addresses of people."""
    return _EMAIL.sub("…@…", _QUERY.sub("?…", _TOKENS.sub(r"\1…", text)))


class Readable(logging.Formatter):
    """A line for people, and below it where a fault came from."""

    def format(self, record: logging.LogRecord) -> str:
        line = _line(record)
        at = str(line.pop("time")).replace("T", " ").replace("+00:00", "")
        words = f"{at} {line.pop('level')} {line.pop('logger')} {line.pop('message')}"
        fault = line.pop("fault", None)
        if line:
            words += f" ({', '.join(f'{name} {value}' for name, value in line.items())})"
        if fault:
            words += "".join(f"\n    {one}" for one in (_in_words(fault), *fault["at"]))
        return words


class JsonLines(logging.Formatter):
    """The same as one JSON object on one line: `time` (UTC), `level`, `logger`, `message`; where
    there is one, `request`, `status`, `method`, `page`, `milliseconds`, `fault`."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_line(record), ensure_ascii=False)


def _line(record: logging.LogRecord) -> dict[str, Any]:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    line: dict[str, Any] = {
        "time": at,
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    if number := _reference(record):
        line["request"] = number
    line |= _of_the_request(record)
    line |= getattr(record, "said", {})
    if record.exc_info and record.exc_info[1] is not None:
        line["fault"] = _fault(record.exc_info[1])
    return line


def _reference(record: logging.LogRecord) -> str:
    """The number of the request that a line is about; Django says some of its own after the
    request was left."""
    of_request = getattr(getattr(record, "request", None), "request_id", "")
    return str(getattr(record, "reference", "") or reference.get() or of_request)


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith(_OF_A_REQUEST):
        status = getattr(record, "status_code", None)
        kind = record.name.removeprefix("django.security").lstrip(".")
        if record.name.startswith("django.security"):
            return f"Refused: {kind or 'suspicious request'}"
        return f"Answered with {status}" if status else "A request could not be read"
    return without_tokens(record.getMessage())


def _of_the_request(record: logging.LogRecord) -> dict[str, Any]:
    """What Django says of a request with its own lines: the page by its name, not its address."""
    request = getattr(record, "request", None)
    if not hasattr(request, "method"):
        return {}
    told = {"status": getattr(record, "status_code", None), "method": method_of(request)}
    return {name: value for name, value in told.items() if value} | {"page": page_of(request)}


def method_of(request: Any) -> str:
    """The request's method; whatever is none of HTTP's is somebody's words."""
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
    return request.method if request.method in known else "other"


def page_of(request: Any) -> str:
    """The name of the page that the request asked for, such as "improvement_plan:action"; "-" where
    there is none at the address."""
    match = getattr(request, "resolver_match", None)
    return (match and match.view_name) or "-"


def _fault(problem: BaseException) -> dict[str, Any]:
    """Its kind, what may be told of it, and where it came from, with what it was raised from."""
    told: dict[str, Any] = {"kind": type(problem).__qualname__}
    if words := about_the_machine(problem):
        told["said"] = words
    told["at"] = [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(problem.__traceback__)
    ]
    cause = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if cause is not None:
        told["from"] = {name: value for name, value in _fault(cause).items() if name != "at"}
    return told


def about_the_machine(problem: BaseException) -> str:
    """What a fault says of disks, connections and tables; "" where its words could be anybody's.

    Of a database that refuses a row: the constraint, never the row.
    """
    if isinstance(problem, OSError):
        return os.strerror(problem.errno) if isinstance(problem.errno, int) else ""
    code = getattr(problem, "sqlstate", None) or getattr(problem, "sqlite_errorname", None)
    named = getattr(getattr(problem, "diag", None), "constraint_name", None)
    if code or named:
        return " ".join(one for one in (code, named) if one)
    if type(problem).__module__ == "psycopg" and type(problem).__name__ == "OperationalError":
        return str(problem).partition("\n")[0]  # of a server that is not there, or hung up
    return ""


def _in_words(fault: dict[str, Any]) -> str:
    words = fault["kind"] + (f" ({fault['said']})" if "said" in fault else "")
    return f"{words} from {_in_words(fault['from'])}" if "from" in fault else words
