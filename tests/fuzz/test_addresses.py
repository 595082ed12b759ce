"""Every address with hostile words after its question mark, in its path and in its headers."""

from __future__ import annotations

from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import hostile
from tests.fuzz.conftest import Target, examples
from tests.fuzz.judging import Complaint, judged, said_of
from tests.rights.addresses import addresses

pytestmark = pytest.mark.django_db
ASKED_AS = "programme_office"


def asked(
    target: Target, role: str, page: str, query: list[tuple[str, str]], headers: dict[str, str]
) -> list[Complaint]:
    client = target.client(role)
    where = f"{page}?{urlencode(query)}" if query else page
    words = f"GET {page} as {role}: {said_of(dict(query))} {headers}"
    return judged(words, lambda: client.get(where, **headers), client=client)


def told(complaints: list[Complaint]) -> str:
    return "\n".join(str(one) for one in complaints[:12])


@pytest.mark.asvs("4.1.1")
def test_every_address_withstands_every_parameter(target: Target) -> None:
    """Each page with every parameter that any page knows, all of them hostile, twice."""
    words, complaints = cycle(hostile.WORDS[:-1]), []
    for page in sorted(target.seen.opened):
        for _ in range(2):
            query = [(name, next(words)[:2000]) for name in sorted(target.seen.parameters)]
            complaints += asked(target, ASKED_AS, page, query, {})
    assert not complaints, told(complaints)


@pytest.mark.asvs("1.2.1")
def test_any_words_in_any_parameter(target: Target) -> None:
    pages, names = sorted(target.seen.opened), sorted(target.seen.parameters)

    @examples(120)
    @given(
        st.sampled_from(pages),
        hostile.parameters(names),
        st.sampled_from(hostile.HEADERS),
    )
    def tried(page: str, query: list[tuple[str, str]], headers: dict[str, str]) -> None:
        complaints = asked(target, ASKED_AS, page, query, headers)
        assert not complaints, told(complaints)

    tried()


@pytest.mark.asvs("1.2.2", "13.4.3")
def test_any_words_in_the_path(target: Target) -> None:
    """Of a task link, of a page of the area, of what no address is."""
    patterns = sorted({one.pattern for one in addresses()})

    @examples(120)
    @given(st.sampled_from(patterns), st.data(), st.sampled_from(("", ASKED_AS)))
    def tried(pattern: str, data: Any, role: str) -> None:
        pieces = [
            piece if not piece.startswith(("<", "(")) else _piece(data, target)
            for piece in pattern.split("/")
        ]
        path = "/" + "/".join(quote(piece, safe="") for piece in pieces)
        complaints = asked(target, role, path, [], {})
        assert not complaints, told(complaints)

    tried()


def _piece(data: Any, target: Target) -> str:
    usual = st.sampled_from((target.areas.slug, target.areas.other_slug, "action", "html"))
    word: str = data.draw(st.one_of(usual, hostile.values()))
    return word[:3000]
