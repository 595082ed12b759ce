"""Findings: added, mended, and joined to the part of the plan that answers them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse

from goldenthread.improvement_plan import policies, queries
from goldenthread.improvement_plan.actions import findings as verbs
from goldenthread.improvement_plan.forms.findings import (
    NONE,
    AnswersForm,
    FindingForm,
    NewFindingForm,
)
from goldenthread.improvement_plan.presenters.saying import lowered, shortened
from goldenthread.improvement_plan.queries.facts import FindingFact, LevelDetail, PlanFact
from goldenthread.improvement_plan.views.asking import Asked, Standing, ask, ask_locked
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import (
    action_owner,
    addresses_of,
    level_owner,
    the_action,
    the_level,
    the_plan,
)
from goldenthread.improvement_plan.views.planning import last_changed_by
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


@form_page
def add_finding(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """What an inspection found, and which parts of the plan answer it; `?level=` chooses one."""
    plan = the_plan(request, plan_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))
    tree = queries.level_tree(plan_id, viewer=request.viewer, on=request.today)
    versions = {str(level.id): level.version for level in tree}
    choices = [
        (str(level.id), " ".join(filter(None, (level.word, level.reference, level.title))))
        for level in tree
        if level.finding is None
    ]

    def make(**given: Any) -> NewFindingForm:
        return NewFindingForm(levels=choices, on=request.today, **given)

    def save(form: NewFindingForm) -> str:
        given = dict(form.cleaned_data)
        level_ids = given.pop("level_ids", ())
        told: dict[str, Any] = {"by": request.viewer, "on": request.today}
        with transaction.atomic():  # the finding and its links are kept together or not at all
            finding_id = verbs.add_finding(plan_id=plan_id, **given, **told)
            for level_id in level_ids:
                verbs.link_finding(
                    level_id=UUID(level_id),
                    finding_id=finding_id,
                    version=versions[level_id],
                    **told,
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
    every = queries.findings(plan_id, viewer=request.viewer, on=request.today)
    found = next((each for each in every if each.id == finding_id), None)
    if found is None:
        raise Http404
    return found


@form_page
def edit_finding(request: AreaRequest, plan_id: UUID, finding_id: UUID) -> HttpResponse:
    plan = the_plan(request, plan_id)
    finding = _finding(request, plan_id, finding_id)
    policies.require(policies.may_edit_plan(request.viewer, plan_id))

    def make(**given: Any) -> FindingForm:
        return FindingForm(today=request.today, **given)

    def standing(found: FindingFact) -> Standing:
        return Standing(
            found.version,
            {name: getattr(found, name) for name in _WORDS},
            lambda: last_changed_by(request, plan_id),
        )

    def save(form: FindingForm, version: int) -> str:
        verbs.edit_finding(
            finding_id=finding_id,
            version=version,
            changes={name: form.cleaned_data[name] for name in _WORDS},
            by=request.viewer,
            on=request.today,
        )
        return "The finding is changed."

    findings = addresses_of(request).to("findings", plan_id)
    return ask_locked(
        request,
        Asked(
            make=make,
            save=lambda form: "",
            title="Change a finding",
            caption=shortened(finding.text, 90),
            back=f"{findings}#finding-{finding_id}",
            breadcrumbs=_crumbs(request, plan, "Change a finding"),
            button="Save changes",
        ),
        lambda: standing(_finding(request, plan_id, finding_id)),
        save,
        opened=standing(finding),
    )


@form_page
def link_finding(request: AreaRequest, level_id: UUID) -> HttpResponse:
    """Which finding a part of the plan answers; `?action=` leads back to that action's page."""
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
        finding = found.level.finding
        return Standing(
            found.level.version,
            {"finding": str(finding.id) if finding else (NONE if choices else "")},
            lambda: last_changed_by(request, detail.plan.id),
        )

    def save(form: AnswersForm, version: int) -> str:
        chosen = form.cleaned_data["finding"]
        verbs.link_finding(
            level_id=level_id,
            finding_id=None if chosen == NONE else UUID(chosen),
            version=version,
            by=request.viewer,
            on=request.today,
        )
        return (
            f"{owner.name} answers no finding."
            if chosen == NONE
            else f"{owner.name} is joined to the finding it answers."
        )

    addresses = addresses_of(request)
    return ask_locked(
        request,
        Asked(
            make=make,
            save=lambda form: "",
            title=f"The finding that {lowered(owner.name)} answers",
            caption=owner.title,
            back=_asked_from(request) or owner.back,
            breadcrumbs=(*owner.breadcrumbs, Crumb("The finding it answers")),
            template="link_finding.html",
            extra={
                "none_yet": not choices,
                "add_href": f"{addresses.to('add_finding', detail.plan.id)}?level={level_id}",
            },
        ),
        lambda: standing(the_level(request, level_id)),
        save,
        opened=standing(detail),
    )


def _asked_from(request: AreaRequest) -> str:
    """The action's page whose thread has the gap; "" where none is named."""
    action_id = _uuid(request.GET.get("action", ""))
    return action_owner(request, the_action(request, action_id)).back if action_id else ""
