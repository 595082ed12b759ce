"""Eastmere's administrator and office, and a stranger from Westholm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.partnership import actions
from tests.conftest import TODAY
from tests.kept_rows import kept


@pytest.fixture
@kept
def administrator(viewer: Any) -> Any:
    return viewer("area_administrator", name="Ada Mason")


@pytest.fixture
@kept
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def stranger(other_viewer: Any) -> Any:
    """The office of the other area."""
    return other_viewer("area_administrator", name="Wes Strange")


@pytest.fixture
@kept
def post_id(office: Any) -> UUID:
    return actions.add_post(title="Head of Inclusion", by=office, on=TODAY)


@pytest.fixture
@kept
def person_id(office: Any) -> UUID:
    return actions.add_person(name="Ivo Lund", email="Ivo@Eastmere.example", by=office, on=TODAY)


@pytest.fixture
@kept
def forum_id(office: Any) -> UUID:
    return actions.add_forum(
        name="Improvement Board", kind="board", chair="Director", by=office, on=TODAY
    )


@pytest.fixture
def address() -> Any:
    """`address("forum", id)`: a page of Eastmere's people."""

    def of(name: str, *args: Any, slug: str = "eastmere") -> str:
        return reverse(f"partnership:{name}", args=[slug, *args])

    return of
