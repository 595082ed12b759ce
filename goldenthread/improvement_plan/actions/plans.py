"""Plans, the names of their levels, and their scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.standing import main_scale, repeat_all_ratings
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    mind_version,
    note_plan,
    only,
    required,
)
from goldenthread.improvement_plan.models import (
    Plan,
    PlanKind,
    PlanLevel,
    Rating,
    RatingScale,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import Scale
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.verbs import Verb


@transaction.atomic
def create_plan(
    *,
    title: str,
    kind_name: str,
    level_names: Sequence[str],
    scale: Scale | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    predecessor_id: UUID | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """An empty plan; `scale` is the council's own scale of its actions."""
    policies.require(policies.may_create_plan(by))
    if predecessor_id is not None:
        locked(Plan, predecessor_id, by=by, what="earlier plan", closed_too=True)
    plan = new_plan(
        title=title,
        kind_name=kind_name,
        level_names=level_names,
        starts_on=starts_on,
        ends_on=ends_on,
        predecessor_id=predecessor_id,
        by=by,
    )
    if scale is not None:
        _new_version(plan, scale, main=True)
    note_plan(
        "create_plan", f"started the plan “{plan.title}”", plan, by=by, on=on, verb=Verb.COLLECTED
    )
    return plan.pk


def new_plan(
    *,
    title: str,
    kind_name: str,
    level_names: Sequence[str],
    layout: Sequence[str] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    predecessor_id: UUID | None = None,
    by: Viewer,
) -> Plan:
    """The row of a plan, and of its kind where the area does not keep that kind yet."""
    title = required(title, "Give the plan a title, such as “SEND improvement plan 2024 to 2026”.")
    title = fitted(title, 300)
    names = named_levels(level_names)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("The plan cannot end before it starts. Change one of the two dates.")
    if Plan.objects.filter(local_area_id=by.local_area_id, title=title).exists():
        raise Refused(
            f"There is already a plan called “{title}”. Give this one another title, "
            "or open that plan and bring the newer version in there."
        )
    kind = _kind(kind_name, names, by=by)
    return Plan.objects.create(
        local_area_id=by.local_area_id,
        kind=kind,
        title=title,
        level_names=names,
        layout=list(layout),
        starts_on=starts_on,
        ends_on=ends_on,
        predecessor_id=predecessor_id,
        recorded_at=Now(),
    )


def _kind(name: str, level_names: Sequence[str], *, by: Viewer) -> PlanKind:
    """The kind of plan the area keeps by this name; a new one takes the plan's level names."""
    name = required(name, "Say what kind of plan this is, such as “Priority action plan”.")
    kind, _ = PlanKind.objects.get_or_create(
        local_area_id=by.local_area_id,
        name=fitted(name, 120),
        defaults={"level_names": list(level_names)},
    )
    return kind


