"""Monitoring visits: recorded by advisers or for them, rated at, measured, judged at the next."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.governance import queries
from goldenthread.governance.actions import visits
from goldenthread.governance.actions.visits import AgreedRating, Found
from goldenthread.governance.models import MeasureJudgement, MonitoringVisit, ProgressMeasure
from goldenthread.governance.queries.visits import visit_whole
from goldenthread.improvement_plan import queries as plans
from goldenthread.partnership.models import Role
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import telling
from tests.conftest import TODAY

FIRST, SECOND, NEXT = date(2019, 9, 19), date(2019, 12, 5), date(2020, 3, 12)
RECORDING = (Role.EXTERNAL_ADVISER, Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR)


@pytest.fixture
def adviser(viewer: Any) -> Any:
    return viewer("external_adviser", name="Ada Viser")


@pytest.fixture
def part(plan_id: UUID, office: Any) -> UUID:
    return plans.level_tree(plan_id, viewer=office, on=TODAY)[0].id


@pytest.fixture
def visited(plan_id: UUID, adviser: Any) -> Any:
    """`visited(FIRST)`: a visit on that day, recorded on it."""

    def make(on: date, by: Any = None, **given: Any) -> UUID:
        usual: dict[str, Any] = {
            "plan_id": plan_id,
            "name": f"Visit of {on}",
            "visited_on": on,
            "advisers": ["Ada Viser"],
            "bodies": ["DfE", "NHS England"],
            "by": by or adviser,
            "on": on,
        }
        return visits.record_visit(**(usual | given))

    return make


@pytest.fixture
def agreed(part: UUID, adviser: Any) -> Any:
    """`agreed(visit_id)`: a measure; its id."""

    def make(visit_id: UUID, **given: Any) -> UUID:
        usual: dict[str, Any] = {
            "visit_id": visit_id,
            "level_id": part,
            "words": "Families know the day",
            "shown_by": "What twenty families say",
            "due": SECOND,
            "by": adviser,
            "on": FIRST,
        }
        return visits.agree_measure(**(usual | given))

    return make


def test_a_visit_keeps_who_came_what_was_said_and_when_the_next_is(
    visited: Any, adviser: Any, plan_id: UUID
) -> None:
    visited(FIRST, notes="Met six parents", next_visit_on=SECOND)
    (found,) = queries.visits_for(viewer=adviser, on=TODAY)
    assert (found.plan_id, found.next_on) == (plan_id, SECOND)
    assert found.last is not None
    assert (found.last.advisers, found.last.bodies, found.last.notes) == (
        ("Ada Viser",), ("DfE", "NHS England"), "Met six parents",
    )  # fmt: skip
    assert not found.last.on_behalf


def test_the_office_records_for_advisers_and_it_is_shown_so(visited: Any, office: Any) -> None:
    visit_id = visited(FIRST, by=office)
    found = queries.visit(visit_id, viewer=office, on=TODAY)
    assert found is not None
    assert (found.on_behalf, found.recorded_by, found.said_by) == (
        True, "Programme Office", "Ada Viser, DfE, NHS England",
    )  # fmt: skip
    told = telling.of_thing(
        local_area_id=office.local_area_id, kind="visit", object_id=visit_id, before=""
    )
    assert "for Ada Viser, DfE, NHS England" in str(told)
    with pytest.raises(Refused, match="Say who came"):
        visited(SECOND, by=office, advisers=[], bodies=[" "])


@pytest.mark.parametrize("role", Role.values)
def test_who_records_a_visit_its_ratings_and_its_measures(
    role: str, visited: Any, agreed: Any, viewer: Any, part: UUID
) -> None:
    before, visit_id = visited(FIRST), visited(SECOND)
    measure = agreed(before)
    one = viewer(role, name="Olly Other")
    verbs: tuple[Any, ...] = (
        lambda: visited(TODAY, by=one),
        lambda: agreed(visit_id, by=one, due=NEXT),
        lambda: visits.rate_at_visit(
            visit_id=visit_id, scale_key="", ratings=[AgreedRating(part, "amber")], by=one,
            on=TODAY,
        ),
        lambda: visits.judge_measures(
            visit_id=visit_id, found=[Found(measure, "met", "Seen")], by=one, on=TODAY
        ),
        lambda: visits.change_visit(
            visit_id=visit_id, version=1, notes="Seen", next_visit_on=NEXT, by=one, on=TODAY
        ),
    )  # fmt: skip
    for verb in verbs:
        if role in RECORDING:
            verb()
        else:
            with pytest.raises(NotPermitted, match="Only an external adviser"):
                verb()
    assert queries.visit(visit_id, viewer=one, on=TODAY) is not None  # everybody reads


def test_ratings_at_a_visit_are_statements_of_the_advisers_on_that_occasion(
    visited: Any, part: UUID, adviser: Any
) -> None:
    visit_id = visited(SECOND)

    def rate(point: str) -> None:
        visits.rate_at_visit(
            visit_id=visit_id,
            scale_key="",
            ratings=[AgreedRating(part, point, "The wait has not moved")],
            by=adviser,
            on=TODAY,
        )

    rate("red")
    rate("red")  # sent twice says it once
    rate("amber")  # said again: corrected
    whole = visit_whole(visit_id, viewer=adviser, on=TODAY)
    assert whole is not None
    ((level, rating),) = whole.ratings
    assert (level.id, rating.point.key, rating.capacity, rating.raters, rating.on) == (
        part, "amber", "external", ("DfE", "NHS England"), SECOND,
    )  # fmt: skip
    detail = plans.level_detail(part, viewer=adviser, on=TODAY)
    assert detail is not None
    assert [(one.point.key, one.superseded) for one in detail.ratings] == [
        ("amber", False), ("red", True),
    ]  # fmt: skip


def test_what_a_visit_finds_of_a_measure_is_added_and_never_overwritten(
    visited: Any, agreed: Any, adviser: Any
) -> None:
    measure = agreed(visited(FIRST))
    second, third = visited(SECOND), visited(TODAY)
    for visit_id, state, words in ((second, "partly", "Seven of twenty"), (third, "met", "All")):
        visits.judge_measures(
            visit_id=visit_id, found=[Found(measure, state, words)], by=adviser, on=TODAY
        )
    (found,) = queries.visits_for(viewer=adviser, on=TODAY)
    one = found.visits[-1].measures[0]
    assert [(each.state, each.words) for each in one.judgements] == [
        ("met", "All"), ("partly", "Seven of twenty"),
    ]  # fmt: skip
    assert one.met
    assert found.open_measures == ()
    earlier = queries.visits_of(found.plan_id, viewer=adviser, on=SECOND)
    assert earlier is not None
    assert [each.judged.state for each in earlier.open_measures if each.judged] == ["partly"]


def test_a_measure_past_its_day_is_overdue_until_it_is_found_met(
    visited: Any, agreed: Any, adviser: Any
) -> None:
    agreed(visited(FIRST))
    for on, overdue in ((SECOND, False), (date(2019, 12, 6), True)):
        (found,) = queries.visits_for(viewer=adviser, on=on)
        assert found.open_measures[0].overdue is overdue


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"visited_on": date(2020, 2, 1)}, "has not been yet"),
        ({"next_visit_on": SECOND}, "is after this one"),
        ({"name": "  "}, "Give the visit a name"),
        ({"name": f"Visit of {FIRST}"}, "is recorded already"),
        ({"plan_id": uuid4()}, "not one that you can see"),
    ],
)
def test_a_visit_that_makes_no_sense_is_refused_with_a_way_on(
    visited: Any, given: dict[str, Any], sentence: str
) -> None:
    visited(FIRST)
    with pytest.raises(Refused, match=sentence):
        visited(SECOND, **given)


def test_measures_are_due_and_judged_after_their_visit(
    visited: Any, agreed: Any, adviser: Any
) -> None:
    first = visited(FIRST)
    with pytest.raises(Refused, match="Give a later day"):
        agreed(first, due=FIRST)
    measure = agreed(first)
    with pytest.raises(Refused, match="at a later visit"):
        visits.judge_measures(
            visit_id=first, found=[Found(measure, "met", "Seen")], by=adviser, on=TODAY
        )
    second = visited(SECOND)
    for wrong in (Found(measure, "splendid", "Seen"), Found(measure, "met", " ")):
        with pytest.raises(Refused):
            visits.judge_measures(visit_id=second, found=[wrong], by=adviser, on=TODAY)
    assert not MeasureJudgement.objects.exists()


def test_two_who_change_the_notes_at_once_lose_nothing(visited: Any, adviser: Any) -> None:
    visit_id = visited(FIRST)
    given: dict[str, Any] = {"visit_id": visit_id, "next_visit_on": None, "by": adviser}
    visits.change_visit(**given, version=1, notes="Mine", on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        visits.change_visit(**given, version=1, notes="Yours", on=TODAY)
    assert MonitoringVisit.objects.get().notes == "Mine"


def test_another_area_finds_no_visit(
    visited: Any, agreed: Any, stranger: Any, plan_id: UUID
) -> None:
    visit_id = visited(FIRST)
    measure = agreed(visit_id)
    assert queries.visit(visit_id, viewer=stranger, on=TODAY) is None
    assert visit_whole(visit_id, viewer=stranger, on=TODAY) is None
    assert queries.visits_of(plan_id, viewer=stranger, on=TODAY) is None
    assert queries.visits_for(viewer=stranger, on=TODAY) == ()
    for verb in (
        lambda: visited(SECOND, by=stranger),
        lambda: agreed(visit_id, by=stranger),
        lambda: visits.judge_measures(
            visit_id=visit_id, found=[Found(measure, "met", "x")], by=stranger, on=TODAY
        ),
    ):
        with pytest.raises(Refused):
            verb()


def test_the_database_holds_no_measure_without_words_and_no_other_judgement(
    visited: Any, agreed: Any, adviser: Any
) -> None:
    measure, second = agreed(visited(FIRST)), visited(SECOND)
    visits.judge_measures(
        visit_id=second, found=[Found(measure, "met", "Seen")], by=adviser, on=TODAY
    )
    wrong: tuple[tuple[Any, dict[str, Any]], ...] = (
        (ProgressMeasure, {"shown_by": ""}),
        (MeasureJudgement, {"state": "splendid"}),
        (MeasureJudgement, {"words": ""}),
        (MonitoringVisit, {"next_visit_on": FIRST}),
    )
    for model, values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**values)


def test_queries_do_not_grow_with_visits_and_measures(
    visited: Any, agreed: Any, adviser: Any
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.visits_for(viewer=adviser, on=TODAY)
        return len(seen)

    agreed(visited(FIRST))
    few = asked()
    for day in (date(2019, 10, 1), date(2019, 11, 1), SECOND):
        visit_id = visited(day)
        for _ in range(3):
            agreed(visit_id, due=NEXT)
    assert asked() == few
