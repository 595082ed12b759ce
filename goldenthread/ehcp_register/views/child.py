"""One child's page, the same for their family, and who saw it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.presenters.about import about_parts
from goldenthread.ehcp_register.presenters.child import child_page, family_page
from goldenthread.ehcp_register.presenters.contacts import contact_lines
from goldenthread.ehcp_register.presenters.panels import item_lines
from goldenthread.ehcp_register.presenters.plans import version_lines
from goldenthread.ehcp_register.queries import children as queries
from goldenthread.ehcp_register.queries import contacts, panels, plans
from goldenthread.ehcp_register.queries.children import ChildWhole
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import looks


@require_safe
@looks.recorded("A child’s record")
def child(request: AreaRequest, child_id: UUID) -> HttpResponse:
    """Where the case is, what comes next, what is late, what looks wrong, what happened."""
    whole = the_whole(request, child_id)
    viewer, slug = request.viewer, request.viewer.local_area_slug
    accepts = {
        one.id: policies.may_accept_exception(viewer, claimed_by_id=one.claimed_by_id)
        for one in whole.claims
    }
    page = child_page(
        whole,
        slug=slug,
        on=request.today,
        may_record=not policies.may_record(viewer),
        accepts=accepts,
    )
    held = plans.versions(child_id, whole.events, viewer=viewer, on=request.today)
    items = panels.items_of_child(child_id, viewer=viewer, on=request.today)
    context = {
        "page": page,
        "contacts": contact_lines(
            contacts.of_child(child_id, viewer=viewer, on=request.today),
            may_record=not policies.may_record(viewer),
            on=request.today,
            slug=slug,
        ),
        "panel_items": item_lines(items, slug=slug, on=request.today),
        "about": about_parts(
            whole.about,
            child_id=child_id,
            slug=slug,
            may_record=not policies.may_record(viewer),
        ),
        "versions": version_lines(held, slug=slug),
        "family_href": reverse("ehcp_register:family", args=[slug, child_id]),
        "who_saw_href": reverse("partnership:who_saw", args=[slug, "child", child_id])
        if not policies.may_see_who_saw(viewer)
        else "",
        "crumbs": [register_crumb(slug), Crumb(page.name)],
    }
    return render(request, "ehcp_register/child.html", context)


@require_safe
@looks.recorded("A child’s record, for the family")
def family(request: AreaRequest, child_id: UUID) -> HttpResponse:
    """A page to print and give to the family: nothing that others said in confidence."""
    whole = the_whole(request, child_id)
    slug = request.viewer.local_area_slug
    context = {
        "page": family_page(whole, on=request.today),
        "crumbs": [
            register_crumb(slug),
            Crumb(whole.person.name, reverse("ehcp_register:child", args=[slug, child_id])),
            Crumb("For the family"),
        ],
    }
    return render(request, "ehcp_register/family.html", context)


def the_whole(request: AreaRequest, child_id: UUID) -> ChildWhole:
    """The record, noted as looked at; 404 where the viewer may not know that it is there."""
    require(policies.may_see_children(request.viewer))
    whole = queries.child(child_id, viewer=request.viewer, on=request.today)
    if whole is None:
        raise Http404
    looks.note(request, shown=[("child", child_id)])
    return whole


def register_crumb(slug: str) -> Crumb:
    return Crumb("Register", reverse("ehcp_register:home", args=[slug]))
