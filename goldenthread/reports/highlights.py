"""A highlight report as a typed document: its draft, its issued form, its issue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from markupsafe import Markup

from goldenthread.governance import actions as governance
from goldenthread.governance import policies, queries
from goldenthread.governance.queries import HighlightFact
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries.risks import WaitFact, waits
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.reports import highlight_report, writing
from goldenthread.reports.actions import keep_documents
from goldenthread.reports.document import Document
from goldenthread.reports.highlight_report import HighlightFront, Wait
from goldenthread.reports.papers import compares
from goldenthread.reports.references import FigureReference
from goldenthread.reports.writers.html import write_html_article
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.rules.snapshots import PlanSnapshot


def stands_on(report: HighlightFact, *, viewer: Viewer) -> tuple[PlanSnapshot, PlanSnapshot | None]:
    """What the report is written from, and what it compares with."""
    now = queries.highlight_snapshot(report.id, viewer=viewer)
    if now is None:
        raise Refused("The figures of this report are not in sight. Ask the programme office.")
    if report.compared_report_id:
        return now, queries.highlight_snapshot(report.compared_report_id, viewer=viewer)
    if report.compared_snapshot_id:
        return now, plans.snapshot(report.compared_snapshot_id, viewer=viewer)
    return now, None


def document_of(
    report: HighlightFact,
    *,
    viewer: Viewer,
    draft: bool,
    figure_href: Callable[[str], str] | None = None,
) -> Document:
    """The report as it would be read now (a draft) or as it is issued."""
    now, compared = stands_on(report, viewer=viewer)
    return _built(report, now, compared, viewer=viewer, draft=draft, figure_href=figure_href)


def _built(
    report: HighlightFact,
    now: PlanSnapshot,
    compared: PlanSnapshot | None,
    *,
    viewer: Viewer,
    draft: bool,
    figure_href: Callable[[str], str] | None = None,
) -> Document:
    def reference(key: str) -> str:
        both = compared is not None and compares(key)
        return str(
            FigureReference(
                snapshot_id=UUID(now.id),
                compared_id=UUID(compared.id) if compared and both else None,
                key=key,
            )
        )

    state = f"Version {report.number}"
    if draft:
        state += ", draft"
    elif report.issued_on:
        state += f", issued on {say_date(report.issued_on)}"
    try:
        return highlight_report.build(
            now=now,
            compared=compared,
            front=HighlightFront(
                level_id=str(report.level_id),
                reader=report.forum_name,
                shape=report.shape,
                number=report.number,
                draft=draft,
                status_point=report.status_point,
                words=report.words,
                state_words=state,
                received=report.compared_was_received,
            ),
            waits=waits_of(report, viewer=viewer),
            figure_reference=reference,
            figure_href=(lambda key: figure_href(reference(key))) if figure_href else None,
        )
    except LookupError as missing:
        raise Refused(
            f"{report.part} was not in the plan on {say_date(report.as_at)}, so there is nothing "
            "to report. Choose a later period or day."
        ) from missing


def article_of(report: HighlightFact, *, viewer: Viewer, figures_address: str) -> Markup:
    """The report as it is read on the page, its figures linked."""
    document = document_of(
        report,
        viewer=viewer,
        draft=not report.issued,
        figure_href=lambda ref: f"{figures_address}?{urlencode({'reference': ref})}",
    )
    return Markup(write_html_article(document))  # noqa: S704 - our own templates, which escape


def waits_of(report: HighlightFact, *, viewer: Viewer) -> tuple[Wait, ...]:
    """Who waits for whom, across the part's border or inside it: as it was when issued, else as at
    the report's day."""
    if report.issued:
        return tuple(
            Wait(
                **{
                    **one,
                    "needed_by": date.fromisoformat(one["needed_by"]) if one["needed_by"] else None,
                }
            )
            for one in report.issued_with.get("waits", ())
        )
    return waits_within(report.plan_id, report.level_id, viewer=viewer, on=report.as_at)


def waits_within(plan_id: UUID, level_id: UUID, *, viewer: Viewer, on: date) -> tuple[Wait, ...]:
    """Waiting with at least one side in the part."""
    found = waits(plan_id, viewer=viewer, on=on)
    return tuple(_wait(one, level_id) for one in found if _touches(one, level_id))


def _touches(one: WaitFact, level_id: UUID) -> bool:
    sides = (one.action.subject.level_ids, one.waits_for.subject.level_ids)
    return any(level_id in side for side in sides)


def _wait(one: WaitFact, level_id: UUID) -> Wait:
    outward = level_id in one.action.subject.level_ids
    other = one.to_top if outward else one.from_top
    elsewhere = other is not None and other.id != level_id
    agreed = ""
    if one.agreed_on:
        agreed = f"Agreed by {one.agreed_by}, {say_date(one.agreed_on)}"
    return Wait(
        action=one.action.reference,
        waits_for=one.waits_for.reference,
        other_part=f"{other.word} {other.reference}" if other and elsewhere else "",
        needs=one.note,
        needed_by=one.needed_by,
        agreed=agreed,
        state=one.state,
        outward=outward,
    )


def _waits_as_data(found: tuple[Wait, ...]) -> list[dict[str, Any]]:
    return [
        {**asdict(one), "needed_by": one.needed_by.isoformat() if one.needed_by else ""}
        for one in found
    ]


def made_at(report: HighlightFact, *, now: datetime) -> datetime:
    """The instant written into documents: of issue, else midnight of today."""
    return report.issued_at or datetime.combine(now.date(), time(), tzinfo=UTC)


def issue_report(*, report_id: UUID, version: int, by: Viewer, on: date, at: datetime) -> None:
    """Write the report in every format, keep each, freeze what it stands on, and issue it."""
    report = queries.highlight(report_id, viewer=by)
    if report is None:
        raise Refused("There is no such report. Choose one from the list of highlight reports.")
    require(
        policies.may_change_highlight(
            by, state=report.state, plan_id=report.plan_id, level_id=report.level_id
        )
    )
    if report.version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this report while you had it open. "
            "Look at it again, then issue it."
        )
    if report.missing:
        wanting = "; ".join(report.missing)
        raise Refused(f"The report is not finished. Still missing: {wanting}.")
    now, compared = stands_on(report, viewer=by)
    issued = replace(report, issued_on=on)
    document = _built(issued, now, compared, viewer=by, draft=False)
    issued_with = {"waits": _waits_as_data(waits_of(report, viewer=by))}
    written = {form: writing.write(document, form, made_at=at) for form in writing.FORMATS}
    with transaction.atomic():
        kept = keep_documents(written, called="highlight-report", by=by, on=on)
        governance.issue_highlight(
            report_id=report_id,
            version=version,
            documents=kept,
            page=written["html"].decode(),
            stood_on=now,
            issued_with=issued_with,
            by=by,
            on=on,
            at=at,
        )
