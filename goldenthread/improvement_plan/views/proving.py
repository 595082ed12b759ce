"""Evidence: a file or a link, what it shows, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse

from goldenthread.files import actions as files
from goldenthread.files.kinds import ALL_KINDS
from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import evidence as evidence_verbs
from goldenthread.improvement_plan.forms.doing import (
    EvidenceForm,
    ReasonForm,
)
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page, still_running
from goldenthread.improvement_plan.views.found import Owner, the_owner
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest


@form_page
def add_evidence(request: AreaRequest, kind: str, owner_id: UUID) -> HttpResponse:
    """A file through the gate, or a link: what it shows, and what kind of proof it is."""
    owner = the_owner(request, kind, owner_id)
    still_running(owner)
    policies.require(
        policies.may_add_evidence(request.viewer, owner.subject)
        if kind == "action"
        else policies.may_edit_level(request.viewer, owner.subject)
    )

    def make(**given: object) -> EvidenceForm:
        return EvidenceForm(on=request.today, **given)

    def save(form: EvidenceForm) -> str:
        return _keep_evidence(request, owner, form)

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Add evidence",
            caption=f"{owner.name}: {owner.title}",
            back=f"{owner.back}#evidence",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Add evidence")),
            button="Add this evidence",
            template="evidence.html",
            files=True,
        ),
    )


def _keep_evidence(request: AreaRequest, owner: Owner, form: EvidenceForm) -> str:
    given = form.cleaned_data
    with transaction.atomic():  # the file and its evidence are kept together or not at all
        file_id = None
        if given["file"]:
            file_id = files.keep(
                upload=given["file"],
                name=given["file"].name,
                local_area_id=request.viewer.local_area_id,
                by_id=request.viewer.user_id,
                by_label=request.viewer.name,
                on=request.today,
                allowed=ALL_KINDS,
            ).id
        evidence_verbs.add_evidence(
            **owner.ids,
            kind=given["kind"],
            title=given["title"],
            shows=given["shows"],
            shown_on=given["shown_on"],
            file_id=file_id,
            link=given["link"],
            by=request.viewer,
            on=request.today,
        )
    return f"“{given['title']}” is recorded as evidence of {owner.name.lower()}."


@form_page
def withdraw_evidence(
    request: AreaRequest, kind: str, owner_id: UUID, evidence_id: UUID
) -> HttpResponse:
    owner = the_owner(request, kind, owner_id)
    evidence = next((each for each in owner.evidence if each.id == evidence_id), None)
    if evidence is None:
        raise Http404
    policies.require(
        policies.may_add_evidence(request.viewer, owner.subject)
        if kind == "action"
        else policies.may_edit_level(request.viewer, owner.subject)
    )

    def save(form: ReasonForm) -> str:
        evidence_verbs.withdraw_evidence(
            evidence_id=evidence_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return f"“{evidence.title}” is withdrawn. It stays in the history."

    return ask(
        request,
        Asked(
            make=ReasonForm,
            save=save,
            title=f"Withdraw “{evidence.title}”",
            caption=f"{owner.name}: {owner.title}",
            lede="It no longer counts as evidence. It stays in the history, with your reason.",
            back=f"{owner.back}#evidence",
            breadcrumbs=(*owner.breadcrumbs, Crumb("Withdraw evidence")),
            button="Withdraw this evidence",
            kind="warning",
        ),
    )
