"""Setting the rules, and approving them: two people, for what is erased is gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from goldenthread.partnership.queries import Viewer
from goldenthread.retention import policies, schedule
from goldenthread.retention.actions.writing import note
from goldenthread.retention.models import RetentionApproval, RetentionRule
from goldenthread.rules.refusals import ChangedMeanwhile, Refused

_CHANGED = (
    "Somebody else set the rules while you had them open. Look at them again, then set yours."
)


def set_rules(*, years: Mapping[str, int], version: int, by: Viewer, on: date) -> None:
    """Set how many years each kind is kept. An approval of other rules ends: nothing is erased
    until somebody else approves these."""
    policies.require(policies.may_keep_retention(by))
    _mind_the_years(years)
    with transaction.atomic():
        rows = _locked_rules(by)
        if max((row.version for row in rows.values()), default=0) != version:
            raise ChangedMeanwhile(_CHANGED)
        before = {kind: row.years for kind, row in rows.items()}
        if before == dict(years):
            return
        for kind, number in years.items():
            row = rows.get(kind) or RetentionRule(local_area_id=by.local_area_id, kind=kind)
            row.years, row.version = number, version + 1
            row.set_on, row.set_by_id, row.set_by_label = on, by.user_id, by.name[:200]
            row.save()
        _standing(by).update(ended_on=on)
        row = RetentionRule.objects.filter(local_area_id=by.local_area_id).latest("pk")
        changes = {kind: (before.get(kind), number) for kind, number in years.items()}
        words = f"set how long {len(years)} kinds of records are kept"
        note("set_rules", row, words, by=by, on=on, changes=changes)


def approve_rules(*, version: int, by: Viewer, on: date) -> None:
    """Let the rules as they stand be carried out from tonight on."""
    with transaction.atomic():
        rows = _locked_rules(by)
        latest = max(rows.values(), key=lambda row: row.version, default=None)
        policies.require(policies.may_approve(by, set_by_id=latest.set_by_id if latest else None))
        if latest is None or latest.version != version:
            raise ChangedMeanwhile(_CHANGED)
        years = {kind: row.years for kind, row in rows.items()}
        standing = _standing(by).first()
        if standing and standing.rules == years:
            raise Refused("These rules are approved already.")
        _standing(by).update(ended_on=on)
        row = RetentionApproval.objects.create(
            local_area_id=by.local_area_id,
            rules=years,
            set_by_id=latest.set_by_id,
            approved_on=on,
            approved_by_id=by.user_id,
            approved_by_label=by.name[:200],
        )
        note("approve_rules", row, "approved how long records are kept", by=by, on=on)


def _mind_the_years(years: Mapping[str, int]) -> None:
    if set(years) != set(schedule.BY_KEY):
        raise Refused("Enter a number of years for each kind of record.")
    for kind, number in years.items():
        if not 1 <= number <= 150:
            title = schedule.BY_KEY[kind].title
            raise Refused(f"{title}: enter a number of years from 1 to 150.")


def _locked_rules(by: Viewer) -> dict[str, RetentionRule]:
    rows = RetentionRule.objects.select_for_update().filter(local_area_id=by.local_area_id)
    return {row.kind: row for row in rows}


def _standing(by: Viewer) -> QuerySet[RetentionApproval]:
    return RetentionApproval.objects.filter(local_area_id=by.local_area_id, ended_on__isnull=True)
