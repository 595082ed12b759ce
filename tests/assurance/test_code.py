"""What no code of ours does, and no script of ours."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "goldenthread"
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill"}
# Ours to write, other people's to read.
SCRIPTS = [path for path in PACKAGE.rglob("*.js") if ".min." not in path.name]


def forbidden(source: str) -> list[str]:
    """Calls that run words as code, as a command, as XPath or as a format; and unpickling."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [one.name for one in node.names] + [getattr(node, "module", None) or ""]
            found += [name for name in names if name.partition(".")[0] in FORBIDDEN_MODULES]
        if not isinstance(node, ast.Call):
            continue
        called, first = node.func, node.args[0] if node.args else None
        if isinstance(called, ast.Name) and called.id in FORBIDDEN_CALLS:
            found.append(called.id)
        if isinstance(called, ast.Attribute):
            if called.attr == "xpath" and not isinstance(first, ast.Constant):
                found.append("xpath")
            if called.attr in ("format", "format_map") and not isinstance(
                called.value, (ast.Constant, ast.Name)
            ):
                found.append(called.attr)
            if called.attr in ("system", "popen"):
                found.append(called.attr)
        if any(key.arg == "shell" and _is_true(key.value) for key in node.keywords):
            found.append("shell")
    return found


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


@pytest.mark.asvs("1.2.5", "1.2.7", "1.3.2", "1.3.10", "1.5.2")
def test_no_code_does_what_is_forbidden() -> None:
    found = {
        str(path.relative_to(PACKAGE)): forbidden(path.read_text(encoding="utf-8"))
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: calls for path, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "source",
    ["eval(x)", "run(words, shell=True)", "import pickle", "tree.xpath(words)", "os.system(x)",
     "request.GET['x'].format(y)", "from marshal import loads"],
)  # fmt: skip
def test_the_check_sees_what_is_forbidden(source: str) -> None:
    assert forbidden(source)


@pytest.mark.asvs("3.2.2", "3.5.5", "14.3.3")
def test_our_scripts_keep_nothing_and_listen_to_nobody() -> None:
    risky = re.compile(
        r"localStorage|sessionStorage|indexedDB|document\.cookie\s*=|postMessage"
        r"|addEventListener\(\s*[\"']message|\.innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML"
        r"|document\.write|\beval\(|new Function"
    )
    assert SCRIPTS
    found = {path.name: risky.findall(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert {name: what for name, what in found.items() if what} == {}
