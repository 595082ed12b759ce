"""Parts of a plan and their targets beside a newer document: titles, aims, placing, figures.

A difference is proposed only where the newer document says something else than the words that were
last taken over from a document: what was changed here since is not offered to be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from rapidfuzz import fuzz

from goldenthread.improvement_plan.queries.facts import (
    ActionRow,
    LevelFact,
    TargetFact,
    TargetReadingFact,
)
from goldenthread.intake.answers import Answers
from goldenthread.intake.models import ImportState, PlanImport
from goldenthread.intake.queries.dated import figure_day
from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.intake.understanding.kpis import figure
from goldenthread.intake.understanding.plan import Action, Area, Kpi, Section, Target
from goldenthread.partnership.queries import Viewer

BY_WORDS = 80  # likeness of two titles or targets, of 100, from which they are one, reworded
MEASURES = "measures"  # the part that holds tables of measures which stand under no other


@dataclass(frozen=True)
class Part:
    """A section or area of a document, by the key its actions name."""

    key: str
    depth: int
    parent: str
    reference: str
    title: str
    aim: str = ""


@dataclass(frozen=True)
class ChangedPart:
    """A part of the plan that the newer document titles or aims otherwise."""

    level: LevelFact
    title: str = ""
    aim: str = ""


@dataclass(frozen=True)
class TargetDifference:
    """A target added, changed, measured or no longer there. `number` is its place in the document's
    targets (-1 where it has none); `key` names it in `Answers.take`."""

    key: str
    label: str
    old: str
    new: str
    number: int = -1
    target_id: UUID | None = None
    had: tuple[tuple[date, Decimal], ...] = ()  # the readings it has


@dataclass(frozen=True)
class Earlier:
    """A document that was taken over before, and which of its differences were."""

    plan: UnderstoodPlan
    take: frozenset[str]
    made_the_plan: bool


def earlier_documents(plan_id: UUID, *, viewer: Viewer) -> tuple[Earlier, ...]:
    """What was imported into this plan before, latest first."""
    rows = PlanImport.objects.visible_to(viewer).filter(
        plan_id=plan_id, state=ImportState.IMPORTED, understood__isnull=False
    )
    return tuple(
        Earlier(
            UnderstoodPlan.from_data(row.understood),
            frozenset(Answers.from_data(row.answers).take),
            "touched" not in row.outcome,
        )
        for row in rows.order_by("-imported_on", "-recorded_at").defer("raw")
        if row.understood is not None
    )


def section_title(section: Section, plan: UnderstoodPlan) -> str:
    """The section's own words; a plan without headings is one section, called as the plan is."""
    return (
        section.title
        or " ".join(part for part in (section.word, section.reference) if part)
        or plan.title
    )


def area_title(area: Area) -> str:
    return f"{area.group}: {area.title}" if area.group else area.title


def parts_of(plan: UnderstoodPlan) -> list[Part]:
    """Sections and the areas below them, top down."""
    out: list[Part] = []
    for one in plan.sections:
        out.append(Part(one.id, 0, "", one.reference, section_title(one, plan), one.aim))
        out += [Part(area.id, 1, one.id, area.reference, area_title(area)) for area in one.areas]
    if any(not kpi.section for kpi in plan.kpis):
        out.append(Part(MEASURES, 0, "", "", "Measures"))
    return out


def paired_levels(parts: Sequence[Part], tree: Sequence[LevelFact]) -> dict[str, LevelFact]:
    """The document's parts with the plan's levels that are the same, each at most once: by title,
    then by reference where they stand below the same part, then by the likeness of the titles."""
    found: dict[str, LevelFact] = {}
    taken: set[UUID] = set()
    rules: tuple[Callable[[Part, LevelFact], bool], ...] = (
        lambda part, level: same(part.title) == same(level.title),
        lambda part, level: bool(part.reference) and same(part.reference) == same(level.reference),
        lambda part, level: fuzz.token_sort_ratio(same(part.title), same(level.title)) >= BY_WORDS,
    )
    for depth in sorted({part.depth for part in parts}):
        for rule in rules:
            for part in parts:
                if part.depth != depth or part.key in found:
                    continue
                above = found[part.parent].id if part.parent in found else None
                for level in tree:
                    beside = level.depth == depth and (not depth or level.parent_id == above)
                    if beside and level.id not in taken and rule(part, level):
                        found[part.key] = level
                        taken.add(level.id)
                        break
    return found


def changed_parts(
    plan: UnderstoodPlan, tree: Sequence[LevelFact], earlier: Sequence[Earlier]
) -> tuple[ChangedPart, ...]:
    parts = parts_of(plan)
    pairs = paired_levels(parts, tree)
    before = [
        (one, {level.id: part for part, level in _pairs_of(one.plan, tree)}) for one in earlier
    ]

    def said(level: LevelFact, field: str) -> str | None:
        """The words last taken over from a document; None where no document said any."""
        for document, known in before:
            taken = document.made_the_plan or level_key(level.id, field) in document.take
            if taken and level.id in known:
                return str(getattr(known[level.id], field))
        return None

    out: list[ChangedPart] = []
    for part in parts:
        if part.key not in pairs:
            continue
        level = pairs[part.key]
        new = {
            field: str(getattr(part, field))
            for field in ("title", "aim")
            if getattr(part, field).strip()
            and same(getattr(part, field)) != same(getattr(level, field))
            and same(said(level, field) or "") != same(getattr(part, field))
        }
        if new:
            out.append(ChangedPart(level, **new))
    return tuple(out)


