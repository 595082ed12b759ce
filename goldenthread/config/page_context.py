"""What the page shell needs to know about the reader: their area, their places, today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldenthread.pages.shell import NavigationLink, Shell
from goldenthread.pages.words import say_date
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer


def _places(viewer: Viewer, path: str) -> tuple[NavigationLink, ...]:
    slug = viewer.local_area_slug
    home = reverse("my_work:home", args=[slug])
    places = [
        ("My work", home),
        ("Plans", reverse("improvement_plan:plans", args=[slug])),
        ("Papers", reverse("governance:papers", args=[slug])),
    ]
    if viewer.writes_papers:
        places.append(("Import a plan", reverse("intake:imports", args=[slug])))
    places.append(("People and forums", reverse("partnership:people", args=[slug])))
    return tuple(
        NavigationLink(text, href, current=path == home if href == home else path.startswith(href))
        for text, href in places
    )


def page_context(request: HttpRequest) -> dict[str, Any]:
    """`shell` for pages/layout.html; `viewer` and `today` for presenters' words."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    today = timezone.localdate()
    if viewer is None:
        signed_in = request.user.is_authenticated if hasattr(request, "user") else False
        return {
            "request": request,
            "today": today,
            "shell": Shell(
                person=str(request.user) if signed_in else "",
                password_href=reverse("account_change_password") if signed_in else "",
                sign_out_href=reverse("account_logout") if signed_in else "",
            ),
        }
    area = partnership.area_by_slug(viewer.local_area_slug)
    today = viewer.day or today
    slug = viewer.local_area_slug
    shell = Shell(
        local_area=viewer.local_area_name,
        home_href=reverse("my_work:home", args=[slug]),
        brand_href=reverse("brand", args=[slug]),
        navigation=_places(viewer, request.path),
        search_href=reverse("improvement_plan:search", args=[slug]),
        person=viewer.name,
        person_detail=viewer.role_words,
        password_href=reverse("account_change_password"),
        sign_out_href=reverse("account_logout"),
        as_at=say_date(today),
        demonstration=bool(area and area.demonstration),
    )
    return {"request": request, "viewer": viewer, "today": today, "shell": shell}
