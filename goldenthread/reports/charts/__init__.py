"""Charts of a paper as pictures."""

from goldenthread.reports.charts.drawing import Picture, draw
from goldenthread.reports.charts.parts import INK, PAPER, RATING_FILLS, RATING_TEXT

__all__ = ["INK", "PAPER", "RATING_FILLS", "RATING_TEXT", "Picture", "draw"]
