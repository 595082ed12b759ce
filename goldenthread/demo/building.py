"""Builds Merrowshire by the same verbs as people use, on the days the story says.

Everything is one transaction: the demonstration is there whole, or not at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from goldenthread.demo import papers, people, story
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
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries as partnership_queries
from goldenthread.partnership.queries import Viewer, viewer_for
from goldenthread.rules.calendars import read_dates
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import Refused

FOUNDED = date(2019, 4, 1)
Tell = Callable[[int, str], None]


@dataclass
class Built:
    """What the building has so far: who is who, and the accounts it made."""

    at: datetime
    tell: Tell
    passwords: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    forums: dict[str, UUID] = field(default_factory=dict)
    plan_id: UUID | None = None
    actions: dict[str, UUID] = field(default_factory=dict)
    levels: dict[str, UUID] = field(default_factory=dict)

    def by(self, name: str) -> Viewer:
        return self.viewers[name]


def build(*, at: datetime, tell: Tell) -> dict[str, str]:
    """Make the demonstration area; {email: password} of the accounts made.

    `at` is the instant written as the time of recording; `tell(percent, what)` says how far it is.
    """
    if any(area.slug == people.SLUG for area in partnership_queries.all_areas()):
        raise Refused("The demonstration area is there already. Add --reset to start over.")
    built = Built(at=at, tell=tell)
    with transaction.atomic():
        _people(built)
        _plan(built)
        _months(built)
        papers.write(built)
    return built.passwords


def _account(built: Built, name: str) -> tuple[str, str]:
    email = next(one.email for one in people.PEOPLE if one.name == name)
    built.passwords[email] = secrets.token_urlsafe(9)
    return email, built.passwords[email]


def _viewer(name: str, *, on: date) -> Viewer:
    email = next(one.email for one in people.PEOPLE if one.name == name)
    user = partnership_queries.user_named(email)
    viewer = viewer_for(user, people.SLUG, on=on) if user else None
    if viewer is None:
        raise Refused(f"{name} has no role in the demonstration.")
    return viewer


def _people(built: Built) -> None:
    built.tell(2, "The partnership and its people")
    email, password = _account(built, people.ADMINISTRATOR)
    partnership.found_local_area(
        slug=people.SLUG,
        name=people.NAME,
        brand_colour="#0b4f55",
        administrator_name=people.ADMINISTRATOR,
        administrator_email=email,
        password=password,
        demonstration=True,
        on=FOUNDED,
        at=built.at,
        lives_on=story.TODAY,
    )
    by = _viewer(people.ADMINISTRATOR, on=FOUNDED)
    built.viewers[people.ADMINISTRATOR] = by
    organisations = {
        name: partnership.add_organisation(name=name, kind=kind, by=by, on=FOUNDED)
        for name, kind in people.ORGANISATIONS
    }
    ids: dict[str, UUID] = {}
    for one in people.PEOPLE:
        if one.name == people.ADMINISTRATOR:
            continue
        ids[one.name] = partnership.add_person(
            name=one.name,
            email=one.email,
            organisation_id=organisations[one.organisation],
            by=by,
            on=FOUNDED,
        )
        if one.post:
            built.posts[one.post] = partnership.add_post(title=one.post, by=by, on=FOUNDED)
            partnership.hold_post(
                post_id=built.posts[one.post],
                person_id=ids[one.name],
                from_date=FOUNDED,
                by=by,
                on=FOUNDED,
            )
    for name, kind, chair, rhythm, members in people.FORUMS:
        built.forums[name] = partnership.add_forum(
            name=name, kind=kind, chair=chair, rhythm=rhythm, by=by, on=FOUNDED
        )
        for member in members:
            partnership.join_forum(
                forum_id=built.forums[name],
                person_id=ids[member],
                from_date=FOUNDED,
                by=by,
                on=FOUNDED,
            )
    for account in people.ACCOUNTS:
        _give_role(built, account, by)


def _give_role(built: Built, account: people.Account, by: Viewer) -> None:
    email, password = _account(built, account.name)
    user_id = partnership.invite(
        name=account.name, email=email, password=password, by=by, on=FOUNDED
    )
    partnership.grant(
        user_id=user_id,
        role=account.role,
        reason="Part of the demonstration",
        from_date=FOUNDED,
        by=by,
        on=FOUNDED,
        at=built.at,
    )
    built.viewers[account.name] = _viewer(account.name, on=story.LOADED)


def _due(words: str) -> NewDue:
    read = read_dates(words)[0]
    return NewDue(words, read.first_day, read.last_day, read.precision.value)


def _plan(built: Built) -> None:
    built.tell(15, "The plan: 4 priorities, 27 action areas, 94 actions")
    levels = story.levels()
    titles = {level.reference: level.title for level in levels}
    built.plan_id = plan_actions.make_plan(
        title=story.PLAN_TITLE,
        kind_name=story.PLAN_KIND,
        level_names=story.LEVEL_NAMES,
        levels=[
            NewLevel(
                key=level.reference,
                reference=level.reference,
                title=level.title,
                parent_key=level.parent or None,
                aim=level.aim,
                impact=level.impact,
                finding_key=level.reference if level.finding else None,
            )
            for level in levels
        ],
        findings=[
            NewFinding(
                key=level.reference,
                reference=chr(ord("a") + place),
                text=level.finding,
                source="Area SEND inspection (invented)",
                on=date(2018, 1, 19),
            )
            for place, level in enumerate(one for one in levels if one.finding)
        ],
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


def _months(built: Built) -> None:
    """September to October, then November to December, each closed in a snapshot."""
    assert built.plan_id is not None
    told = story.actions()
    periods = (
        ("October 2019", date(2019, 9, 1), story.OCTOBER, "october", date(2019, 11, 6), 35),
        ("December 2019", date(2019, 11, 1), story.DECEMBER, "december", date(2020, 1, 7), 60),
    )
    before = {one.reference: one.in_august for one in told}
    for name, begins, cut_off, which, closed_on, percent in periods:
        built.tell(percent, f"Progress and ratings to {name}")
        for place, one in enumerate(told):
            now = one.october if which == "october" else one.december
            day = cut_off - timedelta(days=3 + place % 12)
            _rate(built, one, before[one.reference], now, day)
            before[one.reference] = now
        _readings(built, begins, cut_off)
        if begins <= story.VISIT_ON <= cut_off:
            _voices(built)
        period_id = plan_actions.open_period(
            plan_id=built.plan_id,
            name=name,
            from_date=begins,
            cut_off=cut_off,
            by=built.by("Priya Nair"),
            on=begins,
        )
        plan_actions.close_period(period_id=period_id, by=built.by("Priya Nair"), on=closed_on)


def _rate(built: Built, told: story.ToldAction, before: str, now: str, day: date) -> None:
    """One action's news of a period: an update while it runs, and a rating where it changed."""
    action_id = built.actions[told.reference]
    office = built.by("Priya Nair")
    if now == "blue" and before != "blue":
        _complete(built, told, day)
        return
    if now == "blue":
        return
    plan_actions.record_update(
        action_id=action_id,
        progress=papers.progress_words(told, now),
        next_steps=papers.next_words(told, now),
        by=office,
        on=day,
    )
    if now != before:
        red = now == "red"
        plan_actions.record_rating(
            action_id=action_id,
            point_key=now,
            capacity="council",
            raters=list(told.leads),
            cause=told.cause if red else "",
            recovery_date=told.recovery if red else None,
            by=office,
            on=day,
        )


