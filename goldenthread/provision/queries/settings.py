"""Settings by URN or id, as they stand and as they stood."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.partnership.queries import Viewer
from goldenthread.provision.models import Setting, SettingChange
from goldenthread.rules.provision import FACTS, Difference, SettingFacts, undone

_AT_A_TIME = 500  # SQLite takes so many values in one question, and more


@dataclass(frozen=True, slots=True)
class SettingSeen:
    """A setting of the area's list. `gone_as_at`: the extract that held it no longer."""

    id: UUID
    facts: SettingFacts
    phase_words: str
    status_words: str
    seen_as_at: date | None
    gone_as_at: date | None
    version: int

    @property
    def by_hand(self) -> bool:
        """Kept by hand, for the national list has it not."""
        return self.facts.urn is None


def facts_of(row: Setting) -> SettingFacts:
    """A row's facts."""
    told = {name: getattr(row, name) for name in FACTS}
    return SettingFacts(**{**told, "needs": tuple(row.needs)})


def seen(row: Setting) -> SettingSeen:
    """A row, handed out."""
    return SettingSeen(
        id=row.pk,
        facts=facts_of(row),
        phase_words=row.get_phase_display(),
        status_words=row.get_status_display(),
        seen_as_at=row.seen_as_at,
        gone_as_at=row.gone_as_at,
        version=row.version,
    )


def setting(setting_id: UUID, *, viewer: Viewer) -> SettingSeen | None:
    """One setting of the viewer's area."""
    row = Setting.objects.visible_to(viewer).filter(pk=setting_id).first()
    return seen(row) if row else None


def setting_by_urn(urn: str, *, viewer: Viewer) -> SettingSeen | None:
    """The setting with a URN."""
    row = Setting.objects.visible_to(viewer).filter(urn=urn).first()
    return seen(row) if row else None


def settings_for(urns: Collection[str], *, viewer: Viewer) -> dict[str, SettingSeen]:
    """Settings by URN; a URN that the area's list has not is left out."""
    found: dict[str, SettingSeen] = {}
    for some in _in_parts(sorted(set(urns))):
        for row in Setting.objects.visible_to(viewer).filter(urn__in=some):
            found[row.urn or ""] = seen(row)
    return found


def settings_by_ids(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, SettingSeen]:
    """Settings by id."""
    found: dict[UUID, SettingSeen] = {}
    for some in _in_parts(sorted(set(ids))):
        for row in Setting.objects.visible_to(viewer).filter(pk__in=some):
            found[row.pk] = seen(row)
    return found


def all_facts(*, viewer: Viewer) -> dict[str, tuple[UUID, SettingFacts]]:
    """Every setting that has a URN, by it: (id, facts). For checking a whole register at once."""
    rows = Setting.objects.visible_to(viewer).filter(urn__isnull=False)
    values = rows.values_list("id", *FACTS)
    return {row[1]: (row[0], facts_from(row[1:])) for row in values.iterator(chunk_size=2000)}


def facts_from(values: tuple[object, ...]) -> SettingFacts:
    """The facts of a row's values, in the order of FACTS."""
    told = dict(zip(FACTS, values, strict=True))
    return SettingFacts(**{**told, "needs": tuple(told["needs"])})  # type: ignore[arg-type]


def setting_as_at(setting_id: UUID, *, viewer: Viewer, on: date) -> SettingFacts | None:
    """A setting's facts as the extracts up to a day told them."""
    found = setting(setting_id, viewer=viewer)
    if found is None:
        return None
    later = SettingChange.objects.filter(
        local_area_id=viewer.local_area_id, setting_id=setting_id, as_at__gt=on
    ).order_by("-as_at", "-recorded_at")
    return undone(found.facts, [Difference(one.field, one.before, one.after) for one in later])


def _in_parts(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _AT_A_TIME):
        yield values[start : start + _AT_A_TIME]
