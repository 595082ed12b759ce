"""Eastmere's office and two people there with an address and one without; a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from goldenthread.jobs.processes import this_process
from goldenthread.notifications import actions
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as partnership
from tests.conftest import TODAY
from tests.kept_rows import kept
from tests.notifications.mail_server import MailServer
from tests.notifications.notify_server import KEY, TEMPLATE, NotifyServer


@pytest.fixture
@kept
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def administrator(viewer: Any) -> Any:
    return viewer("area_administrator", name="Ada Mason")


@pytest.fixture
@kept
def stranger(other_viewer: Any) -> Any:
    """The office of the other area."""
    return other_viewer("programme_office", name="Wes Strange")


@pytest.fixture
@kept
def ivo(office: Any) -> UUID:
    return partnership.add_person(
        name="Ivo Lund", email="ivo@eastmere.example", by=office, on=TODAY
    )


@pytest.fixture
@kept
def mara(office: Any) -> UUID:
    return partnership.add_person(
        name="Mara Venn", email="mara@eastmere.example", by=office, on=TODAY
    )


@pytest.fixture
@kept
def nameless(office: Any) -> UUID:
    """Somebody whose address nobody knows."""
    return partnership.add_person(name="Otto Field", by=office, on=TODAY)


@pytest.fixture
def message(office: Any, ivo: UUID) -> Any:
    """`message("key", …)`: what another context has queued; a request to Ivo."""

    def make(once: str = "round-1:ivo", **changed: Any) -> UUID | None:
        wanted: dict[str, Any] = {
            "local_area_id": office.local_area_id,
            "person_id": ivo,
            "kind": "update_request",
            "subject": "Updates for the SEND improvement plan by 31 January 2020",
            "words": "Please tell us how your 3 actions are going.\n\nIt takes two minutes.",
            "address": "/a/eastmere/",
            "by": office,
            "on": TODAY,
        }
        return actions.queue(**{**wanted, "once": once, **changed})

    return make


@pytest.fixture
def interrupted() -> Any:
    """`interrupted()`: every message was taken by a process that is gone; with `handing_over_at`,
    in the middle of the hand-over. Number 1 of this machine began at another time."""
    machine = this_process().rsplit(" ", 2)[0]

    def make(**changed: Any) -> None:
        Message.objects.filter(state="waiting").update(
            state="sending",
            worker=f"{machine} 1 0",
            claimed_at=timezone.now(),
            sent_to="ivo@eastmere.example",
            **changed,
        )

    return make


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A mail server that the installation is configured to use."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "send@eastmere.example"
        settings.PUBLIC_ADDRESS = "https://thread.eastmere.example"
        settings.MAIL_IS_CONFIGURED = True
        yield server


@pytest.fixture
def notify_server(settings: Any) -> Iterator[NotifyServer]:
    """GOV.UK Notify, by which the installation is configured to send."""
    with NotifyServer() as server:
        settings.MAIL_BY, settings.MAIL_IS_CONFIGURED = "notify", True
        settings.NOTIFY_ADDRESS, settings.NOTIFY_KEY = server.address, KEY
        settings.NOTIFY_TEMPLATE, settings.NOTIFY_REPLY_TO = TEMPLATE, ""
        settings.PUBLIC_ADDRESS = "https://thread.eastmere.example"
        yield server
