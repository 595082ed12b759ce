"""Organisations, forums, posts and people: recorded once, from a day, until a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from goldenthread.partnership import actions, queries
from goldenthread.partnership.models import Forum, Organisation, Person, Post
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import TODAY

DAY = timedelta(days=1)
TOOK_UP = date(2019, 9, 2)
LEFT = date(2019, 12, 20)


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("add_organisation", {"name": " Eastmere Council ", "kind": "council"}),
        ("add_forum", {"name": " Improvement Board ", "kind": "board"}),
        ("add_post", {"title": " Head of Inclusion ", "kind": "post"}),
    ],
)
def test_a_name_is_there_once_in_an_area_and_again_in_another(
    verb: str, given: dict[str, str], office: Any, stranger: Any
) -> None:
    add = getattr(actions, verb)
    add(**given, by=office, on=TODAY)
    with pytest.raises(Refused, match=r"is there already. Choose it from the list"):
        add(**given, by=office, on=TODAY)
    add(**given, by=stranger, on=TODAY)


@pytest.mark.parametrize("again", [" head OF inclusion ", "Équipe de l’Élan", "ÉQUIPE DE L’ÉLAN"])
def test_a_name_is_the_same_whatever_its_capitals(again: str, office: Any) -> None:
    for first in ("Head of Inclusion", "équipe de l’élan"):
        actions.add_post(title=first, by=office, on=TODAY)
    with pytest.raises(Refused, match=r"is there already. Choose it from the list"):
        actions.add_post(title=again, by=office, on=TODAY)


@pytest.mark.parametrize(
    ("model", "field"), [(Organisation, "name"), (Forum, "name"), (Post, "title")]
)
def test_the_database_holds_a_name_to_be_there_once(
    model: Any, field: str, office: Any, other_area: Any
) -> None:
    model.objects.create(local_area_id=office.local_area_id, **{field: "Head of Inclusion"})
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(local_area_id=office.local_area_id, **{field: " HEAD of inclusion "})
    model.objects.create(local_area=other_area, **{field: "Head of Inclusion"})


def test_a_forum_is_there_from_its_first_day(office: Any) -> None:
    actions.add_forum(name="Improvement Board", by=office, on=TODAY)
    assert [one.name for one in queries.forums(viewer=office, on=TODAY)] == ["Improvement Board"]
    assert queries.forums(viewer=office, on=TODAY - DAY) == ()


@pytest.mark.parametrize(
    ("verb", "given", "sentence"),
    [
        ("add_organisation", {"name": " ", "kind": "council"}, "Enter the organisation’s name"),
        ("add_organisation", {"name": "Trust", "kind": "guild"}, "guild is not one of: Council"),
        ("add_forum", {"name": ""}, "Enter the forum’s name"),
        ("add_forum", {"name": "Board", "kind": "guild"}, "guild is not one of"),
        ("add_post", {"title": "  "}, "Enter the title of the post"),
        ("add_post", {"title": "Lead", "kind": "guild"}, "guild is not one of: Post, Team"),
        ("add_person", {"name": " "}, "Enter the person’s name"),
    ],
)
def test_what_has_no_name_or_no_known_kind_is_refused(
    verb: str, given: dict[str, str], sentence: str, office: Any
) -> None:
    with pytest.raises(Refused, match=sentence):
        getattr(actions, verb)(**given, by=office, on=TODAY)


def test_a_person_belongs_to_an_organisation_of_the_same_area(office: Any, stranger: Any) -> None:
    theirs = actions.add_organisation(
        name="Westholm Council", kind="council", by=stranger, on=TODAY
    )
    with pytest.raises(Refused, match=r"That organisation is not in Eastmere"):
        actions.add_person(name="Ivo Lund", organisation_id=theirs, by=office, on=TODAY)
    ours = actions.add_organisation(name="Eastmere Council", kind="council", by=office, on=TODAY)
    actions.add_person(name="Ivo Lund", organisation_id=ours, by=office, on=TODAY)
    found = {one.name: one for one in queries.people(viewer=office, on=TODAY)}["Ivo Lund"]
    assert (found.organisation, found.signs_in, found.posts) == ("Eastmere Council", False, ())


def test_a_new_address_is_kept_small_and_told_once(office: Any, person_id: UUID) -> None:
    for _ in range(2):
        actions.set_email(person_id=person_id, email=" Lund@Eastmere.example", by=office, on=TODAY)
    person = Person.objects.get(pk=person_id)
    assert (person.email, person.version) == ("lund@eastmere.example", 2)
    assert TrailEntry.objects.filter(act="partnership.set_email").count() == 1


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        (TOOK_UP - DAY, []),
        (TOOK_UP, ["Ivo Lund"]),
        (LEFT, ["Ivo Lund", "Mara Venn"]),
        (LEFT + DAY, ["Mara Venn"]),
    ],
)
def test_a_post_has_those_who_held_it_on_the_day(
    day: date, holders: list[str], office: Any, post_id: UUID, person_id: UUID
) -> None:
    holding = actions.hold_post(
        post_id=post_id, person_id=person_id, from_date=TOOK_UP, by=office, on=TODAY
    )
    next_one = actions.add_person(name="Mara Venn", by=office, on=TODAY)
    actions.hold_post(post_id=post_id, person_id=next_one, from_date=LEFT, by=office, on=TODAY)
    actions.leave_post(holding_id=holding, until=LEFT, by=office, on=TODAY)
    (post,) = queries.posts(viewer=office, on=day)
    assert [one.name for one in post.holders] == holders
    titles = {one.name for one in queries.people(viewer=office, on=day) if one.posts}
    assert titles == set(holders)


def test_somebody_takes_up_a_post_once_a_day(office: Any, post_id: UUID, person_id: UUID) -> None:
    given = {"post_id": post_id, "person_id": person_id, "from_date": TOOK_UP}
    actions.hold_post(**given, by=office, on=TODAY)
    with pytest.raises(Refused, match=r"Ivo Lund already holds Head of Inclusion from that day"):
        actions.hold_post(**given, by=office, on=TODAY)


def test_nothing_ends_before_it_begins(
    office: Any, post_id: UUID, person_id: UUID, forum_id: UUID
) -> None:
    holding = actions.hold_post(
        post_id=post_id, person_id=person_id, from_date=TOOK_UP, by=office, on=TODAY
    )
    sitting = actions.join_forum(
        forum_id=forum_id, person_id=person_id, from_date=TOOK_UP, by=office, on=TODAY
    )
    with pytest.raises(Refused, match=r"The last day is before the first"):
        actions.leave_post(holding_id=holding, until=TOOK_UP - DAY, by=office, on=TODAY)
    with pytest.raises(Refused, match=r"The last day is before the first"):
        actions.leave_forum(membership_id=sitting, until=TOOK_UP - DAY, by=office, on=TODAY)
    with pytest.raises(Refused, match=r"The last day is before the first"):
        actions.end_forum(forum_id=forum_id, until=TODAY - DAY, by=office, on=TODAY)


def test_a_forum_has_its_members_on_the_day(office: Any, forum_id: UUID, person_id: UUID) -> None:
    given = {"forum_id": forum_id, "person_id": person_id, "from_date": TOOK_UP}
    sitting = actions.join_forum(**given, capacity=" ", by=office, on=TODAY)
    with pytest.raises(Refused, match=r"already joined Improvement Board on that day"):
        actions.join_forum(**given, by=office, on=TODAY)
    actions.leave_forum(membership_id=sitting, until=LEFT, by=office, on=TODAY)

    def sit(day: date) -> list[tuple[str, str]]:
        found = queries.members(forum_id, viewer=office, on=day)
        return [(one.person_name, one.capacity) for one in found]

    assert sit(TOOK_UP - DAY) == []
    assert sit(LEFT) == [("Ivo Lund", "member")]
    assert sit(LEFT + DAY) == []


def test_a_forum_that_ended_is_offered_no_more(office: Any, forum_id: UUID) -> None:
    actions.end_forum(forum_id=forum_id, until=TODAY, by=office, on=TODAY)
    assert [one.name for one in queries.forums(viewer=office, on=TODAY)] == ["Improvement Board"]
    assert queries.forums(viewer=office, on=TODAY + DAY) == ()
    assert queries.forum(forum_id, viewer=office) is not None


def test_other_spellings_of_a_forum_are_remembered_once(office: Any, forum_id: UUID) -> None:
    for names in (["Improvement board", "The Board"], ["The Board", "Improvement Board"]):
        actions.know_forum_also_as(forum_id=forum_id, names=names, by=office, on=TODAY)
    found = queries.forum(forum_id, viewer=office)
    assert found is not None
    assert found.also_known_as == ("Improvement board", "The Board")
    assert TrailEntry.objects.filter(act="partnership.know_forum_also_as").count() == 1


def test_the_second_to_change_a_forum_is_told(office: Any, forum_id: UUID) -> None:
    given = {"forum_id": forum_id, "version": 1, "kind": "board", "rhythm": "Monthly"}
    actions.change_forum(**given, chair="Chief executive", by=office, on=TODAY)
    with pytest.raises(ChangedMeanwhile, match=r"Somebody else changed Improvement Board"):
        actions.change_forum(**given, chair="Director of nursing", by=office, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        actions.set_front_sheet(forum_id=forum_id, fields=[], version=1, by=office, on=TODAY)
    found = queries.forum(forum_id, viewer=office)
    assert found is not None
    assert (found.chair, found.rhythm) == ("Chief executive", "Monthly")


def test_a_front_sheet_names_each_field_once(office: Any, forum_id: UUID) -> None:
    field = {"key": "sponsor", "label": "Sponsor"}
    for wrong in ([field, field], [{"key": "sponsor", "label": " "}]):
        with pytest.raises(Refused, match=r"Each field needs a name of its own"):
            actions.set_front_sheet(forum_id=forum_id, fields=wrong, by=office, on=TODAY)


def test_verbs_refuse_what_is_of_another_area(
    stranger: Any, post_id: UUID, person_id: UUID, forum_id: UUID, office: Any
) -> None:
    holding = actions.hold_post(
        post_id=post_id, person_id=person_id, from_date=TOOK_UP, by=office, on=TODAY
    )
    sitting = actions.join_forum(
        forum_id=forum_id, person_id=person_id, from_date=TOOK_UP, by=office, on=TODAY
    )
    theirs = actions.add_person(name="Wim Holt", by=stranger, on=TODAY)
    attempts: list[tuple[str, dict[str, Any]]] = [
        ("hold_post", {"post_id": post_id, "person_id": theirs, "from_date": TOOK_UP}),
        ("leave_post", {"holding_id": holding, "until": LEFT}),
        ("join_forum", {"forum_id": forum_id, "person_id": theirs, "from_date": TOOK_UP}),
        ("leave_forum", {"membership_id": sitting, "until": LEFT}),
        ("set_email", {"person_id": person_id, "email": "x@example.org"}),
        ("know_forum_also_as", {"forum_id": forum_id, "names": ["Ours"]}),
        ("end_forum", {"forum_id": forum_id, "until": TODAY}),
        ("set_front_sheet", {"forum_id": forum_id, "fields": []}),
        (
            "change_forum",
            {"forum_id": forum_id, "version": 1, "kind": "board", "chair": "", "rhythm": ""},
        ),
    ]
    for verb, given in attempts:
        with pytest.raises(Refused, match=r"is not in Westholm"):
            getattr(actions, verb)(**given, by=stranger, on=TODAY)


def test_queries_answer_only_for_their_own_area(
    office: Any, stranger: Any, post_id: UUID, person_id: UUID, forum_id: UUID
) -> None:
    actions.add_organisation(name="Eastmere Council", kind="council", by=office, on=TODAY)
    holding = actions.hold_post(
        post_id=post_id, person_id=person_id, from_date=TOOK_UP, by=office, on=TODAY
    )
    sitting = actions.join_forum(
        forum_id=forum_id, person_id=person_id, from_date=TOOK_UP, by=office, on=TODAY
    )
    assert queries.holding(holding, viewer=office) is not None
    assert queries.member(forum_id, sitting, viewer=office) is not None
    assert queries.member(uuid4(), sitting, viewer=office) is None
    assert queries.holding(holding, viewer=stranger) is None
    assert queries.member(forum_id, sitting, viewer=stranger) is None
    assert queries.forum(forum_id, viewer=stranger) is None
    assert queries.forums(viewer=stranger, on=TODAY) == ()
    assert queries.members(forum_id, viewer=stranger, on=TODAY) == ()
    assert queries.posts(viewer=stranger, on=TODAY) == ()
    assert queries.posts(viewer=stranger, on=TODAY, post_ids=[post_id]) == ()
    assert queries.organisations(viewer=stranger) == ()
    names = {one.name for one in queries.people(viewer=stranger, on=TODAY)}
    assert names == {"Westholm Administrator", "Wes Strange"}


def test_lists_ask_as_often_for_many_as_for_one(
    office: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        post = actions.add_post(title=f"Post {number}", by=office, on=TODAY)
        person = actions.add_person(name=f"Person {number}", by=office, on=TODAY)
        actions.hold_post(post_id=post, person_id=person, from_date=TOOK_UP, by=office, on=TODAY)
    with django_assert_max_num_queries(2):
        assert len(queries.posts(viewer=office, on=TODAY)) == 12
    with django_assert_max_num_queries(2):
        assert sum(bool(one.posts) for one in queries.people(viewer=office, on=TODAY)) == 12


def test_each_verb_writes_one_entry_in_the_history(office: Any, forum_id: UUID) -> None:
    before = TrailEntry.objects.count()
    person = actions.add_person(name="Mara Venn", by=office, on=TODAY)
    actions.join_forum(
        forum_id=forum_id, person_id=person, from_date=TODAY, capacity="chair", by=office, on=TODAY
    )
    assert TrailEntry.objects.count() == before + 2
    entry = TrailEntry.objects.order_by("-seq").first()
    assert entry is not None
    assert (entry.actor_label, entry.words, entry.on) == (
        "Programme Office",
        "recorded that Mara Venn joined Improvement Board as chair",
        TODAY,
    )
