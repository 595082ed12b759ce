"""What a post, a person, a team, initials look like in a lead column."""

from __future__ import annotations

import re
from functools import lru_cache

from goldenthread.intake.understanding.words import fold, several, squeeze

# A post that opens with its rank: what follows is its field ("Strategic Lead School …").
_RANKS = (
    "executive director", "corporate director", "strategic director", "assistant director",
    "deputy director", "associate director", "service director", "managing director",
    "programme director", "director", "assistant head", "deputy head", "head", "strategic lead",
    "operational lead", "service lead", "programme lead", "lead", "service manager",
    "group manager", "team manager", "programme manager", "project manager",
    "operations manager", "commissioning manager", "area manager", "senior manager", "manager",
    "senior management team", "leadership team", "portfolio holder", "cabinet member",
    "lead member", "leader", "chief executive", "chief nurse", "chief officer",
    "chief operating officer", "chief finance officer", "principal educational psychologist",
    "principal", "senior commissioner", "lead commissioner", "designated clinical officer",
    "designated medical officer", "designated social care officer", "designated doctor",
    "virtual school head", "chair", "vice chair", "consultant", "ceo", "interim director",
    "strategic commissioner",
)  # fmt: skip
# Ranks that open a new post wherever they stand, without any separator before them.
_STRONG = (
    "executive director", "corporate director", "strategic director", "assistant director",
    "deputy director", "associate director", "service director", "director of", "director for",
    "head of", "strategic lead", "operational lead", "service manager", "group manager",
    "team manager", "programme manager", "project manager", "senior management team",
    "portfolio holder", "cabinet member", "chief executive", "chief nurse",
    "chief operating officer", "designated clinical officer", "designated medical officer",
    "designated social care officer", "lead member", "commissioning manager",
)  # fmt: skip
_BEFORE_RANK = several(
    "interim acting deputy senior assistant associate joint designated principal chief "
    "corporate executive strategic programme lead temporary divisional"
)
_POST_NOUNS = several(
    "director manager lead leads officer officers head coordinator ordinator commissioner "
    "nurse commissioners consultant adviser advisor advisers advisors chair leader chief "
    "ceo psychologist therapist practitioner teacher headteacher headteachers senco sencos "
    "sendco representative administrator analyst partner principal specialist member "
    "secretary supervisor doctor paediatrician worker caseworker caseworkers lawyer "
    "solicitor dco dmo dsco sro mgr hos"
)
_TEAM_NOUNS = several(
    "team teams service services board group forum committee panel network council trust "
    "ccg icb nhs partnership sendiass schools colleges school college governors directorate "
    "department agency agencies partners providers health education commissioning families "
    "unit authority all la pcf hub"
)
_DEPARTMENTS = several(
    "hr ict it bi comms communications finance legal procurement performance commissioning "
    "transport data admissions marketing"
)
_SMALL = several("of and for the in to de la van der von mc o")
_TITLES = several("cllr councillor mr mrs ms miss dr prof professor rev sir dame lord")
KNOWN_SHORT = several(
    "send sen nhs ccg icb icp pcf dco dmo dsco sro la ehc ehcp cyp camhs salt ot hwb aap ep "
    "eps ceo cfo dcs das das chc sendiass cyc lbc hr it qa ey eyfs nmss jsna cds ics pep ic "
    "pqbi psw phe ukhsa dfe adhd asd asc slcn semh nd vi hi msi ld ldd eotas ehe ap alp "
    "nhse"
)  # fmt: skip


# A rank cut short, with its field: "AD Education", "Dir. of Finance".
_SHORT_RANK = re.compile(r"(?:Asst\.?\s+)?(?:AD|Dir\.?|HoS)\s+(?:of\s+|for\s+)?[A-Z(]")
_CODE_WITH_WHO = re.compile(r"(?=\w*[A-Z]\w*[A-Z])[A-Za-z][\w&]{1,8}\s*\([^()]+\)")


@lru_cache(maxsize=4096)
def starts_with_rank(text: str) -> bool:
    """Does it open as a post does: "Service Manager …", "Interim Head of …"?"""
    if _SHORT_RANK.match(text.strip()):
        return True
    words = fold(text).split()
    while words and words[0] in _BEFORE_RANK and not _rank_at(words):
        words = words[1:]
    return bool(words) and _rank_at(words)


def _rank_at(words: list[str]) -> bool:
    return any(words[: len(rank.split())] == rank.split() for rank in _RANKS)


