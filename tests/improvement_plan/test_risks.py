"""Risks and issues, decisions that are needed, who waits for whom."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.improvement_plan.models import Escalation, Risk, RiskReview
from goldenthread.improvement_plan.queries import risks as pressing
from goldenthread.improvement_plan.queries.risk_filters import RiskFilters
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.rules.risks import Score
from tests.factories import plans

WEEK = timedelta(days=7)


@pytest.fixture
def raised(ids: Any, office: Any, on: date) -> Any:
    """`raised("1.1", words="…")`: a risk of that action; its id."""

    def make(reference: str = "1.1", **given: Any) -> UUID:
        usual: dict[str, Any] = {
            "words": "The clinic does not open in time",
            "likelihood_before": 4,
            "impact_before": 4,
            "likelihood_after": 2,
            "impact_after": 4,
            "by": office,
            "on": on,
        }
        return actions.raise_risk(action_id=ids[reference], **(usual | given))

    return make


@pytest.fixture
def look(office: Any, on: date) -> Any:
    def see(risk_id: UUID, when: date = on) -> pressing.RiskFact:
        found = pressing.risk(risk_id, viewer=office, on=when)
        assert found is not None
        return found

    return see


def test_a_risk_keeps_its_score_before_the_one_aimed_at_and_the_one_now(
    raised: Any, look: Any, office: Any, on: date
) -> None:
    risk_id = raised()
    fact = look(risk_id)
    assert (fact.reference, fact.before, fact.after, fact.now) == (
        "R1", Score(4, 4), Score(2, 4), Score(4, 4),
    )  # fmt: skip
    assert fact.review_on == date(2020, 2, 14)  # monthly
    actions.review_risk(
        risk_id=risk_id, likelihood=3, impact=4, words="The builder is there", by=office, on=on
    )
    actions.review_risk(
        risk_id=risk_id, likelihood=2, impact=3, words="It opens", by=office, on=on + WEEK
    )
    assert [review.score.value for review in look(risk_id, on + WEEK).reviews] == [12, 6]
    assert look(risk_id).now == Score(3, 4)  # as at the day of the first review
    assert look(risk_id, on + WEEK).review_on == date(2020, 2, 21)


def test_two_risks_of_a_plan_have_two_numbers_and_the_register_begins_with_the_highest(
    raised: Any, plan_id: UUID, office: Any, on: date
) -> None:
    raised("1.1", likelihood_before=1, impact_before=3, likelihood_after=1, impact_after=1)
    raised("1.2", kind="issue", impact_before=5, impact_after=2)
    raised("1.3", likelihood_before=4, impact_before=5, likelihood_after=1, impact_after=1)
    found = pressing.risks(plan_id, viewer=office, on=on)
    assert [(fact.reference, fact.now.value) for fact in found] == [
        ("I2", 25), ("R3", 20), ("R1", 3),
    ]  # fmt: skip


def test_a_level_s_register_includes_what_lies_below_it(
    raised: Any, plan_id: UUID, office: Any, on: date
) -> None:
    tree = queries.level_tree(plan_id, viewer=office, on=on)
    raised("1.1")
    actions.raise_risk(
        level_id=tree[0].id, words="Nobody leads", likelihood_before=2, impact_before=2,
        by=office, on=on,
    )  # fmt: skip
    of_priority = pressing.risks(plan_id, viewer=office, on=on, level_id=tree[0].id)
    of_area = pressing.risks(plan_id, viewer=office, on=on, level_id=tree[1].id)
    assert [fact.place.name for fact in of_priority] == ["Action 1.1", "Priority 1"]
    assert [fact.place.name for fact in of_area] == ["Action 1.1"]


def test_a_risk_that_has_happened_goes_on_as_an_issue_and_each_names_the_other(
    raised: Any, look: Any, ids: Any, plan_id: UUID, office: Any, on: date
) -> None:
    risk_id = raised(mitigation="Rent rooms", owner=NewLead("The estates team"))
    issue_id = actions.happened(
        risk_id=risk_id, words="The clinic did not open", impact=5, by=office, on=on
    )
    risk, issue = look(risk_id), look(issue_id)
    assert (risk.closed_how, risk.became) == ("happened", (issue_id, "I2"))
    assert (issue.kind, issue.came_from) == ("issue", (risk_id, "R1"))
    assert (issue.before.value, issue.mitigation, issue.owner.words) == (
        25, "Rent rooms", "The estates team",
    )  # fmt: skip
    assert [fact.id for fact in pressing.risks(plan_id, viewer=office, on=on)] == [issue_id]
    with pytest.raises(Refused, match="happened already"):
        actions.happened(risk_id=issue_id, words="x", by=office, on=on)
    told = [entry.words for entry in pressing.risk_history(risk_id, viewer=office)]
    assert told == ["raised the risk R1 on 1.1"]
    whole = [entry.act for entry in queries.action_history(ids["1.1"], viewer=office)]
    assert whole[:2] == ["improvement_plan.risk_happened", "improvement_plan.raise_risk"]


def test_a_closed_risk_is_open_on_the_day_before_and_changes_no_more(
    raised: Any, look: Any, plan_id: UUID, office: Any, on: date
) -> None:
    risk_id = raised()
    with pytest.raises(Refused, match="Say how R1 ended"):
        actions.close_risk(risk_id=risk_id, how="resolved", words="x", by=office, on=on + WEEK)
    actions.close_risk(
        risk_id=risk_id, how="mitigated", words="It is open", by=office, on=on + WEEK
    )
    assert pressing.risks(plan_id, viewer=office, on=on + WEEK) == ()
    assert [fact.open for fact in pressing.risks(plan_id, viewer=office, on=on)] == [True]
    assert look(risk_id, on + WEEK).closed_words == "It is open"
    for verb, given in (
        (actions.review_risk, {"likelihood": 1, "impact": 1, "words": "x"}),
        (actions.close_risk, {"how": "passed", "words": "x"}),
        (actions.change_risk, {"version": 2, "changes": {"cause": "x"}}),
        (actions.happened, {"words": "x"}),
    ):
        with pytest.raises(Refused, match="was closed on 21 January 2020"):
            verb(risk_id=risk_id, **given, by=office, on=on + WEEK)


def test_changes_mind_the_version_and_mitigation_never_raises_a_score(
    raised: Any, look: Any, office: Any, on: date
) -> None:
    risk_id = raised()
    given = {"risk_id": risk_id, "by": office, "on": on}
    actions.change_risk(version=1, changes={"cause": "A late contract"}, **given)
    assert look(risk_id).cause == "A late contract"
    with pytest.raises(ChangedMeanwhile):
        actions.change_risk(version=1, changes={"cause": "Another"}, **given)
    with pytest.raises(Refused, match="higher than before it"):
        actions.change_risk(version=2, changes={"likelihood_after": 5}, **given)
    with pytest.raises(ValueError, match="cannot be changed here"):
        actions.change_risk(version=2, changes={"number": 7}, **given)


@pytest.mark.parametrize(
    "given",
    [
        {"words": "  "},
        {"likelihood_before": 6},
        {"impact_before": 0},
        {"kind": "worry"},
        {"review_rhythm": "daily"},
        {"likelihood_after": 5, "impact_after": 5},
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(raised: Any, given: Any) -> None:
    with pytest.raises(Refused):
        raised(**given)
    assert not Risk.objects.exists()


def test_a_risk_is_raised_from_an_update_of_the_same_action_only(
    raised: Any, look: Any, ids: Any, office: Any, on: date
) -> None:
    mine, other = (
        actions.record_update(action_id=ids[reference], progress="x", by=office, on=on)
        for reference in ("1.1", "1.2")
    )
    assert look(raised("1.1", update_id=mine)).update_id == mine
    with pytest.raises(Refused, match="another action"):
        raised("1.1", update_id=other)


@pytest.mark.parametrize(
    "columns",
    [
        {"level": None, "action": None},
        {"likelihood_before": 9},
        {"kind": "issue"},  # whose likelihood is settled
        {"closed_on": date(2020, 1, 14)},
        {"closed_on": date(2019, 1, 14), "closed_how": "passed"},
    ],
)
def test_the_database_keeps_the_truths_of_a_risk(raised: Any, columns: Any) -> None:
    risk_id = raised()
    with pytest.raises(IntegrityError), transaction.atomic():
        Risk.objects.filter(pk=risk_id).update(**columns)


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("programme_office", True),
        ("area_administrator", True),
        ("workstream_lead", True),
        ("action_lead", False),  # of another action
        ("deputy", False),
        ("board_member", False),
        ("parent_carer_forum", False),
        ("external_adviser", False),
    ],
)
def test_each_role_raises_and_reviews_what_it_works_on(
    role: str, may: bool, raised: Any, viewer: Any, ids: Any, on: date
) -> None:
    risk_id, by = raised(), viewer(role)
    review = {"risk_id": risk_id, "likelihood": 3, "impact": 3, "words": "x", "by": by, "on": on}
    ask = {"blocked": "x", "decision_needed": "x", "by": by, "on": on}
    if may:
        raised(by=by)
        actions.review_risk(**review)
        actions.raise_escalation(action_id=ids["1.1"], **ask)
        return
    for attempt in (
        lambda: raised(by=by),
        lambda: actions.review_risk(**review),
        lambda: actions.raise_escalation(action_id=ids["1.1"], **ask),
    ):
        with pytest.raises(NotPermitted, match="Ask the programme office"):
            attempt()


def test_a_lead_raises_on_their_own_action_and_no_other(raised: Any, lead: Any) -> None:
    raised("1.1", by=lead)
    with pytest.raises(NotPermitted):
        raised("1.2", by=lead)


def test_a_lead_who_owns_a_risk_reviews_it_wherever_it_belongs(
    raised: Any, lead: Any, viewer: Any, on: date
) -> None:
    owner = NewLead("Action Lead", person_id=lead.person_id)
    risk_id = raised("1.2", owner=owner)
    given = {"likelihood": 1, "impact": 1, "words": "x", "on": on}
    actions.review_risk(risk_id=risk_id, by=lead, **given)
    reader = replace(viewer("board_member"), person_id=lead.person_id)
    with pytest.raises(NotPermitted):
        actions.review_risk(risk_id=risk_id, by=reader, **given)


def test_a_lead_asks_for_a_decision_and_does_not_write_it_down(
    ids: Any, lead: Any, office: Any, on: date
) -> None:
    from goldenthread.partnership import actions as partnership

    forum_id = partnership.add_forum(name="Board", by=office, on=on)
    escalation_id = actions.raise_escalation(
        action_id=ids["1.1"], blocked="x", decision_needed="Pay", forum_id=forum_id,
        needed_by=on, by=lead, on=on,
    )  # fmt: skip
    with pytest.raises(NotPermitted, match="what a forum decided"):
        actions.record_decision(escalation_id=escalation_id, decision="Yes", by=lead, on=on)
    actions.record_decision(escalation_id=escalation_id, decision="Yes", by=office, on=on)
    with pytest.raises(Refused, match="was decided on 14 January 2020 already"):
        actions.withdraw_escalation(escalation_id=escalation_id, reason="x", by=lead, on=on)


# --- decisions that are needed --------------------------------------------------------------------


def test_decisions_are_listed_by_the_day_they_are_needed_and_go_to_the_action_s_forum(
    ids: Any, plan_id: UUID, office: Any, on: date
) -> None:
    from goldenthread.partnership import actions as partnership

    board = partnership.add_forum(name="Board", by=office, on=on)
    actions.set_forums(action_id=ids["1.1"], version=1, forum_ids=[board], by=office, on=on)
    for reference, needed_by in (("1.1", on + 2 * WEEK), ("1.2", on + WEEK), ("1.3", None)):
        actions.raise_escalation(
            action_id=ids[reference], blocked="x", decision_needed=reference,
            needed_by=needed_by, by=office, on=on,
        )  # fmt: skip
    found = pressing.escalations(plan_id, viewer=office, on=on)
    assert [fact.decision_needed for fact in found] == ["1.2", "1.1", "1.3"]
    assert found[1].forum == "Board"
    of_board = pressing.escalations(plan_id, viewer=office, on=on, forum_id=board)
    assert [fact.decision_needed for fact in of_board] == ["1.1"]
    later = pressing.escalations(plan_id, viewer=office, on=on + 2 * WEEK)
    assert [fact.overdue for fact in later] == [True, False, False]
    with pytest.raises(Refused, match="Say which forum decided"):
        actions.record_decision(escalation_id=found[0].id, decision="x", by=office, on=on)
    with pytest.raises(Refused, match="day that is past"):
        actions.raise_escalation(
            action_id=ids["1.1"], blocked="x", decision_needed="x",
            needed_by=on - WEEK, by=office, on=on,
        )  # fmt: skip


def test_a_decision_is_open_until_its_day_and_a_withdrawn_one_says_why(
    ids: Any, plan_id: UUID, office: Any, on: date
) -> None:
    escalation_id = actions.raise_escalation(
        action_id=ids["1.1"], blocked="x", decision_needed="x", by=office, on=on
    )
    assert "blocked" in _states(plan_id, office, on)["1.1"]
    actions.withdraw_escalation(
        escalation_id=escalation_id, reason="Money was found", by=office, on=on + WEEK
    )
    assert pressing.escalations(plan_id, viewer=office, on=on + WEEK) == ()
    assert len(pressing.escalations(plan_id, viewer=office, on=on)) == 1
    (ended,) = pressing.escalations(plan_id, viewer=office, on=on + WEEK, open_only=False)
    assert ended.withdrawn_reason == "Money was found"
    assert "blocked" not in _states(plan_id, office, on + WEEK)["1.1"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.update(withdrawn_reason="")


# --- who waits for whom ---------------------------------------------------------------------------


def _states(plan_id: UUID, viewer: Any, on: date) -> dict[str, frozenset[str]]:
    rows = queries.actions(plan_id, viewer=viewer, on=on)
    return {row.reference: row.states for row in rows}


def test_an_action_is_blocked_by_what_is_red_and_waits_for_what_is_on_its_way(
    ids: Any, plan_id: UUID, office: Any, on: date
) -> None:
    for one, other in (("1.1", "1.2"), ("1.3", "1.1")):  # 1.2 is red
        actions.add_dependency(action_id=ids[one], waits_for_id=ids[other], by=office, on=on)
    states = _states(plan_id, office, on)
    assert {"waiting", "blocked"} <= states["1.1"]
    assert "waiting" in states["1.3"]
    assert "blocked" not in states["1.3"]
    found = {(w.action.reference, w.waits_for.reference): w for w in _waits(plan_id, office, on)}
    assert found["1.1", "1.2"].state == "blocked"
    assert found["1.3", "1.1"].state == "waits"
    assert found["1.3", "1.1"].late == (("1.3", "1.1", "1.2"),)  # late further along
    actions.mark_complete(action_id=ids["1.2"], by=office, on=on)
    states = _states(plan_id, office, on)
    assert "blocked" not in states["1.1"]
    assert {w.state for w in _waits(plan_id, office, on)} == {"done", "waits"}


def test_what_waits_for_a_decision_blocks_what_waits_for_it(
    ids: Any, plan_id: UUID, office: Any, on: date
) -> None:
    actions.add_dependency(action_id=ids["1.3"], waits_for_id=ids["1.1"], by=office, on=on)
    assert "blocked" not in _states(plan_id, office, on)["1.3"]
    actions.raise_escalation(
        action_id=ids["1.1"], blocked="x", decision_needed="x", by=office, on=on
    )
    assert "blocked" in _states(plan_id, office, on)["1.3"]
    assert [w.state for w in _waits(plan_id, office, on)] == ["blocked"]


def test_what_is_overdue_blocks_too(ids: Any, plan_id: UUID, office: Any, on: date) -> None:
    actions.add_dependency(action_id=ids["1.3"], waits_for_id=ids["1.1"], by=office, on=on)
    assert "blocked" in _states(plan_id, office, date(2020, 6, 1))["1.3"]


def _waits(plan_id: UUID, viewer: Any, on: date) -> tuple[pressing.WaitFact, ...]:
    return pressing.waits(plan_id, viewer=viewer, on=on)


def test_a_circle_is_refused_with_its_chain(ids: Any, office: Any, on: date) -> None:
    for one, other in (("1.1", "1.2"), ("1.2", "1.3")):
        actions.add_dependency(action_id=ids[one], waits_for_id=ids[other], by=office, on=on)
    with pytest.raises(Refused) as refusal:
        actions.add_dependency(action_id=ids["1.3"], waits_for_id=ids["1.1"], by=office, on=on)
    assert refusal.value.sentence == (
        "1.1 waits for 1.2, which waits for 1.3 itself, so neither could begin if 1.3 waited for "
        "1.1 too. End one of these dependencies first."
    )


def test_the_other_lead_agrees_and_is_asked_again_when_the_day_changes(
    ids: Any, plan_id: UUID, lead: Any, viewer: Any, office: Any, on: date
) -> None:
    dependency_id = actions.add_dependency(
        action_id=ids["1.2"], waits_for_id=ids["1.1"], note="The protocol",
        needed_by=date(2020, 3, 31), by=office, on=on,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        actions.agree_dependency(dependency_id=dependency_id, by=viewer("board_member"), on=on)
    actions.agree_dependency(dependency_id=dependency_id, by=lead, on=on)
    (wait,) = _waits(plan_id, office, on)
    assert (wait.agreed_by, wait.agreed_on, wait.pressed) == ("Action Lead", on, True)
    with pytest.raises(Refused, match="already"):
        actions.agree_dependency(dependency_id=dependency_id, by=lead, on=on)
    given: dict[str, Any] = {"dependency_id": dependency_id, "by": office, "on": on}
    actions.change_dependency(
        version=wait.version, note="The protocol", needed_by=date(2020, 6, 30), **given
    )
    (wait,) = _waits(plan_id, office, on)
    assert (wait.agreed_on, wait.needed_by, wait.pressed) == (None, date(2020, 6, 30), False)
    with pytest.raises(ChangedMeanwhile):
        actions.change_dependency(version=1, note="x", needed_by=None, **given)


# --- two areas, and the cost ----------------------------------------------------------------------


def test_another_area_sees_nothing_of_it(
    raised: Any, plan_id: UUID, ids: Any, office: Any, stranger: Any, on: date
) -> None:
    risk_id = raised()
    escalation_id = actions.raise_escalation(
        action_id=ids["1.1"], blocked="x", decision_needed="x", by=office, on=on
    )
    actions.add_dependency(action_id=ids["1.1"], waits_for_id=ids["1.2"], by=office, on=on)
    seen: dict[str, Any] = {"viewer": stranger, "on": on}
    assert pressing.risks(plan_id, open_only=False, **seen) == ()
    assert pressing.risk(risk_id, **seen) is None
    assert pressing.risk_history(risk_id, viewer=stranger) == ()
    assert pressing.escalations(plan_id, open_only=False, **seen) == ()
    assert pressing.escalation(escalation_id, **seen) is None
    assert pressing.waits(plan_id, **seen) == ()
    counts = pressing.risk_counts(plan_id, **seen)
    assert (counts.risks, counts.issues, counts.decisions) == (0, 0, 0)
    assert pressing.risk_counts(plan_id, viewer=office, on=on).risks == 1


def test_an_owner_of_another_area_owns_nothing_here(raised: Any, other_viewer: Any) -> None:
    theirs = other_viewer("action_lead")
    with pytest.raises(Refused, match="not known in this local area"):
        raised(owner=NewLead("x", person_id=theirs.person_id))


def test_few_and_many_take_the_same_number_of_queries(office: Any, on: date) -> None:
    asked = []
    for count in (3, 12):
        plan_id = plans.big_plan(count, by=office, title=f"Plan of {count}")
        ids = list(plans.action_ids(plan_id, by=office, on=on).values())
        for one in ids:
            risk_id = actions.raise_risk(
                action_id=one, words="x", likelihood_before=3, impact_before=3, by=office, on=on
            )
            actions.review_risk(
                risk_id=risk_id, likelihood=2, impact=2, words="x", by=office, on=on
            )
            actions.raise_escalation(
                action_id=one, blocked="x", decision_needed="x", by=office, on=on
            )
        for one, other in itertools.pairwise(ids):
            actions.add_dependency(action_id=one, waits_for_id=other, by=office, on=on)
        told: dict[str, Any] = {"viewer": office, "on": on}
        for query in (pressing.risks, pressing.escalations, pressing.waits, pressing.risk_counts):
            with CaptureQueriesContext(connection) as captured:
                assert query(plan_id, **told)
            asked.append((count, query.__name__, len(captured)))
    assert [number for count, _, number in asked if count == 3] == [
        number for count, _, number in asked if count == 12
    ]
    assert max(number for *_, number in asked) <= 25


def test_every_filter_narrows_to_what_it_says_and_reads_back(
    raised: Any, plan_id: UUID, office: Any, on: date
) -> None:
    raised("1.1", likelihood_before=5, impact_before=5, review_on=on)
    raised("1.2", kind="issue", impact_before=2, impact_after=1, mitigation="x")
    closed = raised("1.3", owner=NewLead("The team"))
    actions.close_risk(risk_id=closed, how="passed", words="x", by=office, on=on)
    every = pressing.risks(plan_id, viewer=office, on=on + WEEK, open_only=False)

    def narrowed(query: str) -> list[str]:
        from django.http import QueryDict

        filters = RiskFilters.from_query(QueryDict(query))
        assert RiskFilters.from_query(QueryDict(filters.as_query())) == filters
        return [fact.reference for fact in every if filters.fits(fact)]

    assert narrowed("") == ["R1", "I2"]
    assert narrowed("kind=issue") == ["I2"]
    assert narrowed("cell=5-5") == narrowed("band=very-high") == ["R1"]
    assert narrowed("state=review-overdue") == narrowed("state=no-mitigation") == ["R1"]
    assert narrowed("owner=nobody") == narrowed("state=no-owner") == ["R1", "I2"]
    assert narrowed("state=closed") == ["R3"]
    assert narrowed("state=closed&owner=words%3AThe+team") == ["R3"]
    for nonsense in ("kind=worry", "cell=9-9", "state=late", "level=7", "band=x", "sort=x"):
        with pytest.raises(Refused):
            narrowed(nonsense)


def test_reviews_are_kept_for_ever(raised: Any, office: Any, on: date) -> None:
    risk_id = raised()
    for likelihood in (4, 3, 4):
        actions.review_risk(
            risk_id=risk_id, likelihood=likelihood, impact=4, words="x", by=office, on=on
        )
    assert list(RiskReview.objects.values_list("likelihood", flat=True)) == [4, 3, 4]
