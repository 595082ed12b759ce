"""Files that must be refused: each a name, its bytes, and words of the sentence that refuses it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

from tests.factories import plan_documents

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def a_docx() -> bytes:
    return plan_documents.as_docx(plan_documents.kent_layout())


def a_xlsx() -> bytes:
    return plan_documents.as_xlsx(plan_documents.kent_layout())


def a_pdf() -> bytes:
    return plan_documents.as_pdf(plan_documents.kent_layout())


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The zip with one part replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry.filename))
        new.writestr(name, part)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@cache  # it takes seconds to pack
def zip_bomb() -> bytes:
    """A small .docx whose main part unpacks to 600 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(600):
                part.write(b" " * 1024 * 1024)
    return made.getvalue()


def lying_zip_bomb() -> bytes:
    """A bomb whose directory says that it unpacks to a few bytes."""
    content = bytearray(zip_bomb())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def many_parts() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(20_000):
            archive.writestr(f"word/{number}.xml", "")
    return made.getvalue()


def entity_bomb() -> bytes:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    text = (
        f'<?xml version="1.0"?><!DOCTYPE w [{"".join(lines)}]><w:document xmlns:w="{W}"><w:body>'
        "<w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>"
    )
    return with_part(a_docx(), "word/document.xml", text.encode())


def outside_entity() -> bytes:
    text = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&file;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    return with_part(a_docx(), "word/document.xml", text.encode("utf-16"))


def much_xml() -> bytes:
    """A .docx with a million empty paragraphs: lawful, but a tree of many hundred megabytes."""
    text = f'<w:document xmlns:w="{W}"><w:body>' + "<w:p><w:r/></w:p>" * 1_000_000
    text += "</w:body></w:document>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:  # stored, so that no bomb is suspected
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", text)
    return made.getvalue()


def deep_nesting() -> bytes:
    text = f'<w:document xmlns:w="{W}"><w:body>' + "<w:tbl><w:tr><w:tc>" * 100_000
    return with_part(a_docx(), "word/document.xml", text.encode())


def sheet_of_a_million_rows() -> bytes:
    part = part_of(a_xlsx(), "xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return with_part(a_xlsx(), "xl/worksheets/sheet1.xml", part.replace(b"</sheetData>", far))


def sheet_with_an_impossible_place() -> bytes:
    part = part_of(a_xlsx(), "xl/worksheets/sheet1.xml")
    return with_part(
        a_xlsx(), "xl/worksheets/sheet1.xml", part.replace(b'r="A3"', b'r="A99999999999"')
    )


def a_sheet_full_of_rows() -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(60_000):
        sheet.write_row(row, 0, ["action", "lead", "date", "rating"])
    book.close()
    return made.getvalue()


def locked_pdf() -> bytes:
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return made.getvalue()


def pdf_of_pages(count: int) -> bytes:
    import pikepdf

    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def scanned_pdf() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    made = io.BytesIO()
    page = canvas.Canvas(made)
    page.drawImage(ImageReader(Image.new("L", (600, 800), 200)), 0, 0, 595, 842)
    page.showPage()
    page.save()
    return made.getvalue()


def pdf_that_unpacks_without_end() -> bytes:
    """One page whose drawing unpacks to 400 MB."""
    import pikepdf

    made = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"0 0 m 9 9 l S " * (30 * 1024 * 1024))
        pdf.save(made, compress_streams=True)
    return made.getvalue()


def prose_pdf() -> bytes:
    document = plan_documents.PlanDocument(
        "prose",
        (plan_documents.Heading("A letter"), plan_documents.Text("Nothing but words. " * 40)),
    )
    return plan_documents.as_pdf(document)