def is_bare_rank(text: str) -> bool:
    """Is it a rank without its field: "Strategic Lead", "Service Manager", "Head of"?"""
    folded = " ".join(word for word in fold(text).split() if word not in _BEFORE_RANK)
    folded_all = fold(text).removesuffix(" of").removesuffix(" for")
    return folded_all in _RANKS or folded.removesuffix(" of").removesuffix(" for") in _RANKS


def is_post(text: str) -> bool:
    """A post: it opens with a rank, or a word for a post stands in it."""
    words = fold(text).split()
    return bool(words) and (starts_with_rank(text) or any(word in _POST_NOUNS for word in words))


def is_team(text: str) -> bool:
    """A team, service or organisation by its noun."""
    words = fold(text).split()
    return bool(words) and any(word in _TEAM_NOUNS for word in (words[0], words[-1]))


def is_initials(text: str) -> bool:
    """Two to four capitals that are no known short name of a body or a field: "JD", "A.B."."""
    letters = re.sub(r"[.\s]", "", text)
    return bool(re.fullmatch(r"[A-Z]{2,4}", letters)) and letters.casefold() not in KNOWN_SHORT


def is_short_name(text: str) -> bool:
    """A body's short name: "ICB", "PCF", "DCO"."""
    return bool(re.fullmatch(r"[A-Z]{2,8}s?", text.strip()))


def is_code_with_who(text: str) -> bool:
    """A short name with whoever it is in brackets: "CCG (TJ)", "AD (Education)"."""
    return bool(_CODE_WITH_WHO.fullmatch(text.strip()))


def is_department(text: str) -> bool:
    """A department by its short name: "HR", "Comms", "ICT"."""
    return fold(text) in _DEPARTMENTS


def is_person(text: str) -> bool:
    """A person's name by its look: two to four capitalised words, none a post's or body's."""
    words = [word for word in re.split(r"[\s]+", text.strip()) if word]
    titled = bool(words) and fold(words[0]) in _TITLES
    if titled:
        words = words[1:]
    if not (1 if titled else 2) <= len(words) <= 4 or any("," in word for word in words):
        return False
    for word in words:
        folded = fold(word)
        if folded in _POST_NOUNS or folded in _TEAM_NOUNS or folded in KNOWN_SHORT:
            return False
        if not re.fullmatch(
            r"[A-Z][a-z'’]+(?:[A-Z][a-z'’]+)?(?:[-'’][A-Z]?[a-z]+)*|[A-Z]\.?", word
        ):
            return False
    return not _is_field(words)


_FIELDS = several(
    "special specialist provision business intelligence public social care children "
    "childrens adult adults integrated early years quality assurance inclusion learning "
    "skills finance performance data improvement effectiveness standards needs young people "
    "participation engagement strategy transformation development youth justice "
    "safeguarding local offer transport complaints communications support review workforce"
)


def _is_field(words: list[str]) -> bool:
    return any(fold(word) in _FIELDS for word in words)


def looks_like_lead(text: str) -> bool:
    """Could the cell be the lead column's: posts, people, initials or a team, and short?"""
    pieces = [piece for piece in re.split(r"[\n;/,]|\s+-\s+|:\s", text) if squeeze(piece)]
    if not pieces or len(text.split()) > 25:
        return False
    return all(
        len(piece.split()) <= 9
        and (
            is_post(piece)
            or is_person(piece)
            or is_initials(piece.strip())
            or is_short_name(piece)
            or is_team(piece)
        )
        for piece in pieces
    )


def strong_starts(text: str) -> list[int]:
    """Where in the text a new post must begin, though nothing separates it from the one before.

    A rank counts when it does not stand after a small word ("Office of the Director of …"),
    is not the last words of the text, and at least two words stand before it.
    """
    found: list[int] = []
    lowered = text.casefold()
    for rank in sorted(_STRONG, key=len, reverse=True):
        for match in re.finditer(rf"(?<![\w/&-]){re.escape(rank)}(?!\w)", lowered):
            at = _pull_left(text, match.start())
            before = fold(text[:at]).split()
            if len(before) < 2 or before[-1] in _SMALL or text[:at].rstrip()[-1:] in "(/&":
                continue
            if not text[match.end() :].strip():
                continue
            if all(
                abs(at - other) > 2 and not (other < at < other + 24 and _same_post(text[other:at]))
                for other in found
            ):
                found.append(at)
    return sorted(found)


def _same_post(between: str) -> bool:
    words = fold(between).split()
    return bool(words) and all(word in _BEFORE_RANK for word in words)


def _pull_left(text: str, at: int) -> int:
    """Take "Interim", "Senior" … before the rank into the post."""
    while True:
        match = re.search(r"(\w+)\s+$", text[:at])
        if match is None or match.group(1).casefold() not in _BEFORE_RANK:
            return at
        at = match.start()
