"""One line of work: what it is, when it is due, and the next thing to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.queries.filters import DUE_SOON_DAYS
from goldenthread.pages.marks import NOT_RATED, RatingMark, mark_of
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import days_overdue, days_until
from goldenthread.rules.ratings import ScalePoint

# Workstreams report monthly; after six weeks a report was missed.
UPDATE_GOES_STALE_AFTER_DAYS = 42
TITLE_LENGTH = 140
CAUSE_LENGTH = 160


@dataclass(frozen=True)
class Due:
    """For the `due` component: state is overdue, soon, done, none or ""."""

    when: str
    note: str
    state: str


@dataclass(frozen=True)
class Line:
    """`number` stands before the title: a reference, or a count. `notes` are said beneath; `next`
    is the next thing to do, a link where `next_href` is given."""

    title: str
    href: str
    number: str = ""
    mark: RatingMark | None = None
    before: RatingMark | None = None  # with `direction`: where it stood at the last report
    direction: str = ""
    due: Due | None = None
    due_label: str = ""  # what the day is, where it is not the action's own: "Publish by"
    says: str = ""  # a sentence of its own: why it is late
    notes: tuple[str, ...] = ()
    next: str = ""
    next_href: str = ""


@dataclass(frozen=True)
class Step:
    """The next thing to do with an action; no `name` where there is nothing to do."""

    words: str
    name: str = ""  # of the page of improvement_plan where it is done
    gap: str = ""  # the gap that it mends on the page of that gap

    def href(self, row: ActionRow, slug: str) -> str:
        if not self.name:
            return ""
        if self.gap:  # mended in one step, beside the action itself
            page = reverse("improvement_plan:gap", args=[slug, row.plan_id, self.gap])
            return f"{page}?mine=yes#a{row.id}"
        kind = ("action",) if self.name in ("rate", "add_evidence") else ()
        return reverse(f"improvement_plan:{self.name}", args=[slug, *kind, row.id])


def due(day: date | None, *, on: date, done: str = "", as_written: str = "") -> Due:
    """Fri 3 May 2024 · 4 days overdue; `done` says so where nothing is due any more."""
    if day is None:
        return Due("", as_written or "No date", "none")
    when = say_date_with_day(day)
    if done:
        return Due(when, done, "done")
    if late := days_overdue(day, on=on):
        return Due(when, f"{counted(late, 'day')} overdue", "overdue")
    left = days_until(day, on=on)
    if left == 0:
        return Due(when, "today", "soon")
    return Due(when, f"in {counted(left, 'day')}", "soon" if left <= DUE_SOON_DAYS else "")


def mark(point: ScalePoint | None, plan: PlanFact) -> RatingMark:
    """A point's mark; the plan's scales give the halves of a half-rating."""
    if point is None:
        return NOT_RATED
    holding = (fact.scale for fact in plan.scales if point in fact.scale.points)
    return mark_of(point, next(holding, None))


def shortened(text: str, length: int) -> str:
    """The first words of a long text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0].rstrip(',;:.')}…"


def next_step(row: ActionRow, viewer: Viewer, *, on: date) -> Step:
    """What the action wants next of whoever leads it; only what the viewer may do."""
    wanted = _wanted(row, on=on)
    refusing = {
        "rate": policies.may_rate,
        "update_action": policies.may_update,
        "add_evidence": policies.may_add_evidence,
        "complete_action": policies.may_mark_complete,
    }
    may = refusing.get(wanted.name)
    return wanted if may is None or not may(viewer, row.subject) else Step("")


# What is asked first stands first; the keys are states of an action.
_OF_COMPLETE = (
    ("no-evidence", Step("Add the evidence", "add_evidence")),
    ("as-imported", Step("Add the evidence", "add_evidence")),
    ("awaiting-sign-off", Step("Waits for somebody else to sign it off")),
)
_OF_OPEN = (
    ("not-rated", Step("Give it a first rating", "rate")),
    ("no-cause", Step("Say what holds it up, and until when", "rate", "no-cause")),
    (
        "overdue-no-cause",
        Step("Say why it is late, and until when", "update_action", "overdue-no-cause"),
    ),
    ("overdue", Step("Say where it stands", "update_action")),
    ("stale", Step("Record an update", "update_action")),
    ("no-evidence", Step("Add the evidence", "add_evidence")),
    ("as-imported", Step("Add the evidence", "add_evidence")),
    ("due-soon", Step("Mark it complete when it is", "complete_action")),
)


def _wanted(row: ActionRow, *, on: date) -> Step:
    held = row.states
    last = row.last_update_on
    if last is None or (on - last).days > UPDATE_GOES_STALE_AFTER_DAYS:
        held = held | {"stale"}
    asked = _OF_COMPLETE if row.complete else _OF_OPEN
    usual = Step("") if row.complete else Step("Up to date")
    return next((step for state, step in asked if state in held), usual)


def action_line(
    row: ActionRow,
    plan: PlanFact,
    *,
    on: date,
    viewer: Viewer,
    notes: tuple[str, ...] = (),
    says: str = "",
    step: Step | None = None,
) -> Line:
    slug = viewer.local_area_slug
    done = ("signed off" if row.signed_off_on else "complete") if row.complete else ""
    step = step or Step("")
    return Line(
        number=row.reference,
        title=shortened(row.title, TITLE_LENGTH),
        href=reverse("improvement_plan:action", args=[slug, row.id]),
        mark=mark(row.rating, plan),
        due=due(row.due, on=on, done=done, as_written=row.due_as_written),
        says=says,
        notes=tuple(note for note in notes if note),
        next=step.words,
        next_href=step.href(row, slug),
    )


def updated(row: ActionRow, *, on: date) -> str:
    """Last update 12 December 2019, 33 days ago."""
    if row.last_update_on is None:
        return "No update yet"
    days = (on - row.last_update_on).days
    ago = f", {counted(days, 'day')} ago" if days > 1 else ""
    return f"Last update {say_date(row.last_update_on)}{ago}"


def leads(row: ActionRow) -> str:
    """The leads with whoever holds each post."""
    said = [
        f"{lead.words} ({', '.join(lead.holders)})" if lead.holders else lead.words
        for lead in row.leads
        if lead.kind == "lead"
    ]
    return "; ".join(said) or row.leads_as_written or "No lead"
