"""What families tell us of each part of a plan: what stands, what was said before, what waits to
be confirmed. A fixed number of queries, whatever the number of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.models import Capacity, FamilyVoice, Rating
from goldenthread.improvement_plan.policies import ActionSubject, VoiceSubject
from goldenthread.improvement_plan.queries import contexts, plan_pages
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import LevelRef, RatingFact, ScaleFact
from goldenthread.improvement_plan.queries.statements import rating_facts
from goldenthread.improvement_plan.queries.voice_facts import (
    PartVoices,
    VoiceFact,
    VoicesOfPlan,
    VoiceWanted,
)
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer


def stands(on: date) -> Q:
    """Said by the day, by the organisation itself or confirmed by it, and not withdrawn."""
    confirmed = Q(on_behalf=False) | Q(confirmed_on__lte=on)
    return Q(on__lte=on) & confirmed & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))


def newest(rows: Iterable[FamilyVoice]) -> list[FamilyVoice]:
    """The last that each organisation said of each part, oldest of them first."""
    found: dict[tuple[UUID, UUID], FamilyVoice] = {}
    for row in sorted(rows, key=lambda each: (each.on, each.recorded_at, each.pk)):
        found[(row.level_id, row.organisation_id)] = row
    return sorted(found.values(), key=lambda each: (each.on, each.recorded_at, each.pk))


@dataclass(frozen=True)
class _Asking:
    """Who asks, what of, and for whom they speak."""

    viewer: Viewer
    context: PlanContext
    speaks_for: frozenset[UUID]
    ratings: tuple[RatingFact, ...]

    def part(self, level_id: UUID) -> ActionSubject:
        return ActionSubject(self.context.plan.id, self.context.with_ancestors([level_id]))


def voices(
    plan_id: UUID,
    *,
    viewer: Viewer,
    on: date,
    level_id: UUID | None = None,
    known: PlanContext | None = None,
) -> tuple[VoiceFact, ...]:
    """What stands on the day: the newest of each organisation about each part (or one part). A
    context that is `known` already is not loaded again."""
    context = known or contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    rows = FamilyVoice.objects.visible_to(viewer).filter(stands(on), plan_id=plan_id)
    if level_id is not None:
        rows = rows.filter(level_id=level_id)
    standing = newest(rows.select_related("organisation"))
    if not standing:
        return ()
    asking = _asking(viewer, context)
    order = {pk: place for place, pk in enumerate(context.levels)}
    found = [row for row in standing if row.level_id in order]
    found.sort(key=lambda row: order[row.level_id])
    return tuple(_fact(row, asking, current=True) for row in found)


def voices_of_plan(plan_id: UUID, *, viewer: Viewer, on: date) -> VoicesOfPlan | None:
    """Every top part of the plan with all that was said of it; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    asking = _asking(viewer, context)
    rows = list(_in_sight(asking).filter(plan_id=plan_id).select_related("organisation"))
    standing = {row.pk for row in newest(row for row in rows if _stands(row, on))}
    parts = tuple(
        _part(level, [row for row in rows if row.level_id == level.id], standing, asking)
        for level in context.levels.values()
        if not level.depth
    )
    refused = [
        policies.may_tell(viewer, asking.part(part.level.id), asking.speaks_for) for part in parts
    ]
    return VoicesOfPlan(
        plan=context.plan,
        parts=parts,
        may_tell="" if "" in refused else (refused or [_no_part(context)])[0],
        may_write_down=policies.may_write_down(viewer, plan_id),
    )


def parts_to_tell(plan_id: UUID, *, viewer: Viewer, on: date) -> tuple[PartVoices, ...]:
    """The top parts of which the viewer may say what families tell us."""
    found = voices_of_plan(plan_id, viewer=viewer, on=on)
    if found is None:
        return ()
    speaks = frozenset(one.id for one in partnership.speaks_for(viewer=viewer))
    return tuple(
        part
        for part in found.parts
        if not policies.may_tell(viewer, ActionSubject(plan_id, frozenset({part.level.id})), speaks)
    )


def voice(voice_id: UUID, *, viewer: Viewer, on: date) -> VoiceFact | None:
    """One, a draft too where the viewer may see it; None out of sight."""
    plan_id = (
        FamilyVoice.objects.visible_to(viewer)
        .filter(pk=voice_id)
        .values_list("plan_id", flat=True)
        .first()
    )
    context = contexts.load_one(plan_id, viewer=viewer, on=on) if plan_id else None
    if context is None:
        return None
    asking = _asking(viewer, context)
    row = _in_sight(asking).filter(pk=voice_id).select_related("organisation").first()
    return _fact(row, asking, current=False) if row else None


def scale_for_families(plan_id: UUID, scales: Collection[ScaleFact], *, viewer: Viewer) -> str:
    """Key of the scale that the forum last used in this plan, else of one that is not the
    council's own, else of the council's; "" without a scale."""
    known = [fact for fact in scales if fact.in_force]
    last = (
        Rating.objects.visible_to(viewer)
        .filter(plan_id=plan_id, capacity=Capacity.FORUM, level__isnull=False)
        .order_by("-on", "-recorded_at")
        .values_list("scale__key", flat=True)
        .first()
    )
    keys = [fact.key for fact in known]
    if last in keys:
        return str(last)
    others = [fact.key for fact in known if not fact.main and len(fact.scale.given) <= 3]
    return (others or keys or [""])[0]


