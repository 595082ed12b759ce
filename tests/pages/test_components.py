"""Components say what they show to those who do not see them."""

import re
from typing import Any

import pytest
from django.template import engines
from jinja2 import UndefinedError

from goldenthread.pages import gallery
from goldenthread.pages.addresses import paging
from goldenthread.pages.gallery import AMBER_GREEN, BLUE, BROKEN_THREAD, EVERY_MARK, THREAD
from goldenthread.pages.vendoring import DESTINATION
from goldenthread.rules.ratings import Colour, Shape


def drawn(source: str, **context: Any) -> str:
    head = '{% import "pages/components.html" as ui %}'
    return engines["jinja2"].env.from_string(head + source).render(context)


@pytest.mark.parametrize("mark", EVERY_MARK, ids=lambda mark: mark.label)
def test_a_rating_always_has_word_shape_and_colour(mark: Any, ui: Any) -> None:
    tag = str(ui.rating(mark))
    assert mark.label in tag
    assert tag.count("<svg") == (2 if mark.second_shape else 1)
    assert f"gt-colour--{mark.colour.replace('_', '-')}" in tag


def test_every_shape_is_drawn_differently(ui: Any) -> None:
    assert len({str(ui.shape(one.value)) for one in Shape}) == len(Shape)


def test_every_colour_of_a_scale_has_its_style() -> None:
    styles = (DESTINATION / "golden-thread.css").read_text("utf-8")
    for colour in Colour:
        assert f".gt-colour--{colour.value.replace('_', '-')} {{" in styles


def test_nothing_rated_says_not_yet_rated(ui: Any) -> None:
    assert "Not yet rated" in str(ui.rating(None))


def test_a_half_rating_shows_both_shapes(ui: Any) -> None:
    assert str(ui.rating(AMBER_GREEN)).count("gt-chip") == 2


def test_a_rating_may_say_who_when_and_on_what_evidence(ui: Any) -> None:
    tag = str(ui.rating(BLUE, by="DfE", on="3 May 2024", evidence="none recorded"))
    assert "DfE · 3 May 2024 · evidence: none recorded" in tag


def test_a_bar_says_its_numbers_to_those_who_do_not_see_it(ui: Any) -> None:
    bar = str(ui.rating_bar(gallery.PERIODS[1].counts))
    assert 'aria-label="52 Blue, 14 Green, 20 Amber, 5 Red, 3 Grey"' in bar


def test_every_number_of_a_bar_opens_its_rows(ui: Any) -> None:
    bar = str(ui.rating_bar(gallery.PERIODS[1].counts))
    for count in gallery.PERIODS[1].counts:
        assert f'href="{count.href}"' in bar


def test_a_trend_has_its_numbers_in_a_table(ui: Any) -> None:
    trend = str(ui.rating_trend("Completed actions rose", gallery.PERIODS))
    table = trend[trend.index("<table") :]
    assert re.findall(r">(\d+)</a>", table) == [
        str(count.number) for one in gallery.PERIODS for count in one.counts
    ]
    assert table.count(">94<") == 2


def test_a_moment_that_was_not_measured_is_said(ui: Any) -> None:
    assert "Not measured" in str(ui.line_trend("Rose", gallery.MEASURED, unit="%"))


def test_an_unbroken_thread_links_its_stations_and_marks_where_the_reader_is(ui: Any) -> None:
    thread = str(ui.thread(THREAD))
    assert thread.count("<li") == 5
    assert thread.count("<a ") == 4
    assert thread.count('aria-current="page"') == 1
    assert "broken" not in thread


def test_a_gap_breaks_the_thread_before_and_after_it_and_says_what_is_missing(ui: Any) -> None:
    thread = str(ui.thread(BROKEN_THREAD))
    assert thread.count("gt-thread__station--gap") == 2
    assert thread.count("gt-thread__station--broken") == 3
    assert "No evidence yet. Add some." in thread


def test_a_sorted_column_says_so() -> None:
    table = drawn(
        '{% call ui.data_table("Actions", columns) %}<tr></tr>{% endcall %}',
        columns=gallery.columns(),
    )
    assert table.count('aria-sort="ascending"') == 1
    assert 'role="region" aria-label="Actions"' in table
    assert 'tabindex="0"' in table


def test_a_due_date_is_said_beside_how_late_it_is(ui: Any) -> None:
    cell = str(ui.due("Fri 3 May 2024", "4 days overdue", "overdue"))
    words = re.sub(
        r"<[^>]+>", "", cell.replace('<span class="govuk-visually-hidden">, </span>', "")
    )
    assert words == "Fri 3 May 2024 · 4 days overdue"


def test_no_due_date_is_said(ui: Any) -> None:
    assert "No date" in str(ui.due("", "", "none"))


def test_a_filter_in_use_can_be_removed_and_says_so(ui: Any) -> None:
    tags = str(ui.applied_filters([{"label": "Rating: Red", "href": "?lead=4"}], "?"))
    assert 'href="?lead=4"' in tags
    assert "Remove filter: " in tags
    assert "Clear all filters" in tags


def test_a_refused_button_says_why_beside_it(ui: Any) -> None:
    shown = str(ui.button("Sign off", refused="Only someone other than the lead can."))
    assert "disabled" in shown
    assert "Only someone other than the lead can." in shown


def test_one_page_of_a_list_has_no_page_links(ui: Any) -> None:
    shown = str(ui.pagination(paging(total=5, page=1, page_size=10, address="?"), "actions"))
    assert "Actions 1 to 5 of 5" in shown
    assert "<nav" not in shown


def test_a_missing_fact_is_said_to_be_missing(ui: Any) -> None:
    assert "Not recorded" in str(ui.facts([{"key": "Lead", "value": None}]))


def test_what_people_wrote_is_escaped_everywhere(ui: Any) -> None:
    bad = "<b onclick=x>"
    for shown in (
        ui.facts([{"key": bad, "value": bad}]),
        ui.title_cell(bad, bad, "/"),
        ui.history([{"when": bad, "who": bad, "what": bad}]),
        ui.differences(bad, bad, [{"field": bad, "yours": bad, "theirs": bad}]),
        ui.rating_trend(bad, gallery.PERIODS),
        ui.empty(bad, bad),
        ui.note(bad),
    ):
        assert bad not in str(shown)


def test_printing_what_was_never_given_is_an_error_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        drawn("{{ nobody_gave_this }}")


def test_the_environment_is_made_once() -> None:
    from goldenthread.pages.jinja2_environment import environment

    one = environment(autoescape=True, auto_reload=False, loader=None)
    assert environment(autoescape=True, auto_reload=False, loader=None) is one
