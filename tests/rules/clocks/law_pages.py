"""docs/law: duty → regulation → function → cases, written from the code and the worked cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from goldenthread.rules.calendars import say_date
from goldenthread.rules.clocks import DUTIES, Answer, Duty, Force, Grade, Process, kind_words
from goldenthread.rules.clocks.exceptions import WORDS
from tests.rules.clocks.cases import ALL, Case
from tests.rules.proceedings import law_page

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "law"

_GRADES = {
    Grade.TEXT: "text read",
    Grade.SECONDARY: "pages about it",
    Grade.NOT_VERIFIED: "**not verified**",
}
_SHOWN = 4  # examples of each duty; its file of cases holds the rest

_FIRST = """\
# The law as code

Written from `goldenthread/rules/clocks` and `tests/cases/clocks` by \
`GOLDENTHREAD_WRITE=1 pytest tests/rules/clocks`; the tests fail while it is old. \
How to use it: [Deadlines](../guide/clocks.md).

Each duty is one function that takes the day a limit runs from and answers one of five things: \
a last day, a range, at once, no limit, or what it still needs. \
[Which events start, meet and end each](proceedings.md).
"""

_COUNTING = """\
## How the law counts

* *Within 20 weeks of* a day: that day is day 0. The day of the event is left out: Dodds v Walker \
[1981] 1 WLR 1027 (HL).
* *15 days beginning with* a day: that day is day 1.
* Months go by the corresponding date: the same day of the later month, or that month’s last day \
where it has no such day (Dodds v Walker). 12 months *starting with* a day end on the day before \
its corresponding date; 12 months that start with 29 February 2024 end with 28 February 2025.
* Days are calendar days. The Regulations say *working days* where they mean them; weekends and \
bank holidays in England are then left out.
* A last day on a weekend stays there: nothing in the Regulations is known to move it. That \
nothing does is not verified. The Tribunal’s rules do move one: rule 12(2) and (3).
* A lawful exception disapplies a limit where meeting it is impractical. It makes no new date, and \
the step stays due as soon as practicable.

## Where sources differ, or the text is uncertain

* **D20, D21.** The text says *before* 31 March and *before* 15 February, so the last days are 30 \
March and 14 February. Practice often names the days themselves.
* **D05, D16, D27.** Some pages say working days. The Regulations say days, and mean calendar \
days; an area may give a family more (D05, D16), and not take more itself (D27).
* **D06.** Guidance, not law. Calendar days are assumed; some areas give working days.
* **D08, D09.** The text of section 44(1) was not read; its explanatory note (at least every 12 \
months) was, and pages about the law.
* **D11, D12.** Whether two weeks’ notice leaves out both the day of sending and the day of the \
meeting is not said.
* **D23.** How the 15 working days’ notice of a move are counted is not said.
* **D41.** The 30 working days stand in the Tribunal’s directions, as pages about the law tell; \
that August and the days around Christmas are not counted is the text of rule 12(3)(b).
* **D45 to D49, D51.** Reg 44(2)(a) to (c) was read as quoted elsewhere; (e) and (f) are taken \
from pages about the law, (d) and (g) from memory. Of reg 45, as amended, (3), (3A) and (4) \
were read.
* **Coronavirus.** From 1 May to 25 September 2020 many limits were relaxed (SI 2020/471). It is \
listed as an exception of D01, D02, D03, D07, D08 and D09, where what it relaxed was read; others \
of that time are not told here.
"""


def pages() -> dict[str, str]:
    """Each file's name and text."""
    whole = {f"{_slug(process)}.md": _process(process) for process in Process}
    return {"README.md": _front(), **whole, "proceedings.md": law_page.page()}


def _slug(process: Process) -> str:
    """The name of the process's module, but that appeals and orders share one page."""
    return process.name.lower()


def _front() -> str:
    rows = [
        f"| [{duty.key}]({_slug(duty.process)}.md#{duty.key.lower()}) | {duty.step} | "
        f"{duty.holder} | {duty.law.cited} | `{_function(duty)}` | {_GRADES[duty.grade]} | "
        f"{len(_cases(duty))} |"
        for duty in DUTIES
    ]
    columns = ("", "duty", "who", "law", "function", "how far verified", "cases")
    head = f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|"
    grades = "\n".join(f"* {_GRADES[grade]}: {grade.value}" for grade in Grade)
    counted = f"{len(DUTIES)} limits, {len(ALL)} worked cases.\n"
    return "\n".join([_FIRST, counted, head, *rows, "", grades, "", _COUNTING])


def _process(process: Process) -> str:
    parts = [part for duty in DUTIES if duty.process is process for part in _duty(duty)]
    return "\n".join([f"# {process}", "", "[All duties](README.md)", "", *parts])


def _duty(duty: Duty[..., Answer]) -> Iterator[str]:
    yield f'<a id="{duty.key.lower()}"></a>'
    yield f"## {duty.key}: {duty.step}"
    yield ""
    yield f"{duty.limit}"
    yield ""
    yield f"* Who: {duty.holder.lower()}"
    stands = " (guidance)" if duty.force is Force.GUIDANCE else ""
    yield f"* Law: [{duty.law.cited}]({duty.law.address}){stands}, since {say_date(duty.law.since)}"
    yield f"* Function: `{duty.reckon.__module__.removeprefix('goldenthread.')}.{_function(duty)}`"
    if duty.second:
        yield f"* Also needs: {duty.second.words}"
    for kind, words in kind_words(duty).items():
        yield f"* Kind `{kind}`: {words}"
    for exception in duty.exceptions:
        yield f"* Exception `{exception}`: {WORDS[exception]}"
    if not duty.exceptions:
        yield "* No exceptions"
    yield f"* {duty.grade.value}{f' {duty.note}' if duty.note else ''}"
    yield from _examples(_cases(duty))


def _examples(cases: list[Case]) -> Iterator[str]:
    yield ""
    yield "| from | and | answer | why |"
    yield "|---|---|---|---|"
    shown = [*cases[: _SHOWN - 2], *cases[-2:]]
    for case in shown:
        given = " ".join(f"{one}" for one in (case.second, case.kind, case.days) if one)
        yield f"| {case.start} | {given} | {case.answer} | {case.why} |"
    file = f"../../tests/cases/clocks/{cases[0].file}"
    yield ""
    yield f"{len(shown)} of [{len(cases)} cases]({file})."
    yield ""


def _cases(duty: Duty[..., Answer]) -> list[Case]:
    return [case for case in ALL if case.duty == duty.key]


def _function(duty: Duty[..., Answer]) -> str:
    return duty.reckon.__name__
