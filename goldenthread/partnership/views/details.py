"""Rights to details about children and young people: given and ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.partnership import actions, forms, policies, queries
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.views.page import form_page, typed_data


def give_detail(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_grant(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.give_detail(
            user_id=UUID(typed["person"]),
            detail=typed["detail"],
            team_id=UUID(typed["team"]) if typed["team"] else None,
            from_date=typed["from_date"],
            until=typed["until"],
            reason=typed["reason"],
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        return "They see these details from their next page on, while the right counts."

    first = {"from_date": request.today}
    return form_page(
        request,
        forms.DetailForm(typed_data(request), initial=first, viewer=request.viewer),
        title="Let somebody see details",
        back="partnership:rights",
        save=save,
        lede="Details about children and young people are withheld from everybody, whatever their "
        "role, until somebody gives them the right to see that kind.",
    )


def end_detail(request: AreaRequest, grant_id: UUID) -> HttpResponse:
    policies.require(policies.may_grant(request.viewer))
    found = queries.detail_grant(grant_id, viewer=request.viewer)
    if found is None:
        raise Http404

    def save(typed: dict[str, Any]) -> str:
        at_once = typed["when"] == "now"
        actions.end_detail(
            grant_id=grant_id,
            until=None if at_once else typed["until"],
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        if at_once:
            return f"{found.user_name} sees these details no more."
        return f"The right of {found.user_name} ends on that day."

    return form_page(
        request,
        forms.EndRoleForm(typed_data(request)),
        title=f"When does the right of {found.user_name} end?",
        back="partnership:rights",
        save=save,
        lede=f"{found.detail_words}: {found.scope_words.lower()}. Given because: {found.reason}",
    )
