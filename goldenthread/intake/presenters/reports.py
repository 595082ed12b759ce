"""The pages of inspection reports: what each says must improve, to keep or to leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from goldenthread.improvement_plan.queries.facts import LevelFact, PlanFact
from goldenthread.intake.forms.reports import part_field
from goldenthread.intake.presenters.frame import address
from goldenthread.intake.queries.findings_asked import FindingDifference
from goldenthread.intake.queries.reports import ReportFact, ReportState
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer


def report_crumbs(plan: PlanFact, viewer: Viewer, here: str) -> list[Crumb]:
    slug = viewer.local_area_slug
    return [
        Crumb(plan.title, reverse("improvement_plan:plan", args=[slug, plan.id])),
        Crumb("Findings", reverse("improvement_plan:findings", args=[slug, plan.id])),
        Crumb(here),
    ]


def bring_page(plan: PlanFact, found: Sequence[ReportFact], viewer: Viewer) -> dict[str, Any]:
    return {
        "plan_title": plan.title,
        "crumbs": report_crumbs(plan, viewer, "Bring findings in"),
        "lines": [
            {
                "name": one.file_name,
                "href": address("report_findings", viewer, one.id),
                "state": _state(one),
                "uploaded": f"{say_date(one.uploaded_on)} by {one.created_by}",
            }
            for one in found
        ],
    }


def _state(report: ReportFact) -> str:
    if report.state == ReportState.APPLIED:
        return f"{counted(report.added, 'finding')} brought in on {say_date(report.applied_on)}"
    return f"{counted(len(report.findings), 'finding')} read, none brought in yet"


def _proposed(fresh: Sequence[FindingDifference]) -> str:
    """That a letter's lines are for a person to confirm; "" where none is proposed."""
    number = sum(bool(one.read.proposed) for one in fresh)
    if not number:
        return ""
    return (
        f"{counted(number, 'finding')} proposed: this letter numbers nothing, so each line of its "
        "lists stands below with the words it stood under, and none is ticked. Tick each that is "
        "to come in as a finding."
    )


def report_page(
    report: ReportFact,
    plan: PlanFact,
    fresh: Sequence[FindingDifference],
    tree: Sequence[LevelFact],
    posted: QueryDict | None,
    viewer: Viewer,
) -> dict[str, Any]:
    """`fresh` are those the plan has not; `posted` what was chosen and could not be taken over."""
    kinds = Counter(one.kind for one in report.findings)
    said = {one.read.id for one in fresh if not one.read.proposed}
    ticked = set(posted.getlist("take")) if posted is not None else said
    source = report.findings[0].source if report.findings else ""
    return {
        "fact": report,
        "applied": _state(report) if report.state == ReportState.APPLIED else "",
        "caption": plan.title,
        "title": "Findings of the report",
        "lede": source,
        "counts": [f"{kind}: {number}" for kind, number in kinds.items()],
        "proposed": _proposed(fresh),
        "known": len(report.findings) - len(fresh),
        "crumbs": report_crumbs(plan, viewer, "Findings of the report"),
        "original": address("report_original", viewer, report.id),
        "history": address("report_history", viewer, report.id),
        "back": reverse("improvement_plan:findings", args=[viewer.local_area_slug, plan.id]),
        "parts": [
            (str(level.id), f"{level.word} {level.reference} {level.title}"[:70]) for level in tree
        ],
        "lines": [
            {
                "id": one.read.id,
                "part_field": part_field(one.read.id),
                "kind": one.read.kind,
                "reference": one.read.reference,
                "paragraphs": one.read.text.split("\n"),
                "proposed": one.read.proposed,
                "short": " ".join(one.read.text.split())[:80],
                "responsible": one.read.responsible,
                "checked": one.read.id in ticked,
                "chosen": frozenset(
                    posted.getlist(part_field(one.read.id)) if posted is not None else ()
                ),
            }
            for one in fresh
        ],
    }
