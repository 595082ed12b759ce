"""What waits for somebody: one's own actions, what is to be signed off, what is off track."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.queries.facts import ActionRow
from goldenthread.my_work.presenters.lines import (
    CAUSE_LENGTH,
    Line,
    Step,
    action_line,
    leads,
    next_step,
    shortened,
    updated,
)
from goldenthread.my_work.presenters.parts import Group, Part, here, opens, plan_note, plan_of
from goldenthread.my_work.queries import Home
from goldenthread.pages.words import say_date

MINE_SHOWN = 20


def mine(home: Home) -> Part:
    """What the viewer leads: overdue, due soon, the rest; what is done is only counted."""
    rows = home.mine or ()
    open_rows = [row for row in rows if not row.complete]
    # What is complete and still wants something of its lead stays in sight.
    wanting = [row for row in rows if row.complete and next_step(row, home.viewer, on=home.on).name]
    overdue = [row for row in open_rows if row.overdue]
    soon = [row for row in open_rows if "due-soon" in row.states]
    rest = [row for row in open_rows if row not in overdue and row not in soon]
    groups = (
        ("Overdue", overdue),
        ("Due within 30 days", soon),
        ("Later", rest),
        ("Complete, but evidence is wanted", wanting),
    )
    done = len(rows) - len(open_rows)
    return Part(
        key="mine",
        title="My actions",
        groups=tuple(
            Group(f"{title}: {len(held)}", _my_lines(held, home)) for title, held in groups if held
        ),
        count=len(open_rows),
        href=here(home, "mine"),
        shown=MINE_SHOWN,
        lede=f"{done} more {'is' if done == 1 else 'are'} complete." if done else "",
        empty="No action is yours" if not rows else "Everything of yours is complete",
        empty_text="Actions are listed here when the plan names you, or a post you hold, as their "
        "lead or deputy. If one is missing, ask the programme office."
        if not rows
        else "New actions are listed here as soon as the plan names you as their lead.",
    )


def _my_lines(rows: Sequence[ActionRow], home: Home) -> tuple[Line, ...]:
    found = []
    for row in rows:
        plan = plan_of(row, home)
        if plan is None:
            continue
        notes = (updated(row, on=home.on), plan_note(plan, home))
        step = next_step(row, home.viewer, on=home.on)
        found.append(action_line(row, plan, on=home.on, viewer=home.viewer, notes=notes, step=step))
    return tuple(found)


def to_sign_off(home: Home) -> Part:
    found = home.to_sign_off or ()
    lines = []
    for rows in found:
        for row in rows.actions:
            refused = policies.may_sign_off(home.viewer, row.subject)
            step = Step(refused) if refused else Step("Look and sign off", "sign_off_action")
            notes = (
                leads(row),
                f"Complete on {say_date(row.completed_on)}",
                plan_note(rows.plan, home),
            )
            lines.append(
                action_line(row, rows.plan, on=home.on, viewer=home.viewer, notes=notes, step=step)
            )
    return Part(
        key="sign-off",
        title="Waiting to be signed off",
        groups=(Group("", tuple(lines)),),
        count=len(lines),
        href=opens(found, home, "sign-off"),
        empty="Nothing waits to be signed off",
        empty_text="When a lead marks an action complete, it waits here until somebody else has "
        "looked at its evidence and signed it off.",
    )


def off_track(home: Home) -> Part:
    found = home.off_track or ()
    lines = []
    for rows in found:
        for row in rows.actions:
            cause = shortened(row.cause, CAUSE_LENGTH).rstrip(".") or "No cause given"
            back = (
                f"Back on track by {say_date(row.recovery_date)}."
                if row.recovery_date
                else "No recovery date."
            )
            lines.append(
                action_line(
                    row,
                    rows.plan,
                    on=home.on,
                    viewer=home.viewer,
                    notes=(leads(row), plan_note(rows.plan, home)),
                    says=f"{cause}. {back}",
                )
            )
    return Part(
        key="off-track",
        title="Off track, and whose",
        groups=(Group("", tuple(lines)),),
        count=len(lines),
        href=opens(found, home, "off-track"),
        empty="Nothing is off track",
        empty_text="An action that is overdue, or rated at risk or delayed, is listed here with "
        "its lead, its cause and the day it should be back on track.",
    )
