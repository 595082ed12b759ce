from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from goldenthread.intake.actions import arrivals
from goldenthread.intake.models import RegisterArrival
from goldenthread.partnership.models import User
from tests.conftest import NOW
from tests.kept_rows import kept

AS_AT = date(2019, 12, 2)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = str(tmp_path / "files")


@pytest.fixture
@kept
def manager(viewer: Callable[..., Any]) -> Any:
    return viewer("case_manager", name="Mina Manager")


@pytest.fixture
def give(
    manager: Any, on: date, django_capture_on_commit_callbacks: Any
) -> Callable[..., RegisterArrival]:
    """`give(content, "sen2.xml")`: uploaded by the case manager, and read by the worker."""

    def upload(
        content: bytes,
        name: str = "sen2.xml",
        *,
        as_at: date = AS_AT,
        at: datetime = NOW,
        by: Any = manager,
        **more: str,
    ) -> RegisterArrival:
        with django_capture_on_commit_callbacks(execute=True):
            pk = arrivals.upload_extract(
                upload=content, name=name, as_at=as_at, by=by, on=on, at=at, **more
            )
        return RegisterArrival.objects.get(pk=pk)

    return upload


@pytest.fixture
def press(
    manager: Any, on: date, django_capture_on_commit_callbacks: Any
) -> Callable[..., RegisterArrival]:
    """`press(arrivals.bring_in_arrival, row)`: the verb with the row's version, and its job."""

    def do(verb: Callable[..., None], row: RegisterArrival, **more: Any) -> RegisterArrival:
        given = {"version": row.version, "by": manager, "on": on} | more
        with django_capture_on_commit_callbacks(execute=True):
            verb(arrival_id=row.pk, **given)
        return again(row.pk)

    return do


def again(pk: UUID) -> RegisterArrival:
    return RegisterArrival.objects.get(pk=pk)


@pytest.fixture
def browser() -> Callable[[Any], Client]:
    """`browser(viewer)`: that person, signed in."""

    def signed_in(viewer: Any) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=viewer.user_id))
        return client

    return signed_in
