"""Settings as the national list tells them: what is kept of each, and how two tellings differ.

The list is Get Information about Schools (GIAS). A setting approved under section 41 of the
Children and Families Act 2014 may be asked for by a parent or young person: section 38(3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

# Phases and states, by the names that rows keep them under.
PHASES = (
    "nursery", "primary", "middle_primary", "middle_secondary", "secondary", "all_through",
    "post_16", "not_applicable",
)  # fmt: skip
STATUSES = ("proposed", "open", "closing", "closed")


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """All that is kept of one setting. `urn` has six digits; None where the list has it not.
    `needs` are SEN2's codes. `special` schools are for SEND alone; `residential` has boarders."""

    urn: str | None
    name: str
    type_name: str
    phase: str
    status: str
    ukprn: str = ""
    establishment_number: str = ""
    type_group: str = ""
    opened_on: date | None = None
    opened_because: str = ""
    closed_on: date | None = None
    closed_because: str = ""
    authority_code: str = ""
    authority_name: str = ""
    street: str = ""
    locality: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    age_from: int | None = None
    age_to: int | None = None
    special: bool = False
    independent: bool = False
    section_41: bool = False
    boarders: str = ""
    residential: bool = False
    sixth_form: bool = False
    capacity: int | None = None
    on_roll: int | None = None
    resourced_kind: str = ""
    resourced_capacity: int | None = None
    resourced_on_roll: int | None = None
    unit_capacity: int | None = None
    unit_on_roll: int | None = None
    needs: tuple[str, ...] = ()

    def open_on(self, day: date) -> bool:
        """Whether it teaches on a day, so far as its dates say; without dates, as its state says.

        GIAS's closing date is the last day on which it was open.
        """
        if self.opened_on is not None and day < self.opened_on:
            return False
        if self.closed_on is not None:
            return day <= self.closed_on
        return self.status in ("open", "closing")


FACTS = tuple(one.name for one in fields(SettingFacts))
_DATES = ("opened_on", "closed_on")


@dataclass(frozen=True, slots=True)
class SettingLinkFacts:
    """What came before or after a setting: both by URN, in the list's words."""

    urn: str
    to_urn: str
    kind: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that changed; values as JSON holds them, days in ISO 8601."""

    field: str
    before: Any
    after: Any


def differences(before: SettingFacts, after: SettingFacts) -> tuple[Difference, ...]:
    """What changed from one telling of a setting to the next, in the order of the facts."""
    if before == after:
        return ()
    return tuple(
        Difference(name, as_json(old), as_json(new))
        for name in FACTS
        if (old := getattr(before, name)) != (new := getattr(after, name))
    )


def undone(facts: SettingFacts, later: Iterable[Difference]) -> SettingFacts:
    """A setting as it stood before some changes; they come newest first. Changes of what is no
    fact of the list (that it was gone from it) say nothing of the facts."""
    told = {one.field: from_json(one.field, one.before) for one in later if one.field in FACTS}
    return replace(facts, **told)


def as_json(value: Any) -> Any:
    """A fact as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_json(field: str, value: Any) -> Any:
    """The fact that `as_json` wrote."""
    if field in _DATES and value is not None:
        return date.fromisoformat(value)
    return tuple(value) if field == "needs" else value


@dataclass(frozen=True, slots=True)
class SettingTold:
    """One setting of an extract; `untold` are facts of it that could not be read or that the
    extract has no column for: they stay as they were."""

    facts: SettingFacts
    untold: frozenset[str] = frozenset()

    def over(self, before: SettingFacts) -> SettingFacts:
        """The facts as they stand once this was told of a setting."""
        if not self.untold:
            return self.facts
        return replace(self.facts, **{name: getattr(before, name) for name in self.untold})


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A setting that an extract tells otherwise than it stood."""

    before: SettingFacts
    after: SettingFacts
    differences: tuple[Difference, ...]

    @property
    def closes(self) -> bool:
        """It is closed now, and was not."""
        return self.after.status == "closed" and self.before.status != "closed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an extract changes: settings that are new, told otherwise, back after they were gone,
    no longer there, as they were (by URN)."""

    added: tuple[SettingFacts, ...]
    changed: tuple[SettingChanged, ...]
    back: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int

    @property
    def closed(self) -> int:
        """How many of those told otherwise have closed."""
        return sum(one.closes for one in self.changed)


def compare(
    standing: Mapping[str, SettingFacts],
    missing: Set[str],
    told: Iterable[SettingTold],
    *,
    whole: bool,
) -> Comparison:
    """What an extract changes in a list that stands.

    `missing` are URNs that earlier extracts held no longer. In a whole extract a setting of one of
    its own authorities that it does not hold is gone; an extract of a part says nothing of others.
    """
    added: list[SettingFacts] = []
    changed: list[SettingChanged] = []
    back: list[str] = []
    unchanged = 0
    seen: set[str] = set()
    authorities: set[str] = set()
    for one in told:
        urn = one.facts.urn or ""
        seen.add(urn)
        authorities.add(one.facts.authority_code)
        before = standing.get(urn)
        if before is None:
            added.append(one.facts)
            continue
        if urn in missing:
            back.append(urn)
        after = one.over(before)
        if found := differences(before, after):
            changed.append(SettingChanged(before, after, found))
        elif urn not in missing:
            unchanged += 1
    gone = [
        urn
        for urn, facts in standing.items()
        if whole and urn not in seen and urn not in missing and facts.authority_code in authorities
    ]
    return Comparison(tuple(added), tuple(changed), tuple(back), tuple(gone), unchanged)


# An extract that lacks more than this share of the list, and more than these, is not a whole one.
GONE_AT_MOST = 0.1
GONE_ALWAYS = 10


def too_much_gone(found: Comparison, standing: int) -> bool:
    """Whether so much is missing that the extract is a part of the list, whatever it is called."""
    return len(found.gone) > max(GONE_ALWAYS, GONE_AT_MOST * standing)
