"""Charts: safe for a strict page, told to those who do not see them, readable in grey."""

from datetime import date

import pytest
from lxml import etree

from goldenthread.reports.charts import draw
from goldenthread.reports.document import (
    Chart,
    RatingMark,
    Segment,
    StackedBars,
    Trend,
    TrendLine,
)

BLUE, RED = RatingMark("Blue & <done>", "blue", "double_tick"), RatingMark("Red", "red", "diamond")
BARS = Chart(
    "Blue & <done> rose",
    'The bars: "33" then 52',
    StackedBars((("31 October 2019", (Segment(BLUE, 93), Segment(RED, 1))), ("Now", ()))),
)
DAYS = (date(2019, 10, 31), date(2019, 12, 31))
TREND = Chart(
    "T",
    "A",
    Trend((TrendLine("done", "brand", tuple(zip(DAYS, (33, 52), strict=True))),), 94),
)


@pytest.mark.parametrize(
    "chart", [BARS, TREND, Chart("E", "E", StackedBars(())), Chart("E", "E", Trend((), 0))]
)
def test_a_picture_has_a_title_and_a_description_and_no_styles(chart: Chart) -> None:
    root = etree.fromstring(draw(chart).svg.encode())
    assert root.get("role") == "img"
    assert [root[0].text, root[1].text] == [chart.title, chart.alt]
    attributes = {name for node in root.iter() for name in node.attrib}
    assert not attributes & {"style", "class", "aria-label", "aria-hidden", "onclick"}
    assert not [
        node for node in root.iter() if str(node.tag).endswith(("script", "style", "image"))
    ]


def test_words_and_counts_are_in_the_picture_itself() -> None:
    root = etree.fromstring(draw(BARS).svg.encode())
    said = [node.text for node in root.iter("{*}text")]
    assert {"31 October 2019", "93", "Blue & <done>", "1 Red"} <= set(said)


def test_the_trend_names_its_lines_at_their_ends() -> None:
    root = etree.fromstring(draw(TREND).svg.encode())
    said = [node.text for node in root.iter("{*}text")]
    assert {"33", "52", "done", "all 94 actions", "31 December 2019"} <= set(said)


def test_a_picture_for_word_is_a_png_large_enough_to_print() -> None:
    picture = draw(BARS)
    assert picture.png.startswith(b"\x89PNG")
    assert int.from_bytes(picture.png[16:20], "big") == pytest.approx(picture.width * 3, abs=3)
