"""The form that brings an inspection report in, and what was chosen of its findings."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict

from goldenthread.intake.queries.reports import ReportFact


class ReportForm(forms.Form):
    report = forms.FileField(
        error_messages={
            "required": "Choose the report to load.",
            "empty": "This file is empty. Check that it was saved, and choose it again.",
        }
    )


def part_field(finding_id: str) -> str:
    return f"part-{finding_id}"


def taken_in(posted: QueryDict, report: ReportFact) -> dict[str, tuple[UUID, ...]]:
    """The ticked findings, each with the parts of the plan that answer it."""
    ticked = set(posted.getlist("take"))
    return {
        one.id: tuple(filter(None, map(_uuid, posted.getlist(part_field(one.id)))))
        for one in report.findings
        if one.id in ticked
    }


def _uuid(words: object) -> UUID | None:
    try:
        return UUID(str(words))
    except ValueError:
        return None
