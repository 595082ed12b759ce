"""An inspection report comes in, and the chosen ones of its findings come into a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.files import queries as files
from goldenthread.files.gate import Upload
from goldenthread.improvement_plan import policies as plan_policies
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.actions import importing
from goldenthread.improvement_plan.actions.inputs import AddedFinding
from goldenthread.intake.actions.documents import keep
from goldenthread.intake.actions.plan_inputs import finding_inputs
from goldenthread.intake.models import ReportImport, ReportState
from goldenthread.intake.queries.findings_asked import FindingDifference, finding_differences
from goldenthread.intake.queries.reports import ReportFact, a_report
from goldenthread.intake.report_reading import report_findings
from goldenthread.intake.understanding.as_json import to_data
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


@dataclass(frozen=True)
class ReportUploaded:
    """`already`: this very file came to this plan before; `report_id` is that earlier one."""

    report_id: UUID
    already: bool


@transaction.atomic
def upload_report(
    *, plan_id: UUID, upload: Upload | bytes, name: str, by: Viewer, on: date
) -> ReportUploaded:
    """Keep a report and read it. Refused where it holds no finding: then nothing is kept."""
    _mind_plan(plan_id, by=by)
    kept = keep(upload, name, by=by, on=on)
    earlier = ReportImport.objects.visible_to(by).filter(plan_id=plan_id, file_id=kept.id).first()
    if earlier is not None:
        return ReportUploaded(earlier.pk, already=True)
    with files.open_bytes(kept.id, local_area_id=by.local_area_id) as content:
        found = report_findings(content.read(), kept.name)
    row = ReportImport.objects.create(
        local_area_id=by.local_area_id,
        file_id=kept.id,
        plan_id=plan_id,
        findings=[to_data(one) for one in found],
        created_by_id=by.user_id,
        created_by_label=by.name,
        recorded_at=Now(),
    )
    _note("upload_report", f"uploaded the report {kept.name}", row, by=by, on=on)
    return ReportUploaded(row.pk, already=False)


def new_in(report: ReportFact, *, by: Viewer, on: date) -> tuple[FindingDifference, ...]:
    """The findings of a report that its plan has not, in these words or nearly."""
    standing = plans.findings(report.plan_id, viewer=by, on=on, ended=True)
    found = finding_differences(report.findings, standing)
    return tuple(one for one in found if one.finding_id is None)


@transaction.atomic
def add_findings(
    *, report_id: UUID, version: int, take: Mapping[str, Sequence[UUID]], by: Viewer, on: date
) -> int:
    """Take the chosen findings over; how many. `take`: {finding: the parts that answer it}.

    One transaction, once: asked again when it is done, it adds nothing.
    """
    row = (
        ReportImport.objects.visible_to(by)
        .select_related("file")
        .select_for_update(of=("self",))
        .filter(pk=report_id)
        .first()
    )
    if row is None:
        raise Refused("There is no such report here. Choose one from the plan’s findings.")
    _mind_plan(row.plan_id, by=by)
    if row.state == ReportState.APPLIED:
        return row.added
    if row.version != version:
        raise ChangedMeanwhile("Somebody else took this report over meanwhile. Look at it again.")
    report = a_report(report_id, viewer=by)
    assert report is not None
    chosen = [one.read for one in new_in(report, by=by, on=on) if one.read.id in take]
    if not chosen:
        raise Refused("Nothing is chosen. Tick the findings that are to come in.")
    changes = [
        AddedFinding(new, tuple(dict.fromkeys(take[new.key]))) for new in finding_inputs(chosen, on)
    ]
    importing.apply_changes(
        plan_id=row.plan_id, changes=changes, source_label=row.file.name, by=by, on=on
    )
    row.state, row.added, row.applied_on = ReportState.APPLIED, len(changes), on
    row.applied_by_label = by.name
    row.version += 1
    row.save(update_fields=["state", "added", "applied_on", "applied_by_label", "version"])
    words = f"brought {len(changes)} findings in from {row.file.name}"
    _note("add_findings", words, row, by=by, on=on)
    return row.added


def _mind_plan(plan_id: UUID, *, by: Viewer) -> None:
    if plans.plan(plan_id, viewer=by) is None:
        raise Refused("That plan is not one of this local area. Choose it again.")
    plan_policies.require(plan_policies.may_edit_plan(by, plan_id))


def _note(act: str, words: str, row: ReportImport, *, by: Viewer, on: date) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.COLLECTED,
        act=f"intake.{act}",
        object_kind="report_import",
        object_id=row.pk,
        object_label=row.file.name,
        words=words,
        on=on,
        subjects=[("plan", row.plan_id), ("file", row.file_id)],
    )
