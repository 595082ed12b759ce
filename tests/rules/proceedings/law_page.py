"""docs/law/proceedings.md: what starts, meets and ends each duty, written from the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goldenthread.rules.clocks import find
from goldenthread.rules.proceedings import (
    NOTHING_MEETS,
    TABLE,
    WORDS,
    Again,
    From,
    Owed,
    Running,
    State,
    What,
    Within,
)
from goldenthread.rules.proceedings.happenings import DAY_WORDS, MAY_CARRY, MUST_CARRY
from tests.rules.proceedings.histories import histories

_FOLDER = "../../tests/cases/proceedings/"
_FIRST = """\
# What starts, meets and ends each duty

Written from `goldenthread/rules/proceedings` and `tests/cases/proceedings` by \
`GOLDENTHREAD_WRITE=1 pytest tests/rules/clocks`; the tests fail while it is old. \
How each limit is counted: [The law as code](README.md).

`deadlines_of(facts, on=…)` takes what happened in the cases of one child (dated events, \
corrections, exceptions claimed) and gives every deadline that had started by that day. \
`what_next` tells the next duty and whose it is, in a sentence, and what is waited for. \
`all_deadlines` says the same of a whole register, quickly, as rows; `difference` what has changed \
between two sets of rows; tests hold the rows to the rule.

## How a history is read

* What happened after the day asked about changes nothing. The order in which events were \
recorded does not matter: their days do.
* On one day, what meets a duty goes before what ends it. A duty that its own starting event \
meets for the time before (a review) is never met by an event of that same day.
* A correction takes the place of the wrong event, or strikes it out: the deadlines are those of \
the history without it. An exception claimed for the wrong event holds for the right one.
* An exception changes no day and no state: late with an accepted exception is late, and says so.
* A mediation and an appeal belong to the case of the decision that they are about.
* A deadline **must** be kept; or must be done by then **if** it goes that way (no plan is issued, \
the plan is amended); or is a time that somebody **may** act in. Only what must be kept is ever \
late; of the others the time passes.
"""

_DOUBTS = """\
## What is doubtful, and what was decided

* **D20 to D22: is the plan amended, or only reviewed?** Reg 18 was read: the authority must \
“review and amend, where necessary” the plan before the day, and “where necessary” so that it \
names the place after the move. So a review for the move that leaves the plan as it is meets the \
duty, and so does the decision, after proposed amendments, not to amend. The review has to belong \
to the case of the move and to be decided after the move was expected: an annual review in a case \
of its own does not count. No event says which place the plan names. Whether a plan that was kept \
names the place that the young person moves to is therefore for the list of contradictions, not \
for the clock.
* **D08 and D09: does a re-assessment begin the year anew?** No. Section 44(1) counts from the \
day the plan was first made, and then from the day of the last review; a re-assessment is \
neither. The plan that follows it (`plan-replaced`) leaves the day of the next review where it \
was. That is the cautious reading, since it never gives more time; the text of the section was \
not read.
* **D36: which certificate, where mediation cannot be arranged?** Reg 39 speaks of mediation that \
was concluded. Where the authority tells the adviser that it cannot be arranged within 30 days, \
pages about the law give the same 3 working days from the day the adviser was told; so both \
events start D36. One certificate meets whatever waits for one in the case by that day, D33 and \
D36 alike.
* **D53: late from the day after the plan?** Yes, until it is recorded that all is in place. \
Section 42 gives no time: the duty binds from the day of the plan, and whoever waits for \
provision on the next day waits too long. That nobody recorded it does not show that it is \
missing. So D53 never comes first in `what_next`, where anything else is due, and is best counted \
apart from the limits that have a length. Each amended plan begins it anew, because it says anew \
what is owed.
* **D05, D06, D16: calendar or working days?** The law counts calendar days. An area that has \
settled on working days says so (`Practice`), for each of the three, to whatever asks \
`deadlines_of` and `all_deadlines`. The setting has no dates: where an area changes it, deadlines \
of before change with it.
"""

_STATES = {
    State.RUNNING: "open, its last day has not passed, or it has none",
    State.LATE: "open, it must be kept, and its last day has passed",
    State.WAITS: "open, and its clock still needs a day or a kind",
    State.PASSED: "open, its last day has passed, and nobody had to",
    State.MET_IN_TIME: "met on its last day or before",
    State.MET_LATE: "met after its last day",
    State.MET: "met, and there is no last day",
    State.ENDED: "withdrawn, ceased, replaced, or gone another way, without being met",
}


def page() -> str:
    """The whole page."""
    parts = [_FIRST, _DOUBTS, "## States", ""]
    parts += [f"* *{state.name.lower().replace('_', ' ')}*: {_STATES[state]}" for state in State]
    parts += ["", f"## The table: {len(TABLE)} ways in which the duties run", ""]
    columns = ("duty", "step", "starts", "meets", "ends", "reaches", "")
    parts += [_row(columns), "|---" * len(columns) + "|"]
    parts += [_row(_cells(running)) for running in TABLE]
    parts += ["", *(f"* {key}. {why}" for key, why in NOTHING_MEETS.items())]
    parts += ["* Every duty also ends when the authority is no longer responsible, or the child or"]
    parts[-1] += " young person dies; what is owed with a plan, when it ceases or is transferred."
    parts += ["", "## Events", "", _row(("event", "means", "carries")), "|---|---|---|"]
    parts += [_row((f"`{what}`", WORDS[what], _carried(what))) for what in What]
    told = histories()
    parts += ["", f"## {len(told)} worked histories", ""]
    parts += [f"* {one.title} ([{one.file}]({_FOLDER}{one.file}))" for one in told]
    return "\n".join([*parts, ""])


def _cells(running: Running) -> Iterator[str]:
    duty = find(running.duty)
    yield f"{running.duty} {running.kind}".strip()
    yield duty.step
    asked = f", asks `{running.asks}`" if running.asks else ""
    yield _listed(running.starts) + (", not said what it asks" if running.asks_nothing else asked)
    yield _listed(running.meets)
    yield _listed(running.ends)
    yield running.within.value
    yield " ".join(_remarks(running))


def _remarks(running: Running) -> Iterator[str]:
    if running.owed is not Owed.MUST:
        once = f", and must be done after {_listed(running.owed_once)}" if running.owed_once else ""
        yield f"{running.owed.value.capitalize()}{once}."
    if running.again is Again.STARTS_ANEW and running.within is not Within.CHILD:
        yield "A second start begins it anew."
    if running.counts is not From.EVENT:
        yield f"Counts from {running.counts.value}."
    if running.under_5:
        yield "For a child under 5."
    if running.why:
        yield running.why


def _carried(what: What) -> str:
    must = [DAY_WORDS[what] if one == "day" else one.value for one in MUST_CARRY.get(what, ())]
    may = [f"{one} (perhaps)" for one in MAY_CARRY.get(what, ())]
    return ", ".join([*must, *may])


def _listed(kinds: tuple[What, ...]) -> str:
    return ", ".join(f"`{one}`" for one in kinds)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
