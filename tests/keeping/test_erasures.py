"""The registers of what was erased: beside the backups, whole at any moment, without content."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from goldenthread.config import tasks
from goldenthread.config.keeping import erasures
from goldenthread.config.keeping.erasures import Erased
from goldenthread.rules.refusals import Refused
from tests.retention.conftest import *  # noqa: F403
from tests.retention.test_erasing import ZIVIA, a_child, born

AREA = UUID(int=1)


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    first = Erased(frozenset({(AREA, uuid4())}), frozenset({(AREA, "intake.PlanImport", "a1")}))
    second = Erased(rows=frozenset({(AREA, "register.Child", "b2")}))
    erasures.add(tmp_path, first)
    erasures.add(tmp_path, second)
    erasures.add(tmp_path, Erased())
    assert erasures.read(tmp_path) == first | second
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("line", ["words", f"{AREA} no-table 1", f"{AREA} a.B", "x a.B 1"])
def test_what_is_no_register_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / erasures.REGISTER_OF_ROWS).write_text(f"{line}\n")
    with pytest.raises(Refused, match="is no register of erasures"):
        erasures.read(tmp_path)


@pytest.mark.django_db
def test_an_erasure_is_noted_beside_the_backups_at_once(
    local_area: Any, approved: Any, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUP_TO = str(tmp_path / "backups")
    approved()
    child = a_child(local_area, born(60))
    assert tasks.erase_now() == 2
    text = (tmp_path / "backups" / erasures.REGISTER_OF_ROWS).read_text()
    assert f"{local_area.pk} register_of_tests.Child {child.pk}" in text
    assert ZIVIA not in text
    assert tasks.erase_now() == 0
