"""Errors put in on purpose, so that what finds errors can be tried: each kind on people of its
own, who have no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from goldenthread.demo.population.chance import Chance
from goldenthread.demo.population.lives import Begun
from goldenthread.demo.population.people import Person, Placed, Wrong
from goldenthread.demo.population.schools import Schools
from goldenthread.rules.proceedings import Event, What

_DAY = timedelta(days=1)
_AMENDING = {
    What.REVIEW_KEEPS, What.REVIEW_AMENDS, What.REVIEW_CEASES, What.AMENDMENTS_SENT,
    What.PLAN_AMENDED, What.AMENDMENTS_DROPPED,
}  # fmt: skip


def put_in(
    people: list[Person], begun: list[Begun], schools: Schools, chance: Chance, ends_on: date
) -> dict[Wrong, tuple[str, ...]]:
    """Spoil one plan in five hundred for each kind; which were spoilt, by kind."""
    each = max(1, round(len(begun) / 500))
    spoiler = _Spoiler(schools, chance, ends_on)
    waiting = list(begun)
    chance.random.shuffle(waiting)
    found: dict[Wrong, tuple[str, ...]] = {}
    for kind, spoil in spoiler.kinds():
        spoilt: list[str] = []
        rest: list[Begun] = []
        for place, one in enumerate(waiting):
            if len(spoilt) == each:
                rest += waiting[place:]
                break
            if spoil(one):
                spoilt.append(one.person.reference)
            else:
                rest.append(one)
        waiting = [one for one in rest if one.person.reference not in spoiler.spent]
        found[kind] = tuple(spoilt)
    return found


class _Spoiler:
    def __init__(self, schools: Schools, chance: Chance, ends_on: date) -> None:
        self.schools, self.chance, self.ends_on = schools, chance, ends_on
        self.twin: Person | None = None
        self.spent: set[str] = set()  # whose error is another's

    def kinds(self) -> tuple[tuple[Wrong, Callable[[Begun], bool]], ...]:
        """Each kind, and what spoils somebody: False where it cannot be done to them."""
        return (
            (Wrong.DUPLICATE_UPN, self.same_upn),
            (Wrong.UPN_CHECK_LETTER, self.other_letter),
            (Wrong.REVIEW_BEFORE_PLAN, self.review_before_plan),
            (Wrong.MEETING_WITHOUT_DECISION, self.no_decision),
            (Wrong.NEVER_REVIEWED, self.never_reviewed),
            (Wrong.CLOSED_SETTING, self.closed_setting),
            (Wrong.UNKNOWN_URN, self.unknown_urn),
            (Wrong.AGE_26, self.too_old),
            (Wrong.NAMED_UNLIKE_ATTENDED, self.other_school),
            (Wrong.TWO_MAIN_PLACEMENTS, self.two_places),
            (Wrong.FINAL_BEFORE_DRAFT, self.final_before_draft),
            (Wrong.NO_NEED, self.no_need),
        )

    def same_upn(self, one: Begun) -> bool:
        """The UPN of whoever was asked about before, who is spoilt no further."""
        if not one.person.upn or one.person.age > 17:
            return False
        if self.twin is None:
            self.twin = one.person
            return False
        one.person.upn = self.twin.upn
        self.spent.add(self.twin.reference)
        self.twin = None
        return True

    def other_letter(self, one: Begun) -> bool:
        upn = one.person.upn
        if not upn:
            return False
        one.person.upn = ("A" if upn[0] != "A" else "B") + upn[1:]
        return True

    def review_before_plan(self, one: Begun) -> bool:
        """The first meeting is given a day before the plan was made."""
        events = one.person.events
        made = _first(events, What.PLAN_MADE)
        meeting = _first(events, What.MEETING_HELD)
        arranged = _first(events, What.MEETING_ARRANGED)
        if made is None or meeting is None:
            return False
        if arranged is not None and arranged.case == meeting.case:
            return False
        _change(events, meeting, replace(meeting, on=made.on - 30 * _DAY))
        return True

    def no_decision(self, one: Begun) -> bool:
        """The decision of a last meeting half a year ago was never recorded, nor what followed."""
        meetings = [event for event in one.person.events if event.what is What.MEETING_HELD]
        if not meetings:
            return False
        last = max(meetings, key=lambda event: event.on)
        if (self.ends_on - last.on).days < 180:
            return False
        gone = {*_AMENDING, What.FAMILY_COMMENTED, What.PROVISION_IN_PLACE}
        one.person.events[:] = [
            event
            for event in one.person.events
            if event.case != last.case or event.what not in gone
        ]
        return True

    def never_reviewed(self, one: Begun) -> bool:
        """A plan of two years and more of which no review is recorded."""
        if (self.ends_on - one.planned).days < 730:
            return False
        cases = {case.key for case in one.person.cases if case.process == "review"}
        if not cases:
            return False
        person = one.person
        person.events[:] = [event for event in person.events if event.case not in cases]
        person.cases[:] = [case for case in person.cases if case.key not in cases]
        return True

    def closed_setting(self, one: Begun) -> bool:
        """Attends, to this day, a school that closed in the summer."""
        placed = _attended(one.person)
        if placed is None or not placed.urn or one.person.place != "mainstream":
            return False
        closed = self.chance.one_of(self.schools.closed)
        if closed.closed_on is None or one.person.age > 10:
            return False
        for mine in one.person.placements:
            if mine.urn == placed.urn:
                mine.urn, mine.out_of_area = closed.urn or "", False
        return True

    def unknown_urn(self, one: Begun) -> bool:
        placed = _attended(one.person)
        if placed is None or not placed.urn:
            return False
        wrong = str(999_000 + self.chance.between(0, 899))
        for mine in one.person.placements:
            if mine.urn == placed.urn and mine.until is None:
                mine.urn = wrong
        return True

    def too_old(self, one: Begun) -> bool:
        """26 on the last day, with the plan still kept up."""
        if one.person.age < 22:
            return False
        day = date(self.ends_on.year - 26, self.ends_on.month, min(28, self.ends_on.day))
        one.person.born_on = day - self.chance.between(10, 200) * _DAY
        return True

    def other_school(self, one: Begun) -> bool:
        """Attends another school than section I names."""
        placed = _attended(one.person)
        if placed is None or not placed.urn or one.person.place != "mainstream":
            return False
        phase = "primary" if one.person.age < 11 else "secondary"
        other = self.schools.pick("school", phase, self.chance)
        if other.urn == placed.urn:
            return False
        placed.urn, placed.out_of_area = other.urn or "", False
        placed.sen_unit = placed.resourced_provision = False
        return True

    def two_places(self, one: Begun) -> bool:
        """Two main placements at once."""
        placed = _attended(one.person)
        if placed is None or not placed.urn or placed.residential:
            return False
        phase = "primary" if one.person.age < 11 else "secondary"
        other = self.schools.pick("ap", phase, self.chance)
        if other.urn == placed.urn:
            return False
        since = max(placed.from_date, self.ends_on - 60 * _DAY)
        one.person.placements.append(Placed("attended", since, None, urn=other.urn or ""))
        return True

    def final_before_draft(self, one: Begun) -> bool:
        events = one.person.events
        draft, final = _first(events, What.DRAFT_SENT), _first(events, What.PLAN_MADE)
        if draft is None or final is None or final.on + 5 * _DAY > self.ends_on:
            return False
        _change(events, draft, replace(draft, on=final.on + 5 * _DAY))
        return True

    def no_need(self, one: Begun) -> bool:
        if not one.person.needs:
            return False
        one.person.needs.clear()
        return True


def _first(events: list[Event], what: What) -> Event | None:
    return min((one for one in events if one.what is what), key=lambda one: one.on, default=None)


def _change(events: list[Event], before: Event, after: Event) -> None:
    events[events.index(before)] = after


def _attended(person: Person) -> Placed | None:
    return next(
        (one for one in person.placements if one.kind == "attended" and one.until is None), None
    )
