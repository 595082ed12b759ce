"""A whole update round: asked, answered on every kind of screen, chased, and in the board's paper.

These journeys have a demonstration of their own, because they let days go by in it, and because
its mail goes to a server that catches it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import TimeoutError

from tests.journeys import product as products
from tests.journeys.conftest import signing_in, sitting_down
from tests.journeys.keyboard import tab_to
from tests.journeys.mail import Letterbox, Mail, by_person
from tests.journeys.product import Product
from tests.journeys.reader import Reader, find
from tests.notifications.mail_server import MailServer

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
CUT_OFF, CHASED = date(2020, 1, 17), date(2020, 1, 22)  # a Friday; three working days later
NEXT_CUT_OFF = date(2020, 2, 28)
SAID_ON_A_PHONE = "Twelve of the twenty families have their new plan."
SAID_LATE = "The second course is full; it starts on Monday."


@pytest.fixture(scope="module")
def letterbox() -> Iterator[tuple[MailServer, Letterbox]]:
    with MailServer() as server:
        yield server, Letterbox(server)


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, letterbox: tuple[MailServer, Letterbox]
) -> Iterator[Product]:
    """A demonstration whose mail is sent."""
    served, process = products.start(
        tmp_path_factory.mktemp("round"),
        called="round",
        GOLDENTHREAD_MAIL_HOST="127.0.0.1",
        GOLDENTHREAD_MAIL_PORT=str(letterbox[0].port),
        GOLDENTHREAD_MAIL_SECURITY="none",
    )
    yield served
    process.terminate()
    process.wait(timeout=120)  # a job that has begun is finished first


@pytest.fixture(scope="module")
def signed_in_as(product: Product, browser: Any) -> Callable[[str], Any]:
    return signing_in(product, browser)


@dataclass
class Round:
    """A round under way: its board's address, and the message each lead got."""

    product: Product
    letters: Letterbox
    plan: str
    board: str
    asked: dict[str, Mail]  # by the beginning of the address: "karl.dunmore"

    def link(self, who: str) -> str:
        return self.asked[who].links[0]

    def mail(self) -> list[Mail]:
        """Send what is due, and look at what came of the round."""
        self.product.command("send-mail")
        return _of_the_round(self.letters.fresh())


_BY_ITSELF = ("Access review", "Your week in")


def _of_the_round(came: list[Mail]) -> list[Mail]:
    """Without what comes by itself meanwhile: the reminder that a review of rights is due and, on
    a Monday of the machine's own calendar, each person's week."""
    return [mail for mail in came if not mail.subject.startswith(_BY_ITSELF)]


@pytest.fixture(scope="module")
def under_way(
    product: Product,
    browser: Any,
    signed_in_as: Callable[[str], Any],
    letterbox: tuple[MailServer, Letterbox],
) -> Iterator[Round]:
    """Priya Nair asks every lead of the plan, and the mail goes out."""
    product.command("send-mail")  # what the demonstration still had to say of January
    letters = letterbox[1]
    letters.fresh()
    with sitting_down(product, browser, signed_in_as) as sit_down:
        office = sit_down("priya.nair")
        plan = _open_a_period(office, "January 2020", date(2020, 1, 1), CUT_OFF)
        _name_who_answers_for_it(office, "4.2.4", "Assistant Director Education")
        _close_the_round_before(office, plan)
        board = _ask_everybody(office, plan)
        product.command("send-mail")
        came = _of_the_round(letters.fresh())
        asked = {mail.to.partition("@")[0]: mail for mail in came}
        assert len(asked) == len(came)
        yield Round(product, letters, plan, board, asked)
    assert not letters.twice


def _fill_day(one: Reader, group: str, day: date) -> None:
    boxes = one.page.get_by_role("group", name=group)
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(box).fill(str(number))


def _open_a_period(office: Reader, name: str, first: date, cut_off: date) -> str:
    """The plan's address."""
    office.go("/plans/")
    plan = str(office.page.url.split("?")[0])
    office.page.goto(f"{plan}periods/open/")
    office.fill("Name", name)
    _fill_day(office, "First day", first)
    _fill_day(office, "Cut-off", cut_off)
    office.press("Open it")
    return plan


