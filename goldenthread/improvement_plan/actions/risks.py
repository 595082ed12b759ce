"""Risks and issues: raised, reviewed, changed, closed; a risk that has happened is an issue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.belonging import Belonging, belonging, told_in
from goldenthread.improvement_plan.actions.risk_columns import (
    owner_columns,
    rhythm_of,
    score_columns,
    score_of,
)
from goldenthread.improvement_plan.actions.writing import (
    changed,
    locked,
    mind_version,
    only,
    required,
    said_by,
    storable,
)
from goldenthread.improvement_plan.models import Risk, RiskKind, RiskReview
from goldenthread.improvement_plan.queries.inputs import NewLead
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.rules.risks import (
    CLOSED_HOW,
    CLOSES_A_RISK,
    CLOSES_AN_ISSUE,
    HAPPENED,
    ClosedHow,
    Rhythm,
    next_review,
)

WORDS = ("words", "cause", "effect", "mitigation")
SCORES = ("likelihood_before", "impact_before", "likelihood_after", "impact_after")


@transaction.atomic
def raise_risk(
    *,
    action_id: UUID | None = None,
    level_id: UUID | None = None,
    kind: str = "risk",
    words: str,
    likelihood_before: int,
    impact_before: int,
    likelihood_after: int | None = None,
    impact_after: int | None = None,
    cause: str = "",
    effect: str = "",
    mitigation: str = "",
    owner: NewLead | None = None,
    review_on: date | None = None,
    review_rhythm: str = Rhythm.MONTHLY,
    update_id: UUID | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """A risk or an issue of an action or a part of the plan. The score that the mitigation aims
    at is the score before it, unless it is told; `update_id` is the update it was raised from."""
    place = belonging(action_id, level_id, by=by, on=on)
    policies.require(policies.may_raise(by, place.subject))
    if kind not in RiskKind.values:
        raise Refused("Say whether this is a risk, which may happen, or an issue, which has.")
    return _raised(
        place,
        {
            "kind": kind,
            "words": required(words, "Say in a sentence what may go wrong, or what has gone."),
            "cause": storable(cause),
            "effect": storable(effect),
            "mitigation": storable(mitigation),
            "review_rhythm": rhythm_of(review_rhythm),
            "review_on": review_on or next_review(on, rhythm_of(review_rhythm)),
            "update": told_in(update_id, place),
            **score_columns(
                kind,
                {
                    "likelihood_before": likelihood_before,
                    "impact_before": impact_before,
                    "likelihood_after": likelihood_after or likelihood_before,
                    "impact_after": impact_after or impact_before,
                },
            ),
            **owner_columns(owner, by=by, on=on),
        },
        act="raise_risk",
        by=by,
        on=on,
    ).pk


def _raised(place: Belonging, columns: dict[str, Any], *, act: str, by: Viewer, on: date) -> Risk:
    risk = _numbered(
        {**place.columns, **columns, "on": on, "recorded_at": Now(), **said_by(by)},
        place.row.plan_id,
    )
    came = f", which was risk {risk.came_from.reference}" if risk.came_from else ""
    place.note(
        act,
        f"raised the {risk.kind} {risk.reference} on {place.name}{came}",
        about=("risk", risk.pk),
        by=by,
        on=on,
    )
    return risk


def _numbered(columns: dict[str, Any], plan_id: UUID) -> Risk:
    """With the plan's next number. Two people who raise one at once get two: whoever comes second
    tries the number after."""
    while True:
        last = Risk.objects.filter(plan_id=plan_id).aggregate(last=Max("number"))["last"]
        number = (last or 0) + 1
        try:
            with transaction.atomic():
                return Risk.objects.create(**columns, number=number)
        except IntegrityError:
            if not Risk.objects.filter(plan_id=plan_id, number=number).exists():
                raise


@transaction.atomic
def review_risk(
    *,
    risk_id: UUID,
    likelihood: int,
    impact: int,
    words: str,
    review_on: date | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """How it stands on the day. The next review is on `review_on`, or as its rhythm says."""
    risk, place = _open(risk_id, by=by, on=on)
    score = score_of(risk.kind, likelihood, impact)
    review = RiskReview.objects.create(
        local_area_id=risk.local_area_id,
        plan_id=risk.plan_id,
        risk=risk,
        likelihood=score.likelihood,
        impact=score.impact,
        words=required(words, "Say in a sentence how it stands now, and what was done."),
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )
    if review_on is not None and review_on <= on:
        raise Refused("The next review lies in the future. Give a later day.")
    changed(risk, {"review_on": review_on or next_review(on, Rhythm(risk.review_rhythm))})
    place.note(
        "review_risk",
        f"reviewed {risk.reference}: {score.value} ({score.band.word.lower()})",
        about=("risk", risk.pk),
        by=by,
        on=on,
    )
    return review.pk


@transaction.atomic
def change_risk(
    *, risk_id: UUID, version: int, changes: Mapping[str, object], by: Viewer, on: date
) -> None:
    """Its words, scores before and after mitigation, owner (`owner`: NewLead or None), next review
    and rhythm. How it stands now is said by a review instead."""
    risk, place = _open(risk_id, by=by, on=on)
    mind_version(risk, version, f"{risk.reference}")
    only(changes, (*WORDS, *SCORES, "owner", "review_on", "review_rhythm"))
    given: dict[str, Any] = dict(changes)
    columns: dict[str, Any] = {name: given[name] for name in WORDS if name in given}
    if "words" in columns:
        columns["words"] = required(
            columns["words"], "Say in a sentence what may go wrong, or what has gone."
        )
    if any(name in given for name in SCORES):
        columns |= score_columns(
            risk.kind, {name: given.get(name, getattr(risk, name)) for name in SCORES}
        )
    if "owner" in given:
        columns |= owner_columns(given["owner"], by=by, on=on)
    if "review_rhythm" in given:
        columns["review_rhythm"] = rhythm_of(given["review_rhythm"]).value
    if "review_on" in given:
        columns["review_on"] = given["review_on"]
    if differing := changed(risk, columns):
        place.note(
            "change_risk",
            f"changed {risk.reference}",
            about=("risk", risk.pk),
            by=by,
            on=on,
            changes={name: _plain(pair) for name, pair in differing.items()},
        )


@transaction.atomic
def close_risk(*, risk_id: UUID, how: str, words: str = "", by: Viewer, on: date) -> None:
    """It ends, and the register keeps how; nothing more is said of it then."""
    risk, place = _open(risk_id, by=by, on=on)
    ways = CLOSES_AN_ISSUE if risk.kind == RiskKind.ISSUE else CLOSES_A_RISK
    if how not in ways:
        said = "; ".join(CLOSED_HOW[way].lower() for way in ways)
        raise Refused(f"Say how {risk.reference} ended: {said}.")
    words = required(words, f"Say in a sentence why {risk.reference} can be closed.")
    _close(risk, ClosedHow(how), words, by=by, on=on)
    place.note(
        "close_risk",
        f"closed {risk.reference}: {CLOSED_HOW[ClosedHow(how)].lower()}",
        about=("risk", risk.pk),
        by=by,
        on=on,
        reason=words,
    )


@transaction.atomic
def happened(*, risk_id: UUID, words: str, impact: int | None = None, by: Viewer, on: date) -> UUID:
    """The risk has happened: it is closed, and an issue with its cause, owner and mitigation goes
    on from it; the issue's id. `words` say what happened; `impact` is as it turned out."""
    risk, place = _open(risk_id, by=by, on=on)
    if risk.kind != RiskKind.RISK:
        raise Refused(f"{risk.reference} is an issue: it has happened already. Review it instead.")
    words = required(words, "Say in a sentence what has happened.")
    _close(risk, ClosedHow.HAPPENED, words, by=by, on=on)
    worst = impact or risk.impact_before
    issue = _raised(
        place,
        {
            "kind": RiskKind.ISSUE,
            "words": words,
            "cause": risk.cause,
            "effect": risk.effect,
            "mitigation": risk.mitigation,
            "owner_post_id": risk.owner_post_id,
            "owner_person_id": risk.owner_person_id,
            "owner_as_written": risk.owner_as_written,
            "review_rhythm": risk.review_rhythm,
            "review_on": next_review(on, Rhythm(risk.review_rhythm)),
            "came_from": risk,
            **score_columns(
                RiskKind.ISSUE,
                {
                    "likelihood_before": HAPPENED,
                    "impact_before": worst,
                    "likelihood_after": HAPPENED,
                    "impact_after": min(worst, risk.impact_after),
                },
            ),
        },
        act="risk_happened",
        by=by,
        on=on,
    )
    return issue.pk


