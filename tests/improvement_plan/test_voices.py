"""What families tell us: said by the forum alone, kept whole, shown to all, frozen at a cut-off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions import voices
from goldenthread.improvement_plan.actions.voices import Told
from goldenthread.improvement_plan.models import FamilyVoice, Rating
from goldenthread.improvement_plan.queries import voices as heard
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries as partnership_queries
from goldenthread.partnership.models import Person, Role
from goldenthread.rules.refusals import NotPermitted, Refused

DAY = timedelta(days=1)
WORDS = "We are asked first.\n\n“Somebody <b>rang</b> me back.” & more"
OTHERS = [role for role in Role.values if role != Role.PARENT_CARER_FORUM]


@pytest.fixture
def families(office: Any, on: date) -> UUID:
    return partnership.add_organisation(
        name="Eastmere Parents Together", kind="parent_carer_forum", by=office, on=on
    )


@pytest.fixture
def forum(viewer: Any, families: UUID) -> Any:
    """The chair of the parent carer forum."""
    found = viewer("parent_carer_forum", name="Nia Forum")
    Person.objects.filter(pk=found.person_id).update(organisation_id=families)
    return found


@pytest.fixture
def part(plan_id: UUID, office: Any, on: date) -> UUID:
    return queries.level_tree(plan_id, viewer=office, on=on)[0].id


@pytest.fixture
def tell(plan_id: UUID, families: UUID, forum: Any, part: UUID, on: date) -> Any:
    def say(words: str = WORDS, when: date = on, point: str = "", by: Any = None) -> None:
        voices.tell(
            plan_id=plan_id,
            organisation_id=families,
            told=[Told(part, words, point)],
            scale_key="five-point" if point else "",
            by=by or forum,
            on=when,
        )

    return say


@pytest.fixture
def noted(plan_id: UUID, families: UUID, part: UUID, office: Any, on: date) -> Any:
    """`noted()`: written down by the office; the draft's id."""

    def write(by: Any = None, point: str = "") -> UUID:
        voices.write_down(
            plan_id=plan_id,
            organisation_id=families,
            said_by_whom="Parents",
            occasion="Coffee morning",
            said_on=on - DAY,
            told=[Told(part, WORDS, point)],
            scale_key="five-point" if point else "",
            by=by or office,
            on=on,
        )
        return FamilyVoice.objects.latest("recorded_at").pk

    return write


def test_words_are_kept_and_told_as_they_were_written(
    tell: Any, plan_id: UUID, viewer: Any, on: date
) -> None:
    tell(WORDS.replace("\n", "\r\n"))
    (voice,) = heard.voices(plan_id, viewer=viewer("board_member"), on=on)
    assert voice.words == WORDS
    assert (voice.organisation, voice.said_by, voice.on) == (
        "Eastmere Parents Together", "Nia Forum", on,
    )  # fmt: skip


def test_a_newer_statement_stands_before_an_older_one_which_is_kept(
    tell: Any, plan_id: UUID, forum: Any, on: date
) -> None:
    tell("In the autumn", on - 30 * DAY)
    tell("Now", on)
    assert [one.words for one in heard.voices(plan_id, viewer=forum, on=on)] == ["Now"]
    found = heard.voices_of_plan(plan_id, viewer=forum, on=on)
    assert found is not None
    assert [one.words for one in found.parts[0].earlier] == ["In the autumn"]
    before = heard.voices(plan_id, viewer=forum, on=on - DAY)
    assert [one.words for one in before] == ["In the autumn"]


def test_a_rating_beside_the_words_is_the_forum_s_own_statement(
    tell: Any, plan_id: UUID, part: UUID, forum: Any, on: date
) -> None:
    tell(point="amber")
    rating = Rating.objects.get(level_id=part)
    assert (rating.capacity, rating.raters, rating.point_key) == (
        "forum", ["Eastmere Parents Together"], "amber",
    )  # fmt: skip
    (voice,) = heard.voices(plan_id, viewer=forum, on=on)
    assert voice.rating is not None
    assert voice.rating.id == rating.pk


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_tells_changes_confirms_or_withdraws(
    role: str, tell: Any, noted: Any, viewer: Any, families: UUID, plan_id: UUID, on: date
) -> None:
    tell()
    said, draft = FamilyVoice.objects.get().pk, noted()
    other = viewer(role, name="Olly Other")
    with pytest.raises(NotPermitted, match="Only the parent carer forum"):
        tell("Ours", by=other)
    with pytest.raises(NotPermitted, match="Nobody else can change, hide or withdraw"):
        voices.withdraw(voice_id=said, reason="It reads badly", by=other, on=on)
    with pytest.raises(NotPermitted, match="Only Eastmere Parents Together can say"):
        voices.confirm(voice_id=draft, by=other, on=on)
    with pytest.raises(NotPermitted):
        voices.withdraw(voice_id=draft, reason="Not mine", by=other, on=on)
    (voice,) = heard.voices(plan_id, viewer=other, on=on)
    assert voice.words == WORDS
    assert not any(name in dir(voices) for name in ("edit", "change_voice", "hide"))


