"""The kinds of file that may be kept, and how each is spoken of and served."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind as its content shows it, never as its name claims."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    CSV = "csv"
    TXT = "txt"
    PNG = "png"
    JPG = "jpg"
    XML = "xml"
    ZIP = "zip"


WORDS: dict[Kind, str] = {
    Kind.DOCX: "a Word document",
    Kind.XLSX: "an Excel workbook",
    Kind.PDF: "a PDF",
    Kind.CSV: "comma-separated text",
    Kind.TXT: "plain text",
    Kind.PNG: "a PNG picture",
    Kind.JPG: "a JPEG picture",
    Kind.XML: "XML",
    Kind.ZIP: "an archive of comma-separated text",
}

MEDIA_TYPES: dict[Kind, str] = {
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PDF: "application/pdf",
    Kind.CSV: "text/csv",
    Kind.TXT: "text/plain",
    Kind.PNG: "image/png",
    Kind.JPG: "image/jpeg",
    Kind.XML: "application/xml",
    Kind.ZIP: "application/zip",
}

# The endings a name of each kind may have; the first is given to a name without one.
ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.DOCX: (".docx",),
    Kind.XLSX: (".xlsx",),
    Kind.PDF: (".pdf",),
    Kind.CSV: (".csv",),
    Kind.TXT: (".txt", ".tsv", ".tab"),
    Kind.PNG: (".png",),
    Kind.JPG: (".jpg", ".jpeg"),
    Kind.XML: (".xml",),
    Kind.ZIP: (".zip",),
}

PLAN_DOCUMENTS: frozenset[Kind] = frozenset({Kind.DOCX, Kind.XLSX, Kind.PDF, Kind.CSV, Kind.TXT})
# Returns and extracts about children and young people; nobody opens their XML or archives as such.
REGISTER_FILES: frozenset[Kind] = frozenset({Kind.XLSX, Kind.CSV, Kind.TXT, Kind.XML, Kind.ZIP})
ALL_KINDS: frozenset[Kind] = frozenset(Kind) - {Kind.XML, Kind.ZIP}
"""What people may add to a record: documents and pictures."""
