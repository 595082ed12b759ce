"""The worker begins a backup a day, where a folder is named."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.config import tasks
from goldenthread.config.keeping import versions
from goldenthread.jobs import schedules

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 2, 2, 5, tzinfo=UTC)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[list[str]]:
    """The commands that were started."""
    found: list[list[str]] = []
    monkeypatch.setattr(tasks.subprocess, "Popen", lambda command, **_: found.append(command))
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    settings.BACKUP_TO, settings.BACKUP_AT = str(tmp_path), time(2)
    return found


def test_one_is_begun_where_there_is_none_of_today(begun: list[list[str]], tmp_path: Path) -> None:
    (tmp_path / versions.name_for(datetime(2026, 3, 1, 23, 59, tzinfo=UTC))).mkdir()
    assert tasks.back_up()
    assert [(Path(command[0]).name, command[1]) for command in begun] == [
        ("goldenthread", "backup")
    ]
    (tmp_path / versions.name_for(NIGHT)).mkdir()
    assert not tasks.back_up()
    assert len(begun) == 1


def test_none_is_begun_before_the_set_time_or_where_no_folder_is_named(
    begun: list[list[str]], settings: Any
) -> None:
    settings.BACKUP_AT = time(2, 6)
    assert not tasks.back_up()
    settings.BACKUP_AT, settings.BACKUP_TO = time(2), ""
    assert not tasks.back_up()
    assert begun == []


def test_it_comes_round_by_itself() -> None:
    (found,) = [one for one in schedules.rounds() if one.name == "back up"]
    assert (found.task, found.minutes) == ("goldenthread.config.tasks.back_up", 15)
