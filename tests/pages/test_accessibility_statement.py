"""The statement is open to everybody, and page and guide say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from lxml import html as markup

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "accessibility.md"


@pytest.fixture
def page(db: None) -> str:
    answer = Client().get("/accessibility/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_and_guide_say_the_same(page: str) -> None:
    (prose,) = markup.fromstring(page).xpath("//div[@class='gt-prose']")
    said = [" ".join(one.text_content().split()) for one in prose.xpath(".//p | .//li | .//h2")]
    guide = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", GUIDE.read_text(encoding="utf-8"))
    told = [line.lstrip("#* ") for line in guide.splitlines() if line.strip()]
    assert told[2:-1] == said


def test_it_says_what_nobody_has_tested(page: str) -> None:
    assert "nobody has used the pages with a real screen reader" in page
    assert "partly compliant" in page


def test_every_page_leads_to_it(page: str) -> None:
    signing_in = Client().get("/accounts/login/").content.decode()
    for one in (page, signing_in):
        assert 'href="/accessibility/"' in one
