"""Who may see details in Merrowshire, and the access review of October."""

from __future__ import annotations

from datetime import date

from goldenthread.demo import people
from goldenthread.demo.built import Built
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries

REVIEWED = date(2019, 10, 24)


def review(built: Built) -> None:
    """Rights to details, and a finished review: the next is due three months later."""
    by = built.by(people.ADMINISTRATOR)
    for name in ("Hannah Wolfe", "Martin Ellery", "Jo Pickering"):
        partnership.give_detail(
            user_id=built.by(name).user_id,
            detail="education",
            reason="Writes the education part of plans",
            from_date=REVIEWED,
            by=by,
            on=REVIEWED,
            at=built.at,
        )
    review_id = partnership.open_access_review(by=by, on=REVIEWED)
    partnership.keep_rights(
        review_id=review_id,
        row_ids=[row.id for row in queries.reviewed_rights(review_id, viewer=by)],
        because="Asked each line manager: still needed",
        by=by,
        on=REVIEWED,
        at=built.at,
    )
    partnership.finish_access_review(review_id=review_id, by=by, on=REVIEWED)
