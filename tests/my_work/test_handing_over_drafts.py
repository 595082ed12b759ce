"""Drafts and what waits to be signed off move with their writer and lead; what is done stays."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.governance import actions as governance
from goldenthread.governance.models import BoardPaper, HighlightReport
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.models import ActionLead
from goldenthread.my_work import actions
from goldenthread.my_work.actions import HandedOver, HandOver
from goldenthread.my_work.queries import Handover, handover
from goldenthread.partnership import actions as people
from goldenthread.rules.refusals import Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW
from tests.factories import papers
from tests.my_work.conftest import DAY

DRAFTS = {"highlight", "paper"}


@pytest.fixture
def writer(viewer: Any, giver: Any) -> Any:
    """Una Hart, who writes for the programme office too."""
    return viewer("programme_office", name="Una Hart")


@pytest.fixture
def drafts(plan_id: UUID, forum_id: UUID, writer: Any, office: Any, on: date) -> dict[str, UUID]:
    """A highlight report and a paper that she has begun; somebody else has begun another."""
    level = plans.level_tree(plan_id, viewer=office, on=on)[0]
    snapshot_id = papers.closed_period(plan_id, "December", date(2019, 12, 31), by=office)
    begun: dict[str, UUID] = {}
    for by, title in ((writer, "Progress on the plan"), (office, "Another paper")):
        begun[title] = governance.start_draft(
            plan_id=plan_id,
            snapshot_id=snapshot_id,
            forum_id=forum_id,
            title=title,
            meeting_on=None,
            by=by,
            on=on,
            at=NOW,
        )
    begun["report"] = governance.start_highlight(
        plan_id=plan_id,
        level_id=level.id,
        forum_id=forum_id,
        shape="status",
        snapshot_id=None,
        as_at=on,
        by=writer,
        on=on,
        at=NOW,
    )
    return begun


def seen(giver: Any, by: Any, on: date, day: date = DAY) -> Handover:
    found = handover(giver.person_id, viewer=by, day=day, on=on)
    assert found is not None
    return found


def pass_on(giver: Any, to: UUID | None, *, kinds: set[str], by: Any, on: date) -> HandedOver:
    found = seen(giver, by, on)
    takers = {one.key: to for one in found.to_hand_over if one.kind in kinds}
    wanted = HandOver(person_id=giver.person_id, day=DAY, takers=takers, seen=found.fingerprint)
    return actions.hand_over(wanted=wanted, by=by, on=on, at=NOW)


def signed_off(action_id: UUID, lead: Any, office: Any, on: date) -> None:
    plan_actions.add_evidence(
        action_id=action_id,
        kind="output",
        title="The list",
        shows="It is there.",
        link="https://eastmere.example/list",
        by=lead,
        on=on,
    )
    plan_actions.mark_complete(action_id=action_id, by=lead, on=on)
    plan_actions.sign_off(action_id=action_id, reason="Seen", by=office, on=on)


def test_drafts_somebody_has_begun_are_listed_and_nobody_else_s(
    drafts: dict[str, UUID], giver: Any, administrator: Any, on: date
) -> None:
    found = {one.id: (one.kind, one.note) for one in seen(giver, administrator, on).held}
    assert found[drafts["Progress on the plan"]][0] == "paper"
    assert found[drafts["report"]][0] == "highlight"
    assert "to the SEND board" in found[drafts["report"]][1]
    assert drafts["Another paper"] not in found


def test_drafts_move_and_say_so_in_their_history(
    drafts: dict[str, UUID], giver: Any, taker: Any, administrator: Any, on: date
) -> None:
    done = pass_on(giver, taker.person_id, kinds=DRAFTS, by=administrator, on=on)
    assert done.taken == {"Viv Lane": 2}
    for model, key in ((BoardPaper, "Progress on the plan"), (HighlightReport, "report")):
        row = model.objects.get(pk=drafts[key])
        assert (row.writer_id, row.writer_label) == (taker.user_id, "Viv Lane")
        assert row.created_by_label == "Una Hart"
    said = TrailEntry.objects.filter(
        words="recorded that the draft was handed over from Una Hart to Viv Lane on 3 February 2020"
    )
    assert sorted(said.values_list("act", flat=True)) == [
        "governance.hand_over_highlight",
        "governance.hand_over_paper",
    ]
    assert not DRAFTS & {one.kind for one in seen(giver, administrator, on).held}
    assert {one.kind for one in seen(taker, administrator, on).held} >= DRAFTS


def test_a_draft_that_nobody_takes_over_is_nobody_s(
    drafts: dict[str, UUID], giver: Any, administrator: Any, on: date
) -> None:
    assert pass_on(giver, None, kinds=DRAFTS, by=administrator, on=on).left == 2
    assert HighlightReport.objects.get().writer_id is None
    assert BoardPaper.objects.get(pk=drafts["Progress on the plan"]).writer_id is None


def test_a_draft_goes_to_nobody_who_does_not_sign_in(
    drafts: dict[str, UUID], giver: Any, office: Any, administrator: Any, on: date
) -> None:
    without = people.add_person(name="Kit Moss", email="kit@eastmere.example", by=office, on=on)
    with pytest.raises(Refused, match="Kit Moss does not sign in"):
        pass_on(giver, without, kinds=DRAFTS, by=administrator, on=on)
    assert HighlightReport.objects.get().writer_id == giver.user_id


def test_an_issued_or_withdrawn_draft_is_held_by_nobody(
    drafts: dict[str, UUID], giver: Any, writer: Any, administrator: Any, on: date
) -> None:
    for verb, key in (
        (governance.withdraw, "Progress on the plan"),
        (governance.withdraw_highlight, "report"),
    ):
        named = {"paper_id" if verb is governance.withdraw else "report_id": drafts[key]}
        verb(**named, version=1, by=writer, on=on)
    assert not DRAFTS & {one.kind for one in seen(giver, administrator, on).held}


def test_drafts_of_another_area_are_neither_seen_nor_moved(
    drafts: dict[str, UUID], giver: Any, other_viewer: Any, on: date
) -> None:
    stranger = other_viewer("area_administrator")
    assert handover(giver.person_id, viewer=stranger, day=DAY, on=on) is None


def test_what_is_complete_and_not_signed_off_moves(
    ids: dict[str, UUID], giver: Any, taker: Any, administrator: Any, office: Any, on: date
) -> None:
    plan_actions.mark_complete(action_id=ids["1.1"], by=giver, on=on)
    found = next(one for one in seen(giver, administrator, on).held if one.kind == "lead")
    assert found.note.startswith("complete, waits to be signed off; ")
    pass_on(giver, taker.person_id, kinds={"lead"}, by=administrator, on=on)
    lead = ActionLead.objects.get(action_id=ids["1.1"], until__isnull=True)
    assert (lead.person_id, lead.from_date) == (taker.person_id, DAY)


def test_what_is_signed_off_stays_and_says_why(
    ids: dict[str, UUID], giver: Any, administrator: Any, office: Any, on: date
) -> None:
    signed_off(ids["1.1"], giver, office, on)
    found = seen(giver, administrator, on)
    assert "lead" not in {one.kind for one in found.held}
    done = next(one for one in found.held if one.kind == "signed_off")
    assert done.words == "1 action complete and signed off"
    assert done.stays.startswith("They keep the name of whoever led them")
    assert done not in found.to_hand_over


def test_the_page_lists_them_each_under_its_heading(
    drafts: dict[str, UUID],
    ids: dict[str, UUID],
    giver: Any,
    office: Any,
    administrator: Any,
    signed_in: Any,
    on: date,
) -> None:
    signed_off(ids["1.1"], giver, office, on)
    page = signed_in(administrator).get(f"/a/eastmere/hand-over/{giver.person_id}/")
    told = page.content.decode()
    for words in (
        "Highlight reports in draft: 1",
        "Papers in draft: 1",
        "1 action complete and signed off",
        "What Una Hart has said, rated, shown or issued stays under their name.",
    ):
        assert words in told, words
