"""A local area's own colour, made readable wherever the pages use it."""

from __future__ import annotations

import re

PAPER = "#ffffff"
GROUND = "#f6f4ef"
TEAL = "#0b4f55"
READABLE = 4.5
"""Contrast that text needs: WCAG 2.2, 1.4.3."""


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 for black to 1 for white: WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21: WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def darker(colour: str, share: float) -> str:
    """The colour with `share` (0 to 1) of its light taken away."""
    parts = (round(int(colour[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def readable(colour: str) -> str:
    """The colour, darkened as far as text in it needs on paper and on ground.

    Anything that is not "#rrggbb" gives our own teal: a colour never breaks a page.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return TEAL
    shade = colour.lower()
    while min(contrast(shade, PAPER), contrast(shade, GROUND)) < READABLE:
        shade = darker(shade, 0.06)
    return shade


def brand_css(colour: str) -> str:
    """The stylesheet of a local area: its colour as masthead, links and buttons."""
    brand = readable(colour)
    return (
        f":root{{--gt-brand:{brand};--gt-brand-dark:{darker(brand, 0.35)};"
        f"--govuk-brand-colour:{brand};--govuk-link-colour:{brand};"
        f"--govuk-link-hover-colour:{darker(brand, 0.35)}}}\n"
    )
