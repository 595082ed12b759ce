"""Merrowshire is exactly what it says it is, and is only ever thrown away itself."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client

from goldenthread.config.commands.demo import LONGEST_STEP
from goldenthread.demo import building, people, story
from goldenthread.governance import queries as governance
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.models import ActionDue
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.models import LocalArea, User
from goldenthread.partnership.queries import Viewer, viewer_for
from goldenthread.reports import papers
from goldenthread.rules.comparison import compare
from goldenthread.rules.refusals import Refused
from goldenthread.trail.integrity import verify

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2020, 1, 14, 9, tzinfo=UTC)
# Lancashire's report to its health and wellbeing board, 28 January 2020: 94 actions by rating.
PUBLISHED = {
    "October 2019": {"blue": 33, "green": 17, "amber": 32, "red": 5, "grey": 7},
    "December 2019": {"blue": 52, "green": 14, "amber": 20, "red": 5, "grey": 3},
}
# (count, one decimal, whole): complete; complete or on track; complete, on track or under way
SHARES = {
    "October 2019": ((33, "35.1", 35), (50, "53.2", 53), (82, "87.2", 87)),
    "December 2019": ((52, "55.3", 55), (66, "70.2", 70), (86, "91.5", 91)),
}


@dataclass
class Merrowshire:
    viewer: Viewer
    passwords: dict[str, str]
    told: list[tuple[int, str]]
    plan_id: Any


@pytest.fixture(scope="module")
def merrowshire(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Merrowshire]:
    """Built once for the module, and undone after it."""
    from django.db import transaction

    told: list[tuple[int, str]] = []
    before, settings.FILES_ROOT = settings.FILES_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        passwords = building.build(at=AT, tell=lambda percent, what: told.append((percent, what)))
        viewer = viewer_for(User.objects.get(name="Priya Nair"), people.SLUG, on=story.TODAY)
        assert viewer is not None
        (plan,) = plans.plans(viewer=viewer)
        yield Merrowshire(viewer, passwords, told, plan.id)
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
    settings.FILES_ROOT = before


@pytest.fixture(autouse=True)
def files_of_their_own() -> None:
    """The module's files, not one test's."""


@pytest.fixture
def built(merrowshire: Merrowshire, db: None) -> Merrowshire:
    return merrowshire


def test_it_holds_one_plan_of_four_priorities_27_areas_and_94_actions(built: Merrowshire) -> None:
    tree = plans.level_tree(built.plan_id, viewer=built.viewer, on=story.TODAY)
    assert Counter(level.word for level in tree) == {"Priority": 4, "Action area": 27}
    rows = plans.actions(built.plan_id, viewer=built.viewer, on=story.TODAY)
    assert len(rows) == 94
    assert len({row.reference for row in rows}) == 94
    assert len({row.title for row in rows}) == 94


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_closed_period_has_the_published_counts_and_shares(
    name: str, built: Merrowshire
) -> None:
    period = plans.period_named(built.plan_id, name, viewer=built.viewer)
    assert period is not None
    assert period.snapshot_id is not None
    snapshot = plans.snapshot(period.snapshot_id, viewer=built.viewer)
    assert snapshot is not None
    counts = Counter(action.rating.point_key for action in snapshot.actions if action.rating)
    assert counts == PUBLISHED[name]
    shares = compare(snapshot, None).shares
    found = [(one.share.count, str(one.share.percent), one.share.whole) for one in shares]
    assert tuple(found) == SHARES[name]
    assert {one.share.total for one in shares} == {94}


def test_no_action_went_from_complete_back(built: Merrowshire) -> None:
    told = story.actions()
    assert all(one.december == "blue" for one in told if one.october == "blue")
    assert Counter(one.october for one in told) == PUBLISHED["October 2019"]
    assert Counter(one.december for one in told) == PUBLISHED["December 2019"]


def test_every_action_has_a_lead_a_date_a_measure_and_a_forum(built: Merrowshire) -> None:
    rows = plans.actions(built.plan_id, viewer=built.viewer, on=story.TODAY)
    assert all(row.leads and row.due and row.forums for row in rows)
    assert ActionDue.objects.filter(last_day__isnull=True).count() == 0


def test_what_is_complete_was_signed_off_by_somebody_else(built: Merrowshire) -> None:
    rows = plans.actions(built.plan_id, viewer=built.viewer, on=story.TODAY)
    complete = [row for row in rows if row.rating and row.rating.key == "blue"]
    assert len(complete) == 52
    # Some came with the plan, complete already; the others were completed in it, by two people.
    signed_off = {}
    for row in complete[::4]:
        detail = plans.action(row.id, viewer=built.viewer, on=story.TODAY)
        assert detail is not None
        assert detail.completion is not None
        assert detail.completion.signed_off_on is not None
        if not detail.completion.imported:
            signed_off[detail.completion.by, detail.completion.signed_off_by] = row.reference
    assert signed_off
    assert all(second and first != second for first, second in signed_off)


def test_october_s_paper_is_issued_and_december_s_is_a_draft(built: Merrowshire) -> None:
    december, october = governance.papers(viewer=built.viewer)
    assert (october.period_name, october.issued) == ("October 2019", True)
    assert october.issued_on == date(2019, 11, 13)
    assert set(governance.documents(october.id, viewer=built.viewer)) == {"docx", "pdf", "xlsx"}
    assert (december.period_name, december.issued, december.missing) == ("December 2019", False, ())
    assert (december.compared_name, december.compared_was_received) == ("October 2019", True)
    assert october.forum_name == december.forum_name == people.PAPER_TO


def test_the_draft_of_december_says_the_published_shares(built: Merrowshire) -> None:
    from goldenthread.reports.writers.html import write_html_article

    december = governance.papers(viewer=built.viewer)[0]
    document = papers.document_of(december, viewer=built.viewer, draft=True)
    said = str(write_html_article(document))
    for words in ("55.3% (52 of 94)", "70.2% (66 of 94)", "91.5% (86 of 94)", "35.1% (33 of 94)"):
        assert words in said


def test_everybody_named_can_sign_in_with_the_password_told(built: Merrowshire) -> None:
    accounts = {account.name for account in people.ACCOUNTS} | {people.ADMINISTRATOR}
    assert len(built.passwords) == len(accounts)
    for email, password in built.passwords.items():
        user = authenticate(None, email=email, password=password)
        assert user is not None
        assert str(user) in accounts
        assert viewer_for(user, people.SLUG, on=story.TODAY) is not None  # type: ignore[arg-type]


def test_every_role_is_there_to_be_tried(built: Merrowshire) -> None:
    from goldenthread.partnership.models import Role

    given = {grant.role for grant in partnership.grants(viewer=built.viewer, on=story.TODAY)}
    assert given == set(Role.values)


def test_everything_in_it_is_marked_as_a_demonstration(built: Merrowshire) -> None:
    area = LocalArea.objects.get(slug=people.SLUG)
    assert (area.demonstration, area.lives_on) == (True, story.TODAY)
    client = Client()
    client.force_login(User.objects.get(name="Alan Fairweather"))
    page = client.get("/a/merrowshire/").content.decode()
    assert "14 January 2020" in page
    assert "demonstration" in page.lower()
    assert all(one.email.endswith("@merrowshire.example") for one in people.PEOPLE)


def test_its_trail_is_whole(built: Merrowshire) -> None:
    found = verify()
    assert found.whole
    assert found.entries > 300


def test_building_tells_how_far_it_is(built: Merrowshire) -> None:
    percents = [percent for percent, _ in built.told]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert all(0 < len(what) <= LONGEST_STEP for _, what in built.told)


def test_it_is_not_built_twice(built: Merrowshire) -> None:
    with pytest.raises(Refused, match=r"is there already. Add --reset to start over"):
        building.build(at=AT, tell=lambda percent, what: None)


# --- the command, with a place of its own ---------------------------------------------------------


_RUN = """
import os
from datetime import date
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
django.setup()
from goldenthread.config import command_line
from goldenthread.demo import building, people

