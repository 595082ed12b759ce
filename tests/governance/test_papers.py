"""A paper's life: a draft from a closed period, its front sheet, its comparison, its issue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from goldenthread.governance import actions, queries
from goldenthread.governance.models import BoardPaper, PaperState
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plan_queries
from goldenthread.partnership import actions as partnership
from goldenthread.reports.actions import issue_paper
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.factories import plans

MEETING = date(2019, 7, 25)  # the worked example of five clear working days: publish by 17 July


@pytest.fixture
def issue(office: Any, fill: Any, see: Any) -> Any:
    """`issue(paper_id)`: front sheet filled and the paper sent to its body."""

    def send(paper_id: UUID) -> UUID:
        fill(paper_id)
        actions.issue(
            paper_id=paper_id,
            version=see(paper_id).version,
            documents={},
            page="<!DOCTYPE html><p>As sent",
            stood_on={},
            by=office,
            on=TODAY,
            at=NOW,
        )
        return paper_id

    return send


# --- starting ---------------------------------------------------------------------------------


def test_a_draft_begins_undecided_and_unpublished(start: Any, see: Any) -> None:
    paper = see(start("December"))
    assert (paper.classification, paper.class_words) == ("", "Not decided yet")
    assert paper.state_words == "Draft – not for publication"
    assert (paper.period_name, paper.cut_off) == ("December", date(2019, 12, 31))
    assert (paper.front_sheet, paper.commentary, paper.version) == ({}, {}, 1)


def test_a_draft_needs_a_closed_period_of_the_plan(
    start: Any, plan_id: UUID, office: Any, closed: dict[str, UUID]
) -> None:
    sentence = r"A paper needs a closed reporting period. Close one on the plan’s periods page"
    with pytest.raises(Refused, match=sentence):
        start("December", snapshot_id=uuid4())
    other_plan = plans.make_plan(by=office, title="Another plan")
    with pytest.raises(Refused, match=sentence):
        start("December", plan_id=other_plan)


def test_a_period_reopened_gives_no_new_paper(start: Any, reopen: Any) -> None:
    reopen("December")
    with pytest.raises(Refused, match=r"A paper needs a closed reporting period"):
        start("December")


def test_a_draft_needs_a_title_and_a_body_of_the_area(start: Any, stranger: Any) -> None:
    with pytest.raises(Refused, match=r"Enter a title"):
        start("December", title="  ")
    theirs = partnership.add_forum(name="Their board", by=stranger, on=TODAY)
    with pytest.raises(Refused, match=r"That forum is not in Eastmere"):
        start("December", forum_id=theirs)


# --- what the body last received --------------------------------------------------------------


def test_a_body_that_received_none_is_shown_the_period_closed_before(start: Any, see: Any) -> None:
    paper = see(start("December"))
    assert (paper.compared_name, paper.compared_was_received) == ("November", False)


def test_the_first_period_is_compared_with_nothing(start: Any, see: Any) -> None:
    paper = see(start("October"))
    assert (paper.compared_with_id, paper.compared_name) == (None, "")


def test_each_body_is_compared_with_what_it_last_received_itself(
    start: Any, see: Any, issue: Any, scrutiny: UUID
) -> None:
    issue(start("October"))
    issue(start("November", forum_id=scrutiny))
    for_board, for_scrutiny = see(start("December")), see(start("December", forum_id=scrutiny))
    assert (for_board.compared_name, for_board.compared_was_received) == ("October", True)
    assert (for_scrutiny.compared_name, for_scrutiny.compared_was_received) == ("November", True)


def test_a_draft_is_not_something_a_body_received(start: Any, see: Any) -> None:
    start("October")
    assert see(start("December")).compared_name == "November"


def test_an_earlier_period_is_not_compared_with_a_later_one(
    start: Any, see: Any, issue: Any
) -> None:
    issue(start("December"))
    assert see(start("November")).compared_name == "October"


def test_a_body_is_compared_with_the_figures_it_saw_though_the_period_was_closed_again(
    start: Any,
    see: Any,
    issue: Any,
    reopen: Any,
    closed: dict[str, UUID],
    office: Any,
    plan_id: UUID,
) -> None:
    issue(start("October"))
    reopen("October")
    period = plan_queries.period_named(plan_id, "October", viewer=office)
    assert period is not None
    again = plan_actions.close_period(period_id=period.id, by=office, on=TODAY)
    paper = see(start("December"))
    assert paper.compared_with_id == closed["October"]
    assert paper.compared_with_id != again


def test_who_sponsors_and_writes_is_carried_over_and_the_rest_written_anew(
    start: Any, see: Any, issue: Any
) -> None:
    issue(start("October"))
    paper = see(start("December"))
    assert set(paper.front_sheet) == {"sponsor", "author"}
    assert paper.classification == ""


# --- the front sheet --------------------------------------------------------------------------


def test_what_is_missing_is_said_by_name(start: Any, see: Any) -> None:
    paper = see(start("December", meeting_on=None))
    assert paper.missing == (
        "Date of the meeting",
        "Item type",
        "Board sponsor",
        "Author",
        "Recommendations",
        "Public or exempt",
    )


def test_a_whole_front_sheet_misses_nothing(start: Any, see: Any, fill: Any) -> None:
    paper_id = start("December")
    fill(paper_id, words={"wards": "  All  ", "risk": "   "})
    paper = see(paper_id)
    assert paper.missing == ()
    assert paper.front_sheet["wards"] == "All"
    assert "risk" not in paper.front_sheet


def test_an_exempt_paper_names_its_paragraph(start: Any, see: Any, fill: Any) -> None:
    paper_id = start("December")
    fill(paper_id, classification="exempt", exempt_paragraph="  ")
    assert see(paper_id).missing == ("The paragraph of Schedule 12A that exempts it",)
    fill(paper_id, classification="exempt", exempt_paragraph="paragraph 2")
    assert (see(paper_id).missing, see(paper_id).class_words) == ((), "Exempt: paragraph 2")


def test_an_impact_on_safeguarding_needs_its_reason(start: Any, see: Any, fill: Any) -> None:
    paper_id = start("December")
    fill(paper_id, words={"safeguarding": "Yes"})
    assert see(paper_id).missing == ("Impact on safeguarding: the reason",)
    fill(paper_id, words={"safeguarding": "Yes", "safeguarding_reason": "Waits are shorter."})
    assert see(paper_id).missing == ()
    fill(paper_id, words={"safeguarding": "No"})
    assert see(paper_id).missing == ()


def test_a_body_asks_for_its_own_fields(
    start: Any, see: Any, fill: Any, office: Any, board: UUID, scrutiny: UUID
) -> None:
    own = [
        queries.FrontSheetField("call_in", "Call-in", kind="yes_no"),
        queries.FrontSheetField("portfolio", "Portfolio holder", required=True),
    ]
    paper_id = start("December")
    actions.choose_front_sheet(forum_id=board, version=1, fields=own, by=office, on=TODAY)
    paper = see(paper_id)
    assert [field.label for field in paper.fields] == ["Call-in", "Portfolio holder"]
    assert paper.missing == ("Portfolio holder", "Public or exempt")
    fill(paper_id, words={"portfolio": "Children", "call_in": "Yes"})
    assert see(paper_id).missing == ("Call-in: the reason",)
    usual = see(start("December", forum_id=scrutiny))
    assert usual.fields == queries.FRONT_SHEET
    actions.choose_front_sheet(forum_id=board, version=2, fields=[], by=office, on=TODAY)
    assert see(paper_id).fields == queries.FRONT_SHEET


def test_a_field_is_of_a_known_kind(board: UUID, office: Any) -> None:
    field = queries.FrontSheetField("call_in", "Call-in", kind="drawing")
    with pytest.raises(Refused, match=r"A field is one of: line, words, yes_no, implication"):
        actions.choose_front_sheet(forum_id=board, version=1, fields=[field], by=office, on=TODAY)


def test_a_class_that_is_none_is_refused(start: Any, fill: Any) -> None:
    with pytest.raises(Refused, match=r"Choose public or exempt"):
        fill(start("December"), classification="secret")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (
            date(2019, 7, 17),
            "For the meeting on 25 July 2019 the agenda is published by 17 July 2019 at the "
            "latest: five clear working days before.",
        ),
        (
            date(2019, 7, 18),
            "The last day to publish for the meeting on 25 July 2019 was 17 July 2019. "
            "Published today it would have 4 clear working days instead of five.",
        ),
        (
            date(2019, 7, 26),
            "The last day to publish for the meeting on 25 July 2019 was 17 July 2019. "
            "Published today it would have 0 clear working days instead of five.",
        ),
    ],
)
def test_the_notice_of_a_meeting_on_either_side_of_its_limit(
    on: date, words: str, start: Any, see: Any
) -> None:
    paper = see(start("December", meeting_on=MEETING))
    assert paper.publish_by == date(2019, 7, 17)
    assert paper.notice_words(on=on) == words


def test_without_a_meeting_there_is_no_notice(start: Any, see: Any) -> None:
    paper = see(start("December", meeting_on=None))
    assert paper.notice_words(on=TODAY) == "The date of the meeting is not decided yet."


# --- writing ----------------------------------------------------------------------------------


def test_commentary_is_kept_by_part_and_empty_parts_are_left_out(
    start: Any, see: Any, office: Any
) -> None:
    paper_id = start("December")
    actions.write_commentary(
        paper_id=paper_id,
        version=1,
        commentary={"overall": " A good autumn. ", "gaps": "  "},
        by=office,
        on=TODAY,
    )
    assert see(paper_id).commentary == {"overall": "A good autumn."}


def test_the_second_to_change_a_paper_is_told(start: Any, fill: Any, office: Any) -> None:
    paper_id = start("December")
    fill(paper_id)
    sentence = r"Somebody else changed this paper while you had it open"
    with pytest.raises(ChangedMeanwhile, match=sentence):
        fill(paper_id, version=1)
    with pytest.raises(ChangedMeanwhile, match=sentence):
        actions.write_commentary(paper_id=paper_id, version=1, commentary={}, by=office, on=TODAY)
    with pytest.raises(ChangedMeanwhile, match=sentence):
        issue_paper(paper_id=paper_id, version=1, by=office, on=TODAY, at=NOW)


# --- issuing ----------------------------------------------------------------------------------


def test_an_unfinished_paper_is_not_issued(start: Any, office: Any, see: Any) -> None:
    paper_id = start("December")
    with pytest.raises(Refused, match=r"Still missing: Item type; Board sponsor; Author"):
        issue_paper(paper_id=paper_id, version=1, by=office, on=TODAY, at=NOW)
    with pytest.raises(Refused, match=r"The front sheet is not finished"):
        actions.issue(
            paper_id=paper_id,
            version=1,
            documents={},
            page="<p>",
            stood_on={},
            by=office,
            on=TODAY,
            at=NOW,
        )
    assert not see(paper_id).issued


def test_issuing_keeps_four_documents_and_says_so_once(
    start: Any, fill: Any, see: Any, office: Any
) -> None:
    paper_id = start("December")
    fill(paper_id)
    issue_paper(paper_id=paper_id, version=see(paper_id).version, by=office, on=TODAY, at=NOW)
    paper = see(paper_id)
    assert paper.state_words == "Issued on 14 January 2020 by Programme Office"
    assert paper.notice_words(on=TODAY) == "For the meeting on 28 January 2020."
    assert set(queries.documents(paper_id, viewer=office)) == {"docx", "pdf", "xlsx"}
    assert queries.issued_page(paper_id, viewer=office).startswith("<!DOCTYPE html>")
    entry = TrailEntry.objects.get(act="governance.issue")
    assert (entry.verb, entry.words) == ("disclosed", "issued the paper to Improvement Board")


def test_an_issued_paper_refuses_every_change(
    start: Any, issue: Any, fill: Any, office: Any, see: Any
) -> None:
    paper_id = issue(start("December"))
    version = see(paper_id).version
    given = {"paper_id": paper_id, "version": version, "by": office, "on": TODAY}
    sentence = r"an issued paper never changes. Start a new draft instead"
    with pytest.raises(NotPermitted, match=sentence):
        fill(paper_id)
    with pytest.raises(NotPermitted, match=sentence):
        actions.write_commentary(**given, commentary={})
    with pytest.raises(NotPermitted, match=sentence):
        actions.withdraw(**given)
    with pytest.raises(NotPermitted, match=sentence):
        issue_paper(**given, at=NOW + timedelta(minutes=1))
    assert see(paper_id).issued_at == NOW
    assert BoardPaper.objects.get(pk=paper_id).documents.count() == 1


def test_an_issued_paper_keeps_the_body_s_name_and_fields(
    start: Any, issue: Any, see: Any, board: UUID, office: Any
) -> None:
    paper_id = issue(start("December"))
    own = [queries.FrontSheetField("portfolio", "Portfolio holder", required=True)]
    actions.choose_front_sheet(forum_id=board, version=1, fields=own, by=office, on=TODAY)
    assert see(paper_id).fields == queries.FRONT_SHEET
    assert see(paper_id).forum_name == "Improvement Board"


def test_a_withdrawn_draft_stays_in_the_history_only(
    start: Any, see: Any, office: Any, fill: Any, viewer: Any
) -> None:
    paper_id = start("December")
    actions.withdraw(paper_id=paper_id, version=1, by=office, on=TODAY)
    assert see(paper_id).state_words == "Draft withdrawn"
    assert queries.papers(viewer=office) == ()
    assert queries.paper(paper_id, viewer=viewer("board_member")) is None
    with pytest.raises(NotPermitted, match=r"This draft was withdrawn. Start a new draft"):
        fill(paper_id)
    assert TrailEntry.objects.filter(act="governance.withdraw").count() == 1


# --- who sees what ----------------------------------------------------------------------------


def test_a_board_member_sees_issued_papers_only(
    start: Any, issue: Any, viewer: Any, office: Any
) -> None:
    issued, draft = issue(start("October")), start("December")
    member = viewer("board_member")
    assert [paper.id for paper in queries.papers(viewer=member)] == [issued]
    assert queries.paper(draft, viewer=member) is None
    assert queries.documents(draft, viewer=member) == {}
    assert queries.issued_page(draft, viewer=member) == ""
    assert {paper.id for paper in queries.papers(viewer=office)} == {issued, draft}


def test_another_area_sees_no_paper(start: Any, issue: Any, stranger: Any, fill: Any) -> None:
    paper_id = issue(start("October"))
    assert queries.papers(viewer=stranger) == ()
    assert queries.paper(paper_id, viewer=stranger) is None
    assert queries.documents(paper_id, viewer=stranger) == {}
    assert queries.issued_page(paper_id, viewer=stranger) == ""
    with pytest.raises(Refused, match=r"There is no such paper"):
        actions.withdraw(paper_id=paper_id, version=3, by=stranger, on=TODAY)
    with pytest.raises(Refused, match=r"There is no such paper"):
        issue_paper(paper_id=paper_id, version=3, by=stranger, on=TODAY, at=NOW)


def test_the_office_of_one_plan_sees_and_writes_the_drafts_of_that_plan_only(
    start: Any, viewer: Any, plan_id: UUID, fill: Any, office: Any
) -> None:
    draft = start("December")
    theirs = viewer("programme_office", name="Plan Office", scope_kind="plan", scope_id=plan_id)
    other = viewer("programme_office", name="Other Office", scope_kind="plan", scope_id=uuid4())
    fill(draft, by=theirs)
    assert queries.paper(draft, viewer=other) is None
    # Somebody who sees the whole area, and writes for another plan, sees no draft of this one.
    both = viewer("board_member", name="Other Office")
    assert queries.paper(draft, viewer=both) is None
    with pytest.raises(NotPermitted, match=r"Only the programme office writes papers"):
        start("December", by=both)


def test_papers_can_be_asked_for_by_plan_and_body(
    start: Any, office: Any, scrutiny: UUID, board: UUID, plan_id: UUID
) -> None:
    one, two = start("October"), start("October", forum_id=scrutiny)

    def asked(**given: Any) -> set[UUID]:
        return {paper.id for paper in queries.papers(viewer=office, **given)}

    assert asked(forum_id=scrutiny) == {two}
    assert asked(plan_id=plan_id) == {one, two}
    assert asked(plan_id=uuid4()) == set()


def test_the_list_asks_as_often_for_many_papers_as_for_one(
    start: Any, office: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(4):
        start("December")
    with django_assert_num_queries(1):
        assert len(queries.papers(viewer=office)) == 4


def test_every_state_has_words_and_refuses_or_allows(start: Any, see: Any) -> None:
    paper_id = start("December")
    for state in PaperState:
        BoardPaper.objects.filter(pk=paper_id).update(
            state=state, issued_on=TODAY, classification="public"
        )
        assert see(paper_id).state_words.startswith(("Draft", "Issued on"))