def test_an_administrator_of_the_council_who_takes_the_forum_s_role_still_speaks_for_nobody(
    tell: Any, viewer: Any, office: Any, on: date
) -> None:
    tell()
    viewer("area_administrator", name="Ada Both")
    both = viewer("parent_carer_forum", name="Ada Both")
    assert partnership_queries.speaks_for(viewer=both) == ()
    with pytest.raises(NotPermitted, match="not recorded as somebody of a parent carer forum"):
        tell("Ours", by=both)
    with pytest.raises(NotPermitted):
        voices.withdraw(
            voice_id=FamilyVoice.objects.get().pk, reason="It reads badly", by=both, on=on
        )
    council = partnership.add_organisation(name="Council", kind="council", by=office, on=on)
    lone = viewer("parent_carer_forum", name="Carl Council")
    Person.objects.filter(pk=lone.person_id).update(organisation_id=council)
    assert partnership_queries.speaks_for(viewer=lone) == ()


def test_somebody_without_an_organisation_chooses_a_young_people_s_group(
    viewer: Any, office: Any, families: UUID, plan_id: UUID, part: UUID, on: date
) -> None:
    group = partnership.add_organisation(
        name="Eastmere Young Voices", kind="young_people", by=office, on=on
    )
    young = viewer("parent_carer_forum", name="Yara Young")
    told = [Told(part, "The bus is late")]
    assert {one.id for one in partnership_queries.speaks_for(viewer=young)} == {families, group}
    voices.tell(plan_id=plan_id, organisation_id=group, told=told, by=young, on=on)
    (voice,) = heard.voices(plan_id, viewer=office, on=on)
    assert voice.organisation == "Eastmere Young Voices"


def test_one_forum_does_not_speak_for_another(
    forum: Any, office: Any, plan_id: UUID, part: UUID, on: date
) -> None:
    other = partnership.add_organisation(name="Others", kind="young_people", by=office, on=on)
    with pytest.raises(Refused, match="your own"):
        voices.tell(
            plan_id=plan_id, organisation_id=other, told=[Told(part, "Words")], by=forum, on=on
        )
    assert not FamilyVoice.objects.exists()


def test_what_the_office_wrote_down_is_seen_by_nobody_else_until_confirmed(
    noted: Any, plan_id: UUID, viewer: Any, office: Any, forum: Any, on: date
) -> None:
    draft = noted(point="green")
    for role in ("board_member", "area_administrator", "workstream_lead", "external_adviser"):
        other = viewer(role, name=f"Other {role}")
        assert heard.voices(plan_id, viewer=other, on=on) == ()
        found = heard.voices_of_plan(plan_id, viewer=other, on=on)
        assert found is not None
        assert [part.drafts for part in found.parts] == [()]
        assert heard.voice(draft, viewer=other, on=on) is None
    for one in (office, forum):
        seen = heard.voice(draft, viewer=one, on=on)
        assert seen is not None
        assert (seen.draft, seen.asked_point) == (True, "Green")
    assert not Rating.objects.filter(capacity="forum").exists()
    voices.confirm(voice_id=draft, by=forum, on=on)
    (voice,) = heard.voices(plan_id, viewer=viewer("board_member"), on=on)
    assert (voice.recorded_by, voice.confirmed_by, voice.confirmed_on) == (
        "Programme Office", "Nia Forum", on,
    )  # fmt: skip
    assert Rating.objects.get(capacity="forum").point_key == "green"
    with pytest.raises(Refused, match="confirmed on 14 January 2020 already"):
        voices.confirm(voice_id=draft, by=forum, on=on)
    with pytest.raises(NotPermitted):
        voices.withdraw(voice_id=draft, reason="A slip", by=office, on=on)


def test_whoever_typed_a_draft_takes_it_back_while_nobody_confirmed_it(
    noted: Any, plan_id: UUID, office: Any, forum: Any, on: date
) -> None:
    draft = noted()
    voices.withdraw(voice_id=draft, reason="Typed twice", by=office, on=on)
    with pytest.raises(Refused, match="withdrawn on"):
        voices.confirm(voice_id=draft, by=forum, on=on)
    assert heard.voices(plan_id, viewer=forum, on=on) == ()


def test_withdrawn_words_are_shown_no_more_and_say_why(
    tell: Any, plan_id: UUID, forum: Any, office: Any, on: date
) -> None:
    tell()
    pk = FamilyVoice.objects.get().pk
    with pytest.raises(Refused, match="why they are withdrawn"):
        voices.withdraw(voice_id=pk, reason=" ", by=forum, on=on + DAY)
    voices.withdraw(voice_id=pk, reason="A family asked", by=forum, on=on + DAY)
    assert heard.voices(plan_id, viewer=office, on=on + DAY) == ()
    assert [one.words for one in heard.voices(plan_id, viewer=office, on=on)] == [WORDS]
    found = heard.voice(pk, viewer=office, on=on + DAY)
    assert found is not None
    assert (found.words, found.withdrawn_reason) == ("", "A family asked")
    assert FamilyVoice.objects.get().words == WORDS


