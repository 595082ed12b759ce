"""A second process that does a share of a long piece of work."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, TypeVar

import django

_log = logging.getLogger(__name__)
First = TypeVar("First")
Part = TypeVar("Part")
Done = TypeVar("Done")


def shared(
    parts: Sequence[Part],
    *,
    do: Callable[[First, Part], Done],
    first: First,
    alone: bool = False,
) -> list[Done]:
    """`do(first, part)` of each part, in their order, by two processes: this one begins with the
    first part, the other with the last. `do`: a function by its name in its module, since the other
    process looks it up there; `alone`: it is not worth the second that another takes to begin.
    Where the other breaks off, this one does the rest."""
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
        other = thread.submit(_there, waiting, done, do, first)
        try:
            here()
        except BaseException:
            waiting.clear()
            raise
        other.result()
    here()  # what the other gave back
    return [done[at] for at in range(len(parts))]


def _there(
    waiting: deque[tuple[int, Any]], done: dict[int, Any], do: Callable[..., Any], first: Any
) -> None:
    """Have the other process do the last of the parts that wait, until none does."""
    with other_process() as other:
        while waiting:
            try:
                at, part = waiting.pop()
            except IndexError:
                return
            try:
                done[at] = other.submit(do, first, part).result()
            except BrokenProcessPool:
                _log.warning("The second process ended; one goes on.")
                waiting.append((at, part))
                return


@contextmanager
def other_process() -> Iterator[Executor]:
    """A new interpreter; a copy of this one would share its connections to the database. It ends
    with the block, or with this process however that ends."""
    begun = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=begun, initializer=django.setup) as other:
        other.submit(_end_with_the_first)
        yield other


def _end_with_the_first() -> None:
    """The pool's own process would wait for ever for more work from a process that was killed."""
    Thread(target=_wait_for_its_end, daemon=True).start()


def _wait_for_its_end() -> None:
    first = parent_process()
    if first is not None:
        wait([first.sentinel])
    os._exit(1)
