"""The kinds of plan an area keeps, and what the levels of each are called."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.kinds import edit_kind
from goldenthread.improvement_plan.forms.planning import KindForm, level_names
from goldenthread.improvement_plan.presenters.kinds_page import kinds_page
from goldenthread.improvement_plan.presenters.settings_page import level_boxes
from goldenthread.improvement_plan.queries import kinds as kept
from goldenthread.improvement_plan.queries.kinds import KindFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, show
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest


@require_safe
def kinds(request: AreaRequest) -> HttpResponse:
    page = kinds_page(
        kept.kinds(viewer=request.viewer), viewer=request.viewer, addresses=addresses_of(request)
    )
    return show(request, "kinds.html", page)


@form_page
def change_kind(request: AreaRequest, kind_id: UUID) -> HttpResponse:
    policies.require(policies.may_create_plan(request.viewer))
    addresses = addresses_of(request)
    title = "Change a kind of plan"

    def found() -> KindFact:
        one = kept.kind(kind_id, viewer=request.viewer)
        if one is None:
            raise Http404
        return one

    def standing(one: KindFact) -> Standing:
        return Standing(
            one.version,
            {"name": one.name} | level_boxes(one.level_names),
            lambda: "Somebody else",
        )

    def save(form: KindForm, version: int) -> str:
        edit_kind(
            kind_id=kind_id,
            version=version,
            name=form.cleaned_data["name"],
            level_names=level_names(form),
            by=request.viewer,
            on=request.today,
        )
        return "A new plan of this kind begins with these levels."

    opened = found()
    return ask_locked(
        request,
        Asked(
            make=KindForm,
            save=save,
            title=title,
            caption=opened.name,
            lede="What the levels of a new plan of this kind are called. Plans that are there keep "
            "their own words.",
            back=addresses.to("plan_kinds"),
            breadcrumbs=(
                addresses.plans_crumb(),
                Crumb("Kinds of plan", addresses.to("plan_kinds")),
                Crumb(title),
            ),
            button="Save changes",
        ),
        lambda: standing(found()),
        opened=standing(opened),
    )
