"""What a file is by its content, and whether that is what its name says."""

from __future__ import annotations

import re

from goldenthread.rules.refusals import Refused

ACCEPTED = "Load the plan as .docx, .pdf, .xlsx, .csv or plain text."
# What a name's ending promises.
ENDINGS = {
    "docx": "docx", "pdf": "pdf", "xlsx": "xlsx", "csv": "csv",
    "txt": "text", "text": "text", "tsv": "text", "tab": "text", "md": "text",
}  # fmt: skip
KINDS = {
    "docx": "a Word document", "pdf": "a PDF", "xlsx": "an Excel workbook",
    "csv": "a CSV file", "text": "a text file",
}  # fmt: skip
_OLD = {
    "doc": ("the old Word format", ".docx"), "dot": ("the old Word format", ".docx"),
    "xls": ("the old Excel format", ".xlsx"), "xlt": ("the old Excel format", ".xlsx"),
    "xlsb": ("Excel's binary format", ".xlsx"), "odt": ("OpenDocument format", ".docx"),
    "ods": ("OpenDocument format", ".xlsx"), "rtf": ("rich text format", ".docx"),
    "ppt": ("PowerPoint", ".docx"), "pptx": ("PowerPoint", ".docx"),
    "pages": ("Apple Pages", ".docx"), "numbers": ("Apple Numbers", ".xlsx"),
}  # fmt: skip
_MACRO = {"docm": ".docx", "dotm": ".docx", "xlsm": ".xlsx", "xltm": ".xlsx", "xlam": ".xlsx"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"^\s*<\?xml\b")
_BINARY = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x7fELF", b"MZ",
    b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"RIFF", b"SQLite format 3",
)  # fmt: skip


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, without the dot; "" when it has none."""
    stem, dot, ending = name.strip().rpartition(".")
    return ending.casefold() if dot and stem else ""


def check_name(name: str) -> None:
    """Refuse by the name alone what is never read."""
    ending = ending_of(name)
    if ending in _MACRO:
        raise Refused(
            "This file can hold macros, which are not accepted. "
            f"Save it as {_MACRO[ending]} and load it again."
        )
    if ending in _OLD:
        what, better = _OLD[ending]
        raise Refused(f"This file is in {what}. Save it as {better} and load it again.")


def kind_by_content(content: bytes, name: str) -> str:
    """ "zip", "pdf" or "text" by how the content begins. Raises Refused for anything else."""
    if not content:
        raise Refused("This file is empty. Choose the plan's own file and load it again.")
    head = content[:2048]
    if head.startswith(_OLE):
        raise _ole_refusal(content, name)
    if head.startswith(_ZIP):
        return "zip"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip().startswith(b"{\\rtf"):
        raise Refused("This file is in rich text format. Save it as .docx and load it again.")
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare) or (_XML.match(bare) and b"<html" in head):
        raise Refused(
            "This file is a web page, whatever its name says. "
            "Open it in Word, save it as .docx and load it again."
        )
    if _XML.match(bare):
        raise Refused(f"This file is XML, not a plan document. {ACCEPTED}")
    if head.startswith(_BINARY):
        raise Refused(f"This file is not a document that can be read. {ACCEPTED}")
    return "text"


def _ole_refusal(content: bytes, name: str) -> Refused:
    """Old binary formats and password-protected new ones share one container."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refused(
            "This file is locked with a password. Save it without one and load it again."
        )
    excel = ending_of(name).startswith("xl") or "Workbook".encode("utf-16-le") in content
    better = ".xlsx" if excel else ".docx"
    return Refused(f"This file is in an old binary format. Save it as {better} and load it again.")


def check_promise(kind: str, name: str) -> None:
    """Refuse when the content is another kind than the name's ending says."""
    ending = ending_of(name)
    promised = ENDINGS.get(ending)
    if promised is None:
        if ending:
            raise Refused(f"Files ending in .{ending[:12]} are not read. {ACCEPTED}")
        return
    if promised != kind and {promised, kind} != {"csv", "text"}:
        raise Refused(
            f"This file's name ends in .{ending}, but it is {KINDS[kind]}. "
            "Check that it is the right file, give it its proper name and load it again."
            if kind != "text"
            else f"This file's name ends in .{ending}, but it is not {KINDS[promised]}: it may be "
            f"damaged or misnamed. {ACCEPTED}"
        )
