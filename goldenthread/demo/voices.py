"""What families of Merrowshire tell us, in the forum's words. Invented, like everything but the
counts: no rating of an action is changed by it."""

from __future__ import annotations

from datetime import date

from goldenthread.demo import people, story
from goldenthread.demo.built import Built
from goldenthread.improvement_plan.actions import voices
from goldenthread.improvement_plan.actions.voices import Told
from goldenthread.improvement_plan.queries import voices as queries
from goldenthread.partnership import queries as partnership

# day, priority → words
SAID: tuple[tuple[date, dict[str, str]], ...] = (
    (
        date(2019, 10, 10),
        {
            "1": "We hear of changes when they are decided.\n"
            "Being asked before would save everybody a second meeting.",
            "3": "Old plans say little about what our children can do. Most of us have not had a "
            "review this year.",
        },
    ),
    (
        story.FORUM_ON,
        {
            "1": "We are asked first now, and what we say is written down.\n"
            "Twelve families came to the last meeting and saw their own words in the plan.\n\n"
            "Two said that they still had to tell their story three times.",
            "2": "The help in early years is real. One of us said: “For the first time somebody "
            "rang me back the same week.”\n"
            "The wait for an assessment is still long, and nobody tells you how long.",
            "3": "New plans come sooner and read as if somebody had met our child.\n"
            "Old plans are still hard to read and seldom reviewed.",
            "4": "The new site is better. Most families we ask have not heard of it.\n"
            "At sixteen it all starts again: new people, new forms, and the bus is not sure.",
        },
    ),
)
MEETING = "Coffee morning at the library"
# Written down by the office: the day, the priority, the words, and the day the forum confirmed.
WRITTEN_DOWN: tuple[tuple[date, str, str, date | None], ...] = (
    (
        date(2019, 11, 20),
        "4",
        "Nobody at the coffee morning had used the new Local Offer. Three had tried and gave up at "
        "the search.",
        date(2019, 11, 25),
    ),
    (
        date(2020, 1, 9),
        "2",
        "Since Christmas two families had a date for the assessment within a week of asking. "
        "“Knowing the date is half of it.”",
        None,
    ),
)


def say(built: Built, first: date, last: date) -> None:
    """What was said in these days, on the days it was said."""
    assert built.plan_id is not None
    forum, office = built.by("Nicola Trent"), built.by("Priya Nair")
    families = next(
        one.id for one in partnership.organisations(viewer=office) if one.name == people.VOICE
    )
    for on, said in SAID:
        if first <= on <= last:
            voices.tell(
                plan_id=built.plan_id,
                organisation_id=families,
                told=[Told(built.levels[part], words) for part, words in said.items()],
                by=forum,
                on=on,
            )
    for on, part, words, confirmed_on in WRITTEN_DOWN:
        if first <= on <= last:
            voices.write_down(
                plan_id=built.plan_id,
                organisation_id=families,
                said_by_whom="Parents and carers",
                occasion=MEETING,
                said_on=on,
                told=[Told(built.levels[part], words)],
                by=office,
                on=on,
            )
            if confirmed_on:
                _confirm(built, confirmed_on)


def _confirm(built: Built, on: date) -> None:
    """The forum reads what waits for it, and says that these are its words."""
    assert built.plan_id is not None
    forum = built.by("Nicola Trent")
    found = queries.voices_of_plan(built.plan_id, viewer=forum, on=on)
    assert found is not None
    for part in found.parts:
        for draft in part.drafts:
            voices.confirm(voice_id=draft.id, by=forum, on=on)