def level_key(level_id: UUID, field: str) -> str:
    return f"level:{level_id}:{field}"


def _pairs_of(plan: UnderstoodPlan, tree: Sequence[LevelFact]) -> list[tuple[Part, LevelFact]]:
    parts = parts_of(plan)
    pairs = paired_levels(parts, tree)
    return [(part, pairs[part.key]) for part in parts if part.key in pairs]


def placed_keys(action: Action) -> tuple[str, ...]:
    """The parts of the document that an action stands under."""
    return action.areas or ((action.section, *action.also_under) if action.section else ())


def placing(action: Action, keys: Mapping[str, str]) -> tuple[str, ...]:
    """The plan's levels it belongs to, by id; by title where the plan has none."""
    return tuple(dict.fromkeys(keys.get(key, key) for key in placed_keys(action)))


def placed_before(
    row: ActionRow, earlier: Sequence[Earlier], tree: Sequence[LevelFact]
) -> set[str] | None:
    """Where the document last taken over placed an action of these words; None: none had it."""
    key = f"changed:{row.id}:level_keys"
    for document in earlier:
        if not document.made_the_plan and key not in document.take:
            continue
        parts = {part.key: str(level.id) for part, level in _pairs_of(document.plan, tree)}
        for action in document.plan.actions:
            alike = same(action.text) == same(row.text)
            if alike and (not action.reference or same(action.reference) == same(row.reference)):
                return set(placing(action, parts))
    return None


def target_differences(
    plan: UnderstoodPlan,
    tree: Sequence[LevelFact],
    targets: Sequence[TargetFact],
    earlier: Sequence[Earlier],
    on: date,
) -> tuple[TargetDifference, ...]:
    """Targets and measures beside those of the plan, level by level."""
    levels = paired_levels(parts_of(plan), tree)
    said = {same(words) for one in earlier for _, words, _, _ in worded_targets(one.plan)}
    out: list[TargetDifference] = []
    found: set[UUID] = set()
    for number, (key, words, measure, source) in enumerate(worded_targets(plan)):
        level = levels.get(key)
        near = [
            one
            for one in targets
            if one.id not in found and level is not None and one.level_id == level.id
        ]
        known = _same_target(words, measure, near)
        name = level.title if level else next(p.title for p in parts_of(plan) if p.key == key)
        if known is None:
            if same(words) not in said:
                out.append(TargetDifference(f"target-added:{number}", name, "", words, number))
            continue
        found.add(known.id)
        if same(known.text) != same(words) and same(words) not in said:
            changed = f"target-changed:{known.id}"
            out.append(TargetDifference(changed, name, known.text, words, number, known.id))
        if isinstance(source, Kpi) and (new := new_figures(source, known, on)):
            had = tuple((one.on, one.value) for one in known.readings)
            reached = f"target-reached:{known.id}"
            latest = _in_words(known.latest) if known.latest else ""
            out.append(TargetDifference(reached, words, latest, new, number, known.id, had))
    out += [
        TargetDifference(f"target-removed:{one.id}", _title_of(one, tree), one.text, "", -1, one.id)
        for one in targets
        if one.id not in found and same(one.text) in said
    ]
    return tuple(out)


def worded_targets(plan: UnderstoodPlan) -> list[tuple[str, str, str, Target | Kpi]]:
    """(key of the part, words, measure, as read) of every target, in the order they come in."""
    under = [
        (section.id, target.as_written, target.group, target)
        for section in plan.sections
        for target in section.targets
    ]
    kpis = [(kpi.section or MEASURES, measure_words(kpi), kpi.title, kpi) for kpi in plan.kpis]
    return [*under, *kpis]


def measure_words(kpi: Kpi) -> str:
    return f"{kpi.title}: {kpi.target}" if kpi.target else kpi.title


def new_figures(kpi: Kpi, known: TargetFact, on: date) -> str:
    """The figures of the newer document that the target has no reading of, in words."""
    had = {(one.on, one.value) for one in known.readings}
    new = [
        f"{one.actual} on {day:%-d %B %Y}"
        for one in kpi.readings
        if (day := figure_day(one, on)) and (day, figure(one.actual)) not in had
    ]
    return "; ".join(new)


def _in_words(reading: TargetReadingFact) -> str:
    return f"{reading.value.normalize():f} on {reading.on:%-d %B %Y}"


def _same_target(words: str, measure: str, near: Sequence[TargetFact]) -> TargetFact | None:
    rules: tuple[Callable[[TargetFact], bool], ...] = (
        lambda one: same(one.text) == same(words),
        lambda one: bool(measure) and same(one.measure) == same(measure),
        lambda one: fuzz.token_sort_ratio(same(one.text), same(words)) >= BY_WORDS,
    )
    found = (one for rule in rules for one in near if rule(one))
    return next(found, None)


def _title_of(target: TargetFact, tree: Sequence[LevelFact]) -> str:
    return next((level.title for level in tree if level.id == target.level_id), "")
