"""Erasing what is over: rows, files and the trail's details, with a certificate that says how much
and never what. All of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goldenthread.files import actions as files
from goldenthread.retention import schedule
from goldenthread.retention.models import ErasedRow, ErasureCertificate, RetentionApproval
from goldenthread.retention.queries.going import Ids, in_parts, rows_of, what_goes
from goldenthread.retention.queries.leading import FILE, files_of
from goldenthread.retention.queries.standing import standing_approval
from goldenthread.trail import actions as trail
from goldenthread.trail import chain
from goldenthread.trail import queries as told
from goldenthread.trail.verbs import Verb

BY_ITSELF = "Golden Thread"
_AT_ONCE = 500


@dataclass(frozen=True)
class Erased:
    """What one run erased; `files` are (area, hash) of contents that are gone."""

    certificate_id: UUID
    number: int
    rows: int
    files: frozenset[tuple[UUID, str]]


@dataclass(frozen=True)
class _Lot:
    """Rows that go by one rule."""

    kind: str
    years: int | None
    rows: Ids


def erase(*, local_area_id: UUID, on: date, by_label: str = BY_ITSELF) -> Erased | None:
    """Erase what is over by the rules as approved; None where nothing is, or nobody approved them.

    The approval is locked: two that erase at once erase everything once.
    """
    with transaction.atomic():
        approval = standing_approval(local_area_id, locked=True)
        if approval is None:
            return None
        lots = [
            _Lot(going.kind.key, going.years, going.rows)
            for going in what_goes(local_area_id, approval.rules, on=on)
            if any(going.rows.values())
        ]
        if not lots:
            return None
        return _erase(local_area_id, lots, approval, by_label=by_label, on=on)


def erase_again(rows: Collection[tuple[UUID, str, str]], *, on: date) -> list[Erased]:
    """Erase rows (local area, table, id) that were erased before and came back with a backup."""
    found: dict[UUID, Ids] = {}
    for local_area_id, label, row_id in rows:
        found.setdefault(local_area_id, {}).setdefault(label, set()).add(row_id)
    erased = []
    for local_area_id, ids in found.items():
        there = {label: _there(local_area_id, label, some) for label, some in ids.items()}
        there = {label: some for label, some in there.items() if some}
        if not there:
            continue
        with transaction.atomic():
            there[FILE] = there.get(FILE, set()) | files_of(there, local_area_id)
            lot = _Lot("again", None, there)
            erased.append(_erase(local_area_id, [lot], None, by_label="Restore of a backup", on=on))
    return erased


def _there(local_area_id: UUID, label: str, ids: Iterable[str]) -> set[Any]:
    """Those of the rows that came back: they are there, and this database erased none of them."""
    gone = ErasedRow.objects.filter(local_area_id=local_area_id, model=label)
    known = set(gone.values_list("row_id", flat=True))
    found: set[Any] = set()
    for some in in_parts(set(ids) - known):
        rows = rows_of(schedule.model_of(label)).filter(pk__in=some)
        found |= set(rows.values_list("pk", flat=True))
    return found


def _erase(
    local_area_id: UUID,
    lots: list[_Lot],
    approval: RetentionApproval | None,
    *,
    by_label: str,
    on: date,
) -> Erased:
    contents: set[tuple[UUID, str]] = set()
    said = []
    for lot in lots:
        kept = files.erase(lot.rows.get(FILE, set()), local_area_id=local_area_id)
        contents |= {(local_area_id, one.sha256) for one in kept}
        for label, ids in lot.rows.items():
            if label != FILE:
                _erase_rows(label, ids)
        counts = {label: len(ids) for label, ids in sorted(lot.rows.items()) if ids}
        size = sum(one.size for one in kept)
        said.append({"kind": lot.kind, "years": lot.years, "rows": counts, "bytes": size})
    _erase_details(local_area_id, lots, by_label=by_label, on=on)
    row = _certify(local_area_id, lots, said, approval, by_label=by_label, on=on)
    number = sum(len(ids) for lot in lots for ids in lot.rows.values())
    _note(row, number, on=on)
    return Erased(row.pk, row.number, number, frozenset(contents))


def _erase_rows(label: str, ids: Collection[Any]) -> None:
    """The rows themselves, or their words where the row stays for what leads to it."""
    blank = schedule.blank_of(label)
    rows = rows_of(schedule.model_of(label))
    for some in in_parts(ids):
        if blank is None:
            # Without Django's own cascade: what goes along is named, and the database refuses to
            # lose what anything else leads to.
            rows.filter(pk__in=some)._raw_delete(rows.db)
        elif any("{id}" in str(value) for value in blank.values()):
            for row_id in some:
                rows.filter(pk=row_id).update(**_filled(blank, row_id))
        else:
            rows.filter(pk__in=some).update(**blank)


def _filled(blank: Mapping[str, Any], row_id: Any) -> dict[str, Any]:
    return {
        name: value.replace("{id}", row_id.hex) if isinstance(value, str) else value
        for name, value in blank.items()
    }


def _erase_details(local_area_id: UUID, lots: list[_Lot], *, by_label: str, on: date) -> None:
    """What the trail says had changed in these rows, and why. Its entries stay, and its chain."""
    ids = {str(one) for lot in lots for some in lot.rows.values() for one in some}
    seqs = told.details_about(ids, local_area_id=local_area_id)
    for start in range(0, len(seqs), _AT_ONCE):
        trail.erase_details(
            local_area_id=local_area_id,
            seqs=seqs[start : start + _AT_ONCE],
            actor_id=None,
            actor_label=by_label,
            reason="",
            on=on,
        )


def _certify(
    local_area_id: UUID,
    lots: list[_Lot],
    said: list[dict[str, Any]],
    approval: RetentionApproval | None,
    *,
    by_label: str,
    on: date,
) -> ErasureCertificate:
    """The certificate, numbered in the area, and the ids that a restored backup erases again."""
    before = ErasureCertificate.objects.filter(local_area_id=local_area_id)
    number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
    rows = [
        (label, str(one))
        for lot in lots
        for label, ids in sorted(lot.rows.items())
        for one in sorted(ids, key=str)
    ]
    certificate = ErasureCertificate.objects.create(
        local_area_id=local_area_id,
        number=number,
        on=on,
        by_label=by_label,
        approved_on=approval.approved_on if approval else None,
        approved_by_label=approval.approved_by_label if approval else "",
        erased=said,
        hash=certificate_hash(number, on, said, rows),
    )
    ErasedRow.objects.bulk_create(
        [
            ErasedRow(
                local_area_id=local_area_id, certificate=certificate, model=label, row_id=row_id
            )
            for label, row_id in rows
        ],
        batch_size=_AT_ONCE,
    )
    return certificate


def certificate_hash(
    number: int, on: date, said: list[dict[str, Any]], rows: list[tuple[str, str]]
) -> str:
    """SHA-256 (64 hex digits) of what a certificate says and of the ids of the rows."""
    whole = {"number": number, "on": on.isoformat(), "erased": said, "rows": rows}
    return hashlib.sha256(chain.canonical(whole).encode()).hexdigest()


def _note(row: ErasureCertificate, number: int, *, on: date) -> None:
    trail.record(
        local_area_id=row.local_area_id,
        actor_id=None,
        actor_label=row.by_label,
        verb=Verb.ERASED,
        act="retention.erase",
        object_kind="erasurecertificate",
        object_id=row.pk,
        object_label=f"Erasure certificate {row.number}, SHA-256 {row.hash}",
        on=on,
        words=f"erased {number:,} {'row' if number == 1 else 'rows'} whose time was over: "
        f"certificate {row.number}",
    )
