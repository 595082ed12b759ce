"""The head of each area's trail goes outside once a day, and verification finds it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.config import tasks, trail_heads
from goldenthread.config.trail_heads import HeadLine, is_time
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import Person
from goldenthread.rules.refusals import Refused
from goldenthread.trail import integrity, looks, triggers
from goldenthread.trail.models import TrailEntry, TrailHead, TrailLook, TrailLookBatch
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """`at(moment)`: it is that moment (UTC)."""

    def be(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    be(datetime(2026, 3, 2, 18, 5, tzinfo=UTC))
    return be


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.TRAIL_HEADS = str(tmp_path / "heads.txt")
    return tmp_path / "heads.txt"


def _lines(file: Path) -> list[HeadLine]:
    return [HeadLine.read(line) for line in file.read_text().splitlines()]


@pytest.mark.parametrize(
    ("now", "come"),
    [
        (datetime(2026, 1, 14, 17, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 14, 18, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 14, 17, 0, tzinfo=UTC), True),  # six o'clock in summer
        (datetime(2026, 7, 14, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), True),
        (datetime(2027, 1, 1, 0, 1, tzinfo=UTC), False),
    ],
)
def test_the_set_time_is_london_s(now: datetime, come: bool) -> None:
    assert is_time(time(18), now=now) is come


def test_a_time_that_the_clocks_leap_over_comes_with_the_hour_after() -> None:
    assert not is_time(time(1, 30), now=datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    assert is_time(time(1, 30), now=datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


@pytest.mark.asvs("16.4.3")
def test_each_area_s_head_is_written_once_a_day(
    local_area: Any, other_area: Any, file: Path, at: Callable[[datetime], None]
) -> None:
    assert tasks.keep_heads() == 2
    assert tasks.keep_heads() == 0
    at(datetime(2026, 3, 3, 17, 59, tzinfo=UTC))
    assert tasks.keep_heads() == 0
    at(datetime(2026, 3, 3, 18, 0, tzinfo=UTC))
    assert tasks.keep_heads() == 2

    lines = _lines(file)
    assert [line.slug for line in lines].count("eastmere") == 2
    assert {line.slug for line in lines} == {"eastmere", "westholm"}
    head = TrailHead.objects.get(local_area_id=local_area.id)
    assert f"{head.seq}:{head.hash}" in {line.head for line in lines}


def test_the_day_of_a_line_is_london_s(local_area: Any, file: Path) -> None:
    """Half past midnight in summer is another day here and the same in UTC."""
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    line = HeadLine(late, "eastmere", local_area.id, f"1:{'a' * 64}")
    next_line = HeadLine(late.replace(hour=23), "eastmere", local_area.id, f"2:{'b' * 64}")
    assert trail_heads.append(file, lambda: [line], day=date(2026, 6, 30)) == (line,)
    assert trail_heads.append(file, lambda: [next_line], day=date(2026, 7, 1)) == (next_line,)
    assert trail_heads.append(file, lambda: [next_line], day=date(2026, 7, 1)) == ()
    assert len(_lines(file)) == 2


def test_looks_are_sealed_before_the_head_is_written(
    viewer: Callable[..., Any], file: Path, at: Callable[[datetime], None]
) -> None:
    office = viewer("programme_office")
    looks.note(office, shown=[("person", office.user_id)], page="a page", on=TODAY)
    tasks.keep_heads()

    (line,) = _lines(file)
    entry = TrailEntry.objects.get(act="trail.seal_looks")
    assert line.head == f"{entry.seq}:{entry.hash}"


def test_a_trail_is_checked_against_the_file(
    local_area: Any, file: Path, at: Callable[[datetime], None]
) -> None:
    tasks.keep_heads()
    (written,) = trail_heads.read_file(file)
    assert written.when == "2 March 2026"
    assert integrity.verify(written=[written]).whole
    file.write_text(file.read_text().replace(written.hash, "0" * 64))
    bad = integrity.verify(written=trail_heads.read_file(file)).bad
    assert bad
    assert "of 2 March 2026" in bad.sentence


def test_a_file_that_is_no_file_of_heads_is_refused(local_area: Any, file: Path) -> None:
    file.write_text("Dear council\n")
    with pytest.raises(Refused, match="Line 1 of"):
        trail_heads.read_file(file)
    with pytest.raises(Refused, match="Line 1 of"):
        tasks.write_heads()
    assert file.read_text() == "Dear council\n"
    with pytest.raises(Refused, match="cannot be read"):
        trail_heads.read_file(file.with_name("nowhere"))


def test_the_head_is_mailed_once_a_day_to_those_of_the_area_who_are_named(
    local_area: Any,
    other_area: Any,
    settings: Any,
    at: Callable[[datetime], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.TRAIL_HEADS_TO = ("Administrator@Eastmere.example", "nobody@eastmere.example")
    for _ in range(2):
        tasks.keep_heads()

    (message,) = Message.objects.all()
    person = Person.objects.get(pk=message.person_id)
    head = TrailHead.objects.get(local_area_id=local_area.id)
    assert person.email == "administrator@eastmere.example"
    assert f"{head.seq}:{head.hash}" in message.words
    assert "--area eastmere" in message.words
    assert message.kind == "trail_head"
    assert "1 addresses of GOLDENTHREAD_TRAIL_HEADS_TO are nobody's" in caplog.text


def test_nothing_is_written_or_sent_where_nothing_is_named(
    local_area: Any, at: Callable[[datetime], None]
) -> None:
    assert tasks.keep_heads() == 0
    assert not Message.objects.exists()


def test_every_area_s_looks_are_sealed_by_the_round(
    viewer: Callable[..., Any], other_viewer: Callable[..., Any]
) -> None:
    for one in (viewer("programme_office"), other_viewer("programme_office")):
        looks.note(one, shown=[("person", one.user_id)], page="a page", on=TODAY)
    assert tasks.seal_trail() == 2
    assert tasks.seal_trail() == 0
    assert TrailLookBatch.objects.count() == 2


# --- the command line ----------------------------------------------------------------------------


@pytest.fixture
def run() -> Callable[..., Any]:
    from click.testing import CliRunner

    from goldenthread.config.command_line import cli

    def command(*words: str) -> Any:
        return CliRunner().invoke(cli, list(words))

    return command


def test_the_head_is_printed_and_found_again(local_area: Any, run: Callable[..., Any]) -> None:
    printed = run("trail-head")
    assert printed.exit_code == 0
    slug, head = printed.stdout.split()
    assert slug == "eastmere"

    whole = run("verify-trail", "--head", head)
    assert whole.exit_code == 0
    assert "It contains the 1 head written down." in whole.stdout
    number = head.split(":")[0]
    another = run("verify-trail", "--head", f"{number}:{'0' * 64}")
    assert another.exit_code == 1
    assert f"Entry {number} is not that of the head" in another.stderr
    begun = run("verify-trail", "--since", head)
    assert (begun.exit_code, begun.stdout) == (0, "The audit trail is whole: 0 entries read.\n")


def test_a_head_is_of_one_area(local_area: Any, other_area: Any, run: Callable[..., Any]) -> None:
    head = run("trail-head", "--area", "westholm").stdout.split()[1]
    refused = run("verify-trail", "--head", head)
    assert isinstance(refused.exception, Refused)
    assert "Add --area with one of: eastmere, westholm." in str(refused.exception)
    assert run("verify-trail", "--area", "westholm", "--head", head).exit_code == 0
    assert run("verify-trail", "--area", "eastmere", "--head", head).exit_code == 1
    assert isinstance(run("verify-trail", "--area", "nowhere").exception, Refused)


def test_the_file_is_written_and_checked(
    local_area: Any, other_area: Any, file: Path, run: Callable[..., Any]
) -> None:
    assert run("trail-head", "--write").stderr == f"2 added to {file}.\n"
    assert run("trail-head", "--write").stderr == f"0 added to {file}.\n"
    whole = run("verify-trail", "--heads", str(file))
    assert "It contains the 2 heads written down." in whole.stdout


def test_a_file_that_cannot_be_written_is_told(
    local_area: Any, settings: Any, tmp_path: Path, run: Callable[..., Any]
) -> None:
    assert isinstance(run("trail-head", "--write").exception, Refused)
    settings.TRAIL_HEADS = str(tmp_path / "nowhere" / "heads.txt")
    refused = run("trail-head", "--write").exception
    assert isinstance(refused, Refused)
    assert "cannot be written: No such file or directory." in str(refused)


def test_a_bad_look_is_named_with_its_area(
    viewer: Callable[..., Any], other_area: Any, run: Callable[..., Any]
) -> None:
    office = viewer("programme_office")
    looks.note(office, shown=[("person", office.user_id)], page="a page", on=TODAY)
    tasks.seal_trail()
    triggers.remove()
    TrailLook.objects.update(page="another")
    triggers.install()

    told = run("verify-trail")
    assert told.exit_code == 1
    assert told.stderr == "eastmere: Look 1, or what it showed, has been altered.\n"
    data = run("verify-trail", "--format", "json")
    assert '"what": "look"' in data.stdout
