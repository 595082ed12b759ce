"""From an uploaded document to a plan, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.improvement_plan import queries as plans
from goldenthread.intake.models import PlanImport
from goldenthread.partnership import queries as partnership
from goldenthread.trail.models import TrailEntry
from tests.conftest import shared
from tests.factories import plan_documents
from tests.intake.pages.walking import Walk

DOCUMENT = plan_documents.as_docx(plan_documents.stockport_layout())
Start = Callable[[Any], Walk]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "pdf", "txt"])
def test_a_document_becomes_a_plan(walk: Start, officer: Any, on: date, kind: str) -> None:
    write: Any = plan_documents.WRITERS[kind]
    document = write(plan_documents.stockport_layout())
    way = walk(officer).upload(document, f"plan.{kind}")
    assert way.at.endswith("/found/"), way.words
    way.send()
    assert way.at.endswith("/rows/")
    way.send()
    way.send(scale__0="known:five-point")
    assert way.at.endswith("/leads/"), way.words
    way.send()
    assert way.at.endswith("/confirm/")
    assert "Import the plan with 3 actions" in way.words
    way.send()
    assert "The plan is imported" in way.words
    (plan,) = plans.plans(viewer=officer)
    assert len(plans.actions(plan.id, viewer=officer, on=on)) == 3


def test_every_answer_reaches_the_plan(walk: Start, officer: Any, on: date) -> None:
    way = walk(officer).upload(
        plan_documents.as_docx(plan_documents.thurrock_layout()), "saltmarsh.docx"
    )
    way.send(title="Saltmarsh statement", level__0="Weakness")
    assert "Rows and dates" in way.words
    way.send()
    way.send(scale__0="known:three-point")
    names = [one.text.strip() for one in way.page.xpath("//tr[contains(@class, 'lead')]/th")]
    at = names.index("Assistant Director Learning")
    assert way.fields()[f"person-{at}"] == "Priya Rowe"
    forum = next(name for name in _radio_names(way) if name.startswith("forum-"))
    way.send_fields({f"email-{at}": "priya.rowe@saltmarsh.example"})
    assert way.answer.status_code == 422
    assert "is a forum of its own" in way.words
    way.send_fields({f"email-{at}": "priya.rowe@saltmarsh.example", forum: "SEND Working Group"})
    way.send()
    (plan,) = plans.plans(viewer=officer)
    assert (plan.title, plan.level_names[0]) == ("Saltmarsh statement", "Weakness")
    today = timezone.localdate()
    people = {one.name: one for one in partnership.people(viewer=officer, on=today)}
    assert people["Priya Rowe"].email == "priya.rowe@saltmarsh.example"
    assert people["Priya Rowe"].posts == ("Assistant Director Learning",)
    (merged,) = [
        one for one in partnership.forums(viewer=officer, on=today) if "Working Group" in one.name
    ]
    assert (merged.name, merged.also_known_as) == ("SEND Working Group", ("Working Group SEND",))


def _radio_names(way: Walk) -> list[str]:
    return [one.get("name") for one in way.page.xpath("//main//input[@type='radio']")]


def test_rating_words_are_asked_about_and_none_is_preselected(
    walk: Start, officer: Any, on: date
) -> None:
    way = walk(officer).upload(
        plan_documents.as_docx(plan_documents.bracknell_layout()), "plan.docx"
    )
    way.send().send()
    assert not way.page.xpath("//main//input[@type='radio'][@checked]")
    way.send(scale__0="known:five-point")
    assert way.at.endswith("/ratings/")
    asked = [name for name in way.fields() if name.startswith("word-")]
    assert len(asked) == 4
    assert {way.fields()[name] for name in asked} == {""}
    way.send()
    assert way.answer.status_code == 422
    letters = {"G": "green", "A": "amber", "R": "red", "B": "blue"}
    said = {
        row.xpath(".//select/@name")[0]: letters[row.findtext("th").strip()]
        for row in way.page.xpath("//tr[.//select[starts-with(@name, 'word-')]]")
    }
    dated = {"ratings_on_day": "1", "ratings_on_month": "11", "ratings_on_year": "2019"}
    way.send_fields(said | dated)
    assert way.at.endswith("/leads/"), way.words
    way.send().send()
    (plan,) = plans.plans(viewer=officer)
    rows = plans.actions(plan.id, viewer=officer, on=on)
    assert {row.rating.label for row in rows if row.rating} == {"Green", "Amber", "Red", "Blue"}
    assert {row.rating_on for row in rows if row.rating} == {date(2019, 11, 1)}


def test_the_plans_own_key_becomes_its_scale(walk: Start, officer: Any, on: date) -> None:
    way = walk(officer).upload(
        plan_documents.as_docx(plan_documents.birmingham_layout()), "plan.docx"
    )
    way.send().send()
    way.send(scale__0="found:0")
    labels = {
        row.findtext("th").strip(): row.xpath(".//select/@name")[0]
        for row in way.page.xpath("//tr[.//select[starts-with(@name, 'means-')]]")
    }
    means = {
        labels["Green"]: "signed_off",
        labels["Amber"]: "on_track",
        labels["Red"]: "not_started",
    }
    dated = {"ratings_on_day": "1", "ratings_on_month": "11", "ratings_on_year": "2019"}
    way.send_fields(means | dated | {"axis-0": "delivery"})
    assert way.at.endswith("/leads/"), way.words
    way.send().send()
    (plan,) = plans.plans(viewer=officer)
    scale = plan.main_scale
    assert scale is not None
    assert [(one.label, one.counts_as.value) for one in scale.points] == [
        ("Green", "complete"),
        ("Amber", "on_track"),
        ("Red", "none"),
    ]


def test_the_import_is_one_entry_about_the_plan(walk: Start, officer: Any) -> None:
    _imported(walk(officer))
    entries = TrailEntry.objects.filter(act="improvement_plan.make_plan")
    assert entries.count() == 1
    assert TrailEntry.objects.filter(act="intake.bring_in").count() == 1


def _imported(way: Walk, name: str = "plan.docx") -> Walk:
    return way.upload(DOCUMENT, name).send().send().send(scale__0="known:five-point").send().send()


def test_the_same_file_again_leads_to_its_import(walk: Start, officer: Any) -> None:
    way = _imported(walk(officer))
    done = way.at
    way.upload(DOCUMENT, "other name.docx")
    assert way.at == done
    assert "already imported on" in way.words
    assert "by Programme Office. Nothing was changed." in way.words
    assert PlanImport.objects.count() == 1


def test_the_published_plan_comes_in_whole(walk: Start, officer: Any, on: date) -> None:
    document = shared("data/plans/thurrock-wsoa-2019.docx").read_bytes()
    way = walk(officer).upload(document, "plan.docx")
    assert "Improvement area" in way.answer.content.decode()
    way.send()
    assert "one action or two?" in way.words
    way.send()
    way.send(scale__0="known:four-point-embedded")
    forums = {name for name in _radio_names(way) if name.startswith("forum-")}
    own = {name: way.page.xpath(f"//input[@name='{name}']")[0].get("value") for name in forums}
    way.send_fields(dict(own))
    way.send()
    assert "The plan is imported" in way.words, way.words
    (plan,) = plans.plans(viewer=officer)
    assert len(plans.actions(plan.id, viewer=officer, on=on)) == 36
    levels = plans.level_tree(plan.id, viewer=officer, on=on)
    assert [sum(1 for one in levels if one.depth == depth) for depth in (0, 1)] == [3, 38]


def test_dated_columns_become_a_history_of_ratings(walk: Start, officer: Any) -> None:
    document = plan_documents.as_docx(plan_documents.york_layout())
    way = walk(officer).upload(document, "plan.docx").send().send()
    way.send(scale__0="known:five-point")
    (asked,) = [name for name in way.fields() if name.startswith("word-")]
    way.send_fields({asked: "-"}).send().send()
    assert "The plan is imported" in way.words, way.words
    today = timezone.localdate()
    (plan,) = plans.plans(viewer=officer)
    first = plans.action(
        plans.actions(plan.id, viewer=officer, on=today)[0].id, viewer=officer, on=today
    )
    assert first is not None
    assert len({rating.on for rating in first.ratings}) > 1
    assert all(rating.imported for rating in first.ratings)


def test_two_ratings_beside_each_other_keep_a_scale_each(walk: Start, officer: Any) -> None:
    document = plan_documents.as_docx(plan_documents.blaenau_gwent_layout())
    way = walk(officer).upload(document, "plan.docx").send().send()
    way.send(scale__0="found:0", scale__1="found:0")
    fields = way.fields()
    means = ("on_track", "under_way", "off_track", "complete")
    said = {
        name: means[int(name.rsplit("-", 1)[1])] for name in fields if name.startswith("means-")
    }
    dated = {"ratings_on_day": "1", "ratings_on_month": "11", "ratings_on_year": "2019"}
    way.send_fields(said | dated | {"axis-0": "delivery", "axis-1": "impact"})
    way.send().send()
    assert "The plan is imported" in way.words, way.words
    (plan,) = plans.plans(viewer=officer)
    assert {fact.scale.points[0].axis.value for fact in plan.scales} == {"delivery", "impact"}


@pytest.mark.parametrize("name", sorted(plan_documents.layouts()))
def test_every_layout_shows_its_pages(walk: Start, officer: Any, name: str) -> None:
    document = plan_documents.as_docx(plan_documents.layouts()[name])
    way = walk(officer).upload(document, "plan.docx")
    for step in ("found", "rows", "ratings", "leads", "confirm"):
        way.step(step)
        assert way.answer.status_code == 200, (step, way.words)
