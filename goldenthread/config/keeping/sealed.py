"""One encrypted archive: AES-256-GCM in chunks, as the STREAM construction (age, Tink) has it.

A file is `MAGIC`, the header's length (4 bytes), the header (JSON) and the chunks, each CHUNK bytes
of content and a tag. A chunk's nonce is 7 bytes of the file, its number and whether it is the last:
so chunks cannot be left out, exchanged or cut off unnoticed. The header is bound to every chunk.
The key of each file comes by HKDF from the backup's master key, and that from a passphrase by
scrypt, or from a key file. Memory holds two chunks, whatever the size.
"""

from __future__ import annotations

import hashlib
import io
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from goldenthread.rules.refusals import Refused

MAGIC = b"GTBACKUP1\n"
CHUNK = 1 << 20  # bytes of content
TAG = 16
SCRYPT = {"n": 1 << 17, "r": 8, "p": 1}  # 128 MB and half a second for each guess
SHORTEST_PASSPHRASE = 12
_LONGEST_HEADER = 4096


class Damaged(Refused):
    """What is there is not what was written: a bit flipped, an end missing, a part exchanged."""


@dataclass(frozen=True)
class Secret:
    """What opens a backup: a passphrase, or the 32 bytes of a key file; never printed."""

    how: str  # "passphrase" or "key"
    content: bytes

    def __repr__(self) -> str:
        return f"Secret({self.how})"

    @classmethod
    def of_passphrase(cls, words: str) -> Secret:
        if len(words) < SHORTEST_PASSPHRASE:
            raise Refused(
                f"A passphrase has at least {SHORTEST_PASSPHRASE} letters. Take several words."
            )
        return cls("passphrase", words.encode())

    @classmethod
    def of_key_file(cls, path: Path) -> Secret:
        """From a file of 64 hex digits, as `openssl rand -hex 32` writes."""
        try:
            content = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except (OSError, ValueError) as problem:
            raise Refused(f"{path} cannot be read as a key: {problem}.") from problem
        if len(content) != 32:
            raise Refused(f"{path} is no key. Make one with: openssl rand -hex 32 > {path}")
        return cls("key", content)

    def master(self, salt: bytes) -> bytes:
        """The backup's master key, 32 bytes."""
        return self.content if self.how == "key" else _from_passphrase(self.content, salt)


@lru_cache(maxsize=8)
def _from_passphrase(content: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **SCRYPT).derive(content)


def _derived(master: bytes, nonce: bytes, what: str) -> bytes:
    return HKDF(SHA256(), 32, nonce, f"golden thread backup 1 {what}".encode()).derive(master)


def _chunk_nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class SealedWriter(io.RawIOBase):
    """Encrypts what is written to it; whole only after `close`."""

    def __init__(
        self, to: IO[bytes], secret: Secret, *, backup: str, part: str, salt: bytes
    ) -> None:
        self.to, self.number, self.waiting = to, 0, bytearray()
        self.prefix, nonce = secrets.token_bytes(7), secrets.token_bytes(16)
        master = secret.master(salt)
        self.cipher = AESGCM(_derived(master, nonce, part))
        header = {
            "backup": backup,
            "part": part,
            "by": secret.how,
            "salt": salt.hex(),
            "nonce": nonce.hex(),
            "prefix": self.prefix.hex(),
            "check": _derived(master, nonce, "check").hex()[:16],
        }
        self.header = json.dumps(header, sort_keys=True).encode()
        self.hash, self.size = hashlib.sha256(), 0  # of the file as written
        self._put(MAGIC + len(self.header).to_bytes(4, "big") + self.header)

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.waiting += content
        while len(self.waiting) > CHUNK:  # one chunk always waits: it may be the last
            self._seal(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(content)

    def finish(self) -> None:
        """Write the last chunk. Without it the file is known to be cut off."""
        self._seal(bytes(self.waiting), last=True)
        self.waiting.clear()

    def _seal(self, content: bytes, *, last: bool) -> None:
        nonce = _chunk_nonce(self.prefix, self.number, last)
        self._put(self.cipher.encrypt(nonce, content, self.header))
        self.number += 1

    def _put(self, content: bytes) -> None:
        self.to.write(content)
        self.hash.update(content)
        self.size += len(content)


class SealedReader(io.RawIOBase):
    """Decrypts, chunk by chunk; raises Damaged before anything altered is handed out."""

    def __init__(self, source: IO[bytes], secret: Secret, *, name: str) -> None:
        self.source, self.name, self.number, self.over = source, name, 0, False
        self.header, said = self._read_header()
        self.backup, self.part = str(said["backup"]), str(said["part"])
        if said["by"] != secret.how:
            kind = "a passphrase" if said["by"] == "passphrase" else "a key file"
            raise Refused(f"{name} was encrypted with {kind}. Give that.")
        nonce, self.prefix = bytes.fromhex(said["nonce"]), bytes.fromhex(said["prefix"])
        master = secret.master(bytes.fromhex(said["salt"]))
        if _derived(master, nonce, "check").hex()[:16] != said["check"]:
            raise Refused(
                f"The {secret.how} does not open {name}; or the file's first lines are damaged. "
                "Nothing was changed."
            )
        self.cipher = AESGCM(_derived(master, nonce, self.part))
        self.ready, self.ahead = b"", source.read(CHUNK + TAG)

    def _read_header(self) -> tuple[bytes, dict[str, str]]:
        try:
            if self.source.read(len(MAGIC)) != MAGIC:
                raise ValueError("another beginning")
            size = int.from_bytes(self.source.read(4), "big")
            if size > _LONGEST_HEADER:
                raise ValueError("too long a header")
            header = self.source.read(size)
            said = json.loads(header)
            if len(bytes.fromhex(said["prefix"])) != 7 or len(bytes.fromhex(said["salt"])) != 16:
                raise ValueError("another salt")
            bytes.fromhex(said["nonce"]), said["backup"], said["part"], said["by"], said["check"]
        except (ValueError, KeyError, TypeError) as problem:
            raise Damaged(f"{self.name} is no archive of a backup, or is damaged.") from problem
        return header, said

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.ready and not self.over:
            self._open_next()
        given = self.ready[: len(buffer)]
        buffer[: len(given)] = given
        self.ready = self.ready[len(given) :]
        return len(given)

    def _open_next(self) -> None:
        chunk, self.ahead = self.ahead, self.source.read(CHUNK + TAG)
        last = not self.ahead
        nonce = _chunk_nonce(self.prefix, self.number, last)
        try:
            self.ready = self.cipher.decrypt(nonce, chunk, self.header)
        except (InvalidTag, ValueError) as problem:
            raise Damaged(
                f"{self.name} is damaged or cut off near byte {self.number * (CHUNK + TAG)}. "
                "Take another backup."
            ) from problem
        self.number, self.over = self.number + 1, last
