"""Findings brought in from an inspection report, and from a plan document itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.files.models import StoredFile
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries import history
from goldenthread.intake import actions
from goldenthread.intake.actions import reports as verbs
from goldenthread.intake.models import ReportImport
from goldenthread.intake.queries.reports import a_report
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.factories import plan_documents
from tests.factories.plan_documents import Heading, PlanDocument, table
from tests.intake.pages.walking import LIST, Walk
from tests.intake.understanding.test_findings import ACTIONS, REPORT
from tests.intake.understanding.test_outcome_letters import LETTER

Start = Callable[[Any], Walk]
PLAN = plan_documents.as_docx(PlanDocument("plan", (Heading("Town plan"), ACTIONS)))


@pytest.fixture
def plan_id(officer: Any, on: date) -> UUID:
    made = actions.import_document(
        content=PLAN,
        name="plan.docx",
        title="Town plan",
        kind_name="Plan",
        scale_key="",
        by=officer,
        on=on,
    )
    return made.plan_id


def _findings(plan_id: UUID, officer: Any, on: date) -> list[tuple[str, int]]:
    found = plans.findings(plan_id, viewer=officer, on=on)
    return [(one.text.split("\n")[0], len(one.level_ids)) for one in found]


def _load(way: Walk, plan_id: UUID, content: bytes = REPORT.encode()) -> Walk:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = f"{LIST}findings/{plan_id}/"
    way.answer = way.client.post(address, {"report": SimpleUploadedFile("report.txt", content)})
    return way._follow(address)


def test_an_imported_plan_keeps_its_findings_joined_to_the_parts_that_answer_them(
    plan_id: UUID, officer: Any, on: date
) -> None:
    assert _findings(plan_id, officer, on) == [
        ("Families wait too long", 1),
        ("Plans are out of date", 1),
    ]
    tree = plans.level_tree(plan_id, viewer=officer, on=on)
    assert [level.findings[0].text for level in tree if level.findings] == [
        level.title for level in tree
    ]


def test_a_finding_is_left_out_or_answered_by_another_part(walk: Start, officer: Any) -> None:
    way = walk(officer).upload(PLAN, "plan.docx")
    assert "2 findings: Area of weakness (2)" in way.words
    fields = [name for name in way.fields() if name.startswith("finding-")]
    way.send_fields({fields[0]: "-", fields[1]: "s1", "do": "look"})
    assert [way.fields()[name] for name in fields] == ["-", "s1"]


def test_a_part_may_answer_two_findings(walk: Start, officer: Any) -> None:
    way = walk(officer).upload(PLAN, "plan.docx")
    fields = [name for name in way.fields() if name.startswith("finding-")]
    way.send_fields({**dict.fromkeys(fields, "s1"), "do": "look"})
    assert [way.fields()[name] for name in fields] == ["s1", "s1"]


def test_the_chosen_findings_of_a_report_come_in_once(
    walk: Start, officer: Any, plan_id: UUID, on: date
) -> None:
    way = _load(walk(officer), plan_id)
    assert "Area for priority action: 2; Area for improvement: 2" in way.words
    assert "Responsible: Marlow Vale Council and NHS Marlow ICB" in way.words
    ticked = way.fields().getlist("take")
    assert len(ticked) == 4
    way.send(take=ticked[:3])
    assert "3 findings are in the plan" in way.words
    assert len(_findings(plan_id, officer, on)) == 5
    for one in plans.findings(plan_id, viewer=officer, on=on):
        assert history.thing_history("finding", one.id, viewer=officer), one.text
    again = _load(walk(officer), plan_id)
    assert "This very file came in before" in again.page.text_content()
    assert "3 findings brought in" in again.words
    assert StoredFile.objects.filter(name="report.txt").count() == 1


def test_nothing_ticked_is_refused_in_a_sentence(
    walk: Start, officer: Any, plan_id: UUID, on: date
) -> None:
    way = _load(walk(officer), plan_id).send(take=[])
    assert way.answer.status_code == 422
    assert "Nothing is chosen" in way.words
    assert len(_findings(plan_id, officer, on)) == 2


def test_a_report_without_findings_is_refused_and_not_kept(
    walk: Start, officer: Any, plan_id: UUID
) -> None:
    way = _load(walk(officer), plan_id, b"A letter about the weather.\nIt was fine.\n")
    assert way.answer.status_code == 422
    assert "No finding was found in this file" in way.words
    assert not ReportImport.objects.exists()


def test_a_finding_is_answered_by_the_parts_chosen_and_by_a_part_that_answers_another(
    officer: Any, plan_id: UUID, on: date
) -> None:
    level = plan_actions.add_level(plan_id=plan_id, title="New part", by=officer, on=on)
    loaded = verbs.upload_report(
        plan_id=plan_id, upload=REPORT.encode(), name="report.txt", by=officer, on=on
    )
    report = a_report(loaded.report_id, viewer=officer)
    assert report is not None
    taken = plans.level_tree(plan_id, viewer=officer, on=on)[0].id
    first = report.findings[0].id
    told: dict[str, Any] = {"report_id": report.id, "version": 1, "by": officer, "on": on}
    assert verbs.add_findings(take={first: (level, taken)}, **told) == 1
    assert verbs.add_findings(take={first: (level, taken)}, **told) == 1
    found = plans.findings(plan_id, viewer=officer, on=on)
    assert [one.level_ids for one in found][-1] == (taken, level)
    tree = plans.level_tree(plan_id, viewer=officer, on=on)
    assert [len(one.findings) for one in tree if one.id == taken] == [2]
    assert (found[-1].kind, found[-1].on) == ("Area for priority action", None)


def test_the_other_area_and_a_lead_bring_nothing_in(
    walk: Start, officer: Any, viewer: Any, other_viewer: Any, plan_id: UUID, on: date
) -> None:
    loaded = verbs.upload_report(
        plan_id=plan_id, upload=REPORT.encode(), name="report.txt", by=officer, on=on
    )
    stranger = other_viewer("area_administrator")
    assert a_report(loaded.report_id, viewer=stranger) is None
    with pytest.raises(Refused, match="not one of this local area"):
        verbs.upload_report(
            plan_id=plan_id, upload=REPORT.encode(), name="report.txt", by=stranger, on=on
        )
    with pytest.raises(NotPermitted):
        verbs.upload_report(
            plan_id=plan_id, upload=b"other", name="r.txt", by=viewer("action_lead"), on=on
        )


def test_a_newer_version_offers_a_reworded_and_a_new_finding(
    walk: Start, officer: Any, plan_id: UUID, on: date
) -> None:
    weaknesses = table(
        ("Ref", "Area of weakness", "Action", "Lead", "Due date"),
        ("1.1", "Families wait too long", "Agree one waiting list", "Therapy Lead", "July 2031"),
        ("2.1", "Plans are out of date", "Review every plan", "Head of SEND", "June 2031"),
        ("3.1", "Nobody checks quality", "Check ten plans a month", "Head of SEND", "June 2031"),
    )
    newer = plan_documents.as_docx(PlanDocument("plan", (Heading("Town plan"), weaknesses)))
    way = walk(officer).upload(newer, "plan 2.docx")
    way.send(plan=str(plan_id)).send().send()
    while not way.at.endswith("/changes/"):
        way.send()
    assert "New finding: Area of weakness" in way.words
    assert "Nobody checks quality" in way.words
    way.send().send()
    assert "The changes are taken over" in way.words, way.words
    assert "Nobody checks quality" in dict(_findings(plan_id, officer, on))


def test_an_old_letters_lines_are_proposed_unticked_and_only_the_confirmed_ones_come_in(
    walk: Start, officer: Any, plan_id: UUID, on: date
) -> None:
    way = _load(walk(officer), plan_id, LETTER.encode())
    assert "5 findings proposed: this letter numbers nothing" in way.words
    assert "Proposed, from the list under “Areas for development”" in way.words
    assert way.fields().getlist("take") == []
    assert len(_findings(plan_id, officer, on)) == 2
    report = ReportImport.objects.get()
    wanted = [one["id"] for one in report.findings if one["kind"] == "Area of significant weakness"]
    way.send(take=wanted)
    assert "3 findings are in the plan" in way.words
    assert [words for words, _ in _findings(plan_id, officer, on)][2:] == [
        "the lack of a joint plan for commissioning between education and health",
        "the quality of education, health and care plans",
        "weak oversight, including of:",
    ]


def test_a_reports_history_says_who_loaded_it_and_who_brought_findings_in(
    walk: Start, officer: Any, other_viewer: Any, plan_id: UUID
) -> None:
    way = _load(walk(officer), plan_id)
    way.send(take=way.fields().getlist("take"))
    report_id = ReportImport.objects.get().pk
    address = f"{LIST}reports/{report_id}/history/"
    told = way.client.get(address).content.decode()
    assert "uploaded the report report.txt" in told
    assert "brought 4 findings in from report.txt" in told
    stranger = walk(other_viewer("area_administrator"))
    assert stranger.client.get(address).status_code in (403, 404)
