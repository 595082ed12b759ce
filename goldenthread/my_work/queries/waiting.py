"""What waits for the viewer beside the actions they lead, from every context that asks something.

A constant number of queries, one for each kind and role: never more for more of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goldenthread.governance import queries as governance
from goldenthread.governance.queries import ChallengeFact, HighlightFact, VisitsOfPlan
from goldenthread.governance.queries.releases import to_release
from goldenthread.improvement_plan.queries import to_do as plans
from goldenthread.improvement_plan.queries.to_do import ToDo
from goldenthread.improvement_plan.queries.voice_facts import VoiceWanted
from goldenthread.improvement_plan.queries.voices import voices_wanted
from goldenthread.notifications import queries as notifications
from goldenthread.partnership.queries import RightsToDo, Viewer, rights_to_do

_OFFICE = ("programme_office", "area_administrator")
_WORKING = ("action_lead", "deputy", "workstream_lead", *_OFFICE)
_WRITING = ("workstream_lead", *_OFFICE)
_NOT_ARRIVED = ("bounced", "failed", "no_address")


@dataclass(frozen=True)
class Waiting:
    """`mail` counts messages that did not arrive, `perhaps` those of which nobody knows; `releases`
    documents that wait for a second person, which the viewer may be; `visits` are an external
    adviser's, of every running plan: past ones, and when the next was agreed to be; the rest in
    order of their days."""

    answers: tuple[ToDo, ...] = ()
    chase: tuple[ToDo, ...] = ()
    accept: tuple[ToDo, ...] = ()
    reviews: tuple[ToDo, ...] = ()
    decisions: tuple[ToDo, ...] = ()
    agreements: tuple[ToDo, ...] = ()
    challenges: tuple[ChallengeFact, ...] = ()
    voices: tuple[VoiceWanted, ...] = ()
    highlights: tuple[HighlightFact, ...] = ()
    visits: tuple[VisitsOfPlan, ...] = ()
    mail: int = 0
    perhaps: int = 0
    releases: int = 0
    rights: RightsToDo = field(default_factory=RightsToDo)


def waiting(plan_ids: Collection[UUID], *, viewer: Viewer, on: date) -> Waiting:
    """Of these running plans for whoever looks after them; of every plan for what is one's own."""
    office = viewer.holds(*_OFFICE)
    working = viewer.holds(*_WORKING)
    deciding = office or viewer.holds("board_member")
    arrived = notifications.message_counts(viewer=viewer) if viewer.writes_every_paper else {}
    return Waiting(
        answers=plans.to_answer(viewer=viewer),
        chase=plans.to_chase(plan_ids, viewer=viewer) if office else (),
        accept=plans.to_accept(plan_ids, viewer=viewer) if office else (),
        reviews=plans.to_review(viewer=viewer, on=on) if working else (),
        decisions=plans.to_decide(plan_ids, viewer=viewer, on=on) if deciding else (),
        agreements=plans.to_agree(viewer=viewer, on=on) if working else (),
        challenges=governance.my_challenges(viewer=viewer, on=on),
        voices=voices_wanted(viewer=viewer, on=on) if viewer.holds("parent_carer_forum") else (),
        highlights=governance.my_drafts(viewer=viewer) if viewer.holds(*_WRITING) else (),
        visits=governance.visits_for(viewer=viewer, on=on)
        if viewer.holds("external_adviser")
        else (),
        mail=sum(arrived.get(state, 0) for state in _NOT_ARRIVED),
        perhaps=arrived.get("perhaps", 0),
        releases=to_release(viewer=viewer),
        rights=rights_to_do(viewer=viewer, on=on),
    )
