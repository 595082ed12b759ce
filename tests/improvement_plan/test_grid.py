"""Many cells saved at once: only what differs, all or nothing, nobody's words lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan.actions.grid import CellsMarked, change_many, undo_many
from goldenthread.improvement_plan.actions.inputs import NewScale
from goldenthread.improvement_plan.models import Action, ManyChange
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.grid import (
    GridRow,
    RowChange,
    fingerprint,
    matching,
)
from goldenthread.improvement_plan.queries.saved_views import undoable
from goldenthread.partnership import actions as partnership
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import Refused
from goldenthread.trail.models import TrailEntry
from tests.factories import plans
from tests.improvement_plan.conftest import wearing

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(plan_id: UUID, ids: dict[str, UUID], office: Any, on: date) -> Any:
    """`rows()`: the grid's rows by reference, as the programme office or somebody else."""

    def look(by: Any = None) -> dict[str, GridRow]:
        found = matching(plan_id, viewer=by or office, on=on, filters=ActionFilters())
        return {row.reference: row for row in found}

    return look


def typed(row: GridRow, **cells: str) -> RowChange:
    """These cells typed into the row as it was read."""
    return RowChange(row.id, cells, {name: fingerprint(words) for name, words in row.cells.items()})


@pytest.fixture
def save(plan_id: UUID, office: Any, on: date) -> Any:
    def do(*changes: RowChange, by: Any = None, **more: Any) -> Any:
        return change_many(plan_id=plan_id, changes=changes, by=by or office, on=on, **more)

    return do


@pytest.fixture
def marks(save: Any) -> Any:
    """`marks(change, …)`: column → sentence of every marked cell."""

    def of(*changes: RowChange, by: Any = None) -> Mapping[str, str]:
        with pytest.raises(CellsMarked) as refused:
            save(*changes, by=by)
        return {mark.column: mark.sentence for mark in refused.value.weighed.marks}

    return of


def test_only_the_cells_that_differ_are_written(rows: Any, save: Any) -> None:
    before = rows()
    done = save(*(typed(row, **row.cells) for row in before.values()))
    assert (done.actions, done.cells, done.change_id) == (0, 0, None)
    done = save(*(typed(row, **{**row.cells, "due": "3 May 2021"}) for row in before.values()))
    assert (done.actions, done.cells) == (3, 3)
    after = rows()
    assert {row.cells["due"] for row in after.values()} == {"3 May 2021"}
    assert {row.row.due for row in after.values()} == {date(2021, 5, 3)}
    assert [row.cells["lead"] for row in after.values()] == [
        row.cells["lead"] for row in before.values()
    ]


def test_one_entry_for_each_action_and_one_for_the_plan(
    rows: Any, save: Any, ids: dict[str, UUID], plan_id: UUID
) -> None:
    began = TrailEntry.objects.count()
    save(*(typed(row, due="3 May 2021", next_steps="", text="Do it") for row in rows().values()))
    told = list(TrailEntry.objects.order_by("seq"))[began:]
    assert [entry.object_kind for entry in told] == ["action"] * 3 + ["plan"]
    assert told[0].words == "changed the text, due as written and due of 1.1"
    assert told[-1].words == "changed the action and due of 3 actions at once"
    assert Action.objects.get(pk=ids["1.1"]).version == 2


@pytest.mark.parametrize(
    ("words", "day", "stands"),
    [
        ("3 May 2024", date(2024, 5, 3), "3 May 2024"),
        ("03/05/2024", date(2024, 5, 3), "3 May 2024"),
        ("2024-05-03", date(2024, 5, 3), "3 May 2024"),
        ("May 2024", date(2024, 5, 31), "May 2024"),
        ("31 July 2024; September 2024", date(2024, 9, 30), "31 July 2024; September 2024"),
        ("ongoing", None, "ongoing"),
        ("", None, ""),
    ],
)
def test_dates_are_taken_as_people_write_them(
    rows: Any, save: Any, words: str, day: date | None, stands: str
) -> None:
    save(typed(rows()["1.1"], due=words))
    row = rows()["1.1"]
    assert (row.row.due, row.cells["due"]) == (day, stands)


@pytest.mark.parametrize("words", ["soon", "31/2/2024", "before long"])
def test_words_that_are_no_date_are_marked(rows: Any, marks: Any, words: str) -> None:
    assert f"“{words}” cannot be taken as a date" in marks(typed(rows()["1.1"], due=words))["due"]


