"""OWASP ASVS 5.0, 14.2.8: what is handed on says nothing of where and by whom it was made."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from goldenthread.files.cleaning import cleaned, picture
from goldenthread.files.kinds import Kind
from goldenthread.rules.refusals import Refused

GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110


def a_picture() -> Image.Image:
    image = Image.new("RGB", (24, 16), (20, 90, 160))
    image.putpixel((3, 5), (250, 200, 10))
    return image


def photograph(**more: Any) -> bytes:
    """A JPEG as a phone takes it: where, with what, held sideways."""
    exif = Image.Exif()
    exif[CAMERA] = "Phone of Ana Reyes"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 12.5), 3: "W", 4: (0.0, 7.0, 39.9)})
    out = io.BytesIO()
    a_picture().save(out, "JPEG", exif=exif, comment=b"taken at 7 Mill Lane", **more)
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.asvs("14.2.8")
@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
def test_a_photograph_leaves_without_its_place_and_camera(more: dict[str, Any]) -> None:
    taken = photograph(**more)
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(GPS)

    clean = picture(taken)

    exif = Image.open(io.BytesIO(clean)).getexif()
    assert dict(exif) == {ORIENTATION: 6}, "it is still shown the right way up"
    assert exif.get_ifd(GPS) == {}
    for told in (b"Ana Reyes", b"Mill Lane"):
        assert told in taken
        assert told not in clean
    assert pixels(clean) == pixels(taken)


def test_a_colour_profile_stays_and_what_stands_behind_the_end_goes() -> None:
    taken = photograph(icc_profile=b"a profile of colours") + b"second picture of a moving one"
    clean = picture(taken)
    assert Image.open(io.BytesIO(clean)).info["icc_profile"] == b"a profile of colours"
    assert clean.endswith(b"\xff\xd9")


@pytest.mark.asvs("14.2.8")
def test_a_png_leaves_without_its_words() -> None:
    words, out = PngInfo(), io.BytesIO()
    words.add_text("Author", "Ana Reyes")
    words.add_text("Comment", "7 Mill Lane", zip=True)
    words.add_itxt("Description", "Ana’s review")
    exif = Image.Exif()
    exif[CAMERA] = "Phone of Ana Reyes"
    a_picture().save(out, "PNG", pnginfo=words, exif=exif, dpi=(96, 96))

    clean = picture(out.getvalue() + b"words behind the end")

    shown = Image.open(io.BytesIO(clean))
    shown.load()
    assert set(shown.info) == {"dpi"}
    assert not shown.getexif()
    assert pixels(clean) == pixels(out.getvalue())


def test_a_picture_without_particulars_stays_byte_for_byte() -> None:
    out = io.BytesIO()
    a_picture().save(out, "JPEG")
    assert picture(out.getvalue()) == out.getvalue()


def test_a_picture_that_is_cut_short_is_shown_as_far_as_it_goes() -> None:
    clean = picture(photograph()[:-6])
    assert b"Ana Reyes" not in clean
    assert Image.open(io.BytesIO(clean)).size == (24, 16)


def word() -> bytes:
    document, out, inside = docx.Document(), io.BytesIO(), io.BytesIO(photograph())
    document.add_paragraph("Clubs run in nine schools.")
    document.add_picture(inside)
    document.core_properties.author = "Ana Reyes"
    document.core_properties.comments = "for Ben"
    document.add_comment(document.paragraphs[0].runs, text="Nine?", author="Ana Reyes")
    document.save(out)
    return out.getvalue()


def everything_in(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(part) for part in archive.infolist())


@pytest.mark.asvs("14.2.8")
def test_a_word_document_leaves_without_who_wrote_it() -> None:
    given = word()
    assert b"Ana Reyes" in everything_in(given)

    clean = cleaned(io.BytesIO(given), Kind.DOCX).read()

    assert b"Ana Reyes" not in everything_in(clean)
    assert b"for Ben" not in everything_in(clean)
    opened = docx.Document(io.BytesIO(clean))
    assert opened.paragraphs[0].text == "Clubs run in nine schools."
    assert [(one.author, one.text) for one in opened.comments] == [("Author", "Nine?")]
    assert opened.core_properties.author in ("", "python-docx")  # made anew by who reads it


def test_a_workbook_leaves_without_who_wrote_it() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "Clubs"  # type: ignore[index]
    book.active["A1"].comment = Comment("How many?", "Ana Reyes")  # type: ignore[index]
    book.properties.creator = "Ana Reyes"
    book.save(out)

    clean = cleaned(io.BytesIO(out.getvalue()), Kind.XLSX).read()

    assert b"Ana Reyes" not in everything_in(clean)
    again = openpyxl.load_workbook(io.BytesIO(clean))
    assert again.active["A1"].value == "Clubs"  # type: ignore[index]
    assert "How many?" in again.active["A1"].comment.text  # type: ignore[index,union-attr]


def test_a_file_that_cannot_be_taken_apart_is_not_handed_out() -> None:
    with pytest.raises(Refused, match="not handed out"):
        cleaned(io.BytesIO(b"\xff\xd8\xff\xe0\x00\x04..no picture"), Kind.JPG)


def test_kinds_without_particulars_leave_as_they_came() -> None:
    given = io.BytesIO(b"words")
    assert cleaned(given, Kind.TXT) is given
