"""Extracts in the manner of three case systems: their columns, codes and quirks are invented here,
and so is everybody in them. Each can be had for a month, and changed for the next one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.factories.registers import Rows, csv_of, workbook_of

FORENAMES = ("Anwen", "Bilal", "Cora", "Dewi", "Esme", "Farid", "Greta", "Hugo")
SURNAMES = ("Adeyemi", "Birchall", "Castellan", "Dunmore", "Eastwick", "Farrant", "Gosling", "Hale")
LEAP_DAY = date(2012, 2, 29)


def _born(number: int) -> date:
    return LEAP_DAY + timedelta(days=97 * number)


def _upn(number: int) -> str:
    """A UPN of Merrowshire’s schools with its check letter."""
    digits = f"999{1200 + number:04}{number:05}"
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    return letters[sum(int(one) * at for at, one in enumerate(digits, 2)) % 23] + digits


def synergic(*, count: int = 8, surname: str = "") -> bytes:
    """A wide CSV with a title above its headings, days in British order, needs in words, and a
    total below."""
    rows: Rows = [
        ["SEN Caseload Listing", "", "", "", "", "", "", "", ""],
        ["Person ID", "Family Name", "Given Name", "Date of Birth", "UPN", "Main SEN Need",
         "EHCP Final Issue Date", "AR Decision Date", "Lead Worker"],
    ]  # fmt: skip
    needs = ("Autism", "Speech & Lang", "Social/Emotional", "Hearing")
    for at in range(count):
        rows.append([
            f"SYN{40 + at}", surname if surname and at == 0 else SURNAMES[at % 8],
            FORENAMES[at % 8], f"{_born(at):%d/%m/%Y}", _upn(at), needs[at % 4],
            f"{date(2018, 2, 28) + timedelta(days=at):%d/%m/%Y}",
            f"{date(2019, 3, 1) + timedelta(days=at):%d/%m/%Y}" if at % 2 else "",
            "EHC Team North",
        ])  # fmt: skip
    rows.append(["", "", "", "", "", "", "", "", f"Total: {count}"])
    return csv_of(rows)


def fluid(*, count: int = 8) -> bytes:
    """A workbook with a cover sheet, technical headings, Excel days, yes and no in the system's own
    words."""
    rows: list[list[Any]] = [
        ["PERSON_REF", "SURNAME_TXT", "FORENAME_TXT", "DOB_DT", "GENDER_CD", "PLAN_STRT_DT",
         "REQ_RECD_DT", "REQ_OUTCOME", "SETTING_NAME"],
    ]  # fmt: skip
    for at in range(count):
        rows.append([
            700100 + at, SURNAMES[at % 8].upper(), FORENAMES[at % 8], _born(at),
            ("Female", "Male")[at % 2], date(2019, 1, 31) + timedelta(days=at),
            date(2018, 9, 3) + timedelta(days=at), "Assessment agreed", "Mill Lane School",
        ])  # fmt: skip
    return workbook_of({"About this report": [["Run by", "LL Reports"]], "Data": rows})


def happenings(*, cases: int = 4) -> bytes:
    """One row for each step of a case, parted by semicolons, days with the month first; a step that
    no deadline knows, and one without a day."""
    rows: Rows = [["PupilId", "LegalSurname", "PreferredForename", "BirthDate", "StageDesc",
                   "StageDate"]]  # fmt: skip
    for at in range(cases):
        who = [f"C1-{at}", SURNAMES[at], FORENAMES[at], f"{_born(at):%m/%d/%Y}"]
        rows += [
            [*who, "Referral logged", f"{date(2019, 1, 14) + timedelta(days=at):%m/%d/%Y}"],
            [*who, "Draft EHCP out", f"{date(2019, 5, 2) + timedelta(days=at):%m/%d/%Y}"],
            [*who, "Final EHCP out", f"{date(2019, 5, 30) + timedelta(days=at):%m/%d/%Y}"],
        ]
    rows.append(["C1-0", "", "", "", "Filed", "06/01/2019"])
    rows.append(["C1-1", "", "", "", "Referral logged", ""])
    return csv_of(rows, delimiter=";")
