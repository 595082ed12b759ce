"""What a list of settings would change, before anything is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from goldenthread.files import queries as files
from goldenthread.intake.understanding.settings import LinksRead, SettingsRead, read_settings
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import queries as provision
from goldenthread.provision.queries import LinkComparison
from goldenthread.rules.provision import Comparison, SettingFacts, compare, too_much_gone


@dataclass(frozen=True)
class WouldChange:
    """What was read of a list, and what it would change; `settings` None where it is of links.
    `too_much`: so much is missing that it is only brought in as a part."""

    read: SettingsRead | LinksRead
    settings: Comparison | None
    links: LinkComparison | None
    too_much: bool = False
    gone: tuple[SettingFacts, ...] = ()


def would_change(read: SettingsRead | LinksRead, *, whole: bool, viewer: Viewer) -> WouldChange:
    """Compare what was read with the area's list as it stands."""
    if isinstance(read, LinksRead):
        found = provision.compare_links(read.links, whole=whole, viewer=viewer)
        return WouldChange(read, None, found)
    before = provision.standing(viewer=viewer)
    compared = compare(before.facts, before.missing, read.told, whole=whole)
    here = len(before.facts) - len(before.missing)
    gone = tuple(before.facts[urn] for urn in compared.gone)
    return WouldChange(read, compared, None, too_much_gone(compared, here), gone)


def comparison_of(import_id: UUID, *, viewer: Viewer) -> WouldChange | None:
    """What a list that was uploaded would change; None where none waits under this id."""
    found = provision.settings_import(import_id, viewer=viewer)
    if found is None or found.file_id is None:
        return None
    with files.open_bytes(found.file_id, local_area_id=viewer.local_area_id) as content:
        return would_change(read_settings(content.read()), whole=found.whole, viewer=viewer)
