from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.partnership.queries import GrantInForce, Viewer

PLAN, OTHER_PLAN, LEVEL, PRIORITY, POST, PERSON = (uuid4() for _ in range(6))
SUBJECT = ActionSubject(
    plan_id=PLAN,
    level_ids=frozenset({LEVEL, PRIORITY}),
    lead_person_ids=frozenset({PERSON}),
    lead_post_ids=frozenset({POST}),
)
ROLES = (
    "board_member",
    "action_lead",
    "deputy",
    "workstream_lead",
    "programme_office",
    "parent_carer_forum",
    "external_adviser",
    "area_administrator",
)


def someone(role: str, scope_kind: str = "local_area", scope_id: UUID | None = None) -> Viewer:
    return Viewer(
        user_id=uuid4(),
        name="Somebody",
        local_area_id=uuid4(),
        local_area_slug="eastmere",
        local_area_name="Eastmere",
        grants=(GrantInForce(role, scope_kind, scope_id),),
    )


def may(viewer: Viewer, subject: ActionSubject = SUBJECT) -> set[str]:
    answers = {
        "update": policies.may_update(viewer, subject),
        "evidence": policies.may_add_evidence(viewer, subject),
        "complete": policies.may_mark_complete(viewer, subject),
        "rate": policies.may_rate(viewer, subject),
        "sign off": policies.may_sign_off(viewer, subject),
        "reopen": policies.may_reopen_completion(viewer, subject),
        "edit": policies.may_edit_action(viewer, subject),
        "level": policies.may_edit_level(viewer, subject),
        "plan": policies.may_edit_plan(viewer, PLAN),
        "create": policies.may_create_plan(viewer),
        "close period": policies.may_close_period(viewer, PLAN),
        "reopen period": policies.may_reopen_period(viewer, PLAN),
    }
    return {deed for deed, refusal in answers.items() if not refusal}


WORK = {"update", "evidence", "complete", "rate"}
LEADING = WORK | {"sign off", "reopen", "edit", "level"}
OFFICE = LEADING | {"plan", "create", "close period"}


@pytest.mark.parametrize(
    ("role", "deeds"),
    [
        ("board_member", set()),
        ("action_lead", set()),  # of nobody's action in particular
        ("deputy", set()),
        ("workstream_lead", LEADING),
        ("programme_office", OFFICE),
        ("parent_carer_forum", {"rate"}),
        ("external_adviser", {"rate"}),
        ("area_administrator", OFFICE | {"reopen period"}),
    ],
)
def test_each_role_may_do_what_it_is_for_and_no_more(role: str, deeds: set[str]) -> None:
    assert may(someone(role)) == deeds


@pytest.mark.parametrize("role", ["action_lead", "deputy"])
def test_a_lead_works_on_their_own_actions_by_name_or_by_post(role: str) -> None:
    viewer = someone(role)
    assert may(replace(viewer, person_id=PERSON)) == WORK
    assert may(replace(viewer, post_ids=frozenset({POST}))) == WORK
    assert may(replace(viewer, person_id=uuid4(), post_ids=frozenset({uuid4()}))) == set()


def test_being_named_as_lead_gives_no_rights_without_a_grant() -> None:
    assert may(replace(someone("board_member"), person_id=PERSON)) == set()


@pytest.mark.parametrize(
    ("kind", "scope", "deeds"),
    [
        ("post", POST, WORK),
        ("level", PRIORITY, WORK),
        ("post", uuid4(), set()),
        ("level", uuid4(), set()),
        ("plan", PLAN, set()),  # a whole plan: only the actions that name them
    ],
)
def test_a_leads_grant_over_a_post_or_level_makes_its_actions_their_own(
    kind: str, scope: UUID, deeds: set[str]
) -> None:
    assert may(someone("action_lead", kind, scope)) == deeds


def test_a_leads_grant_over_another_plan_does_not_reach_their_action() -> None:
    viewer = replace(someone("action_lead", "plan", OTHER_PLAN), person_id=PERSON)
    assert may(viewer) == set()


def test_a_workstream_leads_scope_is_its_level_and_all_below() -> None:
    assert may(someone("workstream_lead", "level", PRIORITY)) == LEADING
    assert may(someone("workstream_lead", "level", uuid4())) == set()


def test_the_office_of_one_plan_has_no_say_in_another() -> None:
    assert may(someone("programme_office", "plan", OTHER_PLAN)) == set()
    assert may(someone("programme_office", "plan", PLAN)) == OFFICE - {"create"}


def test_a_lead_never_signs_their_own_action_off_whatever_else_they_are() -> None:
    for role in ("workstream_lead", "programme_office", "area_administrator"):
        viewer = replace(someone(role), post_ids=frozenset({POST}))
        assert policies.may_sign_off(viewer, SUBJECT) == (
            "Only someone other than the lead can sign this off. "
            "Ask the workstream lead or the programme office."
        )


def test_whoever_marked_it_complete_cannot_sign_it_off() -> None:
    viewer = someone("programme_office")
    subject = replace(SUBJECT, completed_by_id=viewer.user_id)
    assert "other than the person who marked this complete" in policies.may_sign_off(
        viewer, subject
    )


def test_capacities_follow_the_role() -> None:
    def first(role: str) -> tuple[str, ...]:
        return policies.rating_capacities(someone(role), SUBJECT)

    assert first("external_adviser") == ("external",)
    assert first("parent_carer_forum") == ("forum",)
    assert first("workstream_lead") == ("council",)
    assert first("programme_office") == ("council", "programme_office", "external", "forum")
    assert first("board_member") == ()
    assert policies.may_rate_as(someone("parent_carer_forum"), SUBJECT, "council")
    assert not policies.may_rate_as(someone("parent_carer_forum"), SUBJECT, "forum")


@pytest.mark.parametrize("role", ROLES)
def test_every_refusal_is_a_sentence_with_a_way_on(role: str) -> None:
    viewer = someone(role, "plan", OTHER_PLAN)
    refusals = [
        policies.may_update(viewer, SUBJECT),
        policies.may_add_evidence(viewer, SUBJECT),
        policies.may_mark_complete(viewer, SUBJECT),
        policies.may_rate(viewer, SUBJECT),
        policies.may_rate_as(viewer, SUBJECT, "external"),
        policies.may_sign_off(viewer, SUBJECT),
        policies.may_reopen_completion(viewer, SUBJECT),
        policies.may_edit_action(viewer, SUBJECT),
        policies.may_edit_level(viewer, SUBJECT),
        policies.may_edit_plan(viewer, PLAN),
        policies.may_create_plan(viewer),
        policies.may_close_period(viewer, PLAN),
        policies.may_reopen_period(viewer, PLAN),
    ]
    for refusal in refusals:
        assert refusal[0].isupper(), refusal
        assert refusal.endswith("."), refusal
        assert "Ask " in refusal, refusal
