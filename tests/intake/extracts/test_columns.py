"""Extracts of three case systems: their columns are said once, kept as a version, and the next
file of the same columns is read without asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from goldenthread.ehcp_register.models import Child, Event, Need
from goldenthread.intake.actions import arrivals
from goldenthread.intake.actions.mappings import save_mapping
from goldenthread.intake.models import ArrivalState, RegisterArrival, RegisterMapping
from goldenthread.intake.queries.mappings import to_begin_with
from goldenthread.intake.registers.mapping import Mapping, Shape
from goldenthread.intake.registers.proposing import (
    EVENT,
    EVENT_DAY,
    REFERENCE,
    TableSeen,
    asked_words,
    likely,
    mapping_of,
    shape_of,
)
from goldenthread.intake.registers.values import DateStyle
from goldenthread.rules.refusals import Refused
from tests.factories import case_systems
from tests.intake.extracts.conftest import again

pytestmark = pytest.mark.django_db
EVERY = "a test counts what was written"
NEXT = date(2020, 1, 6)

SYNERGIC = {
    "Main SEN Need": {"Autism": "ASD", "Speech & Lang": "SLCN", "Social/Emotional": "SEMH",
                      "Hearing": "HI"},
}  # fmt: skip
STAGES = {
    "Referral logged": "event.request-received", "Draft EHCP out": "event.draft-sent",
    "Final EHCP out": "event.plan-made",
}  # fmt: skip


def chosen(
    table: TableSeen,
    name: str,
    given: dict[str, str] | None = None,
    codes: dict[str, dict[str, str]] | None = None,
) -> Mapping:
    """What somebody would save: the guesses, with some columns said, and words in ours."""
    targets = {one.at: one.target for one in table.columns}
    places = {one.heading: one.at for one in table.columns}
    targets |= {places[heading]: target for heading, target in (given or {}).items()}
    said = {
        one.at: (codes or {}).get(one.heading)
        or {words: likely(words, targets[one.at]) for words, _ in asked_words(one, targets[one.at])}
        for one in table.columns
    }
    return mapping_of(table, name=name, targets=targets, dates=table.dates, codes=said)


@pytest.fixture
def say(press: Any, manager: Any) -> Callable[..., RegisterArrival]:
    """`say(row, "Synergy", …)`: what the columns are, and the file read so."""

    def do(row: RegisterArrival, name: str, *more: Any) -> RegisterArrival:
        table, _ = to_begin_with(row.pk, viewer=manager)
        read: RegisterArrival = press(save_mapping, row, mapping=chosen(table, name, *more))
        return read

    return do


def rows_of(model: Any) -> Any:
    return model.objects.including_restricted_records(because=EVERY)


def test_a_wide_csv_with_a_title_and_needs_in_words(give: Any, say: Any, press: Any) -> None:
    row = give(case_systems.synergic(), "caseload.csv", authority="999")
    assert row.state == ArrivalState.COLUMNS

    row = say(row, "Synergy", None, SYNERGIC)
    assert (row.state, row.system, row.mapping.version) == (ArrivalState.READY, "Synergy", 1)
    # Its total below is refused with its reason, and counted.
    assert row.found["rows"] == {"row": [9, 8, 1]}
    assert row.found["lists"]["new"] == 8

    press(arrivals.bring_in_arrival, row)
    assert rows_of(Child).get(reference="SYN40").born_on == case_systems.LEAP_DAY
    kinds = set(rows_of(Need).values_list("need", flat=True))
    assert kinds == {"ASD", "SLCN", "SEMH", "HI"}


def test_the_next_month_of_the_same_columns_is_read_without_asking(
    give: Any, say: Any, press: Any
) -> None:
    first = give(case_systems.synergic(), "caseload.csv", authority="999")
    press(arrivals.bring_in_arrival, say(first, "Synergy", None, SYNERGIC))
    row = give(
        case_systems.synergic(surname="Otherwise"), "january.csv", as_at=NEXT, authority="999"
    )

    assert (row.state, row.system) == (ArrivalState.READY, "Synergy")
    assert row.mapping == RegisterMapping.objects.get()
    lists = row.found["lists"]
    assert (lists["new"], lists["changes"], lists["same"]) == (0, 1, 7)
    assert press(arrivals.bring_in_arrival, row).outcome["fields_changed"] == 1


def test_a_workbook_with_a_cover_and_technical_headings(
    give: Any, say: Any, press: Any, manager: Any
) -> None:
    row = give(case_systems.fluid(), "data.xlsx", authority="999")
    table, _ = to_begin_with(row.pk, viewer=manager)
    assert table.sheet == "Data"
    row = say(
        row,
        "Liquidlogic",
        {
            "PERSON_REF": REFERENCE, "SURNAME_TXT": "person.surname",
            "FORENAME_TXT": "person.forename", "DOB_DT": "person.born", "GENDER_CD": "person.sex",
            "PLAN_STRT_DT": "named_plan.start", "REQ_RECD_DT": "request.received",
            "REQ_OUTCOME": "request.outcome", "SETTING_NAME": "beside.setting",
        },
        {"REQ_OUTCOME": {"Assessment agreed": "A"}, "GENDER_CD": {"Female": "F", "Male": "M"}},
    )  # fmt: skip
    assert row.found["lists"]["new"] == 8, (row.state, row.refusal)
    press(arrivals.bring_in_arrival, row)
    assert set(rows_of(Child).values_list("sex", flat=True)) == {"F", "M"}


def test_one_row_for_each_step_with_the_month_first(
    give: Any, say: Any, press: Any, manager: Any
) -> None:
    row = give(case_systems.happenings(), "stages.csv", authority="999")
    given = {
        "PupilId": REFERENCE, "LegalSurname": "person.surname",
        "PreferredForename": "person.forename", "BirthDate": "person.born", "StageDesc": EVENT,
        "StageDate": EVENT_DAY,
    }  # fmt: skip
    table, _ = to_begin_with(row.pk, viewer=manager)
    mapping = chosen(table, "Capita One", given, {"StageDesc": STAGES})
    assert mapping.shape is Shape.EVENT
    row = press(save_mapping, row, mapping=replace(mapping, dates=DateStyle.MONTH_FIRST))
    # A step that is no event of ours, and one without a day, are refused with their reasons.
    assert row.found["rows"] == {"row": [14, 12, 2]}
    row = press(arrivals.bring_in_arrival, row)
    assert row.outcome["new"] == 4
    made = rows_of(Event).filter(what="plan-made").order_by("on")
    assert made[0].on == date(2019, 5, 30)


def test_a_changed_mapping_is_the_next_version_and_the_old_file_keeps_its_own(
    give: Any, say: Any, press: Any
) -> None:
    first = say(give(case_systems.synergic(), "a.csv", authority="999"), "Synergy", None, SYNERGIC)
    press(arrivals.bring_in_arrival, first)
    second = give(case_systems.synergic(surname="Otherwise"), "b.csv", as_at=NEXT)
    second = say(second, "Synergy", {"AR Decision Date": ""}, SYNERGIC)

    versions = [again(row.pk).mapping for row in (first, second)]
    assert [one.version for one in versions if one] == [1, 2]
    assert RegisterMapping.objects.count() == 2


def test_said_again_as_it_was_it_is_no_new_version(give: Any, say: Any) -> None:
    row = say(give(case_systems.synergic(), "a.csv"), "Synergy", None, SYNERGIC)
    row = say(row, "Synergy", None, SYNERGIC)
    assert row.mapping.version == 1


def test_a_mapping_that_names_nobody_is_refused_in_a_sentence(give: Any, say: Any) -> None:
    row = give(case_systems.synergic(), "a.csv")
    nobody = dict.fromkeys(("Person ID", "Family Name", "Given Name", "Date of Birth", "UPN"), "")
    with pytest.raises(Refused, match="Nothing says who a row is about"):
        say(row, "Synergy", nobody)
    with pytest.raises(Refused, match="Say the name of the system"):
        say(row, " ")
    assert RegisterMapping.objects.count() == 0


def test_the_page_shows_shapes_and_codes_and_nobody(
    give: Any, browser: Any, manager: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row = give(case_systems.synergic(), "caseload.csv")
    client = browser(manager)
    at = f"/a/eastmere/register/bring-in/{row.pk}/"
    answer = client.get(at)
    assert answer.status_code == 302
    page = client.get(f"{at}columns/").content.decode()
    for surname, forename in zip(case_systems.SURNAMES, case_systems.FORENAMES, strict=True):
        assert surname not in page
        assert forename not in page
    assert "99/99/9999" in page
    assert "Seems to be: Surname" in page
    places = {"Person ID": 0, "Family Name": 1, "Given Name": 2, "Date of Birth": 3,
              "Main SEN Need": 5}  # fmt: skip
    to = ("reference", "person.surname", "person.forename", "person.born", "need.kind")
    sent = {f"to-{place}": target for place, target in zip(places.values(), to, strict=True)}
    sent |= {"version": str(row.version), "name": "Synergy", "dates": "ANY"}
    words = client.post(f"{at}columns/", sent | {"step": "columns"}).content.decode()
    assert "What do its words mean?" in words
    assert "Speech &amp; Lang" in words
    with django_capture_on_commit_callbacks(execute=True):
        codes = {f"is-5-{number}": "ASD" for number in range(4)}
        answer = client.post(f"{at}columns/", sent | codes | {"step": "words"})
    assert answer.status_code == 302, answer.content.decode()
    assert "version 1 of the columns of Synergy" in client.get(at).content.decode()
    assert "Synergy, columns version 1" in client.get(at[: at.index(str(row.pk))]).content.decode()


@pytest.mark.parametrize(
    ("words", "target", "ours"),
    [
        ("Autism", "need.kind", "ASD"), ("Speech & Lang", "need.kind", "SLCN"),
        ("Social/Emotional", "need.kind", "SEMH"), ("Male", "person.sex", "M"),
        ("Female", "person.sex", "F"), ("f", "person.sex", "F"), ("Yes", "request.tribunal", "1"),
        ("Xyzzy", "need.kind", ""),
    ],
)  # fmt: skip
def test_words_are_guessed_in_ours(words: str, target: str, ours: str) -> None:
    assert likely(words, target) == ours


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("Eze-Hollis", "Aaa-Aaaaaa"), ("06/05/2014", "99/99/9999"), ("", ""),
        ("T801200001001", "A999999999999"), ("é" * 30, "a" * 24 + "…"),
    ],
)  # fmt: skip
def test_a_shape_keeps_no_letter_and_no_digit(words: str, shape: str) -> None:
    assert shape_of(words) == shape
