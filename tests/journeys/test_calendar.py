"""Somebody has their due dates in their calendar, and takes the address away again."""

from __future__ import annotations

import re
from collections.abc import Callable

import requests
from icalendar import Calendar

from tests.journeys.product import Product
from tests.journeys.reader import Reader


def _path(words: str) -> str:
    found = re.search(r"/calendar/[\w-]{43}\.ics", words)
    assert found, words
    return found[0]


def test_an_address_is_made_fetched_made_anew_and_ended(
    product: Product, reader: Callable[..., Reader]
) -> None:
    office = reader("martin.ellery")
    # Given somebody who looks for how often mail comes, and finds the calendar
    office.go("/messages/preferences/")
    office.follow("Your due dates in your calendar")
    assert "You have no calendar address." in office.said
    office.looks_right()
    # When they make an address, it is shown once
    office.press("Make my address")
    first = _path(office.said)
    office.looks_right("calendar-address")
    # Then a program without a session reads it
    answer = requests.get(f"{product.address}{first}", timeout=30)
    assert answer.status_code == 200
    assert Calendar.from_ical(answer.content)["version"] == "2.0"
    # And the page tells that it was read, and the address no more
    office.go("/messages/calendar/")
    assert "It was last read on" in office.said
    assert first not in office.said
    # When they make it anew, the first is gone; ended, both are
    office.press("Make a new address")
    second = _path(office.said)
    assert requests.get(f"{product.address}{first}", timeout=30).status_code == 404
    office.press("End my address")
    assert "Your calendar address works no more." in office.said
    assert requests.get(f"{product.address}{second}", timeout=30).status_code == 404
