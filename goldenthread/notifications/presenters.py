"""The words of the pages of messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from goldenthread.notifications.letters import Part, Sender, text
from goldenthread.notifications.queries import MessageFact, say_instant
from goldenthread.notifications.queries.deliveries import LONDON
from goldenthread.pages.words import counted
from goldenthread.partnership.queries import TaskLinkFact, Viewer
from goldenthread.rules.calendars import say_date

NOT_CONFIGURED = (
    "No mail server is configured, so no message leaves. They wait here for two days, then they "
    "have to be sent by hand. Ask whoever looks after the installation to set "
    "GOLDENTHREAD_MAIL_HOST: the guide “Installing” says how."
)
PERHAPS = (
    "The mail server had every word, and the connection or our own process ended before its answer "
    "was here. Nobody can know whether the message arrived, so it is never sent again by itself. "
    "Ask the person it went to, then say which it is."
)
# What needs somebody first, then what moves by itself, then what is over.
_ORDER = (
    ("perhaps", "perhaps sent", "error"),
    ("bounced", "came back", "error"),
    ("failed", "not sent", "error"),
    ("no_address", "without an address", "warning"),
    ("waiting", "waiting", ""),
    ("sending", "being sent", ""),
    ("held", "held for a digest", ""),
    ("sent", "sent", ""),
    ("joined", "in a digest", ""),
    ("cancelled", "cancelled", ""),
)
STATES = tuple((state, words) for state, words, _ in _ORDER)


@dataclass(frozen=True)
class CountLine:
    """A count that opens its list."""

    number: int
    words: str
    href: str
    current: bool


def count_lines(counts: dict[str, int], *, slug: str, state: str) -> list[CountLine]:
    """Each state that has messages; what needs somebody also where it has none: nought is news."""
    at = reverse("notifications:messages", args=[slug])
    return [
        CountLine(counts.get(key, 0), words, f"{at}?state={key}", key == state)
        for key, words, kind in _ORDER
        if counts.get(key) or kind == "error"
    ]


@dataclass(frozen=True)
class Row:
    fact: MessageFact
    queued: str
    state: str  # "Came back"
    said: str  # why, in the server's words
    needs_somebody: bool


def row(fact: MessageFact) -> Row:
    state, _, said = fact.delivery.words.partition(": ")
    if fact.perhaps_twice:
        said = f"{said} May have arrived twice.".strip()
    return Row(fact, say_instant(fact.queued_at), state, said, fact.delivery.needs_somebody)


@dataclass(frozen=True)
class HeldRow:
    """A message that was perhaps sent, with what settles it: `asked` names it in the form."""

    fact: MessageFact
    asked: str  # its id and the version that is shown
    when: str  # "Handed over 3 May 2024 at 09:05"
    age: str  # "2 days ago"


def held_rows(facts: Sequence[MessageFact], *, on: date) -> list[HeldRow]:
    return [held_row(one, on=on) for one in facts]


def held_row(fact: MessageFact, *, on: date) -> HeldRow:
    at = fact.delivery.sent_at
    assert at is not None  # the database holds that it says when
    days = (on - at.astimezone(LONDON).date()).days
    age = "Today" if days < 1 else "Yesterday" if days == 1 else f"{days} days ago"
    return HeldRow(fact, f"{fact.id}:{fact.version}", f"Handed over {say_instant(at)}", age)


def settled_words(deed: str, number: int) -> str:
    """What was done, for the page that follows."""
    many = counted(number, "message")
    if deed == "arrived":
        return f"{many} {'is' if number == 1 else 'are'} marked as arrived."
    return f"{many} {'goes' if number == 1 else 'go'} out again with the next mail."


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    chosen: bool


def choices(options: Sequence[tuple[str, str]], chosen: str, *, nothing: str) -> list[Choice]:
    return [
        Choice(value, words[:1].upper() + words[1:], value == chosen)
        for value, words in (("", nothing), *options)
    ]


def as_sent(
    matters: Sequence[MessageFact], links: Mapping[UUID, TaskLinkFact], *, viewer: Viewer
) -> str:
    """The plain text as it is sent, with words in the place of a person's own link."""
    sender = Sender(viewer.local_area_name, viewer.local_area_slug, "")
    parts = [_part(one, links.get(one.task_link_id or one.id)) for one in matters]
    return text(parts, sender=sender)


def _part(one: MessageFact, link: TaskLinkFact | None) -> Part:
    if link is None:
        return Part(one.subject, one.words, one.address)
    own = f"[{one.person_name}’s own link, which is not kept]"
    return Part(one.subject, one.words, own, link.expires_on)


def facts(fact: MessageFact, *, viewer: Viewer) -> list[dict[str, str]]:
    """What is known of one message, for the page about it."""
    person = reverse("notifications:person", args=[viewer.local_area_slug, fact.person_id])
    rows = [
        {"key": "To", "value": fact.person_name, "href": person, "action": "All their messages"},
        {"key": "Address", "value": fact.sent_to or "Not sent to any yet"},
        {"key": "Kind", "value": fact.kind_words},
        {"key": "Queued", "value": f"{say_instant(fact.queued_at)}{_by(fact)}"},
        {"key": "State", "value": fact.delivery.words},
    ]
    if fact.attempts:
        tries = "once" if fact.attempts == 1 else f"{fact.attempts} times"
        rows.append({"key": "Tried in vain", "value": tries})
    if fact.state == "cancelled" and fact.delivery.said:
        rows.append({"key": "Why", "value": fact.delivery.said})
    if fact.next_attempt_at:
        rows.append({"key": "Next try", "value": f"From {say_instant(fact.next_attempt_at)}"})
    if fact.perhaps_twice:
        said = (
            "It was perhaps sent, and then sent again by hand as the same message. Mail servers "
            "that know it drop the second; others deliver it."
        )
        rows.append({"key": "May have arrived twice", "value": said})
    return rows


def _by(fact: MessageFact) -> str:
    return f", by {fact.by_label}" if fact.by_label else ", by itself"


def link_words(link: TaskLinkFact) -> str:
    """What a standing link is for, until when, and whether it was opened."""
    used = (
        f"opened {'once' if link.uses == 1 else f'{link.uses} times'}, "
        f"last on {say_date(link.last_used_on)}"
        if link.last_used_on
        else "not opened yet"
    )
    return f"Works until {say_date(link.expires_on)}; {used}"


def comes_back_words(came_back_on: date | None, because: str) -> str:
    if came_back_on is None:
        return ""
    return f"Mail to this address came back on {say_date(came_back_on)}. {because}".strip()


def mail_is_configured() -> bool:
    return bool(settings.MAIL_IS_CONFIGURED)


def fetched_words(last_on: date | None) -> str:
    """Whether a program reads one's calendar."""
    return f"It was last read on {say_date(last_on)}." if last_on else "Nobody has read it yet."
