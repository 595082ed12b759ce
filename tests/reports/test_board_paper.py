"""The board's paper as a document: which parts it has and that its figures are exact."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from goldenthread.reports.document import (
    Access,
    Appendix,
    Block,
    Chart,
    Classification,
    Commentary,
    Document,
    Figure,
    Heading,
    Paragraph,
    StackedBars,
    Table,
    Trend,
)
from goldenthread.reports.document_figures import figures_in, plain
from goldenthread.rules.comparison import resolve
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.snapshots import PlanSnapshot
from tests.factories.papers import paper, reference
from tests.factories.snapshots import MOVES, december, october


def blocks_of(document: Document) -> Iterator[Block]:
    for block in document.blocks:
        yield block
        if isinstance(block, Appendix):
            yield from block.blocks


def table(document: Document, caption: str) -> Table:
    for block in blocks_of(document):
        held = block.table if isinstance(block, Chart) else block
        if isinstance(held, Table) and held.caption.startswith(caption):
            return held
    raise AssertionError(f"No table {caption!r}.")


def column(held: Table, place: int) -> list[str]:
    return [plain(row[place]) for row in held.rows]


def headings(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 2]


def test_the_summary_table_has_both_periods_and_their_totals() -> None:
    held = table(paper(), "Actions by rating")
    assert column(held, 0) == ["Blue", "Green", "Amber", "Red", "Grey", "Total"]
    assert column(held, 3) == ["33", "17", "32", "5", "7", "94"]
    assert column(held, 4) == ["52", "14", "20", "5", "3", "94"]


def test_the_three_shares_stand_side_by_side_with_what_they_count() -> None:
    held = table(paper(), "The three shares")
    assert column(held, 2) == ["35.1% (33 of 94)", "53.2% (50 of 94)", "87.2% (82 of 94)"]
    assert column(held, 3) == ["55.3% (52 of 94)", "70.2% (66 of 94)", "91.5% (86 of 94)"]
    assert all(column(held, 1))


def test_the_movement_table_has_every_move() -> None:
    held = table(paper(), "RAG movement")
    keys = ["blue", "green", "amber", "red", "grey"]
    for start, row in zip(keys, held.rows, strict=True):
        for end, cell in zip(keys, row[1:], strict=True):
            count = MOVES.get((start, end), 0)
            assert plain(cell) == (str(count) if count else "–")


def test_every_figure_opens_as_many_rows_as_it_says() -> None:
    figures = list(figures_in(paper().blocks))
    assert len(figures) > 60
    for figure in figures:
        rows = resolve(december(), october(), figure.key)
        assert figure.number in (None, len(rows))
        assert str(len(rows)) in figure.value
        assert figure.reference == reference(figure.key)


def test_each_figure_of_the_paper_is_in_the_list_of_references() -> None:
    document = paper()
    listed = set(column(table(document, "List of references"), 3))
    assert {figure.reference for figure in figures_in(document.blocks)} == listed


def test_the_opening_sentences_hold_the_figures() -> None:
    said = [plain(b.runs) for b in paper().blocks if isinstance(b, Paragraph)]
    assert said[0].startswith("52 of 94 actions (55%) are complete and signed off, up from 33")
    assert "86 of 94 actions (91%)" in said[0]
    first = next(b for b in paper().blocks if isinstance(b, Paragraph))
    keys = [run.key for run in first.runs if isinstance(run, Figure)]
    assert keys[:3] == ["share:complete", "actions", "compared:share:complete"]


def test_a_number_said_twice_is_linked_to_the_right_key() -> None:
    now = december()
    late = tuple(a for a in resolve(now, None, "off-track"))
    at_risk = [a for a in late if a.rating and a.rating.point_key == "red"]
    keep = {a.id for a in at_risk} | {
        a.id for a in [a for a in late if a not in at_risk][:2]
    }  # 5 at risk, of which 3 overdue, and 2 more overdue: 5 and 5
    other = {a.id for a in late} - keep
    trimmed = replace(now, actions=tuple(a for a in now.actions if a.id not in other))
    document = paper(now=trimmed)
    runs = [r for b in document.blocks if isinstance(b, Paragraph) for r in b.runs]
    place = next(i for i, r in enumerate(runs) if isinstance(r, Figure) and r.key == "overdue")
    assert plain(runs[place]) == "5"
    assert str(runs[place + 1]).startswith(" overdue")


def test_commentary_stands_with_its_part_and_names_its_author() -> None:
    held = [b for b in paper().blocks if isinstance(b, Commentary)]
    assert [b.author for b in held] == ["A. Okafor"] * 3


def test_the_chart_says_its_finding_and_the_same_numbers() -> None:
    charts = [b for b in paper().blocks if isinstance(b, Chart)]
    bars, trend = charts[0], charts[1]
    assert bars.title == "Actions complete and signed off rose from 33 to 52"
    assert isinstance(bars.data, StackedBars)
    assert [s.count for s in bars.data.rows[-1][1]] == [52, 14, 20, 5, 3]
    assert "52 Blue, 14 Green, 20 Amber, 5 Red, 3 Grey" in bars.alt
    assert isinstance(trend.data, Trend)
    assert [value for _, value in trend.data.lines[0].points] == [0, 33, 52]


def test_off_track_actions_say_what_is_missing() -> None:
    held = table(paper(), "Off track at")
    assert column(held, 2)[:5] == ["Red"] * 5
    assert "No cause recorded" in column(held, 4)
    assert "None recorded" in column(held, 5)
    assert any("overdue" in due for due in column(held, 3))


def test_completed_since_lists_the_actions_that_became_blue() -> None:
    assert len(table(paper(), "Completed between").rows) == 19


def test_disagreement_with_an_external_rating_is_said() -> None:
    held = table(paper(), "Ratings by others")
    assert column(held, 4) == ["Rated by others only", "They disagree"]


def test_the_appendix_has_the_councils_own_columns_and_words() -> None:
    held = table(paper(), "Fernshire SEND Partnership Improvement Plan")
    assert [c.heading for c in held.columns] == list(december().layout)
    assert len(held.rows) == 94
    assert held.rows[3] == tuple(words for _, words in december().actions[3].as_written)


def test_a_plan_without_its_own_layout_has_a_plain_one() -> None:
    held = table(paper(now=replace(december(), layout=())), "Fernshire SEND Partnership")
    assert [c.heading for c in held.columns] == [
        "Ref",
        "Action",
        "Lead",
        "Due",
        "Rating",
        "Progress",
    ]


def test_without_an_earlier_report_nothing_is_compared() -> None:
    document = paper(compared=None, initial=None)
    said = [plain(b.runs) for b in document.blocks if isinstance(b, Paragraph)]
    assert any("has not received the plan before" in words for words in said)
    assert "Completed since the last report" not in headings(document)
    assert "Progress over time" not in headings(document)
    assert [s.name for s in document.sheets].count("Movement") == 0


def test_unrated_actions_are_listed_and_never_called_red_or_grey() -> None:
    now = december()
    actions = (replace(now.actions[0], rating=None), *now.actions[1:])
    document = paper(now=replace(now, actions=actions))
    assert "Not yet rated" in headings(document)
    assert column(table(document, "Actions by rating"), 0)[-2] == "Not yet rated"
    assert len(table(document, "Not yet rated").rows) == 1


def test_what_came_with_an_import_is_a_gap_of_its_own() -> None:
    now = december()
    bare = resolve(now, None, "no-evidence")[0]
    assert bare.rating
    imported = replace(bare, rating=replace(bare.rating, capacity="import"))
    actions = tuple(imported if a.id == bare.id else a for a in now.actions)
    held = table(paper(now=replace(now, actions=actions)), "Gaps at")
    name, counted, which = held.rows[0]
    assert (name, which) == ("As imported, no evidence recorded", bare.reference)
    assert isinstance(counted, Figure)
    assert (counted.value, counted.key) == ("1", "gap:imported")


def test_an_issued_public_paper_carries_no_address() -> None:
    issued = paper(front={"draft": False}, figure_href=lambda key: f"/figures/{key}")
    assert {figure.href for figure in figures_in(issued.blocks)} == {""}
    drafted = paper(figure_href=lambda key: f"/figures/{key}")
    assert "/figures/off-track" in {figure.href for figure in figures_in(drafted.blocks)}


def test_a_draft_says_so_until_it_is_issued() -> None:
    assert paper().watermark == "Draft – not for publication"
    exempt = Classification(Access.EXEMPT, "paragraph 2")
    assert paper(front={"draft": False, "classification": exempt}).header == "Exempt: paragraph 2"


def emptied(snapshot: PlanSnapshot) -> PlanSnapshot:
    return replace(snapshot, actions=(), levels=(), targets=())


def test_a_plan_without_actions_still_has_a_paper() -> None:
    document = paper(now=emptied(december()), compared=None, initial=None)
    assert "The plan at a glance" in headings(document)


@pytest.mark.parametrize("key", sorted(KNOWN_SCALES))
def test_every_known_scale_can_be_printed(key: str) -> None:
    scale = KNOWN_SCALES[key]
    now = december()
    actions = tuple(
        replace(
            a,
            rating=replace(
                a.rating,
                scale_key=scale.key,
                point_key=scale.points[a.position % len(scale.points)].key,
            )
            if a.rating
            else None,
            initial_point=None,
        )
        for a in now.actions
    )
    document = paper(now=replace(now, scales=(scale,), actions=actions), compared=None)
    total = table(document, "Actions by rating").rows[-1]
    assert plain(total[-1]) == "94"
