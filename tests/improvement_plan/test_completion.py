from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead, NewScale
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.factories import plans


def test_complete_and_signed_off_are_two_acts_by_two_people(
    ids: Any, lead: Any, office: Any, on: date, evidence: Any, see: Any
) -> None:
    evidence("1.1", lead)
    actions.mark_complete(action_id=ids["1.1"], note="All agreed", by=lead, on=on)
    row = see(ids["1.1"]).row
    assert (row.completed_on, row.signed_off_on, row.rating.key) == (on, None, "green")
    assert "awaiting-sign-off" in row.states
    assert row.complete
    assert not row.overdue
    with pytest.raises(NotPermitted, match="other than the lead"):
        actions.sign_off(action_id=ids["1.1"], by=lead, on=on)
    actions.sign_off(action_id=ids["1.1"], by=office, on=on)
    detail = see(ids["1.1"])
    assert (detail.row.signed_off_on, detail.row.rating.key) == (on, "blue")
    assert detail.completion.by == lead.name
    assert detail.completion.signed_off_by == office.name


def test_whoever_completed_it_cannot_sign_it_off(
    ids: Any, office: Any, on: date, evidence: Any
) -> None:
    evidence("1.2")
    actions.mark_complete(action_id=ids["1.2"], by=office, on=on)
    with pytest.raises(NotPermitted, match="marked this complete"):
        actions.sign_off(action_id=ids["1.2"], by=office, on=on)


def test_the_database_itself_keeps_the_two_apart(ids: Any, office: Any, on: date) -> None:
    from django.db import IntegrityError, transaction

    from goldenthread.improvement_plan.models import Completion

    actions.mark_complete(action_id=ids["1.1"], by=office, on=on)
    completion = Completion.objects.get()
    completion.signed_off_on, completion.signed_off_by_id = on, office.user_id
    with pytest.raises(IntegrityError), transaction.atomic():
        completion.save()


def test_signing_off_needs_a_completion_and_evidence(
    ids: Any, lead: Any, office: Any, on: date, evidence: Any
) -> None:
    with pytest.raises(Refused, match="not been marked complete"):
        actions.sign_off(action_id=ids["1.1"], by=office, on=on)
    actions.mark_complete(action_id=ids["1.1"], by=lead, on=on)
    with pytest.raises(Refused, match="needs evidence"):
        actions.sign_off(action_id=ids["1.1"], by=office, on=on)
    evidence("1.1")
    actions.sign_off(action_id=ids["1.1"], by=office, on=on)
    with pytest.raises(Refused, match="already"):
        actions.sign_off(action_id=ids["1.1"], by=office, on=on)


def test_an_action_is_completed_once(ids: Any, lead: Any, on: date) -> None:
    actions.mark_complete(action_id=ids["1.1"], by=lead, on=on)
    with pytest.raises(Refused, match="14 January 2020 already"):
        actions.mark_complete(action_id=ids["1.1"], by=lead, on=on)


def test_a_lead_cannot_complete_somebody_elses_action(ids: Any, lead: Any, on: date) -> None:
    with pytest.raises(NotPermitted):
        actions.mark_complete(action_id=ids["1.2"], by=lead, on=on)


def test_a_reopened_action_is_rated_as_before_its_sign_off(
    ids: Any, lead: Any, office: Any, on: date, evidence: Any, see: Any
) -> None:
    evidence("1.1")
    actions.mark_complete(action_id=ids["1.1"], by=lead, on=on)
    actions.sign_off(action_id=ids["1.1"], by=office, on=on)
    with pytest.raises(Refused, match="Reopen it first"):
        actions.record_rating(action_id=ids["1.1"], point_key="amber", by=office, on=on)
    with pytest.raises(Refused, match="Say why"):
        actions.reopen_completion(action_id=ids["1.1"], reason=" ", by=office, on=on)
    actions.reopen_completion(action_id=ids["1.1"], reason="Families disagree", by=office, on=on)
    detail = see(ids["1.1"])
    assert (detail.row.completed_on, detail.row.signed_off_on) == (None, None)
    assert detail.row.rating.key == "green"
    assert [rating.point.key for rating in detail.ratings] == ["green", "blue", "green"]
    assert detail.completion is None
    assert detail.completions[0].withdrawn_reason == "Families disagree"
    actions.mark_complete(action_id=ids["1.1"], by=lead, on=on)


