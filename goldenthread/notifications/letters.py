"""What a message says as mail: its words, its link, the area's name and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from goldenthread.notifications.marks import unmarked
from goldenthread.pages.brand import readable
from goldenthread.rules.calendars import say_date

PREFERENCES = "/a/{area}/messages/preferences/"


@dataclass(frozen=True)
class Part:
    """One matter: a letter has one, a digest several. `until` is the last day of a task link."""

    subject: str
    words: str
    path: str  # inside the product; "" leads nowhere
    until: date | None = None
    for_one_alone: bool = False  # a link that nobody else may have: an invitation


@dataclass(frozen=True)
class Sender:
    area_name: str
    area_slug: str
    brand_colour: str


@dataclass(frozen=True)
class Letter:
    """A message with everything that stands on it."""

    subject: str
    text: str
    marked: str  # the text as GOV.UK Notify is given it: only what is ours formats anything
    html: str
    sent_to: str
    message_id: str
    area_name: str


def letter(
    parts: Sequence[Part], *, subject: str, sender: Sender, sent_to: str, message_id: str
) -> Letter:
    """The mail of one message, or of a digest of several."""
    asked = {
        "subject": subject,
        "matters": [_matter(part, alone=len(parts) == 1) for part in parts],
        "sender": sender,
        "colour": readable(sender.brand_colour),
        "footer": footer(parts, sender),
    }
    return Letter(
        subject=subject,
        text=text(parts, sender=sender),
        marked=marked(parts, sender=sender),
        html=render_to_string("notifications/mail.html", asked),
        sent_to=sent_to,
        message_id=message_id,
        area_name=sender.area_name,
    )


def text(parts: Sequence[Part], *, sender: Sender) -> str:
    """The plain text; a link that is only said, not given, stands as the part gives it."""
    alone = len(parts) == 1
    written = []
    for part in parts:
        lines = [] if alone else [part.subject, "-" * min(len(part.subject), 72)]
        lines.append(part.words)
        if part.path:
            lines += ["", "Open it here:", address(part.path)]
        written.append("\n".join(lines))
    end = "\n".join(footer(parts, sender))
    return "\n\n\n".join(written) + f"\n\n-- \n{end}\n"


def marked(parts: Sequence[Part], *, sender: Sender) -> str:
    """The text with headings and a line before its end that GOV.UK Notify formats."""
    alone = len(parts) == 1
    written = []
    for part in parts:
        lines = [] if alone else [f"# {unmarked(part.subject)}", ""]
        lines.append(unmarked(part.words))
        if part.path:
            lines += ["", "Open it here:", address(part.path)]
        written.append("\n".join(lines))
    end = "\n".join(unmarked(line) for line in footer(parts, sender))
    return "\n\n".join(written) + f"\n\n---\n\n{end}\n"


def footer(parts: Sequence[Part], sender: Sender) -> list[str]:
    """Who sends this, and what whoever reads it should know of its link."""
    lines = [f"{sender.area_name}, by Golden Thread. Nobody reads answers to this message."]
    if settings.NOTIFY_REPLY_TO if settings.MAIL_BY == "notify" else settings.MAIL_REPLY_TO:
        lines = [f"{sender.area_name}, by Golden Thread."]
    days = [part.until for part in parts if part.until]
    if any(part.for_one_alone for part in parts):
        lines.append(
            f"The link is for you alone. It works once, until {say_date(max(days))}. "
            "Pass it on to nobody."
        )
    elif days:
        opens = "The link opens" if len(days) == 1 else "The links open"
        lines.append(
            f"{opens} the page without signing in, until {say_date(max(days))}. "
            "Pass it on only to somebody who answers for you."
        )
    else:
        choose = address(PREFERENCES.format(area=sender.area_slug))
        lines.append(f"Choose how often you get mail: {choose}")
    return lines


def address(path: str) -> str:
    """The whole address of a page; words that stand for one stay as they are."""
    return f"{settings.PUBLIC_ADDRESS}{path}" if path.startswith("/") else path


def host() -> str:
    return urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"


def _matter(part: Part, *, alone: bool) -> dict[str, object]:
    paragraphs = [one.strip() for one in part.words.split("\n\n") if one.strip()]
    return {
        "heading": "" if alone else part.subject,
        "paragraphs": [one.split("\n") for one in paragraphs],
        "href": address(part.path) if part.path else "",
    }
