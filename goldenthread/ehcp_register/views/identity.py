"""Somebody new in the register, added by hand; and who a child is, put right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.identity import AddChildForm, CorrectIdentityForm
from goldenthread.ehcp_register.presenters.adding import candidate_lines
from goldenthread.ehcp_register.queries import known
from goldenthread.ehcp_register.queries.children import own_identity
from goldenthread.ehcp_register.queries.known import Candidate
from goldenthread.ehcp_register.views.asking import Asked, ask, form_page, person_of
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.ehcp_register.views.queues import titles
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import NotPermitted, NotThere, Refused
from goldenthread.trail import looks


@form_page
@looks.recorded("Adding a child to the register")
def add_child(request: AreaRequest) -> HttpResponse:
    """Who they are, who they may be, and what brings them here."""
    viewer, on = request.viewer, request.today
    require(policies.may_record(viewer))
    posted = request.method == "POST"
    posts = [(str(pk), title) for pk, title in titles(request)]
    own = next((value for value, _ in posts if UUID(value) in viewer.post_ids), "")
    given: dict[str, Any] = {"viewer": viewer, "on": on, "posts": posts}
    found: tuple[Candidate, ...] = ()
    if posted:
        form = AddChildForm(data=request.POST, **given)
        if form.is_valid():
            found = known.who_may_be(form.record(), viewer=viewer, on=on)
            child_id = _added(form, request)
            if child_id:
                messages.success(request, "They are in the register. What is due stands below.")
                return redirect("ehcp_register:child", viewer.local_area_slug, child_id)
    else:
        form = AddChildForm(initial={"post_id": own, "first": "request"}, **given)
    looks.note(request, shown=[("child", one.child_id) for one in found])
    context = {
        "form": form,
        "candidates": candidate_lines(found, slug=viewer.local_area_slug),
        "looked_at": ",".join(str(one.child_id) for one in found),
        "crumbs": [register_crumb(viewer.local_area_slug), Crumb("Add a child or young person")],
    }
    return render(request, "ehcp_register/add_child.html", context, status=422 if posted else 200)


def _added(form: AddChildForm, request: AreaRequest) -> UUID | None:
    """The new child's id; None where the form says what stands against it."""
    first, process = form.said()
    try:
        return actions.add_by_hand(
            record=form.record(),
            said_by=form.cleaned_data["said_by"],
            first=first,
            process=process,
            not_them=form.known_others(),
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
    except (NotPermitted, NotThere):
        raise
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    return None


@form_page
@looks.recorded("Putting right who a child is")
def correct_identity(request: AreaRequest, child_id: UUID) -> HttpResponse:
    person = person_of(request, child_id)
    viewer, on = request.viewer, request.today

    def save(form: CorrectIdentityForm) -> str:
        actions.correct_identity(
            child_id=child_id,
            version=form.cleaned_data["version"],
            given=form.identity(),
            said_by=form.cleaned_data["said_by"],
            reason=form.cleaned_data["reason"],
            by=viewer,
            on=on,
            at=timezone.now(),
        )
        return "Put right. What each source said stands under Sources."

    now = own_identity(child_id, viewer=viewer, on=on) or {}
    return ask(
        request,
        Asked(
            make=lambda **given: CorrectIdentityForm(viewer=viewer, on=on, kept=now, **given),
            save=save,
            title="Put right who they are",
            button="Put it right",
            person=person,
            lede="Change what is wrong and leave the rest. It holds from now on, whatever a later "
            "extract says, until somebody decides otherwise.",
            initial={**now, "version": person.version},
            whole=True,
        ),
    )