def test_an_imported_sign_off_is_reopened_with_a_rating(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office, new_actions=[plans.new_action(1, rating=plans.rating("blue"))]
    )
    action_id = plans.action_ids(plan_id, by=office, on=on)["1.1"]
    with pytest.raises(Refused, match="choose a rating"):
        actions.reopen_completion(action_id=action_id, reason="Too early", by=office, on=on)
    actions.reopen_completion(
        action_id=action_id, reason="Too early", point_key="amber", by=office, on=on
    )
    [row] = queries.actions(plan_id, viewer=office, on=on)
    assert row.rating
    assert row.rating.key == "amber"
    assert not row.complete


def test_a_scale_without_a_sign_off_point_is_signed_off_without_a_rating(
    office: Any, viewer: Any, on: date
) -> None:
    plan_id = plans.make_plan(
        by=office,
        scales=(NewScale(KNOWN_SCALES["four-point-embedded"]),),
        new_actions=[plans.new_action(1)],
    )
    action_id = plans.action_ids(plan_id, by=office, on=on)["1.1"]
    actions.mark_complete(action_id=action_id, by=office, on=on)
    actions.sign_off(action_id=action_id, by=viewer("workstream_lead"), on=on)
    [row] = queries.actions(plan_id, viewer=office, on=on)
    assert (row.signed_off_on, row.rating) == (on, None)


def test_a_workstream_lead_signs_off_in_their_own_workstream_only(
    plan_id: UUID, ids: Any, viewer: Any, lead: Any, office: Any, on: date, evidence: Any
) -> None:
    from uuid import uuid4

    [priority, _] = queries.level_tree(plan_id, viewer=office, on=on)
    evidence("1.1")
    actions.mark_complete(action_id=ids["1.1"], by=lead, on=on)
    elsewhere = viewer("workstream_lead", name="Elsewhere", scope_kind="level", scope_id=uuid4())
    with pytest.raises(NotPermitted):
        actions.sign_off(action_id=ids["1.1"], by=elsewhere, on=on)
    here = viewer("workstream_lead", name="Here", scope_kind="level", scope_id=priority.id)
    actions.sign_off(action_id=ids["1.1"], by=here, on=on)


def test_a_lead_who_was_replaced_leads_no_longer(
    ids: Any, lead: Any, office: Any, on: date, see: Any
) -> None:
    actions.set_leads(
        action_id=ids["1.1"],
        version=see(ids["1.1"]).row.version,
        leads=[NewLead("Director of Education")],
        by=office,
        on=on,
    )
    with pytest.raises(NotPermitted):
        actions.record_update(action_id=ids["1.1"], progress="Done", by=lead, on=on)
    assert [each.words for each in see(ids["1.1"]).row.leads] == ["Director of Education"]


def test_an_update_is_kept_and_dates_the_action(ids: Any, lead: Any, on: date, see: Any) -> None:
    assert "no-update" in see(ids["1.1"]).row.states
    actions.record_update(
        action_id=ids["1.1"],
        progress="Two clinics opened",
        impact="Shorter waits",
        next_steps="A third",
        by=lead,
        on=on,
    )
    detail = see(ids["1.1"])
    assert detail.row.last_update_on == on
    [update] = detail.updates
    assert (update.progress, update.impact, update.recorded_by) == (
        "Two clinics opened",
        "Shorter waits",
        lead.name,
    )
    with pytest.raises(Refused):
        actions.record_update(action_id=ids["1.1"], progress=" ", by=lead, on=on)
