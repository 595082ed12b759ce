"""Each body's own template, what a draft says of its class, and the histories of both."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import docx
from django.urls import reverse
from lxml import html as lxml_html

from goldenthread.governance import queries
from goldenthread.reports.references import FigureReference
from tests.reports.pages.test_pages import address, page, template


def test_a_template_for_one_body_ends_for_that_body_alone(
    office: Any, signed_in: Any, start: Any, scrutiny: UUID, board: UUID
) -> None:
    client = signed_in(office)
    for name, forum in (("Board report", board), ("Scrutiny report", scrutiny)):
        typed = {"name": name, "template": template("{{ title }}"), "forum": str(forum)}
        assert "The template was kept." in page(
            client.post(address("add_template"), typed, follow=True)
        )
    kept = {one.name: one for one in queries.word_templates(viewer=office)}
    assert (kept["Board report"].forum_id, kept["Scrutiny report"].forum_id) == (board, scrutiny)
    for_board, for_scrutiny = start("December"), start("December", forum_id=scrutiny)
    ended, stays = kept["Board report"].id, kept["Scrutiny report"].id
    assert client.get(address("in_template", for_board, ended)).status_code == 200
    client.post(address("end_template", ended))
    assert client.get(address("in_template", for_board, ended)).status_code == 404
    assert address("in_template", for_board, ended) not in page(
        client.get(address("paper", for_board))
    )
    assert client.get(address("in_template", for_scrutiny, stays)).status_code == 200
    history = page(client.get(reverse("governance:template_history", args=["eastmere", ended])))
    assert "added the Word template Board report" in history
    assert "took away the Word template Board report" in history
    again = client.post(address("end_template", ended))
    assert "is not offered any more" in page(again)


def test_the_page_of_a_draft_says_the_same_of_its_class_above_and_on_its_front_sheet(
    office: Any, signed_in: Any, start: Any
) -> None:
    client = signed_in(office)
    draft = start("December")
    shown = lxml_html.fromstring(client.get(address("paper", draft)).content)
    above = " ".join(shown.xpath("//p[@class='gt-paper-tools__state']")[0].text_content().split())
    head = shown.xpath("//span[@class='gt-document__access']")[0].text_content()
    front = {
        row.xpath("string(dt)").strip(): row.xpath("string(dd)").strip()
        for row in shown.xpath("//article/dl/div")
    }
    assert above.endswith("Public or exempt: not decided yet")
    assert head.startswith("Public or exempt: not decided yet")
    assert front["Public or exempt"] == "Not decided yet"
    word = docx.Document(BytesIO(client.get(address("document", draft, "docx")).content))
    cells = [cell.text for table in word.tables[:1] for row in table.rows for cell in row.cells]
    assert "Not decided yet" in cells


def test_a_figure_with_nothing_before_has_no_column_for_it(
    viewer: Any, signed_in: Any, closed: dict[str, UUID]
) -> None:
    client = signed_in(viewer("board_member"))
    for compared, headings in (
        (None, ["Action", "Lead", "Due", "Rating then"]),
        (closed["October"], ["Action", "Lead", "Due", "Before", "Then"]),
    ):
        reference = str(FigureReference(closed["December"], compared, "rating:green"))
        shown = lxml_html.fromstring(client.get(address("figure", reference=reference)).content)
        assert [th.text_content().strip() for th in shown.xpath("//thead//th")] == headings


def test_the_history_of_a_paper_tells_each_step(
    office: Any, stranger: Any, signed_in: Any, start: Any, issue: Any
) -> None:
    paper_id = issue(start("December"))
    at = reverse("governance:paper_history", args=["eastmere", paper_id])
    shown = page(signed_in(office).get(at))
    for deed in ("started a paper to", "changed the front sheet", "issued the paper to"):
        assert deed in shown
    assert signed_in(stranger).get(at.replace("eastmere", "westholm")).status_code == 404


def test_the_history_of_a_template_is_its_area_s_office_s(
    office: Any, stranger: Any, viewer: Any, signed_in: Any
) -> None:
    typed = {"name": "Cabinet report", "template": template("{{ title }}")}
    signed_in(office).post(address("add_template"), typed)
    (kept,) = queries.word_templates(viewer=office)
    at = reverse("governance:template_history", args=["eastmere", kept.id])
    assert "added the Word template Cabinet report" in page(signed_in(office).get(at))
    assert signed_in(viewer("board_member")).get(at).status_code == 403
    assert signed_in(stranger).get(at.replace("eastmere", "westholm")).status_code == 404
