"""Access reviews: begun, decided right by right or several at once, finished, and kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.partnership import actions, forms, policies, queries
from goldenthread.partnership.presenters import access
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.views.page import form_page, page, typed_data
from goldenthread.rules.refusals import Refused
from goldenthread.trail import looks


@looks.recorded("Access reviews")
@require_safe
def access_reviews(request: AreaRequest) -> HttpResponse:
    """Every review held, and when the next is due."""
    viewer = request.viewer
    policies.require(policies.may_review_rights(viewer))
    found = queries.access_reviews(viewer=viewer)
    looks.note(request, shown=[])
    return page(
        request,
        "access_reviews",
        shown=access.reviews_page(
            found, due=queries.access_review_due(viewer=viewer), on=request.today
        ),
    )


@require_POST
def open_access_review(request: AreaRequest) -> HttpResponse:
    review_id = actions.open_access_review(by=request.viewer, on=request.today)
    return redirect("partnership:access_review", request.viewer.local_area_slug, review_id)


@looks.recorded("An access review")
def access_review(request: AreaRequest, review_id: UUID) -> HttpResponse:
    """Who has what, why, since when, until when, last used; several are kept at once."""
    viewer = request.viewer
    policies.require(policies.may_review_rights(viewer))
    found = queries.access_review(review_id, viewer=viewer)
    if found is None:
        raise Http404
    sentence = ""
    if request.method == "POST":
        sentence = _keep(request, review_id)
        if not sentence:
            return redirect("partnership:access_review", viewer.local_area_slug, review_id)
    rows = queries.reviewed_rights(review_id, viewer=viewer)
    looks.note(request, shown={("user", row.user_id) for row in rows})
    shown = access.review_page(
        found,
        rows,
        viewer=viewer,
        others=queries.another_administrator(viewer=viewer, on=request.today),
        typed=request.POST.get("because", ""),
        ticked=request.POST.getlist("row"),
    )
    return page(
        request,
        "access_review",
        status=422 if sentence else 200,
        tab="access_reviews",
        shown=shown,
        sentence=sentence,
    )


def _keep(request: AreaRequest, review_id: UUID) -> str:
    """Keep what is ticked; the sentence that refuses, or ""."""
    try:
        kept = actions.keep_rights(
            review_id=review_id,
            row_ids=[UUID(one) for one in request.POST.getlist("row")],
            because=request.POST.get("because", ""),
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
    except Refused as refusal:
        return refusal.sentence
    except ValueError:
        return "Choose at least one right of this review."
    messages.success(request, f"{kept} {'right is' if kept == 1 else 'rights are'} kept.")
    return ""


@looks.recorded("One right in an access review")
def decide_right(request: AreaRequest, row_id: UUID) -> HttpResponse:
    """One right is kept or removed, with the reason."""
    viewer = request.viewer
    policies.require(policies.may_review_rights(viewer))
    found = queries.reviewed_right(row_id, viewer=viewer)
    if found is None:
        raise Http404
    others = queries.another_administrator(viewer=viewer, on=request.today)
    policies.require(policies.may_decide_right(viewer, user_id=found.user_id, others=others))
    looks.note(request, shown=[("user", found.user_id)])

    def save(typed: dict[str, Any]) -> str:
        actions.decide_right(row_id=row_id, **typed, by=viewer, on=request.today, at=timezone.now())
        done = "is kept" if typed["decision"] == "keep" else "has ended"
        return f"The right of {found.user_name} {done}."

    return form_page(
        request,
        forms.DecisionForm(typed_data(request), initial={"version": found.version}),
        title=f"{found.user_name}: {found.right_words}",
        back="partnership:access_review",
        back_args=(found.review_id,),
        save=save,
        lede=access.right_words(found),
    )


@require_POST
def finish_access_review(request: AreaRequest, review_id: UUID) -> HttpResponse:
    actions.finish_access_review(review_id=review_id, by=request.viewer, on=request.today)
    messages.success(request, "The access review is finished.")
    return redirect("partnership:access_reviews", request.viewer.local_area_slug)
