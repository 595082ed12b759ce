"""Where sources of one person disagree."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from hypothesis import given, settings

from goldenthread.rules.matching import conflicts, flattened
from goldenthread.rules.sen2.records import Person
from tests.factories.any_return import PERSONS
from tests.factories.returns import person


def test_fields_that_differ_are_told_with_what_each_source_says() -> None:
    found = conflicts(
        {
            "return": person("person surname=Eze born=2014-05-06; request received=2026-01-05"),
            "extract": person("person surname=Eze born=2014-05-07; request received=2026-01-06"),
            "list": person("person born=2014-05-06"),
        }
    )
    assert [(one.key, one.said) for one in found] == [
        ("person.born", (("return", date(2014, 5, 6)), ("extract", date(2014, 5, 7)),
                         ("list", date(2014, 5, 6)))),
        ("request.received", (("return", date(2026, 1, 5)), ("extract", date(2026, 1, 6)))),
    ]  # fmt: skip
    assert [one.words for one in found] == ["Date of birth", "Request received"]


def test_what_one_leaves_out_and_how_a_name_is_written_is_no_conflict() -> None:
    one = person("person surname=O'Hara upn=a1 postcode=ZZ11AA; need kind=ASD rank=1")
    other = person("person surname=O-HARA upn=A1 forename=Zoe postcode=ZZ1-1aa")
    assert conflicts({"a": one, "b": other}) == ()


def test_needs_and_places_are_compared_by_their_rank_and_places_left_are_not() -> None:
    one = person("need kind=ASD rank=1; need kind=HI rank=2; placement urn=100001 rank=1")
    other = person(
        "need kind=HI rank=2; need kind=SLCN rank=1; "
        "placement urn=100009 rank=1 left=2026-01-01; placement urn=100002 rank=1"
    )
    found = {item.key: dict(item.said) for item in conflicts({"a": one, "b": other})}
    assert found == {
        "need.kind#1": {"a": "ASD", "b": "SLCN"},
        "placement_detail.urn#1": {"a": "100001", "b": "100002"},
    }
    words = {item.words for item in conflicts({"a": one, "b": other})}
    assert words == {"Type of need (1)", "URN (1)"}


def test_the_request_with_the_plan_in_force_is_compared() -> None:
    one = person("request outcome=N; request outcome=Y; active; request outcome=A")
    assert flattened(one)["request.outcome"] == "Y"


@given(PERSONS)
@settings(max_examples=60, deadline=None)
def test_nobody_disagrees_with_themselves_and_every_own_field_is_compared(one: Person) -> None:
    assert conflicts({"a": one, "b": one}) == ()
    own = {f"person.{item.name}" for item in fields(one) if item.name in
           ("surname", "born", "upn") and getattr(one, item.name) is not None}  # fmt: skip
    assert own <= set(flattened(one))
