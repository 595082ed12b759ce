"""How pages say dates, numbers and shares."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from goldenthread.rules import calendars


def say_date(when: date | None) -> str:
    """3 May 2024; nothing for no date."""
    return calendars.say_date(when) if when is not None else ""


def say_date_with_day(when: date | None) -> str:
    """Fri 3 May 2024; nothing for no date."""
    return f"{when:%a} {say_date(when)}" if when is not None else ""


def say_share(part: int, whole: int) -> str:
    """91% (86 of 94), rounded half up; without a whole there is no share to say."""
    if not whole:
        return f"{part} of 0"
    percent = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{percent}% ({part} of {whole})"


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 action, 94 actions, 1,204 actions; `many` where adding an s will not do."""
    word = one if number == 1 else many or f"{one}s"
    return f"{number:,} {word}"
