"""Every role against every verb of papers."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from goldenthread.governance import actions, policies
from goldenthread.governance.models import PaperState
from goldenthread.partnership.models import Role, ScopeKind
from goldenthread.partnership.queries import GrantInForce, Viewer
from goldenthread.rules.refusals import NotPermitted, Refused
from tests.conftest import NOW, TODAY

ANY = UUID(int=7)
SHEET = {"title": "", "meeting_on": None, "classification": "", "exempt_paragraph": ""}
VERBS: dict[str, dict[str, Any]] = {
    "start_draft": {"title": "Progress", "meeting_on": None, "at": NOW},
    "fill_front_sheet": {**SHEET, "words": {}},
    "write_commentary": {"commentary": {}},
    "issue": {"documents": {}, "page": "", "stood_on": {}, "at": NOW},
    "withdraw": {},
    "choose_front_sheet": {"fields": []},
    "add_word_template": {"name": "Ours", "file_id": ANY, "forum_id": ANY, "at": NOW},
    "end_word_template": {"template_id": ANY},
}
# Highlight reports, challenges, releases and visits have tests of their own, by role.
ELSEWHERE = {
    "start_highlight", "write_highlight", "issue_highlight", "withdraw_highlight",
    "raise_challenge", "answer_challenge", "ask_further", "close_challenge",
    "prepare_release", "release", "refuse_release", "withdraw_release",
}  # fmt: skip
# Asked for by their module: visits, and what one person hands over to another.
BY_MODULE = {
    "record_visit", "change_visit", "rate_at_visit", "agree_measure", "judge_measures", "hand_over",
}  # fmt: skip
WRITES = {Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR}


def test_the_verbs_are_a_closed_set() -> None:
    folder = Path(inspect.getfile(actions)).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")]
    written = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    dated = {
        node.name for node in written if {"by", "on"} <= {one.arg for one in node.args.kwonlyargs}
    }
    verbs = {name for name in dated - {"note"} if not name.startswith("_")}
    assert verbs - BY_MODULE == set(VERBS) | ELSEWHERE
    assert set(actions.__all__) == set(VERBS) | ELSEWHERE


def test_who_may_do_what(
    viewer: Any, start: Any, board: UUID, plan_id: UUID, closed: dict[str, UUID]
) -> None:
    for role in Role.values:
        by = viewer(role)
        for verb, given in VERBS.items():
            wanted = inspect.signature(getattr(actions, verb)).parameters
            known = {
                "paper_id": start("December") if "paper_id" in wanted else None,
                "version": 1,
                "plan_id": plan_id,
                "snapshot_id": closed["December"],
                "forum_id": board,
            }
            ids = {name: value for name, value in known.items() if name in wanted}
            permitted = _permitted(verb, {**ids, **given, "by": by})
            assert permitted == (role in WRITES), f"{verb} as {role}"


def _permitted(verb: str, given: dict[str, Any]) -> bool:
    try:
        getattr(actions, verb)(**given, on=TODAY)
    except NotPermitted:
        return False
    except Refused as refusal:
        # A draft that is out of sight is refused like one that does not exist.
        return not refusal.sentence.startswith("There is no such paper")
    return True


def _with(role: str, scope_kind: str, scope_id: UUID | None) -> Viewer:
    grants = (GrantInForce(role, scope_kind, scope_id),)
    return Viewer(uuid4(), "Somebody", uuid4(), "eastmere", "Eastmere", grants)


@pytest.mark.parametrize("role", sorted(WRITES))
def test_an_office_writes_within_its_reach(role: str) -> None:
    everywhere = _with(role, ScopeKind.LOCAL_AREA, None)
    one_plan = _with(role, ScopeKind.PLAN, ANY)
    assert policies.may_write_papers(everywhere, plan_id=uuid4()) == ""
    assert policies.may_write_papers(one_plan) == ""
    assert policies.may_write_papers(one_plan, plan_id=ANY) == ""
    assert policies.may_write_papers(one_plan, plan_id=uuid4()) != ""
    assert policies.may_keep_templates(everywhere) == ""
    assert policies.may_keep_templates(one_plan) != ""
    for narrow in (ScopeKind.LEVEL, ScopeKind.POST, ScopeKind.FORUM):
        assert policies.may_write_papers(_with(role, narrow, ANY)) != ""


@pytest.mark.parametrize("state", PaperState.values)
def test_only_drafts_change(state: str) -> None:
    office = _with(Role.PROGRAMME_OFFICE, ScopeKind.LOCAL_AREA, None)
    refused = policies.may_change(office, state=state, plan_id=ANY)
    assert (refused == "") == (state == PaperState.DRAFT)
    member = _with(Role.BOARD_MEMBER, ScopeKind.LOCAL_AREA, None)
    assert "Ask the programme office" in policies.may_change(member, state=state, plan_id=ANY)
