"""A newer version of a plan beside the running one: what was added, changed, removed.

Actions are paired by their reference where the words agree, then by the likeness of their words.
A difference is proposed only where the document itself says something else than the version
imported before: what was changed here since is not offered to be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rapidfuzz import fuzz

from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries.facts import ActionDetail, ActionRow
from goldenthread.intake.answers import Answers
from goldenthread.intake.queries.imports import ImportDetail
from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.queries.ratings_asked import (
    AskedScale,
    asked_scales,
    chosen_scale,
    point_of,
    word_of,
)
from goldenthread.intake.understanding.plan import Action
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

# Likeness of two texts, of 100: with the same reference; by themselves; with the same reference
# once everything likelier is paired (an action reworded throughout).
SAME_REFERENCE, BY_WORDS, REWORDED = 60, 85, 30


@dataclass(frozen=True)
class FieldDifference:
    """A field that the newer document words differently; `field` is what the plan calls it."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangedAction:
    row: ActionRow
    action: Action
    fields: tuple[FieldDifference, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs between the running plan and the newer document."""

    added: tuple[Action, ...]
    changed: tuple[ChangedAction, ...]
    removed: tuple[ActionRow, ...]
    unchanged: int

    @property
    def keys(self) -> tuple[str, ...]:
        """Every difference's key, as `Answers.take` names it."""
        return (
            *(f"added:{action.id}" for action in self.added),
            *(f"changed:{one.row.id}:{part.field}" for one in self.changed for part in one.fields),
            *(f"removed:{row.id}" for row in self.removed),
        )


def compare(detail: ImportDetail, *, viewer: Viewer, on: date) -> Comparison:
    """The newer document beside its plan. Refused where the import belongs to no plan."""
    plan_id = detail.fact.plan_id
    if plan_id is None:
        raise Refused("Say first which plan this document is a newer version of.")
    rows = plans.actions(plan_id, viewer=viewer, on=on)
    before = _words_imported_before(plan_id, viewer=viewer, on=on)
    pairs = paired(rows, detail.plan.actions)
    fact = plans.plan(plan_id, viewer=viewer)
    scales = asked_scales(detail.plan, fact.scales if fact else ())
    changed: list[ChangedAction] = []
    for row, action in pairs:
        if _cells(before.get(row.id, ())) == _cells(tuple(action.cells.items())):
            continue
        known = plans.action(row.id, viewer=viewer, on=on)
        if known and (fields := _differences(known, action, detail.answers, scales)):
            changed.append(ChangedAction(row, action, fields))
    paired_rows = {row.id for row, _ in pairs}
    paired_actions = {action.id for _, action in pairs}
    return Comparison(
        added=tuple(one for one in detail.plan.actions if one.id not in paired_actions),
        changed=tuple(changed),
        removed=tuple(row for row in rows if row.id not in paired_rows),
        unchanged=len(pairs) - len(changed),
    )


def _words_imported_before(
    plan_id: UUID, *, viewer: Viewer, on: date
) -> dict[UUID, tuple[tuple[str, str], ...]]:
    snapshot = plans.snapshot_now(plan_id, viewer=viewer, on=on)
    return {UUID(one.id): one.as_written for one in snapshot.actions} if snapshot else {}


def _cells(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {same(heading): same(words) for heading, words in pairs if words.strip()}


def paired(rows: Sequence[ActionRow], actions: Sequence[Action]) -> list[tuple[ActionRow, Action]]:
    """Rows of the plan with the actions of the document that are the same, each at most once."""
    likeness = {
        (at, to): fuzz.token_sort_ratio(same(row.text), same(action.text))
        for at, row in enumerate(rows)
        for to, action in enumerate(actions)
    }

    def referenced(at: int, to: int) -> bool:
        wanted = actions[to].reference
        return bool(wanted) and same(wanted) == same(rows[at].reference)

    def rank(pair: tuple[int, int]) -> tuple[int, float]:
        alike = likeness[pair]
        if referenced(*pair) and alike >= SAME_REFERENCE:
            return (3, alike)
        if alike >= BY_WORDS:
            return (2, alike)
        return (1, alike) if referenced(*pair) and alike >= REWORDED else (0, alike)

    taken_rows: set[int] = set()
    taken_actions: set[int] = set()
    found: list[tuple[int, int]] = []
    for pair in sorted((one for one in likeness if rank(one)[0]), key=rank, reverse=True):
        at, to = pair
        if at not in taken_rows and to not in taken_actions:
            taken_rows.add(at)
            taken_actions.add(to)
            found.append(pair)
    return [(rows[at], actions[to]) for at, to in sorted(found)]


def _differences(
    known: ActionDetail, action: Action, answers: Answers, scales: Sequence[AskedScale]
) -> tuple[FieldDifference, ...]:
    latest = next((update.progress for update in known.updates), "")
    worded = (
        ("text", "Action", known.row.text, action.text),
        ("steps", "Steps", known.steps, "\n".join(action.steps)),
        (
            "success_measures",
            "Success measures",
            known.success_measures,
            "\n".join(action.success_measures),
        ),
        ("outcome", "Outcome", known.outcome, action.outcome),
        ("impact", "Impact", known.impact, action.impact),
        ("co_production", "Co-production", known.co_production, action.coproduction),
        ("resources", "Resources", known.resources, action.resources),
        ("leads_as_written", "Lead", known.row.leads_as_written, action.leads.as_written),
        (
            "accountable_as_written",
            "Accountable officer",
            known.accountable_as_written,
            action.accountable.as_written,
        ),
        ("forum_ids", "Forums", _listed(known.row.forums), "; ".join(action.forums)),
        (
            "start_as_written",
            "Start",
            known.row.start_as_written,
            action.start.as_written if action.start else "",
        ),
        ("dues", "Due", known.row.due_as_written, action.dues_as_written),
        ("progress", "Progress", latest, action.progress),
        *_rating_words(known.row, action, answers, scales),
    )
    return tuple(
        FieldDifference(name, label, old, new)
        for name, label, old, new in worded
        # A blank cell takes nothing away: what the plan has stays.
        if new.strip() and same(old) != same(new)
    )


def _listed(forums: Sequence[object]) -> str:
    return "; ".join(str(getattr(forum, "name", forum)) for forum in forums)


def _rating_words(
    row: ActionRow, action: Action, answers: Answers, scales: Sequence[AskedScale]
) -> tuple[tuple[str, str, str, str], ...]:
    """The rating as a difference, where the document's word means another point than now."""
    if action.rating is None:
        return ()
    answer = answers.scales.get(action.rating.axis)
    asked = next((one for one in scales if one.axis == action.rating.axis), None)
    scale = chosen_scale(asked, answer) if asked else None
    point = point_of(word_of(action.rating), scale, answer) if scale and answer else None
    if point is None or (row.rating is not None and row.rating.key == point.key):
        return ()
    return (("rating", "Rating", row.rating.label if row.rating else "Not yet rated", point.label),)
