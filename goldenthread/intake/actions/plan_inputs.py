"""What was understood and answered → what the improvement plan's verbs take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.actions.inputs import (
    NewAction,
    NewDue,
    NewFinding,
    NewLead,
    NewLevel,
    NewRating,
    NewReading,
    NewScale,
    NewTarget,
    NewTargetStep,
)
from goldenthread.intake.actions.newcomers import Newcomers, all_ids
from goldenthread.intake.answers import Answers
from goldenthread.intake.queries.comparing_levels import (
    MEASURES,
    area_title,
    measure_words,
    placed_keys,
    section_title,
)
from goldenthread.intake.queries.dated import completed_day, figure_day, is_after, rated_open
from goldenthread.intake.queries.findings_asked import kept_findings
from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.queries.ratings_asked import (
    AskedScale,
    chosen_scale,
    earlier,
    point_of,
    word_of,
)
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.intake.understanding.kpis import figure
from goldenthread.intake.understanding.plan import (
    Action,
    Due,
    FindingRead,
    Kpi,
    LeadsRead,
    RatingRead,
    Reading,
    Target,
)
from goldenthread.rules.ratings import Scale
from goldenthread.rules.refusals import Refused

NO_WORDS = "Not written in the document"


@dataclass(frozen=True)
class Ratings:
    """Turns ratings as read into ratings on the chosen scales."""

    asked: Sequence[AskedScale]
    answers: Answers
    on: date

    def scales(self) -> tuple[NewScale, ...]:
        """The chosen scales, the first is the council's own; two sets may share one."""
        chosen: dict[str, Scale] = {}
        for one in self.asked:
            if scale := chosen_scale(one, self.answers.scales.get(one.axis)):
                chosen.setdefault(scale.key, scale)
        return tuple(NewScale(scale, main=at == 0) for at, scale in enumerate(chosen.values()))

    def given(self, rating: RatingRead, *, occasion: str = "") -> NewRating | None:
        """The rating on its scale; None where the word was said to be no rating."""
        asked = next((one for one in self.asked if one.axis == rating.axis), None)
        answer = self.answers.scales.get(rating.axis)
        scale = chosen_scale(asked, answer) if asked else None
        if scale is None or answer is None:
            return None
        point = point_of(word_of(rating), scale, answer)
        if point is None:
            return None
        said_on = rating.date or self.answers.ratings_on or self.on
        if is_after(said_on, self.on):
            raise Refused(
                f"The column “{rating.column}” holds ratings dated in the future. "
                "Say on “What we found” what that column is, or leave it out."
            )
        return NewRating(
            scale_key=scale.key,
            point_key=point.key,
            on=min(said_on, self.on),
            label_as_written=rating.as_written or rating.label,
            occasion=occasion,
            reason=rating.reason,
        )


def level_inputs(plan: UnderstoodPlan, ratings: Ratings) -> tuple[NewLevel, ...]:
    """Sections and the areas below them, top down."""
    levels: list[NewLevel] = []
    answers: dict[str, tuple[str, ...]] = {}
    for one in kept_findings(plan, ratings.answers):
        answers[one.part] = (*answers.get(one.part, ()), one.id)
    for section in plan.sections:
        rated = ratings.given(section.rating) if section.rating else None
        levels.append(
            NewLevel(
                key=section.id,
                title=section_title(section, plan),
                reference=section.reference,
                aim=section.aim,
                finding_keys=answers.get(section.id, ()),
                ratings=(rated,) if rated else (),
            )
        )
        levels.extend(
            NewLevel(
                key=area.id,
                title=area_title(area),
                reference=area.reference,
                parent_key=section.id,
                finding_keys=answers.get(area.id, ()),
            )
            for area in section.areas
        )
    if any(not kpi.section for kpi in plan.kpis):
        levels.append(NewLevel(key=MEASURES, title="Measures"))
    return tuple(levels)


def finding_inputs(found: Sequence[FindingRead], on: date) -> tuple[NewFinding, ...]:
    """A finding dated after today keeps its words and has no date."""
    return tuple(
        NewFinding(
            key=one.id,
            text=one.text,
            reference=one.reference,
            source=one.source,
            on=None if is_after(one.date, on) else one.date,
            kind=one.kind,
            responsible=one.responsible,
        )
        for one in found
    )


def action_inputs(
    plan: UnderstoodPlan, ratings: Ratings, known: Newcomers
) -> tuple[NewAction, ...]:
    return tuple(action_input(action, ratings, known) for action in plan.actions)


