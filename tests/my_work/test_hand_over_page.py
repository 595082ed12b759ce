"""The page of a handover: chosen in the address, confirmed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest

from goldenthread.improvement_plan.models import ActionLead, Risk
from goldenthread.partnership.models import Person, PostHolding
from tests.my_work.conftest import DAY


def address(giver: Any) -> str:
    return f"/a/eastmere/hand-over/{giver.person_id}/"


def chosen(taker: Any, **more: str) -> dict[str, str]:
    given = {
        "day_day": "3",
        "day_month": "2",
        "day_year": "2020",
        "leaves": "no",
        "also": "",
        "only": "",
    }
    return given | {"successor": str(taker.person_id) if taker else "nobody"} | more


@dataclass
class Sent:
    """What a browser would send from the page: each box with what is chosen in it."""

    told: str

    @property
    def takers(self) -> dict[str, str]:
        selects = re.findall(r'<select[^>]* name="(take-[^"]+)">(.*?)</select>', self.told, re.S)
        found = {name: re.search(r'value="([^"]*)" selected', inner) for name, inner in selects}
        return {name: chosen[1] for name, chosen in found.items() if chosen}

    @property
    def fields(self) -> dict[str, str]:
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', self.told)
        assert seen
        return {**self.takers, "seen": seen[1]}


def asked(client: Any, giver: Any, given: dict[str, str]) -> Sent:
    return Sent(client.get(f"{address(giver)}?{urlencode(given)}").content.decode())


@pytest.fixture
def client_of_administrator(administrator: Any, signed_in: Any) -> Any:
    return signed_in(administrator)


def test_everything_is_shown_before_anybody_is_chosen(
    everything: dict[str, UUID], giver: Any, client_of_administrator: Any
) -> None:
    told = client_of_administrator.get(address(giver)).content.decode()
    for words in ("Head of inclusion", "R1 Too few educational", "SEND board", "Action lead"):
        assert words in told
    assert 'name="seen"' not in told


def test_the_successor_is_offered_for_each_thing(
    everything: dict[str, UUID], giver: Any, taker: Any, client_of_administrator: Any
) -> None:
    page = asked(client_of_administrator, giver, chosen(taker))
    assert len(page.takers) == 8
    assert set(page.takers.values()) == {str(taker.person_id)}
    assert "Hand over to Viv Lane" in page.told


def test_one_confirmation_hands_everything_over(
    everything: dict[str, UUID],
    ids: dict[str, UUID],
    giver: Any,
    taker: Any,
    client_of_administrator: Any,
) -> None:
    page = asked(client_of_administrator, giver, chosen(taker))
    sent = {**chosen(taker), **page.fields}
    answer = client_of_administrator.post(address(giver), sent, follow=True)
    assert "8 things go from Una Hart to Viv Lane on 3 February 2020." in answer.content.decode()
    now = ActionLead.objects.get(action_id=ids["1.1"], until__isnull=True)
    assert now.person_id == taker.person_id


def test_a_part_stays_and_a_part_goes_to_somebody_else(
    everything: dict[str, UUID], giver: Any, taker: Any, viewer: Any, client_of_administrator: Any
) -> None:
    third = viewer("deputy", name="Wyn Reed")
    given = chosen(taker, also=str(third.person_id))
    page = asked(client_of_administrator, giver, given)
    sent = {**given, **page.fields}
    sent |= {name: "stays" for name in sent if name.startswith("take-post")}
    sent |= {name: str(third.person_id) for name in sent if name.startswith("take-risk")}
    client_of_administrator.post(address(giver), sent)
    assert Risk.objects.get().owner_person_id == third.person_id
    assert PostHolding.objects.get().until is None


def test_from_a_post_s_page_that_post_alone_is_chosen(
    everything: dict[str, UUID], giver: Any, taker: Any, client_of_administrator: Any
) -> None:
    only = f"post:{PostHolding.objects.get().pk}"
    sent = asked(client_of_administrator, giver, chosen(taker, only=only)).takers
    assert sent[f"take-{only}"] == str(taker.person_id)
    assert {value for name, value in sent.items() if name != f"take-{only}"} == {"stays"}


def test_what_changed_meanwhile_is_said_and_nothing_moves(
    everything: dict[str, UUID], giver: Any, taker: Any, client_of_administrator: Any
) -> None:
    page = asked(client_of_administrator, giver, chosen(taker))
    Risk.objects.update(version=7)
    sent = {**chosen(taker), **page.fields}
    answer = client_of_administrator.post(address(giver), sent)
    assert answer.status_code == 422
    assert "has changed since you looked" in answer.content.decode()
    assert PostHolding.objects.get().until is None


def test_whoever_leaves_can_come_back(
    everything: dict[str, UUID], giver: Any, taker: Any, client_of_administrator: Any
) -> None:
    given = chosen(taker, leaves="yes", day_day="14", day_month="1")
    page = asked(client_of_administrator, giver, given)
    sent = {**given, **page.fields}
    told = client_of_administrator.post(address(giver), sent, follow=True).content.decode()
    assert "Una Hart left on 14 January 2020." in told
    client_of_administrator.post(f"{address(giver)}back/")
    assert Person.objects.get(pk=giver.person_id).left_on is None


def test_a_missing_choice_is_asked_for(
    everything: dict[str, UUID], giver: Any, client_of_administrator: Any
) -> None:
    where = f"{address(giver)}?{urlencode({**chosen(None), 'successor': ''})}"
    answer = client_of_administrator.get(where)
    assert answer.status_code == 422
    assert "Choose who takes over, or nobody yet." in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("board_member", 403), ("action_lead", 403), ("deputy", 403), ("workstream_lead", 403),
        ("parent_carer_forum", 403), ("external_adviser", 403), ("programme_office", 200),
        ("area_administrator", 200),
    ],
)  # fmt: skip
def test_who_opens_the_page(
    everything: dict[str, UUID], giver: Any, viewer: Any, signed_in: Any, role: str, status: int
) -> None:
    assert signed_in(viewer(role)).get(address(giver)).status_code == status


def test_a_person_of_another_area_is_not_there(
    client_of_administrator: Any, other_viewer: Any
) -> None:
    elsewhere = other_viewer("action_lead")
    assert client_of_administrator.get(address(elsewhere)).status_code == 404


@pytest.mark.parametrize("page", ["people/", "people/posts/"])
def test_people_and_posts_lead_there(
    everything: dict[str, UUID], giver: Any, client_of_administrator: Any, page: str
) -> None:
    told = client_of_administrator.get(f"/a/eastmere/{page}").content.decode()
    assert address(giver) in told


def test_the_day_is_the_one_in_the_address(
    everything: dict[str, UUID], giver: Any, taker: Any, client_of_administrator: Any
) -> None:
    where = f"{address(giver)}?{urlencode(chosen(taker))}"
    told = client_of_administrator.get(where).content.decode()
    assert f"{DAY.day} February 2020" in told
