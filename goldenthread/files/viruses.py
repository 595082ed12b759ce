"""Known virus patterns. A scanner belongs in front of an installation; this is the last net."""

from goldenthread.rules.refusals import Refused

LONGEST = 256  # bytes to keep from one piece to the next, more than any pattern is long

# The test pattern that every scanner knows (EICAR), in two parts so that this module is not
# itself taken for it.
_PATTERNS = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE",)


def refuse_if_known(window: bytes) -> None:
    """Refused when these bytes hold a known pattern."""
    if any(pattern in window for pattern in _PATTERNS):
        raise Refused("This file holds a known virus pattern and was not kept.")
