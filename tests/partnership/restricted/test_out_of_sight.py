"""A restricted record is absent from lists, counts, search, suggestions, exports and logs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import FieldError
from django.db.models import Count

from goldenthread.partnership import actions, person_linked
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.models import NamedGrant, Role
from goldenthread.partnership.person_linked import Unasked, Withheld
from goldenthread.partnership.queries import TaskInHand
from goldenthread.rules.refusals import Refused
from tests.conftest import NOW, TODAY
from tests.person_linked_app import queries
from tests.person_linked_app.models import AssessmentRequest, Child

EVERYBODY = ["Ada Quill", "Ben Quill", "Cal Rowe"]
WITHOUT_BEN = ["Ada Quill", "Cal Rowe"]


def names(viewer: Any) -> list[str]:
    return [one.name for one in queries.children(viewer=viewer, on=TODAY)]


def everywhere(viewer: Any, name: str = "Ben") -> dict[str, bool]:
    """Where a child called so is found by the viewer."""
    return {
        "list": any(one.startswith(name) for one in names(viewer)),
        "search": bool(queries.search(name, viewer=viewer, on=TODAY)),
        "suggestions": bool(queries.suggestions(name, viewer=viewer, on=TODAY)),
        "export": name in queries.export(viewer=viewer, on=TODAY),
        "months": 2 in queries.requests_by_month(viewer=viewer, on=TODAY),
        "count": queries.how_many(viewer=viewer, on=TODAY) == len(EVERYBODY),
    }


def test_before_it_is_restricted_everybody_whose_role_reaches_it_sees_the_record(
    office: Any, children: dict[str, Child]
) -> None:
    assert names(office) == EVERYBODY
    assert set(everywhere(office).values()) == {True}


@pytest.mark.asvs("8.2.2", "14.2.4")
@pytest.mark.parametrize("role", Role.values)
def test_a_restricted_record_is_nowhere_for_any_role(
    role: str, viewer: Any, restricted: UUID
) -> None:
    somebody = viewer(role, name="Some Body")
    assert names(somebody) == WITHOUT_BEN
    assert set(everywhere(somebody).values()) == {False}


def test_even_whoever_restricted_it_does_not_see_it(administrator: Any, restricted: UUID) -> None:
    assert set(everywhere(administrator).values()) == {False}


def test_a_named_grant_shows_it_to_that_person_alone(
    office: Any, viewer: Any, administrator: Any, restricted: UUID
) -> None:
    actions.name_grant(
        restriction_id=restricted, user_id=office.user_id, until=TODAY + timedelta(days=30),
        reason="Writes the plan", by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    assert set(everywhere(office).values()) == {True}
    assert set(everywhere(viewer("programme_office", name="Colleague")).values()) == {False}


def test_a_named_grant_ends_by_itself(office: Any, administrator: Any, restricted: UUID) -> None:
    last = TODAY + timedelta(days=30)
    actions.name_grant(
        restriction_id=restricted, user_id=office.user_id, until=last, reason="Writes the plan",
        by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip

    def seen(on: Any) -> bool:
        return Child.objects.visible_to(office, on=on).filter(name="Ben Quill").exists()

    assert seen(last)
    assert not seen(last + timedelta(days=1))


def test_a_withdrawn_grant_counts_no_more_the_same_day(
    office: Any, administrator: Any, restricted: UUID
) -> None:
    actions.name_grant(
        restriction_id=restricted, user_id=office.user_id, until=TODAY, reason="Today only",
        by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    grant = NamedGrant.objects.get()
    actions.withdraw_named_grant(
        grant_id=grant.pk, reason="Another team", by=administrator, on=TODAY, at=NOW
    )
    assert names(office) == WITHOUT_BEN


def test_a_lifted_restriction_hides_nothing(
    office: Any, administrator: Any, restricted: UUID
) -> None:
    actions.lift(
        restriction_id=restricted, version=1, reason="Adopted last year", by=administrator,
        on=TODAY,
    )  # fmt: skip
    assert names(office) == EVERYBODY


def test_whom_somebody_may_not_see_is_written_as_sql_once_and_asked_anew_each_time(
    office: Any, administrator: Any, children: dict[str, Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = person_linked._restricted
    written = []

    def writing(*of: Any) -> Any:
        written.append(of)
        return asked(*of)

    monkeypatch.setattr(person_linked, "_restricted", writing)
    person_linked._hidden_from.cache_clear()
    assert names(office) == EVERYBODY
    restriction = actions.restrict(
        about_id=children["Ben Quill"].about_id, category="adoption", reason="Adopted",
        owner_id=administrator.person_id, by=administrator, on=TODAY,
    )  # fmt: skip
    assert names(office) == WITHOUT_BEN
    actions.name_grant(
        restriction_id=restriction, user_id=office.user_id, until=TODAY, reason="Writes the plan",
        by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    assert names(office) == EVERYBODY
    assert [of for of in written if of[0] == office.user_id] == [
        (office.user_id, office.local_area_id, TODAY)
    ]
    assert Child.objects.visible_to(office, on=TODAY + timedelta(days=1)).count() == 2


def test_two_areas_never_see_each_other_s_records_nor_restrict_them(
    office: Any,
    stranger: Any,
    restricted: UUID,
    their_children: dict[str, Child],
    children: dict[str, Child],
) -> None:
    assert names(stranger) == ["Ada West", "Zoe West"]
    assert "West" not in queries.export(viewer=office, on=TODAY)
    with pytest.raises(Refused, match="No record in Westholm"):
        actions.restrict(
            about_id=children["Ada Quill"].about_id, category="other", reason="words",
            owner_id=stranger.person_id, by=stranger, on=TODAY,
        )  # fmt: skip
    with pytest.raises(Refused, match="not in Westholm"):
        actions.lift(restriction_id=restricted, version=1, reason="words", by=stranger, on=TODAY)
    assert partnership.restriction(restricted, viewer=stranger) is None
    assert partnership.restrictions(viewer=stranger) == ()


def test_a_grant_in_one_area_opens_nothing_in_another(
    stranger: Any, office: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    """A row that names the other area's record by mistake gives no sight of it."""
    NamedGrant.objects.create(
        local_area_id=stranger.local_area_id, user_id=office.user_id,
        about_id=children["Ben Quill"].about_id, from_date=TODAY, until=TODAY, reason="x",
        recorded_at=NOW,
    )  # fmt: skip
    assert names(office) == WITHOUT_BEN


