"""The lists of what an extract would change, and who its persons are decided to be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.intake.actions import arrivals as verbs
from goldenthread.intake.presenters import extract_lists as words
from goldenthread.intake.presenters.extracts import LISTS, address, crumbs
from goldenthread.intake.queries import arrivals as queries
from goldenthread.intake.queries.arrivals import PER_PAGE, ListPage
from goldenthread.intake.views.asking import version_in
from goldenthread.intake.views.extracts import found
from goldenthread.pages.addresses import paging
from goldenthread.partnership.queries import AreaRequest
from goldenthread.trail import looks


@require_http_methods(["GET", "HEAD", "POST"])
@looks.recorded("Register: an extract before it is brought in")
def extract_list(request: AreaRequest, arrival_id: UUID, name: str) -> HttpResponse:
    """One list of what an extract would change; of those who may be somebody known, a form."""
    one = found(request, arrival_id)
    if name not in LISTS:
        raise Http404
    number = _number(request.GET)
    if request.method == "POST":
        verbs.decide(
            arrival_id=arrival_id,
            version=version_in(request),
            page=number,
            answers=_answers(request.POST),
            by=request.viewer,
            on=request.today,
        )
        messages.success(request, "It is kept. Look again to see what it would change now.")
        return redirect(request.get_full_path())
    page = queries.page_of(arrival_id, name, page=number, viewer=request.viewer, on=request.today)
    looks.note(
        request,
        shown=[("register_arrival", arrival_id), *(("child", pk) for pk in page.named)],
    )
    return render(request, "intake/extract_list.html", _context(request, one, name, page))


def _context(request: AreaRequest, one: Any, name: str, page: ListPage) -> dict[str, Any]:
    viewer = request.viewer
    title, lede = LISTS[name]
    context: dict[str, Any] = {
        "one": one,
        "name": name,
        "title": title,
        "lede": lede,
        "page": page,
        "paging": paging(
            total=page.total, page=page.page, page_size=PER_PAGE, address=request.get_full_path()
        ),
        "back": address("extract", viewer, one.id),
        "crumbs": crumbs(viewer, (one.file_name, address("extract", viewer, one.id)), (title, "")),
    }
    if name == "asked":
        context["questions"] = words.questions(one, page, viewer)
    elif name == "checks":
        context["checks"] = words.check_lines(page)
    elif name != "problems":
        context["lines"] = words.person_lines(page, viewer)
    return context


def _answers(data: QueryDict) -> dict[int, str]:
    """Place in the file → what was chosen for it."""
    return {
        int(name.removeprefix("is-")): str(value)
        for name, value in data.items()
        if name.startswith("is-") and name.removeprefix("is-").isdecimal()
    }


def _number(query: QueryDict) -> int:
    words = query.get("page", "1")
    return max(1, int(words)) if words.isascii() and words.isdigit() and len(words) < 7 else 1
