"""A full disk under the database, the files, the log or the backup: a plain sentence, nothing half
done, and all works again when there is room."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.factories import case_systems
from tests.faults.installations import SERVER, Installation, demonstration, drop
from tests.faults.serving import Person, served
from tests.faults.small_disk import small_disk
from tests.faults.test_web_worker import ENTRIES, UPDATES, number, update_page
from tests.faults.told import Told
from tests.intake.pages.test_newer_versions import FIRST

KEY = "0123456789abcdef" * 4
TRIES = 20


@contextmanager
def installed(folder: Path, name: str) -> Iterator[Installation]:
    made = demonstration(folder, name)
    (folder / "backup.key").write_text(KEY)
    made.more["GOLDENTHREAD_BACKUP_KEY_FILE"] = str(folder / "backup.key")
    try:
        yield made
    finally:
        drop(made)


@pytest.mark.skipif(bool(SERVER), reason="The server's own disk is not this test's to fill.")
def test_a_full_disk_under_the_database_is_told_and_loses_nothing(
    tmp_path: Path, survived: Told
) -> None:
    with (
        small_disk(tmp_path / "disk", 40) as disk,
        installed(disk.path / "var", "full") as one,
        served(one) as web,
    ):
        office = Person(web, "priya.nair")
        forms = [office.form(update_page(one)) for _ in range(TRIES)]
        before = number(one, UPDATES), number(one, ENTRIES)
        disk.fill()
        answers = [office.send(form, progress="Said " * 200) for form in forms]
        kept = [answer for answer in answers if answer.status_code == 302]
        refused = [answer for answer in answers if answer.status_code != 302]
        assert {answer.status_code for answer in refused} == {503}
        for answer in refused:
            assert answer.headers["Retry-After"]
            assert "Nothing can be saved just now" in answer.text
            assert "What was saved before is safe" in answer.text
            assert "Traceback" not in answer.text
        found = number(one, UPDATES), number(one, ENTRIES)
        assert found == (before[0] + len(kept), before[1] + len(kept))
        page = update_page(one).replace("/update/", "/")
        assert office.get(page).status_code == 200  # what is there can still be read
        disk.make_room()
        assert office.send(forms[-1], progress="There is room").status_code == 302
        assert number(one, UPDATES) == before[0] + len(kept) + 1
        assert one.command("verify-trail").startswith("The audit trail is whole")
    survived(f"disk of the database full, {len(refused)} forms sent that could not be kept")


def test_a_full_disk_under_the_files_is_told_and_loses_nothing(
    tmp_path: Path, survived: Told
) -> None:
    with (
        installed(tmp_path / "var", "files") as one,
        small_disk(tmp_path / "var" / "small-disk", 1) as disk,
    ):
        put_files_on(one, disk.path)
        with served(one) as web:
            office = Person(web, "priya.nair")
            upload = {"document": ("plan.csv", FIRST.encode(), "text/csv")}
            page, before = "/a/merrowshire/import/", number(one, ENTRIES)
            disk.fill()
            answer = office.send(office.form(page), upload)
            assert answer.status_code in (422, 503)
            assert "no space left for files" in answer.text
            assert number(one, ENTRIES) == before
            disk.make_room()
            assert office.send(office.form(page), upload).status_code == 302
    survived("disk of the files full while a plan is uploaded, then uploaded again")


def test_a_full_disk_under_the_files_is_told_of_an_extract_and_loses_nothing(
    tmp_path: Path, survived: Told
) -> None:
    with (
        installed(tmp_path / "var", "extracts") as one,
        small_disk(tmp_path / "var" / "small-disk", 1) as disk,
    ):
        put_files_on(one, disk.path)
        with served(one) as web:
            manager = Person(web, "martin.ellery")
            upload = {"document": ("extract.csv", case_systems.synergic(), "text/csv")}
            day = {"as_at_day": "2", "as_at_month": "12", "as_at_year": "2019"}
            page, before = "/a/merrowshire/register/bring-in/", number(one, ENTRIES)
            disk.fill()
            answer = manager.send(manager.form(page), upload, system="as it says", **day)
            assert answer.status_code in (422, 503)
            assert "no space left for files" in answer.text
            assert number(one, ENTRIES) == before
            disk.make_room()
            again = manager.send(manager.form(page), upload, system="as it says", **day)
            assert again.status_code == 302
    survived("disk of the files full while an extract is uploaded, then uploaded again")


def put_files_on(one: Installation, to: Path) -> None:
    """The installation's folder of files lies on that disk, with nothing in it yet."""
    os.rename(one.var / "files", one.var / "files-before")
    os.symlink(to, one.var / "files")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, survived: Told) -> None:
    with (
        installed(tmp_path / "var", "log") as one,
        open("/dev/full", "wb") as full,
        served(one, log=full, GOLDENTHREAD_LOG_LEVEL="DEBUG") as web,
    ):
        office = Person(web, "priya.nair")
        before = number(one, UPDATES)
        assert office.get("/a/merrowshire/no-such-page/").status_code == 404  # is logged
        form = office.form(update_page(one))
        assert office.send(form, progress="Nobody writes this down").status_code == 302
        assert number(one, UPDATES) == before + 1
    survived("log on a full disk (/dev/full): people go on working")


