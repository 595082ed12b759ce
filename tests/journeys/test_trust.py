"""What leaves takes two people; and the pages on which an area looks after who may see what."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.journeys.reader import Reader


def _first_issued_paper(one: Reader) -> None:
    one.go("/papers/")
    one.open(one.page.locator("tr[data-row-link] a").last)


def test_one_prepares_and_another_releases(reader: Callable[..., Reader]) -> None:
    office, administrator = reader("priya.nair"), reader("ines.calder")
    office.go("/papers/left/")
    office.looks_right()
    _first_issued_paper(office)
    assert "No person’s records are in it." in office.said
    office.follow("Send outside the partnership")
    office.press("Prepare it for a second person")
    assert "Choose who receives it." in office.said
    office.looks_right()
    office.page.goto(office.page.url)  # anew, without what was wrong
    office.choose("Department for Education")
    office.fill("Name of the recipient", "Rosa Quill, SEND adviser")
    office.page.locator("#id_address").fill("rosa.quill@education.gov.uk")
    office.page.locator("#id_address_again").fill("rosa.quill@education.gov.uk")
    office.fill("What is it sent for?", "Asked for at the review meeting")
    office.choose("PDF")
    office.looks_right("send-outside")
    office.press("Prepare it for a second person")
    assert "You prepared this yourself" in office.said
    office.looks_right()
    where = urlsplit(office.page.url).path
    administrator.page.goto(f"{administrator.address}{where}")
    administrator.fill("Whom is it meant for?", "Somebody else")
    administrator.press("Release it")
    assert "That is not the recipient it was prepared for." in administrator.said
    administrator.looks_right("release")
    administrator.fill("Whom is it meant for?", "Rosa Quill, SEND adviser")
    administrator.press("Release it")
    assert "Released on 14 January 2020 by Ines Calder" in administrator.said
    administrator.looks_right("released")
    with administrator.page.expect_download() as got:
        administrator.main.get_by_role("button", name="Download the released copy").click()
    assert got.value.suggested_filename.endswith("-public.pdf")
    office.go("/papers/left/")
    assert "1 left so far, 0 waiting" in office.said
    office.looks_right("what-has-left")


def test_rights_restrictions_and_looks_are_looked_after(reader: Callable[..., Reader]) -> None:
    administrator = reader("ines.calder")
    administrator.go("/people/")
    administrator.looks_right()
    administrator.go("/people/rights/reviews/")
    administrator.looks_right("access-reviews", whole=False)
    administrator.go("/people/restricted/")
    administrator.looks_right("restricted-records", whole=False)
    administrator.go("/people/history/")
    administrator.looks_right()  # no picture: each would show the time at which it was taken
    administrator.follow("Who read this audit trail")
    administrator.looks_right()
    administrator.go("/people/accounts/")
    row = administrator.main.locator("tr", has_text="Hannah Wolfe")
    administrator.open(row.locator("a", has_text="Close"))
    administrator.press("Close the account")
    assert administrator.page.get_by_role("alert").count()
    administrator.looks_right("close-account")
    administrator.page.goto(f"{administrator.address}/accounts/sessions/")
    administrator.looks_right()


def test_whoever_is_not_signed_in_can_sign_in_and_read_the_statement(
    reader: Callable[..., Reader],
) -> None:
    anybody = reader()
    anybody.page.goto(f"{anybody.address}/accounts/login/")
    anybody.looks_right("sign-in")
    anybody.open(anybody.page.get_by_role("link", name="Accessibility statement"))
    assert anybody.heading == "Accessibility statement"
    anybody.looks_right("accessibility")
