"""Two extracts at once: the second is told to wait, and nothing of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from goldenthread.ehcp_register.actions import one_at_a_time
from goldenthread.ehcp_register.models import Child
from goldenthread.rules.refusals import Refused
from tests.conftest import TODAY
from tests.ehcp_register.test_importing import bring, known

SECONDS = 30


@contextmanager
def _another(local_area_id: Any) -> Iterator[None]:
    """Another process’s import, begun and not ended."""
    begun, ended = Event(), Event()

    def brings() -> None:
        try:
            with one_at_a_time(local_area_id):
                begun.set()
                ended.wait(SECONDS)
        finally:
            connection.close()

    thread = Thread(target=brings)
    thread.start()
    try:
        assert begun.wait(SECONDS)
        yield
    finally:
        ended.set()
        thread.join(SECONDS)


def _impatient() -> None:
    """SQLite waits for another writer for as long as it is told to."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")


@pytest.mark.django_db(transaction=True)
def test_while_one_extract_comes_in_another_is_told_to_wait(manager: Any) -> None:
    _impatient()
    with (
        _another(manager.local_area_id),
        pytest.raises(Refused, match="so this one was not brought in"),
    ):
        bring(known(1), by=manager)
    assert not Child.objects.visible_to(manager, on=TODAY).exists()

    assert bring(known(1), by=manager).new == 1


@pytest.mark.django_db(transaction=True)
def test_another_area_s_extract_comes_in_meanwhile(manager: Any, stranger: Any) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer, whatever the area")
    with _another(stranger.local_area_id):
        assert bring(known(1), by=manager).new == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_reached_is_no_other_import(
    manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError("unable to open database file")

    with monkeypatch.context() as broken:
        broken.setattr(transaction.Atomic, "__enter__", gone)
        with (
            pytest.raises(OperationalError, match="unable to open"),
            one_at_a_time(manager.local_area_id),
        ):
            pass
