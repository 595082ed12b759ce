"""Every deadline again, slowly and plainly: day after day, event by event, by a table of its own.

It shares no code with the rules but the shape of the facts; its days come from the clocks' own
plain twin. A row of the table: duty and kind, what it is about, what starts it, what meets it,
what ends it. `*` is everything that ends what is owed to a child, `**` what ends what is owed with
a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.rules.proceedings import Event, Facts
from tests.rules.clocks import plain

ALWAYS = {"no-longer-responsible", "died"}
WITH_A_PLAN = ALWAYS | {"plan-transferred-away", "plan-ceased"}

DECISIONS = (
    "assessment-refused plan-refused plan-made review-keeps plan-amended amendments-dropped "
    "reassessment-refused plan-replaced ceasing-notified"
)
REVIEWED = "review-keeps review-amends review-ceases"
NO_PLAN = "assessment-refused plan-refused request-withdrawn"

TABLE = f"""
D01 | case | request-received became-responsible | assessment-agreed assessment-refused
    | request-withdrawn *
D02 | body | advice-asked | advice-received | advice-not-needed {NO_PLAN} *
D03 | case if | request-received became-responsible | plan-refused
    | assessment-refused request-withdrawn draft-sent plan-made *
D04 | case | request-received became-responsible | draft-sent | {NO_PLAN} plan-made *
D05 | case may anew | draft-sent | family-commented | request-withdrawn plan-refused plan-made *
D06 | body | place-asked | place-answered | {NO_PLAN} plan-made plan-amended plan-replaced *
D07 | case | request-received became-responsible | plan-made | {NO_PLAN} *
D08 | child | plan-made | {REVIEWED} | **
D09 | child anew | {REVIEWED} | {REVIEWED} | **
D10 | child anew young | plan-made {REVIEWED} | early-review-considered {REVIEWED} | **
D11 | case anew | meeting-arranged | meeting-notice-given | meeting-cancelled meeting-held **
D12 | case anew | meeting-arranged | meeting-advice-sent | meeting-cancelled meeting-held **
D13 | case | meeting-held | meeting-report-sent | **
D14 | case | meeting-held | {REVIEWED} | **
D15 | case if | meeting-held | amendments-sent | review-keeps review-ceases **
D16 | case may anew | amendments-sent other-amendments-sent | family-commented
    | plan-amended amendments-dropped **
D17 | case | amendments-sent | plan-amended | amendments-dropped **
D18 | case if | amendments-sent | amendments-dropped | plan-amended **
D19 | case | meeting-held | plan-amended amendments-dropped review-keeps review-ceases | **
D20 post-16 | case anew | phase-move-expected
    | plan-amended review-keeps amendments-dropped | phase-move-called-off **
D21 next-school | case anew | phase-move-expected
    | plan-amended review-keeps amendments-dropped | phase-move-called-off **
D22 between-post-16 | case anew | phase-move-expected
    | plan-amended review-keeps amendments-dropped | phase-move-called-off **
D23 | case anew | move-away-known | plan-transferred-away | move-away-called-off plan-ceased! *
D24 | case | plan-transferred-in | transfer-told | **
D25 | child anew | plan-transferred-in | {REVIEWED} | **
D26 | case | commissioner-changed | commissioner-acted | **
D27 | case | reassessment-requested | reassessment-agreed reassessment-refused
    | request-withdrawn **
D28 | child may anew | assessed | | **
D29 | case | reassessment-agreed | plan-replaced | request-withdrawn **
D30 | case | other-amendments-sent | plan-amended | amendments-dropped **
D31 | case | ceasing-considered | ceasing-notified | ceasing-dropped **
D32 | case may anew | {DECISIONS} | adviser-contacted | appeal-lodged *
D33 | case | mediation-declined | certificate-issued | *
D34 | case | health-mediation-wanted | care-board-told | mediation-left *
D35 | case | mediation-wanted care-board-told | mediation-held
    | mediation-impossible mediation-left *
D36 | case | mediation-held mediation-impossible | certificate-issued | *
D37 | case | agreed= | agreement-done | *
D37 assess | case | agreed=assess | agreement-done assessment-agreed reassessment-agreed | *
D37 assessed-no-plan | case if | agreed=assess | agreement-done plan-refused
    | draft-sent plan-made plan-replaced *
