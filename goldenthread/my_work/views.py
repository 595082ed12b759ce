"""Each person's home."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.my_work import queries
from goldenthread.my_work.presenters.page import home_page
from goldenthread.partnership.queries import AreaRequest


@require_safe
def home(request: AreaRequest) -> HttpResponse:
    """What is mine, due, late, waiting; `?whole=` shows one part in full."""
    found = queries.home(viewer=request.viewer, on=request.today)
    page = home_page(found, whole=request.GET.get("whole", ""))
    return render(request, "my_work/home.html", {"page": page})
