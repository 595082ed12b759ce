"""Invented schools, colleges and providers, as many as a population needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.demo.population import names
from goldenthread.demo.population.chance import Chance
from goldenthread.rules.provision import SettingFacts

_FIRST_URN = 990_001  # the national list has none so high


@dataclass
class Schools:
    """Settings by what they are for: (kind, phase). `closed` has taught until the summer."""

    everything: list[SettingFacts] = field(default_factory=list)
    of: dict[tuple[str, str], list[SettingFacts]] = field(default_factory=dict)
    closed: list[SettingFacts] = field(default_factory=list)

    def pick(self, kind: str, phase: str, chance: Chance) -> SettingFacts:
        """Some setting of a kind that teaches a phase."""
        return chance.one_of(self.of[kind, phase])


def schools(plans: int, ends_on: date, chance: Chance) -> Schools:
    """The county’s own, and those around it where some of its children go."""
    found, maker = Schools(), _Maker(chance)
    for kind, phase, number, facts in _wanted(plans):
        for _ in range(number):
            one = maker.make(kind, phase, facts)
            found.everything.append(one)
            found.of.setdefault((kind, phase), []).append(one)
    for _ in range(max(2, plans // 1500)):
        ended = date(ends_on.year if ends_on.month > 8 else ends_on.year - 1, 8, 31)
        gone = maker.make("school", "primary", {"status": "closed", "closed_on": ended,
                                                "closed_because": "Closure"})  # fmt: skip
        found.closed.append(gone)
        found.everything.append(gone)
    return found


def _wanted(plans: int) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """(kind, phase, how many, facts)."""
    primary = {"phase": "primary", "age_from": 4, "age_to": 11}
    secondary = {"phase": "secondary", "age_from": 11, "age_to": 18, "sixth_form": True}
    unit = {
        "resourced_kind": "SEN unit", "unit_capacity": 16, "unit_on_roll": 15, "needs": ("SLCN",),
    }  # fmt: skip
    base = {
        "resourced_kind": "Resourced provision", "resourced_capacity": 20,
        "resourced_on_roll": 18, "needs": ("ASD",),
    }  # fmt: skip
    special: dict[str, Any] = {"special": True, "phase": "not_applicable", "age_from": 4,
                               "age_to": 19}  # fmt: skip
    yield "school", "primary", max(12, plans // 26), primary
    yield "school", "secondary", max(5, plans // 110), secondary
    yield "resourced", "primary", max(2, plans // 300), {**primary, **base}
    yield "resourced", "secondary", max(2, plans // 500), {**secondary, **base}
    yield "unit", "primary", max(2, plans // 500), {**primary, **unit}
    yield "unit", "secondary", max(1, plans // 900), {**secondary, **unit}
    for phase in ("primary", "secondary"):
        mine = primary if phase == "primary" else secondary
        yield "independent", phase, max(2, plans // 500), {**mine, **_INDEPENDENT}
        yield "ap", phase, max(1, plans // 1500), {**mine, **_AP}
        for kind, facts in _SPECIAL.items():
            each = 2 if phase == "primary" else 3
            yield kind, phase, max(each, plans // 700), {**special, **facts}
    yield "residential", "secondary", 3, {
        **special, **_SPECIAL["special_independent"],
        "boarders": "Boarding school", "residential": True,
    }  # fmt: skip
    yield "nursery", "primary", max(2, plans // 800), {"phase": "nursery", **_NURSERY}
    yield "college", "post_16", max(2, plans // 900), {"phase": "post_16", **_COLLEGE}
    yield "specialist", "post_16", max(2, plans // 1200), {
        "phase": "post_16", **_COLLEGE, **_SPECIALIST,
    }  # fmt: skip
    yield from _away(primary, secondary, special)


def _away(
    primary: dict[str, Any], secondary: dict[str, Any], special: dict[str, Any]
) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Across the border."""
    for code, name in names.NEIGHBOURS:
        there = {"authority_code": code, "authority_name": name}
        for phase, facts in (("primary", primary), ("secondary", secondary)):
            yield "away school", phase, 2, {**facts, **there}
            yield "away special", phase, 1, {**special, **_SPECIAL["special_maintained"], **there}
            yield "away special_independent", phase, 3, {
                **special, **_SPECIAL["special_independent"], **there,
            }  # fmt: skip
        yield "away residential", "secondary", 2, {
            **special, **_SPECIAL["special_independent"], **there,
            "boarders": "Boarding school", "residential": True,
        }  # fmt: skip
        yield "away college", "post_16", 1, {"phase": "post_16", **_COLLEGE, **there}


_INDEPENDENT = {
    "type_name": "Other independent school", "type_group": "Independent schools",
    "independent": True,
}  # fmt: skip
_AP = {"type_name": "Pupil referral unit", "type_group": "Local authority maintained schools",
       "phase": "not_applicable"}  # fmt: skip
_NURSERY = {"type_name": "Local authority nursery school", "age_from": 2, "age_to": 5,
            "type_group": "Local authority maintained schools"}  # fmt: skip
_COLLEGE = {"type_name": "Further education", "type_group": "Colleges", "age_from": 16,
            "age_to": 99}  # fmt: skip
_SPECIALIST = {"type_name": "Special post 16 institution", "type_group": "Special schools",
               "special": True, "section_41": True}  # fmt: skip
_SPECIAL: dict[str, dict[str, Any]] = {
    "special_maintained": {"type_name": "Community special school",
                           "type_group": "Special schools"},
    "special_academy": {"type_name": "Academy special converter", "type_group": "Academies"},
    "special_independent": {"type_name": "Other independent special school", "independent": True,
                            "type_group": "Independent schools", "section_41": True},
    "special_non_maintained": {"type_name": "Non-maintained special school", "section_41": True,
                               "type_group": "Special schools"},
}  # fmt: skip
_NAMED = {
    "nursery": "Nursery School", "college": "College", "specialist": "Specialist College",
    "ap": "Centre", "away college": "College",
}  # fmt: skip


class _Maker:
    def __init__(self, chance: Chance) -> None:
        self.chance, self.made, self.used = chance, 0, set[str]()

    def make(self, kind: str, phase: str, facts: dict[str, Any]) -> SettingFacts:
        """One more, under a name that no other has."""
        self.made += 1
        chance = self.chance
        last = _NAMED.get(kind) or self._last(kind, phase)
        name = f"{names.place_name(chance)} {last}"
        while name in self.used:
            name = f"{names.place_name(chance)} {last}"
        self.used.add(name)
        told: dict[str, Any] = {
            "urn": str(_FIRST_URN - 1 + self.made),
            "ukprn": f"{19_900_000 + self.made}",
            "name": name,
            "type_name": "Community school" if chance.likely(0.45) else "Academy converter",
            "phase": phase,
            "status": "open",
            "establishment_number": f"{2000 + self.made % 7000}",
            "type_group": "Local authority maintained schools",
            "opened_on": date(1996, 9, 1),
            "authority_code": names.AUTHORITY,
            "authority_name": names.AREA,
            "street": f"{chance.between(1, 90)} {chance.one_of(names.STREETS)} Road",
            "town": chance.one_of(names.TOWNS),
            "postcode": names.postcode(chance),
            **facts,
        }
        if told["type_name"] == "Academy converter":
            told["type_group"] = "Academies"
        return SettingFacts(**told)

    def _last(self, kind: str, phase: str) -> str:
        if "special" in kind or "residential" in kind:
            return "School"
        return (
            "Primary School"
            if phase == "primary"
            else self.chance.one_of(("Academy", "High School", "Community School"))
        )