def prose_docx() -> bytes:
    document = plan_documents.PlanDocument("prose", (plan_documents.Text("Only words."),))
    return plan_documents.as_docx(document)


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("plan.docx", lambda: b"", "empty"),
    "zeros": ("plan.txt", lambda: b"\x00" * 5000, "not text"),
    "zeros named docx": ("plan.docx", lambda: b"\x00" * 5000, "not a Word document"),
    "web page": ("plan.docx", lambda: b"\n<!DOCTYPE html><html><table></table>", "web page"),
    "picture": ("plan.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "not a document"),
    "pdf named docx": ("plan.docx", a_pdf, "it is a PDF"),
    "docx named pdf": ("plan.pdf", a_docx, "it is a Word document"),
    "xlsx named docx": ("plan.docx", a_xlsx, "it is an Excel workbook"),
    "text named xlsx": ("plan.xlsx", lambda: b"a\tb\nc\td\n", "not an Excel workbook"),
    "program": ("plan.exe", lambda: b"MZ" + b"\x00" * 99, "not a document"),
    "old word": ("plan.doc", lambda: _OLE, "Save it as .docx and load it again"),
    "old excel": ("plan.xls", lambda: _OLE, "Save it as .xlsx and load it again"),
    "old word named docx": ("plan.docx", lambda: _OLE, "Save it as .docx and load it again"),
    "locked docx": (
        "plan.docx",
        lambda: _OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500,
        "password",
    ),
    "locked pdf": ("plan.pdf", locked_pdf, "password"),
    "macro by name": ("plan.docm", a_docx, "macros"),
    "macro inside": (
        "plan.docx",
        lambda: with_part(a_docx(), "word/vbaProject.bin", b"x"),
        "macros",
    ),
    "macro inside xlsx": (
        "plan.xlsx",
        lambda: with_part(a_xlsx(), "xl/vbaProject.bin", b"x"),
        "macros",
    ),
    "zip bomb": ("plan.docx", zip_bomb, "unpacks to far more"),
    "lying zip bomb": ("plan.docx", lying_zip_bomb, "damaged"),
    "zip of parts": ("plan.docx", many_parts, "unpacks to far more"),
    "zip in zip": (
        "plan.docx",
        lambda: with_part(a_docx(), "word/more.zip", b"PK\x03\x04"),
        "other packed files",
    ),
    "plain zip": ("plan.docx", lambda: with_part(zip_empty(), "plan.txt", b"x"), "packed archive"),
    "entity bomb": ("plan.docx", entity_bomb, "document type"),
    "outside entity": ("plan.docx", outside_entity, "document type"),
    "deep nesting": ("plan.docx", deep_nesting, "damaged"),
    "cut docx": ("plan.docx", lambda: a_docx()[:-2000], "damaged"),
    "cut xlsx": ("plan.xlsx", lambda: a_xlsx()[:3000], "damaged"),
    "cut pdf": ("plan.pdf", lambda: a_pdf()[:1500], "damaged"),
    "rubbish part": (
        "plan.docx",
        lambda: with_part(a_docx(), "word/document.xml", b"<w:document"),
        "damaged",
    ),
    "long sheet": ("plan.xlsx", sheet_of_a_million_rows, "1,048,576 rows"),
    "impossible cell": ("plan.xlsx", sheet_with_an_impossible_place, "damaged"),
    # A slow machine reaches the limit of seconds before that of rows.
    "full sheet": ("plan.xlsx", a_sheet_full_of_rows, "60,000 rows|took too long"),
    "long pdf": ("plan.pdf", lambda: pdf_of_pages(2000), "2,000 pages"),
    "scanned pdf": ("plan.pdf", scanned_pdf, "picture"),
    "endless pdf": ("plan.pdf", pdf_that_unpacks_without_end, "Load only"),
    "no table in pdf": ("plan.pdf", prose_pdf, "No table"),
    "no table in docx": ("plan.docx", prose_docx, "No table"),
    "no table in text": ("plan.txt", lambda: b"Only words.\n\nAnd more.", "No table"),
    "no table in csv": ("plan.csv", lambda: b"Only words\nAnd more\n", "No table"),
    "no ending": ("plan.xyz", lambda: b"a\tb\nc\td", "are not read"),
    "unending cell": ("plan.csv", lambda: b'a,b\n"' + b"x" * 200_000, "a cell never ends"),
    "another encoding": (
        "plan.csv",
        lambda: "действие,срок\nсделать,май\n".encode("koi8-r"),
        "encoding",
    ),
    "odd bytes": ("plan.csv", lambda: b"Action,Lead\nAgree \x81\x8d,Head\n", "encoding"),
    "nul in text": ("plan.csv", lambda: b"Action,Lead\nAgree\x00,Head\n" * 20, "not text"),
}  # fmt: skip


def zip_empty() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w"):
        pass
    return made.getvalue()
