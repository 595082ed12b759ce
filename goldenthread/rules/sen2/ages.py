"""Ages as the return counts them."""

from __future__ import annotations

from datetime import date


def age_on(born: date, day: date) -> int:
    """Whole years; whoever was born on 29 February has their birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def last_31_august(day: date) -> date:
    """The 31 August before the school year in which a day falls."""
    return date(day.year if day.month >= 9 else day.year - 1, 8, 31)


def age_for_the_return(born: date, census_day: date) -> int:
    """Age on the 31 August before the school year (notes to DfE's EHC plan statistics)."""
    return age_on(born, last_31_august(census_day))


def year_group(born: date, census_day: date) -> int:
    """National curriculum year: 0 is Reception, negative before it."""
    return age_for_the_return(born, census_day) - 4


def a_year_before(day: date) -> date:
    """The same day a year earlier; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
