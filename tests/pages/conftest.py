"""A real browser for the journeys over the gallery, and our macros by name."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from django.template import engines


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = (
        "--no-sandbox --disable-gpu --disable-background-networking "
        "--disable-component-update --disable-sync"
    )
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": quiet.split(),
    }


@pytest.fixture
def ui() -> Any:
    """Every component: ``ui.rating(mark)`` draws as a page would."""
    return engines["jinja2"].env.get_template("pages/components.html").module
