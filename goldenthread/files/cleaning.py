"""What a file says beside its pages is left out of the copy that leaves: where a picture was taken
and with what, who wrote a document, in which company. The file that is kept stays as it came.

A picture is not decoded: its parts are stepped over, so that no pixel changes. PDF and text leave
as they came.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from lxml import etree

from goldenthread.files.kinds import Kind
from goldenthread.files.pictures import JPG, PNG
from goldenthread.rules.refusals import Refused

CLEANED = frozenset({Kind.JPG, Kind.PNG, Kind.DOCX, Kind.XLSX})
"""The kinds that leave without their particulars."""


def cleaned(content: IO[bytes], kind: Kind) -> IO[bytes]:
    """A copy without particulars, or `content` itself for a kind that has none taken out. Closes
    what it was given where it made a copy; Refused where the file cannot be taken apart."""
    if kind not in CLEANED:
        return content
    with content:
        whole = content.read()
    try:
        return BytesIO(picture(whole) if kind in (Kind.JPG, Kind.PNG) else _office(whole))
    except (ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, struct.error) as problem:
        raise Refused(
            "This file could not be cleared of what it says about its author, so it was not handed "
            "out. Ask whoever put it here for a new copy."
        ) from problem


def picture(whole: bytes) -> bytes:
    """A JPEG or PNG without particulars; ValueError where it is neither or is damaged. One that
    is cut short stays as far as it goes."""
    if whole.startswith(PNG):
        return PNG + b"".join(_png_parts(whole))
    if whole.startswith(JPG):
        return b"\xff\xd8" + b"".join(_jpg_parts(whole))
    raise ValueError("neither a JPEG nor a PNG")


# --- PNG ------------------------------------------------------------------------------------------

# Everything that changes how the picture looks; text, times, EXIF and what nobody knows is left.
_SHOWN_IN_PNG = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
     b"cICP", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
)  # fmt: skip


def _png_parts(whole: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at + 12 <= len(whole):
        (length,) = struct.unpack_from(">I", whole, at)
        name, end = whole[at + 4 : at + 8], at + 12 + length
        if name in _SHOWN_IN_PNG:
            yield whole[at:end]
        if name == b"IEND":  # what stands behind the end is no part of the picture
            return
        at = end


# --- JPEG -----------------------------------------------------------------------------------------

_EXIF = b"Exif\x00\x00"
_COLOURS = (b"ICC_PROFILE\x00", b"Adobe\x00", b"JFIF\x00")
_START_OF_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_ORIENTATION = 0x0112


def _jpg_parts(whole: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(whole) or whole[at:] == b"\xff\xd9":
        if whole[at] != 0xFF:
            raise ValueError("the picture is damaged")
        marker = whole[at + 1]
        if marker == 0xFF:  # padding before a marker
            at += 1
            continue
        if marker == _END:
            yield whole[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", whole, at + 2)
        end = at + 2 + length
        held = whole[at + 4 : end]
        if marker == 0xE1 and held.startswith(_EXIF):
            if turned := _orientation(held[len(_EXIF) :]):
                yield _only_orientation(turned)
        elif not (0xE0 <= marker <= 0xEF or marker == _COMMENT) or held.startswith(_COLOURS):
            yield whole[at:end]
        if marker == _START_OF_SCAN:
            stop = _end_of_scan(whole, end)
            yield whole[end:stop]
            end = stop
        at = end


def _end_of_scan(whole: bytes, at: int) -> int:
    """Where the next marker stands that is no part of the compressed pixels."""
    while (at := whole.find(b"\xff", at)) != -1 and at + 1 < len(whole):
        if whole[at + 1] != 0 and not 0xD0 <= whole[at + 1] <= 0xD7:
            return at
        at += 2
    return len(whole)  # cut short: the pixels that are there are shown


def _orientation(exif: bytes) -> int:
    """Which way up the camera was held, 2 to 8; 0 where the picture needs no turning."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 0
    (first,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, first)
    for number in range(min(count, 200)):
        tag, kind = struct.unpack_from(f"{order}HH", exif, first + 2 + 12 * number)
        if tag == _ORIENTATION and kind == 3:
            (turned,) = struct.unpack_from(f"{order}H", exif, first + 10 + 12 * number)
            return turned if 2 <= turned <= 8 else 0
    return 0


def _only_orientation(turned: int) -> bytes:
    """A part that says which way up the picture is, and nothing else."""
    exif = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(exif)) + _EXIF + exif


# --- Word and Excel -------------------------------------------------------------------------------

_PARTICULARS = re.compile(
    r"(?:^|/)(?:docProps|customXml)/|(?:^|/)people\.xml$|(?:^|/)persons/|printerSettings", re.I
)
_PICTURES = re.compile(r"\.(?:jpe?g|png)$", re.I)
_PACKED_AT = (1980, 1, 1, 0, 0, 0)
_NOBODY = "Author"
_AUTHORS = {"author": _NOBODY, "initials": "", "userId": "", "providerId": ""}


def _office(whole: bytes) -> bytes:
    """The document without its properties, custom data, thumbnail and the names of those who
    commented or changed; what they wrote stays, for it is shown."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.is_dir() or _PARTICULARS.search(part.filename):
                continue
            plain = zipfile.ZipInfo(part.filename, _PACKED_AT)
            plain.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(plain, _part(part.filename, old.read(part)))
    return out.getvalue()


def _part(name: str, held: bytes) -> bytes:
    if _PICTURES.search(name):
        return picture(held) if held.startswith((PNG, JPG)) else held
    if name == "[Content_Types].xml" or name.endswith(".rels"):
        return _without_what_is_gone(held)
    if name.endswith(".xml") and re.search(rb"author|initials|userId", held):
        return _without_authors(held)
    return held


def _parsed(held: bytes) -> etree._Element:
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(held, reader)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_what_is_gone(held: bytes) -> bytes:
    """Relations and types of parts that were left out are left out too."""
    root = _parsed(held)
    for node in list(root):
        there = node.get("Target") or node.get("PartName") or ""
        if node.get("TargetMode") != "External" and _PARTICULARS.search(there):
            root.remove(node)
    return _written(root)


def _without_authors(held: bytes) -> bytes:
    root = _parsed(held)
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        for key in node.attrib:
            name = etree.QName(str(key)).localname
            if name in _AUTHORS and "}" in str(key):
                node.set(key, _AUTHORS[name])
        if etree.QName(node).localname == "author" and node.text:  # of a workbook's comments
            node.text = _NOBODY
    return _written(root)
