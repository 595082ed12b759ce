"""A newer version's parts, placing, targets and figures: each a difference to take or leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions as doing
from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import actions, queries
from goldenthread.intake.models import PlanImport
from tests.factories import plan_documents
from tests.factories.plan_documents import Heading, PlanDocument, Text, table
from tests.intake.pages.walking import Walk

Start = Callable[[Any], Walk]
HEADER = ("Ref", "Action", "Lead", "Due date", "RAG")
NEWSLETTER = (
    "1.1",
    "Publish a newsletter for families each term",
    "Head of SEND",
    "May 2031",
    "Green",
)
SCHOOLS = ("1.2", "Train every school to write outcomes", "Training Lead", "June 2031", "Amber")
HOSPITAL = ("2.1", "Agree one waiting list with the hospital", "Therapy Lead", "July 2031", "Red")
KPI = ("KPI", "Baseline", "Target", "Actual (March 2019)", "Actual (June 2019)")


def _document(
    title: str, aim: str, first: tuple[Any, ...], second: tuple[Any, ...], measure: tuple[str, ...]
) -> bytes:
    return plan_documents.as_docx(
        PlanDocument(
            "newer",
            (
                Heading("Town plan"),
                Heading(f"Priority 1: {title}", 2),
                Text(f"Aim: {aim}"),
                table(HEADER, *first),
                Heading("Priority 2: Waiting for therapy", 2),
                table(HEADER, *second),
                table(KPI, measure),
            ),
        )
    )


FIRST = _document(
    "Voice of families", "Families are heard", (NEWSLETTER, SCHOOLS), (HOSPITAL,),
    ("Plans issued within 20 weeks", "34%", "60%", "38%", ""),
)  # fmt: skip
SECOND = _document(
    "Voice and say of families", "Families decide with us", (NEWSLETTER,), (SCHOOLS, HOSPITAL),
    ("Plans issued within 20 weeks", "34%", "75%", "38%", "44%"),
)  # fmt: skip


@pytest.fixture
def plan(officer: Any, on: date) -> Any:
    return actions.import_document(
        content=FIRST, name="plan.docx", title="Town plan", kind_name="Plan",
        scale_key="three-point", by=officer, on=on,
    )  # fmt: skip


def _to_changes(way: Walk, plan: Any) -> Walk:
    way.upload(SECOND, "plan version 2.docx")
    way.send(title="Town plan", plan=str(plan.plan_id))
    way.send()
    way.send(
        scale__0="plan:three-point", ratings_on_day="1", ratings_on_month="12",
        ratings_on_year="2019",
    )  # fmt: skip
    way.send()
    way.send()
    assert way.at.endswith("/changes/"), way.words
    return way


def _levels(plan: Any, officer: Any, on: date) -> list[Any]:
    tree = plans.level_tree(plan.plan_id, viewer=officer, on=on)
    return [plans.level_detail(level.id, viewer=officer, on=on) for level in tree]


def test_every_difference_beside_the_actions_is_shown_and_taken_over(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    way = _to_changes(walk(officer), plan)
    for words in ("Voice and say of families", "Families decide with us", "Target reworded",
                  "Plans issued within 20 weeks: 75%", "New figures", "44% on 30 June 2019",
                  "Part of the plan"):  # fmt: skip
        assert words in way.words, words
    way.send().send()
    assert "The changes are taken over" in way.words, way.words
    first, second = _levels(plan, officer, on)[:2]
    assert (first.level.title, first.level.aim) == (
        "Voice and say of families", "Families decide with us",
    )  # fmt: skip
    assert [row.reference for row in first.actions] == ["1.1"]
    assert [row.reference for row in second.actions] == ["1.2", "2.1"]
    (target,) = [one for level in _levels(plan, officer, on) for one in level.targets]
    assert target.text == "Plans issued within 20 weeks: 75%"
    assert [(one.value, one.on) for one in target.readings] == [
        (Decimal(38), date(2019, 3, 31)),
        (Decimal(44), date(2019, 6, 30)),
    ]


def test_what_is_left_stays_as_it_is(walk: Start, officer: Any, plan: Any, on: date) -> None:
    way = _to_changes(walk(officer), plan)
    every = [one.get("value") for one in way.page.xpath("//input[@name='take']")]
    way.send(take=[one for one in every if one.endswith(":aim")]).send()
    first, second = _levels(plan, officer, on)[:2]
    assert (first.level.title, first.level.aim) == ("Voice of families", "Families decide with us")
    assert [row.reference for row in second.actions] == ["2.1"]
    (target,) = [one for level in _levels(plan, officer, on) for one in level.targets]
    assert (target.text, len(target.readings)) == ("Plans issued within 20 weeks: 60%", 1)


def test_what_was_changed_here_since_is_not_offered_to_be_undone(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    level = plans.level_tree(plan.plan_id, viewer=officer, on=on)[1]
    doing.edit_level(
        level_id=level.id, version=level.version, changes={"title": "Shorter waits"},
        by=officer, on=on,
    )  # fmt: skip
    way = _to_changes(walk(officer), plan)
    assert not way.page.xpath(f"//input[@value='level:{level.id}:title']")


def test_comparing_asks_as_often_for_many_changes_as_for_one(
    officer: Any, on: date, django_capture_on_commit_callbacks: Any
) -> None:
    def asked(number: int, name: str) -> int:
        rows = "\n".join(
            f"{at}.1,Voice,Write the letter number {at},Head,May 2031,Green" for at in range(number)
        )
        head = "Ref,Priority,Action,Lead,Due date,RAG\n"
        made = actions.import_document(
            content=(head + rows).encode(), name=f"{name}.csv", title=name, kind_name="Plan",
            scale_key="three-point", by=officer, on=on,
        )  # fmt: skip
        with django_capture_on_commit_callbacks(execute=True):
            newer = actions.upload(
                upload=(head + rows.replace("May", "June")).encode(), name=f"{name} 2.csv",
                by=officer, on=on,
            )  # fmt: skip
        PlanImport.objects.filter(pk=newer.import_id).update(plan=made.plan_id)
        detail = queries.an_import(newer.import_id, viewer=officer)
        with CaptureQueriesContext(
            connection,
        ) as told:
            comparison = queries.compare(detail, viewer=officer, on=on)
        assert len(comparison.changed) == number
        return len(told)

    assert asked(2, "Small plan") == asked(12, "Large plan")
