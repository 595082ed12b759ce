"""The gallery: every component in every state, with invented content; and the accessibility
statement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.pages import gallery as shown


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, for whoever comes to it, signed in or not."""
    return render(request, "pages/accessibility.html")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """One page that shows what pages are made of; ?errors=1 shows the page of a wrong form."""
    context = shown.content()
    if "errors" in request.GET:
        context["error_forms"] = [context["wrong"]]
    messages.success(request, "Action 2.3 is saved.")
    return render(request, "pages/gallery.html", context)
