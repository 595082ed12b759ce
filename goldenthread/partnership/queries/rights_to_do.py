"""What of rights waits for an area administrator: for their home, and for what reminds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.partnership.models import AccessReview
from goldenthread.partnership.policies import may_restrict, may_review_rights
from goldenthread.partnership.queries.access_reviews import access_review_due
from goldenthread.partnership.queries.restrictions import (
    GlassFact,
    RestrictionFact,
    openings,
    restrictions,
)
from goldenthread.partnership.queries.viewers import Viewer
from goldenthread.rules.access import REVIEW_DUE_SOON


@dataclass(frozen=True)
class RightsToDo:
    """`review_due`: the day of an access review that is due soon, overdue or begun; `review_id` the
    one that is begun. Restrictions to look at again, and emergency openings nobody looked at."""

    review_due: date | None = None
    review_id: UUID | None = None
    restrictions: tuple[RestrictionFact, ...] = ()
    openings: tuple[GlassFact, ...] = ()


def rights_to_do(*, viewer: Viewer, on: date) -> RightsToDo:
    """Nothing for who may neither review rights nor restrict records."""
    if may_review_rights(viewer) or may_restrict(viewer):
        return RightsToDo()
    due = access_review_due(viewer=viewer)
    begun = AccessReview.objects.filter(
        local_area_id=viewer.local_area_id, finished_on__isnull=True
    ).first()
    soon = on + REVIEW_DUE_SOON
    return RightsToDo(
        review_due=due if due and (begun or due <= soon) else None,
        review_id=begun.pk if begun else None,
        restrictions=tuple(one for one in restrictions(viewer=viewer) if one.review_due <= soon),
        openings=tuple(
            one
            for one in openings(viewer=viewer)
            if not one.found and one.user_id != viewer.user_id
        ),
    )
