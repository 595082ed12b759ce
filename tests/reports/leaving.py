"""What a file that leaves says beside its pages: opened with other libraries than wrote it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pikepdf
from lxml import etree
from lxml import html as markup

# Parts of an office file that hold what no reader of its pages sees, or who worked on it.
_BESIDE = re.compile(
    r"comment|people|persons?/|custom|pivot|externallink|connection|querytable|printersettings"
    r"|thumbnail|vbaproject|revision|embeddings|slicer|model/",
    re.I,
)
_NAMES_OF_EXCEL = re.compile(r"_xlnm\.(?:_FilterDatabase|Print_Titles|Print_Area)")
_PROPERTIES = (
    "creator", "lastModifiedBy", "description", "keywords", "category", "subject", "contentStatus",
    "identifier", "version", "Company", "Manager", "Template", "HyperlinkBase",
)  # fmt: skip
_TRACKED = {"ins", "del", "moveFrom", "moveTo", "commentReference", "vanish", "attachedTemplate"}
_FOLDER = re.compile(rb"/tmp/|/home/|/root/|/work/|[A-Z]:\\\\|absPath|/var/")
_PACKED_AT = (1980, 1, 1, 0, 0, 0)


def told_beside(content: bytes) -> list[str]:
    """Everything in the file that its pages do not show; empty when there is nothing."""
    if content.startswith(b"%PDF"):
        return list(_of_pdf(content))
    if content.startswith(b"PK"):
        return list(_of_office(content))
    if content.lstrip()[:1] == b"<":
        return list(_of_page(content))
    return [f"a folder: {found!r}" for found in _FOLDER.findall(content)]


def _of_office(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for part in archive.infolist():
            if _BESIDE.search(part.filename):
                yield f"part {part.filename}"
            if part.date_time != _PACKED_AT:
                yield f"{part.filename} was packed at {part.date_time}"
            held = archive.read(part)
            if part.filename.endswith((".xml", ".rels")):
                if _FOLDER.search(held):
                    yield f"a folder in {part.filename}"
                yield from _of_xml(part.filename, held)
        words = "word/document.xml" in archive.namelist()
    yield from (_of_word(content) if words else _of_workbook(content))


def _of_xml(part: str, held: bytes) -> Iterator[str]:
    for node in etree.fromstring(held).iter():
        if not isinstance(node.tag, str):
            yield f"a comment in {part}"
            continue
        name = etree.QName(node).localname
        if part.startswith("docProps/") and name in _PROPERTIES and (node.text or "").strip():
            yield f"{name}: {node.text}"
        if part.startswith("word/") and name in _TRACKED:
            yield f"{name} in {part}"
        if part.startswith("word/") and any("}rsid" in str(key) for key in node.attrib):
            yield f"revision ids in {part}"
        if part == "word/settings.xml" and name in ("rsids", "docVars", "documentProtection"):
            yield f"{name} in {part}"


def _of_word(content: bytes) -> Iterator[str]:
    properties = docx.Document(BytesIO(content)).core_properties
    for name in ("author", "last_modified_by", "comments"):
        if getattr(properties, name):
            yield f"{name}: {getattr(properties, name)}"


def _of_workbook(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(BytesIO(content))
    yield from (f"name {one}" for one in book.defined_names if not _NAMES_OF_EXCEL.match(one))
    for sheet in book:
        if sheet.sheet_state != "visible":
            yield f"hidden sheet {sheet.title}"
        yield from (f"name {one}" for one in sheet.defined_names if not _NAMES_OF_EXCEL.match(one))
        dimensions: list[tuple[Any, Any]] = [
            *sheet.row_dimensions.items(),
            *sheet.column_dimensions.items(),
        ]
        yield from (f"hidden {place} of {sheet.title}" for place, one in dimensions if one.hidden)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    yield f"comment at {cell.coordinate}"
                if cell.data_type == "f":
                    yield f"formula at {cell.coordinate}"
                if ";;;" in cell.number_format:
                    yield f"unseen value at {cell.coordinate}"


def _of_pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(content)) as pdf:
        for name in pdf.docinfo:
            # The program that wrote it and its time tell of no person.
            if name not in ("/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"):
                yield f"{name}: {pdf.docinfo[name]}"
        with pdf.open_metadata() as told:
            yield from (
                f"{name}: {told[name]}"
                for name in ("dc:creator", "dc:contributor", "dc:description", "pdf:Keywords")
                if name in told
            )
        if pdf.attachments:
            yield "attached files"
        for name in ("/OpenAction", "/AA", "/AcroForm"):
            if name in pdf.Root:
                yield f"{name} in the document"
        for page in pdf.pages:
            for note in page.get("/Annots", ()):
                if str(note.Subtype) != "/Link":
                    yield f"{note.Subtype} on a page"
    if _FOLDER.search(content):
        yield "a folder"


def _of_page(content: bytes) -> Iterator[str]:
    page = markup.fromstring(content)
    yield from (f"a comment: {one.text}" for one in page.iter() if one.tag is etree.Comment)
    for name in ("author", "generator"):
        if page.xpath(f"//meta[@name='{name}']"):
            yield f"meta {name}"
