"""Measures with figures, dates completed, evidence in words, dependencies: shown, then stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.improvement_plan import queries as plans
from goldenthread.intake.models import PlanImport
from goldenthread.partnership import queries as partnership
from tests.factories import plan_documents
from tests.factories.plan_documents import Heading, PlanDocument, table
from tests.intake.pages.walking import LIST, Walk

Start = Callable[[Any], Walk]

ACTIONS = (
    ("Ref", "Priority", "Action", "Lead", "Due date", "Progress", "Evidence", "Dependencies",
     "Date completed", "RAG"),
    ("1.1", "Voice", "Publish a newsletter for families each term", "Head of SEND", "Ongoing",
     "Two newsletters are out", "Minutes of the parent forum", "", "", "Amber"),
    ("1.2", "Voice", "Train every school to write outcomes", "Strategic Lead Data", "June 2031",
     "", "", "Depends on 1.1", "12 May 2019", ""),
    ("1.3", "Voice", "Agree one waiting list with the hospital", "Strategic Lead, Data",
     "July 2031", "", "Letter of the trust", "Action 7.7", "3 April 2019", "Amber"),
)  # fmt: skip
MEASURES = (
    ("KPI", "Baseline", "Target", "Milestone 1 (Mar 2019)", "Actual 1", "Latest figure"),
    ("Plans issued within 20 weeks", "34%", "60%", "40%", "38%", "44%"),
)
DOCUMENT = plan_documents.as_docx(
    PlanDocument("beside", (Heading("Town plan"), table(*ACTIONS), table(*MEASURES)))
)


def _to_rows(way: Walk) -> Walk:
    way.upload(DOCUMENT, "town plan.docx")
    way.send_fields({_period(way): "September 2019", "title": "Town plan"})
    assert way.at.endswith("/rows/"), way.words
    return way


def _period(way: Walk) -> str:
    (name,) = [one.get("name") for one in way.page.xpath("//input[starts-with(@name, 'period-')]")]
    return str(name)


def _to_confirm(way: Walk, **leads: str) -> Walk:
    _to_rows(way).send()
    way.send(scale__0="known:three-point")
    way.send(scale__0="known:three-point", ratings_on_day="1", ratings_on_month="12",
             ratings_on_year="2019")  # fmt: skip
    assert way.at.endswith("/leads/"), way.words
    way.send_fields(leads)
    assert way.at.endswith("/confirm/"), way.words
    return way


def _imported(way: Walk, officer: Any, on: date) -> dict[str, Any]:
    _to_confirm(way).send()
    assert "The plan is imported" in way.words
    (plan,) = plans.plans(viewer=officer)
    rows = plans.actions(plan.id, viewer=officer, on=on)
    return {row.reference: plans.action(row.id, viewer=officer, on=on) for row in rows}


def test_a_column_of_figures_asks_for_its_day_and_refuses_what_is_none(
    walk: Start, officer: Any
) -> None:
    way = walk(officer).upload(DOCUMENT, "town plan.docx")
    way.send_fields({_period(way): "when they came"})
    assert way.answer.status_code == 422
    assert "“when they came” gives no date for the column “Latest figure”" in way.words


def test_figures_reached_are_shown_and_stored_with_their_day_and_source(
    walk: Start, officer: Any, on: date
) -> None:
    way = _to_rows(walk(officer))
    assert "31 March 2019: 38% reached, 40% wanted" in way.words
    assert "30 September 2019: 44% reached" in way.words
    levels = _levels_of_the_plan(walk(officer), officer, on)
    (target,) = [one for level in levels for one in level.targets]
    assert [(one.value, one.on, one.source) for one in target.readings] == [
        (Decimal(38), date(2019, 3, 31), "Actual 1 (Mar 2019), town plan.docx"),
        (Decimal(44), date(2019, 9, 30), "Latest figure (September 2019), town plan.docx"),
    ]


def _levels_of_the_plan(way: Walk, officer: Any, on: date) -> list[Any]:
    _to_confirm(way)
    assert "1, with 2 figures reached" in way.words
    way.send()
    (plan,) = plans.plans(viewer=officer)
    tree = plans.level_tree(plan.id, viewer=officer, on=on)
    return [plans.level_detail(level.id, viewer=officer, on=on) for level in tree]


def test_what_a_document_names_as_evidence_stays_words_and_counts_as_none(
    walk: Start, officer: Any, on: date
) -> None:
    details = _imported(walk(officer), officer, on)
    (update,) = details["1.1"].updates
    assert update.progress == (
        "Two newsletters are out\n\nEvidence named in the document: Minutes of the parent forum"
    )
    assert details["1.1"].row.evidence_count == 0
    assert details["1.3"].row.last_update_on is None
    assert "Letter of the trust" in details["1.3"].updates[0].progress


def test_a_day_completed_completes_as_imported_unless_the_rating_says_otherwise(
    walk: Start, officer: Any, on: date
) -> None:
    details = _imported(walk(officer), officer, on)
    done = {name: detail.row.completed_on for name, detail in details.items()}
    assert done == {"1.1": None, "1.2": date(2019, 5, 12), "1.3": None}
    completion = details["1.2"].completion
    assert completion is not None
    assert (completion.imported, completion.signed_off_on) == (True, None)
    assert completion.note == "Date completed in the document: 12 May 2019"
    assert dict(details["1.3"].as_written)["Date completed"] == "3 April 2019"


def test_a_dependency_becomes_a_row_and_one_that_leads_nowhere_a_question(
    walk: Start, officer: Any, on: date
) -> None:
    way = _to_rows(walk(officer))
    assert "Waits for 1.1" in way.words
    assert "It depends on 7.7" in way.words
    details = _imported(walk(officer), officer, on)
    assert [one.reference for one in details["1.2"].waits_for] == ["1.1"]
    assert details["1.3"].waits_for == ()


def test_posts_that_look_alike_are_one_only_when_said(walk: Start, officer: Any, on: date) -> None:
    way = _to_confirm(walk(officer))
    assert "3 posts and teams" in way.words
    assert "1 post looks like another and is kept apart" in way.words
    way.step("leads")
    assert "Posts that look alike" in way.words
    ((field, like),) = {
        (one.get("name"), one.get("value"))
        for one in way.page.xpath("//input[@type='radio'][starts-with(@name, 'same-')]")[1:]
    }
    way.send_fields({field: like})
    assert "2 posts and teams" in way.words
    assert "kept apart" not in way.words
    way.send()
    titles = [post.title for post in partnership.posts(viewer=officer, on=on)]
    assert sum("Data" in title for title in titles) == 1


def test_an_ongoing_action_is_not_one_without_a_date(walk: Start, officer: Any) -> None:
    way = _to_confirm(walk(officer))
    assert "without a date" not in way.words
    way.step("found")
    assert "of 3, 1 ongoing" in way.words


def test_the_rows_of_the_tables_add_up_in_words(walk: Start, officer: Any) -> None:
    document = PlanDocument(
        "rows",
        (
            Heading("Town plan"),
            table(
                ("Ref", "Action", "Lead", "Due date"),
                ("Priority 1: Voice of families", "", "", ""),
                ("1.1", "Publish a newsletter for families", "Head of SEND", "June 2031"),
                ("", "and send it to every school", "", ""),
                ("1.2", "Train every school to write outcomes", "Head of SEND", "June 2031"),
            ),
        ),
    )
    way = walk(officer).upload(plan_documents.as_docx(document), "rows.docx")
    said = "4 rows in the tables: 2 actions, 1 row that continues another, 1 heading"
    assert said in way.words


def test_two_columns_for_what_an_action_has_once_are_refused_at_once(
    walk: Start, officer: Any
) -> None:
    way = walk(officer).upload(DOCUMENT, "town plan.docx")
    way.send_fields({"column-0-5": "due"})
    assert way.answer.status_code == 422
    assert "“Due date” and “Progress” are both given as “due date”" in way.words
    assert way.fields()["column-0-5"] == "due"
    way.send_fields({"column-0-5": "notes"})
    assert way.at.endswith("/rows/"), way.words


def test_ratings_after_today_are_told_in_the_preview_with_the_way_on(
    walk: Start, officer: Any
) -> None:
    document = PlanDocument(
        "later",
        (
            Heading("Town plan"),
            table(
                ("Ref", "Priority", "Action", "Lead", "Due date", "RAG March 2019", "RAG May 2031"),
                (
                    "1.1",
                    "Voice",
                    "Publish a newsletter",
                    "Head of SEND",
                    "June 2032",
                    "Red",
                    "Green",
                ),
                ("1.2", "Voice", "Train every school", "Head of SEND", "June 2032", "Red", "Amber"),
            ),
        ),
    )
    way = walk(officer).upload(plan_documents.as_docx(document), "later.docx")
    assert "Dated after today: say what it holds, or leave it out" in way.words
    way.step("rows")
    assert "“RAG May 2031” has 2 ratings dated after today" in way.words
    way.step("confirm")
    assert "say what it holds, or leave it out" in way.words
    way.step("found").send_fields({"column-0-6": "ignored"})
    assert "dated after today" not in way.words


def test_the_list_of_imports_shows_the_day_of_the_upload(walk: Start, officer: Any) -> None:
    way = walk(officer).upload(DOCUMENT, "town plan.docx")
    row = PlanImport.objects.get()
    row.file.uploaded_on = date(2019, 2, 3)
    row.file.save()
    assert "3 February 2019" in way.open(LIST).words
