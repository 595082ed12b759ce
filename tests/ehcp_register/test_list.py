"""The list of children: as at any day, filtered, sorted, grouped, counted by the same query."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from goldenthread.ehcp_register.actions.working_out import _known
from goldenthread.ehcp_register.models import Child
from goldenthread.ehcp_register.queries import lines
from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.ehcp_register.queries.columns import COLUMNS
from goldenthread.ehcp_register.queries.documents import list_document
from goldenthread.ehcp_register.queries.facts import facts_of
from goldenthread.partnership.models import Post, Restriction
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.proceedings import What
from goldenthread.rules.proceedings.over_time import rows_over_time
from goldenthread.rules.standing import spans
from goldenthread.rules.standing.records import (
    CircumstanceRecord,
    NeedRecord,
    PlacementRecord,
    VisitRecord,
)
from tests.factories import register

pytestmark = pytest.mark.django_db
NEEDS = ("ASD", "SLCN", "SEMH")


@pytest.fixture
def post(local_area: Any) -> Any:
    return Post.objects.create(local_area=local_area, title="SEND case officer 1")


def _various(post: Any) -> list[Any]:
    """Twelve children, each another story."""
    away = PlacementRecord(
        kind="attended", from_date=date(2019, 1, 7), name="Far School", out_of_area=True,
        residential="A",
    )  # fmt: skip
    waiting = CircumstanceRecord(kind="awaiting-provision", from_date=date(2019, 9, 2))
    found = [
        register.child(
            number,
            born_on=date(2004 + number, 8, 20 + number),
            needs=(NeedRecord(need=NEEDS[number % 3], rank=1, from_date=date(2018, 5, 25)),),
        )
        for number in range(1, 8)
    ]
    found[1] = replace(found[1], placements=(away,), visits=())
    found[2] = replace(found[2], circumstances=(waiting,), post_id=post.pk)
    found[3] = replace(
        found[3], events=register.history(("review-1", What.PLAN_CEASED, date(2019, 7, 19), ""))
    )
    found[4] = replace(found[4], events=register.history()[:4], needs=())
    found[5] = replace(
        found[5],
        events=register.history(("review-1", What.MEETING_HELD, date(2019, 12, 2), "")),
        visits=(VisitRecord(on=date(2018, 9, 9), by_label="A visitor"),),
        post_id=post.pk,
    )
    found[6] = replace(found[6], born_on=None, reference="EM 77", upn="A123456789012")
    return found


@pytest.fixture
def ids(manager: Any, post: Any) -> dict[str, Any]:
    return register.add(*_various(post), by=manager)


def _names(found: lines.Listed) -> list[str]:
    return [line.forename.removeprefix("Forename") for line in found.lines]


def _ask(query: str, viewer: Viewer, on: date) -> lines.Listed:
    asked = Asked.from_query(QueryDict(query), today=on)
    assert not asked.unread
    return lines.children(asked, viewer=viewer, on=on)


def test_the_list_has_everybody_with_a_plan_by_name(manager: Any, ids: Any, on: date) -> None:
    found = _ask("", manager, on)

    assert _names(found) == ["1", "2", "3", "6", "7"]  # 4 ceased, 5 is being assessed
    assert found.count == 5


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("stage=all", "1 2 3 4 5 6 7"),
        ("stage=ceased&stage=assessed", "4 5"),
        ("need=SLCN", "1 7"),
        ("need=none&stage=all", "5"),
        ("placed=unlisted", "1 2 3 6 7"),
        ("placed=special", ""),
        ("residential=yes", "2"),
        ("out_of_area=yes", "2"),
        ("never_visited=yes", "2"),
        ("visit_due=yes", "2"),
        ("visited_before=2019-01-01", "2 6"),
        ("awaiting=yes", "3"),
        ("unknown=yes", ""),
        ("overdue=yes", ""),
        ("overdue=yes&day=2019-05-30", ""),
        ("review_before=2020-05-01", "1 2 3 6 7"),
        ("review_before=2020-04-30", ""),
        ("caseload=none", "1 2 7"),
        ("caseload=mine", ""),
        ("age_to=13", "2 3 6"),
        ("age_from=14", "1"),
        ("day=2018-05-24", ""),
        ("day=2018-05-25", "1 2 3 4 6 7"),
        ("day=2019-07-18&need=SEMH", "2"),
        ("day=2019-07-18&need=SLCN", "1 4 7"),
        ("day=2019-07-19&need=SLCN", "1 7"),
    ],
)
def test_filters(query: str, names: str, manager: Any, ids: Any, on: date) -> None:
    found = _ask(query, manager, on)

    assert " ".join(_names(found)) == names
    assert found.count == len(names.split())


def test_a_year_group_is_that_of_the_day(manager: Any, on: date) -> None:
    """Born on 31 August and on 1 September: a year apart at school."""
    register.add(
        register.child(1, born_on=date(2010, 8, 31)), register.child(2, born_on=date(2010, 9, 1)),
        by=manager,
    )  # fmt: skip

    assert _names(_ask("year_group=5", manager, on)) == ["1"]
    assert _names(_ask("year_group=4", manager, on)) == ["2"]
    assert _names(_ask("year_group=4&day=2019-08-31", manager, on)) == ["1"]


def test_a_caseload_is_that_of_a_post(manager: Any, ids: Any, post: Any, on: date) -> None:
    assert _names(_ask(f"caseload={post.pk}", manager, on)) == ["3", "6"]
    own = replace(manager, post_ids=frozenset({post.pk}))
    assert _names(_ask("caseload=mine", own, on)) == ["3", "6"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("surname002", "2"),
        ("SURNAME, forename3", "3"),
        ("forename", "1 2 3 6 7"),
        ("EM00001", "1"),
        ("em 77", "7"),
        ("a1234 56789012", "7"),
        ("EM0000", ""),
        ("%", ""),
        ("_", ""),
    ],
)
def test_words_are_names_or_whole_numbers(
    words: str, names: str, manager: Any, ids: Any, on: date
) -> None:
    found = lines.children(Asked(words=words), viewer=manager, on=on)

    assert " ".join(_names(found)) == names


@pytest.mark.parametrize("key", sorted(COLUMNS))
def test_every_column_sorts_both_ways_and_says_nothing_last(
    key: str, manager: Any, ids: Any, on: date
) -> None:
    def cells(sort: str) -> list[Any]:
        asked = Asked(sort=sort, columns=(key,), stages=("all",))
        document = list_document(asked, viewer=manager, on=on)
        assert len(document.rows) == 7
        return [row[0] for row in document.rows]

    up, down = cells(key), cells(f"-{key}")
    assert sorted(map(str, up)) == sorted(map(str, down))
    if COLUMNS[key].kind.value in ("day", "number"):
        said = [cell for cell in up if cell is not None]
        assert said == sorted(said)
        assert [cell for cell in down if cell is not None] == said[::-1]
        assert up[len(said) :] == down[len(said) :] == [None] * (7 - len(said))


@pytest.mark.parametrize("group", ["need", "setting", "caseload", "stage", "year_group"])
def test_groups_count_what_they_hold_and_come_together(
    group: str, manager: Any, ids: Any, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _ask(f"stage=all&group={group}", manager, on)
    keys = [lines.key_of(line, group, on) for line in whole.lines]

    assert [one.key for one in whole.groups] == list(dict.fromkeys(keys))
    assert [one.count for one in whole.groups] == [keys.count(one.key) for one in whole.groups]
    monkeypatch.setattr(lines, "PER_PAGE", 2)
    pages = [_ask(f"stage=all&group={group}&page={page}", manager, on) for page in range(1, 5)]
    assert list(chain.from_iterable(page.lines for page in pages)) == list(whole.lines)
    asked = Asked(stages=("all",), group=group)
    assert lines.everybody(asked, viewer=manager, on=on) == whole.lines


def test_as_at_any_day_the_list_is_what_the_rules_say(manager: Any, ids: Any, on: date) -> None:
    """Beside the slow plain way: every child's lines by the rules, looked through in Python."""
    children = list(Child.objects.visible_to(manager, on=on))
    facts = facts_of(children)
    by_rule = {}
    for child in children:
        own, history = facts[child.pk], facts[child.pk].history()
        (rows,) = rows_over_time([history])
        by_rule[child.pk] = spans(_known(own, history, rows))
    days = [date(2018, 1, 1) + timedelta(days=13 * step) for step in range(57)]
    compared = 0
    for day in [*days, on]:
        asked = Asked(day=None if day == on else day, stages=("all",))
        listed = {line.child_id: line for line in lines.everybody(asked, viewer=manager, on=on)}
        held = {
            pk: span.line
            for pk, found in by_rule.items()
            for span in found
            if span.first <= day and (span.last is None or day <= span.last)
        }
        assert listed.keys() == held.keys()
        for pk, line in held.items():
            told = line._asdict()
            told.pop("setting"), told.pop("post")
            assert {name: getattr(listed[pk], name) for name in told} == told, day
            compared += 1
    assert compared > 250


