"""Files that wait for somebody's decision, sealed, and are gone within a day.

A register's file names every child of an area, so it is not kept as other files are: its bytes lie
under FILES_ROOT/waiting/<id>/, sealed with a key of their own that stands in the row of whoever
waits for it. No backup copies them; once the row has lost its key, nobody can read what is left.

A part is a row of frames. Each is sealed with its place and whether it is the last, so that none
can be changed, moved or cut off unseen: four bytes of length, a nonce, AES-256-GCM.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import struct
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from goldenthread.rules.refusals import Refused

FRAME = 1 << 20
# A folder that nobody waits for may belong to a transaction that has not ended yet.
UNWANTED_FOR = timedelta(hours=1)
_NONCE = 12
_LENGTH = struct.Struct(">I")
_NO_SPACE = frozenset([errno.ENOSPC, errno.EDQUOT])
_GONE = (
    "The file that waited here can no longer be read. Cancel this, and give the file again: "
    "nothing of it was brought in."
)
_FULL = (
    "There is no space left for files on this installation, so nothing was kept. "
    "Ask whoever looks after the installation."
)


def new_key() -> str:
    """A key for one thing that waits, as 64 hex digits."""
    return secrets.token_hex(32)


def folder(waiting_id: uuid.UUID) -> Path:
    return Path(settings.FILES_ROOT) / "waiting" / str(waiting_id)


@contextmanager
def room() -> Iterator[None]:
    """Refused, with what to do, where there is no space left on the disk."""
    try:
        yield
    except OSError as full:
        if full.errno not in _NO_SPACE:
            raise
        raise Refused(_FULL) from full


def seal(waiting_id: uuid.UUID, part: str, frames: Iterable[bytes], *, key: str) -> None:
    """Write a part whole or not at all, in the place of what it was before. Refused where the disk
    is full."""
    place = folder(waiting_id) / part
    with room():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = place.with_name(f"{part}.part-{secrets.token_hex(8)}")
        try:
            with open(beside, "xb") as written:
                os.fchmod(written.fileno(), 0o600)
                _write(written, waiting_id, part, frames, key)
                written.flush()
                os.fsync(written.fileno())
            os.replace(beside, place)
        finally:
            beside.unlink(missing_ok=True)


def seal_file(waiting_id: uuid.UUID, part: str, stream: IO[bytes], *, key: str) -> None:
    """The same of a file, from where it stands to its end."""
    seal(waiting_id, part, iter(lambda: stream.read(FRAME), b""), key=key)


def frames(waiting_id: uuid.UUID, part: str, *, key: str) -> Iterator[bytes]:
    """Every frame of a part. Refused where it is gone or was changed."""
    cipher = _cipher(key)
    with _there(waiting_id, part) as stream:
        number = 0
        while sealed := _next(stream):
            clear, last = _clear(cipher, sealed, waiting_id, part, number)
            if last:
                return
            yield clear
            number += 1
    raise Refused(_GONE)


def frame(waiting_id: uuid.UUID, part: str, number: int, *, key: str) -> bytes | None:
    """One frame of a part, the first being 0; None past the last. Refused as `frames` is."""
    cipher = _cipher(key)
    with _there(waiting_id, part) as stream:
        for _ in range(number):
            head = stream.read(_LENGTH.size)
            if len(head) < _LENGTH.size:
                return None
            stream.seek(_LENGTH.unpack(head)[0], os.SEEK_CUR)
        sealed = _next(stream)
        if not sealed:
            return None
        clear, last = _clear(cipher, sealed, waiting_id, part, number)
        return None if last else clear


@contextmanager
def opened(waiting_id: uuid.UUID, part: str, *, key: str) -> Iterator[IO[bytes]]:
    """A file that was sealed, to be read; its clear copy has no name and goes when it is closed."""
    scratch = Path(settings.FILES_ROOT) / "incoming"
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=scratch) as copy:
        with room():
            for clear in frames(waiting_id, part, key=key):
                copy.write(clear)
            copy.flush()
        copy.seek(0)
        yield copy


def forget(waiting_id: uuid.UUID) -> None:
    """Delete whatever waits under this id; that nothing does is no fault."""
    shutil.rmtree(folder(waiting_id), ignore_errors=True)


def sweep(wanted: Iterable[uuid.UUID], *, now: datetime) -> int:
    """Delete what lies here and nobody waits for, such as a killed process left; how many."""
    keep = {str(one) for one in wanted}
    root = Path(settings.FILES_ROOT) / "waiting"
    old = (now - UNWANTED_FOR).timestamp()
    gone = 0
    for path in root.iterdir() if root.is_dir() else ():
        if path.name not in keep and path.stat().st_mtime < old:
            shutil.rmtree(path, ignore_errors=True)
            gone += 1
    return gone


def _write(
    to: IO[bytes], waiting_id: uuid.UUID, part: str, clear: Iterable[bytes], key: str
) -> None:
    cipher, number = _cipher(key), 0
    for number, one in enumerate(clear, 1):
        _seal_frame(to, cipher, one, _place(waiting_id, part, number - 1, last=False))
    _seal_frame(to, cipher, b"", _place(waiting_id, part, number, last=True))


def _seal_frame(to: IO[bytes], cipher: AESGCM, clear: bytes, place: bytes) -> None:
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + cipher.encrypt(nonce, clear, place)
    to.write(_LENGTH.pack(len(sealed)) + sealed)


def _clear(
    cipher: AESGCM, sealed: bytes, waiting_id: uuid.UUID, part: str, number: int
) -> tuple[bytes, bool]:
    """What a frame holds, and whether it is the one that ends the part."""
    for last in (False, True):
        place = _place(waiting_id, part, number, last=last)
        try:
            return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place), last
        except InvalidTag:
            continue
    raise Refused(_GONE)


def _place(waiting_id: uuid.UUID, part: str, number: int, *, last: bool) -> bytes:
    return f"{waiting_id}/{part}/{number}/{'last' if last else 'more'}".encode()


def _cipher(key: str) -> AESGCM:
    if not key:
        raise Refused(_GONE)
    return AESGCM(bytes.fromhex(key))


def _there(waiting_id: uuid.UUID, part: str) -> IO[bytes]:
    try:
        return open(folder(waiting_id) / part, "rb")
    except FileNotFoundError:
        raise Refused(_GONE) from None


def _next(stream: IO[bytes]) -> bytes:
    """The next frame as it lies there; nothing at the end. Refused where it is cut off."""
    head = stream.read(_LENGTH.size)
    if not head:
        return b""
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    sealed = stream.read(size)
    if len(sealed) < max(size, _NONCE):
        raise Refused(_GONE)
    return sealed
