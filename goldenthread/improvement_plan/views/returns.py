"""One request: its page, its form by link or signed in, its deputy, its questions."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import accepting, requests
from goldenthread.improvement_plan.forms.doing import ReasonForm
from goldenthread.improvement_plan.forms.rounds import AskBackForm
from goldenthread.improvement_plan.presenters.request_page import request_page
from goldenthread.improvement_plan.presenters.round_board import board_crumbs
from goldenthread.improvement_plan.queries import request_form as told
from goldenthread.improvement_plan.queries.round_facts import RequestForm
from goldenthread.improvement_plan.views.answers import answers_page
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, show
from goldenthread.improvement_plan.views.rounds import the_round
from goldenthread.notifications import queries as notifications
from goldenthread.pages import form_keys
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest

NOT_TYPED = {"csrfmiddlewaretoken", "draft-of", form_keys.NAME}


def the_request(request: AreaRequest, request_id: UUID) -> RequestForm:
    found = told.request_form(request_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


@require_safe
def update_request(request: AreaRequest, request_id: UUID) -> HttpResponse:
    form = the_request(request, request_id)
    key = form.request.last_message
    sent = notifications.deliveries([key] if key else [], viewer=request.viewer)
    page = request_page(
        form,
        the_round(request, form.request.round_id),
        sent.get(key),
        viewer=request.viewer,
        on=request.today,
        addresses=addresses_of(request),
    )
    return show(request, "request.html", page, request_id=request_id)


@form_page
def answer_request(request: AreaRequest, request_id: UUID) -> HttpResponse:
    """The form, signed in: one's own, a deputy's, or on somebody's behalf."""
    form = the_request(request, request_id)
    addresses = addresses_of(request)
    mine = not policies.may_answer(request.viewer, form.request.subject)
    if not mine:
        policies.require(policies.may_answer_for(request.viewer, form.request.subject))
    row = form.round
    return answers_page(
        request,
        form,
        on_behalf=not mine,
        own=addresses.to("answer_request", request_id),
        draft_url=addresses.to("keep_answers", request_id),
        pass_href=addresses.to("pass_to_deputy", request_id) if mine else "",
        breadcrumbs=board_crumbs(
            row,
            addresses,
            Crumb(form.request.person_name, addresses.to("update_request", request_id)),
            Crumb("Answer"),
        ),
    )


@form_page
def answer_by_link(request: AreaRequest) -> HttpResponse:
    """The same by the link in a message: no account, nothing else in reach."""
    form = the_request(request, request_in_hand(request))
    policies.require(policies.may_answer(request.viewer, form.request.subject))
    return answers_page(
        request,
        form,
        on_behalf=False,
        own=request.path,
        draft_url=f"{request.path}draft/",
        pass_href=f"{request.path}deputy/",
    )


@require_POST
def keep_answers(request: AreaRequest, request_id: UUID) -> JsonResponse:
    return _keep(request, request_id)


@require_POST
def keep_answers_by_link(request: AreaRequest) -> JsonResponse:
    return _keep(request, request_in_hand(request))


def request_in_hand(request: AreaRequest) -> UUID:
    """The one request that somebody came for by a link."""
    task = request.viewer.task
    if task is None:
        raise Http404
    return task.object_id


def _keep(request: AreaRequest, request_id: UUID) -> JsonResponse:
    the_request(request, request_id)
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    kept = requests.keep_draft(
        request_id=request_id,
        fields={name: [str(each) for each in values] for name, values in fields.items()},
        by=request.viewer,
        at=timezone.now(),
    )
    return JsonResponse({"kept": kept}, status=200 if kept else 413)


@form_page
def withdraw_request(request: AreaRequest, request_id: UUID) -> HttpResponse:
    found = the_request(request, request_id).request
    row = the_round(request, found.round_id)
    policies.require(policies.may_request_updates(request.viewer, row.subject))
    addresses = addresses_of(request)

    def save(form: ReasonForm) -> str:
        requests.withdraw_request(
            request_id=request_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return f"{found.person_name} is asked no more."

    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            title=f"Stop asking {found.person_name}",
            caption=f"{row.name} · {row.plan_title}",
            lede="Their link stops working and nobody reminds them. What they answered stays.",
            back=addresses.to("round", row.id),
            breadcrumbs=crumbs_of(request, request_id, "Stop asking"),
            button="Stop asking them",
            kind="warning",
        ),
    )


@form_page
def ask_back(request: AreaRequest, round_action_id: UUID) -> HttpResponse:
    found = told.answer_in_question(round_action_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    policies.require(policies.may_accept(request.viewer, found.subject))
    row = the_round(request, found.round_id)
    addresses = addresses_of(request)
    back = addresses.to("update_request", found.request_id)

    def save(form: AskBackForm) -> str:
        accepting.ask_back(
            round_action_id=round_action_id,
            words=form.cleaned_data["question"],
            by=request.viewer,
            on=request.today,
        )
        return f"{found.reference} is asked back. Its leads get a message with their link."

    return ask(
        request,
        Asked(
            make=AskBackForm,
            save=save,
            title=f"Ask back {found.reference}",
            caption=found.title,
            back=back,
            breadcrumbs=board_crumbs(row, addresses, Crumb(f"Ask back {found.reference}")),
            button="Send the question",
            extra={"quoted": found.progress},
        ),
    )


def crumbs_of(request: AreaRequest, request_id: UUID, here: str) -> tuple[Crumb, ...]:
    found = the_request(request, request_id)
    addresses = addresses_of(request)
    person = Crumb(found.request.person_name, addresses.to("update_request", request_id))
    return board_crumbs(found.round, addresses, person, Crumb(here))