def _name_who_answers_for_it(office: Reader, reference: str, post: str) -> None:
    find(office, reference)
    office.follow("Change the words")
    office.page.get_by_label("Accountable officer").first.select_option(label=post)
    office.press("Save changes")


def _close_the_round_before(office: Reader, plan: str) -> None:
    office.page.goto(f"{plan}rounds/")
    office.follow("January 2020")
    office.follow("Close this round")
    office.looks_right()
    office.press("Close this round")
    assert "Every answer is kept" in office.said


def _ask_everybody(office: Reader, plan: str) -> str:
    """The board's address."""
    office.page.goto(plan)
    office.follow("Updates", exact=True)
    office.follow("Request updates")
    # Given who would be asked about what, and what stands in the way
    assert "people will be asked about" in office.said
    assert "Karl Dunmore" in office.said
    assert office.page.get_by_label("Day").input_value() == str(CUT_OFF.day)  # the open period's
    office.fill("Name of this round", "January, second time")
    office.fill("A note to the leads", "The board meets on 28 January. Two sentences are enough.")
    office.looks_right("round-request")
    # When she presses twice because nothing seems to happen
    button = office.main.get_by_role("button", name=re.compile(r"^Ask \d+ people"))
    many = int(re.findall(r"\d+", button.inner_text())[0])
    button.dblclick()
    office.page.wait_for_url("**/rounds/*-*/")
    # Then it is one round, and so it is when she goes back and presses again
    board = str(office.page.url)
    assert f"0 of {many} returned" in office.said
    office.looks_right("round-just-asked")
    office.page.go_back()
    again = office.main.get_by_role("button", name=re.compile(r"^Ask \d+ people"))
    if again.count():
        office.open(again)
    office.page.goto(f"{plan}rounds/")
    assert office.main.get_by_role("link", name="January, second time").count() == 1
    office.looks_right("round-list")
    return board


def block(one: Reader, reference: str) -> Any:
    """The part of a lead's form that is about one action."""
    return one.page.get_by_role("region", name=re.compile(rf"^{re.escape(reference)}\s"))


def everything_is_in(one: Reader) -> None:
    """Sent, and the page says so; told in the page's own words where it does not."""
    thanks = one.page.get_by_role("heading", name="Thank you. Everything is in.")
    with suppress(TimeoutError):
        thanks.wait_for()
    assert thanks.is_visible(), one.said


def _overheard(page: Any, address: str) -> list[Any]:
    """The requests that go to an address, as they go; the latest is the last."""
    found: list[Any] = []

    def listen(route: Any) -> None:
        found.append(route.request)
        route.continue_()

    page.route(address, listen)
    return found


def references(one: Reader) -> list[str]:
    """What a form asks about, in its order."""
    return [str(each) for each in one.page.locator(".round-block .gt-reference").all_inner_texts()]


def test_every_lead_gets_one_message_with_one_link_and_nothing_personal(
    under_way: Round,
) -> None:
    told = json.loads(under_way.product.command("actions", "--format", "json"))
    texts = {one["text"] for one in told}
    ratings = {one["rating"] for one in told} - {None, ""}
    assert len(under_way.asked) > 10
    for who, mail in under_way.asked.items():
        assert len(mail.links) == 1, (who, mail.links)
        assert mail.links[0].startswith(under_way.product.address)
        assert "17 January 2020" in mail.subject
        said = f"{mail.subject}\n{mail.words}\n{mail.page}"
        assert "actions of" in said or "1 action of" in said
        assert not [text for text in texts if text in said]
        assert not [word for word in ratings if re.search(rf"\b{re.escape(word)}\b", said)]
    assert len({mail.links[0] for mail in under_way.asked.values()}) == len(under_way.asked)


