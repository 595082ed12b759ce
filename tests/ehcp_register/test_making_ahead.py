"""Rows made before the transaction begins: by one process or two the same, and written only where
they are still right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions import beside, making_ahead
from goldenthread.ehcp_register.actions.plain_rows import NAMES, NewRows
from goldenthread.ehcp_register.models import Child
from goldenthread.rules.refusals import Refused
from goldenthread.rules.standing.records import ChildRecord
from tests.conftest import TODAY
from tests.ehcp_register.test_importing import bring, known

pytestmark = pytest.mark.django_db
MANY = {at: known(at) for at in range(1, 21)}


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with thousands of children on two processors."""
    monkeypatch.setattr(making_ahead, "_AT_ONCE", 3)
    monkeypatch.setattr(beside.os, "cpu_count", lambda: 2)


def _made(
    by: Any, records: dict[int, ChildRecord], *, by_two: bool = False
) -> list[making_ahead.Part]:
    with actions.second_process(begin=by_two) as other:
        made = actions.make_ahead(
            records=records, system="Case system", other=other, by=by, on=TODAY
        )
        return sorted(made, key=lambda part: min(part.told))


def _plain(parts: list[making_ahead.Part]) -> list[Any]:
    """The rows with each id said by where it stands first, since ids are by chance."""
    places: dict[str, int] = {}
    ids = {row[0] for part in parts for rows in part.rows.of.values() for row in rows}

    def said(value: Any) -> Any:
        return places.setdefault(value, len(places)) if value in ids else value

    return [
        [model.__name__, *(tuple(map(said, row)) for row in part.rows.of[model])]
        for part in parts
        for model in NAMES
    ]


@pytest.mark.usefixtures("two")
def test_two_processes_make_what_one_makes(manager: Any) -> None:
    by_two = _made(manager, MANY, by_two=True)
    by_one = _made(manager, MANY)

    assert [part.told for part in by_two] == [part.told for part in by_one]
    assert _plain(by_two) == _plain(by_one)


@pytest.mark.usefixtures("two")
def test_the_second_process_makes_rows_too(manager: Any) -> None:
    making = _made(manager, {1: MANY[1]})[0].making
    with beside.second_process(begin=True) as other:
        assert other is not None
        made = other.submit(making_ahead._make, making, [MANY[1], MANY[2]]).result()
        assert isinstance(made, NewRows)
        assert len(made.of[Child]) == 2
        with pytest.raises(Refused, match="names a case that is not there"):
            other.submit(making_ahead._make, making, [known(3, cases=())]).result()
        assert len(other.submit(making_ahead._make, making, [MANY[3]]).result().of[Child]) == 1