D37 assessed-plan | case | agreed=assess | agreement-done plan-made plan-replaced | plan-refused *
D37 make-draft | case | agreed=make-plan | agreement-done draft-sent | plan-made *
D37 make-final | case | agreed=make-plan | agreement-done plan-made | *
D37 reconsider | case | agreed=reconsider | agreement-done reconsidered | *
D37 amend | case | agreed=amend | agreement-done plan-amended | *
D37 name-school | case | agreed=name-school | agreement-done plan-amended | *
D37 cease | case | agreed=cease | agreement-done plan-ceased | *
D37 continue | case | agreed=continue | agreement-done ceasing-dropped | *
D38 | case | agreed-other agreed-without-authority | agreement-done | *
D39 | case | agreed-without-authority | authority-told | *
D40 | case may anew | {DECISIONS} | appeal-lodged | *
D41 | case | appeal-sent | appeal-answered | appeal-not-opposed appeal-withdrawn order-made *
D42 assess | case | order-made=assess | assessment-agreed reassessment-agreed | *
D43 assessed-no-plan | case if | order-made=assess | plan-refused
    | draft-sent plan-made plan-replaced *
D44 assessed-plan | case | order-made=assess | plan-made plan-replaced | plan-refused *
D45 make-draft | case | order-made=make-plan | draft-sent | plan-made *
D46 make-final | case | order-made=make-plan | plan-made | *
D47 reconsider | case | order-made=reconsider | reconsidered | *
D48 amend | case | order-made=amend | plan-amended | *
D49 name-school | case | order-made=name-school | plan-amended | *
D50 cease | case | order-made=cease | plan-ceased | *
D50 continue | case | order-made=continue | ceasing-dropped | *
D51 | case | appeal-not-opposed= | | *
D51 assess | case | appeal-not-opposed=assess | assessment-agreed reassessment-agreed | *
D51 assessed-no-plan | case if | appeal-not-opposed=assess | plan-refused
    | draft-sent plan-made plan-replaced *
D51 assessed-plan | case | appeal-not-opposed=assess | plan-made plan-replaced | plan-refused *
D51 make-draft | case | appeal-not-opposed=make-plan | draft-sent | plan-made *
D51 make-final | case | appeal-not-opposed=make-plan | plan-made | *
D51 amend | case | appeal-not-opposed=amend | plan-amended | *
D51 name-school | case | appeal-not-opposed=name-school | plan-amended | *
D51 continue | case | appeal-not-opposed=continue | ceasing-dropped | *
D52 | body | recommended | recommendation-answered | *
D53 | child anew | plan-made plan-amended plan-replaced plan-transferred-in
    | provision-in-place | **
D54 decision | case | detained-request | assessment-agreed assessment-refused
    | request-withdrawn released *
D54 plan | case | detained-request | plan-made | {NO_PLAN} released *
"""


@dataclass
class Row:
    """One deadline as it is kept from day to day."""

    line: list[str]
    start: Event
    certificate: date | None = None
    met: Event | None = None
    ended: Event | None = None
    turned: bool = False

    def __str__(self) -> str:
        return f"{self.duty} {self.kind} {self.start.key}"

    @property
    def duty(self) -> str:
        return self.line[0].split()[0]

    @property
    def kind(self) -> str:
        return " ".join(self.line[0].split()[1:])

    @property
    def marks(self) -> list[str]:
        return self.line[1].split()

    def is_open(self) -> bool:
        return self.met is None and self.ended is None

    def about(self, event: Event) -> bool:
        """Whether the event is about the same thing as this row."""
        if "child" in self.marks:
            return True
        return event.case == self.start.case and (
            "body" not in self.marks or event.body == self.start.body
        )

    def starts(self) -> list[str]:
        return self.line[2].split()

    def is_met_by(self, event: Event, today: date) -> bool:
        if event.what.value not in self.line[3].split() or not self.about(event):
            return False
        starts_it_too = event.what.value in self.starts()
        return not (starts_it_too and self.start.on == today)

    def is_ended_by(self, event: Event) -> bool:
        what, ends = event.what.value, self.line[4].split()
        if ("*" in ends and what in ALWAYS) or ("**" in ends and what in WITH_A_PLAN):
            return True
        if f"{what}!" in ends:
            return True
        about = "child" in self.marks or (
            event.case == self.start.case and event.body in ("", self.start.body)
        )
        return what in ends and about


def lines() -> list[list[str]]:
    """The table's lines, five parts each."""
    joined = TABLE.replace("\n    |", " |").strip().splitlines()
    return [[part.strip() for part in line.split("|")] for line in joined]


