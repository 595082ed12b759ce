"""Challenges go to whoever answers them now, drafts to whoever writes them on.

Called inside the transaction of the whole handover, which has compared what was seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.governance import policies
from goldenthread.governance.actions.writing import mine, note
from goldenthread.governance.models import BoardPaper, Challenge, HighlightReport, PaperState
from goldenthread.governance.queries.handing_over import CHALLENGE, HIGHLIGHT, PAPER
from goldenthread.partnership.actions.handing_over import handed_over_words
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import Passed, PersonHere, person_here
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def hand_over(
    *, person_id: UUID, passed: Iterable[Passed], day: date, by: Viewer, on: date
) -> None:
    """A challenge always asks somebody: where nobody follows, it keeps asking the person. A draft
    that nobody takes over is nobody's."""
    verbs = {CHALLENGE: _challenge, HIGHLIGHT: _highlight, PAPER: _paper}
    with transaction.atomic():
        for one in passed:
            if one.kind in verbs:
                verbs[one.kind](one, _known(person_id, by, on), day, by=by, on=on)


def _known(person_id: UUID, by: Viewer, on: date) -> PersonHere:
    found = person_here(person_id, viewer=by, on=on)
    if found is None:
        raise Refused(f"That person is not in {by.local_area_name}. Choose one of its people.")
    return found


def _challenge(one: Passed, giver: PersonHere, day: date, *, by: Viewer, on: date) -> None:
    row = Challenge.objects.visible_to(by).select_for_update().filter(pk=one.id).first()
    if row is None or row.asked_person_id != giver.id:
        raise Refused(f"A challenge does not ask {giver.name} any more. Look at the list again.")
    require(policies.may_write_papers(by, plan_id=row.plan_id))
    taker = _known(one.to, by, on) if one.to else None
    if taker:
        row.asked_person_id, row.asked_label = taker.id, taker.name[:300]
        row.save(update_fields=["asked_person", "asked_label"])
    said = handed_over_words(giver.name, taker.name if taker else "", day)
    subjects = [("plan", row.plan_id), ("person", giver.id)]
    if taker:
        subjects.append(("person", taker.id))
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act="governance.hand_over_challenge",
        object_kind="challenge",
        object_id=row.pk,
        object_label=f"Challenge about {row.about}"[:200],
        words=f"recorded that a challenge about {row.about} was {said}",
        on=on,
        subjects=subjects,
    )


def _paper(one: Passed, giver: PersonHere, day: date, *, by: Viewer, on: date) -> None:
    row = mine(one.id, by=by, version=None)
    taker = _writer(row, giver, one, by=by, on=on)
    note(
        Verb.ALTERED,
        "hand_over_paper",
        row,
        f"recorded that the draft was {_said(giver, taker, day)}",
        by=by,
        on=on,
        changes=_in_hand(giver, taker),
        about=_about(giver, taker),
    )


def _highlight(one: Passed, giver: PersonHere, day: date, *, by: Viewer, on: date) -> None:
    rows = HighlightReport.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.select_related("level").filter(pk=one.id, state=PaperState.DRAFT).first()
    if row is None:
        raise Refused("A highlight report is no draft any more. Look at the list again.")
    require(policies.may_write_highlights(by, plan_id=row.plan_id, level_id=row.level_id))
    taker = _writer(row, giver, one, by=by, on=on)
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act="governance.hand_over_highlight",
        object_kind="highlightreport",
        object_id=row.pk,
        object_label=f"Highlight report: {row.level.title}, {say_date(row.as_at)}"[:200],
        words=f"recorded that the draft was {_said(giver, taker, day)}",
        on=on,
        changes=_in_hand(giver, taker),
        subjects=[
            ("plan", row.plan_id),
            ("level", row.level_id),
            ("forum", row.forum_id),
            *_about(giver, taker),
        ],
    )


def _writer(
    row: BoardPaper | HighlightReport, giver: PersonHere, one: Passed, *, by: Viewer, on: date
) -> PersonHere | None:
    """The draft is in the hand of whoever follows; who that is."""
    if giver.user_id is None or row.writer_id != giver.user_id:
        raise Refused(f"{giver.name} does not write this draft any more. Look at the list again.")
    taker = _known(one.to, by, on) if one.to else None
    if taker and taker.user_id is None:
        raise Refused(
            f"{taker.name} does not sign in, so a draft cannot be theirs. Choose somebody who "
            "does, or leave it with nobody."
        )
    row.writer_id, row.writer_label = (taker.user_id, taker.name[:200]) if taker else (None, "")
    row.version += 1
    row.save(update_fields=["writer_id", "writer_label", "version"])
    return taker


def _said(giver: PersonHere, taker: PersonHere | None, day: date) -> str:
    return handed_over_words(giver.name, taker.name if taker else "", day)


def _in_hand(giver: PersonHere, taker: PersonHere | None) -> dict[str, tuple[object, object]]:
    return {"writer": (giver.name, taker.name if taker else "")}


def _about(giver: PersonHere, taker: PersonHere | None) -> list[tuple[str, UUID]]:
    """The two people, in whose history it stands too."""
    return [("person", giver.id), *([("person", taker.id)] if taker else [])]
