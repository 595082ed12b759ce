"""The actions on the form that a lead opens on a phone: each with its boxes, in the order they
press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.presenters import round_words as words
from goldenthread.improvement_plan.presenters.round_words import SaidLine
from goldenthread.improvement_plan.presenters.saying import DueWords, due_words
from goldenthread.improvement_plan.queries.round_facts import AskedAction, RequestForm
from goldenthread.rules.rounds import STATUS_WORDS, AskedState, Turn, UpdateStatus, turn_of

Values = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    checked: bool
    tells: bool  # wants words of its own


@dataclass(frozen=True)
class Block:
    """One action on the form. `values` and `errors` are by the field's own name ("progress")."""

    key: str
    version: int  # of what is asked: a draft that comes after its answer is known by it
    reference: str
    title: str
    text: str
    due: DueWords
    choices: tuple[Choice, ...]
    last: SaidLine | None
    sent: tuple[SaidLine, ...]
    question: str
    question_by: str
    also: str
    values: Mapping[str, str]
    errors: Mapping[str, str]
    file_again: str
    more_open: bool
    proof_open: bool


@dataclass(frozen=True)
class Group:
    """A part of the form: what is overdue, due, the rest, and what was sent already."""

    heading: str
    blocks: tuple[Block, ...]
    folded: bool = False


def waits(each: AskedAction) -> bool:
    """Nobody has answered it, or the answer was asked back."""
    return each.state in (AskedState.WAITING, AskedState.ASKED_BACK)


_HEADINGS = {
    Turn.OVERDUE: "Overdue",
    Turn.DUE: "Due soon",
    Turn.REST: "The rest",
    Turn.COMPLETE: "Marked complete",
}


def groups_of(
    form: RequestForm,
    values: Values,
    errors: Mapping[str, str],
    files: Mapping[str, str],
    *,
    on: date,
) -> tuple[Group, ...]:
    back = [each for each in form.actions if each.state is AskedState.ASKED_BACK]
    waiting = [each for each in form.actions if each.state is AskedState.WAITING]
    sent = [each for each in form.actions if not waits(each)]
    listed: list[tuple[str, list[AskedAction], bool]] = [("A question for you", back, False)]
    for turn, heading in _HEADINGS.items():
        of_turn = [each for each in waiting if _turn(each, form, on=on) is turn]
        listed.append((heading, of_turn, False))
    if not any(each for heading, each, _ in listed if heading != _HEADINGS[Turn.REST]):
        listed = [("To answer", waiting, False)]  # nothing before it that it could be the rest of
    listed.append(("Sent already", sent, True))
    return tuple(
        Group(
            heading if len(each) < 2 else f"{heading} ({len(each)})",
            tuple(_block(one, values, errors, files, on=on) for one in each),
            folded,
        )
        for heading, each, folded in listed
        if each
    )


def _turn(each: AskedAction, form: RequestForm, *, on: date) -> Turn:
    return turn_of(each.due, complete=each.complete, cut_off=form.round.cut_off, on=on)


def _block(
    each: AskedAction,
    values: Values,
    errors: Mapping[str, str],
    files: Mapping[str, str],
    *,
    on: date,
) -> Block:
    key = each.id.hex
    mine = _of(key, values)
    wrong = _of(key, errors)
    chosen = mine.get("status", "")
    text = " ".join(each.text.split())
    more = ("risks_and_issues", "blocked", "decision_needed", "decision_by_day")
    proof = ("proof_shows", "link")
    return Block(
        key=key,
        version=each.version,
        reference=each.reference,
        title=each.title,
        text=text if text != each.title else "",
        due=due_words(each.due, on=on, complete=each.complete, as_written=each.due_as_written),
        choices=tuple(
            Choice(one.value, said, one.value == chosen, one is not UpdateStatus.NO_CHANGE)
            for one, said in STATUS_WORDS.items()
        ),
        last=words.said_line(each.before) if each.before else None,
        sent=words.said_lines(each.answers),
        question=each.asked_back_words,
        question_by=each.asked_back_by,
        also=f"Also asked: {', '.join(each.also_asked)}" if each.also_asked else "",
        values=mine,
        errors=wrong,
        file_again=files.get(key, ""),
        more_open=any(mine.get(name) for name in more) or bool({*more, "decision_by"} & set(wrong)),
        proof_open=any(mine.get(name) for name in proof)
        or bool({"proof_shows", "file", "link"} & set(wrong))
        or key in files,
    )


def _of(key: str, named: Mapping[str, str]) -> Mapping[str, str]:
    start = f"{key}-"
    return _Words(
        {name.removeprefix(start): each for name, each in named.items() if name.startswith(start)}
    )


class _Words(dict[str, str]):
    """Nothing for what was not said, as a template wants it."""

    def __missing__(self, name: str) -> str:
        return ""
