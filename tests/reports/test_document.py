"""The typed document: numbers of figures, and cells as plain words."""

from datetime import date

import pytest

from goldenthread.reports.document import (
    Access,
    Appendix,
    Cell,
    Classification,
    Column,
    Figure,
    Paragraph,
    RatingMark,
    ReferenceMark,
    Strong,
    Table,
)
from goldenthread.reports.document_figures import number_figures, plain


def figure(key: str) -> Figure:
    return Figure("5", key, f"GT-1/{key}", f"What {key} counts", 5)


LIST = Appendix("D", "List", (Table("References", (Column("F"),), ((ReferenceMark(1),),)),))


def test_without_a_list_of_references_no_figure_is_numbered() -> None:
    numbers = number_figures((Paragraph((figure("a"),)),))
    assert numbers.of(figure("a")) is None
    assert len(numbers.figures) == 1


def test_the_same_figure_has_one_number_wherever_it_stands() -> None:
    parts = (Paragraph((figure("a"), figure("b"))), Paragraph((figure("a"), figure("c"))))
    numbers = number_figures((*parts, LIST))
    assert [numbers.of(figure(key)) for key in "abc"] == [1, 2, 3]
    assert len(numbers.figures) == 3
    assert numbers.of(figure("elsewhere")) is None


@pytest.mark.parametrize(
    ("keys", "said"),
    [("", ""), ("a", "Figure F1"), ("ab", "Figures F1 to F2"), ("abd", "Figures F1 to F2 and F4")],
)
def test_a_table_says_which_figures_it_holds(keys: str, said: str) -> None:
    numbers = number_figures((*(Paragraph((figure(key),)) for key in "abcd"), LIST))
    rows = tuple((figure(key),) for key in keys)
    assert numbers.note(Table("t", (Column("n"),), rows)) == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, ""),
        (94, "94"),
        ("words", "words"),
        (date(2024, 5, 3), "3 May 2024"),
        (RatingMark("Red", "red"), "Red"),
        (ReferenceMark(7), "F7"),
        ((Strong("a"), " b ", figure("c")), "a b 5"),
    ],
)
def test_a_cell_can_be_said_in_words(cell: Cell, said: str) -> None:
    assert plain(cell) == said


def test_an_exempt_paper_names_its_paragraph() -> None:
    assert str(Classification(Access.EXEMPT, "paragraph 3")) == "Exempt: paragraph 3"
    assert str(Classification(Access.PUBLIC)) == "Public"
