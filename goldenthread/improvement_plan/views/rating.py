"""An action or a level is rated, and a rating corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import rating as rating_verbs
from goldenthread.improvement_plan.forms.rating import RatingForm
from goldenthread.improvement_plan.presenters.rating_choices import rating_choices
from goldenthread.improvement_plan.presenters.saying import AXIS_QUESTIONS
from goldenthread.improvement_plan.presenters.statements import rating_lines
from goldenthread.improvement_plan.queries.facts import RatingFact, ScaleFact
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page, still_running
from goldenthread.improvement_plan.views.found import Owner, the_owner
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused

# What a rating says beside its point and its raters.
_SAID = ("capacity", "occasion", "reason", "cause", "recovery_date", "rated_on")


def _scale(request: AreaRequest, owner: Owner) -> ScaleFact:
    scales = owner.plan.scales
    if not scales:
        raise Refused(
            "This plan has no rating scale yet. Ask the programme office to set its scales out."
        )
    asked = request.GET.get("scale", "")
    return next(
        (each for each in scales if each.key == asked),
        next((each for each in scales if each.main), scales[0]),
    )


@form_page
def rate(request: AreaRequest, kind: str, owner_id: UUID) -> HttpResponse:
    """A dated statement on one of the plan's scales, with each point's meaning beside it."""
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    policies.require(policies.may_rate(request.viewer, owner.subject))
    scale = _scale(request, owner)
    capacities = policies.rating_capacities(request.viewer, owner.subject)
    return _ask_rating(
        request,
        owner,
        scale,
        capacities,
        title=f"Rate {owner.name[:1].lower()}{owner.name[1:]}",
        crumb="Rate",
        initial={"capacity": capacities[0], "rated_on": request.today},
        scales=[
            {"text": each.name, "href": f"?scale={each.key}", "current": each.key == scale.key}
            for each in owner.plan.scales
        ],
    )


@form_page
def correct(request: AreaRequest, kind: str, owner_id: UUID, rating_id: UUID) -> HttpResponse:
    """A rating that was recorded wrongly is said again; both stay in the history."""
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    wrong = next((each for each in owner.ratings if each.id == rating_id), None)
    if wrong is None:
        raise Http404
    policies.require(policies.may_rate_as(request.viewer, owner.subject, wrong.capacity))
    scale = next((each for each in owner.plan.scales if each.key == wrong.scale_key), None)
    if wrong.superseded or scale is None:
        raise Refused(
            "This rating was corrected already, or its scale is no longer the plan’s. "
            "Correct the later rating, or record a new one."
        )
    return _ask_rating(
        request,
        owner,
        scale,
        (wrong.capacity,),
        title="Correct a rating",
        crumb="Correct a rating",
        lede="For a rating that was recorded wrongly. It stays in the history, struck through, "
        "with yours beside it. Where things have changed since, record a new rating instead.",
        initial={
            "point": wrong.point.key,
            "capacity": wrong.capacity,
            "raters": ", ".join(wrong.raters),
            "occasion": wrong.occasion,
            "reason": wrong.reason,
            "cause": wrong.cause,
            "recovery_date": wrong.recovery_date,
            "rated_on": wrong.on,
        },
        corrected=wrong,
    )


def _ask_rating(
    request: AreaRequest,
    owner: Owner,
    scale: ScaleFact,
    capacities: Sequence[str],
    *,
    title: str,
    crumb: str,
    initial: Mapping[str, Any],
    lede: str = "",
    scales: Sequence[Mapping[str, object]] = (),
    corrected: RatingFact | None = None,
) -> HttpResponse:
    def make(**given: object) -> RatingForm:
        return RatingForm(scale=scale.scale, capacities=capacities, on=request.today, **given)

    def save(form: RatingForm) -> str:
        return _record(request, owner, scale, form, corrected)

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title=title,
            caption=owner.title,
            lede=lede,
            back=owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb(crumb)),
            button="Record the correction" if corrected else "Record this rating",
            initial=initial,
            template="rate.html",
            extra={
                "scales": scales,
                "several_capacities": len(capacities) > 1,
                **_said_of(owner, scale, corrected),
            },
        ),
    )


def _record(
    request: AreaRequest,
    owner: Owner,
    scale: ScaleFact,
    form: RatingForm,
    corrected: RatingFact | None,
) -> str:
    """The rating kept, and the sentence that says so."""
    given = form.cleaned_data
    point = scale.scale.point(given["point"])
    rating_verbs.record_rating(
        **owner.ids,
        point_key=point.key,
        scale_key=scale.key,
        raters=form.named_raters(),
        **{name: given[name] for name in _SAID},
        corrects=corrected.id if corrected else None,
        by=request.viewer,
        on=request.today,
    )
    said = f"{point.label}, as at {say_date(given['rated_on'])}."
    return f"The rating is corrected to {said}" if corrected else f"{owner.name} is rated {said}"


def _said_of(owner: Owner, scale: ScaleFact, corrected: RatingFact | None) -> dict[str, Any]:
    """The points to choose from, what they answer, and the rating that was wrong."""
    proven = any(not each.withdrawn_on for each in owner.evidence) or owner.kind == "level"
    return {
        "choices": rating_choices(scale, kind=owner.kind, proven=proven),
        "question": AXIS_QUESTIONS.get(scale.scale.points[0].axis, ""),
        "corrected": rating_lines((corrected,), owner.plan, lambda rating: "")[0]
        if corrected
        else None,
    }