def test_the_first_names_are_found_alike_by_both_ways(
    manager: Any, ids: Any, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walking along the names, and putting everybody in order."""
    days = [date(2018, 5, 25) + timedelta(days=11 * step) for step in range(50)]
    walked = [_ask(f"day={day}", manager, on) for day in days]
    monkeypatch.setattr(lines, "_WALKED", -1)

    assert [_ask(f"day={day}", manager, on) for day in days] == walked
    assert all(one.count == len(one.lines) > 3 for one in walked)


# --- who sees it ----------------------------------------------------------------------------------


def _restrict(child_id: Any, viewer: Any, on: date) -> None:
    Restriction.objects.create(
        local_area_id=viewer.local_area_id, about_id=child_id, category="other", reason="words",
        owner_id=viewer.person_id, restricted_by_id=viewer.user_id, from_date=on, review_due=on,
    )  # fmt: skip


def test_a_restricted_child_is_in_no_list_count_group_or_search(
    manager: Any, ids: Any, on: date
) -> None:
    _restrict(ids["EM00002"], manager, on)

    found = _ask("group=need", manager, on)
    assert "2" not in _names(found)
    assert found.count == sum(group.count for group in found.groups) == 4
    assert not lines.children(Asked(words="EM00002"), viewer=manager, on=on).count
    assert not lines.children(Asked(words="surname002"), viewer=manager, on=on).count
    assert len(list_document(Asked(), viewer=manager, on=on).rows) == 4
    # Restricted today is restricted as at any day.
    assert "2" not in _names(_ask("day=2019-01-01", manager, on))


def test_another_area_has_a_list_of_its_own(stranger: Any, ids: Any, on: date) -> None:
    assert _ask("stage=all", stranger, on).count == 0


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("case_officer", 200), ("case_manager", 200), ("clinical_officer", 200),
        ("area_administrator", 403), ("programme_office", 403), ("board_member", 403),
    ],
)  # fmt: skip
def test_the_list_is_for_those_who_work_with_children(
    role: str, status: int, viewer: Any, signed_in: Any, ids: Any
) -> None:
    client = signed_in(viewer(role, name="Some Body"))

    for address in ("children/", "due/late/", "caseloads/", "views/"):
        assert client.get(f"/a/eastmere/register/{address}").status_code == status, address


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def opened(client: Any, signed_in: Any, manager: Any, ids: Any) -> Any:
    signed_in(manager)
    return lambda address: client.get(f"/a/eastmere/register/{address}")


def test_the_page_says_the_count_and_shows_the_rows(opened: Any) -> None:
    words = opened("children/?day=2019-07-18&need=SLCN").content.decode()

    assert "3 children and young people with these filters, as at 18 July 2019." in words
    assert "Surname001, Forename1" in words
    assert "Surname002" not in words


def test_a_look_at_the_list_says_which_children_were_shown(opened: Any, ids: Any) -> None:
    from goldenthread.trail import things
    from goldenthread.trail.models import TrailLook

    opened("children/?need=SLCN")

    look = TrailLook.objects.latest("number")
    assert look.page == "ehcp_register:children"
    shown = set(things.read(look.things))
    assert shown == {("child", str(ids["EM00001"])), ("child", str(ids["EM 77"]))}


def test_words_searched_for_stand_in_no_address(opened: Any, client: Any, manager: Any) -> None:
    sent = client.post("/a/eastmere/register/search/", {"words": "Forename3", "query": "need=ASD"})

    assert sent.status_code == 302
    assert "orename" not in sent["Location"]
    assert "need=ASD" in sent["Location"]
    words = client.get(sent["Location"]).content.decode()
    assert "1 child or young person with these filters" in words
    address_of_next = words.split("Take this list out")[0].rsplit('href="', 1)[1].split('"')[0]
    assert "orename" not in address_of_next
    assert "found=" in address_of_next


def test_somebody_else_s_search_finds_no_words(
    opened: Any, client: Any, signed_in: Any, officer: Any
) -> None:
    sent = client.post("/a/eastmere/register/search/", {"words": "Forename3", "query": ""})
    signed_in(officer)
    client.session.flush()
    signed_in(officer)

    words = client.get(sent["Location"]).content.decode()
    assert "Search again" in words
    assert "orename3" not in words.split("<table")[0]


def test_an_address_that_cannot_be_read_is_told_and_not_guessed(opened: Any) -> None:
    answer = opened("children/?day=2031-01-01")
    assert "Give a day that is not to come" in answer.content.decode()
    answer = opened("children/?need=NONSENSE&sort=drop&age_from=x&setting=1&caseload=2")
    assert answer.status_code == 200
    assert "could not be read" in answer.content.decode()


def test_the_number_of_questions_does_not_grow_with_the_rows(opened: Any, manager: Any) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert opened(address).status_code == 200
        return len(queries)

    addresses = ("children/", "children/?group=need", "due/late/", "", "caseloads/")
    asked("children/")  # the first look of a day is kept as the use of a right
    before = [asked(address) for address in addresses]
    register.add(*(register.child(number) for number in range(100, 140)), by=manager)
    assert [asked(address) for address in addresses] == before


def test_an_address_says_all_of_a_list_and_reads_back_the_same(on: date) -> None:
    query = (
        "day=2019-07-18&review_before=2020-01-01&visited_before=2019-01-01&stage=plan&need=ASD"
        "&need=HI&placed=special&year_group=7&caseload=mine&age_from=3&age_to=9&sort=-review_due"
        "&group=need&overdue=yes&home=yes&col=name&col=need&page=3&found=abc"
    )
    asked = Asked.from_query(QueryDict(query), today=on)
    again = Asked.from_query(QueryDict(asked.as_query(ticket=True)), today=on)

    assert replace(asked, page=1) == again
    assert "found" not in asked.as_query()
