"""GOV.UK Notify's own interface (REST, version 2): what is asked of it, and what it answers.

Its words may change, its status codes and kinds of error do not (its documentation, "Errors"): so
only those are understood, and its words are passed on to people.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

import jwt
import requests

from goldenthread.notifications.delivery.outcomes import LostServer

PATIENCE = (10.0, 60.0)  # seconds: for a connection, and for each answer
_OK, _REDIRECTED = 200, 300
_UUID = 36  # characters
CANNOT = "GOV.UK Notify does not take our mail"  # how a sentence begins that says what to mend


@dataclass(frozen=True)
class NotifyKey:
    """An API key of one service of Notify's, taken apart: its name, a dash, the service, a dash,
    the secret."""

    service_id: str
    secret: str

    @classmethod
    def read(cls, key: str) -> Self:
        """Raises ValueError, without the key in its words, where it is none."""
        service_id, secret = key[-2 * _UUID - 1 : -_UUID - 1], key[-_UUID:]
        try:
            UUID(service_id), UUID(secret)
        except ValueError:
            raise ValueError("is no API key of GOV.UK Notify") from None
        return cls(service_id, secret)

    @property
    def mark(self) -> str:
        """What tells one key from another, and is not secret: only with the key that a message was
        sent by does Notify show it."""
        return f"notify {hashlib.sha256(self.secret.encode()).hexdigest()[:16]}"

    def token(self) -> str:
        """Signed for one request; Notify takes it for thirty seconds."""
        said = {"iss": self.service_id, "iat": int(time.time())}
        return jwt.encode(said, self.secret, algorithm="HS256")


@dataclass(frozen=True)
class Answer:
    """What Notify said. `kind` is its kind of error ("" for none), `words` one line of its own."""

    status: int
    content: Mapping[str, Any]
    kind: str = ""
    words: str = ""
    retry_after: timedelta | None = None

    @property
    def told(self) -> str:
        return f"{self.status} {self.kind} {self.words}".strip()[:300]


@dataclass(frozen=True)
class Notification:
    """One message as Notify knows it. `status` is its own word: created, sending, pending,
    delivered, permanent-failure, temporary-failure, technical-failure."""

    id: str
    reference: str
    status: str
    created_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True)
class Template:
    """What the installation's template says, with its places for our words in double brackets."""

    kind: str
    subject: str
    body: str


class UnknownToNotify(Exception):
    """It was asked and said no; the answer says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.told)
        self.answer = answer


class Notify:
    """One service of GOV.UK Notify, with its template of the installation."""

    def __init__(
        self, *, address: str, key: NotifyKey, template_id: str, reply_to_id: str = ""
    ) -> None:
        self.key, self.template_id, self.reply_to_id = key, template_id, reply_to_id
        self._address = address.rstrip("/")
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "golden-thread"

    def close(self) -> None:
        self._session.close()

    def send(
        self, *, to: str, subject: str, body: str, reference: str, last: Callable[[], None]
    ) -> Answer:
        """Have one message sent. `last` is called when there is a connection and the message is
        about to go over it. Raises LostServer where no answer came."""
        asked: dict[str, Any] = {
            "email_address": to,
            "template_id": self.template_id,
            "personalisation": {"subject": subject, "body": body},
            "reference": reference,
        }
        if self.reply_to_id:
            asked["email_reply_to_id"] = self.reply_to_id
        content = _Content(json.dumps(asked).encode(), last)
        return self._ask("POST", "/v2/notifications/email", content=content)

    def known_as(self, reference: str) -> tuple[Notification, ...]:
        """Every message that was sent by this key with this reference, latest first. Raises
        LostServer, or UnknownToNotify where Notify does not say."""
        asked = {"reference": reference, "template_type": "email"}
        answer = self._ask("GET", "/v2/notifications", asked=asked)
        if answer.status != _OK:
            raise UnknownToNotify(answer)
        found = [_notification(one) for one in answer.content["notifications"]]
        mine = [one for one in found if one.reference == reference]
        return tuple(sorted(mine, key=lambda one: one.created_at, reverse=True))

    def template(self) -> Template:
        """The template that every message is put into. Raises LostServer or UnknownToNotify."""
        answer = self._ask("GET", f"/v2/template/{self.template_id}")
        if answer.status != _OK:
            raise UnknownToNotify(answer)
        said = answer.content
        return Template(str(said["type"]), str(said.get("subject") or ""), str(said["body"]))

    def _ask(
        self,
        method: str,
        path: str,
        *,
        asked: Mapping[str, str] | None = None,
        content: io.BytesIO | None = None,
    ) -> Answer:
        try:
            answer = self._session.request(
                method,
                f"{self._address}{path}",
                params=asked,
                data=content,
                headers={"Content-Type": "application/json"},
                auth=self._signed,
                timeout=PATIENCE,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as problem:
            self.close()
            raise LostServer(_said_of(problem)) from problem
        return _understood(answer)

    def _signed(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.key.token()}"
        return request


class _Content(io.BytesIO):
    """What is sent, which says so before its first byte is read: by then there is a connection,
    and Notify has only been told that something comes."""

    def __init__(self, content: bytes, last: Callable[[], None]) -> None:
        super().__init__(content)
        self._last: Callable[[], None] | None = last

    def read(self, size: int | None = -1, /) -> bytes:
        if self._last:
            last, self._last = self._last, None
            last()
        return super().read(size)


def _understood(answer: requests.Response) -> Answer:
    try:
        content = answer.json()
    except ValueError:
        content = {}  # a proxy's page, say: the status tells enough
    if not isinstance(content, dict):
        content = {}
    if not content and answer.status_code < _REDIRECTED:
        raise LostServer("GOV.UK Notify’s answer cannot be understood.")
    errors = [one for one in content.get("errors", ()) if isinstance(one, dict)]
    first = errors[0] if errors else {}
    return Answer(
        answer.status_code,
        content,
        str(first.get("error", "")),
        " ".join(str(first.get("message", "")).split()),
        _retry_after(answer.headers.get("Retry-After", "")),
    )


def _retry_after(said: str) -> timedelta | None:
    """Only seconds are understood, and no more of them than a day has."""
    seconds = int(said) if said.isascii() and said.isdigit() else 0
    return timedelta(seconds=min(seconds, 86_400)) if seconds else None


def _notification(said: Mapping[str, Any]) -> Notification:
    return Notification(
        id=str(said["id"]),
        reference=str(said.get("reference") or ""),
        status=str(said["status"]),
        created_at=_instant(said["created_at"]),
        completed_at=_instant(said["completed_at"]) if said.get("completed_at") else None,
    )


def _instant(said: str) -> datetime:
    return datetime.fromisoformat(said.replace("Z", "+00:00"))


def _said_of(problem: Exception) -> str:
    if isinstance(problem, requests.exceptions.SSLError):
        return "GOV.UK Notify’s certificate does not hold."
    if isinstance(problem, requests.Timeout | TimeoutError):
        return "GOV.UK Notify did not answer in time."
    if isinstance(problem, requests.exceptions.ProxyError):
        return "The proxy on the way to GOV.UK Notify does not let us through."
    return f"GOV.UK Notify cannot be reached, or hung up ({type(problem).__name__})."
