"""What a look showed, as the text that is kept with it: sorted pairs of kind and id, in JSON.

The same characters for the same things, so that one of them is found in it as text and a changed
one shows. A look from before this text was kept has "" here, and a sighting for each thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

Thing = tuple[str, str]  # kind, id

_LONGEST = (60, 64)  # as their columns in a sighting


def as_text(things: Iterable[Thing]) -> str:
    """`[["child","0198…"],["child","0199…"]]`, in ASCII; "[]" for nothing.

    Raises ValueError for what no sighting could hold: the look could never be sealed.
    """
    pairs = sorted(set(things))
    if not all(_fits(pair) for pair in pairs):
        raise ValueError("What a look showed has no kind and id that can be kept.")
    return _written(pairs)


def read(text: str) -> tuple[Thing, ...]:
    """The things in such a text, sorted. Raises ValueError where `as_text` did not write it."""
    try:
        pairs = json.loads(text)
        things = tuple((kind, thing) for kind, thing in pairs)
        same = as_text(things) == text
    except (TypeError, AttributeError, RecursionError) as problem:
        raise ValueError("This does not say what a look showed.") from problem
    if not same:
        raise ValueError("This is not as the product writes what a look showed.")
    return things


def within(kind: str, thing: str) -> str:
    """What stands in the text of each look that showed this thing, and in no other's: a quotation
    mark inside a word has a stroke before it, so no word can look like a pair."""
    return _written((kind, thing))


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _fits(pair: Thing) -> bool:
    return all(
        len(word) <= most and word.isprintable() for word, most in zip(pair, _LONGEST, strict=True)
    )
