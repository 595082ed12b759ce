"""Monitoring visits: recorded, rated at, measures agreed and judged. By the advisers themselves, or
by the programme office, which names whose word it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from goldenthread.governance import policies
from goldenthread.governance.models import (
    MeasureJudgement,
    MeasureState,
    MonitoringVisit,
    ProgressMeasure,
)
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.actions.rating import record_rating
from goldenthread.improvement_plan.queries.since import rated_on_occasion
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_EXTERNAL = "external"


@dataclass(frozen=True)
class AgreedRating:
    """What the advisers say of one part of the plan, by the key of a point."""

    level_id: UUID
    point_key: str
    reason: str = ""


@dataclass(frozen=True)
class Found:
    """What was found of one measure: "met", "partly" or "not", and what showed it."""

    measure_id: UUID
    state: str
    words: str


@transaction.atomic
def record_visit(
    *,
    plan_id: UUID,
    name: str,
    visited_on: date,
    advisers: Sequence[str],
    bodies: Sequence[str],
    notes: str = "",
    next_visit_on: date | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """A visit and who came; its name is the occasion of the ratings given at it."""
    plan = plans.plan(plan_id, viewer=by)
    if plan is None:
        raise Refused("This plan is not one that you can see. Choose one from the list of plans.")
    require(policies.may_record_visit(by, plan_id=plan_id))
    if plan.closed_on is not None:
        raise Refused("This plan is closed, so no visit to it is recorded any more.")
    who, of = _names(advisers), _names(bodies)
    if not who and not of:
        raise Refused("Say who came: the advisers, or the bodies they came from.")
    if visited_on > on:
        raise Refused("This visit has not been yet. Record it once it has.")
    _later(next_visit_on, visited_on)
    visit = MonitoringVisit(
        local_area_id=by.local_area_id,
        plan_id=plan_id,
        said_by=_fitted(", ".join((*who, *of))),
        on=visited_on,
        name=_words(name, "Give the visit a name, such as Monitoring visit by DfE, 5 May 2024.")[
            :300
        ],
        advisers=who,
        bodies=of,
        notes=_clean(notes),
        next_visit_on=next_visit_on,
        recorded_at=Now(),
        recorded_by_id=by.user_id,
        recorded_by_label=by.name,
    )
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            f"A visit named “{visit.name}” is recorded already. Open it, or give this one another "
            "name."
        ) from None
    _note("record_visit", visit, f"recorded the visit of {say_date(visited_on)}", by=by, on=on)
    return visit.pk


@transaction.atomic
def change_visit(
    *,
    visit_id: UUID,
    version: int,
    notes: str,
    next_visit_on: date | None,
    by: Viewer,
    on: date,
) -> None:
    """Notes and the day of the next visit; the visit's name, day and people stay."""
    visit = _visit(visit_id, by=by)
    if visit.version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this visit while you had it open. Look at it again, then make "
            "your change."
        )
    _later(next_visit_on, visit.on)
    after: dict[str, object] = {"notes": _clean(notes), "next_visit_on": next_visit_on}
    changes: dict[str, tuple[object, object]] = {
        name: (getattr(visit, name), value)
        for name, value in after.items()
        if getattr(visit, name) != value
    }
    if not changes:
        return
    visit.notes, visit.next_visit_on = _clean(notes), next_visit_on
    visit.version += 1
    visit.save(update_fields=["notes", "next_visit_on", "version"])
    _note("change_visit", visit, "changed the visit’s notes", by=by, on=on, changes=changes)


@transaction.atomic
def rate_at_visit(
    *, visit_id: UUID, scale_key: str, ratings: Sequence[AgreedRating], by: Viewer, on: date
) -> int:
    """The ratings agreed at the visit, each a dated statement of the advisers beside the council's
    own (`scale_key` "" is the plan’s main scale); one given at this visit before is corrected. How
    many."""
    visit = _visit(visit_id, by=by)
    wanted = [one for one in ratings if one.point_key]
    if not wanted:
        raise Refused("Choose a rating for at least one part of the plan.")
    plan = plans.plan(visit.plan_id, viewer=by)
    main = plan.main_scale if plan else None
    scale_key = scale_key or (main.key if main else "")
    given = {
        level.id: fact
        for level, fact in rated_on_occasion(visit.plan_id, visit.name, viewer=by, on=on)
    }
    for one in wanted:
        before = given.get(one.level_id)
        if before and before.scale_key == scale_key:
            if (before.point.key, before.reason) == (one.point_key, one.reason.strip()):
                continue
            corrects: UUID | None = before.id
        else:
            corrects = None
        record_rating(
            level_id=one.level_id,
            point_key=one.point_key,
            scale_key=scale_key,
            capacity=_EXTERNAL,
            raters=[*visit.bodies] or [*visit.advisers],
            occasion=visit.name,
            reason=_clean(one.reason),
            rated_on=visit.on,
            corrects=corrects,
            by=by,
            on=on,
        )
    words = f"recorded the ratings agreed at the visit of {say_date(visit.on)}"
    _note("rate_at_visit", visit, words, by=by, on=on)
    return len(wanted)


