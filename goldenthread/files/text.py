"""Plain text: is it text at all, and in an encoding that can be told?"""

import codecs
import re
from typing import IO

from goldenthread.rules.refusals import Refused

_CHUNK = 1 << 16
_MARKUP = re.compile(rb"^\s*(?:<!--|<!doctype|<html|<head|<body|<script|<svg|<\?xml|<\?php)", re.I)
# Text has no other control characters. (A substitute, 0x1a, ends files of very old systems.)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_NOT_TEXT = "This is not a file that can be read here. Give {allowed}."


def looks_like_markup(start: bytes) -> bool:
    """True for a web page, XML or a script, whatever the name says."""
    return bool(_MARKUP.match(start.removeprefix(codecs.BOM_UTF8)))


def is_readable(copy: IO[bytes], start: bytes, *, allowed_words: str) -> None:
    """Refused unless the whole file is text in UTF-8, UTF-16 with its mark, or Windows-1252."""
    if looks_like_markup(start):
        raise Refused(f"This is a web page or XML, not a document. Give {allowed_words}.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        found = _decodes(copy, encoding)
        if found == "text":
            return
        if found == "controls":
            break
    if len(encodings) == 1 or _decodes(copy, "latin-1") == "text":
        raise Refused(
            "The letters of this text cannot be told for certain. Save it with the encoding UTF-8."
        )
    raise Refused(_NOT_TEXT.format(allowed=allowed_words))


def _decodes(copy: IO[bytes], encoding: str) -> str:
    """ "text", "controls" (binary content) or "undecodable"."""
    decoder = codecs.getincrementaldecoder(encoding)()
    copy.seek(0)
    try:
        while chunk := copy.read(_CHUNK):
            if _CONTROLS.search(decoder.decode(chunk)):
                return "controls"
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "undecodable"
    return "text"
