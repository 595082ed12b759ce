"""The command line, as a script would use it: answers, exit codes, sentences, and who acted."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import click
import pytest
from django.test import Client

from goldenthread.config import command_line
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import Grant, LocalArea, User
from goldenthread.trail.models import TrailEntry
from tests.conftest import TODAY
from tests.factories import papers, plans
from tests.kept_rows import kept


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("plans", "--format", "json")`: the command in this process, with its exit code."""

    def command(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["goldenthread", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 1, said.out, said.err)

    return command


@pytest.fixture
@kept
def plan_id(local_area: Any, viewer: Any) -> UUID:
    """Eastmere on 14 January 2020, with a plan of three actions."""
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    return plans.make_plan(
        by=viewer("programme_office"),
        new_actions=[
            plans.new_action(1, rating=plans.rating("green")),
            plans.new_action(2, rating=plans.rating("amber")),
            plans.new_action(3),
        ],
    )


@pytest.fixture
@kept
def closed(plan_id: UUID, viewer: Any) -> None:
    office = viewer("programme_office")
    papers.closed_period(plan_id, "October 2019", date(2019, 10, 31), by=office)
    papers.closed_period(plan_id, "December 2019", date(2019, 12, 31), by=office)


# --- help ----------------------------------------------------------------------------------------


def test_help_lists_every_command(run: Run) -> None:
    shown = run("--help")
    assert shown.code == 0
    assert all(f"  {name} " in shown.out for name in command_line.COMMANDS)


@pytest.mark.parametrize("name", command_line.COMMANDS)
def test_every_command_teaches_itself(name: str, run: Run) -> None:
    shown = run(name, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"Usage: goldenthread {name}")
    command = command_line.cli.get_command(click.Context(command_line.cli), name)
    assert command is not None
    assert command.help


def test_a_command_that_is_none_ends_with_2(run: Run) -> None:
    ran = run("fly")
    assert ran.code == 2
    assert "No such command" in ran.err
    assert run("rate").code == 2


# --- areas and accounts --------------------------------------------------------------------------


def test_without_an_area_every_command_says_what_to_do(run: Run) -> None:
    assert "There is no local area yet" in run("areas").out
    ran = run("plans")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "There is no local area yet. Run: goldenthread add-area, or goldenthread demo.\n"
    )


def _password_by(link: str) -> str:
    """Choose a password by the link of an invitation, as its person does."""
    chosen = "orbit lemon kayak"
    path = urlsplit(link.strip()).path
    Client().post(path, {"password1": chosen, "password2": chosen})
    return chosen


@pytest.mark.asvs("6.3.2")
def test_an_area_is_set_up_and_its_administrator_invited(run: Run) -> None:
    words = ("add-area", "eastmere", "Eastmere", "--administrator", "A. Moyo")
    ran = run(*words, "--email", "A.Moyo@eastmere.example", "--print-link")
    assert ran.code == 0
    assert "Eastmere is set up at /a/eastmere/." in ran.out
    assert "A letter to A.Moyo@eastmere.example is in the outbox." in ran.out
    password = _password_by(ran.out.splitlines()[-1])
    assert User.objects.get(email="a.moyo@eastmere.example").check_password(password)
    again = run(*words, "--email", "a.moyo@eastmere.example")
    assert (again.code, again.err[:41]) == (1, "There is already a local area at eastmere")
    second = run(
        "add-area", "westholm", "Westholm", "--administrator", "A. Moyo",
        "--email", "a.moyo@eastmere.example", "--print-link",
    )  # fmt: skip
    assert "A. Moyo needs no link: they sign in." in second.out
    assert run("areas", "--format", "json").json == [
        {"short_name": "eastmere", "name": "Eastmere"},
        {"short_name": "westholm", "name": "Westholm"},
    ]


def test_somebody_is_given_an_account_and_a_role(run: Run, local_area: Any) -> None:
    words = ("add-user", "Mara Venn", "mara@eastmere.example")
    ran = run(*words, "board_member", "--reason", "Joined the board")
    assert ran.code == 0
    assert "Mara Venn has the role board member in Eastmere." in ran.out
    assert "/t/invitation/" not in ran.out  # only where it was asked for
    again = run(*words, "deputy", "--reason", "Stands in", "--print-link")
    password = _password_by(again.out.splitlines()[-1])
    assert User.objects.get(email="mara@eastmere.example").check_password(password)
    wrong = run("add-user", "Ivo", "ivo@eastmere.example", "king", "--reason", "Asked")
    assert (wrong.code, wrong.err[:18]) == (1, "king is not a role")
    assert not User.objects.filter(email="ivo@eastmere.example").exists()
    assert run(*words, "deputy").code == 2


