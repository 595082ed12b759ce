"""Who may import, what one area sees of another, and what never happens half or twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.models import Plan
from goldenthread.intake import actions, tasks
from goldenthread.intake.actions import bringing_in
from goldenthread.intake.models import ImportState, PlanImport
from goldenthread.jobs import actions as jobs
from goldenthread.jobs.models import JobRun
from goldenthread.partnership.models import Forum, Post
from tests.factories import plan_documents
from tests.intake.pages.walking import LIST, Walk

Start = Callable[[Any], Walk]
DOCUMENT = plan_documents.as_docx(plan_documents.stockport_layout())


def _ready(way: Walk, document: bytes = DOCUMENT) -> Walk:
    way.upload(document, "plan.docx").send().send().send(scale__0="known:five-point").send()
    assert way.at.endswith("/confirm/")
    return way


@pytest.mark.parametrize("role", ["board_member", "action_lead", "workstream_lead"])
def test_others_are_refused_in_a_sentence(
    walk: Start, viewer: Callable[..., Any], role: str
) -> None:
    way = walk(viewer(role))
    way.open(LIST)
    assert way.answer.status_code == 403
    assert "Only the programme office or an area administrator can import a plan." in way.words
    way.upload(DOCUMENT, "plan.docx")
    assert way.answer.status_code == 403
    assert PlanImport.objects.count() == 0


def test_two_areas_never_see_each_other(
    walk: Start, officer: Any, other_viewer: Callable[..., Any]
) -> None:
    way = _ready(walk(officer))
    stranger = walk(other_viewer("area_administrator"))
    stranger.open("/a/westholm/import/")
    assert "plan.docx" not in stranger.words
    for step in ("", "found/", "rows/", "ratings/", "leads/", "changes/", "confirm/", "original/"):
        stranger.open(f"/a/westholm/import/{way.import_id}/{step}")
        assert stranger.answer.status_code == 404, step
        assert "There is no such import here." in stranger.words
    stranger.upload(DOCUMENT, "plan.docx", "/a/westholm/import/")
    assert stranger.at.endswith("/found/")
    assert PlanImport.objects.count() == 2


def test_pressing_the_button_twice_imports_once(walk: Start, officer: Any) -> None:
    way = _ready(walk(officer))
    data = way.fields().urlencode()
    address = way.at
    for _ in range(2):
        answer = way.client.post(address, data, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 302
    assert len(plans.plans(viewer=officer)) == 1


def test_a_failure_in_the_middle_leaves_nothing_half(
    walk: Start, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = _ready(walk(officer))
    before = (Post.objects.count(), Forum.objects.count())

    def break_off(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(bringing_in, "_finish", break_off)
        with pytest.raises(RuntimeError):
            way.send()
    assert (Post.objects.count(), Forum.objects.count()) == before
    assert Plan.objects.count() == 0
    assert PlanImport.objects.get().state == ImportState.UNDERSTOOD
    way.step("confirm").send()
    assert "The plan is imported" in way.words


def test_the_second_of_two_officers_is_told_and_keeps_the_answers(
    walk: Start, officer: Any, viewer: Callable[..., Any]
) -> None:
    first = walk(officer).upload(DOCUMENT, "plan.docx")
    second = walk(viewer("area_administrator")).open(first.at)
    first.send(title="As the first officer wrote")
    second.send(title="As the second officer wrote")
    assert second.answer.status_code == 409
    assert "Somebody answered questions about this document" in second.words
    second.step("found") if second.at.startswith(LIST) else None
    assert second.fields()["title"] == "As the second officer wrote"
    assert "answers you had typed and not yet saved" in second.words


def test_answers_stand_after_leaving_and_coming_back(walk: Start, officer: Any) -> None:
    way = walk(officer).upload(DOCUMENT, "plan.docx").send(title="A better title").send()
    way.open(LIST)
    assert "plan.docx" in way.words
    way.open(f"{LIST}{PlanImport.objects.get().pk}/")
    assert way.at.endswith("/rows/")
    assert way.step("found").fields()["title"] == "A better title"


def test_a_column_corrected_is_understood_anew(walk: Start, officer: Any) -> None:
    way = walk(officer).upload(DOCUMENT, "plan.docx")
    column = next(
        name
        for name, value in way.fields().items()
        if name.startswith("column-") and value == "lead"
    )
    way.send_fields({column: "ignored", "do": "look"})
    assert way.fields()[column] == "ignored"
    row = PlanImport.objects.get()
    assert row.understood is not None
    assert not any(action["leads"]["names"] for action in row.understood["actions"])


def test_a_date_read_otherwise_is_kept_with_its_reading(walk: Start, officer: Any) -> None:
    way = walk(officer).upload(DOCUMENT, "plan.docx").send()
    field = next(name for name in way.fields() if name.startswith("date-"))
    way.send_fields({field: "31 July 2031", "do": "look"})
    assert "31 July 2031" in way.words
    assert way.fields()[field] == "31 July 2031"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("29 February 2031", "There is no 29 February 2031."),
        ("when it is ready", ""),
    ],
)
def test_a_date_typed_that_gives_no_date_is_told_at_once_and_stays_on_the_page(
    walk: Start, officer: Any, words: str, why: str
) -> None:
    way = walk(officer).upload(DOCUMENT, "plan.docx").send()
    field = next(name for name in way.fields() if name.startswith("date-"))
    way.send_fields({field: words})
    assert way.answer.status_code == 422
    assert way.at.endswith("/rows/")
    assert f"“{words}”: {why}" in way.words
    assert "or leave it empty" in way.words
    assert way.fields()[field] == words
    way.send_fields({field: "29 February 2032"})
    assert way.at.endswith("/ratings/")


def test_a_document_that_no_worker_takes_says_so(
    walk: Start, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "push", lambda _: None)
    way = walk(officer).upload(DOCUMENT, "plan.docx")
    assert "may not be running" not in way.words
    JobRun.objects.update(queued_at=timezone.now() - timedelta(minutes=2))
    way.open(way.at)
    assert "may not be running" in way.words


def test_a_reading_that_broke_off_can_be_asked_for_again(
    walk: Start, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "read_safely", break_off)
        way = walk(officer).upload(DOCUMENT, "plan.docx")
    assert "Read it again" in way.words
    row = PlanImport.objects.get()
    assert row.state == ImportState.READING
    with way._commit(execute=True):
        way.client.post(f"{LIST}{row.pk}/read-again/", {"version": row.version})
    way.open(f"{LIST}{row.pk}/")
    assert way.at.endswith("/found/")


def test_the_page_of_a_reading_looks_again_by_itself(walk: Start, officer: Any, on: date) -> None:
    actions.upload(upload=DOCUMENT, name="plan.docx", by=officer, on=on)
    way = walk(officer).open(f"{LIST}{PlanImport.objects.get().pk}/")
    assert way.page.xpath("//meta[@http-equiv='refresh']")
    assert "Waiting for its turn" in way.words
    assert "You can leave" in way.words


def test_put_aside_and_taken_up_again(walk: Start, officer: Any) -> None:
    way = walk(officer).upload(DOCUMENT, "plan.docx")
    here, version = way.import_id, way.fields()["version"]
    way.answer = way.client.post(f"{LIST}{here}/put-aside/", {"version": version})
    way._follow(LIST)
    assert "put aside" in way.words
    way.open(f"{LIST}{here}/")
    way.answer = way.client.post(f"{LIST}{here}/take-up/", {"version": int(str(version)) + 1})
    way._follow(LIST)
    assert way.at.endswith("/found/")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "plan.docx"), (b"MZ\x90\x00 a program", "plan.docx"), (b"not a pdf", "plan.pdf")],
)
def test_bad_files_are_refused_on_the_upload_page(
    walk: Start, officer: Any, content: bytes, name: str
) -> None:
    way = walk(officer).upload(content, name)
    assert way.answer.status_code == 422
    assert way.at == LIST
    assert "There is a problem" in way.words
    assert PlanImport.objects.count() == 0


def test_a_document_without_a_table_stands_in_the_list_with_its_sentence(
    walk: Start, officer: Any
) -> None:
    way = walk(officer).upload(b"Only a few words, and no table at all.\n", "notes.txt")
    row = PlanImport.objects.get()
    assert row.state == ImportState.REFUSED
    assert row.refusal in way.words
    assert JobRun.objects.get().state == "done"
    way.open(LIST)
    assert row.refusal in way.words
