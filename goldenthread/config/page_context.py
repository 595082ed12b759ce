"""What the page shell needs to know about the reader: their area, their places, today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldenthread.ehcp_register.policies import may_see_children, may_see_counts
from goldenthread.pages.form_keys import hidden_inputs
from goldenthread.pages.shell import NavigationLink, Shell
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import Viewer


def _places(viewer: Viewer, path: str) -> tuple[NavigationLink, ...]:
    slug = viewer.local_area_slug
    home = reverse("my_work:home", args=[slug])
    places = [
        ("My work", home),
        *_register(viewer),
        ("Plans", reverse("improvement_plan:plans", args=[slug])),
        ("Papers", reverse("governance:papers", args=[slug])),
        ("Visits", reverse("visits:visits", args=[slug])),
        ("Deadlines", reverse("deadlines:deadlines", args=[slug])),
        ("Schools", reverse("provision:settings", args=[slug])),
    ]
    if viewer.writes_papers:
        places.append(("Import a plan", reverse("intake:imports", args=[slug])))
    places.append(("People and forums", reverse("partnership:people", args=[slug])))
    if viewer.writes_every_paper:  # the office of the whole area, which also looks after its mail
        places.append(("Messages", reverse("notifications:messages", args=[slug])))
    return tuple(
        NavigationLink(text, href, current=path == home if href == home else path.startswith(href))
        for text, href in places
    )


def _register(viewer: Viewer) -> list[tuple[str, str]]:
    """For those who work with children; whoever has another role in the whole area is led on to
    its counts."""
    if may_see_children(viewer) and may_see_counts(viewer):
        return []
    return [("Register", reverse("ehcp_register:home", args=[viewer.local_area_slug]))]


def _by_link(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """Somebody who came by a task link: the area's name and colour, and no way elsewhere."""
    today = viewer.day or timezone.localdate()
    own = "/".join(request.path.split("/")[:4])
    shell = Shell(
        local_area=viewer.local_area_name,
        home_href=f"{own}/",
        brand_href=f"{own}/brand.css",
        person=viewer.name,
        person_detail="By your link, without signing in",
        as_at=say_date(today),
        demonstration=viewer.demonstration,
    )
    return {"request": request, "viewer": viewer, "today": today, "shell": shell}


def page_context(request: HttpRequest) -> dict[str, Any]:
    """`shell` for pages/layout.html; `viewer` and `today` for presenters' words; `csrf_input` for
    forms, which brings the form's key as well."""
    return {**_about_the_reader(request), "csrf_input": hidden_inputs(request)}


def _about_the_reader(request: HttpRequest) -> dict[str, Any]:
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is not None and viewer.task is not None:
        return _by_link(request, viewer)
    today = timezone.localdate()
    if viewer is None:
        signed_in = request.user.is_authenticated if hasattr(request, "user") else False
        return {
            "request": request,
            "today": today,
            "shell": Shell(
                person=str(request.user) if signed_in else "",
                account_href=reverse("own_account") if signed_in else "",
                sign_out_href=reverse("account_logout") if signed_in else "",
            ),
        }
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
        mail_href=reverse("notifications:preferences", args=[slug]) if viewer.person_id else "",
        account_href=reverse("own_account"),
        sign_out_href=reverse("account_logout"),
        as_at=say_date(today),
        demonstration=viewer.demonstration,
    )
    return {"request": request, "viewer": viewer, "today": today, "shell": shell}
