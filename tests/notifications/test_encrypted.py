"""Mail leaves encrypted where the installation says so, or it does not leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from goldenthread.notifications import tasks
from goldenthread.notifications.models import Message
from tests.notifications.certificates import certificate
from tests.notifications.mail_server import MailServer

Serve = Callable[..., MailServer]


@pytest.fixture
def serve(settings: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[Serve]:
    """`serve("starttls" or "tls", …)`: a server with a certificate that this machine trusts."""
    with ExitStack() as open_servers:

        def start(
            security: str, *, offers: bool = True, trusted: bool = True, address: str = "127.0.0.1"
        ) -> MailServer:
            public, context = certificate(tmp_path, address=address)
            if trusted:
                monkeypatch.setenv("SSL_CERT_FILE", str(public))
            server = MailServer(
                tls=context if offers else None, tls_from_the_start=security == "tls"
            )
            open_servers.enter_context(server)
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            settings.EMAIL_USE_TLS = security == "starttls"
            settings.EMAIL_USE_SSL = security == "tls"
            settings.EMAIL_TIMEOUT = 20
            settings.DEFAULT_FROM_EMAIL = "send@eastmere.example"
            settings.PUBLIC_ADDRESS = "https://thread.eastmere.example"
            settings.MAIL_IS_CONFIGURED = True
            return server

        yield start


def _waits() -> Message:
    row = Message.objects.get()
    assert row.state == "waiting"
    assert row.attempts == 1
    return row


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_message_is_sent_encrypted(message: Any, serve: Serve, security: str) -> None:
    server = serve(security)
    message()
    assert tasks.send_due()["sent"] == 1
    assert Message.objects.get().state == "sent"
    assert len(server.accepted) == 1
    assert server.encrypted == [True]


@pytest.mark.asvs("12.3.2")
@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("why", ["nobody vouches for it", "it is another server's"])
def test_a_server_whose_certificate_does_not_hold_gets_no_message(
    message: Any, serve: Serve, security: str, why: str
) -> None:
    if why == "nobody vouches for it":
        server = serve(security, trusted=False)
    else:
        server = serve(security, address="127.0.0.9")
    message()
    assert tasks.send_due()["sent"] == 0
    assert server.accepted == []
    assert "certificate" in _waits().said


@pytest.mark.asvs("12.3.1")
def test_a_server_that_offers_no_encryption_gets_no_message(message: Any, serve: Serve) -> None:
    server = serve("starttls", offers=False)
    message()
    assert tasks.send_due()["sent"] == 0
    assert server.accepted == []
    assert "offers no encryption" in _waits().said


def test_without_encryption_the_test_server_sees_that_there_is_none(
    message: Any, mail_server: MailServer
) -> None:
    message()
    assert tasks.send_due()["sent"] == 1
    assert mail_server.encrypted == [False]