def test_the_trail_says_that_words_were_said_and_not_the_words(
    tell: Any, part: UUID, forum: Any
) -> None:
    tell()
    told = queries.level_history(part, viewer=forum)
    assert told[0].words == (
        "told for Eastmere Parents Together how “1 Joint working” is for families"
    )
    assert "rang" not in str(told)


def test_a_closed_period_keeps_the_words_that_stood_at_its_cut_off(
    tell: Any, noted: Any, plan_id: UUID, part: UUID, forum: Any, office: Any, on: date
) -> None:
    tell("Before", on - 5 * DAY)
    draft = noted()  # said a day ago, not confirmed at the cut-off
    tell("After", on + DAY)
    period = actions.open_period(
        plan_id=plan_id, name="January", from_date=on - 20 * DAY, cut_off=on, by=office, on=on
    )
    voices.confirm(voice_id=draft, by=forum, on=on + DAY)
    snapshot_id = actions.close_period(period_id=period, by=office, on=on + 2 * DAY)
    frozen = queries.snapshot(
        queries.periods(plan_id, viewer=office)[0].snapshot_id or snapshot_id, viewer=office
    )
    assert frozen is not None
    assert frozen.voices is not None
    assert [(one.level_id, one.words, one.said_by) for one in frozen.voices] == [
        (str(part), "Before", "Eastmere Parents Together")
    ]


def test_a_forum_is_wanted_where_it_has_not_spoken_since_the_last_closed_period(
    tell: Any, plan_id: UUID, part: UUID, forum: Any, office: Any, on: date
) -> None:
    (first,) = heard.voices_wanted(viewer=forum, on=on)
    assert (first.level.id, first.last_on, first.since) == (part, None, None)
    tell(when=on - 10 * DAY)
    assert heard.voices_wanted(viewer=forum, on=on) == ()
    period = actions.open_period(
        plan_id=plan_id, name="January", from_date=on - 20 * DAY, cut_off=on - DAY,
        by=office, on=on,
    )  # fmt: skip
    actions.close_period(period_id=period, by=office, on=on)
    (again,) = heard.voices_wanted(viewer=forum, on=on)
    assert (again.last_on, again.since, again.since_name) == (on - 10 * DAY, on - DAY, "January")
    tell(when=on)
    assert heard.voices_wanted(viewer=forum, on=on) == ()
    assert heard.voices_wanted(viewer=office, on=on) == ()


def test_another_area_finds_nothing(
    tell: Any, plan_id: UUID, part: UUID, families: UUID, stranger: Any, other_viewer: Any,
    on: date,
) -> None:  # fmt: skip
    tell()
    pk = FamilyVoice.objects.get().pk
    theirs = other_viewer("parent_carer_forum")
    for one in (stranger, theirs):
        assert heard.voices(plan_id, viewer=one, on=on) == ()
        assert heard.voices_of_plan(plan_id, viewer=one, on=on) is None
        assert heard.voice(pk, viewer=one, on=on) is None
        with pytest.raises(Refused):
            voices.withdraw(voice_id=pk, reason="x", by=one, on=on)
        with pytest.raises(Refused):
            voices.tell(
                plan_id=plan_id, organisation_id=families, told=[Told(part, "x")], by=one, on=on
            )


def test_nothing_said_is_refused_and_nothing_half_said_is_kept(
    tell: Any, plan_id: UUID, families: UUID, part: UUID, forum: Any, on: date
) -> None:
    with pytest.raises(Refused, match="at least one box"):
        tell("  ")
    with pytest.raises(Refused):
        voices.tell(
            plan_id=plan_id, organisation_id=families,
            told=[Told(part, "Words"), Told(uuid4(), "Others")], by=forum, on=on,
        )  # fmt: skip
    assert not FamilyVoice.objects.exists()


def test_the_database_holds_no_voice_without_words_and_no_rating_before_it_is_confirmed(
    tell: Any, noted: Any, part: UUID
) -> None:
    tell(point="amber")
    rating_id = Rating.objects.get(level_id=part).pk
    FamilyVoice.objects.filter(on_behalf=False).update(rating=None)
    draft = noted()
    for wrong in (
        {"words": ""},
        {"rating_id": rating_id},
        {"confirmed_on": date(2020, 1, 20)},
        {"withdrawn_on": date(2020, 1, 20)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            FamilyVoice.objects.filter(pk=draft).update(**wrong)


def test_queries_do_not_grow_with_what_was_said(
    tell: Any, plan_id: UUID, forum: Any, on: date
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            heard.voices_of_plan(plan_id, viewer=forum, on=on)
            heard.voices(plan_id, viewer=forum, on=on)
            heard.voices_wanted(viewer=forum, on=on)
        return len(seen)

    tell("One", on - DAY, "amber")
    few = asked()
    for number in range(6):
        tell(f"Number {number}", on, "green")
    assert asked() == few
