"""A person read becomes what the register keeps: nothing made up, nothing gone by unseen."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import returns
from goldenthread.intake.registers.annex_a import read_annex_a
from goldenthread.intake.registers.into_register import Told, told_of
from goldenthread.intake.registers.rows import AnnexAFacts, Happened, PersonRead
from goldenthread.intake.registers.sen2_xml import read_xml
from goldenthread.rules.proceedings import WORDS, Facts, Phase, What
from goldenthread.rules.proceedings.happenings import MUST_CARRY
from goldenthread.rules.sen2 import as_xml
from goldenthread.rules.sen2.items import Module
from goldenthread.rules.standing import ELSEWHERE, NEEDS
from tests.factories.any_return import DAYS, records
from tests.factories.registers import ANNEX_A_ROW, annex_a
from tests.factories.returns import person

AS_AT = date(2027, 1, 21)
OAK = UUID(int=7)


def told(line: str, **more: Any) -> Told:
    read = PersonRead(1, "K-1", person(line), **more)
    return told_of(read, as_at=AS_AT, authority="801", settings={"100001": OAK})


def events(found: Told) -> list[tuple[str, str, date]]:
    return [(one.case, one.what.value, one.on) for one in found.record.events]


WHOLE = (
    "person surname=Eze forename=Farah born=2014-05-06 sex=F upn=T801200001001; "
    "request received=2026-01-05 outcome=Y outcome_date=2026-02-10; "
    "assessment outcome=Y outcome_date=2026-05-20; plan start=2026-05-20; "
    "detail urn=100001 rank=1 sen_unit=1 resourced_provision=0; "
    "active review_meeting=2026-12-01 review_outcome=A last_review=2026-12-20 "
    "review_draft=2026-12-21; "
    "placement sen_setting=OLA rank=1 entered=2026-09-01; need kind=ASD rank=1; need kind=HI rank=2"
)


def test_a_whole_return_becomes_cases_events_places_and_needs() -> None:
    found = told(WHOLE)
    assert events(found) == [
        ("assessment-1", "request-received", date(2026, 1, 5)),
        ("assessment-1", "assessment-agreed", date(2026, 2, 10)),
        ("assessment-1", "plan-made", date(2026, 5, 20)),
        ("review-1", "meeting-held", date(2026, 12, 1)),
        ("review-1", "review-amends", date(2026, 12, 20)),
        ("review-1", "amendments-sent", date(2026, 12, 21)),
    ]
    assert [(one.key, one.process, one.opened_on) for one in found.record.cases] == [
        ("assessment-1", "assessment", date(2026, 1, 5)),
        ("review-1", "review", date(2026, 12, 1)),
    ]
    named, attended = found.record.placements
    assert (named.kind, named.setting_id, named.urn, named.sen_unit) == (
        "named", OAK, "100001", True)  # fmt: skip
    assert (attended.kind, attended.elsewhere, attended.from_date) == (
        "attended", "OLA", date(2026, 9, 1))  # fmt: skip
    assert [(one.need, one.rank, one.from_date) for one in found.record.needs] == [
        ("ASD", 1, date(2026, 5, 20)),
        ("HI", 2, date(2026, 5, 20)),
    ]
    (ours,) = found.record.responsible
    assert (ours.authority, ours.from_date, ours.until) == ("801", date(2026, 1, 5), None)
    assert found.assumed == found.left == ()


@pytest.mark.parametrize(
    ("line", "happened"),
    [
        ("request outcome=N outcome_date=2026-02-10", ["assessment-refused"]),
        ("assessment outcome=N outcome_date=2026-02-10", ["plan-refused"]),
        ("plan start=2020-01-02 ceased=2026-02-10 cease_reason=2", ["plan-made", "plan-ceased"]),
        ("plan start=2020-01-02 ceased=2026-02-10 cease_reason=5",
         ["plan-made", "plan-transferred-away"]),
        ("plan start=2020-01-02 ceased=2026-02-10 cease_reason=8", ["plan-made", "died"]),
        ("plan first_issued=2020-01-02 amended=2024-03-04", ["plan-made", "plan-amended"]),
        ("plan first_issued=2020-01-02 start=2024-03-04", ["plan-made", "plan-amended"]),
        ("active review_outcome=M last_review=2026-02-10", ["review-keeps"]),
        ("active review_outcome=C last_review=2026-02-10", ["review-ceases"]),
        ("active phase_transfer_due=2027-02-15 phase_transfer_final=2027-01-20",
         ["phase-move-expected", "plan-amended"]),
    ],
)  # fmt: skip
def test_each_part_of_the_return_becomes_its_event(line: str, happened: list[str]) -> None:
    assert [what for _, what, _ in events(told(line))] == happened


def test_a_phase_transfer_carries_its_move() -> None:
    found = told("active phase_transfer_due=2027-03-31")
    (move,) = found.record.events
    assert (move.phase, move.day, move.on) == (
        Phase.POST_16, date(2027, 9, 1), date(2026, 9, 1))  # fmt: skip
    assert len(found.assumed) == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("request outcome=W", "The request was withdrawn; the source does not say when."),
        ("request mediation=1",
         "Mediation or a tribunal about the request is recorded without its day."),
        ("request exported=802",
         "The person moved to another authority; the source does not say when."),
        ("assessment week20=1",
         "An exception to the 20 weeks is recorded without its reason. Claim it on the child’s "
         "page, with what shows it."),
        ("active transfer_la=802",
         "The plan was taken over from another authority; the source does not say when."),
        ("plan personal_budget=1", "A personal budget is recorded without how it is paid."),
        ("need kind=XX rank=1", "A need has a code that is none of the return's; it was left out."),
        ("plan ceased=2027-05-01 cease_reason=2",
         "A day after that of the source is recorded as past; it was left out."),
        ("placement urn=100001 rank=1 entered=2026-09-02 left=2026-09-01",
         "A placement ends before it begins; it was left out."),
        ("person postcode=" + "Z" * 20, "The postcode is longer than any can be; it was left out."),
        ("active review_outcome=M", "The decision after a review is given without its day."),
        ("active phase_transfer_due=2027-02-16",
         "A phase transfer is due on a day that is no limit of the law."),
    ],
)  # fmt: skip
def test_what_the_register_cannot_keep_is_said(line: str, sentence: str) -> None:
    assert sentence in told(line).left


def test_what_is_assumed_is_said() -> None:
    found = told("plan start=2020-01-02; active last_review=2026-02-10; placement urn=100001")
    assert events(found)[1][1] == "review-keeps"
    assert len(found.assumed) == 3
    assert found.record.placements[0].from_date == AS_AT


def test_a_person_of_annex_a_and_of_an_extract_come_in_too() -> None:
    (read,) = list(read_annex_a(annex_a(ANNEX_A_ROW)))
    found = told_of(read, as_at=AS_AT, authority="801")
    assert [what for _, what, _ in events(found)] == ["plan-made", "plan-amended", "review-keeps"]
    assert found.record.known_to_social_care == "child in need"
    assert found.record.placements[0].urn == "100001"
    found = told(
        "request received=2026-01-05",
        happened=(Happened("draft-sent", date(2026, 4, 20)),),
        beside=(("nhs_number", "943 476 5919"), ("setting", "Oak Lane")),
        annex_a=AnnexAFacts(home_educated=True, known_to_social_care=True),
    )
    assert events(found)[1] == ("assessment-1", "draft-sent", date(2026, 4, 20))
    assert found.record.nhs_number == "9434765919"
    assert found.record.placements[0].name == "Oak Lane"
    assert found.record.circumstances[0].kind == "home-educated"
    assert found.record.known_to_social_care == "known to social care"


READS = st.builds(
    PersonRead,
    number=st.just(1),
    reference=st.text(max_size=60),
    person=records(Module.PERSON, beside=True),
    happened=st.lists(
        st.builds(
            Happened, st.sampled_from([one.value for one in WORDS if one not in MUST_CARRY]), DAYS
        ),
        max_size=3,
    ).map(tuple),
    annex_a=st.none() | st.builds(AnnexAFacts, home_educated=st.booleans()),
)


@given(READS, DAYS)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_read_can_be_kept(read: PersonRead, as_at: date) -> None:
    record = told_of(read, as_at=as_at, authority="801").record
    cases = {one.key: one for one in record.cases}
    Facts(record.events)  # refuses what contradicts itself
    assert all(one.on <= as_at and one.case in cases for one in record.events)
    assert all(
        one.opened_on == min(event.on for event in record.events if event.case == one.key)
        for one in record.cases
    )
    for placed in record.placements:
        assert placed.setting_id or placed.urn or placed.name or placed.elsewhere
        assert placed.elsewhere in {"", *(one.value for one in ELSEWHERE)}
        assert len(placed.urn) <= 6
        assert placed.rank in (1, 2)
    assert {one.need for one in record.needs} <= set(NEEDS)
    dated = (*record.placements, *record.needs, *record.budgets, *record.responsible)
    assert all(one.until is None or one.until >= one.from_date for one in dated)


@given(READS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_day_that_is_past_becomes_an_event_or_is_said(read: PersonRead) -> None:
    found = told_of(read, as_at=date(2100, 1, 1), authority="801")
    days = {one.on for one in found.record.events}
    for request in read.person.requests:
        assert request.received is None or request.received in days
        for assessment in request.assessments:
            for plan in assessment.named_plans:
                assert plan.ceased is None or plan.ceased in days
        for active in request.active_plans:
            assert active.review_meeting is None or active.review_meeting in days
            assert active.last_review is None or active.last_review in days
    assert {one.value for one in What} >= {happened.what for happened in read.happened}


@pytest.mark.django_db
def test_an_invented_return_is_kept_in_the_register_with_its_deadlines(viewer: Any) -> None:
    from goldenthread.ehcp_register import actions
    from goldenthread.ehcp_register.models import Case, Child, Deadline, Event, Need, Placement
    from tests.conftest import NOW

    on = returns.CENSUS_DAY
    by = viewer("case_manager", name="Mina Manager")
    xml = "".join(as_xml.pieces(returns.HEADER, returns.persons(60)))
    records = []
    for read in read_xml(io.BytesIO(xml.encode())):
        named = replace(read, reference=f"S{read.number}")
        records.append(told_of(named, as_at=on, authority="801").record)
    ids = actions.add_children(
        records=records, system="SEN2", title="SEN2 2027", as_at=on, by=by, on=on, at=NOW,
    )  # fmt: skip
    assert len(ids) == 60

    def count(model: Any) -> int:
        return int(model.objects.visible_to(by, on=on).count())

    assert count(Child) == 60
    assert count(Event) == sum(len(one.events) for one in records)
    assert count(Case) == sum(len(one.cases) for one in records)
    assert count(Placement) == sum(len(one.placements) for one in records)
    assert count(Need) == 120
    assert count(Deadline) > 60
