"""What families tell us: read by all, written by the forum, written down for it to confirm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import voices as verbs
from goldenthread.improvement_plan.actions.voices import Told
from goldenthread.improvement_plan.forms.voices import (
    MeetingForm,
    NothingAskedForm,
    VoicesForm,
    WithdrawVoiceForm,
)
from goldenthread.improvement_plan.presenters.voice_words import (
    families_page,
    part_line,
    part_name,
    plan_voices,
    voice_line,
    voice_lines,
)
from goldenthread.improvement_plan.queries import voices as queries
from goldenthread.improvement_plan.queries.facts import (
    LevelDetail,
    PlanFact,
    PlanSummary,
    ScaleFact,
)
from goldenthread.improvement_plan.queries.statement_facts import LevelRef
from goldenthread.improvement_plan.queries.voice_facts import PartVoices, VoiceFact, VoicesOfPlan
from goldenthread.improvement_plan.views.asking import Asked, ask
from goldenthread.improvement_plan.views.doing import form_page
from goldenthread.improvement_plan.views.found import addresses_of, show, the_plan
from goldenthread.pages.marks import RatingMark, mark_of
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import FAMILIES, AreaRequest
from goldenthread.rules.ratings import Axis, Scale, ScalePoint
from goldenthread.rules.refusals import Refused


def voices_of_plan_page(request: AreaRequest, summary: PlanSummary) -> Any:
    """The block of a plan's page."""
    facts = queries.voices(
        summary.plan.id, viewer=request.viewer, on=request.today, known=summary.context
    )
    tops = [
        LevelRef(one.id, one.parent_id, one.depth, one.word, one.reference, one.title)
        for one in summary.top_levels
    ]
    return plan_voices(facts, tops, summary.plan, addresses_of(request))


def voices_of_level_page(request: AreaRequest, detail: LevelDetail) -> Any:
    """The block of a part's page."""
    plan, addresses = detail.plan, addresses_of(request)
    facts = queries.voices(
        plan.id,
        viewer=request.viewer,
        on=request.today,
        level_id=detail.level.id,
        known=detail.context,
    )
    return {
        "lines": voice_lines(facts, plan, addresses),
        "href": f"{addresses.to('families', plan.id)}#part-{detail.level.id}"
        if not detail.level.depth
        else "",
    }


