from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewDue, NewLead
from goldenthread.improvement_plan.queries import conditions, facts
from goldenthread.improvement_plan.queries.facts import ActionRow, Counted, PlanSummary
from goldenthread.improvement_plan.queries.filters import GAPS, STATES, ActionFilters
from goldenthread.rules.ratings import CountsAs, Direction, disagreement
from goldenthread.rules.refusals import Refused
from tests.factories import plans
from tests.kept_rows import kept

# These rest on more than a row shows: test_plan_quality looks at them.
BESIDE_THE_ROW = {"has-gap", "lead-gone", "old-rating", "overdue-no-cause", "contradicting-dates"}
COUNTED_BY_LOOKING = frozenset(STATES) - {"waiting", "blocked", "missed-milestone"} - BESIDE_THE_ROW


def references(rows: Iterable[ActionRow]) -> list[str]:
    return [row.reference for row in rows]


@pytest.fixture
@kept
def lively(office: Any, viewer: Any, on: date) -> UUID:
    """Forty actions in every state, with a closed period and movement since."""
    plan_id = plans.big_plan(40, by=office)
    ids = plans.action_ids(plan_id, by=office, on=on)
    period_id = actions.open_period(
        plan_id=plan_id,
        name="October",
        from_date=date(2019, 9, 1),
        cut_off=date(2019, 10, 31),
        by=office,
        on=on,
    )
    actions.close_period(period_id=period_id, by=office, on=date(2019, 11, 4))
    for reference, point in (("1.1", "amber"), ("1.3", "green"), ("1.5", "grey"), ("1.7", "amber")):
        actions.record_rating(action_id=ids[reference], point_key=point, by=office, on=on)
    actions.record_rating(
        action_id=ids["1.8"],
        point_key="red",
        cause="Vacancy",
        recovery_date=on + timedelta(days=30),
        by=office,
        on=on,
    )
    forum = viewer("parent_carer_forum")
    for reference, point in (("1.1", "red"), ("1.2", "amber"), ("1.13", "green")):
        actions.record_rating(action_id=ids[reference], point_key=point, by=forum, on=on)
    actions.add_evidence(
        action_id=ids["1.0"],
        kind="output",
        title="Protocol",
        shows="It is agreed",
        link="https://eastmere.example/protocol",
        by=office,
        on=on,
    )
    actions.mark_complete(action_id=ids["1.13"], by=office, on=on)
    actions.mark_complete(action_id=ids["1.7"], by=office, on=on)
    actions.add_milestone(
        action_id=ids["1.4"],
        text="First draft",
        due=NewDue("1 Oct", None, date(2019, 10, 1), "day"),
        by=office,
        on=on,
    )
    actions.add_dependency(action_id=ids["1.4"], waits_for_id=ids["1.9"], by=office, on=on)
    actions.add_dependency(action_id=ids["1.5"], waits_for_id=ids["1.0"], by=office, on=on)
    actions.add_action(plan_id=plan_id, text="One more", reference="2.1", by=office, on=on)
    actions.end_action(action_id=ids["1.39"], version=1, reason="Merged", by=office, on=on)
    return plan_id


def looked_at(row: ActionRow, *, on: date, then: dict[str, str]) -> set[str]:
    """The states of a row by plain Python: the slow twin of the conditions in SQL."""
    rating = row.rating
    complete = row.completed_on is not None or bool(
        rating and rating.counts_as is CountsAs.COMPLETE
    )
    overdue = row.due is not None and row.due < on and not complete
    soon = row.due is not None and on <= row.due <= on + timedelta(days=30) and not complete
    late = bool(rating and rating.needs_cause)
    before = then.get(str(row.id))
    now = rating.key if rating else ""
    said = [("council", rating)] if rating else []
    found = {
        "overdue": overdue,
        "due-soon": soon,
        "off-track": overdue or late,
        "complete": complete,
        "not-complete": not complete,
        "signed-off": row.signed_off_on is not None,
        "awaiting-sign-off": row.completed_on is not None and row.signed_off_on is None,
        "moved": before is not None and before != now,
        "better": before is not None and row.direction is Direction.BETTER,
        "worse": before is not None and row.direction is Direction.WORSE,
        "added": before is None,
        "disagreement": disagreement(
            [*said, *((fact.capacity, fact.point) for fact in row.other_ratings)]
        ),
        "not-rated": rating is None,
        "no-lead": not row.leads,
        "lead-not-identified": bool(row.leads) and not any(x.identified for x in row.leads),
        "no-date": row.due is None,
        "ongoing": False,
        "no-success-measure": row.reference == "2.1" or int(row.reference[2:]) % 4 == 0,
        "no-evidence": bool(rating and rating.needs_evidence) and not row.evidence_count,
        "as-imported": rating is not None
        and row.rating_on == plans.RATED
        and not row.evidence_count,
        "no-cause": late and not (row.cause and row.recovery_date),
        "no-update": row.last_update_on is None,
        "no-forum": not row.forums,
    }
    assert set(found) == COUNTED_BY_LOOKING
    return {state for state, holds in found.items() if holds}


