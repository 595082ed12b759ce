"""The grid's pages: what is sent is saved, marked or kept; views are kept, shared and ended."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.improvement_plan.actions import saved_views as verbs
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.grid import cell_name, matching, prints
from goldenthread.improvement_plan.queries.saved_views import saved_views
from goldenthread.pages.models import Draft
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from tests.conftest import PASSWORD
from tests.factories import plans

pytestmark = pytest.mark.django_db


def address(name: str, plan_id: UUID, *more: Any, area: str = "eastmere") -> str:
    return reverse(f"improvement_plan:{name}", args=[area, plan_id, *more])


@pytest.fixture
def sent(plan_id: UUID, office: Any, on: date) -> Any:
    """`sent("1.1", due="…")`: what the form sends of a row."""

    def form(reference: str, **cells: str) -> dict[str, str]:
        rows = matching(plan_id, viewer=office, on=on, filters=ActionFilters())
        row = next(row for row in rows if row.reference == reference)
        typed = {cell_name(row.id, name): words for name, words in cells.items()}
        return {f"was.{row.id.hex}": prints(row.cells), **typed}

    return form


def test_a_grid_sent_whole_saves_only_what_differs(
    signed_in: Any, office: Any, plan_id: UUID, sent: Any
) -> None:
    client = signed_in(office)
    data = sent("1.1", due="3 May 2021") | sent("1.2", due="May 2020")
    page = client.post(address("grid", plan_id), data, follow=True)
    assert "1 cell in 1 action is saved." in page.content.decode()


def test_marked_cells_keep_their_words_on_the_page_and_as_a_draft(
    signed_in: Any, office: Any, plan_id: UUID, sent: Any
) -> None:
    client = signed_in(office)
    data = sent("1.1", due="before long") | sent("1.2", due="4 June 2021")
    page = client.post(address("grid", plan_id), data)
    assert page.status_code == 422
    assert "cannot be taken as a date" in page.content.decode()
    assert Draft.objects.get().address == address("grid", plan_id)
    again = client.get(f"{address('grid', plan_id)}?ref=1.3").content.decode()
    assert "before long" in again
    assert "4 June 2021" in again
    page = client.post(address("grid", plan_id), {**data, "rest": "yes"})
    assert "1 cell in 1 action is saved." in page.content.decode()
    assert "before long" in page.content.decode()


def test_two_hundred_rows_sent_after_the_session_ended_lose_no_word(
    office: Any, on: date, client: Client
) -> None:
    plan_id = plans.make_plan(
        by=office,
        title="A long plan",
        new_actions=[plans.new_action(number) for number in range(1, 201)],
    )
    rows = matching(plan_id, viewer=office, on=on, filters=ActionFilters())
    data: dict[str, str] = {}
    for row in rows:
        data[f"was.{row.id.hex}"] = prints(row.cells)
        words = f"What schools in {row.reference} say of it. " * 40
        data |= {cell_name(row.id, name): words for name in ("text", "progress")}
    assert sum(map(len, data.values())) > 500_000
    # Given somebody whose session is over, and whose browser runs no script
    answer = client.post(address("grid", plan_id), data)
    signing_in = {"login": "programme.office@eastmere.example", "password": PASSWORD}
    back = client.post(answer["Location"], signing_in)["Location"]
    # Then every word stands in its cell, and is saved when it is sent again
    page = client.get(back).content.decode()
    for row in rows:
        assert page.count(f"What schools in {row.reference} say of it.") == 80
    again = client.post(back, data, follow=True).content.decode()
    assert "400 cells in 200 actions are saved." in again
    assert Draft.objects.count() == 0


def test_cells_sent_with_a_change_for_many_after_the_session_ended_are_kept(
    client: Client, plan_id: UUID, sent: Any
) -> None:
    data = sent("1.1", due="4 June 2021") | {"field": "due", "many.due": "3 May 2021", "all": "yes"}
    answer = client.post(address("grid_many", plan_id), data)
    signing_in = {"login": "programme.office@eastmere.example", "password": PASSWORD}
    back = client.post(answer["Location"], signing_in)["Location"]
    page = client.get(back, follow=True).content.decode()
    assert "4 June 2021" in page
    assert "Nothing was changed for many actions." in page
    assert client.get(address("grid_many", plan_id)).status_code == 405


def test_keeping_what_stands_here_drops_what_was_typed(
    signed_in: Any, office: Any, plan_id: UUID, sent: Any, ids: dict[str, UUID]
) -> None:
    client = signed_in(office)
    data = sent("1.1", text="Mine")
    client.post(address("grid", plan_id), sent("1.1", text="Theirs"))
    assert client.post(address("grid", plan_id), data).status_code == 409
    data[f"theirs.{ids['1.1'].hex}.text"] = "yes"
    page = client.post(address("grid", plan_id), data, follow=True)
    assert "No cell was changed" in page.content.decode()


def test_many_are_shown_before_they_are_changed(
    signed_in: Any, office: Any, plan_id: UUID, ids: dict[str, UUID]
) -> None:
    client = signed_in(office)
    asked = {"field": "due", "many.due": "3 May 2021", "all": "yes", "query": "ref=1.1&ref=1.2"}
    page = client.post(address("grid_many", plan_id), asked).content.decode()
    assert "2 actions: due from May 2020 to 3 May 2021" in page
    asked = {"field": "", "row": ids["1.1"].hex}
    page = client.post(address("grid_many", plan_id), asked, follow=True).content.decode()
    assert "Choose what to change" in page


def test_a_form_that_was_not_sent_whole_is_refused_in_a_sentence(
    signed_in: Any, office: Any, plan_id: UUID, ids: dict[str, UUID]
) -> None:
    page = signed_in(office).post(
        address("grid", plan_id), {f"c.{ids['1.1'].hex}.due": "3 May 2021"}
    )
    assert "was not sent whole" in page.content.decode()


def test_another_area_finds_no_grid(signed_in: Any, stranger: Any, plan_id: UUID) -> None:
    client = signed_in(stranger)
    for name in ("grid", "saved_views"):
        assert client.get(address(name, plan_id, area="westholm")).status_code == 404
    many = address("grid_many", plan_id, area="westholm")
    assert client.post(many, {"field": "due"}).status_code == 404


def test_views_are_ones_own_or_shared_and_one_opens_first(
    office: Any, viewer: Any, plan_id: UUID, on: date, signed_in: Any
) -> None:
    other = viewer("area_administrator", name="Second Person")
    told: dict[str, Any] = {"plan_id": plan_id, "by": office, "on": on}
    mine = verbs.save_view(name="Mine", filters="state=overdue", columns=["due"], **told)
    verbs.save_view(name="Shared", filters="ref=1.1", shared=True, **told)
    with pytest.raises(Refused, match="called “Mine” already"):
        verbs.save_view(name="Mine", filters="", **told)
    assert [view.name for view in saved_views(plan_id, viewer=other)] == ["Shared"]
    shared = saved_views(plan_id, viewer=other)[0]
    with pytest.raises(NotPermitted, match="Only Programme Office"):
        verbs.end_view(view_id=shared.id, version=1, by=other, on=on)
    verbs.choose_default_view(view_id=mine, **told)
    answer = signed_in(office).get(address("grid", plan_id))
    assert answer["Location"].endswith("?state=overdue&col=due")
    with pytest.raises(ChangedMeanwhile):
        verbs.change_view(view_id=mine, version=9, name="X", shared=False, by=office, on=on)
    verbs.end_view(view_id=mine, version=1, by=office, on=on)
    assert signed_in(office).get(address("grid", plan_id)).status_code == 200


def test_a_view_is_saved_changed_and_deleted_on_its_page(
    signed_in: Any, office: Any, plan_id: UUID
) -> None:
    client, page = signed_in(office), address("saved_views", plan_id)
    client.post(page, {"do": "save", "name": "Late ones", "query": "state=overdue&col=due"})
    [view] = saved_views(plan_id, viewer=office)
    assert (view.filters, view.columns) == ("state=overdue", ("due",))
    data = {"view": view.id, "version": view.version, "name": "Late", "shared": "yes"}
    client.post(page, {**data, "do": "change"})
    assert saved_views(plan_id, viewer=office)[0].shared
    client.post(page, {**data, "do": "end"})
    assert saved_views(plan_id, viewer=office) == ()
