"""Which points of a scale a rating as written may mean: candidates to ask about, no answer."""

import re

from goldenthread.rules.ratings.scales import Scale, ScalePoint

COLOUR_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        red amber green blue grey gray white black yellow orange purple dark light brag rag
        """,
    )
)
_LITTLE_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a an and are as at be been but by for from has have in is it its no not of on or that the
        this to was were will with yet action actions
        """,
    )
)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def _telling_words(text: str) -> set[str]:
    """The words that carry meaning, by their first six letters (complete, completed)."""
    return {
        word[:6] for word in _words(text) if word not in COLOUR_WORDS and word not in _LITTLE_WORDS
    }


def suggest(label_as_written: str, meaning: str | None, scale: Scale) -> tuple[ScalePoint, ...]:
    """Points to ask about for a rating as written, likeliest first; never an answer by itself.

    Points that share telling words with the label or its meaning come first. A colour word alone
    never decides: with nothing else to go by, every point is a candidate, those that share the
    colour first. Empty for a blank label, which is not a rating.
    """
    if not label_as_written.strip():
        return ()
    telling = _telling_words(f"{label_as_written} {meaning or ''}")
    colours = set(_words(label_as_written)) & COLOUR_WORDS

    def shared(point: ScalePoint) -> int:
        return len(telling & _telling_words(f"{point.label} {point.meaning}"))

    def same_colour(point: ScalePoint) -> int:
        return len(colours & set(_words(point.label)))

    ranked = sorted(scale.points, key=lambda point: (-shared(point), -same_colour(point)))
    by_meaning = tuple(point for point in ranked if shared(point))
    if not by_meaning:
        return tuple(sorted(scale.points, key=lambda point: -same_colour(point)))
    same = tuple(point for point in ranked if same_colour(point) and point not in by_meaning)
    return by_meaning + same
