"""Roles for one plan or one part of it: the right itself is the partnership's, its name is ours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.improvement_plan.forms.roles import RoleForm
from goldenthread.improvement_plan.presenters.level_page import level_name
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, the_level, the_plan
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.policies import may_grant, require
from goldenthread.partnership.queries import AreaRequest

_LEDE = (
    "The role reaches this part and all that lies in it, and nothing else. It counts from the "
    "person’s next page on."
)


@form_page
def for_plan(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    require(may_grant(request.viewer))
    plan = the_plan(request, plan_id)
    return _give(request, "plan", plan_id, plan.title, addresses_of(request).plan(plan_id))


@form_page
def for_level(request: AreaRequest, level_id: UUID) -> HttpResponse:
    require(may_grant(request.viewer))
    detail = the_level(request, level_id)
    label = f"{level_name(detail.level)}: {detail.level.title}"
    return _give(request, "level", level_id, label, addresses_of(request).level(level_id))


def _give(
    request: AreaRequest, scope_kind: str, scope_id: UUID, label: str, back: str
) -> HttpResponse:
    def make(**given: Any) -> RoleForm:
        return RoleForm(scope_kind=scope_kind, **given)

    def save(form: RoleForm) -> str:
        typed = form.cleaned_data
        partnership.give_role(
            **typed,
            scope_kind=scope_kind,
            scope_id=scope_id,
            scope_label=label,
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        return f"{typed['name']} has the role for {label}. A letter goes to their email address."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Give somebody a role here",
            caption=label,
            lede=_LEDE,
            back=back,
            breadcrumbs=(Crumb(label, back), Crumb("Give a role")),
            button="Give the role",
            initial={"from_date": request.today},
        ),
    )