def test_leads_and_forums_are_taken_by_name_and_unknown_ones_marked(
    rows: Any, save: Any, marks: Any, office: Any, on: date
) -> None:
    post_id = partnership.add_post(title="SEND Manager", by=office, on=on)
    partnership.add_forum(name="SEND Board", kind="board", by=office, on=on)
    save(typed(rows()["1.1"], lead="send manager; Head of Inclusion", forum="send board"))
    row = rows()["1.1"]
    assert row.cells["lead"] == "SEND Manager; Head of Inclusion"
    assert row.row.leads[0].post_id == post_id
    assert row.cells["forum"] == "SEND Board"
    told = marks(typed(row, lead="Nobody Known", forum="Unheard Board"))
    assert "“Nobody Known” is no post or person known here" in told["lead"]
    assert "“Unheard Board” is no forum known here" in told["forum"]


def test_deputies_stay_when_the_lead_changes(rows: Any, save: Any, office: Any, on: date) -> None:
    partnership.add_post(title="SEND Manager", by=office, on=on)
    partnership.add_post(title="Team Manager", by=office, on=on)
    save(typed(rows()["1.1"], deputy="Team Manager"))
    save(typed(rows()["1.1"], lead="SEND Manager"))
    row = rows()["1.1"]
    assert (row.cells["lead"], row.cells["deputy"]) == ("SEND Manager", "Team Manager")


def test_a_late_rating_wants_its_cause_and_recovery_date(
    rows: Any, save: Any, marks: Any, on: date
) -> None:
    told = marks(typed(rows()["1.1"], rating="Red"))
    assert set(told) == {"cause", "recovery"}
    assert (
        "before the rating"
        in marks(typed(rows()["1.1"], rating="Red", cause="No therapists", recovery="1 May 2019"))[
            "recovery"
        ]
    )
    save(typed(rows()["1.1"], rating="red", cause="No therapists", recovery="1 May 2020"))
    row = rows()["1.1"]
    assert (row.cells["rating"], row.cells["cause"], row.cells["recovery"]) == (
        "Red", "No therapists", "1 May 2020",
    )  # fmt: skip


def test_a_better_rating_leaves_the_old_cause_behind(rows: Any, save: Any) -> None:
    save(typed(rows()["1.1"], rating="Red", cause="No therapists", recovery="1 May 2020"))
    save(typed(rows()["1.1"], rating="Amber"))
    assert (rows()["1.1"].cells["cause"], rows()["1.1"].cells["recovery"]) == ("", "")


def test_a_top_rating_wants_evidence_and_says_what_it_rests_on(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office,
        scales=(NewScale(KNOWN_SCALES["four-point-embedded"]),),
        new_actions=[plans.new_action(1)],
    )

    def save_green() -> None:
        [row] = matching(plan_id, viewer=office, on=on, filters=ActionFilters())
        change_many(plan_id=plan_id, changes=[typed(row, rating="Green")], by=office, on=on)

    with pytest.raises(CellsMarked) as refused:
        save_green()
    assert "needs evidence" in refused.value.weighed.marks[0].sentence
    actions.add_evidence(
        action_id=plans.action_ids(plan_id, by=office, on=on)["1.1"],
        kind="impact",
        title="Survey of families",
        shows="Eight in ten know the pathway",
        link="https://eastmere.example/survey",
        by=office,
        on=on,
    )
    save_green()
    entry = TrailEntry.objects.filter(act="improvement_plan.change_many").order_by("seq").first()
    assert entry is not None
    assert "on the evidence “Survey of families”" in entry.words


def test_a_rating_that_is_signed_off_unknown_or_taken_away_is_marked(rows: Any, marks: Any) -> None:
    assert "complete and signed off" in marks(typed(rows()["1.1"], rating="Blue"))["rating"]
    assert "is not on the plan’s scale" in marks(typed(rows()["1.1"], rating="Mauve"))["rating"]
    assert "stays in the history" in marks(typed(rows()["1.1"], rating=""))["rating"]


def test_new_words_of_progress_are_a_new_update(rows: Any, save: Any, see: Any) -> None:
    save(typed(rows()["1.1"], progress="Ten schools trained", next_steps="Ten more by June"))
    save(typed(rows()["1.1"], progress="Twenty schools trained"))
    row = rows()["1.1"]
    assert (row.cells["progress"], row.cells["next_steps"]) == (
        "Twenty schools trained", "Ten more by June",
    )  # fmt: skip
    assert [one.progress for one in see(row.id).updates] == [
        "Twenty schools trained", "Ten schools trained",
    ]  # fmt: skip
    assert row.row.last_update_on is not None


