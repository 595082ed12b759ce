"""Pictures: how many pixels the header promises, read without decoding a single one."""

import struct
from typing import IO

from goldenthread.files.kinds import Kind
from goldenthread.rules.refusals import Refused

PNG = b"\x89PNG\r\n\x1a\n"
JPG = b"\xff\xd8\xff"
MOST_PIXELS = 40_000_000  # about 120 MB once decoded
LONGEST_SIDE = 20_000

# Markers of a JPEG that begin a frame (and so hold its size): all SOFn but DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset([0x01, *range(0xD0, 0xD9)])


def kind(stream: IO[bytes]) -> Kind:
    """PNG or JPG; Refused when the picture is damaged or has too many pixels."""
    if not is_bounded(stream):
        raise Refused("This picture is damaged. Save it again as PNG or JPEG.")
    stream.seek(0)
    return Kind.PNG if stream.read(len(PNG)) == PNG else Kind.JPG


def is_bounded(stream: IO[bytes]) -> bool:
    """True when the header gives a size that may be decoded, False when it gives none.

    Refused when there are too many pixels.
    """
    stream.seek(0)
    start = stream.read(26)
    size = _png_size(start) if start.startswith(PNG) else _jpg_size(stream)
    if size is None or not all(size):
        return False
    width, height = size
    if width * height > MOST_PIXELS or max(size) > LONGEST_SIDE:
        raise Refused(
            f"A picture here is {width:,} by {height:,} pixels, more than can be taken. "
            f"Make it smaller than {MOST_PIXELS // 1_000_000} million pixels."
        )
    return True


def _png_size(start: bytes) -> tuple[int, int] | None:
    if len(start) < 24 or start[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", start[16:24])
    return width, height


def _jpg_size(stream: IO[bytes]) -> tuple[int, int] | None:
    """Width and height from the first frame; each segment before it is stepped over."""
    stream.seek(2)
    while mark := stream.read(2):
        if len(mark) < 2 or mark[0] != 0xFF:
            return None
        if mark[1] == 0xFF:  # padding before a marker
            stream.seek(-1, 1)
            continue
        if mark[1] in _WITHOUT_LENGTH:
            continue
        length = stream.read(2)
        if len(length) < 2 or (step := int.from_bytes(length, "big")) < 2:
            return None
        if mark[1] in _FRAMES:
            frame = stream.read(5)
            if len(frame) < 5:
                return None
            height, width = struct.unpack(">HH", frame[1:5])
            return width, height
        stream.seek(step - 2, 1)
    return None
