"""The closed plans of an area, each with the sentence why nothing is written in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from uuid import UUID

from goldenthread.improvement_plan.models import Plan
from goldenthread.improvement_plan.policies import ClosedWords, closed_words
from goldenthread.partnership.queries import Viewer


class ClosedPlans(Mapping[UUID, str]):
    """Plan id → its sentence. Asked of the database once, when a policy wants to know: most pages
    of the product never do."""

    def __init__(self, local_area_id: UUID) -> None:
        self._local_area_id = local_area_id

    @cached_property
    def _found(self) -> dict[UUID, ClosedWords]:
        rows = Plan.objects.filter(local_area_id=self._local_area_id, closed_on__isnull=False)
        return {
            plan_id: closed_words(title, closed_on)
            for plan_id, title, closed_on in rows.values_list("id", "title", "closed_on")
            if closed_on
        }

    def __getitem__(self, plan_id: UUID) -> str:
        return self._found[plan_id]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def knowing_closed_plans(viewer: Viewer) -> Viewer:
    """The viewer, whom every policy tells that a closed plan is closed."""
    return replace(viewer, closed_plans=ClosedPlans(viewer.local_area_id))
