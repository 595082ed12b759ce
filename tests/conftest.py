"""Two local areas in every test, with one person in every role."""

from __future__ import annotations

import os

os.environ.setdefault("GOLDENTHREAD_TESTING", "1")
# Playwright's event loop runs in the test's own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

TODAY = date(2020, 1, 14)
NOW = datetime(2020, 1, 14, 9, 30, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[2] / "shared"
PASSWORD = "a long enough password"


def shared(path: str) -> Path:
    """A public input outside the project; tests that need one run where it is there."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} is not beside this checkout")
    return found


@pytest.fixture(autouse=True)
def files_of_their_own(tmp_path: Path) -> Iterator[None]:
    """No test writes into the installation's files."""
    before = settings.FILES_ROOT
    settings.FILES_ROOT = tmp_path / "files"
    yield
    settings.FILES_ROOT = before


@pytest.fixture
def on() -> date:
    return TODAY


@pytest.fixture
def local_area(db: None) -> Any:
    return _area("eastmere", "Eastmere")


@pytest.fixture
def other_area(db: None) -> Any:
    return _area("westholm", "Westholm")


def _area(slug: str, name: str) -> Any:
    from goldenthread.partnership import actions
    from goldenthread.partnership.models import LocalArea

    actions.found_local_area(
        slug=slug,
        name=name,
        brand_colour="#0b4f55",
        administrator_name=f"{name} Administrator",
        administrator_email=f"administrator@{slug}.example",
        password=PASSWORD,
        demonstration=False,
        on=date(2018, 1, 1),
        at=NOW,
    )
    return LocalArea.objects.get(slug=slug)


@pytest.fixture
def viewer(local_area: Any) -> Callable[..., Any]:
    """`viewer("programme_office")`: somebody with that role in Eastmere; `scope=` narrows it."""
    return _viewers_of(local_area)


@pytest.fixture
def other_viewer(other_area: Any) -> Callable[..., Any]:
    """The same in Westholm, which must never see anything of Eastmere."""
    return _viewers_of(other_area)


def _viewers_of(area: Any) -> Callable[..., Any]:
    from goldenthread.partnership.models import Grant, Person, User
    from goldenthread.partnership.queries import viewer_for

    def make(
        role: str,
        *,
        name: str | None = None,
        scope_kind: str = "local_area",
        scope_id: Any = None,
    ) -> Any:
        name = name or role.replace("_", " ").title()
        email = f"{name.lower().replace(' ', '.')}@{area.slug}.example"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, PASSWORD, name=name)
            Person.objects.create(local_area=area, name=name, email=email, user=user)
        Grant.objects.get_or_create(
            local_area=area,
            user=user,
            role=role,
            scope_kind=scope_kind,
            scope_id=scope_id,
            from_date=date(2018, 1, 1),
            defaults={"reason": "for the test", "recorded_at": NOW},
        )
        found = viewer_for(user, area.slug, on=TODAY)
        assert found is not None
        return found

    return make


@pytest.fixture
def signed_in(client: Any) -> Callable[[Any], Any]:
    """`signed_in(viewer)`: Django's test client, signed in as that person."""
    from goldenthread.partnership.models import User

    def sign_in(viewer: Any) -> Any:
        client.force_login(User.objects.get(pk=viewer.user_id))
        return client

    return sign_in
