from pathlib import Path
from typing import Any

import pytest

from tests.many_connections import many_connections

__all__ = ["files_root", "many_connections"]


@pytest.fixture(autouse=True)
def files_root(settings: Any, tmp_path: Path) -> Path:
    """A folder for files that is new in every test, and a quota that a test can fill."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILES_QUOTA_BYTES = 1_000_000
    return tmp_path / "files"