def test_a_lead_answers_everything_on_a_phone_in_few_taps(
    under_way: Round, reader: Callable[..., Reader]
) -> None:
    # Given the link from the mail, on a small telephone, and no account
    lead = reader("", **PHONE)
    page = lead.page
    page.goto(under_way.link("bola.akande"))
    late, done, same, well = references(lead)
    lead.looks_right("round-phone-form", whole=False)
    taps = 0

    def tap(what: Any) -> None:
        nonlocal taps
        what.tap()
        taps += 1

    # When she says of each how it stands
    tap(block(lead, late).get_by_text("Will be late", exact=True))
    block(lead, late).get_by_label("Why will it be late?").fill("Two writers have left.")
    for box, number in (("Day", "31"), ("Month", "3"), ("Year", "2020")):
        block(lead, late).get_by_label(box).first.fill(number)
    block(lead, late).get_by_label("What has happened?").fill("Half of it is written.")
    lead.looks_right("round-phone-late", whole=False)
    tap(block(lead, done).get_by_text("Complete", exact=True))
    block(lead, done).get_by_label("What has happened?").fill("It is done and in use.")
    tap(block(lead, same).get_by_text("No change", exact=True))
    tap(block(lead, well).get_by_text("On track", exact=True))
    block(lead, well).get_by_label("What has happened?").fill(SAID_ON_A_PHONE)
    tap(block(lead, well).get_by_text("Add a file or a link that shows it"))
    block(lead, well).locator("input[type=file]").set_input_files(
        {"name": "new plans.csv", "mimeType": "text/csv", "buffer": b"School,Families\nA,12\n"}
    )
    kept = _overheard(page, "**/draft/")
    block(lead, well).get_by_label("What does it show?").fill("How many have it, by school")
    page.get_by_text("Kept as a draft.").wait_for()
    block(lead, well).scroll_into_view_if_needed()
    lead.looks_right("round-phone-evidence", whole=False)
    tap(lead.main.get_by_role("button", name="Send my updates"))
    # Then everything is sent, with a tap for each answer, one for the file and one to send
    everything_is_in(lead)
    assert taps == 6
    lead.looks_right("round-phone-sent", whole=False)
    # And a draft that was still on its way when she sent them is let go
    late_draft = kept[-1]
    page.request.post(late_draft.url, data=late_draft.post_data, headers=late_draft.headers)
    # And whoever opens the link later sees what was sent
    later = reader("", **PHONE)
    later.page.goto(under_way.link("bola.akande"))
    for reference, status in (
        (late, "Will be late"), (done, "Complete"), (same, "No change"), (well, "On track"),
    ):  # fmt: skip
        line = later.main.locator("li", has_text=re.compile(rf"^{re.escape(reference)}\s"))
        assert status in line.inner_text()
    later.looks_right()


def test_a_lead_without_javascript_answers_some_and_finishes_later(
    under_way: Round, reader: Callable[..., Reader]
) -> None:
    link = under_way.link("rhys.morgan")
    lead = reader("", java_script_enabled=False)
    lead.page.goto(link)
    first, second, *rest = references(lead)
    # Given one that is sent
    block(lead, first).get_by_label("No change").check()
    lead.press("Send my updates")
    assert lead.heading == "Thank you. 1 of 4 updates are in."
    assert not lead.scrolls_sideways()
    # And one that is begun and kept
    lead.follow("Go on with what is left")
    block(lead, second).get_by_label("On track").check()
    block(lead, second).get_by_label("What has happened?").fill("Two of the three are in post.")
    lead.press("Save and finish later")
    assert "Kept, and nothing is sent yet" in lead.said
    assert not lead.scrolls_sideways()
    looker = reader()  # axe is a script itself
    looker.page.goto(lead.page.url)
    looker.looks_right("round-kept", whole=False)
    # When he comes back by the same link
    again = reader("", java_script_enabled=False)
    again.page.goto(link)
    assert (
        "Two of the three are in post."
        in block(again, second).get_by_label("What has happened?").input_value()
    )
    for reference in rest:
        block(again, reference).get_by_label("No change").check()
    again.press("Send my updates")
    everything_is_in(again)


