"""Requirements of OWASP ASVS 5.0.0, and the tests that are marked as showing them.

What each asks is said in our own words in asvs.toml; numbers and levels are the standard's. Marks
are read from the sources, so that a test which is skipped here counts too.
"""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
SOURCE = Path(__file__).with_name("asvs.toml")
PAGE = ROOT / "docs" / "guide" / "assurance.md"
STATES = {
    "met": "met",
    "partly": "partly met",
    "installation": "met by whoever runs the installation",
    "not met": "not met",
    "not applicable": "does not apply",
}
CHAPTERS = {
    1: "Encoding and sanitising", 2: "Validation and the order of steps", 3: "The browser",
    4: "Web services", 5: "Files", 6: "Signing in", 7: "Sessions", 8: "Rights", 9: "Tokens",
    10: "An organisation’s sign-in", 11: "Cryptography", 12: "Encrypted connections",
    13: "Configuration", 14: "Protecting data", 15: "Code and what it is made of",
    16: "Logs and faults", 17: "Calls between browsers",
}  # fmt: skip
OFFICIAL_LIST = ROOT.parent / "shared" / "data" / "owasp-asvs-5.0.0.csv"


@dataclass(frozen=True)
class Requirement:
    """`ours` is what it asks in our words, `how` how it is met or why not, `see` documents that
    show it where no test can."""

    number: str
    level: int
    state: str
    ours: str
    how: str
    see: tuple[str, ...]

    @property
    def chapter(self) -> int:
        return int(self.number.partition(".")[0])

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.number.split("."))


def requirements() -> tuple[Requirement, ...]:
    kept = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["requirement"]
    found = [
        Requirement(
            number=one["number"],
            level=one["level"],
            state=one["state"],
            ours=one["ours"],
            how=one.get("how", ""),
            see=tuple(one.get("see", ())),
        )
        for one in kept
    ]
    return tuple(sorted(found, key=lambda one: one.order))


def marked() -> dict[str, list[str]]:
    """Number → ids of the tests marked with it, in the order of files."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, number in _marks(ast.parse(path.read_text(encoding="utf-8"))):
            found[number].append(f"{path.relative_to(TESTS).as_posix()}::{name}")
    return dict(found)


def _marks(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in module.body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.asvs":
                for number in mark.args:
                    assert isinstance(number, ast.Constant)
                    yield node.name, str(number.value)


def page() -> str:
    """docs/guide/assurance.md, whole."""
    every, tests = requirements(), marked()
    lines = [_INTRODUCTION, *_counts(every)]
    for chapter, title in CHAPTERS.items():
        rows = [one for one in every if one.chapter == chapter]
        lines += [
            "",
            f"## {chapter}. {title}",
            "",
            "| | level | asks | answer |",
            "|---|---|---|---|",
        ]
        lines += [_row(one, tests.get(one.number, [])) for one in rows]
    return "\n".join(lines) + "\n"


def _counts(every: tuple[Requirement, ...]) -> list[str]:
    lines = ["| answer | level 1 | level 2 | level 3, chosen |", "|---|---|---|---|"]
    for state, words in STATES.items():
        of_level = [
            sum(one.level == level and one.state == state for one in every) for level in (1, 2, 3)
        ]
        lines.append(f"| {words} | {' | '.join(str(number) for number in of_level)} |")
    return lines


def _row(one: Requirement, tests: list[str]) -> str:
    shown = "; ".join(f"`{test}`" for test in tests)
    see = ", ".join(f"[{Path(path).name}]({_link(path)})" for path in one.see)
    answer = [f"**{STATES[one.state]}**", one.how, shown, see]
    return f"| {one.number} | {one.level} | {one.ours} | {'. '.join(filter(None, answer))} |"


def _link(path: str) -> str:
    return f"../../{path}"


_INTRODUCTION = """\
# Assurance

What the OWASP Application Security Verification Standard 5.0.0 asks at levels 1 and 2, and of \
level 3 what a council would miss most, and how it is met here. The numbers are the standard's; \
what each asks is said in our words, shortly, so read the standard beside it.

This page is made from `tests/assurance/asvs.toml` and from the marks of the tests \
(`@pytest.mark.asvs("6.2.3")`): `GOLDENTHREAD_WRITE=1 pytest tests/assurance` writes it anew, and \
a test fails while it is old. “Met” without a test is met by a document or setting that is named. \
Nobody outside has checked it.
"""
