"""The board of returns: who has returned, who owes what, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters import round_words as words
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, deeds
from goldenthread.improvement_plan.presenters.round_words import StateMark
from goldenthread.improvement_plan.queries.round_facts import (
    PartCount,
    RequestFact,
    RoundBoard,
    RoundFact,
)
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.rounds import RequestState

# The lists a board can be narrowed to, in the order of its tabs.
LISTS: tuple[tuple[str, str, Callable[[RequestFact], bool]], ...] = (
    ("", "Everybody", lambda one: True),
    ("chase", "To chase", lambda one: one.to_chase),
    ("partly", "Partly returned", lambda one: one.state is RequestState.PARTLY),
    ("asked-back", "Asked back", lambda one: one.state is RequestState.ASKED_BACK),
    ("returned", "Returned", lambda one: not one.to_chase),
    ("late", "With a late answer", lambda one: one.late > 0),
    ("to-accept", "To accept", lambda one: _waits_to_be_accepted(one) > 0),
)


def _waits_to_be_accepted(one: RequestFact) -> int:
    return one.answered - one.accepted - one.asked_back


@dataclass(frozen=True)
class BoardLine:
    name: str
    href: str
    deputy: str
    state: StateMark
    answered: str
    late: str
    when: str
    message: str
    trouble: bool
    reminded: str
    opened: str
    draft: str
    deeds: tuple[tuple[str, str], ...]  # (words, address)
    remind_id: str  # the request to remind by a button of its own; "" where it is not offered


@dataclass(frozen=True)
class PartLine:
    name: str
    href: str
    answered: str
    done: int
    of: int
    chase: str


@dataclass(frozen=True)
class BoardPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    closed: str
    note: str
    returned: str
    done: int
    of: int
    answered: str
    narrowed: str  # the part of the plan the list is narrowed to
    whole_href: str
    lists: tuple[dict[str, object], ...]
    lines: tuple[BoardLine, ...]
    empty: str
    parts: tuple[PartLine, ...]
    happenings: tuple[words.Happening, ...]
    nothing_comes: str
    reminders_href: str
    not_asked: str
    ask_href: str
    withdrawn: tuple[str, ...]
    deeds: Deeds
    history_href: str
    remind_href: str
    remind: str
    written: str  # when those who owe something were last written to
    accept_href: str
    accept: str


def board_page(
    board: RoundBoard,
    *,
    wanted: str,
    level: str,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
    part: PartCount | None = None,
) -> BoardPage:
    """`wanted` is the key of a list; `part` narrows to people asked about a part of the plan."""
    one = board.round
    refused = policies.may_request_updates(viewer, one.subject)
    runs = not refused and one.closed_on is None
    shown = [
        request
        for request in board.requests
        if part is None or part.action_ids.intersection(request.action_ids)
    ]
    chosen = next((holds for key, _, holds in LISTS if key == wanted), LISTS[0][2])
    lines = [request for request in shown if chosen(request)]
    accepting = sum(_waits_to_be_accepted(each) > 0 for each in board.requests)
    to_accept = one.answered - one.accepted - one.asked_back
    owing = [each for each in board.requests if each.to_chase]
    to_remind = sum(each.written_on != on for each in owing)
    return BoardPage(
        title=one.name,
        caption=f"Update round · {one.plan_title}",
        lede=_lede(one, on=on),
        breadcrumbs=board_crumbs(one, addresses),
        as_at=say_date(on),
        closed=f"This round was closed on {say_date(one.closed_on)}." if one.closed_on else "",
        note=one.note,
        returned=words.returned_words(one),
        done=one.returned,
        of=one.requests,
        answered=f"{one.answered} of {counted(one.actions, 'action')} answered, "
        f"{one.accepted} accepted",
        narrowed=_part(part, one, addresses).name if part else "",
        whole_href=f"{addresses.to('round', one.id)}#returns",
        lists=_lists(shown, wanted, level, addresses.to("round", one.id)),
        lines=tuple(_line(each, board, runs=runs, on=on, addresses=addresses) for each in lines),
        empty="" if lines else "Nobody is on this list.",
        parts=tuple(_part(each, one, addresses) for each in board.parts),
        happenings=words.happenings(board, on=on),
        nothing_comes=_nothing_comes(one),
        reminders_href=addresses.to("round_reminders", one.id) if runs else "",
        not_asked=_not_asked(board),
        ask_href="" if refused else addresses.to("request_updates", one.plan_id),
        withdrawn=tuple(
            f"{each.person_name}, {say_date(each.withdrawn_on)}: {each.withdrawn_reason}"
            for each in board.withdrawn
        ),
        deeds=_deeds(one, refused, addresses),
        history_href=addresses.history("round", one.id),
        remind_href=addresses.to("remind_round", one.id) if runs and to_remind else "",
        remind=f"Remind {counted(to_remind, 'person', 'people')} now",
        written=_written(owing, on=on) if runs else "",
        accept_href=addresses.to("accept_answers", one.id)
        if not refused and accepting and to_accept
        else "",
        accept=f"Accept {counted(to_accept, 'answer')}",
    )


def board_crumbs(one: RoundFact, addresses: Addresses, *more: Crumb) -> tuple[Crumb, ...]:
    return addresses.plan_crumbs(
        one.plan_id,
        one.plan_title,
        Crumb("Update rounds", addresses.to("rounds", one.plan_id)),
        *((Crumb(one.name, addresses.to("round", one.id)), *more) if more else (Crumb(one.name),)),
    )


def _written(owing: Sequence[RequestFact], *, on: date) -> str:
    """When those who owe something were last written to, and from when a reminder helps again."""
    if not owing:
        return ""
    days = sorted(each.written_on for each in owing)
    who = "Those to chase were" if len(owing) > 1 else f"{owing[0].person_name} was"
    today = sum(day == on for day in days)
    again = f"A reminder helps again from {say_date_with_day(on + timedelta(days=1))}."
    if today == len(days):
        return f"{who} last written to today, {say_date_with_day(on)}. {again}"
    if today:
        were = "was" if today == 1 else "were"
        first = counted(today, "person", "people")
        return f"{first} {were} written to today and {were} left out. {again}"
    last = say_date(days[-1])
    when = f"on {last}" if days[0] == days[-1] else f"between {say_date(days[0])} and {last}"
    return f"{who} last written to {when}."


def _nothing_comes(one: RoundFact) -> str:
    if one.closed_on is not None or one.to_chase:
        return ""
    return "Everybody has returned, so nobody is reminded."


def _lede(one: RoundFact, *, on: date) -> str:
    cut_off = say_date(one.cut_off) if one.closed_on else words.cut_off_words(one.cut_off, on=on)
    return (
        f"{words.part_of(one)} · asked {say_date(one.asked_on)} by {one.asked_by} · "
        f"cut-off {cut_off}"
    )


def _lists(
    shown: Sequence[RequestFact], wanted: str, level: str, address: str
) -> tuple[dict[str, object], ...]:
    found = []
    for key, text, holds in LISTS:
        count = sum(holds(each) for each in shown)
        if not count and key not in ("", "chase", "returned", wanted):
            continue
        query = "&".join(
            f"{name}={value}" for name, value in (("list", key), ("level", level)) if value
        )
        href = f"{address}?{query}" if query else address
        found.append(
            {"text": text, "href": f"{href}#returns", "current": key == wanted, "count": count}
        )
    return tuple(found)


def _line(
    one: RequestFact, board: RoundBoard, *, runs: bool, on: date, addresses: Addresses
) -> BoardLine:
    delivery = board.deliveries.get(one.last_message)
    link = one.deputy_link_id or one.link_id
    opened = board.opened_on.get(link)
    reminded = ""
    if one.reminders_sent:
        times = "once" if one.reminders_sent == 1 else f"{one.reminders_sent} times"
        reminded = f"Reminded {times}, last {say_date(one.reminded_on)}"
    elif one.to_chase:
        reminded = f"Last written to {say_date(one.written_on)}"
    owed = one.to_chase and runs
    trouble = bool(delivery and delivery.needs_somebody)
    return BoardLine(
        name=one.person_name,
        href=addresses.to("update_request", one.id),
        deputy=f"Passed to {one.deputy_name}" if one.deputy_name else "",
        state=words.request_mark(one.state),
        answered=words.answered_words(one),
        late=f"{one.late} late" if one.late else "",
        when=say_date(one.last_answered_on),
        message=delivery.words if delivery and (owed or trouble) else "",
        trouble=trouble,
        reminded=reminded,
        opened=f"Opened {say_date(opened)}" if opened else "Not opened yet" if owed else "",
        draft="Has begun, not sent" if one.has_draft and one.to_chase else "",
        deeds=_line_deeds(one, addresses) if owed else (),
        remind_id=str(one.id) if owed and one.written_on != on else "",
    )


def _line_deeds(one: RequestFact, addresses: Addresses) -> tuple[tuple[str, str], ...]:
    return (
        ("Answer for them", addresses.to("answer_request", one.id)),
        ("Pass to a deputy", addresses.to("pass_to_deputy", one.id)),
    )


def _part(each: PartCount, one: RoundFact, addresses: Addresses) -> PartLine:
    level = each.level
    return PartLine(
        name=f"{level.word} {level.reference}".strip() + f": {level.title}",
        href=f"{addresses.to('round', one.id)}?level={level.id}#returns",
        answered=f"{each.answered} of {counted(each.asked, 'action')} answered",
        done=each.answered,
        of=each.asked,
        chase=f"{counted(each.to_chase, 'person', 'people')} to chase" if each.to_chase else "",
    )


def _not_asked(board: RoundBoard) -> str:
    if not board.not_asked or board.round.closed_on:
        return ""
    are = "is" if board.not_asked == 1 else "are"
    return (
        f"{counted(board.not_asked, 'action')} that {are} not complete {are} not asked about: "
        "no lead is known, the post is vacant, or they came later."
    )


def _deeds(one: RoundFact, refused: str, addresses: Addresses) -> Deeds:
    if one.closed_on is not None:
        return deeds(())
    return deeds(
        (
            Deed(
                "Change the cut-off",
                addresses.to("change_cut_off", one.id),
                refused,
                quiet=True,
            ),
            Deed("Close this round", addresses.to("close_round", one.id), refused, quiet=True),
        )
    )
