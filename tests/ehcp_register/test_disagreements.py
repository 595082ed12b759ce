"""Sources disagree: each is told with its day, somebody decides, and that holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import Child, FieldSource, RegisterEntry
from goldenthread.ehcp_register.queries.disagreements import Disagreements, disagreements
from goldenthread.partnership.models import User
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere
from goldenthread.trail import things
from goldenthread.trail.models import TrailEntry, TrailLook
from tests.conftest import TODAY
from tests.ehcp_register.test_importing import FIRST, SECOND, bring, known

pytestmark = pytest.mark.django_db
PAGE = "/a/eastmere/register/disagreements/"


def _found(viewer: Any, **more: Any) -> Disagreements:
    return disagreements(viewer=viewer, on=TODAY, **more)


def _child(viewer: Any) -> Child:
    return Child.objects.visible_to(viewer, on=TODAY).get()


@pytest.fixture
def differ(manager: Any) -> None:
    """The return has another postcode than the case system, and came in later."""
    bring(known(1), by=manager)
    bring(known(1, postcode="ZZ1 2BB"), by=manager, system="SEN2", as_at=SECOND)


@pytest.mark.usefixtures("differ")
def test_a_field_that_two_sources_give_differently_is_told_with_who_said_what_when(
    manager: Any,
) -> None:
    found = _found(manager)
    assert (found.open, found.settled) == (1, 0)
    (one,) = found.rows
    assert one.field == "postcode"
    assert [(said.system, said.given, said.as_at, said.held) for said in one.said] == [
        ("SEN2", "ZZ1 2BB", SECOND, True),
        ("Case system", "ZZ1 1AA", FIRST, False),
    ]


def test_numbers_of_systems_and_other_spellings_are_no_disagreement(manager: Any) -> None:
    bring(known(1, forename="Zoë"), by=manager)
    other = known(1, forename="ZOE", postcode="zz11aa", reference="9-A")
    bring(other, by=manager, system="SEN2", as_at=SECOND)
    assert FieldSource.objects.visible_to(manager, on=TODAY).filter(given="ZOE").exists()
    assert _found(manager) == Disagreements(0, 0, 1, ())


@pytest.mark.usefixtures("differ")
def test_what_is_decided_holds_against_later_files_of_others(manager: Any, officer: Any) -> None:
    first = _found(manager).rows[0]
    said = next(one for one in first.said if one.system == "Case system")
    actions.decide_source(said_id=said.id, version=first.version, by=officer, on=TODAY)

    assert _child(manager).postcode == "ZZ1 1AA"
    found = _found(manager, settled=True)
    assert (found.open, found.settled) == (0, 1)
    decided = next(one for one in found.rows[0].said if one.decided_on)
    assert (decided.system, decided.decided_by) == ("Case system", "Owen Officer")
    entry = TrailEntry.objects.get(act="ehcp_register.decide_source")
    assert entry.words == "decided that what Case system says of the postcode holds"

    later = date(2020, 2, 1)
    bring(known(1, postcode="ZZ1 3CC"), by=manager, system="SEN2", as_at=later)
    assert _child(manager).postcode == "ZZ1 1AA"
    bring(known(1, postcode="ZZ1 4DD"), by=manager, as_at=later)
    assert _child(manager).postcode == "ZZ1 4DD"


@pytest.mark.usefixtures("differ")
def test_a_decision_can_be_taken_again(manager: Any) -> None:
    for system in ("Case system", "SEN2"):
        one = (_found(manager).rows or _found(manager, settled=True).rows)[0]
        said = next(each for each in one.said if each.system == system)
        actions.decide_source(said_id=said.id, version=one.version, by=manager, on=TODAY)
    rows = FieldSource.objects.visible_to(manager, on=TODAY).exclude(decided_on=None)
    assert [row.system for row in rows] == ["SEN2"]
    assert _child(manager).postcode == "ZZ1 2BB"


def test_another_birth_that_is_decided_changes_the_line_of_the_register(manager: Any) -> None:
    bring(known(1), by=manager)
    bring(known(1, born_on=date(2010, 3, 2)), by=manager, system="SEN2", as_at=SECOND)
    one = _found(manager).rows[0]
    said = next(each for each in one.said if each.system == "Case system")
    actions.decide_source(said_id=said.id, version=one.version, by=manager, on=TODAY)
    assert _child(manager).born_on == date(2010, 3, 1)
    lines = RegisterEntry.objects.visible_to(manager, on=TODAY).values_list("born_on", flat=True)
    assert set(lines) == {date(2010, 3, 1)}


@pytest.mark.usefixtures("differ")
def test_a_decision_on_what_changed_meanwhile_is_refused(manager: Any) -> None:
    one = _found(manager).rows[0]
    with pytest.raises(ChangedMeanwhile):
        actions.decide_source(said_id=one.said[0].id, version=one.version - 1, by=manager, on=TODAY)
    assert _found(manager).open == 1


@pytest.mark.usefixtures("differ")
def test_others_see_and_decide_nothing(manager: Any, stranger: Any, administrator: Any) -> None:
    one = _found(manager).rows[0]
    assert _found(stranger).rows == ()
    with pytest.raises(NotThere):
        actions.decide_source(said_id=one.said[0].id, version=1, by=stranger, on=TODAY)
    with pytest.raises(NotPermitted):
        actions.decide_source(said_id=one.said[0].id, version=1, by=administrator, on=TODAY)


@pytest.mark.usefixtures("differ")
def test_the_page_shows_it_records_the_look_and_takes_the_decision(
    manager: Any, client: Client
) -> None:
    client.force_login(User.objects.get(pk=manager.user_id))
    one = _found(manager).rows[0]
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "SEN2 is right" in page.content.decode()
    assert "As at 1 January 2020" in page.content.decode()
    assert ("child", str(one.child_id)) in things.read(TrailLook.objects.latest("number").things)
    answer = client.post(PAGE, {"said": one.said[1].id, "version": one.version})
    assert answer.status_code == 302
    assert _child(manager).postcode == "ZZ1 1AA"
    assert "Decided on" in client.get(f"{PAGE}?show=decided").content.decode()
