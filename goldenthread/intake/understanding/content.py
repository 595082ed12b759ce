"""What a column's cells look like, for headings that say nothing: evidence, not proof."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.posts import looks_like_lead
from goldenthread.intake.understanding.words import fold, several, squeeze

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b|\b{_MONTH}\.?[\s'’/-]*(?:20)?\d\d\b|"
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d\b|\b20\d\d-\d\d-\d\d\b|"
    r"\b(?:spring|summer|autumn)\b(?:\s+term)?\s+20\d\d|"
    r"\bq[1-4]\s*(?:20)?\d\d|\b20\d\d(?:/\d\d)?\b",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"^\W*{_MONTH}\W*$", re.IGNORECASE)
_LOOSE_DATE = several("ongoing immediate immediately termly quarterly monthly tbc annually")

RATING_WORDS = several(
    "red amber green blue grey gray white yellow black purple brown rag r a g b w light "
    "dark completed complete done closed open ongoing started not yet begun overdue late "
    "delayed on track off at risk in progress under way underway embedded achieved met "
    "missed m superseded signed no issues behind schedule ahead of to start pending stalled "
    "partially partly fully planned due commenced slightly significantly"
)
_RATING_CORE = several(
    "red amber green blue grey gray white yellow black complete completed done closed "
    "started track overdue delayed progress way underway embedded achieved met missed risk "
    "signed behind r a g b w m rag issues stalled superseded begun late start"
)
_COLOURS = several("red amber green blue grey gray white yellow black purple brown r a g b w")
_REFERENCE = re.compile(r"^(?:[A-Za-z]{1,4}[ .-]?)?\d{1,3}(?:[.\-/]\d{1,3})*[a-z]?[.)]?$")


def has_date(text: str) -> bool:
    """Does the text name a day, month, term, quarter or year?"""
    return bool(_DATE.search(text) or _BARE_MONTH.match(text))


def dates_taken_out(text: str) -> tuple[str, str]:
    """The heading's date words, and the heading without them."""
    found = " ".join(match.group(0) for match in _DATE.finditer(text))
    if not found and _BARE_MONTH.match(text):
        return squeeze(text), ""
    if not found:
        month = re.search(rf"\b{_MONTH}\b", text, re.IGNORECASE)
        if month and month.group(0).casefold() not in ("may", "mar"):
            found = month.group(0)
            return found, squeeze(text.replace(found, " "))
    return found, squeeze(_DATE.sub(" ", text))


def looks_like_date(text: str) -> bool:
    """Is the cell a date and little else?"""
    folded = fold(text).split()
    if not folded or len(folded) > 10:
        return False
    return has_date(text) or all(word in _LOOSE_DATE for word in folded)


def looks_like_rating(text: str) -> bool:
    """Is the cell a rating word: "Amber", "Complete", "In progress (Amber)", "G"?"""
    words = [word for word in fold(text).split() if word not in ("and",)]
    if not words or len(words) > 6:
        return False
    return all(word in RATING_WORDS for word in words) and any(
        word in _RATING_CORE for word in words
    )


def only_colours(texts: Sequence[str]) -> bool:
    """Two cells or more, and each a rating by colour: a plain "Done" may be a comment too."""
    filled = [text for text in texts if text.strip()]
    return len(filled) > 1 and all(
        looks_like_rating(text) and names_a_colour(text) for text in filled
    )


def names_a_colour(text: str) -> bool:
    """Does a colour, or its first letter, stand among the words?"""
    return not _COLOURS.isdisjoint(fold(text).split())


def opening_rating(text: str) -> str:
    """The rating word that opens a longer text: "Green – on its way" gives "Green"."""
    head = re.split(r"\s*[–—:;.\n(-]\s*|\s-\s", text.strip(), maxsplit=1)[0]
    return squeeze(head) if looks_like_rating(head) else ""


def looks_like_reference(text: str) -> bool:
    """Is the cell a number of the plan: "1.2", "A3", "2.1a"?"""
    return bool(_REFERENCE.match(text.strip()))


def numbered_below(texts: Sequence[str]) -> bool:
    """Do the cells open with numbers of a lower level, each its own: "1.1 …", "2.3 …"?"""
    found = [
        re.match(r"\W*(?:outcome\s+)?(\d{1,2}\.\d{1,2})[.):]?\s+\D", text, re.I) for text in texts
    ]
    numbers = [match[1] for match in found if match]
    return len(numbers) >= 2 and len(numbers) == len(texts)


def by_content(texts: Sequence[str], fills: int = 0) -> tuple[Role, float]:
    """The role that a column's cells suggest, and how sure; UNKNOWN when nothing does.

    fills: how many of the column's blank cells are shaded.
    """
    filled = [text for text in texts if text.strip()]
    if not filled:
        return (Role.RATING, 0.6) if fills >= 2 else (Role.UNKNOWN, 0.0)
    total = len(filled)

    def share(test: object) -> float:
        assert callable(test)
        return sum(1 for text in filled if test(text)) / total

    if share(looks_like_rating) >= 0.7:
        return Role.RATING, 0.7
    if share(looks_like_date) >= 0.7:
        return Role.DUE, 0.6
    if share(looks_like_reference) >= 0.8:
        return Role.REFERENCE, 0.7
    if share(looks_like_lead) >= 0.7:
        return Role.LEAD, 0.55
    return Role.UNKNOWN, 0.0


def mean_words(texts: Sequence[str]) -> float:
    """The mean number of words of the cells that are not blank; 0 when all are."""
    filled = [text for text in texts if text.strip()]
    return sum(len(text.split()) for text in filled) / len(filled) if filled else 0.0
