"""Rows: which modules write them, how they are named, and through whose eyes they are read."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from uuid_utils.compat import uuid7

PACKAGE = Path(__file__).resolve().parents[2] / "goldenthread"
OURS = [model for model in apps.get_models() if model.__module__.startswith("goldenthread.")]
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if not {"migrations", "management"} & set(path.parts)
)

# --- who writes ----------------------------------------------------------------------------------

_AT_ONCE = {"delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "save"}
_OF_ROWS = (".objects", "_default_manager", ".filter(", ".exclude(", "_running(")
_WRITES = ("actions", "tasks")
# The trail and the files are written by their own modules; an account is made by its manager;
# drafts, forms’ keys, and the locks of a queue that is not ours, have no actions of their own.
# The worker writes its schedules down when it starts.
_ALSO = (
    "jobs/schedules.py",
    "trail/looks.py",
    "files/actions.py",
    "partnership/models/areas.py",
    "partnership/person_linked.py",  # its manager, which knows whom each row is about
    "pages/drafts.py",
    "pages/form_keys.py",  # writes with whatever a form does
)


def _writes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        receiver = ast.unparse(node.func.value)
        of_rows = any(mark in receiver for mark in _OF_ROWS)
        verb = node.func.attr
        writes = (verb in ("update", "create") and of_rows) or (
            verb in _AT_ONCE and (of_rows or verb.startswith("bulk_") or not node.args)
        )
        if writes:
            yield f"{path.relative_to(PACKAGE)}:{node.lineno} {receiver}.{verb}"


def _may_write(path: Path) -> bool:
    name = path.relative_to(PACKAGE).as_posix()
    return name in _ALSO or any(part.removesuffix(".py") in _WRITES for part in name.split("/"))


@pytest.mark.asvs("8.3.1")
def test_rows_are_written_by_actions_and_tasks_alone() -> None:
    found = [one for path in MODULES if not _may_write(path) for one in _writes(path)]
    assert found == []


def test_the_check_of_writers_sees_writers() -> None:
    seen = {one.rsplit(".", 1)[1] for path in MODULES for one in _writes(path)}
    assert {"update", "delete", "bulk_create", "save", "create"} <= seen


# --- ids -----------------------------------------------------------------------------------------

# Counted on purpose: the chain is its own order, and these are never in an address.
_NOT_RANDOM = {
    "TrailHead",
    "TrailSubject",
    "TrailDetail",
    "TrailLook",
    "TrailSighting",
    "TrailLookHead",
    "TrailLookBatch",
    "AreaStorage",
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_ids_are_random_and_sort_by_time(model: type[models.Model]) -> None:
    key = model._meta.pk
    if model.__name__ in _NOT_RANDOM:
        assert key.default is not uuid7
        return
    assert isinstance(key, models.UUIDField)
    assert key.default is uuid7
    assert key.default().version == 7


# --- whose eyes ----------------------------------------------------------------------------------

_CONTEXTS = (
    "partnership",
    "notifications",
    "improvement_plan",
    "governance",
    "intake",
    "my_work",
    "provision",
)
# Asked before anybody is known, or by the command line on the server itself.
_BEFORE_A_VIEWER = {
    "viewer_for",
    "areas_of",
    "area_by_slug",
    "all_areas",
    "has_account",
    "user_named",
    "first_administrator",
    "by_token",
}


def _of_an_area(model: type[models.Model]) -> bool:
    names = {field.name for field in model._meta.get_fields()}
    return bool({"local_area", "local_area_id"} & names)


def _reads(path: Path) -> Iterator[tuple[str, str, str]]:
    """(function, its parameters, its source) of each function that asks for rows of an area."""
    wanted = {model.__name__ for model in OURS if _of_an_area(model)}
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        asked = {
            node.value.id
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute)
            and node.attr in ("objects", "_default_manager")
            and isinstance(node.value, ast.Name)
        }
        if asked & wanted:
            yield function.name, ast.unparse(function.args), ast.unparse(function)


def _layer(path: Path) -> str:
    """The part of its context that a module belongs to: "queries" for queries/rows.py too."""
    return path.relative_to(PACKAGE).parts[1].removesuffix(".py")


def test_rows_of_an_area_are_asked_for_in_queries_and_actions_alone() -> None:
    asking = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if len(path.relative_to(PACKAGE).parts) > 1
        and _layer(path)
        not in ("queries", "actions", "tasks", "models", "person_linked", "integrity")
        and list(_reads(path))
    }
    assert asking == set()


@pytest.mark.parametrize("package", _CONTEXTS)
def test_no_query_exists_without_a_viewer(package: str) -> None:
    """What a context offers to others asks whose eyes it answers to. What is behind it is given
    things already in sight: a context loaded for a viewer, or ids found through one."""
    queries = importlib.import_module(f"goldenthread.{package}.queries")
    offered = {
        name: thing
        for name, thing in vars(queries).items()
        if inspect.isfunction(thing)
        and thing.__module__.startswith(queries.__name__)
        and not name.startswith("_")
    }
    assert offered
    asking = {name for path in _modules_of(package) for name, _, _ in _reads(path)}
    blind = {
        name
        for name, query in offered.items()
        if name in asking
        and name not in _BEFORE_A_VIEWER
        and not {"viewer", "context", "contexts"} & set(inspect.signature(query).parameters)
    }
    assert blind == set()


def _modules_of(package: str) -> list[Path]:
    return [
        path
        for path in MODULES
        if path.is_relative_to(PACKAGE / package) and _layer(path) == "queries"
    ]


_IN_SIGHT = ("context", "plan", "action", "level", "rows", "targets", "counts", "_ids", "plans")


@pytest.mark.parametrize("package", _CONTEXTS)
def test_each_query_narrows_to_an_area_or_to_things_in_sight(package: str) -> None:
    for path in _modules_of(package):
        for name, parameters, source in _reads(path):
            narrowed = any(
                mark in source
                for mark in (
                    "visible_to(",
                    "local_area_id=",
                    "local_area__slug=",
                    "user_id=",
                    "OuterRef(",
                    "=THIS",
                    "_related(",
                    "contexts.load",
                )
            )
            given = any(word in parameters for word in _IN_SIGHT)
            assert narrowed or given, f"{path.name}: {name} asks for rows of every area"


@pytest.mark.asvs("15.3.1")
def test_every_row_of_a_plan_or_a_paper_can_be_seen_as_somebody() -> None:
    """These are asked for from several places, so the model itself knows who may see it. The
    partnership's, the trail's and the files' rows are asked for in one module each, by area."""
    within = ("goldenthread.improvement_plan", "goldenthread.intake")
    for model in OURS:
        asked_widely = model.__module__.startswith(within) or model.__name__ == "BoardPaper"
        if asked_widely and _of_an_area(model):
            assert hasattr(model._default_manager.all(), "visible_to") or model.__name__ in {
                "PlanKind"
            }, model.__name__
