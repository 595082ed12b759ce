"""Passing one's form to a deputy: signed in, or by the link in the message."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import requests
from goldenthread.improvement_plan.forms.rounds import DeputyForm
from goldenthread.improvement_plan.queries.round_facts import RequestForm
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of
from goldenthread.improvement_plan.views.returns import crumbs_of, request_in_hand, the_request
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.queries.handing_over import gone
from goldenthread.rules.refusals import Refused


@form_page
def pass_to_deputy(request: AreaRequest, request_id: UUID) -> HttpResponse:
    back = addresses_of(request).to("update_request", request_id)
    return _pass(
        request,
        the_request(request, request_id),
        back=back,
        breadcrumbs=crumbs_of(request, request_id, "Pass to a deputy"),
    )


@form_page
def pass_by_link(request: AreaRequest) -> HttpResponse:
    """The same without an account: back to the form, whose link goes on working."""
    form = the_request(request, request_in_hand(request))
    return _pass(request, form, back=request.path.removesuffix("deputy/"), by_link=True)


def _pass(
    request: AreaRequest,
    form: RequestForm,
    *,
    back: str,
    breadcrumbs: tuple[Crumb, ...] = (),
    by_link: bool = False,
) -> HttpResponse:
    found, viewer = form.request, request.viewer
    policies.require(policies.may_pass_to_deputy(viewer, found.subject))
    if form.round.closed_on is not None:
        raise Refused(
            f"“{found.round_name}” was closed on {say_date(form.round.closed_on)}, so nobody is "
            "asked in it any more. Ask the programme office to record what you have to say."
        )
    choices = _people(request, form)

    def make(**given: Any) -> DeputyForm:
        return DeputyForm(people=choices, **given)

    def save(sent: DeputyForm) -> str:
        person_id = UUID(sent.cleaned_data["person"])
        requests.pass_to_deputy(
            request_id=found.id, person_id=person_id, by=viewer, on=request.today
        )
        name = dict(choices)[str(person_id)].split(" (")[0]
        still = " Your own link still works." if by_link else ""
        return f"{name} gets a message with a link of their own to the form.{still}"

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Pass this to a deputy",
            caption=f"{found.person_name} · {found.round_name}",
            lede=_lede(form),
            back=back,
            breadcrumbs=breadcrumbs,
            button="Pass it on",
            # What is typed by a link is never kept under its address: the token stands in it.
            extra={"draft_url": ""} if by_link else {},
        ),
    )


def _lede(form: RequestForm) -> str:
    if not form.request.deputy_name:
        return ""
    return (
        f"{form.request.deputy_name} stands in now. If you choose somebody else, that link stops "
        "working; what was sent stays."
    )


def _people(request: AreaRequest, form: RequestForm) -> list[tuple[str, str]]:
    """Whom a message can reach, with their posts; whoever was asked or stands in already is left
    out."""
    left_out = {
        form.request.person_id,
        form.request.deputy_id,
        *gone(viewer=request.viewer, on=request.today),
    }
    found = []
    for one in partnership.people(viewer=request.viewer, on=request.today):
        if one.id in left_out:
            continue
        more = ", ".join(one.posts) or one.organisation
        more = more if one.email else "no email address"
        found.append((str(one.id), f"{one.name} ({more})" if more else one.name))
    return found
