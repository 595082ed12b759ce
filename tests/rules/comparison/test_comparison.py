"""What a board's paper counts: every figure, and the actions behind it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.comparison import (
    Comparison,
    Figure,
    ShareFigure,
    UnknownFigure,
    compare,
    resolve,
    travel,
)
from goldenthread.rules.ratings import KNOWN_SCALES, Direction
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotAction
from tests.rules.ninety_four_actions import (
    DECEMBER,
    FIVE,
    MOVES,
    OCTOBER,
    action,
    evidence,
    october_and_december,
    rating,
    snapshot,
)

THEN, NOW = october_and_december()
PAPER = compare(NOW, THEN)
COUNTS = {
    "blue": (33, 52),
    "green": (17, 14),
    "amber": (32, 20),
    "red": (5, 5),
    "grey": (7, 3),
}


def _figures(thing: object) -> Iterator[Figure | ShareFigure]:
    if isinstance(thing, Figure | ShareFigure):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _figures(one)
    elif is_dataclass(thing) and not isinstance(thing, PlanSnapshot | SnapshotAction | type):
        for field in fields(thing):
            yield from _figures(getattr(thing, field.name))


def test_the_published_counts_come_out_exactly() -> None:
    found = {
        row.code: (row.compared and row.compared.value, row.now.value) for row in PAPER.ratings
    }
    assert found == COUNTS
    assert (PAPER.total.value, PAPER.compared_total and PAPER.compared_total.value) == (94, 94)


def test_the_published_shares_come_out_exactly() -> None:
    def said(shares: tuple[ShareFigure, ...]) -> list[tuple[int, Decimal | None, int | None]]:
        return [(one.value, one.share.percent, one.share.whole) for one in shares]

    assert said(PAPER.compared_shares) == [
        (33, Decimal("35.1"), 35),
        (50, Decimal("53.2"), 53),
        (82, Decimal("87.2"), 87),
    ]
    assert said(PAPER.shares) == [
        (52, Decimal("55.3"), 55),
        (66, Decimal("70.2"), 70),
        (86, Decimal("91.5"), 91),
    ]


def test_movement_is_every_move_with_its_actions() -> None:
    assert {(m.from_code, m.to_code): m.figure.value for m in PAPER.movement} == MOVES
    ids = [one for move in PAPER.movement for one in move.figure.action_ids]
    assert sorted(ids) == sorted(one.id for one in NOW.actions)
    assert sum(move.figure.value for move in PAPER.movement if not move.changed) == 33 + 8 + 16 + 6


def test_the_sentences_compute_themselves() -> None:
    assert [one.text for one in PAPER.sentences] == [
        "52 of 94 actions (55%) are complete and signed off, up from 33 in October 2019.",
        "66 of 94 actions (70%) are complete or on track, up from 50 in October 2019.",
        "86 of 94 actions (91%) are complete, on track or under way, up from 82 in October 2019.",
        "Since October 2019, 29 actions moved to a better rating and 2 to a worse one; "
        "63 kept the same rating.",
        "5 actions are off track: 5 at risk by their rating, 0 overdue.",
        "0 actions are due in the 30 days after 6 December 2019.",
        "52 actions are rated so that evidence is wanted, and none is recorded.",
    ]


def test_every_figure_of_the_paper_opens_its_own_rows_again() -> None:
    seen = list(_figures(PAPER))
    assert len(seen) > 50
    for one in seen:
        rows = resolve(NOW, THEN, one.key)
        assert one.value == len(rows) == len(one.references)
        assert one.action_ids == tuple(row.id for row in rows)
        assert one.references == tuple(row.reference for row in rows)


def test_every_key_in_a_sentence_can_be_opened() -> None:
    for sentence in PAPER.sentences:
        assert sentence.keys
        for key in sentence.keys:
            assert str(len(resolve(NOW, THEN, key))) in sentence.text


def test_levels_count_the_actions_below_them_and_add_up() -> None:
    assert [one.level.id for one in PAPER.levels] == [f"priority-{n}" for n in range(1, 5)]
    assert sum(one.total.value for one in PAPER.levels) == 94
    blue = [one.ratings[0] for one in PAPER.levels]
    assert blue[0].key == "level:priority-1:rating:blue"
    assert sum(one.value for one in blue) == 52


def test_completed_since_is_what_was_not_complete_then() -> None:
    assert PAPER.completed_since is not None
    assert PAPER.completed_since.value == 19


def test_a_first_paper_compares_with_nothing() -> None:
    first = compare(THEN, None)
    assert (first.movement, first.compared_shares, first.completed_since) == ((), (), None)
    assert first.sentences[0].text == "33 of 94 actions (35%) are complete and signed off."
    with pytest.raises(UnknownFigure):
        resolve(THEN, None, "moved:amber:blue")


@pytest.mark.parametrize(
    "key",
    ["", "rating", "share:most", "due-next:soon", "level:nowhere:actions", "moved:blue", "x:y"],
)
def test_a_key_of_no_figure_is_refused_and_not_empty(key: str) -> None:
    with pytest.raises(UnknownFigure):
        resolve(NOW, THEN, key)


# --- off track, overdue, due next -----------------------------------------------------------------


def _plan(*actions: SnapshotAction) -> PlanSnapshot:
    return snapshot(DECEMBER, actions)


def test_an_action_is_off_track_when_red_or_overdue_and_says_why() -> None:
    late = DECEMBER - timedelta(days=6)
    plan = _plan(
        action(1, "green", DECEMBER, due=late),
        action(2, "red", DECEMBER, cause="No educational psychologist", recovery_date=OCTOBER),
        action(3, "red", DECEMBER, due=late),
        action(4, "blue", DECEMBER, due=late),
        action(5, None, DECEMBER, due=late),
        action(6, "grey", DECEMBER),
    )
    paper = compare(plan, None)
    assert [
        (one.action.position, one.at_risk, one.overdue, one.days_overdue, one.rating_label)
        for one in paper.off_track_actions
    ] == [
        (3, True, True, 6, "Red"),
        (2, True, False, 0, "Red"),
        (1, False, True, 6, "Green"),
        (5, False, True, 6, "Not yet rated"),
    ]
    assert paper.off_track_actions[1].cause == "No educational psychologist"
    assert paper.overdue.value == 3
    assert "4 actions are off track: 2 at risk by their rating, 3 overdue, of which 1 is both." in [
        one.text for one in paper.sentences
    ]


def test_done_and_awaiting_sign_off_is_neither_overdue_nor_due() -> None:
    late = DECEMBER - timedelta(days=6)
    plan = _plan(
        action(1, "green", DECEMBER, due=late, completed_on=late),
        action(2, "green", DECEMBER, due=DECEMBER, completed_on=late),
        action(3, "green", DECEMBER, due=late, completed_on=DECEMBER + timedelta(days=1)),
    )
    paper = compare(plan, None)
    assert paper.overdue.action_ids == ("action-3",)
    assert paper.due_next.value == 0
    assert paper.shares[0].value == 0  # the headline is the rating's word, not the lead's


def test_due_next_begins_on_the_cut_off_and_ends_with_the_last_day() -> None:
    days = (-1, 0, 30, 31)
    plan = _plan(
        *(
            action(place, "green", DECEMBER, due=DECEMBER + timedelta(days=ahead))
            for place, ahead in enumerate(days)
        ),
        action(9, "green", DECEMBER, due=None),
    )
    assert compare(plan, None).due_next.action_ids == ("action-1", "action-2")
    assert compare(plan, None, due_next_days=31).due_next.value == 3


def test_not_yet_rated_has_a_row_of_its_own_and_counts_in_the_total_only() -> None:
    paper = compare(_plan(action(1, None, DECEMBER), action(2, "blue", DECEMBER)), None)
    row = paper.ratings[-1]
    assert (row.label, row.now.value, row.point) == ("Not yet rated", 1, None)
    assert (paper.shares[2].value, paper.shares[2].share.total) == (1, 2)
    assert "1 action is not yet rated." in [one.text for one in paper.sentences]


def test_evidence_is_indexed_and_its_want_is_a_gap() -> None:
    plan = _plan(
        action(1, "blue", DECEMBER, evidence=(evidence("a"), evidence("b"))),
        action(2, "blue", DECEMBER),
        action(3, "amber", DECEMBER),
    )
    paper = compare(plan, None)
    assert [(one.action_id, one.evidence.id) for one in paper.evidence] == [
        ("action-1", "a"),
        ("action-1", "b"),
    ]
    assert paper.without_evidence.action_ids == ("action-2",)


def test_added_and_removed_actions_are_named_and_are_no_movement() -> None:
    before = snapshot(OCTOBER, (action(1, "amber", OCTOBER), action(2, "red", OCTOBER)))
    now = _plan(action(1, "blue", DECEMBER), action(3, "blue", DECEMBER))
    paper = compare(now, before)
    assert paper.added is not None
    assert paper.added.action_ids == ("action-3",)
    assert paper.removed is not None
    assert paper.removed.action_ids == ("action-2",)
    assert [(m.from_code, m.to_code) for m in paper.movement] == [("amber", "blue")]
    assert paper.completed_since is not None
    assert paper.completed_since.action_ids == ("action-1", "action-3")
    assert "1 action was added and 1 removed since October 2019." in [
        one.text for one in paper.sentences
    ]
    assert resolve(now, before, "level:priority-3:removed") == (before.actions[1],)


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (1, 2, "2 of 3 actions (67%) are complete and signed off, up from 1 in October 2019."),
        (2, 1, "1 of 3 actions (33%) is complete and signed off, down from 2 in October 2019."),
        (
            1,
            1,
            "1 of 3 actions (33%) is complete and signed off, the same number as in October 2019.",
        ),
    ],
)
def test_the_headline_says_which_way_it_went(was: int, now: int, words: str) -> None:
    def plan(cut_off: date, complete: int) -> PlanSnapshot:
        points = ["blue"] * complete + ["amber"] * (3 - complete)
        rows = tuple(action(place, point, cut_off) for place, point in enumerate(points))
        return snapshot(cut_off, rows)

    assert compare(plan(DECEMBER, now), plan(OCTOBER, was)).sentences[0].text == words


def test_two_cut_offs_in_one_month_are_told_apart_by_their_day() -> None:
    early = replace(THEN, cut_off=date(2019, 12, 2))
    assert compare(NOW, early).sentences[0].text.endswith("up from 33 on 2 December 2019.")


def test_an_empty_plan_has_one_sentence_and_no_percentages() -> None:
    paper = compare(_plan(), None)
    assert [one.text for one in paper.sentences] == ["The plan has no actions."]
    assert paper.shares[0].share.percent is None


def test_direction_of_travel_runs_from_the_first_rating_by_the_last_report_to_now() -> None:
    before = snapshot(OCTOBER, (action(1, "red", OCTOBER, initial_point="amber"),))
    now = _plan(action(1, "amber", DECEMBER, initial_point="amber"))
    found = travel(now, before, now.actions[0])
    assert (found.initial, found.last, found.now) == ("amber", "red", "amber")
    assert (found.since_initial, found.since_last) == (Direction.SAME, Direction.BETTER)


def test_ratings_on_another_scale_have_rows_of_their_own_and_do_not_move() -> None:
    three = KNOWN_SCALES["three-point"]
    before = snapshot(OCTOBER, (action(1, "amber", OCTOBER),))
    other = action(1, None, DECEMBER)
    now = snapshot(
        DECEMBER,
        (replace(other, rating=rating("green", DECEMBER, three)),),
        scales=(FIVE, three),
    )
    paper = compare(now, before)
    row = next(one for one in paper.ratings if one.code == "three-point/green")
    assert (row.label, row.now.value) == ("Green (Red, amber, green)", 1)
    assert resolve(now, before, "direction:not_comparable") == now.actions
    assert (paper.movement[0].from_code, paper.movement[0].to_code) == (
        "amber",
        "three-point/green",
    )


POINTS = st.none() | st.sampled_from([point.key for point in FIVE.points])
RATED = st.dictionaries(st.integers(0, 12), st.tuples(POINTS, st.integers(-40, 60)), max_size=12)


def _drawn(cut_off: date, rated: dict[int, tuple[str | None, int]]) -> PlanSnapshot:
    return snapshot(
        cut_off,
        tuple(
            action(place, point, cut_off, due=cut_off + timedelta(days=ahead))
            for place, (point, ahead) in rated.items()
        ),
    )


@given(RATED, RATED)
def test_whatever_the_plans_the_figures_hold_together(
    before: dict[int, tuple[str | None, int]], now: dict[int, tuple[str | None, int]]
) -> None:
    then_plan, now_plan = _drawn(OCTOBER, before), _drawn(DECEMBER, now)
    paper: Comparison = compare(now_plan, then_plan)
    assert sum(row.now.value for row in paper.ratings) == paper.total.value == len(now)
    assert sum(row.compared.value for row in paper.ratings if row.compared) == len(before)
    assert sum(row.initial.value for row in paper.ratings) == len(now)
    moved = sum(move.figure.value for move in paper.movement)
    assert paper.added is not None
    assert paper.removed is not None
    assert moved + paper.added.value == len(now)
    assert moved + paper.removed.value == len(before)
    assert set(paper.overdue.action_ids) <= set(paper.off_track.action_ids)
    assert not set(paper.overdue.action_ids) & set(paper.due_next.action_ids)
    assert len(paper.off_track_actions) == paper.off_track.value
    for one in _figures(paper):
        assert one.action_ids == tuple(row.id for row in resolve(now_plan, then_plan, one.key))
