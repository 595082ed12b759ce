"""A role for one plan, or for one part of it, given where that part is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from goldenthread.improvement_plan import queries
from goldenthread.partnership.models import Grant, User
from goldenthread.partnership.queries import viewer_for
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Mara Venn",
    "email": "mara@eastmere.example",
    "role": "workstream_lead",
    "from_date_day": "14",
    "from_date_month": "1",
    "from_date_year": "2020",
    "reason": "Leads it since January",
}


def test_a_workstream_lead_of_one_part_changes_that_part_only(
    viewer: Callable[..., Any], signed_in: Callable[[Any], Client], plan_id: UUID
) -> None:
    administrator = viewer("area_administrator")
    levels = queries.level_tree(plan_id, viewer=administrator, on=TODAY)
    client = signed_in(administrator)
    page = client.get(f"/a/eastmere/plans/levels/{levels[0].id}/").content.decode()
    assert "Give somebody a role here" in page
    address = f"/a/eastmere/plans/levels/{levels[0].id}/roles/give/"
    assert "area_administrator" not in client.get(address).content.decode()
    answer = client.post(address, TYPED, follow=True).content.decode()
    assert "has the role for" in answer
    assert "A letter goes to their email address" in answer
    assert "password" not in answer.split("<main")[1]
    grant = Grant.objects.get(user__email="mara@eastmere.example")
    assert (grant.scope_kind, grant.scope_id) == ("level", levels[0].id)
    assert levels[0].title in grant.scope_label
    rights = client.get("/a/eastmere/people/rights/").content.decode()
    assert levels[0].title in rights
    mara = viewer_for(User.objects.get(email="mara@eastmere.example"), "eastmere", on=TODAY)
    assert mara is not None
    assert mara.scopes("workstream_lead", "level") == {levels[0].id}


def test_a_role_for_one_plan_is_given_on_the_plan(
    viewer: Callable[..., Any], signed_in: Callable[[Any], Client], plan_id: UUID
) -> None:
    client = signed_in(viewer("area_administrator"))
    client.post(f"/a/eastmere/plans/{plan_id}/roles/give/", TYPED | {"role": "board_member"})
    mara = viewer_for(User.objects.get(email="mara@eastmere.example"), "eastmere", on=TODAY)
    assert mara is not None
    assert mara.plan_ids == {plan_id}


def test_only_an_administrator_gives_roles(
    viewer: Callable[..., Any], signed_in: Callable[[Any], Client], plan_id: UUID
) -> None:
    client = signed_in(viewer("programme_office"))
    assert client.get(f"/a/eastmere/plans/{plan_id}/roles/give/").status_code == 403
    assert b"Give somebody a role here" not in client.get(f"/a/eastmere/plans/{plan_id}/").content


def test_nobody_gives_roles_for_another_areas_plan(
    other_viewer: Callable[..., Any], signed_in: Callable[[Any], Client], plan_id: UUID
) -> None:
    client = signed_in(other_viewer("area_administrator"))
    assert client.get(f"/a/westholm/plans/{plan_id}/roles/give/").status_code == 404