def _open(risk_id: UUID, *, by: Viewer, on: date) -> tuple[Risk, Belonging]:
    """A risk that can still be worked on, and by this person."""
    risk = locked(Risk, risk_id, by=by, what="risk or issue")
    place = belonging(risk.action_id, risk.level_id, by=by, on=on, ended=True)
    owns = _owns(by, risk)
    policies.require(policies.may_review_risk(by, place.subject, owns=owns))
    if risk.closed_on is not None:
        raise Refused(
            f"{risk.reference} was closed on {say_date(risk.closed_on)}, and stays as it was then. "
            "Raise it anew if it has come back."
        )
    return risk, place


def _owns(by: Viewer, risk: Risk) -> bool:
    return (risk.owner_person_id is not None and risk.owner_person_id == by.person_id) or (
        risk.owner_post_id in by.post_ids
    )


def _close(risk: Risk, how: ClosedHow, words: str, *, by: Viewer, on: date) -> None:
    changed(
        risk,
        {
            "closed_on": on,
            "closed_how": how.value,
            "closed_words": words,
            "closed_by_label": by.name,
        },
    )


def _plain(pair: tuple[object, object]) -> tuple[object, object]:
    """Ids as text, for the trail."""
    before, now = (str(each) if isinstance(each, UUID) else each for each in pair)
    return before, now
