"""Providers that the national list has not: added and kept by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import policies
from goldenthread.provision.actions.writing import by_hand_changes, row_of
from goldenthread.provision.models import Setting, SettingChange
from goldenthread.provision.queries.settings import facts_of
from goldenthread.rules.provision import SettingFacts
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


@dataclass(frozen=True, kw_only=True)
class NewSetting:
    """What is known of a provider that is not on the national list."""

    name: str
    type_name: str
    phase: str = "not_applicable"
    ukprn: str = ""
    authority_code: str = ""
    authority_name: str = ""
    street: str = ""
    town: str = ""
    postcode: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    special: bool = False
    independent: bool = False
    residential: bool = False


@transaction.atomic
def add_setting(*, new: NewSetting, by: Viewer, on: date, at: datetime) -> UUID:
    """Add a provider without a URN."""
    require(policies.may_keep_settings(by))
    facts = _facts(new, on=on)
    same = Setting.objects.visible_to(by).filter(name__iexact=facts.name, postcode=facts.postcode)
    if same.exists():
        raise Refused(f"“{facts.name}” is on the list already. Search for it.")
    row = row_of(facts, local_area_id=by.local_area_id, recorded_at=at)
    row.save(force_insert=True)
    _note(Verb.COLLECTED, "add_setting", row, f"added the setting {row.name} by hand", by=by, on=on)
    return row.pk


@transaction.atomic
def change_setting(
    *, setting_id: UUID, new: NewSetting, version: int, by: Viewer, on: date, at: datetime
) -> None:
    """Change what is kept by hand of a provider; what it was before is kept with it."""
    require(policies.may_keep_settings(by))
    row = Setting.objects.select_for_update().visible_to(by).filter(pk=setting_id).first()
    if row is None:
        raise Refused("That setting is not on the list of your area. Search for it.")
    if row.urn is not None:
        raise Refused(
            "This setting is on the national list and changes with the next one that is brought "
            "in. Ask the setting to correct its own entry in Get Information about Schools."
        )
    if row.version != version:
        raise ChangedMeanwhile("Somebody else changed this setting meanwhile. Look at it again.")
    before = facts_of(row)
    after = replace(before, **asdict(new), status=_facts(new, on=on).status)
    changes = list(by_hand_changes(before, after, row, on=on, at=at))
    if not changes:
        return
    for change in changes:
        setattr(row, change.field, getattr(after, change.field))
    row.version += 1
    row.save()
    SettingChange.objects.bulk_create(changes)
    told = {one.field: (one.before, one.after) for one in changes}
    _note(
        Verb.ALTERED, "change_setting", row, f"changed the setting {row.name}", told, by=by, on=on
    )


def _facts(new: NewSetting, *, on: date) -> SettingFacts:
    name = " ".join(new.name.split())
    if not name:
        raise Refused("Give the name of the setting.")
    if new.opened_on and new.closed_on and new.closed_on < new.opened_on:
        raise Refused("It cannot have closed before it opened. Check the two days.")
    closed = new.closed_on is not None and new.closed_on < on
    return SettingFacts(
        **{**asdict(new), "name": name}, urn=None, status="closed" if closed else "open"
    )


def _note(
    verb: Verb,
    act: str,
    row: Setting,
    words: str,
    told: dict[str, tuple[object, object]] | None = None,
    *,
    by: Viewer,
    on: date,
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"provision.{act}",
        object_kind="setting",
        object_id=row.pk,
        object_label=row.name,
        words=words,
        changes=told,
        on=on,
    )