def test_every_state_of_a_row_holds_when_one_looks(lively: UUID, office: Any, on: date) -> None:
    from goldenthread.improvement_plan.models import Snapshot

    then = Snapshot.objects.get().points
    rows = queries.actions(lively, viewer=office, on=on)
    assert len(rows) == 40
    for row in rows:
        assert row.states & COUNTED_BY_LOOKING == looked_at(row, on=on, then=then), row.reference


def test_every_state_can_be_met(lively: UUID, office: Any, on: date) -> None:
    met = {state for row in queries.actions(lively, viewer=office, on=on) for state in row.states}
    # Ongoing actions have a test of their own.
    assert met - BESIDE_THE_ROW == set(STATES) - {"ongoing"} - BESIDE_THE_ROW


@pytest.mark.parametrize("state", STATES)
def test_the_list_of_a_state_holds_exactly_the_rows_in_that_state(
    lively: UUID, office: Any, on: date, state: str
) -> None:
    rows = queries.actions(lively, viewer=office, on=on)
    listed = queries.actions(lively, viewer=office, on=on, filters=ActionFilters(state=(state,)))
    assert references(listed) == [row.reference for row in rows if state in row.states]


def counts_in(summary: PlanSummary) -> list[Counted]:
    levels = summary.top_levels
    return [
        *(
            value
            for entry in fields(summary)
            if isinstance(value := getattr(summary, entry.name), Counted)
        ),
        *(point.counted for point in summary.by_point),
        *(move.counted for move in summary.movement),
        *(gap.counted for gap in summary.gaps),
        *(level.actions for level in levels),
        *(level.overdue for level in levels),
        *(level.off_track for level in levels),
        *(point.counted for level in levels for point in level.by_point),
    ]


def test_every_count_on_the_plan_page_opens_that_many_rows(
    lively: UUID, office: Any, on: date
) -> None:
    summary = queries.plan_summary(lively, viewer=office, on=on)
    assert summary
    counted = counts_in(summary)
    assert len(counted) > 35
    for each in counted:
        filters = ActionFilters.from_query(QueryDict(each.query))
        assert len(queries.actions(lively, viewer=office, on=on, filters=filters)) == each.count
    assert summary.shares
    for name, query in summary.share_queries.items():
        filters = ActionFilters.from_query(QueryDict(query))
        listed = queries.actions(lively, viewer=office, on=on, filters=filters)
        assert len(listed) == getattr(summary.shares, name).count


def test_what_moved_since_the_last_report_adds_up(lively: UUID, office: Any, on: date) -> None:
    summary = queries.plan_summary(lively, viewer=office, on=on)
    assert summary
    assert summary.moved
    assert summary.better
    assert summary.worse
    assert summary.moved.count == sum(move.counted.count for move in summary.movement) == 5
    ways = [move.direction for move in summary.movement for _ in range(move.counted.count)]
    assert ways.count(Direction.BETTER) == summary.better.count
    assert ways.count(Direction.WORSE) == summary.worse.count
    assert [totals.period_name for totals in summary.trend] == ["October"]
    assert sum(point.counted.count for point in summary.by_point) == summary.actions.count == 40


def test_a_plan_without_a_closed_period_compares_with_nothing(
    plan_id: UUID, office: Any, on: date
) -> None:
    summary = queries.plan_summary(plan_id, viewer=office, on=on)
    assert summary
    assert (summary.last_report, summary.moved, summary.movement) == (None, None, ())


