"""Handing the audit trail out as a file: to an inspector, or to whoever has a right to know."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.partnership import policies
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.kinds import KINDS
from goldenthread.trail.verbs import Verb


def export_audit_trail(*, narrowed: bool, by: Viewer, on: date) -> None:
    """Note that the area's audit trail leaves as a file: all of it, or `narrowed` by filters."""
    policies.require(policies.may_read_audit_trail(by))
    with transaction.atomic():
        record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.DISCLOSED,
            act="partnership.export_audit_trail",
            object_kind="local_area",
            object_id=by.local_area_id,
            object_label=by.local_area_name,
            words=f"downloaded {'part of ' if narrowed else ''}the audit trail",
            on=on,
        )


def export_who_saw(*, kind: str, thing_id: UUID, by: Viewer, on: date) -> None:
    """Note that the list of who saw one thing leaves as a file; Refused where it is not in
    sight."""
    policies.require(policies.may_ask_who_saw(by, kind))
    if kind not in KINDS or not (name := KINDS[kind].name_of(thing_id, viewer=by)):
        raise Refused("There is no such thing here. It may belong to another local area.")
    with transaction.atomic():
        record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.DISCLOSED,
            act="partnership.export_who_saw",
            object_kind=kind,
            object_id=thing_id,
            object_label=name,
            words="downloaded the list of who saw it",
            on=on,
        )
