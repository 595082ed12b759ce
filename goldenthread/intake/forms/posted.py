"""Posted fields, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Mend:
    """A line of the error summary: what to mend, and the id of its field."""

    text: str
    field: str

    @property
    def href(self) -> str:
        return f"#{self.field}"


@dataclass(frozen=True)
class Typed:
    """What was typed on a page, if anything: posted now, or kept as a draft from before."""

    data: QueryDict | None = None

    def get(self, name: str, default: str = "") -> str:
        """The field as typed; `default` where the page was not typed on or had no such field."""
        if self.data is None:
            return default
        found = self.data.get(name)
        return default if found is None else str(found).strip()

    def ticked(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """The boxes ticked under a name; `default` where the page was not typed on."""
        return default if self.data is None else tuple(map(str, self.data.getlist(name)))

    @property
    def is_empty(self) -> bool:
        return self.data is None
