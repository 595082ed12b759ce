"""Steps 2 and 3: what was found, and row by row."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import actions, queries
from goldenthread.intake.forms.found import read_found
from goldenthread.intake.forms.posted import Mend
from goldenthread.intake.forms.rows import read_rows, unread_dates
from goldenthread.intake.presenters.found import found_page
from goldenthread.intake.presenters.frame import after, frame
from goldenthread.intake.presenters.rows import ROW_CHOICES, rows_page
from goldenthread.intake.understanding import ProblemKind
from goldenthread.intake.views.asking import for_importers, forget, go, page, typed_on, version_in
from goldenthread.partnership.queries import AreaRequest


def opened(request: AreaRequest, import_id: UUID) -> queries.ImportDetail | HttpResponse:
    """The import where it may still be changed; else the way to the page that says how it is."""
    fact = queries.an_import_fact(import_id, viewer=request.viewer)
    if not fact.is_open:
        return go(request, "import", import_id)
    detail = queries.an_import(import_id, viewer=request.viewer)
    problems = queries.problems_on(detail.plan, request.today)
    return replace(detail, plan=replace(detail.plan, problems=problems))


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def found(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """Title, levels, tables and columns, each correctable."""
    detail = opened(request, import_id)
    if isinstance(detail, HttpResponse):
        return detail
    typed = typed_on(request)
    mends: tuple[Mend, ...] = ()
    if request.method == "POST":
        given = read_found(typed, detail)
        mends = given.mends
        if not mends:
            look_again = request.POST.get("do") == "look"
            actions.correct(
                import_id=import_id,
                version=version_in(request),
                corrections=given.corrections,
                plan_id=given.plan_id,
                kind_name=given.kind_name,
                answers=replace(detail.answers, findings=given.findings),
                seen="" if look_again else "found",
                by=request.viewer,
                on=request.today,
            )
            forget(request)
            if look_again:
                return go(request, "found", import_id, "#columns")
            return go(request, after("found", detail), import_id)
    context = frame(detail, "found", request.viewer) | found_page(
        detail,
        queries.raw_document(import_id, viewer=request.viewer),
        plans.plans(viewer=request.viewer),
        typed,
        request.today,
    )
    return page(request, "found", context, mends, typed=typed)


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def rows(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """Every action with its rows, dates and questions."""
    detail = opened(request, import_id)
    if isinstance(detail, HttpResponse):
        return detail
    typed = typed_on(request)
    mends = unread_dates(typed, detail) if request.method == "POST" else ()
    if request.method == "POST" and not mends:
        corrections = read_rows(typed, detail)
        look_again = request.POST.get("do") == "look"
        actions.correct(
            import_id=import_id,
            version=version_in(request),
            corrections=corrections,
            seen="" if look_again else "rows",
            by=request.viewer,
            on=request.today,
        )
        forget(request)
        if look_again:
            query = request.GET.urlencode()
            return go(request, "rows", import_id, f"?{query}#rows" if query else "#rows")
        return go(request, after("rows", detail), import_id)
    kind = request.GET.get("kind", "")
    page_number = request.GET.get("page", "1")
    context = frame(detail, "rows", request.viewer) | rows_page(
        detail,
        kind=kind if kind in {one.value for one in ProblemKind} else "",
        only=request.GET.get("only") == "problems",
        page=int(page_number) if page_number.isdecimal() else 1,
        typed=typed,
        on=request.today,
    )
    return page(request, "rows", context | {"row_choices": ROW_CHOICES}, mends, typed=typed)
