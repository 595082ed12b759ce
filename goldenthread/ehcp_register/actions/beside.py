"""A second process that does a share of a long piece of work."""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any, TypeVar

from goldenthread.rules.refusals import Refused

_BEGIN = "import django; django.setup(); from {module} import {name}; {name}()"
_log = logging.getLogger(__name__)
First = TypeVar("First")
Part = TypeVar("Part")
Done = TypeVar("Done")
BROKEN = (OSError, EOFError, pickle.UnpicklingError)


def shared(
    parts: Sequence[Part],
    *,
    do: Callable[[First, Part], Done],
    serving: Callable[[], None],
    first: First,
    alone: bool = False,
) -> list[Done]:
    """`do(first, part)` of each part, in their order, by two processes: this one begins with the
    first part, the other with the last. `serving`: what the other runs; `alone`: it is not worth
    the second that it takes to begin. Where the other breaks off, this one does the rest."""
    waiting = deque(enumerate(parts))
    done: dict[int, Done] = {}

    def here() -> None:
        while waiting:
            try:
                at, part = waiting.popleft()
            except IndexError:  # the other took the last
                return
            done[at] = do(first, part)

    if alone or (os.cpu_count() or 1) < 2:
        here()
        return [done[at] for at in range(len(parts))]
    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(_there, waiting, done, serving, first)
        try:
            here()
        except BaseException:
            waiting.clear()
            raise
        other.result()
    here()  # what the other gave back
    return [done[at] for at in range(len(parts))]


def _there(
    waiting: deque[tuple[int, Any]], done: dict[int, Any], serving: Callable[[], None], first: Any
) -> None:
    """Have the other process do the last of the parts that wait, until none does."""
    with other_process(serving, first) as beside:
        while waiting:
            try:
                at, part = waiting.pop()
            except IndexError:
                return
            try:
                done[at] = beside.do(part)
            except BROKEN as broken:
                _log.warning("The second process ended (%s); one goes on.", type(broken).__name__)
                waiting.append((at, part))
                return


class Beside:
    """What is asked of it and what it answers."""

    def __init__(self, ask: IO[bytes], answer: IO[bytes], first: object) -> None:
        self._ask, self._answer = ask, answer
        self._told: list[object] = [first]  # with the first part, since it may have ended by then

    def do(self, part: object) -> Any:
        """Its answer. Refused as it would be here; one of BROKEN where the process has ended."""
        for one in (*self._told, part):
            pickle.dump(one, self._ask, pickle.HIGHEST_PROTOCOL)
        self._told.clear()
        self._ask.flush()
        done, told = pickle.load(self._answer)  # noqa: S301 - of our own process
        if not done:
            raise Refused(told)
        return told


@contextmanager
def other_process(serving: Callable[[], None], first: object) -> Iterator[Beside]:
    """A new interpreter that runs `serving`, a function that calls `serve`; a copy of this one
    would share its connections to the database. `first` is told once. It ends with the block."""
    begin = _BEGIN.format(module=serving.__module__, name=serving.__name__)
    process = subprocess.Popen(
        [sys.executable, "-c", begin], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Beside(process.stdin, process.stdout, first)
    finally:
        process.kill()
        process.communicate()


def serve(do: Callable[[Any, Any], object]) -> None:
    """What the other process does until nothing more is asked: `do(first, part)` for each part."""
    ask, answer = sys.stdin.buffer, sys.stdout.buffer
    first = pickle.load(ask)  # noqa: S301 - of the process that began this one
    while True:
        try:
            part = pickle.load(ask)  # noqa: S301
        except EOFError:
            return
        try:
            told = True, do(first, part)
        except Refused as refusal:
            told = False, refusal.sentence
        pickle.dump(told, answer, pickle.HIGHEST_PROTOCOL)
        answer.flush()
