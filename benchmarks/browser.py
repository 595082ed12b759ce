"""Asks for pages as a browser does, through the whole stack in this process: WSGI, every
middleware, compression, and the database connection that is kept between requests."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client, RequestFactory

from goldenthread.partnership.models import User


def _the_application() -> Any:
    """As the web server has it, made once."""
    from goldenthread.config.wsgi import application

    return application


@dataclass
class Browser:
    """Somebody signed in; `get` gives the body as it travels."""

    email: str
    application: Any = field(default_factory=_the_application)
    cookie: str = ""

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(User.objects.get(email=self.email))
        self.cookie = "; ".join(f"{name}={held.value}" for name, held in client.cookies.items())

    def get(self, address: str) -> bytes:
        """The compressed body; anything but 200 is a fault of the benchmark."""
        parts = urlsplit(address)
        environ = RequestFactory(SERVER_NAME="localhost").get(parts.path).environ | {
            "QUERY_STRING": parts.query,
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT_ENCODING": "gzip",
        }
        said: list[str] = []
        answer = self.application(environ, lambda status, headers, *_: said.append(status))
        body = b"".join(answer)
        answer.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{address} answered {said[0]}")
        return body

    def page(self, address: str) -> str:
        body = self.get(address)
        return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()

    def queries(self, address: str) -> int:
        """How many statements the page sends to the database."""
        sent: list[str] = []

        def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            sent.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            self.get(address)
        return len(sent)
