"""An upload and an import in a process of its own, killed -9 in the middle: nothing half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.intake.pages.test_newer_versions import FIRST

ROOT = Path(__file__).resolve().parents[3]
_BEGIN = """
import django; django.setup()
import json, os, signal, sys
from datetime import date
from pathlib import Path
from goldenthread.partnership.models import LocalArea, User
from goldenthread.partnership.queries import viewer_for
ON = date(2020, 1, 14)
def officer():
    return viewer_for(User.objects.get(), "eastmere", on=ON)
def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)
"""
_AREA = """
from django.core.management import call_command
from django.utils import timezone
from goldenthread.partnership.models import Grant, Person
call_command("migrate", verbosity=0)
area = LocalArea.objects.create(slug="eastmere", name="Eastmere", recorded_at=timezone.now())
user = User.objects.create_user("officer@eastmere.example", "a long enough word", name="Officer")
Person.objects.create(local_area=area, name="Officer", email=user.email, user=user)
Grant.objects.create(local_area=area, user=user, role="programme_office", scope_kind="local_area",
    from_date=date(2018, 1, 1), reason="for the test", recorded_at=timezone.now())
"""
_UPLOAD = """
from goldenthread.intake import actions
from goldenthread.intake.actions import documents
if sys.argv[2:]:
    setattr(documents, sys.argv[2], die)
actions.upload(upload=Path(sys.argv[1]).read_bytes(), name="plan.csv", by=officer(), on=ON)
"""
_READ = """
from goldenthread.intake.actions.at_once import safe_answers
from goldenthread.intake.models import ImportState, PlanImport
from goldenthread.intake.reading import read_safely
from goldenthread.intake.reading.child import as_data
from goldenthread.intake.understanding import understand
raw = read_safely(Path(sys.argv[1]).read_bytes(), "plan.csv")
plan = understand(raw)
answers = safe_answers(plan, "three-point", by=officer(), on=ON)
PlanImport.objects.update(raw=as_data(raw), understood=plan.as_data(), answers=answers.as_data(),
    state=ImportState.UNDERSTOOD)
"""
_BRING_IN = """
from goldenthread.improvement_plan import models
from goldenthread.intake import actions
from goldenthread.intake.actions import bringing_in
from goldenthread.intake.models import PlanImport
if sys.argv[1:] == ["its last entry"]:
    bringing_in.note = die
elif sys.argv[1:]:
    getattr(models, sys.argv[1])._default_manager.bulk_create = die
row = PlanImport.objects.get()
actions.bring_in(import_id=row.pk, version=row.version, by=officer(), on=ON)
"""
_TOLD = """
from goldenthread.files.models import StoredFile
from goldenthread.improvement_plan.models import Action, Plan, PlanLevel, Rating
from goldenthread.intake.models import PlanImport
from goldenthread.jobs.models import JobRun
from goldenthread.partnership.models import Post
from goldenthread.trail.models import TrailEntry
kinds = (StoredFile, PlanImport, JobRun, Plan, PlanLevel, Action, Rating, Post, TrailEntry)
print(json.dumps({kind.__name__: kind.objects.count() for kind in kinds}
    | {"states": list(PlanImport.objects.values_list("state", flat=True))}))
"""

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one area and one officer, to be copied."""
    folder = tmp_path_factory.mktemp("installation")
    _run(folder, _AREA)
    return folder


@pytest.fixture
def run(installation: Path, tmp_path: Path) -> Run:
    """Run Python on a copy of the installation; gives what it printed, or the signal it died of."""
    shutil.copytree(installation, tmp_path, dirs_exist_ok=True)
    (tmp_path / "plan.csv").write_text(FIRST)
    return lambda code, *arguments: _run(tmp_path, code, *arguments)


def _run(folder: Path, code: str, *arguments: str) -> Any:
    environment = {
        **{key: value for key, value in os.environ.items() if key != "GOLDENTHREAD_TESTING"},
        "DATABASE_URL": f"sqlite:///{folder}/area.sqlite3",
        "GOLDENTHREAD_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
    }
    ended = subprocess.run(
        [sys.executable, "-c", _BEGIN + code, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if ended.returncode < 0:
        return signal.Signals(-ended.returncode)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return json.loads(ended.stdout) if ended.stdout.strip() else None


@pytest.mark.parametrize("at", ["new_import", "_have_read", "note"])
def test_an_upload_that_is_killed_leaves_no_row_and_can_be_made_again(
    run: Run, tmp_path: Path, at: str
) -> None:
    before = run(_TOLD)
    assert run(_UPLOAD, str(tmp_path / "plan.csv"), at) is signal.SIGKILL
    assert run(_TOLD) == before
    run(_UPLOAD, str(tmp_path / "plan.csv"))
    told = run(_TOLD)
    assert (told["StoredFile"], told["PlanImport"], told["states"]) == (1, 1, ["reading"])


@pytest.mark.parametrize("at", ["Action", "ActionLevel", "Rating", "its last entry"])
def test_an_import_that_is_killed_makes_nothing_and_can_be_made_again(
    run: Run, tmp_path: Path, at: str
) -> None:
    run(_UPLOAD, str(tmp_path / "plan.csv"))
    run(_READ, str(tmp_path / "plan.csv"))
    before = run(_TOLD)
    assert before["states"] == ["understood"]
    assert run(_BRING_IN, at) is signal.SIGKILL
    assert run(_TOLD) == before
    run(_BRING_IN)
    told = run(_TOLD)
    assert (told["Plan"], told["Action"], told["Rating"]) == (1, 3, 3)
    assert told["states"] == ["imported"]
