"""The columns of a risk: scores, rhythm, owner; each refused where it makes no sense."""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.improvement_plan.actions.particulars import known_people, known_posts
from goldenthread.improvement_plan.actions.writing import fitted
from goldenthread.improvement_plan.models import RiskKind
from goldenthread.improvement_plan.queries.inputs import NewLead
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.rules.risks import HAPPENED, HIGHEST, LOWEST, Rhythm, Score


def score_of(kind: str, likelihood: int, impact: int) -> Score:
    """Refused where it is off the scale; the likelihood of an issue is settled."""
    if kind == RiskKind.ISSUE:
        likelihood = HAPPENED
    if not all(LOWEST <= part <= HIGHEST for part in (likelihood, impact)):
        raise Refused("Likelihood and impact go from 1 to 5. Choose one of the five for each.")
    return Score(likelihood, impact)


def score_columns(kind: str, given: dict[str, Any]) -> dict[str, int]:
    """The four columns. Mitigation never aims at a higher score than there was before it."""
    before = score_of(kind, given["likelihood_before"], given["impact_before"])
    after = score_of(kind, given["likelihood_after"], given["impact_after"])
    if after.value > before.value:
        raise Refused(
            f"The score after mitigation ({after.value}) is higher than before it "
            f"({before.value}). Mitigation makes a risk smaller: look at both again."
        )
    return {
        "likelihood_before": before.likelihood,
        "impact_before": before.impact,
        "likelihood_after": after.likelihood,
        "impact_after": after.impact,
    }


def rhythm_of(given: str) -> Rhythm:
    try:
        return Rhythm(given)
    except ValueError:
        raise Refused("Say how often it is reviewed: choose one of those listed.") from None


def owner_columns(owner: NewLead | None, *, by: Viewer, on: date) -> dict[str, Any]:
    """The three columns of an owner: a post, a person, or words."""
    if owner is None:
        return {"owner_post_id": None, "owner_person_id": None, "owner_as_written": ""}
    if owner.post_id:
        known_posts([owner.post_id], by=by, on=on)
    elif owner.person_id:
        known_people([owner.person_id], by=by, on=on)
    return {
        "owner_post_id": owner.post_id,
        "owner_person_id": None if owner.post_id else owner.person_id,
        "owner_as_written": fitted(owner.as_written, 300),
    }
