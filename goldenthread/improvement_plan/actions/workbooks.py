"""Workbooks that leave for a lead: kept as they left, told in the trail."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan.actions.writing import fitted, locked, note_plan, said_by
from goldenthread.improvement_plan.models import Plan, SentWorkbook
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.grid import matching
from goldenthread.improvement_plan.queries.workbooks import HEADINGS, LETTERS, MOST_ROWS
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb


@transaction.atomic
def send_workbook(
    *, plan_id: UUID, filters: ActionFilters, for_whom: str = "", by: Viewer, on: date
) -> UUID:
    """Keep what a workbook of the actions that match says as it leaves; the id of that.

    Each row gets a code of its own, in sight of whoever fills it in: by it the row is known again
    when it comes back, sorted or not.
    """
    plan = locked(Plan, plan_id, by=by, what="plan")
    rows = matching(plan_id, viewer=by, on=on, filters=filters)
    if not rows:
        raise Refused("No action is like that, so there is nothing to send. Remove a filter.")
    if len(rows) > MOST_ROWS:
        raise Refused(f"A workbook holds {MOST_ROWS} actions at most. Narrow the list first.")
    code = _free_code(plan.local_area_id)
    sent = SentWorkbook.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        code=code,
        for_whom=fitted(for_whom.strip(), 300),
        filters=filters.as_query(),
        rows=[
            {
                "code": f"{code}-{number:03}",
                "id": str(row.id),
                "reference": row.reference,
                "cells": {name: row.cells[name] for name in HEADINGS},
            }
            for number, row in enumerate(rows, start=1)
        ],
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )
    count = f"{len(rows)} action{'' if len(rows) == 1 else 's'}"
    whom = f" for {sent.for_whom}" if sent.for_whom else ""
    note_plan(
        "send_workbook",
        f"made a workbook of {count}{whom} ({code})",
        plan,
        by=by,
        on=on,
        subjects=[("workbook", sent.pk), *(("action", row.id) for row in rows)],
        verb=Verb.DISCLOSED,
    )
    return sent.pk


def _free_code(local_area_id: UUID) -> str:
    """Five letters, none of which reads like another, that no workbook of the area has."""
    taken = set(
        SentWorkbook.objects.filter(local_area_id=local_area_id).values_list("code", flat=True)
    )
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(5))
        if code not in taken:
            return code
