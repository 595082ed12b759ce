"""A whole import without anybody to ask: only what needs no answer is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.intake import policies
from goldenthread.intake.actions.bringing_in import bring_in
from goldenthread.intake.actions.documents import keep, new_import, same_file
from goldenthread.intake.actions.writing import note
from goldenthread.intake.answers import Answers, LeadAnswer, ScaleAnswer
from goldenthread.intake.models import ImportState
from goldenthread.intake.queries import (
    AskedScale,
    asked_leads,
    asked_scales,
    unanswered,
)
from goldenthread.intake.reading import read_safely
from goldenthread.intake.reading.child import as_data
from goldenthread.intake.understanding import Corrections, UnderstoodPlan, understand
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import KNOWN_SCALES, folded
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb

FOR_PLANS_WITHOUT_RATINGS = "five-point"


@dataclass(frozen=True)
class Imported:
    """What was made. `problems` counts what is left to look at on the plan's pages."""

    plan_id: UUID
    title: str
    scale: str
    actions: int
    ratings: int
    posts_added: int
    forums_added: int
    problems: int

    @property
    def sentence(self) -> str:
        return (
            f"“{self.title}” is imported: {self.actions} actions, {self.ratings} ratings on the "
            f"scale “{self.scale}”; {self.posts_added} posts and {self.forums_added} forums were "
            f"added. {self.problems} questions were left open: the document’s own words stand."
        )


def import_document(
    *,
    content: bytes,
    name: str,
    title: str,
    kind_name: str,
    scale_key: str,
    by: Viewer,
    on: date,
) -> Imported:
    """Read, understand and import a document with safe answers, or refuse and store nothing.

    Leads stay posts in the document's own words, forums keep their own names, and a rating is
    taken only where the scale has its very word. Refused, with what must be asked, otherwise.
    """
    policies.require(policies.may_import(by))
    raw = read_safely(content, name)
    corrections = Corrections(title=title.strip())
    plan = understand(raw, corrections)
    answers = safe_answers(plan, scale_key, by=by, on=on, kind_name=kind_name)
    with transaction.atomic():
        kept = keep(content, name, by=by, on=on)
        if earlier := same_file(kept.id, by=by):
            raise Refused(_already(earlier.state, earlier.imported_on, earlier.imported_by_label))
        row = new_import(kept, by=by)
        row.state, row.raw = ImportState.UNDERSTOOD, as_data(raw)
        row.understood, row.corrections = plan.as_data(), corrections.as_data()
        row.answers = answers.as_data()
        row.save()
        words = f"uploaded the plan document {kept.name}"
        note("upload", words, row, by=by, on=on, verb=Verb.COLLECTED)
        plan_id = bring_in(import_id=row.pk, version=row.version, by=by, on=on)
        row.refresh_from_db(fields=["outcome"])
    source = answers.scales[next(iter(answers.scales))].source.removeprefix("known:")
    return Imported(
        plan_id=plan_id,
        title=plan.title,
        scale=source,
        actions=row.outcome["actions"],
        ratings=row.outcome["ratings"],
        posts_added=row.outcome["posts_added"],
        forums_added=row.outcome["forums_added"],
        problems=len(plan.problems),
    )


def _already(state: str, imported_on: date | None, by_label: str) -> str:
    if state == ImportState.IMPORTED and imported_on:
        return (
            f"This very file was already imported on {imported_on:%-d %B %Y} by {by_label}. "
            "Nothing was changed."
        )
    return "This very file is already being imported. Finish it on the pages, or put it aside."


def safe_answers(
    plan: UnderstoodPlan, scale_key: str, *, by: Viewer, on: date, kind_name: str = ""
) -> Answers:
    """The answers that need nobody; Refused with everything that must be asked."""
    asked = asked_scales(plan)
    scales = {one.axis: ScaleAnswer(f"known:{_scale_for(one, scale_key)}") for one in asked}
    open_words = [word for one in asked for word in unanswered(one, scales[one.axis])]
    if open_words:
        listed = ", ".join(f"“{word}”" for word in open_words[:8])
        raise Refused(
            f"The scale {_scale_for(asked[0], scale_key)} has no point with these very words: "
            f"{listed}. Choose another with --scale, or import the plan on its pages, "
            "which ask what each means."
        )
    leads = {
        lead.name: LeadAnswer("post", lead.known_post or lead.name)
        for lead in asked_leads(plan, viewer=by, on=on)
    }
    return Answers(
        kind_name=kind_name,
        ratings_on=on,
        scales=scales,
        leads=leads,
        forums={name: name for name in plan.forums},
    )


def _scale_for(asked: AskedScale, scale_key: str) -> str:
    """The scale asked for, or the known one that is the document's key word for word."""
    if scale_key:
        if scale_key not in KNOWN_SCALES:
            raise Refused(
                f"There is no scale {scale_key}. The scales are: {', '.join(KNOWN_SCALES)}."
            )
        return scale_key
    if not asked.words:
        return FOR_PLANS_WITHOUT_RATINGS
    for choice in asked.choices:
        told = {(folded(label), folded(meaning)) for label, meaning in choice.labels}
        for key, scale in KNOWN_SCALES.items():
            same_words = {(folded(one.label), folded(one.meaning)) for one in scale.points}
            if choice.own and told == same_words:
                return key
    words = ", ".join(f"“{one.word}” ({one.count})" for one in asked.words[:8])
    raise Refused(
        f"This document rates its actions: {words}. What each word means must be said, not "
        "guessed: add --scale with the scale that has these words and meanings "
        f"({', '.join(KNOWN_SCALES)}), or import the plan on its pages."
    )
