"""One council's published plan as Word, as PDF and as a committee's text: the same plan."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.intake import dry_run, reading
from goldenthread.intake.understanding import Corrections, ProblemKind, UnderstoodPlan, understand

SHARED = Path(__file__).resolve().parents[4] / "shared"
WORD = SHARED / "data" / "plans" / "thurrock-wsoa-2019.docx"
PDF = WORD.with_suffix(".pdf")
TEXT = next(iter(sorted((SHARED / "seeds").glob("002*.txt"))), SHARED / "missing")

pytestmark = pytest.mark.skipif(
    not (WORD.exists() and PDF.exists() and TEXT.exists()), reason="needs the published plan"
)


def read(path: Path) -> UnderstoodPlan:
    return understand(reading.read(path, path.name))


@pytest.fixture(scope="module")
def plan() -> UnderstoodPlan:
    return read(WORD)


def plainly(text: str) -> str:
    """Letters and digits only: line breaks differ between formats."""
    return re.sub(r"\W+", "", text).casefold()


def gist(plan: UnderstoodPlan) -> dict[str, Any]:
    return {
        "title": plainly(plan.title),
        "levels": plan.levels,
        "sections": [
            (
                section.reference,
                plainly(section.title),
                plainly(section.aim),
                [(plainly(one.group), plainly(one.as_written)) for one in section.targets],
                [(area.reference, plainly(area.title), area.actions) for area in section.areas],
            )
            for section in plan.sections
        ],
        "actions": [
            (
                action.id,
                action.areas,
                plainly(action.text),
                plainly(" ".join(action.success_measures)),
                [plainly(name) for name in action.leads.names],
                [plainly(forum) for forum in action.forums],
                [(due.date, due.precision) for due in action.dues],
                plainly(action.progress),
            )
            for action in plan.actions
        ],
        "people": [(plainly(one.post), plainly(one.person)) for one in plan.people],
        "scales": [[plainly(label.label) for label in scale.labels] for scale in plan.scales],
        "asked": [problem.kind for problem in plan.problems],
    }


@pytest.mark.parametrize("path", [PDF, TEXT], ids=["pdf", "text"])
def test_the_other_formats_give_the_same_plan(plan: UnderstoodPlan, path: Path) -> None:
    word, other = gist(plan), gist(read(path))
    for part in word:
        assert other[part] == word[part], part


def test_three_weaknesses_with_aim_and_targets_hold_38_areas(plan: UnderstoodPlan) -> None:
    assert plan.levels == ("Significant weakness", "Improvement area")
    assert [section.reference for section in plan.sections] == ["1", "2", "3"]
    assert [len(section.areas) for section in plan.sections] == [10, 11, 17]
    assert all(section.aim and section.targets for section in plan.sections)
    for section in plan.sections:
        numbers = [area.reference for area in section.areas]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_47_body_rows_become_36_with_eight_certain_and_two_asked(plan: UnderstoodPlan) -> None:
    joined = [row.number for row in plan.rows if row.reading == "joined" and not row.may_be_two]
    assert joined == [7, 10, 18, 22, 31, 35, 38, 45]
    assert [row.number for row in plan.rows if row.may_be_two] == [14, 41]
    assert [row.number for row in plan.rows if row.reading == "heading"] == [4]
    counts = plan.counts
    assert (counts.raw_rows, counts.rows, counts.actions, counts.headings) == (47, 36, 36, 1)


def test_the_two_doubtful_rows_may_be_answered_apart(plan: UnderstoodPlan) -> None:
    apart = Corrections(rows={row.id: "separate" for row in plan.rows if row.may_be_two})
    assert understand(reading.read(WORD, WORD.name), apart).counts.rows == 38


def test_no_action_is_rated_where_the_colour_was_lost(plan: UnderstoodPlan) -> None:
    assert all(action.rating is None and not action.ratings_history for action in plan.actions)


def test_areas_one_to_four_share_three_rows_and_pairs_share_one_cell(plan: UnderstoodPlan) -> None:
    first, third = plan.sections[0], plan.sections[2]
    assert [area.actions for area in first.areas[:4]] == [("a1", "a2", "a3")] * 4
    by_number = {area.reference: area.actions for area in third.areas}
    assert by_number["9"] == by_number["10"]
    assert by_number["11"] == by_number["12"]


def test_a_stray_year_is_asked_about_and_no_third_date(plan: UnderstoodPlan) -> None:
    action = next(one for one in plan.actions if one.rows[0] == 30)
    assert [due.as_written for due in action.dues] == ["July 2020", "July 2021"]
    assert [one.row for one in plan.problems if one.kind == "stray_date"] == [31]


def test_posts_are_cut_by_the_list_of_people(plan: UnderstoodPlan) -> None:
    names = {name for action in plan.actions for name in action.leads.names}
    assert "Strategic Lead School Effectiveness/SEND" in names
    one = next(action for action in plan.actions if action.rows[0] == 9)
    assert one.leads.names == ("Assistant Director", "Strategic Lead Business Intelligence")
    assert len(plan.people) == 14


def test_key_and_summary_conflict_and_three_forums_look_alike(plan: UnderstoodPlan) -> None:
    assert [len(scale.labels) for scale in plan.scales] == [4, 5]
    asked = [problem.kind for problem in plan.problems]
    assert asked.count(ProblemKind.SCALES_CONFLICT) == 1
    assert asked.count(ProblemKind.FORUMS_LOOK_ALIKE) == 1


def test_the_dry_run_has_every_promised_key(plan: UnderstoodPlan) -> None:
    data = json.loads(json.dumps(dry_run.as_json(plan)))
    assert {"title", "levels", "sections", "actions", "people", "scales", "counts", "problems"} <= (
        data.keys()
    )
    assert {"sections", "areas", "raw_rows", "rows", "actions"} <= data["counts"].keys()
    assert {"reference", "title", "aim", "targets", "areas"} <= data["sections"][0].keys()
    assert {
        "id", "rows", "areas", "text", "steps", "success_measures", "leads", "forums", "start",
        "dues", "rating", "ratings_history", "progress", "impact",
    } <= data["actions"][0].keys()  # fmt: skip
    assert set(data["problems"][0]) == {"row", "kind", "text"}
    assert data["actions"][0]["dues"][0]["date"] == "2019-05-31"
    assert UnderstoodPlan.from_data(plan.as_data()) == plan


@pytest.mark.parametrize("path", [WORD, PDF, TEXT], ids=["word", "pdf", "text"])
def test_the_three_significant_weaknesses_are_the_same_findings_in_every_format(
    path: Path,
) -> None:
    found = read(path).findings
    assert [(one.reference, one.kind, one.part) for one in found] == [
        ("1", "Significant weakness", "s1"),
        ("2", "Significant weakness", "s2"),
        ("3", "Significant weakness", "s3"),
    ]
    assert [plainly(one.text) for one in found] == [
        plainly(one.text) for one in read(WORD).findings
    ]
    assert {one.date for one in found} == {date(2019, 3, 8)}
    assert all("SEND Inspection" in one.source for one in found)
