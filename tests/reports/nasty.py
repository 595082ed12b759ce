"""A paper whose every word is hard to print."""

from datetime import date

from goldenthread.reports.document import (
    Access,
    Align,
    Appendix,
    Bullets,
    Classification,
    Column,
    Commentary,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    RatingMark,
    Recommendations,
    Sheet,
    Strong,
    SummaryList,
    Table,
)

SIGNS = 'A & B <b> "C" =cmd|calc # $x^2$ @ref *bold* _low_ `code` \\n [x] {{ x }} {% y %} ~ %'
LETTERS = "Tŷ Ŵyr, Łódź, święto, naïve – “quoted”"
LONG = "w" * 300
HALF = RatingMark("Amber/Green", "amber", "triangle", "green", "filled_circle")
CONTROL = "a\x0bb\x00c"


def nasty_document(*, draft: bool = True) -> Document:
    figure = Figure("52", "rating:blue", 'GT-"<&>/#1', f"Rated {SIGNS}", 52)
    table = Table(
        f"Caption {SIGNS}",
        (Column(f"Head {SIGNS}"), Column("", Align.RIGHT), Column("When")),
        (
            (SIGNS, figure, date(2019, 12, 31)),
            ("=1+1", "", None),
            (LONG, 7, (Strong(LETTERS), " ", HALF)),
            (f"line one\nline two {CONTROL} 😀 中", "", RatingMark("Not yet rated")),
        ),
        note=SIGNS,
    )  # fmt: skip
    return Document(
        title=f"Title {SIGNS}",
        local_area=f"Area {LETTERS}",
        board="",
        classification=Classification(Access.EXEMPT, "paragraph 1 of Part 1 of Schedule 12A"),
        draft=draft,
        as_at=date(2019, 12, 31),
        front_sheet=((SIGNS, LETTERS), ("", LONG), ("Empty", "")),
        blocks=(
            Heading(2, SIGNS),
            Recommendations("", (SIGNS, "")),
            KeyFigures("x", (KeyFigure(figure, SIGNS, ""),)),
            Paragraph((SIGNS, " ", figure, " ", LETTERS, " 😀")),
            Bullets(((LONG,), (SIGNS,)), numbered=True),
            SummaryList(((SIGNS, (figure,)),)),
            Commentary("", f"{SIGNS}\n{LETTERS}"),
            table,
            Table("Empty", (Column("Nothing"),), ()),
            Appendix("A", SIGNS, (table,), landscape=True),
        ),
        sheets=(Sheet("Summary", (table, table)), Sheet("Other", (table,))),
    )