@require_safe
def families(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    found = _found(request, plan_id)
    page = families_page(found, as_at=say_date(request.today), addresses=addresses_of(request))
    return show(request, "families.html", page)


def _found(request: AreaRequest, plan_id: UUID) -> VoicesOfPlan:
    found = queries.voices_of_plan(plan_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


@form_page
def tell_families(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """All parts of the plan on one page, the forum's last words beside each box."""
    found = _found(request, plan_id)
    policies.require(found.may_tell)
    parts = queries.parts_to_tell(plan_id, viewer=request.viewer, on=request.today)
    groups = [(str(one.id), one.name) for one in partnership.speaks_for(viewer=request.viewer)]
    scale = _scale(request, found.plan)

    def make(**given: Any) -> VoicesForm:
        return VoicesForm(
            parts=_named(parts), groups=groups, scale=scale.scale if scale else None, **given
        )

    def save(form: VoicesForm) -> str:
        number = verbs.tell(
            plan_id=plan_id,
            organisation_id=UUID(form.cleaned_data["organisation"]),
            told=[Told(*one) for one in form.told()],
            scale_key=scale.key if scale else "",
            by=request.viewer,
            on=request.today,
        )
        return f"Thank you. Your words about {counted(number, 'part')} of the plan stand here now."

    return _ask(
        request,
        found.plan,
        parts,
        scale,
        make=make,
        save=save,
        title="How is it for families?",
        lede="Tell us what families tell you. Your words are shown just as you write them. Nobody "
        "at the council can change them or take them away. You can leave a box empty.",
        button="Send our words",
        initial={"organisation": groups[0][0]} if len(groups) == 1 else {},
    )


@form_page
def write_down_voices(request: AreaRequest, plan_id: UUID) -> HttpResponse:
    """What was said at a meeting, for those who said it to confirm."""
    found = _found(request, plan_id)
    policies.require(found.may_write_down)
    groups = [
        (str(one.id), one.name)
        for one in partnership.organisations(viewer=request.viewer)
        if one.kind in FAMILIES
    ]
    if not groups:
        raise Refused(
            "No parent carer forum or young people’s group is known here yet. Add it under People "
            "and forums, Organisations; then write down what it said."
        )
    scale = _scale(request, found.plan)

    def make(**given: Any) -> MeetingForm:
        return MeetingForm(
            parts=_named(found.parts),
            groups=groups,
            scale=scale.scale if scale else None,
            on=request.today,
            **given,
        )

    def save(form: MeetingForm) -> str:
        given = form.cleaned_data
        number = verbs.write_down(
            plan_id=plan_id,
            organisation_id=UUID(given["organisation"]),
            said_by_whom=given["said_by"],
            occasion=given["occasion"],
            said_on=given["said_on"],
            told=[Told(*one) for one in form.told()],
            scale_key=scale.key if scale else "",
            by=request.viewer,
            on=request.today,
        )
        return (
            f"{counted(number, 'statement')} written down. Only you and the group see this until "
            "the group has confirmed it."
        )

    return _ask(
        request,
        found.plan,
        found.parts,
        scale,
        make=make,
        save=save,
        title="Write down what was said at a meeting",
        lede="In their own words. It is a draft that nobody else sees until the forum or group "
        "confirms it.",
        button="Keep it for them to confirm",
        initial={"organisation": groups[0][0] if len(groups) == 1 else "",
                 "said_on": request.today},
    )  # fmt: skip


def _named(parts: tuple[PartVoices, ...]) -> list[tuple[UUID, str]]:
    return [(part.level.id, part_name(part.level)) for part in parts]


def _scale(request: AreaRequest, plan: PlanFact) -> ScaleFact | None:
    key = queries.scale_for_families(plan.id, plan.scales, viewer=request.viewer)
    return next((fact for fact in plan.scales if fact.key == key), None)


def _ask(
    request: AreaRequest,
    plan: PlanFact,
    parts: tuple[PartVoices, ...],
    scale: ScaleFact | None,
    *,
    title: str,
    **asked: Any,
) -> HttpResponse:
    addresses = addresses_of(request)
    back = addresses.to("families", plan.id)
    here = (Crumb("What families tell us", back), Crumb(title))
    marks = {point.key: mark_of(point, scale.scale) for point in scale.scale.given} if scale else {}
    lines = {part.level.id: part_line(part, plan, addresses) for part in parts}
    return ask(
        request,
        Asked(
            title=title,
            caption=plan.title,
            back=back,
            breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, *here),
            template="tell_families.html",
            extra={"lines": lines, "marks": marks},
            **asked,
        ),
    )


def _mark(point: ScalePoint, scale: Scale) -> RatingMark:
    """What a point means for dates or delivery is not what families are asked."""
    mark = mark_of(point, scale)
    return mark if point.axis is Axis.IMPACT else replace(mark, meaning="")


def _one(request: AreaRequest, voice_id: UUID) -> VoiceFact:
    found = queries.voice(voice_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found


def _about(
    request: AreaRequest, fact: VoiceFact, title: str, *, withdrawing: bool = False
) -> dict[str, Any]:
    """What the two pages about one statement share."""
    addresses = addresses_of(request)
    plan = the_plan(request, fact.plan_id)
    back = addresses.to("families", plan.id)
    here = (Crumb("What families tell us", back), Crumb(title))
    shown = voice_line(fact, plan, addresses)
    return {
        "title": title,
        "caption": fact.organisation,
        "back": back,
        "breadcrumbs": addresses.plan_crumbs(plan.id, plan.title, *here),
        "template": "one_voice.html",
        "extra": {
            "voice_shown": shown,
            "withdraw_href": shown.withdraw_href if withdrawing else "",
        },
    }


@form_page
def confirm_voice(request: AreaRequest, voice_id: UUID) -> HttpResponse:
    """Are these your words?"""
    fact = _one(request, voice_id)
    policies.require(fact.may_confirm)
    if not fact.draft or fact.withdrawn_on:
        raise Refused("These words are confirmed or taken back already. Nothing is left to do.")

    def save(_: NothingAskedForm) -> str:
        verbs.confirm(voice_id=voice_id, by=request.viewer, on=request.today)
        return "Thank you. Everybody can read these words now."

    return ask(
        request,
        Asked(
            make=NothingAskedForm,
            save=save,
            lede="Someone wrote this down for you at a meeting. If these are your words, everybody "
            "will read them. If not, take them away.",
            button="Yes, these are our words",
            **_about(request, fact, "Are these your words?", withdrawing=True),
        ),
    )


@form_page
def withdraw_voice(request: AreaRequest, voice_id: UUID) -> HttpResponse:
    fact = _one(request, voice_id)
    policies.require(fact.may_withdraw)
    if fact.withdrawn_on:
        raise Refused("These words were taken back already. Nothing is left to do.")

    def save(form: WithdrawVoiceForm) -> str:
        verbs.withdraw(
            voice_id=voice_id,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            on=request.today,
        )
        return "These words are not shown any more."

    return ask(
        request,
        Asked(
            make=WithdrawVoiceForm,
            save=save,
            lede="They will not be shown any more. A paper that was sent before keeps them.",
            button="Take these words away",
            kind="warning",
            **_about(request, fact, "Take these words away"),
        ),
    )
