"""Office files are zips of XML: opened only after the directory and each part were looked at."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from goldenthread.intake.reading import limits
from goldenthread.rules.refusals import Refused

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DAMAGED = (
    "This file is damaged or was cut off on its way: it cannot be opened. "
    "Open it in Word or Excel, save it again and load the new file."
)
_TOO_BIG = (
    "This file unpacks to far more than a plan can hold, so it was not opened. "
    "Load only the plan itself."
)
# "Strict Open XML" is the same language under other names.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_NESTED = (".zip", ".docx", ".xlsx", ".7z", ".rar", ".gz", ".bz2", ".xz")


def open_package(content: bytes) -> zipfile.ZipFile:
    """Open the zip of an Office file without unpacking anything. Raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError):
        raise Refused(DAMAGED) from None
    if len(entries) > limits.MAX_PARTS:
        raise Refused(_TOO_BIG)
    total = sum(entry.file_size for entry in entries)
    if total > limits.MAX_UNPACKED_BYTES:
        raise Refused(_TOO_BIG)
    if total > limits.MIN_BYTES_FOR_PACKING and total > limits.MAX_PACKING * max(1, len(content)):
        raise Refused(_TOO_BIG)
    for entry in entries:
        _check_entry(entry)
    return archive


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.casefold()
    if entry.flag_bits & 0x1:
        raise Refused("This file is locked with a password. Save it without one and load it again.")
    if name.endswith(("vbaproject.bin", "vbadata.xml")):
        raise Refused(
            "This file holds macros, which are not accepted. "
            "Save it as .docx or .xlsx without macros and load it again."
        )
    if name.endswith((".xml", ".rels")) and entry.file_size > limits.MAX_PART_BYTES:
        raise Refused(_TOO_BIG)
    if name.endswith(_NESTED) and "embeddings/" not in name:
        raise Refused("This file holds other packed files. Load only the plan itself.")


def read_part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a part, or None when the file has no such part. Raises Refused."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    try:
        with archive.open(info) as part:
            content = part.read(limits.MAX_PART_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise Refused(DAMAGED) from None
    if len(content) > limits.MAX_PART_BYTES:
        raise Refused(_TOO_BIG)
    return content


def parse_xml(content: bytes) -> etree._Element:
    """Parse one part. A part with a DOCTYPE or an entity is never genuine. Raises Refused."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if has_doctype(content):
        raise Refused(
            "This file holds a document type declaration, which no Office program writes, "
            "so it was not opened. Open it in Word or Excel, save it again and load the new file."
        )
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        # The stubs do not know that the error carries libxml2's code.
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise Refused(DAMAGED) from None
    except ValueError:
        raise Refused(DAMAGED) from None


def has_doctype(content: bytes) -> bool:
    """Whether a part declares a document type or entities, in whatever encoding."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return True
    # UTF-16 and UTF-32 put zero bytes between the letters.
    return b"\x00" in content[:4096] and b"<!DOCTYPE" in content.replace(b"\x00", b"")


def read_xml(
    archive: zipfile.ZipFile, name: str | None, *, missing_ok: bool = False
) -> etree._Element | None:
    """The root of an XML part; None when it may be missing and is. Raises Refused."""
    content = read_part(archive, name) if name else None
    if content is None:
        if missing_ok:
            return None
        raise Refused(DAMAGED)
    return parse_xml(content)


def related_parts(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Parts that a part names: the end of the relation's type → path ("" asks for the file's)."""
    folder, name = posixpath.split(part)
    root = read_xml(archive, posixpath.join(folder, "_rels", name + ".rels"), missing_ok=True)
    found: dict[str, str] = {}
    if root is None:
        return found
    for relation in root.iter(_RELATIONSHIP):
        kind = "/" + str(relation.get("Type", "")).rsplit("/", 1)[-1]
        target = str(relation.get("Target", ""))
        if relation.get("TargetMode") != "External" and target:
            found.setdefault(kind, _path(folder, target))
    return found


def parts_by_id(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Parts that a part names: the relation's id → path."""
    folder, name = posixpath.split(part)
    root = read_xml(archive, posixpath.join(folder, "_rels", name + ".rels"), missing_ok=True)
    found: dict[str, str] = {}
    for relation in root.iter(_RELATIONSHIP) if root is not None else ():
        if relation.get("TargetMode") != "External":
            found[str(relation.get("Id", ""))] = _path(folder, str(relation.get("Target", "")))
    return found


def _path(folder: str, target: str) -> str:
    whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(whole)
