"""The installation's virus scanner, asked about every file that comes in from outside.

ClamAV's clamd, in the few words of its protocol that are needed (INSTREAM, PING), each with a
time limit from the first connection on; the libraries for it have none there, and lose bytes
when a busy scanner takes less than it is offered.
"""

from __future__ import annotations

import contextlib
import io
import logging
import socket
import struct
import time
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from goldenthread.rules.refusals import Refused

CONNECT_SECONDS = 2.0
SCAN_SECONDS = 20.0  # for one file, from the connection to the answer
_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096  # bytes
_log = logging.getLogger(__name__)

_INFECTED = "The virus scanner found something harmful in this file ({name}), so it was not kept."
_TOO_LARGE = "This file is larger than the virus scanner takes, so it was not kept. Split it."
_DOWN = (
    "The virus scanner does not answer, so no file can be taken just now. Try again in a few "
    "minutes. If it stays so, tell whoever looks after the installation."
)


class _Silent(Exception):
    """No scanner answered, or it answered what cannot be understood."""


def refuse_if_infected(content: IO[bytes]) -> None:
    """Refused when the scanner finds something, or none answers. Without one configured: nothing.

    Read from the beginning to the end, in pieces; nothing is written to any disk here.
    """
    if not settings.CLAMAV:
        return
    try:
        answer = _asked(b"zINSTREAM\0", content)
    except _Silent as silent:
        _log.error("The virus scanner at %s does not answer: %s", settings.CLAMAV, silent)
        raise Refused(_DOWN) from silent
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        name = answer.removeprefix("stream: ").removesuffix(" FOUND")
        _log.warning("The virus scanner found %s in an upload", name)
        raise Refused(_INFECTED.format(name=name))
    if "size limit exceeded" in answer:
        raise Refused(_TOO_LARGE)
    _log.error("The virus scanner at %s answers: %s", settings.CLAMAV, answer)
    raise Refused(_DOWN)


def state() -> str:
    """ "none" where no scanner is configured, otherwise "up" or "down"."""
    if not settings.CLAMAV:
        return "none"
    try:
        return "up" if _asked(b"zPING\0") == "PONG" else "down"
    except _Silent:
        return "down"


def _asked(command: bytes, content: IO[bytes] | None = None) -> str:
    """What the scanner answers; raises _Silent."""
    until = time.monotonic() + (SCAN_SECONDS if content else CONNECT_SECONDS)
    try:
        with contextlib.closing(_connected()) as line:
            line.sendall(command)
            if content:
                _stream(line, content, until)
            return _answer(line, until)
    except (OSError, UnicodeDecodeError) as fault:
        raise _Silent(str(fault)) from fault


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMAV)
    if where.scheme == "tcp":
        return socket.create_connection((where.hostname, where.port), timeout=CONNECT_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(CONNECT_SECONDS)
        line.connect(where.path)
    except OSError:
        line.close()
        raise
    return line


def _stream(line: socket.socket, content: IO[bytes], until: float) -> None:
    content.seek(0, io.SEEK_SET)
    try:
        while chunk := content.read(_CHUNK):
            line.settimeout(_left(until))
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return  # of too large a file it says so and hangs up before the end


def _answer(line: socket.socket, until: float) -> str:
    """One answer, to the NUL that ends it."""
    found = b""
    while b"\0" not in found:
        line.settimeout(_left(until))
        piece = line.recv(_LONGEST_ANSWER)
        if not piece or len(found) > _LONGEST_ANSWER:
            raise ConnectionError("it hung up in the middle of its answer")
        found += piece
    return found.partition(b"\0")[0].decode("utf-8").strip()


def _left(until: float) -> float:
    """Seconds left, never none at all: that would mean without a limit."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError("it took too long")
    return left
