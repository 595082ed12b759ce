"""A register looked through before anything of it is kept."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from benchmarks import returns
from goldenthread.intake.registers.annex_a import read_annex_a
from goldenthread.intake.registers.looking import given_for, identity_of, look_through
from goldenthread.intake.registers.rows import Reading
from goldenthread.intake.registers.sen2_xml import read_xml
from goldenthread.rules.matching import Identity
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import as_xml
from tests.factories.registers import ANNEX_A_ROW, annex_a
from tests.intake.registers.test_sen2_xml import message

ON = date(2027, 2, 1)
AS_AT = date(2027, 1, 21)


def reading_of(xml: str) -> Reading:
    return read_xml(io.BytesIO(xml.encode()))


def test_a_return_is_told_by_counts_checks_and_matches_and_by_no_name() -> None:
    xml = "".join(as_xml.pieces(returns.HEADER, returns.persons(40)))
    known = [identity_of(one) for one in reading_of(xml)][:30]
    known = [Identity(f"ours-{one.key}", upn=one.upn) for one in known]
    reading = reading_of(xml)
    given = given_for(reading, on=ON, as_at=AS_AT, authority="")
    assert (given.year, given.reference_date, given.own_authority) == (2027, AS_AT, "801")
    data = look_through(reading, given, as_at=AS_AT, known=known).as_data()
    assert data["persons"] == 40
    assert data["rows"]["need"] == {"found": 80, "read": 80, "refused": 0}
    assert data["matches"] == {"same": 30, "to_ask": 0, "new": 10, "notes": []}
    assert data["problems"] == {"count": 0, "first": []}
    checks = {one["check"]: one for one in data["checks"]}
    assert len(checks) == 50
    assert checks["S29"]["ran"] is False
    assert checks["S29"]["passed"] is False
    assert checks["S08"]["passed"] is True
    words = json.dumps(data)
    for one in returns.persons(40):
        assert str(one.surname) not in words
        assert str(one.upn) not in words


def test_problems_are_counted_all_and_shown_first() -> None:
    bad = "<Person><Requests><RYA>2</RYA></Requests></Person>"
    reading = reading_of(message(bad * 300))
    given = given_for(reading, on=ON, as_at=AS_AT, authority="801")
    looked = look_through(reading, given, as_at=AS_AT)
    assert looked.problems_in_all == 300
    assert len(looked.problems) == 200
    assert looked.as_data()["matches"]["new"] == 300


def test_what_was_assumed_is_counted_by_person() -> None:
    reading = read_annex_a(annex_a(ANNEX_A_ROW, [*ANNEX_A_ROW]))
    given = given_for(reading, on=ON, as_at=AS_AT, authority="801")
    assert given.year is None
    looked = look_through(reading, given, as_at=AS_AT)
    assert set(looked.assumed.values()) == {2}
    assert looked.as_data()["rows"] == {"row": {"found": 2, "read": 2, "refused": 0}}


def test_rows_that_were_lost_refuse_the_whole() -> None:
    reading = read_annex_a(annex_a(ANNEX_A_ROW))
    reading.counts.found["row"] += 1
    given = given_for(reading, on=ON, as_at=AS_AT, authority="801")
    with pytest.raises(Refused, match="neither read nor refused"):
        look_through(reading, given, as_at=AS_AT)
