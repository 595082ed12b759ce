"""Returns and exports of registers at the gate: XML and archives of CSV files, where asked for."""

from __future__ import annotations

import io
import zipfile

import pytest

from goldenthread.files import gate
from goldenthread.files.kinds import ALL_KINDS, REGISTER_FILES, Kind
from goldenthread.rules.refusals import Refused

XML = b"<?xml version='1.0' encoding='utf-8'?><Message><Persons/></Message>"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


TABLES = {"person.csv": b"persontableid,surname\n1,Eze\n", "export/requests.csv": b"a,b\n"}


def kind(content: bytes, name: str, allowed: frozenset[Kind] = REGISTER_FILES) -> Kind:
    with gate.check(content, name=name, allowed=allowed) as checked:
        assert checked.stream.read() == content
        return checked.kind


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (XML, "sen2.xml", Kind.XML),
        (b"<Message/>", "SEN2.XML", Kind.XML),
        (b"\xef\xbb\xbf" + XML, "sen2.xml", Kind.XML),
        ("<?xml version='1.0' encoding='utf-16'?><Message/>".encode("utf-16"), "a.xml", Kind.XML),
        (b"<!-- " + b"x" * 100_000 + b" --><Message/>", "sen2.xml", Kind.XML),
        (zipped(TABLES), "export.zip", Kind.ZIP),
        (b"a,b\n", "person.csv", Kind.CSV),
    ],
)
def test_a_register_s_files_are_taken_where_they_are_asked_for(
    content: bytes, name: str, found: Kind
) -> None:
    assert kind(content, name) is found


@pytest.mark.parametrize(("content", "name"), [(XML, "sen2.xml"), (zipped(TABLES), "export.zip")])
def test_and_nowhere_else(content: bytes, name: str) -> None:
    with pytest.raises(Refused):
        kind(content, name, ALL_KINDS)


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<!DOCTYPE Message [<!ENTITY a 'x'>]><Message>&a;</Message>", "document type"),
        (b"<!DOCTYPE Message SYSTEM 'http://127.0.0.1:9/x'><Message/>", "document type"),
        ("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"), "document t"),
        (b"<html><script>alert(1)</script></html>", "web page or a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "web page or a picture"),
        (b"Surname,Forename\n", "damaged, or is not XML"),
        (b"<?xml version='1.0'?>", "damaged, or is not XML"),
        (b"<!-- " + b"x" * 2_000_000, "damaged, or is not XML"),
        (b"<a", "damaged, or is not XML"),
        (b"\x01\x02", "damaged, or is not XML"),
    ],
)
def test_xml_that_is_no_return_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        kind(content, "sen2.xml")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped({**TABLES, "run.exe": b"MZ"}), "macros or programs"),
        (zipped({**TABLES, "read me.txt": b"hello"}), "other files beside CSV"),
        (zipped({**TABLES, "inner.csv": zipped(TABLES)}), "cannot be read|not a file"),
        (zipped({"a.csv": b"0" * 60_000_000}), "unpacks to far more"),
        (zipped({f"{n}.csv": b"a,b\n" for n in range(60)}), "unpacks to far more"),
        (zipped({"../a.csv": b"a,b\n"}), "damaged"),
        (zipped({"a.csv": b"<html></html>"}), "web page or XML"),
        (zipped(TABLES)[:-30], "damaged"),
        (zipped({"notes.txt": b"hello"}), "This is an archive"),
    ],
)
def test_an_archive_of_anything_else_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        kind(content, "export.zip")


def test_a_name_that_says_otherwise_is_refused() -> None:
    with pytest.raises(Refused, match="web page or XML"):
        kind(XML, "sen2.csv")
    with pytest.raises(Refused, match=r"name ends in \.xlsx"):
        kind(zipped(TABLES), "export.xlsx")
