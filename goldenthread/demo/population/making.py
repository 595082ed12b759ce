"""`make`: a whole population of one seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from goldenthread.demo.population import assessments, shares
from goldenthread.demo.population.chance import Chance
from goldenthread.demo.population.leaving import ceased, leave
from goldenthread.demo.population.lives import PLANS_BEGAN, Begun, Lives
from goldenthread.demo.population.people import Person, Population, Standing
from goldenthread.demo.population.reviews import Last, in_place, phase_moves, reviews, usual
from goldenthread.demo.population.schools import schools
from goldenthread.demo.population.telling import Telling
from goldenthread.demo.population.whereabouts import Whereabouts
from goldenthread.demo.population.wrong import put_in
from goldenthread.rules.proceedings import What

YEARS_TOLD = 6
_DAY = timedelta(days=1)
_YOUNG = {age: float(18 - abs(age - 7)) for age in range(3, 19)}


def make(*, plans: int, seed: int, ends_on: date) -> Population:
    """So many children and young people with a plan on the last day, with everybody who asked for
    one or whose plan ceased in the six years before; the same for the same seed.

    Shaped like the published statistics (`shares`). Some errors are put in on purpose, and named.
    """
    maker = _Maker(plans, seed, ends_on)
    begun = maker.lives.with_plans(plans)
    maker.tell_plans(begun)
    maker.tell_without_plans(begun)
    people = [one.person for one in begun] + maker.others
    maker.chance.random.shuffle(people)
    wrong = put_in(people, begun, maker.schools, Chance(f"{seed} wrong"), ends_on)
    return Population(tuple(people), tuple(maker.schools.everything), wrong, ends_on)


class _Maker:
    def __init__(self, plans: int, seed: int, ends_on: date) -> None:
        self.ends_on = ends_on
        self.chance = Chance(seed)
        self.lives = Lives(self.chance, ends_on)
        self.schools = schools(plans, ends_on, Chance(f"{seed} schools"))
        self.whereabouts = Whereabouts(self.schools, self.chance, ends_on)
        self.told_from = ends_on - int(YEARS_TOLD * 365.25) * _DAY
        self.others: list[Person] = []

    # --- those with a plan ---

    def tell_plans(self, begun: list[Begun]) -> None:
        """The histories and whereabouts of everybody with a plan."""
        lately = [one for one in begun if self._told(one)]
        bands = self.chance.spread(shares.TIMELINESS, len(lately))
        band_of = {id(one): band for one, band in zip(lately, bands, strict=True)}
        last = self._last_reviews(begun)
        for one in begun:
            telling = Telling(one.person, self.chance, self.ends_on)
            self.first_plan(telling, one, band_of.get(id(one), ""))
            reviews(telling, one.planned, last[id(one)])
            phase_moves(telling, one.person.born_on, one.planned, self.ends_on)
            self.settle(one, None)

    def first_plan(self, telling: Telling, one: Begun, band: str) -> None:
        """How the plan came about: by an assessment, from another authority, or long ago."""
        assumed = shares.ASSUMED["transferred_in"]
        days = assessments.days_to_plan(band, telling) if band else 0
        room = (one.planned - one.person.born_on).days - 200
        if not band or room < 100:
            case = telling.open("assessment", "assessment", one.planned)
            telling.tell(case, What.PLAN_MADE, one.planned)
            in_place(telling, case, one.planned)
        elif self.chance.likely(assumed):  # type: ignore[arg-type]
            case = telling.open("transfer", "transfer", one.planned)
            reviewed = telling.before(one.planned, 40, 300)
            telling.tell(case, What.PLAN_TRANSFERRED_IN, one.planned, day=reviewed)
            telling.tell(case, What.TRANSFER_TOLD, telling.after(one.planned, 5, 40))
            in_place(telling, case, one.planned)
        else:
            assessments.assessment(telling, one.planned, min(days, room))

    def _told(self, one: Begun) -> bool:
        """Whether the assessment that led to the plan is told."""
        return one.planned >= self.told_from and not one.converted

    def settle(self, one: Begun, until: date | None) -> None:
        """Where they are, what they need, who is responsible."""
        person, place = one.person, self.whereabouts
        place.place(person, one.planned, until)
        place.need(person, one.need, one.planned)
        place.answerable(person, min(one.planned, _first(person, one.planned)), until)
        if until is None:
            place.budget(person, one.planned)
            place.circumstances(person, one.planned)
            place.visits(person, one.planned)

    def _last_reviews(self, begun: list[Begun]) -> dict[int, Last]:
        """How the last review of each stands. Those never reviewed are plans of the last years."""
        none_yet = Last(None)
        found = {id(one): none_yet for one in begun}
        due = sorted(
            (one for one in begun if (self.ends_on - one.planned).days > 365),
            key=lambda one: one.planned,
            reverse=True,
        )
        total = sum(shares.REVIEWS.values())
        never = round(len(due) * shares.REVIEWS["never"] / total)
        overdue = round(len(due) * shares.REVIEWS["overdue"] / total)
        young, old = due[: 2 * never], due[2 * never :]
        self.chance.random.shuffle(young)
        rest = young[never:] + old
        self.chance.random.shuffle(rest)
        late = {id(one) for one in rest[:overdue]}
        waits = iter(self.chance.spread(
            {True: shares.DECISION_OUTSTANDING, False: 1 - shares.DECISION_OUTSTANDING}, len(rest)
        ))  # fmt: skip
        for one in rest:
            found[id(one)] = self._last(one, late=id(one) in late, waits=next(waits))
        return found

    def _last(self, one: Begun, *, late: bool, waits: bool) -> Last:
        chance = self.chance
        room = (self.ends_on - one.planned).days - 250
        least, most = (372, 730) if late else (3, 350)
        most = max(least, min(most, room))
        held = chance.weekday(self.ends_on, -most, -least)
        if held.month == 8:
            held -= 31 * _DAY
        held = max(held, one.planned + 200 * _DAY)
        ago = (self.ends_on - held).days
        if waits:
            return Last(held)
        days, outcome = usual(Telling(one.person, chance, self.ends_on))
        if ago <= 8:
            return Last(held)
        return Last(held, min(days, ago), outcome if outcome != "cease" or ago < 90 else "keep")

    # --- those without one ---

    def tell_without_plans(self, begun: list[Begun]) -> None:
        """Requests that led to no plan, what goes on, and plans that ceased."""
        left = [
            one
            for ago in range(YEARS_TOLD)
            for one in self._ceased(
                round(len(begun) * shares.CEASED_A_YEAR * shares.GROWTH**ago), ago
            )
        ]
        made = [0] * YEARS_TOLD
        for one in (*begun, *left):
            ago = int((self.ends_on - one.planned).days / 365.25)
            if ago < YEARS_TOLD and self._told(one):
                made[ago] += 1
        issued = shares.REQUESTS["agreed"] * (1 - shares.ASSESSMENTS_NOT_ISSUED)
        for ago, number in enumerate(made):
            requests = number / issued * 100
            self._each(Standing.REFUSED, requests * shares.REQUESTS["refused"] / 100, ago)
            self._each(Standing.WITHDRAWN, requests * shares.REQUESTS["withdrawn"] / 100, ago)
            agreed = requests * shares.REQUESTS["agreed"] / 100
            self._each(Standing.NOT_ISSUED, agreed * shares.ASSESSMENTS_NOT_ISSUED, ago)
        self._going_on(made[0] / issued * 100)

    def _each(self, standing: Standing, number: float, ago: int) -> None:
        tells = {
            Standing.REFUSED: assessments.refused,
            Standing.WITHDRAWN: assessments.withdrawn,
            Standing.NOT_ISSUED: assessments.not_issued,
        }
        for _ in range(round(number)):
            day = self._some_day(ago)
            least = 225 if standing is Standing.NOT_ISSUED else 85
            requested = min(day, self.chance.weekday(self.ends_on, -least - 30, -least))
            tells[standing](self._new(standing, requested), requested)

    def _going_on(self, requests: float) -> None:
        for _ in range(round(requests * shares.REQUESTS["outstanding"] / 100)):
            late = self.chance.likely(0.22)
            requested = self.chance.weekday(self.ends_on, *((-75, -43) if late else (-41, -2)))
            telling = self._new(Standing.REQUESTED, requested)
            assessments.outstanding(telling, min(requested, self.ends_on))
        for _ in range(round(requests * 0.30)):
            requested = self.chance.weekday(self.ends_on, -250, -48)
            assessments.under_way(self._new(Standing.ASSESSED, requested), requested)

    def _new(self, standing: Standing, requested: date) -> Telling:
        """Somebody young who is asked about on a day."""
        person = self.lives.anybody(standing, _YOUNG)
        while (requested - person.born_on).days < 500:
            person.born_on -= 365 * _DAY
            person.age += 1
        self.others.append(person)
        telling = Telling(person, self.chance, self.ends_on)
        self.whereabouts.answerable(person, requested, None)
        return telling

    def _some_day(self, ago: int) -> date:
        first = int(ago * 365.25)
        return self.chance.weekday(self.ends_on, -first - 363, -first - 2)

    def _ceased(self, number: int, ago: int) -> Iterator[Begun]:
        for why in self.chance.spread(shares.CEASED, number):
            ended = min(self._some_day(ago), self.ends_on)
            one = ceased(self.lives, self.chance, why, ended)
            room = (ended - max(PLANS_BEGAN, one.person.born_on + 700 * _DAY)).days - 30
            if room < 300:
                continue
            telling = Telling(one.person, self.chance, self.ends_on)
            one.planned = self.chance.weekday(ended, -min(room, 1900), -200)
            self.first_plan(telling, one, self._band(one))
            self._until(telling, one, why, ended)
            self.settle(one, ended)
            self.others.append(one.person)
            yield one

    def _band(self, one: Begun) -> str:
        return self.chance.weighted(shares.TIMELINESS) if one.planned >= self.told_from else ""

    def _until(self, telling: Telling, one: Begun, why: str, ended: date) -> None:
        last = telling.before(ended, 60, 330)
        if (last - one.planned).days > 250:
            days, _ = usual(telling)
            reviews(telling, one.planned, Last(last, min(days, 50), "keep"))
        phase_moves(telling, one.person.born_on, one.planned, ended - 30 * _DAY)
        leave(telling, why, ended)


def _first(person: Person, planned: date) -> date:
    return min((one.on for one in person.events), default=planned)
