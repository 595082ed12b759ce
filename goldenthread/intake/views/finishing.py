"""The last steps: what a newer version changes, and the import itself."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.intake import actions, queries
from goldenthread.intake.forms.posted import Mend
from goldenthread.intake.presenters.finishing import changes_page, confirm_page
from goldenthread.intake.presenters.frame import frame
from goldenthread.intake.views.answering import scales_asked
from goldenthread.intake.views.asking import for_importers, forget, go, page, typed_on, version_in
from goldenthread.intake.views.checking import opened
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def changes(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """What the newer document adds, changes and leaves out, old beside new; choose each."""
    detail = opened(request, import_id)
    if isinstance(detail, HttpResponse):
        return detail
    if detail.fact.plan_id is None:
        return go(request, "confirm", import_id)
    comparison = queries.compare(detail, viewer=request.viewer, on=request.today)
    typed = typed_on(request)
    if request.method == "POST":
        ticked = set(typed.ticked("take", ()))
        take = tuple(key for key in comparison.keys if key in ticked)
        actions.answer(
            import_id=import_id,
            version=version_in(request),
            answers=replace(detail.answers, take=take),
            seen="changes",
            by=request.viewer,
            on=request.today,
        )
        forget(request)
        return go(request, "confirm", import_id)
    context = frame(detail, "changes", request.viewer)
    context |= changes_page(detail, comparison, typed)
    return page(request, "changes", context, typed=typed)


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def confirm(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """What will be made, what stays a gap, one button. Pressed twice, it happens once."""
    mends: tuple[Mend, ...] = ()
    if request.method == "POST":
        try:
            actions.bring_in(
                import_id=import_id,
                version=version_in(request),
                by=request.viewer,
                on=request.today,
            )
        except (NotPermitted, ChangedMeanwhile):
            raise
        except Refused as refusal:
            mends = (Mend(refusal.sentence, "import"),)
        else:
            return go(request, "import", import_id)
    detail = opened(request, import_id)
    if isinstance(detail, HttpResponse):
        return detail
    viewer, on = request.viewer, request.today
    comparison = queries.compare(detail, viewer=viewer, on=on) if detail.fact.plan_id else None
    context = frame(detail, "confirm", viewer) | confirm_page(
        detail,
        scales_asked(request, detail),
        queries.asked_leads(detail.plan, viewer=viewer, on=on),
        queries.asked_forums(detail.plan, viewer=viewer, on=on),
        viewer,
        comparison,
        on,
    )
    return page(request, "confirm", context, mends)