def test_a_lead_answers_by_keyboard_alone(under_way: Round, reader: Callable[..., Reader]) -> None:
    lead = reader()
    page, keys = lead.page, lead.page.keyboard
    page.goto(under_way.link("lucy.farrant"))
    # When she comes to the first choice and takes the second with the arrow
    tab_to(page, lambda at: at["type"] == "radio")
    keys.press("Space")
    keys.press("ArrowRight")
    tab_to(page, lambda at: at["name"].endswith("-progress"))
    keys.press("Control+A")
    keys.type("Ten schools have joined.")
    tab_to(page, lambda at: at["type"] == "radio")
    keys.press("Space")
    lead.looks_right()
    tab_to(page, lambda at: at["words"] == "Send my updates")
    keys.press("Enter")
    page.wait_for_url("**sent=yes")
    # Then the page says so, and what she said stands there
    everything_is_in(lead)
    assert "On track" in lead.said
    assert "No change" in lead.said


def test_a_lead_passes_it_to_a_deputy_and_sees_the_answer(
    under_way: Round, reader: Callable[..., Reader]
) -> None:
    lead = reader("hannah.wolfe")
    lead.page.goto(under_way.board)
    lead.follow("Hannah Wolfe")
    lead.follow("Pass to a deputy")
    people = lead.page.get_by_label("Who answers instead?")
    aisha = people.locator("option", has_text="Aisha Rahman").get_attribute("value")
    people.select_option(aisha)
    lead.looks_right("round-deputy")
    lead.press("Pass it on")
    assert "Aisha Rahman gets a message with a link of their own to the form." in lead.said
    # Then the deputy gets a link of her own
    letters = under_way.mail()
    assert by_person(letters) == {"aisha.rahman": 1}
    assert letters[0].links[0] != under_way.link("hannah.wolfe")
    deputy = reader()
    deputy.page.goto(letters[0].links[0])
    assert "Hannah Wolfe" in deputy.said
    deputy.looks_right()
    for reference in references(deputy):
        block(deputy, reference).get_by_label("No change").check()
    deputy.press("Send my updates")
    everything_is_in(deputy)
    # And the lead sees what was answered, and by whom
    lead.page.goto(under_way.board)
    lead.follow("Hannah Wolfe")
    assert "6 of 6 actions answered" in lead.said
    assert "Aisha Rahman, 14 January 2020" in lead.said
    lead.looks_right()


def test_a_board_member_reads_who_has_returned_and_changes_nothing(
    under_way: Round, reader: Callable[..., Reader]
) -> None:
    member = reader("alan.fairweather")
    member.page.goto(under_way.board)
    assert "returned" in member.said
    for deed in ("Remind", "Accept", "Answer for them", "Pass to a deputy"):
        assert not member.main.get_by_role("button", name=re.compile(deed)).count()
        assert not member.main.get_by_role("link", name=re.compile(deed)).count()
    member.looks_right()
    member.page.goto(f"{under_way.plan}rounds/request/")
    assert "Only the programme office" in member.said
    member.looks_right()


def test_who_does_nothing_is_chased_and_answered_for_and_the_paper_says_it(
    under_way: Round, reader: Callable[..., Reader]
) -> None:
    product, office = under_way.product, reader("priya.nair")
    product.live_on(CUT_OFF)
    _on_the_cut_off(under_way)
    product.live_on(CHASED)
    _three_working_days_later(under_way)
    _a_late_return(under_way, reader)
    _the_office_answers_for_somebody(under_way, office)
    _an_answer_is_asked_back(under_way, office, reader)
    _the_paper_shows_what_came_in_time(under_way, office)


def _on_the_cut_off(under_way: Round) -> None:
    """A reminder to whoever has not returned, once however often it is looked."""
    under_way.product.command("remind")
    under_way.product.command("remind")
    reminded = by_person(letters := under_way.mail())
    assert reminded["karl.dunmore"] == 1
    assert set(reminded.values()) == {1}
    assert all(mail.subject.startswith("Reminder") for mail in letters)


