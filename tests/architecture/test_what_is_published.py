"""What anybody may read of this project names no host, no person and nobody's brand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKED = ("requirements/app.txt", "requirements/dev.txt", "package-lock.json")
OURS = sorted(
    path
    for folder in ("goldenthread", "docs", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".html", ".md", ".css", ".js", ".csv", ".typ")
    and not {"__pycache__", "node_modules", "licences"} & set(path.parts)
    and ".min." not in path.name
)


@pytest.mark.parametrize("name", LOCKED)
def test_no_lock_names_a_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\s\"]+", text) == [], name
    assert "index-url" not in text
    assert "resolved" not in text


@pytest.mark.asvs("15.1.2")
@pytest.mark.parametrize("name", LOCKED[:2])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]+\])?==[^\s;\\]+", text, re.MULTILINE)
    stated = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(pinned) == len(stated) > 20
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_product_borrows_a_grammar_and_nobody_s_brand() -> None:
    wrong = re.compile("GDS Transport['\"]|NewTransport|govuk-logo|crown-copyright")
    product = [path for path in OURS if path.is_relative_to(ROOT / "goldenthread")]
    assert [path.name for path in product if wrong.search(path.read_text("utf-8"))] == []


def test_nothing_is_left_to_do_later() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    found = [
        f"{path.relative_to(ROOT)}"
        for path in OURS
        if path.suffix in (".py", ".html", ".js", ".css") and mark.search(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.asvs("15.2.3")
def test_no_module_gathers_what_has_no_place() -> None:
    homeless = {"utils", "helpers", "common", "services", "core"}
    assert [path for path in OURS if {path.stem, *path.parts} & homeless] == []
