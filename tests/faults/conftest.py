"""Every test of this folder is marked `fault`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.faults.told import survived

__all__ = ["survived"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.fault)
