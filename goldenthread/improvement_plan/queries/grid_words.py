"""Words typed or pasted into a cell, read: who, when, which forum. Unknown words are told, never
dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.queries.facts import ActionRow
from goldenthread.improvement_plan.queries.grid import Names, settled
from goldenthread.improvement_plan.queries.inputs import NewDue, NewLead
from goldenthread.improvement_plan.queries.statement_facts import ForumRef, LeadFact
from goldenthread.rules.calendars import Precision, WrittenDate, read_dates, say_date
from goldenthread.rules.ratings import ScalePoint, folded
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import STATUS_WORDS, UpdateStatus

_BETWEEN = re.compile(r"\s*[;\n]\s*")
_HOLDER = re.compile(r"\s*\([^()]*\)$")  # "Head of Inclusion (Hannah Wolfe)"


@dataclass(frozen=True)
class ReadDue:
    dues: tuple[NewDue, ...]
    words: str  # the whole cell, as it will stand


def listed(words: str) -> list[str]:
    """The parts of a cell that names several: "A; B" or one on each line."""
    return [part for part in _BETWEEN.split(settled(words)) if part]


def read_leads(
    words: str, names: Names, *, kind: str, standing: Sequence[LeadFact]
) -> list[NewLead]:
    """Who the cell names. Whoever leads already is known by the plan's own words too."""
    now = {folded(lead.words): lead for lead in standing if lead.kind == kind}
    found: list[NewLead] = []
    for part in listed(words):
        lead = now.get(folded(part))
        if lead is not None:
            found.append(NewLead(lead.as_written, lead.post_id, lead.person_id, kind))
        else:
            found.append(_lead(part, names, kind))
    return found


def _lead(part: str, names: Names, kind: str) -> NewLead:
    known = names.leads.get(folded(part)) or names.leads.get(folded(_HOLDER.sub("", part)))
    if known is None:
        raise Refused(
            f"“{part}” is no post or person known here. Choose one from the list, "
            "or ask the programme office to add them under People."
        )
    if known.post_id is None and known.person_id is None:
        raise Refused(
            f"Two people here are called {known.words}. Choose the lead on the action’s own page."
        )
    return NewLead(known.words, known.post_id, known.person_id, kind)


def read_due(words: str) -> ReadDue:
    """When the action is due: a day, a month, or several separated by semicolons."""
    read: list[tuple[WrittenDate, str]] = []
    for part in listed(words):
        for written in read_dates(part):
            read.append((_firm(written, part), part))
    dues = tuple(_due(written) for written, _ in read)
    return ReadDue(dues, "; ".join(due.as_written for due in dues))


def _firm(written: WrittenDate, part: str) -> WrittenDate:
    understood = written.last_day is not None or written.precision is Precision.ONGOING
    if written.problem or not understood:
        said = f" {written.problem}" if written.problem else ""
        raise Refused(
            f"“{part}” cannot be taken as a date.{said} "
            "Write it like 3 May 2024, 03/05/2024 or May 2024."
        )
    return written


def _due(written: WrittenDate) -> NewDue:
    firm = written.precision is Precision.DAY and written.last_day is not None
    words = say_date(written.last_day) if firm and written.last_day else written.as_written
    return NewDue(words, written.first_day, written.last_day, written.precision.value)


def read_day(words: str) -> date | None:
    """One day, such as the day it should be back on track."""
    found = read_due(words).dues
    if not found:
        return None
    if len(found) > 1 or found[0].last_day is None:
        raise Refused(f"“{settled(words)}” must be one date, such as 3 May 2024.")
    return found[0].last_day


def read_forums(words: str, names: Names, row: ActionRow) -> list[ForumRef]:
    """The forums named, each once."""
    now = {folded(forum.name): forum for forum in row.forums}
    found: dict[UUID, ForumRef] = {}
    for part in listed(words):
        known = now.get(folded(part)) or names.forums.get(folded(part))
        if known is None:
            raise Refused(
                f"“{part}” is no forum known here. Choose one from the list, "
                "or ask the programme office to add it under Forums."
            )
        found.setdefault(known.id, known)
    return list(found.values())


def read_point(words: str, names: Names) -> ScalePoint:
    """The point of the council's own scale with this label."""
    if names.scale is None:
        raise Refused("The plan has no scale. Ask the programme office to set its scales out.")
    point = names.scale.find(words)
    if point is None:
        labels = ", ".join(point.label for point in names.scale.points)
        raise Refused(f"“{words}” is not on the plan’s scale. Its ratings are: {labels}.")
    return point


def read_status(words: str) -> UpdateStatus | None:
    """One of the four answers of an update; None for an empty cell."""
    wanted = folded(words)
    if not wanted:
        return None
    for status, label in STATUS_WORDS.items():
        if folded(label) == wanted:
            return status
    labels = ", ".join(STATUS_WORDS.values())
    raise Refused(f"“{words}” is not a status. Choose one of these: {labels}.")
