"""Every duty, in the order of its number, and how to find one."""

from __future__ import annotations

import re

from goldenthread.rules.clocks import (
    annual_review,
    appeal,
    assessment,
    compliance,
    mediation,
    orders,
    phase_transfer,
    provision,
    reassessment,
    transfer,
)
from goldenthread.rules.clocks.answers import Answer
from goldenthread.rules.clocks.duties import Duty
from goldenthread.rules.refusals import NotThere

_ALL = (
    *assessment.DUTIES,
    *annual_review.DUTIES,
    *phase_transfer.DUTIES,
    *transfer.DUTIES,
    *reassessment.DUTIES,
    *mediation.DUTIES,
    *appeal.DUTIES,
    *compliance.DUTIES,
    *provision.DUTIES,
)
DUTIES: tuple[Duty[..., Answer], ...] = tuple(sorted(_ALL, key=lambda duty: duty.key))
_BY_KEY = {duty.key: duty for duty in DUTIES}
_KIND_WORDS = {**orders.WORDS, **appeal.ABOUT_WORDS, **provision.DETAINED_WORDS}


def find(key: str) -> Duty[..., Answer]:
    """The duty of this number: D07, d7 and 7 are the same. NotThere, in a sentence, for others."""
    written = re.fullmatch(r"[dD]?0*(\d{1,3})", key.strip())
    found = _BY_KEY.get(f"D{int(written[1]):02}") if written else None
    if found is None:
        raise NotThere(
            f"There is no limit “{key}”. They are {DUTIES[0].key} to {DUTIES[-1].key}, such as D07."
        )
    return found


def kind_words(duty: Duty[..., Answer]) -> dict[str, str]:
    """The kinds that a duty asks for, each with its words; empty where it asks for none."""
    return {one.value: _KIND_WORDS[one] for one in duty.kinds} if duty.kinds else {}
