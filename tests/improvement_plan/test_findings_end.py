"""A finding ends as met, merged or wrong: it leaves lists, counts and gaps, and stays readable."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.models import Finding
from goldenthread.improvement_plan.queries import history, quality
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import queries as trail

REASON = "The monitoring visit of May said so"


@pytest.fixture
def finding_id(plan_id: UUID, office: Any, on: date) -> UUID:
    found: UUID = actions.add_finding(
        plan_id=plan_id, text="Families wait", reference="a)", by=office, on=on
    )
    return found


def _end(finding_id: UUID, by: Any, on: date, **changed: Any) -> None:
    given = {"version": 1, "ended_as": "met", "reason": REASON, **changed}
    actions.end_finding(finding_id=finding_id, by=by, on=on, **given)


def test_an_ended_finding_leaves_lists_counts_and_gaps(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    def gap() -> int:
        summary = queries.plan_summary(plan_id, viewer=office, on=on)
        assert summary is not None
        return len(summary.findings_without_action)

    assert gap() == 1
    _end(finding_id, office, on)
    assert gap() == 0
    assert queries.findings(plan_id, viewer=office, on=on) == ()
    found = quality.plan_quality(plan_id, viewer=office, on=on)
    assert found is not None
    assert found.findings_without_action == ()


def test_an_ended_finding_stays_readable_with_its_reason(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    _end(finding_id, office, on)
    (fact,) = queries.findings(plan_id, viewer=office, on=on, ended=True)
    assert (fact.ended_on, fact.ended_words, fact.ended_reason) == (on, "Met", REASON)


def test_a_part_and_its_actions_still_show_what_they_answered(
    plan_id: UUID, finding_id: UUID, ids: Any, office: Any, on: date, see: Any
) -> None:
    top = queries.level_tree(plan_id, viewer=office, on=on)[0]
    actions.link_findings(
        level_id=top.id, finding_ids=[finding_id], version=top.version, by=office, on=on
    )
    _end(finding_id, office, on, version=2)
    assert queries.level_tree(plan_id, viewer=office, on=on)[0].findings[0].ended_on == on
    assert [one.ended_words for one in see(ids["1.1"]).findings] == ["Met"]


@pytest.mark.parametrize("given", [{"ended_as": "bored"}, {"reason": "  "}])
def test_a_finding_ends_only_with_how_and_why(
    finding_id: UUID, office: Any, on: date, given: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        _end(finding_id, office, on, **given)
    assert Finding.objects.get(pk=finding_id).ended_on is None


def test_an_ended_finding_is_neither_changed_nor_ended_nor_answered_again(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    _end(finding_id, office, on)
    top = queries.level_tree(plan_id, viewer=office, on=on)[0]
    with pytest.raises(Refused, match="ended on"):
        _end(finding_id, office, on, version=2)
    with pytest.raises(Refused, match="ended on"):
        actions.edit_finding(
            finding_id=finding_id, version=2, changes={"text": "Other"}, by=office, on=on
        )
    with pytest.raises(Refused, match="ended on"):
        actions.link_findings(
            level_id=top.id, finding_ids=[finding_id], version=top.version, by=office, on=on
        )


def test_a_finding_somebody_changed_meanwhile_does_not_end(
    finding_id: UUID, office: Any, on: date
) -> None:
    actions.edit_finding(
        finding_id=finding_id, version=1, changes={"text": "Families wait long"}, by=office, on=on
    )
    with pytest.raises(ChangedMeanwhile):
        _end(finding_id, office, on)


def test_the_other_area_and_a_lead_end_nothing(
    finding_id: UUID, stranger: Any, lead: Any, on: date
) -> None:
    with pytest.raises(Refused, match="not in a plan"):
        _end(finding_id, stranger, on)
    with pytest.raises(NotPermitted):
        _end(finding_id, lead, on)


def test_the_end_stands_in_the_findings_history(finding_id: UUID, office: Any, on: date) -> None:
    _end(finding_id, office, on)
    entries = trail.history(
        local_area_id=office.local_area_id, kind="finding", object_id=finding_id
    )
    assert any("ended the finding a) (met)" in entry.words for entry in entries)


def test_the_database_keeps_no_end_without_a_reason(finding_id: UUID, on: date) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding_id).update(ended_on=on)


def test_what_is_frozen_after_the_end_holds_the_finding_no_more(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    before = queries.snapshot_now(plan_id, viewer=office, on=on)
    _end(finding_id, office, on)
    after = queries.snapshot_now(plan_id, viewer=office, on=on)
    assert (len(before.findings or ()), len(after.findings or ())) == (1, 0)


def _reopen(finding_id: UUID, by: Any, on: date, **changed: Any) -> None:
    given = {"version": 2, "reason": "October found long waits again", **changed}
    actions.reopen_finding(finding_id=finding_id, by=by, on=on, **given)


def test_a_reopened_finding_is_counted_again_and_its_history_keeps_both(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    _end(finding_id, office, on)
    _reopen(finding_id, office, on)
    (fact,) = queries.findings(plan_id, viewer=office, on=on)
    assert (fact.ended_on, fact.ended_reason) == (None, "")
    told = history.thing_history("finding", finding_id, viewer=office)
    assert [entry.words for entry in told] == [
        "reopened the finding a)",
        "ended the finding a) (met)",
        "added the finding a)",
    ]
    assert told[0].reason == "October found long waits again"
    assert any(REASON in str(change) for change in told[0].changes or ())


def test_a_finding_is_reopened_only_once_it_ended_and_with_a_reason(
    finding_id: UUID, office: Any, on: date
) -> None:
    with pytest.raises(Refused, match="nothing to reopen"):
        _reopen(finding_id, office, on, version=1)
    _end(finding_id, office, on)
    with pytest.raises(Refused, match="Say why"):
        _reopen(finding_id, office, on, reason=" ")
    with pytest.raises(ChangedMeanwhile):
        _reopen(finding_id, office, on, version=1)
    assert Finding.objects.get(pk=finding_id).ended_on == on


def test_the_other_area_and_a_lead_reopen_nothing_and_read_only_what_is_theirs(
    finding_id: UUID, stranger: Any, lead: Any, office: Any, on: date
) -> None:
    _end(finding_id, office, on)
    with pytest.raises(Refused, match="not in a plan"):
        _reopen(finding_id, stranger, on)
    with pytest.raises(NotPermitted):
        _reopen(finding_id, lead, on)
    assert history.thing_history("finding", finding_id, viewer=stranger) == ()


def test_several_parts_answer_a_finding_and_a_part_answers_several(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    [priority, area] = queries.level_tree(plan_id, viewer=office, on=on)
    other = actions.add_finding(
        plan_id=plan_id, text="Plans are late", level_ids=[priority.id], by=office, on=on
    )
    actions.edit_finding(
        finding_id=finding_id,
        version=1,
        changes={"level_ids": [priority.id, area.id]},
        by=office,
        on=on,
    )
    found = {one.id: one.level_ids for one in queries.findings(plan_id, viewer=office, on=on)}
    assert found == {finding_id: (priority.id, area.id), other: (priority.id,)}
    [priority, area] = queries.level_tree(plan_id, viewer=office, on=on)
    assert [len(level.findings) for level in (priority, area)] == [2, 1]
    frozen = queries.snapshot_now(plan_id, viewer=office, on=on).findings or ()
    assert sorted(len(one.level_ids) for one in frozen) == [1, 2]


def test_a_part_that_no_longer_answers_is_named_in_both_histories(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    top = queries.level_tree(plan_id, viewer=office, on=on)[0]
    given: dict[str, Any] = {"level_id": top.id, "by": office, "on": on}
    actions.link_findings(finding_ids=[finding_id], version=top.version, **given)
    actions.link_findings(finding_ids=[], version=top.version + 1, **given)
    assert queries.level_tree(plan_id, viewer=office, on=on)[0].findings == ()
    of_finding = history.thing_history("finding", finding_id, viewer=office)
    of_part = queries.level_history(top.id, viewer=office)
    assert (
        of_finding[0].words == of_part[0].words == f"said that “{top.reference} {top.title}” "
        "answers no finding"
    )


def test_a_finding_opened_before_somebody_joined_a_part_is_not_overwritten(
    plan_id: UUID, finding_id: UUID, office: Any, on: date
) -> None:
    top = queries.level_tree(plan_id, viewer=office, on=on)[0]
    actions.link_findings(
        level_id=top.id, finding_ids=[finding_id], version=top.version, by=office, on=on
    )
    with pytest.raises(ChangedMeanwhile):
        actions.edit_finding(
            finding_id=finding_id, version=1, changes={"level_ids": []}, by=office, on=on
        )
