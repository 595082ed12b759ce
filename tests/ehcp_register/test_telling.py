"""People are told in time of what changed or is due, once, and never who the child is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions.telling_due import tell_what_is_due
from goldenthread.ehcp_register.models import (
    STILL,
    Child,
    Deadline,
    EhcPlan,
    Event,
    Told,
    ToldOf,
    Whom,
)
from goldenthread.notifications.models import Message
from goldenthread.partnership.models import Person, Post, PostHolding, Restriction
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.rules.standing.records import Said
from goldenthread.rules.telling import Matter, Practice
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
SERVICE = "Speech and language therapy"


def post(area: Any, title: str, *people: str) -> Post:
    made = Post.objects.create(local_area=area, title=title)
    for name in people:
        email = f"{name.lower()}@{area.slug}.example"
        person = Person.objects.create(local_area=area, name=name, email=email)
        PostHolding.objects.create(
            local_area=area, post=made, person=person, from_date=date(2018, 1, 1)
        )
    return made


@pytest.fixture
def posts(local_area: Any) -> dict[str, Post]:
    return {
        "caseload": post(local_area, "Case officer, north", "Olive"),
        "service": post(local_area, "Therapies", "Theo"),
        "lead": post(local_area, "Head of therapies", "Hedda"),
        "health": post(local_area, "Single point of access", "Sapna"),
    }


@pytest.fixture
def child(manager: Any, posts: Any) -> UUID:
    record = register.child(1, post_id=posts["caseload"].pk)
    return register.add(record, by=manager)["EM00001"]


@pytest.fixture
def telling(manager: Any, posts: Any) -> None:
    begin(manager, on=TODAY - timedelta(days=1))
    actions.name_service(
        name=SERVICE,
        post_id=posts["service"].pk,
        lead_post_id=posts["lead"].pk,
        by=manager,
        on=TODAY,
    )


def begin(by: Any, *, on: date, **more: Any) -> None:
    actions.change_telling(tells=True, practice=Practice(**more), version=0, by=by, on=on)


def run(on: date, area: Any) -> int:
    return tell_what_is_due(local_area_id=area.pk, on=on)


def told(matter: Matter) -> set[tuple[str, str]]:
    """Whom, and the subject's beginning."""
    rows = Message.objects.filter(kind=matter.value)
    return {(row.person.name, row.subject) for row in rows}


def ask(child: UUID, by: Any, *, on: date = TODAY, body: str = SERVICE) -> UUID:
    said = Said(what=What.ADVICE_ASKED, on=on, body=body)
    return actions.record_event(
        child_id=child, said=said, process="assessment", by=by, on=on, at=NOW
    )


def amend(child: UUID, by: Any, *, on: date = TODAY) -> UUID:
    said = Said(what=What.PLAN_AMENDED, on=on)
    return actions.record_event(
        child_id=child, said=said, process="amendment", by=by, on=on, at=NOW
    )


def test_a_service_that_is_asked_is_told_at_once_with_its_last_day(
    child: UUID, officer: Any, telling: None
) -> None:
    ask(child, officer)

    due = "Written information is asked for by 25 February 2020"
    assert told(Matter.INFORMATION_ASKED) == {("Theo", due)}
    row = Message.objects.get(kind=Matter.INFORMATION_ASKED.value)
    assert row.address == f"/a/eastmere/register/children/{child}/"
    assert row.urgent


def test_it_is_reminded_before_on_and_after_and_then_its_lead_is_told(
    child: UUID, officer: Any, manager: Any, telling: None, local_area: Any
) -> None:
    ask(child, officer)
    Message.objects.all().delete()

    for day in range(60):
        run(TODAY + timedelta(days=day), local_area)

    assert told(Matter.INFORMATION_ASKED) == {
        ("Theo", "Reminder: written information is due by 25 February 2020"),
        ("Theo", "Written information is due now, by 25 February 2020"),
        ("Theo", "Written information is late: it was due by 25 February 2020"),
    }
    assert {name for name, _ in told(Matter.INFORMATION_LATE)} == {"Hedda", "Olive", manager.name}
    assert {subject for _, subject in told(Matter.INFORMATION_LATE)} == {
        "Written information is 5 days late"
    }


def test_told_twice_or_after_days_without_a_run_it_is_the_last_step_once(
    child: UUID, officer: Any, telling: None, local_area: Any
) -> None:
    ask(child, officer)
    asked = Message.objects.filter(kind=Matter.INFORMATION_ASKED.value)
    late = TODAY + timedelta(days=43)
    counts = [asked.count()]
    for day in (late, late, late + timedelta(days=1)):
        run(day, local_area)
        counts.append(asked.count())

    assert counts == [1, 2, 2, 2]
    assert Told.objects.visible_to(officer, on=TODAY).count() == Message.objects.count()


def test_nothing_is_sent_again_when_old_messages_are_erased(
    child: UUID, officer: Any, telling: None, local_area: Any
) -> None:
    ask(child, officer)
    Message.objects.all().delete()
    assert run(TODAY, local_area) == 0


