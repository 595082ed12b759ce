"""An issued paper: four documents that never change, every figure of which opens its own rows."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import openpyxl
import pikepdf
import pytest
from lxml import html as lxml_html

from goldenthread.files import queries as files
from goldenthread.governance import actions as governance
from goldenthread.governance import queries
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plan_queries
from goldenthread.reports import papers, writing
from goldenthread.reports.actions import issue_paper
from goldenthread.reports.document import (
    Figure,
)
from goldenthread.reports.document_figures import figures_in
from goldenthread.reports.references import read_reference
from goldenthread.reports.writers.html import write_html_article
from goldenthread.rules.refusals import ChangedMeanwhile
from tests.conftest import NOW, TODAY
from tests.factories import papers as paper_factory


def documents(paper_id: UUID, viewer: Any) -> dict[str, bytes]:
    """What was sent, in every format."""
    kept = {"html": queries.issued_page(paper_id, viewer=viewer).encode()}
    for form, file_id in queries.documents(paper_id, viewer=viewer).items():
        with files.open_bytes(file_id, local_area_id=viewer.local_area_id) as content:
            kept[form] = content.read()
    return kept


def page_of(paper: queries.PaperFact, viewer: Any) -> str:
    made = papers.document_of(
        paper, viewer=viewer, draft=not paper.issued, figure_href=lambda one: f"/figure/{one}"
    )
    return write_html_article(made)


@pytest.fixture
def issued(start: Any, issue: Any, receive: Any) -> UUID:
    """October's paper and then December's, both to the board."""
    receive(start("October"))
    return issue(start("December"))


def test_nothing_that_happens_afterwards_changes_an_issued_paper(
    issued: UUID,
    see: Any,
    office: Any,
    reopen: Any,
    plan_id: UUID,
    board: UUID,
) -> None:
    before, shown = documents(issued, office), page_of(see(issued), office)
    assert set(before) == set(writing.FORMATS)
    for row in plan_queries.actions(plan_id, viewer=office, on=TODAY):
        detail = plan_queries.action(row.id, viewer=office, on=TODAY)
        assert detail is not None
        plan_actions.record_rating(
            action_id=row.id,
            point_key="red",
            cause="A late word",
            recovery_date=date(2020, 3, 31),
            by=office,
            on=TODAY,
        )
    for name in ("October", "November", "December"):
        reopen(name)
    period = plan_queries.period_named(plan_id, "November", viewer=office)
    assert period is not None
    plan_actions.close_period(period_id=period.id, by=office, on=TODAY)
    governance.choose_front_sheet(
        forum_id=board,
        version=1,
        fields=[queries.FrontSheetField("portfolio", "Portfolio holder")],
        by=office,
        on=TODAY,
    )
    assert documents(issued, office) == before
    assert page_of(see(issued), office) == shown


def test_the_page_of_an_issued_paper_says_what_was_sent(
    issued: UUID, see: Any, office: Any
) -> None:
    sent = lxml_html.fromstring(documents(issued, office)["html"]).find(".//article")
    shown = lxml_html.fromstring(page_of(see(issued), office))

    def figures(article: Any) -> list[tuple[str, str]]:
        found = article.xpath(".//*[@data-reference]")
        return [(one.get("data-reference"), one.text) for one in found]

    assert figures(shown) == figures(sent)


def test_a_second_issue_of_what_was_seen_before_is_refused(
    start: Any, fill: Any, see: Any, office: Any
) -> None:
    paper_id = start("December")
    fill(paper_id)
    seen = see(paper_id).version
    fill(paper_id, words={"wards": "All"})
    with pytest.raises(ChangedMeanwhile):
        issue_paper(paper_id=paper_id, version=seen, by=office, on=TODAY, at=NOW)
    assert queries.documents(paper_id, viewer=office) == {}


def test_an_issue_that_fails_leaves_no_document(
    start: Any, fill: Any, see: Any, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = start("December")
    fill(paper_id)

    def break_down(*_: Any, **__: Any) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("goldenthread.governance.actions.writing.record", break_down)
    with pytest.raises(RuntimeError):
        issue_paper(paper_id=paper_id, version=see(paper_id).version, by=office, on=TODAY, at=NOW)
    assert not see(paper_id).issued
    assert queries.documents(paper_id, viewer=office) == {}
    assert files.usage(local_area_id=office.local_area_id).used == 0


# --- figures ----------------------------------------------------------------------------------


def _figures(paper: queries.PaperFact, viewer: Any) -> tuple[Figure, ...]:
    document = papers.document_of(paper, viewer=viewer, draft=not paper.issued)
    return tuple(figures_in(document.blocks))


def test_every_figure_of_a_paper_opens_exactly_the_rows_it_counts(
    issued: UUID, see: Any, office: Any, viewer: Any
) -> None:
    member = viewer("board_member")
    figures = _figures(see(issued), office)
    assert len(figures) > 40
    for figure in figures:
        opened = papers.open_figure(read_reference(figure.reference), viewer=member)
        assert opened is not None, figure
        assert opened.reference.key == figure.key
        if figure.number is not None:
            assert len(opened.actions) == figure.number, figure
        else:
            counted = figure.value.split("(")[-1].split(" of ")[0]
            assert str(len(opened.actions)) == counted, figure


def test_figures_printed_before_a_period_was_reopened_open_the_same_rows_after(
    issued: UUID, see: Any, office: Any, reopen: Any, plan_id: UUID
) -> None:
    def opened() -> dict[str, list[str]]:
        rows = {}
        for figure in _figures(see(issued), office):
            found = papers.open_figure(read_reference(figure.reference), viewer=office)
            assert found is not None
            rows[figure.reference] = [one.reference for one in found.actions]
        return rows

    before = opened()
    reopen("December")
    period = plan_queries.period_named(plan_id, "December", viewer=office)
    assert period is not None
    plan_actions.close_period(period_id=period.id, by=office, on=TODAY)
    assert opened() == before


# --- what the body last received --------------------------------------------------------------


def test_a_paper_says_received_only_of_what_was_received(
    start: Any, see: Any, office: Any, receive: Any
) -> None:
    never = lxml_html.fromstring(page_of(see(start("December")), office)).text_content()
    assert "30 November 2019, closed before" in " ".join(never.split())
    assert "last received" not in never.lower()
    receive(start("October"))
    received = lxml_html.fromstring(page_of(see(start("December")), office)).text_content()
    assert "31 October 2019, which this board last received" in " ".join(received.split())
    assert "Last received" in received


# --- public documents -------------------------------------------------------------------------


@pytest.fixture
def public(issued: UUID, office: Any) -> dict[str, bytes]:
    return documents(issued, office)


def _everything(form: str, content: bytes) -> str:
    """All that a document says anywhere: text, parts, names and metadata."""
    if form == "html":
        return content.decode()
    if form == "pdf":
        with pikepdf.open(BytesIO(content)) as pdf:
            said = [str(pdf.docinfo), str(pdf.open_metadata())]
            said += [str(obj) for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary)]
            return "\n".join(said)
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        return "\n".join([*package.namelist(), *parts])


def test_a_public_document_holds_no_internal_address_name_or_id(
    public: dict[str, bytes], office: Any, plan_id: UUID, closed: dict[str, UUID]
) -> None:
    said = {form: _everything(form, content) for form, content in public.items()}
    assert set(said) == set(writing.FORMATS)
    for inside in (
        "/a/",
        "eastmere/",
        "localhost",
        "127.0.0.1",
        "/figures/",
        "plan.docx",
        "board-paper",
        "programme.office@",
        str(plan_id),
        str(closed["December"]),
        str(office.user_id),
        "csrf",
    ):
        assert [form for form in said if inside in said[form]] == [], inside


def test_no_document_names_who_pressed_the_button(public: dict[str, bytes]) -> None:
    word = docx.Document(BytesIO(public["docx"])).core_properties
    assert (word.author, word.last_modified_by, word.comments) == ("", "", "")
    book = openpyxl.load_workbook(BytesIO(public["xlsx"])).properties
    assert not any((book.creator, book.lastModifiedBy, book.description, book.keywords))
    with pikepdf.open(BytesIO(public["pdf"])) as pdf:
        assert "/Author" not in pdf.docinfo
        assert "dc:creator" not in pdf.open_metadata()
    page = lxml_html.fromstring(public["html"])
    assert page.xpath("//meta[@name='author']|//script|//img|//link|//form") == []


def test_a_paper_that_is_not_decided_yet_is_marked_a_draft(
    start: Any, see: Any, office: Any
) -> None:
    paper = see(start("December"))
    document = papers.document_of(paper, viewer=office, draft=True)
    assert "Draft – not for publication" in document.header
    assert "Draft" in page_of(paper, office)


def test_documents_of_a_draft_are_the_same_all_day(start: Any, see: Any, office: Any) -> None:
    paper = see(start("December"))
    made = []
    for hour in (8, 20):
        at = papers.made_at(paper, now=NOW.replace(hour=hour))
        document = papers.document_of(paper, viewer=office, draft=True)
        made.append({form: writing.write(document, form, made_at=at) for form in ("docx", "xlsx")})
    assert made[0] == made[1]


def test_a_format_that_does_not_exist_has_no_writer() -> None:
    with pytest.raises(ValueError, match=r"There is no writer for odt"):
        writing.write(paper_factory.paper(), "odt", made_at=NOW)
