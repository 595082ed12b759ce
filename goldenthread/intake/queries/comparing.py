"""A newer version of a plan beside the running one: what was added, changed, removed.

Actions are paired by their reference where the words agree, then by the likeness of their words.
A difference is proposed only where the document itself says something else than the version
imported before: what was changed here since is not offered to be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rapidfuzz import fuzz

from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries import compared
from goldenthread.improvement_plan.queries.compared import ActionWords
from goldenthread.improvement_plan.queries.facts import ActionRow, LevelFact
from goldenthread.intake.answers import Answers
from goldenthread.intake.queries.comparing_levels import (
    ChangedPart,
    TargetDifference,
    changed_parts,
    earlier_documents,
    level_key,
    paired_levels,
    parts_of,
    placed_before,
    placing,
    target_differences,
)
from goldenthread.intake.queries.findings_asked import (
    FindingDifference,
    finding_differences,
    kept_findings,
)
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
    parts: tuple[ChangedPart, ...] = ()
    targets: tuple[TargetDifference, ...] = ()
    findings: tuple[FindingDifference, ...] = ()
    standing: Mapping[str, UUID] = field(default_factory=dict)  # the document's action → the plan's

    @property
    def keys(self) -> tuple[str, ...]:
        """Every difference's key, as `Answers.take` names it."""
        return (
            *(f"added:{action.id}" for action in self.added),
            *(f"changed:{one.row.id}:{part.field}" for one in self.changed for part in one.fields),
            *(f"removed:{row.id}" for row in self.removed),
            *(
                level_key(one.level.id, field)
                for one in self.parts
                for field in ("title", "aim")
                if getattr(one, field)
            ),
            *(one.key for one in self.targets),
            *(one.key for one in self.findings),
        )


def compare(detail: ImportDetail, *, viewer: Viewer, on: date) -> Comparison:
    """The newer document beside its plan, in a fixed number of queries. Refused where the import
    belongs to no plan."""
    plan_id = detail.fact.plan_id
    if plan_id is None:
        raise Refused("Say first which plan this document is a newer version of.")
    rows = plans.actions(plan_id, viewer=viewer, on=on)
    words = compared.action_words(plan_id, viewer=viewer, on=on)
    tree = plans.level_tree(plan_id, viewer=viewer, on=on)
    earlier = earlier_documents(plan_id, viewer=viewer)
    pairs = paired(rows, detail.plan.actions)
    fact = plans.plan(plan_id, viewer=viewer)
    scales = asked_scales(detail.plan, fact.scales if fact else ())
    titles = {str(level.id): level.title for level in tree}
    keys = plan_keys(detail, tree)
    standing = {action.id: row.id for row, action in pairs}
    references = {str(row.id): row.reference for row in rows}
    references |= {action.id: action.reference for action in detail.plan.actions}
    changed: list[ChangedAction] = []
    for row, action in pairs:
        known = words[row.id]
        fields = _moved(row, action, keys, titles, placed_before(row, earlier, tree))
        if _cells(known.as_written) != _cells(tuple(action.cells.items())):
            waits = _waiting(known, action, standing, references)
            worded = _differences(row, known, action, detail.answers, scales)
            fields = (*worded, *waits, *fields)
        if fields:
            changed.append(ChangedAction(row, action, fields))
    paired_rows = {row.id for row, _ in pairs}
    paired_actions = {action.id for _, action in pairs}
    targets = compared.level_targets(plan_id, viewer=viewer)
    return Comparison(
        added=tuple(one for one in detail.plan.actions if one.id not in paired_actions),
        changed=tuple(changed),
        removed=tuple(row for row in rows if row.id not in paired_rows),
        unchanged=len(pairs) - len(changed),
        parts=changed_parts(detail.plan, tree, earlier),
        targets=target_differences(detail.plan, tree, targets, earlier, on),
        findings=finding_differences(
            kept_findings(detail.plan, detail.answers),
            plans.findings(plan_id, viewer=viewer, on=on, ended=True),
            earlier,
        ),
        standing=standing,
    )


def plan_keys(detail: ImportDetail, tree: Sequence[LevelFact]) -> dict[str, str]:
    """The document's part → the plan's level (its id). A part that the plan has not: an area goes
    with the part above it; a section by its title, which is added on top."""
    parts = parts_of(detail.plan)
    pairs = paired_levels(parts, tree)
    keys: dict[str, str] = {}
    for part in parts:
        known = pairs.get(part.key)
        keys[part.key] = str(known.id) if known else keys.get(part.parent, part.title)
    return keys


def _moved(
    row: ActionRow,
    action: Action,
    keys: Mapping[str, str],
    titles: Mapping[str, str],
    before: set[str] | None,
) -> tuple[FieldDifference, ...]:
    """Another place in the plan, where the newer document moved it; not where it was moved here."""
    wanted = placing(action, keys)
    standing = {str(level.id) for level in row.levels}
    if not wanted or set(wanted) in (standing, before):
        return ()
    old = "; ".join(titles.get(str(level.id), "") for level in row.levels)
    new = "; ".join(titles.get(key, key) for key in wanted)
    return (FieldDifference("level_keys", "Part of the plan", old, new),)


def _waiting(
    known: ActionWords,
    action: Action,
    standing: Mapping[str, UUID],
    references: Mapping[str, str],
) -> tuple[FieldDifference, ...]:
    """What the newer document says that the action waits for. A document that names nothing takes
    nothing away: what the plan has stays."""
    wanted = [str(standing.get(key, key)) for key in action.waits_for]
    held = [str(one) for one in known.waits_for]
    if not wanted or set(wanted) == set(held):
        return ()
    old, new = (", ".join(references.get(key, "") for key in keys) for keys in (held, wanted))
    return (FieldDifference("waits_for", "Waits for", old, new),)


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
    row: ActionRow,
    known: ActionWords,
    action: Action,
    answers: Answers,
    scales: Sequence[AskedScale],
) -> tuple[FieldDifference, ...]:
    worded = (
        ("text", "Action", row.text, action.text),
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
        ("leads_as_written", "Lead", row.leads_as_written, action.leads.as_written),
        (
            "accountable_as_written",
            "Accountable officer",
            known.accountable_as_written,
            action.accountable.as_written,
        ),
        ("forum_ids", "Forums", _listed(row.forums), "; ".join(action.forums)),
        (
            "start_as_written",
            "Start",
            row.start_as_written,
            action.start.as_written if action.start else "",
        ),
        ("dues", "Due", row.due_as_written, action.dues_as_written),
        ("progress", "Progress", known.progress, progress_words(action)),
        *_rating_words(row, action, answers, scales),
    )
    return tuple(
        FieldDifference(name, label, old, new)
        for name, label, old, new in worded
        # A blank cell takes nothing away: what the plan has stays.
        if new.strip() and same(old) != same(new)
    )


def progress_words(action: Action) -> str:
    """What comes in as progress: its words, with what it names as evidence."""
    return compared.with_evidence(action.progress, action.evidence)


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
