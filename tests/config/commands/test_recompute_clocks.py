"""`goldenthread recompute-clocks`: rows are proved to be what the rules say, and mended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.ehcp_register.models import Deadline
from goldenthread.partnership.models import LocalArea
from goldenthread.trail.models import TrailEntry
from tests.config.commands.test_commands import Run, run
from tests.conftest import TODAY
from tests.factories import register

__all__ = ["run"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def tampered(run: Run, local_area: Any, viewer: Any) -> str:
    """Two children; of one, a last day was changed past the rules. Their id."""
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    ids = register.add(
        register.child(1), register.child(2), by=viewer("case_manager", name="Mina Manager")
    )
    rows = Deadline.objects.including_restricted_records(because="a test tampers with them")
    rows.filter(child_id=ids["EM00001"], duty="D07").update(due_on=date(2030, 1, 1))
    return str(ids["EM00001"])


def test_it_names_the_record_that_differs_and_changes_nothing(run: Run, tampered: str) -> None:
    ran = run("recompute-clocks")

    assert ran.code == 1
    assert f"{tampered}: 0 missing, 1 different, 0 too many" in ran.out
    assert "Surname" not in ran.out
    assert run("recompute-clocks").code == 1


def test_what_it_repaired_is_right_and_in_the_trail(run: Run, tampered: str) -> None:
    assert "written anew" in run("recompute-clocks", "--repair").out

    again = run("recompute-clocks", "--format", "json")
    assert again.code == 0
    assert again.json["children"] == 2
    assert again.json["differed"] == {}
    entry = TrailEntry.objects.get(act="ehcp_register.recompute_clocks")
    assert entry.words.startswith("worked out anew the deadlines")


def test_whoever_does_not_manage_the_register_is_refused(
    run: Run, tampered: str, viewer: Any
) -> None:
    from goldenthread.partnership.models import User

    other = viewer("board_member", name="Bo Member")
    email = User.objects.get(pk=other.user_id).email
    assert "case manager" in run("recompute-clocks", "--as", email).err
