"""Plain tests on words: folding, where a sentence is left open, what opens one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def several(words: str) -> frozenset[str]:
    """A set of words written in one line."""
    return frozenset(words.split())


_IN_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBER_WORDS = {word: number for number, word in enumerate(_IN_WORDS.split(), start=1)}

# A text that ends on one of these is not finished.
_OPEN_ENDS = several(
    "a an the and or of to in for with by that which from on at as is are be will would "
    "should their its our his her your this these those including regarding via per than "
    "into through between about within under over while when where who whose such ensure "
    "ensuring all any each not has have had been being can could may must also both either "
    "no if across against during towards upon"
)
_BULLET = re.compile(r"^[\s•▪◦●○■□◼➢➤✓✔o*\-–—]+(?=\s)\s*|^[•▪◦●■◼➢➤✓✔]\s*")
_LIST_MARK = re.compile(r"^(?:[•▪◦●■◼➢➤✓✔]|[-–*](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))")
_TAG = re.compile(r"</?(?:p|br|b|i|u|em|strong|li|ul|ol|span|sup|sub)\s*/?>", re.IGNORECASE)


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """For comparing: case, accents, punctuation and space do not count; "&" is "and"."""
    plain = unicodedata.normalize("NFKD", text).replace("&", " and ").replace("’", "'")
    plain = plain.replace("'", "").casefold()
    return " ".join(re.findall(r"[a-z0-9%#+]+", plain))


def squeeze(text: str) -> str:
    """One line: every run of white space is a single space."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """Without mark-up that a copied table may carry; a closed paragraph ends a line."""
    if "<" in text:
        text = re.sub(r"</p>|<br\s*/?>", "\n", text, flags=re.IGNORECASE)
        text = _TAG.sub("", text)
    text = text.replace("**", "")
    return "\n".join(line for part in text.split("\n") if (line := squeeze(part)))


def without_bullet(text: str) -> str:
    """The line without its bullet or dash."""
    return _BULLET.sub("", text).strip()


def is_listed(text: str) -> bool:
    """Does the line open with a bullet or a list number?"""
    return bool(_LIST_MARK.match(text.strip()))


def opens_lower(text: str) -> bool:
    """Does the text open in the middle of a sentence: a small letter, or a closing mark?"""
    text = text.lstrip("\"'“‘( ")
    if re.match(r"(?:e\.?g|i\.?e)\b|[ivx]{1,4}[.)]|[a-z][.)]|o\s", text):
        return False
    return bool(text) and (text[0].islower() or text[0] in ",;.)&/")


def is_open(text: str) -> bool:
    """Is the text left open: on a small word, a comma, a dash, an unclosed bracket?"""
    text = squeeze(text)
    if not text:
        return False
    if text[-1] in ",;&/(–—-+":
        return True
    if text.count("(") > text.count(")"):
        return True
    last = re.findall(r"[A-Za-z']+$", text)
    return bool(last) and last[0].casefold() in _OPEN_ENDS


def is_closed(text: str) -> bool:
    """Does the text end as a sentence does?"""
    return bool(re.search(r"[.!?…]['\"”’)]*$", text.rstrip()))


def said_again(text: str, earlier: str) -> bool:
    """ "1. Data (continued)" below "1. Data": the same words, repeated on a new page."""
    bare = re.sub(r"\(?\bcont(?:inued|d|\.)?\)?\s*$", "", text.strip(), flags=re.IGNORECASE)
    return bool(fold(earlier)) and fold(bare) == fold(earlier)


def sentence_case(text: str) -> str:
    """First letter large, the others as they come unless the words are Title Case."""
    words = squeeze(text).split(" ")
    kept = [word if word.isupper() and 1 < len(word) <= 6 else word.lower() for word in words]
    joined = " ".join(kept)
    return joined[:1].upper() + joined[1:]


def number_of(word: str) -> int | None:
    """ "three" and "3" are 3; None when it is neither."""
    if word.isdigit():
        return int(word)
    return NUMBER_WORDS.get(word.casefold())


def short(text: str, length: int = 60) -> str:
    """For a sentence on a page: at most `length` characters, cut at a word."""
    text = squeeze(text)
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:–- ") + " …"
