"""GOV.UK Notify as its documentation describes it, on this machine, with failures as it is told.

Deliberately behind a socket: what is tested is what goes over the wire, signature and all.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

SERVICE, SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0", "4ca24e2c-6b0c-4ba1-8f9d-2a9d7b2c9a11"
KEY = f"eastmere-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
REPLY_TO = "8e222534-7f05-4972-86e3-17c5d9f894e2"
HANG_UP = -1  # instead of a status: the connection ends without a word


@dataclass(frozen=True)
class Says:
    """An answer that is no success; `after` seconds in Retry-After."""

    status: int
    kind: str = ""
    words: str = ""
    after: int = 0
    page: bytes = b""  # instead of JSON: what a proxy says


Answers = Callable[[str, str], Says | None]


def takes_everything(_stage: str, _address: str) -> Says | None:
    return None


@dataclass
class NotifyServer:
    """`answers(stage, address)`: None to go on as usual, or what to say instead. It is asked from
    the server's own threads: at "head" the headers of a message are there and not its words, at
    "words" all of it is, at "accepted" it was taken; at "asked" somebody asks for messages."""

    answers: Answers = takes_everything
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # paths of every GET
    keys: list[str] = field(default_factory=lambda: [SECRET])
    template: dict[str, str] = field(
        default_factory=lambda: {"type": "email", "subject": "((subject))", "body": "((body))"}
    )

    def __enter__(self) -> Self:
        server = self

        class Handler(_Handler):
            notify = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def counted(self) -> Counter[str]:
        """How often each reference was taken, as the Message-ID that it is."""
        return Counter(f"<{one['reference']}>" for one in self.taken)

    def has(self, status: str, *, of: str = "") -> None:
        """What it took stands so now; `of` one reference alone."""
        for one in self.taken:
            if of in ("", one["reference"]):
                one["status"] = status
                one["completed_at"] = "2020-01-14T09:30:00.000000Z"


class _Handler(BaseHTTPRequestHandler):
    notify: NotifyServer
    protocol_version = "HTTP/1.1"  # so that one connection carries many

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the screen."""

    def do_POST(self) -> None:
        if self._is_told("head", "") or not self._is_ours():
            return
        length = int(self.headers["Content-Length"])
        content = self.rfile.read(length)
        if len(content) < length:  # who sent it is gone
            self.close_connection = True
            return
        asked = json.loads(content)
        address = asked["email_address"]
        if self._is_told("words", address) or self._is_wrong(asked):
            return
        asked |= {
            "id": str(uuid4()), "status": "created", "created_at": _now(), "completed_at": None,
            "key": self._key, "to": address,
        }  # fmt: skip
        self.notify.taken.append(asked)
        if not self._is_told("accepted", address):
            self._say(201, {"id": asked["id"], "reference": asked["reference"], "content": {}})

    def do_GET(self) -> None:
        self.notify.asked.append(self.path)
        if self._is_told("asked", "") or not self._is_ours():
            return
        parts = urlsplit(self.path)
        if parts.path == f"/v2/template/{TEMPLATE}":
            self._say(200, {"id": TEMPLATE, "version": 1, **self.notify.template})
        elif parts.path == "/v2/notifications":
            wanted = parse_qs(parts.query)["reference"][0]
            found = [
                {name: one[name] for name in ("id", "reference", "status", "created_at",
                                              "completed_at")}
                for one in self.notify.taken
                if one["reference"] == wanted and one["key"] == self._key
            ]  # fmt: skip
            self._say(200, {"notifications": found, "links": {"current": self.path}})
        else:
            self._say(404, _error(404, "NoResultFound", "No result found"))

    def _is_ours(self) -> bool:
        """Whether it is signed by a key of the service, within thirty seconds."""
        token = self.headers["Authorization"].removeprefix("Bearer ")
        for key in self.notify.keys:
            try:
                said = jwt.decode(token, key, algorithms=["HS256"], issuer=SERVICE)
            except jwt.InvalidSignatureError:
                continue
            if abs(said["iat"] - time.time()) > 30:
                break
            self._key = key
            return True
        self.close_connection = True  # what comes after is not read
        self._say(403, _error(403, "AuthError", "Invalid token: API key not found"))
        return False

    def _is_wrong(self, asked: dict[str, Any]) -> bool:
        problem = None
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", asked["email_address"]):
            problem = "ValidationError", "email_address Not a valid email address"
        elif asked["template_id"] != TEMPLATE:
            problem = "BadRequestError", "Template not found"
        elif set(asked["personalisation"]) != {"subject", "body"}:
            problem = "BadRequestError", "Missing personalisation"
        elif len(str(asked["personalisation"]).encode()) > 2_000_000:
            problem = "BadRequestError", "Emails cannot be longer than 2000000 bytes."
        if problem:
            self._say(400, _error(400, *problem))
        return bool(problem)

    def _is_told(self, stage: str, address: str) -> bool:
        says = self.notify.answers(stage, address)
        if says is None:
            return False
        self.close_connection = True
        if says.status != HANG_UP:
            content = says.page or _error(says.status, says.kind, says.words)
            self._say(says.status, content, after=says.after)
        return True

    def _say(self, status: int, content: dict[str, Any] | bytes, *, after: int = 0) -> None:
        written = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        if after:
            self.send_header("Retry-After", str(after))
        with contextlib.suppress(ConnectionError):  # whoever asked was killed, which is the test
            self.end_headers()
            self.wfile.write(written)


def _error(status: int, kind: str, words: str) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": kind, "message": words}]}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
