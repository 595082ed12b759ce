"""The rules of an area, who approved them, what is on hold, and what was erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.partnership.queries import Viewer
from goldenthread.retention import policies, schedule
from goldenthread.retention.kinds import Kind
from goldenthread.retention.models import (
    ErasedRow,
    ErasureCertificate,
    LegalHold,
    RetentionApproval,
    RetentionRule,
)
from goldenthread.retention.queries.going import Going, what_goes


@dataclass(frozen=True)
class RuleFact:
    """A kind and its rule; `years` None where the area has set none."""

    kind: Kind
    years: int | None
    set_on: date | None = None
    set_by: str = ""


@dataclass(frozen=True)
class ApprovalFact:
    """Who approved the rules as they stand, and when."""

    approved_on: date
    approved_by: str


@dataclass(frozen=True)
class HoldFact:
    id: UUID
    kind: str
    object_id: UUID | None
    reason: str
    placed_on: date
    placed_by: str
    review_due: date
    released_on: date | None
    released_by: str
    released_because: str
    version: int


@dataclass(frozen=True)
class CertificateFact:
    """`erased`: for each kind its rule's years, how many rows of which tables, files and bytes."""

    id: UUID
    number: int
    on: date
    by: str
    approved_on: date | None
    approved_by: str
    erased: tuple[dict[str, Any], ...]
    hash: str


def rules(*, viewer: Viewer) -> tuple[RuleFact, ...]:
    """Every kind, with the area's rule."""
    rows = {
        row.kind: row for row in RetentionRule.objects.filter(local_area_id=viewer.local_area_id)
    }
    return tuple(
        RuleFact(kind, row.years, row.set_on, row.set_by_label)
        if (row := rows.get(kind.key))
        else RuleFact(kind, None)
        for kind in schedule.KINDS
    )


def rules_version(*, viewer: Viewer) -> int:
    """How often the rules were set: what a form of them was drawn from."""
    rows = RetentionRule.objects.filter(local_area_id=viewer.local_area_id)
    return max(rows.values_list("version", flat=True), default=0)


def set_by(*, viewer: Viewer) -> UUID | None:
    """Who set the rules last; None where there are none."""
    rows = RetentionRule.objects.filter(local_area_id=viewer.local_area_id).order_by("-version")
    return rows.values_list("set_by_id", flat=True).first()


def approval(*, viewer: Viewer) -> ApprovalFact | None:
    """The approval of the rules as they stand; None where nothing is erased."""
    row = standing_approval(viewer.local_area_id)
    return ApprovalFact(row.approved_on, row.approved_by_label) if row else None


def standing_approval(local_area_id: UUID, *, locked: bool = False) -> RetentionApproval | None:
    """The approval that counts: of exactly the rules that stand."""
    rows = RetentionApproval.objects.filter(local_area_id=local_area_id, ended_on__isnull=True)
    row = (rows.select_for_update() if locked else rows).first()
    return row if row and row.rules == years_of(local_area_id) else None


def years_of(local_area_id: UUID) -> dict[str, int]:
    """{kind: years} of the rules that stand."""
    rows = RetentionRule.objects.filter(local_area_id=local_area_id)
    return dict(rows.values_list("kind", "years"))


def dry_run(*, viewer: Viewer, on: date) -> list[Going]:
    """What the rules as they stand would erase on the day, approved or not; it changes nothing."""
    policies.require(policies.may_keep_retention(viewer))
    return what_goes(viewer.local_area_id, years_of(viewer.local_area_id), on=on)


def holds(*, viewer: Viewer) -> tuple[HoldFact, ...]:
    """Every legal hold, those that stand first."""
    rows = LegalHold.objects.filter(local_area_id=viewer.local_area_id)
    facts = [_hold_fact(row) for row in rows]
    return tuple(sorted(facts, key=lambda one: (one.released_on is not None, one.review_due)))


def hold(hold_id: UUID, *, viewer: Viewer) -> HoldFact | None:
    row = LegalHold.objects.filter(local_area_id=viewer.local_area_id, pk=hold_id).first()
    return _hold_fact(row) if row else None


def _hold_fact(row: LegalHold) -> HoldFact:
    return HoldFact(
        id=row.pk,
        kind=row.kind,
        object_id=row.object_id,
        reason=row.reason,
        placed_on=row.placed_on,
        placed_by=row.placed_by_label,
        review_due=row.review_due,
        released_on=row.released_on,
        released_by=row.released_by_label,
        released_because=row.released_because,
        version=row.version,
    )


def certificates(*, viewer: Viewer) -> tuple[CertificateFact, ...]:
    """The latest first."""
    rows = ErasureCertificate.objects.filter(local_area_id=viewer.local_area_id)
    return tuple(_certificate_fact(row) for row in rows)


def certificate(certificate_id: UUID, *, viewer: Viewer) -> CertificateFact | None:
    rows = ErasureCertificate.objects.filter(local_area_id=viewer.local_area_id)
    row = rows.filter(pk=certificate_id).first()
    return _certificate_fact(row) if row else None


def _certificate_fact(row: ErasureCertificate) -> CertificateFact:
    return CertificateFact(
        id=row.pk,
        number=row.number,
        on=row.on,
        by=row.by_label,
        approved_on=row.approved_on,
        approved_by=row.approved_by_label,
        erased=tuple(row.erased),
        hash=row.hash,
    )


def erased_rows() -> list[tuple[UUID, str, str]]:
    """(local area, table, id) of every row of every area that was ever erased."""
    rows = ErasedRow.objects.order_by("pk")
    return list(rows.values_list("local_area_id", "model", "row_id"))
