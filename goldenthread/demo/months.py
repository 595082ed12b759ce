"""The months of the story: progress, ratings, readings, what others say, and periods closed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from goldenthread.demo import papers, people, story, visits, voices
from goldenthread.demo.built import Built
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans


def months(built: Built) -> None:
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
        visits.visit(built, begins, cut_off)
        voices.say(built, begins, cut_off)
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
