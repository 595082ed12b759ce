"""Two people who make the same thing at once: one of them did, and the other is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.models import (
    Plan,
    PlanKind,
    ReportingPeriod,
    SavedView,
    Target,
)
from goldenthread.pages.at_once import SENTENCE, is_there_already
from tests.improvement_plan.pages.conftest import Pages, words

PERIOD = {
    f"{name}_{part}": number
    for name, day in (("from_date", (1, 2, 2020)), ("cut_off", (28, 2, 2020)))
    for part, number in zip(("day", "month", "year"), day, strict=True)
}
MADE: dict[str, tuple[type[Any], str, dict[str, Any]]] = {
    "a plan": (
        Plan,
        "new_plan",
        {"title": "The next plan", "kind": "SEND strategy", "level_1": "Aim",
         "scale": "three-point"},
    ),
    "a period": (ReportingPeriod, "open_period", {"name": "February 2020", **PERIOD}),
    "a view": (SavedView, "saved_views", {"do": "save", "name": "Off track", "query": ""}),
}  # fmt: skip


@pytest.mark.parametrize("what", MADE)
def test_the_second_is_told_and_nothing_is_there_twice(
    office_pages: Pages, plan_id: UUID, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, name, given = MADE[what]
    place = () if name == "new_plan" else (plan_id,)
    assert office_pages.send(name, *place, **given).status_code == 302
    there = model.objects.count()
    # Given that the second looked before the first was there, and found nothing in the way
    for method, found in (("exists", False), ("first", None)):
        usual = getattr(QuerySet, method)

        def looked(rows: Any, usual: Any = usual, found: Any = found) -> Any:
            return found if rows.model is model else usual(rows)

        monkeypatch.setattr(QuerySet, method, looked)
    answer = office_pages.send(name, *place, **given)
    assert answer.status_code in (409, 422)
    assert SENTENCE in words(answer)
    assert model.objects.count() == there


def test_a_kind_renamed_to_what_another_was_renamed_to_at_once_is_refused(
    office_pages: Pages, plan_id: UUID, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = PlanKind.objects.get(local_area_id=office.local_area_id)
    PlanKind.objects.create(local_area_id=office.local_area_id, name="Strategy", level_names=["A"])
    opened = office_pages.hidden("change_kind", kind.pk)
    usual = QuerySet.exists
    monkeypatch.setattr(QuerySet, "exists", lambda rows: rows.model is not PlanKind and usual(rows))
    answer = office_pages.send("change_kind", kind.pk, name="Strategy", level_1="Aim", **opened)
    assert answer.status_code == 422
    assert SENTENCE in words(answer)


def test_another_mistake_of_the_product_is_not_hidden(
    plan_id: UUID, office: Any, on: Any, ids: dict[str, UUID]
) -> None:
    assert queries.plan(plan_id, viewer=office)
    lacking: Any = None
    with pytest.raises(IntegrityError) as wrong:
        Target.objects.create(local_area_id=office.local_area_id, plan_id=plan_id, text=lacking)
    assert not is_there_already(wrong.value)
    assert not is_there_already(ValueError("UNIQUE constraint failed"))
