"""The front door, the area's colour, drafts, and the pages for when things go wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from goldenthread.config import last_resort
from goldenthread.config.form_keys import person_of
from goldenthread.config.watching import figures
from goldenthread.pages import drafts, form_keys
from goldenthread.pages.brand import brand_css
from goldenthread.partnership import queries as partnership

if TYPE_CHECKING:
    from goldenthread.partnership.models import User

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Straight to the local area of those who serve one; a choice for those who serve several."""
    areas = partnership.areas_of(cast("User", request.user), on=timezone.localdate())
    if len(areas) == 1:
        return redirect("my_work:home", areas[0].slug)
    return render(request, "config/front_door.html", {"areas": areas})


@require_safe
@cache_control(private=True, max_age=3600)
def brand(request: HttpRequest) -> HttpResponse:
    """The area's colour as a stylesheet, for the policy allows no style in a page."""
    viewer = request.viewer  # type: ignore[attr-defined]
    area = partnership.area_by_slug(viewer.local_area_slug)
    return HttpResponse(brand_css(area.brand_colour if area else ""), content_type="text/css")


@require_safe
def no_such_task(request: HttpRequest) -> HttpResponse:
    """A link that works, for a task that no page here does (any more)."""
    sentence = (
        "What this link was for can no longer be done by a link. Ask the programme office of "
        f"{request.viewer.local_area_name}."  # type: ignore[attr-defined]
    )
    return render(request, "config/link_refused.html", {"sentence": sentence}, status=404)


@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """What a signed-in person has typed so far; the form's own address comes in `draft-of`."""
    address = request.POST.get("draft-of", "")
    if not address.startswith("/a/"):
        return JsonResponse({"kept": False}, status=400)
    kept = drafts.save_draft(
        user_id=cast("User", request.user).pk,
        address=address,
        data=request.POST,
        now=timezone.now(),
        form=form_keys.form_of(person_of(request), request.POST.get(form_keys.NAME, "")),
    )
    return JsonResponse({"kept": kept}, status=200 if kept else 413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, _TOO_MUCH):
        return render(request, "pages/413.html", status=413)
    return render(request, "pages/400.html", status=400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/403.html", status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the mark that shows it is ours: mostly a page from before signing in."""
    return render(request, "config/form_too_old.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/404.html", status=404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Asked too often, by one person or from one network."""
    return render(request, "config/too_many.html", status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """The last resort: stands alone, for whatever failed may fail again. Django calls it while the
    fault is being handled."""
    trouble = last_resort.trouble_of(sys.exception())
    figures.TROUBLES.labels(trouble.kind).inc()
    return last_resort.answer(trouble, reference=getattr(request, "request_id", "")[:12])
