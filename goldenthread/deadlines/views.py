"""The limits of the law, and one of them with a day to try. Nothing asked here is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goldenthread.deadlines.forms import DeadlineForm
from goldenthread.deadlines.presenters import deadline_page, deadlines_page
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules import clocks


@require_safe
def deadlines(request: AreaRequest) -> HttpResponse:
    """Every limit by what it is part of; `?q=` narrows them to some words."""
    slug = request.viewer.local_area_slug
    page = deadlines_page(clocks.DUTIES, words=request.GET.get("q", "").strip(), slug=slug)
    return render(request, "deadlines/deadlines.html", {"page": page})


@require_safe
def deadline(request: AreaRequest, key: str) -> HttpResponse:
    """One limit; with a day in the address, its last day."""
    duty, slug = clocks.find(key), request.viewer.local_area_slug
    if duty.key != key:
        return redirect("deadlines:deadline", slug, duty.key)
    form = DeadlineForm(request.GET or None, duty=duty)
    answer = form.answer if form.is_bound and form.is_valid() else None
    page = deadline_page(duty, answer, start=form.start, slug=slug, on=request.today)
    status = 422 if form.errors else 200
    return render(request, "deadlines/deadline.html", {"page": page, "form": form}, status=status)
