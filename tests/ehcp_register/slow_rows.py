"""The rows of new children as instances of the models: what the register's own plain rows are
held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goldenthread.ehcp_register.actions.rows import (
    WRITTEN,
    Origin,
    Rows,
    add_child,
)
from goldenthread.ehcp_register.actions.working_out import made_of
from goldenthread.ehcp_register.models import Deadline, FieldSource, RegisterEntry
from goldenthread.ehcp_register.queries.as_before import said_of_person
from goldenthread.ehcp_register.queries.facts import facts_in
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.standing.records import ChildRecord


def write_slowly(records: Sequence[ChildRecord], origin: Origin, *, said_by: str) -> None:
    """Everything that is known of new children and what follows from it, by Django's own way."""
    rows = Rows()
    children = [add_child(rows, one, origin) for one in records]
    of: dict[type[PersonLinked], list[Any]] = {model: rows.of[model] for model in WRITTEN}
    of[FieldSource] = [
        FieldSource(
            local_area_id=origin.local_area_id,
            child=child,
            field=name,
            system=said_by,
            given=given,
            source_id=origin.source_id,
        )
        for record, child in zip(records, children, strict=True)
        for name, given in said_of_person(record)
    ]
    facts = facts_in(rows.all(), children)
    of[Deadline], of[RegisterEntry] = map(list, made_of({one.pk: one for one in children}, facts))
    for model, some in of.items():
        model.objects.bulk_create(some)