def test_whoever_came_by_a_task_link_or_has_no_role_sees_no_record(
    office: Any, children: dict[str, Child]
) -> None:
    assert names(replace(office, task=TaskInHand("update_request", uuid4()))) == []
    assert names(replace(office, grants=())) == []


# --- nothing goes round it -----------------------------------------------------------------------


@pytest.mark.parametrize("ask", ["all", "filter", "count", "first", "exists", "values", "get"])
def test_records_asked_for_through_nobody_s_eyes_are_refused(
    ask: str, children: dict[str, Child]
) -> None:
    with pytest.raises(Unasked, match=r"Begin from Child\.objects\.visible_to"):
        getattr(Child.objects, ask)()


def test_the_rows_of_one_record_are_asked_for_through_somebody_too(
    office: Any, children: dict[str, Child]
) -> None:
    ada = children["Ada Quill"]
    with pytest.raises(Unasked):
        ada.requests.all()
    assert ada.requests.visible_to(office, on=TODAY).count() == 1
    assert AssessmentRequest.objects.visible_to(office, on=TODAY).count() == 3


def test_no_other_row_leads_to_records(local_area: Any, children: dict[str, Child]) -> None:
    """From a local area one cannot count or filter by its children."""
    with pytest.raises(FieldError):
        type(local_area).objects.annotate(number=Count("child"))


def test_a_record_about_somebody_else_cannot_be_linked(children: dict[str, Child]) -> None:
    request = AssessmentRequest(
        local_area=children["Ada Quill"].local_area, child=children["Ada Quill"],
        received_on=TODAY,
    )  # fmt: skip
    request.save()
    assert request.about_id == children["Ada Quill"].about_id


def test_a_record_cannot_belong_to_a_child_of_another_area(
    children: dict[str, Child], other_area: Any
) -> None:
    with pytest.raises(ValueError, match="about somebody else"):
        AssessmentRequest.objects.bulk_create(
            [AssessmentRequest(local_area=other_area, child=children["Ada Quill"],
                               received_on=TODAY)]
        )  # fmt: skip


# --- details -------------------------------------------------------------------------------------


def with_details(viewer: Any, *details: tuple[str, Any]) -> Any:
    return replace(
        viewer, details=tuple(partnership.DetailInForce(name, team) for name, team in details)
    )


@pytest.mark.asvs("8.2.3", "14.2.6")
def test_details_are_withheld_from_every_role_until_they_are_given(
    office: Any, administrator: Any, children: dict[str, Child]
) -> None:
    for somebody in (office, administrator):
        first = queries.children(viewer=somebody, on=TODAY)[0]
        assert isinstance(first.health_advice, Withheld)
        assert "Seizures" not in queries.export(viewer=somebody, on=TODAY)
        assert not first.health_advice
        assert str(first.health_advice).startswith("Health advice is withheld")
        assert "Seizures" not in repr(first)


def test_a_right_to_one_kind_of_details_shows_that_kind_alone(
    office: Any, administrator: Any, viewer: Any, children: dict[str, Child]
) -> None:
    actions.give_detail(
        user_id=office.user_id, detail="health", reason="Writes health advice", from_date=TODAY,
        by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    fresh = viewer("programme_office")
    first = queries.children(viewer=fresh, on=TODAY)[0]
    assert first.health_advice == "Seizures, Ada Quill"
    assert isinstance(first.social_care, Withheld)


@pytest.mark.asvs("8.2.3")
def test_nobody_searches_by_details_that_are_withheld(
    office: Any, children: dict[str, Child]
) -> None:
    assert queries.search("seizures", viewer=office, on=TODAY) == ()
    may = with_details(office, ("health", None))
    assert len(queries.search("seizures", viewer=may, on=TODAY)) == 3


def test_a_right_to_the_records_of_one_team_reaches_no_other(office: Any) -> None:
    team, other = uuid4(), uuid4()
    may = with_details(office, ("health", team))
    assert may.may_see("health", teams=[team])
    assert not may.may_see("health", teams=[other])
    assert not may.may_see("health")
    assert not replace(may, task=TaskInHand("update_request", uuid4())).may_see(
        "health", teams=[team]
    )
