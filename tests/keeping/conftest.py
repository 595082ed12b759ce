"""One full installation and one backup of it for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.keeping.filled import KEY, filled
from tests.keeping.installation import Installation, drop


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "backup.key"
    path.write_text(KEY)
    return path


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Iterator[Installation]:
    """Two local areas; nobody changes it."""
    made = filled(tmp_path_factory.mktemp("full"), "full", key)
    yield made
    drop(made)


@pytest.fixture(scope="session")
def kept(full: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it; nobody changes it."""
    to = tmp_path_factory.mktemp("kept")
    said = full.run("backup", "--to", str(to))
    assert " rows and 2 files" in said
    (found,) = to.glob("golden-thread-*")
    return found
