"""Clocks put back, ahead or by an hour; days on which calendars are odd: once, and not twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django_q.models import Schedule

from goldenthread.config import tasks
from goldenthread.config.keeping import versions
from goldenthread.jobs import schedules
from goldenthread.notifications.models import Message
from goldenthread.partnership.actions.tries import Limit, take_try
from goldenthread.partnership.models import LocalArea
from tests.faults.told import Told
from tests.improvement_plan.conftest import office  # noqa: F401
from tests.improvement_plan.rounds.conftest import CUT_OFF, World, asked_world, world  # noqa: F401
from tests.improvement_plan.rounds.test_chasing import FIVE_BEFORE, run

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
ODD_DAYS = {
    "clocks forward": date(2026, 3, 29),
    "clocks back": date(2026, 10, 25),
    "29 February": date(2028, 2, 29),
    "31 December": date(2026, 12, 31),
}
Now = Callable[[datetime], None]


@pytest.fixture
def now_is(monkeypatch: pytest.MonkeyPatch) -> Now:
    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


def three_days_around(day: date, every: timedelta) -> Iterator[datetime]:
    """Every so many minutes from the morning before to the evening after, in UTC."""
    moment = datetime.combine(day - timedelta(days=1), time(), tzinfo=UTC)
    while moment < datetime.combine(day + timedelta(days=2), time(), tzinfo=UTC):
        yield moment
        moment += every


@pytest.mark.parametrize("at", [time(1, 30), time(18)])
@pytest.mark.parametrize("day", ODD_DAYS)
def test_each_day_has_one_backup_and_one_head_whatever_the_clock_does(
    day: str, at: time, now_is: Now, settings: Any, tmp_path: Path, local_area: LocalArea,
    monkeypatch: pytest.MonkeyPatch, survived: Told,
) -> None:  # fmt: skip
    """01:30 is not there on one of these days, and twice on another."""
    settings.BACKUP_TO, settings.BACKUP_AT = str(tmp_path / "backups"), at
    settings.TRAIL_HEADS, settings.TRAIL_HEADS_AT = str(tmp_path / "heads"), at

    def begin(*_: Any, **__: Any) -> None:
        (tmp_path / "backups" / versions.name_for(timezone.now())).mkdir(parents=True)

    monkeypatch.setattr(tasks.subprocess, "Popen", begin)
    for moment in three_days_around(ODD_DAYS[day], timedelta(minutes=15)):
        now_is(moment)
        tasks.back_up()
        tasks.keep_heads()
    made = Counter(
        found.astimezone(LONDON).date() for found, _ in versions.backups_in(tmp_path / "backups")
    )
    expected = [ODD_DAYS[day] + timedelta(days=n) for n in (-1, 0, 1)]
    assert {one: made[one] for one in expected} == dict.fromkeys(expected, 1)
    heads = Counter(
        datetime.fromisoformat(line.split()[0]).astimezone(LONDON).date()
        for line in (tmp_path / "heads").read_text().splitlines()
    )
    assert {one: heads[one] for one in expected} == dict.fromkeys(expected, 1)
    survived(f"{day} ({ODD_DAYS[day]}), set for {at:%H:%M}: one backup and one head a day")


def test_a_backup_of_tomorrow_does_not_make_one_every_quarter_of_an_hour(
    now_is: Now, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: Told
) -> None:
    """Made while the clock was a day ahead."""
    settings.BACKUP_TO, settings.BACKUP_AT = str(tmp_path), time(2)
    begun: list[datetime] = []

    def begin(*_: Any, **__: Any) -> None:
        begun.append(timezone.now())
        (tmp_path / versions.name_for(timezone.now())).mkdir()

    monkeypatch.setattr(tasks.subprocess, "Popen", begin)
    (tmp_path / versions.name_for(datetime(2026, 3, 4, 2, tzinfo=UTC))).mkdir()
    for quarter in range(40):
        now_is(datetime(2026, 3, 3, 9, tzinfo=UTC) + timedelta(minutes=15 * quarter))
        tasks.back_up()
    assert begun == [datetime(2026, 3, 3, 9, tzinfo=UTC)]
    survived("clock a day ahead, then put right: one backup that day")


def test_reminders_go_out_once_though_the_day_comes_twice(
    asked_world: World,  # noqa: F811
    survived: Told,
) -> None:
    for day in (FIVE_BEFORE, FIVE_BEFORE - timedelta(days=1), FIVE_BEFORE, CUT_OFF, FIVE_BEFORE):
        run(asked_world, day)
    told = Counter(Message.objects.filter(kind="reminder").values_list("once", flat=True))
    assert set(told.values()) == {1}
    assert sum(told.values()) == 4  # two people, on each of the two days
    survived("clock put back over the days of reminders: each sent once")


def test_what_was_planned_while_the_clock_was_ahead_comes_round_now(
    monkeypatch: pytest.MonkeyPatch, survived: Told
) -> None:
    monkeypatch.setattr(schedules, "_rounds", {})
    schedules.every(5, "goldenthread.jobs.tasks.recover", name="look")
    schedules.write_down()
    planned = Schedule.objects.get().next_run
    assert schedules.bring_back() == 0
    assert Schedule.objects.get().next_run == planned
    Schedule.objects.update(next_run=timezone.now() + timedelta(days=365))
    assert schedules.bring_back() == 1
    assert Schedule.objects.get().next_run <= timezone.now()
    survived("clock a year ahead, then put right: what comes round comes round now")


def test_a_session_does_not_outlive_a_clock_that_was_put_back(
    client: Client, viewer: Any, signed_in: Any, survived: Told
) -> None:
    signed_in(viewer("programme_office"))
    session = client.session
    session["began"] = session["seen"] = timezone.now().timestamp() + 24 * 60 * 60
    session.save()
    answer = client.get("/a/eastmere/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/accounts/login/")
    assert "server’s clock was put back" in answer.content.decode()
    survived("clock put back by a day: sessions end instead of lasting a day longer")


def test_clocks_of_two_servers_that_differ_by_a_minute_sign_nobody_out(
    client: Client, viewer: Any, signed_in: Any
) -> None:
    signed_in(viewer("programme_office"))
    session = client.session
    session["began"] = session["seen"] = timezone.now().timestamp() + 60
    session.save()
    assert client.get("/a/eastmere/").status_code == 200


def test_nobody_is_kept_from_signing_in_by_tries_of_a_day_to_come(survived: Told) -> None:
    limit, what = Limit(tries=2, minutes=5), ("sign-in", "192.0.2.1", "a@eastmere.example")
    ahead = datetime(2026, 3, 4, 9, tzinfo=UTC)
    right = ahead - timedelta(days=1)
    assert [take_try(what, limit=limit, at=ahead) for _ in range(2)] == [None, None]
    assert take_try(what, limit=limit, at=ahead) is not None
    assert [take_try(what, limit=limit, at=right) for _ in range(2)] == [None, None]
    assert take_try(what, limit=limit, at=right) == right + timedelta(minutes=5)
    survived("clock put back by a day: nobody is shut out for a day")
