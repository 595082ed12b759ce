"""Accounts of the area: invitations sent, sent again and withdrawn; second factors taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.partnership import actions, policies
from goldenthread.partnership.forms import WhyForm
from goldenthread.partnership.presenters import accounts as words
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.queries.invitations import SignInFact, people_who_sign_in
from goldenthread.partnership.views.page import form_page, page, typed_data


@require_safe
def accounts(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_grant(request.viewer))
    found = people_who_sign_in(viewer=request.viewer, on=request.today)
    rows = [words.account(one, on=request.today) for one in found]
    return page(request, "accounts", rows=rows)


def send_invitation(request: AreaRequest, person_id: UUID) -> HttpResponse:
    one = _account(request, person_id)

    def save(typed: dict[str, Any]) -> str:
        actions.send_invitation(person_id=person_id, by=request.viewer, on=request.today)
        return f"An invitation to {one.name} is in the outbox."

    return form_page(
        request,
        Form(typed_data(request)),
        title=f"Send {one.name} an invitation",
        lede=words.invitation_lede(one),
        back="partnership:accounts",
        save=save,
    )


def withdraw_invitation(request: AreaRequest, person_id: UUID) -> HttpResponse:
    one = _account(request, person_id)

    def save(typed: dict[str, Any]) -> str:
        actions.withdraw_invitation(
            person_id=person_id, **typed, by=request.viewer, on=request.today
        )
        return f"The invitation of {one.name} opens nothing any more."

    return form_page(
        request,
        WhyForm(typed_data(request)),
        title=f"Withdraw the invitation of {one.name}",
        lede="The link in their mail stops working at once. The role stays until you end it under "
        "Who may do what.",
        back="partnership:accounts",
        save=save,
    )


def reset_second_factor(request: AreaRequest, person_id: UUID) -> HttpResponse:
    one = _account(request, person_id)

    def save(typed: dict[str, Any]) -> str:
        actions.reset_second_factor(
            person_id=person_id, **typed, by=request.viewer, on=request.today
        )
        return f"{one.name} has no second factor any more, and is told so by mail."

    form = WhyForm(typed_data(request))
    form.fields["reason"].label = "Why, and how do you know that it is they who ask?"
    form.fields["reason"].help_text = "For example, lost phone; I called her on her desk number"
    return form_page(
        request,
        form,
        title=f"Take away the second factor of {one.name}",
        lede="Codes from their app, recovery codes and passkeys stop working, and they are signed "
        "out everywhere. They set up a new one with their next sign-in.",
        back="partnership:accounts",
        save=save,
    )


def close_account(request: AreaRequest, person_id: UUID) -> HttpResponse:
    """Somebody left, or is to be kept out at once."""
    one = _account(request, person_id)

    def save(typed: dict[str, Any]) -> str:
        actions.close_account(
            person_id=person_id, **typed, by=request.viewer, on=request.today, at=timezone.now()
        )
        return f"The account of {one.name} is closed, and they are signed out."

    return form_page(
        request,
        WhyForm(typed_data(request)),
        title=f"Close the account of {one.name}",
        lede="Every role, right and link of theirs here ends at once, and they are signed out with "
        "their next request. What they led stays in their name until you hand it over, under "
        "People.",
        back="partnership:accounts",
        save=save,
        button="Close the account",
    )


def _account(request: AreaRequest, person_id: UUID) -> SignInFact:
    policies.require(policies.may_grant(request.viewer))
    found = people_who_sign_in(viewer=request.viewer, on=request.today, person_ids=[person_id])
    if not found:
        raise Http404
    return found[0]
