"""Which older backups stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from goldenthread.config.keeping import making, versions

NIGHT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def test_the_last_of_each_day_and_of_each_week_stay() -> None:
    nights = [NIGHT - timedelta(days=days) for days in range(100)]
    earlier = [at - timedelta(hours=1) for at in nights]
    stays = versions.staying([*nights, *earlier], keep=7)
    days = [at for at in nights if NIGHT - at < timedelta(days=7)]
    assert set(days) <= stays
    older = sorted(stays - set(days))
    assert all(at.weekday() == 6 for at in older)  # Sundays, the last of their weeks
    assert len(stays) == 7 + 5  # two of the seven weeks end within the seven days
    assert stays.isdisjoint(earlier)


def test_the_latest_stays_however_old() -> None:
    assert versions.staying([NIGHT], keep=1) == {NIGHT}
    assert versions.staying([], keep=3) == set()


def test_a_name_is_read_as_it_was_written() -> None:
    assert versions.begun_at(versions.name_for(NIGHT)) == NIGHT
    for name in ("golden-thread-20261340T020000Z", ".making-golden-thread-20260302T020000Z", "x"):
        assert versions.begun_at(name) is None


def test_only_backups_that_need_not_stay_are_deleted(tmp_path: Path) -> None:
    for days in range(5):
        (tmp_path / versions.name_for(NIGHT - timedelta(days=days))).mkdir()
    other = tmp_path / "our own notes"
    other.mkdir()
    assert making.throw_away_old(tmp_path, keep=2, tell=lambda *_: None) == {tmp_path: 3}
    assert [at for at, _ in versions.backups_in(tmp_path)] == [NIGHT, NIGHT - timedelta(days=1)]
    assert other.is_dir()


def test_a_key_stays_as_long_as_its_backup_whatever_a_stopped_run_left(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    stopped = NIGHT + timedelta(hours=8)  # its key was put in place and it was not
    for folder, times in ((data, (NIGHT,)), (keys, (NIGHT, stopped))):
        for at in times:
            (folder / versions.name_for(at)).mkdir(parents=True)
    thrown = making.throw_away_old(data, keep=2, keys_to=keys, tell=lambda *_: None)
    assert thrown == {data: 0, keys: 0}
    later = [NIGHT + timedelta(days=days) for days in (7, 14, 15)]
    for folder in (data, keys):
        for at in later:
            (folder / versions.name_for(at)).mkdir()
    assert making.throw_away_old(data, keep=2, keys_to=keys, tell=lambda *_: None)[keys] == 2
    assert versions.backups_in(data)[0][0] == later[-1]
    assert [one.name for _, one in versions.backups_in(data)] == [
        one.name for _, one in versions.backups_in(keys)
    ]