@transaction.atomic
def close_plan(*, plan_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """Bring a plan to its end: it stays readable whole, and nothing more is recorded on its
    actions, those still running included."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    mind_version(plan, version, "this plan")
    reason = required(reason, "Say why the plan is closed: its history keeps the reason.")
    differing = changed(plan, {"closed_on": on})
    note_plan("close_plan", "closed the plan", plan, by=by, on=on, changes=differing, reason=reason)


@transaction.atomic
def reopen_plan(*, plan_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """Take back that a plan is closed."""
    plan = locked(Plan, plan_id, by=by, what="plan", closed_too=True)
    policies.require(policies.may_reopen_plan(by, plan_id))
    mind_version(plan, version, "this plan")
    reason = required(reason, "Say why the plan is reopened: its history keeps the reason.")
    if plan.closed_on is None:
        raise Refused("This plan is open already.")
    differing = changed(plan, {"closed_on": None})
    note_plan(
        "reopen_plan", "reopened the plan", plan, by=by, on=on, changes=differing, reason=reason
    )


@transaction.atomic
def edit_plan(
    *, plan_id: UUID, version: int, changes: Mapping[str, object], by: Viewer, on: date
) -> None:
    """Title, kind (`kind_name`) and dates of a plan; nothing happens where nothing differs."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    only(changes, ("title", "kind_name", "starts_on", "ends_on", "accepted_on"))
    mind_version(plan, version, "this plan")
    if "title" in changes:
        title = required(str(changes["title"]), "Give the plan a title.")
        same = Plan.objects.filter(local_area_id=by.local_area_id, title=title)
        if same.exclude(pk=plan_id).exists():
            raise Refused(f"There is already a plan called “{title}”. Choose another title.")
    columns = {name: value for name, value in changes.items() if name != "kind_name"}
    before = plan.kind
    if "kind_name" in changes:
        kind = _kind(str(changes["kind_name"]), plan.level_names, by=by)
        columns["kind_id"] = kind.pk
    differing = changed(plan, columns)
    if differing.pop("kind_id", None):
        differing["kind"] = (before.name, kind.name)
    if differing:
        note_plan("edit_plan", "changed the plan’s details", plan, by=by, on=on, changes=differing)


@transaction.atomic
def rename_levels(
    *, plan_id: UUID, version: int, level_names: Sequence[str], by: Viewer, on: date
) -> None:
    """The plan's own words for its levels, top first. Further ones can be named below; one that
    holds parts of the plan, now or in its past, cannot be taken away."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    mind_version(plan, version, "this plan")
    names = named_levels(level_names)
    deepest = PlanLevel.objects.filter(plan=plan).aggregate(last=Max("depth"))["last"]
    if deepest is not None and len(names) <= deepest:
        raise Refused(
            f"The plan has parts on the level “{plan.level_names[deepest]}”, so {deepest + 1} "
            f"levels need a name and {len(names)} {'has' if len(names) == 1 else 'have'} one. "
            "Give that level a name too."
        )
    if differing := changed(plan, {"level_names": names}):
        words = f"named the plan’s levels {', '.join(names)}"
        note_plan("rename_levels", words, plan, by=by, on=on, changes=differing)


def named_levels(level_names: Sequence[str]) -> list[str]:
    """The names without blanks; refused where there is none, or one twice."""
    names = [fitted(" ".join(name.split()), 60) for name in level_names if name.strip()]
    if not names:
        raise Refused("Name at least one level of the plan, such as “Priority”.")
    if len({name.casefold() for name in names}) < len(names):
        raise Refused("Two levels have the same name. Give each a name of its own.")
    return names


@transaction.atomic
def define_scale(
    *,
    plan_id: UUID,
    scale: Scale,
    main: bool = False,
    version: int | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """A scale of the plan, or a new version of the one with its key; old ratings keep the version
    they were given on. `version` is the scale's that the change was made from (None: unminded).
    Refused where a point in use would vanish: it is ended (`ScalePoint.ended`) instead."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    _mind_scale_version(plan_id, scale.key, version)
    _keep_points_in_use(plan_id, scale)
    row = _new_version(plan, scale, main=main, on=on)
    if row.main:
        repeat_all_ratings(plan_id)
    words = f"set out the scale “{row.name}”, version {row.scale_version}"
    note_plan("define_scale", words, plan, by=by, on=on, subjects=[("scale", row.pk)])
    return row.pk


@transaction.atomic
def make_main(*, plan_id: UUID, key: str, version: int, by: Viewer, on: date) -> None:
    """Count the plan by another of its scales. Ratings on either stay; what is counted from now on
    is the council's ratings on this one. Closed periods keep the scale they were counted by."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    _mind_scale_version(plan_id, key, version)
    row = RatingScale.objects.filter(plan=plan, key=key, ended_on__isnull=True).first()
    if row is None:
        raise Refused("The plan has no such scale. Choose one of the scales in its settings.")
    if row.main:
        raise Refused(f"The plan is counted by “{row.name}” already.")
    before = main_scale(plan_id)
    RatingScale.objects.filter(plan=plan, main=True, ended_on__isnull=True).update(main=False)
    row.main = True
    row.save(update_fields=["main"])
    repeat_all_ratings(plan_id)
    note_plan(
        "make_main",
        f"made “{row.name}” the scale that the plan is counted by",
        plan,
        by=by,
        on=on,
        changes={"main scale": (before.name if before else "", row.name)},
        subjects=[("scale", row.pk)],
    )


def _mind_scale_version(plan_id: UUID, key: str, version: int | None) -> None:
    if version is None:
        return
    now = RatingScale.objects.filter(plan_id=plan_id, key=key, ended_on__isnull=True).first()
    if now is None or now.scale_version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this scale while you were writing. "
            "Compare what you wrote with what it says now, then save again."
        )


def _keep_points_in_use(plan_id: UUID, scale: Scale) -> None:
    used = Rating.objects.filter(
        plan_id=plan_id, scale__key=scale.key, superseded_by__isnull=True
    ).order_by()
    kept = {point.key for point in scale.points}
    lost = sorted(set(used.values_list("point_key", flat=True).distinct()) - kept)
    if lost:
        count = used.filter(point_key__in=lost).count()
        raise Refused(
            f"{count} {'rating uses' if count == 1 else 'ratings use'} a point that the new scale "
            f"leaves out ({', '.join(lost)}). End the point instead, so that they stay readable."
        )


def _new_version(plan: Plan, scale: Scale, *, main: bool, on: date | None = None) -> RatingScale:
    earlier = RatingScale.objects.filter(plan=plan, key=scale.key)
    was_main = earlier.filter(main=True, ended_on__isnull=True).exists()
    if main:
        RatingScale.objects.filter(plan=plan, main=True, ended_on__isnull=True).update(main=False)
    earlier.filter(ended_on__isnull=True).update(ended_on=on)
    version = (earlier.aggregate(last=Max("scale_version"))["last"] or 0) + 1
    return RatingScale.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        key=scale.key,
        name=scale.name,
        scale_version=version,
        data=replace(scale, version=version).as_data(),
        main=main or was_main,
    )
