"""An extract of the national list comes in: in one transaction, and only what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import policies
from goldenthread.provision.actions.writing import (
    Writer,
    of_words,
    one_at_a_time,
    write_links,
    write_settings,
)
from goldenthread.provision.models import ImportState, SettingsImport
from goldenthread.provision.queries.comparing import (
    LinkComparison,
    Standing,
    compare_links,
    standing,
)
from goldenthread.rules.provision import (
    Comparison,
    SettingLinkFacts,
    SettingTold,
    compare,
    too_much_gone,
)
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


@dataclass(frozen=True, kw_only=True)
class Extract:
    """Where an extract came from: its file, the day it was taken, what could not be read.

    `problems` as (row, column, words). `whole`: a setting of its authorities that it lacks is gone.
    """

    file_name: str
    sha256: str
    as_at: date
    rows_read: int
    rows_refused: int
    problems: Sequence[tuple[int, str, str]] = ()
    whole: bool = True


@dataclass(frozen=True)
class Outcome:
    """What an extract changed. Of links, `changed`, `closed` and `unchanged` are about links."""

    import_id: UUID
    added: int
    changed: int
    closed: int
    gone: int
    unchanged: int
    left_out: int = field(default=0)  # links to settings that the list has not


@transaction.atomic
def prepare_settings_import(
    *, file_id: UUID, file_name: str, as_at: date, whole: bool, by: Viewer, on: date
) -> UUID:
    """Keep an extract that came by a page until somebody has looked at what it would change."""
    require(policies.may_keep_settings(by))
    _mind_day(as_at, on=on)
    row = SettingsImport.objects.create(
        local_area_id=by.local_area_id,
        state=ImportState.READY,
        file_id=file_id,
        file_name=file_name,
        as_at=as_at,
        whole=whole,
        on=on,
        by_label=by.name,
        recorded_at=Now(),
    )
    _note("prepare_settings_import", f"uploaded the list of settings {file_name}", row, by=by)
    return row.pk


@transaction.atomic
def put_settings_import_aside(*, import_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Bring an extract in no more."""
    require(policies.may_keep_settings(by))
    row = _waiting(import_id, version, by=by)
    row.state, row.on = ImportState.ASIDE, on
    row.version += 1
    row.save()
    words = f"put the list of settings {row.file_name} aside"
    _note("put_settings_import_aside", words, row, by=by)


@transaction.atomic
def bring_in_settings(
    *,
    told: Iterable[SettingTold],
    extract: Extract,
    by: Viewer,
    on: date,
    at: datetime,
    import_id: UUID | None = None,
    version: int | None = None,
) -> Outcome:
    """Take an extract over: new settings, what is told otherwise, what is gone, and no more.

    `import_id` and `version` are of an extract that was prepared on a page. Refused where a later
    extract is in already, or where so much is missing that it cannot be the whole list.
    """
    require(policies.may_keep_settings(by))
    _mind_day(extract.as_at, on=on)
    one_at_a_time(by.local_area_id)
    earlier = _last(links=False, by=by)
    row = _row(extract, import_id, version, links=False, by=by, on=on, at=at)
    _mind_order(extract, earlier)
    before = standing(viewer=by)
    found = compare(before.facts, before.missing, told, whole=extract.whole)
    _mind_gone(found, before)
    writer = Writer(by.local_area_id, row, extract.as_at, at)
    write_settings(found, before, writer)
    row.added, row.changed = len(found.added), len(found.changed)
    row.closed, row.gone, row.unchanged = found.closed, len(found.gone), found.unchanged
    row.save()
    words = f"brought in the list of settings as at {extract.as_at:%-d %B %Y}: {of_words(row)}"
    _note("bring_in_settings", words, row, by=by)
    return Outcome(row.pk, row.added, row.changed, row.closed, row.gone, row.unchanged)


@transaction.atomic
def bring_in_links(
    *,
    links: Sequence[SettingLinkFacts],
    extract: Extract,
    by: Viewer,
    on: date,
    at: datetime,
    import_id: UUID | None = None,
    version: int | None = None,
) -> Outcome:
    """Take the links between settings over; a link to one that the list has not stays out."""
    require(policies.may_keep_settings(by))
    _mind_day(extract.as_at, on=on)
    one_at_a_time(by.local_area_id)
    earlier = _last(links=True, by=by)
    row = _row(extract, import_id, version, links=True, by=by, on=on, at=at)
    _mind_order(extract, earlier)
    found: LinkComparison = compare_links(links, whole=extract.whole, viewer=by)
    write_links(found, Writer(by.local_area_id, row, extract.as_at, at))
    row.added, row.gone, row.unchanged = len(found.added), len(found.ended), found.unchanged
    row.save()
    words = f"brought in the links between settings as at {extract.as_at:%-d %B %Y}: "
    words += f"{row.added} added, {row.gone} ended"
    _note("bring_in_links", words, row, by=by)
    return Outcome(row.pk, row.added, 0, 0, row.gone, row.unchanged, found.left_out)


def _mind_day(as_at: date, *, on: date) -> None:
    if as_at > on:
        raise Refused(
            f"{as_at:%-d %B %Y} is a day to come. Give the day on which the list was downloaded."
        )


def _last(*, links: bool, by: Viewer) -> SettingsImport | None:
    rows = SettingsImport.objects.visible_to(by).filter(state=ImportState.APPLIED, links=links)
    return rows.order_by("-as_at").first()


def _mind_order(extract: Extract, last: SettingsImport | None) -> None:
    if last is None:
        return
    if last.as_at > extract.as_at:
        raise Refused(
            f"The list as at {last.as_at:%-d %B %Y} is in already. An older one would undo what "
            "is known since."
        )
    if last.sha256 == extract.sha256 and last.as_at == extract.as_at:
        raise Refused(
            f"This very file is in already, as at {last.as_at:%-d %B %Y}. Nothing was changed."
        )


def _mind_gone(found: Comparison, before: Standing) -> None:
    if too_much_gone(found, len(before.facts) - len(before.missing)):
        raise Refused(
            f"{len(found.gone):,} settings of the list are not in this file, more than one in ten. "
            "If it is a part of the list, say so: then nothing counts as gone."
        )


def _row(
    extract: Extract,
    import_id: UUID | None,
    version: int | None,
    *,
    links: bool,
    by: Viewer,
    on: date,
    at: datetime,
) -> SettingsImport:
    if import_id is None:
        row = SettingsImport(local_area_id=by.local_area_id, recorded_at=at)
    else:
        row = _waiting(import_id, version, by=by)
        row.version += 1
    row.state, row.links, row.whole = ImportState.APPLIED, links, extract.whole
    row.file_name, row.sha256, row.as_at = extract.file_name[:255], extract.sha256, extract.as_at
    row.rows_read, row.rows_refused = extract.rows_read, extract.rows_refused
    row.problems = [list(one) for one in extract.problems]
    row.on, row.by_label = on, by.name
    row.save(force_insert=import_id is None)
    return row


def _waiting(import_id: UUID, version: int | None, *, by: Viewer) -> SettingsImport:
    row = SettingsImport.objects.select_for_update().visible_to(by).filter(pk=import_id).first()
    if row is None:
        raise Refused("There is no such list here. Upload it again.")
    if row.state != ImportState.READY or row.version != version:
        raise ChangedMeanwhile("Somebody else brought this list in or put it aside meanwhile.")
    return row


def _note(act: str, words: str, row: SettingsImport, *, by: Viewer) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.COLLECTED,
        act=f"provision.{act}",
        object_kind="settings_import",
        object_id=row.pk,
        object_label=row.file_name,
        words=words,
        on=row.on,
    )
