"""The guide's retention schedule says what the product does."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from goldenthread.config import tasks as nightly
from goldenthread.pages.models import Draft
from goldenthread.partnership.models import User
from goldenthread.retention import tasks
from goldenthread.retention.documents import BEGINS, ENDS, schedule_as_markdown
from goldenthread.rules.retention import kept_until, latest_to_go, may_go

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "retention.md"


def test_the_schedule_in_the_guide_is_current() -> None:
    """GOLDENTHREAD_WRITE=1 writes it anew."""
    text = GUIDE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGINS)
    after = rest.partition(ENDS)[2]
    wanted = f"{before}{schedule_as_markdown()}{after}"
    if os.environ.get("GOLDENTHREAD_WRITE"):
        GUIDE.write_text(wanted, encoding="utf-8")
    assert GUIDE.read_text(encoding="utf-8") == wanted


@pytest.mark.parametrize(
    ("begins", "years", "until"),
    [
        (date(2000, 2, 29), 25, date(2025, 2, 28)),
        (date(2000, 2, 29), 24, date(2024, 2, 29)),
        (date(1999, 12, 31), 25, date(2024, 12, 31)),
        (date(1995, 3, 1), 25, date(2020, 3, 1)),
    ],
)
def test_it_goes_the_day_after_the_same_day_so_many_years_later(
    begins: date, years: int, until: date
) -> None:
    assert kept_until(begins, years) == until
    assert not may_go(begins, years, on=until)
    assert may_go(begins, years, on=date.fromordinal(until.toordinal() + 1))
    assert not may_go(None, years, on=date.max)


def test_what_the_database_is_asked_for_misses_nothing_that_may_go() -> None:
    """Every day of eight years, leap days included, against the rule itself."""
    days = [date.fromordinal(date(1992, 1, 1).toordinal() + number) for number in range(2922)]
    for on in (date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 2, 28)):
        asked = {day for day in days if day <= latest_to_go(25, on=on)}
        assert {day for day in days if may_go(day, 25, on=on)} <= asked


@pytest.mark.django_db
def test_sessions_that_ended_and_drafts_of_last_week_are_forgotten(local_area: Any) -> None:
    now = timezone.now()
    user = User.objects.create_user("ana@eastmere.example", "a long enough password", name="Ana")
    for key, ends in (("stands", timedelta(hours=1)), ("ended", -timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=now + ends)
        UserSession.objects.create(
            user=user, session_key=key, ip="127.0.0.1", last_seen_at=now - timedelta(days=2)
        )
    for days in (6, 8):
        Draft.objects.create(
            token=f"{days}", address="/a/", fields={}, saved_at=now - timedelta(days=days)
        )
    assert tasks.forget_sessions() == 1
    tasks.forget_drafts()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["stands"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["stands"]
    assert list(Draft.objects.values_list("token", flat=True)) == ["6"]


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "begins"), [(2, False), (3, True), (4, False)])
def test_erasure_begins_in_the_night_of_london(
    monkeypatch: pytest.MonkeyPatch, hour: int, begins: bool
) -> None:
    """Whatever the season: the hour is that of the clock on the wall."""
    begun: list[int] = []
    for month in (1, 7):
        moment = datetime(2026, month, 10, hour, 30, tzinfo=ZoneInfo("Europe/London"))
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        monkeypatch.setattr(nightly, "erase_now", lambda: begun.append(1) or 7)
        assert nightly.erase_at_night() == (7 if begins else 0)
    assert len(begun) == (2 if begins else 0)
