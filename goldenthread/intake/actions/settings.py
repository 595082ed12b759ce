"""The national list of settings: uploaded, looked at, brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.files import actions as file_actions
from goldenthread.files import queries as files
from goldenthread.files.gate import Upload
from goldenthread.files.kinds import Kind
from goldenthread.intake.queries.settings import comparison_of
from goldenthread.intake.understanding.settings import (
    LinksRead,
    SettingsRead,
    read_settings,
)
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import actions as provision
from goldenthread.provision import policies
from goldenthread.provision import queries as provision_queries
from goldenthread.provision.actions import Extract, Outcome
from goldenthread.rules.refusals import NotThere, Refused

__all__ = ["Brought", "bring_in_file", "bring_in_upload", "comparison_of", "upload_settings"]


@dataclass(frozen=True)
class Brought:
    """What was read, and what it changed."""

    read: SettingsRead | LinksRead
    outcome: Outcome


@transaction.atomic
def upload_settings(
    *, upload: Upload | bytes, name: str, as_at: date, whole: bool, by: Viewer, on: date
) -> UUID:
    """Keep a list until somebody has looked at it. Refused where it is none."""
    require(policies.may_keep_settings(by))
    kept = file_actions.keep(
        upload=upload,
        name=name,
        local_area_id=by.local_area_id,
        by_id=by.user_id,
        by_label=by.name,
        on=on,
        allowed=frozenset({Kind.CSV}),
    )
    with files.open_bytes(kept.id, local_area_id=by.local_area_id) as content:
        read_settings(content.read())
    return provision.prepare_settings_import(
        file_id=kept.id, file_name=kept.name, as_at=as_at, whole=whole, by=by, on=on
    )


def bring_in_upload(
    *, import_id: UUID, version: int, by: Viewer, on: date, at: datetime
) -> Outcome:
    """Bring in what was uploaded and looked at."""
    require(policies.may_keep_settings(by))
    found = provision_queries.settings_import(import_id, viewer=by)
    if found is None or found.file_id is None:
        raise NotThere("There is no such list here. Upload it again.")
    with files.open_bytes(found.file_id, local_area_id=by.local_area_id) as content:
        read = read_settings(content.read())
    extract = extract_of(read, found.file_name, as_at=found.as_at, whole=found.whole)
    return _bring_in(read, extract, by=by, on=on, at=at, import_id=import_id, version=version)


def bring_in_file(
    *, content: bytes, name: str, as_at: date, whole: bool, by: Viewer, on: date, at: datetime
) -> Brought:
    """Bring in a file at once, as the command line does: its hash is kept, not the file."""
    require(policies.may_keep_settings(by))
    read = read_settings(content)
    extract = extract_of(read, name, as_at=as_at, whole=whole)
    return Brought(read, _bring_in(read, extract, by=by, on=on, at=at))


def extract_of(read: SettingsRead | LinksRead, name: str, *, as_at: date, whole: bool) -> Extract:
    """What is kept of where an extract came from."""
    return Extract(
        file_name=name,
        sha256=read.sha256,
        as_at=as_at,
        rows_read=read.rows_read,
        rows_refused=read.rows_refused,
        problems=[(one.row, one.column, one.words) for one in read.problems],
        whole=whole,
    )


def _bring_in(
    read: SettingsRead | LinksRead,
    extract: Extract,
    *,
    by: Viewer,
    on: date,
    at: datetime,
    import_id: UUID | None = None,
    version: int | None = None,
) -> Outcome:
    if isinstance(read, LinksRead):
        if not read.links:
            raise Refused("No link could be read in this file.")
        return provision.bring_in_links(
            links=read.links,
            extract=extract,
            by=by,
            on=on,
            at=at,
            import_id=import_id,
            version=version,
        )
    return provision.bring_in_settings(
        told=read.told,
        extract=extract,
        by=by,
        on=on,
        at=at,
        import_id=import_id,
        version=version,
    )
