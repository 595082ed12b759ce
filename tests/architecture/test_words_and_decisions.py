"""The words are used, the decisions are listed, and the commands are there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from goldenthread.config import command_line

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = ROOT / "docs" / "decisions"
ADRS = sorted(DECISIONS.glob("[0-9]*.md"))


def _glossary() -> list[str]:
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    return [word for word in rows if word not in ("word", "---")]


@pytest.fixture(scope="module")
def everything() -> str:
    """All our code and templates, in small letters, with names as words."""
    files = (
        path
        for ending in ("*.py", "*.html")
        for path in (ROOT / "goldenthread").rglob(ending)
        if "migrations" not in path.parts
    )
    text = " ".join(path.read_text(encoding="utf-8") for path in files).lower()
    return re.sub(r"[\s_]+", " ", text)


@pytest.mark.parametrize("word", _glossary())
def test_every_word_of_the_glossary_is_used(word: str, everything: str) -> None:
    assert re.search(rf"\b{re.escape(word.lower())}", everything), f"{word} is used nowhere"


def test_no_word_is_explained_twice() -> None:
    words = _glossary()
    assert len(words) > 30
    assert len(set(words)) == len(words)


def test_every_decision_is_listed_by_its_own_title() -> None:
    listed = (DECISIONS / "README.md").read_text(encoding="utf-8")
    for path in ADRS:
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"* [{title}]({path.name})" in listed, path.name
    assert listed.count("\n* [") == len(ADRS)


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_every_decision_has_its_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]}. ")
    for heading in ("## Context", "## Decision", "## Consequences"):
        assert text.count(f"\n{heading}\n") == 1


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("name", command_line.COMMANDS)
def test_every_command_is_there(name: str) -> None:
    command = command_line.cli.get_command(click.Context(command_line.cli), name)
    assert command is not None
    assert command.name in (name, name.replace("-", "_"))


def test_every_module_of_commands_is_listed() -> None:
    modules = {path.stem for path in (ROOT / "goldenthread/config/commands").glob("*.py")}
    assert modules - {"__init__", "asking", "leaving"} == {
        m for m, _ in command_line.COMMANDS.values()
    }
