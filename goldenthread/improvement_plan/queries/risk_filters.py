"""Typed filters of a register of risks: read from an address, written back to one.

Every count of the register carries such a query, and the list that it opens applies the same test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from goldenthread.improvement_plan.queries.risk_facts import RiskFact
from goldenthread.rules.refusals import Refused
from goldenthread.rules.risks import BANDS, HIGHEST, LOWEST

KINDS: dict[str, str] = {"risk": "Risks", "issue": "Issues"}
STATES: dict[str, str] = {
    "open": "Open",
    "review-overdue": "Review overdue",
    "no-owner": "Nobody owns it",
    "no-mitigation": "No mitigation",
    "worse": "Worse than when it was raised",
    "closed": "Closed",
    "all": "Open and closed",
}
SORTS: dict[str, str] = {
    "": "Highest score first",
    "review": "Review date",
    "raised": "Latest first",
    "owner": "Owner",
}
NOBODY = "nobody"


@dataclass(frozen=True)
class RiskFilters:
    """Which risks of a plan; filters are joined by "and". Closed ones are left out unless `state`
    asks for them. `cell` is a field of the grid as "likelihood-impact", how it stands now; `owner`
    an owner's key or "nobody"; `level` includes what lies below it."""

    kind: str = ""
    level: UUID | None = None
    owner: str = ""
    band: str = ""
    cell: str = ""
    state: str = ""
    sort: str = ""

    @staticmethod
    def from_query(query: Mapping[str, Any]) -> RiskFilters:
        """From an address. Refused where a value makes no sense: ignoring it would show more rows
        than the address says."""
        given = {entry.name: _last(query, entry.name) for entry in fields(RiskFilters)}
        known: dict[str, Any] = {
            "kind": KINDS,
            "band": {band.key for band in BANDS},
            "state": STATES,
            "cell": _CELLS,
            "sort": SORTS,
        }
        for name, allowed in known.items():
            if given[name] and given[name] not in allowed:
                raise Refused(
                    f"“{given[name]}” is not something a register can be narrowed to. "
                    "Choose from the filters on the page."
                )
        level = given.pop("level")
        return RiskFilters(**given, level=_id(level) if level else None)

    def as_query(self) -> str:
        """Back to an address's query, without "?": "" when nothing is narrowed."""
        held = ((entry.name, getattr(self, entry.name)) for entry in fields(self))
        return urlencode([(name, str(value)) for name, value in held if value])

    def without(self, name: str) -> RiskFilters:
        left: Any = None if name == "level" else ""
        return replace(self, **{name: left})

    @property
    def narrows(self) -> bool:
        """Is anything left out? Sorting leaves nothing out."""
        return replace(self, sort="") != RiskFilters()

    @property
    def open_only(self) -> bool:
        return self.state not in ("closed", "all")

    def fits(self, fact: RiskFact) -> bool:
        """Is the risk among them?"""
        return (
            (not self.kind or fact.kind == self.kind)
            and (self.level is None or self.level in fact.place.level_ids)
            and (not self.owner or (fact.owner.key or NOBODY) == self.owner)
            and (not self.band or fact.now.band.key == self.band)
            and (not self.cell or f"{fact.now.likelihood}-{fact.now.impact}" == self.cell)
            and self._in_state(fact)
        )

    def _in_state(self, fact: RiskFact) -> bool:
        if self.state in ("closed", "all"):
            return self.state == "all" or not fact.open
        if not fact.open:
            return False
        tests = {
            "review-overdue": fact.review_overdue,
            "no-owner": not fact.owner.key,
            "no-mitigation": not fact.mitigation.strip(),
            "worse": fact.now.value > fact.before.value,
        }
        return tests.get(self.state, True)


_STEPS = range(LOWEST, HIGHEST + 1)
_CELLS = frozenset(f"{likelihood}-{impact}" for likelihood in _STEPS for impact in _STEPS)


def _last(query: Mapping[str, Any], name: str) -> str:
    values = query.getlist(name) if hasattr(query, "getlist") else query.get(name, "")
    if isinstance(values, (list, tuple)):
        values = values[-1] if values else ""
    return str(values).strip()


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(
            "The address of this register names a part of the plan that cannot exist. "
            "Choose from the filters on the page."
        ) from None
