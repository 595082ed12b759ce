"""A case manager brings in the SEN2 return, and a case system's extract: looked at, then in."""

from __future__ import annotations

import re
from collections.abc import Callable

from benchmarks import returns
from goldenthread.rules.sen2 import as_xml
from goldenthread.rules.sen2.records import Person
from tests.factories import case_systems
from tests.journeys.reader import Reader

LIST = "/register/bring-in/"


def give(manager: Reader, name: str, content: bytes, *day: int) -> None:
    """Upload a file, and wait until it has been read."""
    manager.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    for part, number in zip(("day", "month", "year"), day, strict=True):
        manager.page.locator(f"[name=as_at_{part}]").fill(str(number))
    manager.press("Read it")


def a_return(persons: list[Person]) -> bytes:
    """Their return, eight years earlier than it is made up: Merrowshire lives in January 2020."""
    words = "".join(as_xml.pieces(returns.HEADER, persons))
    return re.sub(r"\d{4}(?=-\d\d-\d\d)", lambda year: str(int(year[0]) - 8), words).encode()


def test_a_return_is_looked_at_and_brought_in_and_the_list_shows_it(
    reader: Callable[..., Reader],
) -> None:
    manager = reader("martin.ellery")
    persons = list(returns.persons(6))
    # Given the return of six persons
    manager.go("/register/")
    manager.follow("Data")
    manager.follow("Bring in an extract")
    manager.looks_right("extract-upload")
    give(manager, "sen2.xml", a_return(persons), 2, 12, 2019)
    # When it is looked at
    assert manager.heading == "What this extract would change"
    for words in ("new to the register", "Every row is accounted for", "Nothing is written yet"):
        assert words in manager.said
    manager.looks_right("extract-preview")
    at = manager.page.url
    manager.follow("6 new to the register")
    surname = str(persons[0].surname)
    assert surname in manager.said
    manager.looks_right("extract-new")
    manager.follow("Back to what this extract would change")
    manager.follow("The checks of the SEN2 return")
    assert "Not run" in manager.said
    manager.looks_right("extract-checks")
    # And brought in
    manager.page.goto(at)
    manager.press("Bring it into the register")
    assert "The extract is in the register" in manager.said
    manager.looks_right("extract-done")
    manager.follow("History of this extract")
    assert "had an extract brought into the register" in manager.said
    manager.looks_right()
    # Then the list of the register shows them
    manager.go("/register/children/")
    assert surname in manager.said


def test_the_columns_of_a_case_system_are_said_once_without_scripts(
    reader: Callable[..., Reader],
) -> None:
    manager = reader("martin.ellery", java_script_enabled=False)
    sighted = reader("martin.ellery")
    manager.go(LIST)
    give(manager, "caseload.csv", case_systems.synergic(), 3, 12, 2019)
    # Given columns that nobody has said yet
    assert manager.heading == "What are its columns?"
    assert case_systems.SURNAMES[0] not in manager.page.content()
    sighted.page.goto(manager.page.url)
    sighted.looks_right("extract-columns")
    # When they are said, and their words
    manager.fill("Name of the system", "Synergy")
    manager.press("Go on")
    assert manager.heading == "What do its words mean?"
    manager.press("Keep this and read the file")
    # Then it is read so, and brought in
    assert "Read with version 1 of the columns of Synergy" in manager.said
    sighted.page.goto(manager.page.url)
    sighted.looks_right("extract-preview-of-a-case-system")
    manager.press("Bring it into the register")
    assert "The extract is in the register" in manager.said
    # And next month's is read without asking
    manager.go(LIST)
    give(manager, "january.csv", case_systems.synergic(surname="Otherwise"), 6, 1, 2020)
    assert manager.heading == "What this extract would change"
    assert "Surname changes" in manager.said
    manager.follow("1 known, and something changes")
    assert "Otherwise" in manager.said
    sighted.page.goto(manager.page.url)
    sighted.looks_right("extract-changes")
    manager.page.go_back()
    manager.press("Cancel and delete the file")
    assert "The extract was cancelled and its file deleted" in manager.said
    sighted.go(LIST)
    sighted.looks_right("extracts")
