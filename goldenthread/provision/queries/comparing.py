"""How the area's list stands, to compare an extract with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.partnership.queries import Viewer
from goldenthread.provision.models import Setting, SettingLink
from goldenthread.provision.queries.settings import facts_from
from goldenthread.rules.provision import FACTS, SettingFacts, SettingLinkFacts

_AT_A_TIME = 2000


@dataclass(frozen=True)
class Standing:
    """Settings that have a URN, by it. `missing`: those that an earlier extract held no longer."""

    facts: Mapping[str, SettingFacts]
    ids: Mapping[str, UUID]
    missing: frozenset[str]


def standing(*, viewer: Viewer) -> Standing:
    """The whole list as it stands."""
    facts: dict[str, SettingFacts] = {}
    ids: dict[str, UUID] = {}
    missing: set[str] = set()
    rows = Setting.objects.visible_to(viewer).filter(urn__isnull=False).order_by()
    values = rows.values_list("id", "gone_as_at", *FACTS)
    for row in values.iterator(chunk_size=_AT_A_TIME):
        urn = row[2]
        ids[urn], facts[urn] = row[0], facts_from(row[2:])
        if row[1] is not None:
            missing.add(urn)
    return Standing(facts, ids, frozenset(missing))


@dataclass(frozen=True)
class NewLink:
    """A link that the list has not: both ends by id."""

    setting_id: UUID
    to_id: UUID
    kind: str
    since: date | None


@dataclass(frozen=True)
class LinkComparison:
    """What an extract of links changes; `ended` are ids of links that it has no longer."""

    added: tuple[NewLink, ...]
    ended: tuple[UUID, ...]
    unchanged: int
    left_out: int


def compare_links(
    links: Iterable[SettingLinkFacts], *, whole: bool, viewer: Viewer
) -> LinkComparison:
    """Links that are new, and those of its settings that a whole extract has no longer."""
    of_list = Setting.objects.visible_to(viewer).filter(urn__isnull=False).order_by()
    ids: dict[str, UUID] = {urn or "": key for urn, key in of_list.values_list("urn", "id")}
    kept = SettingLink.objects.visible_to(viewer).filter(ended_as_at__isnull=True)
    rows = kept.values_list("setting_id", "to_id", "kind", "id")
    there = {(one, other, kind): key for one, other, kind, key in rows.iterator()}
    added: dict[tuple[UUID, UUID, str], NewLink] = {}
    seen: set[tuple[UUID, UUID, str]] = set()
    left_out = 0
    for link in links:
        one, other = ids.get(link.urn), ids.get(link.to_urn)
        if one is None or other is None:
            left_out += 1
            continue
        key = (one, other, link.kind)
        seen.add(key)
        if key not in there:
            added.setdefault(key, NewLink(one, other, link.kind, link.since))
    ended = tuple(there[key] for key in there if whole and key not in seen)
    return LinkComparison(tuple(added.values()), ended, sum(key in there for key in seen), left_out)
