"""Two people at one plan: neither loses a word, and nobody signs off their own work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import sign_in
from tests.journeys.product import Product
from tests.journeys.reader import Reader, find

# A browser that turns to the next page ends its requests too: an AbortError is the script's own.
NOTES_WHAT_THE_SCRIPT_LETS_GO_OF = """
const asked = window.fetch
window.fetch = (...given) => asked(...given).catch(problem => {
  sessionStorage.setItem('let go of', problem.name)
  throw problem
})
"""


def test_the_second_of_two_editors_sees_the_difference_and_loses_nothing(
    reader: Callable[..., Reader],
) -> None:
    officer, head = reader("priya.nair"), reader("tom.ashdown")
    # Given two people who opened the words of one action
    for one in (officer, head):
        find(one, "4.4.2")
        one.follow("Change the words")
    # When the first saves, and then the second
    officer.fill("Success measure", "Two clubs open every Saturday")
    officer.press("Save changes")
    head.fill("Success measure", "Sixty children come to a Saturday club")
    head.press("Save changes")
    # Then the second sees both, and what was typed still stands in the form
    assert "Priya Nair changed this while you were writing" in head.said
    assert "Two clubs open every Saturday" in head.said
    box = head.page.get_by_label("Success measure")
    assert box.input_value() == "Sixty children come to a Saturday club"
    head.looks_right("two-editors")
    # And saving again keeps what the second decided
    head.press("Save changes")
    assert "Sixty children come to a Saturday club" in head.said


def test_words_typed_into_a_form_survive_the_end_of_the_session(
    reader: Callable[..., Reader], product: Product
) -> None:
    lead = reader("hannah.wolfe")
    # Given a lead who has written an update
    find(lead, "3.3.3")
    lead.follow("Record progress")
    words = "Both posts are filled; the backlog halves by March"
    lead.fill("What has happened since the last update?", words)
    # When the session has ended before she sends it
    lead.page.context.clear_cookies(name="session")
    lead.press("Record this update")
    # Then she is asked who she is, and finds her words in the form
    sign_in(lead.page, "hannah.wolfe", product)
    box = lead.page.get_by_label("What has happened since the last update?")
    assert box.input_value() == words
    assert "had not saved" in lead.said
    lead.looks_right("draft-kept")
    lead.press("Record this update")
    assert words in lead.said


def test_words_typed_and_left_are_there_on_coming_back(reader: Callable[..., Reader]) -> None:
    lead = reader("hannah.wolfe")
    find(lead, "3.3.4")
    lead.follow("Record progress")
    # When she types and leaves without sending
    lead.fill("What has happened since the last update?", "Twelve plans amended this week")
    lead.page.locator("[data-draft-said]").get_by_text("kept").wait_for()
    # Then her words are there when she comes back
    find(lead, "3.3.4")
    lead.follow("Record progress")
    box = lead.page.get_by_label("What has happened since the last update?")
    assert box.input_value() == "Twelve plans amended this week"


def test_a_draft_still_on_its_way_when_the_form_is_sent_is_let_go_of(
    reader: Callable[..., Reader],
) -> None:
    lead = reader("hannah.wolfe")
    page, whole = lead.page, "Nine plans amended, and three more by Friday"
    page.add_init_script(NOTES_WHAT_THE_SCRIPT_LETS_GO_OF)
    find(lead, "3.6.2")
    lead.follow("Record progress")
    # Given half of her words on their way as a draft, and a server that does not answer it yet
    on_their_way: list[Any] = []

    def hold(route: Any) -> None:
        on_their_way.append(route)

    page.route("**/drafts/", hold)
    with page.expect_request("**/drafts/") as asked:
        lead.fill("What has happened since the last update?", "Nine plans amended")
    draft = asked.value
    # When she writes the rest and sends the form
    lead.fill("What has happened since the last update?", whole)
    lead.press("Record this update")
    # Then the page has let go of the draft, and what she sent is what is kept
    assert page.evaluate("sessionStorage.getItem('let go of')") == "AbortError"
    assert len(on_their_way) == 1
    assert whole in lead.said
    page.unroute("**/drafts/")
    # And where the draft comes late all the same, it brings nothing back
    page.request.post(draft.url, data=draft.post_data, headers=draft.headers)
    find(lead, "3.6.2")
    assert whole in lead.said
    lead.follow("Record progress")
    assert page.get_by_label("What has happened since the last update?").input_value() == ""
    assert "had not saved" not in lead.said


def test_what_one_marks_complete_another_signs_off(reader: Callable[..., Reader]) -> None:
    lead, head = reader("hannah.wolfe"), reader("tom.ashdown")
    # Given a lead who has shown what was done and marks her action complete
    find(lead, "3.5.2")
    lead.follow("Add evidence")
    lead.choose("Impact")
    lead.fill("Title", "List of schools named, February")
    lead.fill("What does it show?", "Every child who moves has a school named before 15 February")
    for box, number in (("Day", "10"), ("Month", "1"), ("Year", "2020")):
        lead.fill(box, number)
    lead.fill("Or a link to it", "https://www.merrowshire.example/schools-named")
    lead.looks_right("add-evidence")
    lead.press("Add this evidence")
    lead.follow("Mark complete")
    lead.looks_right("mark-complete")
    lead.press("Mark it complete")
    # Then she herself is told in a sentence why she cannot sign it off
    assert "Only someone other than the lead can sign this off" in lead.said
    assert lead.main.get_by_role("button", name="Sign off").is_disabled()
    lead.looks_right("action-waiting-for-sign-off")
    # When the workstream lead finds it on his home
    head.go("/")
    head.looks_right("my-work-workstream-lead")
    head.follow(re.compile(r"Look and sign off\s*: 3\.5\.2"))
    head.looks_right("sign-off")
    head.press("Sign it off")
    # Then it is complete and signed off, and both names stand in it
    assert "is complete and signed off" in head.said
    for name in ("Hannah Wolfe", "Tom Ashdown"):
        assert name in head.said


@pytest.mark.parametrize(
    ("who", "deed", "sentence"),
    [
        ("alan.fairweather", "Rate", "Board members read ratings and do not record them."),
        ("alan.fairweather", "Record progress", "Board members can read everything here"),
        ("nicola.trent", "Record progress", "the workstream lead or the programme office can"),
        ("sylvia.marsh", "Add evidence", ""),
    ],
)
def test_a_refusal_is_a_sentence_with_the_way_on(
    reader: Callable[..., Reader], who: str, deed: str, sentence: str
) -> None:
    one = reader(who)
    # Given an action they may read and not change
    find(one, "3.6.1")
    # Then the deed is not offered, and one sentence says whom to ask for it
    assert one.main.get_by_role("link", name=deed, exact=True).count() == 0
    calm = one.main.locator(".plan-others").inner_text()
    assert deed.lower() in calm
    assert ", ask its lead" in calm
    assert one.main.get_by_role("link", name="Find them under People and forums").is_visible()
    # And the address itself refuses with its own sentence
    address = {"Rate": "", "Record progress": "update/"}.get(deed)
    if address:
        answer = one.page.goto(f"{one.page.url.split('?')[0]}{address}")
        assert answer.status == 403
        assert sentence in one.said
        one.looks_right("refusal")
