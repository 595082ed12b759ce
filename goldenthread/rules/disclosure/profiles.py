"""How an output guards small numbers: what is hidden, what is rounded, and in which words."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.rules.refusals import Refused

SMALL = 5  # counts from 1 to 5, as in the statistics of the Department for Education
LEAST_BASE = 10  # a percentage of fewer people says more about each than about all
BASES = (5, 10)


@dataclass(frozen=True)
class Labels:
    """The words of an output for what it does not say."""

    hidden: str = "c"
    no_percentage: str = "c"


@dataclass(frozen=True)
class Profile:
    """The rules of one output; raises Refused with a sentence where they make no sense.

    Either counts of `threshold` people or fewer are hidden, or every count is rounded to the
    nearest multiple of `rounding` (halves go up). `zero_shown`: a nought is shown, and therefore
    whatever is hidden is known to be at least 1. `width`: how far apart, in people, the lowest and
    the highest value of a hidden count must stay for somebody who works with all that is published;
    None means the span of the small numbers themselves, or the span of what rounds to nought.
    Percentages of fewer than `least_base` people are not shown; `decimals` are those shown.
    """

    threshold: int = SMALL
    zero_shown: bool = True
    rounding: int | None = None
    width: int | None = None
    least_base: int = LEAST_BASE
    decimals: int = 0
    labels: Labels = Labels()

    def __post_init__(self) -> None:
        for wrong, sentence in (
            (self.rounding is None and self.threshold < 2, "Hide counts up to 2 at least."),
            (
                self.rounding is not None and self.threshold != 0,
                "An output either hides small numbers or rounds all of them: choose one.",
            ),
            (
                self.rounding is not None and self.rounding not in BASES,
                "Round to the nearest 5 or to the nearest 10.",
            ),
            (
                self.rounding is not None and not self.zero_shown,
                "Rounded counts show a nought for very few as well as for none: let it be shown.",
            ),
            (
                self.width is not None and self.width < 1,
                "What is hidden must be able to be one of two numbers at least.",
            ),
            (self.least_base < 1, "Give the fewest people of whom a percentage may be shown."),
            (not 0 <= self.decimals <= 2, "Show percentages with two decimals at most."),
            (
                not (self.labels.hidden.strip() and self.labels.no_percentage.strip()),
                "Give the words that stand in place of a hidden number.",
            ),
        ):
            if wrong:
                raise Refused(sentence)

    @property
    def protection(self) -> int:
        """The width asked for, in people."""
        if self.width is not None:
            return self.width
        if self.rounding is not None:
            return (self.rounding - 1) // 2
        return self.threshold - self.least_hidden

    @property
    def least_hidden(self) -> int:
        """The lowest value a hidden count can have, as everybody knows."""
        return 1 if self.zero_shown and self.rounding is None else 0

    def is_small(self, count: int) -> bool:
        """Too few to be told by itself."""
        return self.rounding is None and self.least_hidden <= count <= self.threshold

    def rounded(self, count: int) -> int:
        """The count as it is shown where it is not hidden."""
        if self.rounding is None:
            return count
        return (count + self.rounding // 2) // self.rounding * self.rounding

    def span(self, count: int) -> tuple[int, int]:
        """Lowest and highest count that is shown as this one is."""
        if self.rounding is None:
            return count, count
        middle, half = self.rounded(count), self.rounding // 2
        return max(0, middle - half), middle + (self.rounding - 1 - half)

    @property
    def sentence(self) -> str:
        """What a reader is told of a hidden number, the same for each, whatever hides it."""
        if self.rounding is not None:
            return (
                f"{self.labels.hidden}: not shown, so that no number can be worked out more "
                f"closely than to the nearest {self.rounding}"
            )
        return (
            f"{self.labels.hidden}: between {self.least_hidden} and {self.threshold}, or hidden so "
            "that such a number cannot be worked out"
        )

    @property
    def percentage_sentence(self) -> str:
        """What a reader is told of a percentage that is not shown."""
        return (
            f"{self.labels.no_percentage}: of fewer than {self.least_base} people, or hidden so "
            "that a small number cannot be worked out"
        )


HIDE_SMALL = Profile()
NEAREST_5 = Profile(threshold=0, rounding=5)
NEAREST_10 = Profile(threshold=0, rounding=10)
