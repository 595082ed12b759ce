"""Steps 4 and 5: what the ratings mean, who the leads are."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import actions, queries
from goldenthread.intake.answers import Answers
from goldenthread.intake.forms.leads import read_leads
from goldenthread.intake.forms.posted import Mend
from goldenthread.intake.forms.ratings import read_ratings
from goldenthread.intake.presenters.frame import after, frame
from goldenthread.intake.presenters.leads import leads_page
from goldenthread.intake.presenters.ratings import ratings_page
from goldenthread.intake.understanding import Corrections
from goldenthread.intake.views.asking import for_importers, forget, go, page, typed_on, version_in
from goldenthread.intake.views.checking import opened
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaRequest


def scales_asked(
    request: AreaRequest, detail: queries.ImportDetail
) -> tuple[queries.AskedScale, ...]:
    """What to ask of ratings; a newer version is rated on the scales its plan has."""
    if detail.fact.plan_id is None:
        return queries.asked_scales(detail.plan)
    fact = plans.plan(detail.fact.plan_id, viewer=request.viewer)
    return queries.asked_scales(detail.plan, fact.scales if fact else ())


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def ratings(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """The scale, its labels' meanings, and what each word of the document stands for."""
    detail = opened(request, import_id)
    if isinstance(detail, HttpResponse):
        return detail
    asked = scales_asked(request, detail)
    typed = typed_on(request)
    mends: tuple[Mend, ...] = ()
    if request.method == "POST":
        given = read_ratings(typed, detail, asked, on=request.today)
        mends = given.mends
        if given.answers != detail.answers or not mends:
            # A scale chosen just now is shown with its meanings before anything goes on.
            to_show = given.chosen_anew and any(one.words for one in asked)
            answered = queries.ratings_are_answered(asked, detail.plan, given.answers)
            complete = answered and not mends and not to_show
            actions.answer(
                import_id=import_id,
                version=version_in(request),
                answers=given.answers,
                seen="ratings" if complete else "",
                by=request.viewer,
                on=request.today,
            )
            if complete:
                forget(request)
                return go(request, after("ratings", detail), import_id)
            if not mends:
                forget(request)
                return go(request, "ratings", import_id, "#asked")
            detail = queries.an_import(import_id, viewer=request.viewer)
    context = frame(detail, "ratings", request.viewer) | ratings_page(detail, asked, typed)
    return page(request, "ratings", context, mends, typed=typed)


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def leads(request: AreaRequest, import_id: UUID) -> HttpResponse:
    """Each lead as written → post → person → email; forums that look alike."""
    detail = opened(request, import_id)
    if isinstance(detail, HttpResponse):
        return detail
    viewer, on = request.viewer, request.today
    asked = queries.asked_leads(detail.plan, viewer=viewer, on=on)
    forums = queries.asked_forums(detail.plan, viewer=viewer, on=on)
    typed = typed_on(request)
    mends: tuple[Mend, ...] = ()
    if request.method == "POST":
        given = read_leads(typed, detail, asked, forums)
        mends = given.mends
        if not mends:
            return _kept(request, detail, given.answers, given.corrections)
    context = frame(detail, "leads", viewer) | leads_page(
        detail,
        asked,
        forums,
        partnership.people(viewer=viewer, on=on),
        partnership.posts(viewer=viewer, on=on),
        typed,
    )
    return page(request, "leads", context, mends, typed=typed)


def _kept(
    request: AreaRequest,
    detail: queries.ImportDetail,
    answers: Answers,
    corrections: Corrections,
) -> HttpResponse:
    """On to the next step; a cell split otherwise gives other leads, so those are asked first."""
    split_anew = corrections != detail.corrections
    actions.correct(
        import_id=detail.fact.id,
        version=version_in(request),
        corrections=corrections,
        answers=answers,
        seen="" if split_anew else "leads",
        by=request.viewer,
        on=request.today,
    )
    forget(request)
    if split_anew:
        messages.info(request, "The leads were split as you said. Here they are again.")
        return go(request, "leads", detail.fact.id)
    return go(request, after("leads", detail), detail.fact.id)
