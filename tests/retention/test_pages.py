"""The pages of retention, as an administrator sees them."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from goldenthread.partnership.models import LocalArea
from goldenthread.retention import actions, queries
from tests.conftest import TODAY
from tests.retention.conftest import USUAL
from tests.retention.test_erasing import ZIVIA, a_child, born

pytestmark = pytest.mark.django_db
AT = "/a/eastmere/retention/"
DAY = {"review_due_day": "1", "review_due_month": "6", "review_due_year": "2020"}


@pytest.fixture
def client(administrator: Any, signed_in: Callable[..., Any]) -> Any:
    LocalArea.objects.filter(pk=administrator.local_area_id).update(lives_on=TODAY)
    return signed_in(administrator)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_without_rules_the_page_says_so_and_how_to_begin(client: Any) -> None:
    page = words(client.get(AT))
    for said in (
        "no rules are set",
        "Nothing is on hold",
        "Nothing was erased yet",
        "Set the rules",
    ):
        assert said in page
    assert "No rules are set" in words(client.get(f"{AT}today/"))


def test_rules_are_set_on_one_page_and_approved_by_somebody_else(
    client: Any, second: Any, signed_in: Callable[..., Any]
) -> None:
    typed = {key: str(years) for key, years in USUAL.items()} | {"version": "0"}
    wrong = client.post(f"{AT}rules/", typed | {"links": "none"})
    assert wrong.status_code == 422
    assert "Links that let somebody do one task: enter a number of years" in words(wrong)
    assert client.post(f"{AT}rules/", typed).status_code == 302
    assert "a second area administrator has to look at these rules" in words(client.get(AT))
    refused = client.post(f"{AT}approve/", {"version": "1"})
    assert refused.status_code == 403
    assert "You set these rules yourself" in words(refused)
    other = signed_in(second)
    assert "25 years after their date of birth" in words(other.get(f"{AT}approve/"))
    assert other.post(f"{AT}approve/", {"version": "1"}).status_code == 302
    assert "Second Administrator approved these rules on 14 January 2020" in words(other.get(AT))


def test_rules_that_somebody_else_changed_meanwhile_are_not_overwritten(
    client: Any, administrator: Any
) -> None:
    actions.set_rules(years=USUAL, version=0, by=administrator, on=TODAY)
    typed = {key: str(years) for key, years in USUAL.items()} | {"version": "0", "links": "9"}
    answer = client.post(f"{AT}rules/", typed)
    assert answer.status_code == 409
    assert "Somebody else set the rules" in words(answer)


def test_what_is_over_and_what_is_held_is_listed_without_a_name(
    client: Any, local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    held, _ = a_child(local_area, born(30)), a_child(local_area, born(31))
    typed = {"kind": "children", "record": str(held.pk), "reason": "Claim 12", **DAY}
    assert client.post(f"{AT}holds/place/", typed).status_code == 302
    page = words(client.get(f"{AT}today/"))
    assert "1 would go." in page
    assert str(held.pk) in page
    assert "Legal hold since 14 January 2020: Claim 12" in page
    assert ZIVIA not in page + words(client.get(AT))


def test_what_is_held_for_one_reason_is_one_line_with_a_few_references(
    client: Any, local_area: Any, approved: Callable[..., None]
) -> None:
    approved()
    held = [a_child(local_area, born(30)) for _ in range(5)]
    client.post(f"{AT}holds/place/", {"kind": "children", "reason": "Inquiry", **DAY})
    page = words(client.get(f"{AT}today/"))
    assert page.count("Legal hold since 14 January 2020: Inquiry") == 1
    assert "and 2 more" in page
    assert sum(str(one.pk) in page for one in held) == 3


def test_a_hold_is_reviewed_and_released(client: Any, administrator: Any) -> None:
    wrong = client.post(f"{AT}holds/place/", {"kind": "", "reason": "", **DAY})
    assert wrong.status_code == 422
    client.post(f"{AT}holds/place/", {"kind": "", "reason": "Inquiry", **DAY})
    (hold,) = queries.holds(viewer=administrator)
    at = f"{AT}holds/{hold.id}/"
    assert "Everything in the area. Held because: Inquiry" in words(client.get(f"{at}review/"))
    assert client.post(f"{at}review/", {"version": "1", **DAY}).status_code == 302
    assert client.post(f"{at}release/", {"version": "1", "reason": "x"}).status_code == 409
    assert client.post(f"{at}release/", {"version": "2", "reason": "Over"}).status_code == 302
    assert "Released 14 January 2020" in words(client.get(AT))


def test_a_certificate_has_a_page_of_its_own(
    client: Any, local_area: Any, administrator: Any, approved: Callable[..., None]
) -> None:
    approved()
    a_child(local_area, born(30))
    done = actions.erase(local_area_id=local_area.pk, on=TODAY)
    assert done
    page = words(client.get(f"{AT}certificates/{done.certificate_id}/"))
    (found,) = queries.certificates(viewer=administrator)
    for said in ("Erasure certificate 1", found.hash, "Second Administrator", "Child"):
        assert said in page
    assert "Certificate 1" in words(client.get(AT))


def test_nobody_else_finds_these_pages(
    client: Any, viewer: Callable[..., Any], signed_in: Callable[..., Any], other_area: Any
) -> None:
    assert "How long records are kept" in words(client.get("/a/eastmere/people/"))
    assert client.get("/a/westholm/retention/").status_code == 404
    office = signed_in(viewer("programme_office"))
    for place in ("", "rules/", "approve/", "today/", "holds/place/"):
        answer = office.get(f"{AT}{place}")
        assert answer.status_code == 403, place
        assert "Ask yours." in words(answer)
    assert "How long records are kept" not in words(office.get("/a/eastmere/people/"))
