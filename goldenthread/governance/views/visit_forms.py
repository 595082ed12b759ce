"""What is recorded of a visit: the visit, its ratings, the measures agreed and what became of them.
By the adviser, or by the programme office for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.governance.actions import visits as verbs
from goldenthread.governance.actions.visits import AgreedRating, Found
from goldenthread.governance.forms.visits import (
    AgreedRatingsForm,
    JudgeForm,
    MeasureForm,
    NotesForm,
    VisitForm,
    names,
)
from goldenthread.governance.presenters.visits import measure_line, part_names, said_of
from goldenthread.governance.queries import visits as queries
from goldenthread.governance.queries.visits import VisitFact, VisitWhole
from goldenthread.governance.views.visits import addresses_of, refused, the_plan, the_visit
from goldenthread.improvement_plan.queries.facts import LevelFact, PlanFact, ScaleFact
from goldenthread.pages import drafts
from goldenthread.pages.marks import mark_of
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import NotPermitted, Refused

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class VisitAsked:
    """A page with a form. `save` does the deed and returns what to say and where to go."""

    make: Callable[..., Any]
    save: Callable[[Any], tuple[str, str]]
    title: str
    caption: str
    button: str
    back: str
    breadcrumbs: tuple[Crumb, ...]
    lede: str = ""
    template: str = "visit_form.html"
    initial: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


def _ask(request: AreaRequest, asked: VisitAsked) -> HttpResponse:
    """Show the form with what was typed before, or check and save what came."""
    user_id = request.viewer.user_id
    posted = request.method == "POST"
    kept = None
    if posted:
        form: forms.Form = asked.make(data=request.POST)
        if form.is_valid():
            try:
                said, to = asked.save(form)
            except NotPermitted:
                raise
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                drafts.forget_draft(request, user_id=user_id)
                messages.success(request, said)
                return redirect(to)
    else:
        kept = drafts.typed_before(request, user_id=user_id)
        form = asked.make(data=kept) if kept is not None else asked.make(initial=asked.initial)
    context = {
        "form": form,
        "asked": asked,
        "kept": kept is not None,
        "draft_url": reverse("save_draft"),
        **asked.extra,
    }
    status = 422 if posted else 200
    return render(request, f"governance/{asked.template}", context, status=status)


@form_page
def record_visit(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    plan = the_plan(request, plan_id)
    require(refused(request, plan_id))
    addresses, viewer = addresses_of(request), request.viewer

    def make(**given: Any) -> VisitForm:
        return VisitForm(on=request.today, **given)

    def save(form: VisitForm) -> tuple[str, str]:
        given = form.cleaned_data
        visit_id = verbs.record_visit(
            plan_id=plan_id,
            name=given["name"],
            visited_on=given["visited_on"],
            advisers=names(given["advisers"]),
            bodies=names(given["bodies"]),
            notes=given["notes"],
            next_visit_on=given["next_visit_on"],
            by=viewer,
            on=request.today,
        )
        said = "The visit is recorded. Add what was agreed: ratings, and measures for the next."
        return said, addresses.to("visit", visit_id)

    adviser = viewer.holds("external_adviser")
    return _ask(
        request,
        VisitAsked(
            make=make,
            save=save,
            title="Record a visit",
            caption=plan.title,
            lede=""
            if adviser
            else "For the advisers who came. Name them: what is recorded is shown as their word.",
            button="Record this visit",
            back=addresses.to("visits"),
            breadcrumbs=addresses.crumbs(Crumb("Record a visit")),
            initial={
                "name": f"Monitoring visit, {say_date(request.today)}",
                "visited_on": request.today,
                "advisers": viewer.name if adviser else "",
            },
        ),
    )


def _about(request: AreaRequest, visit: VisitFact, title: str) -> dict[str, Any]:
    """What the forms about one visit share."""
    require(refused(request, visit.plan_id))
    addresses = addresses_of(request)
    back = addresses.to("visit", visit.id)
    return {
        "title": title,
        "caption": visit.name,
        "back": back,
        "breadcrumbs": addresses.crumbs(Crumb(say_date(visit.on), back), Crumb(title)),
    }


@form_page
def change_visit(request: AreaRequest, visit_id: UUID) -> HttpResponse:
    visit = the_visit(request, visit_id)
    shared = _about(request, visit, "Change the notes")

    def save(form: NotesForm) -> tuple[str, str]:
        given = form.cleaned_data
        verbs.change_visit(
            visit_id=visit_id,
            version=given["version"],
            notes=given["notes"],
            next_visit_on=given["next_visit_on"],
            by=request.viewer,
            on=request.today,
        )
        return "The notes are saved.", shared["back"]

    return _ask(
        request,
        VisitAsked(
            make=NotesForm,
            save=save,
            button="Save the notes",
            initial={
                "version": visit.version,
                "notes": visit.notes,
                "next_visit_on": visit.next_visit_on,
            },
            **shared,
        ),
    )


def _whole(request: AreaRequest, visit_id: UUID) -> VisitWhole:
    the_visit(request, visit_id)
    whole = queries.visit_whole(visit_id, viewer=request.viewer, on=request.today)
    assert whole is not None  # the visit was found a moment ago
    return whole


@form_page
def rate_at_visit(request: AreaRequest, visit_id: UUID) -> HttpResponse:
    """One rating for each part of the plan, on one page."""
    whole = _whole(request, visit_id)
    visit = whole.visit
    shared = _about(request, visit, "Ratings agreed at this visit")
    plan = the_plan(request, visit.plan_id)
    scale = _scale(request, plan, whole)
    parts = part_names(whole.levels)

    def make(**given: Any) -> AgreedRatingsForm:
        return AgreedRatingsForm(parts=list(parts.items()), scale=scale.scale, **given)

    def save(form: AgreedRatingsForm) -> tuple[str, str]:
        number = verbs.rate_at_visit(
            visit_id=visit_id,
            scale_key=scale.key,
            ratings=[AgreedRating(*one) for one in form.given()],
            by=request.viewer,
            on=request.today,
        )
        said = f"{counted(number, 'rating')} recorded as the advisers’, as at {say_date(visit.on)}."
        return said, shared["back"]

    initial: dict[str, Any] = {}
    for level, rating in whole.ratings:
        if rating.scale_key == scale.key:
            initial[f"point_{level.id.hex}"] = rating.point.key
            initial[f"reason_{level.id.hex}"] = rating.reason
    return _ask(
        request,
        VisitAsked(
            make=make,
            save=save,
            lede="They stand beside the council’s own ratings, under the name of this visit.",
            button="Record these ratings",
            template="visit_rate.html",
            initial=initial,
            extra={
                "levels": [_level(level, plan) for level in whole.levels],
                "marks": {point.key: mark_of(point, scale.scale) for point in scale.scale.given},
                "scales": [
                    {"text": one.name, "href": f"?scale={one.key}", "current": one is scale}
                    for one in plan.scales
                ],
            },
            **shared,
        ),
    )


def _scale(request: AreaRequest, plan: PlanFact, whole: VisitWhole) -> ScaleFact:
    """The scale asked for, else the one advisers used last in this plan, else the first."""
    if not plan.scales:
        raise Refused("This plan has no rating scale yet. Ask the programme office to set one out.")
    used = [
        rating
        for level in whole.levels
        for rating in level.ratings
        if rating.capacity == "external"
    ]
    last = max(used, key=lambda rating: rating.on).scale_key if used else ""
    wanted = (request.GET.get("scale", ""), last)
    for key in wanted:
        for one in plan.scales:
            if one.key == key:
                return one
    return plan.scales[0]


def _level(level: LevelFact, plan: PlanFact) -> dict[str, Any]:
    """A part of the plan as the form shows it: what each has said of it so far."""
    return {
        "id": level.id,
        "name": f"{level.word} {level.reference}".strip(),
        "title": level.title,
        "said": [
            (rating.capacity_words, said_of(rating.point, plan), say_date(rating.on))
            for rating in level.ratings
        ],
    }


@form_page
def agree_measure(request: AreaRequest, visit_id: UUID) -> HttpResponse:
    whole = _whole(request, visit_id)
    visit = whole.visit
    shared = _about(request, visit, "Agree a progress measure")
    levels = [
        (str(level.id), f"{level.word} {level.reference}: {level.title}") for level in whole.levels
    ]

    def make(**given: Any) -> MeasureForm:
        return MeasureForm(levels=levels, after=visit.on, **given)

    def save(form: MeasureForm) -> tuple[str, str]:
        given = form.cleaned_data
        verbs.agree_measure(
            visit_id=visit_id,
            level_id=UUID(given["level"]) if given["level"] else None,
            words=given["words"],
            shown_by=given["shown_by"],
            due=given["due"],
            by=request.viewer,
            on=request.today,
        )
        said = f"The measure is recorded. The next visit looks at it by {say_date(given['due'])}."
        return said, shared["back"]

    return _ask(
        request,
        VisitAsked(
            make=make,
            save=save,
            lede="What the partnership will show at the next visit, in a sentence that can be "
            "found met or not.",
            button="Record this measure",
            initial={"due": visit.next_visit_on},
            **shared,
        ),
    )


@form_page
def judge_measures(request: AreaRequest, visit_id: UUID) -> HttpResponse:
    """What was agreed before: met, partly or not, and what showed it."""
    whole = _whole(request, visit_id)
    shared = _about(request, whole.visit, "What was agreed before")
    if not whole.to_judge:
        raise Refused("No measure agreed before waits to be looked at. Agree one for the next.")
    parts = part_names(whole.levels)

    def make(**given: Any) -> JudgeForm:
        ids = [measure.id for measure in whole.to_judge]
        return JudgeForm(measures=ids, states=queries.STATES, **given)

    def save(form: JudgeForm) -> tuple[str, str]:
        number = verbs.judge_measures(
            visit_id=visit_id,
            found=[Found(*one) for one in form.found()],
            by=request.viewer,
            on=request.today,
        )
        return f"What was found of {counted(number, 'measure')} is recorded.", shared["back"]

    return _ask(
        request,
        VisitAsked(
            make=make,
            save=save,
            lede="Nothing said earlier is overwritten: what you find is added, with the day of "
            "this visit.",
            button="Record what was found",
            template="visit_judge.html",
            extra={
                "measures": [
                    (measure.id, measure_line(measure, parts)) for measure in whole.to_judge
                ]
            },
            **shared,
        ),
    )
