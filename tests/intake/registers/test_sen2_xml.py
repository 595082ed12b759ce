"""The return as XML: what is read, what is told, and what is refused."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import returns
from goldenthread.intake.registers import limits
from goldenthread.intake.registers.rows import PersonRead
from goldenthread.intake.registers.sen2_xml import XmlReading, read_xml
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import ActivePlan, Need, Person, PlacementDetail, as_xml
from goldenthread.rules.sen2.records import Header
from tests.factories.any_return import PERSONS

HEADER = Header(collection="SEN2", year=2027, reference_date=date(2027, 1, 21), authority="801")


def read(xml: str | bytes) -> tuple[XmlReading, list[PersonRead]]:
    content = xml if isinstance(xml, bytes) else xml.encode()
    reading = read_xml(io.BytesIO(content))
    found = list(reading)
    assert reading.counts.add_up
    return reading, found


def message(persons: str, *, year: int = 2027, around: str = "") -> str:
    return (
        f"<Message><Header><CollectionDetails><Collection>SEN2</Collection><Year>{year}</Year>"
        f"<ReferenceDate>{year}-01-21</ReferenceDate></CollectionDetails><Source><LEA>801</LEA>"
        f"</Source></Header>{around}<Persons>{persons}</Persons></Message>"
    )


def told(found: list[PersonRead]) -> list[str]:
    return [str(problem) for one in found for problem in one.problems]


@given(st.lists(PERSONS, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_is_read_again_whole(persons: list[Person]) -> None:
    # Without a year every item of every year is written and read.
    xml = "".join(as_xml.pieces(Header(collection="SEN2"), persons))
    reading, found = read(xml)
    assert [one.person for one in found] == persons
    assert told(found) == []
    assert reading.problems == []


def test_a_whole_invented_return_is_read_without_a_problem() -> None:
    xml = "".join(as_xml.pieces(returns.HEADER, returns.persons(300)))
    reading, found = read(xml)
    assert reading.header == returns.HEADER
    assert [one.person for one in found] == list(returns.persons(300))
    assert told(found) == [] == reading.problems
    assert reading.counts.read["person"] == 300
    assert reading.counts.read["need"] == 600


def test_every_placement_and_both_needs_are_kept_in_their_order() -> None:
    _, found = read(message(
        "<Person><Requests><ActivePlans>"
        "<PlacementDetail><URN>100001</URN><PlacementRank>1</PlacementRank></PlacementDetail>"
        "<PlacementDetail><URN>100002</URN><PlacementRank>2</PlacementRank></PlacementDetail>"
        "<PlacementDetail><SENsetting>EHE</SENsetting></PlacementDetail>"
        "<SENneed><SENtype>ASD</SENtype><SENtypeRank>1</SENtypeRank></SENneed>"
        "<SENneed><SENtype>HI</SENtype><SENtypeRank>2</SENtypeRank></SENneed>"
        "</ActivePlans></Requests></Person>"
    ))  # fmt: skip
    assert found[0].person.requests[0].active_plans == (
        ActivePlan(
            placements=(
                PlacementDetail("100001", rank=1),
                PlacementDetail("100002", rank=2),
                PlacementDetail(sen_setting="EHE"),
            ),
            needs=(Need("ASD", 1), Need("HI", 2)),
        ),
    )


@pytest.mark.parametrize(
    ("tags", "value", "field"),
    [
        (("SENsetting", "SENSetting", "sensetting"), "EHE", "sen_setting"),
        (("Res", "RES", "res"), "B", "residential"),
        (("WBP", "WPB", "wbp"), "1", "work_based"),
        (("SENunitIndicator", "SENUnitIndicator"), "1", "sen_unit"),
    ],
)
def test_a_tag_is_read_in_each_of_its_spellings(
    tags: tuple[str, ...], value: str, field: str
) -> None:
    for tag in tags:
        _, found = read(message(
            "<Person><Requests><ActivePlans><PlacementDetail>"
            f"<{tag}>{value}</{tag}></PlacementDetail></ActivePlans></Requests></Person>"
        ))  # fmt: skip
        placement = found[0].person.requests[0].active_plans[0].placements[0]
        assert getattr(placement, field) == (True if field == "sen_unit" else value)
        assert told(found) == []


def test_the_request_source_of_one_template_is_read() -> None:
    _, found = read(message("<Person><Requests><rquestsource>2</rquestsource></Requests></Person>"))
    assert found[0].person.requests[0].source == 2


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("<ReceivedDate>2026-02-30</ReceivedDate>",
         "person 1, request 1, ReceivedDate: “2026-02-30” is not a day that can be read. "
         "Write it as 2026-03-31."),
        ("<ReceivedDate>31/03/2026</ReceivedDate>",
         "person 1, request 1, ReceivedDate: “31/03/2026” is not a day that can be read. "
         "Write it as 2026-03-31."),
        ("<RequestOutcome>Q</RequestOutcome>",
         "person 1, request 1, RequestOutcome: “Q” is not one of Y, N, A, W, H."),
        ("<RYA>2</RYA>", "person 1, request 1, RYA: “2” is neither 1 nor 0."),
        ("<RequestSource>9</RequestSource>",
         "person 1, request 1, RequestSource: “9” is not one of 1, 2, 3, 4, 5."),
        ("<Exported>80</Exported>",
         "person 1, request 1, Exported: “80” is not right: it has three digits."),
        ("<Hobby>chess</Hobby>",
         "person 1, request 1, Hobby: is not known in this place; it was not read."),
        ("<Surname>Eze</Surname>",
         "person 1, request 1, Surname: is not known in this place; it was not read."),
        ("<RYA><b>1</b></RYA>",
         "person 1, request 1, RYA: holds other elements, so it was not read."),
        ("<RYA>1</RYA><RYA>0</RYA>",
         "person 1, request 1, RYA: is given twice, differently; the first was kept."),
        (f"<RequestOutcome>{'Y' * 2000}</RequestOutcome>",
         "person 1, request 1, RequestOutcome: is longer than 1,000 characters, "
         "so it was not read."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(inside: str, sentence: str) -> None:
    _, found = read(message(f"<Person><Requests>{inside}</Requests></Person>"))
    assert told(found) == [sentence]


def test_an_unreadable_value_is_not_a_missing_one_and_an_unknown_code_is_kept() -> None:
    _, found = read(message(
        "<Person><Requests><ReceivedDate>soon</ReceivedDate><RequestOutcome>Q</RequestOutcome>"
        "<Assessment><Week20>maybe</Week20></Assessment></Requests></Person>"
    ))  # fmt: skip
    request = found[0].person.requests[0]
    assert request.received is None
    assert request.unread == ("received",)
    assert request.outcome == "Q"
    assert request.assessments[0].unread == ("week20",)
    assert found[0].person.unread_below == {"request.received", "assessment.week20"}


def test_the_next_person_does_not_inherit_what_was_unreadable() -> None:
    _, found = read(message(
        "<Person><PersonBirthDate>?</PersonBirthDate></Person>"
        "<Person><PersonBirthDate>2015-02-03</PersonBirthDate></Person>"
    ))  # fmt: skip
    assert found[0].person.unread_below == {"person.born"}
    assert found[1].person.unread_below == frozenset()
    assert found[1].problems == ()
    assert found[1].where == "line 1"


def test_a_problem_never_says_who_somebody_is() -> None:
    _, found = read(message("<Person><PersonBirthDate>3rd of May 15</PersonBirthDate></Person>"))
    assert told(found) == [
        "person 1, PersonBirthDate: is not a day that can be read. Write it as 2026-03-31."
    ]


def test_what_stands_outside_persons_is_told_and_counted() -> None:
    reading, found = read(message(
        "<Person><Surname>Eze</Surname></Person><Visitor><Name>x</Name></Visitor>"
        "<Person><Surname>Hollis</Surname></Person><Ghost/>", around="<Extra/><DMO>Yes</DMO>"
    ))  # fmt: skip
    assert [one.person.surname for one in found] == ["Eze", "Hollis"]
    assert sorted(problem.column for problem in reading.problems) == ["Extra", "Ghost", "Visitor"]
    assert reading.counts.refused["not known"] == 3
    assert reading.header is not None
    assert reading.header.dmo == "Yes"


def test_a_person_in_a_person_is_refused_and_counted() -> None:
    reading, found = read(message("<Person><Surname>Eze</Surname><Person><UPN>x</UPN></Person>"
                                  "</Person>"))  # fmt: skip
    assert [one.person.surname for one in found] == ["Eze"]
    assert told(found) == ["person 1, Person: is not known in this place; it was not read."]
    assert reading.counts.refused["not known"] == 1


def test_an_item_that_the_year_does_not_ask_is_read_and_told_once() -> None:
    person = "<Person><GenderCurrent>1</GenderCurrent></Person>"
    reading, found = read(message(person * 3))
    assert {one.person.gender for one in found} == {"1"}
    assert [str(problem) for problem in reading.problems] == [
        "the whole return, GenderCurrent: is not asked in the return of 2027; it was read."
    ]
    assert "person.gender" not in reading.fields
    assert "person.sex" in reading.fields
    assert "person.gender" in read(message(person, year=2023))[0].fields


def test_namespaces_comments_and_characters_of_data_are_read_through() -> None:
    xml = message("<Person><!-- x --><Surname><![CDATA[O'Hara & Co]]></Surname>"
                  "<Forename>Zo&#235;</Forename></Person>")  # fmt: skip
    _, found = read(xml.replace("<Message>", '<Message xmlns="urn:sen2">'))
    assert (found[0].person.surname, found[0].person.forename) == ("O'Hara & Co", "Zoë")


ONE = message("<Person><Surname>Żółć</Surname></Person>")


@pytest.mark.parametrize(
    "content",
    [
        ONE.encode(),
        codecs.BOM_UTF8 + ONE.encode(),
        ('<?xml version="1.0" encoding="UTF-16"?>' + ONE).encode("utf-16"),
        ('<?xml version="1.0" encoding="windows-1250"?>' + ONE).encode("cp1250"),
    ],
    ids=["utf-8", "utf-8 with its mark", "utf-16", "windows-1250"],
)
def test_each_encoding_that_xml_declares_is_read(content: bytes) -> None:
    assert read(content)[1][0].person.surname == "Żółć"


def laughs() -> str:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "{"&a;" if n == 0 else f"&a{n - 1};"}{"x" * 10}">' for n in range(9)
    )
    return f"<!DOCTYPE Message [{entities}]>" + message("<Person><Surname>&a8;</Surname></Person>")


def reaching(address: str) -> str:
    outside = f'<!DOCTYPE Message [<!ENTITY out SYSTEM "{address}">]>'
    return outside + message("<Person><Surname>&out;</Surname></Person>")


@pytest.mark.parametrize(
    "xml",
    [
        laughs(),
        reaching("file:///etc/passwd"),
        reaching("http://127.0.0.1:9/x"),
        '<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/sen2.dtd">' + message("<Person/>"),
        "<!-- " + "x" * 200_000 + " --><!DOCTYPE Message>" + message("<Person/>"),
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE Message>' + message("<Person/>"),
    ],
    ids=["laughs", "file", "network", "dtd", "late", "utf-16"],
)
@pytest.mark.asvs("1.5.1")
def test_a_document_type_is_refused_before_anything_is_read(xml: str) -> None:
    content = xml.encode("utf-16" if "UTF-16" in xml else "utf-8")
    with pytest.raises(Refused, match="document type declaration"):
        read(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not well-formed XML"),
        (b"\x00\x01\x02", "not well-formed XML"),
        (b"Surname,Forename\n", "not well-formed XML"),
        (message("<Person><Surname>Eze</Surname></Person>")[:-30].encode(), "breaks at line 1"),
        (ONE.encode("cp1250"), "letters of another encoding"),
        (b"<Message/>", "no person of a SEN2 return"),
        (message("").encode(), "no person of a SEN2 return"),
        (b"<html><body><Person/></body></html>", "no person of a SEN2 return"),
        (b"<a>" * 5000, "not well-formed XML"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(content)


def test_a_person_larger_than_any_can_be_is_refused() -> None:
    many = "<SENneed/>" * (limits.MAX_PERSON_BYTES // 5)
    xml = message(f"<Person><Requests><ActivePlans>{many}</ActivePlans></Requests></Person>")
    with pytest.raises(Refused, match="larger than any person"):
        read(xml)


def test_junk_without_end_is_refused_before_it_fills_the_memory() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1, /) -> bytes:
            self.given += size
            return b"<x/>" * (size // 4) if self.given > size else b"<Message><Persons>"

    stream = Endless()
    with pytest.raises(Refused, match="larger than any person"):
        list(read_xml(stream))  # type: ignore[arg-type]
    assert stream.given < 2 * limits.MAX_PERSON_BYTES


WHOLE = "".join(as_xml.pieces(returns.HEADER, returns.persons(3))).encode()


def _cut(content: bytes, at: int, other: bytes) -> bytes:
    return content[: at % len(content)]


def _put(content: bytes, at: int, other: bytes) -> bytes:
    at %= len(content)
    return content[:at] + other + content[at:]


def _over(content: bytes, at: int, other: bytes) -> bytes:
    at %= len(content)
    return content[:at] + other + content[at + len(other) :]


@given(
    st.sampled_from([_cut, _put, _over]), st.integers(0, 10**6),
    st.binary(max_size=6) | st.sampled_from([b"<Person>", b"</Person>", b"<!DOCTYPE a>", b"&x;",
                                             b"]]>", b"<?a?>", b"<![CDATA[", b"\x00"]),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_a_broken_return_is_read_with_problems_or_refused_in_a_sentence(
    broken: Callable[[bytes, int, bytes], bytes], at: int, other: bytes
) -> None:
    said, found = "", []
    try:
        _, found = read(broken(WHOLE, at, other))
    except Refused as refusal:
        said = refusal.sentence
    assert bool(said) != bool(found)
    assert len(said) < 300
    sentences = [problem.sentence for one in found for problem in one.problems]
    assert all(sentence.endswith(".") for sentence in [*sentences, said] if sentence)
