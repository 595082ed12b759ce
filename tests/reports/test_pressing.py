"""What the board's paper says of decisions, risks, families' words, challenges and gaps."""

from dataclasses import replace
from uuid import UUID

import pytest

from goldenthread.reports.document import Chart, Commentary, Document, Figure, Heading, Table
from goldenthread.reports.document_figures import figures_in, plain
from goldenthread.reports.references import FigureReference, read_reference
from goldenthread.rules.comparison import UnknownFigure, resolve
from tests.factories.papers import paper
from tests.factories.pressing import (
    BOARD,
    DECISION,
    FAMILIES,
    PART_DECISION,
    RISK,
    pressed,
    pressed_paper,
)
from tests.factories.snapshots import december, october
from tests.reports.test_board_paper import headings, table


def words(document: Document) -> str:
    return " ".join(
        plain(getattr(block, "runs", "")) for block in document.blocks if hasattr(block, "runs")
    )


def test_decisions_for_this_board_come_first_and_open_what_they_are_about() -> None:
    held = table(pressed_paper(), "Decisions needed")
    assert [plain(row[1]) for row in held.rows] == [BOARD, "No forum named yet"]
    assert [plain(row[0]) for row in held.rows] == ["28 January 2020", "No date given"]
    keys = [cell.key for row in held.rows for cell in row if isinstance(cell, Figure)]
    assert keys == [f"decision:{DECISION}", f"decision:{PART_DECISION}"]
    now = pressed(december(), gaps=20)
    assert [one.id for one in resolve(now, None, keys[0])] == [now.actions[0].id]
    top = now.levels[0].id
    assert resolve(now, None, keys[1]) == resolve(now, None, f"level:{top}:actions")


def test_every_figure_of_the_pressed_paper_counts_the_rows_it_opens() -> None:
    now, then = pressed(december(), gaps=20), pressed(october(), gaps=33)
    found = [one for one in figures_in(pressed_paper().blocks) if isinstance(one.number, int)]
    assert {"gaps", "compared:gaps", "gap:no-lead", "decisions"} <= {one.key for one in found}
    assert all(len(resolve(now, then, one.key)) == one.number for one in found)


def test_a_reference_of_a_decision_or_a_risk_reads_back() -> None:
    for key in (f"decision:{DECISION}", f"risk:{RISK}"):
        made = FigureReference(UUID(int=7), None, key)
        assert read_reference(str(made)) == made


def test_only_risks_that_the_board_should_know_of_are_listed() -> None:
    held = table(pressed_paper(), "Open at")
    assert [plain(row[0]) for row in held.rows] == ["R1"]
    assert plain(held.rows[0][4]) == "20 Very high"
    assert "1 more are open with a lower score" in held.note


def test_families_are_quoted_word_for_word_under_their_part() -> None:
    said = [b for b in pressed_paper().blocks if isinstance(b, Commentary) and b.as_said]
    assert [one.text for one in said] == [FAMILIES]
    assert said[0].label == "Fernshire Voice, 3 December 2019"


def test_open_challenges_stand_in_the_paper_with_who_is_to_answer() -> None:
    held = table(pressed_paper(), "Who is to answer")
    assert plain(held.rows[0][2]) == "How many families were asked?"
    assert plain(held.rows[0][4]) == "Head of SEND\nWaits for an answer"


def test_gaps_are_counted_then_and_now_and_their_fall_says_itself() -> None:
    document = pressed_paper()
    held = table(document, "Gaps at")
    counted = {plain(row[0]): (plain(row[1]), plain(row[2])) for row in held.rows}
    assert counted == {
        "No lead": ("33", "20"),
        "No due date": ("1", "1"),
        "Any of these": ("33", "20"),
    }
    assert "Actions with a gap fell from 33 to 20." in words(document)
    assert plain(table(document, "Parts of the plan and findings").rows[0][2]) == "F1"
    charts = [b for b in document.blocks if isinstance(b, Chart) and "gap" in b.title]
    assert charts[0].title.startswith("Actions with a gap fell from 33 to 20 between 31 October")
    assert charts[0].table is not None
    assert [plain(row[1]) for row in charts[0].table.rows] == ["33", "20"]


def test_a_period_that_kept_none_of_it_keeps_the_old_section() -> None:
    document = paper()
    assert {"Decisions needed", "What families tell us"}.isdisjoint(headings(document))
    assert "Gaps in the plan" in headings(document)
    assert not [b for b in document.blocks if isinstance(b, Chart) and "gap" in b.title]
    for key in ("gaps", "gap:no-lead", "decisions", f"risk:{RISK}"):
        with pytest.raises(UnknownFigure):
            resolve(december(), None, key)


def test_what_was_kept_and_is_empty_is_said() -> None:
    empty = replace(pressed(december(), gaps=0), escalations=(), risks=(), voices=())
    document = paper(now=empty)
    said = words(document)
    assert "Nothing was blocked by a missing decision at 31 December 2019." in said
    assert "No risk or issue scored 15 or more at 31 December 2019." in said
    assert "Nothing was recorded of what families tell us." in said
    assert any(isinstance(b, Heading) and b.part == "voices" for b in document.blocks)
    assert not [b for b in document.blocks if isinstance(b, Table) and "Who is to" in b.caption]