def test_what_was_said_cannot_be_emptied(rows: Any, save: Any, marks: Any) -> None:
    save(typed(rows()["1.1"], progress="Ten schools trained"))
    told = marks(typed(rows()["1.1"], progress=""))
    assert "stays in the history" in told["progress"]


def test_nothing_is_saved_while_a_cell_is_marked_unless_the_rest_is_asked_for(
    rows: Any, save: Any
) -> None:
    good, bad = typed(rows()["1.1"], due="3 May 2021"), typed(rows()["1.2"], due="soon")
    with pytest.raises(CellsMarked):
        save(good, bad)
    assert rows()["1.1"].cells["due"] == "May 2020"
    done = save(good, bad, leave_marked=True)
    assert (done.actions, [mark.reference for mark in done.left.marks]) == (1, ["1.2"])
    assert (rows()["1.1"].cells["due"], rows()["1.2"].cells["due"]) == ("3 May 2021", "May 2020")


def test_a_cell_changed_by_two_shows_both_and_asks(rows: Any, save: Any) -> None:
    opened = rows()["1.1"]
    save(typed(opened, text="What the first wrote"))
    with pytest.raises(CellsMarked) as refused:
        save(typed(opened, text="What the second wrote"))
    clash = refused.value.weighed.clashes[0]
    assert (clash.yours, clash.now) == ("What the second wrote", "What the first wrote")
    # Looked at again, the second may decide.
    save(typed(rows()["1.1"], text="What the second wrote"))
    assert rows()["1.1"].cells["text"] == "What the second wrote"


def test_two_who_change_different_cells_both_keep_theirs(rows: Any, save: Any) -> None:
    opened = rows()["1.1"]
    save(typed(opened, text="What the first wrote"))
    save(typed(opened, due="3 May 2021"))
    row = rows()["1.1"]
    assert (row.cells["text"], row.cells["due"]) == ("What the first wrote", "3 May 2021")


def test_a_cause_typed_beside_a_rating_that_changed_meanwhile_asks_too(
    rows: Any, save: Any
) -> None:
    save(typed(rows()["1.1"], rating="Red", cause="No staff", recovery="1 May 2020"))
    opened = rows()["1.1"]
    save(typed(opened, rating="Amber", cause="Two posts filled"))
    with pytest.raises(CellsMarked) as refused:
        save(typed(opened, recovery="1 June 2020"))
    clash = refused.value.weighed.clashes[0]
    assert clash.column == "recovery"
    assert ("Rating", "Amber") in clash.beside


def test_a_lead_changes_progress_and_ratings_of_their_own_and_nothing_else(
    rows: Any, save: Any, marks: Any, lead: Any
) -> None:
    mine, other = rows(lead)["1.1"], rows(lead)["1.2"]
    assert set(mine.refused) == {"text", "lead", "deputy", "due", "forum"}
    assert "what the plan says" in mine.refused["due"]
    assert set(other.refused) > {"progress", "rating"}
    save(typed(mine, progress="Ten schools trained"), by=lead)
    assert rows()["1.1"].cells["progress"] == "Ten schools trained"
    assert "what the plan says" in marks(typed(rows(lead)["1.1"], due="3 May 2021"), by=lead)["due"]
    told = marks(typed(other, progress="Not mine"), by=lead)
    assert "Only its lead" in told["progress"]


def test_a_board_member_changes_no_cell(rows: Any, marks: Any, viewer: Any) -> None:
    member = viewer("board_member")
    row = rows(member)["1.1"]
    assert set(row.refused) == set(row.cells)
    assert marks(typed(row, text="Mine now"), by=member)


def test_another_area_sees_no_row_and_saves_none(
    rows: Any, plan_id: UUID, stranger: Any, on: date
) -> None:
    assert matching(plan_id, viewer=stranger, on=on, filters=ActionFilters()) == ()
    with pytest.raises(Refused, match="not in a plan that you can see"):
        change_many(
            plan_id=plan_id, changes=[typed(rows()["1.1"], text="Theirs")], by=stranger, on=on
        )


