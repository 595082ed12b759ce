"""The register's processes are killed -9 at each step. Of an extract nothing is there, and it is
brought in again, whole; of what was to be told nothing is, and it is told once."""

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

from tests.prepared import migrated

ROOT = Path(__file__).resolve().parents[2]
_BEGIN = """
import django; django.setup()
import json, os, signal, sys
from datetime import UTC, date, datetime
from goldenthread.partnership.models import LocalArea, User
ON, AT = date(2020, 1, 14), datetime(2020, 1, 14, 9, tzinfo=UTC)
"""
_AREA = """
from goldenthread.partnership.models import Grant, Person
area = LocalArea.objects.create(slug="eastmere", name="Eastmere", recorded_at=AT)
user = User.objects.create_user("manager@eastmere.example", "a long enough word", name="Manager")
Person.objects.create(local_area=area, name="Manager", email=user.email, user=user)
Grant.objects.create(local_area=area, user=user, role="case_manager", scope_kind="local_area",
    from_date=date(2018, 1, 1), reason="for the test", recorded_at=AT)
"""
_BRING_IN = """
from goldenthread.ehcp_register.actions import checking, importing, plain_rows
from goldenthread.intake.actions.registers import import_register
from goldenthread.intake.registers.mapping import guess
from goldenthread.partnership.queries import viewer_for
def dying(module, name, when=lambda *given: True):
    whole = getattr(module, name)
    def dies(*given, **named):
        found = whole(*given, **named)
        if when(*given):
            os.kill(os.getpid(), signal.SIGKILL)
        return found
    setattr(module, name, dies)
at, postcode = sys.argv[1], sys.argv[2]
if at in ("_note", "as_before"):
    dying(importing, at)
elif at == "_there":
    dying(checking, at)
elif at:
    dying(plain_rows, "write_plain", lambda model, *rest: model.__name__ == at)
headings = "Case ID,Surname,Forename,Date of birth,Postcode,Request received".split(",")
rows = [f"K{n},Surname{n},Forename{n},2010-03-0{n},{postcode},2019-01-0{n}" for n in range(1, 6)]
import_register(
    content="\\n".join([",".join(headings), *rows]).encode(), name="extract.csv", as_at=ON,
    authority="999", mapping=guess(headings).mapping("Case system"),
    by=viewer_for(User.objects.get(), "eastmere", on=ON), on=ON, at=AT,
)
"""
_ASK = """
from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import Case
from goldenthread.partnership.models import LocalArea, Person, Post, PostHolding
from goldenthread.partnership.queries import viewer_for
from goldenthread.rules.telling import Practice
by, area = viewer_for(User.objects.get(), "eastmere", on=ON), LocalArea.objects.get()
post = Post.objects.create(local_area=area, title="Therapies")
person = Person.objects.create(local_area=area, name="Theo", email="theo@eastmere.example")
PostHolding.objects.create(local_area=area, post=post, person=person, from_date=date(2018, 1, 1))
actions.change_telling(tells=True, practice=Practice(), version=0, by=by, on=ON)
actions.name_service(name="Therapies", post_id=post.pk, lead_post_id=None, by=by, on=ON)
for case in Case._base_manager.all():
    actions.ask_advisers(child_id=case.child_id, case_id=case.pk, bodies=["Therapies"],
        asked_on=ON, by=by, on=ON, at=AT)
"""
_TELL = """
from datetime import timedelta
from goldenthread.ehcp_register.actions import telling_due
from goldenthread.partnership.models import LocalArea
def dying(name):
    whole = getattr(telling_due, name)
    def dies(*given, **named):
        whole(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(telling_due, name, dies)
if sys.argv[1]:
    dying(sys.argv[1])
a_week_before = ON + timedelta(weeks=5)
telling_due.tell_what_is_due(local_area_id=LocalArea.objects.get().pk, on=a_week_before)
"""
_TOLD = """
from django.apps import apps
from goldenthread.trail.models import TrailEntry
from goldenthread.notifications.models import Message
kinds = [*apps.get_app_config("ehcp_register").get_models(), TrailEntry, Message]
from goldenthread.ehcp_register.models import Child
told = {kind.__name__: kind._base_manager.count() for kind in kinds}
print(json.dumps(told | {"postcodes": sorted(Child._base_manager.values_list("postcode", flat=True))}))
"""  # noqa: E501

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one area and one manager of cases, to be copied."""
    folder = tmp_path_factory.mktemp("installation")
    shutil.copy(migrated().file, folder / "area.sqlite3")
    _run(folder, _AREA)
    return folder


@pytest.fixture
def run(installation: Path, tmp_path: Path) -> Run:
    """Run Python on a copy of the installation; gives what it printed, or the signal it died of."""
    shutil.copytree(installation, tmp_path, dirs_exist_ok=True)
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


@pytest.mark.parametrize("at", ["Event", "RegisterEntry", "_there"])
def test_a_first_extract_that_is_killed_leaves_nothing_and_comes_in_whole(
    run: Run, at: str
) -> None:
    before = run(_TOLD)
    assert run(_BRING_IN, at, "ZZ1 1AA") is signal.SIGKILL
    assert run(_TOLD) == before
    run(_BRING_IN, "", "ZZ1 1AA")
    told = run(_TOLD)
    assert (told["Child"], told["Source"], told["postcodes"]) == (5, 1, ["ZZ1 1AA"] * 5)
    assert min(told[name] for name in ("Event", "Deadline", "RegisterEntry", "FieldSource")) >= 5


@pytest.mark.parametrize("at", ["_note"])
def test_a_later_extract_that_is_killed_changes_nobody_and_then_everybody(
    run: Run, at: str
) -> None:
    run(_BRING_IN, "", "ZZ1 1AA")
    before = run(_TOLD)
    assert run(_BRING_IN, at, "ZZ2 2AA") is signal.SIGKILL
    assert run(_TOLD) == before
    run(_BRING_IN, "", "ZZ2 2AA")
    assert run(_TOLD)["postcodes"] == ["ZZ2 2AA"] * 5


@pytest.mark.parametrize("at", ["begin_checklists", "tell", "record"])
def test_telling_that_is_killed_told_nobody_and_then_each_once(run: Run, at: str) -> None:
    run(_BRING_IN, "", "ZZ1 1AA")
    run(_ASK)
    before = run(_TOLD)
    assert before["Message"] == 5
    assert run(_TELL, at) is signal.SIGKILL
    assert run(_TOLD) == before
    run(_TELL, "")
    run(_TELL, "")
    assert run(_TOLD)["Message"] == 10
