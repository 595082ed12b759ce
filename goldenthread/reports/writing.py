"""One typed document, four formats."""

from __future__ import annotations

from datetime import datetime

from goldenthread.reports.document import Document
from goldenthread.reports.writers.excel import write_excel
from goldenthread.reports.writers.html import write_html
from goldenthread.reports.writers.pdf import write_pdf
from goldenthread.reports.writers.word import write_word

FORMATS = ("html", "docx", "pdf", "xlsx")
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMAT_WORDS = {"html": "Web page", "docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


def write(document: Document, form: str, *, made_at: datetime) -> bytes:
    """The document's bytes in one of FORMATS; the same document gives the same bytes."""
    if form == "html":
        return write_html(document)
    if form == "docx":
        return write_word(document, made_at=made_at)
    if form == "pdf":
        return write_pdf(document, made_at=made_at)
    if form == "xlsx":
        return write_excel(document, made_at=made_at)
    raise ValueError(f"There is no writer for {form}.")
