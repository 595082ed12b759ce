"""Where somebody is placed and attends, what they need, and what an area must know of besides."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.demo.population import names, shares
from goldenthread.demo.population.chance import Chance
from goldenthread.demo.population.people import (
    Answerable,
    Budget,
    Lasting,
    Needed,
    Person,
    Placed,
    Visited,
)
from goldenthread.demo.population.schools import Schools
from goldenthread.rules.provision import SettingFacts

_DAY = timedelta(days=1)
_VISITORS = ("Inclusion officer", "Social worker", "Education welfare officer")


class Whereabouts:
    """Places people of one population among its settings."""

    def __init__(self, schools: Schools, chance: Chance, ends_on: date) -> None:
        self.schools, self.chance, self.ends_on = schools, chance, ends_on

    # --- placements ---

    def place(self, person: Person, start: date, until: date | None) -> None:
        """What section I names and what is attended, since the plan began or the last move."""
        if person.place == "unknown":
            return
        since = self._since(person, start, until or self.ends_on)
        placed = self._placement(person, since, until)
        if since > start:
            self._before(person, start, since)
        person.placements.append(placed)
        attended = _attended(placed)
        person.placements.append(attended)

    def _since(self, person: Person, start: date, last: date) -> date:
        """The 1 September on which the phase of today began, or the plan."""
        for age in (16, 11, 4):
            if person.age >= age:
                year = person.born_on.year + age + _after_august(person.born_on)
                began = date(year, 9, 1)
                return began if start < began <= last else start
        return start

    def _before(self, person: Person, start: date, since: date) -> None:
        """The school of the phase before."""
        phase = "primary" if person.age < 16 else "secondary"
        kind = "special_maintained" if person.place == "special" else "school"
        one = self.schools.pick(kind, phase, self.chance)
        for named in ("named", "attended"):
            person.placements.append(_at(one, named, start, since - _DAY))

    def _placement(self, person: Person, since: date, until: date | None) -> Placed:
        place, chance = person.place, self.chance
        phase = "primary" if person.age < 11 else "secondary"
        if place == "elsewhere":
            kinds = shares.ELSEWHERE_CHILD if person.age < 16 else shares.ELSEWHERE_YOUNG
            return Placed("named", since, until, elsewhere=chance.weighted(kinds))
        if place == "early_years":
            return Placed("named", since, until, elsewhere="EYP",
                          name=f"{names.place_name(chance)} Playgroup")  # fmt: skip
        if place == "ap":
            return _at(self.schools.pick("ap", phase, chance), "named", since, until)
        if place == "fe":
            return self._further(since, until)
        if place == "special":
            return self._special(phase, since, until)
        return self._mainstream(phase, since, until)

    def _mainstream(self, phase: str, since: date, until: date | None) -> Placed:
        kind = self.chance.weighted(shares.MAINSTREAM)
        if kind == "school" and self._away("mainstream"):
            kind = "away school"
        placed = _at(self.schools.pick(kind, phase, self.chance), "named", since, until)
        placed.resourced_provision, placed.sen_unit = kind == "resourced", kind == "unit"
        return placed

    def _special(self, phase: str, since: date, until: date | None) -> Placed:
        chance = self.chance
        boarding = (shares.RESIDENTIAL_A + shares.RESIDENTIAL_B) / 0.3035
        if chance.likely(boarding):
            away = "away " if chance.likely(0.6) else ""
            placed = _at(
                self.schools.pick(f"{away}residential", "secondary", chance), "named", since, until
            )
            weeks = {"A": shares.RESIDENTIAL_A, "B": shares.RESIDENTIAL_B}
            placed.residential = chance.weighted(weeks)
            return placed
        kind = f"special_{chance.weighted(shares.SPECIAL)}"
        if kind == "special_independent":
            kind = f"away {kind}" if self._away("special_independent") else kind
        elif self._away("special"):
            kind = "away special"
        return _at(self.schools.pick(kind, phase, chance), "named", since, until)

    def _further(self, since: date, until: date | None) -> Placed:
        kind = self.chance.weighted(shares.FURTHER)
        if kind == "provider":
            return Placed("named", since, until, name=f"{names.place_name(self.chance)} Training",
                          elsewhere="OTH", work_based=True)  # fmt: skip
        if kind == "college" and self._away("fe"):
            kind = "away college"
        return _at(self.schools.pick(kind, "post_16", self.chance), "named", since, until)

    def _away(self, kind: str) -> bool:
        return self.chance.likely(shares.ASSUMED["out_of_area"][kind])  # type: ignore[index]

    # --- needs, budgets, who is responsible ---

    def need(self, person: Person, need: str, start: date) -> None:
        """The first need, where it is known, and mostly a second."""
        if not need:
            return
        person.needs.append(Needed(need, 1, start))
        if self.chance.likely(0.62):
            others = ("SLCN", "SEMH", "ASD", "MLD", "PD", "SPLD", "HI", "OTH")
            second = self.chance.one_of(others)
            if second != need:
                person.needs.append(Needed(second, 2, start))

    def answerable(self, person: Person, start: date, until: date | None) -> None:
        """Who is responsible, and who looks after the child, where somebody does."""
        person.responsible.append(Answerable("responsible", names.AUTHORITY, start, until))
        if person.age >= 18:
            return
        assumed = shares.ASSUMED
        if self.chance.likely(assumed["looked_after"]):  # type: ignore[arg-type]
            self._looked_after(person, names.AUTHORITY, start, until)
        elif self.chance.likely(assumed["looked_after_by_others"]):  # type: ignore[arg-type]
            code = self.chance.one_of(names.NEIGHBOURS)[0]
            self._looked_after(person, code, start, until)
        elif self.chance.likely(assumed["social_care"]):  # type: ignore[arg-type]
            person.social_care = self.chance.one_of(("Early help", "Children in need"))

    def _looked_after(self, person: Person, code: str, start: date, until: date | None) -> None:
        since = min(start + self.chance.between(0, 400) * _DAY, self.ends_on)
        if until is None or since < until:
            person.responsible.append(Answerable("placing", code, since, until))
            person.social_care = "Children in care"

    def budget(self, person: Person, start: date) -> None:
        """A personal budget, for the few who have one."""
        if self.chance.likely(shares.PERSONAL_BUDGETS):
            since = self.chance.weekday(start, 0, max(0, (self.ends_on - start).days))
            how = self.chance.weighted(shares.BUDGETS)
            person.budgets.append(Budget(how, min(since, self.ends_on)))

    # --- circumstances and visits ---

    def circumstances(self, person: Person, start: date) -> None:
        """What lasts today, and some of what is over."""
        kind = _elsewhere(person)
        if kind == "EHE":
            person.circumstances.append(Lasting("home-educated", person.placements[-1].from_date))
        if kind in ("NEET", "NIEO") or person.age >= 19:
            return
        for name in ("awaiting-provision", "missing-education", "off-roll", "part-time",
                     "whereabouts-unknown"):  # fmt: skip
            self._perhaps(person, name, start)

    def _perhaps(self, person: Person, kind: str, start: date) -> None:
        share = shares.ASSUMED[kind]
        if person.age < 4 and kind != "awaiting-provision":
            return
        room = (self.ends_on - start).days
        if room < 40:
            return
        if self.chance.likely(share):  # type: ignore[arg-type]
            began = self.ends_on - self.chance.between(6, min(room, 300)) * _DAY
            person.circumstances.append(Lasting(kind, began))
        elif self.chance.likely(share * 2):  # type: ignore[operator]
            over = self.ends_on - self.chance.between(5, room - 20) * _DAY
            began = max(start, over - self.chance.between(14, 120) * _DAY)
            person.circumstances.append(Lasting(kind, began, over))

    def visits(self, person: Person, start: date) -> None:
        """Of those who board, learn away or at home: each half year or so, and some too late."""
        placed = person.placements[-1] if person.placements else None
        if placed is None or not (
            placed.residential or placed.out_of_area or placed.elsewhere in ("EHE", "OLA")
        ):
            return
        first = max(start, placed.from_date, self.ends_on - 6 * 365 * _DAY)
        day = self.chance.weekday(first, 20, 120)
        visitor = self.chance.one_of(_VISITORS)
        stops = self.chance.likely(0.2)
        while day <= self.ends_on - (200 * _DAY if stops else 0 * _DAY):
            person.visits.append(Visited(day, visitor, seen=self.chance.likely(0.94)))
            day = self.chance.weekday(day, 150, 215)


def _at(one: SettingFacts, kind: str, since: date, until: date | None) -> Placed:
    away = one.authority_code != names.AUTHORITY
    return Placed(kind, since, until, urn=one.urn or "", out_of_area=away)


def _attended(placed: Placed) -> Placed:
    return Placed(
        "attended", placed.from_date, placed.until, placed.urn, placed.name, placed.elsewhere,
        placed.residential, placed.work_based, placed.sen_unit, placed.resourced_provision,
        placed.out_of_area,
    )  # fmt: skip


def _elsewhere(person: Person) -> str:
    return person.placements[-1].elsewhere if person.placements else ""


def _after_august(born: date) -> int:
    return int((born.month, born.day) > (8, 31))
