"""Files to give to the gate: small, invented, and most of them up to no good."""

import io
import struct
import zipfile
import zlib

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def content_types(main: str) -> bytes:
    """The part of a package that says what its main part is."""
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    ).encode()


def package(
    parts: dict[str, bytes] | None = None, *, main: str = _WORD, body: bytes = b"<document/>"
) -> bytes:
    """An office file with a main part and whatever else is given."""
    return archive({"[Content_Types].xml": content_types(main), "main.xml": body, **(parts or {})})


def workbook(parts: dict[str, bytes] | None = None) -> bytes:
    """An Excel workbook, of its kind by name only."""
    return package(parts, main=_EXCEL)


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


def in_directory(archived: bytes, offset: int, new: bytes, *, entry: int = -1) -> bytes:
    """The archive with bytes of one entry of its directory replaced (the last unless given)."""
    places = []
    at = archived.find(b"PK\x01\x02")
    while at >= 0:
        places.append(at)
        at = archived.find(b"PK\x01\x02", at + 4)
    start = places[entry] + offset
    return archived[:start] + new + archived[start + len(new) :]


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG picture of that many pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + header
        + struct.pack(">I", zlib.crc32(header))
    )


def jpg(width: int, height: int) -> bytes:
    """The beginning of a JPEG picture of that many pixels, after a long comment."""
    comment = b"\xff\xfe" + struct.pack(">H", 5002) + b"c" * 5000
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"
