"""The child process of `read_safely`: bytes on standard input, JSON on standard output."""

from __future__ import annotations

import json
import logging
import os
import resource
import sys

from goldenthread.intake.reading.child import OUT_OF_MEMORY, as_data
from goldenthread.intake.reading.entry import read
from goldenthread.rules.refusals import Refused


def main(seconds: int, memory_mb: int, name: str, *more: str) -> None:
    """Bind this process to its limits, read, answer."""
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is ever written to disk
    logging.disable()  # a hostile file could fill the parent's memory with warnings
    try:
        answer = as_data(
            read(sys.stdin.buffer.read(), name, without_tables="without-tables" in more)
        )
    except Refused as refusal:
        answer = {"refused": refusal.sentence}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
