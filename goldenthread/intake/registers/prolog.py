"""XML that nobody has checked: refused before its first element where it declares a document type,
and in a sentence where it is not well-formed."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from lxml import etree

from goldenthread.rules.refusals import Refused

DOCTYPE = (
    "This file holds a document type declaration, which no SEN2 return has, so it was not opened."
)


class Prolog:
    """Looks at the file until its first element, where a document type would have had to stand."""

    def __init__(self) -> None:
        self.over = False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.StartElementHandler = self._element

    def look(self, chunk: bytes) -> None:
        if self.over:
            return
        try:
            self.parser.Parse(chunk, False)
        except expat.ExpatError:
            # What expat cannot read, libxml2 refuses or reads: it expands nothing.
            self.over = self.over or not _may_hide_a_document_type(chunk)
            if not self.over:
                raise Refused(DOCTYPE) from None

    def _element(self, *_: object) -> None:
        self.over = True
        self.parser.StartElementHandler = None

    def _document_type(self, *_: object) -> None:
        if not self.over:
            raise Refused(DOCTYPE)


def _may_hide_a_document_type(chunk: bytes) -> bool:
    return b"<!DOCTYPE" in chunk or b"<!DOCTYPE" in chunk.replace(b"\x00", b"")


def feed(parser: Any, chunk: bytes) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise Refused(not_well_formed(error)) from None


def not_well_formed(error: etree.XMLSyntaxError) -> str:
    line = getattr(error, "lineno", None) or 1
    return (
        f"This file is not well-formed XML: it breaks at line {line:,}. "
        "It may have been cut short, or hold letters of another encoding. Make it again."
    )
