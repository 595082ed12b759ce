"""Bytes → text: which encoding a text or CSV file is in, or a refusal."""

from __future__ import annotations

import codecs

from goldenthread.rules.refusals import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNKNOWN = (
    "The letters of this file cannot be read: its encoding was not recognised. "
    "Save it as “CSV UTF-8” or as plain text in UTF-8 and load it again."
)
_NOT_TEXT = (
    "This file is not text, whatever its name says. "
    "Load the plan as .docx, .pdf, .xlsx, .csv or plain text."
)
_TEXT_CONTROLS = frozenset("\t\n\r\f\x0b")
# Windows-1252 gives a letter to almost every byte: when half of the letters are accented or are
# signs, the file was in another encoding.
MAX_FOREIGN_SHARE = 0.3


def decode(content: bytes) -> str:
    """The text in UTF-8, UTF-16, UTF-32 or Windows-1252. Raises Refused."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content, encoding)
    if b"\x00" in content:
        return _checked(content, _utf16_without_mark(content))
    try:
        return _readable(content.decode("utf-8"))
    except UnicodeDecodeError:
        text = _checked(content, "cp1252")
    letters = [letter for letter in text if not letter.isspace()]
    foreign = sum(1 for letter in letters if ord(letter) > 127)
    if foreign > MAX_FOREIGN_SHARE * len(letters):
        raise Refused(_UNKNOWN)
    return text


def _utf16_without_mark(content: bytes) -> str:
    sample = content[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * len(sample[1::2]) and even < 0.05 * len(sample):
        return "utf-16-le"
    if even > 0.4 * len(sample[::2]) and odd < 0.05 * len(sample):
        return "utf-16-be"
    raise Refused(_NOT_TEXT)


def _checked(content: bytes, encoding: str) -> str:
    try:
        return _readable(content.decode(encoding))
    except UnicodeDecodeError:
        raise Refused(_UNKNOWN) from None


def _readable(text: str) -> str:
    if any(letter < " " and letter not in _TEXT_CONTROLS for letter in text):
        raise Refused(_NOT_TEXT)
    return text
