"""Findings: added, mended, and joined to the part of the plan that answers them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import findings as verbs
from goldenthread.improvement_plan.forms.findings import (
    AnswersForm,
    EndFindingForm,
    FindingForm,
    NewFindingForm,
    ReopenFindingForm,
)
from goldenthread.improvement_plan.presenters.findings_page import reopening_words
from goldenthread.improvement_plan.presenters.saying import lowered, shortened
from goldenthread.improvement_plan.queries.facts import FindingFact, LevelDetail, PlanFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import (
    action_owner,
    addresses_of,
    last_told_by,
    level_owner,
    the_action,
    the_level,
    the_plan,
)
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest

_WORDS = ("text", "reference", "source", "on")


def _crumbs(request: AreaRequest, plan: PlanFact, here: str) -> tuple[Crumb, ...]:
    addresses = addresses_of(request)
    findings = Crumb("Findings", addresses.to("findings", plan.id))
    return addresses.plan_crumbs(plan.id, plan.title, findings, Crumb(here))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _parts(request: AreaRequest, plan_id: UUID) -> list[tuple[str, str]]:
    """The parts of the plan to choose from, each by the plan's own word."""
    return [
        (str(level.id), " ".join(filter(None, (level.word, level.reference, level.title))))
        for level in queries.level_tree(plan_id, viewer=request.viewer, on=request.today)
    ]


