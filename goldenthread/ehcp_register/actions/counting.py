"""How an area counts where the law leaves it a choice, and where its plans may be linked at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.working_out import work_out
from goldenthread.ehcp_register.models import Deadline, RegisterPractice
from goldenthread.ehcp_register.queries.facts import every, practice_of
from goldenthread.jobs import actions as jobs
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.clocks import DUTIES, Practice
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.rules.standing.links import is_host
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_AT_ONCE = 200
_MEANWHILE = "Somebody changed this meanwhile. Look at what it says now, then save again."
_TASK = "goldenthread.ehcp_register.tasks.count_anew"


def change_counting(
    *,
    working_days: Collection[str],
    link_hosts: Collection[str],
    version: int,
    by: Viewer,
    on: date,
) -> int:
    """Which duties count working days, and at which hosts plans may be linked. Deadlines that
    change are worked out anew by the worker, some children at a time; of how many children."""
    require(policies.may_manage(by))
    counts = Practice(frozenset(working_days))  # refused where the law counts itself
    hosts = _hosts(link_hosts)
    try:
        with transaction.atomic():
            row = RegisterPractice.objects.visible_to(by).select_for_update().first()
            if (row.version if row else 0) != version:
                raise ChangedMeanwhile(_MEANWHILE)
            row = row or RegisterPractice(local_area_id=by.local_area_id, version=0)
            before = {"working_days": row.working_days, "link_hosts": row.link_hosts}
            row.working_days = " ".join(sorted(counts.working_days))
            row.link_hosts = "\n".join(hosts)
            row.version += 1
            row.save()
            after = {"working_days": row.working_days, "link_hosts": row.link_hosts}
            changes = {name: (before[name], after[name]) for name in after}
            other = {name: both for name, both in changes.items() if both[0] != both[1]}
            if not other:
                raise Refused("Nothing differs from what is set. Change what is to change.")
            children = len(_concerned(before["working_days"], row.working_days, by=by))
            if "working_days" in other and children:
                _begin(by)
            _note(other, by=by, on=on)
    except IntegrityError as twice:
        raise ChangedMeanwhile(_MEANWHILE) from twice
    return children


def would_change(*, working_days: Collection[str], by: Viewer) -> tuple[int, int]:
    """Of how many children, and how many deadlines, would get another last day."""
    require(policies.may_manage(by))
    counts = Practice(frozenset(working_days))
    now = practice_of(by.local_area_id)
    concerned = _concerned(" ".join(now.working_days), " ".join(counts.working_days), by=by)
    worked = work_out(concerned, local_area_id=by.local_area_id, write=False, practice=counts)
    deadlines = sum(different for _, different, _ in worked.differed.values())
    return len(worked.differed), deadlines


def count_anew_in(local_area_id: UUID) -> int:
    """Work out anew what the duties with a choice concern, some children at a time; of how many
    children something differed. May be stopped and begun again at any moment."""
    ids = iter(_with_duties(_choices(), local_area_id))
    differed = 0
    while some := list(islice(ids, _AT_ONCE)):
        with transaction.atomic():
            differed += len(work_out(some, local_area_id=local_area_id).differed)
    return differed


def _choices() -> frozenset[str]:
    return frozenset(one.key for one in DUTIES if one.days_may_differ)


def _concerned(before: str, after: str, *, by: Viewer) -> list[UUID]:
    differs = frozenset(before.split()) ^ frozenset(after.split())
    return _with_duties(differs, by.local_area_id) if differs else []


def _with_duties(duties: Collection[str], local_area_id: UUID) -> list[UUID]:
    """Every child with a deadline of these duties, restricted or not: it follows for all."""
    rows = every(Deadline).filter(local_area_id=local_area_id, duty__in=sorted(duties))
    return sorted(set(rows.order_by().values_list("child_id", flat=True)))


def _hosts(typed: Collection[str]) -> list[str]:
    hosts = sorted({one.strip().lower() for one in typed if one.strip()})
    if wrong := [one for one in hosts if not is_host(one)]:
        raise Refused(
            f"“{wrong[0]}” is no host. Give its name alone, such as documents.example.org."
        )
    return hosts


def _begin(by: Viewer) -> None:
    jobs.enqueue(
        _TASK,
        by.local_area_id,
        kind="count_anew",
        local_area_id=by.local_area_id,
        title="Deadlines counted anew",
        by_id=by.user_id,
        by_label=by.name,
    )


def _note(changes: dict[str, tuple[str, str]], *, by: Viewer, on: date) -> None:
    words = {
        "working_days": "which days are counted",
        "link_hosts": "where plans may be linked at",
    }
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act="ehcp_register.change_counting",
        object_kind="local_area",
        object_id=by.local_area_id,
        object_label=by.local_area_name,
        words=f"set {' and '.join(words[name] for name in changes)}",
        changes=changes,
        on=on,
    )