def asked(what: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        what()
    return len(captured)


def test_five_and_fifty_actions_take_the_same_number_of_queries(office: Any, on: date) -> None:
    asking = []
    for count in (5, 50):
        plan_id = plans.big_plan(count, by=office, title=f"Plan of {count}")
        first = queries.actions(plan_id, viewer=office, on=on)[0].id
        level = queries.level_tree(plan_id, viewer=office, on=on)[0].id
        for month in range(count // 5):
            cut_off = date(2019, 10, 1) + timedelta(days=month)
            period_id = actions.open_period(
                plan_id=plan_id,
                name=f"Period {month}",
                from_date=date(2019, 9, 1),
                cut_off=cut_off,
                by=office,
                on=on,
            )
            actions.close_period(period_id=period_id, by=office, on=on)

        narrow = ActionFilters(
            state=("not-complete", "no-forum"), q="pathway", rating=("green", "red"), level=(level,)
        )

        def calls(
            plan_id: UUID = plan_id,
            first: UUID = first,
            level: UUID = level,
            narrow: ActionFilters = narrow,
        ) -> list[Any]:
            return [
                lambda: queries.plan_summary(plan_id, viewer=office, on=on),
                lambda: queries.actions(plan_id, viewer=office, on=on),
                lambda: queries.actions(plan_id, viewer=office, on=on, filters=narrow),
                lambda: queries.level_detail(level, viewer=office, on=on),
                lambda: queries.level_tree(plan_id, viewer=office, on=on),
                lambda: queries.action(first, viewer=office, on=on),
                lambda: queries.filter_choices(plan_id, viewer=office, on=on),
                lambda: queries.snapshots(plan_id, viewer=office, on=on),
                lambda: queries.snapshot_now(plan_id, viewer=office, on=on),
                lambda: queries.my_actions(viewer=office, on=on),
            ]

        asking.append([asked(call) for call in calls()])
    assert asking[0] == asking[1]
    assert max(asking[1]) <= 32


def test_an_address_reads_back_into_the_same_filters() -> None:
    filters = ActionFilters(
        rating=("red", "none"),
        was=("green",),
        level=(uuid4(),),
        post=(uuid4(), uuid4()),
        person=(uuid4(),),
        lead=("Head of SEND / DCO", "é"),
        forum=(uuid4(),),
        state=("overdue", "no-lead"),
        ref=("1.1",),
        q="speech & language",
        sort="due",
    )
    assert ActionFilters.from_query(QueryDict(filters.as_query())) == filters
    assert ActionFilters.from_query(parse_qs(filters.as_query())) == filters
    assert all(getattr(filters, entry.name) for entry in fields(filters))


def test_an_address_that_makes_no_sense_is_refused_rather_than_ignored() -> None:
    for query in ("state=late", "level=7", "forum=x"):
        with pytest.raises(Refused):
            ActionFilters.from_query(QueryDict(query))


def test_a_tag_removes_one_value_and_leaves_the_rest() -> None:
    filters = ActionFilters(state=("overdue", "no-lead"), q="pathway", sort="due")
    assert filters.without("state", "overdue").as_query() == "state=no-lead&q=pathway&sort=due"
    assert filters.without("state").without("q") == ActionFilters(sort="due")
    assert filters.narrows
    assert not ActionFilters(sort="due").narrows


def test_search_wants_every_word_wherever_it_stands(plan_id: UUID, office: Any, on: date) -> None:
    def found(q: str) -> list[str]:
        return references(
            queries.actions(plan_id, viewer=office, on=on, filters=ActionFilters(q=q))
        )

    assert found("2TH inclusion") == ["1.2"]
    assert found("pathway nowhere") == []


def test_rows_sort_by_due_date_and_by_worst_rating(plan_id: UUID, office: Any, on: date) -> None:
    ids = plans.action_ids(plan_id, by=office, on=on)
    actions.set_dates(
        action_id=ids["1.3"],
        version=1,
        dues=[NewDue("1 February 2020", None, date(2020, 2, 1), "day")],
        by=office,
        on=on,
    )
    actions.set_dates(action_id=ids["1.1"], version=1, dues=[], by=office, on=on)

    def order(sort: str) -> list[str]:
        return references(
            queries.actions(plan_id, viewer=office, on=on, filters=ActionFilters(sort=sort))
        )

    assert order("due") == ["1.3", "1.2", "1.1"]
    assert order("rating") == ["1.2", "1.1", "1.3"]
    assert order("") == ["1.1", "1.2", "1.3"]


def test_an_ongoing_action_has_no_missing_date(office: Any, on: date) -> None:
    plan_id = plans.make_plan(
        by=office,
        new_actions=[plans.new_action(1, dues=(NewDue("Ongoing", None, None, "ongoing"),))],
    )
    [row] = queries.actions(plan_id, viewer=office, on=on)
    assert "ongoing" in row.states
    assert "no-date" not in row.states
    assert references(
        queries.actions(plan_id, viewer=office, on=on, filters=ActionFilters(state=("ongoing",)))
    ) == ["1.1"]


def test_a_level_counts_the_actions_below_it(plan_id: UUID, office: Any, on: date) -> None:
    [priority, area] = queries.level_tree(plan_id, viewer=office, on=on)
    assert priority.actions.count == area.actions.count == 3
    assert priority.word == "Priority"
    assert area.parent_id == priority.id


def test_a_level_without_actions_and_a_finding_without_answer_are_listed(
    plan_id: UUID, office: Any, on: date
) -> None:
    actions.add_level(plan_id=plan_id, title="Transition", by=office, on=on)
    finding_id = actions.add_finding(plan_id=plan_id, text="No joint view", by=office, on=on)
    summary = queries.plan_summary(plan_id, viewer=office, on=on)
    assert summary
    assert [level.title for level in summary.levels_without_action] == ["Transition"]
    assert [finding.id for finding in summary.findings_without_action] == [finding_id]


def test_a_post_and_its_holder_show_on_the_row_and_on_the_leads_page(
    plan_id: UUID, ids: dict[str, UUID], office: Any, viewer: Any, on: date
) -> None:
    from goldenthread.partnership import actions as partnership

    holder = viewer("action_lead")
    post_id = partnership.add_post(title="Head of SEND", by=office, on=on)
    partnership.hold_post(
        post_id=post_id, person_id=holder.person_id, from_date=on, by=office, on=on
    )
    actions.set_leads(
        action_id=ids["1.2"],
        version=1,
        leads=[NewLead("Head of SEND", post_id=post_id)],
        by=office,
        on=on,
    )
    [row] = queries.actions_by_lead(viewer=office, on=on, post_id=post_id)
    assert row.reference == "1.2"
    assert [(lead.words, lead.holders) for lead in row.leads] == [("Head of SEND", (holder.name,))]
    mine = replace(holder, post_ids=frozenset({post_id}))
    assert queries.my_actions(viewer=mine, on=on) == (row,)
    assert queries.my_actions(viewer=holder, on=on) == ()
    by_post = ActionFilters(post=(post_id,))
    assert queries.actions(plan_id, viewer=office, on=on, filters=by_post) == (row,)
    choices = queries.filter_choices(plan_id, viewer=office, on=on)
    assert choices
    assert [(c.words, c.count) for c in choices.posts] == [("Head of SEND", 1)]


def test_a_forums_page_lists_what_reports_to_it(
    plan_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> None:
    from goldenthread.partnership import actions as partnership

    forum_id = partnership.add_forum(name="Operational Group", by=office, on=on)
    actions.set_forums(action_id=ids["1.1"], version=1, forum_ids=[forum_id], by=office, on=on)
    rows = queries.actions_by_forum(forum_id, viewer=office, on=on)
    assert references(rows) == ["1.1"]
    assert [forum.name for forum in rows[0].forums] == ["Operational Group"]
    assert "no-forum" not in rows[0].gaps


def test_lists_over_several_plans_know_each_plans_own_scale(
    office: Any, viewer: Any, on: date
) -> None:
    from goldenthread.improvement_plan.actions.inputs import NewRating, NewScale
    from goldenthread.rules.ratings import KNOWN_SCALES

    embedded = KNOWN_SCALES["four-point-embedded"]
    lead = viewer("action_lead")
    led = (NewLead("me", person_id=lead.person_id),)
    plans.make_plan(
        by=office,
        title="One",
        new_actions=[plans.new_action(1, leads=led, rating=plans.rating("green"))],
    )
    plans.make_plan(
        by=office,
        title="Two",
        scales=(NewScale(embedded),),
        new_actions=[
            plans.new_action(2, leads=led, rating=NewRating(embedded.key, "green", plans.RATED))
        ],
    )
    rows = {row.reference: row for row in queries.my_actions(viewer=lead, on=on)}
    assert not rows["1.1"].complete  # green means on track there
    assert rows["1.2"].complete  # and complete and embedded here


def test_every_state_has_a_condition_and_every_gap_is_a_state() -> None:
    assert set(conditions.STATES_IN_SQL) | conditions.NOT_IN_SQL == set(STATES)
    assert set(GAPS) <= set(STATES)


def test_a_long_text_is_cut_at_a_word_for_its_title(plan_id: UUID, office: Any, on: date) -> None:
    title = queries.actions(plan_id, viewer=office, on=on)[0].title
    assert len(title) <= facts.TITLE_LENGTH
    from goldenthread.improvement_plan.queries.rows import title_of

    assert title_of("one two " * 40).endswith("one…") or title_of("one two " * 40).endswith("two…")