def test_what_came_in_time_is_told_no_more(
    child: UUID, officer: Any, telling: None, local_area: Any
) -> None:
    event = ask(child, officer)
    case = _case_of(event, officer)
    said = Said(what=What.ADVICE_RECEIVED, on=TODAY, body=SERVICE)
    actions.record_event(child_id=child, said=said, case_id=case, by=officer, on=TODAY, at=NOW)
    asked = Message.objects.exclude(kind=Matter.REVIEW_COMING.value)
    before = asked.count()
    run(TODAY + timedelta(days=50), local_area)
    assert asked.count() == before


def _case_of(event: UUID, viewer: Any) -> UUID:
    return Event.objects.visible_to(viewer, on=TODAY).get(pk=event).case_id


def test_a_service_nobody_named_is_told_to_nobody_until_somebody_is(
    child: UUID, officer: Any, manager: Any, posts: Any, telling: None, local_area: Any
) -> None:
    ask(child, officer, body="Audiology")
    assert told(Matter.INFORMATION_ASKED) == set()

    actions.name_service(
        name=" AUDIOLOGY ", post_id=posts["health"].pk, lead_post_id=None, by=manager, on=TODAY
    )
    run(TODAY, local_area)
    assert {name for name, _ in told(Matter.INFORMATION_ASKED)} == {"Sapna"}


def test_a_new_version_of_a_plan_is_told_to_who_provides(
    child: UUID, officer: Any, manager: Any, viewer: Any, posts: Any, telling: None
) -> None:
    clinical = viewer("clinical_officer", name="Cora Clinical")
    tell_post(Matter.PLAN_CHANGED, posts["health"], by=manager)
    amend(child, officer)

    assert told(Matter.PLAN_CHANGED) == {
        (name, "An EHC plan changed on 14 January 2020")
        for name in ("Olive", clinical.name, "Sapna")
    }


def test_a_draft_that_is_held_is_no_plan_and_the_plan_that_follows_is_new(
    child: UUID, officer: Any, telling: None, local_area: Any
) -> None:
    whose = Child.objects.visible_to(officer, on=TODAY).get(pk=child)
    EhcPlan.objects.visible_to(officer, on=TODAY).filter(child_id=child).delete()
    for number, what in enumerate((What.DRAFT_SENT, What.PLAN_MADE), 1):
        said = Said(what=what, on=TODAY)
        pk = actions.record_event(
            child_id=child, said=said, process="assessment", by=officer, on=TODAY, at=NOW
        )
        event = Event.objects.visible_to(officer, on=TODAY).get(pk=pk)
        there = EhcPlan.objects.visible_to(officer, on=TODAY).filter(event_id=pk)
        if not there.update(number=number):
            event.child = whose
            EhcPlan(
                local_area_id=local_area.pk, child=whose, event=event, number=number,
                made_on=TODAY, recorded_at=NOW,
            ).save(force_insert=True)  # fmt: skip
        run(TODAY, local_area)
        words = {subject for _, subject in told(Matter.PLAN_CHANGED)}
        assert words == ({"An EHC plan was made on 14 January 2020"} if number == 2 else set())


def tell_post(matter: Matter, *posts: Post, by: Any, whom: Any = None) -> None:
    rows = ToldOf.objects.filter(matter=matter.value, until__isnull=True)
    kept = [Whom(row.whom) for row in rows if not row.post_id] if whom is None else whom
    actions.change_told_of(
        matter=matter,
        whom=kept,
        post_ids=[one.pk for one in posts],
        seen=[row.pk for row in rows],
        by=by,
        on=TODAY,
    )


def test_a_version_made_before_the_area_began_to_tell_is_no_news(
    child: UUID, officer: Any, manager: Any, local_area: Any
) -> None:
    amend(child, officer, on=TODAY - timedelta(days=3))
    begin(manager, on=TODAY)
    assert run(TODAY, local_area) == 0


def test_a_version_struck_out_before_it_was_told_is_told_to_nobody(
    child: UUID, officer: Any, manager: Any, local_area: Any
) -> None:
    event = amend(child, officer)
    version = Child.objects.visible_to(officer, on=TODAY).get(pk=child).version
    actions.strike_out(
        event_id=event, version=version, reason="Another child’s", by=officer, on=TODAY, at=NOW
    )
    begin(manager, on=TODAY)
    assert run(TODAY, local_area) == 0


def test_reviews_are_told_weeks_ahead_to_whose_caseload_it_is(
    child: UUID, manager: Any, local_area: Any
) -> None:
    due = Deadline.objects.visible_to(manager, on=TODAY).get(duty="D09", open_until=STILL).due_on
    assert due == date(2020, 4, 30)
    begin(manager, on=TODAY, weeks_ahead=(12, 6, 2))
    for day in range(120):
        run(TODAY + timedelta(days=day), local_area)

    rows = Message.objects.filter(kind=Matter.REVIEW_COMING.value)
    assert {row.person.name for row in rows} == {"Olive"}
    assert [row.queued_on for row in rows.order_by("queued_on")] == [
        due - timedelta(weeks=weeks) for weeks in (12, 6, 2)
    ]
    assert not any(row.urgent for row in rows)


