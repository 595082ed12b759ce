"""What nobody types by mistake, and what somebody may send who means harm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

MARK = "<gt-fuzz"  # in a page only where something was not escaped
LONG = 70_000
WORDS: tuple[str, ...] = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ufeff",
    "\u202egnirts desrever\u202c",
    "é́́" * 40,
    "👩‍👩‍👧‍👦" * 30,
    "\ud7ff\ue000\uffff\U0010ffff",
    f'"\'><gt-fuzz a="{MARK}">',
    f"</script></textarea></title>{MARK} onload=alert(1)>",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "'; DROP TABLE trail_trailentry; --",
    "%s%n%(name)s{0}{name!r}",
    "../../../../etc/passwd",
    '=HYPERLINK("http://example.invalid","x")',
    "line\r\nSet-Cookie: a=b\r\n\r\nbody",
    "x" * LONG,
    "\n" * 3000,
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "NaN",
    "-Infinity",
    "1e309",
    "-1",
    "0",
    "00",
    "٣",
    "²",
    "1,000",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "0.1" + "0" * 60 + "1",
    "31",
    "13",
    "2020-02-30",
    "0000-00-00",
    "10000-01-01",
    "0001-01-01",
    "9999-12-31",
    "31/12/9999",
    "2020-01-14T09:30:00+99:99",
    "00000000-0000-0000-0000-000000000000",
    str(UUID(int=2**128 - 1)),
    "not-a-uuid",
    "{00000000-0000-0000-0000-000000000000}",
    "//example.invalid/",
    "javascript:alert(1)",
    "http://[::1",
    "a@b\r\nBcc: c@d",
    "@" * 300,
)
BYTES: tuple[bytes, ...] = (b"\xff\xfe\x00", b"\xed\xa0\x80", b"%00%ff%u0000", b"caf\xe9")
CONTENT_TYPES: tuple[str, ...] = (
    "application/json",
    "text/plain",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x; charset=utf-7",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nothing-known",
    "\xff",
)
BODIES: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b'{"text": ["a"], "version": {}}',
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nnever ended',
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="../../a\x00.docx"\r\n'
    b"Content-Type: text/html\r\n\r\nPK\x03\x04broken\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n",
    b"&&&&====;;;;" * 50,
    b"text=" + b"%" * 200,
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1"},
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "a b<x>"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 900},
    {"HTTP_IF_MODIFIED_SINCE": "Tue, 99 Foo 99999 99:99:99 GMT"},
    {"HTTP_IF_NONE_MATCH": '"' * 50},
    {"HTTP_RANGE": "bytes=-1-9999999999999999999999"},
    {"HTTP_COOKIE": "session=\x01; messages=%%%; csrftoken=" + "a" * 900},
    {"HTTP_X_REQUEST_ID": "a\u2028b" * 60},
    {"HTTP_REFERER": "http://[::1"},
    {"HTTP_X_FORWARDED_FOR": "not an address, 1.2.3.4.5"},
)  # fmt: skip


def values() -> st.SearchStrategy[str]:
    """One hostile word: a known one, or any text at all, lone surrogates left out."""
    any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    numbers = st.integers(-(2**70), 2**70).map(str)
    days = st.dates().map(str)
    return st.one_of(st.sampled_from(WORDS), any_text, numbers, days)


def files() -> st.SearchStrategy[tuple[str, bytes]]:
    """(name, content) of a file that is not what it says."""
    starts = (
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"a,b\n",
    )
    content = st.tuples(st.sampled_from(starts), st.binary(max_size=200)).map(b"".join)
    name = st.sampled_from(("a.docx", "a.pdf", "../a.xlsx", "a\x00.csv", "é" * 300, MARK, ""))
    return st.tuples(name, content)


def parameters(names: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """What stands after the question mark; a name may come several times."""
    name = st.sampled_from(names) if names else st.just("page")
    return st.lists(st.tuples(name, values()), min_size=1, max_size=4)


def envelopes() -> st.SearchStrategy[dict[str, Any]]:
    """What comes in the place of a form."""
    return st.fixed_dictionaries(
        {"content_type": st.sampled_from(CONTENT_TYPES), "data": st.sampled_from(BODIES)}
    )
