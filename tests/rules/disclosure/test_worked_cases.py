"""Worked cases of what is hidden, and the words for it."""

from __future__ import annotations

from itertools import groupby

import pytest

from goldenthread.rules.disclosure import (
    HIDE_SMALL,
    NEAREST_5,
    NEAREST_10,
    Dimension,
    Labels,
    Profile,
    Reason,
    Table,
    View,
    protect,
    recoverable,
)
from goldenthread.rules.refusals import Refused
from tests.rules import cases

WORKED = {
    name: list(lines)
    for name, lines in groupby(cases.rows("small_numbers.csv"), key=lambda line: line["case"])
}


def of_rows(lines: list[dict[str, str]]) -> Table:
    inner = [line for line in lines if "All" not in (line["row"], line["column"])]
    rows = dict.fromkeys(line["row"] for line in inner)
    columns = dict.fromkeys(line["column"] for line in inner)
    return Table(
        (Dimension.flat("Place", [*rows]), Dimension.flat("What", [*columns])),
        {(line["row"], line["column"]): int(line["count"]) for line in inner},
    )


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_case_shows_what_its_file_says(name: str) -> None:
    table = of_rows(WORKED[name])
    if len({line["row"] for line in WORKED[name]} - {"All"}) == 1:
        # One row: its total line is the row's own, not the sum of rows.
        table = Table((table.dimensions[1],), {key[1:]: n for key, n in table.counts.items()})
    protected = protect(table)
    totals = table.totals()
    for line in WORKED[name]:
        key = (line["row"], line["column"])[-len(table.dimensions) :]
        assert totals.get(key, 0) == int(line["count"]), key
        assert protected.cells[key].text == line["shown"], key
    assert not recoverable(protected.statements, HIDE_SMALL)


@pytest.mark.parametrize("case", cases.rows("small_percentages.csv"), ids=lambda case: case["case"])
def test_a_percentage_is_shown_where_it_gives_nothing_away(case: dict[str, str]) -> None:
    profile = Profile(least_base=int(case["least_base"]), decimals=int(case["decimals"]))
    counts = {("Yes",): int(case["part"]), ("No",): int(case["rest"])}
    protected = protect(Table((Dimension.flat("Answer", ["Yes", "No"]),), counts), profile)
    found = protected.percentage(("Yes",), ("All",))
    assert found.text == case["shown"]
    assert found.hidden == (case["shown"] == "c")
    if found.hidden:
        assert found.reason == Reason.PERCENTAGE
        assert found.sentence == profile.percentage_sentence
        assert "percentage" in found.to_the_publisher


def test_readers_are_told_the_same_of_every_hidden_number() -> None:
    protected = protect(of_rows(WORKED["two ways: the cheapest square is hidden"]))
    hidden = [cell for cell in protected.cells.values() if cell.hidden]
    assert {cell.sentence for cell in hidden} == {
        "c: between 1 and 5, or hidden so that such a number cannot be worked out"
    }
    assert {cell.reason for cell in hidden} == {Reason.SMALL, Reason.TOTALS}
    assert len({cell.to_the_publisher for cell in hidden}) == 2
    assert protected.cells[("All", "All")].to_the_publisher == ""


def test_a_hidden_nought_is_said_to_be_possible() -> None:
    profile = Profile(zero_shown=False, labels=Labels(hidden="[c]"))
    table = Table((Dimension.flat("Need", ["HI", "VI", "MSI"]),), {("HI",): 0, ("VI",): 40})
    protected = protect(table, profile)
    assert protected.cells[("HI",)].text == "[c]"
    assert protected.cells[("HI",)].sentence.startswith("[c]: between 0 and 5, or hidden")


def test_rounded_counts_and_totals_are_rounded_each_by_itself() -> None:
    needs = Dimension.flat("Need", [f"need {number}" for number in range(6)])
    table = Table((needs,), {(f"need {number}",): 12 + number for number in range(6)})
    for profile, shown, total in ((NEAREST_5, "15", "85"), (NEAREST_10, "10", "90")):
        protected = protect(table, profile)
        assert (protected.cells[("need 1",)].text, protected.cells[("All",)].text) == (shown, total)


