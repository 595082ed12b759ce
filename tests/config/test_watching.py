"""Whoever watches the server is told how it stands, and nobody's name."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.urls import get_resolver
from django.utils import timezone
from django_q.models import Schedule
from prometheus_client.parser import text_string_to_metric_families

from goldenthread.config.commands import running
from goldenthread.config.commands.status import status
from goldenthread.config.keeping.versions import name_for
from goldenthread.config.watching import figures as counts
from goldenthread.config.watching import state as watching
from goldenthread.config.watching import views
from goldenthread.jobs.models import JobRun
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import Person
from goldenthread.trail import triggers
from tests import prepared
from tests.config.test_last_resort import Breaking
from tests.conftest import TODAY

TOKEN = "a token of more than twenty characters"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_held", None)


def part(name: str) -> watching.Part:
    (found,) = [one for one in watching.state(now=timezone.now()) if one.name == name]
    return found


def worker_seen(ago: timedelta) -> None:
    Schedule.objects.create(func="x", name="x", next_run=timezone.now() - ago)


# --- parts ---------------------------------------------------------------------------------------


def test_all_that_is_needed_is_well_here() -> None:
    parts = watching.state(now=timezone.now())
    assert watching.is_ready(parts)
    assert {one.name for one in parts if one.needed} == {
        "database", "tables", "audit trail", "disk",
    }  # fmt: skip


def test_tables_that_are_behind_are_told() -> None:
    row = MigrationRecorder(connection).migration_qs.filter(app="trail").latest("id")
    row.delete()
    assert not part("tables").well
    assert part("tables").words == "behind by 1: goldenthread migrate"


def test_a_trigger_that_is_gone_is_told() -> None:
    triggers.remove()
    assert not part("audit trail").well
    triggers.install()
    assert part("audit trail").well


def test_a_worker_is_seen_by_what_comes_round() -> None:
    assert part("worker").words == "never ran: start goldenthread worker"
    worker_seen(timedelta(minutes=-1))
    assert part("worker").well
    worker_seen(timedelta(minutes=10))
    assert part("worker").words == "not seen for 10 minutes: start goldenthread worker"


def test_a_backup_is_as_old_as_its_name(tmp_path: Path) -> None:
    assert "GOLDENTHREAD_BACKUP_TO" in part("backup").words
    with override_settings(BACKUP_TO=str(tmp_path)):
        assert part("backup").words == "none is finished yet"
        (tmp_path / name_for(timezone.now() - timedelta(hours=50))).mkdir()
        assert (part("backup").well, part("backup").words) == (False, "the latest is 2 days old")
        (tmp_path / name_for(timezone.now() - timedelta(hours=5))).mkdir()
        assert part("backup").well


def test_a_disk_without_room_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LEAST_ROOM", 10**18)
    assert not watching.is_ready(watching.state(now=timezone.now()))


def test_without_a_database_the_rest_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(type(connections["default"]), "ensure_connection", refuse)
    parts = watching.state(now=timezone.now())
    assert not watching.is_ready(parts)
    assert {"database", "disk", "backup"} <= {one.name for one in parts}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "no time"), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (7_300, "2 hours"),
     (86_400, "1 day"), (200_000, "2 days")],
)  # fmt: skip
def test_spans_are_said_in_their_largest_unit(seconds: int, said: str) -> None:
    assert watching.say_span(timedelta(seconds=seconds)) == said


# --- what is answered ----------------------------------------------------------------------------


def test_ready_is_one_word(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/ready/").json() == {"status": "degraded"}
    worker_seen(timedelta())
    assert client.get("/ready/").json() == {"status": "degraded"}  # held for three seconds
    monkeypatch.setattr(views, "_held", None)
    assert client.get("/ready/").json() == {"status": "ready"}


@pytest.mark.asvs("13.4.5")
def test_what_is_not_ready_is_503_and_says_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LEAST_ROOM", 10**18)
    answer = client.get("/ready/")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
    assert answer["Retry-After"] == "15"


def test_the_command_tells_each_part(monkeypatch: pytest.MonkeyPatch) -> None:
    told = CliRunner().invoke(status)
    assert told.exit_code == 0
    assert "! worker         never ran" in told.output
    assert told.output.endswith("Ready.\n")
    monkeypatch.setattr(watching, "LEAST_ROOM", 10**18)
    told = CliRunner().invoke(status, ["--format", "json"])
    answer = json.loads(told.output)
    assert (told.exit_code, answer["ready"]) == (1, False)
    assert {"name", "well", "words", "needed"} == set(answer["parts"][0])


# --- figures -------------------------------------------------------------------------------------


def figures(client: Client) -> dict[str, list[Any]]:
    with override_settings(METRICS_TOKEN=TOKEN):
        answer = client.get("/metrics/", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {one.name: one.samples for one in families}


@pytest.mark.asvs("13.4.5")
def test_figures_are_for_whoever_has_the_token(client: Client) -> None:
    assert client.get("/metrics/").status_code == 404
    with override_settings(METRICS_TOKEN=TOKEN):
        answer = client.get("/metrics/")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        for wrong in ("Bearer x", f"Basic {TOKEN}", "Bearer ", "Bearer é"):
            assert client.get("/metrics/", headers={"authorization": wrong}).status_code == 401
    assert figures(client)


def counted(client: Client, **labels: str) -> float:
    samples = figures(client)["goldenthread_requests"]
    return sum(
        one.value
        for one in samples
        if one.name.endswith("_total") and labels.items() <= one.labels.items()
    )


def test_requests_are_counted_by_page_method_and_status(
    client: Client, viewer: Any, signed_in: Any
) -> None:
    signed_in(viewer("programme_office"))
    wanted = {"page": "partnership:people", "method": "GET", "status": "200"}
    before = counted(client, **wanted)
    client.get("/a/eastmere/people/?q=Zebedee")
    assert counted(client, **wanted) == before + 1


def test_faults_are_counted(client: Client) -> None:
    client.raise_request_exception = False
    before = [one.value for one in figures(client)["goldenthread_troubles"]]
    with override_settings(ROOT_URLCONF=Breaking):
        client.get("/gallery/view/")
    assert [one.value for one in figures(client)["goldenthread_troubles"]] != before


def test_work_and_mail_that_wait_are_figures(client: Client, viewer: Any, local_area: Any) -> None:
    office = viewer("programme_office", name="Zebedee Quillfeather")
    JobRun.objects.create(
        local_area_id=local_area.pk, kind="import", title="of Zebedee", task="x", by_label="x",
        queued_at=timezone.now() - timedelta(seconds=100),
    )  # fmt: skip
    Message.objects.create(
        local_area=local_area, person=Person.objects.get(pk=office.person_id), kind="x",
        subject="Zebedee", words="x", once="x", message_id=str(uuid4()), queued_on=TODAY,
        next_attempt_at=timezone.now() - timedelta(seconds=50),
        recorded_at=timezone.now() - timedelta(seconds=60),
    )  # fmt: skip
    found = figures(client)
    (job,) = found["goldenthread_jobs"]
    assert (job.labels, job.value) == ({"kind": "import", "state": "queued"}, 1)
    assert 99 < found["goldenthread_job_longest_wait_seconds"][0].value < 130
    assert found["goldenthread_mail_due"][0].value == 1
    assert 59 < found["goldenthread_mail_longest_wait_seconds"][0].value < 90


def test_mail_that_was_perhaps_sent_is_a_figure_and_is_said(
    client: Client, viewer: Any, local_area: Any, settings: Any
) -> None:
    settings.MAIL_IS_CONFIGURED = True
    office = viewer("programme_office", name="Zebedee Quillfeather")
    assert figures(client)["goldenthread_mail_perhaps_sent"][0].value == 0
    assert part("mail").words == "nothing waits"
    Message.objects.create(
        local_area=local_area, person=Person.objects.get(pk=office.person_id), kind="x",
        subject="Zebedee", words="x", once="x", message_id=str(uuid4()), queued_on=TODAY,
        state="perhaps", handing_over_at=timezone.now(), sent_to="z@eastmere.example",
    )  # fmt: skip
    assert figures(client)["goldenthread_mail_perhaps_sent"][0].value == 1
    mail = part("mail")
    assert mail.words == "nothing waits; 1 perhaps sent: goldenthread perhaps-sent lists them"
    assert mail.well  # the office's to settle, and no fault of the installation


def test_no_label_is_more_than_a_name_that_the_code_gives(
    client: Client, viewer: Any, signed_in: Any, local_area: Any
) -> None:
    """After requests with somebody's words in every part of them."""
    signed_in(viewer("programme_office", name="Zebedee Quillfeather"))
    client.raise_request_exception = False
    counts.REQUESTS.clear()
    counts.SECONDS.clear()
    for place in ("a/eastmere/Zebedee/", "t/update_request/Zebedee.x/", "a/eastmere/?q=Zebedee"):
        client.get(f"/{place}")
    client.get(f"/a/eastmere/people/{uuid4()}/")
    client.generic("ZEBEDEE", "/a/eastmere/")
    pages = {name for name, _ in _named(get_resolver().url_patterns)} | {"-"}
    for samples in figures(client).values():
        for one in samples:
            assert not re.search("(?i)zebedee|eastmere|@|[0-9a-f]{8}-", json.dumps(one.labels))
            if "page" in one.labels:
                assert one.labels["page"] in pages


