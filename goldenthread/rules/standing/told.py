"""What the SEN2 return asks of an event beside its day: who asked, and why a plan ceased."""

from __future__ import annotations

from goldenthread.rules.proceedings import What
from goldenthread.rules.sen2.codes import CEASE_REASON, REQUEST_SOURCE, Code

_CEASED = "Why did it end?"
_ASKED = "Who asked?"

# The question, and its answers, of each kind of event that the return asks one of.
CODED: dict[What, tuple[str, tuple[Code, ...]]] = {
    What.REQUEST_RECEIVED: (_ASKED, REQUEST_SOURCE),
    What.PLAN_CEASED: (_CEASED, CEASE_REASON),
}


def code_choices(what: What) -> tuple[tuple[str, str], ...]:
    """Code and words of each answer; none for an event of which nothing is asked."""
    _, codes = CODED.get(what, ("", ()))
    return tuple((one.value, f"{one.words[:1].upper()}{one.words[1:]}") for one in codes)


def code_words(what: What, code: str) -> str:
    """What an answer means; "" where there is none, or none that the return knows."""
    return dict(code_choices(what)).get(code, "")
