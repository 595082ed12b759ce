"""Word and Excel files are zip archives: looked through before anything opens them.

The directory is judged before it is read, each part is unpacked only in pieces, and XML is read
only as far as its first element, where any document type would have had to stand.
"""

import io
import os
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from goldenthread.files import pictures, text, unpacking, viruses
from goldenthread.files.kinds import Kind
from goldenthread.rules.refusals import Refused

MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

MOST_PARTS = 3_000
LARGEST_DIRECTORY = 1_000_000  # bytes
MOST_UNPACKED = 200_000_000  # bytes, pictures included, archives inside included
MOST_XML = 80_000_000  # bytes; readers of office files need about ten times as much memory
HIGHEST_RATIO = 200  # unpacked to packed, of parts over a million bytes
DEEPEST = 1  # an Excel chart inside a Word document is an archive inside an archive

_TYPES = "[Content_Types].xml"
_DAMAGED = "This file is damaged or not what its name says. Open it, save it again and give that."
_BOMB = "This file unpacks to far more than a document holds, so it was not opened."
_MACROS = (
    "This document holds macros or programs. "
    "Save it without them (as .docx or .xlsx) and give that."
)
_ENTITIES = (
    "This document holds XML declarations that no Word or Excel file needs, so it was not opened."
)
_EMBEDDED = (
    "This document holds another file inside it. Take that out, and give it by itself if needed."
)
_ASKS = (
    "This document asks another program for data when it is opened (DDE). "
    "Save it without that link."
)
_FETCHES = (
    "This document fetches its template or a part of it from the internet when it is opened. "
    "Save a copy without that link."
)
_ENCRYPTED = "This document is protected by a password. Save a copy without one."
# Content types of the main part; the first that is found decides, so macros come first.
_MAIN_PARTS: tuple[tuple[str, Kind | str], ...] = (
    ("macroenabled", _MACROS),
    ("wordprocessingml.document.main+xml", Kind.DOCX),
    ("spreadsheetml.sheet.main+xml", Kind.XLSX),
    ("wordprocessingml.template.main+xml", "This is a Word template. Save it as .docx."),
    ("spreadsheetml.template.main+xml", "This is an Excel template. Save it as .xlsx."),
    ("sheet.binary", "This is a binary workbook. Save it as .xlsx."),
    ("presentationml", "This is a presentation. Give a Word document, a workbook or a PDF."),
)
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|macrosheets/|\.(?:exe|dll|js|vbs|hta|lnk)$", re.I)
_OLE = b"\xd0\xcf\x11\xe0"
_VBA_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")
_PACKED_IN_OLE = "Ole10Native".encode("utf-16-le")  # any file at all, dressed as an object
# What asks another program for data as soon as the document is opened.
_ASKS_A_PROGRAM = re.compile(
    rb"<(?:\w+:)?ddeLink\b|:instrText[^<>]*>\s*DDE(?:AUTO)?\b|:instr=[\"']\s*DDE(?:AUTO)?\b", re.I
)
# Relations that are fetched and opened unasked, and addresses that lead out of the network.
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
_OUT_OF_THE_NETWORK = ("http:", "https:", "ftp:", "mhtml:")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_TABLES = ".csv"
MOST_TABLES = 40  # an export of a return has nine


@dataclass
class _Budget:
    """What is left to unpack, over the archive and the archives inside it."""

    unpacked: int = MOST_UNPACKED
    xml: int = MOST_XML
    parts: int = MOST_PARTS


def office_kind(stream: IO[bytes]) -> Kind:
    """DOCX or XLSX; Refused, with the reason, for every other archive."""
    try:
        kind = _looked_through(stream, _Budget(), depth=0)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as damage:
        raise Refused(_DAMAGED) from damage
    if kind is None:
        raise Refused(_DAMAGED)
    return kind


