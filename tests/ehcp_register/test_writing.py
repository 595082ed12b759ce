"""Whole registers are written as plain rows: they are those that the models themselves give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from goldenthread.demo import register as demonstration
from goldenthread.demo.population import make
from goldenthread.ehcp_register.actions import writing
from goldenthread.ehcp_register.actions.plain_rows import NAMES, NewRows, making_of
from goldenthread.ehcp_register.actions.rows import Origin
from goldenthread.ehcp_register.actions.writing import write_plain
from goldenthread.ehcp_register.models import (
    Child,
    Deadline,
    Need,
    RegisterEntry,
    Source,
    SourceKind,
)
from goldenthread.partnership import actions as partnership
from goldenthread.rules.refusals import Refused
from goldenthread.rules.standing.records import ChildRecord, PlacementRecord
from tests.conftest import NOW, TODAY
from tests.ehcp_register.slow_rows import write_slowly
from tests.factories import register

pytestmark = pytest.mark.django_db
ODD = {"surname": 'O’Neill\t\\N "x"\n%s', "forename": "Zoë", "born_on": None, "nhs_number": "1"}


def _origin(by: Any, source_id: UUID | None = None) -> Origin:
    return Origin(by.local_area_id, source_id, NOW, TODAY, by.user_id, by.name)


def _source(by: Any) -> UUID:
    row = Source.objects.create(
        local_area_id=by.local_area_id, kind=SourceKind.IMPORT, system="Case system",
        title="An extract", as_at=TODAY, recorded_at=NOW, recorded_by_label=by.name,
    )  # fmt: skip
    return row.pk


def _kept(by: Any, source_id: UUID) -> dict[str, list[tuple[Any, ...]]]:
    """All columns of every row of an area, as the database has them; of ids, which row they are."""
    number = count()
    place = {by.local_area_id.hex: "the area", source_id.hex: "the source"}
    found = {}
    with connection.cursor() as cursor:
        for model in NAMES:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT * FROM {table} WHERE local_area_id = %s ORDER BY id",
                [model._meta.get_field("id").get_db_prep_value(by.local_area_id, connection)],
            )
            at = [one[0] for one in cursor.description or ()].index("id")
            rows = cursor.fetchall()
            place |= {_hex(row[at]): f"row {next(number)}" for row in rows}
            found[table] = [tuple(place.get(_hex(one), one) for one in row) for row in rows]
    return found


def _hex(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value


def _people(by: Any, plans: int) -> list[ChildRecord]:
    """The demonstration's children: with exceptions, transfers, appeals, visits and mistakes."""
    post = partnership.add_post(title="Caseload one", by=by, on=TODAY)
    people = make(plans=plans, seed=7, ends_on=TODAY).people
    return [demonstration._record(one, {}, post) for one in people]


def test_plain_rows_are_those_that_the_models_give(
    manager: Any, stranger: Any, viewer: Any
) -> None:
    told = _people(viewer("programme_office"), 40)
    told += [register.child(2, **ODD), register.child(3, events=(), cases=(), placements=())]
    mine, theirs = _source(manager), _source(stranger)

    origin = _origin(manager, mine)
    NewRows(told, making_of(origin, said_by="Case system")).write(origin)
    write_slowly(told, _origin(stranger, theirs), said_by="Case system")

    one, other = _kept(manager, mine), _kept(stranger, theirs)
    assert {table for table, rows in one.items() if not rows} == set()
    for table, rows in one.items():
        assert rows == [_renamed(row, manager, stranger) for row in other[table]], table


def _renamed(row: tuple[Any, ...], mine: Any, theirs: Any) -> tuple[Any, ...]:
    return tuple(mine.name if one == theirs.name else one for one in row)


def test_a_setting_known_here_is_the_entry_s_and_a_urn_is_not(manager: Any) -> None:
    setting = UUID(int=7)
    placed = [
        PlacementRecord(kind="attended", from_date=date(2018, 9, 3), urn="100001"),
        PlacementRecord(kind="attended", from_date=date(2018, 9, 3), setting_id=setting),
    ]
    told = [register.child(at, placements=(one,)) for at, one in enumerate(placed)]
    rows = NewRows(told, making_of(_origin(manager)))
    at = NAMES[RegisterEntry].index("setting_id")
    said = {row[at] for row in rows.of[RegisterEntry]}
    assert said == {writing.nothing(), setting.hex}


def test_an_event_of_a_case_that_is_not_there_is_refused(manager: Any) -> None:
    with pytest.raises(Refused, match="names a case that is not there"):
        NewRows([replace(register.child(1), cases=())], making_of(_origin(manager)))


def test_the_database_s_own_truths_hold(manager: Any) -> None:
    rows = NewRows([register.child(1, needs=())], making_of(_origin(manager)))
    rows.write(_origin(manager))
    child = rows.ids[0].hex
    names = ("id", "about_id", "child_id", "need", "from_date", "until")
    backwards = (uuid7().hex, child, child, "ASD", "2019-02-01", "2019-01-01")
    of_nobody = (uuid7().hex, child, uuid7().hex, "ASD", "2019-02-01", writing.nothing())
    same = {"local_area_id": manager.local_area_id, "recorded_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        write_plain(Need, names, [backwards], **same)
    with pytest.raises(IntegrityError), transaction.atomic():
        _write_and_check(names, of_nobody, same)
    rest = Need.objects.including_restricted_records(because="a test counts them")
    assert not rest.exists()


def _write_and_check(names: Sequence[str], row: Any, same: dict[str, Any]) -> None:
    write_plain(Need, names, [row], **same)
    connection.check_constraints()


def test_a_column_is_given_once_and_is_the_model_s(manager: Any) -> None:
    with pytest.raises(ValueError, match="each column once"):
        write_plain(Child, ("id", "nickname"), [("a", "b")])
    with pytest.raises(ValueError, match="each column once"):
        write_plain(Child, ("id", "about_id"), [("a", "a")], id="b")


def test_more_rows_than_go_at_once_are_all_there(
    manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_AT_ONCE", 2)
    told: Sequence[ChildRecord] = [register.child(number) for number in range(1, 6)]
    rows = NewRows(told, making_of(_origin(manager)))
    rows.write(_origin(manager))
    for model in (Child, Deadline):
        kept = model.objects.including_restricted_records(because="a test counts them")
        assert kept.count() == len(rows.of[model])
    write_plain(Child, NAMES[Child], [])  # nothing is nothing
