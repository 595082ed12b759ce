"""Unpacking one part of a zip archive in pieces, believing nothing that is not checked."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

PART_HEADER = b"PK\x03\x04"
_CHUNK = 1 << 16


def pieces(stream: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, piece by piece; BadZipFile when it is not what the directory says.

    zipfile itself stops at the stated size and never learns that more would follow; another
    reader may go on, so a wrong size is refused here.
    """
    inflater = _inflater(part)
    size = checksum = 0
    for packed in _packed(stream, part):
        for chunk in _inflated(inflater, packed) if inflater else [packed]:
            size, checksum = size + len(chunk), zlib.crc32(chunk, checksum)
            if size > part.file_size:
                raise zipfile.BadZipFile("larger than the directory says")
            yield chunk
    whole = (inflater.eof and not inflater.unused_data) if inflater else True
    if size != part.file_size or checksum != part.CRC or not whole:
        raise zipfile.BadZipFile("another content than the directory says")


def _inflater(part: zipfile.ZipInfo) -> "zlib._Decompress | None":
    if part.compress_type == zipfile.ZIP_STORED:
        return None
    if part.compress_type == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS)
    raise zipfile.BadZipFile("an unusual compression")


def _packed(stream: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The packed bytes of a part, after its own header, which must bear the same name."""
    stream.seek(part.header_offset)
    header = stream.read(30)
    if len(header) < 30 or not header.startswith(PART_HEADER):
        raise zipfile.BadZipFile("no header where the directory points")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    encoding = "utf-8" if part.flag_bits & 0x800 else "cp437"
    if stream.read(name_length).decode(encoding, "replace") != part.orig_filename:
        raise zipfile.BadZipFile("two names for one part")
    at, left = part.header_offset + 30 + name_length + extra_length, part.compress_size
    while left:
        stream.seek(at)  # other parts may be read between two pieces
        packed = stream.read(min(_CHUNK, left))
        if not packed:
            raise zipfile.BadZipFile("cut short")
        at, left = at + len(packed), left - len(packed)
        yield packed


def _inflated(inflater: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    """What some packed bytes unpack to, never more than a piece at a time."""
    while chunk := inflater.decompress(packed, _CHUNK):
        yield chunk
        packed = inflater.unconsumed_tail
