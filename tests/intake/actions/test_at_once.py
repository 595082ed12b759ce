"""A whole import without anybody to ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import actions, queries
from goldenthread.intake.models import PlanImport
from goldenthread.partnership import queries as partnership
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.factories import plan_documents

WORD = plan_documents.as_docx(plan_documents.thurrock_layout())
RATED = plan_documents.as_docx(plan_documents.birmingham_layout())


def _import(by: Any, on: date, content: bytes = WORD, **given: Any) -> actions.Imported:
    words = {"name": "plan.docx", "title": "", "kind_name": "Written statement", "scale_key": ""}
    return actions.import_document(content=content, by=by, on=on, **words | given)


def test_a_document_becomes_a_plan_with_its_leads_as_posts(
    viewer: Callable[..., Any], on: date
) -> None:
    officer = viewer("programme_office")
    done = _import(officer, on)
    rows = plans.actions(done.plan_id, viewer=officer, on=on)
    posts = {post.title for post in partnership.posts(viewer=officer, on=on)}
    assert len(rows) == done.actions == 11
    assert {"Assistant Director Learning", "Head of Business Support"} <= posts
    assert all(lead.post_id for row in rows for lead in row.leads)
    assert done.scale == "five-point"


def test_the_same_file_again_is_refused_with_the_day_and_the_name(
    viewer: Callable[..., Any], on: date
) -> None:
    officer = viewer("programme_office")
    _import(officer, on)
    with pytest.raises(Refused, match="already imported on 14 January 2020 by Programme Office"):
        _import(officer, on)
    assert len(plans.plans(viewer=officer)) == 1


def test_ratings_are_refused_until_somebody_names_their_scale(
    viewer: Callable[..., Any], on: date
) -> None:
    officer = viewer("programme_office")
    with pytest.raises(Refused, match="not guessed: add --scale"):
        _import(officer, on, RATED)
    assert PlanImport.objects.count() == 0


def test_words_that_the_named_scale_lacks_are_listed(viewer: Callable[..., Any], on: date) -> None:
    york = plan_documents.as_docx(plan_documents.york_layout())
    with pytest.raises(Refused, match="“Amber/Green”"):
        _import(viewer("programme_office"), on, york, scale_key="five-point")


def test_ratings_come_in_where_the_scale_has_their_very_words(
    viewer: Callable[..., Any], on: date
) -> None:
    officer = viewer("programme_office")
    done = _import(officer, on, RATED, scale_key="three-point")
    rated = {
        row.rating.label for row in plans.actions(done.plan_id, viewer=officer, on=on) if row.rating
    }
    assert (done.ratings, rated) == (3, {"Red", "Amber", "Green"})


def test_a_board_member_may_not_import(viewer: Callable[..., Any], on: date) -> None:
    with pytest.raises(NotPermitted, match="programme office"):
        _import(viewer("board_member"), on)


def test_another_area_sees_neither_import_nor_plan(
    viewer: Callable[..., Any], other_viewer: Callable[..., Any], on: date
) -> None:
    _import(viewer("programme_office"), on)
    stranger = other_viewer("programme_office")
    assert queries.imports(viewer=stranger) == ()
    assert _import(stranger, on).actions == 11
    assert len(queries.imports(viewer=stranger)) == 1
