"""Many actions on one page: read as cells, saved together, changed for all at once, undone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.improvement_plan.actions import grid as verbs
from goldenthread.improvement_plan.actions.grid import CellsMarked
from goldenthread.improvement_plan.actions.grid_weighing import weigh
from goldenthread.improvement_plan.forms import grid as forms
from goldenthread.improvement_plan.presenters.grid import Typed, grid_page
from goldenthread.improvement_plan.presenters.grid_many import many_page, saved_words
from goldenthread.improvement_plan.presenters.views_bar import GridAddresses, view_query
from goldenthread.improvement_plan.queries import grid as cells
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.grid import Grid, GridRow, RowChange, fingerprint
from goldenthread.improvement_plan.queries.grid_weighed import Weighed
from goldenthread.improvement_plan.queries.saved_views import saved_views, undoable
from goldenthread.improvement_plan.views.found import addresses_of, show, the_plan
from goldenthread.pages import drafts
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import NotPermitted, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """The plan's actions as a table of cells; sent, the cells that differ are saved together."""
    the_plan(request, plan_id)
    if request.method == "POST":
        return _save(request, plan_id)
    if not request.GET and (view := _opens_on(request, plan_id)):
        return redirect(view)
    if request.GET.get("fresh"):
        drafts.forget_draft(request, user_id=request.viewer.user_id)
    kept = drafts.typed_before(request, user_id=request.viewer.user_id)
    changes = forms.changes_in(kept) if kept is not None else []
    found = _grid(request, plan_id, changes)
    typed = forms.differing(changes, (*found.rows, *found.beside))
    return _page(request, found, Typed(typed), kept=bool(typed))


def _opens_on(request: AreaRequest, plan_id: UUID) -> str:
    views = saved_views(plan_id, viewer=request.viewer)
    view = next((one for one in views if one.default), None)
    there = GridAddresses(request.viewer.local_area_slug)
    return there.actions(plan_id, view_query(view)) if view else ""


def _grid(request: AreaRequest, plan_id: UUID, changes: Sequence[RowChange] = ()) -> Grid:
    found = cells.grid(
        plan_id,
        viewer=request.viewer,
        on=request.today,
        filters=ActionFilters.from_query(request.GET),
        beside=[change.action_id for change in changes],
    )
    if found is None:
        raise Http404
    return found


