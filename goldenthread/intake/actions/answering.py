"""The officer's corrections and answers, kept page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Final
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies as plan_policies
from goldenthread.improvement_plan import queries as plans
from goldenthread.intake.actions.writing import locked, mind_open, mind_version, note
from goldenthread.intake.answers import Answers
from goldenthread.intake.models import PlanImport
from goldenthread.intake.queries import an_import, raw_document
from goldenthread.intake.understanding import Corrections, understand
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


class _Keep(Enum):
    KEEP = "keep"


KEEP: Final = _Keep.KEEP


def correct(
    *,
    import_id: UUID,
    version: int,
    corrections: Corrections,
    plan_id: UUID | _Keep | None = KEEP,
    answers: Answers | None = None,
    seen: str = "",
    kind_name: str = "",
    by: Viewer,
    on: date,
) -> None:
    """Understand the document anew with these corrections; `plan_id` names the plan it is a newer
    version of (None: a new plan), `answers` come along where a page asks for both. The
    understanding is done before the row is locked."""
    before = an_import(import_id, viewer=by)
    plan = before.plan
    if corrections != before.corrections:
        plan = understand(raw_document(import_id, viewer=by), corrections)
    with transaction.atomic():
        row = locked(import_id, by=by)
        mind_version(row, version)
        mind_open(row)
        given = _seen(answers or Answers.from_data(row.answers), seen)
        if kind_name.strip():
            given = replace(given, kind_name=" ".join(kind_name.split())[:120])
        if plan_id is not KEEP and plan_id != row.plan_id:
            _mind_plan(plan_id, by=by)
            row.plan_id = plan_id
            # Scales are chosen from other ones now, and there are other differences.
            given = replace(given, scales={}, take=())
        row.corrections = corrections.as_data()
        row.understood = plan.as_data()
        _save(row, given)
        words = f"corrected what was understood of {row.file.name}"
        note("correct", words, row, by=by, on=on)


def _mind_plan(plan_id: UUID | None, *, by: Viewer) -> None:
    if plan_id is None:
        return
    if plans.plan(plan_id, viewer=by) is None:
        raise Refused("That plan is not one of this local area. Choose it again.")
    plan_policies.require(plan_policies.may_edit_plan(by, plan_id))


@transaction.atomic
def answer(
    *, import_id: UUID, version: int, answers: Answers, seen: str = "", by: Viewer, on: date
) -> None:
    """Keep the answers of one page; nothing of them has an effect before the import itself."""
    row = locked(import_id, by=by)
    mind_version(row, version)
    mind_open(row)
    _save(row, _seen(answers, seen))
    note("answer", f"answered questions about {row.file.name}", row, by=by, on=on)


def _seen(answers: Answers, step: str) -> Answers:
    return replace(answers, seen=tuple(dict.fromkeys([*answers.seen, step]))) if step else answers


def _save(row: PlanImport, answers: Answers) -> None:
    row.answers = answers.as_data()
    row.version += 1
    row.save(update_fields=["answers", "corrections", "understood", "plan", "version"])
