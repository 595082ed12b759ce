"""The HTML: escaped, without inline styles, figures as links only where they may be."""

from itertools import pairwise

import pytest
from lxml import html

from goldenthread.reports.writers.html import write_html, write_html_article
from tests.factories.papers import paper
from tests.reports.nasty import SIGNS, nasty_document


def test_figures_link_to_their_rows_inside_golden_thread() -> None:
    article = html.fromstring(write_html_article(paper(figure_href=lambda key: f"/f/{key}")))
    links = article.xpath("//a[@class='govuk-link gt-figure']")
    assert len(links) > 60
    assert "/f/share:complete" in {link.get("href") for link in links}


def test_figures_lead_to_the_list_of_references_elsewhere() -> None:
    page = html.fromstring(write_html(paper()))
    links = {link.get("href") for link in page.xpath("//a")}
    assert links
    assert all(link.startswith("#figure-") for link in links)
    assert links == {f"#{node.get('id')}" for node in page.xpath("//span[@id]")}


def test_there_are_no_inline_styles_scripts_or_fetched_things() -> None:
    page = html.fromstring(write_html(nasty_document()))
    assert not page.xpath("//@style")
    assert not page.xpath("//script | //link | //img | //*[@src]")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")


@pytest.mark.asvs("1.2.1")
def test_hard_words_are_only_words() -> None:
    page = html.fromstring(write_html(nasty_document()))
    assert not page.xpath("//b")
    assert any(SIGNS in text for text in page.xpath("//p/text()"))


def test_headings_are_in_order_and_tables_have_captions_and_scopes() -> None:
    page = html.fromstring(write_html(paper()))
    levels = [int(node.tag[1]) for node in page.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in page.xpath("//table"):
        assert table.xpath("caption")
        assert table.xpath("thead//th[@scope='col']")
    assert page.xpath("//html/@lang") == ["en-GB"]


def test_a_rating_is_word_shape_and_colour() -> None:
    page = html.fromstring(write_html(paper()))
    marks = page.xpath("//span[contains(@class, 'gt-rating ')]")
    assert marks
    for mark in marks:
        assert mark.xpath("svg[@aria-hidden='true']")
        assert mark.xpath("span/text()")
