"""Merrowshire with one of everything, Westholm with nothing, and somebody in every role in both."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from goldenthread.demo import building, people, story
from goldenthread.partnership.models import Grant, LocalArea, Person, Role, User
from goldenthread.partnership.queries import viewer_for
from goldenthread.trail import looks
from tests.rights.one_of_everything import add_the_rest

AT = datetime(2020, 1, 14, 9, tzinfo=UTC)
OTHER = "westholm"


@pytest.fixture(scope="module", autouse=True)
def no_batch_is_full() -> Iterator[None]:
    """The look that fills a batch seals it, which is an act: here it is kept apart from looking."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(looks, "AT_ONCE", sys.maxsize)
        yield


@dataclass(frozen=True)
class TwoAreas:
    area_id: UUID
    slug: str
    other_slug: str

    def client(self, role: str, *, slug: str = "") -> Client:
        """Signed in as somebody with the role in the whole of one of the two areas; just now, so
        that nothing asks who it is again."""
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(email=f"{role}@{slug or self.slug}.test"))
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
        return client

    def viewer(self, role: str, *, slug: str = "") -> Any:
        slug = slug or self.slug
        user = User.objects.get(email=f"{role}@{slug}.test")
        return viewer_for(user, slug, on=story.TODAY)


@pytest.fixture(scope="module")
def areas(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoAreas]:
    """Built once for the module, and undone after it."""
    with django_db_blocker.unblock(), two_areas(tmp_path_factory.mktemp("files")) as found:
        yield found


@contextmanager
def two_areas(files: Path) -> Iterator[TwoAreas]:
    """In one transaction, which is undone."""
    before, settings.FILES_ROOT = settings.FILES_ROOT, files
    with transaction.atomic():
        building.build(at=AT, tell=lambda percent, what: None)
        area = LocalArea.objects.get(slug=people.SLUG)
        other = LocalArea.objects.create(slug=OTHER, name="Westholm", recorded_at=AT)
        for one in (area, other):
            for role in Role.values:
                _somebody(one, role)
        found = TwoAreas(area.pk, area.slug, other.slug)
        add_the_rest(found)
        yield found
        transaction.set_rollback(True)
    settings.FILES_ROOT = before


def _somebody(area: LocalArea, role: str) -> None:
    name = f"{Role(role).label} of {area.name}"
    email = f"{role}@{area.slug}.test"
    user = User.objects.create(email=email, name=name)
    Person.objects.create(local_area=area, name=name, email=email, user=user)
    Grant.objects.create(
        local_area=area, user=user, role=role, from_date=date(2018, 1, 1), reason="for the test",
        recorded_at=AT, last_used_on=story.TODAY if area.slug == people.SLUG else None,
    )  # fmt: skip
