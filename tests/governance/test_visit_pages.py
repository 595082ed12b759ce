"""Pages of visits: everybody in the area reads, advisers and the office record, others do not."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.governance import queries
from goldenthread.governance.actions import visits
from goldenthread.governance.queries.visits import visit_whole
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries.since import since
from goldenthread.partnership.models import Role
from tests.conftest import TODAY
from tests.kept_rows import kept

FIRST, SECOND = date(2019, 9, 19), date(2019, 12, 5)
RECORDING = (Role.EXTERNAL_ADVISER, Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR)
READ = ("visit", "visit_history")
OF_VISIT = ("change_visit", "rate_at_visit", "agree_measure", "judge_measures")


def address(name: str, *args: Any, slug: str = "eastmere") -> str:
    return reverse(f"visits:{name}", args=[slug, *args])


@pytest.fixture
@kept
def adviser(viewer: Any) -> Any:
    return viewer("external_adviser", name="Ada Viser")


@pytest.fixture
@kept
def two(plan_id: UUID, adviser: Any) -> tuple[UUID, UUID]:
    """Two visits, with a measure agreed at the first."""
    first, second = (
        visits.record_visit(
            plan_id=plan_id, name=f"Visit of {on}", visited_on=on, advisers=["Ada Viser"],
            bodies=["DfE"], by=adviser, on=on,
        )
        for on in (FIRST, SECOND)
    )  # fmt: skip
    visits.agree_measure(
        visit_id=first, level_id=None, words="Families know the day", shown_by="Twenty say so",
        due=SECOND, by=adviser, on=FIRST,
    )  # fmt: skip
    return first, second


@pytest.mark.parametrize("role", Role.values)
def test_every_page_as_every_role(
    role: str, two: tuple[UUID, UUID], plan_id: UUID, viewer: Any, signed_in: Any
) -> None:
    client = signed_in(viewer(role, name="Olly Other"))
    reading = [
        address("visits"), address("since", plan_id), address("brief", plan_id),
        address("since_list", plan_id, "unproven"), *(address(name, two[1]) for name in READ),
    ]  # fmt: skip
    for at in reading:
        assert client.get(at).status_code == 200, at
    writing = [address("record_visit", plan_id), *(address(name, two[1]) for name in OF_VISIT)]
    for at in writing:
        answer = client.get(at)
        assert answer.status_code == (200 if role in RECORDING else 403), at
        if role not in RECORDING:
            assert "Ask the programme office" in answer.content.decode()


def test_pages_of_another_area_are_none(
    two: tuple[UUID, UUID], plan_id: UUID, stranger: Any, signed_in: Any
) -> None:
    client = signed_in(stranger)
    of_plan = [(name, plan_id) for name in ("record_visit", "since", "brief")]
    for name, one in (*of_plan, *((name, two[1]) for name in (*READ, *OF_VISIT))):
        for slug in ("eastmere", "westholm"):
            at = address(name, one, slug=slug)
            assert client.get(at).status_code == 404, at
    assert client.get(address("since_list", plan_id, "better", slug="westholm")).status_code == 404


def test_each_count_opens_as_many_rows(
    two: tuple[UUID, UUID], plan_id: UUID, adviser: Any, signed_in: Any
) -> None:
    client = signed_in(adviser)
    moved = since(plan_id, after=SECOND, viewer=adviser, on=TODAY)
    assert moved is not None
    numbers = {
        "unproven": moved.unproven, "better": moved.better, "worse": moved.worse,
        "completed": moved.completed, "overdue": moved.overdue, "evidence": moved.evidence,
        "decisions": moved.escalations,
    }  # fmt: skip
    assert len(moved.unproven) == 1
    page = client.get(address("since", plan_id)).content.decode()
    for key, rows in numbers.items():
        at = address("since_list", plan_id, key)
        assert client.get(at).content.decode().count('class="visit-lines__one"') == len(rows)
        assert (f'href="{at}?visit={two[1]}"' in page) == bool(rows), key
    assert client.get(address("since_list", plan_id, "nothing")).status_code == 404


def test_good_without_proof_is_said_in_the_scale_s_own_labels(
    two: tuple[UUID, UUID], plan_id: UUID, adviser: Any, signed_in: Any
) -> None:
    page = signed_in(adviser).get(address("since", plan_id)).content.decode()
    assert "Blue or Green, with no evidence of impact" in page


def test_on_the_day_of_a_visit_the_page_opens_on_the_visit_before(
    two: tuple[UUID, UUID], plan_id: UUID, adviser: Any, signed_in: Any
) -> None:
    visits.record_visit(
        plan_id=plan_id, name="Today", visited_on=TODAY, advisers=["Ada Viser"], bodies=[],
        by=adviser, on=TODAY,
    )  # fmt: skip
    page = signed_in(adviser).get(address("since", plan_id)).content.decode()
    assert "What moved after 5 December 2019" in page


def test_a_visit_is_recorded_rated_measured_and_judged_on_its_pages(
    two: tuple[UUID, UUID], plan_id: UUID, office: Any, signed_in: Any
) -> None:
    client = signed_in(office)
    assert client.post(address("record_visit", plan_id), {}).status_code == 422
    typed = {
        "name": "Visit in January", "advisers": "Ada Viser, Ben Board", "bodies": "DfE",
        "notes": "Met <b>six</b> parents", "visited_on_day": 10, "visited_on_month": 1,
        "visited_on_year": 2020, "next_visit_on_day": 10, "next_visit_on_month": 3,
        "next_visit_on_year": 2020,
    }  # fmt: skip
    answer = client.post(address("record_visit", plan_id), typed, follow=True)
    words = answer.content.decode()
    assert "Recorded by Programme Office for Ada Viser, Ben Board, DfE." in words
    assert "Met &lt;b&gt;six&lt;/b&gt; parents" in words
    (found,) = queries.visits_for(viewer=office, on=TODAY)
    assert found.last is not None
    visit_id = found.last.id
    level = plans.level_tree(plan_id, viewer=office, on=TODAY)[0].id
    client.post(
        address("rate_at_visit", visit_id),
        {f"point_{level.hex}": "amber", f"reason_{level.hex}": "The wait has not moved"},
    )
    client.post(
        address("agree_measure", visit_id),
        {"words": "All know", "shown_by": "A survey", "level": str(level), "due_day": 10,
         "due_month": 3, "due_year": 2020},
    )  # fmt: skip
    whole = visit_whole(visit_id, viewer=office, on=TODAY)
    assert whole is not None
    assert [rating.point.key for _, rating in whole.ratings] == ["amber"]
    assert [measure.words for measure in whole.visit.measures] == ["All know"]
    (waiting,) = whole.to_judge
    at = address("judge_measures", visit_id)
    refused = client.post(at, {f"state_{waiting.id.hex}": "met"})
    assert "Say in a few words what showed it." in refused.content.decode()
    client.post(at, {f"state_{waiting.id.hex}": "partly", f"words_{waiting.id.hex}": "Seven did"})
    page = client.get(address("visit", visit_id)).content.decode()
    assert "Partly met" in page
    assert "Seven did" in page


def test_a_plan_without_a_visit_says_so_everywhere(
    plan_id: UUID, adviser: Any, signed_in: Any
) -> None:
    client = signed_in(adviser)
    for name in ("since", "brief"):
        assert "No visit is recorded yet" in client.get(address(name, plan_id)).content.decode()
    assert "No visit is recorded yet" in client.get(address("visits")).content.decode()
