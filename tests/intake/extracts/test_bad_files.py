"""Files that are not what they should be, arrive twice, or wait too long: a sentence, and nothing
of them in the register."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.ehcp_register.models import Child, Source
from goldenthread.files import waiting
from goldenthread.intake.actions import arrivals
from goldenthread.intake.models import ArrivalState, RegisterArrival
from goldenthread.intake.tasks.registers import forget_arrivals
from goldenthread.partnership.models import Grant
from goldenthread.rules.refusals import Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW
from tests.factories import case_systems
from tests.factories.registers import csv_of
from tests.files.uploads import PDF
from tests.intake.extracts.conftest import again
from tests.intake.extracts.test_whole_way import PERSONS, a_return, lying

pytestmark = pytest.mark.django_db
EVERY = "a test counts what was written"
ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
)


def children() -> int:
    return Child.objects.including_restricted_records(because=EVERY).count()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "sen2.xml", "empty"),
        (PDF, "return.pdf", "is a PDF"),
        (ENCRYPTED, "extract.xlsx", "protected by a password"),
        (b"\x7fELF" + b"\0" * 100, "extract.csv", "a program"),
    ],
)
def test_what_the_gate_refuses_leaves_nothing(
    content: bytes, name: str, said: str, give: Any
) -> None:
    with pytest.raises(Refused, match=said):
        give(content, name)
    assert RegisterArrival.objects.count() == 0
    assert lying() == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (a_return()[:-400], "sen2.xml"),
        (b"<Message><Header/></Message>", "sen2.xml"),
        (csv_of([["persontableid", "surname"], ["1", "Eze"]]), "person.csv"),
    ],
)  # fmt: skip
def test_what_breaks_off_in_the_middle_is_refused_whole(
    content: bytes, name: str, give: Any, press: Any
) -> None:
    row = give(content, name)
    assert row.state == ArrivalState.REFUSED
    assert row.refusal.endswith(".")
    assert children() == Source.objects.count() == 0
    assert press(arrivals.cancel, row).state == ArrivalState.CANCELLED
    assert lying() == []


def test_headings_without_a_row_ask_what_they_are_and_bring_in_nobody(give: Any) -> None:
    headings = csv_of([["Person ID", "Family Name", "Given Name", "Date of Birth"]])
    assert give(headings, "empty.csv").state == ArrivalState.COLUMNS
    none = give(a_return([]), "none.xml")
    assert none.state == ArrivalState.REFUSED
    assert none.refusal.endswith(".")


def test_the_29_of_february_comes_in_as_it_is(give: Any, press: Any) -> None:
    born = replace(PERSONS[0], born=case_systems.LEAP_DAY)
    press(arrivals.bring_in_arrival, give(a_return([born])))
    child = Child.objects.including_restricted_records(because=EVERY).get()
    assert child.born_on == date(2012, 2, 29)


def test_a_day_to_come_is_refused(give: Any) -> None:
    with pytest.raises(Refused, match="is still to come"):
        give(a_return(), as_at=date(2020, 1, 15))
    assert lying() == []


def test_the_same_file_once_more_changes_nothing_and_says_that_it_came(
    give: Any, press: Any, browser: Any, manager: Any
) -> None:
    press(arrivals.bring_in_arrival, give(a_return()))
    row = give(a_return())
    page = browser(manager).get(f"/a/eastmere/register/bring-in/{row.pk}/").content.decode()
    assert "This very file was brought in before" in page
    assert "Nothing changes" in page
    row = press(arrivals.bring_in_arrival, row)
    assert (row.outcome["new"], row.outcome["changed"], children()) == (0, 0, 6)


def test_two_managers_who_bring_the_same_return_in_make_no_child_twice(
    give: Any, press: Any, viewer: Any, manager: Any
) -> None:
    other = viewer("case_manager", name="Otto Other")
    mine, theirs = give(a_return()), give(a_return(PERSONS[:5]), by=other)
    press(arrivals.bring_in_arrival, mine)
    with pytest.raises(Refused, match="Another extract was brought"):
        press(arrivals.bring_in_arrival, theirs, by=other)
    theirs = press(arrivals.look_again, theirs, by=other)
    assert theirs.found["lists"]["new"] == 0
    press(arrivals.bring_in_arrival, theirs, by=other)
    assert children() == 6


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`later(hours=24)`: the clock stands so long after the extract came."""

    def at(**more: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(**more))

    return at


def test_after_a_day_its_file_is_deleted_and_it_says_so(
    give: Any, press: Any, later: Callable[..., None]
) -> None:
    row = give(a_return())
    later(hours=23, minutes=59)
    assert forget_arrivals() == 0
    assert lying()
    later(hours=24)
    assert (forget_arrivals(), forget_arrivals()) == (1, 0)
    row = again(row.pk)
    assert (row.state, row.key) == (ArrivalState.EXPIRED, "")
    entry = TrailEntry.objects.filter(act="intake.forget_arrivals").get()
    assert entry.actor_label == "Golden Thread"
    with pytest.raises(Refused, match="day of this extract is over"):
        press(arrivals.bring_in_arrival, row)
    assert children() == 0


def test_the_bytes_go_with_the_day(
    give: Any, later: Callable[..., None], django_capture_on_commit_callbacks: Any
) -> None:
    give(a_return())
    later(hours=25)
    with django_capture_on_commit_callbacks(execute=True):
        forget_arrivals()
    assert lying() == []


def test_what_a_killed_process_left_is_deleted_an_hour_later(give: Any) -> None:
    row = give(a_return())
    stray = waiting.folder(row.pk).with_name("0190a000-0000-7000-8000-000000000000")
    stray.mkdir()
    (stray / "file").write_bytes(b"left")
    now = datetime.now(UTC)
    assert waiting.sweep([row.pk], now=now) == 0
    old = (now - timedelta(hours=2)).timestamp()
    for path in (stray, waiting.folder(row.pk)):
        os.utime(path, (old, old))
    assert waiting.sweep([row.pk], now=now) == 1
    assert not stray.exists()
    assert waiting.folder(row.pk).exists()


@pytest.mark.parametrize("harm", ["changed", "cut off", "gone", "of another"])
def test_a_sealed_file_that_was_touched_is_not_read(harm: str, give: Any, press: Any) -> None:
    row = give(a_return())
    place = waiting.folder(row.pk) / "file"
    content = place.read_bytes()
    touched = {
        "changed": content[:40] + bytes([content[40] ^ 1]) + content[41:],
        "cut off": content[: -len(content) // 3],
        "of another": (waiting.folder(row.pk) / "new").read_bytes(),
    }
    if harm == "gone":
        place.unlink()
    else:
        place.write_bytes(touched[harm])
    row = press(arrivals.bring_in_arrival, row)
    assert row.state == ArrivalState.READY
    assert "can no longer be read" in row.refusal
    assert children() == 0


def test_a_right_that_ended_meanwhile_brings_nothing_in(
    give: Any, manager: Any, on: date, django_capture_on_commit_callbacks: Any
) -> None:
    row = give(a_return())
    with django_capture_on_commit_callbacks(execute=True):
        arrivals.bring_in_arrival(arrival_id=row.pk, version=row.version, by=manager, on=on)
        Grant.objects.filter(user_id=manager.user_id).delete()
    row = again(row.pk)
    assert row.state == ArrivalState.READY
    assert "no rights in the local area" in row.refusal
    assert children() == 0


def test_a_full_disk_is_told_in_a_sentence(
    give: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="no space left for files"):
        give(a_return())
    assert RegisterArrival.objects.count() == 0
    assert lying() == []
