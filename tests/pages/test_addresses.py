"""Filters, sorting and paging live in the address."""

from django.http import QueryDict

from goldenthread.pages.addresses import paging, sortable, with_query, without_value


def test_a_change_keeps_the_other_filters() -> None:
    assert with_query("/plan?lead=4&rating=red", rating="blue") == "/plan?lead=4&rating=blue"


def test_nothing_takes_a_filter_away() -> None:
    assert with_query("/plan?lead=4&rating=red", rating=None) == "/plan?lead=4"


def test_a_changed_filter_goes_back_to_the_first_page() -> None:
    assert with_query("/plan?page=7", rating="red") == "/plan?rating=red"


def test_a_list_of_values_repeats_the_filter() -> None:
    assert with_query("/plan", rating=["red", "amber"]) == "/plan?rating=red&rating=amber"


def test_the_query_of_a_request_serves_as_well_as_an_address() -> None:
    assert with_query(QueryDict("lead=4"), page=2) == "?lead=4&page=2"


def test_an_address_without_filters_left_still_leads_somewhere() -> None:
    assert with_query(QueryDict("lead=4"), lead=None) == "?"


def test_one_value_of_a_repeated_filter_can_be_removed() -> None:
    assert without_value("/plan?rating=red&rating=amber&q=a", "rating", "red") == (
        "/plan?q=a&rating=amber"
    )


def test_words_with_odd_signs_come_through_the_address() -> None:
    assert with_query("/plan", q="health & care 50%") == "/plan?q=health+%26+care+50%25"


def test_asking_again_for_a_column_turns_its_order_round() -> None:
    column = sortable("Due", "due", order="due", address="/plan")
    assert (column.sorted, column.href) == ("ascending", "/plan?sort=-due")


def test_a_column_in_falling_order_says_so_and_offers_the_rising() -> None:
    column = sortable("Due", "due", order="-due", address="/plan")
    assert (column.sorted, column.href) == ("descending", "/plan?sort=due")


def test_another_column_is_not_marked_as_sorted() -> None:
    assert sortable("Lead", "lead", order="due", address="/plan").sorted == ""


def test_a_long_list_shows_first_last_and_neighbours() -> None:
    links = paging(total=94, page=5, page_size=10, address="/plan").links
    assert [link.number for link in links] == [1, None, 4, 5, 6, None, 10]


def test_a_page_past_the_end_is_the_last() -> None:
    shown = paging(total=94, page=99, page_size=10, address="/plan")
    assert (shown.first, shown.last, shown.next_href) == (91, 94, "")


def test_an_empty_list_has_one_page_of_nothing() -> None:
    shown = paging(total=0, page=1, page_size=10, address="/plan")
    assert (shown.first, shown.last, len(shown.links)) == (0, 0, 1)


def test_the_first_page_has_nothing_before_it() -> None:
    shown = paging(total=20, page=1, page_size=10, address="/plan?lead=4")
    assert shown.previous_href == ""
    assert shown.next_href == "/plan?lead=4&page=2"