def test_two_areas_must_be_told_apart(run: Run, plan_id: UUID, other_area: Any) -> None:
    ran = run("plans")
    assert ran.code == 1
    assert "Add --area with one of: eastmere, westholm." in ran.err
    assert "Eastmere SEND improvement plan" in run("plans", "--area", "eastmere").out
    assert "There is no plan yet" in run("plans", "--area", "westholm").out
    nowhere = run("plans", "--area", "northmarsh")
    assert nowhere.err == "There is no local area called northmarsh. Run: goldenthread areas.\n"


def test_a_command_acts_as_somebody_with_a_role(run: Run, plan_id: UUID, viewer: Any) -> None:
    for email in ("nobody@eastmere.example", "administrator@westholm.example"):
        ran = run("plans", "--as", email)
        assert ran.code == 1
        assert f"{email} has no role in eastmere today." in ran.err
    Grant.objects.filter(role="area_administrator").update(until=date(2019, 1, 1))
    ran = run("plans")
    assert (ran.code, ran.err[:35]) == (1, "An administrator has no role in eas")


def test_the_trail_names_who_acted_on_the_command_line(run: Run, plan_id: UUID) -> None:
    run("rate", "1.3", "Green")
    run("rate", "1.3", "Amber", "--as", "Programme.Office@eastmere.example")
    entries = TrailEntry.objects.filter(act__contains="rating").order_by("seq")
    names = [entry.actor_label for entry in entries][-2:]
    assert names == ["Eastmere Administrator", "Programme Office"]


# --- plans, actions, ratings ---------------------------------------------------------------------


def test_plans_are_listed_with_their_shares(run: Run, plan_id: UUID) -> None:
    assert "Eastmere SEND improvement plan: 0 of 3 actions complete" in run("plans").out
    (row,) = run("plans", "--format", "json").json
    assert row["id"] == str(plan_id)
    assert (row["complete"], row["complete_or_on_track"]) == (0, 1)
    assert (row["complete_on_track_or_under_way"], row["actions"]) == (2, 3)


def test_actions_are_listed_and_filtered_as_on_the_page(run: Run, plan_id: UUID) -> None:
    listed = run("actions")
    assert listed.code == 0
    assert "Not yet rated" in listed.out
    assert listed.err == "3 actions\n"
    rows = run("actions", "--where", "rating=amber", "--format", "json").json
    assert [(row["reference"], row["rating"], row["due"]) for row in rows] == [
        ("1.2", "Amber", "2020-05-31")
    ]
    assert rows[0]["leads"] == ["Head of Inclusion"]


def test_a_rating_is_recorded_or_refused_in_a_sentence(run: Run, plan_id: UUID) -> None:
    assert run("rate", "1.3", "green").out == "1.3 is rated Green.\n"
    refused = {
        ("1.3", "Purple"): "“Purple” is not on the plan’s scale. Its ratings are: Blue",
        ("9.9", "Green"): "has no action 9.9. Run: goldenthread actions.",
        ("1.3", "Red"): "cause",
        ("1.3", "Blue"): "",
    }
    for words, sentence in refused.items():
        ran = run("rate", *words)
        assert ran.code == 1, words
        assert sentence in ran.err
        assert ran.err.count("\n") == 1
    red = run("rate", "1.3", "Red", "--cause", "No capacity", "--recovery-date", "2020-03-31")
    assert red.out == "1.3 is rated Red.\n"
    assert run("rate", "1.3", "Red", "--recovery-date", "soon").code == 2


def test_a_plan_is_named_where_there_are_several(run: Run, plan_id: UUID, viewer: Any) -> None:
    plans.make_plan(by=viewer("programme_office"), title="Inclusion plan")
    ran = run("actions")
    assert ran.code == 1
    assert "There are several plans. Add --plan with one of:" in ran.err
    assert run("actions", "--plan", "eastmere").code == 0
    assert run("actions", "--plan", str(plan_id)).err == "3 actions\n"
    unknown = run("actions", "--plan", "Nothing")
    assert "“Nothing” is not the title of one plan. Run: goldenthread plans." in unknown.err


# --- periods -------------------------------------------------------------------------------------


def test_periods_are_opened_closed_and_reopened(run: Run, plan_id: UUID) -> None:
    assert "No reporting period yet" in run("periods").out
    opened = run("open-period", "October 2019", "--from", "2019-10-01", "--cut-off", "2019-10-31")
    assert opened.out == "October 2019 is open; its cut-off is 31 October 2019.\n"
    closing = run("close-period", "october 2019")
    assert "closed as at 31 October 2019. Its figures will not change." in closing.out
    at_once = run("close-period", "December 2019", "--cut-off", "2019-12-31")
    assert at_once.code == 0
    states = run("periods", "--format", "json").json
    assert [(one["name"], one["from"], one["cut_off"], one["state"]) for one in states] == [
        ("October 2019", "2019-10-01", "2019-10-31", "closed"),
        ("December 2019", "2019-11-01", "2019-12-31", "closed"),
    ]
    assert all(one["snapshot"] for one in states)
    assert "cut-off 31 October 2019" in run("periods").out
    again = run("reopen-period", "December 2019", "--reason", "A late rating")
    assert again.out == "December 2019 is open again.\n"
    assert run("periods", "--format", "json").json[1]["state"] == "open"