@form_page
def add_finding(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """What an inspection found, and which parts of the plan answer it; `?level=` chooses one."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    choices = _parts(request, plan_id)

    def make(**given: Any) -> NewFindingForm:
        return NewFindingForm(levels=choices, on=request.today, **given)

    def save(form: NewFindingForm) -> str:
        given = dict(form.cleaned_data)
        parts = [UUID(each) for each in given.pop("level_ids", ())]
        verbs.add_finding(
            plan_id=plan_id, level_ids=parts, **given, by=request.viewer, on=request.today
        )
        return "The finding is added."

    return ask(
        request,
        Asked(
            make=make,
            save=save,
            title="Add a finding",
            caption=plan.title,
            lede="What an inspection said must improve: the beginning of the thread.",
            back=addresses_of(request).to("findings", plan_id),
            breadcrumbs=_crumbs(request, plan, "Add a finding"),
            button="Add this finding",
            initial={"level_ids": [request.GET.get("level", "")]},
        ),
    )


def _finding(request: AreaRequest, plan_id: UUID, finding_id: UUID) -> FindingFact:
    every = queries.findings(plan_id, viewer=request.viewer, on=request.today, ended=True)
    found = next((each for each in every if each.id == finding_id), None)
    if found is None:
        raise Http404
    return found


@form_page
def edit_finding(request: AreaRequest, plan_id: UUID, finding_id: UUID) -> HttpResponse:
    plan = the_plan(request, plan_id)
    finding = _finding(request, plan_id, finding_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    parts = _parts(request, plan_id)

    def make(**given: Any) -> FindingForm:
        return FindingForm(levels=parts, today=request.today, **given)

    def standing(found: FindingFact) -> Standing:
        return Standing(
            found.version,
            {name: getattr(found, name) for name in _WORDS}
            | {"level_ids": [str(each) for each in found.level_ids]},
            lambda: last_told_by(request, "plan", plan_id),
        )

    def save(form: FindingForm, version: int) -> str:
        verbs.edit_finding(
            finding_id=finding_id,
            version=version,
            changes={name: form.cleaned_data[name] for name in _WORDS}
            | {"level_ids": [UUID(each) for each in form.cleaned_data.get("level_ids", ())]},
            by=request.viewer,
            on=request.today,
        )
        return "The finding is changed."

    findings = addresses_of(request).to("findings", plan_id)
    return ask_locked(
        request,
        Asked(
            make=make,
            save=save,
            title="Change a finding",
            caption=shortened(finding.text, 90),
            back=f"{findings}#finding-{finding_id}",
            breadcrumbs=_crumbs(request, plan, "Change a finding"),
            button="Save changes",
        ),
        lambda: standing(_finding(request, plan_id, finding_id)),
        opened=standing(finding),
    )


@form_page
def end_finding(request: AreaRequest, plan_id: UUID, finding_id: UUID) -> HttpResponse:
    """A finding that is met, merged or was a mistake: it ends, with a reason, and stays read."""
    plan = the_plan(request, plan_id)
    finding = _finding(request, plan_id, finding_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))

    def standing(found: FindingFact) -> Standing:
        return Standing(
            found.version,
            {"ended_as": "", "reason": ""},
            lambda: last_told_by(request, "plan", plan_id),
        )

    def save(form: EndFindingForm, version: int) -> str:
        verbs.end_finding(
            finding_id=finding_id,
            version=version,
            ended_as=form.cleaned_data["ended_as"],
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return "The finding has ended. It stays readable at the foot of this page."

    return ask_locked(
        request,
        Asked(
            make=EndFindingForm,
            save=save,
            title="End a finding",
            caption=shortened(finding.text, 90),
            lede="From today it leaves lists, counts and gaps. Closed reporting periods and "
            "issued papers keep it, and its words, reason and history stay readable. It can be "
            "reopened.",
            back=addresses_of(request).to("findings", plan_id),
            breadcrumbs=_crumbs(request, plan, "End a finding"),
            button="End this finding",
            kind="warning",
        ),
        lambda: standing(_finding(request, plan_id, finding_id)),
        opened=standing(finding),
    )


@form_page
def reopen_finding(request: AreaRequest, plan_id: UUID, finding_id: UUID) -> HttpResponse:
    """A finding that ended stands once more, for a reason; its history keeps both."""
    plan = the_plan(request, plan_id)
    finding = _finding(request, plan_id, finding_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))

    def standing(found: FindingFact) -> Standing:
        return Standing(
            found.version, {"reason": ""}, lambda: last_told_by(request, "plan", plan_id)
        )

    def save(form: ReopenFindingForm, version: int) -> str:
        verbs.reopen_finding(
            finding_id=finding_id,
            version=version,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return "The finding is reopened: it is listed and counted again."

    return ask_locked(
        request,
        Asked(
            make=ReopenFindingForm,
            save=save,
            title="Reopen a finding",
            caption=shortened(finding.text, 90),
            lede=reopening_words(finding),
            back=addresses_of(request).to("findings", plan_id),
            breadcrumbs=_crumbs(request, plan, "Reopen a finding"),
            button="Reopen this finding",
        ),
        lambda: standing(_finding(request, plan_id, finding_id)),
        opened=standing(finding),
    )


@form_page
def link_finding(request: AreaRequest, level_id: UUID) -> HttpResponse:
    """Which findings a part of the plan answers; `?action=` leads back to that action's page."""
    detail = the_level(request, level_id)
    owner = level_owner(request, detail)
    policies.require(policies.may_edit_plan(request.viewer, detail.plan.id))
    every = queries.findings(detail.plan.id, viewer=request.viewer, on=request.today)
    choices = [
        (str(each.id), f"{each.reference} {shortened(each.text, 140)}".strip()) for each in every
    ]

    def make(**given: Any) -> AnswersForm:
        return AnswersForm(findings=choices, **given)

    def standing(found: LevelDetail) -> Standing:
        answered = [str(each.id) for each in found.level.findings if each.ended_on is None]
        return Standing(
            found.level.version,
            {"findings": answered},
            lambda: last_told_by(request, "plan", detail.plan.id),
        )

    def save(form: AnswersForm, version: int) -> str:
        chosen = form.cleaned_data["findings"]
        verbs.link_findings(
            level_id=level_id,
            finding_ids=[UUID(each) for each in chosen],
            version=version,
            by=request.viewer,
            on=request.today,
        )
        many = "findings" if len(chosen) > 1 else "finding"
        return (
            f"{owner.name} is joined to the {many} it answers."
            if chosen
            else f"{owner.name} answers no finding."
        )

    addresses = addresses_of(request)
    return ask_locked(
        request,
        Asked(
            make=make,
            save=save,
            title=f"What {lowered(owner.name)} answers",
            caption=owner.title,
            back=_asked_from(request) or owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb("What it answers")),
            template="link_finding.html",
            extra={
                "none_yet": not choices,
                "add_href": f"{addresses.to('add_finding', detail.plan.id)}?level={level_id}",
            },
        ),
        lambda: standing(the_level(request, level_id)),
        opened=standing(detail),
    )


def _asked_from(request: AreaRequest) -> str:
    """The action's page whose thread has the gap; "" where none is named."""
    action_id = _uuid(request.GET.get("action", ""))
    return action_owner(request, the_action(request, action_id)).back if action_id else ""
