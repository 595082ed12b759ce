"""One message and one mail server: what is written, and what the server answered.

The hand-over to a server has one moment after which it may have the message: when the dot that
ends it is sent. So everything else is sent first, the caller notes durably that the dot is next,
and then it is sent. Killed before the note, the message was surely not taken; killed after the
answer was noted, it surely was. Between the two nobody can know (RFC 5321, 6.1), so the wait for
that answer is long (4.5.3.2.6): a server may read every word of a message before it takes it.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from email.utils import formataddr, parseaddr
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import SafeMIMEMultipart, sanitize_address

from goldenthread.notifications.delivery.outcomes import (
    Accepted,
    Later,
    LostServer,
    Outcome,
    Refused,
)
from goldenthread.notifications.letters import Letter

LAST_ANSWER = 120.0  # seconds that a server may take to say whether it has the message
_START_OF_A_DOT = re.compile(rb"(?m)^\.")


def written(letter: Letter) -> EmailMultiAlternatives:
    """The mail itself: plain text, with the same words as a page of the area."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=formataddr((letter.area_name, address)),
        to=[letter.sent_to],
        reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else None,
        headers={
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",  # Exchange: nobody's absence answers a reminder
        },
    )
    mail.attach_alternative(letter.html, "text/html")
    return mail


class Courier:
    """One connection for many messages. Nobody can be asked later what became of one."""

    carrier = ""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

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
        if self._backend is not None:
            self._backend.close()
        self._backend = None

    def hand_over(self, letter: Letter, *, last: Callable[[], None]) -> Outcome:
        """What became of it; `last` is called when only the end of the message is left to send.

        Raises LostServer where there is no connection, or no longer.
        """
        backend = self._connected()
        mail = written(letter)
        if not isinstance(backend, SmtpBackend):
            last()
            backend.send_messages([mail])
            return Accepted()
        assert backend.connection is not None
        try:
            return _hand_over(backend.connection, mail, last=last)
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            raise LostServer(_said_of(problem)) from problem
        except Exception:
            # Stopped before the dot, with every word sent: no other message may end this one.
            backend.connection.close()
            self.close()
            raise

    def _connected(self) -> BaseEmailBackend:
        if self._backend is None:
            backend = get_connection()
            try:
                backend.open()
            except (OSError, smtplib.SMTPException) as problem:
                raise LostServer(_said_of(problem)) from problem
            self._backend = backend
        return self._backend


def _hand_over(
    server: smtplib.SMTP, mail: EmailMultiAlternatives, *, last: Callable[[], None]
) -> Outcome:
    encoding = mail.encoding or settings.DEFAULT_CHARSET
    server.ehlo_or_helo_if_needed()
    code, said = server.mail(parseaddr(sanitize_address(mail.from_email, encoding))[1])
    if code != 250:
        server.rset()
        return Later(f"The mail server does not take mail from us: {_words(code, said)}")
    code, said = server.rcpt(parseaddr(sanitize_address(mail.to[0], encoding))[1])
    if code not in (250, 251):
        server.rset()
        sentence = f"The mail server answered for this address: {_words(code, said)}"
        return Refused(sentence, address=True) if 500 <= code < 600 else Later(sentence)
    code, said = server.docmd("DATA")
    if code != 354:
        server.rset()
        return Later(f"The mail server takes no message now: {_words(code, said)}")
    server.send(_as_lines(mail))
    last()
    server.send(b".\r\n")
    code, said = _last_answer(server)
    if code == 250:
        return Accepted()
    sentence = f"The mail server did not take the message: {_words(code, said)}"
    return Refused(sentence, address=False) if 500 <= code < 600 else Later(sentence)


def _last_answer(server: smtplib.SMTP) -> tuple[int, bytes]:
    assert server.sock is not None
    usual = server.sock.gettimeout()
    server.sock.settimeout(LAST_ANSWER)
    answer = server.getreply()
    server.sock.settimeout(usual)
    return answer


def _as_lines(mail: EmailMultiAlternatives) -> bytes:
    """The message as it is sent, up to the dot that ends it."""
    written_out = mail.message()
    assert isinstance(written_out, SafeMIMEMultipart)  # plain words and a page
    content = written_out.as_bytes(linesep="\r\n")
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    return _START_OF_A_DOT.sub(b"..", content)


def _words(code: int, said: bytes) -> str:
    """What the server said, on one line."""
    return " ".join(f"{code} {said.decode(errors='replace')}".split())[:300]


def _said_of(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return "The mail server does not know our user name and password."
    if isinstance(problem, smtplib.SMTPResponseException):
        raw = problem.smtp_error
        said = raw if isinstance(raw, bytes) else str(raw).encode()
        return f"The mail server ended the conversation: {_words(problem.smtp_code, said)}"
    if isinstance(problem, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(problem, smtplib.SMTPServerDisconnected):
        return "The mail server ended the connection."
    return (
        _said_of_encryption(problem)
        or f"The mail server cannot be reached ({type(problem).__name__})."
    )


def _said_of_encryption(problem: Exception) -> str:
    """ "" where it was something else."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"The mail server’s certificate does not hold: {problem.verify_message}."
    if isinstance(problem, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(problem):
        return "The mail server offers no encryption, and nothing is sent without it."
    return ""
