"""`goldenthread import-register`: files come in whole or not at all, and nothing printed names a
child."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks import returns
from goldenthread.ehcp_register.models import CheckRun, Child, Event, Problem, Source
from goldenthread.ehcp_register.queries.checks import key_of_return
from goldenthread.files.models import StoredFile
from goldenthread.intake.registers.mapping import guess
from goldenthread.partnership.models import User
from goldenthread.rules.sen2 import as_xml
from goldenthread.trail.models import TrailEntry
from tests.config.commands.test_commands import Ran, Run, run
from tests.factories import register, registers
from tests.factories.registers import ANNEX_A_ROW, TIDY, annex_a, csv_of, workbook_of

__all__ = ["run"]
pytestmark = pytest.mark.django_db
AS_AT = "2019-12-02"
EVERY = "a test counts what was written"


@pytest.fixture
def manager(viewer: Any) -> Any:
    return viewer("case_manager", name="Mina Manager")


@pytest.fixture
def bring(run: Run, manager: Any, tmp_path: Path) -> Any:
    """`bring(content, "sen2.xml", "--dry-run")`: the command as the case manager."""
    email = User.objects.get(pk=manager.user_id).email

    def command(content: bytes, name: str, *words: str | Path, as_at: str = AS_AT) -> Ran:
        file = tmp_path / name
        file.write_bytes(content)
        return run("import-register", file, "--as-at", as_at, "--as", email, *words)

    return command


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    file = tmp_path / "columns.json"
    file.write_text(json.dumps(guess(TIDY[0]).mapping("Tidy").as_data()), encoding="utf-8")
    return file


def _return(persons: list[Any]) -> bytes:
    return "".join(as_xml.pieces(returns.HEADER, persons)).encode()


def _children() -> int:
    return Child.objects.including_restricted_records(because=EVERY).count()


PERSONS = list(returns.persons(6))


def test_a_dry_run_tells_all_and_writes_nothing(bring: Any) -> None:
    before = TrailEntry.objects.count()
    ran = bring(_return(PERSONS), "sen2.xml", "--dry-run", "--format", "json")

    assert (ran.code, ran.err) == (0, "")
    told = ran.json[0]
    assert (told["kind"], told["system"], told["persons"]) == ("SEN2 XML", "SEN2", 6)
    assert told["dry_run"] is True
    assert "brought" not in told
    assert all(one["found"] == one["read"] + one["refused"] for one in told["rows"].values())
    assert told["rows"]["person"]["found"] == 6
    assert (told["matches"]["new"], told["matches"]["same"]) == (6, 0)
    assert len(told["checks"]) == 50
    assert _children() == Source.objects.count() == CheckRun.objects.count() == 0
    assert StoredFile.objects.count() == 0
    assert TrailEntry.objects.count() == before


def test_a_return_comes_in_and_again_changes_nothing(bring: Any) -> None:
    first = bring(_return(PERSONS), "sen2.xml", "--format", "json").json[0]["brought"]
    again = bring(_return(PERSONS), "sen2.xml", "--format", "json").json[0]

    assert (first["new"], first["changed"], first["unchanged"]) == (6, 0, 0)
    assert (again["matches"]["same"], again["matches"]["new"]) == (6, 0)
    assert (again["brought"]["new"], again["brought"]["changed"]) == (0, 0)
    assert again["brought"]["unchanged"] == 6
    assert _children() == 6


def test_nothing_printed_and_nothing_in_the_trail_says_who_anybody_is(bring: Any) -> None:
    said = [bring(_return(PERSONS), "sen2.xml", *more).out for more in ((), ("--format", "json"))]
    said += [one.words for one in TrailEntry.objects.all()]
    for words in said:
        for one in PERSONS:
            assert str(one.surname) not in words
            assert str(one.upn) not in words


def test_the_file_is_not_kept_but_its_name_and_hash_are(bring: Any) -> None:
    told = bring(_return(PERSONS), "sen2.xml", "--format", "json").json[0]
    source = Source.objects.get()
    assert (source.title, source.sha256) == ("sen2.xml", told["sha256"])
    assert (source.file_id, source.as_at) == (None, date(2019, 12, 2))
    assert StoredFile.objects.count() == 0


def test_what_a_check_finds_is_kept_of_its_child_and_what_did_not_run_is_not_run(
    bring: Any,
) -> None:
    wrong = [replace(PERSONS[0], upn="T801200001001"[:-1] + "9"), *PERSONS[1:]]
    told = bring(_return(wrong), "sen2.xml", "--format", "json").json[0]

    hit = {one["check"]: one["hits"] for one in told["checks"] if one["hits"]}
    assert hit
    kept = set(
        Problem.objects.including_restricted_records(because=EVERY).values_list(
            "check_key", flat=True
        )
    )
    assert kept == {key_of_return(key) for key in hit}
    not_run = {one["check"] for one in told["checks"] if not one["ran"]}
    rows = CheckRun.objects.exclude(why_not_run="").values_list("check_key", flat=True)
    assert set(rows) == {key_of_return(key) for key in not_run}
    assert "S29" in not_run  # no list of settings is loaded

    mended = bring(_return(PERSONS), "sen2.xml", "--format", "json").json[0]
    assert mended["brought"]["changed"] == 1
    left = Problem.objects.including_restricted_records(because=EVERY).filter(cleared_on=None)
    assert left.count() == mended["brought"]["problems_kept"]


def test_an_extract_comes_in_through_its_mapping(bring: Any, mapping: Path) -> None:
    content = workbook_of({"Data": TIDY})
    assert "choose a mapping" in bring(content, "x.xlsx").err
    ran = bring(content, "x.xlsx", "--mapping", mapping, "--authority", "801")

    assert (ran.code, ran.err) == (0, "")
    assert "row: 2 found, 2 read, 0 refused" in ran.out
    assert "Brought in: 2 new" in ran.out
    assert Source.objects.get().system == "Tidy"


def test_other_kinds_have_their_own_stream(bring: Any) -> None:
    told = bring(annex_a(ANNEX_A_ROW), "annex.xlsx", "--dry-run", "--format", "json").json[0]
    assert told["system"] == "Annex A"
    export = registers.zip_of(registers.collect_files(PERSONS))
    told = bring(export, "export.zip", "--dry-run", "--format", "json").json[0]
    assert told["system"] == "SEN2"
    told = bring(
        export, "export.zip", "--dry-run", "--format", "json", "--system", "Last year"
    ).json[0]
    assert told["system"] == "Last year"


def test_who_may_be_somebody_known_is_left_out_and_told_by_place(
    bring: Any, manager: Any, mapping: Path
) -> None:
    register.add(
        register.child(1, forename="Farah", surname="Other", born_on=date(2014, 5, 6)), by=manager
    )
    ran = bring(csv_of(TIDY), "x.csv", "--mapping", mapping, "--format", "json")
    told = ran.json[0]

    assert told["matches"]["to_ask"] == 1
    asked = told["matches"]["asked"][0]
    assert asked["person"] == 1
    assert "the day of birth is the same" in asked["perhaps"][0]["reasons"]
    assert told["brought"]["left_to_ask"] == 1
    assert _children() == 2  # the known one, and the second row
    assert "Farah" not in ran.out
    assert "Eze" not in ran.out


def test_of_whom_nothing_says_who_they_are_is_left_out_and_told(bring: Any) -> None:
    bare = replace(PERSONS[0], surname=None, forename=None, upn=None, uln=None)
    told = bring(_return([bare, *PERSONS[1:]]), "sen2.xml", "--format", "json").json[0]

    assert (told["matches"]["nobody"], told["matches"]["new"]) == ([1], 5)
    assert (told["brought"]["new"], told["brought"]["nobody"]) == (5, 1)
    assert told["rows"]["person"]["read"] == 6
    hits = [one for check in told["checks"] for one in check["hits"] if one.startswith("person 1,")]
    kept = Problem.objects.including_restricted_records(because=EVERY)
    assert hits
    assert not kept.filter(said__contains="person 1").exists()
    assert _children() == 5


def test_several_files_come_in_one_after_the_other_each_whole(
    bring: Any, run: Run, manager: Any, tmp_path: Path
) -> None:
    good, bad = tmp_path / "a.xml", tmp_path / "b.xml"
    good.write_bytes(_return(PERSONS[:3]))
    bad.write_bytes(_return(PERSONS[3:])[:-40])  # cut short
    email = User.objects.get(pk=manager.user_id).email
    ran = run("import-register", good, bad, "--as-at", AS_AT, "--as", email)

    assert ran.code == 1
    assert "a.xml: SEN2 XML, 3 persons" in ran.out
    assert ran.err.strip().endswith(".")
    assert _children() == 3
    assert Source.objects.count() == 1


def test_what_fails_while_checks_are_kept_leaves_nothing_behind(
    bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldenthread.ehcp_register.actions import importing

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(importing, "keep_findings", broken)
    with pytest.raises(RuntimeError, match="disk is full"):
        bring(_return(PERSONS), "sen2.xml")
    assert _children() == Source.objects.count() == 0
    assert not Event.objects.including_restricted_records(because=EVERY).exists()


def test_an_older_file_of_the_same_stream_is_refused(bring: Any) -> None:
    bring(_return(PERSONS), "sen2.xml")
    ran = bring(_return(PERSONS), "sen2.xml", as_at="2019-11-01")
    assert ran.code == 1
    assert "The register already holds what SEN2 said as at 2 December 2019" in ran.err
    assert bring(_return(PERSONS), "old.xml", "--system", "Old", as_at="2019-11-01").code == 0


def test_a_day_to_come_is_refused(bring: Any) -> None:
    ran = bring(_return(PERSONS), "sen2.xml", as_at="2099-01-21")
    assert ran.code == 1
    assert "21 January 2099 is still to come" in ran.err


def test_files_pass_the_gate(bring: Any) -> None:
    ran = bring(b"MZ\x00\x00 a program", "sen2.xml")
    assert ran.code == 1
    assert "a program" in ran.err
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Message>&b;</Message>'
    ran = bring(entity, "sen2.xml")
    assert ran.code == 1
    assert _children() == 0


def test_the_administrator_is_told_to_name_a_case_manager(
    run: Run, tmp_path: Path, local_area: Any
) -> None:
    file = tmp_path / "sen2.xml"
    file.write_bytes(_return(PERSONS))
    ran = run("import-register", file, "--as-at", AS_AT)
    assert ran.code == 1
    assert "Add --as with the email address" in ran.err
    assert _children() == 0


def test_an_authority_is_three_digits(bring: Any) -> None:
    assert "three digits" in bring(_return(PERSONS), "sen2.xml", "--authority", "80").err
