"""Each invented layout, written in each format, gives the same plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from goldenthread.intake import reading
from goldenthread.intake.understanding import UnderstoodPlan, understand
from tests.factories import plan_documents

WRITERS: dict[str, Callable[[plan_documents.PlanDocument], bytes]] = {
    "docx": plan_documents.as_docx,
    "pdf": plan_documents.as_pdf,
    "xlsx": plan_documents.as_xlsx,
    "csv": plan_documents.as_csv,
    "txt": plan_documents.as_text,
}
LAYOUTS = plan_documents.layouts()


@cache
def plan(layout: str, format: str) -> UnderstoodPlan:
    content = WRITERS[format](LAYOUTS[layout])
    return understand(reading.read(content, f"plan.{format}"))


def gist(plan: UnderstoodPlan) -> dict[str, Any]:
    def plainly(text: str) -> str:
        return "".join(text.split()).casefold()

    return {
        "sections": [(one.reference, plainly(one.title)) for one in plan.sections],
        "areas": [
            [(area.reference, plainly(area.title), area.actions) for area in section.areas]
            for section in plan.sections
        ],
        "actions": [
            (
                action.reference,
                plainly(action.text),
                [plainly(name) for name in action.leads.names],
                [plainly(forum) for forum in action.forums],
                [due.date for due in action.dues],
                [
                    plainly(rating.as_written)
                    for rating in (*action.ratings_history, *action.ratings)
                ],
                plainly(action.progress),
                plainly(action.impact),
            )
            for action in plan.actions
        ],
        "kpis": [(plainly(kpi.title), kpi.baseline, kpi.target, kpi.readings) for kpi in plan.kpis],
    }


@pytest.mark.parametrize("format", [one for one in WRITERS if one != "docx"])
@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_a_layout_gives_the_same_plan_in_every_format(layout: str, format: str) -> None:
    word, other = gist(plan(layout, "docx")), gist(plan(layout, format))
    for part in word:
        assert other[part] == word[part], part


@pytest.mark.parametrize(
    ("layout", "sections", "areas", "raw_rows", "actions", "kpis"),
    [
        ("thurrock", 2, 12, 14, 11, 0),
        ("york", 2, 0, 4, 4, 0),
        ("devon-kpis", 0, 0, 0, 0, 3),
        ("devon", 2, 0, 3, 3, 0),
        ("birmingham", 1, 0, 3, 3, 0),
        ("worcestershire", 3, 0, 3, 3, 0),
        ("kent", 3, 0, 3, 3, 0),
        ("stockport", 2, 0, 3, 3, 0),
        ("blaenau-gwent", 1, 0, 3, 3, 0),
        ("bracknell", 2, 3, 6, 4, 0),
    ],
)
def test_a_layout_counts(
    layout: str, sections: int, areas: int, raw_rows: int, actions: int, kpis: int
) -> None:
    counts = plan(layout, "docx").counts
    found = (counts.sections, counts.areas, counts.raw_rows, counts.actions, counts.kpis)
    assert found == (sections, areas, raw_rows, actions, kpis)
