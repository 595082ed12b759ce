"""An import tells who brought it, to those who may import, in its own area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import plan_documents
from tests.intake.pages.walking import Walk

pytestmark = pytest.mark.django_db
DOCUMENT = plan_documents.as_docx(plan_documents.stockport_layout())


def test_the_history_of_an_import_tells_who_brought_it(
    walk: Callable[[Any], Walk],
    officer: Any,
    viewer: Callable[..., Any],
    other_viewer: Callable[..., Any],
) -> None:
    way = walk(officer)
    way.upload(DOCUMENT, "plan.docx")
    at = f"/a/eastmere/import/{way.import_id}/history/"
    way.open(at)
    assert way.answer.status_code == 200
    assert officer.name in way.words
    assert "plan.docx" in way.words
    assert "Nothing has happened here yet" not in way.words
    reader = walk(viewer("board_member"))
    reader.open(at)
    assert reader.answer.status_code == 403
    stranger = walk(other_viewer("programme_office"))
    stranger.open(at.replace("eastmere", "westholm"))
    assert stranger.answer.status_code == 404
    assert "plan.docx" not in stranger.words
