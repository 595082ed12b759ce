"""Governance forums: cells split into bodies, and names in one plan that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from goldenthread.intake.understanding.words import fold, is_open, squeeze

_BODIES = (
    "board group committee panel forum cabinet team meeting council partnership network executive "
    "subgroup workstream"
)
_NOUNS = _BODIES.split()
_NOUN = re.compile(rf"\b(?:{'|'.join(_NOUNS)})s?\b", re.IGNORECASE)
# A name that may end here although more words follow on the line.
_END = re.compile(r"\b(?:board|group|committee|panel|forum|cabinet|team)\b", re.IGNORECASE)
_SAME_NOUN = frozenset(_NOUNS) | {"meetings", "groups", "boards"}
_STROKE = r"\s*/\s*"
_SMALL = frozenset({"the", "and", "of", "for", "send", "sen", "local", "area"})


def read_forums(text: str) -> tuple[str, ...]:
    """The bodies a cell names, in order, each once; the words of each as written."""
    out: dict[str, str] = {}
    for line in _lines(text):
        for piece in _split(line):
            name = squeeze(piece).strip(" .,;/&-–")
            if fold(name) and fold(name) not in ("n a", "tbc", "none"):
                out.setdefault(fold(name), name)
    return tuple(out.values())


def is_forum(text: str) -> bool:
    """Does a word for a body stand in it?"""
    return bool(_NOUN.search(text))


def _lines(text: str) -> list[str]:
    out: list[str] = []
    for piece in re.split(r"\n|;|•|\|", text):
        line = squeeze(piece)
        if not line:
            continue
        unfinished = bool(out) and (
            is_open(out[-1]) or (not is_forum(out[-1]) and is_forum(line) and len(line.split()) < 3)
        )
        if unfinished:
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return out


def _split(text: str) -> list[str]:
    for separator in (r"\s*\.\s*(?=[A-Z])", _STROKE, r"\s*,\s*", r"\s+(?:and|&)\s+", r"\s+-\s+"):
        for match in re.finditer(separator, text):
            left, right = text[: match.start()], text[match.end() :]
            apart = separator == _STROKE and bool(re.fullmatch(r"[A-Z]{2,6}", right.strip()))
            if _ends_as_forum(left) and (is_forum(right) or apart):
                return [*_split(left), *_split(right)]
    for match in _END.finditer(text):
        left, right = text[: match.end()], text[match.end() :].strip()
        if len(left.split()) >= 2 and _may_follow(right):
            return [*_split(left), *_split(right)]
    return [text]


def _ends_as_forum(text: str) -> bool:
    words = fold(text).split()
    return bool(words) and (
        words[-1] in _SAME_NOUN
        or bool(re.search(r"\)$", text.strip()))
        or (is_forum(text) and len(words) >= 3)
    )


def _may_follow(rest: str) -> bool:
    """Is the rest a body of its own: two words or more that end on a word for a body?"""
    words = fold(rest).split()
    if len(words) < 2 or words[0] in _SAME_NOUN | {"of", "for", "and", "sub", "with", "to", "on"}:
        return False
    return bool(re.match(r"[A-Z(]", rest)) and is_forum(rest)


def look_alikes(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of different names that may be one body; names that differ in case only are one."""
    distinct: dict[str, str] = {}
    for name in names:
        distinct.setdefault(fold(name), name)
    keys = list(distinct)
    parent = {key: key for key in keys}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for at, one in enumerate(keys):
        for other in keys[at + 1 :]:
            if _alike(one, other):
                parent[root(other)] = root(one)
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(root(key), []).append(distinct[key])
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _alike(one: str, other: str) -> bool:
    first, second = one.split(), other.split()
    if sorted(first) == sorted(second):
        return True
    if _bare(first) == _bare(second):
        return True
    core_one, core_other = _core(first), _core(second)
    if core_one and core_one == core_other:
        return True
    if _letters_of(first) == other.replace(" ", "") or _letters_of(second) == one.replace(" ", ""):
        return True
    if core_one and core_other and (core_one != core_other):
        close = fuzz.ratio(" ".join(sorted(core_one)), " ".join(sorted(core_other)))
        return close >= 88 and len("".join(core_one)) >= 7
    return False


def _bare(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if word not in ("the", "local", "area", "meeting"))


def _core(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if word not in _SAME_NOUN and word not in _SMALL)


def _letters_of(words: Sequence[str]) -> str:
    """ "health and wellbeing board" → "hwb"; single words give nothing."""
    letters = "".join(word[0] for word in words if word not in ("and", "of", "the", "for"))
    return letters if len(letters) >= 3 else ""
