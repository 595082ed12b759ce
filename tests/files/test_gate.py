import hashlib
import io
import tracemalloc
from pathlib import Path

import docx
import openpyxl
import pytest

from goldenthread.files import gate
from goldenthread.files.kinds import ALL_KINDS, PLAN_DOCUMENTS, Kind
from goldenthread.rules.refusals import Refused
from tests.conftest import shared
from tests.files.uploads import PDF, WORD_WITH_MACROS, archive, jpg, package, png, workbook


def taken(content: bytes, name: str, allowed: frozenset[Kind] = ALL_KINDS) -> gate.CheckedFile:
    with gate.check(content, name=name, allowed=allowed) as checked:
        return checked


def refusal(content: bytes, name: str, allowed: frozenset[Kind] = ALL_KINDS) -> str:
    """The sentence with which the gate refuses."""
    with pytest.raises(Refused) as refused:
        gate.check(content, name=name, allowed=allowed)
    assert refused.value.sentence.endswith(".")
    return refused.value.sentence


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (package(), "plan.docx", Kind.DOCX),
        (workbook(), "plan.xlsx", Kind.XLSX),
        (PDF, "plan.pdf", Kind.PDF),
        (b"\xef\xbb\xbf" + PDF, "plan.pdf", Kind.PDF),
        (b"Action,Lead\nTrain,SENCO\n", "plan.csv", Kind.CSV),
        (b"Action\tLead\n", "plan.tsv", Kind.TXT),
        (b"Page one\x0cPage two", "plan.txt", Kind.TXT),
        ("Zoë’s school, Żary".encode(), "plan.csv", Kind.CSV),
        ("Zoë’s – school".encode("cp1252"), "plan.csv", Kind.CSV),
        ("Zoë\tschool".encode("utf-16"), "plan.txt", Kind.TXT),
        (png(10, 20), "logo.png", Kind.PNG),
        (jpg(10, 20), "photo.JPEG", Kind.JPG),
        (b"MZ area,Lead\n", "plan.csv", Kind.CSV),
    ],
)
def test_a_file_is_what_its_content_shows(content: bytes, name: str, kind: Kind) -> None:
    checked = taken(content, name)

    assert checked.kind == kind
    assert checked.size == len(content)
    assert checked.sha256 == hashlib.sha256(content).hexdigest()


def test_a_checked_file_can_be_read_from_its_beginning() -> None:
    with gate.check(io.BytesIO(PDF), name="plan.pdf", allowed=ALL_KINDS) as checked:
        assert checked.stream.read() == PDF


def test_what_office_libraries_write_is_taken() -> None:
    document, book = io.BytesIO(), io.BytesIO()
    docx.Document().save(document)
    openpyxl.Workbook().save(book)

    assert taken(document.getvalue(), "plan.docx").kind == Kind.DOCX
    assert taken(book.getvalue(), "plan.xlsx").kind == Kind.XLSX


def test_published_plans_are_taken() -> None:
    paths = [
        path
        for path in shared("data/plans").rglob("*")
        if path.suffix in (".docx", ".pdf", ".xlsx")
    ]

    assert paths
    for path in paths:
        with path.open("rb") as opened:
            checked = gate.check(opened, name=path.name, allowed=PLAN_DOCUMENTS)
        checked.stream.close()
        assert checked.size == path.stat().st_size


def test_nothing_is_left_behind(files_root: Path) -> None:
    taken(PDF, "plan.pdf")
    refusal(b"", "plan.pdf")

    assert not list((files_root / "incoming").iterdir())


@pytest.mark.asvs("1.3.4")
@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "plan.docx", "empty"),
        (b"<!DOCTYPE html><p>%PDF-1.7", "plan.pdf", "web page"),
        (b"\n <html><script>alert(1)</script>", "plan.csv", "web page"),
        (b"<?xml version='1.0'?><x/>", "plan.txt", "web page or XML"),
        (b"<svg onload='x()'/>", "logo.png", "web page"),
        (PDF, "plan.docx", "The name ends in .docx, but the content is a PDF"),
        (package(), "plan.xlsx", "The name ends in .xlsx, but the content is a Word document"),
        (b"a,b\n", "plan.pdf", "The name ends in .pdf, but the content is plain text"),
        (b"a,b\n", "run.bat", "A file ending in .bat cannot be taken"),
        (b"{\\rtf1 Plan}", "plan.doc", "rich text"),
        (b"MZ\x90\x00\x03", "plan.exe", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.doc", "old format"),
        (b"GIF89a\x00\x00", "logo.gif", "GIF"),
        (b"\x01\x02\x03\x00", "plan.txt", "not a file that can be read"),
        (b"Zo\x81 school", "plan.txt", "UTF-8"),
        (b"\xff\xfea", "plan.txt", "UTF-8"),
        (b"", "", "empty"),
        (PDF[:30], "plan.pdf", "cut short"),
    ],
)
def test_what_a_file_may_not_be(content: bytes, name: str, says: str) -> None:
    assert says in refusal(content, name)