def test_an_action_that_left_the_plan_is_marked(
    rows: Any, save: Any, ids: dict[str, UUID], office: Any, on: date
) -> None:
    opened = rows()["1.3"]
    actions.end_action(action_id=ids["1.3"], version=1, reason="Done twice", by=office, on=on)
    with pytest.raises(CellsMarked) as refused:
        save(typed(opened, text="Still here?"))
    assert "no longer in a plan" in refused.value.weighed.marks[0].sentence


def test_a_change_of_many_is_undone_as_a_new_change(
    rows: Any, save: Any, office: Any, on: date, plan_id: UUID
) -> None:
    before = {reference: dict(row.cells) for reference, row in rows().items()}
    done = save(*(typed(row, due="3 May 2021", text="Same") for row in rows().values()))
    offered = undoable(plan_id, viewer=office, on=on, rows=tuple(rows().values()))
    assert offered is not None
    assert offered.words == "changed the action and due of 3 actions"
    undo_many(change_id=done.change_id, by=office, on=on)
    assert {reference: dict(row.cells) for reference, row in rows().items()} == before
    assert ManyChange.objects.count() == 2
    with pytest.raises(Refused, match="undone already"):
        undo_many(change_id=done.change_id, by=office, on=on)


def test_an_undone_rating_is_a_further_statement_with_its_old_cause(
    rows: Any, save: Any, office: Any, on: date, see: Any
) -> None:
    save(typed(rows()["1.1"], rating="Red", cause="No staff", recovery="1 May 2020"))
    done = save(typed(rows()["1.1"], rating="Amber"))
    undo_many(change_id=done.change_id, by=office, on=on)
    cells = rows()["1.1"].cells
    assert (cells["rating"], cells["cause"], cells["recovery"]) == ("Red", "No staff", "1 May 2020")
    assert len(see(rows()["1.1"].id).ratings) == 4


def test_what_was_changed_again_is_not_undone(
    rows: Any, save: Any, office: Any, viewer: Any, on: date, plan_id: UUID
) -> None:
    done = save(typed(rows()["1.1"], due="3 May 2021"))
    other = viewer("area_administrator", name="Second Person")
    save(typed(rows()["1.1"], due="4 June 2021"), by=other)
    assert undoable(plan_id, viewer=office, on=on, rows=tuple(rows().values())) is None
    with pytest.raises(Refused, match="was changed again since"):
        undo_many(change_id=done.change_id, by=office, on=on)
    with pytest.raises(Refused, match="Only the person"):
        undo_many(change_id=done.change_id, by=other, on=on)


def test_an_undo_is_of_the_day(rows: Any, save: Any, office: Any, on: date, plan_id: UUID) -> None:
    save(typed(rows()["1.1"], due="3 May 2021"))
    tomorrow = on + timedelta(days=1)
    assert undoable(plan_id, viewer=office, on=tomorrow, rows=()) is None


def test_a_plan_wide_adviser_of_another_plan_saves_nothing(
    rows: Any, save: Any, office: Any
) -> None:
    narrowed = wearing(office, grants=())
    with pytest.raises(Refused):
        save(typed(rows()["1.1"], text="Mine"), by=narrowed)


def test_the_grid_sends_as_many_queries_for_many_rows_as_for_few(office: Any, on: date) -> None:
    def queries_of(count: int) -> int:
        plan_id = plans.big_plan(count, by=office, title=f"Plan of {count}")
        with CaptureQueriesContext(connection) as sent:
            found = matching(plan_id, viewer=office, on=on, filters=ActionFilters())
        assert len(found) == count
        return len(sent)

    assert queries_of(3) == queries_of(30)


def test_a_status_is_said_with_the_update_and_a_late_one_says_why(
    rows: Any, save: Any, marks: Any, see: Any
) -> None:
    assert "Say why it will be late" in marks(typed(rows()["1.1"], status="Will be late"))["cause"]
    save(typed(rows()["1.1"], status="Will be late", cause="No therapists", recovery="1 July 2020"))
    said = see(rows()["1.1"].id).updates[0]
    assert said.progress == "Will be late"
    # The cause belongs to the update: the rating stays the one that was given.
    assert len(see(rows()["1.1"].id).ratings) == 1
    save(typed(rows()["1.1"], status="complete", progress="All schools trained"))
    assert see(rows()["1.1"].id).completion is not None
    assert "already" in marks(typed(rows()["1.1"], status="Complete"))["status"]
    assert "is not a status" in marks(typed(rows()["1.1"], status="Nearly"))["status"]