def test_periods_refuse_in_sentences(run: Run, plan_id: UUID, viewer: Any) -> None:
    viewer("board_member")
    run("close-period", "October 2019", "--cut-off", "2019-10-31")
    member = ("--as", "board.member@eastmere.example")
    refused = {
        ("close-period", "Spring"): "There is no period called Spring. Add --cut-off",
        ("close-period", "October 2019"): "is closed already",
        ("close-period", "June", "--cut-off", "2020-06-30"): "The cut-off of “June” is 30 June",
        ("reopen-period", "Spring", "--reason", "x"): "There is no period called Spring",
        ("close-period", "May", "--cut-off", "2019-05-31", *member): "Ask",
        ("reopen-period", "October 2019", "--reason", "x", *member): "Ask",
        (
            "open-period", "X", "--from", "2019-12-31", "--cut-off", "2019-12-01",
        ): "The cut-off lies before the first day",
    }  # fmt: skip
    for words, sentence in refused.items():
        ran = run(*words)
        assert (ran.code, sentence in ran.err) == (1, True), (words, ran.err)
    assert [one["name"] for one in run("periods", "--format", "json").json] == ["October 2019"]
    assert run("reopen-period", "October 2019").code == 2


# --- the board's paper ---------------------------------------------------------------------------


def test_a_paper_needs_a_closed_period(run: Run, plan_id: UUID) -> None:
    ran = run("board-paper")
    assert ran.code == 1
    assert "No reporting period of Eastmere SEND improvement plan is closed yet." in ran.err


def test_the_paper_as_figures(run: Run, closed: None) -> None:
    paper = run("board-paper", "--format", "json").json
    assert (paper["now"]["period"], paper["compared"]["period"]) == (
        "December 2019",
        "October 2019",
    )
    assert paper["now"]["ratings"]["Green"] == {"count": 1, "references": ["1.1"]}
    assert paper["now"]["ratings"]["Not yet rated"] == {"count": 1, "references": ["1.3"]}
    assert paper["now"]["total"] == 3
    share = paper["now"]["shares"]["complete-on-track-or-under-way"]
    assert (share["count"], share["total"], share["percent"]) == (2, 3, 66.7)
    assert share["references"] == ["1.1", "1.2"]
    assert sum(move["count"] for move in paper["movement"]) == 3


def test_the_paper_as_words(run: Run, closed: None) -> None:
    said = run("board-paper").out
    assert said.startswith("Eastmere SEND improvement plan – December 2019\n")
    assert "66.7% (2 of 3)" in said


def test_a_period_is_chosen_and_compared(run: Run, closed: None) -> None:
    first = run("board-paper", "--period", "OCTOBER 2019", "--format", "json").json
    assert "compared" not in first
    assert first["movement"] == []
    assert "October 2019" in run("board-paper", "--period", "October 2019").out
    chosen = run("board-paper", "--compared-with", "October 2019", "--format", "json").json
    assert chosen["compared"]["period"] == "October 2019"
    for words, sentence in (
        (("--period", "June"), "“June” is not a closed period. The closed ones are: October 2019"),
        (("--period", "October 2019", "--compared-with", "December 2019"), "not lie before"),
        (("--compared-with", "December 2019"), "not lie before"),
    ):
        ran = run("board-paper", *words)
        assert (ran.code, sentence in ran.err) == (1, True), ran.err