def _complete(built: Built, told: story.ToldAction, day: date) -> None:
    """Done, shown, and signed off by somebody else."""
    action_id = built.actions[told.reference]
    number = int(told.reference.replace(".", ""))
    plan_actions.add_evidence(
        action_id=action_id,
        kind=("impact", "output", "activity")[number % 3],
        title=told.measure,
        shows=f"{told.measure}: checked by the programme office.",
        link=f"https://www.{people.SLUG}.example/send/evidence/{told.reference}",
        by=built.by("Priya Nair"),
        on=day - timedelta(days=2),
    )
    # Nobody signs off what they lead: the head of SEND's own work is checked by the office.
    says, checks = "Priya Nair", "Tom Ashdown"
    if "Head of SEND" in told.leads:
        says, checks = checks, says
    plan_actions.mark_complete(action_id=action_id, by=built.by(says), on=day - timedelta(days=1))
    plan_actions.sign_off(action_id=action_id, by=built.by(checks), on=day)


def _readings(built: Built, begins: date, cut_off: date) -> None:
    """What the measures reached in the period."""
    viewer = built.by("Priya Nair")
    for told in story.TARGETS:
        level, text, readings = told[0], told[1], told[8]
        detail = plans.level_detail(built.levels[level], viewer=viewer, on=cut_off)
        assert detail is not None
        target = next(one for one in detail.targets if one.text == text)
        for value, day in readings:
            if begins <= day <= cut_off:
                plan_actions.record_reading(
                    target_id=target.id,
                    value=Decimal(value),
                    read_on=day,
                    source="Monthly data return of the partnership",
                    by=viewer,
                    on=cut_off,
                )


def _voices(built: Built) -> None:
    """What DfE and NHS England, and the parent carer forum, said in December."""
    built.tell(80, "What others say")
    for reference, point in story.VISIT_RATINGS.items():
        plan_actions.record_rating(
            level_id=built.levels[reference],
            scale_key="half-points",
            point_key=point,
            raters=["DfE", "NHS England"],
            occasion=story.VISIT,
            by=built.by("Sylvia Marsh"),
            on=story.VISIT_ON,
        )
    for reference, (point, words) in story.FORUM_RATINGS.items():
        plan_actions.record_rating(
            level_id=built.levels[reference],
            scale_key="three-point",
            point_key=point,
            raters=[people.VOICE],
            occasion="Meeting of the parent carer forum, 12 December 2019",
            reason=words,
            by=built.by("Nicola Trent"),
            on=story.FORUM_ON,
        )
