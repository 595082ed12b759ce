"""What may be done from a page: links, and for the rest the sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from goldenthread.improvement_plan.policies import ClosedWords
from goldenthread.improvement_plan.presenters.saying import either, lowered

SIGN_OFF = "Sign off"


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
    """The first of `allowed` is the page's main deed. `others` says in one sentence who does what
    the viewer may not, and `ask_href` where to find them: in place of many disabled buttons."""

    allowed: tuple[Deed, ...]
    refused: tuple[RefusedDeeds, ...]
    others: str = ""
    ask_href: str = ""


def deeds(offered: Iterable[Deed]) -> Deeds:
    allowed: list[Deed] = []
    refused: dict[str, list[str]] = {}
    for deed in offered:
        if isinstance(deed.refused, ClosedWords):
            continue  # the page says it once, above everything
        if deed.refused:
            refused.setdefault(deed.refused, []).append(deed.text)
        else:
            allowed.append(deed)
    return Deeds(
        tuple(allowed), tuple(RefusedDeeds(tuple(texts), why) for why, texts in refused.items())
    )


def calmly(found: Deeds, *, ask: Iterable[str], href: str) -> Deeds:
    """Several refusals said once, with whom to `ask`; a single one keeps its button and reason,
    and so does signing off, whose reason is about the viewer and not about the role."""
    kept = tuple(group for group in found.refused if SIGN_OFF in group.texts)
    texts = [text for group in found.refused if group not in kept for text in group.texts]
    if len(texts) + len(kept) < 2:
        return found
    wanted = either(lowered(text) for text in texts)
    first = "" if found.allowed else "You can read everything here. "
    return replace(
        found, refused=kept, others=f"{first}To {wanted}, ask {either(ask)}.", ask_href=href
    )