def test_only_kinds_asked_for_are_taken() -> None:
    said = refusal(png(1, 1), "logo.png", frozenset({Kind.DOCX, Kind.PDF}))

    assert said == "“logo.png” is a PNG picture. Give a Word document or a PDF."


@pytest.mark.parametrize(
    "content",
    [
        PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"),
        PDF.replace(b"/Root", b"/Encrypt << /V 4 >> /Root"),
        b"%PDF-1.7\n" + b"x" * (gate.CHUNK - 12) + b"/Encrypt 5 0 R\n%%EOF",
    ],
)
def test_a_protected_pdf_is_refused(content: bytes) -> None:
    assert "protected" in refusal(content, "plan.pdf")


def test_a_pdf_that_speaks_of_encrypting_is_taken() -> None:
    content = PDF.replace(b"endobj", b"endobj % /Encrypting and /EncryptMetadata false")

    assert taken(content, "plan.pdf").kind == Kind.PDF


def test_a_document_with_a_password_is_refused() -> None:
    name = "EncryptedPackage".encode("utf-16-le")
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + name + bytes(64)

    assert "password" in refusal(content, "plan.docx")


@pytest.mark.parametrize("around", [b"", b"x" * (gate.CHUNK - 20)])
def test_a_known_virus_pattern_is_refused(around: bytes) -> None:
    pattern = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

    assert "virus" in refusal(around + pattern, "plan.txt")
    assert "virus" in refusal(package({"word/notes.bin": around + pattern}), "plan.docx")


@pytest.mark.asvs("5.2.1")
def test_a_file_past_the_limit_is_refused_without_reading_on() -> None:
    class Endless:
        read_so_far = 0

        def read(self, size: int = -1, /) -> bytes:
            self.read_so_far += size
            return b"a" * size

    upload = Endless()
    with pytest.raises(Refused, match="larger than 1 MB"):
        gate.check(upload, name="plan.txt", allowed=ALL_KINDS, limit_bytes=1_000_000)
    assert upload.read_so_far < 1_200_000


@pytest.mark.asvs("5.2.6")
@pytest.mark.parametrize("picture", [png(50_000, 50_000), jpg(60_000, 60_000), png(30_000, 10)])
def test_a_flood_of_pixels_is_refused(picture: bytes) -> None:
    name = "photo.png" if picture.startswith(b"\x89") else "photo.jpg"

    assert "pixels" in refusal(picture, name)
    assert "pixels" in refusal(package({"word/media/image1": picture}), "plan.docx")


@pytest.mark.parametrize(
    "picture", [png(0, 10), png(5, 5)[:20], b"\xff\xd8\xff\xe0\x00\x04ab", b"\xff\xd8\xff"]
)
def test_a_damaged_picture_is_refused(picture: bytes) -> None:
    name = "photo.png" if picture.startswith(b"\x89") else "photo.jpg"

    assert "damaged" in refusal(picture, name)


def test_memory_stays_bounded_for_a_large_document() -> None:
    content = package({"word/media/scan.bin": bytes(60_000_000)[:900_000] * 60})
    tracemalloc.start()
    refusal(content, "plan.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 5_000_000


def test_macros_are_refused_however_they_are_hidden() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(70_000) + "_VBA_PROJECT".encode("utf-16-le")
    hidden = [
        package(main=WORD_WITH_MACROS),
        package({"word/vbaProject.bin": b"x"}),
        package({"xl/macrosheets/sheet1.xml": b"<x/>"}),
        package({"word/embeddings/oleObject1.bin": ole}),
        package({"word/embeddings/book.xlsx": workbook({"xl/vbaProject.bin": b"x"})}),
        package({"word/embeddings/run.exe": b"x"}),
    ]

    for content in hidden:
        assert "macros" in refusal(content, "plan.docx")


def test_an_archive_that_is_no_document_is_refused() -> None:
    assert "archive" in refusal(archive({"plan.txt": b"x"}), "plan.zip")
    assert "OpenDocument" in refusal(archive({"mimetype": b"x"}), "plan.odt")
