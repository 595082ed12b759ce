"""What one heading says of its column: a known one, one like it, one with a date in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from goldenthread.intake.understanding import content
from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.synonyms import EXACT
from goldenthread.intake.understanding.words import fold, squeeze

# Tried in this order on headings that no synonym equals.
_PATTERNS: tuple[tuple[str, Role], ...] = (
    (r"\b(?:reason|rationale)\b", Role.RATING_REASON),
    (r"impact if (?:not|un)", Role.RISKS),
    (r"\bdirection\b|\btrend\b", Role.DIRECTION),
    (r"\bb?rag[bg]?\b|\brating\b|traffic light", Role.RATING),
    (r"success|how (?:will|do) we know", Role.SUCCESS_MEASURES),
    (r"\bevidence (?:of|and) impact\b|\bimpact\b|\bso what\b|\bbenefits?\b|\bdifference\b|"
     r"famil(?:y|ies).* notice|will (?:this|it) mean|be different", Role.IMPACT),
    (r"\boutcomes?\b", Role.OUTCOME),
    (r"accountable|senior responsible|\bsro\b|sponsor", Role.ACCOUNTABLE),
    (r"\bforum\b|\bgovernance\b|oversight", Role.FORUM),
    (r"next steps?|(?:do|happens?) next|planned (?:for|in|this|next)\b|"
     r"\bnext (?:reporting )?(?:period|month|quarter)\b", Role.NEXT_STEPS),
    (r"progress|\bupdates?\b|current position|what (?:have we|has been) done|"
     r"commentary", Role.PROGRESS),
    (r"(?:actual|date) (?:of )?complet(?:ed|e)\b|completed on", Role.COMPLETED_ON),
    (r"by when|time ?(?:scale|frame|line)s?|deadline|\bdue\b|end date|target date|"
     r"complet\w+ date|date \w* ?complet|\bwhen\b", Role.DUE),
    (r"start(?:ing|s)? date|\bstart\b|commence", Role.START),
    (r"responsib|\bowners?\b|\bleads?\b|\bwho\b|\bofficers?\b", Role.LEAD),
    (r"evidence", Role.EVIDENCE),
    (r"co ?produc", Role.COPRODUCTION),
    (r"dependenc", Role.DEPENDENCIES),
    (r"\bresourc|\bcosts?\b|\bbudget\b|\bfunding\b", Role.RESOURCES),
    (r"mitigat|recovery", Role.MITIGATION),
    (r"\brisks?\b|\bbarriers?\b", Role.RISKS),
    (r"\bbaseline\b|starting point", Role.BASELINE),
    (r"\bactual\b", Role.ACTUAL),
    (r"\bkpis?\b|\bindicators?\b", Role.MEASURE),
    (r"\btargets?\b", Role.TARGET),
    (r"\bactions?\b|\bactivit(?:y|ies)\b|what (?:are|will|do) we|we (?:are|will) do", Role.ACTION),
    (r"\bmilestones?\b|\bsteps?\b|\btasks?\b", Role.STEPS),
    (r"priorit(?:y|ies)|weakness|work ?stream|improvement area|areas? (?:for|of)|concern|\btheme\b|"
     r"\bobjectives?\b|recommendation|inspectors? (?:said|found)|ofsted", Role.LEVEL),
    (r"\bstatus\b", Role.RATING),
    (r"\bmeasures?\b", Role.SUCCESS_MEASURES),
    (r"\bmonitor\w*\b", Role.FORUM),
)  # fmt: skip

_NUMBERED = re.compile(r"^(milestone|target|actual|step|rag|action|update)\s*(?:no\s*)?(\d{1,2})$")


@dataclass(frozen=True)
class Heading:
    """What one heading says of its column. `as_of`: date words taken out of it ("Sept 2020")."""

    role: Role
    confidence: float
    because: str
    as_of: str = ""


def read_heading(heading: str) -> Heading:
    """The role a heading names; UNKNOWN with confidence 0 when it names none."""
    text = squeeze(heading)
    if not text:
        return Heading(Role.UNKNOWN, 0.0, "no heading")
    if len(text.split()) > 16:
        return Heading(Role.UNKNOWN, 0.0, "too long for a heading")
    as_of, rest = content.dates_taken_out(text)
    for variant in _variants(text):
        found = EXACT.get(fold(variant))
        if found is not None:
            return Heading(found, 1.0, "the heading is a known one", as_of)
    if as_of:
        return _dated(as_of, rest)
    numbered = _NUMBERED.match(fold(text))
    if numbered:
        return Heading(_NUMBERED_ROLES[numbered.group(1)], 0.95, "a numbered heading")
    return _compound(text) or _pattern(text) or _fuzzy(text)


def read_headings(parts: Sequence[str]) -> Heading:
    """The role of a column under a group heading: ("Timescale", "Start"), ("RAG", "May 2021")."""
    whole = read_heading(" ".join(parts))
    if len(parts) != 2:
        return whole
    top, below = read_heading(parts[0]), read_heading(parts[1])
    if top.role is Role.RATING:
        return Heading(Role.RATING, top.confidence, "under a heading of ratings", whole.as_of)
    if fold(parts[0]).startswith("milestone") and below.role is Role.TARGET:
        return Heading(Role.MILESTONE, 0.9, "the target of a milestone", whole.as_of)
    if below.confidence >= 0.8:
        return Heading(below.role, below.confidence, below.because, whole.as_of)
    return whole


_NUMBERED_ROLES = {
    "milestone": Role.MILESTONE, "target": Role.MILESTONE, "actual": Role.ACTUAL,
    "step": Role.STEPS, "rag": Role.RATING, "action": Role.ACTION, "update": Role.PROGRESS,
}  # fmt: skip


def _variants(text: str) -> list[str]:
    without = squeeze(re.sub(r"\([^)]*\)", " ", text))
    plural = re.sub(r"\(s\)", "s", text)
    stripped = re.sub(r"^\s*(?:\d+|[A-Za-z])[.)]\s+", "", text)
    return [text, plural, without, stripped, text.rstrip(":?*- ")]


def _dated(as_of: str, rest: str) -> Heading:
    """A heading that holds a date: "RAG Sept 2020", "May 2021 update", "Baseline (July 2019)"."""
    cleaned = squeeze(re.sub(r"[()\[\]–:-]|\b(?:as at|as of|at|for|in|end of)\b", " ", rest))
    if not fold(cleaned):
        return Heading(Role.UNKNOWN, 0.3, "a date", as_of)
    found = read_heading(cleaned)
    if found.role is Role.DUE and fold(cleaned) in ("date", "review date"):
        return Heading(Role.UNKNOWN, 0.3, "a date", as_of)
    return Heading(found.role, min(found.confidence, 0.95), found.because + ", dated", as_of)


def _compound(text: str) -> Heading | None:
    """Two known headings in one: "Timescale / Deadline", "Lead and accountable officer"."""
    parts = [part for part in re.split(r"/|\s+(?:and|&|or)\s+|\s[–-]\s|:", text) if part.strip()]
    if len(parts) < 2:
        return None
    roles = [EXACT.get(fold(part)) for part in parts]
    known = [role for role in roles if role is not None]
    if len(known) != len(roles):
        return None
    if known[0] is Role.ACTION and Role.DUE in known:
        return Heading(Role.ACTION_AND_DUE, 0.9, "action and date in one heading")
    strongest = Role.ACTION if known[0] is Role.LEVEL else Role.IMPACT
    if strongest in known:
        return Heading(strongest, 0.9, "two known headings in one")
    if known[0] is Role.START and Role.DUE in known:
        return Heading(Role.DUE, 0.9, "two known headings in one")
    return Heading(known[0], 0.9, "two known headings in one")


def _pattern(text: str) -> Heading | None:
    folded = fold(text)
    for pattern, role in _PATTERNS:
        if re.search(pattern, folded):
            return Heading(role, 0.8 if len(folded.split()) <= 8 else 0.6, "a word in the heading")
    return None


def _fuzzy(text: str) -> Heading:
    folded = fold(text)
    if len(folded) < 4:
        return Heading(Role.UNKNOWN, 0.0, "no known heading is like it")
    best = process.extractOne(folded, EXACT.keys(), scorer=fuzz.ratio, score_cutoff=84)
    if best is None:
        return Heading(Role.UNKNOWN, 0.0, "no known heading is like it")
    return Heading(EXACT[best[0]], best[1] / 100 * 0.85, f"the heading is like “{best[0]}”")
