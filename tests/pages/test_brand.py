"""A local area's colour is made readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.pages import brand
from goldenthread.pages.vendoring import DESTINATION

STYLES = (DESTINATION / "golden-thread.css").read_text("utf-8")


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_becomes_readable_on_paper_and_ground(number: int) -> None:
    shade = brand.readable(f"#{number:06x}")
    assert brand.contrast(shade, brand.PAPER) >= 4.5
    assert brand.contrast(shade, brand.GROUND) >= 4.5


def test_a_readable_colour_stays_as_chosen() -> None:
    assert brand.readable("#7A1FA2") == "#7a1fa2"


@pytest.mark.asvs("1.3.5")
@pytest.mark.parametrize("wrong", ["", "teal", "#fff", "#12345g", "#0b4f55;}body{display:none"])
def test_what_is_not_a_colour_gives_our_teal(wrong: str) -> None:
    assert brand.readable(wrong) == brand.TEAL
    assert "display" not in brand.brand_css(wrong)


def test_the_stylesheet_of_an_area_sets_masthead_and_links() -> None:
    css = brand.brand_css("#7a1fa2")
    assert "--gt-brand:#7a1fa2" in css
    assert "--govuk-link-colour:#7a1fa2" in css


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("#16242b", "#ffffff"), ("#16242b", "#f6f4ef"), ("#4a575d", "#ffffff"),
        ("#4a575d", "#f6f4ef"), ("#0b4f55", "#f6f4ef"), ("#ffffff", "#0b4f55"),
        ("#ffffff", "#1d5fa8"), ("#ffffff", "#1a6b3c"), ("#ffffff", "#b3261e"),
        ("#16242b", "#cfe8d5"), ("#16242b", "#f5b942"), ("#16242b", "#e3e6e8"),
        ("#b3261e", "#ffffff"), ("#b3261e", "#f6f4ef"), ("#e4efee", "#0b4f55"),
    ],
)  # fmt: skip
def test_text_has_the_contrast_it_needs(text: str, behind: str) -> None:
    assert brand.contrast(text, behind) >= 4.5
    assert text in STYLES or text == "#ffffff"


@pytest.mark.parametrize("behind", ["#ffffff", "#f6f4ef"])
@pytest.mark.parametrize("line", ["#a97514", "#85806f"])
def test_the_thread_and_the_edges_of_boxes_can_be_seen(line: str, behind: str) -> None:
    assert brand.contrast(line, behind) >= 3
