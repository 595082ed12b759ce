"""Which links may stand in a record about a child."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.standing.links import is_host, why_no_link

HOSTS = ("documents.example.org",)
ABOUT = ("Bryony", "Ashcombe", "Bryony Ashcombe", "H801200001001")


def why(link: str, hosts: tuple[str, ...] = HOSTS) -> str:
    return why_no_link(link, hosts=hosts, about=ABOUT)


@pytest.mark.parametrize(
    "link",
    [
        "https://documents.example.org/d/81f2",
        "https://documents.example.org:443/d/81f2?version=3#b",
        "https://DOCUMENTS.example.org/d/81f2",
    ],
)
def test_a_plain_link_to_an_agreed_place_is_kept(link: str) -> None:
    assert why(link) == ""


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("http://documents.example.org/d/1", "begins with https"),
        ("javascript:alert(1)", "begins with https"),
        ("documents.example.org/d/1", "begins with https"),
        ("https://documents.example.org/d 1", "begins with https"),
        ("https://[documents/d", "no address"),
        ("https://documents.example.org:port/", "no address"),
        ("https://jo:secret@documents.example.org/d", "user or a port"),
        ("https://documents.example.org:8443/d", "user or a port"),
        ("https://documents.example.org.evil.example/d", "and not at"),
        ("https://sub.documents.example.org/d", "and not at"),
        ("https://documents.example.org/Bryony-Ashcombe.pdf", "tells who the child is"),
        ("https://documents.example.org/plans/ashcombe", "tells who the child is"),
        ("https://documents.example.org/%42ryony/1", "tells who the child is"),
        ("https://documents.example.org/BryonyAshcombe1.pdf", "tells who the child is"),
        ("https://documents.example.org/d?upn=h801200001001", "tells who the child is"),
        (f"https://documents.example.org/{'x' * 500}", "longer than 500"),
    ],
)
def test_any_other_link_is_refused_with_the_reason(link: str, said: str) -> None:
    assert said in why(link)


def test_where_no_place_is_agreed_nothing_is_linked() -> None:
    assert "agreed no place" in why("https://documents.example.org/d/1", hosts=())


@given(st.text(max_size=60))
def test_nothing_typed_is_kept_that_is_no_https_link_to_an_agreed_host(typed: str) -> None:
    for link in (typed, f"https://{typed}", f"https://{typed}documents.example.org/"):
        if why(link) == "":
            assert link.lower().startswith("https://documents.example.org")


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("documents.example.org", True), ("example", False), ("https://example.org", False),
        ("example.org/path", False), ("-a.example.org", False), ("example.org:443", False),
        ("", False), ("10.0.0.1", False), ("a." * 200 + "org", False),
    ],
)  # fmt: skip
def test_a_host_is_a_name_and_nothing_else(words: str, is_one: bool) -> None:
    assert is_host(words) is is_one
