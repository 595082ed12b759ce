"""XML that may come in: without a document type, and no web page or picture."""

import re
from typing import IO
from xml.parsers import expat

from goldenthread.rules.refusals import Refused

_CHUNK = 1 << 16
_LONGEST_PROLOG = 1 << 20  # bytes before the first element
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SHOWN_BY_BROWSERS = frozenset({"html", "svg", "script", "math", "xsl:stylesheet"})
_NOT_XML = (
    "This file is damaged, or is not XML whatever its name says. Make it again and give that."
)
_DECLARES = "This file holds a document type declaration, which no return has, so it was not taken."
_WEB_PAGE = "This is a web page or a picture, not a return. Check that it is the right file."


class _FirstElement(Exception):
    """The prolog is over: no document type can follow."""


def is_plain(copy: IO[bytes]) -> None:
    """Refused unless it begins as XML, declares no document type and is nothing to look at."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _document_type
    parser.StartElementHandler = _element
    copy.seek(0)
    try:
        for _ in range(_LONGEST_PROLOG // _CHUNK):
            chunk = copy.read(_CHUNK)
            if _DOCTYPE.search(chunk.replace(b"\x00", b"")):
                raise Refused(_DECLARES)
            parser.Parse(chunk, not chunk)
            if not chunk:
                break
    except _FirstElement:
        return
    except expat.ExpatError as damage:
        raise Refused(_NOT_XML) from damage
    raise Refused(_NOT_XML)


def _document_type(*_: object) -> None:
    raise Refused(_DECLARES)


def _element(name: str, *_: object) -> None:
    if name.lower() in _SHOWN_BY_BROWSERS:
        raise Refused(_WEB_PAGE)
    raise _FirstElement
