"""Who a child that is being added may be, with the score explained."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries.known import Candidate
from goldenthread.pages.words import say_date
from goldenthread.rules.matching import SAME_FROM, Verdict


@dataclass(frozen=True)
class CandidateLine:
    """Somebody known; `reasons` are what speaks for and against, with points."""

    name: str
    about: str
    href: str
    verdict: str
    score: str
    reasons: tuple[tuple[str, str], ...]


def candidate_lines(found: tuple[Candidate, ...], *, slug: str) -> tuple[CandidateLine, ...]:
    """The likeliest first."""
    there = Addresses(slug)
    return tuple(
        CandidateLine(
            name=one.name,
            about=" · ".join(
                part
                for part in (one.reference, f"born {say_date(one.born_on)}" if one.born_on else "")
                if part
            ),
            href=there.child(one.child_id),
            verdict=_verdict(one),
            score=f"{one.likeness.score} points; from {SAME_FROM} on it is taken for the same",
            reasons=tuple(
                (f"{reason.words[:1].upper()}{reason.words[1:]}", f"{reason.points:+d}")
                for reason in one.likeness.reasons
            ),
        )
        for one in found
    )


def _verdict(one: Candidate) -> str:
    if one.likeness.verdict is Verdict.SAME:
        return "Very likely the same person"
    return "Perhaps the same person"
