"""The pages of settings: the list, one of them, by hand, and the national list coming in."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.partnership.models import LocalArea, Role
from goldenthread.provision import queries
from goldenthread.provision.models import SettingsImport
from tests.conftest import TODAY
from tests.factories import settings_lists as lists
from tests.provision.test_importing import HOPE, MILL, BringIn

pytestmark = pytest.mark.django_db
LIST = "/a/eastmere/settings/"
UPLOAD = "/a/eastmere/import/settings/"


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def client_of_office(office: Any, signed_in: Any) -> Any:
    return signed_in(office)


def words_of(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).split())


def day(name: str, number: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(number), f"{name}_month": str(month), f"{name}_year": str(year)}


def upload(client: Any, rows: Any, **others: str) -> Any:
    file = SimpleUploadedFile("list.csv", rows if isinstance(rows, bytes) else lists.as_csv(rows))
    sent = {"document": file, "whole": "whole", **day("as_at", 2, 1, 2020), **others}
    return client.post(UPLOAD, sent)


@pytest.mark.parametrize("role", Role.values)
def test_everybody_in_the_area_sees_the_list_and_a_setting(
    role: str, viewer: Any, signed_in: Any, bring_in: BringIn
) -> None:
    bring_in([MILL, HOPE])
    reader = viewer(role, name="Rae Reader")
    client = signed_in(reader)
    text = words_of(client.get(LIST))
    assert "From the national list as at 1 November 2019" in text
    assert "2 settings" in text
    hope = queries.setting_by_urn("900002", viewer=reader)
    assert hope is not None
    text = words_of(client.get(f"{LIST}{hope.id}/"))
    assert "Needs it is approved for Autism (ASD), specific learning difficulty (SPLD)" in text


def test_another_areas_setting_is_not_there(
    client_of_office: Any, bring_in: BringIn, stranger: Any
) -> None:
    bring_in([MILL], by=stranger)
    theirs = queries.setting_by_urn("900001", viewer=stranger)
    assert theirs is not None
    assert client_of_office.get(f"{LIST}{theirs.id}/").status_code == 404
    assert "No setting is on the list yet" in words_of(client_of_office.get(LIST))


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("q=hope", "Hope School", "Mill Lane School"),
        ("offers=special", "Hope School", "Mill Lane School"),
        ("phase=primary", "Mill Lane School", "Hope School"),
        ("standing=closed", "No setting is like that", "Mill Lane School"),
        ("authority=901&page=99", "Hope School", "No setting is like that"),
    ],
)
def test_the_list_is_filtered_by_its_address(
    asked: str, there: str, not_there: str, client_of_office: Any, bring_in: BringIn
) -> None:
    bring_in([MILL, HOPE])
    text = words_of(client_of_office.get(f"{LIST}?{asked}"))
    assert there in text
    assert not_there not in text


def test_a_setting_tells_what_changed_and_when(client_of_office: Any, bring_in: BringIn) -> None:
    from datetime import date

    bring_in([MILL, HOPE])
    closed = {**MILL, "EstablishmentStatus (name)": "Closed", "CloseDate": "31-12-2019"}
    bring_in([closed, HOPE], date(2020, 1, 2))
    bring_in(lists.links([(900001, 900002, "Successor", "01-01-2020")]), date(2020, 1, 2))
    found = SettingsImport.objects.count()
    text = words_of(client_of_office.get(f"{LIST}?q=900001&standing=all"))
    assert "Closed 31 December 2019" in text
    href = re.search(r'href="(/a/eastmere/settings/[0-9a-f-]{36}/)"', client_of_office.get(
        f"{LIST}?q=900001&standing=all").content.decode())  # fmt: skip
    assert href is not None
    text = words_of(client_of_office.get(href[1]))
    assert "closed on 31 December 2019" in text
    assert "2 January 2020 State Open Closed" in text
    assert "Successor: Hope School (900002), 1 January 2020" in text
    assert found == 3


def test_a_list_is_uploaded_looked_at_and_brought_in(client_of_office: Any, office: Any) -> None:
    answer = upload(client_of_office, [MILL, HOPE, {**HOPE, "URN": "1"}])
    assert answer.status_code == 302
    text = words_of(client_of_office.get(answer["Location"]))
    assert "As at 2 January 2020. 3 rows read. 1 was left out." in text
    assert "2 added" in text
    assert "“1” is no URN" in text
    assert queries.setting_by_urn("900001", viewer=office) is None
    client_of_office.post(answer["Location"], {"version": "1"})
    assert queries.setting_by_urn("900001", viewer=office) is not None
    done = words_of(client_of_office.get(answer["Location"]))
    assert "What this list changed" in done
    late = client_of_office.post(answer["Location"], {"version": "1"})
    assert late.status_code == 409


def test_a_list_that_was_put_aside_changes_nothing(client_of_office: Any, office: Any) -> None:
    answer = upload(client_of_office, [MILL])
    client_of_office.post(f"{answer['Location']}aside/", {"version": "1"})
    late = client_of_office.post(answer["Location"], {"version": "1"}, follow=True)
    assert "or put it aside meanwhile" in words_of(late)
    assert queries.setting_by_urn("900001", viewer=office) is None


def test_too_small_a_list_is_said_to_be_a_part(client_of_office: Any, bring_in: BringIn) -> None:
    rows = [lists.setting(900100 + number, f"School {number}") for number in range(40)]
    bring_in(rows)
    whole = upload(client_of_office, rows[:10])
    text = words_of(client_of_office.get(whole["Location"]))
    assert "More than one in ten settings" in text
    assert client_of_office.post(whole["Location"], {"version": "1"}).status_code == 422
    part = upload(client_of_office, rows[:11], whole="part")
    assert client_of_office.post(part["Location"], {"version": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"rows": b"a,b\r\n1,2\r\n"}, "it has no column"),
        ({"rows": [MILL], **day("as_at", 1, 2, 2020)}, "is a day to come"),
        ({"rows": [MILL], **day("as_at", 31, 2, 2020)}, "must be a real date"),
    ],
)
def test_what_is_no_list_is_refused_beside_its_field(
    sent: dict[str, Any], words: str, client_of_office: Any
) -> None:
    answer = upload(client_of_office, sent.pop("rows"), **sent)
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert SettingsImport.objects.count() == 0


def test_others_may_not_bring_a_list_in(viewer: Any, signed_in: Any) -> None:
    client = signed_in(viewer("action_lead"))
    assert client.get(UPLOAD).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert "Bring in the national list" not in client.get(LIST).content.decode()


def test_a_provider_is_added_and_changed_by_hand(client_of_office: Any) -> None:
    new = {"name": "Green Shoots", "type_name": "Alternative provision", "phase": "secondary"}
    answer = client_of_office.post(f"{LIST}add/", {**new, "offers": ["independent"]})
    page = answer["Location"]
    assert "Kept by hand, without a URN" in words_of(client_of_office.get(page))
    changed = {**new, "town": "Elm", "version": "1"}
    assert client_of_office.post(f"{page}change/", changed).status_code == 302
    text = words_of(client_of_office.get(page))
    assert "14 January 2020 Town Nothing Elm" in text
    assert "14 January 2020 Independent Yes No" in text
    assert client_of_office.post(f"{page}change/", {**new, "version": "1"}).status_code == 409
    again = client_of_office.post(f"{LIST}add/", {**new, "postcode": ""})
    assert again.status_code == 422
    assert "is on the list already" in words_of(again)


def test_a_setting_of_the_national_list_has_no_page_to_change_it(
    client_of_office: Any, bring_in: BringIn, office: Any
) -> None:
    bring_in([MILL])
    mill = queries.setting_by_urn("900001", viewer=office)
    assert mill is not None
    assert client_of_office.get(f"{LIST}{mill.id}/change/").status_code == 404


def test_a_list_of_fifty_settings_takes_few_questions(
    client_of_office: Any, bring_in: BringIn, django_assert_max_num_queries: Any
) -> None:
    bring_in(lists.many(300))
    client_of_office.get(LIST)
    with django_assert_max_num_queries(16):
        assert client_of_office.get(f"{LIST}?standing=all").status_code == 200
