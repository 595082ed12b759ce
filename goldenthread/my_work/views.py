"""Each person's home; and one person's work handed over to another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.my_work import actions, queries
from goldenthread.my_work.actions import HandOver
from goldenthread.my_work.forms import HandOverForm
from goldenthread.my_work.presenters.calendar import calendar_file as as_file
from goldenthread.my_work.presenters.handover import done_words, handover_page, takers
from goldenthread.my_work.presenters.page import home_page
from goldenthread.my_work.queries import Handover
from goldenthread.my_work.queries.calendar import calendar
from goldenthread.partnership import policies
from goldenthread.partnership.actions import handing_over as people
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused
from goldenthread.trail import looks


@require_safe
def home(request: AreaRequest) -> HttpResponse:
    """What is mine, due, late, waiting; `?whole=` shows one part in full."""
    found = queries.home(viewer=request.viewer, on=request.today)
    page = home_page(found, whole=request.GET.get("whole", ""))
    return render(request, "my_work/home.html", {"page": page})


@looks.recorded("What somebody holds")
def hand_over(request: AreaRequest, person_id: UUID) -> HttpResponse:
    """Everything somebody holds; who takes it over; one confirmation."""
    viewer, on = request.viewer, request.today
    policies.require(policies.may_manage_people(viewer))
    found = queries.handover(person_id, viewer=viewer, day=on, on=on)
    if found is None:
        raise Http404
    looks.note(request, shown=[("person", person_id)])
    form = _form(request, found)
    chosen = form if form.is_bound and form.is_valid() else None
    if chosen and chosen.on_day != on:
        found = queries.handover(person_id, viewer=viewer, day=chosen.on_day, on=on) or found
    if request.method == "POST" and chosen:
        try:
            return _hand_over(request, found, chosen)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    page = handover_page(found, slug=viewer.local_area_slug, on=on, form=chosen)
    return render(
        request,
        "my_work/hand_over.html",
        {"page": page, "form": form, "person_id": person_id},
        status=422 if form.errors else 200,
    )


def _form(request: AreaRequest, found: Handover) -> HandOverForm:
    """What was chosen, in the address until it is confirmed."""
    given: dict[str, Any] = {"found": found, "area": request.viewer.local_area_name}
    if request.method == "POST":
        return HandOverForm(request.POST, **given)
    if "successor" in request.GET:
        return HandOverForm(request.GET, **given)
    first = {"day": request.today, "leaves": "no", "only": request.GET.get("only", "")}
    return HandOverForm(initial=first, **given)


def _hand_over(request: AreaRequest, found: Handover, form: HandOverForm) -> HttpResponse:
    viewer, on = request.viewer, request.today
    wanted = HandOver(
        person_id=found.giver.id,
        day=form.on_day,
        takers=takers(found, request.POST.dict()),
        seen=request.POST.get("seen", ""),
        leaves=form.cleaned_data["leaves"] == "yes",
    )
    done = actions.hand_over(wanted=wanted, by=viewer, on=on, at=timezone.now())
    messages.success(request, done_words(done, name=found.giver.name, day=form.on_day))
    return redirect("my_work:hand_over", viewer.local_area_slug, found.giver.id)


@require_POST
def come_back(request: AreaRequest, person_id: UUID) -> HttpResponse:
    """Somebody who left works here again."""
    people.come_back(person_id=person_id, by=request.viewer, on=request.today)
    messages.success(request, "They can take over work again.")
    return redirect("my_work:hand_over", request.viewer.local_area_slug, person_id)


def calendar_file(request: AreaRequest) -> HttpResponse:
    """One's due dates for a program that fetches them; by a calendar address alone, which
    config.calendar_addresses has found the person of and whose look it is."""
    found = calendar(viewer=request.viewer, on=request.today)
    looks.note(request, shown=[("child", one) for one in found.child_ids])
    written = as_file(found, viewer=request.viewer, now=timezone.now())
    return HttpResponse(written, content_type="text/calendar; charset=utf-8")
