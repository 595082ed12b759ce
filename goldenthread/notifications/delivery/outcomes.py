"""What became of a hand-over, whoever carries the mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Accepted:
    """The server has it."""


@dataclass(frozen=True)
class Later:
    """Not now: to be tried again, where `after` is given no sooner. `everything`: the answer is
    about us and not about this message, so that others need not be tried now."""

    sentence: str
    after: timedelta | None = None
    everything: bool = False


@dataclass(frozen=True)
class Refused:
    """Never: the server refuses this address (`address`), or this message."""

    sentence: str
    address: bool


Outcome = Accepted | Later | Refused


class LostServer(Exception):
    """The connection could not be made, or ended; the sentence is for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
