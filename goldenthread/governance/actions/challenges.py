"""Verbs of challenges: raise, answer, ask further, close. Each adds a statement; none changes one.

Issued papers and reports alone are challenged: a draft is still being written.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.governance import policies, queries
from goldenthread.governance.models import (
    Challenge,
    ChallengeStatement,
    ClosedHow,
    StatementKind,
)
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def raise_challenge(
    *,
    paper_id: UUID | None = None,
    report_id: UUID | None = None,
    action_id: UUID | None = None,
    level_id: UUID | None = None,
    words: str,
    asked_post_id: UUID | None = None,
    asked_person_id: UUID | None = None,
    answer_by: date,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """About an issued paper or report: all of it, one action, or one part of the plan."""
    plan_id, whole = _document(paper_id, report_id, by=by)
    require(policies.may_challenge(by, plan_id=plan_id))
    if not words.strip():
        raise Refused("Say what you challenge, and what you would need to see.")
    _not_past(answer_by, on=on)
    about = _about(plan_id, action_id, level_id, by=by, on=on) or whole
    asked = _asked(asked_post_id, asked_person_id, by=by, on=on)
    with transaction.atomic():
        row = Challenge(
            local_area_id=by.local_area_id,
            plan_id=plan_id,
            paper_id=paper_id,
            report_id=report_id,
            action_id=action_id,
            level_id=level_id,
            about=about[:400],
            words=words.strip(),
            asked_post_id=asked_post_id,
            asked_person_id=asked_person_id,
            asked_label=asked,
            answer_by=answer_by,
            on=on,
            raised_by_id=by.user_id,
            raised_by_label=by.name,
            raised_as=by.role_words,
            recorded_at=at,
        )
        row.save(force_insert=True)
        deed = f"raised a challenge about {about}, for {asked} to answer by {say_date(answer_by)}"
        _note(Verb.COLLECTED, "raise_challenge", row, deed, by=by, on=on)
    return row.pk


def answer_challenge(*, challenge_id: UUID, words: str, by: Viewer, on: date, at: datetime) -> UUID:
    """In words, dated. Answered by the office for whoever was asked, it says on whose behalf."""
    if not words.strip():
        raise Refused("Write the answer: what was done, or why it was not.")
    with transaction.atomic():
        row, fact = _open(challenge_id, by=by, on=on)
        require(
            policies.may_answer_challenge(
                by,
                subject=_subject(fact, by=by, on=on),
                asked_person_id=row.asked_person_id,
                asked_post_id=row.asked_post_id,
            )
        )
        asked = (row.asked_person_id is not None and row.asked_person_id == by.person_id) or (
            row.asked_post_id in by.post_ids
        )
        made = _say(
            row,
            StatementKind.ANSWER,
            words,
            answered_for="" if asked else row.asked_label,
            by=by,
            on=on,
            at=at,
        )
        deed = "answered the challenge" + ("" if asked else f" for {row.asked_label}")
        _note(Verb.COLLECTED, "answer_challenge", row, deed, by=by, on=on)
    return made


def ask_further(
    *, challenge_id: UUID, words: str, answer_by: date, by: Viewer, on: date, at: datetime
) -> UUID:
    """The answer was not enough: what more is wanted, and by when."""
    if not words.strip():
        raise Refused("Say what the answer leaves open.")
    _not_past(answer_by, on=on)
    with transaction.atomic():
        row, fact = _open(challenge_id, by=by, on=on)
        require(
            policies.may_close_challenge(by, plan_id=row.plan_id, raised_by_id=row.raised_by_id)
        )
        if fact.state != "answered":
            raise Refused("There is no answer yet to ask further about. Wait for it, or close it.")
        made = _say(row, StatementKind.FURTHER, words, answer_by=answer_by, by=by, on=on, at=at)
        deed = f"asked further, for an answer by {say_date(answer_by)}"
        _note(Verb.COLLECTED, "ask_further", row, deed, by=by, on=on)
    return made


def close_challenge(
    *, challenge_id: UUID, how: str, words: str, by: Viewer, on: date, at: datetime
) -> UUID:
    """Who raised it, or the programme office, says how it ended."""
    if how not in ClosedHow.values:
        raise Refused("Choose how the challenge ends.")
    if not words.strip():
        raise Refused("Say in a sentence why it can be closed.")
    with transaction.atomic():
        row, fact = _open(challenge_id, by=by, on=on)
        require(
            policies.may_close_challenge(by, plan_id=row.plan_id, raised_by_id=row.raised_by_id)
        )
        if how == ClosedHow.ANSWERED and fact.state != "answered":
            raise Refused("It has not been answered. Wait for the answer, or withdraw it.")
        made = _say(row, StatementKind.CLOSED, words, closed_how=how, by=by, on=on, at=at)
        deed = f"closed the challenge: {ClosedHow(how).label.lower()}"
        _note(Verb.ALTERED, "close_challenge", row, deed, by=by, on=on)
    return made


def _document(paper_id: UUID | None, report_id: UUID | None, *, by: Viewer) -> tuple[UUID, str]:
    """The plan, and what the whole of the paper or report is called."""
    found: queries.PaperFact | queries.HighlightFact | None = None
    if paper_id is not None and report_id is None:
        found = queries.paper(paper_id, viewer=by)
    elif report_id is not None and paper_id is None:
        found = queries.highlight(report_id, viewer=by)
    if found is None:
        raise Refused("There is no such paper. Choose one from the list of papers.")
    if not found.issued:
        raise Refused("A draft is still being written. Challenge it once it is issued.")
    return found.plan_id, "the whole paper" if paper_id else "the whole report"


def _about(
    plan_id: UUID, action_id: UUID | None, level_id: UUID | None, *, by: Viewer, on: date
) -> str:
    """What the action or the part is called; "" where neither is named."""
    if action_id is not None:
        action = plans.action(action_id, viewer=by, on=on)
        if action is None or action.row.plan_id != plan_id:
            raise Refused("That action is not in the plan of this paper. Choose one that is.")
        return f"{action.row.reference} {action.row.title}"
    if level_id is not None:
        levels = plans.level_tree(plan_id, viewer=by, on=on)
        level = next((one for one in levels if one.id == level_id), None)
        if level is None:
            raise Refused("That part is not in the plan of this paper. Choose one that is.")
        return f"{level.word} {level.reference}: {level.title}"
    return ""


def _asked(post_id: UUID | None, person_id: UUID | None, *, by: Viewer, on: date) -> str:
    """Who is to answer, in words."""
    if (post_id is None) == (person_id is None):
        raise Refused("Choose the one post or person who is to answer.")
    if post_id is not None:
        posts = partnership.posts(viewer=by, on=on, post_ids=[post_id])
        if posts:
            return posts[0].title
    elif person_id is not None:
        person = partnership.person(person_id, viewer=by, on=on)
        if person is not None:
            return person.name
    raise Refused(f"That post or person is not in {by.local_area_name}. Choose another.")


def _not_past(answer_by: date, *, on: date) -> None:
    if answer_by < on:
        raise Refused(f"{say_date(answer_by)} is past. Give a day from today on for the answer.")


def _open(challenge_id: UUID, *, by: Viewer, on: date) -> tuple[Challenge, queries.ChallengeFact]:
    """The challenge, locked, while it is open."""
    rows = Challenge.objects.visible_to(by).select_for_update()
    row = rows.filter(pk=challenge_id).first()
    fact = queries.challenge(challenge_id, viewer=by, on=on) if row else None
    if row is None or fact is None:
        raise Refused("There is no such challenge. Choose one from the list of challenges.")
    # A closing of any day ends it, also one of a day after `on`.
    closed = ChallengeStatement.objects.filter(
        local_area_id=by.local_area_id, challenge=row, kind=StatementKind.CLOSED
    ).exists()
    if closed:
        raise Refused("This challenge is closed. Raise a new one if something is still open.")
    return row, fact


def _subject(fact: queries.ChallengeFact, *, by: Viewer, on: date) -> ActionSubject:
    """What decides who else may answer: the action's leads, or the part's workstream lead."""
    if fact.action_id is not None:
        action = plans.action(fact.action_id, viewer=by, on=on)
        if action is not None:
            return action.row.subject
    level_id = fact.level_id
    if level_id is None and fact.report_id is not None:
        report = queries.highlight(fact.report_id, viewer=by)
        level_id = report.level_id if report else None
    return ActionSubject(fact.plan_id, frozenset({level_id} if level_id else ()))


def _say(
    row: Challenge,
    kind: StatementKind,
    words: str,
    *,
    closed_how: str = "",
    answer_by: date | None = None,
    answered_for: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    before = ChallengeStatement.objects.filter(local_area_id=by.local_area_id, challenge=row)
    made = ChallengeStatement(
        local_area_id=by.local_area_id,
        challenge=row,
        number=before.count() + 1,
        kind=kind,
        words=words.strip(),
        closed_how=closed_how,
        answer_by=answer_by,
        on=on,
        said_by_id=by.user_id,
        said_by_label=by.name,
        answered_for=answered_for,
        recorded_at=at,
    )
    made.save(force_insert=True)
    return made.pk


def _note(verb: Verb, act: str, row: Challenge, words: str, *, by: Viewer, on: date) -> None:
    subjects = [
        (kind, object_id)
        for kind, object_id in (
            ("plan", row.plan_id),
            ("paper", row.paper_id),
            ("highlightreport", row.report_id),
            ("action", row.action_id),
            ("level", row.level_id),
        )
        if object_id is not None
    ]
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"governance.{act}",
        object_kind="challenge",
        object_id=row.pk,
        object_label=f"Challenge about {row.about}"[:200],
        words=words,
        on=on,
        subjects=subjects,
    )
