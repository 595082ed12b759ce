"""What the product's mail looks like to those who get it: caught by a server on this machine."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Self

from tests.notifications.mail_server import MailServer

LINK = re.compile(r"https?://[^\s<>\"]+/t/[^\s<>\"]+")


@dataclass(frozen=True)
class Mail:
    """`words` are the plain words, `page` the same as a page; `links` open one thing each."""

    to: str
    subject: str
    words: str
    page: str
    links: tuple[str, ...]

    @classmethod
    def of(cls, caught: EmailMessage) -> Self:
        words, page = (
            body.get_content() if (body := caught.get_body((kind,))) else ""
            for kind in ("plain", "html")
        )
        links = tuple(dict.fromkeys(LINK.findall(f"{words}\n{page}")))
        return cls(str(caught["To"]), str(caught["Subject"]), words, page, links)


class Letterbox:
    """Everything that came, in order, and how much of it was looked at already."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._seen = 0

    def fresh(self) -> list[Mail]:
        """What came since the last look."""
        caught = self._server.mails[self._seen :]
        self._seen += len(caught)
        return [Mail.of(one) for one in caught if isinstance(one, EmailMessage)]

    @property
    def twice(self) -> list[str]:
        """Messages that were accepted more than once, by their Message-ID."""
        return [name for name, times in self._server.counted.items() if times > 1]


def by_person(mails: list[Mail]) -> Counter[str]:
    """Who got how many: {"karl.dunmore": 1}."""
    return Counter(mail.to.partition("@")[0] for mail in mails)
