"""A highlight report's life: a draft of one part, its status and words, its issue, its readers."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.files import queries as files
from goldenthread.governance import actions, policies, queries
from goldenthread.governance.models import HighlightReport
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plan_queries
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.models import Role
from goldenthread.reports import highlights, papers
from goldenthread.reports.document_figures import figures_in
from goldenthread.reports.references import read_reference
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY
from tests.kept_rows import kept

WORDS = {"lead": "Bea Holt, Head of SEND", "reason": "Two actions wait for one contract."}
WRITERS = {Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR, Role.WORKSTREAM_LEAD}


@pytest.fixture
@kept
def level_id(plan_id: UUID, office: Any) -> UUID:
    return next(
        one.id
        for one in plan_queries.level_tree(plan_id, viewer=office, on=TODAY)
        if one.depth == 0
    )


@pytest.fixture
def begin(plan_id: UUID, level_id: UUID, closed: dict[str, UUID], office: Any, board: UUID) -> Any:
    """`begin("December")` or `begin(as_at=…)`: a draft to the board."""

    def draft(period: str = "", **given: Any) -> UUID:
        usual: dict[str, Any] = {
            "plan_id": plan_id,
            "level_id": level_id,
            "forum_id": board,
            "shape": "status",
            "snapshot_id": closed[period] if period else None,
            "as_at": None,
            "by": office,
            "on": TODAY,
            "at": NOW,
        }
        return actions.start_highlight(**(usual | given))

    return draft


@pytest.fixture
def seen(office: Any) -> Any:
    def look(report_id: UUID, viewer: Any = None) -> queries.HighlightFact:
        found = queries.highlight(report_id, viewer=viewer or office)
        assert found is not None
        return found

    return look


@pytest.fixture
def write(office: Any, seen: Any) -> Any:
    def words(report_id: UUID, **given: Any) -> None:
        usual: dict[str, Any] = {
            "version": seen(report_id).version,
            "status_point": "amber",
            "words": WORDS,
            "by": office,
            "on": TODAY,
        }
        actions.write_highlight(report_id=report_id, **(usual | given))

    return words


@pytest.fixture
def send(office: Any, seen: Any, write: Any) -> Any:
    """`send(report_id)`: written and issued with its documents."""

    def issue(report_id: UUID) -> UUID:
        write(report_id)
        version = seen(report_id).version
        highlights.issue_report(report_id=report_id, version=version, by=office, on=TODAY, at=NOW)
        return report_id

    return issue


def test_two_who_start_the_same_draft_at_once_open_one(
    begin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begin("December")
    before = TrailEntry.objects.count()
    # The second looked before the first was there, and found no draft in the way.
    monkeypatch.setattr("goldenthread.governance.actions.highlights._next_number", lambda *_, by: 1)
    assert begin("December") == first
    assert HighlightReport.objects.count() == 1
    assert TrailEntry.objects.count() == before


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_who_writes_reports(role: str, viewer: Any, plan_id: UUID, level_id: UUID) -> None:
    refused = policies.may_write_highlights(viewer(role), plan_id=plan_id, level_id=level_id)
    assert (refused == "") == (role in WRITERS)


def test_a_workstream_lead_writes_of_the_own_part_alone(
    viewer: Any, begin: Any, level_id: UUID
) -> None:
    own = viewer("workstream_lead", name="Own", scope_kind="level", scope_id=level_id)
    other = viewer("workstream_lead", name="Other", scope_kind="level", scope_id=uuid4())
    report_id = begin("December", by=own)
    assert queries.highlight(report_id, viewer=own) is not None
    assert queries.highlight(report_id, viewer=other) is None
    with pytest.raises(NotPermitted, match="Only the workstream lead of this part"):
        begin("November", by=other)


def test_a_draft_is_seen_by_those_who_write_it_and_an_issued_one_by_all(
    viewer: Any, begin: Any, send: Any
) -> None:
    report_id = begin("December")
    member = viewer("board_member")
    assert queries.highlight(report_id, viewer=member) is None
    assert queries.highlight_snapshot(report_id, viewer=member) is None
    send(report_id)
    assert queries.highlight(report_id, viewer=member) is not None


def test_another_area_sees_nothing_and_changes_nothing(
    stranger: Any, begin: Any, send: Any, level_id: UUID
) -> None:
    report_id = send(begin("December"))
    assert queries.highlight(report_id, viewer=stranger) is None
    assert queries.highlights(viewer=stranger) == ()
    assert queries.highlight_documents(report_id, viewer=stranger) == {}
    assert queries.issued_highlight_page(report_id, viewer=stranger) == ""
    with pytest.raises(Refused):
        begin("November", by=stranger)


# --- starting and writing -------------------------------------------------------------------------


def test_a_report_compares_with_what_its_reader_last_received(
    begin: Any, send: Any, seen: Any, scrutiny: UUID
) -> None:
    first = seen(send(begin("October")))
    assert (first.compared_on, first.compared_was_received) == (None, False)
    second = seen(begin("December"))
    assert (second.compared_on, second.compared_was_received) == (date(2019, 10, 31), True)
    other = seen(begin("December", forum_id=scrutiny))
    assert (other.compared_on, other.compared_was_received) == (date(2019, 11, 30), False)


def test_who_leads_is_carried_over_and_the_rest_is_written_anew(
    begin: Any, send: Any, seen: Any
) -> None:
    send(begin("October"))
    assert dict(seen(begin("December")).words) == {"lead": WORDS["lead"]}


def test_versions_are_counted_and_one_draft_at_a_time(begin: Any, send: Any, seen: Any) -> None:
    report_id = begin("December")
    assert seen(report_id).number == 1
    with pytest.raises(Refused, match="There is a draft of this report already"):
        begin("December")
    send(report_id)
    assert seen(begin("December")).number == 2


def test_a_withdrawn_draft_leaves_no_hole(begin: Any, office: Any, seen: Any) -> None:
    actions.withdraw_highlight(report_id=begin("December"), version=1, by=office, on=TODAY)
    assert seen(begin("December")).number == 1
    assert len(queries.highlights(viewer=office)) == 1


def test_a_day_to_come_is_refused(begin: Any) -> None:
    with pytest.raises(Refused, match="1 February 2020 has not come yet"):
        begin(as_at=date(2020, 2, 1))


def test_only_a_top_level_part_has_a_report(begin: Any) -> None:
    with pytest.raises(Refused, match="one of the plan’s top-level parts"):
        begin("December", level_id=uuid4())


def test_the_status_is_a_point_of_the_plans_own_scale(begin: Any, write: Any) -> None:
    with pytest.raises(Refused, match="on the plan’s own scale"):
        write(begin("December"), status_point="turquoise")


def test_two_who_write_at_once_lose_nothing(begin: Any, write: Any) -> None:
    report_id = begin("December")
    write(report_id)
    with pytest.raises(ChangedMeanwhile):
        write(report_id, version=1)


def test_it_is_not_issued_unfinished(begin: Any, office: Any) -> None:
    with pytest.raises(Refused, match="Overall status; Who leads this part; Why this status"):
        highlights.issue_report(report_id=begin("December"), version=1, by=office, on=TODAY, at=NOW)


# --- issued ---------------------------------------------------------------------------------------


def test_an_issued_report_never_changes(begin: Any, send: Any, write: Any) -> None:
    report_id = send(begin("December"))
    with pytest.raises(NotPermitted, match="an issued report never changes"):
        write(report_id)


def test_its_documents_are_kept_in_four_formats(begin: Any, send: Any, office: Any) -> None:
    report_id = send(begin("December"))
    kept = queries.highlight_documents(report_id, viewer=office)
    assert set(kept) == {"docx", "pdf", "xlsx"}
    assert WORDS["reason"] in queries.issued_highlight_page(report_id, viewer=office)
    with files.open_bytes(kept["xlsx"], local_area_id=office.local_area_id) as content:
        book = openpyxl.load_workbook(BytesIO(content.read()))
    assert {"Summary", "Actions", "References"} <= set(book.sheetnames)
    assert WORDS["reason"] in {cell.value for row in book["Summary"] for cell in row}


def test_every_figure_reopens_the_rows_it_counted(begin: Any, send: Any, office: Any) -> None:
    for report_id in (send(begin("December")), send(begin(as_at=TODAY))):
        report = queries.highlight(report_id, viewer=office)
        assert report is not None
        document = highlights.document_of(report, viewer=office, draft=False)
        counted = [one for one in figures_in(document.blocks) if isinstance(one.number, int)]
        assert any(figure.number for figure in counted)
        for figure in counted:
            opened = papers.open_figure(read_reference(figure.reference), viewer=office)
            assert opened is not None
            assert len(opened.actions) == figure.number


def test_a_report_as_at_a_day_is_frozen_when_it_is_issued(
    begin: Any, send: Any, office: Any, plan_id: UUID
) -> None:
    report_id = send(begin(as_at=TODAY))
    before = queries.highlight_snapshot(report_id, viewer=office)
    assert before is not None
    action_id = plan_queries.actions(plan_id, viewer=office, on=TODAY)[0].id
    plan_actions.record_update(
        action_id=action_id, progress="Later than the report", by=office, on=TODAY
    )
    assert queries.highlight_snapshot(report_id, viewer=office) == before


def test_frozen_rows_that_were_altered_are_not_shown(begin: Any, send: Any, office: Any) -> None:
    report_id = send(begin(as_at=TODAY))
    row = HighlightReport.objects.get(pk=report_id)
    assert row.frozen is not None
    row.frozen["plan_title"] = "Another plan"
    HighlightReport.objects.filter(pk=report_id).update(frozen=row.frozen)
    with pytest.raises(Refused, match="not the one that was frozen"):
        queries.highlight_snapshot(report_id, viewer=office)


def test_the_database_holds_no_issued_report_without_a_status(begin: Any) -> None:
    report_id = begin("December")
    with pytest.raises(IntegrityError), transaction.atomic():
        HighlightReport.objects.filter(pk=report_id).update(state="issued", issued_on=TODAY)


def test_each_deed_is_in_the_trail(begin: Any, send: Any) -> None:
    report_id = send(begin("December"))
    acts = TrailEntry.objects.filter(object_id=report_id).values_list("act", flat=True)
    assert list(acts.order_by("number" if hasattr(TrailEntry, "number") else "pk")) == [
        "governance.start_highlight",
        "governance.write_highlight",
        "governance.issue_highlight",
    ]


def test_the_list_asks_as_often_for_three_reports_as_for_one(
    begin: Any, send: Any, office: Any
) -> None:
    send(begin("October"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        queries.highlights(viewer=office)
    send(begin("November"))
    begin("December")
    with CaptureQueriesContext(connection) as three:
        assert len(queries.highlights(viewer=office)) == 3
    assert len(three) == len(one)


# --- pages ----------------------------------------------------------------------------------------


def test_the_pages_of_a_report_from_start_to_issue(
    signed_in: Any, office: Any, plan_id: UUID, level_id: UUID, closed: Any, board: UUID
) -> None:
    client = signed_in(office)
    base = "/a/eastmere/papers/highlights/"
    answer = client.post(
        f"{base}new/{plan_id}/",
        {"level": level_id, "forum": board, "shape": "concerns", "period": closed["December"]},
    )
    page = answer.headers["Location"]
    assert client.get(page).status_code == 200
    typed = {"version": "1", "status_point": "amber", **WORDS}
    assert client.post(f"{page}words/", typed).status_code == 302
    stale = client.post(f"{page}words/", typed)
    assert stale.status_code == 409
    assert client.post(f"{page}issue/", {"version": "2"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Version 1, issued on" in shown
    assert "Raise a challenge" in shown
    for form in ("html", "docx", "pdf", "xlsx"):
        assert client.get(f"{page}document.{form}").status_code == 200
    assert client.get(f"{page}document.odt").status_code == 404
    assert client.get(f"{page}history/").status_code == 200


def test_a_period_and_a_day_at_once_is_asked_again(
    signed_in: Any, office: Any, plan_id: UUID, closed: Any
) -> None:
    answer = signed_in(office).post(
        f"/a/eastmere/papers/highlights/new/{plan_id}/",
        {
            "period": closed["December"],
            "as_at_day": "14",
            "as_at_month": "1",
            "as_at_year": "2020",
        },
    )
    assert answer.status_code == 422


def test_another_areas_report_is_not_found(
    signed_in: Any, stranger: Any, begin: Any, send: Any
) -> None:
    report_id = send(begin("December"))
    client = signed_in(stranger)
    assert partnership.forums(viewer=stranger, on=TODAY) is not None
    for page in ("", "words/", "issue/", "history/", "withdraw/", "challenge/", "document.pdf"):
        path = f"/a/westholm/papers/highlights/{report_id}/{page}"
        assert client.get(path).status_code == 404, page
