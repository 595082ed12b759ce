"""The import itself: everything or nothing, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.actions import importing
from goldenthread.improvement_plan.actions.inputs import (
    Added,
    AddedFinding,
    AddedTarget,
    Change,
    Changed,
    ChangedFinding,
    ChangedLevel,
    ChangedTarget,
    NewAction,
    NewTarget,
    Reached,
    Removed,
    RemovedTarget,
)
from goldenthread.improvement_plan.queries import compared
from goldenthread.intake.actions.documents import same_file
from goldenthread.intake.actions.newcomers import Newcomers, welcome
from goldenthread.intake.actions.plan_inputs import (
    Ratings,
    action_input,
    action_inputs,
    finding_inputs,
    layout_of,
    level_inputs,
    target_inputs,
)
from goldenthread.intake.actions.writing import locked, mind_open, mind_version, note
from goldenthread.intake.models import ImportState, PlanImport
from goldenthread.intake.queries import (
    ImportDetail,
    an_import,
    asked_forums,
    asked_scales,
    compare,
    ratings_are_answered,
)
from goldenthread.intake.queries.comparing import Comparison, plan_keys
from goldenthread.intake.queries.comparing_levels import TargetDifference, level_key, placing
from goldenthread.intake.queries.findings_asked import FindingDifference, kept_findings
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb

DEFAULT_KIND = "Improvement plan"
DEFAULT_LEVELS = ("Priority",)


@dataclass(frozen=True)
class _Brought:
    plan_id: UUID
    outcome: dict[str, Any]


@transaction.atomic
def bring_in(*, import_id: UUID, version: int, by: Viewer, on: date) -> UUID:
    """Make the plan, or take the chosen differences over into the one this is a newer version of.

    One transaction. Asked again once it is done, it changes nothing and gives the same plan.
    """
    row = locked(import_id, by=by)
    if row.state == ImportState.IMPORTED and row.plan_id is not None:
        return row.plan_id
    mind_version(row, version)
    mind_open(row)
    other = same_file(row.file_id, by=by)
    if other is not None and other.state == ImportState.IMPORTED:
        raise Refused(f"{row.file.name} is already imported. Open it in the list of imports.")
    detail = an_import(import_id, viewer=by)
    brought = _newer(detail, by=by, on=on) if row.plan_id else _new(detail, by=by, on=on)
    _finish(row, brought, by=by, on=on)
    return brought.plan_id


def _new(detail: ImportDetail, *, by: Viewer, on: date) -> _Brought:
    plan, answers = detail.plan, detail.answers
    if not plan.actions:
        raise Refused(
            "No action was found in this document, so there is no plan to make. "
            "Say on “What we found” which table holds the actions."
        )
    asked = asked_scales(plan)
    if not ratings_are_answered(asked, plan, answers):
        raise Refused("Some ratings are not answered yet. Go back to “Ratings”.")
    mind_forums(detail, by=by, on=on)
    made = welcome(plan, answers, by=by, on=on)
    ratings = Ratings(asked, answers, on)
    actions = action_inputs(plan, ratings, made)
    targets = target_inputs(plan, source=detail.fact.file_name, on=on)
    levels = level_inputs(plan, ratings)
    findings = finding_inputs(kept_findings(plan, answers), on)
    plan_id = importing.make_plan(
        title=plan.title,
        kind_name=answers.kind_name or DEFAULT_KIND,
        level_names=plan.levels or DEFAULT_LEVELS,
        levels=levels,
        scales=ratings.scales(),
        actions=actions,
        targets=targets,
        findings=findings,
        layout=layout_of(plan),
        source_label=detail.fact.file_name,
        by=by,
        on=on,
    )
    outcome = {"levels": len(levels), "targets": len(targets), **_counted(actions)}
    outcome["completed"] = sum(action.completed_on is not None for action in actions)
    outcome["findings"] = len(findings)
    outcome["figures"] = sum(len(target.readings) for target in targets)
    return _Brought(plan_id, outcome | _added(made))


def _counted(actions: tuple[NewAction, ...]) -> dict[str, int]:
    rated = sum(len(action.ratings_history) + (action.rating is not None) for action in actions)
    return {"actions": len(actions), "ratings": rated}


def _added(made: Newcomers) -> dict[str, int]:
    return {
        "posts_added": made.posts_added,
        "people_added": made.people_added,
        "forums_added": made.forums_added,
    }


def mind_forums(detail: ImportDetail, *, by: Viewer, on: date) -> None:
    """Forums that look alike are never merged, nor kept apart, without being asked about."""
    waiting = [
        forum.name
        for forum in asked_forums(detail.plan, viewer=by, on=on)
        if forum.like and forum.name not in detail.answers.forums
    ]
    if waiting:
        raise Refused(
            f"Say whether “{waiting[0]}” is a forum of its own. Go back to “Leads and forums”."
        )


def _newer(detail: ImportDetail, *, by: Viewer, on: date) -> _Brought:
    """The differences that were chosen, and nothing else."""
    plan_id = detail.fact.plan_id
    assert plan_id is not None
    fact = plans.plan(plan_id, viewer=by)
    asked = asked_scales(detail.plan, fact.scales if fact else ())
    if not ratings_are_answered(asked, detail.plan, detail.answers):
        raise Refused("Some ratings are not answered yet. Go back to “Ratings”.")
    mind_forums(detail, by=by, on=on)
    comparison = compare(detail, viewer=by, on=on)
    chosen = set(detail.answers.take) & set(comparison.keys)
    if not chosen:
        raise Refused("Nothing is chosen to be taken over. Choose it, or put the document aside.")
    made = welcome(detail.plan, detail.answers, by=by, on=on)
    changes = _changes(detail, comparison, chosen, Ratings(asked, detail.answers, on), made, by, on)
    touched = importing.apply_changes(
        plan_id=plan_id, changes=changes, source_label=detail.fact.file_name, by=by, on=on
    )
    outcome = {
        "touched": len(touched),
        "added": sum(isinstance(one, Added) for one in changes),
        "changed": sum(isinstance(one, Changed) for one in changes),
        "removed": sum(isinstance(one, Removed) for one in changes),
        "parts": sum(isinstance(one, ChangedLevel) for one in changes),
        "findings": sum(isinstance(one, (AddedFinding, ChangedFinding)) for one in changes),
        "target_changes": sum(
            isinstance(one, (AddedTarget, ChangedTarget, Reached, RemovedTarget)) for one in changes
        ),
    }
    return _Brought(plan_id, outcome | _added(made))


def _changes(
    detail: ImportDetail,
    comparison: Comparison,
    chosen: set[str],
    ratings: Ratings,
    made: Newcomers,
    by: Viewer,
    on: date,
) -> list[Change]:
    assert detail.fact.plan_id is not None
    tree = plans.level_tree(detail.fact.plan_id, viewer=by, on=on)
    keys = plan_keys(detail, tree)
    changes = _beside(detail, comparison, chosen, keys, on)
    for action in comparison.added:
        if f"added:{action.id}" in chosen:
            new = action_input(action, ratings, made)
            levels = tuple(keys.get(key, key) for key in new.level_keys)
            waits = _waits(new.waits_for, comparison, chosen)
            changes.append(Added(replace(new, level_keys=levels, waits_for=waits)))
    for one in comparison.changed:
        names = {
            part.field for part in one.fields if f"changed:{one.row.id}:{part.field}" in chosen
        }
        if names:
            new = action_input(one.action, ratings, made)
            waits = _waits(new.waits_for, comparison, chosen)
            placed = replace(new, level_keys=placing(one.action, keys), waits_for=waits)
            changes.append(Changed(one.row.id, _fields(names, placed)))
    reason = f"Not in the newer document, {detail.fact.file_name}"
    changes.extend(
        Removed(row.id, reason) for row in comparison.removed if f"removed:{row.id}" in chosen
    )
    return changes


def _waits(keys: Sequence[str], comparison: Comparison, chosen: set[str]) -> tuple[str, ...]:
    """What an action waits for: by id where the plan has it, by key where it comes in too.

    An action that was left out cannot be waited for; the words of the cell stay as written.
    """
    standing = comparison.standing
    known = ((key, standing.get(key)) for key in keys)
    return tuple(
        str(row_id) if row_id else key
        for key, row_id in known
        if row_id or f"added:{key}" in chosen
    )


def _beside(
    detail: ImportDetail,
    comparison: Comparison,
    chosen: set[str],
    keys: Mapping[str, str],
    on: date,
) -> list[Change]:
    """The chosen differences of the plan's parts and of their targets."""
    changes: list[Change] = []
    for one in comparison.parts:
        fields = {
            field: getattr(one, field)
            for field in ("title", "aim")
            if getattr(one, field) and level_key(one.level.id, field) in chosen
        }
        if fields:
            changes.append(ChangedLevel(one.level.id, fields))
    new = target_inputs(detail.plan, source=detail.fact.file_name, on=on)
    for difference in comparison.targets:
        if difference.key not in chosen:
            continue
        target = new[difference.number] if difference.number >= 0 else None
        changes += _target_change(difference, target, keys)
    changes += [_finding_change(one, keys, on) for one in comparison.findings if one.key in chosen]
    return changes


