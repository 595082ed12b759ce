"""A mail server on this machine that keeps what it accepts, and answers as it is told.

Deliberately behind a socket: what is tested is the conversation, as a council's own server has it.
"""

from __future__ import annotations

import email
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.policy import SMTP as SMTP_POLICY
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

DONE = ""
Answers = Callable[[str, str], str]


def takes_everything(_stage: str, _address: str) -> str:
    return DONE


@dataclass
class MailServer:
    """`answers(stage, address)`: "" to go on as usual, or the line to answer with. It is asked from
    the server's own thread at each stage: mail, rcpt, data, dot (the message is there), and after
    it was accepted: accepted. With `tls` it offers STARTTLS, or is encrypted from the start."""

    answers: Answers = takes_everything
    accepted: list[bytes] = field(default_factory=list)
    connections: int = 0
    tls: ssl.SSLContext | None = None
    tls_from_the_start: bool = False
    encrypted: list[bool] = field(default_factory=list)  # of each message: how it came
    hang_up_at: str = ""  # the stage at which it ends the connection without a word

    def __enter__(self) -> Self:
        self._controller = _Controller(self)
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        assert self._controller.server is not None
        return int(self._controller.server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]

    @property
    def mails(self) -> list[Message]:
        return [email.message_from_bytes(one, policy=SMTP_POLICY) for one in self.accepted]

    @property
    def counted(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)


class _Conversation(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        to = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        if line := await self.event_handler.told("data", to):
            await self.push(line)
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def __init__(self, server: MailServer) -> None:
        at_once = server.tls if server.tls_from_the_start else None
        self.offered = None if at_once else server.tls
        super().__init__(_Handler(server), hostname="127.0.0.1", port=0, ssl_context=at_once)

    def factory(self) -> SMTP:
        return _Conversation(self.handler, tls_context=self.offered, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        """The library makes sure that it answers, at the port it was asked for: any free one."""
        assert self.server is not None
        socket.create_connection(self.server.sockets[0].getsockname(), 5).close()  # type: ignore[attr-defined]


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.turn = threading.Lock()

    async def told(self, stage: str, address: str) -> str:
        if stage == self.server.hang_up_at:
            raise ConnectionResetError
        return await self._in_a_thread(self.server.answers, stage, address)

    @staticmethod
    async def _in_a_thread(call: Answers, stage: str, address: str) -> str:
        import asyncio

        return await asyncio.get_running_loop().run_in_executor(None, call, stage, address)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: Any
    ) -> Any:
        self.server.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if line := await self.told("mail", address):
            return line
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if line := await self.told("rcpt", address):
            return line
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        if line := await self.told("dot", address):
            return line
        content = envelope.content
        assert isinstance(content, bytes)
        with self.turn:
            self.server.accepted.append(content)
            transport = server.transport
            has_tls = transport is not None and transport.get_extra_info("cipher") is not None
            self.server.encrypted.append(has_tls)
        return await self.told("accepted", address) or "250 Taken"
