"""The form a lead opens on a phone: their actions, one tap each where nothing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters import round_words as words
from goldenthread.improvement_plan.presenters.answer_blocks import Group, Values, groups_of, waits
from goldenthread.improvement_plan.queries.round_facts import AskedAction, RequestForm
from goldenthread.pages.form_fields import FieldError
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.rounds import (
    AskedState,
    UpdateStatus,
    is_late,
)

_DAY_BOXES = ("expected_on", "decision_by")


@dataclass(frozen=True)
class DoneLine:
    reference: str
    title: str
    status: str
    by: str


@dataclass(frozen=True)
class AnswerPage:
    """`done` is the page that says what was sent; then `groups` is empty."""

    title: str
    caption: str
    lede: str
    note: str
    banners: tuple[tuple[str, str], ...]  # (kind, words)
    closed: str
    groups: tuple[Group, ...]
    left: int
    errors: tuple[FieldError, ...]
    done: bool
    done_title: str
    done_text: str
    sent: tuple[DoneLine, ...]
    waiting: tuple[DoneLine, ...]
    next_steps: tuple[str, ...]
    go_on: str
    as_at: str


def answer_page(
    form: RequestForm,
    *,
    name: str,
    on_behalf: bool,
    stands_in: bool,
    on: date,
    values: Values,
    kept: bool = False,
    errors: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    done: bool = False,
) -> AnswerPage:
    """`values` are the words in the boxes by the whole name of a field; `kept`: from a draft."""
    one, row = form.request, form.round
    owed = [each for each in form.actions if waits(each)]
    wrong = dict(errors or {})
    closed = ""
    if row.closed_on is not None:
        closed = (
            f"This round was closed on {say_date(row.closed_on)}. Ask the programme office to "
            "record what you still have to say."
        )
    finished = done or bool(closed)
    return AnswerPage(
        title=_title(name, one.person_name, on_behalf=on_behalf),
        caption=row.name,
        lede=_lede(form, len(owed), on=on),
        note=row.note,
        banners=_banners(form, on_behalf=on_behalf, stands_in=stands_in, kept=kept, on=on),
        closed=closed,
        groups=() if finished else groups_of(form, values, wrong, files or {}, on=on),
        left=len(owed),
        errors=_summary(form.actions, wrong),
        done=finished,
        done_title=_done_title(form, owed),
        done_text=_done_text(owed),
        sent=tuple(_done(each) for each in form.actions if each.answers and not waits(each)),
        waiting=tuple(_done(each) for each in owed),
        next_steps=_next_steps(form, on=on),
        go_on="" if closed else "Go on with what is left" if owed else "Add to what you sent",
        as_at=say_date(on),
    )


def _title(name: str, person: str, *, on_behalf: bool) -> str:
    if on_behalf:
        return f"Answer for {person}"
    return f"Hello {name.split(maxsplit=1)[0]}, where do your actions stand?"


def _lede(form: RequestForm, left: int, *, on: date) -> str:
    row = form.round
    cut_off = words.cut_off_words(row.cut_off, on=on)
    asked = counted(form.request.actions, "action")
    rest = f", {left} still to answer" if left != form.request.actions else ""
    return f"{asked} of {row.plan_title}{rest} · by {cut_off}"


def _banners(
    form: RequestForm, *, on_behalf: bool, stands_in: bool, kept: bool, on: date
) -> tuple[tuple[str, str], ...]:
    one, row = form.request, form.round
    found = []
    if on_behalf:
        found.append(
            (
                "info",
                f"What you send is shown as yours, on behalf of {one.person_name}, wherever it "
                "is read.",
            )
        )
    if stands_in:
        found.append(("info", f"You stand in for {one.person_name}, who can still answer too."))
    elif one.deputy_name and not on_behalf:
        found.append(
            (
                "info",
                f"{one.deputy_name} stands in for you since {say_date(one.passed_on)}, by a link "
                "of their own. You can still answer here.",
            )
        )
    if row.closed_on is None and is_late(on, row.cut_off):
        found.append(
            (
                "warning",
                f"The cut-off was {say_date(row.cut_off)}. What you send now is kept, marked as "
                "late, and counts in the next report.",
            )
        )
    if kept:
        found.append(("info", "These are the words you typed before and have not sent yet."))
    return tuple(found)


def _summary(actions: Sequence[AskedAction], errors: Mapping[str, str]) -> tuple[FieldError, ...]:
    found = [FieldError(errors[""], "")] if "" in errors else []
    for each in actions:
        start = f"{each.id.hex}-"
        for name, sentence in errors.items():
            if name.startswith(start):
                part = name[len(start) :]
                box = f"{part}_day" if part in _DAY_BOXES else part
                box = "status-no_change" if part == "status" else box
                found.append(FieldError(f"{each.reference}: {sentence}", f"#{start}{box}"))
    return tuple(found)


def _done_title(form: RequestForm, owed: Sequence[AskedAction]) -> str:
    sent = form.request.actions - len(owed)
    if not owed:
        return "Thank you. Everything is in."
    return f"Thank you. {sent} of {counted(form.request.actions, 'update')} are in."


def _done_text(owed: Sequence[AskedAction]) -> str:
    if not owed:
        return "There is nothing left to do in this round."
    return f"{counted(len(owed), 'action')} left. You can come back by the same link."


def _done(each: AskedAction) -> DoneLine:
    said = each.answers[0] if each.answers else None
    status = words.status_words(said.status) if said else "Not answered yet"
    if each.state is AskedState.ASKED_BACK:
        status = "A question for you"
    return DoneLine(
        each.reference,
        each.title,
        status,
        f"{said.by}, {say_date(said.on)}" if said else "",
    )


def _next_steps(form: RequestForm, *, on: date) -> tuple[str, ...]:
    steps = [
        "The programme office reads your updates. If something is unclear you get a question by "
        "email, with the same link.",
    ]
    last = [each.answers[0].status for each in form.actions if each.answers]
    if UpdateStatus.COMPLETE in last:
        steps.append("Somebody other than you signs off what you marked complete.")
    if is_late(on, form.round.cut_off):
        steps.append("It was sent after the cut-off, so it counts in the next report.")
    else:
        steps.append("The next report to the board takes your words from here.")
    return tuple(steps)


def starting_values(
    form: RequestForm, words_of: Mapping[str, Mapping[str, str]], draft: Mapping[str, list[str]]
) -> dict[str, str]:
    """What was said last (by action), and over it what its reader typed and has not sent."""
    found = {
        f"{each.id.hex}-{name}": said
        for each in form.actions
        for name, said in words_of.get(each.id.hex, {}).items()
    }
    found.update({name: values[-1] for name, values in draft.items() if values})
    return found
