"""Records about a child or young person: nothing reaches them but through somebody's eyes."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from django.apps import apps
from django.db import connection, models

from goldenthread.partnership.person_linked import (
    PersonLinked,
    PersonLinkedManager,
    linked_by,
    models_of_records,
)
from tests.person_linked_app import queries as register
from tests.person_linked_app.models import AssessmentRequest, Child

PACKAGE = Path(__file__).resolve().parents[2] / "goldenthread"
SOURCES = [
    path for path in PACKAGE.rglob("*.py") if not {"migrations", "management"} & set(path.parts)
]

# Who may ask for records whether they are restricted or not, and why: module and function.
WITHOUT_EYES = {
    ("retention/queries/going.py", "rows_of"): "what is over goes, restricted or not",
    ("ehcp_register/queries/facts.py", "every"): "what follows holds for every child",
    ("ehcp_register/queries/aggregates.py", "counted_rows"): "counts for those who see no child",
    ("ehcp_register/queries/on_a_day.py", "count_with_plan"): "taken off the count again",
    ("ehcp_register/queries/advice_by_service.py", "counted_advice"): "for those who see no child",
    ("partnership/person_linked.py", "is_known"): "to restrict a record it has to be found once",
}
# Models with a foreign key to such records that are not such records themselves, and why.
NOT_A_RECORD: dict[str, str] = {}


def leading_to_records(models_there: Iterable[type[models.Model]]) -> list[str]:
    """Models with a foreign key to records about people that are not such records themselves."""
    return [
        model.__name__
        for model in models_there
        if linked_by(model)
        and not issubclass(model, PersonLinked)
        and model.__name__ not in NOT_A_RECORD
    ]


def led_to(model: type[PersonLinked]) -> list[str]:
    """Foreign keys of such a record that can be followed back from a row that is none."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.name not in linked_by(model)
        and not field.remote_field.hidden
    ]


def blind(source: str, records: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where source asks for such records otherwise than through `visible_to`."""
    names, allowed = set(records), {"visible_to", "create", "bulk_create"}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute):
            continue
        held = node.value
        if node.attr in ("_base_manager", "_default_manager") and isinstance(held, ast.Name):
            if held.id in names:
                yield node.lineno, f"{held.id}.{node.attr}"
        elif (
            isinstance(held, ast.Attribute)
            and held.attr == "objects"
            and isinstance(held.value, ast.Name)
            and held.value.id in names
            and node.attr not in allowed
        ):
            yield node.lineno, f"{held.value.id}.objects.{node.attr}"


def without_eyes(source: str) -> Iterator[str]:
    """The functions of a module that ask for restricted records too."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and any(
            isinstance(node, ast.Attribute) and node.attr == "including_restricted_records"
            for node in ast.walk(function)
        ):
            yield function.name


def unmasked(source: str, details: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where source reads a detail of a row without asking whether the viewer may see it."""
    wanted = set(details)
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in wanted
            and isinstance(node.value, ast.Name)
            and node.value.id == "row"
        ):
            yield node.lineno, node.attr


RECORDS = [model.__name__ for model in models_of_records()]


def test_every_record_about_a_person_has_the_one_manager() -> None:
    assert {Child, AssessmentRequest} <= set(models_of_records())
    for model in models_of_records():
        assert isinstance(model._default_manager, PersonLinkedManager), model.__name__
        managers = model._meta.managers
        assert all(isinstance(one, PersonLinkedManager) for one in managers), model.__name__


def test_what_leads_to_a_record_is_a_record_or_excepted_with_a_reason() -> None:
    assert leading_to_records(apps.get_models()) == []
    assert all(reason.strip() for reason in NOT_A_RECORD.values())


def test_no_other_row_can_be_followed_back_to_a_record() -> None:
    for model in models_of_records():
        assert led_to(model) == [], model.__name__


def test_every_query_of_records_begins_from_somebody_s_eyes() -> None:
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        assert list(blind(source, RECORDS)) == [], path
    assert list(blind(inspect.getsource(register), RECORDS)) == []


def test_who_asks_for_restricted_records_too_is_named_with_a_reason() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in SOURCES
        for name in without_eyes(path.read_text(encoding="utf-8"))
    }
    assert found == set(WITHOUT_EYES)
    assert all(reason.strip() for reason in WITHOUT_EYES.values())


def test_details_are_read_through_the_question_whether_they_may_be_seen() -> None:
    details = {name for model in models_of_records() for name in model.details}
    for path in SOURCES:
        assert list(unmasked(path.read_text(encoding="utf-8"), details)) == [], path
    assert list(unmasked(inspect.getsource(register), details)) == []


@pytest.mark.django_db
def test_rows_about_somebody_are_found_by_an_index() -> None:
    for model in models_of_records():
        name = model.found_by
        if name != "about_id":  # the same for the person themselves, and for nobody else
            assert model._meta.get_field(model.person_by).related_model.person_by == "", model
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        kept = [
            one["columns"]
            for one in there.values()
            if one["columns"] and (one["index"] or one["unique"] or one["primary_key"])
        ]
        assert any(columns[0] == name for columns in kept), (model, name)
        if not model._meta.get_field("about_id").db_index:
            assert ["about_id"] not in kept, model


def test_the_checks_see_what_they_look_for() -> None:
    """Each on a module that does the wrong thing."""
    wrong = dedent(
        """
        def children(viewer):
            return Child.objects.filter(local_area_id=viewer.local_area_id)

        def count():
            return Child._base_manager.count()

        def names(viewer, on):
            return Child.objects.visible_to(viewer, on=on).values_list("name")

        def everything():
            return Child.objects.including_restricted_records(because="words")

        def fact(row):
            return row.health_advice
        """
    )
    assert {what for _, what in blind(wrong, ["Child"])} == {
        "Child.objects.filter",
        "Child._base_manager",
        "Child.objects.including_restricted_records",
    }
    assert list(without_eyes(wrong)) == ["everything"]
    assert [what for _, what in unmasked(wrong, ["health_advice"])] == ["health_advice"]


def test_the_check_of_foreign_keys_sees_one() -> None:
    class Note(models.Model):  # never migrated: only its fields are looked at
        child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "register_of_tests"
            managed = False

    try:
        assert leading_to_records([Note]) == ["Note"]
    finally:
        apps.all_models["register_of_tests"].pop("note")
        apps.clear_cache()