def _named(patterns: Any, space: str = "") -> Any:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _named(one.url_patterns, inner)
        elif one.name:
            yield f"{space}{one.name}", one


# --- several processes ---------------------------------------------------------------------------

_COUNT = """
import django; django.setup()
from goldenthread.config.watching import figures
figures.count(page="some_page", method="GET", status=200, seconds=0.1)
"""
_READ = """
import django; django.setup()
from django.utils import timezone
from goldenthread.config.watching import figures
print(figures.as_text(now=timezone.now()).decode())
"""


def test_what_several_processes_counted_is_one_figure(tmp_path: Path) -> None:
    counts_in = tmp_path / "figures"
    counts_in.mkdir()
    shutil.copytree(prepared.migrated().folder, tmp_path / "var")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        counts.SEVERAL_PROCESSES: str(counts_in),
        "GOLDENTHREAD_VAR": str(tmp_path / "var"),
    }

    def ran(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment, capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return done.stdout

    ran(_COUNT)
    ran(_COUNT)
    told = ran(_READ)
    assert 'goldenthread_requests_total{method="GET",page="some_page",status="200"} 2.0' in told
    assert 'goldenthread_part_well{part="database"} 1.0' in told


def test_serving_begins_with_an_empty_folder_of_figures_where_somebody_may_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(counts.SEVERAL_PROCESSES, "")
    with override_settings(METRICS_TOKEN="", VAR=tmp_path):
        running._begin_figures()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "counter_1.db").touch()
    with override_settings(METRICS_TOKEN=TOKEN, VAR=tmp_path):
        running._begin_figures()
    assert os.environ[counts.SEVERAL_PROCESSES] == str(tmp_path / "figures")
    assert list((tmp_path / "figures").iterdir()) == []
