"""Two local areas in every test, with one person in every role."""

from __future__ import annotations

import os

os.environ.setdefault("GOLDENTHREAD_TESTING", "1")
# By now these tests have their settings (tests.settings); programs they start have the product's.
os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
# Playwright's event loop runs in the test's own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import kept_rows, prepared
from tests.faults.told import pytest_terminal_summary
from tests.kept_rows import kept

__all__ = ["pytest_terminal_summary"]

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


WITH_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-with-database",
        action="store_true",
        help="leave out the files in which no test may open the database",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files whose every test is refused a connection by pytest-django cannot tell one database
    from another: a second run, on another one, leaves them out where it is asked to."""
    if config.getoption("only_with_database"):
        files = {item.path for item in items if _may_open_the_database(item)}
        config.hook.pytest_deselected(items=[item for item in items if item.path not in files])
        items[:] = [item for item in items if item.path in files]


def _may_open_the_database(item: pytest.Item) -> bool:
    if WITH_DATABASE & set(getattr(item, "fixturenames", ())) or any(
        item.iter_markers("django_db")
    ):
        return True
    # What a test starts as a process of its own may be told of the database.
    return "DATABASE_URL" in item.path.read_text() or bool(item.get_closest_marker("journey"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database begins as a copy of one that was migrated before."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    if connection.vendor == "postgresql":
        kept = prepared.migrated(os.environ["DATABASE_URL"])
        connection.settings_dict["TEST"]["TEMPLATE"] = kept.database
        return
    file = prepared.migrated().file

    def fill(connection: Any, **_: Any) -> None:
        assert connection.is_in_memory_db()
        with closing(sqlite3.connect(file)) as kept:
            kept.backup(connection.connection)
        connection_created.disconnect(fill)

    connection_created.connect(fill, weak=False)


@pytest.fixture(autouse=True)
def rows_are_watched(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the test's kept fixtures wrote is put back, where nothing else was written before."""
    mark = request.node.get_closest_marker("django_db")
    several = {"transactional_db", "live_server"} & set(request.fixturenames)
    with kept_rows.watching(may_keep=not several and not (mark and mark.kwargs)):
        yield


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
@kept
def local_area(db: None) -> Any:
    return _area("eastmere", "Eastmere")


@pytest.fixture
@kept
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
