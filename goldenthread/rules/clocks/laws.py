"""The laws that limits stand in: how each is cited, where its text is, since when it binds."""

from __future__ import annotations

import re
from datetime import date

from goldenthread.rules.clocks.duties import Law

_TEXTS = "https://www.legislation.gov.uk"
_TRIBUNAL_RULES = (
    "Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) "
    "Rules 2008"
)
REFORMS_BEGAN = date(2014, 9, 1)  # Part 3 of the Act, the Regulations, and appeals about EHC plans


def regulation(number: str, *, since: date = REFORMS_BEGAN) -> Law:
    """SEND Regulations 2014, such as `regulation("13(2)")`."""
    return Law(
        f"SEND Regulations 2014, {'regs' if ' and ' in number else 'reg'} {number}",
        f"{_TEXTS}/uksi/2014/1530/regulation/{_whole(number)}",
        since,
    )


def section(number: str) -> Law:
    """Children and Families Act 2014, such as `section("44(1)(a)")`."""
    return Law(
        f"Children and Families Act 2014, s{number}",
        f"{_TEXTS}/ukpga/2014/6/section/{_whole(number)}",
        REFORMS_BEGAN,
    )


def code_of_practice(paragraph: str) -> Law:
    """SEND code of practice: guidance that authorities must have regard to."""
    return Law(
        f"SEND code of practice, paragraph {paragraph}",
        "https://www.gov.uk/government/publications/send-code-of-practice-0-to-25",
        REFORMS_BEGAN,
    )


def devon(regulations: str) -> Law:
    """The Regulations as the High Court read them on 8 March 2022."""
    return Law(
        f"SEND Regulations 2014, {regulations}, as read in R (L, M and P) v Devon County Council "
        "[2022] EWHC 493 (Admin)",
        "https://caselaw.nationalarchives.gov.uk/ewhc/admin/2022/493",
        REFORMS_BEGAN,
    )


def tribunal_rule(number: str) -> Law:
    """The Tribunal's rules, such as `tribunal_rule("20(1)(c)")`."""
    return Law(
        f"{_TRIBUNAL_RULES}, rule {number}",
        f"{_TEXTS}/uksi/2008/2699/article/{_whole(number)}",
        REFORMS_BEGAN,
    )


def _whole(number: str) -> str:
    """The first whole number: 20 of "20(3) and 21(3)"."""
    return re.split(r"\D", number, maxsplit=1)[0]


DIRECTIONS = Law(
    f"{_TRIBUNAL_RULES}, and the Tribunal’s directions",
    f"{_TEXTS}/uksi/2008/2699",
    REFORMS_BEGAN,
)
RECOMMENDATIONS = Law(
    "SEND (First-tier Tribunal Recommendations Power) Regulations 2017",
    f"{_TEXTS}/uksi/2017/1306",
    date(2018, 4, 3),
)
UNOPPOSED = Law(
    "SEND Regulations 2014, reg 45, as amended by SI 2015/359, reg 8",
    f"{_TEXTS}/uksi/2014/1530/regulation/45",
    date(2015, 3, 23),
)
DETAINED = Law(
    "SEND (Detained Persons) Regulations 2015, regs 4, 5 and 13",
    f"{_TEXTS}/uksi/2015/62",
    date(2015, 4, 1),
)
