"""Who may do what in the local area."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.partnership import actions, forms, policies, presenters, queries
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.views.page import form_page, page, typed_data


@require_safe
def rights(request: AreaRequest) -> HttpResponse:
    found = queries.grants(viewer=request.viewer, on=request.today)
    return page(
        request,
        "rights",
        grants=[(grant, presenters.since(grant.from_date, grant.until)) for grant in found],
        refused=policies.may_grant(request.viewer),
    )


def give_right(request: AreaRequest) -> HttpResponse:
    """A role for somebody: an account is made where there is none."""
    policies.require(policies.may_grant(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        first_password = secrets.token_urlsafe(12)
        is_new = actions.give_role(
            **typed,
            password=first_password,
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        if typed["from_date"] > request.today:
            done = f"{typed['name']} has the role from that day on."
        else:
            done = f"{typed['name']} has the role from their next page on."
        if is_new:
            done += (
                f" Tell them their first password, which is shown only now: {first_password} – "
                "they can change it once they have signed in."
            )
        return done

    form = forms.GrantForm(typed_data(request), initial={"from_date": request.today})
    return form_page(
        request, form, title="Give somebody a role", back="partnership:rights", save=save
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