def test_the_outcome_of_a_panel_is_told_once_and_not_to_who_recorded_it(
    child: UUID, officer: Any, manager: Any, telling: None, posts: Any
) -> None:
    tell_post(Matter.PANEL_OUTCOME, posts["health"], by=manager)
    outcome = UUID(int=7)
    more: dict[str, Any] = {
        "child_id": child,
        "outcome_id": outcome,
        "held_on": TODAY,
        "on": TODAY,
    }

    assert actions.tell_of_panel_outcome(**more, also=[officer.person_id], by=officer) == 2
    assert actions.tell_of_panel_outcome(**more, by=officer) == 0
    assert told(Matter.PANEL_OUTCOME) == {
        (name, "A panel decided on 14 January 2020") for name in ("Olive", "Sapna")
    }


def test_of_a_restricted_record_only_who_may_open_it_is_told(
    child: UUID, officer: Any, manager: Any, telling: None, administrator: Any
) -> None:
    ask(child, officer)
    Restriction.objects.create(
        local_area_id=manager.local_area_id,
        about_id=child,
        category="high_profile",
        reason="Known",
        owner_id=manager.person_id,
        restricted_by_id=manager.user_id,
        from_date=TODAY,
        review_due=TODAY + timedelta(days=90),
    )
    tell_what_is_due(local_area_id=manager.local_area_id, on=TODAY + timedelta(days=60))
    # The service was asked and is told; nobody is named to open the record.
    assert {name for name, _ in told(Matter.INFORMATION_LATE)} == set()
    assert {name for name, _ in told(Matter.INFORMATION_ASKED)} == {"Theo"}


def test_no_field_of_a_child_stands_in_any_message(
    officer: Any, manager: Any, telling: None, posts: Any, local_area: Any
) -> None:
    """Invented particulars that stand in no sentence by chance, and every matter told."""
    whole = replace(
        register.child(1, post_id=posts["caseload"].pk),
        reference="QZX-90417",
        forename="Zebulon",
        surname="Quirkmoor",
        born_on=date(2009, 11, 29),
        postcode="QQ9 7ZZ",
        upn="Z999000000017",
        uln="9876543210",
    )
    ids = register.add(whole, by=manager)
    pk = ids["QZX-90417"]
    ask(pk, officer, body=SERVICE)
    ask(pk, officer, body="Quirkmoor’s Alder School")
    amend(pk, officer)
    actions.tell_of_panel_outcome(
        child_id=pk, outcome_id=UUID(int=9), held_on=TODAY, by=officer, on=TODAY
    )
    for day in range(0, 380, 4):
        run(TODAY + timedelta(days=day), local_area)

    rows = Message.objects.all()
    assert {row.kind for row in rows} >= {
        one.value for one in Matter if one != Matter.NEW_TO_THE_AREA
    }
    secret = (
        "zebulon", "quirkmoor", "qzx", "90417", "29 november", "2009", "qq9", "z999", "9876543210",
        "alder", "z.q", "zq",
    )  # fmt: skip
    for row in rows:
        written = f"{row.subject} {row.words} {row.address.replace(str(pk), '')}".lower()
        assert not [one for one in secret if one in written], written


def test_an_area_tells_its_own_people_of_its_own_children(
    child: UUID, officer: Any, telling: None, other_area: Any, stranger: Any, posts: Any
) -> None:
    begin(stranger, on=TODAY)
    ask(child, officer)
    assert run(TODAY + timedelta(days=50), other_area) == 0
    with pytest.raises(Refused, match="of this area"):
        actions.name_service(
            name="Theirs", post_id=posts["lead"].pk, lead_post_id=None, by=stranger, on=TODAY
        )


def test_only_a_case_manager_says_who_is_told(officer: Any, manager: Any, posts: Any) -> None:
    with pytest.raises(NotPermitted):
        begin(officer, on=TODAY)
    begin(manager, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        begin(manager, on=TODAY)
    with pytest.raises(Refused, match="weeks"):
        actions.change_telling(
            tells=True, practice=Practice(weeks_ahead=()), version=1, by=manager, on=TODAY
        )


def test_what_a_manager_sets_is_in_the_trail(manager: Any, posts: Any) -> None:
    begin(manager, on=TODAY)
    tell_post(Matter.PLAN_CHANGED, posts["health"], by=manager, whom=[])
    entry = TrailEntry.objects.latest("seq")
    assert entry.words == "set who is told of: EHC plan changed"


def test_a_run_that_tells_is_one_entry_in_the_trail(
    child: UUID, officer: Any, telling: None, local_area: Any
) -> None:
    ask(child, officer)
    before = TrailEntry.objects.count()
    run(TODAY + timedelta(days=50), local_area)
    run(TODAY + timedelta(days=50), local_area)
    assert TrailEntry.objects.count() == before + 1


def test_one_who_stops_telling_tells_nobody(
    child: UUID, officer: Any, manager: Any, telling: None, local_area: Any
) -> None:
    actions.change_telling(tells=False, practice=Practice(), version=1, by=manager, on=TODAY)
    ask(child, officer)
    assert run(TODAY + timedelta(days=50), local_area) == 0
