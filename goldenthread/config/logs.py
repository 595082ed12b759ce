"""What the log says: never a token, which would let its reader in."""

from __future__ import annotations

import logging
import re

# Task links, and the keys of password resets.
_TOKENS = re.compile(r"(/t/[^/\s]+/|/password/reset/key/|[?&]kept=)[^/\s'\"&>]+")


def without_tokens(text: str) -> str:
    return _TOKENS.sub(r"\1…", text)


class WithoutTokens(logging.Formatter):
    """A line of the log, traceback and all, with what opens doors left out."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))
