"""The frame of every page, the pages when something is wrong, and what a first load weighs."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from goldenthread.pages import views
from goldenthread.pages.vendoring import DESTINATION

FIRST_LOAD = 60 * 1024
PAGE = 12 * 1024
"""Bytes, compressed: the whole first load, and what a long page may take of it."""


@pytest.fixture
def gallery(db: None, client: Client) -> str:
    answer = client.get("/gallery/")
    assert answer.status_code == 200
    return answer.content.decode()


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_a_first_load_is_at_most_60_kilobytes_with_everything_a_page_may_ask_for(
    gallery: str,
) -> None:
    parts = {path.name: weight(path) for path in DESTINATION.iterdir() if path.is_file()}
    assert {"govuk-frontend.min.css", "golden-thread.css", "htmx.min.js"} <= parts.keys()
    assert sum(parts.values()) + PAGE <= FIRST_LOAD, parts


def test_the_gallery_longer_than_any_page_keeps_within_its_share(gallery: str) -> None:
    assert len(gzip.compress(gallery.encode(), 9)) <= PAGE


@pytest.mark.asvs("1.2.3")
def test_no_page_holds_an_inline_script_or_style(gallery: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", gallery)
    assert not re.search(r"<script(?![^>]*\ssrc=)", gallery)


def test_our_script_is_small() -> None:
    assert (DESTINATION / "golden-thread.js").stat().st_size <= 3 * 1024


def test_every_id_on_a_page_is_its_own(gallery: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', gallery)
    assert len(ids) == len(set(ids))


def test_a_page_says_whose_it_is_and_where_one_is(gallery: str) -> None:
    assert "<title>Gallery – Wolds and Vale – Golden Thread</title>" in gallery
    assert re.search(r'aria-current="true">Plans<', gallery)
    assert 'href="#main-content" class="govuk-skip-link"' in gallery


def test_a_printed_page_carries_area_date_and_class(gallery: str) -> None:
    head = gallery[gallery.index("gt-paper-head") :][:400]
    assert "Wolds and Vale" in head
    assert "As at 31 December 2019" in head
    assert "Restricted" in head


def test_a_page_with_errors_says_so_in_its_title(db: None, client: Client) -> None:
    page = client.get("/gallery/?errors=1").content.decode()
    assert "<title>Error: Gallery" in page
    assert "There is a problem" in page


@pytest.mark.parametrize("name", ["400", "403", "404", "405", "409", "413", "refused"])
def test_a_page_about_something_wrong_needs_no_area_and_says_what_to_do(name: str) -> None:
    page = render_to_string(f"pages/{name}.html", {}, using="jinja2")
    words = re.sub(r"<[^>]+>", " ", page[page.index("<h1") :])
    assert re.search(r"\b(Go|Ask|ask|Check|Try|Send|Use)\b", words)
    assert not re.search(r"(?i)oops|error|invalid|!", words)


def test_a_refusal_is_shown_in_its_own_words() -> None:
    sentence = "Only someone other than the lead can sign this off."
    assert sentence in render_to_string(
        "pages/refused.html", {"sentence": sentence}, using="jinja2"
    )


def test_the_gallery_is_only_looked_at() -> None:
    assert views.gallery(RequestFactory().post("/gallery/")).status_code == 405


SIGN_IN_PAGES = {
    "/accounts/login/": "Sign in",
    "/accounts/password/reset/": "Set a new password",
    "/accounts/password/reset/done/": "Look in your email",
    "/accounts/password/reset/key/x-y/": "This link no longer works",
    "/accounts/password/reset/key/done/": "Your password is changed",
    "/accounts/signup/": "Accounts are made for you",
    "/accounts/inactive/": "This account is closed",
}


@pytest.mark.parametrize(("address", "title"), SIGN_IN_PAGES.items())
def test_a_sign_in_page_wears_our_frame_and_says_one_thing(
    db: None, client: Client, address: str, title: str
) -> None:
    page = client.get(address).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert "gt-masthead" in page
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=", page)


def test_a_wrong_password_is_said_at_the_top_and_the_address_kept(db: None, client: Client) -> None:
    given = {"login": "amara@example.org", "password": "wrong"}
    page = client.post("/accounts/login/", given).content.decode()
    assert "There is a problem" in page
    assert 'value="amara@example.org"' in page
    assert "<title>Error: Sign in" in page


def test_a_signed_in_person_can_change_the_password_and_sign_out(
    viewer: Any, signed_in: Any
) -> None:
    client = signed_in(viewer("programme_office"))
    assert (
        "<h1>Change your password</h1>" in client.get("/accounts/password/change/").content.decode()
    )
    page = client.get("/accounts/logout/").content.decode()
    assert "<h1>Sign out</h1>" in page
    assert "Programme Office" in page
