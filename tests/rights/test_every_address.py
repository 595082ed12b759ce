"""Every named address as every role, with one's own area's things and with the other area's."""

from __future__ import annotations

import os
from typing import Any

import pytest

from goldenthread.partnership.models import Role
from tests.rights import crawl, matrix
from tests.rights.addresses import SAID, Unfilled, filled, of_an_area
from tests.rights.crawl import Crawled

pytestmark = pytest.mark.django_db
ANSWERS = {200, 302, 403, 404, 405, 409, 422}
# These have no thing in the demonstration to be filled in with; none is allowed for long.
EMPTY: set[str] = set()


@pytest.fixture(scope="module")
def crawled(areas: Any) -> dict[str, Crawled]:
    """Each role's walk over every address, once."""
    return {role: crawl.crawl(areas, role) for role in Role.values}


def test_every_address_can_be_filled_in(areas: Any) -> None:
    empty = set()
    for address in of_an_area():
        try:
            filled(address, slug=areas.slug, area_id=areas.area_id)
        except Unfilled:
            empty.add(address.name)
    assert empty == EMPTY


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("role", Role.values)
def test_another_area_s_things_are_no_pages_here(areas: Any, role: str) -> None:
    """With the other area's ids, under one's own area: what an id that nothing has gets, and never
    a page or a fault. Under the other area itself: nothing at all."""
    client = areas.client(role, slug=areas.other_slug)
    wrong = []
    for address in of_an_area():
        if set(address.kwargs) <= {"area", "kind", "key", "form", *SAID}:
            continue
        given = {"area_id": areas.area_id}
        theirs = filled(address, slug=areas.other_slug, **given)
        nothing = filled(address, slug=areas.other_slug, **given, at_random=True)
        got = crawl.status_of(client, theirs)
        if got not in (404, 403, 405) or got != crawl.status_of(client, nothing):
            wrong.append(f"{address.name}: {got}")
        if got == 405 and crawl.sent(client, theirs) not in (403, 404, 422):
            wrong.append(f"{address.name}, sent to: {crawl.sent(client, theirs)}")
        if crawl.status_of(client, filled(address, slug=areas.slug, **given)) != 404:
            wrong.append(f"{address.name}: the area itself answers")
    assert not wrong, "\n".join(wrong)


@pytest.mark.asvs("3.5.3")
@pytest.mark.parametrize("role", Role.values)
def test_looking_at_every_page_changes_nothing_and_nothing_fails(
    crawled: dict[str, Crawled], role: str
) -> None:
    found = crawled[role]
    failing = {name: status for name, status in found.statuses.items() if status not in ANSWERS}
    assert failing == {}
    assert found.changed == ()


# --- the guide's matrix --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(crawled: dict[str, Crawled]) -> str:
    return matrix.made(crawled)


@pytest.mark.asvs("8.1.1")
def test_the_guide_s_matrix_of_rights_is_current(page: str) -> None:
    if os.environ.get("GOLDENTHREAD_WRITE"):
        matrix.PAGE.write_text(page, encoding="utf-8")
    kept = matrix.PAGE.read_text(encoding="utf-8")
    old = set(kept.splitlines()) ^ set(page.splitlines())
    assert kept == page, f"Write it anew: GOLDENTHREAD_WRITE=1 pytest tests/rights. {sorted(old)}"


def rights_at(page: str, name: str) -> dict[str, str]:
    # Several contexts have a page of the same name: the first is that of my work.
    line = next(one for one in page.splitlines() if one.startswith(f"| `{name}` |"))
    return dict(zip(Role.values, [cell.strip() for cell in line.split("|")[2:-1]], strict=True))


def test_every_address_of_an_area_stands_in_it(page: str) -> None:
    for address in of_an_area():
        assert f"| `{address.name.rpartition(':')[2]}` |" in page


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize(
    "name",
    ["give_right", "end_right", "give_detail", "end_detail", "access_reviews", "access_review",
     "open_access_review", "decide_right", "restrict", "restriction", "lift", "name_grant",
     "review_glass", "audit_trail"],
)  # fmt: skip
def test_rights_are_an_administrator_s_alone(page: str, name: str) -> None:
    found = rights_at(page, name)
    assert {role for role, words in found.items() if words != "–"} == {"area_administrator"}


def test_everybody_reads_their_home_and_the_plans(page: str) -> None:
    assert set(rights_at(page, "home").values()) <= {"reads", "sends"}
    assert set(rights_at(page, "plans").values()) <= {"reads", "sends"}
