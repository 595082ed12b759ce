"""What is done to an action: reported on, completed, signed off."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import progress as progress_verbs
from goldenthread.improvement_plan.forms.doing import (
    CompletionForm,
    ReasonForm,
    SignOffForm,
    UpdateForm,
)
from goldenthread.improvement_plan.presenters.statements import update_lines
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.found import Owner, action_owner, the_action
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused

form_page = require_http_methods(["GET", "HEAD", "POST"])


def still_running(owner: Owner) -> None:
    if owner.ended:
        raise Refused(
            f"{owner.name} was taken out of the plan, so nothing more can be recorded on it. "
            "Its page and history stay."
        )


@form_page
def update(request: AreaRequest, action_id: UUID) -> HttpResponse:
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    still_running(owner)
    policies.require(policies.may_update(request.viewer, owner.subject))

    def save(form: UpdateForm) -> str:
        progress_verbs.record_update(
            action_id=action_id, **form.cleaned_data, by=request.viewer, on=request.today
        )
        return f"Your update on {owner.name.lower()} is recorded for {say_date(request.today)}."

    return ask(
        request,
        Asked(
            make=UpdateForm,
            save=save,
            title="Record progress",
            caption=f"{owner.name}: {owner.title}",
            back=owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb("Record progress")),
            button="Record this update",
            template="update.html",
            extra={"before": update_lines(detail.updates[:1])},
        ),
    )


@form_page
def complete(request: AreaRequest, action_id: UUID) -> HttpResponse:
    owner = action_owner(request, the_action(request, action_id))
    still_running(owner)
    policies.require(policies.may_mark_complete(request.viewer, owner.subject))

    def save(form: CompletionForm) -> str:
        progress_verbs.mark_complete(
            action_id=action_id,
            note=form.cleaned_data["note"],
            by=request.viewer,
            on=request.today,
        )
        return f"{owner.name} is marked complete. Somebody other than the lead signs it off."

    return ask(
        request,
        Asked(
            make=CompletionForm,
            save=save,
            title=f"Mark {owner.name.lower()} complete",
            caption=owner.title,
            lede="This says that the work is done. It counts as signed off once somebody other "
            "than the lead has looked and agrees.",
            back=owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb("Mark complete")),
            button="Mark it complete",
        ),
    )


@form_page
def sign_off(request: AreaRequest, action_id: UUID) -> HttpResponse:
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    still_running(owner)
    policies.require(policies.may_sign_off(request.viewer, owner.subject))
    completion = detail.completion
    if completion is None:
        raise Refused(
            f"{owner.name} is not marked complete yet. Ask its lead to mark it complete first."
        )

    def save(form: SignOffForm) -> str:
        progress_verbs.sign_off(
            action_id=action_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return f"{owner.name} is complete and signed off."

    said = f"Marked complete on {say_date(completion.on)} by {completion.by}."
    standing = sum(not each.withdrawn_on for each in owner.evidence)
    pieces = "1 piece of evidence is" if standing == 1 else f"{standing} pieces of evidence are"
    return ask(
        request,
        Asked(
            make=SignOffForm,
            save=save,
            title=f"Sign off {owner.name.lower()}",
            caption=owner.title,
            lede=f"{said} {pieces} recorded.",
            back=owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb("Sign off")),
            button="Sign it off",
            extra={"quoted": completion.note},
        ),
    )


@form_page
def reopen(request: AreaRequest, action_id: UUID) -> HttpResponse:
    """Take a completion back, and its sign-off with it."""
    detail = the_action(request, action_id)
    owner = action_owner(request, detail)
    still_running(owner)
    policies.require(policies.may_reopen_completion(request.viewer, owner.subject))

    def save(form: ReasonForm) -> str:
        progress_verbs.reopen_completion(
            action_id=action_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return f"{owner.name} is open again. Its earlier completion stays in the history."

    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            title=f"Reopen {owner.name.lower()}",
            caption=owner.title,
            lede="It counts as not complete from today. The earlier completion and sign-off stay "
            "in the history, and closed reporting periods do not change.",
            back=owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb("Reopen")),
            button="Reopen it",
            kind="warning",
        ),
    )
