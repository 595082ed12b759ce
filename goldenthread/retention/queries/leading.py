"""What leads to a row: found by the foreign keys of every model, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model, QuerySet
from django.utils.text import capfirst

from goldenthread.retention import schedule
from goldenthread.retention.models import ErasedRow

_AT_ONCE = 500
FILE = "files.StoredFile"


def led_to_by_others(together: Mapping[str, set[Any]]) -> dict[str, dict[Any, str]]:
    """Of rows that are to be deleted: those that a row leads to that is not, and what kind of row
    that is. {label: {id: words}}."""
    found: dict[str, dict[Any, str]] = {}
    for label, ids in together.items():
        if label == FILE or schedule.blank_of(label) is not None:
            continue
        for model, name in _leading(schedule.model_of(label)):
            staying = together.get(model._meta.label, set())
            for pk, led in _pairs(model, name, ids):
                if pk not in staying:
                    found.setdefault(label, {})[led] = capfirst(str(model._meta.verbose_name))
    return found


def files_of(rows: Mapping[str, set[Any]], local_area_id: UUID) -> set[UUID]:
    """The files that hang on the rows, and on no other row but those that were erased before."""
    found: set[UUID] = set()
    for label, ids in rows.items():
        model = schedule.model_of(label)
        for name in _to_files(model):
            found |= {one for one in _values(model, name, ids) if one is not None}
    for model, name in _leading(schedule.model_of(FILE)):
        label = model._meta.label
        going = rows.get(label, set())
        for pk, file_id in list(_pairs(model, name, found)):
            if pk not in going and not _was_erased(label, pk, local_area_id):
                found.discard(file_id)
    return found


def _to_files(model: type[Model]) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model._meta.label == FILE
    ]


def _leading(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """(model, column) of every foreign key that leads to a model."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model:
            leading: Any = relation
            yield leading.related_model, leading.field.attname


def _pairs(model: type[Model], name: str, ids: set[Any]) -> Iterator[tuple[Any, Any]]:
    for some in _parts(ids):
        yield from QuerySet(model).filter(**{f"{name}__in": some}).values_list("pk", name)


def _values(model: type[Model], name: str, ids: set[Any]) -> Iterator[Any]:
    for some in _parts(ids):
        yield from QuerySet(model).filter(pk__in=some).values_list(name, flat=True)


def _parts(ids: set[Any]) -> Iterator[list[Any]]:
    every = list(ids)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


def _was_erased(label: str, pk: Any, local_area_id: UUID) -> bool:
    rows = ErasedRow.objects.filter(local_area_id=local_area_id, model=label, row_id=str(pk))
    return rows.exists()
