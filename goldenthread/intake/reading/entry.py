"""The one door into reading: which reader a file needs, and what is refused before any."""

from __future__ import annotations

import zipfile
from pathlib import Path

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.package import open_package
from goldenthread.intake.reading.raw import RawDocument
from goldenthread.intake.reading.sniffing import (
    ACCEPTED,
    check_name,
    check_promise,
    ending_of,
    kind_by_content,
)
from goldenthread.rules.refusals import Refused

NO_TABLE = (
    "No table was found in this file. A plan is read from its tables: "
    "load the document that holds them."
)
TOO_MUCH_MEMORY = (
    "Reading this file took too much memory, so it was stopped. "
    "Load only the pages or sheets that hold the plan."
)
TOO_LARGE = (
    f"This file is larger than {limits.MAX_FILE_BYTES // 1024 // 1024} MB. "
    "Load only the plan itself, without pictures."
)


def read(
    path_or_bytes: str | Path | bytes, name: str, *, without_tables: bool = False
) -> RawDocument:
    """Read a plan document in this process; `name` is the name that it came with.

    Raises Refused, with one sentence for the page, and nothing else. For files that people
    bring, use `read_safely`, which also bounds memory and time.
    """
    content = path_or_bytes if isinstance(path_or_bytes, bytes) else load(path_or_bytes)
    try:
        document = _read(content, name)
    except Refused:
        raise
    except MemoryError:
        raise Refused(TOO_MUCH_MEMORY) from None
    except RecursionError:
        raise Refused("This file is nested too deeply to be read.") from None
    except Exception as error:
        # Parsers of other people's formats fail in ways they do not document. The kind of the
        # failure is kept as the cause; the page says what can be done.
        raise Refused(
            "This file could not be read: it is damaged or was made in an unusual way. "
            "Open it in its own program, save it again and load the new file."
        ) from error
    if not without_tables and not any(len(table.rows) > 1 for table in document.tables):
        raise Refused(NO_TABLE)
    return document


def load(path: str | Path) -> bytes:
    """The content of a file on disk. Raises Refused when it is missing or too large."""
    try:
        if Path(path).stat().st_size > limits.MAX_FILE_BYTES:
            raise Refused(TOO_LARGE)
        return Path(path).read_bytes()
    except OSError:
        raise Refused("This file could not be opened. Choose it again.") from None


def _read(content: bytes, name: str) -> RawDocument:
    if len(content) > limits.MAX_FILE_BYTES:
        raise Refused(TOO_LARGE)
    check_name(name)
    kind = kind_by_content(content, name)
    # Each reader is imported when it is needed: a Word file must not wait for the PDF libraries.
    if kind == "zip":
        with open_package(content) as archive:
            kind = _office_kind(archive)
            check_promise(kind, name)
            if kind == "docx":
                from goldenthread.intake.reading.word import read_word

                return read_word(archive)
            from goldenthread.intake.reading.workbook import read_workbook

            return read_workbook(archive, content)
    check_promise(kind, name)
    if kind == "pdf":
        from goldenthread.intake.reading.pdf import read_pdf

        return read_pdf(content)
    if ending_of(name) == "csv":
        from goldenthread.intake.reading.delimited import read_delimited

        return read_delimited(content)
    from goldenthread.intake.reading.plain_text import read_text

    return read_text(content)


def _office_kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        if "mimetype" in names:
            raise Refused(f"This file is in OpenDocument format. {ACCEPTED}")
        raise Refused(f"This file is a packed archive, not a document. Unpack it. {ACCEPTED}")
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name == "xl/workbook.bin" for name in names):
        raise Refused("This file is in Excel's binary format. Save it as .xlsx and load it again.")
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise Refused(f"This file is not a Word document or an Excel workbook. {ACCEPTED}")