def test_the_second_process_ends_with_a_first_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "second"
    first = subprocess.Popen(
        [sys.executable, "-c", _FIRST, str(told)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"},
    )
    _until(lambda: told.exists() and told.read_text().endswith("."))
    second = int(told.read_text().rstrip("."))
    assert _runs(second)

    first.kill()
    first.wait()

    _until(lambda: not _runs(second))


_FIRST = """
import os, pathlib, sys, time
import django
django.setup()
from goldenthread.ehcp_register.actions import beside
os.cpu_count = lambda: 2
with beside.second_process(begin=True) as other:
    pathlib.Path(sys.argv[1]).write_text(f"{other.submit(os.getpid).result()}.")
    time.sleep(600)
"""


def _runs(pid: int) -> bool:
    """Whether the process works: one that ended may wait for somebody to take note of it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _until(done: Callable[[], bool]) -> None:
    last = monotonic() + 60
    while not done():
        assert monotonic() < last
        sleep(0.05)


@pytest.mark.usefixtures("two")
def test_a_record_that_contradicts_itself_is_refused_by_either(manager: Any) -> None:
    for at in (1, 20):
        with pytest.raises(Refused, match="names a case that is not there"):
            _made(manager, MANY | {at: known(at, cases=())}, by_two=True)


def test_one_process_goes_on_where_the_second_ends(
    two: None, caplog: pytest.LogCaptureFixture
) -> None:
    with beside.second_process(begin=True) as other:
        done = beside.shared(range(5), do=_twice_but_there, first=os.getpid(), other=other)
        assert sorted(done) == [(0, 0), (1, 2), (2, 4), (3, 6), (4, 8)]
    assert caplog.text.count("The second process ended") == 1


def _twice_but_there(first: int, part: int) -> int:
    """Of the second process nothing is left but what it had been asked to do."""
    if os.getpid() != first:
        os._exit(3)
    sleep(0.5)
    return 2 * part


def test_one_process_goes_on_where_none_can_begin(
    two: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(*_: Any, **__: Any) -> None:
        raise PermissionError("/dev/shm")

    monkeypatch.setattr(beside, "ProcessPoolExecutor", refuses)
    with beside.second_process(begin=True) as other:
        assert other is None
        done = beside.shared(range(2), do=_twice_but_there, first=os.getpid(), other=other)
        assert list(done) == [(0, 0), (1, 2)]
    assert "No second process could begin (PermissionError)" in caplog.text


def test_a_process_of_the_worker_does_everything_alone(tmp_path: Path) -> None:
    told = tmp_path / "told"
    subprocess.run(
        [sys.executable, "-c", _IN_A_WORKER, str(told)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"},
        check=True,
    )
    assert told.read_text() == "None"


_IN_A_WORKER = """
import multiprocessing, os, pathlib, sys
import django
django.setup()
from goldenthread.ehcp_register.actions import beside
os.cpu_count = lambda: 2
def work():
    with beside.second_process(begin=True) as other:
        pathlib.Path(sys.argv[1]).write_text(str(other))
as_the_worker_has = multiprocessing.get_context("fork").Process(target=work, daemon=True)
as_the_worker_has.start()
as_the_worker_has.join()
"""


def test_rows_are_made_before_the_transaction_where_one_process_makes_them(
    manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    make = making_ahead._make
    monkeypatch.setattr(
        making_ahead, "_make", lambda making, part: made.append(len(part)) or make(making, part)
    )
    actions.make_ahead(records=MANY, system="Case system", by=manager, on=TODAY)
    assert sum(made) == len(MANY)


def test_what_is_done_is_there_before_all_is(two: None, tmp_path: Path) -> None:
    """There, each part waits until the one before it was handed out here."""
    files = [tmp_path / str(at) for at in range(4)]
    parts = [None, *files[:-1]]
    with beside.second_process(begin=True) as other:
        done = beside.shared(parts, do=_wait_for_the_one_before, first=os.getpid(), other=other)
        for at, _ in done:
            files[at].touch()
    assert all(one.exists() for one in files)


def test_what_is_broken_off_is_not_done_to_its_end(two: None, tmp_path: Path) -> None:
    files = [tmp_path / str(at) for at in range(200)]

    def broken_off() -> None:
        with beside.second_process(begin=True) as other:
            next(beside.shared(files, do=_touch, first=None, other=other))
            raise Refused("Somebody else was quicker.")

    with pytest.raises(Refused):
        broken_off()
    assert sum(one.exists() for one in files) < 100


def _touch(first: None, file: Path) -> None:
    sleep(0.01)
    file.touch()


def _wait_for_the_one_before(first: int, before: Path | None) -> None:
    if os.getpid() != first and before is not None:
        _until(before.exists)


def test_who_came_in_meanwhile_does_not_come_in_twice(manager: Any) -> None:
    ahead = _made(manager, dict(enumerate(MANY.values())))
    bring(MANY[4], by=manager)

    brought = bring(*MANY.values(), by=manager, ahead=ahead)

    assert (brought.new, brought.unchanged) == (len(MANY) - 1, 1)
    assert Child.objects.visible_to(manager, on=TODAY).count() == len(MANY)
    assert set(brought.ids.values()) == set(
        Child.objects.visible_to(manager, on=TODAY).values_list("id", flat=True)
    )


def test_rows_made_ahead_are_the_ones_written(manager: Any) -> None:
    ahead = _made(manager, dict(enumerate(MANY.values())))
    brought = bring(*MANY.values(), by=manager, ahead=ahead)

    made = [pk for part in ahead for pk in part.rows.ids]
    assert [brought.ids[place] for place in range(len(MANY))] == made
    assert actions.recompute_clocks(repair=False, by=manager, on=TODAY).differed == {}


def test_rows_made_before_the_area_counted_otherwise_are_made_again(manager: Any) -> None:
    ahead = _made(manager, dict(enumerate(MANY.values())))
    actions.change_counting(working_days=["D06"], link_hosts=(), version=0, by=manager, on=TODAY)

    brought = bring(*MANY.values(), by=manager, ahead=ahead)

    made = {pk for part in ahead for pk in part.rows.ids}
    assert not made & set(brought.ids.values())
    assert actions.recompute_clocks(repair=False, by=manager, on=TODAY).differed == {}


def test_another_record_in_the_same_place_is_not_taken_for_the_first(manager: Any) -> None:
    ahead = _made(manager, {0: MANY[1]})
    brought = bring(MANY[2], by=manager, ahead=ahead)
    child = Child.objects.visible_to(manager, on=TODAY).get()
    assert (brought.new, child.reference) == (1, MANY[2].reference)


def test_only_a_manager_has_rows_made(viewer: Any) -> None:
    with pytest.raises(Refused):
        _made(viewer("auditor"), MANY)
