"""Verbs of who a child is: one added by hand, and what was recorded of them put right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.loading import new_source
from goldenthread.ehcp_register.actions.noting import changed, not_to_come, origin_of, the_child
from goldenthread.ehcp_register.actions.recording import case_for, written
from goldenthread.ehcp_register.actions.rows import Rows, add_child
from goldenthread.ehcp_register.models import Child, FieldSource, Process, Source, SourceKind
from goldenthread.ehcp_register.queries.disagreements import FIELD_WORDS
from goldenthread.ehcp_register.queries.known import who_may_be
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer, post_titles
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.rules.standing.differing import IDENTITY
from goldenthread.rules.standing.records import ChildRecord, Said
from goldenthread.trail.verbs import Verb

RECORDED, CORRECTED = "Recorded here", "Corrected here"
_WORDS = FIELD_WORDS | {
    "reference": "reference",
    "nhs_number": "NHS number",
    "known_to_social_care": "social care team",
}


def add_by_hand(
    *,
    record: ChildRecord,
    said_by: str,
    first: Said | None = None,
    process: Process | str = "",
    not_them: Collection[UUID] = (),
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """A child who is new here, with the first thing that happened: a request, a move here.

    `not_them`: those known who were looked at, and are somebody else. Refused where somebody else
    known may be this child. The record brings who they are and on whose caseload they go; its
    cases and events are left to `first`.
    """
    require(policies.may_record(by))
    _may_write_details(record, by)
    if first:
        not_to_come(first.on, on=on)
    if record.post_id and record.post_id not in post_titles(viewer=by):
        raise Refused("There is no such post in your area. Choose one whose caseload they go on.")
    with transaction.atomic():
        alike = who_may_be(record, viewer=by, on=on)
        if any(one.child_id not in not_them for one in alike):
            raise Refused(
                "Somebody known may be this child. Look at who it is: open their record, or say "
                "that it is somebody else."
            )
        origin = origin_of(by, on=on, at=at)
        rows = Rows()
        child = add_child(rows, record, origin)
        for row in rows.all():
            row.save(force_insert=True)
        source = _source(RECORDED, said_by, by=by, on=on, at=at)
        saying = _Saying(child, RECORDED, source, by, on)
        for name in _kept(IDENTITY):
            if value := getattr(record, name):
                saying.say(name, value)
        if first:
            case = case_for(child, None, process, first.on, origin, by=by)
            written(child, case, first, origin, by=by)
        words = "added a child or young person to the register"
        changed(child, "add_by_hand", words, by=by, on=on, verb=Verb.COLLECTED)
    return child.pk


def correct_identity(
    *,
    child_id: UUID,
    version: int,
    given: dict[str, Any],
    said_by: str,
    reason: str,
    by: Viewer,
    on: date,
    at: datetime,
) -> None:
    """What is recorded of who a child is was wrong: field → what holds. What each source said stays
    beside it; what is corrected holds until somebody decides otherwise."""
    require(policies.may_record(by))
    if unknown := set(given) - set(IDENTITY):
        raise ValueError(f"{sorted(unknown)} are no fields of who somebody is.")
    if not said_by.strip():
        raise Refused("Say who says so, such as: the family, by letter.")
    if not reason.strip():
        raise Refused("Say why it was wrong, for whoever reads the history later.")
    with transaction.atomic():
        child = the_child(child_id, by=by, on=on, version=version)
        other = {name: value for name, value in given.items() if getattr(child, name) != value}
        if not other:
            raise Refused("Nothing differs from what is recorded. Change what is wrong.")
        if any(name in Child.details and not _may(name, by) for name in other):
            raise NotPermitted("You have no right to see this detail, so you cannot change it.")
        source = _source(CORRECTED, said_by, by=by, on=on, at=at)
        saying = _Saying(child, CORRECTED, source, by, on, decided=True)
        for name in _kept(other):
            _undecide(child, name, by=by, on=on)
            saying.say(name, other[name])
        for name, value in other.items():
            setattr(child, name, value)
        child.save(update_fields=list(other))
        fields = ", ".join(_WORDS[name] for name in IDENTITY if name in other)
        words = f"corrected who a child or young person is: {fields}"
        changed(child, "correct_identity", words, by=by, on=on, reason=reason.strip())


def _kept(names: Collection[str]) -> list[str]:
    """Of these fields, those of which it is kept who says what: details are rights of their own."""
    return [name for name in names if name not in Child.details]


def _may(detail: str, by: Viewer) -> bool:
    return by.may_see(Child.details[detail])


def _may_write_details(record: ChildRecord, by: Viewer) -> None:
    for name in Child.details:
        if getattr(record, name) and not _may(name, by):
            raise NotPermitted(
                f"You have no right to the {_WORDS[name]} of children and young people. An area "
                "administrator can give it to you."
            )


def _source(system: str, said_by: str, *, by: Viewer, on: date, at: datetime) -> Source:
    title = " ".join(said_by.split())[:200] or f"As {by.name} recorded it"
    pk = new_source(kind=SourceKind.PERSON, system=system, title=title, as_at=on, by=by, at=at)
    return Source.objects.get(pk=pk)


@dataclass(frozen=True)
class _Saying:
    """What is said here of one child, field by field; `decided`: it holds whatever others say."""

    child: Child
    system: str
    source: Source
    by: Viewer
    on: date
    decided: bool = False

    def say(self, name: str, value: Any) -> None:
        """What was said here before in the same way gives way."""
        rows = FieldSource.objects.visible_to(self.by, on=self.on)
        row = rows.filter(child_id=self.child.pk, field=name, system=self.system).first()
        row = row or FieldSource(
            local_area_id=self.child.local_area_id, field=name, system=self.system, version=0
        )
        row.child, row.source = self.child, self.source
        row.given = (value.isoformat() if isinstance(value, date) else str(value or ""))[:200]
        row.decided_on = self.on if self.decided else None
        row.decided_by_label = self.by.name if self.decided else ""
        row.version += 1
        row.save()


def _undecide(child: Child, name: str, *, by: Viewer, on: date) -> None:
    rows = FieldSource.objects.visible_to(by, on=on).filter(child_id=child.pk, field=name)
    for row in rows.filter(decided_on__isnull=False).select_for_update():
        row.child = child
        row.decided_on, row.decided_by_label = None, ""
        row.version += 1
        row.save(update_fields=["decided_on", "decided_by_label", "version"])
