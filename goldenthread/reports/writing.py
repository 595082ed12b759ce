"""One typed document, four formats."""

from __future__ import annotations

from datetime import datetime

from goldenthread.reports.document import Document

FORMATS = ("html", "docx", "pdf", "xlsx")
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMAT_WORDS = {"html": "Web page", "docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


def write(document: Document, form: str, *, made_at: datetime) -> bytes:
    """The document's bytes in one of FORMATS; the same document gives the same bytes. Documents
    tell their time to the second."""
    made_at = made_at.replace(microsecond=0)
    # Each writer's libraries take a second to load: only when a paper is really written.
    if form == "html":
        from goldenthread.reports.writers.html import write_html

        return write_html(document)
    if form == "docx":
        from goldenthread.reports.writers.word import write_word

        return write_word(document, made_at=made_at)
    if form == "pdf":
        from goldenthread.reports.writers.pdf import write_pdf

        return write_pdf(document, made_at=made_at)
    if form == "xlsx":
        from goldenthread.reports.writers.excel import write_excel

        return write_excel(document, made_at=made_at)
    raise ValueError(f"There is no writer for {form}.")
