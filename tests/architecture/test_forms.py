"""Forms: each carries its key and passes the one mechanism; each that rewrites a thing says which
version of it was read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "goldenthread"
OURS = sorted(PACKAGE.rglob("jinja2/**/*.html"))
THEIRS = sorted(PACKAGE.rglob("templates/**/*.html"))
_FORM = re.compile(
    r"<form\b[^>]*\bmethod=\"post\".*?(?=</form>|<form\b)", re.DOTALL | re.IGNORECASE
)
# It leads to the organisation's own sign-in, and does nothing here.
_TO_SIGN_IN = "pages/jinja2/pages/pieces/organisation.html"
_CALL = re.compile(r"(?:call|\{\{)\s*(?:ui\.)?(?:post|confirm)\(.*?\)\s*[%}]\}", re.DOTALL)


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_every_form_that_posts_carries_its_key() -> None:
    """`csrf_input` writes both marks."""
    forms = [(_name(path), form) for path in OURS for form in _FORM.findall(path.read_text())]
    assert len(forms) > 30
    bare = [
        (name, form[:80])
        for name, form in forms
        if name != _TO_SIGN_IN and not re.search(r"\{\{\s*(csrf_input|request_csrf)\s*\}\}", form)
    ]
    assert bare == []


def test_the_macros_for_forms_are_given_the_key() -> None:
    """The gallery shows them too; there they lead nowhere."""
    calls = [(_name(path), call) for path in OURS for call in _CALL.findall(path.read_text())]
    assert len(calls) > 30
    forgotten = [one for one in calls if "csrf" not in one[1] and not one[0].startswith("pages/")]
    assert forgotten == []


def test_only_signing_in_has_forms_of_its_own_kind() -> None:
    """Django's templates are there for what goes through its sign-in alone: their forms are tried
    and counted each time, so they carry no key."""
    with_forms = {
        _name(path).split("/")[2] for path in THEIRS if "<form" in path.read_text(encoding="utf-8")
    }
    assert with_forms == {"account", "allauth", "mfa"}


def test_the_mechanism_stands_before_every_view() -> None:
    """Next to the views: whoever is sent away before leaves no key."""
    assert settings.MIDDLEWARE[-1] == "goldenthread.config.form_keys.FormKeyMiddleware"
    assert settings.DATABASES["default"].get("ATOMIC_REQUESTS", False) is False


# --- versions -------------------------------------------------------------------------------------

# Verbs on a thing that is there already, and that need not be told which version of it was read.
_ADDS = "adds a row beside what is there; nobody's words are overwritten"
_ONCE = "moves it on once, under its lock: whoever comes second is refused with a sentence"
_WEIGHS = "compares each cell with what its page was drawn from, under the lock"
_OWN = "one's own, which nobody else changes"
_WITHOUT_A_VERSION = {
    _ADDS: """
        raise_challenge start_highlight start_draft record_visit rate_at_visit agree_measure
        add_word_template add_action raise_escalation add_evidence explain_lateness add_finding
        add_level open_period create_plan new_plan record_update record_rating raise_risk
        review_risk request_updates save_view add_milestone add_target record_reading tell
        write_down add_dependency send_workbook note upload_report prepare_settings_import
        queue queue_many give_detail tell_of_panel_outcome
        export_who_saw tell_of_role send_invitation know_forum_also_as add_person hold_post
        join_forum restrict name_grant break_glass grant give_role make_task_link
        keep_word_template ask_further remind prepare_release place_hold add_children new_source
        record_event claim_exception begin_circumstance record_welfare_visit
        ask_advisers chase_advice receive_advice judge_advice
        add_panel_meeting bring_to_panel record_contact
    """,
    _ONCE: """
        answer_challenge close_challenge judge_measures end_word_template accept ask_back carry_over
        record_decision withdraw_escalation withdraw_evidence close_period reopen_period
        mark_complete sign_off reopen_completion pass_to_deputy withdraw_request close_risk happened
        close_round meet_milestone end_milestone confirm withdraw agree_dependency end_dependency
        keep_rights finish_access_review reset_second_factor end_detail leave_area come_back
        close_account
        withdraw_invitation end_forum leave_post leave_forum withdraw_named_grant end_grant
        withdraw_task_link hand_over take_turns
    """,
    _WEIGHS: "change_many undo_many weigh move_children apply_changes answer answer_for",
    _OWN: "keep_draft choose_default_view",
}


def _verbs_without_a_version() -> set[str]:
    """Verbs done as somebody (`by`) to something with an id, without a word of its version."""
    found = set()
    modules = [*PACKAGE.glob("*/actions/**/*.py"), *PACKAGE.glob("*/actions.py")]
    for function in (one for path in modules for one in ast.parse(path.read_text()).body):
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        given = {one.arg for one in function.args.kwonlyargs}
        of_a_thing = "by" in given and any(one.endswith("_id") for one in given)
        if of_a_thing and not any("version" in one for one in given):
            found.add(function.name)
    return found


def test_every_verb_that_rewrites_a_thing_takes_the_version_that_was_read() -> None:
    reasoned = {name for names in _WITHOUT_A_VERSION.values() for name in names.split()}
    assert _verbs_without_a_version() - reasoned == set()


def test_no_reason_outlives_its_verb() -> None:
    reasoned = [name for names in _WITHOUT_A_VERSION.values() for name in names.split()]
    assert sorted(reasoned) == sorted(set(reasoned))
    assert set(reasoned) <= _verbs_without_a_version()


def test_what_is_called_a_change_is_never_without_a_version() -> None:
    rewriting = re.compile(r"(change|edit|correct|rename|set|move|describe)_")
    weighed = set(_WITHOUT_A_VERSION[_WEIGHS].split())
    loose = {name for name in _verbs_without_a_version() if rewriting.match(name)}
    assert loose <= weighed
