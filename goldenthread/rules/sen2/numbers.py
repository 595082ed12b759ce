"""Numbers of learners and their check characters."""

from __future__ import annotations

import re

# I, O and S are left out: they look like digits.
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]", re.ASCII)
_ULN = re.compile(r"[1-9]\d{9}", re.ASCII)
_ULN_WEIGHTS = range(10, 1, -1)


def upn_check_letter(rest: str) -> str:
    """The first letter of a UPN whose other twelve characters are given.

    Weights 2 to 13 from left to right, modulo 23. A temporary UPN's last letter counts as its place
    among the 23 letters, from 0 (DfE's guide to UPNs).
    """
    total = sum(
        (int(mark) if mark.isdigit() else UPN_LETTERS.index(mark)) * weight
        for weight, mark in enumerate(rest, start=2)
    )
    return UPN_LETTERS[total % 23]


def is_upn(upn: str) -> bool:
    """Whether a UPN has 13 characters and the right check letter."""
    return bool(_UPN.fullmatch(upn)) and upn_check_letter(upn[1:]) == upn[0]


def is_temporary_upn(upn: str) -> bool:
    """A school gave it until the child's own is found: it ends with a letter."""
    return is_upn(upn) and not upn[-1].isdigit()


def is_uln(uln: str) -> bool:
    """Whether a ULN has ten digits and the right last one.

    The first nine times 10 to 2, modulo 11, taken from 10, is the last; no ULN leaves 0 (the
    Learning Records Service's specification).
    """
    if not _ULN.fullmatch(uln):
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(uln, _ULN_WEIGHTS, strict=False))
    remainder %= 11
    return remainder != 0 and 10 - remainder == int(uln[-1])
