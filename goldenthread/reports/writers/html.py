"""The paper as HTML: an article for one of our pages, or a whole page that stands alone.

Figures are links to their rows only where the document was built with addresses (`Figure.href`):
one made for the public has none, and its figures lead to the list of references instead.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from goldenthread.reports.charts import draw
from goldenthread.reports.document import (
    Chart,
    Document,
)
from goldenthread.reports.document_figures import FigureNumbers, number_figures, plain
from goldenthread.rules.calendars import say_date

STYLESHEET = Path(__file__).parent.parent / "static" / "reports" / "paper.css"


def write_html_article(document: Document) -> Markup:
    """The paper as an `<article>`, to be shown inside a page that has our stylesheets."""
    return Markup(_render("article.html", document))  # noqa: S704 - made by our autoescaped template


def write_html(document: Document) -> bytes:
    """The paper as a page of its own: its stylesheet is inside, nothing is fetched."""
    return _render("page.html", document, stylesheet=_stylesheet()).encode("utf-8")


def _render(template: str, document: Document, **more: Any) -> str:
    numbers = number_figures(document.blocks)
    return (
        _environment()
        .get_template(f"reports/document/{template}")
        .render(document=document, numbers=numbers, **more)
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("goldenthread.reports", "jinja2"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(say_date=say_date, plain=plain)
    made.globals.update(kind=_kind, drawing=_drawing, table_note=_table_note)
    return made


def _kind(thing: object) -> str:
    """A block's, run's or cell's kind: the name of its class ("Table", "Figure", "str")."""
    return type(thing).__name__


def _drawing(chart: Chart) -> Markup:
    return Markup(draw(chart).svg)  # noqa: S704 - drawn by us, its words escaped by lxml


def _table_note(numbers: FigureNumbers, table: Any) -> str:
    note = numbers.note(table)
    return f"{note} in the list of references." if note else ""


@lru_cache(maxsize=1)
def _stylesheet() -> Markup:
    return Markup(STYLESHEET.read_text(encoding="utf-8"))  # noqa: S704 - our own file
