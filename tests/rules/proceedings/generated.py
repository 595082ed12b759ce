"""Histories found by Hypothesis: short, crowded into few days, so that things collide."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from goldenthread.rules.clocks import DUTIES, LawfulException
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.clocks.exceptions import During
from goldenthread.rules.proceedings import Asked, Claim, Correction, Event, Facts, Phase, What
from goldenthread.rules.proceedings.facts import standing
from goldenthread.rules.proceedings.happenings import MAY_CARRY, MUST_CARRY, Carries

FIRST = date(2024, 1, 15)
ONE_DAY = timedelta(days=1)
# What belongs together comes together: one or two of these in a history, and anything besides.
TOGETHER = [
    "request-received assessment-agreed assessment-refused draft-sent plan-refused plan-made "
    "request-withdrawn became-responsible",
    "advice-asked advice-received advice-not-needed place-asked place-answered plan-made",
    "plan-made review-keeps review-amends review-ceases meeting-held amendments-sent "
    "plan-amended amendments-dropped plan-ceased early-review-considered",
    "meeting-arranged meeting-cancelled meeting-held meeting-notice-given meeting-advice-sent "
    "meeting-report-sent phase-move-expected phase-move-called-off plan-amended",
    "assessment-refused adviser-contacted mediation-declined certificate-issued appeal-lodged "
    "plan-refused mediation-wanted mediation-held mediation-impossible",
    "order-made appeal-not-opposed agreed appeal-sent appeal-answered assessment-agreed "
    "draft-sent plan-made plan-amended plan-ceased ceasing-dropped agreement-done",
    "plan-transferred-in transfer-told review-keeps move-away-known plan-transferred-away "
    "provision-in-place plan-amended died no-longer-responsible",
]
DAYS_ON = st.sampled_from([0, 0, 1, 3, 14, 28, 42, 60, 112, 140, 180, 366, 420]) | st.integers(
    0, 430
)
ON = DAYS_ON.map(lambda days: FIRST + days * ONE_DAY)


@st.composite
def events(draw: st.DrawFn, key: str, kinds: list[What]) -> Event:
    """One event of one of these kinds, with what its kind carries."""
    what, on = draw(st.sampled_from(kinds)), draw(ON)
    carries = [*MUST_CARRY.get(what, ())]
    carries += [one for one in MAY_CARRY.get(what, ()) if draw(st.booleans())]
    asked = [one for one in Asked if one not in (Asked.RECONSIDER, Asked.CEASE)]
    asked = asked if what is What.APPEAL_NOT_OPPOSED else list(Asked)
    return Event(
        key=key,
        case=draw(st.sampled_from(["one", "one", "one", "two"])),
        what=what,
        on=on,
        body=draw(st.sampled_from(["Elm", "Oak"])) if Carries.BODY in carries else "",
        day=draw(ON) if Carries.DAY in carries else None,
        asks=draw(st.sampled_from(asked)) if Carries.ASKS in carries else None,
        phase=draw(st.sampled_from(Phase)) if Carries.PHASE in carries else None,
        about=draw(st.sampled_from(About)) if Carries.ABOUT in carries else None,
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Up to a dozen events of one child, some corrected or struck out."""
    groups = draw(st.lists(st.sampled_from(TOGETHER), min_size=1, max_size=2))
    kinds = [What(word) for group in groups for word in group.split()]
    anything = [*kinds, *kinds, *What] if draw(st.booleans()) else kinds
    number = draw(st.integers(1, 12))
    happened = tuple(draw(events(f"e{at:02}", anything)) for at in range(number))
    wrong = draw(st.lists(st.sampled_from(happened), max_size=2, unique_by=lambda one: one.key))
    corrections = tuple(
        Correction(
            of=one.key,
            instead=draw(events(f"w{at:02}", anything)) if draw(st.booleans()) else None,
        )
        for at, one in enumerate(wrong)
    )
    born = draw(st.sampled_from([None, date(2019, 2, 1), date(2020, 2, 29), date(2023, 5, 5)]))
    return Facts(happened, corrections, born=born)


@st.composite
def claims(draw: st.DrawFn, facts: Facts) -> tuple[Claim, ...]:
    """Exceptions claimed for deadlines of these facts, each for a reason that its duty knows."""
    found = []
    keys = [one.key for one in standing(facts)]
    for _ in range(draw(st.integers(0, 3)) if keys else 0):
        duty = draw(st.sampled_from([one for one in DUTIES if set(one.exceptions) & _TOLD_BY_DAYS]))
        reason = draw(st.sampled_from(sorted(_TOLD_BY_DAYS & set(duty.exceptions))))
        first, claimed = draw(ON), draw(ON)
        accepted = draw(st.none() | ON)
        fact = During(first, first + draw(st.integers(0, 40)) * ONE_DAY)
        key = draw(st.sampled_from(keys))
        found.append(Claim(duty.key, key, reason, fact, claimed, accepted))
    return tuple(found)


_TOLD_BY_DAYS = {
    LawfulException.PERSONAL_CIRCUMSTANCES,
    LawfulException.AGREED_IN_WRITING,
    LawfulException.OWN_ARRANGEMENTS,
    LawfulException.TRIBUNAL_ALLOWED,
}


def life(seed: int, *, number: int, days: int) -> Facts:
    """A long history of any kinds, by chance: so many events within so many days, in three cases
    with three bodies, some of them wrong."""
    chance = Random(seed)
    happened = tuple(_by_chance(f"e{at:03}", chance, days) for at in range(number))
    wrong = chance.sample(happened, k=number // 12)
    corrections = tuple(
        Correction(
            one.key, _by_chance(f"w{at:03}", chance, days) if chance.random() < 0.6 else None
        )
        for at, one in enumerate(wrong)
    )
    born = chance.choice([None, date(2019, 2, 1), date(2020, 2, 29), date(2023, 5, 5)])
    return Facts(happened, corrections, born=born)


# Mostly what keeps a plan going: where everything ends at once, nothing is left to compare.
_SELDOM = {What.DIED, What.NO_LONGER_RESPONSIBLE, What.PLAN_CEASED, What.PLAN_TRANSFERRED_AWAY}
_WEIGHTS = [1 if what in _SELDOM else 8 for what in What]


def _by_chance(key: str, chance: Random, days: int) -> Event:
    [what] = chance.choices(list(What), _WEIGHTS)
    must, may = MUST_CARRY.get(what, ()), MAY_CARRY.get(what, ())
    carries = {*must, *(one for one in may if chance.random() < 0.7)}
    asked = [one for one in Asked if one not in (Asked.RECONSIDER, Asked.CEASE)]
    asked = asked if what is What.APPEAL_NOT_OPPOSED else list(Asked)
    day = FIRST + chance.randrange(days) * ONE_DAY
    return Event(
        key=key,
        case=chance.choice(["one", "one", "two", "three"]),
        what=what,
        on=FIRST + chance.randrange(days) * ONE_DAY,
        body=chance.choice(["Ash", "Elm", "Oak"]) if Carries.BODY in carries else "",
        day=day if Carries.DAY in carries else None,
        asks=chance.choice(asked) if Carries.ASKS in carries else None,
        phase=chance.choice(list(Phase)) if Carries.PHASE in carries else None,
        about=chance.choice(list(About)) if Carries.ABOUT in carries else None,
    )