def _finding_change(one: FindingDifference, keys: Mapping[str, str], on: date) -> Change:
    if one.finding_id is not None:
        return ChangedFinding(one.finding_id, {"text": one.read.text})
    (new,) = finding_inputs([one.read], on)
    return AddedFinding(new, known_ids([keys.get(one.read.part, "")]))


def known_ids(keys: Sequence[str]) -> tuple[UUID, ...]:
    """Those keys that are ids; a part that is still to be added has none."""
    out = []
    for key in keys:
        try:
            out.append(UUID(key))
        except ValueError:
            continue
    return tuple(out)


def _target_change(
    difference: TargetDifference, target: NewTarget | None, keys: Mapping[str, str]
) -> list[Change]:
    target_id = difference.target_id
    if target is None:
        return [RemovedTarget(target_id)] if target_id else []
    if target_id is None:
        level = target.level_key or ""
        return [AddedTarget(replace(target, level_key=keys.get(level, level)))]
    if difference.key.startswith("target-changed:"):
        return [ChangedTarget(target_id, target)]
    had = set(difference.had)
    fresh = tuple(one for one in target.readings if (one.on, one.value) not in had)
    return [Reached(target_id, fresh)]


def _fields(names: set[str], new: NewAction) -> dict[str, object]:
    """The named fields with what they bring along; the row's own words always come with them."""
    fields: dict[str, object] = {"as_written": new.as_written}
    for name in names:
        if name == "leads_as_written":
            fields |= {"leads_as_written": new.leads_as_written, "leads": new.leads}
        elif name == "dues":
            fields |= {"dues": new.dues, "due_as_written": new.due_as_written}
        elif name == "progress":
            fields["progress"] = compared.with_evidence(new.progress, new.evidence_words)
        elif name == "waits_for" and not new.waits_for:
            continue  # all that it names were left out: what the plan has stays
        elif name == "start_as_written":
            fields |= {"start_as_written": new.start_as_written, "start": new.start}
        else:
            fields[name] = getattr(new, name)
    return fields


def _finish(row: PlanImport, brought: _Brought, *, by: Viewer, on: date) -> None:
    newer = row.plan_id is not None
    row.state = ImportState.IMPORTED
    row.plan_id = brought.plan_id
    row.outcome = brought.outcome
    row.imported_on = on
    row.imported_by_label = by.name
    row.version += 1
    row.save(
        update_fields=["state", "plan", "outcome", "imported_on", "imported_by_label", "version"]
    )
    deed = "took changes over from" if newer else "imported a plan from"
    words = f"{deed} {row.file.name}"
    about = [("plan", brought.plan_id), ("file", row.file_id)]
    note("bring_in", words, row, by=by, on=on, verb=Verb.COLLECTED, subjects=about)
