"""One hostile request, sent and judged; whatever it did is undone."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from tests.fuzz.hostile import MARK

LONGEST = 5.0  # seconds of processor time: other work on the machine is no fault of the page
FOLLOWED = 2  # pages that an answer leads to
TRACES = ("Traceback (most recent call last)", "django.core.exceptions", "sqlite3.", "psycopg.")


@dataclass(frozen=True)
class Complaint:
    """What was wrong with an answer, in words that let somebody send it again."""

    asked: str
    what: str

    def __str__(self) -> str:
        return f"{self.asked[:1500]}\n    {self.what}"


def judged(
    asked: str, ask: Callable[[], Any], *, client: Client, also: Callable[[Any], str] | None = None
) -> list[Complaint]:
    """Send, look at the answer and at where it leads, and undo. `also` looks on, before undoing,
    and says what else is wrong."""
    broken: list[str] = []

    def note(**_: Any) -> None:
        broken.append(traceback.format_exc(limit=-6))

    got_request_exception.connect(note)
    try:
        with transaction.atomic():
            found = _answers(ask, client)
            if also and found and not broken:
                found.extend((said, 0.0, None) for said in [also(found[0][2])] if said)
            transaction.set_rollback(True)
    finally:
        got_request_exception.disconnect(note)
    return [Complaint(asked, what) for what in _wrong(found, broken)]


def _answers(ask: Callable[[], Any], client: Client) -> list[tuple[str, float, Any]]:
    """(content, seconds, answer) of the request and of what it leads to."""
    found = []
    for _ in range(FOLLOWED + 1):
        began = time.process_time()
        answer = ask()
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        took = time.process_time() - began
        text = content.decode("utf-8", "replace") if _is_text(answer) else ""
        found.append((text, took, answer))
        where = answer.get("Location", "")
        if answer.status_code not in (302, 303) or not where.startswith("/"):
            break

        def ask(where: str = where) -> Any:
            return client.get(where)

    return found


def _is_text(answer: Any) -> bool:
    kind = answer.get("Content-Type", "")
    return kind.startswith(("text/", "application/json")) and "attachment" not in answer.get(
        "Content-Disposition", ""
    )


def _wrong(found: list[tuple[str, float, Any]], broken: list[str]) -> list[str]:
    wrong = []
    for content, took, answer in found:
        if answer is None:  # somebody else's complaint
            wrong.append(content)
            continue
        if answer.status_code >= 500 and answer.status_code != 503:
            wrong.append(f"answered {answer.status_code}: {' '.join(broken[-1:])}")
        if took > LONGEST:
            wrong.append(f"took {took:.1f} seconds")
        if answer.get("Content-Type", "").startswith("text/html") and MARK in content:
            where = content.index(MARK)
            wrong.append(f"not escaped: …{content[max(0, where - 120) : where + 60]}…")
        wrong.extend(f"tells {trace}" for trace in TRACES if trace in content)
    if broken and not wrong:
        wrong.append(f"raised: {broken[-1]}")
    return wrong


def said_of(sent: Mapping[str, Any]) -> str:
    """What was sent, short enough to be read."""
    return ", ".join(f"{name}={value!r:.90}" for name, value in sent.items())