def test_a_backup_to_a_full_disk_says_so_and_leaves_the_older_ones(
    tmp_path: Path, survived: Told
) -> None:
    with (
        small_disk(tmp_path / "disk", 12) as disk,
        installed(tmp_path / "var", "backup") as one,
    ):
        to = disk.path / "backups"
        one.command("backup", "--to", str(to))
        (older,) = to.glob("golden-thread-*")
        content = {path.name: path.read_bytes() for path in older.iterdir()}
        disk.fill(leave=100_000)
        said = one.command("backup", "--to", str(to), fails=True)
        assert said.startswith(f"No backup was made in {to}: the disk is full.")
        assert [path for path in to.iterdir() if not path.name.startswith(".")] == [older]
        assert not list(to.glob(".making-*"))
        assert {path.name: path.read_bytes() for path in older.iterdir()} == content
        disk.make_room()
        one.command("backup", "--to", str(to))
        assert len(list(to.glob("golden-thread-*"))) == 2
    survived("backup to a full disk: said, older ones stay, the next one is made")


@pytest.mark.skipif(bool(SERVER), reason="The server's own disk is not this test's to fill.")
def test_a_restore_onto_a_full_disk_says_so_and_what_stood_there_stands(
    tmp_path: Path, survived: Told
) -> None:
    with (
        small_disk(tmp_path / "disk", 12) as disk,
        installed(disk.path / "var", "restore") as one,
    ):
        one.command("backup", "--to", str(tmp_path / "backups"))
        (made,) = (tmp_path / "backups").glob("golden-thread-*")
        before = number(one, ENTRIES)
        disk.fill(leave=300_000)
        said = one.command("restore", str(made), "--replace", fails=True)
        assert "the disk is full" in said
        assert "What stood here stands." in said
        assert number(one, ENTRIES) == before
        disk.make_room()
        assert one.command("verify-trail").startswith("The audit trail is whole")
    survived("restore onto a full disk: said, what stood there stands")


@pytest.mark.skipif(bool(SERVER), reason="The server's own disk is not this test's to fill.")
def test_a_command_on_a_full_disk_says_so(tmp_path: Path, survived: Told) -> None:
    with (
        small_disk(tmp_path / "disk", 12) as disk,
        installed(disk.path / "var", "command") as one,
    ):
        before: Any = number(one, ENTRIES)
        disk.fill()
        words = ("open-period", "Too much", "--from", "2020-01-02", "--cut-off", "2020-01-09")
        said = one.command(*words, fails=True)
        assert "disk" in said
        assert "migrate" not in said
        disk.make_room()
        assert number(one, ENTRIES) == before
        one.command(*words)
    survived("a command on a full disk: said, nothing half done, then done")
