"""Panels: what is asked of them, the law's day that does not wait, what they say, and that it meets
no duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import Case, Child, Deadline, PanelItem, PanelOutcome
from goldenthread.ehcp_register.queries import panels as queries
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea, Restriction
from goldenthread.rules.panels import (
    NOTICES,
    WAITS_FOR_IT,
    PanelAsk,
    PanelSaid,
    Said,
    misses_the_law,
    notices_of,
)
from goldenthread.rules.proceedings import Event as Happened
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.rules.standing.records import CaseRecord
from goldenthread.rules.standing.records import Said as SaidOfCase
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
REQUESTED = date(2019, 12, 9)  # so that the law's last day to decide is 20 January 2020
LAST_DAY = date(2020, 1, 20)


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def child(manager: Any) -> UUID:
    asked = Happened(key="e1", case="assessment", what=What.REQUEST_RECEIVED, on=REQUESTED, body="")
    case = CaseRecord(key="assessment", process="assessment", opened_on=REQUESTED)
    record = register.child(1, events=(asked,), cases=(case,), visits=(), placements=())
    return register.add(record, by=manager)["EM00001"]


@pytest.fixture
def panel(manager: Any) -> UUID:
    return actions.add_panel(
        name="Assessment panel", terms="It advises", members="SENCO\nEP", by=manager, on=TODAY
    )


def meet(panel: UUID, manager: Any, on: date = TODAY) -> UUID:
    return actions.add_panel_meeting(
        panel_id=panel, held_on=on, papers_by=on - timedelta(days=7), by=manager, on=TODAY
    )


def bring(child: UUID, meeting: UUID, by: Any, asks: str = "assess", bundle: str = "") -> UUID:
    case = Case.objects.visible_to(by, on=TODAY).get(child_id=child)
    return actions.bring_to_panel(
        child_id=child, case_id=case.pk, meeting_id=meeting, asks=asks, bundle=bundle, by=by,
        on=TODAY, at=NOW,
    )  # fmt: skip


def outcome(item: UUID, by: Any, said: Said | None = None, **more: Any) -> UUID:
    given = {"version": 1, **more}
    said = said or Said(PanelSaid.AGREED, "Needs are severe")
    return actions.record_panel_outcome(item_id=item, said=said, by=by, on=TODAY, at=NOW, **given)


def of(item: UUID, viewer: Any) -> queries.ItemFact:
    found = queries.item(item, viewer=viewer, on=TODAY)
    assert found
    return found


def address(name: str, *args: Any, slug: str = "eastmere") -> str:
    return reverse(f"ehcp_register:{name}", args=[slug, *args])


def test_an_item_that_would_miss_the_law_by_waiting_says_so(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    on_the_day = bring(child, meet(panel, manager, LAST_DAY), officer)
    too_late = bring(child, meet(panel, manager, date(2020, 2, 9)), officer)

    assert of(on_the_day, officer).law_due == LAST_DAY
    assert not of(on_the_day, officer).misses_the_law
    assert of(too_late, officer).misses_the_law
    top_up = bring(child, meet(panel, manager, date(2020, 2, 10)), officer, asks="top-up")
    assert (of(top_up, officer).law_due, of(top_up, officer).misses_the_law) == (None, False)


def test_a_panel_meets_no_duty_and_the_notice_does(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    item = bring(child, meet(panel, manager), officer)
    outcome(item, officer)
    row = Deadline.objects.visible_to(officer, on=TODAY).get(duty="D01")
    assert row.met_on is None
    assert [one.id for one in queries.without_notice(viewer=officer, on=TODAY)] == [item]

    actions.record_event(
        child_id=child, said=SaidOfCase(what=What.ASSESSMENT_AGREED, on=TODAY),
        case_id=row.case_id, by=officer, on=TODAY, at=NOW,
    )  # fmt: skip
    assert Deadline.objects.visible_to(officer, on=TODAY).get(duty="D01").met_on == TODAY
    assert of(item, officer).told_on == TODAY
    assert queries.without_notice(viewer=officer, on=TODAY) == ()


def test_a_notice_of_the_opposite_does_not_tell_the_family(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    item = bring(child, meet(panel, manager), officer)
    outcome(item, officer)
    case = Case.objects.visible_to(officer, on=TODAY).get()
    actions.record_event(
        child_id=child, said=SaidOfCase(what=What.ASSESSMENT_REFUSED, on=TODAY), case_id=case.pk,
        by=officer, on=TODAY, at=NOW,
    )  # fmt: skip
    assert of(item, officer).without_notice


def test_where_no_notice_of_the_law_says_it_the_family_is_told_otherwise(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    item = bring(child, meet(panel, manager), officer, asks="top-up")
    with pytest.raises(Refused, match="Record first what the panel said"):
        actions.family_told(item_id=item, version=1, told_on=TODAY, by=officer, on=TODAY)
    outcome(item, officer)
    with pytest.raises(Refused, match="The panel met on 14 January 2020"):
        actions.family_told(
            item_id=item, version=2, told_on=TODAY - timedelta(days=1), by=officer, on=TODAY
        )
    actions.family_told(item_id=item, version=2, told_on=TODAY, by=officer, on=TODAY)
    assert of(item, officer).told_on == TODAY


def test_what_is_deferred_says_what_is_needed_by_when(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    item = bring(child, meet(panel, manager), officer)
    with pytest.raises(Refused, match="Say what is needed"):
        outcome(item, officer, Said(PanelSaid.DEFERRED, "Too little is known"))
    with pytest.raises(Refused, match="reasons"):
        outcome(item, officer, Said(PanelSaid.AGREED, " "))
    outcome(
        item, officer,
        Said(PanelSaid.DEFERRED, "Too little", needed="School advice", needed_by=date(2020, 1, 17)),
    )  # fmt: skip
    assert not of(item, officer).without_notice


def test_an_outcome_is_put_right_with_the_reason_and_the_first_stays(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    item = bring(child, meet(panel, manager), officer)
    outcome(item, officer)
    with pytest.raises(ChangedMeanwhile):
        outcome(item, manager)
    refused = Said(PanelSaid.NOT_AGREED, "Met from school’s own means")
    with pytest.raises(Refused, match="Say why"):
        outcome(item, officer, refused, version=2)
    before = TrailEntry.objects.count()
    outcome(item, officer, refused, version=2, correction="The minutes say otherwise")
    assert TrailEntry.objects.count() == before + 1
    found = of(item, officer)
    assert [one.said for one in found.outcomes] == [PanelSaid.NOT_AGREED, PanelSaid.AGREED]
    assert found.outcomes[0].correction == "The minutes say otherwise"
    assert PanelOutcome.objects.visible_to(officer, on=TODAY).count() == 2


def test_nothing_is_said_before_the_panel_meets(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    item = bring(child, meet(panel, manager, TODAY + timedelta(days=1)), officer)
    with pytest.raises(Refused, match="still to come"):
        outcome(item, officer)


def test_the_paper_has_no_name(child: UUID, panel: UUID, officer: Any, manager: Any) -> None:
    meeting = meet(panel, manager)
    with pytest.raises(Refused, match="child’s name in it"):
        bring(child, meeting, officer, bundle="Letter about Surname001, May")
    item = bring(child, meeting, officer, bundle="School advice\n\nLetter of the family")
    assert of(item, officer).bundle == ("School advice", "Letter of the family")


def test_an_item_is_taken_off_with_the_reason_and_its_number_is_not_given_again(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    meeting = meet(panel, manager)
    first = bring(child, meeting, officer)
    with pytest.raises(Refused, match="Items wait"):
        actions.cancel_panel_meeting(meeting_id=meeting, version=1, by=manager, on=TODAY)
    actions.withdraw_from_panel(
        item_id=first, version=1, reason="Withdrawn by the family", by=officer, on=TODAY
    )
    with pytest.raises(Refused, match="taken off"):
        outcome(first, officer, version=2)
    assert of(bring(child, meeting, officer), officer).number == 2


def test_a_meeting_without_items_is_cancelled_and_takes_none(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    meeting = meet(panel, manager)
    with pytest.raises(NotPermitted):
        actions.cancel_panel_meeting(meeting_id=meeting, version=1, by=officer, on=TODAY)
    actions.cancel_panel_meeting(meeting_id=meeting, version=1, by=manager, on=TODAY)
    with pytest.raises(Refused, match="cancelled"):
        bring(child, meeting, officer)
    with pytest.raises(Refused, match="meets on 14 January 2020 already"):
        meet(panel, manager)


def test_a_panel_is_named_once_and_changed_by_whoever_read_it_last(
    panel: UUID, manager: Any
) -> None:
    with pytest.raises(Refused, match="There is a panel"):
        actions.add_panel(name="Assessment panel", terms="", members="", by=manager, on=TODAY)
    told = {"panel_id": panel, "terms": "", "members": "", "by": manager, "on": TODAY}
    actions.change_panel(version=1, name="EHC panel", **told)
    with pytest.raises(ChangedMeanwhile):
        actions.change_panel(version=1, name="Other", **told)


def test_every_question_has_its_days_and_every_notice_is_an_event() -> None:
    assert set(WAITS_FOR_IT) == set(PanelAsk)
    assert all(isinstance(what, What) for kinds in NOTICES.values() for what in kinds)
    assert notices_of(PanelAsk.TOP_UP, PanelSaid.AGREED) == ()
    assert misses_the_law(LAST_DAY, LAST_DAY + timedelta(days=1))
    assert not misses_the_law(LAST_DAY, LAST_DAY)
    assert not misses_the_law(None, LAST_DAY)


# --- who sees and does what -----------------------------------------------------------------------


def test_another_area_and_a_restricted_record_look_like_nothing(
    child: UUID, panel: UUID, officer: Any, manager: Any, stranger: Any, administrator: Any,
    signed_in: Any,
) -> None:  # fmt: skip
    meeting = meet(panel, manager)
    item = bring(child, meeting, officer)
    assert queries.panels(viewer=stranger) == ()
    assert queries.item(item, viewer=stranger, on=TODAY) is None
    with pytest.raises(NotThere):
        outcome(item, stranger)
    client = signed_in(stranger)
    for name, what in (("panel", panel), ("panel_meeting", meeting), ("panel_outcome", item)):
        assert client.get(address(name, what, slug="westholm")).status_code == 404

    partnership.restrict(
        about_id=child, category="other", reason="A reason", owner_id=administrator.person_id,
        by=administrator, on=TODAY,
    )  # fmt: skip
    assert queries.items_of(meeting, viewer=officer, on=TODAY) == ()
    found = queries.meeting(meeting, viewer=officer, on=TODAY)
    assert found
    assert found.items == 0
    assert PanelItem.objects.visible_to(officer, on=TODAY).count() == 0
    assert signed_in(officer).get(address("panel_outcome", item)).status_code == 404


@pytest.mark.parametrize(
    "role",
    ["case_officer", "case_manager", "clinical_officer", "programme_office", "area_administrator",
     "board_member", "parent_carer_forum", "external_adviser"],
)  # fmt: skip
def test_pages_as_every_role(
    role: str, child: UUID, panel: UUID, manager: Any, viewer: Any, signed_in: Any
) -> None:
    meeting = meet(panel, manager)
    bring(child, meeting, manager)
    client = signed_in(viewer(role, name="Olly Other"))
    sees = role in {"case_officer", "case_manager", "clinical_officer"}
    for page in (address("panels"), address("panel", panel), address("panel_meeting", meeting)):
        assert client.get(page).status_code == (200 if sees else 403)
    records = role in {"case_officer", "case_manager"}
    assert client.get(address("bring_to_panel", child)).status_code == (200 if records else 403)
    manages = role == "case_manager"
    for page in (address("add_panel"), address("add_panel_meeting", panel)):
        assert client.get(page).status_code == (200 if manages else 403)


def test_all_of_it_is_done_by_pages(child: UUID, manager: Any, signed_in: Any) -> None:
    client = signed_in(manager)

    def day(name: str, on: date) -> dict[str, str]:
        return {f"{name}_day": str(on.day), f"{name}_month": str(on.month),
                f"{name}_year": str(on.year)}  # fmt: skip

    page = client.post(address("add_panel"), {"name": "Assessment panel"}, follow=True)
    assert "No meeting is arranged" in page.content.decode()
    (panel,) = queries.panels(viewer=manager)
    client.post(
        address("add_panel_meeting", panel.id), {**day("held_on", TODAY), **day("papers_by", TODAY)}
    )
    (meeting,) = queries.meetings(viewer=manager, on=TODAY)
    case = Case.objects.visible_to(manager, on=TODAY).get()
    given = {"meeting": str(meeting.id), "case": str(case.pk), "asks": "assess", "bundle": "Advice"}
    page = client.post(address("bring_to_panel", child), given, follow=True).content.decode()
    assert "It stands on the panel’s agenda." in page
    assert "Should there be an EHC needs assessment?" in page
    (item,) = queries.items_of(meeting.id, viewer=manager, on=TODAY)
    form = address("panel_outcome", item.id)
    assert client.post(form, {"said": "deferred", "reasons": "x", "version": 1}).status_code == 422
    given = {"said": "agreed", "reasons": "Severe needs", "version": "1"}
    page = client.post(form, given, follow=True).content.decode()
    assert "It meets no duty" in page
    assert "Family not told for 0 days" in page
    assert address("record_event", child, "assessment-agreed") in page
    page = client.post(
        address("family_told", item.id), {**day("told_on", TODAY), "version": "2"}, follow=True
    ).content.decode()
    assert "Family told on 14 January 2020" in page
    assert client.get(address("panel_outcome", uuid4())).status_code == 404


def test_a_name_of_two_parts_is_seen_too(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    Child.objects.visible_to(officer, on=TODAY).filter(pk=child).update(
        forename="Will", surname="O’Brien-Smith"
    )
    meeting = meet(panel, manager)
    for bundle in ("Letter about O’Brien-Smith", "Advice on Will, May", "obrien smith.pdf"):
        with pytest.raises(Refused, match="child’s name in it"):
            bring(child, meeting, officer, bundle=bundle)
    item = bring(child, meeting, officer)
    with pytest.raises(Refused, match="child’s name in it"):
        take_off(item, officer, "The O’Brien-Smith family asked")
    take_off(item, officer, "The family will ask again")


def take_off(item: UUID, by: Any, reason: str) -> None:
    actions.withdraw_from_panel(item_id=item, version=1, reason=reason, by=by, on=TODAY)


def test_a_slip_is_put_right_after_the_day_by_which_more_was_needed(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    before = TODAY - timedelta(days=20)
    item = bring(child, meet(panel, manager, before), officer)
    needed = Said(
        PanelSaid.DEFERRED, "Advice is missing", needed="Advice", needed_by=TODAY - timedelta(3)
    )
    outcome(item, officer, needed)
    outcome(item, officer, replace(needed, reasons="The EP’s advice is missing"), version=2,
            correction="A slip")  # fmt: skip
    assert of(item, officer).outcomes[0].reasons == "The EP’s advice is missing"
    with pytest.raises(Refused, match="before the panel"):
        outcome(item, officer, replace(needed, needed_by=before - timedelta(1)), version=3,
                correction="x")  # fmt: skip


def test_a_meeting_where_a_restricted_item_waits_is_not_cancelled(
    child: UUID, panel: UUID, officer: Any, manager: Any
) -> None:
    meeting = meet(panel, manager, TODAY + timedelta(days=9))
    bring(child, meeting, officer)
    Restriction.objects.create(
        local_area_id=manager.local_area_id, about_id=child, category="high_profile",
        reason="Known", owner_id=manager.person_id, restricted_by_id=manager.user_id,
        from_date=TODAY, review_due=TODAY + timedelta(days=90),
    )  # fmt: skip
    with pytest.raises(Refused, match="Items wait for this meeting"):
        actions.cancel_panel_meeting(meeting_id=meeting, version=1, by=manager, on=TODAY)
