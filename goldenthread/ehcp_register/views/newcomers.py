"""Who is new to the area, which departments have acted; and the list of departments."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.telling import DepartmentForm, PartForm
from goldenthread.ehcp_register.presenters.addresses import tabs
from goldenthread.ehcp_register.presenters.newcomers import newcomer_page, newcomers_page
from goldenthread.ehcp_register.queries import newcomers as queries
from goldenthread.ehcp_register.views.asking import form_page
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.ehcp_register.views.telling import done, setting_page
from goldenthread.pages.sent import sent_id, sent_number
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest, post_titles
from goldenthread.trail import looks

TITLE = "New to the area"


@require_safe
@looks.recorded("Register: new to the area")
def newcomers(request: AreaRequest) -> HttpResponse:
    """Everybody new with how many departments have acted."""
    viewer, on = request.viewer, request.today
    require(policies.may_see_children(viewer))
    found = queries.newcomers(viewer=viewer, on=on)
    looks.note(request, shown=[("child", one.child_id) for one in found if one.child_id])
    context = {
        "rows": newcomers_page(found, on=on, slug=viewer.local_area_slug),
        "departments": len(queries.departments(viewer=viewer)),
        "tabs": tabs(viewer, "newcomers"),
    }
    return render(request, "ehcp_register/newcomers.html", context)


@form_page
@looks.recorded("New to the area: who has acted")
def newcomer(request: AreaRequest, newcomer_id: UUID) -> HttpResponse:
    """One checklist; a department's own people mark their part done."""
    viewer, on = request.viewer, request.today
    found = queries.newcomer(newcomer_id, viewer=viewer, on=on)
    if found is None:
        raise Http404
    looks.note(request, shown=[("child", found.child_id)] if found.child_id else [])
    posted = request.method == "POST"
    part = sent_id(request.POST if posted else request.GET, "part")
    form = PartForm(request.POST if posted else None, initial={"done_on": on})
    if posted and part and form.is_valid():

        def save() -> None:
            actions.mark_part_done(
                part_id=part,
                version=sent_number(request.POST, "version"),
                done_on=form.cleaned_data["done_on"],
                note=form.cleaned_data["note"],
                by=viewer,
                on=on,
            )

        if done(request, form, save, "It is marked done."):
            return redirect("ehcp_register:newcomer", viewer.local_area_slug, newcomer_id)
    slug = viewer.local_area_slug
    crumbs = [Crumb(TITLE)]
    if found.child_id:
        crumbs = [
            register_crumb(slug),
            Crumb(TITLE, reverse("ehcp_register:newcomers", args=[slug])),
            Crumb("Who has acted"),
        ]
    context = {
        "page": newcomer_page(found, on=on, slug=slug, records=not policies.may_record(viewer)),
        "form": form,
        "part": str(part or ""),
        "crumbs": crumbs,
    }
    return render(request, "ehcp_register/newcomer.html", context, status=422 if posted else 200)


@form_page
@looks.recorded("Register: a department that is told of newcomers")
def department(request: AreaRequest, department_id: UUID | None = None) -> HttpResponse:
    """Who is told at a department when somebody is new: a new one, or one that is there."""
    viewer = request.viewer
    require(policies.may_manage(viewer))
    looks.note(request, shown=[])
    known = {one.id: one for one in queries.departments(viewer=viewer)}
    there = known.get(department_id) if department_id else None
    if department_id and there is None:
        raise Http404
    form = DepartmentForm(
        request.POST if request.method == "POST" else None,
        posts=[(str(pk), title) for pk, title in post_titles(viewer=viewer).items()],
        initial={"name": there.name, "post": str(there.post_id)} if there else {},
    )

    def save() -> None:
        actions.name_department(
            name=form.cleaned_data["name"],
            post_id=form.post_id(),
            department_id=department_id,
            version=sent_number(request.POST, "version") if there else 0,
            by=viewer,
            on=request.today,
        )

    slug = viewer.local_area_slug
    return setting_page(
        request,
        form,
        save,
        title=there.name if there else "Add a department",
        lede="When somebody with an EHC plan comes to live in the area, every department in the "
        "list is told at the same time.",
        hidden=[("version", there.version)] if there else [],
        off=reverse("ehcp_register:end_department", args=[slug, there.id]) if there else "",
    )


@require_POST
def end_department(request: AreaRequest, department_id: UUID) -> HttpResponse:
    """Take a department off the list."""
    actions.end_department(
        department_id=department_id,
        version=sent_number(request.POST, "version"),
        by=request.viewer,
        on=request.today,
    )
    return redirect("ehcp_register:telling", request.viewer.local_area_slug)
