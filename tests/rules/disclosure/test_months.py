"""What was published before: who joins, who leaves, and what the difference would tell."""

from __future__ import annotations

import pytest

from goldenthread.rules.disclosure import (
    HIDE_SMALL,
    Dimension,
    Earlier,
    Known,
    Protected,
    Reason,
    Table,
    View,
    protect,
)
from goldenthread.rules.refusals import Refused
from tests.rules.disclosure.attacker import attack

SHAPE = (Dimension.flat("Need", ["HI", "VI", "MSI"]),)
JANUARY = {("HI",): 12, ("VI",): 20, ("MSI",): 9}


def after(counts: dict[tuple[str], int], **joined: int) -> Table:
    return Table(SHAPE, {key: count + joined.get(key[0], 0) for key, count in counts.items()})


def joined(**counts: int) -> dict[tuple[str, ...], int]:
    return {(key,): count for key, count in counts.items()}


def january() -> Protected:
    return protect(Table(SHAPE, JANUARY))


def test_one_who_joined_cannot_be_worked_out_from_two_months() -> None:
    table = after(JANUARY, HI=1, MSI=30)
    assert protect(table).hidden == frozenset()
    protected = protect(table, earlier=Earlier(january(), joined(HI=1, MSI=30)))
    assert protected.hidden == {("HI",), ("MSI",)}
    assert {protected.cells[key].reason for key in protected.hidden} == {Reason.EARLIER}
    assert "published before" in protected.cells[("HI",)].to_the_publisher
    assert protected.cells[("HI",)].sentence == HIDE_SMALL.sentence
    assert attack(protected) == []


def test_where_people_leave_unseen_too_the_months_do_not_bind_each_other() -> None:
    table = after(JANUARY, HI=1, MSI=30)
    earlier = Earlier(january(), joined(HI=3, MSI=30), left={("HI",): 2})
    assert protect(table, earlier=earlier).hidden == frozenset()


def test_published_flows_are_protected_with_the_table() -> None:
    table = after(JANUARY, HI=1, MSI=30)
    earlier = Earlier(january(), joined(HI=3, MSI=30), left={("HI",): 2}, flows_shown=True)
    protected = protect(table, earlier=earlier)
    assert protected.flows[("joined", "HI")].hidden
    assert protected.flows[("left", "HI")].hidden
    assert protected.flows[("joined", "VI")].text == "0"
    assert attack(protected) == []


def test_a_hidden_count_of_january_stays_hidden_in_february() -> None:
    few = {("HI",): 3, ("VI",): 20, ("MSI",): 9}
    first = protect(Table(SHAPE, few))
    assert first.hidden == {("HI",), ("MSI",)}
    protected = protect(after(few, HI=20), earlier=Earlier(first, joined(HI=20)))
    assert attack(protected) == []


def test_three_months_are_taken_together() -> None:
    first = january()
    second = protect(after(JANUARY, HI=8, VI=9), earlier=Earlier(first, joined(HI=8, VI=9)))
    table = after(JANUARY, HI=10, VI=30, MSI=7)
    third = protect(table, earlier=Earlier(second, joined(HI=2, VI=21, MSI=7)))
    assert ("HI",) in third.hidden
    assert attack(third) == []


def test_where_both_months_are_known_already_nothing_more_is_published() -> None:
    known = Known.count(("HI",), 13)
    earlier = Earlier(january(), joined(HI=1, MSI=30))
    with pytest.raises(Refused, match=r"joined 1, HI cannot be kept hidden any more"):
        protect(after(JANUARY, HI=1, MSI=30), earlier=earlier, given=[known])


def test_months_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Refused, match="HI: who was counted before, who joined and who left"):
        protect(after(JANUARY, HI=2), earlier=Earlier(january(), joined(HI=1)))


def test_a_table_broken_down_in_another_way_is_refused() -> None:
    other = Table((Dimension.flat("Need", ["HI", "VI"]),), {})
    with pytest.raises(Refused, match="broken down in another way"):
        protect(other, earlier=Earlier(january(), {}))


def test_filters_and_margins_of_one_table_are_taken_together() -> None:
    """Two linked tables, by need and by age, and a filter: none of the three gives a cell away."""
    shape = (
        Dimension.flat("Need", ["HI", "VI"], "All needs"),
        Dimension.flat("Age", ["5", "6", "7"], "All ages"),
        Dimension.flat("Sex", ["Girls", "Boys"], "Everybody"),
    )
    counts = {
        (need, age, sex): count
        for need, row in {"HI": (2, 9, 8, 7, 6, 11), "VI": (14, 7, 9, 20, 8, 12)}.items()
        for (age, sex), count in zip(
            [(age, sex) for age in "567" for sex in ("Girls", "Boys")], row, strict=True
        )
    }
    linked = (View(("Need",)), View(("Age",)), View(("Need", "Age"), (("Sex", "Girls"),)))
    protected = protect(Table(shape, counts, linked))
    assert protected.cells[("HI", "5", "Girls")].hidden
    assert attack(protected) == []