def is_of_tables(stream: IO[bytes]) -> bool:
    """True for an archive of CSV files and nothing else, each of them text, unpacked to its end;
    False where it may be an office file. Refused where a part is not what it should be."""
    try:
        _directory_is_small(stream)
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
        parts = [entry for entry in entries if not entry.is_dir()]
        names = {part.filename.lower() for part in parts}
        if _TYPES.lower() in names or not any(name.endswith(_TABLES) for name in names):
            return False
        _directory_is_sane(entries, _Budget(parts=MOST_TABLES))
        for part in parts:
            _part_is_a_table(stream, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as damage:
        raise Refused(_DAMAGED) from damage
    return True


def _part_is_a_table(stream: IO[bytes], part: zipfile.ZipInfo) -> None:
    if not part.filename.lower().endswith(_TABLES):
        raise Refused("This archive holds other files beside CSV files. Give one without them.")
    with tempfile.SpooledTemporaryFile(max_size=1_000_000) as copy:
        tail = b""
        for chunk in unpacking.pieces(stream, part):
            viruses.refuse_if_known(tail + chunk)
            tail = chunk[-viruses.LONGEST :]
            copy.write(chunk)
        copy.seek(0)
        text.is_readable(copy, copy.read(1024), allowed_words="an archive of CSV files")


def _looked_through(stream: IO[bytes], budget: _Budget, *, depth: int) -> Kind | None:
    """The kind of office file; None for an archive inside one, which may be of any kind."""
    _directory_is_small(stream)
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
    _directory_is_sane(entries, budget)
    parts = {part.filename: part for part in entries if not part.is_dir()}
    kind = _declared_kind(stream, parts) if depth == 0 else None
    for part in parts.values():
        _part_is_harmless(stream, part, budget, depth=depth)
    return kind


def _directory_is_small(stream: IO[bytes]) -> None:
    """Judge the directory by its own trailer, before zipfile makes an object of each entry."""
    stream.seek(0, os.SEEK_END)
    stream.seek(-min(stream.tell(), 65_557), os.SEEK_END)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Refused(_DAMAGED)
    count, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > MOST_PARTS or size > LARGEST_DIRECTORY:
        raise Refused(_BOMB)
    # A 64-bit directory may state other sizes, and no office file that may come in needs one.
    if tail.rfind(b"PK\x06\x07", 0, at) >= 0 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        raise Refused(_BOMB)
    stream.seek(0)


def _directory_is_sane(parts: list[zipfile.ZipInfo], budget: _Budget) -> None:
    budget.parts -= len(parts)
    budget.unpacked -= sum(part.file_size for part in parts)
    budget.xml -= sum(part.file_size for part in parts if _is_xml(part))
    if budget.parts < 0 or budget.unpacked < 0 or budget.xml < 0:
        raise Refused(_BOMB)
    seen: set[str] = set()
    for part in parts:
        if part.file_size > 1_000_000 and part.file_size > HIGHEST_RATIO * part.compress_size:
            raise Refused(_BOMB)
        if part.flag_bits & 0x1:
            raise Refused(_ENCRYPTED)
        if _leads_outside(part.orig_filename) or part.filename.lower() in seen:
            raise Refused(_DAMAGED)
        if _MACRO_PARTS.search(part.filename):
            raise Refused(_MACROS)
        seen.add(part.filename.lower())


def _leads_outside(name: str) -> bool:
    """True for a name that could be written outside the folder it is unpacked in."""
    steps = name.removesuffix("/").split("/")
    return "" in steps or ".." in steps or ":" in name or "\x00" in name or "\\" in name


def _declared_kind(stream: IO[bytes], parts: dict[str, zipfile.ZipInfo]) -> Kind:
    if _TYPES not in parts:
        if "mimetype" in parts:
            raise Refused("This is an OpenDocument file. Save it as .docx or .xlsx.")
        raise Refused("This is an archive. Take the document out of it and give that.")
    declared = _content_types(stream, parts[_TYPES])
    for mark, found in _MAIN_PARTS:
        if any(mark in content_type for content_type in declared):
            if isinstance(found, Kind):
                return found
            raise Refused(found)
    raise Refused("This is neither a Word document nor an Excel workbook.")


def _content_types(stream: IO[bytes], part: zipfile.ZipInfo) -> set[str]:
    """The content types that the package declares, in small letters."""
    found = _small_xml(stream, part).iter("{*}*")
    return {str(element.get("ContentType", "")).lower() for element in found}


def _relations_stay_inside(stream: IO[bytes], part: zipfile.ZipInfo) -> None:
    """Refused for what would be fetched from outside; a link that somebody must follow may stay."""
    for relation in _small_xml(stream, part).iter("{*}Relationship"):
        target = str(relation.get("Target", "")).strip().lower()
        fetched = str(relation.get("Type", "")).endswith(_FETCHED)
        if fetched and target.startswith(_OUT_OF_THE_NETWORK):
            raise Refused(_FETCHES)


def _small_xml(stream: IO[bytes], part: zipfile.ZipInfo) -> Any:
    """The root of a part that is never large; nothing outside it is read."""
    if part.file_size > 1_000_000:
        raise Refused(_BOMB)
    data = b"".join(unpacking.pieces(stream, part))
    _prolog_is_plain([data])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as damage:
        raise Refused(_DAMAGED) from damage


def _part_is_harmless(
    stream: IO[bytes], part: zipfile.ZipInfo, budget: _Budget, *, depth: int
) -> None:
    """Unpack one part in pieces, to its checked end; look at what it turns out to be."""
    start = b"".join(islice(unpacking.pieces(stream, part), 1))
    if _is_xml(part) or _begins_as_xml(start):
        _prolog_is_plain(unpacking.pieces(stream, part))
    if part.filename.lower().endswith(".rels"):
        _relations_stay_inside(stream, part)
    if start.startswith((pictures.PNG, pictures.JPG)):
        pictures.is_bounded(io.BytesIO(b"".join(islice(unpacking.pieces(stream, part), 32))))
    inside = start.startswith(MAGIC)
    if inside and depth >= DEEPEST:
        raise Refused("This document holds archives inside archives, so it was not opened.")
    with tempfile.SpooledTemporaryFile(max_size=1_000_000) as copy:
        tail = b""
        for chunk in unpacking.pieces(stream, part):
            window = tail + chunk
            if start.startswith(_OLE) and _VBA_IN_OLE in window:
                raise Refused(_MACROS)
            if start.startswith(_OLE) and _PACKED_IN_OLE in window:
                raise Refused(_EMBEDDED)
            if _is_xml(part) and _ASKS_A_PROGRAM.search(window):
                raise Refused(_ASKS)
            viruses.refuse_if_known(window)
            tail = chunk[-viruses.LONGEST :]
            if inside:
                copy.write(chunk)
        if inside:
            _looked_through(copy, budget, depth=depth + 1)


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith(_XML_ENDINGS)


class _FirstElement(Exception):
    """The prolog is over: no document type can follow."""


def _begins_as_xml(start: bytes) -> bool:
    """True for XML under another name, in whichever encoding it begins."""
    return any(
        start[:64].decode(encoding, "ignore").lstrip("\ufeff \t\r\n").startswith(("<?xml", "<!"))
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )


def _prolog_is_plain(chunks: Iterable[bytes]) -> None:
    """Refused when the XML has a document type, in whatever encoding it hides it."""
    parser = _prolog_parser()
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _FirstElement:
        return
    except expat.ExpatError as damage:
        raise Refused(_DAMAGED) from damage


def _prolog_parser() -> expat.XMLParserType:
    def document_type(*_: object) -> None:
        raise Refused(_ENTITIES)

    def element(*_: object) -> None:
        raise _FirstElement

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = element
    return parser
