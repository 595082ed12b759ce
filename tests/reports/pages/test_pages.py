"""The paper's page, its documents, its commentary, its issue, its templates, its figures."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html as lxml_html

from goldenthread.governance import actions as governance
from goldenthread.governance import queries
from goldenthread.governance.models import BoardPaper
from goldenthread.partnership.models import Role
from goldenthread.reports import actions, presenters, writing
from goldenthread.reports.references import FigureReference
from goldenthread.trail.models import TrailEntry
from tests.conftest import TODAY

OFFICE = (Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR)


def address(name: str, *args: Any, slug: str = "eastmere", **query: str) -> str:
    return reverse(f"reports:{name}", args=[slug, *args]) + (
        f"?{urlencode(query)}" if query else ""
    )


def page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_every_page_as_every_role(viewer: Any, signed_in: Any, start: Any, issue: Any) -> None:
    issued, draft = issue(start("October")), start("December")
    for role in Role.values:
        client = signed_in(viewer(role))
        writes = role in OFFICE
        open_to_all = [address(name) for name in ("figure", "templates")]
        open_to_all += [address("paper", issued), address("document", issued, "xlsx")]
        assert {client.get(at).status_code for at in open_to_all} == {200}, role
        for name, *args in (("paper",), ("document", "xlsx"), ("commentary",), ("issue",)):
            at = address(name, draft, *args)
            assert client.get(at).status_code == (200 if writes else 404), f"{at} as {role}"
        for name in ("commentary", "issue"):
            assert client.get(address(name, issued)).status_code == 403, role
        answer = client.post(address("add_template"), {})
        assert answer.status_code == (422 if writes else 403), role


def test_pages_of_another_area_are_none(
    stranger: Any, signed_in: Any, start: Any, receive: Any
) -> None:
    issued, draft = receive(start("October")), start("December")
    client = signed_in(stranger)
    for paper in (issued, draft, uuid4()):
        for name, *args in (
            ("paper",),
            ("document", "html"),
            ("commentary",),
            ("issue",),
            ("in_template", uuid4()),
        ):
            for slug in ("eastmere", "westholm"):
                at = address(name, paper, *args, slug=slug)
                assert client.get(at).status_code == 404, at


# --- the paper --------------------------------------------------------------------------------


def test_each_figure_of_the_page_leads_to_its_rows(
    viewer: Any, signed_in: Any, start: Any, issue: Any
) -> None:
    issued = issue(start("December"))
    client = signed_in(viewer("board_member"))
    shown = lxml_html.fromstring(client.get(address("paper", issued)).content)
    links = shown.xpath("//article//a[@data-reference]")
    assert len(links) > 40
    assert {link.get("href").split("?")[0] for link in links} == {address("figure")}
    first = client.get(links[0].get("href"))
    assert first.status_code == 200
    assert links[0].get("data-reference") in page(first)


def test_the_page_of_a_draft_says_what_is_missing(office: Any, signed_in: Any, start: Any) -> None:
    shown = page(signed_in(office).get(address("paper", start("December"))))
    assert "Draft – not for publication · Public or exempt: not decided yet" in shown
    assert "Still missing: Item type; Board sponsor; Author; Recommendations" in shown
    assert "Compared with November." in shown
    assert "Withdraw the draft" in shown


@pytest.mark.parametrize("form", writing.FORMATS)
def test_documents_are_given_as_attachments(
    form: str, office: Any, signed_in: Any, start: Any, issue: Any
) -> None:
    issued, draft = issue(start("October")), start("December")
    client = signed_in(office)
    for paper_id in (issued, draft):
        answer = client.get(address("document", paper_id, form))
        content = answer.getvalue()
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert f".{form}" in answer["Content-Disposition"]
        assert answer["Content-Type"] == writing.MEDIA_TYPES[form]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert len(content) > 1000
    assert "draft" in answer["Content-Disposition"]


@pytest.mark.parametrize("form", writing.FORMATS)
def test_an_issued_document_is_named_after_its_paper(
    form: str, office: Any, signed_in: Any, start: Any, issue: Any, see: Any
) -> None:
    issued = issue(start("October"))
    answer = signed_in(office).get(address("document", issued, form))
    name = presenters.file_name(see(issued), form)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_two_clicks_that_both_began_to_issue_lead_to_the_issued_paper(
    office: Any, signed_in: Any, start: Any, see: Any, fill: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = start("December")
    fill(draft)
    version = see(draft).version
    once = actions.issue_paper

    def the_other_was_first(**asked: Any) -> None:
        once(**asked)
        once(**asked)

    monkeypatch.setattr(actions, "issue_paper", the_other_was_first)
    client = signed_in(office)
    answer = client.post(address("issue", draft), {"version": str(version)}, follow=True)
    assert answer.redirect_chain == [(address("paper", draft), 302)]
    assert see(draft).issued
    assert TrailEntry.objects.filter(act="governance.issue").count() == 1


def test_an_issued_document_is_the_same_each_time_it_is_asked_for(
    office: Any, signed_in: Any, start: Any, issue: Any
) -> None:
    issued = issue(start("December"))
    client = signed_in(office)
    for form in writing.FORMATS:
        at = address("document", issued, form)
        assert client.get(at).getvalue() == client.get(at).getvalue()


def test_a_format_we_do_not_write_is_no_page(office: Any, signed_in: Any, start: Any) -> None:
    assert signed_in(office).get(address("document", start("December"), "odt")).status_code == 404


# --- commentary -------------------------------------------------------------------------------


def test_words_stand_beside_the_figures(office: Any, signed_in: Any, start: Any, see: Any) -> None:
    draft = start("December")
    client = signed_in(office)
    typed = {"version": "1", "overall": "A <b>good</b> autumn & winter."}
    answer = client.post(address("commentary", draft), typed, follow=True)
    assert "Your words stand beside the figures." in page(answer)
    assert "A &lt;b&gt;good&lt;/b&gt; autumn &amp; winter." in page(answer)
    assert see(draft).commentary == {"overall": typed["overall"]}


def test_each_priority_has_a_box(office: Any, signed_in: Any, start: Any) -> None:
    shown = page(signed_in(office).get(address("commentary", start("December"))))
    assert "Priority 1: Joint working" in shown
    assert "The plan as a whole" in shown


def test_the_second_to_write_sees_what_the_first_wrote(
    office: Any, signed_in: Any, start: Any, see: Any
) -> None:
    draft = start("December")
    client = signed_in(office)
    at = address("commentary", draft)
    assert client.post(at, {"version": "1", "overall": "First words"}).status_code == 302
    second = {"version": "1", "overall": "Second words"}
    answer = client.post(at, second)
    assert answer.status_code == 409
    for words in ("Somebody else changed this paper", "First words", "Second words"):
        assert words in page(answer)
    assert 'name="version" value="2"' in page(answer)
    assert client.post(at, {**second, "version": "2"}).status_code == 302
    assert see(draft).commentary == {"overall": "Second words"}


def test_words_too_long_are_told(office: Any, signed_in: Any, start: Any) -> None:
    typed = {"version": "1", "overall": "word " * 1000}
    answer = signed_in(office).post(address("commentary", start("December")), typed)
    assert answer.status_code == 422
    assert "must be 4000 characters or fewer" in page(answer)


# --- issue ------------------------------------------------------------------------------------


def test_issuing_says_what_will_happen_and_does_it_once(
    office: Any, signed_in: Any, start: Any, see: Any, fill: Any
) -> None:
    draft = start("December")
    client = signed_in(office)
    assert "Fill the front sheet" in page(client.get(address("issue", draft)))
    fill(draft)
    asked = page(client.get(address("issue", draft)))
    assert "An issued paper never changes." in asked
    assert "Improvement Board" in asked
    version = {"version": str(see(draft).version)}
    first = client.post(address("issue", draft), version, follow=True)
    assert "The paper was issued to Improvement Board." in page(first)
    issued_at = see(draft).issued_at
    second = client.post(address("issue", draft), version, follow=True)
    assert second.redirect_chain == [(address("paper", draft), 302)]
    assert see(draft).issued_at == issued_at
    assert BoardPaper.objects.get(pk=draft).documents.count() == 4
    assert TrailEntry.objects.filter(act="governance.issue").count() == 1


def test_issuing_an_unfinished_paper_is_refused_in_a_sentence(
    office: Any, signed_in: Any, start: Any, see: Any
) -> None:
    draft = start("December")
    answer = signed_in(office).post(address("issue", draft), {"version": "1"})
    assert answer.status_code == 422
    assert "The front sheet is not finished. Still missing: Item type" in page(answer)


@pytest.mark.parametrize("version", ["", "soon", "99999999999999999999"])
def test_a_page_not_sent_whole_issues_nothing(
    version: str, office: Any, signed_in: Any, start: Any, see: Any, fill: Any
) -> None:
    draft = start("December")
    fill(draft)
    answer = signed_in(office).post(address("issue", draft), {"version": version})
    assert answer.status_code in (409, 422)
    assert not see(draft).issued


# --- figures ----------------------------------------------------------------------------------


def test_a_figure_shows_its_rows_before_and_then(
    viewer: Any, signed_in: Any, closed: dict[str, UUID]
) -> None:
    reference = str(FigureReference(closed["December"], closed["October"], "moved:green:green"))
    shown = page(signed_in(viewer("board_member")).get(address("figure", reference=reference)))
    assert "1.1 Agree how the 1th pathway" in shown
    assert "October, cut-off 31 October 2019" in shown
    assert "December, cut-off 31 December 2019" in shown
    assert reference in shown
    assert "1.2 Agree" not in shown


def test_a_figure_of_nothing_says_so(viewer: Any, signed_in: Any, closed: dict[str, UUID]) -> None:
    reference = str(FigureReference(closed["December"], None, "rating:blue"))
    shown = page(signed_in(viewer("board_member")).get(address("figure", reference=reference)))
    assert "No action is counted here" in shown


def test_a_reference_of_another_area_looks_like_none(
    stranger: Any, signed_in: Any, closed: dict[str, UUID]
) -> None:
    client = signed_in(stranger)
    theirs = str(FigureReference(closed["December"], None, "actions"))
    unknown = str(FigureReference(uuid4(), None, "actions"))
    answers = [
        client.get(address("figure", slug="westholm", reference=one)) for one in (theirs, unknown)
    ]
    assert {answer.status_code for answer in answers} == {404}
    said = {page(answer).split("No figure in your sight")[1][:60] for answer in answers}
    assert len(said) == 1


@pytest.mark.parametrize("text", ["GT-nonsense", "GT-" + "z" * 26 + "/actions", "<i>", "x" * 5000])
def test_a_reference_with_wrong_letters_is_told(text: str, office: Any, signed_in: Any) -> None:
    answer = signed_in(office).get(address("figure", reference=text))
    assert answer.status_code == 404
    assert "reference" in page(answer)
    assert "<i>" not in page(answer)


# --- a council's own Word template ------------------------------------------------------------


def template(*paragraphs: str) -> SimpleUploadedFile:
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    out = BytesIO()
    word.save(out)
    return SimpleUploadedFile("ours.docx", out.getvalue())


def test_a_template_is_kept_and_offered_beside_each_paper(
    office: Any, signed_in: Any, start: Any, stranger: Any
) -> None:
    draft = start("December")
    client = signed_in(office)
    typed = {"name": "Cabinet report", "template": template("Paper: {{ title }}")}
    answer = client.post(address("add_template"), typed, follow=True)
    assert "The template was kept." in page(answer)
    (kept,) = queries.word_templates(viewer=office)
    assert address("in_template", draft, kept.id) in page(client.get(address("paper", draft)))
    filled = client.get(address("in_template", draft, kept.id))
    assert filled["Content-Type"] == writing.MEDIA_TYPES["docx"]
    assert filled["Content-Disposition"].startswith("attachment; filename=")
    word = docx.Document(BytesIO(filled.content))
    assert word.paragraphs[0].text == "Paper: Progress to December"
    assert queries.word_templates(viewer=stranger) == ()
    assert client.get(address("in_template", draft, uuid4())).status_code == 404


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (template("{{ tittle }}"), "tittle"),
        (SimpleUploadedFile("ours.docx", b"plain words"), "Word"),
        (SimpleUploadedFile("ours.docx", b""), "empty"),
        (None, "Choose the Word template."),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_where_it_was_chosen(
    upload: Any, sentence: str, office: Any, signed_in: Any
) -> None:
    typed = {"name": "Cabinet report"} | ({"template": upload} if upload else {})
    answer = signed_in(office).post(address("add_template"), typed)
    assert answer.status_code == 422
    assert sentence in page(answer)
    assert queries.word_templates(viewer=office) == ()


def test_a_template_for_one_body_is_not_offered_to_another(
    office: Any, signed_in: Any, start: Any, scrutiny: UUID
) -> None:
    client = signed_in(office)
    client.post(
        address("add_template"), {"name": "Cabinet report", "template": template("{{ title }}")}
    )
    (any_body,) = queries.word_templates(viewer=office)
    theirs = governance.add_word_template(
        name="Scrutiny report",
        file_id=any_body.file_id,
        forum_id=scrutiny,
        by=office,
        on=TODAY,
        at=BoardPaper.objects.get(pk=start("December")).recorded_at,
    )
    for_board, for_scrutiny = start("December"), start("December", forum_id=scrutiny)
    assert client.get(address("in_template", for_board, theirs)).status_code == 404
    assert client.get(address("in_template", for_scrutiny, theirs)).status_code == 200
