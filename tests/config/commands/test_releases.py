"""What leaves the partnership, from the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from goldenthread.governance import actions, queries
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from goldenthread.reports.actions import issue_paper
from goldenthread.trail.models import TrailLook
from tests.config.commands.test_commands import Run, run
from tests.conftest import NOW, TODAY
from tests.factories import papers, plans

__all__ = ["run"]
TO = ("--to", "dfe", "--recipient", "Ana Reyes", "--for", "The review")
ADDRESS = ("--address", "ana@education.gov.uk")


@pytest.fixture
def paper_id(run: Run, local_area: Any, viewer: Any) -> UUID:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    office = viewer("programme_office")
    plan_id = plans.make_plan(by=office, new_actions=[plans.new_action(1)])
    snapshot = papers.closed_period(plan_id, "December 2019", date(2019, 12, 31), by=office)
    board = partnership.add_forum(name="Board", kind="board", by=office, on=TODAY)
    draft = actions.start_draft(
        plan_id=plan_id, snapshot_id=snapshot, forum_id=board, title="Progress",
        meeting_on=date(2020, 1, 28), by=office, on=TODAY, at=NOW,
    )  # fmt: skip
    papers.fill_front_sheet(draft, by=office)
    found = queries.paper(draft, viewer=office)
    assert found is not None
    issue_paper(paper_id=draft, version=found.version, by=office, on=TODAY, at=NOW)
    return draft


@pytest.fixture
def as_(viewer: Any) -> Any:
    """`as_("programme_office")`: the words that make a command act as somebody with the role."""
    from goldenthread.partnership.models import User

    def words(role: str) -> tuple[str, str]:
        somebody = viewer(role, name=f"Somebody of {role}")
        return ("--as", User.objects.get(pk=somebody.user_id).email)

    return words


@pytest.fixture
def typed_again(monkeypatch: pytest.MonkeyPatch) -> Any:
    def types(address: str) -> None:
        monkeypatch.setattr("click.prompt", lambda *_, **__: address)

    return types


def test_one_prepares_and_another_releases(
    run: Run, paper_id: UUID, as_: Any, typed_again: Any, tmp_path: Path
) -> None:
    assert run("released").out == "Nothing has left yet.\n"
    office, administrator = as_("programme_office"), as_("area_administrator")
    typed_again("ana@education.gov.uk")
    ran = run("prepare-release", paper_id, *TO, *ADDRESS, *office)
    assert "Public: anybody may read it. No person’s records are in it." in ran.err
    which = ran.out.strip()
    out = tmp_path / "to-send.pdf"

    early = run("release", which, "--out", out, *administrator)
    assert early.code == 1
    assert "once a second person has released it" in early.err
    own = run("release", which, "--recipient", "Ana Reyes", *office)
    assert (own.code, "You prepared this yourself" in own.err) == (1, True)
    (waiting,) = run("released", "--waiting", "--format", "json").json
    assert (waiting["state"], waiting["class"], waiting["people"]) == ("prepared", "public", 0)

    done = run("release", which, "--recipient", "ana reyes", "--out", out, *administrator)
    assert done.code == 0, done.err
    assert out.read_bytes().startswith(b"%PDF")
    assert "Released on 14 January 2020" in run("released").out
    assert TrailLook.objects.filter(page="goldenthread release").count() == 1


def test_a_wrong_recipient_and_a_refusal_end_with_1(
    run: Run, paper_id: UUID, as_: Any, typed_again: Any
) -> None:
    office, administrator = as_("programme_office"), as_("area_administrator")
    typed_again("ana@education.gov.ukk")
    ran = run("prepare-release", paper_id, *TO, *ADDRESS, *office)
    assert (ran.code, "two addresses are not the same" in ran.err) == (1, True)
    typed_again("ana@education.gov.uk")
    which = run("prepare-release", paper_id, *TO, *ADDRESS, *office).out.strip()
    assert run("release", which, *administrator).code == 2
    assert run("release", which, "--refuse", "Not theirs", *administrator).code == 0
    assert "Refused on 14 January 2020" in run("released").out
    assert "Not theirs" in run("released").out


@pytest.mark.asvs("16.3.2")
def test_a_paper_written_at_the_terminal_is_a_look_and_says_its_class(
    run: Run, paper_id: UUID, tmp_path: Path
) -> None:
    for words in (
        ("board-paper", "--format", "html"),
        ("highlight-report", "--part", "1", "--format", "html"),
        ("lead-workbook",),
    ):
        ran = run(*words, "--out", tmp_path / "file")
        assert ran.code == 0, ran.err
        assert "Official: for those who work in or with the partnership." in ran.err
        assert TrailLook.objects.filter(page=f"goldenthread {words[0]}").count() == 1
