"""The words of contacts: who waits, how many were answered in time, a child’s own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.presenters.child import Due
from goldenthread.ehcp_register.presenters.queue_pages import QueueLink
from goldenthread.ehcp_register.queries.contacts import ContactFact, Month
from goldenthread.pages.words import counted, say_date, say_date_with_day, say_share
from goldenthread.rules.calendars import say_month
from goldenthread.rules.contacts import ANSWERED_WITHIN

STANDARD = (
    f"An answer is due within {ANSWERED_WITHIN} working days; the law sets no limit. The day "
    "somebody gets in touch is not counted."
)


@dataclass(frozen=True)
class ContactLine:
    name: str
    reference: str
    href: str
    came: str
    who: str
    topic: str
    post: str
    due: Due
    answered: str
    taken_back: str
    answer_href: str
    back_href: str


@dataclass(frozen=True)
class MonthLine:
    month: str
    href: str
    came: str
    share: str


@dataclass(frozen=True)
class ContactsPage:
    title: str
    lede: str
    count: str
    lines: tuple[ContactLine, ...]
    months: tuple[MonthLine, ...]
    add_href: str
    home_href: str


def contacts_page(
    waiting: Sequence[ContactFact],
    months: Sequence[Month],
    *,
    may_record: bool,
    on: date,
    slug: str,
) -> ContactsPage:
    there = Addresses(slug)
    late = sum(1 for one in waiting if one.due_on < on)
    count = counted(len(waiting), "contact")
    return ContactsPage(
        title="Contacts to answer",
        lede=STANDARD,
        count=f"{count}, {late} of them late" if late else count,
        lines=contact_lines(waiting, may_record=may_record, on=on, slug=slug),
        months=tuple(
            MonthLine(
                say_month(one.first),
                there.to("contacts_of_month", f"{one.first:%Y-%m}"),
                f"{one.came:,}",
                say_share(one.in_time, one.came),
            )
            for one in months
        ),
        add_href=there.to("unplaced_contact") if may_record else "",
        home_href="",
    )


def month_page(
    found: Sequence[ContactFact], first: date, *, may_record: bool, on: date, slug: str
) -> ContactsPage:
    in_time = sum(1 for one in found if one.in_time)
    share = say_share(in_time, len(found)) if found else "None"
    return ContactsPage(
        title=f"Contacts of {say_month(first)}",
        lede=f"{share} answered within {ANSWERED_WITHIN} working days. {STANDARD}",
        count=counted(len(found), "contact"),
        lines=contact_lines(found, may_record=may_record, on=on, slug=slug),
        months=(),
        add_href="",
        home_href=Addresses(slug).to("contacts"),
    )


def contact_lines(
    found: Sequence[ContactFact], *, may_record: bool, on: date, slug: str
) -> tuple[ContactLine, ...]:
    there = Addresses(slug)
    return tuple(_line(one, there, may_record, on) for one in found)


def _line(one: ContactFact, there: Addresses, may_record: bool, on: date) -> ContactLine:
    late = (on - one.due_on).days
    waits = one.answered_on is None and not one.taken_back
    note, state = "", ""
    if waits and late > 0:
        note, state = f"{counted(late, 'day')} late", "overdue"
    answered = ""
    if one.answered_on:
        words = "in time" if one.in_time else "late"
        answered = f"{say_date(one.answered_on)} by {one.answered_by}, {words}"
    return ContactLine(
        name=one.name,
        reference=one.reference,
        href=there.child(one.child_id) if one.child_id else "",
        came=f"{say_date(one.on)}, {one.way.lower()}",
        who=one.who,
        topic=one.topic,
        post=one.post,
        due=Due(say_date_with_day(one.due_on), note, state),
        answered=answered,
        taken_back=one.taken_back,
        answer_href=there.to("answer_contact", one.id) if may_record and waits else "",
        back_href=there.to("take_contact_back", one.id)
        if may_record and not one.taken_back
        else "",
    )


def beside_the_law(
    waiting: Sequence[ContactFact],
    coming: int,
    without_notice: int,
    *,
    on: date,
    slug: str,
) -> tuple[str, tuple[QueueLink, ...]]:
    """The part of the register's home for what no limit of the law counts."""
    there = Addresses(slug)

    def link(words: str, counts: str, number: int, rows: str, note: str = "") -> QueueLink:
        return QueueLink(words, counts, f"{number:,}", rows if number else "", note)

    late = sum(1 for one in waiting if one.due_on < on)
    return (
        "Panels and contacts, in the whole area",
        (
            link(
                "Coming to a panel",
                "Items of panels that meet in the next four weeks, and of those that met and of "
                "which nothing is recorded.",
                coming,
                f"{there.to('panels')}#coming",
            ),
            link(
                "Panel answered, family not told",
                "What the panel said is recorded, and no notice to the family.",
                without_notice,
                f"{there.to('panels')}#family-not-told",
            ),
            link(
                "Contacts to answer",
                f"Somebody got in touch and has not been answered. {STANDARD}",
                len(waiting),
                there.to("contacts"),
                f"{late:,} for more than five working days" if late else "",
            ),
        ),
    )