def voices_wanted(*, viewer: Viewer, on: date) -> tuple[VoiceWanted, ...]:
    """The top parts of running plans of which the viewer's forum has said nothing since the last
    closed period; nothing for those who do not speak for families."""
    speaks = frozenset(one.id for one in partnership.speaks_for(viewer=viewer))
    if not speaks or not viewer.holds("parent_carer_forum"):
        return ()
    running = [plan.id for plan in plan_pages.plans(viewer=viewer) if plan.closed_on is None]
    loaded = contexts.load(plan_ids=running, viewer=viewer, on=on)
    rows = FamilyVoice.objects.visible_to(viewer).filter(
        stands(on), plan_id__in=list(loaded), organisation_id__in=speaks
    )
    last: dict[UUID, date] = {}
    for level_id, said_on in rows.values_list("level_id", "on"):
        last[level_id] = max(said_on, last.get(level_id, said_on))
    return tuple(
        _wanted(level, loaded[plan_id], last.get(level.id))
        for plan_id in running
        if plan_id in loaded
        for level in loaded[plan_id].levels.values()
        if not level.depth
        and not policies.may_tell(viewer, ActionSubject(plan_id, frozenset({level.id})), speaks)
        and _is_wanted(last.get(level.id), loaded[plan_id])
    )


def _is_wanted(last: date | None, context: PlanContext) -> bool:
    report = context.last_report
    return last is None or (report is not None and last <= report.cut_off)


def _wanted(level: LevelRef, context: PlanContext, last: date | None) -> VoiceWanted:
    report = context.last_report
    return VoiceWanted(
        plan_id=context.plan.id,
        plan_title=context.plan.title,
        level=level,
        last_on=last,
        since=report.cut_off if report else None,
        since_name=report.name if report else "",
    )


def _no_part(context: PlanContext) -> str:
    return "This plan has no part yet of which families could tell."


def _asking(viewer: Viewer, context: PlanContext) -> _Asking:
    """Three queries: for whom the viewer speaks, and what forums rated."""
    rows = Rating.objects.visible_to(viewer).filter(
        plan_id=context.plan.id, capacity=Capacity.FORUM, level__isnull=False, on__lte=context.on
    )
    speaks = frozenset(one.id for one in partnership.speaks_for(viewer=viewer))
    return _Asking(viewer, context, speaks, rating_facts(rows, context))


def _in_sight(asking: _Asking) -> QuerySet[FamilyVoice]:
    """What stands or stood, for everybody; drafts for whoever typed them in and for those whose
    words they are said to be."""
    viewer = asking.viewer
    open_to_all = Q(on_behalf=False) | Q(confirmed_on__isnull=False)
    mine = Q(recorded_by_id=viewer.user_id)
    if viewer.holds("parent_carer_forum"):
        mine |= Q(organisation_id__in=asking.speaks_for)
    return FamilyVoice.objects.visible_to(viewer).filter(open_to_all | mine)


def _stands(row: FamilyVoice, on: date) -> bool:
    """The twin of `stands`."""
    confirmed = not row.on_behalf or (row.confirmed_on is not None and row.confirmed_on <= on)
    return row.on <= on and confirmed and (row.withdrawn_on is None or row.withdrawn_on > on)


def _part(
    level: LevelRef, rows: list[FamilyVoice], standing: Collection[UUID], asking: _Asking
) -> PartVoices:
    on = asking.context.on
    current = [row for row in rows if row.pk in standing]
    drafts = [row for row in rows if row.on_behalf and row.confirmed_on is None]
    earlier = [row for row in rows if row not in current and row not in drafts and row.on <= on]
    return PartVoices(
        level=level,
        current=tuple(_fact(row, asking, current=True) for row in current),
        earlier=tuple(_fact(row, asking, current=False) for row in earlier),
        drafts=tuple(
            _fact(row, asking, current=False) for row in drafts if row.withdrawn_on is None
        ),
    )


def _fact(row: FamilyVoice, asking: _Asking, *, current: bool) -> VoiceFact:
    draft = row.on_behalf and row.confirmed_on is None
    withdrawn = row.withdrawn_on is not None and row.withdrawn_on <= asking.context.on
    subject = VoiceSubject(
        part=asking.part(row.level_id),
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        speaks_for=asking.speaks_for,
        own_draft=draft and row.recorded_by_id == asking.viewer.user_id,
    )
    return VoiceFact(
        id=row.pk,
        plan_id=row.plan_id,
        level_id=row.level_id,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        words="" if withdrawn else row.words,
        on=row.on,
        said_by=row.said_by,
        occasion=row.occasion,
        on_behalf=row.on_behalf,
        recorded_by=row.recorded_by_label,
        confirmed_on=row.confirmed_on,
        confirmed_by=row.confirmed_by_label,
        withdrawn_on=row.withdrawn_on if withdrawn else None,
        withdrawn_reason=row.withdrawn_reason if withdrawn else "",
        withdrawn_by=row.withdrawn_by_label if withdrawn else "",
        asked_point=_asked_point(row, asking.context),
        rating=_rating(row, asking, current=current),
        draft=draft,
        current=current,
        may_confirm=policies.may_confirm_voice(asking.viewer, subject),
        may_withdraw=policies.may_withdraw_voice(asking.viewer, subject),
    )


def _asked_point(row: FamilyVoice, context: PlanContext) -> str:
    for fact in context.all_scales:
        if fact.key == row.scale_key and row.point_key:
            return next(
                (point.label for point in fact.scale.points if point.key == row.point_key), ""
            )
    return ""


def _rating(row: FamilyVoice, asking: _Asking, *, current: bool) -> RatingFact | None:
    """Given with these words; beside the words that stand, the organisation's latest."""
    given = [
        fact for fact in asking.ratings if fact.level_id == row.level_id and not fact.superseded
    ]
    if not current:
        return next((fact for fact in given if fact.id == row.rating_id), None)
    return next((fact for fact in given if row.organisation.name in fact.raters), None)