def rows(facts: Facts, on: date) -> list[Row]:
    """The rows as they stand at the end of `on`, kept from day to day."""
    happened = _happened(facts)
    kept: list[Row] = []
    for today in sorted({one.on for one in happened if one.on <= on}):
        _turn_a_day(kept, [one for one in happened if one.on == today], today, facts.born)
    return kept


def _happened(facts: Facts) -> list[Event]:
    history = {one.key: one for one in facts.events}
    history.update({one.instead.key: one.instead for one in facts.corrections if one.instead})
    for correction in facts.corrections:
        del history[correction.of]
    return sorted(history.values(), key=lambda one: one.key)


def _turn_a_day(kept: list[Row], events: list[Event], today: date, born: date | None) -> None:
    before = [row for row in kept if row.is_open()]
    _meet_then_end(before, events, today)
    for line in lines():
        for event in events:
            _start(kept, Row(line, event), today, born)
    fresh = [row for row in kept if row.start.on == today]
    _meet_then_end(fresh, events, today)
    for row in [*before, *fresh]:
        for event in events:
            if event.what.value == "certificate-issued" and row.about(event):
                row.certificate = row.certificate or today
            row.turned = row.turned or (event.what.value == "review-amends" and row.about(event))


def _meet_then_end(some: list[Row], events: list[Event], today: date) -> None:
    for row in some:
        row.met = next((one for one in events if row.is_met_by(one, today)), None)
        if row.met is None:
            row.ended = next((one for one in events if row.is_ended_by(one)), None)


def _start(kept: list[Row], new: Row, today: date, born: date | None) -> None:
    if not _is_started(new) or ("young" in new.marks and not _young(born, today)):
        return
    same = [row for row in kept if row.line is new.line or row.line == new.line]
    same = [row for row in same if row.about(new.start)]
    if any(row.start.on == today for row in same):
        return
    if "anew" in new.marks:
        for row in same:
            if row.is_open():
                row.ended = new.start
    elif any(row.is_open() or _closed_on(row) == today for row in same):
        return
    kept.append(new)


def _is_started(new: Row) -> bool:
    event = new.start
    if event.what.value == "phase-move-expected":
        return event.phase is not None and event.phase.value == new.kind
    written = {event.what.value, f"{event.what.value}={event.asks.value if event.asks else ''}"}
    return bool(written & set(new.starts()))


def _young(born: date | None, today: date) -> bool:
    if born is None:
        return False
    birthday, age = born, 0
    while birthday < today:
        birthday += timedelta(days=1)
        age += (birthday.month, birthday.day) == (born.month, born.day) or (
            (born.month, born.day) == (2, 29)
            and (birthday.month, birthday.day) == (3, 1)
            and (birthday - timedelta(days=1)).day == 28
        )
    return age < 5


def _closed_on(row: Row) -> date | None:
    closing = row.met or row.ended
    return closing.on if closing else None


def written(row: Row) -> str:
    """What its clock answers, as the worked cases write it."""
    start, kind = row.start, row.kind
    told = start.day or start.on
    if row.duty in ("D11", "D12", "D20", "D21", "D22"):
        return plain.answer(row.duty, told)
    if row.duty in ("D23", "D25"):
        return plain.answer(row.duty, told, start.on)
    if row.duty == "D40":
        kind = row.met.about.value if row.met and row.met.about else ""
        return plain.answer("D40", start.on, row.certificate, kind)
    return plain.answer(row.duty, start.on, None, kind)


def state(row: Row, everything: list[Row], on: date) -> str:
    """The state's name."""
    said = written(row)
    day = None if said.startswith(("no limit", "needs")) else said.split("..")[-1].split()[-1]
    if row.met:
        if day is None:
            return "MET"
        return "MET_IN_TIME" if f"{row.met.on}" <= day else "MET_LATE"
    if row.ended:
        return "ENDED"
    if said.startswith("needs"):
        if row.duty != "D40":
            return "WAITS"
        [first] = [one for one in everything if one.duty == "D32" and one.start is row.start]
        return "PASSED" if state(first, everything, on) == "PASSED" else "WAITS"
    if day is None or f"{on}" <= day:
        return "RUNNING"
    nobody_is = "may" in row.marks or ("if" in row.marks and not (row.duty == "D15" and row.turned))
    return "PASSED" if nobody_is else "LATE"
