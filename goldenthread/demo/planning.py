"""Merrowshire's plan, as it was loaded: priorities, action areas, actions, targets, scales."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from goldenthread.demo import story
from goldenthread.demo.built import Built
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.actions.inputs import (
    NewAction,
    NewDue,
    NewFinding,
    NewLead,
    NewLevel,
    NewRating,
    NewScale,
    NewTarget,
    NewTargetStep,
)
from goldenthread.rules.calendars import read_dates
from goldenthread.rules.ratings import KNOWN_SCALES


def plan(built: Built) -> None:
    """Loaded by the programme office in the summer."""
    built.tell(15, "The plan: 4 priorities, 27 action areas, 94 actions")
    levels = story.levels()
    titles = {level.reference: level.title for level in levels}
    built.plan_id = plan_actions.make_plan(
        title=story.PLAN_TITLE,
        kind_name=story.PLAN_KIND,
        level_names=story.LEVEL_NAMES,
        levels=[_new_level(level) for level in levels],
        findings=_findings(levels),
        scales=[
            NewScale(KNOWN_SCALES["five-point"], main=True),
            NewScale(KNOWN_SCALES["half-points"]),
            NewScale(KNOWN_SCALES["three-point"]),
        ],
        actions=[_new_action(built, told, titles) for told in story.actions()],
        targets=[_new_target(told) for told in story.TARGETS],
        layout=story.LAYOUT,
        source_label="SEND improvement plan (invented).docx",
        starts_on=date(2019, 4, 1),
        ends_on=date(2020, 12, 31),
        by=built.by("Priya Nair"),
        on=story.LOADED,
    )
    viewer = built.by("Priya Nair")
    for row in plans.actions(built.plan_id, viewer=viewer, on=story.LOADED):
        built.actions[row.reference] = row.id
    for level in plans.level_tree(built.plan_id, viewer=viewer, on=story.LOADED):
        built.levels[level.reference] = level.id


def _new_level(told: story.ToldLevel) -> NewLevel:
    return NewLevel(
        key=told.reference,
        reference=told.reference,
        title=told.title,
        parent_key=told.parent or None,
        aim=told.aim,
        impact=told.impact,
        finding_keys=(told.reference,) if told.finding else (),
    )


def _findings(levels: Sequence[story.ToldLevel]) -> list[NewFinding]:
    return [
        NewFinding(
            key=told.reference,
            reference=chr(ord("a") + place),
            text=told.finding,
            source="Area SEND inspection (invented)",
            on=date(2018, 1, 19),
        )
        for place, told in enumerate(one for one in levels if one.finding)
    ]


def _new_action(built: Built, told: story.ToldAction, titles: dict[str, str]) -> NewAction:
    leads = " / ".join(told.leads)
    return NewAction(
        key=told.reference,
        reference=told.reference,
        text=told.text,
        level_keys=(told.area,),
        success_measures=told.measure,
        leads_as_written=leads,
        leads=tuple(NewLead(lead, post_id=built.posts[lead]) for lead in told.leads),
        forum_ids=(built.forums[told.forum],),
        start_as_written=told.start,
        start=_due(told.start).first_day,
        due_as_written=told.due,
        dues=(_due(told.due),),
        rating=NewRating(
            scale_key="five-point",
            point_key=told.in_august,
            on=story.AUGUST,
            label_as_written=told.in_august.title(),
        ),
        as_written=(
            ("Action area", f"{told.area} {titles[told.area]}"),
            ("Action", f"{told.reference} {told.text}"),
            ("Success measure", told.measure),
            ("Lead", leads),
            ("Governance forum", told.forum),
            ("Start", told.start),
            ("By when", told.due),
        ),
    )


def _new_target(told: tuple) -> NewTarget:  # type: ignore[type-arg]
    level, text, measure, value, unit, baseline, by_when, steps, _ = told
    return NewTarget(
        text=text,
        level_key=level,
        measure=measure,
        value=Decimal(value),
        unit=unit,
        baseline=Decimal(baseline),
        baseline_on=date(2018, 12, 31),
        due=_due(by_when),
        steps=tuple(NewTargetStep(_due(when), Decimal(step)) for step, when in steps),
    )


def _due(words: str) -> NewDue:
    read = read_dates(words)[0]
    return NewDue(words, read.first_day, read.last_day, read.precision.value)
