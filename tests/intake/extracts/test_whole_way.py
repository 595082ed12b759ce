"""An extract from its upload to the register: nothing is written until somebody says so, then all
of it, and its file is gone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from benchmarks import returns
from goldenthread.ehcp_register.models import Child, Source
from goldenthread.files import waiting
from goldenthread.intake.actions import arrivals
from goldenthread.intake.models import ArrivalState, RegisterArrival
from goldenthread.intake.queries import arrivals as queries
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.rules.sen2 import as_xml
from goldenthread.trail.models import TrailEntry, TrailLook
from tests.intake.extracts.conftest import AS_AT, again

pytestmark = pytest.mark.django_db
EVERY = "a test counts what was written"
PERSONS = list(returns.persons(6))
LIST = "/a/eastmere/register/bring-in/"


def a_return(persons: Any = PERSONS) -> bytes:
    return "".join(as_xml.pieces(returns.HEADER, persons)).encode()


def children() -> int:
    return Child.objects.including_restricted_records(because=EVERY).count()


def lying() -> list[str]:
    root = Path(settings.FILES_ROOT) / "waiting"
    return sorted(str(path.relative_to(root)) for path in root.glob("*/*"))


def test_a_return_is_looked_at_and_nothing_is_written(give: Any) -> None:
    row = give(a_return())

    assert row.state == ArrivalState.READY
    assert (row.system, row.found["lists"]["new"], row.found["lists"]["same"]) == ("SEN2", 6, 0)
    assert all(met == read + refused for met, read, refused in row.found["rows"].values())
    checks = row.found["checks"]
    assert checks["ran"] + checks["not_run"] == 50
    assert children() == Source.objects.count() == 0


def test_it_is_brought_in_whole_and_its_file_is_deleted(give: Any, press: Any) -> None:
    row = press(arrivals.bring_in_arrival, give(a_return()))

    assert row.state == ArrivalState.BROUGHT
    assert row.outcome["new"] == children() == 6
    assert row.source_id == Source.objects.get().pk
    assert (row.key, row.decided) == ("", {})
    assert lying() == []


def test_what_lies_on_the_disk_says_nothing_and_goes_into_no_backup(give: Any) -> None:
    row = give(a_return())
    from goldenthread.files import queries as files

    content = b"".join(
        (waiting.folder(row.pk) / name.split("/")[1]).read_bytes() for name in lying()
    )
    for person in PERSONS:
        for said in (person.surname, person.upn):
            assert said is None or said.encode() not in content
    assert b"Surname" not in content
    assert list(files.every_content()) == []


def test_pressed_twice_it_is_brought_in_once(give: Any, press: Any) -> None:
    row = give(a_return())
    press(arrivals.bring_in_arrival, row)
    press(arrivals.bring_in_arrival, row)

    assert Source.objects.count() == 1
    assert children() == 6


def test_the_same_file_while_it_waits_is_the_one_that_waits(give: Any) -> None:
    assert give(a_return()).pk == give(a_return()).pk
    assert RegisterArrival.objects.count() == 1


def test_the_next_one_shows_what_changes_and_then_changes_just_that(
    give: Any, press: Any, manager: Any, on: date
) -> None:
    press(arrivals.bring_in_arrival, give(a_return()))
    other = [replace(PERSONS[0], surname="Otherwise", postcode="ZZ99 1AA"), *PERSONS[1:]]
    row = give(a_return(other), as_at=date(2020, 1, 6))

    lists = row.found["lists"]
    assert (lists["new"], lists["changes"], lists["same"]) == (0, 1, 5)
    page = queries.page_of(row.pk, "changes", page=1, viewer=manager, on=on)
    told = {words: now for _, words, _, now in page.lines[0]["what"]}
    assert told == {"surname": "Otherwise", "postcode": "ZZ99 1AA"}

    row = press(arrivals.bring_in_arrival, row)
    assert (row.outcome["changed"], row.outcome["unchanged"]) == (1, 5)
    assert row.outcome["fields_changed"] == 2


def test_whom_the_next_one_names_no_longer_is_told_and_stays(give: Any, press: Any) -> None:
    press(arrivals.bring_in_arrival, give(a_return()))
    row = give(a_return(PERSONS[1:]), as_at=date(2020, 1, 6))

    assert row.found["lists"]["missing"] == 1
    press(arrivals.bring_in_arrival, row)
    assert children() == 6


def test_looked_at_before_another_came_in_it_is_looked_at_again_first(
    give: Any, press: Any
) -> None:
    first = give(a_return())
    second = give(a_return(PERSONS[:3]), as_at=date(2020, 1, 6))
    press(arrivals.bring_in_arrival, second)
    with pytest.raises(Refused, match="Look at it again"):
        press(arrivals.bring_in_arrival, first)
    assert children() == 3
    # And now it is the older one of its stream.
    assert press(arrivals.look_again, again(first.pk)).state == ArrivalState.REFUSED


def test_an_older_file_of_a_stream_is_refused(give: Any, press: Any) -> None:
    press(arrivals.bring_in_arrival, give(a_return()))
    row = give(a_return(PERSONS[:2]), as_at=date(2019, 11, 1))
    assert row.state == ArrivalState.REFUSED
    assert "would put back what has changed since" in row.refusal
    with pytest.raises(Refused, match="would put back"):
        give(a_return(PERSONS[:2]), as_at=date(2019, 11, 1), system="SEN2")


def test_of_two_who_press_at_once_the_second_is_told(give: Any, press: Any) -> None:
    row = give(a_return())
    press(arrivals.look_again, row)
    with pytest.raises(ChangedMeanwhile):
        press(arrivals.bring_in_arrival, row)
    assert children() == 0


def test_cancelled_its_file_is_deleted_and_nothing_is_written(give: Any, press: Any) -> None:
    row = press(arrivals.cancel, give(a_return()))
    assert (row.state, row.key, lying()) == (ArrivalState.CANCELLED, "", [])
    assert children() == 0
    with pytest.raises(Refused, match="was cancelled"):
        press(arrivals.bring_in_arrival, row)


def test_only_a_case_manager_of_the_area_does_any_of_it(
    give: Any, press: Any, viewer: Any, other_viewer: Any, browser: Any
) -> None:
    officer = viewer("case_officer")
    with pytest.raises(NotPermitted):
        give(a_return(), by=officer)
    row = give(a_return())
    for who, code in ((officer, 403), (other_viewer("case_manager"), 404)):
        slug = who.local_area_slug
        for path in ("", "list/new/", "history/"):
            at = f"/a/{slug}/register/bring-in/{row.pk}/{path}"
            assert browser(who).get(at).status_code == code
        with pytest.raises(Refused):
            press(arrivals.cancel, row, by=who)


def test_by_its_pages_it_is_uploaded_looked_at_and_brought_in(
    browser: Any, manager: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = browser(manager)
    day = {"as_at_day": AS_AT.day, "as_at_month": AS_AT.month, "as_at_year": AS_AT.year}
    with django_capture_on_commit_callbacks(execute=True):
        sent = SimpleUploadedFile("sen2.xml", a_return())
        answer = client.post(LIST, {"document": sent, "system": "as it says", **day})
    assert answer.status_code == 302, answer.content
    row = RegisterArrival.objects.get()
    at = f"{LIST}{row.pk}/"
    page = client.get(at).content.decode()
    assert "6</b> <small>new to the register" in page
    assert "Every row is accounted for" in page
    for name in ("new", "changes", "same", "asked", "missing", "nobody", "problems", "checks"):
        assert client.get(f"{at}list/{name}/").status_code == 200
    assert client.get(f"{at}list/else/").status_code == 404
    listed = client.get(f"{at}list/new/").content.decode()
    assert str(PERSONS[0].surname) in listed
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{at}bring-in/", {"version": row.version})
    assert answer.status_code == 302
    assert "The extract is in the register" in client.get(at).content.decode()
    assert "6 new, 0 changed" in client.get(LIST).content.decode()
    assert "had an extract brought" in client.get(f"{at}history/").content.decode()
    assert TrailLook.objects.exists()


def test_its_page_and_trail_name_nobody(give: Any, press: Any, browser: Any, manager: Any) -> None:
    row = give(a_return())
    page = browser(manager).get(f"{LIST}{row.pk}/").content.decode()
    press(arrivals.bring_in_arrival, row)
    said = [page, *(one.words + one.object_label for one in TrailEntry.objects.all())]
    for person in PERSONS:
        for name in (person.surname, person.upn, person.postcode):
            if name:
                assert not any(re.search(rf"\b{re.escape(name)}\b", words) for words in said)
