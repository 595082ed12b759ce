"""Every limit again, slowly and plainly: day after day, by a table written from the law.

It shares no code with the clocks, nor their bank holidays. The worked cases were made with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)

# As published for England, by year: month and day.
BANK_HOLIDAYS = {
    2014: "1-1 4-18 4-21 5-5 5-26 8-25 12-25 12-26",
    2015: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28",
    2016: "1-1 3-25 3-28 5-2 5-30 8-29 12-26 12-27",
    2017: "1-2 4-14 4-17 5-1 5-29 8-28 12-25 12-26",
    2018: "1-1 3-30 4-2 5-7 5-28 8-27 12-25 12-26",
    2019: "1-1 4-19 4-22 5-6 5-27 8-26 12-25 12-26",
    2020: "1-1 4-10 4-13 5-8 5-25 8-31 12-25 12-28",
    2021: "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28",
    2022: "1-3 4-15 4-18 5-2 6-2 6-3 8-29 9-19 12-26 12-27",
    2023: "1-2 4-7 4-10 5-1 5-8 5-29 8-28 12-25 12-26",
    2024: "1-1 3-29 4-1 5-6 5-27 8-26 12-25 12-26",
    2025: "1-1 4-18 4-21 5-5 5-26 8-25 12-25 12-26",
    2026: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28",
    2027: "1-1 3-26 3-29 5-3 5-31 8-30 12-27 12-28",
    2028: "1-3 4-14 4-17 5-1 5-29 8-28 12-25 12-26",
}
FIRST, LAST = date(2014, 9, 1), date(2027, 12, 31)  # starts that stay within those years

# Number, unit, and how the first day is treated. D20, D21, D23, D25, D28 and D40 are below.
TABLE = {
    "D01": "6 weeks after",
    "D02": "6 weeks after",
    "D03": "16 weeks after",
    "D05": "15 days from",
    "D06": "15 days after",
    "D07": "20 weeks after",
    "D08": "12 months from",
    "D09": "12 months from",
    "D11": "2 weeks before",
    "D12": "2 weeks before",
    "D13": "2 weeks after",
    "D14": "4 weeks after",
    "D15": "4 weeks after",
    "D16": "15 days from",
    "D17": "8 weeks after",
    "D18": "8 weeks after",
    "D19": "12 weeks after",
    "D22": "5 months before",
    "D24": "6 weeks after",
    "D26": "15 working from",
    "D27": "15 days after",
    "D29": "14 weeks after",
    "D30": "8 weeks after",
    "D32": "2 months after",
    "D33": "3 working after",
    "D34": "3 working after",
    "D35": "30 days after",
    "D36": "3 working after",
    "D38": "2 weeks after",
    "D39": "1 weeks after",
    "D41": "30 tribunal after",
    "D42": "2 weeks after",
    "D43": "10 weeks after",
    "D44": "14 weeks after",
    "D45": "5 weeks after",
    "D46": "11 weeks after",
    "D47": "2 weeks after",
    "D48": "5 weeks after",
    "D49": "2 weeks after",
    "D52": "5 weeks after",
}
STEPS = {
    "assess": "2 weeks after",
    "assessed-no-plan": "10 weeks after",
    "assessed-plan": "14 weeks after",
    "make-draft": "5 weeks after",
    "make-final": "11 weeks after",
    "reconsider": "2 weeks after",
    "amend": "5 weeks after",
    "name-school": "2 weeks after",
    "cease": "at once",
    "continue": "at once",
}
DETAINED = {"decision": "6 weeks after", "plan": "20 weeks after"}
BEGAN = {"D51": date(2015, 3, 23), "D52": date(2018, 4, 3), "D54": date(2015, 4, 1)}


def answer(
    key: str, start: date, second: date | None = None, kind: str = "", days: str = ""
) -> str:
    """What the clock should answer, as the worked cases write it."""
    if start < BEGAN.get(key, FIRST):
        return "no limit"
    if key in _SPECIAL:
        return _SPECIAL[key](start, second, kind)
    if key in ("D37", "D51"):
        return _counted(STEPS[kind], start) if kind else "needs kind"
    if key == "D54":
        return _counted(DETAINED[kind], start) if kind else "needs kind"
    limit = TABLE[key].replace("days", "working") if days == "working" else TABLE[key]
    return _counted(limit, start)


def _counted(limit: str, start: date) -> str:
    if limit == "at once":
        return f"at once {start}"
    number, unit, how = limit.split()
    return f"{_last(int(number), unit, how, start)}"


def _last(number: int, unit: str, how: str, start: date) -> date:
    step = -ONE_DAY if how == "before" else ONE_DAY
    if unit == "months":
        return _months(number, how, start)
    if unit == "weeks":
        number, unit = number * 7, "days"
    left, day = number, start
    if how == "from" and _counts(unit, start):
        left -= 1
    while left:
        day += step
        left -= _counts(unit, day)
    return day


def _counts(unit: str, day: date) -> bool:
    if unit == "days":
        return True
    return not is_off(day) and not (unit == "tribunal" and in_pause(day))


def is_off(day: date) -> bool:
    """A weekend or a bank holiday."""
    written = BANK_HOLIDAYS[day.year].split()
    return day.weekday() >= 5 or f"{day.month}-{day.day}" in written


def in_pause(day: date) -> bool:
    """August, and from 25 December to 1 January."""
    return day.month == 8 or (day.month, day.day) in {(12, n) for n in range(25, 32)} | {(1, 1)}


def _months(number: int, how: str, start: date) -> date:
    step = -1 if how == "before" else 1
    day, turned = start, 0
    while True:
        before, day = day, day + step * ONE_DAY
        turned += day.month != before.month
        same = turned == number and day.day == start.day
        end = turned == number and (day + ONE_DAY).month != day.month and day.day < start.day
        if same and how == "from":
            return before
        if same or end:
            return day


def _year(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += ONE_DAY


def _before(start: date, month: int, number: int) -> str:
    return f"{[day for day in _year(start.year) if (day.month, day.day) < (month, number)][-1]}"


def _post_16(start: date, second: date | None, kind: str) -> str:
    return _before(start, 5, 31) if f"{start}" == "2015-09-01" else _before(start, 3, 31)


def _moved(start: date, second: date | None, kind: str) -> str:
    if second is None:
        return "needs second date"
    notice, day = 0, second
    while day < start:
        day += ONE_DAY
        notice += not is_off(day)
    return f"{start}" if notice >= 15 else f"{_last(15, 'working', 'from', second)}"


def _reviewed_after(start: date, second: date | None, kind: str) -> str:
    if second is None:
        return "needs second date"
    return f"{max(_months(12, 'from', start), _months(3, 'from', second))}"


def _appeal(start: date, second: date | None, kind: str) -> str:
    if second is None and kind != "section-i-only":
        return "needs second date"
    day = _months(2, "after", start)
    if second is not None:
        day = max(day, _months(1, "after", second))
    while is_off(day) or in_pause(day):
        day += ONE_DAY
    return f"{day}"


_SPECIAL: dict[str, Callable[[date, date | None, str], str]] = {
    "D04": lambda start, _, __: f"no limit, aim {_last(16, 'weeks', 'after', start)}",
    "D10": lambda start, _, __: f"{_months(3, 'after', start)}..{_months(6, 'after', start)}",
    "D20": _post_16,
    "D21": lambda start, _, __: _before(start, 2, 15),
    "D23": _moved,
    "D25": _reviewed_after,
    "D28": lambda start, _, __: f"{start}..{_months(6, 'after', start)}",
    "D31": lambda start, _, __: "no limit",
    "D40": _appeal,
    "D50": lambda start, _, __: f"at once {start}",
    "D53": lambda start, _, __: f"at once {start}",
}


# --- exceptions: every day in a set --------------------------------------------------------------


def days(first: date, last: date) -> set[date]:
    """Each day from first to last."""
    return {first + number * ONE_DAY for number in range((last - first).days + 1)}


def closed_long_enough(asked_on: date, closed_from: date, opens_on: date) -> bool:
    """Closed on 28 days at least, and asked on a day of the window."""
    closed = days(closed_from, opens_on - ONE_DAY)
    window = days(closed_from - 7 * ONE_DAY, opens_on - 7 * ONE_DAY)
    return len(closed) >= 28 and asked_on in window


def away_long_enough(left_on: date, back_on: date, start: date, last: date, least: int) -> bool:
    """Away on so many days of the limit's own time."""
    return len(days(left_on, back_on - ONE_DAY) & days(start, last)) >= least


def within(first: date, last: date, start: date, end: date) -> bool:
    """On one day of the time at least."""
    return bool(days(first, last) & days(start, end))
