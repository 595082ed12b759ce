"""The rows that an extract changes, written many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from goldenthread.provision.models import Setting, SettingChange, SettingLink, SettingsImport
from goldenthread.provision.queries.comparing import LinkComparison, Standing
from goldenthread.rules.provision import Comparison, SettingFacts, as_json

_ROWS_AT_ONCE = 500
_OF_ITS_OWN = object()  # each row has its own


@dataclass(frozen=True)
class Writer:
    """Whose rows are written, by which import, as at which day, at which instant."""

    local_area_id: UUID
    made_by: SettingsImport
    as_at: date
    at: datetime


def one_at_a_time(local_area_id: UUID) -> None:
    """Imports of one area wait for each other until they commit; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"provision {local_area_id}"],
            )


def row_of(facts: SettingFacts, **others: Any) -> Setting:
    """A new row of some facts."""
    return Setting(**{**asdict(facts), "needs": list(facts.needs)}, **others)


def write_settings(found: Comparison, before: Standing, writer: Writer) -> None:
    """New settings, changed ones with what was there before, those that are gone or back."""
    area = writer.local_area_id
    _add(found.added, writer)
    changed = {one.before.urn or "": one for one in found.changed}
    for some in _in_parts(sorted(changed)):
        rows = list(Setting.objects.filter(local_area_id=area, urn__in=some))
        touched: set[str] = {"version"}
        for row in rows:
            for difference in changed[row.urn or ""].differences:
                value = getattr(changed[row.urn or ""].after, difference.field)
                setattr(
                    row, difference.field, list(value) if difference.field == "needs" else value
                )
                touched.add(difference.field)
            row.version += 1
        Setting.objects.bulk_update(rows, sorted(touched), batch_size=_ROWS_AT_ONCE)
    _mark_gone(found.gone, writer, gone_as_at=writer.as_at)
    _mark_gone(found.back, writer, gone_as_at=None)
    _write_changes(found, before, writer)


def _add(added: Sequence[SettingFacts], writer: Writer) -> None:
    """New settings by one prepared statement: fifty thousand rows of forty columns take Django’s
    own bulk_create three times as long."""
    if not added:
        return
    columns = Setting._meta.local_concrete_fields
    others = {
        "local_area_id": writer.local_area_id,
        "seen_as_at": writer.as_at,
        "gone_as_at": None,
        "version": 1,
        "recorded_at": writer.at,
    }
    same = {
        one.attname: one.get_db_prep_save(value, connection)
        for one in columns
        if (value := others.get(one.attname, _OF_ITS_OWN)) is not _OF_ITS_OWN
    }
    prepared = [
        (one.attname, same.get(one.attname, _OF_ITS_OWN), one.get_db_prep_save) for one in columns
    ]
    quoted = [connection.ops.quote_name(str(one.column)) for one in columns]

    def values(facts: SettingFacts) -> list[Any]:
        return [
            known
            if known is not _OF_ITS_OWN
            else prepare(uuid7() if name == "id" else getattr(facts, name), connection)
            for name, known, prepare in prepared
        ]

    table, marks = (
        connection.ops.quote_name(Setting._meta.db_table),
        ", ".join(["%s"] * len(quoted)),
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(quoted)}) VALUES ({marks})",  # noqa: S608 - our names
            [values(facts) for facts in added],
        )


def _mark_gone(urns: Iterable[str], writer: Writer, *, gone_as_at: date | None) -> None:
    for some in _in_parts(sorted(urns)):
        rows = Setting.objects.filter(local_area_id=writer.local_area_id, urn__in=some)
        rows.update(gone_as_at=gone_as_at)


def _write_changes(found: Comparison, before: Standing, writer: Writer) -> None:
    def change(urn: str, field: str, old: Any, new: Any) -> SettingChange:
        return SettingChange(
            local_area_id=writer.local_area_id,
            setting_id=before.ids[urn],
            settings_import=writer.made_by,
            as_at=writer.as_at,
            field=field,
            before=old,
            after=new,
            recorded_at=writer.at,
        )

    rows = [
        change(one.before.urn or "", said.field, said.before, said.after)
        for one in found.changed
        for said in one.differences
    ]
    rows += [change(urn, GONE, False, True) for urn in found.gone]
    rows += [change(urn, GONE, True, False) for urn in found.back]
    SettingChange.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)


GONE = "gone"  # not a fact of the list, but that it lacks the setting


def by_hand_changes(
    before: SettingFacts, after: SettingFacts, row: Setting, *, on: date, at: datetime
) -> Iterator[SettingChange]:
    """What was changed in a setting that is kept by hand."""
    for name in asdict(after):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield SettingChange(
                local_area_id=row.local_area_id,
                setting=row,
                as_at=on,
                field=name,
                before=as_json(old),
                after=as_json(new),
                recorded_at=at,
            )


def write_links(found: LinkComparison, writer: Writer) -> None:
    """New links, and the end of those that the extract has no longer."""
    SettingLink.objects.bulk_create(
        (
            SettingLink(
                local_area_id=writer.local_area_id,
                setting_id=link.setting_id,
                to_id=link.to_id,
                kind=link.kind,
                since=link.since,
                recorded_at=writer.at,
            )
            for link in found.added
        ),
        batch_size=_ROWS_AT_ONCE,
    )
    for some in _in_parts(list(found.ended)):
        SettingLink.objects.filter(pk__in=some).update(ended_as_at=writer.as_at)


def of_words(row: SettingsImport) -> str:
    """The counts of an import, in words."""
    counts = ((row.added, "added"), (row.changed, "changed"), (row.closed, "of them closed"))
    said = [f"{number:,} {words}" for number, words in counts]
    return ", ".join([*said, f"{row.gone:,} gone"])


def _in_parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _ROWS_AT_ONCE):
        yield values[start : start + _ROWS_AT_ONCE]
