"""Every role against every verb of the partnership: the closed sets."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from goldenthread.partnership import actions, policies
from goldenthread.partnership.models import Role, ScopeKind
from goldenthread.partnership.queries import GrantInForce, Viewer
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.conftest import NOW, TODAY

ANY = UUID(int=7)
PEOPLE: dict[str, dict[str, Any]] = {
    "add_organisation": {"name": "Trust", "kind": "other"},
    "add_forum": {"name": "Board"},
    "change_forum": {"forum_id": ANY, "version": 1, "kind": "board", "chair": "", "rhythm": ""},
    "end_forum": {"forum_id": ANY, "until": TODAY},
    "know_forum_also_as": {"forum_id": ANY, "names": ["Group"]},
    "set_front_sheet": {"forum_id": ANY, "fields": []},
    "add_person": {"name": "Ivo Lund"},
    "set_email": {"person_id": ANY, "email": "ivo@eastmere.example"},
    "add_post": {"title": "Lead"},
    "hold_post": {"post_id": ANY, "person_id": ANY, "from_date": TODAY},
    "leave_post": {"holding_id": ANY, "until": TODAY},
    "join_forum": {"forum_id": ANY, "person_id": ANY, "from_date": TODAY},
    "leave_forum": {"membership_id": ANY, "until": TODAY},
}
ROLE = {"role": "deputy", "reason": "New", "from_date": TODAY}
PERSON = {"name": "Ivo Lund", "email": "ivo@eastmere.example"}
RIGHTS: dict[str, dict[str, Any]] = {
    "grant": {"user_id": ANY, **ROLE, "at": NOW},
    "end_grant": {"grant_id": ANY, "until": TODAY},
    "invite": {**PERSON, "password": None},
    "give_role": {**PERSON, **ROLE, "password": "a password of many words", "at": NOW},
    "move_to_email": {"person_id": ANY, "version": 1, "email": "ivo@eastmere.example"},
    "send_invitation": {"person_id": ANY},
    "withdraw_invitation": {"person_id": ANY, "reason": "Wrong person"},
    "reset_second_factor": {"person_id": ANY, "reason": "Lost phone"},
    "close_account": {"person_id": ANY, "reason": "Left", "at": NOW},
    "tell_first_administrator": {},
    "give_detail": {
        "user_id": ANY, "detail": "health", "reason": "New", "from_date": TODAY, "until": None,
        "at": NOW,
    },
    "end_detail": {"grant_id": ANY, "until": TODAY, "at": NOW},
    "open_access_review": {},
    "keep_rights": {"review_id": ANY, "row_ids": [ANY], "because": "Still needed", "at": NOW},
    "decide_right": {
        "row_id": ANY, "version": 1, "decision": "keep", "because": "Still needed", "at": NOW,
    },
    "finish_access_review": {"review_id": ANY},
    "export_audit_trail": {"narrowed": False},
}  # fmt: skip
# Nobody asks for these: the command line founds an area; sign-in and mail tell what happened.
UNASKED = {
    "found_local_area", "note_account", "mail_came_back",
    # By the link of an invitation; and what follows from a role that ended.
    "accept_invitation", "sign_out_everywhere", "sign_out_leaver",
    "note_use",  # of a right, once a day
    "sign_out_who_left",  # on their day, by the worker
}  # fmt: skip
# Who may make and use these is shown where links are.
OF_TASK_LINKS = {"make_task_link", "make_task_links", "use_task_link", "withdraw_task_link"}
# Their own rights, and those of records: tests/partnership/restricted and test_who_saw.
OF_RECORDS = {
    "restrict", "lift", "review_restriction", "name_grant", "withdraw_named_grant",
    "break_glass", "review_glass", "export_who_saw",
}  # fmt: skip
MANAGES = {Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR}


def test_the_verbs_are_a_closed_set() -> None:
    verbs = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    assert verbs == {*PEOPLE, *RIGHTS, *UNASKED, *OF_TASK_LINKS, *OF_RECORDS}


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_who_may_do_what(role: str, viewer: Any) -> None:
    by = viewer(role, name="Somebody")
    for verb, given in {**PEOPLE, **RIGHTS}.items():
        wanted = MANAGES if verb in PEOPLE else {Role.AREA_ADMINISTRATOR}
        permitted = _permitted(verb, given, by=by, on=TODAY)
        assert permitted == (role in wanted), f"{verb} as {role}"


def _permitted(verb: str, given: dict[str, Any], *, by: Viewer, on: date) -> bool:
    try:
        getattr(actions, verb)(**given, by=by, on=on)
    except NotPermitted as refusal:
        # A refusal that shows no way on is as good as none.
        return not refusal.sentence.endswith((" office.", " Ask yours.", " own page."))
    except Refused:
        return True  # permitted, and there is no such thing
    return True


def _with(role: str, scope_kind: str) -> Viewer:
    scope = None if scope_kind == ScopeKind.LOCAL_AREA else uuid4()
    grants = (GrantInForce(role, scope_kind, scope),)
    return Viewer(uuid4(), "Somebody", uuid4(), "eastmere", "Eastmere", grants)


@pytest.mark.parametrize("scope_kind", ScopeKind.values)
def test_rights_are_given_only_by_an_administrator_of_the_whole_area(scope_kind: str) -> None:
    by = _with(Role.AREA_ADMINISTRATOR, scope_kind)
    assert bool(policies.may_grant(by)) == (scope_kind != ScopeKind.LOCAL_AREA)


@pytest.mark.parametrize("scope_kind", ScopeKind.values)
def test_people_are_kept_by_the_office_of_an_area_or_of_a_plan(scope_kind: str) -> None:
    reaching = scope_kind in (ScopeKind.LOCAL_AREA, ScopeKind.PLAN)
    assert (policies.may_manage_people(_with(Role.PROGRAMME_OFFICE, scope_kind)) == "") == reaching


def test_a_policy_that_is_content_raises_nothing() -> None:
    policies.require("")
    with pytest.raises(NotPermitted, match=r"Ask yours"):
        policies.require("Ask yours.")


def test_every_role_and_scope_has_words_for_pages() -> None:
    for choice in (*Role, *ScopeKind):
        assert str(choice.label)[0].isupper(), f"{choice} has no words of its own"
        assert "_" not in choice.label
