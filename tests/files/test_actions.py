import errno
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from goldenthread.files import actions, queries, storage
from goldenthread.files.kinds import ALL_KINDS
from goldenthread.files.models import AreaStorage, StoredFile
from goldenthread.rules.refusals import Refused
from tests.files.uploads import PDF

AREA = uuid.UUID(int=1)
OTHER_AREA = uuid.UUID(int=2)
ON = date(2026, 3, 2)


def keep(content: bytes = PDF, name: str = "plan.pdf", area: uuid.UUID = AREA) -> queries.KeptFile:
    return actions.keep(
        upload=content,
        name=name,
        local_area_id=area,
        by_id=uuid.UUID(int=7),
        by_label="Morag Penhallow",
        on=ON,
        allowed=ALL_KINDS,
    )


def contents(root: Path) -> list[Path]:
    """Every content on disk."""
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_kept_file_can_be_read_again(files_root: Path) -> None:
    file = keep()

    assert queries.stored_file(file.id, local_area_id=AREA) == file
    assert (file.name, file.size, file.uploaded_on) == ("plan.pdf", len(PDF), ON)
    with queries.open_bytes(file.id, local_area_id=AREA) as content:
        assert content.read() == PDF
    (path,) = contents(files_root)
    assert path.relative_to(files_root).parts == (str(AREA), file.sha256[:2], file.sha256)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_the_same_content_is_kept_once(files_root: Path) -> None:
    first = keep()
    again = keep(name="another name.pdf")

    assert (first.already_kept, again.already_kept) == (False, True)
    assert again.id == first.id
    assert len(contents(files_root)) == 1
    assert queries.usage(local_area_id=AREA) == queries.Usage(len(PDF), 1_000_000)
    assert queries.with_content(first.sha256, local_area_id=AREA) == first


@pytest.mark.asvs("5.3.2")
@pytest.mark.django_db
def test_two_local_areas_never_share_a_file(files_root: Path) -> None:
    here = keep()
    there = keep(area=OTHER_AREA)

    assert (there.already_kept, len(contents(files_root))) == (False, 2)
    with pytest.raises(Refused, match="not kept here"):
        queries.stored_file(here.id, local_area_id=OTHER_AREA)
    assert queries.stored_files([here.id, there.id], local_area_id=AREA) == {here.id: here}


@pytest.mark.asvs("2.3.2")
@pytest.mark.django_db
def test_a_local_area_has_a_quota(settings: Any, files_root: Path) -> None:
    settings.FILES_QUOTA_BYTES = len(PDF) + 5
    keep()

    with pytest.raises(Refused, match="used its space"):
        keep(b"a,b,c,d\n", "plan.csv")

    assert len(contents(files_root)) == StoredFile.objects.count() == 1
    assert keep(area=OTHER_AREA)
    assert keep().already_kept


@pytest.mark.django_db
def test_a_removed_file_gives_its_space_back_and_can_be_kept_again() -> None:
    file = keep()
    actions.remove(file.id, local_area_id=AREA)

    assert queries.usage(local_area_id=AREA).used == 0
    with pytest.raises(Refused, match="removed"):
        queries.open_bytes(file.id, local_area_id=AREA)
    with pytest.raises(Refused, match="removed"):
        actions.remove(file.id, local_area_id=AREA)

    again = keep()
    assert (again.id, again.already_kept) == (file.id, False)
    assert queries.usage(local_area_id=AREA).used == len(PDF)


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing(files_root: Path) -> None:
    with pytest.raises(Refused):
        keep(b"<html>", "plan.pdf")

    assert not contents(files_root)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_full_disk_is_said_plainly_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, files_root: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="no space left"):
        keep()

    assert not contents(files_root)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_other_faults_of_the_disk_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        keep()


@pytest.mark.django_db
def test_damage_to_contents_is_found() -> None:
    lost, altered, sound = keep(), keep(b"a,b\n", "a.csv"), keep(b"c,d\n", "c.csv")
    storage.place(AREA, lost.sha256).unlink()
    storage.place(AREA, altered.sha256).write_bytes(b"x,y\n")

    found = {damage.file.id: damage.what for damage in queries.damaged(local_area_id=AREA)}

    assert found == {lost.id: "missing", altered.id: "altered"}
    with pytest.raises(Refused, match="missing from this installation"):
        queries.open_bytes(lost.id, local_area_id=AREA)
    assert sound.id not in found


@pytest.mark.django_db
def test_keeping_a_lost_content_again_mends_it() -> None:
    file = keep()
    storage.place(AREA, file.sha256).unlink()

    assert keep().already_kept
    assert not queries.damaged(local_area_id=AREA)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_file_leaves_only_content_which_is_swept_after_a_day(
    files_root: Path,
) -> None:
    kept = keep(b"a,b\n", "kept.csv")
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert StoredFile.objects.count() == 1
    assert len(contents(files_root)) == 2
    assert queries.usage(local_area_id=AREA).used == 4

    now = datetime.now(UTC)
    assert actions.sweep(now=now) == 0
    assert actions.sweep(now=now + timedelta(days=1, minutes=1)) == 1

    assert [path.name for path in contents(files_root)] == [kept.sha256]


@pytest.mark.django_db
def test_sweeping_clears_removed_files_and_half_written_copies(files_root: Path) -> None:
    file, kept = keep(), keep(b"a,b\n", "kept.csv")
    actions.remove(file.id, local_area_id=AREA)
    half = storage.place(AREA, kept.sha256).with_name(f"{kept.sha256}.part-0123")
    half.write_bytes(b"a,")
    (files_root / "incoming" / "stray").write_bytes(b"x")
    later = datetime.now(UTC) + timedelta(days=2)

    assert actions.sweep(now=later) == 2
    assert not half.exists()
    assert storage.place(AREA, kept.sha256).exists()


@pytest.mark.django_db
def test_there_is_nothing_to_sweep_before_the_first_file() -> None:
    assert actions.sweep(now=datetime.now(UTC)) == 0


@pytest.mark.asvs("5.2.4")
def test_uploads_at_once_keep_one_content_and_stay_within_the_quota(
    settings: Any, many_connections: None
) -> None:
    settings.FILES_QUOTA_BYTES = 30

    def upload(number: int) -> str:
        try:
            return str(keep(b"%09d\n" % (number % 5), f"{number}.csv").already_kept)
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(upload, range(20)))

    assert answers.count("False") == 3
    assert AreaStorage.objects.get().used_bytes == 30
    assert StoredFile.objects.count() == 3


def test_a_content_is_never_seen_half_written(files_root: Path, settings: Any) -> None:
    class Failing:
        def read(self, size: int = -1, /) -> bytes:
            raise RuntimeError("the machine stopped")

    with pytest.raises(RuntimeError):
        storage.write_beside(Failing(), AREA, "ab" * 32)  # type: ignore[arg-type]

    assert not contents(files_root)
    assert os.path.isdir(files_root)
