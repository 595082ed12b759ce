"""Mail by GOV.UK Notify: one message handed over, and what its answer means for it.

As with a mail server there is one moment after which it may have the message. But it keeps what it
took under our reference, so that whoever was interrupted in that moment can ask afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from goldenthread.notifications.delivery.notify import CANNOT, Answer, Notify, NotifyKey
from goldenthread.notifications.delivery.outcomes import (
    Accepted,
    Later,
    LostServer,
    Outcome,
    Refused,
)
from goldenthread.notifications.letters import Letter
from goldenthread.notifications.marks import unmarked

# Notify takes two million bytes, its template among them.
MOST = 1_900_000
TOO_LONG = (
    f"GOV.UK Notify takes at most two million bytes, and this message has more than {MOST:,}. "
    "Nothing of it was sent."
)
_CREATED, _BAD, _FORBIDDEN, _TOO_MANY = 201, 400, 403, 429


def of_the_installation() -> Notify:
    """GOV.UK Notify as the settings name it."""
    return Notify(
        address=settings.NOTIFY_ADDRESS,
        key=NotifyKey.read(settings.NOTIFY_KEY),
        template_id=settings.NOTIFY_TEMPLATE,
        reply_to_id=settings.NOTIFY_REPLY_TO,
    )


class NotifyCourier:
    """GOV.UK Notify, for many messages; `carrier` says by which key they went."""

    def __init__(self, notify: Notify) -> None:
        self.notify = notify
        self.carrier = notify.key.mark

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self.notify.close()

    def hand_over(self, letter: Letter, *, last: Callable[[], None]) -> Outcome:
        """What became of it; `last` is called when there is a connection and the message is about
        to go. Raises LostServer where there is no connection, or no longer."""
        if len((letter.subject + letter.marked).encode()) > MOST:
            return Refused(TOO_LONG, address=False)
        answer = self.notify.send(
            to=letter.sent_to,
            subject=unmarked(letter.subject),
            body=letter.marked,
            reference=reference_of(letter.message_id),
            last=last,
        )
        return meaning(answer)


def reference_of(message_id: str) -> str:
    """The Message-ID without its brackets: it names nobody."""
    return message_id.strip("<>")


def meaning(answer: Answer) -> Outcome:
    """What an answer to a message means for it, and for those behind it."""
    if answer.status == _CREATED:
        return Accepted()
    if answer.status == _FORBIDDEN:
        return Later(f"{CANNOT}: the key or this machine’s clock is wrong ({answer.told}).",
                     everything=True)  # fmt: skip
    if answer.status == _BAD and _is_about_the_address(answer):
        return Refused(f"GOV.UK Notify answered for this address: {answer.told}", address=True)
    if answer.status == _TOO_MANY:
        sentence = f"GOV.UK Notify takes no more from us for now: {answer.told}"
        return Later(sentence, after=answer.retry_after, everything=True)
    if 400 <= answer.status < 500:
        return Later(f"{CANNOT}: {answer.told}")
    sentence = f"GOV.UK Notify takes no message now: {answer.told}"
    return Later(sentence, after=answer.retry_after, everything=True)


def _is_about_the_address(answer: Answer) -> bool:
    """Each complaint of what we sent begins with the name of the field; the others are checked
    when the settings are read."""
    return answer.kind == "ValidationError" and answer.words.startswith("email_address")


class EmailBackend(BaseEmailBackend):
    """For what does not wait in the outbox: a letter with a link to a new password."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages Notify took. Raises OSError where it did not take one."""
        notify = of_the_installation()
        taken = 0
        for mail in email_messages:
            try:
                for to in mail.recipients():
                    _send_one(notify, mail, to)
                taken += 1
            except OSError:
                if not self.fail_silently:
                    raise
        notify.close()
        return taken


def _send_one(notify: Notify, mail: EmailMessage, to: str) -> None:
    if mail.attachments:
        raise OSError("GOV.UK Notify carries no files. Send a link to the page instead.")
    try:
        answer = notify.send(
            to=to,
            subject=unmarked(" ".join(str(mail.subject).split())),
            body=unmarked(str(mail.body)),
            reference=uuid4().hex,
            last=lambda: None,
        )
    except LostServer as lost:
        raise OSError(lost.sentence) from lost
    outcome = meaning(answer)
    if not isinstance(outcome, Accepted):
        raise OSError(outcome.sentence)
