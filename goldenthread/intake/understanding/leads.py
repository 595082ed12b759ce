"""Lead cells: the words kept, split into posts, people and teams on known separators only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from goldenthread.intake.understanding.people import Known
from goldenthread.intake.understanding.plan import LeadsRead
from goldenthread.intake.understanding.posts import (
    is_bare_rank,
    is_code_with_who,
    is_department,
    is_initials,
    is_person,
    is_post,
    is_short_name,
    is_team,
    starts_with_rank,
    strong_starts,
)
from goldenthread.intake.understanding.words import fold, is_open, opens_lower, several, squeeze

NOBODY = frozenset({"", "tbc", "tba", "n a", "na", "none", "to be confirmed", "vacant", "tbd"})


@dataclass(frozen=True)
class LeadCell:
    """The leads, and the pieces that may be one post or several."""

    leads: LeadsRead
    in_doubt: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()


def read_leads(text: str, known: Known, answered: dict[str, tuple[str, ...]]) -> LeadCell:
    """The leads a cell names. `answered`: the officer's own split, by the cell's words."""
    as_written = squeeze(text)
    for cell, split in answered.items():
        if fold(cell) == fold(as_written):
            return LeadCell(LeadsRead(as_written, split))
    names: list[str] = []
    doubt: list[str] = []
    pieces = _lines(text)
    if any(is_person(one) and _post_only(other) for one, other in pairwise(pieces)):
        # A name above a post: two leads, or one with her post.
        doubt.append(as_written)
    for piece in pieces:
        for part in _in_a_row(piece, known):
            for name in _slashes(part, known, doubt):
                names.extend(_ands(name, known))
    kept = _each_once([squeeze(name).strip(" ,;/&-–") for name in names])
    initials = tuple(
        found
        for name in kept
        for found in _initials_in(name)
        if known.with_initials(found) or not is_post(re.sub(r"\(.*", "", name))
    )
    return LeadCell(
        LeadsRead(as_written, tuple(kept), _suggestions(kept, known)), tuple(doubt), initials
    )


def _post_only(text: str) -> bool:
    return is_post(text) and not is_person(text)


def is_nobody(text: str) -> bool:
    """Blank, or a word that says nobody is named yet."""
    return fold(text) in NOBODY


def _lines(text: str) -> list[str]:
    """Pieces at line breaks, semicolons and bars; a line that only goes on is put back."""
    out: list[str] = []
    for line in re.split(r"\n|;|\||•", text):
        piece = squeeze(line)
        if not piece:
            continue
        if out and (is_open(out[-1]) or opens_lower(piece) or _goes_on(out[-1], piece)):
            out[-1] = f"{out[-1]} {piece}"
        else:
            out.append(piece)
    return out


def _goes_on(before: str, piece: str) -> bool:
    """ "Strategic Lead" on one line and its field on the next."""
    return is_bare_rank(before) and not (
        is_post(piece) or is_person(piece) or is_initials(piece) or is_short_name(piece)
    )


def _in_a_row(text: str, known: Known) -> list[str]:
    """Posts that stand one after the other with only a space between."""
    words = text.split(" ")
    length = known.longest_start(words)
    if length and length < len(words):
        rest = " ".join(words[length:])
        if not re.match(r"(?:[-–/&(,]|and\b|for\b|of\b|with\b)", rest, re.IGNORECASE) and (
            is_post(rest) or is_team(rest) or is_person(rest) or "/" in rest
        ):
            return [" ".join(words[:length]), *_in_a_row(rest, known)]
    starts = strong_starts(text)
    if not starts:
        return [text]
    cut = [at for at in starts if _whole(text[:at], known)]
    edges = [0, *cut, len(text)]
    return [text[start:end] for start, end in pairwise(edges) if text[start:end].strip()]


def _whole(before: str, known: Known) -> bool:
    """May what stands before a new post be a post, person or team by itself?"""
    before = before.strip()
    if is_open(before) or re.search(r"[,/&(-]$", before):
        return False
    last = re.split(r"[,/]", before)[-1]
    return (
        known.is_post(before)
        or starts_with_rank(before)
        or is_person(last)
        or ((is_post(before) or is_team(before)) and len(before.split()) >= 2)
    )


def _slashes(text: str, known: Known, doubt: list[str]) -> list[str]:
    """ "A/B": two when both look like posts or people, one when the list of people says so."""
    if "/" not in text or known.is_post(text):
        return [text]
    parts = [squeeze(part) for part in text.split("/")]
    if not all(parts):
        return [text]
    apart = [squeeze(part) for part in re.split(r"\s/\s", text)]
    if len(apart) > 1 and all(_party(part) for part in apart) and not _field_in_capitals(apart):
        if any(is_department(part) for part in apart):
            doubt.append(text)
        return [name for part in apart for name in _slashes(part, known, doubt)]
    if all(_stands_alone(part, known) for part in parts) and not _field_in_capitals(parts):
        if any(fold(part) in _WHOLE_SECTORS for part in parts):
            doubt.append(text)
        return parts
    if known.posts and _known_within(text, known):
        return [text]
    if any(_someone(part) for part in parts):
        doubt.append(text)
    return [text]


def _party(part: str) -> bool:
    """Someone, beside a stroke that stands apart: "HoS / DCO", "PCF Chair / Comms"."""
    return len(part.split()) <= 8 and (
        _someone(part) or is_team(part) or is_department(part) or is_code_with_who(part)
        or part.upper() in _BODIES
    )  # fmt: skip


def _known_within(text: str, known: Known) -> bool:
    """A listed post with its slash, and nothing else before it."""
    words = text.split(" ")
    return known.longest_start(words) == len(words)


def _stands_alone(part: str, known: Known) -> bool:
    """A post that opens with its rank, a person, initials, a body: someone by itself."""
    return (
        known.is_post(part)
        or starts_with_rank(part)
        or is_person(part)
        or is_initials(part)
        or is_code_with_who(part)
        or (is_post(part) and len(part.split()) >= 2)
        or part.upper() in _BODIES
        or (is_team(part) and len(part.split()) >= 2)
    )


def _field_in_capitals(parts: list[str]) -> bool:
    """ "Service Lead Autism/ADHD": capitals beside a post are its field sooner than initials."""
    posts = [is_post(part) and not is_person(part) for part in parts]
    return posts[0] and any(is_initials(part) and part.upper() not in _BODIES for part in parts[1:])


_WHOLE_SECTORS = frozenset({"health", "education", "schools", "parents", "social care"})
_BODIES = several(
    "CCG ICB LA NHS PCF SENDIASS DCO DMO DSCO ICP PHE DFE SENCO SENCOS SENDCO HEALTH "
    "SCHOOLS EDUCATION PARENTS SRO CEO LBC CYC COUNCIL"
)


def _someone(part: str) -> bool:
    return is_post(part) or is_person(part) or is_initials(part)


def _ands(text: str, known: Known) -> list[str]:
    """Split on "and", "&", "," and " - " only where both sides are posts or people."""
    if known.is_post(text) or is_person(text):
        return [text]
    for separator in (r"\s+and\s+", r"\s*&\s*", r"\s*,\s*(?:and\s+)?", r"\s+\+\s*"):
        for match in re.finditer(separator, text, re.IGNORECASE):
            left, right = text[: match.start()].strip(), text[match.end() :].strip()
            comma = "," in match.group(0)
            if left and right and _two_parties(left, right, known, comma=comma):
                return [*_ands(left, known), *_ands(right, known)]
    return [text]


def _two_parties(left: str, right: str, known: Known, *, comma: bool) -> bool:
    last = re.split(r"\s*,\s*", left)[-1]
    first = re.split(r"\s*(?:,|\band\b|&)\s*", right)[0]
    if left.count("(") > left.count(")"):
        return False
    both_known = known.is_post(left) and (known.is_post(right) or is_post(right))
    if both_known or _alike(last, first):
        return True
    if is_code_with_who(last) or is_code_with_who(first):
        return all(is_code_with_who(one) or _someone(one) or _body(one) for one in (last, first))
    if is_person(last) or is_person(first):
        # "Jo Field, Head of SEND" is a person with her post.
        return not comma and (starts_with_rank(first) or starts_with_rank(last))
    if starts_with_rank(first):
        return not is_bare_rank(left) and (is_post(left) or _body(last))
    return not is_bare_rank(left) and starts_with_rank(left) and first.upper() in _BODIES


def _alike(one: str, other: str) -> bool:
    """Two people, with or without brackets behind their names; two initials; two bodies."""
    names = [re.sub(r"\s*\([^()]*\)$", "", name) for name in (one, other)]
    tests = (is_person, is_initials, _body)
    return all(is_person(name) for name in names) or any(
        test(one) and test(other) for test in tests
    )


def _body(text: str) -> bool:
    return text.strip().upper() in _BODIES or (is_post(text) and not is_bare_rank(text))


def _each_once(names: list[str]) -> list[str]:
    out: dict[str, str] = {}
    for name in names:
        if fold(name) and not is_nobody(name):
            out.setdefault(fold(name), name)
    return list(out.values())


def _initials_in(name: str) -> list[str]:
    if is_initials(name):
        return [name]
    inside = re.findall(r"\(([A-Z]{2,4}(?:\s*[,/&]\s*[A-Z]{2,4})*)\)|[-–:]\s*([A-Z]{2,4})$", name)
    found = [piece for pair in inside for piece in re.split(r"[^A-Z]+", "".join(pair)) if piece]
    return [piece for piece in found if is_initials(piece)]


def _suggestions(names: list[str], known: Known) -> dict[str, str]:
    """Initials → the one listed person they fit; a suggestion, never taken over."""
    out: dict[str, str] = {}
    for name in names:
        for initials in _initials_in(name):
            people = known.with_initials(initials)
            if len(people) == 1:
                out[initials] = people[0].person
    return out
