"""What a document says was rated, done and reached: dated rows of an import, made in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from goldenthread.improvement_plan.actions.inputs import NewAction, NewRating, NewReading
from goldenthread.improvement_plan.actions.writing import fitted, said_by, storable
from goldenthread.improvement_plan.models import (
    Action,
    Capacity,
    Completion,
    Plan,
    PlanLevel,
    ProgressUpdate,
    Rating,
    RatingScale,
    Target,
    TargetReading,
)
from goldenthread.improvement_plan.queries.compared import with_evidence
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import ScalePoint
from goldenthread.rules.refusals import Refused

NO_PROGRESS = "No progress is written in the document."


class Statements:
    """Adds ratings, updates, completions and figures to the rows of one import that it is `kept`
    in; an import's scales are known to it by their keys."""

    def __init__(
        self, plan: Plan, *, by: Viewer, on: date, kept: dict[type[models.Model], list[Any]]
    ) -> None:
        self.plan, self.by, self.on = plan, by, on
        self._kept = kept
        self._scales: dict[str, RatingScale] = {}
        self._points: dict[tuple[str, str], ScalePoint] = {}

    def progress(
        self,
        action: Action,
        words: str,
        said_on: date | None,
        *,
        next_steps: str = "",
        evidence: str = "",
    ) -> None:
        """What the document says of progress, as an update of the day it gives. Evidence that it
        only names is no evidence here (that is a file or a link): its words stand in the update,
        and alone they do not make the action look updated."""
        told = with_evidence(words, evidence)
        if not told and not next_steps.strip():
            return
        said_on = said_on or self.on
        self._kept[ProgressUpdate].append(
            ProgressUpdate(
                **self._said(said_on),
                action=action,
                progress=storable(told or NO_PROGRESS),
                next_steps=storable(next_steps),
                imported=True,
            )
        )
        if words.strip():
            action.last_update_on = max(said_on, action.last_update_on or said_on)

    def _completed(self, action: Action, new: NewAction) -> None:
        """The date completed that the document gives: completed as imported, not signed off."""
        assert new.completed_on is not None
        if new.completed_on > self.on:
            raise Refused(
                f"{action.reference} is completed on a day after today. Correct its date."
            )
        self._kept[Completion].append(
            Completion(
                **self._said(new.completed_on),
                action=action,
                note=storable(f"Date completed in the document: {new.completed_as_written}"),
                imported=True,
            )
        )
        action.completed_on = new.completed_on

    def rating(self, action: Action, new: NewRating) -> None:
        """A rating of an action; one that means "signed off" completes it, where it is the
        latest of the council's own scale."""
        point = self._rating(new, action=action)
        own = new.capacity == Capacity.COUNCIL and self._scales[new.scale_key].main
        if not own or point is None:
            return
        standing = self._kept[Completion]
        last = standing[-1] if standing and standing[-1].action is action else None
        if last is not None and last.signed_off_on and not point.needs_sign_off:
            # An earlier column of a history said so, a later one does not.
            last.signed_off_on = action.signed_off_on = None
            if not last.note:
                standing.pop()
                action.completed_on = None
        elif last is not None and point.needs_sign_off and last.signed_off_on is None:
            last.signed_off_on = action.signed_off_on = max(new.on, last.on)
        elif point.needs_sign_off and action.completed_on is None:
            standing.append(
                Completion(
                    **self._said(new.on),
                    action=action,
                    signed_off_on=new.on,
                    imported=True,
                )
            )
            action.completed_on = action.signed_off_on = new.on

    def _rating(
        self, new: NewRating, *, action: Action | None = None, level: PlanLevel | None = None
    ) -> ScalePoint:
        point = self._points.get((new.scale_key, new.point_key))
        if point is None:
            raise Refused(
                f"The rating “{new.label_as_written or new.point_key}” is on no scale of the "
                "plan. Say which point of which scale it means."
            )
        if new.capacity not in Capacity.values:
            raise Refused(
                "Say who gave the ratings: the council, DfE and NHS England or the forum."
            )
        if new.on > self.on:
            raise Refused(
                f"The rating “{new.label_as_written or point.label}” is dated in the future. "
                "Correct its date."
            )
        self._kept[Rating].append(
            Rating(
                **self._said(new.on),
                action=action,
                level=level,
                scale=self._scales[new.scale_key],
                point_key=point.key,
                axis=point.axis.value,
                capacity=new.capacity,
                raters=list(new.raters),
                occasion=fitted(new.occasion, 300),
                reason=storable(new.reason),
                cause=storable(new.cause),
                recovery_date=new.recovery_date,
                label_as_written=fitted(new.label_as_written, 100),
                imported=True,
            )
        )
        return point

    def readings(self, target: Target, readings: Sequence[NewReading]) -> None:
        """What the document says was reached, each as a reading with the document as its source."""
        for one in readings:
            if one.on > self.on:
                raise Refused(
                    f"A figure of “{target.text[:80]}” is dated after today. Correct its date."
                )
            self._kept[TargetReading].append(
                TargetReading(
                    **self._said(one.on),
                    target=target,
                    value=one.value,
                    source=fitted(one.source, 300),
                )
            )

    def _placed(self) -> dict[str, Any]:
        return {
            "id": uuid7(),
            "local_area_id": self.plan.local_area_id,
            "plan_id": self.plan.pk,
        }

    def _said(self, said_on: date) -> dict[str, Any]:
        return {
            **self._placed(),
            "on": said_on,
            "recorded_at": Now(),
            **said_by(self.by),
        }
