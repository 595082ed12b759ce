"""Small pieces of WordprocessingML that python-docx has no words for.

Tables are built as XML in one go: cell by cell through the library takes seconds for a long plan.
"""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from goldenthread.reports.charts import INK, PAPER, RATING_FILLS, RATING_TEXT
from goldenthread.reports.document import RatingMark

SYMBOLS = {
    "double_tick": "✓✓",
    "filled_circle": "●",
    "half_circle": "◐",
    "triangle": "▲",
    "diamond": "◆",
    "ring": "○",
    "dashed": "◌",
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    """Text without the control letters that no XML may hold; line ends as "\\n"."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def element(tag: str, *children: Any, **attributes: str | int) -> Any:
    """`element("shd", val="clear", fill="F6F4EF")` is `<w:shd w:val="clear" w:fill="F6F4EF"/>`."""
    made: Any = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def run(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    raised: bool = False,
    colour: str = "",
    fill: str = "",
    bordered: bool = False,
    half_points: int = 0,
) -> Any:
    """A run; line ends become line breaks. Sizes are in half-points, colours "#rrggbb"."""
    said = [
        element("b") if bold else None,
        element("i") if italic else None,
        element("color", val=colour.lstrip("#")) if colour else None,
        element("sz", val=half_points) if half_points else None,
        element("bdr", val="dashed", sz=4, space=0, color=INK.lstrip("#")) if bordered else None,
        element("shd", val="clear", color="auto", fill=fill.lstrip("#")) if fill else None,
        element("vertAlign", val="superscript") if raised else None,
    ]
    properties = [part for part in said if part is not None]
    made = element("r", element("rPr", *properties) if properties else None)
    for place, line in enumerate(allowed(text).split("\n")):
        if place:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def rating_run(mark: RatingMark, half_points: int = 0) -> Any:
    """A rating: its shape and word on its colour; a half-rating has both shapes."""
    shapes = "".join(SYMBOLS.get(shape, "") for shape in (mark.shape, mark.second_shape) if shape)
    fill = RATING_FILLS.get(mark.colour, PAPER)
    return run(
        f"\u00a0{shapes}\u00a0{mark.label}\u00a0",
        bold=True,
        colour=RATING_TEXT.get(mark.colour, INK),
        fill=fill,
        bordered=fill == PAPER,
        half_points=half_points,
    )


def link(anchor: str, *runs: Any) -> Any:
    """A link to a bookmark of the same document."""
    return element("hyperlink", *runs, anchor=anchor, history=1)


def bookmarked(name: str, number: int, *runs: Any) -> list[Any]:
    """Runs with a bookmark around them."""
    start = element("bookmarkStart", id=number, name=name)
    return [start, *runs, element("bookmarkEnd", id=number)]


def field(instruction: str) -> list[Any]:
    """A field that Word fills in by itself: PAGE, NUMPAGES."""
    words = element("instrText")
    words.text = f" {instruction} "
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", words),
        element("r", element("fldChar", fldCharType="separate")),
        run("1"),
        element("r", element("fldChar", fldCharType="end")),
    ]


def paragraph(
    runs: list[Any], *, align: str = "left", after: int = 0, keep_next: bool = False
) -> Any:
    """A plain paragraph for a cell; `after` in twentieths of a point."""
    properties = element(
        "pPr",
        element("keepNext") if keep_next else None,
        element("spacing", before=0, after=after),
        element("jc", val={"centre": "center"}.get(align, align)),
    )
    return element("p", properties, *runs)


def cell(content: Any, width: int, *, bottom: str = "", top: str = "", fill: str = "") -> Any:
    """A table cell; width in twentieths of a point, `bottom` and `top` are its rules' colours."""
    rules = element(
        "tcBorders",
        element("top", val="single", sz=8, space=0, color=top.lstrip("#")) if top else None,
        element("bottom", val="single", sz=12, space=0, color=bottom.lstrip("#"))
        if bottom
        else None,
    )
    properties = element(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        rules if len(rules) else None,
        element("shd", val="clear", color="auto", fill=fill.lstrip("#")) if fill else None,
    )
    return element("tc", properties, *(content if isinstance(content, list) else [content]))


def row(cells: list[Any], *, heading: bool = False) -> Any:
    """A row that is not split over pages; a heading row is repeated on each."""
    properties = element("trPr", element("cantSplit"), element("tblHeader") if heading else None)
    return element("tr", properties, *cells)


def table(
    rows: list[Any], widths: list[int], *, title: str, lines: str = "#d8d4ca", first_column: bool
) -> Any:
    """A table as wide as its columns, ruled between rows only, its title told to screen readers."""
    colour = lines.lstrip("#")
    borders = element(
        "tblBorders",
        *(
            element(side, val="single", sz=4, space=0, color=colour)
            for side in ("bottom", "insideH")
        ),
    )
    margins = element(
        "tblCellMar",
        element("top", w=50, type="dxa"),
        element("left", w=40, type="dxa"),
        element("bottom", w=50, type="dxa"),
        element("right", w=80, type="dxa"),
    )
    properties = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        borders,
        element("tblLayout", type="fixed"),
        margins,
        element("tblLook", firstRow=1, firstColumn=int(first_column), noHBand=1, noVBand=1),
        element("tblCaption", val=allowed(title)),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", properties, grid, *rows)


def shared_widths(shares: list[float], whole: int) -> list[int]:
    """Column widths that add up to the whole."""
    total = sum(shares) or 1
    widths = [int(whole * share / total) for share in shares]
    if widths:
        widths[-1] += whole - sum(widths)
    return widths
