"""Where a case is, in a sentence that a parent would understand."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.calendars import say_date
from goldenthread.rules.standing.lines import Line
from goldenthread.rules.standing.words import Stage


def age_on(born: date, on: date) -> int:
    """Whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def year_group(born: date, on: date) -> int:
    """The national curriculum year of the school year that `on` lies in, from -4 to 20: the age on
    31 August before it, less 4 (SEN2 guide)."""
    begins = on.year if on.month >= 9 else on.year - 1
    return age_on(born, date(begins, 8, 31)) - 4


def say_year_group(year: int) -> str:
    """Year 7; Reception; Nursery; After year 13."""
    if year == 0:
        return "Reception"
    if year < 0:
        return "Nursery" if year == -1 else "Before nursery"
    return f"Year {year}" if year <= 13 else "After year 13"


def say_where(line: Line, name: str, *, on: date) -> str:
    """Where the case of a child called `name` is on a day. Says nothing of who is late."""
    if line.stage is Stage.PLAN:
        return _with_plan(line, name, on)
    return _WITHOUT_PLAN[line.stage].replace("{name}", name)


_WITHOUT_PLAN = {
    Stage.REQUESTED: "Somebody asked for an EHC needs assessment for {name}. It is being decided.",
    Stage.ASSESSED: "{name} is being assessed: advice about their needs is being gathered.",
    Stage.DRAFTED: "A draft EHC plan for {name} was sent. The family can say what they think of "
    "it.",
    Stage.NO_PLAN: "{name} has no EHC plan: it was decided not to assess, or not to issue one.",
    Stage.CEASED: "{name}’s EHC plan has ended.",
    Stage.MOVED: "Another local authority is responsible for {name} now.",
}


def _with_plan(line: Line, name: str, on: date) -> str:
    made = f", made on {say_date(line.plan_made_on)}" if line.plan_made_on else ""
    said = f"{name} has an EHC plan{made}."
    if line.last_review_on:
        said += f" It was last reviewed on {say_date(line.last_review_on)}."
    elif line.plan_made_on:
        said += " It has not been reviewed yet."
    if line.review_due_on:
        verb = "had to be" if line.review_due_on < on else "has to be"
        said += f" The next review {verb} finished by {say_date(line.review_due_on)}."
    return said