def _three_working_days_later(under_way: Round) -> None:
    """Another reminder, and whoever answers for the action is told how many are missing."""
    under_way.product.command("remind")
    letters = under_way.mail()
    told = {mail.to.partition("@")[0]: mail for mail in letters if "missing" in mail.subject}
    assert "1 action" in told["grace.okafor"].words
    assert "priya.nair" in told  # for the actions that name nobody
    assert not told["grace.okafor"].links  # it opens once she signs in


def _a_late_return(under_way: Round, reader: Callable[..., Reader]) -> None:
    lead = reader()
    lead.page.goto(under_way.link("meera.joshi"))
    (only,) = references(lead)
    lead.looks_right()
    block(lead, only).get_by_label("On track").check()
    block(lead, only).get_by_label("What has happened?").fill(SAID_LATE)
    lead.press("Send my updates")
    assert "it counts in the next report" in lead.said
    lead.looks_right()


def _the_office_answers_for_somebody(under_way: Round, office: Reader) -> None:
    office.page.goto(under_way.board)
    office.looks_right("round-board")
    office.follow("Karl Dunmore")
    office.follow("Answer for Karl Dunmore")
    for reference in references(office):
        block(office, reference).get_by_label("No change").check()
    office.looks_right("round-on-behalf")
    office.press("Send these updates")
    office.page.goto(under_way.board)
    office.follow("Karl Dunmore")
    assert "Priya Nair, on behalf of Karl Dunmore" in office.said
    office.looks_right("round-return")
    office.press("Accept 3 answers")
    assert "3 answers accepted" in office.said


def _an_answer_is_asked_back(
    under_way: Round, office: Reader, reader: Callable[..., Reader]
) -> None:
    office.page.goto(under_way.board)
    office.follow("Bola Akande")
    section = office.page.locator("section", has_text=SAID_ON_A_PHONE)
    office.open(section.get_by_role("link", name=re.compile("^Ask back")))
    office.fill("What is missing or unclear?", "Which schools are the other eight at?")
    office.looks_right("round-ask-back")
    office.press("Send the question")
    letters = under_way.mail()
    assert by_person(letters) == {"bola.akande": 1}
    assert "Which schools" not in letters[0].words
    lead = reader("", **PHONE)
    lead.page.goto(letters[0].links[0])
    assert "Which schools are the other eight at?" in lead.said
    lead.looks_right("round-phone-question", whole=False)
    form = lead.page.locator(".round-block", has_text="Which schools").first
    form.locator(".round-choices").get_by_text("On track", exact=True).tap()
    form.get_by_label("What has happened?").fill("Four at Northway, four at the Bridge.")
    lead.press("Send my updates")
    everything_is_in(lead)


def _the_paper_shows_what_came_in_time(under_way: Round, office: Reader) -> None:
    in_time = _rows_of_the_paper(under_way, office, "January 2020")
    assert SAID_ON_A_PHONE in in_time
    assert SAID_LATE not in in_time
    _open_a_period(office, "February 2020", date(2020, 1, 18), NEXT_CUT_OFF)
    under_way.product.live_on(NEXT_CUT_OFF)
    assert SAID_LATE in _rows_of_the_paper(under_way, office, "February 2020")


def _rows_of_the_paper(under_way: Round, office: Reader, period: str) -> str:
    """Close a period, draft the paper that is made of it; every word of its workbook."""
    page = office.page
    page.goto(f"{under_way.plan}periods/")
    office.follow(period)
    office.follow("Close")
    office.press(f"Close {period}")
    plan_id = under_way.plan.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{under_way.plan.split('/plans/')[0]}/papers/new/{plan_id}/")
    page.get_by_label("Which body is the paper for?").select_option(label="SEND Partnership Board")
    office.press("Make the draft")
    answer = page.request.get(f"{page.url.split('?')[0]}document.xlsx")
    assert answer.status == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.body()), read_only=True)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
