"""The pages “What changed” and “Import”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.presenters.frame import address
from goldenthread.intake.queries import (
    AskedForum,
    AskedScale,
    ImportDetail,
    chosen_scale,
    ratings_are_answered,
)
from goldenthread.intake.queries.comparing import Comparison
from goldenthread.intake.queries.ratings_asked import every_rating
from goldenthread.pages.words import counted
from goldenthread.partnership.queries import Viewer

CUT = 220


@dataclass(frozen=True)
class ChangeBox:
    """A difference with its box: ticked, it is taken over."""

    id: str
    value: str
    label: str
    old: str
    new: str
    checked: bool


@dataclass(frozen=True)
class ChangedBlock:
    reference: str
    title: str
    fields: tuple[ChangeBox, ...]


def changes_page(detail: ImportDetail, comparison: Comparison, typed: Typed) -> dict[str, Any]:
    """Additions and changes start ticked, endings never do."""
    saved = "changes" in detail.answers.seen
    start = tuple(key for key in comparison.keys if not key.startswith("removed:"))
    ticked = set(typed.ticked("take", detail.answers.take if saved else start))

    def box(value: str, label: str, old: str = "", new: str = "") -> ChangeBox:
        return ChangeBox(value.replace(":", "-"), value, label, old, new, value in ticked)

    return {
        "added": [
            box(f"added:{one.id}", f"{one.reference} {_cut(one.text)}".strip())
            for one in comparison.added
        ],
        "changed": [
            ChangedBlock(
                one.row.reference,
                one.row.title,
                tuple(
                    box(f"changed:{one.row.id}:{part.field}", part.label, part.old, part.new)
                    for part in one.fields
                ),
            )
            for one in comparison.changed
        ],
        "removed": [
            box(f"removed:{row.id}", f"{row.reference} {_cut(row.text)}")
            for row in comparison.removed
        ],
        "unchanged": counted(comparison.unchanged, "action"),
        "nothing": not comparison.keys,
        "summary": f"{len(comparison.added)} added, {len(comparison.changed)} changed, "
        f"{len(comparison.removed)} no longer there, {comparison.unchanged} as before",
    }


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= CUT else f"{words[: CUT - 1].rstrip()}…"


@dataclass(frozen=True)
class Waiting:
    """A question without an answer, and where it is asked."""

    text: str
    href: str


def waiting(
    detail: ImportDetail,
    scales: Sequence[AskedScale],
    forums: Sequence[AskedForum],
    viewer: Viewer,
    comparison: Comparison | None,
) -> list[Waiting]:
    """What must be answered before the import; empty when nothing must."""
    fact, found = detail.fact, []
    if not detail.plan.actions:
        words = "No action was found: say which table holds the actions."
        found.append(Waiting(words, address("found", viewer, fact.id)))
    if not ratings_are_answered(scales, detail.plan, detail.answers):
        rated = any(one.words for one in scales)
        words = "Say what the ratings mean." if rated else "Choose the scale to rate the plan on."
        found.append(Waiting(words, address("ratings", viewer, fact.id)))
    found.extend(
        Waiting(
            f"Say whether “{one.name}” is a forum of its own.", address("leads", viewer, fact.id)
        )
        for one in forums
        if one.like and one.name not in detail.answers.forums
    )
    if comparison is not None and not set(detail.answers.take) & set(comparison.keys):
        words = "Choose what to take over from the newer document."
        found.append(Waiting(words, address("changes", viewer, fact.id)))
    return found


def confirm_page(
    detail: ImportDetail,
    scales: Sequence[AskedScale],
    forums: Sequence[AskedForum],
    viewer: Viewer,
    comparison: Comparison | None,
) -> dict[str, Any]:
    plan = detail.plan
    wanted = waiting(detail, scales, forums, viewer, comparison)
    chosen = set(detail.answers.take) & set(comparison.keys) if comparison else set()
    actions = plan.actions
    return {
        "waiting": wanted,
        "newer": comparison is not None,
        "makes": _taken(chosen) if comparison else _made(detail, scales),
        "gaps": [] if comparison else _gaps(detail),
        "button": f"Take {counted(len(chosen), 'change')} over"
        if comparison
        else f"Import the plan with {counted(len(actions), 'action')}",
        "refused": "Answer what is listed above first." if wanted else "",
    }


def _made(detail: ImportDetail, scales: Sequence[AskedScale]) -> list[dict[str, str]]:
    plan, answers = detail.plan, detail.answers
    kinds = [answers.leads[name].kind for name in answers.leads]
    chosen = [
        scale.name
        for one in scales
        if (scale := chosen_scale(one, answers.scales.get(one.axis))) is not None
    ]
    leads = {name for one in plan.actions for name in one.leads.names}
    kept = {answers.forums.get(name, name) for name in plan.forums}
    return [
        {"key": "Plan", "value": plan.title},
        {"key": "Kind", "value": answers.kind_name or "Improvement plan"},
        {"key": "Levels", "value": ", then ".join(plan.levels) or "Priority"},
        {
            "key": "Parts of the plan",
            "value": f"{plan.counts.sections} and {plan.counts.areas} below them"
            if plan.counts.areas
            else str(plan.counts.sections),
        },
        {"key": "Actions", "value": str(len(plan.actions))},
        {"key": "Ratings", "value": str(sum(1 for _ in every_rating(plan)))},
        {"key": "Rated on", "value": "; ".join(chosen)},
        {
            "key": "Leads",
            "value": f"{len(leads)}, of them {kinds.count('person')} as a person by name"
            if "person" in kinds
            else str(len(leads)),
        },
        {"key": "Forums", "value": str(len(kept))},
    ]


def _taken(chosen: set[str]) -> list[dict[str, str]]:
    def count(kind: str) -> str:
        return str(sum(1 for key in chosen if key.startswith(f"{kind}:")))

    return [
        {"key": "Actions added", "value": count("added")},
        {"key": "Fields changed", "value": count("changed")},
        {"key": "Actions ended", "value": count("removed")},
    ]


def _gaps(detail: ImportDetail) -> list[str]:
    """What the plan will list as missing by itself, so that nobody is surprised by it."""
    actions = detail.plan.actions
    rated = sum(1 for one in actions if one.rating)
    lines = (
        (sum(1 for one in actions if not one.leads.names), "without a lead"),
        (sum(1 for one in actions if not any(due.date for due in one.dues)), "without a date"),
        (sum(1 for one in actions if not one.success_measures), "without a success measure"),
        (rated, "rated as imported, no evidence recorded"),
        (len(actions) - rated, "not yet rated"),
    )
    return [f"{counted(number, 'action')} {words}" for number, words in lines if number]
