"""Who may do what in the local area."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.partnership import actions, forms, policies, presenters, queries
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.views.page import form_page, page, typed_data
from goldenthread.trail import looks


@require_safe
@looks.recorded("Who may do what")
def rights(request: AreaRequest) -> HttpResponse:
    found = queries.grants(viewer=request.viewer, on=request.today)
    details = queries.detail_grants(viewer=request.viewer, on=request.today)
    whose = {one.user_id for one in found} | {one.user_id for one in details}
    looks.note(request, shown={("user", one) for one in whose})
    return page(
        request,
        "rights",
        grants=[(one, presenters.since(one.from_date, one.until), _used(one)) for one in found],
        details=[(one, presenters.since(one.from_date, one.until), _used(one)) for one in details],
        refused=policies.may_grant(request.viewer),
    )


def _used(right: queries.GrantFact | queries.DetailGrantFact) -> str:
    return presenters.last_used(right.last_used_on)


_WHOLE_AREA = (
    "For the whole local area. For one plan or one part of it, one post or one forum only, open "
    "that and choose “Give somebody a role here”."
)


def give_right(
    request: AreaRequest, scope_kind: str = "local_area", scope_id: UUID | None = None
) -> HttpResponse:
    """A role for somebody, in the whole area or for one post or forum: an account is made where
    there is none."""
    policies.require(policies.may_grant(request.viewer))
    title = "Give somebody a role"
    if scope_id is not None:
        name = queries.name_of(scope_kind, scope_id, viewer=request.viewer)
        if not name:
            raise Http404
        title += f" for the actions of {name}" if scope_kind == "post" else f" for {name}"

    def save(typed: dict[str, Any]) -> str:
        actions.give_role(
            **typed,
            scope_kind=scope_kind,
            scope_id=scope_id,
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        return presenters.role_given(typed["name"], from_date=typed["from_date"], on=request.today)

    form = forms.GrantForm(
        typed_data(request), initial={"from_date": request.today}, scope_kind=scope_kind
    )
    return form_page(
        request,
        form,
        title=title,
        back="partnership:rights",
        save=save,
        lede="" if scope_id else _WHOLE_AREA,
    )


def end_right(request: AreaRequest, grant_id: UUID) -> HttpResponse:
    policies.require(policies.may_grant(request.viewer))
    found = queries.grant(grant_id, viewer=request.viewer)
    if found is None:
        raise Http404

    def save(typed: dict[str, Any]) -> str:
        actions.end_grant(
            grant_id=grant_id,
            until=None if typed["when"] == "now" else typed["until"],
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        if typed["when"] == "now":
            return f"The role of {found.user_name} has ended."
        return f"The role of {found.user_name} ends on that day."

    return form_page(
        request,
        forms.EndRoleForm(typed_data(request)),
        title=f"When does the role of {found.user_name} end?",
        back="partnership:rights",
        save=save,
        lede=f"{found.role_words}, given because: {found.reason}",
    )
