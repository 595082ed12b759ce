"""Children moved between caseloads: all or none, in the register at once, put back the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions import move_children, undo_move
from goldenthread.ehcp_register.models import Caseload
from goldenthread.ehcp_register.queries import moves
from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.ehcp_register.queries.lines import children
from goldenthread.partnership.models import Post, Restriction
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW
from tests.factories import register

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(local_area: Any) -> tuple[Any, Any]:
    return tuple(
        Post.objects.create(local_area=local_area, title=f"Officer {name}").pk for name in "AB"
    )  # type: ignore[return-value]


@pytest.fixture
def ids(manager: Any, posts: tuple[Any, Any]) -> dict[str, Any]:
    records = [register.child(1, post_id=posts[0]), register.child(2, post_id=posts[0])]
    return register.add(*records, register.child(3), by=manager)


def _on(caseload: Any, viewer: Any, on: date, day: date | None = None) -> list[str]:
    found = children(Asked(caseload=str(caseload), day=day), viewer=viewer, on=on)
    return [line.reference for line in found.lines]


def _move(ids: dict[str, Any], seen: dict[str, Any], to: Any, by: Any, on: date) -> Any:
    wanted = {ids[reference]: post for reference, post in seen.items()}
    return move_children(children=wanted, to_post_id=to, by=by, on=on, at=NOW)


def test_children_are_moved_from_today_and_stood_elsewhere_until_yesterday(
    manager: Any, ids: Any, posts: Any, on: date
) -> None:
    a, b = posts
    _move(ids, {"EM00001": a, "EM00003": None}, b, manager, on)

    assert _on(b, manager, on) == ["EM00001", "EM00003"]
    assert _on(a, manager, on) == ["EM00002"]
    yesterday = on - timedelta(days=1)
    assert _on(a, manager, on, yesterday) == ["EM00001", "EM00002"]
    assert _on("none", manager, on, yesterday) == ["EM00003"]
    differed = actions.work_out(ids.values(), local_area_id=manager.local_area_id, write=False)
    assert differed.differed == {}


def test_a_move_is_one_entry_in_the_trail_and_in_each_child_s(
    manager: Any, ids: Any, posts: Any, on: date
) -> None:
    before = TrailEntry.objects.count()
    _move(ids, {"EM00001": posts[0], "EM00002": posts[0]}, posts[1], manager, on)

    assert TrailEntry.objects.count() == before + 1
    entry = TrailEntry.objects.latest("seq")
    assert entry.words == "put 2 children and young people on the caseload of Officer B"


def test_a_move_is_undone_by_whoever_did_it_on_the_same_day(
    manager: Any, viewer: Any, ids: Any, posts: Any, on: date
) -> None:
    a, b = posts
    rows = Caseload.objects.visible_to(manager, on=on)
    before = sorted(rows.values_list("child_id", "post_id", "from_date", "until"))
    move = _move(ids, {"EM00001": a, "EM00003": None}, b, manager, on)
    fact = moves.undoable(viewer=manager, on=on)
    assert fact == moves.MoveFact(move, 2, "Officer B")
    other = viewer("case_manager", name="Olga Other")
    assert moves.undoable(viewer=other, on=on) is None
    with pytest.raises(Refused, match="same day"):
        undo_move(move=move, by=other, on=on)
    with pytest.raises(Refused, match="same day"):
        undo_move(move=move, by=manager, on=on + timedelta(days=1))

    assert undo_move(move=move, by=manager, on=on) == 2
    assert sorted(rows.values_list("child_id", "post_id", "from_date", "until")) == before
    assert _on(a, manager, on) == ["EM00001", "EM00002"]
    assert moves.undoable(viewer=manager, on=on) is None


def test_moved_twice_in_a_day_the_second_is_undone_to_the_first(
    manager: Any, ids: Any, posts: Any, on: date
) -> None:
    a, b = posts
    first = _move(ids, {"EM00001": a}, b, manager, on)
    second = _move(ids, {"EM00001": b}, a, manager, on)
    with pytest.raises(ChangedMeanwhile):
        undo_move(move=first, by=manager, on=on)
    assert undo_move(move=second, by=manager, on=on) == 1
    assert _on(b, manager, on) == ["EM00001"]
    assert undo_move(move=first, by=manager, on=on) == 1
    assert _on(a, manager, on) == ["EM00001", "EM00002"]


def test_whoever_saw_another_caseload_moves_nobody(
    manager: Any, ids: Any, posts: Any, on: date
) -> None:
    a, b = posts
    with pytest.raises(ChangedMeanwhile):
        _move(ids, {"EM00001": a, "EM00003": a}, b, manager, on)
    assert _on(b, manager, on) == []


def test_only_managers_move_and_only_whom_they_see(
    manager: Any, officer: Any, stranger: Any, ids: Any, posts: Any, on: date
) -> None:
    a, b = posts
    with pytest.raises(NotPermitted):
        _move(ids, {"EM00001": a}, b, officer, on)
    theirs = Post.objects.create(local_area_id=stranger.local_area_id, title="Theirs").pk
    with pytest.raises(Refused, match="not there"):
        _move(ids, {"EM00001": a}, theirs, stranger, on)
    with pytest.raises(Refused, match="Choose the post"):
        _move(ids, {"EM00001": a}, theirs, manager, on)
    Restriction.objects.create(
        local_area_id=manager.local_area_id, about_id=ids["EM00001"], category="other",
        reason="words", owner_id=manager.person_id, restricted_by_id=manager.user_id, from_date=on,
        review_due=on,
    )  # fmt: skip
    with pytest.raises(Refused, match="restricted"):
        _move(ids, {"EM00001": a, "EM00002": a}, b, manager, on)
    assert _on(a, manager, on) == ["EM00002"]


def test_the_page_moves_those_ticked_and_offers_to_undo(
    signed_in: Any, manager: Any, ids: Any, posts: Any
) -> None:
    client, a, b = signed_in(manager), *posts
    at = "/a/eastmere/register/"
    words = client.get(f"{at}children/?need=ASD").content.decode()
    assert f'name="was.{ids["EM00001"]}" value="{a}"' in words

    sent = {"child": [str(ids["EM00001"])], f"was.{ids['EM00001']}": str(a), "post": str(b),
            "query": "need=ASD"}  # fmt: skip
    answer = client.post(f"{at}caseloads/move/", sent, follow=True)
    words = answer.content.decode()
    assert answer.redirect_chain[0][0].endswith("children/?need=ASD")
    assert "They are on the other caseload from today." in words
    assert "Today you put 1 child or young person on the caseload of Officer B" in words
    undo = words.split("caseloads/put-back/")[1].split('"')[0]
    words = client.post(
        f"{at}caseloads/put-back/{undo}", {"query": ""}, follow=True
    ).content.decode()
    assert "They are back" in words
    assert "Today you put" not in words


def test_a_caseload_to_hand_over_says_what_is_due_and_who_waits(
    signed_in: Any, officer: Any, ids: Any, posts: Any
) -> None:
    page = signed_in(officer).get(f"/a/eastmere/register/caseloads/summary/{posts[0]}/")
    words = page.content.decode()

    assert "Officer A" in words
    assert "2 EHC plans" in words
    for made_up in ("nonsense", "01a2042f-e509-75f0-977e-5c32c5114886"):
        address = f"/a/eastmere/register/caseloads/summary/{made_up}/"
        assert signed_in(officer).get(address).status_code == 404
