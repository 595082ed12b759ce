"""Which column of an extract is what: said once, kept as a version, used for the next ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.files import waiting
from goldenthread.intake.actions.arrivals import locked, note, read_anew
from goldenthread.intake.models import ArrivalState, RegisterArrival, RegisterMapping
from goldenthread.intake.queries.mappings import TABLE, table_of_arrival
from goldenthread.intake.registers.mapping import Mapping, from_data
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


@transaction.atomic
def save_mapping(*, arrival_id: UUID, version: int, mapping: Mapping, by: Viewer, on: date) -> None:
    """Keep how the columns of an extract are read, and have it read so. Said as it was before, the
    version that there is is used; else it becomes the next one. Refused where it cannot be used."""
    row = locked(arrival_id, version, by=by)
    if row.state not in (ArrivalState.COLUMNS, ArrivalState.READY, ArrivalState.REFUSED):
        raise Refused("This extract is not to be read now. Open it to see how it stands.")
    name = " ".join(mapping.name.split())[:100]
    if not name:
        raise Refused("Say the name of the system that the extract comes from, such as Synergy.")
    if wrong := mapping.problems(table_of_arrival(row).headings):
        raise Refused(" ".join(wrong))
    row.mapping = _version_of(replace(mapping, name=name), by=by)
    row.system = name
    row.decided = {}
    words = f"said what the columns of {name} are (version {row.mapping.version})"
    read_anew(row, by=by, on=on)
    note(row, "save_mapping", words, by=by, on=on)


def _version_of(mapping: Mapping, *, by: Viewer) -> RegisterMapping:
    rows = RegisterMapping.objects.visible_to(by).filter(name=mapping.name)
    last = rows.select_for_update().order_by("-version").first()
    if last is not None:
        mapping = replace(from_data(last.columns), name=mapping.name).changed(
            **{name: getattr(mapping, name) for name in _SAID}
        )
        if mapping.as_data() | {"version": last.version} == last.columns:
            return last  # type: ignore[no-any-return]
    return RegisterMapping.objects.create(
        local_area_id=by.local_area_id,
        name=mapping.name,
        version=mapping.version,
        columns=mapping.as_data(),
        recorded_at=Now(),
        recorded_by_label=by.name,
    )


_SAID = ("shape", "columns", "reference", "dates", "sheet", "event", "event_day", "events")


def keep_table(row: RegisterArrival, table: bytes) -> None:
    """Seal what the columns of an extract look like, until they have been said."""
    waiting.seal(row.pk, TABLE, [table], key=row.key)
