"""Advice by service: each figure is the count of the rows that it opens, as at any day; those who
see no child get counts with which nobody can be made out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import Event
from goldenthread.ehcp_register.queries.advice_by_service import (
    FIGURES,
    ServiceFigures,
    figures,
    rows_of,
    shared_counts,
)
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from goldenthread.rules.advice import Criterion, Judged, Met, Service
from goldenthread.rules.proceedings import Event as Happened
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import NotPermitted
from goldenthread.rules.standing.records import CaseRecord
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
SIX_WEEKS = timedelta(weeks=6)
IN_TIME, LATE, OLD = date(2019, 10, 1), date(2019, 11, 4), date(2018, 10, 1)


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


def _child(number: int, *told: tuple[What, date, str]) -> Any:
    every = ((What.REQUEST_RECEIVED, date(2018, 9, 3), ""), *told)
    events = tuple(
        Happened(key=f"e{at:02}", case="assessment", what=what, on=on, body=body)
        for at, (what, on, body) in enumerate(every)
    )
    case = CaseRecord(key="assessment", process="assessment", opened_on=date(2018, 9, 3))
    return register.child(number, events=events, cases=(case,), visits=(), placements=())


def _asked(body: str, on: date, *, came: date | None = None, ended: date | None = None) -> Any:
    told = [(What.ADVICE_ASKED, on, body)]
    told += [(What.ADVICE_RECEIVED, came, body)] if came else []
    told += [(What.ADVICE_NOT_NEEDED, ended, body)] if ended else []
    return told


@pytest.fixture
def children(manager: Any) -> dict[str, UUID]:
    return register.add(
        _child(
            1,
            *_asked("Health", IN_TIME, came=IN_TIME + SIX_WEEKS),
            *_asked("School", IN_TIME, came=IN_TIME + SIX_WEEKS + timedelta(days=1)),
        ),
        _child(
            2,
            *_asked("Health", LATE),
            *_asked("Paediatrics", LATE, ended=LATE + timedelta(days=7)),
            *_asked("School", date(2020, 1, 2)),
        ),
        _child(3, *_asked("Health", OLD, came=OLD + timedelta(days=3))),
        by=manager,
    )


def _of(service: Service | None, viewer: Any, day: date = TODAY) -> ServiceFigures:
    return next(one for one in figures(day, viewer=viewer, on=TODAY) if one.service is service)


def test_the_share_in_six_weeks_is_of_those_whose_six_weeks_are_over(
    children: dict[str, UUID], officer: Any
) -> None:
    health = _of(Service.HEALTH, officer).counts
    # One on its last day, one late still; what was called off before its last day is in no share.
    assert (health["ended"], health["in-time"], health["late"], health["asked"]) == (2, 1, 1, 3)
    education = _of(Service.EDUCATION, officer)
    assert (education.counts["ended"], education.counts["in-time"]) == (1, 0)
    assert (education.counts["open"], education.counts["late"]) == (1, 0)
    assert education.median_days == 43
    every = _of(None, officer)
    assert every.counts["ended"] == 3
    assert every.oldest_due == LATE + SIX_WEEKS


def test_a_past_day_is_as_it_stood_then(children: dict[str, UUID], officer: Any) -> None:
    before = _of(Service.HEALTH, officer, IN_TIME + timedelta(days=10))
    assert (before.counts["open"], before.counts["late"], before.counts["came"]) == (1, 0, 0)
    # Of 2018: it came more than a year before, and its six weeks ended within the year.
    assert (before.counts["ended"], before.counts["in-time"]) == (1, 1)
    due = _of(Service.HEALTH, officer, LATE + SIX_WEEKS)
    assert due.counts["late"] == 0
    assert _of(Service.HEALTH, officer, LATE + SIX_WEEKS + timedelta(days=1)).counts["late"] == 1


def test_every_figure_is_the_count_of_the_rows_it_opens(
    children: dict[str, UUID], officer: Any
) -> None:
    for day in (TODAY, date(2019, 11, 1)):
        for one in figures(day, viewer=officer, on=TODAY):
            for key in FIGURES:
                rows = rows_of(key, day, service=one.service, viewer=officer, on=TODAY)
                assert len(rows) == one.counts[key], (key, one.service)


def test_what_no_limit_binds_is_waited_for_and_never_late(
    manager: Any, officer: Any, signed_in: Any
) -> None:
    before_the_law = date(2014, 8, 29)
    register.add(_child(9, *_asked("Health", before_the_law)), by=manager)
    health = _of(Service.HEALTH, officer).counts
    assert (health["open"], health["late"], health["ended"]) == (1, 0, 0)
    (row,) = rows_of("open", TODAY, service=None, viewer=officer, on=TODAY)
    assert row.due_on is None
    client = signed_in(officer)
    assert (
        client.get(reverse("ehcp_register:advice_services", args=["eastmere"])).status_code == 200
    )
    page = client.get(reverse("ehcp_register:advice_rows", args=["eastmere", "open"]))
    assert "No limit binds" in page.content.decode()


def test_chases_and_quality_are_counted_as_at_the_day(
    children: dict[str, UUID], officer: Any
) -> None:
    rows = Event.objects.visible_to(officer, on=TODAY)
    late = rows.get(what="advice-asked", body="Health", on=LATE)
    given = {"by": officer, "on": TODAY, "at": NOW}
    for day in (date(2020, 1, 6), TODAY):
        actions.chase_advice(
            child_id=late.child_id, event_ids=[late.pk], how="email", chased_on=day, **given
        )
    (row,) = rows_of("late", TODAY, service=Service.HEALTH, viewer=officer, on=TODAY)
    assert (row.chased, row.last_chased) == (2, TODAY)
    (row,) = rows_of("late", date(2020, 1, 6), service=None, viewer=officer, on=TODAY)
    assert row.chased == 1

    actions.ask_advisers(
        child_id=late.child_id, case_id=late.case_id, bodies=["Youth justice"], asked_on=IN_TIME,
        **given,
    )  # fmt: skip
    asked = rows.get(what="advice-asked", body="Youth justice")
    came = actions.receive_advice(event_id=asked.pk, received_on=TODAY, **given)
    met = {**dict.fromkeys(Criterion, Met.MET), Criterion.VOICE: Met.PARTLY}
    actions.judge_advice(event_id=came, judged=Judged(met=met, more="Their own words"), **given)
    others = _of(Service.OTHER, officer).counts
    assert (others["judged"], others["all-met"], others["returned"]) == (1, 0, 1)


def test_restricted_records_are_in_no_figure(
    children: dict[str, UUID], officer: Any, administrator: Any, viewer: Any
) -> None:
    partnership.restrict(
        about_id=children["EM00002"], category="other", reason="A reason",
        owner_id=administrator.person_id, by=administrator, on=TODAY,
    )  # fmt: skip
    assert _of(None, officer).counts["late"] == 0
    shared = shared_counts(viewer=viewer("board_member"), on=TODAY)
    counted = dict(shared.services)[Service.HEALTH].table.counts
    assert counted == {("In six weeks",): 1}


def test_figures_are_of_one_s_own_area(children: dict[str, UUID], stranger: Any) -> None:
    assert _of(None, stranger).counts["asked"] == 0


def test_who_sees_no_child_gets_rounded_counts_as_at_the_first_of_the_month(
    children: dict[str, UUID], viewer: Any
) -> None:
    shared = shared_counts(viewer=viewer("board_member"), on=TODAY)
    assert shared.day == date(2020, 1, 1)
    for _, protected in shared.services:
        values = [cell.value for cell in protected.cells.values() if cell.value is not None]
        assert all(value % 5 == 0 for value in values)
    narrow = viewer("board_member", name="Nora", scope_kind="forum", scope_id=uuid4())
    with pytest.raises(NotPermitted):
        shared_counts(viewer=narrow, on=TODAY)


def test_the_pages_show_figures_and_the_rows_they_open(
    children: dict[str, UUID], officer: Any, viewer: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    home = reverse("ehcp_register:advice_services", args=["eastmere"])
    rows = reverse("ehcp_register:advice_rows", args=["eastmere", "late"])
    page = client.get(home).content.decode()
    assert "oldest 29 days late" in page
    assert f"{rows}?service=health" in page
    page = client.get(rows, {"service": "health"}).content.decode()
    assert "29 days late" in page
    assert "Surname002, Forename2" in page
    assert "1 request" in page
    assert client.get(home, {"day": "2020-01-15"}).status_code == 404
    assert client.get(home, {"day": "nonsense"}).status_code == 404
    assert client.get(rows, {"service": "nobody"}).status_code == 404
    assert client.get(rows.replace("late", "nothing")).status_code == 404

    board = signed_in(viewer("board_member"))
    page = board.get(home).content.decode()
    assert "rounded to the nearest 5" in page
    assert "Surname" not in page
    assert board.get(rows).status_code == 403
