"""Records of persons from several sources: who is the same, why, and where the sources disagree."""

from goldenthread.rules.matching.conflicts import Conflict, conflicts, flattened
from goldenthread.rules.matching.likeness import (
    ASK_FROM,
    SAME_FROM,
    Identity,
    Likeness,
    Reason,
    Verdict,
    is_nhs_number,
    likeness,
)
from goldenthread.rules.matching.pairing import Pair, Pairs, pair

__all__ = [
    "ASK_FROM",
    "SAME_FROM",
    "Conflict",
    "Identity",
    "Likeness",
    "Pair",
    "Pairs",
    "Reason",
    "Verdict",
    "conflicts",
    "flattened",
    "is_nhs_number",
    "likeness",
    "pair",
]
