"""Every template compiles, and none asks the policy for an exception."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines

PACKAGE = Path(__file__).resolve().parents[2] / "goldenthread"
JINJA = sorted(PACKAGE.glob("*/jinja2/**/*.html"))
DJANGO = sorted(PACKAGE.glob("*/templates/**/*.html"))
# A paper, and a message, leave the house as one file, so their stylesheet goes with them.
STANDS_ALONE = (
    PACKAGE / "reports/jinja2/reports/document/page.html",
    PACKAGE / "notifications/jinja2/notifications/mail.html",
)
_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
_INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.I)


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_there_are_templates() -> None:
    assert len(JINJA) > 50
    assert len(DJANGO) > 15


@pytest.mark.parametrize("path", JINJA, ids=_name)
def test_every_jinja_template_compiles(path: Path) -> None:
    at = path.parts.index("jinja2") + 1
    engines["jinja2"].env.get_template("/".join(path.parts[at:]))


@pytest.mark.parametrize("path", DJANGO, ids=_name)
def test_every_django_template_compiles(path: Path) -> None:
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.asvs("3.4.3")
def test_no_template_holds_an_inline_style_or_script() -> None:
    found = {
        _name(path): _INLINE.findall(_COMMENT.sub("", path.read_text(encoding="utf-8")))
        for path in (*JINJA, *DJANGO)
        if path not in STANDS_ALONE
    }
    assert {name: marks for name, marks in found.items() if marks} == {}
