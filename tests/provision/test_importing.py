"""The national list comes in: all of it or nothing, and only what it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError

from goldenthread.intake.actions.settings import Brought
from goldenthread.provision import actions, queries
from goldenthread.provision.actions import importing
from goldenthread.provision.models import Setting, SettingChange, SettingLink, SettingsImport
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.factories import settings_lists as lists

NOVEMBER, DECEMBER, JANUARY = date(2019, 11, 1), date(2019, 12, 1), date(2020, 1, 2)
BringIn = Callable[..., Brought]
MILL = lists.setting(900001, "Mill Lane School")
HOPE = lists.setting(900002, "Hope School", **lists.SPECIAL)


def _counts(brought: Brought) -> tuple[int, int, int, int, int]:
    done = brought.outcome
    return done.added, done.changed, done.closed, done.gone, done.unchanged


@pytest.mark.django_db
def test_a_first_list_adds_every_setting(bring_in: BringIn, office: Any) -> None:
    assert _counts(bring_in([MILL, HOPE])) == (2, 0, 0, 0, 0)
    hope = queries.setting_by_urn("900002", viewer=office)
    assert hope is not None
    assert (hope.facts.name, hope.facts.special, hope.facts.needs) == (
        "Hope School",
        True,
        ("ASD", "SPLD"),
    )
    assert (hope.seen_as_at, hope.gone_as_at, hope.by_hand) == (NOVEMBER, None, False)
    assert SettingChange.objects.count() == 0


@pytest.mark.django_db
def test_the_next_list_changes_only_what_changed_and_says_so(
    bring_in: BringIn, office: Any
) -> None:
    bring_in([MILL, HOPE])
    closed = {
        **HOPE,
        "EstablishmentStatus (name)": "Closed",
        "CloseDate": "31-12-2019",
        "ReasonEstablishmentClosed (name)": "Academy Converter",
    }
    done = bring_in([MILL, closed], JANUARY)
    assert _counts(done) == (0, 1, 1, 0, 1)
    mill, hope = (queries.setting_by_urn(urn, viewer=office) for urn in ("900001", "900002"))
    assert mill is not None
    assert hope is not None
    assert (mill.version, hope.version) == (1, 2)
    assert hope.facts.closed_on == date(2019, 12, 31)
    told = queries.changes_of(hope.id, viewer=office)
    assert {(one.field, one.before, one.after) for one in told} == {
        ("status", "open", "closed"),
        ("closed_on", None, "2019-12-31"),
        ("closed_because", "", "Academy Converter"),
    }
    assert {one.as_at for one in told} == {JANUARY}
    words = TrailEntry.objects.get(object_id=str(done.outcome.import_id)).words
    assert words == (
        "brought in the list of settings as at 2 January 2020: "
        "0 added, 1 changed, 1 of them closed, 0 gone"
    )


@pytest.mark.django_db
def test_a_setting_is_told_as_it_stood_on_an_earlier_day(bring_in: BringIn, office: Any) -> None:
    bring_in([MILL])
    bring_in([{**MILL, "EstablishmentName": "Mill Lane Academy"}], DECEMBER)
    bring_in([{**MILL, "EstablishmentName": "Mill Academy", "SchoolCapacity": "240"}], JANUARY)
    mill = queries.setting_by_urn("900001", viewer=office)
    assert mill is not None

    def stood(day: date) -> tuple[str, int | None]:
        facts = queries.setting_as_at(mill.id, viewer=office, on=day)
        assert facts is not None
        return facts.name, facts.capacity

    assert stood(date(2019, 11, 30)) == ("Mill Lane School", 210)
    assert stood(DECEMBER) == ("Mill Lane Academy", 210)
    assert stood(TODAY) == ("Mill Academy", 240)


@pytest.mark.django_db
def test_what_a_whole_list_lacks_is_gone_and_may_come_back(bring_in: BringIn, office: Any) -> None:
    bring_in([MILL, HOPE])
    assert _counts(bring_in([MILL], DECEMBER)) == (0, 0, 0, 1, 1)
    hope = queries.setting_by_urn("900002", viewer=office)
    assert hope is not None
    assert hope.gone_as_at == DECEMBER
    assert _counts(bring_in([{**MILL, "Town": "Elm"}], date(2019, 12, 2))) == (0, 1, 0, 0, 0)
    bring_in([MILL, HOPE], JANUARY)
    back = queries.setting_by_urn("900002", viewer=office)
    assert back is not None
    assert back.gone_as_at is None
    gone = [
        (one.as_at, one.after)
        for one in queries.changes_of(back.id, viewer=office)
        if one.field == "gone"
    ]
    assert gone == [(JANUARY, False), (DECEMBER, True)]
    assert queries.setting_as_at(back.id, viewer=office, on=DECEMBER) == back.facts


@pytest.mark.django_db
def test_of_a_part_of_the_list_nothing_is_gone(bring_in: BringIn, office: Any) -> None:
    bring_in([MILL, HOPE])
    assert _counts(bring_in([MILL], DECEMBER, whole=False)) == (0, 0, 0, 0, 1)


@pytest.mark.django_db
def test_a_list_that_lacks_a_tenth_is_refused_as_whole(bring_in: BringIn) -> None:
    rows = [lists.setting(900100 + number, f"School {number}") for number in range(40)]
    bring_in(rows)
    with pytest.raises(Refused, match="If it is a part of the list, say so"):
        bring_in(rows[:20], DECEMBER)
    assert Setting.objects.filter(gone_as_at__isnull=False).count() == 0
    assert SettingsImport.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("as_at", "words"),
    [
        (NOVEMBER, "This very file is in already"),
        (date(2019, 10, 31), "An older one would undo"),
        (date(2020, 1, 15), "is a day to come"),
    ],
)
def test_the_same_an_older_and_a_coming_list_are_refused(
    bring_in: BringIn, as_at: date, words: str
) -> None:
    bring_in([MILL])
    with pytest.raises(Refused, match=words):
        bring_in([MILL], as_at)


@pytest.mark.django_db
def test_a_cell_that_cannot_be_read_overwrites_nothing(bring_in: BringIn, office: Any) -> None:
    bring_in([MILL])
    assert _counts(bring_in([{**MILL, "SchoolCapacity": "many"}], DECEMBER)) == (0, 0, 0, 0, 1)
    kept = SettingsImport.objects.get(as_at=DECEMBER)
    assert kept.problems == [[2, "SchoolCapacity", "“many” is no whole number"]]


@pytest.mark.django_db
def test_two_areas_keep_lists_of_their_own(bring_in: BringIn, office: Any, stranger: Any) -> None:
    bring_in([MILL])
    assert queries.setting_by_urn("900001", viewer=stranger) is None
    assert _counts(bring_in([{**MILL, "EstablishmentName": "Other"}], by=stranger)) == (
        1, 0, 0, 0, 0,
    )  # fmt: skip
    ours = queries.setting_by_urn("900001", viewer=office)
    theirs = queries.setting_by_urn("900001", viewer=stranger)
    assert ours is not None
    assert theirs is not None
    assert (ours.facts.name, theirs.facts.name) == ("Mill Lane School", "Other")
    assert queries.setting(theirs.id, viewer=office) is None
    assert queries.settings_by_ids([ours.id, theirs.id], viewer=office).keys() == {ours.id}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["action_lead", "workstream_lead", "board_member"])
def test_others_see_settings_and_may_not_bring_them_in(
    role: str, bring_in: BringIn, viewer: Any
) -> None:
    bring_in([MILL])
    other = viewer(role, name="Ona Other")
    assert queries.setting_by_urn("900001", viewer=other) is not None
    with pytest.raises(NotPermitted, match="Only the programme office"):
        bring_in([HOPE], DECEMBER, by=other)


@pytest.mark.django_db
def test_links_tell_what_a_setting_came_from(bring_in: BringIn, office: Any) -> None:
    bring_in([MILL, HOPE])
    links = [
        (900002, 900001, "Predecessor", "01-09-2019"),
        (900001, 900002, "Successor", "01-09-2019"),
        (900001, 999999, "Predecessor", ""),
    ]
    first = bring_in(lists.links(links)).outcome
    assert (first.added, first.gone, first.left_out) == (2, 0, 1)
    hope = queries.setting_by_urn("900002", viewer=office)
    assert hope is not None
    (link,) = queries.links_of(hope.id, viewer=office)
    assert (link.name, link.kind, link.since) == (
        "Mill Lane School", "Predecessor", date(2019, 9, 1),
    )  # fmt: skip
    second = bring_in(lists.links(links[1:]), DECEMBER).outcome
    assert (second.added, second.gone, second.unchanged) == (0, 1, 1)
    assert queries.links_of(hope.id, viewer=office) == ()
    assert SettingLink.objects.count() == 2


@pytest.mark.django_db
def test_a_failure_on_the_way_leaves_nothing(
    bring_in: BringIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(importing, "record", fails)
    with pytest.raises(DatabaseError):
        bring_in([MILL, HOPE])
    assert (Setting.objects.count(), SettingsImport.objects.count()) == (0, 0)


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_provider_without_a_urn_is_kept_by_hand(office: Any, bring_in: BringIn) -> None:
    new = actions.NewSetting(name=" Green  Shoots ", type_name="Alternative provider", town="Elm")
    made = actions.add_setting(new=new, by=office, on=TODAY, at=NOW)
    seen = queries.setting(made, viewer=office)
    assert seen is not None
    assert (seen.by_hand, seen.facts.name, seen.facts.status) == (True, "Green Shoots", "open")
    bring_in([MILL])
    later = queries.setting(made, viewer=office)
    assert later == seen


@pytest.mark.django_db
def test_what_is_changed_by_hand_keeps_what_was_before(office: Any) -> None:
    new = actions.NewSetting(name="Green Shoots", type_name="Alternative provider")
    made = actions.add_setting(new=new, by=office, on=date(2019, 12, 1), at=NOW)
    changed = actions.NewSetting(
        name="Green Shoots", type_name="Alternative provider", closed_on=date(2019, 12, 31)
    )
    actions.change_setting(setting_id=made, new=changed, version=1, by=office, on=TODAY, at=NOW)
    seen = queries.setting(made, viewer=office)
    assert seen is not None
    assert (seen.facts.status, seen.version) == ("closed", 2)
    told = {one.field: one.before for one in queries.changes_of(made, viewer=office)}
    assert told == {"status": "open", "closed_on": None}
    with pytest.raises(Refused, match="changed this setting meanwhile"):
        actions.change_setting(setting_id=made, new=new, version=1, by=office, on=TODAY, at=NOW)


@pytest.mark.django_db
def test_a_setting_of_the_national_list_is_not_changed_by_hand(
    office: Any, bring_in: BringIn
) -> None:
    bring_in([MILL])
    mill = queries.setting_by_urn("900001", viewer=office)
    assert mill is not None
    new = actions.NewSetting(name="Mine", type_name="School")
    with pytest.raises(Refused, match="is on the national list"):
        actions.change_setting(
            setting_id=mill.id, new=new, version=mill.version, by=office, on=TODAY, at=NOW
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": " "}, "Give the name"),
        ({"opened_on": date(2019, 9, 1), "closed_on": date(2019, 8, 1)}, "closed before it opened"),
        ({"name": "mill lane SCHOOL", "postcode": "ZE1 1AA"}, "is on the list already"),
    ],
)
def test_what_makes_no_sense_is_refused(
    facts: dict[str, Any], words: str, office: Any, bring_in: BringIn
) -> None:
    bring_in([MILL])
    new = actions.NewSetting(**{"name": "Green Shoots", "type_name": "Provider", **facts})
    with pytest.raises(Refused, match=words):
        actions.add_setting(new=new, by=office, on=TODAY, at=NOW)


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Hope School", "Mill Lane School"]),
        ({"words": "mill"}, ["Mill Lane School"]),
        ({"words": "900002"}, ["Hope School"]),
        ({"words": "ze1"}, ["Hope School", "Mill Lane School"]),
        ({"words": "hope mill"}, []),
        ({"phase": "primary"}, ["Mill Lane School"]),
        ({"offers": "special"}, ["Hope School"]),
        ({"offers": "residential"}, ["Old School"]),
        ({"standing": "closed"}, ["Old School"]),
        ({"standing": ""}, ["Hope School", "Mill Lane School", "Old School"]),
        ({"authority_code": "902", "standing": ""}, ["Old School"]),
        ({"type_name": "Community special school"}, ["Hope School"]),
    ],
)
def test_the_list_is_searched_and_filtered(
    asked: dict[str, str], names: list[str], bring_in: BringIn, office: Any
) -> None:
    old = lists.setting(
        900003,
        "Old School",
        **{
            "LA (code)": "902",
            "LA (name)": "Westholm",
            "Boarders (name)": "Boarding school",
            "EstablishmentStatus (name)": "Closed",
            "CloseDate": "31-08-2019",
            "PhaseOfEducation (name)": "Secondary",
            "Postcode": "ZW1 1AA",
        },
    )
    bring_in([MILL, HOPE, old])
    if asked == {"offers": "residential"}:
        asked = {**asked, "standing": ""}
    found = queries.search(queries.Search(**asked), viewer=office, on=TODAY)  # type: ignore[arg-type]
    assert [one.facts.name for one in found.rows] == names
    assert found.count == len(names)


@pytest.mark.django_db
def test_settings_are_found_by_many_urns_at_once(bring_in: BringIn, office: Any) -> None:
    bring_in(lists.many(1200))
    urns = [str(200_000 + number) for number in range(1200)] + ["999999"]
    found = queries.settings_for(urns, viewer=office)
    assert len(found) == 1200
    assert found["200012"].facts.special
    everything = queries.all_facts(viewer=office)
    assert everything["200012"] == (found["200012"].id, found["200012"].facts)