@transaction.atomic
def agree_measure(
    *,
    visit_id: UUID,
    level_id: UUID | None,
    words: str,
    shown_by: str,
    due: date,
    by: Viewer,
    on: date,
) -> UUID:
    """A progress measure agreed at the visit, judged at the next."""
    visit = _visit(visit_id, by=by)
    if level_id is not None:
        tree = plans.level_tree(visit.plan_id, viewer=by, on=on)
        if level_id not in {level.id for level in tree}:
            raise Refused("This part is not in the plan any more. Choose another, or none.")
    if due <= visit.on:
        raise Refused("What is shown by the next visit is due after this one. Give a later day.")
    measure = ProgressMeasure.objects.create(
        local_area_id=visit.local_area_id,
        plan_id=visit.plan_id,
        visit=visit,
        level_id=level_id,
        words=_words(words, "Say in a sentence what was agreed."),
        shown_by=_words(shown_by, "Say what will be shown by the next visit."),
        due=due,
        position=ProgressMeasure.objects.filter(visit=visit).count(),
        said_by=visit.said_by,
        recorded_at=Now(),
        recorded_by_id=by.user_id,
        recorded_by_label=by.name,
    )
    words = f"recorded a progress measure agreed at the visit of {say_date(visit.on)}"
    _note("agree_measure", visit, words, by=by, on=on, about=[("measure", measure.pk)])
    return measure.pk


@transaction.atomic
def judge_measures(*, visit_id: UUID, found: Sequence[Found], by: Viewer, on: date) -> int:
    """What this visit found of measures agreed earlier: added to what was found before. How
    many."""
    visit = _visit(visit_id, by=by)
    if not found:
        raise Refused("Say of at least one measure whether it was met.")
    agreed = {
        row.pk: row
        for row in ProgressMeasure.objects.visible_to(by)
        .filter(plan_id=visit.plan_id, visit__on__lt=visit.on)
        .select_related("visit")
    }
    for one in found:
        measure = agreed.get(one.measure_id)
        if measure is None:
            raise Refused("A measure is judged at a later visit than the one it was agreed at.")
        if one.state not in MeasureState.values:
            raise Refused("Say of the measure: met, partly met or not met.")
        MeasureJudgement.objects.create(
            local_area_id=visit.local_area_id,
            plan_id=visit.plan_id,
            measure=measure,
            visit=visit,
            on=visit.on,
            state=one.state,
            words=_words(one.words, "Say in a few words what showed it."),
            said_by=visit.said_by,
            recorded_at=Now(),
            recorded_by_id=by.user_id,
            recorded_by_label=by.name,
        )
    _note(
        "judge_measures",
        visit,
        f"recorded what the visit of {say_date(visit.on)} found of measures agreed before",
        by=by,
        on=on,
        about=[("measure", one.measure_id) for one in found],
    )
    return len(found)


def _visit(visit_id: UUID, *, by: Viewer) -> MonitoringVisit:
    """The visit, locked, by somebody who may write about it."""
    visit = MonitoringVisit.objects.visible_to(by).select_for_update().filter(pk=visit_id).first()
    if visit is None:
        raise Refused("There is no such visit. Choose one from the list of visits.")
    require(policies.may_record_visit(by, plan_id=visit.plan_id))
    return visit


def _later(next_visit_on: date | None, visited_on: date) -> None:
    if next_visit_on is not None and next_visit_on <= visited_on:
        raise Refused("The next visit is after this one. Give a later day, or leave it empty.")


def _names(given: Iterable[str]) -> list[str]:
    return [name for each in given if (name := " ".join(_clean(each).split()))]


def _clean(words: str) -> str:
    """PostgreSQL refuses NUL in text."""
    return words.replace("\x00", "").replace("\r\n", "\n").strip()


def _words(given: str, sentence: str) -> str:
    words = _clean(given)
    if not words:
        raise Refused(sentence)
    return words


def _fitted(words: str) -> str:
    return words if len(words) <= 300 else f"{words[:299]}…"


def _note(
    act: str,
    visit: MonitoringVisit,
    words: str,
    *,
    by: Viewer,
    on: date,
    changes: Mapping[str, tuple[object, object]] | None = None,
    about: Iterable[tuple[str, UUID]] = (),
) -> None:
    """One entry, in the history of the visit and of the plan."""
    if not _in_person(visit, by):
        words = f"{words}, for {visit.said_by}"
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.COLLECTED if act == "record_visit" else Verb.ALTERED,
        act=f"governance.{act}",
        object_kind="visit",
        object_id=visit.pk,
        object_label=visit.name[:200],
        words=words,
        on=on,
        changes=changes,
        subjects=[("plan", visit.plan_id), *about],
    )


def _in_person(visit: MonitoringVisit, by: Viewer) -> bool:
    return by.name in visit.advisers
