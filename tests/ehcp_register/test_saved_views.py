"""Views of the list: one's own, shared with those who work with the register, and those given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from goldenthread.ehcp_register.actions import (
    change_register_view,
    end_register_view,
    save_register_view,
)
from goldenthread.ehcp_register.queries import saved
from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused

pytestmark = pytest.mark.django_db


def _save(viewer: Any, on: date, name: str = "Away", *, shared: bool = False) -> Any:
    query = "out_of_area=yes&sort=last_visit&page=4&found=ticket&nonsense=1"
    return save_register_view(name=name, query=query, shared=shared, by=viewer, on=on)


def test_a_view_keeps_what_a_list_can_be_asked_and_no_words(manager: Any, on: date) -> None:
    _save(manager, on)

    (view,) = saved.saved_views(viewer=manager)
    assert view.query == "sort=last_visit&out_of_area=yes"
    assert (view.mine, view.shared) == (True, False)


def test_a_view_is_one_s_own_until_it_is_shared(
    manager: Any, officer: Any, stranger: Any, viewer: Any, on: date
) -> None:
    view_id = _save(manager, on)
    assert saved.saved_views(viewer=officer) == ()
    change_register_view(
        view_id=view_id, version=1, name="Placed away", shared=True, by=manager, on=on
    )

    (view,) = saved.saved_views(viewer=officer)
    assert (view.name, view.mine, view.owner) == ("Placed away", False, "Mina Manager")
    assert saved.saved_views(viewer=stranger) == ()
    assert saved.saved_views(viewer=viewer("board_member")) == ()
    with pytest.raises(NotPermitted, match="Only Mina Manager"):
        end_register_view(view_id=view_id, version=2, by=officer, on=on)
    with pytest.raises(Refused, match="not there any more"):
        end_register_view(view_id=view_id, version=2, by=stranger, on=on)


def test_a_view_is_changed_by_whoever_read_the_last_version(manager: Any, on: date) -> None:
    view_id = _save(manager, on)
    told = {"view_id": view_id, "by": manager, "on": on}
    change_register_view(version=1, name="Away", shared=True, **told)
    with pytest.raises(ChangedMeanwhile):
        change_register_view(version=1, name="Away", shared=False, **told)
    end_register_view(version=2, **told)
    assert saved.saved_views(viewer=manager) == ()
    _save(manager, on)  # the name is free again


def test_a_name_is_given_once(manager: Any, officer: Any, on: date) -> None:
    _save(manager, on)
    with pytest.raises(Refused, match="already"):
        _save(manager, on, " Away ")
    with pytest.raises(Refused, match="Give the view a name"):
        _save(manager, on, "  ")
    _save(officer, on)


@pytest.mark.parametrize(
    ("on", "march"),
    [
        (date(2026, 2, 28), date(2025, 3, 1)),
        (date(2026, 3, 1), None),
        (date(2026, 3, 2), date(2026, 3, 1)),
        (date(2026, 12, 31), date(2026, 3, 1)),
    ],
)
def test_every_area_has_every_plan_as_it_stands_and_as_at_the_last_1_march(
    on: date, march: date | None
) -> None:
    now, then = saved.given_views(on)

    assert now.asked.day is None
    assert then.asked.day == march
    for one in (now, then):
        assert {"setting", "last_review", "review_due", "last_visit"} <= set(one.asked.columns)
        assert not one.asked.narrowed
        assert Asked.from_query(QueryDict(one.asked.as_query()), today=on) == one.asked


def test_a_view_is_saved_on_its_page_and_opens_the_list(signed_in: Any, manager: Any) -> None:
    client, at = signed_in(manager), "/a/eastmere/register/"
    assert "Save this view" in client.get(f"{at}views/?keep=need%3DASD").content.decode()
    sent = {"do": "save", "name": "Autism", "query": "need=ASD", "shared": "yes"}
    words = client.post(f"{at}views/", sent, follow=True).content.decode()

    assert "The view “Autism” is saved." in words
    assert 'children/?need=ASD">Autism</a>' in words
    sent = {"do": "save", "name": "Autism", "query": "", "shared": "yes"}
    assert "already" in client.post(f"{at}views/", sent, follow=True).content.decode()
