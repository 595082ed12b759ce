"""Which links may stand in a record about a child: to places an area has agreed, and without a
word of whom they are about."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from goldenthread.rules.matching.likeness import compact, letters

LONGEST = 500
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)


def is_host(words: str) -> bool:
    """Whether words are a host's name, such as documents.example.org; no address, no port."""
    return bool(_HOST.fullmatch(words))


def why_no_link(link: str, *, hosts: Collection[str], about: Collection[str]) -> str:
    """Why a link to a plan is not kept, in a sentence; "" for one that may be.

    `hosts` are those the area has agreed, whole: a host below one is another. `about`: see
    `why_no_address`.
    """
    try:
        host = _host(link)
    except ValueError as not_one:
        return str(not_one)
    if not hosts:
        return (
            "Your area has agreed no place to link to yet. A case manager names the places under "
            "“How this area counts”; or keep the file here."
        )
    if host not in hosts:
        agreed = ", ".join(sorted(hosts))
        return f"Your area keeps plans at {agreed}, and not at {host}. Link there, or keep a file."
    if refusal := why_no_address(link, about=about):
        return f"{refusal} Or keep the file here."
    return ""


def why_no_address(link: str, *, about: Collection[str]) -> str:
    """Why an address is not kept, wherever it leads; "" for one that may be. `about` is what would
    tell whom it is about: names, numbers."""
    try:
        _host(link)
    except ValueError as not_one:
        return str(not_one)
    if tells(unquote(unquote(link.partition("://")[2].partition("/")[2])), about):
        return (
            "This address tells who the child is: there is a name or a number of theirs in it. "
            "Addresses are written down in many places. Use one without it."
        )
    return ""


def _host(link: str) -> str:
    """The host of a plain https address; ValueError, with the sentence, for any other."""
    if len(link) > LONGEST:
        raise ValueError(f"This link is longer than {LONGEST} characters. Use a shorter address.")
    try:
        parts = urlsplit(link)
        host, port, user = parts.hostname or "", parts.port, parts.username
    except ValueError as broken:
        raise ValueError(
            "This is no address. Copy the whole address of the page, from https:// on."
        ) from broken
    if parts.scheme != "https" or not host or any(mark.isspace() for mark in link):
        raise ValueError("A link begins with https://. Copy the whole address of the page.")
    if user is not None or port not in (None, 443):
        raise ValueError("An address with a user or a port in it is not kept. Use a plain one.")
    return host


def tells(said: str, about: Collection[str]) -> bool:
    """Whether words tell whom they are about: a whole name or a number stands in them, however it
    is written."""
    words, marks = set(letters(said).split()), compact(said)
    for one in about:
        if any(mark.isdigit() for mark in one):
            if len(compact(one)) >= 6 and compact(one) in marks:
                return True
            continue
        plain = letters(one).split()
        if plain and (set(plain) <= words or (len(plain) > 1 and compact("".join(plain)) in marks)):
            return True
    return False