def _save(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    changes = forms.changes_in(request.POST)
    rest = bool(request.POST.get("rest"))
    try:
        done = verbs.change_many(
            plan_id=plan_id,
            changes=changes,
            leave_marked=rest,
            by=request.viewer,
            on=request.today,
        )
    except CellsMarked as marked:
        return _marked(request, plan_id, changes, marked.weighed)
    if done.actions:
        messages.success(request, saved_words(done))
    if done.left.marks or done.left.clashes:
        left = {row.row.id for row in done.left.rows}
        waiting = [change for change in changes if change.action_id in left]
        return _marked(request, plan_id, waiting, done.left)
    drafts.forget_draft(request, user_id=request.viewer.user_id)
    if not done.actions:
        messages.info(request, "No cell was changed, so there was nothing to save.")
    return redirect(request.get_full_path())


def _marked(
    request: AreaRequest, plan_id: UUID, changes: Sequence[RowChange], weighed: Weighed
) -> HttpResponse:
    """The page again with all that was typed, each marked cell with its sentence."""
    found = _grid(request, plan_id, changes)
    typed = forms.differing(changes, (*found.rows, *found.beside))
    _keep(request, typed.values())
    status = 422 if weighed.marks else 409
    return _page(request, found, Typed(typed, weighed, again=True), status=status)


def _keep(request: AreaRequest, changes: object) -> None:
    drafts.save_draft(
        user_id=request.viewer.user_id,
        address=request.path.removesuffix("many/"),
        data=forms.as_draft(changes),  # type: ignore[arg-type]
        now=timezone.now(),
    )


def _page(
    request: AreaRequest, found: Grid, typed: Typed, *, kept: bool = False, status: int = 200
) -> HttpResponse:
    number = request.GET.get("page", "1")
    viewer, on = request.viewer, request.today
    page = grid_page(
        found,
        ActionFilters.from_query(request.GET),
        forms.columns_in(request.GET),
        typed,
        page=int(number) if number.isascii() and number.isdigit() else 1,
        on=on,
        addresses=addresses_of(request),
        views=saved_views(found.plan.id, viewer=viewer),
        undo=None
        if found.plan.closed_on
        else undoable(found.plan.id, viewer=viewer, on=on, rows=found.rows),
    )
    more = {"kept": kept, "draft_url": reverse("save_draft"), "plan": found.plan}
    return show(request, "grid.html", page, status=status, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def grid_many(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """One value for many actions: what will happen to which, then done once confirmed. Cells that
    were typed in the grid and not saved are kept for it."""
    the_plan(request, plan_id)
    if request.method != "POST":
        return _sent_before_signing_in(request, plan_id)
    back = GridAddresses(request.viewer.local_area_slug).actions(
        plan_id, request.POST.get("query", "")
    )
    if request.POST.get("do") == "confirm":
        return _confirmed(request, plan_id, back)
    _keep_typed(request, plan_id, request.POST)
    try:
        asked = forms.many_in(request.POST)
    except NotPermitted:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    rows = _chosen(request, plan_id, asked)
    changes = [
        RowChange(row.id, asked.cells, {name: fingerprint(row.cells[name]) for name in row.cells})
        for row in rows
    ]
    weighed = weigh(plan_id=plan_id, changes=changes, by=request.viewer, on=request.today)
    page = many_page(
        the_plan(request, plan_id),
        asked.field,
        rows,
        weighed,
        query=request.POST.get("query", ""),
        back=back,
        addresses=addresses_of(request),
    )
    return render(request, "improvement_plan/grid_many.html", {"page": page})


def _sent_before_signing_in(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """Back to the grid, with the cells that were sent along when the session had ended."""
    kept = drafts.typed_before(request, user_id=request.viewer.user_id)
    if kept is None:
        return HttpResponseNotAllowed(["POST"])
    _keep_typed(request, plan_id, kept)
    drafts.forget_draft(request, user_id=request.viewer.user_id)
    messages.info(request, "Nothing was changed for many actions. Choose again what to change.")
    back = GridAddresses(request.viewer.local_area_slug)
    return redirect(back.actions(plan_id, kept.get("query") or ""))


def _keep_typed(request: AreaRequest, plan_id: UUID, sent: QueryDict) -> None:
    changes = forms.changes_in(sent)
    if not changes:
        return
    rows = cells.rows_of(
        plan_id,
        viewer=request.viewer,
        on=request.today,
        action_ids=[change.action_id for change in changes],
    )
    if typed := forms.differing(changes, rows):
        _keep(request, typed.values())


def _chosen(request: AreaRequest, plan_id: UUID, asked: forms.ManyAsked) -> tuple[GridRow, ...]:
    viewer, on = request.viewer, request.today
    if not asked.every:
        return cells.rows_of(plan_id, viewer=viewer, on=on, action_ids=asked.action_ids)
    filters = ActionFilters.from_query(QueryDict(request.POST.get("query", "")))
    return cells.matching(plan_id, viewer=viewer, on=on, filters=filters)


def _confirmed(request: AreaRequest, plan_id: UUID, back: str) -> HttpResponse:
    done = verbs.change_many(
        plan_id=plan_id,
        changes=forms.changes_in(request.POST),
        leave_marked=True,
        by=request.viewer,
        on=request.today,
    )
    if done.actions:
        messages.success(request, saved_words(done))
    for clash in done.left.clashes:
        messages.error(
            request,
            f"{clash.reference} was changed by somebody else meanwhile, so it was left as it is.",
        )
    return redirect(back)


@require_POST
def undo_many(request: AreaRequest, plan_id: UUID, change_id: UUID) -> HttpResponse:
    """What the last change of many replaced is put back."""
    the_plan(request, plan_id)
    back = GridAddresses(request.viewer.local_area_slug).actions(
        plan_id, request.POST.get("query", "")
    )
    try:
        verbs.undo_many(change_id=change_id, by=request.viewer, on=request.today)
    except NotPermitted:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "It is put back as it was. Both changes stay in the history.")
    return redirect(back)