def test_one_number_goes_where_a_rounded_total_would_give_its_parts_away() -> None:
    """Four counts of 2 round to 0; their total of 8 rounds to 10, which only four 2s can reach."""
    table = Table((Dimension.flat("Need", list("abcd")),), {(need,): 2 for need in "abcd"})
    protected = protect(table, NEAREST_5)
    assert sorted(cell.text for cell in protected.cells.values()) == ["0", "0", "0", "10", "c"]
    (hidden,) = protected.hidden
    assert protected.cells[hidden].sentence.startswith("c: not shown, so that no number")


def test_a_percentage_of_rounded_counts_is_of_what_is_shown() -> None:
    needs = Dimension.flat("Need", [f"need {number}" for number in range(6)])
    table = Table((needs,), {(f"need {number}",): 12 + number for number in range(6)})
    assert protect(table, NEAREST_5).percentage(("need 1",), ("All",)).value == round(1500 / 85)


def test_what_no_table_lists_is_guarded_as_well() -> None:
    """Girls and everybody are published, boys never: but 31 less 29 is 2 boys."""
    table = Table(
        (Dimension.flat("Sex", ["Boys", "Girls"], "Everybody"),),
        {("Girls",): 29, ("Boys",): 2},
        (View((), (("Sex", "Girls"),)), View(())),
    )
    protected = protect(table)
    assert set(protected.cells) == {("Girls",), ("Everybody",)}
    assert protected.hidden == {("Girls",)}


def test_totals_of_totals_do_not_give_a_number_away() -> None:
    places = Dimension.nested("Place", {"County": {"North": ["A", "B"], "South": ["C", "D"]}})
    counts = {("A",): 3, ("B",): 60, ("C",): 40, ("D",): 50}
    protected = protect(Table((places,), counts))
    assert protected.hidden == {("A",), ("B",)}
    counts = {("A",): 3, ("B",): 0, ("C",): 40, ("D",): 50}
    assert protect(Table((places,), counts)).hidden == {("A",), ("North",), ("County",)}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"threshold": 1}, "up to 2 at least"),
        ({"rounding": 5}, "choose one"),
        ({"threshold": 0, "rounding": 7}, "nearest 5 or to the nearest 10"),
        ({"threshold": 0, "rounding": 5, "zero_shown": False}, "let it be shown"),
        ({"width": 0}, "one of two numbers"),
        ({"least_base": 0}, "fewest people"),
        ({"decimals": 3}, "two decimals"),
        ({"labels": Labels(hidden=" ")}, "Give the words"),
    ],
)
def test_a_profile_that_makes_no_sense_says_why(wrong: dict[str, int], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        Profile(**wrong)  # type: ignore[arg-type]


NEEDS = Dimension.flat("Need", ["HI", "VI"])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Table((), {}), "A table needs dimensions"),
        (lambda: Table((NEEDS, NEEDS), {}), "A table needs dimensions"),
        (lambda: Table((NEEDS,), {("All",): 2}), "All is not a cell of the finest categories"),
        (lambda: Table((NEEDS,), {("HI", "VI"): 2}), "HI, VI is not a cell"),
        (lambda: Table((NEEDS,), {("HI",): -1}), "fewer than no people"),
        (lambda: Table((NEEDS,), {}, (View(("Age",)),)), "not broken down by Age"),
        (lambda: Table((NEEDS,), {}, (View((), (("Need", "ASD"),)),)), "narrowed to ASD"),
        (lambda: Dimension.flat("Need", ["HI", "HI"]), "a name of its own"),
        (lambda: Dimension("Need", (("All", ("HI",)), ("Other", ("VI",)))), "at the top"),
        (lambda: protect(Table((NEEDS,), {}), also_hidden=[("ASD",)]), "ASD is not a cell"),
    ],
)
def test_a_table_that_makes_no_sense_says_why(make, sentence: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused, match=sentence):
        make()


def test_tables_too_large_to_show_it_are_refused() -> None:
    shape = tuple(Dimension.flat(name, [f"{name}{n}" for n in range(50)]) for name in "abc")
    with pytest.raises(Refused, match=r"132,651 cells together.*Publish fewer breakdowns"):
        protect(Table(shape, {}))


def test_a_search_too_long_is_refused_and_not_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldenthread.rules.disclosure.boxes.MOST_CORNERS", 20)
    with pytest.raises(Refused, match="too large together to show"):
        protect(of_rows(WORKED["two ways: the cheapest square is hidden"]))