def action_input(action: Action, ratings: Ratings, known: Newcomers) -> NewAction:
    """One action, with every word of its row kept as it came."""
    now = ratings.given(action.rating) if action.rating else None
    beside = [one for one in action.ratings if one != action.rating]
    history = [
        *(ratings.given(one, occasion=one.column) for one in history_of(action)),
        *(ratings.given(one) for one in beside),
    ]
    accountable = accountable_post(action.accountable, known)
    return NewAction(
        key=action.id,
        text=action.text or NO_WORDS,
        reference=action.reference,
        level_keys=placed_keys(action),
        steps="\n".join(action.steps),
        success_measures="\n".join(action.success_measures),
        outcome=action.outcome,
        impact=action.impact,
        co_production=action.coproduction,
        resources=action.resources,
        leads_as_written=action.leads.as_written,
        leads=lead_inputs(action, known),
        accountable_as_written=action.accountable.as_written,
        accountable_post_id=accountable,
        forum_ids=all_ids(action.forums, known.forums),
        start_as_written=action.start.as_written if action.start else "",
        start=action.start.first_day or action.start.date if action.start else None,
        due_as_written=action.dues_as_written,
        dues=due_inputs(action.dues),
        rating=now,
        ratings_history=tuple(one for one in history if one is not None),
        progress=action.progress,
        next_steps=next_steps(action),
        progress_on=progress_day(action, ratings.on),
        evidence_words=action.evidence,
        completed_on=None
        if rated_open(action, ratings.asked, ratings.answers)
        else completed_day(action, ratings.on),
        completed_as_written=action.completed_on.as_written if action.completed_on else "",
        waits_for=action.waits_for,
        waits_as_written=action.dependencies,
        as_written=tuple(action.cells.items()),
    )


def next_steps(action: Action) -> str:
    """Its next steps, unless they are what the action itself says."""
    return "" if action.next_steps == action.text else action.next_steps


def history_of(action: Action) -> list[RatingRead]:
    """Earlier ratings: the one that stands now is not among them."""
    return earlier(action.ratings, action.ratings_history)


def lead_inputs(action: Action, known: Newcomers) -> tuple[NewLead, ...]:
    return tuple(known.leads[name] for name in action.leads.names if name in known.leads)


def accountable_post(read: LeadsRead, known: Newcomers) -> UUID | None:
    """The post of the accountable officer, where the cell names one only."""
    posts = all_ids(
        read.names,
        {name: lead.post_id for name, lead in known.leads.items() if lead.post_id is not None},
    )
    return posts[0] if len(posts) == 1 else None


def due_inputs(dues: Sequence[Due]) -> tuple[NewDue, ...]:
    return tuple(NewDue(due.as_written, due.first_day, due.date, due.precision) for due in dues)


def progress_day(action: Action, on: date) -> date | None:
    """The day of the latest progress column with a date that is not in the future."""
    days = [update.date for update in action.updates if update.date and update.date <= on]
    return max(days, default=None)


def target_inputs(plan: UnderstoodPlan, *, source: str, on: date) -> tuple[NewTarget, ...]:
    """Targets under the levels, then the rows of tables of measures with what they reached.

    `source` names the document that says so.
    """
    under = [_target(target, section.id) for section in plan.sections for target in section.targets]
    return (*under, *(_measure(kpi, source, on) for kpi in plan.kpis))


def _target(target: Target, level_key: str) -> NewTarget:
    last = target.points[-1] if target.points else None
    return NewTarget(
        text=target.as_written,
        level_key=level_key,
        measure=target.group,
        value=figure(last.value) if last else None,
        unit=last.unit if last else "",
        comparator=f"{target.relation} {target.comparator}".strip(),
        baseline=figure(target.baseline),
        due=NewDue(last.when, None, last.by, "day" if last.by else "none")
        if last and last.when
        else None,
        steps=tuple(
            NewTargetStep(
                NewDue(point.when, None, point.by, "day" if point.by else "none"),
                figure(point.value),
            )
            for point in target.points
            if point.when and len(target.points) > 1
        ),
    )


def _measure(kpi: Kpi, source: str, on: date) -> NewTarget:
    return NewTarget(
        text=measure_words(kpi),
        level_key=kpi.section or MEASURES,
        measure=kpi.title,
        value=figure(kpi.target),
        unit=kpi.unit,
        baseline=figure(kpi.baseline),
        steps=tuple(
            NewTargetStep(
                NewDue(reading.label, None, reading.date, "day" if reading.date else "none"),
                figure(reading.milestone),
            )
            for reading in kpi.readings
            if reading.milestone
        ),
        readings=reading_inputs(kpi, source, on),
    )


def reading_inputs(kpi: Kpi, source: str, on: date) -> tuple[NewReading, ...]:
    """The figures reached, each on the last day of its period, whose own words stay with it."""
    return tuple(
        NewReading(value, day, ", ".join(part for part in (words, source) if part))
        for reading in kpi.readings
        if (value := figure(reading.actual)) is not None and (day := figure_day(reading, on))
        for words in (_period(reading),)
    )


def _period(reading: Reading) -> str:
    """ "Actual 1 (March 2022)": the column, and the period where its heading does not say it."""
    column = " ".join(reading.column.split())[:120]
    if not reading.as_of or same(reading.as_of) in same(column):
        return column
    return f"{column} ({reading.as_of})"


def layout_of(plan: UnderstoodPlan) -> tuple[str, ...]:
    """The headings of the council's own table, in order: those of its longest plan table."""
    tables = [table for table in plan.tables if table.kind.value == "plan" and table.columns]
    longest = max(tables, key=lambda table: table.rows, default=None)
    return tuple(column.heading for column in longest.columns) if longest else ()
