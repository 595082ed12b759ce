"""Whole registers are written by a way of their own: what it writes is what Django would."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from goldenthread.ehcp_register.actions.rows import WRITTEN, Origin, Rows, add_child
from goldenthread.ehcp_register.actions.writing import write_rows
from goldenthread.ehcp_register.models import Caseload, Child, Need
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
WHY = "a test compares what was written"


def _rows(manager: Any, *numbers: int) -> Rows:
    rows = Rows()
    origin = Origin(manager.local_area_id, None, NOW, TODAY, manager.user_id, manager.name)
    odd = {"surname": 'O’Neill\t\\N "x"\n', "forename": "Zoë", "born_on": None}
    for number in numbers:
        add_child(rows, register.child(number, **(odd if number == 2 else {})), origin)
    return rows


def test_what_is_written_reads_as_it_was(manager: Any) -> None:
    rows = _rows(manager, 1, 2)
    for model in WRITTEN:
        write_rows(model, rows.of[model])
    for model in WRITTEN:
        names = [field.attname for field in model._meta.concrete_fields]
        kept = {row.pk: row for row in model.objects.including_restricted_records(because=WHY)}
        assert len(kept) == len(rows.of[model])
        for row in rows.of[model]:
            there = kept[row.pk]
            assert {one: getattr(there, one) for one in names} == {
                one: getattr(row, one) for one in names
            }


def test_bare_columns_are_those_of_django(manager: Any) -> None:
    """The same row by either way has the same bytes in the database."""
    first, second = _rows(manager, 1), _rows(manager, 1)
    write_rows(Child, first.of[Child])
    Child.objects.bulk_create(second.of[Child])
    of = [
        field.column
        for field in Child._meta.concrete_fields
        if field.column and field.name not in ("id", "about_id")
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(of)} FROM {Child._meta.db_table}")
        one, other = cursor.fetchall()
    assert one == other


def test_the_database_s_own_truths_hold(manager: Any) -> None:
    rows = _rows(manager, 1)
    write_rows(Child, rows.of[Child])
    child = rows.of[Child][0]
    common = {"local_area_id": manager.local_area_id, "child": child, "recorded_at": NOW}
    backwards = Need(
        **common, need="ASD", rank=1, from_date=date(2019, 2, 1), until=date(2019, 1, 1)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(Need, [backwards])
    assert not Need.objects.including_restricted_records(because=WHY).exists()


def test_each_row_is_about_whoever_its_record_is_about(manager: Any) -> None:
    rows = _rows(manager, 1)
    write_rows(Child, rows.of[Child])
    write_rows(Need, rows.of[Need])
    child = rows.of[Child][0]
    assert {one.about_id for one in (child, *rows.of[Need])} == {child.pk}
    write_rows(Caseload, [])  # nothing is nothing


def test_more_rows_than_go_at_once_are_all_there(
    manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldenthread.ehcp_register.actions import writing

    monkeypatch.setattr(writing, "_AT_ONCE", 2)
    rows = _rows(manager, 1, 2, 3, 4, 5)
    write_rows(Child, rows.of[Child])
    assert Child.objects.including_restricted_records(because=WHY).count() == 5
