"""No file leaves but by an export of the registry, which says its class and counts people."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.urls import get_resolver

from goldenthread.files.leaving import EXPORTS

PACKAGE = Path(__file__).resolve().parents[2] / "goldenthread"
THE_WAY_OUT = PACKAGE / "files" / "leaving.py"
FILE_ANSWERS = {"FileResponse", "StreamingHttpResponse"}
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if path != THE_WAY_OUT)


def hands_out(source: str) -> list[str]:
    """What in some code answers with a file by itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node.func) in FILE_ANSWERS:
            found.append(f"line {node.lineno}: {_called(node.func)}")
        if isinstance(node, ast.Constant) and str(node.value).lower() == "content-disposition":
            found.append(f"line {node.lineno}: {node.value}")
        if isinstance(node, ast.keyword) and node.arg == "as_attachment":
            found.append(f"line {node.value.lineno}: as_attachment")
    return found


def _called(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def test_only_the_way_out_answers_with_a_file() -> None:
    found = {
        str(path.relative_to(PACKAGE)): hands_out(path.read_text(encoding="utf-8"))
        for path in SOURCES
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_every_export_stands_in_the_registry() -> None:
    get_resolver().url_patterns  # noqa: B018 - loads every view
    assert {
        "as_it_came", "audit_trail", "evidence", "highlight_report", "lead_workbook", "paper",
        "plan_section", "register_list", "who_saw",
    } <= set(EXPORTS)  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "def view(request):\n    return FileResponse(open('a'))",
        "def view(request):\n    return http.StreamingHttpResponse([])",
        "def view(request):\n    answer['Content-Disposition'] = 'attachment'",
        "def view(request):\n    return answer(content, as_attachment=True)",
    ],
)
def test_the_check_sees_a_file_that_leaves_by_itself(source: str) -> None:
    assert hands_out(source)