@pytest.mark.parametrize(
    ("form", "begins"),
    [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")],
)
def test_the_paper_as_a_document(
    form: str, begins: bytes, run: Run, closed: None, tmp_path: Path
) -> None:
    out = tmp_path / f"paper.{form}"
    ran = run("board-paper", "--format", form, "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert "December 2019" in ran.err
    assert out.read_bytes().startswith(begins)
    asked = run("board-paper", "--format", form)
    assert (asked.code, f"--out paper.{form}" in asked.err) == (2, True)


def test_a_place_that_cannot_be_written_is_told(run: Run, closed: None, tmp_path: Path) -> None:
    ran = run("board-paper", "--format", "html", "--out", tmp_path / "nowhere" / "paper.html")
    assert ran.code == 1
    assert "cannot be written: No such file or directory. Choose another --out." in ran.err


# --- the trail -----------------------------------------------------------------------------------


def test_a_whole_trail_ends_with_0(run: Run, plan_id: UUID) -> None:
    ran = run("verify-trail")
    count = TrailEntry.objects.count()
    assert (ran.code, ran.out) == (0, f"The audit trail is whole: {count} entries read.\n")
    answer = run("verify-trail", "--format", "json").json
    assert (answer["whole"], answer["entries"], answer["first_bad_row"]) == (True, count, None)


def test_a_trail_that_was_touched_ends_with_1(run: Run, plan_id: UUID) -> None:
    from goldenthread.trail import triggers

    triggers.remove("default")
    try:
        TrailEntry.objects.filter(seq=1).update(words="did something else")
    finally:
        triggers.install("default")
    ran = run("verify-trail")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err
    answer = run("verify-trail", "--format", "json")
    assert (answer.code, answer.json["whole"]) == (1, False)
    assert answer.json["first_bad_row"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2020-02-30", "2020-02-30 is no day: February 2020 has 29 days. Its last is 2020-02-29."),
        ("2020-13-01", "2020-13-01: there is no month 13."),
        ("soon", "“soon” is no date. Write year, month and day, such as 2019-12-31."),
    ],
)
def test_a_date_that_does_not_exist_is_refused_with_what_is_wrong_with_it(
    run: Run, plan_id: UUID, written: str, sentence: str
) -> None:
    ran = run("open-period", "February 2020", "--from", "2020-02-01", "--cut-off", written)
    assert ran.code == 2
    assert sentence in ran.err
    assert json.loads(run("periods", "--format", "json").out) == []


# --- roles and histories -------------------------------------------------------------------------


@pytest.fixture
def mara(run: Run, plan_id: UUID, local_area: Any, viewer: Any) -> str:
    """Somebody with a role, given by the command line."""
    viewer("area_administrator", name="Ada Mason")
    email = "mara@eastmere.example"
    run("add-user", "Mara Venn", email, "deputy", "--reason", "Stands in")
    return email


def test_a_role_is_ended_at_once(run: Run, mara: str) -> None:
    ended = run("end-role", mara.upper(), "deputy")
    assert (ended.code, ended.out) == (0, "The role deputy of Mara Venn ends now.\n")
    grant = Grant.objects.get(user__email=mara)
    assert grant.taken_back_at is not None
    again = run("end-role", mara, "deputy")
    assert again.code == 1
    assert "has no role" in again.err


def test_a_role_is_ended_on_a_day(run: Run, mara: str) -> None:
    ended = run("end-role", mara, "deputy", "--until", "2020-03-31")
    assert ended.out == "The role deputy of Mara Venn ends on 31 March 2020.\n"
    grant = Grant.objects.get(user__email=mara)
    assert (grant.until, grant.taken_back_at) == (date(2020, 3, 31), None)


def test_a_role_given_twice_is_named_by_its_id(run: Run, mara: str) -> None:
    run("add-user", "Mara Venn", mara, "deputy", "--reason", "Again")
    refused = run("end-role", mara, "deputy")
    assert refused.code == 1
    first = Grant.objects.filter(user__email=mara).first()
    assert first
    assert f"--id {first.pk}" in refused.err
    assert run("end-role", mara, "deputy", "--id", first.pk).code == 0
    assert Grant.objects.filter(user__email=mara, until__isnull=True).count() == 1


def test_only_an_administrator_ends_a_role_on_the_command_line(run: Run, mara: str) -> None:
    refused = run("end-role", mara, "deputy", "--as", "programme.office@eastmere.example")
    assert refused.code == 1
    assert "Only an area administrator" in refused.err


def test_the_history_of_a_plan_and_of_an_action_as_data(run: Run, mara: str) -> None:
    run("rate", "1.2", "Red", "--cause", "No capacity", "--recovery-date", "2020-03-31")
    of_action = run("history", "1.2", "--format", "json").json
    latest = of_action[0]
    assert latest["act"] == "improvement_plan.record_rating"
    assert (latest["actor"], latest["on"]) == ("Eastmere Administrator", TODAY.isoformat())
    of_plan = run("history", "--format", "json", "--limit", "1").json
    assert [entry["number"] for entry in of_plan] == [latest["number"]]
    assert run("history", "1.1", "--format", "json").json != of_action


def test_the_history_of_a_post_in_words(run: Run, mara: str, viewer: Any) -> None:
    office = viewer("programme_office")
    partnership.add_post(title="Head of Inclusion", by=office, on=TODAY)
    told = run("history", "head of inclusion", "--kind", "post")
    assert told.code == 0
    assert "added the post Head of Inclusion" in told.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("9.9",), "There is no action or level called 9.9 in sight"),
        (("Nobody", "--kind", "person"), "There is no person called Nobody in sight"),
        (("", "--kind", "paper"), "Say which paper"),
    ],
)
def test_a_thing_without_a_history_is_refused(
    words: tuple[str, ...], sentence: str, run: Run, mara: str
) -> None:
    refused = run("history", *words)
    assert refused.code == 1
    assert sentence in refused.err
