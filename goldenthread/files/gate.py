"""The one gate: what a file is by its content, and whether it may come in.

Every check reads bounded memory: the upload is first copied to a nameless temporary file, and
the copying stops at the limit.
"""

import codecs
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from goldenthread.files import archives, markup, names, pictures, scanner, text, viruses
from goldenthread.files.kinds import ENDINGS, MEDIA_TYPES, WORDS, Kind
from goldenthread.rules.refusals import Refused

DEFAULT_LIMIT_BYTES = 25_000_000
CHUNK = 1 << 16

_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_RICH_TEXT = b"{\\rtf"
_OVERLAP = 256  # bytes kept from one chunk to the next, longer than any mark looked for

# What else a file may turn out to be, by its first bytes, and what to say of it.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (_RICH_TEXT, "a rich text document. Save it as a Word document (.docx)"),
    (b"MZ", "a program, not a document"),
    (b"\x7fELF", "a program, not a document"),
    (b"Rar!", "an archive. Take the document out of it and give that"),
    (b"7z\xbc\xaf", "an archive. Take the document out of it and give that"),
    (b"\x1f\x8b", "an archive. Take the document out of it and give that"),
    (b"GIF8", "a GIF picture. Save it as PNG or JPEG"),
    (b"RIFF", "a picture or sound that cannot be kept here. Save a picture as PNG or JPEG"),
    (b"II*\x00", "a TIFF picture. Save it as PNG or JPEG"),
    (b"MM\x00*", "a TIFF picture. Save it as PNG or JPEG"),
)


class Upload(Protocol):
    """Anything that can be read to its end: an open file, Django's UploadedFile."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed. `stream` is a nameless temporary copy at its beginning; close it."""

    kind: Kind
    media_type: str
    size: int  # bytes
    sha256: str  # 64 hex digits
    safe_name: str
    stream: IO[bytes]

    def __enter__(self) -> "CheckedFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()


def check(
    upload: Upload | bytes,
    *,
    name: str,
    allowed: frozenset[Kind],
    limit_bytes: int = DEFAULT_LIMIT_BYTES,
    scratch: Path | None = None,
    made_here: bool = False,
) -> CheckedFile:
    """The file by its content, or Refused with one sentence for whoever gave it.

    `made_here`: this product wrote it a moment ago, so no scanner is asked and none need answer.
    `scratch` is the folder for the temporary copy: FILES_ROOT/incoming unless given.
    """
    folder = scratch or Path(settings.FILES_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - handed out open in CheckedFile
    try:
        size, sha256 = _copied(upload, copy, limit_bytes)
        kind = _kind(copy, name, allowed)
        if kind not in allowed:
            raise Refused(f"{_this(name)} is {WORDS[kind]}. Give {_any_of(allowed)}.")
        _name_agrees(name, kind)
        if not made_here:  # last: what unpacks without end is refused before a scanner sees it
            scanner.refuse_if_infected(copy)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return CheckedFile(kind, MEDIA_TYPES[kind], size, sha256, names.safe_name(name, kind), copy)


def _copied(upload: Upload | bytes, copy: IO[bytes], limit_bytes: int) -> tuple[int, str]:
    """Size in bytes and SHA-256 of the upload, copied; Refused past the limit or when empty."""
    digest, size, tail = hashlib.sha256(), 0, b""
    for chunk in _chunks(upload):
        size += len(chunk)
        if size > limit_bytes:
            raise Refused(
                f"This file is larger than {_megabytes(limit_bytes)}, the most that can be taken. "
                "Make its pictures smaller, or split it."
            )
        viruses.refuse_if_known(tail + chunk)
        tail = chunk[-viruses.LONGEST :]
        digest.update(chunk)
        copy.write(chunk)
    if not size:
        raise Refused("This file is empty. Check that it was saved, and choose it again.")
    copy.flush()
    return size, digest.hexdigest()


def _chunks(upload: Upload | bytes) -> Iterable[bytes]:
    if isinstance(upload, bytes):
        for start in range(0, len(upload), CHUNK):
            yield upload[start : start + CHUNK]
        return
    while chunk := upload.read(CHUNK):
        yield chunk


def _kind(copy: IO[bytes], name: str, allowed: frozenset[Kind]) -> Kind:
    """What the content is; Refused when it is damaged, protected or not a kind known here."""
    copy.seek(0)
    start = copy.read(1024)
    if start.startswith(archives.MAGIC):
        if Kind.ZIP in allowed and archives.is_of_tables(copy):
            return Kind.ZIP
        return archives.office_kind(copy)
    if start.lstrip(codecs.BOM_UTF8 + b" \t\r\n\x00").startswith(b"%PDF-"):
        _pdf_is_open(copy)
        return Kind.PDF
    if start.startswith((pictures.PNG, pictures.JPG)):
        return pictures.kind(copy)
    if start.startswith(_OLD_OFFICE):
        raise Refused(_about_old_office(copy))
    for magic, words in _OTHERS:
        # Without a NUL it may yet be text: a table whose first heading is "MZ", say.
        if start.startswith(magic) and (magic == _RICH_TEXT or b"\x00" in start):
            raise Refused(f"{_this(name)} is {words}.")
    if Kind.XML in allowed and names.ending(name) in ENDINGS[Kind.XML]:
        markup.is_plain(copy)
        return Kind.XML
    text.is_readable(copy, start, allowed_words=_any_of(allowed))
    return Kind.CSV if names.ending(name) in ENDINGS[Kind.CSV] else Kind.TXT


def _pdf_is_open(copy: IO[bytes]) -> None:
    for window in _windows(copy):
        if _PDF_ENCRYPTED.search(window):
            raise Refused("This PDF is protected. Save a copy without a password, and give that.")
    copy.seek(-min(16_384, copy.tell()), os.SEEK_END)
    if b"%%EOF" not in copy.read():
        raise Refused("This PDF is cut short. Save or download it again.")


def _about_old_office(copy: IO[bytes]) -> str:
    for window in _windows(copy):
        if _ENCRYPTED_OFFICE in window:
            return "This document is protected by a password. Save a copy without one."
    return (
        "This is in the old format of Word or Excel (.doc, .xls). "
        "Open it and save it as .docx or .xlsx."
    )


def _windows(copy: IO[bytes]) -> Iterable[bytes]:
    """The content in overlapping pieces, so that no mark is lost between two."""
    copy.seek(0)
    tail = b""
    while chunk := copy.read(CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _name_agrees(name: str, kind: Kind) -> None:
    """Refused when the name claims another kind: nobody should open it as that."""
    given = names.ending(name)
    claimed = [other for other, endings in ENDINGS.items() if given in endings]
    if claimed and kind not in claimed:
        raise Refused(
            f"The name ends in {given}, but the content is {WORDS[kind]}. "
            "Check that it is the right file."
        )
    if kind in (Kind.CSV, Kind.TXT) and given and not claimed:
        raise Refused(
            f"A file ending in {given} cannot be taken. "
            "If it is plain text, save it as .txt, .tsv or .csv."
        )


def _this(name: str) -> str:
    """ "report.pdf", short, or "This file" when the name is of no help."""
    shown = names.safe_name(name, Kind.TXT).removesuffix(".txt") if name.strip() else ""
    return f"“{shown}”" if 0 < len(shown) <= 60 else "This file"


def _any_of(allowed: frozenset[Kind]) -> str:
    words = [WORDS[kind] for kind in Kind if kind in allowed]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB" if count >= 1_000_000 else f"{count:,} bytes"
