"""Imports of the list, what each changed, and what changed in one setting."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.partnership.queries import Viewer
from goldenthread.provision.models import ImportState, SettingChange, SettingLink, SettingsImport


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """An extract; `problems` as (row, column, words)."""

    id: UUID
    state: str
    file_id: UUID | None
    file_name: str
    sha256: str
    as_at: date
    whole: bool
    links: bool
    rows_read: int
    rows_refused: int
    added: int
    changed: int
    closed: int
    gone: int
    unchanged: int
    problems: tuple[tuple[int, str, str], ...]
    on: date
    by_label: str
    version: int

    @property
    def ready(self) -> bool:
        """It waits for somebody to look at it."""
        return self.state == ImportState.READY

    @property
    def applied(self) -> bool:
        """It was brought in."""
        return self.state == ImportState.APPLIED


_COLUMNS = tuple(one.name for one in fields(ImportSeen) if one.name not in ("id", "problems"))


def _import(row: SettingsImport) -> ImportSeen:
    return ImportSeen(
        id=row.pk,
        problems=tuple((one[0], one[1], one[2]) for one in row.problems),
        **{name: getattr(row, name) for name in _COLUMNS},
    )


def settings_imports(*, viewer: Viewer) -> tuple[ImportSeen, ...]:
    """Those brought in or waiting, the latest list first."""
    rows = SettingsImport.objects.visible_to(viewer).exclude(state=ImportState.ASIDE)
    return tuple(_import(row) for row in rows[:50])


def settings_import(import_id: UUID, *, viewer: Viewer) -> ImportSeen | None:
    """One of them."""
    row = SettingsImport.objects.visible_to(viewer).filter(pk=import_id).first()
    return _import(row) if row else None


def last_import(*, viewer: Viewer) -> ImportSeen | None:
    """The latest list that is in: what "as at" the area's settings are."""
    rows = SettingsImport.objects.visible_to(viewer).filter(state=ImportState.APPLIED, links=False)
    row = rows.order_by("-as_at", "-recorded_at").first()
    return _import(row) if row else None


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """One fact of a setting that changed; values as JSON holds them. `field` "gone": whether the
    list lacks the setting."""

    setting_id: UUID
    setting_name: str
    urn: str | None
    as_at: date
    field: str
    before: Any
    after: Any
    by_hand: bool


def _change(row: SettingChange) -> ChangeSeen:
    return ChangeSeen(
        setting_id=row.setting_id,
        setting_name=row.setting.name,
        urn=row.setting.urn,
        as_at=row.as_at,
        field=row.field,
        before=row.before,
        after=row.after,
        by_hand=row.settings_import_id is None,
    )


def changes_of(setting_id: UUID, *, viewer: Viewer) -> tuple[ChangeSeen, ...]:
    """What changed in one setting, the latest first."""
    rows = SettingChange.objects.filter(
        local_area_id=viewer.local_area_id, setting_id=setting_id
    ).select_related("setting")
    return tuple(_change(row) for row in rows[:200])


def changes_of_import(
    import_id: UUID, *, viewer: Viewer, first: int, count: int
) -> tuple[tuple[ChangeSeen, ...], int]:
    """Some of what an import changed, by setting, and how many changes there are."""
    rows = SettingChange.objects.filter(
        local_area_id=viewer.local_area_id, settings_import_id=import_id
    ).select_related("setting")
    ordered = rows.order_by("setting__name", "setting_id", "field")
    return tuple(_change(row) for row in ordered[first : first + count]), rows.count()


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A setting that came before or after another, in the list's words."""

    setting_id: UUID
    name: str
    urn: str | None
    kind: str
    since: date | None


def links_of(setting_id: UUID, *, viewer: Viewer) -> tuple[LinkSeen, ...]:
    """What a setting came from, and what came after it."""
    rows = (
        SettingLink.objects.visible_to(viewer)
        .filter(setting_id=setting_id, ended_as_at__isnull=True)
        .select_related("to")
    )
    return tuple(LinkSeen(row.to_id, row.to.name, row.to.urn, row.kind, row.since) for row in rows)
