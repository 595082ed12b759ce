"""How an area counts where the law leaves it a choice; nowhere else is there one."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.rules.clocks.catalogue import find
from goldenthread.rules.clocks.duties import Days
from goldenthread.rules.refusals import Refused


@dataclass(frozen=True)
class Practice:
    """The duties, such as D06, whose days an area counts as working days.

    Refused, in a sentence, for a duty that the law counts itself.
    """

    working_days: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for key in sorted(self.working_days):
            if not find(key).days_may_differ:
                raise Refused(f"How {key} counts is set by law, so areas may not choose.")
            if find(key).key != key:
                raise Refused(f"Write the limit “{key}” as {find(key).key}.")

    def days(self, key: str) -> Days | None:
        """What a duty is asked to count in; None where the area has settled nothing."""
        return Days.WORKING if key in self.working_days else None


AS_THE_LAW_SAYS = Practice()
