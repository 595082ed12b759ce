"""Advice: several asked at once, chased, received, judged; each body has its six weeks, and nobody
reads what is withheld from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import AdviceChase, AdviceJudgement, Case, Deadline, Event
from goldenthread.ehcp_register.queries.advice import AdviserFact, advice_of
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea, User
from goldenthread.partnership.person_linked import Withheld
from goldenthread.partnership.queries import viewer_for
from goldenthread.rules.advice import Criterion, Judged, Met, Service, Standing, service_of
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.rules.standing.records import CaseRecord, Said
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
ASKED = date(2019, 11, 18)  # so that six weeks ended on 30 December 2019
ALL_MET = dict.fromkeys(Criterion, Met.MET)


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def child(manager: Any) -> UUID:
    """Somebody whose assessment was agreed, and whom nobody was asked about yet."""
    history = register.history()[:2]
    case = CaseRecord(key="assessment", process="assessment", opened_on=date(2018, 1, 8))
    record = register.child(1, events=history, cases=(case,), visits=())
    return register.add(record, by=manager)["EM00001"]


def _case(child: UUID, viewer: Any) -> UUID:
    return Case.objects.visible_to(viewer, on=TODAY).get(child_id=child).pk


def ask(child: UUID, by: Any, *bodies: str, views: tuple[str, ...] = (), **more: Any) -> int:
    given = {"asked_on": ASKED, "on": TODAY, **more}
    return actions.ask_advisers(
        child_id=child, case_id=_case(child, by), bodies=bodies, views=views, by=by, at=NOW, **given
    )


def advisers(child: UUID, viewer: Any, on: date = TODAY) -> dict[str, AdviserFact]:
    return {
        one.body: one for case in advice_of(child, viewer=viewer, on=on) for one in case.advisers
    }


def receive(adviser: AdviserFact, by: Any, on: date = TODAY, link: str = "") -> UUID:
    assert adviser.event_id
    return actions.receive_advice(
        event_id=adviser.event_id, received_on=on, link=link, by=by, on=TODAY, at=NOW
    )


def with_detail(viewer: Any, administrator: Any, detail: str) -> Any:
    """The same person with a right to details."""
    partnership.give_detail(
        user_id=viewer.user_id, detail=detail, reason="Writes plans", from_date=TODAY,
        by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    return viewer_for(User.objects.get(pk=viewer.user_id), viewer.local_area_slug, on=TODAY)


def address(name: str, *args: Any, slug: str = "eastmere") -> str:
    return reverse(f"ehcp_register:{name}", args=[slug, *args])


# --- asked ----------------------------------------------------------------------------------------


def test_several_are_asked_at_once_and_each_body_has_its_six_weeks(
    child: UUID, officer: Any
) -> None:
    before = TrailEntry.objects.count()
    assert ask(child, officer, "School", "Health", "Social care") == 3

    rows = Deadline.objects.visible_to(officer, on=TODAY).filter(duty="D02")
    assert {one.body: one.due_on for one in rows} == dict.fromkeys(
        ("School", "Health", "Social care"), date(2019, 12, 30)
    )
    assert TrailEntry.objects.count() == before + 1
    late = advisers(child, officer)["Health"]
    assert (late.standing, late.late_by, late.service) == (Standing.LATE, 15, Service.HEALTH)


def test_the_family_is_asked_for_its_views_and_is_never_late(child: UUID, officer: Any) -> None:
    ask(child, officer, "Health", views=("Parent or young person",))

    assert Deadline.objects.visible_to(officer, on=TODAY).filter(duty="D02").count() == 1
    family = advisers(child, officer)["Parent or young person"]
    assert (family.standing, family.due_on) == (Standing.OPEN, None)


def test_an_address_that_tells_who_the_child_is_is_not_kept(child: UUID, officer: Any) -> None:
    ask(child, officer, "Educational psychology")
    asked = advisers(child, officer)["Educational psychology"]
    for link in ("https://documents.example/Surname001-EP.pdf", "http://documents.example/1"):
        with pytest.raises(Refused, match=r"This address tells who|begins with https"):
            receive(asked, officer, link=link)
    receive(asked, officer, link="https://documents.example/1")


def test_a_family_named_among_the_bodies_starts_no_six_weeks(child: UUID, officer: Any) -> None:
    ask(child, officer, "Parents")
    assert not Deadline.objects.visible_to(officer, on=TODAY).filter(duty="D02").exists()
    assert advisers(child, officer)["Parents"].standing is Standing.OPEN


def test_who_has_not_answered_is_chased_and_not_asked_again(child: UUID, officer: Any) -> None:
    ask(child, officer, "Health")
    with pytest.raises(Refused, match="Asked already, and not answered yet: Health"):
        ask(child, officer, "Health", "School")
    assert "School" not in advisers(child, officer)


def test_nobody_is_asked_tomorrow_and_nobody_is_not_asked(child: UUID, officer: Any) -> None:
    with pytest.raises(Refused, match="still to come"):
        ask(child, officer, "Health", asked_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="Choose who"):
        ask(child, officer, "  ")


@pytest.mark.parametrize(
    ("body", "service"),
    [
        ("Educational Psychologist", Service.PSYCHOLOGY), ("EPS", Service.PSYCHOLOGY),
        ("Alder School", Service.EDUCATION), ("Mersea College", Service.EDUCATION),
        ("CAMHS", Service.HEALTH), ("Speech and language therapy", Service.HEALTH),
        ("Community Paediatrics", Service.HEALTH), ("Children’s social care", Service.SOCIAL_CARE),
        ("Mr and Mrs Parent", Service.FAMILY), ("Careers service", Service.ADULTHOOD),
        ("Youth justice", Service.OTHER), ("Deepspring", Service.OTHER), ("", Service.OTHER),
    ],
)  # fmt: skip
def test_a_body_is_told_by_its_name(body: str, service: Service) -> None:
    assert service_of(body) is service


# --- chased ---------------------------------------------------------------------------------------


def chase(child: UUID, by: Any, *asked: AdviserFact, on: date = TODAY, how: str = "email") -> int:
    ids = [one.event_id for one in asked if one.event_id]
    return actions.chase_advice(
        child_id=child, event_ids=ids, how=how, chased_on=on, by=by, on=TODAY, at=NOW
    )


def test_all_late_ones_are_chased_at_once_and_again(child: UUID, officer: Any) -> None:
    ask(child, officer, "Health", "School")
    late = list(advisers(child, officer).values())
    assert chase(child, officer, *late, on=date(2020, 1, 6)) == 2
    assert chase(child, officer, late[0], how="phone") == 1

    found = advisers(child, officer)[late[0].body].chases
    assert [(one.on, one.how, one.by) for one in found] == [
        (date(2020, 1, 6), "Email", "Owen Officer"), (TODAY, "Phone", "Owen Officer"),
    ]  # fmt: skip


def test_whoever_answered_is_not_chased(child: UUID, officer: Any) -> None:
    ask(child, officer, "Health")
    health = advisers(child, officer)["Health"]
    receive(health, officer)
    with pytest.raises(ChangedMeanwhile, match="answered meanwhile"):
        chase(child, officer, health)


def test_a_chase_stays_with_its_request_when_that_is_put_right(child: UUID, officer: Any) -> None:
    ask(child, officer, "Health")
    health = advisers(child, officer)["Health"]
    chase(child, officer, health)
    assert health.event_id
    actions.put_right(
        event_id=health.event_id, version=_version(officer, child), reason="Another day",
        said=Said(what=What.ADVICE_ASKED, on=date(2019, 11, 20), body="Health"),
        by=officer, on=TODAY, at=NOW,
    )  # fmt: skip
    after = advisers(child, officer)["Health"]
    assert after.asked_on == date(2019, 11, 20)
    assert len(after.chases) == 1


def _version(viewer: Any, child: UUID) -> int:
    from goldenthread.ehcp_register.models import Child

    return Child.objects.visible_to(viewer, on=TODAY).get(pk=child).version


def test_a_chase_that_never_was_is_taken_back_with_the_reason(child: UUID, officer: Any) -> None:
    ask(child, officer, "Health")
    chase(child, officer, advisers(child, officer)["Health"])
    row = AdviceChase.objects.visible_to(officer, on=TODAY).get()
    with pytest.raises(Refused, match="Say why"):
        actions.take_chase_back(chase_id=row.pk, version=1, reason=" ", by=officer, on=TODAY)
    actions.take_chase_back(
        chase_id=row.pk, version=1, reason="Another child’s", by=officer, on=TODAY
    )
    assert advisers(child, officer)["Health"].chases[0].taken_back == "Another child’s"
    with pytest.raises(ChangedMeanwhile):
        actions.take_chase_back(chase_id=row.pk, version=1, reason="Twice", by=officer, on=TODAY)


# --- received and judged --------------------------------------------------------------------------


def judge(event_id: UUID, by: Any, more: str = "", more_by: date | None = None) -> UUID:
    met = {**ALL_MET, Criterion.QUANTIFIED: Met.NOT_MET} if more else ALL_MET
    judged = Judged(met=met, more=more, more_by=more_by)
    return actions.judge_advice(event_id=event_id, judged=judged, by=by, on=TODAY, at=NOW)


def test_advice_that_came_meets_its_six_weeks(child: UUID, officer: Any) -> None:
    ask(child, officer, "Youth justice", "School")
    receive(advisers(child, officer)["Youth justice"], officer, date(2019, 12, 20))

    row = Deadline.objects.visible_to(officer, on=TODAY).get(body="Youth justice")
    assert row.met_on == date(2019, 12, 20)
    found = advisers(child, officer)
    assert (found["Youth justice"].standing, found["Youth justice"].late_by) == (
        Standing.RECEIVED, 0,
    )  # fmt: skip
    assert found["School"].standing is Standing.LATE


def test_advice_comes_once_unless_it_was_sent_back(
    child: UUID, officer: Any, administrator: Any
) -> None:
    ask(child, officer, "Youth justice")
    asked = advisers(child, officer)["Youth justice"]
    first = receive(asked, officer, date(2020, 1, 3))
    with pytest.raises(Refused, match="came on 3 January 2020 already"):
        receive(asked, officer)
    judge(first, officer, "Say how often, and by whom", date(2020, 1, 24))
    returned = advisers(child, officer)["Youth justice"]
    assert returned.standing is Standing.RETURNED
    assert returned.judgements[0].more == "Say how often, and by whom"
    second = receive(asked, officer)
    assert advisers(child, officer)["Youth justice"].standing is Standing.RECEIVED
    judge(second, officer)
    settled = advisers(child, officer)["Youth justice"]
    assert (settled.standing, settled.received_on) == (Standing.JUDGED, TODAY)
    # The legal limit was met by the advice that came first.
    assert Deadline.objects.visible_to(officer, on=TODAY).get(duty="D02").met_on == date(2020, 1, 3)
    assert AdviceJudgement.objects.visible_to(officer, on=TODAY).count() == 2


def test_every_criterion_is_judged(child: UUID, officer: Any) -> None:
    ask(child, officer, "Youth justice")
    came = receive(advisers(child, officer)["Youth justice"], officer)
    with pytest.raises(Refused, match="Missing: specific"):
        actions.judge_advice(
            event_id=came, judged=Judged(met={Criterion.VOICE: Met.MET}), by=officer, on=TODAY,
            at=NOW,
        )  # fmt: skip
    with pytest.raises(Refused, match="passed already"):
        judge(came, officer, "More", TODAY - timedelta(days=1))


def test_who_may_not_read_advice_neither_judges_it_nor_sees_where_it_is(
    child: UUID, officer: Any, administrator: Any
) -> None:
    ask(child, officer, "Health")
    came = receive(
        advisers(child, officer)["Health"], officer, link="https://documents.example/advice/1"
    )
    with pytest.raises(NotPermitted, match="no right to see advice of this kind"):
        judge(came, officer)
    assert isinstance(advisers(child, officer)["Health"].link, Withheld)

    reader = with_detail(officer, administrator, "health")
    judge(came, reader, "Say how often")
    assert advisers(child, reader)["Health"].link == "https://documents.example/advice/1"
    assert isinstance(advisers(child, officer)["Health"].judgements[0].more, Withheld)


def test_a_designated_officer_records_what_they_may_see(
    child: UUID, officer: Any, viewer: Any, administrator: Any
) -> None:
    ask(child, officer, "Health", "Social care")
    clinical = viewer("clinical_officer", name="Clara Clinical")
    health, care = (advisers(child, officer)[body] for body in ("Health", "Social care"))
    with pytest.raises(NotPermitted):
        receive(health, clinical)
    clinical = with_detail(clinical, administrator, "health")
    receive(health, clinical)
    assert advisers(child, officer)["Health"].standing is Standing.RECEIVED
    with pytest.raises(NotPermitted):
        receive(care, clinical)
    with pytest.raises(NotPermitted):
        ask(child, clinical, "School")


def test_views_come_or_are_not_needed(child: UUID, officer: Any) -> None:
    ask(child, officer, views=("Parent or young person", "Independent therapist"))
    found = advisers(child, officer)
    settle = actions.settle_views
    parent, other = found["Parent or young person"], found["Independent therapist"]
    assert parent.views_id
    assert other.views_id
    settle(views_id=parent.views_id, version=1, received_on=TODAY, by=officer, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        settle(views_id=parent.views_id, version=1, received_on=TODAY, by=officer, on=TODAY)
    with pytest.raises(Refused, match="say why it is not needed"):
        settle(views_id=other.views_id, version=1, received_on=None, by=officer, on=TODAY)
    settle(
        views_id=other.views_id, version=1, received_on=None, reason="Wrote to the school",
        by=officer, on=TODAY,
    )  # fmt: skip
    found = advisers(child, officer)
    assert found["Parent or young person"].standing is Standing.JUDGED
    assert found["Independent therapist"].standing is Standing.NOT_NEEDED


# --- pages ----------------------------------------------------------------------------------------


def test_everything_is_done_by_pages(child: UUID, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    given = {
        "case": str(_case(child, officer)), "bodies": ["Educational psychology", "Health"],
        "others": "Youth justice\n", "heard": "", "asked_on_day": "18", "asked_on_month": "11",
        "asked_on_year": "2019",
    }  # fmt: skip
    page = client.post(address("ask_advice", child), given, follow=True).content.decode()
    assert "Recorded: 3 advisers asked." in page
    assert "15 days late" in page

    found = advisers(child, officer)
    chased = {"how": "email", "event": [str(one.event_id) for one in found.values()]}
    page = client.post(address("chase_advice", child), chased, follow=True).content.decode()
    assert "Recorded: 3 advisers chased today." in page
    assert "last chased 14 January 2020" in page
    page = client.post(address("chase_advice", child), {"how": "email"}, follow=True)
    assert "Tick whom you chased." in page.content.decode()

    came = {"received_on_day": "13", "received_on_month": "1", "received_on_year": "2020"}
    asked = found["Youth justice"].event_id
    page = client.post(address("receive_advice", asked), came, follow=True).content.decode()
    assert "Recorded: the advice of Youth justice came." in page
    coming = Event.objects.visible_to(officer, on=TODAY).get(what="advice-received")
    judged = dict.fromkeys((one.value for one in Criterion), "met")
    page = client.post(address("judge_advice", coming.pk), judged, follow=True).content.decode()
    assert "5 of 5 met" in page
    answer = client.post(address("judge_advice", coming.pk), {"specific": "met"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "role",
    ["case_officer", "case_manager", "clinical_officer", "programme_office", "area_administrator",
     "board_member", "parent_carer_forum", "external_adviser"],
)  # fmt: skip
def test_pages_as_every_role(
    role: str, child: UUID, manager: Any, viewer: Any, signed_in: Any
) -> None:
    ask(child, manager, "Health")
    asked = advisers(child, manager)["Health"].event_id
    client = signed_in(viewer(role, name="Olly Other"))
    records, sees = {"case_officer", "case_manager"}, {"clinical_officer"}
    expected = 200 if role in records | sees else 403
    assert client.get(address("advice", child)).status_code == expected
    expected = 200 if role in records else 403
    assert client.get(address("ask_advice", child)).status_code == expected
    status = client.get(address("receive_advice", asked)).status_code
    assert status == (200 if role in records else 403 if role in sees else 404)


def test_another_area_and_a_restricted_record_look_like_nothing(
    child: UUID, officer: Any, stranger: Any, administrator: Any, viewer: Any, signed_in: Any
) -> None:
    ask(child, officer, "Health")
    asked = advisers(child, officer)["Health"].event_id
    assert asked
    assert advice_of(child, viewer=stranger, on=TODAY) == ()
    with pytest.raises(NotThere):
        actions.receive_advice(event_id=asked, received_on=TODAY, by=stranger, on=TODAY, at=NOW)
    client = signed_in(stranger)
    assert client.get(address("advice", child, slug="westholm")).status_code == 404
    assert client.get(address("advice", child)).status_code == 404

    partnership.restrict(
        about_id=child, category="other", reason="A reason", owner_id=administrator.person_id,
        by=administrator, on=TODAY,
    )  # fmt: skip
    assert advice_of(child, viewer=officer, on=TODAY) == ()
    assert signed_in(officer).get(address("advice", child)).status_code == 404
    with pytest.raises(NotThere):
        actions.receive_advice(event_id=asked, received_on=TODAY, by=officer, on=TODAY, at=NOW)


def test_ids_of_nothing_are_not_found(child: UUID, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    for name in ("advice", "ask_advice", "receive_advice", "judge_advice", "settle_views",
                 "take_chase_back"):  # fmt: skip
        assert client.get(address(name, uuid4())).status_code == 404