def build(*, at, tell):
    from goldenthread.partnership import actions
    actions.found_local_area(
        slug=people.SLUG, name=people.NAME, brand_colour="#0b4f55",
        administrator_name=people.ADMINISTRATOR,
        administrator_email="ines.calder@merrowshire.example",
        password="told only once", demonstration=True, on=date(2019, 4, 1), at=at,
    )
    tell(100, "Ready")
    return {"ines.calder@merrowshire.example": "told only once"}

building.build = build  # the area without its plan, in a second
command_line.main()
"""


def _goldenthread(var: Path, *words: str, database: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-c", _RUN, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment | {"GOLDENTHREAD_VAR": str(var), "GOLDENTHREAD_TESTING": "1"},
        check=False,
    )


def _areas(var: Path) -> set[str]:
    with closing(sqlite3.connect(var / "goldenthread.sqlite3")) as database:
        return {slug for (slug,) in database.execute("SELECT slug FROM partnership_localarea")}


def _add_area(var: Path, slug: str) -> None:
    email = f"a.moyo@{slug}.example"
    made = _goldenthread(
        var, "add-area", slug, slug.title(), "--administrator", "A. Moyo", "--email", email
    )
    assert made.returncode == 0, made.stderr


def test_a_second_run_keeps_everything_and_a_reset_spares_real_areas(tmp_path: Path) -> None:
    first = _goldenthread(tmp_path, "demo")
    assert first.returncode == 0, first.stderr
    assert "told only once" in first.stdout
    assert "In it, it is 14 January 2020." in first.stdout
    accounts = tmp_path / "demonstration-accounts.json"
    assert accounts.stat().st_mode & 0o077 == 0
    (tmp_path / "files").mkdir()
    second = _goldenthread(tmp_path, "demo")
    assert second.returncode == 0
    assert first.stdout.endswith(second.stdout)
    reset = _goldenthread(tmp_path, "demo", "--reset")
    assert reset.returncode == 0, reset.stderr
    assert not (tmp_path / "files").exists()
    _add_area(tmp_path, "eastmere")
    refused = _goldenthread(tmp_path, "demo", "--reset")
    assert refused.returncode == 1
    assert "holds a real local area, so nothing was thrown away" in refused.stderr
    assert _areas(tmp_path) == {"eastmere", "merrowshire"}


@pytest.fixture
def database_of_its_own() -> Iterator[str]:
    """The address of an empty PostgreSQL database beside the one that tests run on."""
    if connection.vendor != "postgresql":
        pytest.skip("The tests run on SQLite")
    known = connection.settings_dict
    server = "@".join(
        filter(None, (quote(known["USER"]), f"{known['HOST']}:{known['PORT'] or 5432}"))
    )
    if known["PASSWORD"]:
        server = server.replace("@", f":{quote(known['PASSWORD'], safe='')}@", 1)
    name = f"demonstration_{os.getpid()}"
    # A connection of its own: a neighbour's transaction may be open on the tests'.
    with closing(psycopg.connect(f"postgresql://{server}/postgres", autocommit=True)) as beside:
        beside.execute(f'CREATE DATABASE "{name}"'.encode())
        yield f"postgresql://{server}/{name}"
        beside.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def test_a_reset_on_postgresql_throws_its_own_tables_away_and_nothing_else(
    tmp_path: Path, database_of_its_own: str
) -> None:
    first = _goldenthread(tmp_path, "demo", database=database_of_its_own)
    assert first.returncode == 0, first.stderr
    with closing(psycopg.connect(database_of_its_own, autocommit=True)) as database:
        database.execute("CREATE TABLE somebody_elses (id int)")
        again = _goldenthread(tmp_path, "demo", "--reset", database=database_of_its_own)
        assert again.returncode == 0, again.stderr
        assert "told only once" in again.stdout
        kept = database.execute("SELECT to_regclass('somebody_elses') IS NOT NULL").fetchone()
        areas = database.execute("SELECT slug FROM partnership_localarea").fetchall()
        with pytest.raises(psycopg.errors.RestrictViolation):
            database.execute("TRUNCATE trail_trailentry CASCADE")
    assert (kept, areas) == ((True,), [("merrowshire",)])


def test_a_database_that_is_away_is_told_with_what_it_said(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    ran = _goldenthread(tmp_path, "plans", database=nowhere)
    assert ran.returncode == 1
    assert ran.stderr.startswith("The database cannot be reached: ")
    assert "refused" in ran.stderr
    assert ran.stderr.endswith("Is it running, and is DATABASE_URL right?\n")


def test_a_database_that_is_behind_is_told_in_a_sentence(tmp_path: Path) -> None:
    ran = _goldenthread(tmp_path, "plans")
    assert (ran.returncode, ran.stderr) == (
        1,
        "The database is not up to date. Run: goldenthread migrate.\n",
    )
