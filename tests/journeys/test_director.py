"""A director's five seconds on the plan's page, and every number's way to its rows."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.reader import Reader


def test_a_director_sees_in_five_seconds_how_the_plan_stands(
    reader: Callable[..., Reader],
) -> None:
    director = reader("alan.fairweather")
    # Given the demonstration, when a board member opens the plan
    director.go("/plans/")
    # Then the first screen says what is done, what moved, what is off track, what is due
    first = director.page.locator(".gt-shares").first
    assert first.bounding_box()["y"] < 450
    said = first.inner_text()
    for words in ("complete and signed off", "moved", "off track", "due soon"):
        assert words in said, words
    assert re.search(r"\d+\s+complete and signed off", said)
    director.looks_right("plan")


def test_every_count_on_the_plan_s_page_opens_as_many_rows(reader: Callable[..., Reader]) -> None:
    director = reader("alan.fairweather")
    director.go("/plans/")
    # Given every number on the page that is a link
    links = director.page.evaluate(
        """() => [...document.querySelectorAll(
            'main a.gt-figure, main a.gt-share__number, main .gt-key a')]
          .map(link => {
            // A share is said in per cent; its count stands beside it.
            const share = link.textContent.includes('%') && link.closest('.gt-share')
            const said = share ? share.querySelector('.gt-share__of') : link
            return [said.textContent.trim(), link.href]
          })"""
    )
    opened = 0
    for words, address in dict.fromkeys((words, address) for words, address in links):
        number = re.match(r"\D*([\d,]+)", words)
        if number is None or "/actions/?" not in address:
            continue
        # When it is followed, then the list says the same number
        director.page.goto(address)
        told = director.page.locator(".gt-filters__count").inner_text()
        listed = re.match(r"([\d,]+) ", told)
        assert listed, told
        assert listed[1] == number[1], f"{words} opens {told} at {address}"
        opened += 1
    assert opened > 15


def test_every_count_on_a_home_opens_as_many_rows(reader: Callable[..., Reader]) -> None:
    officer = reader("priya.nair")
    officer.go("/")
    officer.looks_right("my-work-programme-office")
    links = officer.page.evaluate(
        """() => [...document.querySelectorAll('main a')]
          .map(link => [link.textContent.trim(), link.href])
          .filter(([words, href]) => /^\\d+\\s/.test(words) && href.includes('/actions/?'))"""
    )
    assert links
    for words, address in links:
        officer.page.goto(address)
        told = officer.page.locator(".gt-filters__count").inner_text()
        assert told.split()[0] == words.split()[0], f"{words} opens {told}"


def test_a_figure_of_an_issued_paper_opens_its_rows(reader: Callable[..., Reader]) -> None:
    member = reader("alan.fairweather")
    member.go("/")
    # Given the board member's home, when the latest paper is opened
    member.follow("Read it")
    member.looks_right("paper-issued")
    # And its first figure is followed
    figure = member.page.locator("main a[href*='/papers/figures/']").first
    number = figure.inner_text().strip()
    member.open(figure)
    # Then the page says that number, its date and its rows
    assert member.heading.startswith(number)
    assert member.page.locator("tbody tr").count() == int(number)
    member.looks_right("figure")
