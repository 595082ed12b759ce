"""The pages “What changed” and “Import”."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.intake.answers import Answers
from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.presenters.frame import address
from goldenthread.intake.queries import (
    AskedForum,
    AskedLead,
    AskedScale,
    ImportDetail,
    chosen_scale,
    completed_day,
    ratings_after,
    ratings_are_answered,
)
from goldenthread.intake.queries.comparing import Comparison
from goldenthread.intake.queries.comparing_levels import ChangedPart, level_key
from goldenthread.intake.queries.dated import figure_day, is_ongoing, rated_open
from goldenthread.intake.queries.findings_asked import kept_findings
from goldenthread.intake.queries.forums_asked import kept_forums
from goldenthread.intake.queries.leads_asked import kept_apart, kept_leads
from goldenthread.intake.queries.ratings_asked import every_rating
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.intake.understanding.plan import Action
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
    start = tuple(
        key for key in comparison.keys if not key.startswith(("removed:", "target-removed:"))
    )
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
        "parts": [_part(one, box) for one in comparison.parts],
        "targets": [
            (TARGET_WORDS[one.key.split(":")[0]], box(one.key, one.label, one.old, one.new))
            for one in comparison.targets
        ],
        "findings": [
            (
                "New finding" if one.finding_id is None else "Finding reworded",
                box(one.key, one.read.kind or "Finding", one.old, one.read.text),
            )
            for one in comparison.findings
        ],
        "unchanged": counted(comparison.unchanged, "action"),
        "nothing": not comparison.keys,
        "summary": _summary(comparison),
    }


TARGET_WORDS = {
    "target-added": "New target",
    "target-changed": "Target reworded",
    "target-reached": "New figures",
    "target-removed": "Target no longer there",
}


def _part(one: ChangedPart, box: Callable[[str, str, str, str], ChangeBox]) -> ChangedBlock:
    fields = (
        ("title", "Title", one.level.title, one.title),
        ("aim", "Aim", one.level.aim, one.aim),
    )
    return ChangedBlock(
        one.level.reference,
        one.level.title,
        tuple(
            box(level_key(one.level.id, name), label, old, new)
            for name, label, old, new in fields
            if new
        ),
    )


def _summary(comparison: Comparison) -> str:
    said = (
        f"Of the actions {len(comparison.added)} added, {len(comparison.changed)} changed, "
        f"{len(comparison.removed)} no longer there, {comparison.unchanged} as before"
    )
    beside = [
        f"{counted(len(found), one, many)}"
        for found, one, many in (
            (
                comparison.parts,
                "part of the plan titled or aimed otherwise",
                "parts of the plan titled or aimed otherwise",
            ),
            (comparison.targets, "change of a target", "changes of targets"),
            (comparison.findings, "change of a finding", "changes of findings"),
        )
        if found
    ]
    return "; ".join([said, *beside])


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
    on: date,
) -> list[Waiting]:
    """What must be answered before the import; empty when nothing must."""
    fact, found = detail.fact, []
    if not detail.plan.actions:
        words = "No action was found: say which table holds the actions."
        found.append(Waiting(words, address("found", viewer, fact.id)))
    found.extend(
        Waiting(
            f"The column “{column}” has {counted(number, 'rating')} dated after today: say what "
            "it holds, or leave it out.",
            address("found", viewer, fact.id) + "#columns",
        )
        for column, number in ratings_after(detail.plan, on).items()
    )
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
    leads: Sequence[AskedLead],
    forums: Sequence[AskedForum],
    viewer: Viewer,
    comparison: Comparison | None,
    on: date,
) -> dict[str, Any]:
    plan = detail.plan
    wanted = waiting(detail, scales, forums, viewer, comparison, on)
    chosen = set(detail.answers.take) & set(comparison.keys) if comparison else set()
    actions = plan.actions
    return {
        "waiting": wanted,
        "newer": comparison is not None,
        "makes": _taken(chosen) if comparison else _made(detail, scales, leads, forums, on),
        "gaps": [] if comparison else _gaps(detail, scales, leads, on),
        "button": f"Take {counted(len(chosen), 'change')} over"
        if comparison
        else f"Import the plan with {counted(len(actions), 'action')}",
        "refused": "Answer what is listed above first." if wanted else "",
    }


def _made(
    detail: ImportDetail,
    scales: Sequence[AskedScale],
    leads: Sequence[AskedLead],
    forums: Sequence[AskedForum],
    on: date,
) -> list[dict[str, str]]:
    plan, answers = detail.plan, detail.answers
    chosen = [
        scale.name
        for one in scales
        if (scale := chosen_scale(one, answers.scales.get(one.axis))) is not None
    ]
    rows = [
        ("Plan", plan.title),
        ("Kind", answers.kind_name or "Improvement plan"),
        ("Levels", ", then ".join(plan.levels) or "Priority"),
        (
            "Parts of the plan",
            f"{plan.counts.sections} and {plan.counts.areas} below them"
            if plan.counts.areas
            else str(plan.counts.sections),
        ),
        ("Findings", _findings(detail)),
        ("Actions", str(len(plan.actions))),
        ("Ratings", str(sum(1 for _ in every_rating(plan)))),
        ("Rated on", "; ".join(chosen)),
        ("Targets and measures", _targets(plan, on)),
        ("Complete, as imported", str(len(_completed(detail, scales, on)) or "")),
        ("Actions that wait for another", str(sum(1 for a in plan.actions if a.waits_for) or "")),
        ("Leads", _leads(leads, answers)),
        ("Forums", str(kept_forums(forums, answers) or "None")),
    ]
    always = ("Plan", "Kind", "Levels", "Actions", "Ratings", "Rated on", "Leads", "Forums")
    return [{"key": key, "value": value} for key, value in rows if value or key in always]


def _findings(detail: ImportDetail) -> str:
    kept = kept_findings(detail.plan, detail.answers)
    answered = sum(1 for one in kept if one.part)
    return f"{len(kept)}, {answered} answered by a part of the plan" if kept else ""


def _targets(plan: UnderstoodPlan, on: date) -> str:
    """How many targets and measures, and how many figures they reached by now."""
    number = len(plan.kpis) + sum(len(section.targets) for section in plan.sections)
    figures = sum(1 for kpi in plan.kpis for one in kpi.readings if figure_day(one, on))
    reached = f", with {counted(figures, 'figure')} reached" if figures else ""
    return f"{number}{reached}" if number else ""


def _completed(detail: ImportDetail, scales: Sequence[AskedScale], on: date) -> list[Action]:
    """The actions whose date completed comes in."""
    return [
        action
        for action in detail.plan.actions
        if completed_day(action, on) and not rated_open(action, scales, detail.answers)
    ]


def _leads(asked: Sequence[AskedLead], answers: Answers) -> str:
    """The leads as they will be: posts said to be one are one."""
    kept = kept_leads(asked, answers)
    if not kept:
        return "None"
    parts = (
        counted(kept["post"], "post or team", "posts and teams") if kept["post"] else "",
        f"{counted(kept['person'], 'person', 'people')} by name" if kept["person"] else "",
        f"{kept['as_written']} left as written" if kept["as_written"] else "",
    )
    return ", ".join(part for part in parts if part)


def _taken(chosen: set[str]) -> list[dict[str, str]]:
    def count(kind: str) -> str:
        return str(sum(1 for key in chosen if key.startswith(f"{kind}:")))

    return [
        {"key": "Actions added", "value": count("added")},
        {"key": "Fields changed", "value": count("changed")},
        {"key": "Actions ended", "value": count("removed")},
        {
            "key": "Changes of findings",
            "value": str(sum(1 for key in chosen if key.startswith("finding-"))),
        },
        {"key": "Titles and aims changed", "value": count("level")},
        {
            "key": "Changes of targets",
            "value": str(sum(1 for key in chosen if key.startswith("target-"))),
        },
    ]


def _gaps(
    detail: ImportDetail, scales: Sequence[AskedScale], leads: Sequence[AskedLead], on: date
) -> list[str]:
    """What the plan will list as missing by itself, so that nobody is surprised by it."""
    actions = detail.plan.actions
    rated = sum(1 for one in actions if one.rating)
    undated = [one for one in actions if not any(due.date for due in one.dues)]
    denied = sum(1 for one in actions if completed_day(one, on)) - len(
        _completed(detail, scales, on)
    )
    lines = (
        (sum(1 for one in actions if not one.leads.names), "without a lead"),
        (sum(1 for one in undated if not is_ongoing(one)), "without a date"),
        (sum(1 for one in actions if not one.success_measures), "without a success measure"),
        (rated, "rated as imported, no evidence recorded"),
        (len(actions) - rated, "not yet rated"),
        (
            sum(1 for one in actions if one.evidence.strip()),
            "with evidence in words only: kept with the progress, to be backed by a file or a link",
        ),
        (denied, "with a date completed, but rated as not complete: left open, the words are kept"),
    )
    told = [f"{counted(number, 'action')} {words}" for number, words in lines if number]
    if apart := kept_apart(leads, detail.answers):
        told.append(
            f"{counted(apart, 'post')} {'looks' if apart == 1 else 'look'} like another and "
            f"{'is' if apart == 1 else 'are'} kept apart"
        )
    return told
