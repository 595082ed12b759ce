"""What may be done from a page: links, and for the rest the sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """Something to do; `refused` is the policy's sentence, "" where it may be done."""

    text: str
    href: str
    refused: str = ""
    quiet: bool = False  # never the page's main deed


@dataclass(frozen=True)
class RefusedDeeds:
    """Deeds refused for one reason, said once."""

    texts: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Deeds:
    """`first` is the page's main deed, the others come after it."""

    allowed: tuple[Deed, ...]
    refused: tuple[RefusedDeeds, ...]


def deeds(offered: Iterable[Deed]) -> Deeds:
    allowed: list[Deed] = []
    refused: dict[str, list[str]] = {}
    for deed in offered:
        if deed.refused:
            refused.setdefault(deed.refused, []).append(deed.text)
        else:
            allowed.append(deed)
    return Deeds(
        tuple(allowed), tuple(RefusedDeeds(tuple(texts), why) for why, texts in refused.items())
    )
