"""The demonstration with one of everything, and what its pages show to each role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from tests.fuzz.pages import Seen, walk
from tests.rights.conftest import TwoAreas, two_areas

# How many times longer than in `make test`; 50 is about an hour.
TIMES = int(os.environ.get("GOLDENTHREAD_FUZZ_TIMES", "1"))
settings.register_profile(
    "fuzz",
    deadline=None,
    derandomize=TIMES == 1,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


@dataclass(frozen=True)
class Target:
    """Where hostile requests go: somebody of each role, signed in, and what they see."""

    areas: TwoAreas
    seen: Seen
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        if role not in self.clients:
            self.clients[role] = self.areas.client(role) if role else nobody()
        return self.clients[role]


def nobody() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(scope="package")
def target(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    """Built once for all of them, and undone."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), two_areas(files) as areas:
        yield Target(areas, walk(areas, again=TIMES > 1))


def examples(usual: int) -> settings:
    """So many tries in `make test`; more with GOLDENTHREAD_FUZZ_TIMES."""
    return settings(settings.get_profile("fuzz"), max_examples=usual * TIMES)
