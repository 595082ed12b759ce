"""What follows from what is told of a child, as plain rows: their deadlines and their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from goldenthread.ehcp_register.actions.working_out import by_year, excepted_from, for_lines
from goldenthread.ehcp_register.actions.writing import Days, Plain, Value
from goldenthread.ehcp_register.models import OPEN_YEAR, STILL
from goldenthread.rules.proceedings import Answered, Claim, Owed
from goldenthread.rules.proceedings.over_time import Row
from goldenthread.rules.standing import Known, Line, Span, Stage, spans

# The columns of a row, in the order of its values.
DEADLINE = (
    "child_id", "case_id", "duty", "kind", "body", "started_by", "started_on", "counted_from",
    "answer", "due_on", "known_from", "aim_on", "owed", "must_from", "met_by", "met_on",
    "ended_by", "ended_on", "open_until", "excepted_from",
)  # fmt: skip
ENTRY = (
    "child_id", "year", "from_date", "until", "surname", "forename", "born_on", "has_plan",
    *({"setting": "setting_id", "post": "post_id"}.get(name, name) for name in Line._fields),
)  # fmt: skip
_ANSWERS = {one: one.value for one in Answered}
_OWED = {one: one.name.lower() for one in Owed}
_STAGES = {one: one.value for one in Stage}


class Following:
    """Makes such rows; `null` stands for NULL in them. Ids are in words, the same in and out."""

    def __init__(self, null: str | None) -> None:
        self.null = null
        self.days = Days(null)

    def deadlines(self, pk: str, rows: Iterable[Row], claims: list[Claim]) -> Iterator[Plain]:
        null, days = self.null, self.days
        for row in rows:
            one = row.deadline
            excepted = excepted_from(one, claims) if claims else None
            yield (
                pk, one.case, one.duty, one.kind, one.body, one.started_by,
                days[one.started_on], days[one.counted_from], _ANSWERS[one.answered],
                days[one.due_on], days[row.known_from],
                days[one.other_day] if one.answered is Answered.NO_LIMIT else null,
                _OWED[one.owed], days[row.must_from], one.met_by or null, days[one.met_on],
                one.ended_by or null, days[one.ended_on], days[row.closed_on or STILL],
                days[excepted],
            )  # fmt: skip

    def entries(
        self, pk: str, names: tuple[str, str], born: date | None, known: Known, rows: Iterable[Row]
    ) -> Iterator[Plain]:
        """`known` without its deadlines, which are those of `rows`."""
        person = *names, self.days[born]
        for whole in spans(replace(known, deadlines=for_lines(rows))):
            line = self._line(whole.line)
            for span in by_year(whole):
                yield pk, *self._span(span), *person, *line

    def _span(self, span: Span) -> tuple[Value, Value, Value]:
        year = span.first.year if span.last else OPEN_YEAR
        return year, self.days[span.first], self.days[span.last or STILL]

    def _line(self, line: Line) -> Plain:
        """From whether they have a plan to its end."""
        days, null = self.days, self.null
        told: tuple[Any, ...] = line
        stage, made, changed, need, second, setting, name, elsewhere, unlike = told[:9]
        residential, out, looked_after, authority, post, *dates = told[9:]
        known = setting if len(setting) > 6 else null  # a URN that no setting here has is no id
        return (
            int(line.has_plan), _STAGES[stage], days[made], days[changed], need, second, known,
            name, elsewhere, int(unlike), residential, int(out), looked_after, authority,
            post or null, *[days[one] for one in dates],
        )  # fmt: skip
