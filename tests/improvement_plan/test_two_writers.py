"""Two people write to one action at the same moment: nothing is lost, the second is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.models import Rating
from goldenthread.partnership.models import LocalArea, User
from goldenthread.rules.refusals import ChangedMeanwhile
from goldenthread.trail import integrity
from tests.conftest import TODAY
from tests.improvement_plan.pages.conftest import Pages, words
from tests.many_connections import many_connections

__all__ = ["many_connections"]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed gave or raised, each begun on a connection of its own when all were ready."""
    ready = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        try:
            ready.wait(timeout=60)
            return deed()
        except ChangedMeanwhile as told:
            return told
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(do, deeds))


def test_ratings_given_at_once_are_all_kept_and_the_latest_stands(
    many_connections: None, office: Any, ids: dict[str, UUID], see: Any, on: date
) -> None:
    def rate(key: str) -> Callable[[], UUID]:
        return lambda: actions.record_rating(
            action_id=ids["1.3"], point_key=key, reason=key, by=office, on=on
        )

    given = at_once(rate("amber"), rate("green"), rate("amber"), rate("green"))
    rows = list(Rating.objects.filter(action_id=ids["1.3"]).order_by("recorded_at", "id"))
    assert {row.pk for row in rows} == set(given)
    detail = see(ids["1.3"])
    assert detail.row.rating.key == detail.ratings[0].point.key
    assert integrity.verify(office.local_area_id).whole


@pytest.mark.asvs("2.3.4", "15.4.2")
def test_of_two_who_edit_at_once_one_is_kept_and_the_other_told(
    many_connections: None, office: Any, ids: dict[str, UUID], see: Any, on: date
) -> None:
    version = see(ids["1.1"]).row.version

    def edit(words: str) -> Callable[[], str]:
        def deed() -> str:
            actions.edit_action(
                action_id=ids["1.1"], version=version, changes={"text": words}, by=office, on=on
            )
            return words

        return deed

    given = at_once(edit("The one"), edit("The other"))
    kept = [each for each in given if isinstance(each, str)]
    assert len(kept) == 1
    assert sum(isinstance(each, ChangedMeanwhile) for each in given) == 1
    row = see(ids["1.1"]).row
    assert (row.text, row.version) == (kept[0], version + 1)


def test_a_rating_and_an_edit_at_once_are_both_kept(
    many_connections: None, office: Any, ids: dict[str, UUID], see: Any, on: date
) -> None:
    version = see(ids["1.3"]).row.version
    at_once(
        lambda: actions.record_rating(
            action_id=ids["1.3"], point_key="amber", reason="Begun", by=office, on=on
        ),
        lambda: actions.edit_action(
            action_id=ids["1.3"], version=version, changes={"text": "Reworded"}, by=office, on=on
        ),
    )
    row = see(ids["1.3"]).row
    assert (row.rating.key, row.text) == ("amber", "Reworded")
    told = [entry.words for entry in queries.action_history(ids["1.3"], viewer=office)]
    assert any("rating of Amber" in each for each in told)
    assert any("changed the text" in each for each in told)


def test_on_the_page_the_second_of_two_at_once_sees_the_difference(
    many_connections: None, office: Any, ids: dict[str, UUID], see: Any
) -> None:
    LocalArea.objects.update(lives_on=TODAY)

    def browser() -> Pages:
        client = Client()
        client.force_login(User.objects.get(pk=office.user_id))
        return Pages(client, office.local_area_slug)

    one, other = browser(), browser()
    opened = {id(pages): pages.hidden("edit_action", ids["1.1"]) for pages in (one, other)}

    def send(pages: Pages, text: str) -> Callable[[], Any]:
        return lambda: pages.send("edit_action", ids["1.1"], text=text, **opened[id(pages)])

    answers = at_once(send(one, "Words of the one"), send(other, "Words of the other"))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    second = next(answer for answer in answers if answer.status_code == 409)
    said = words(second)
    assert "You both changed" in said
    assert "Words of the one" in said
    assert "Words of the other" in said
    assert see(ids["1.1"]).row.text in {"Words of the one", "Words of the other"}
