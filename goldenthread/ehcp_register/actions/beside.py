"""A second process that does a share of a long piece of work."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, current_process, get_context, parent_process
from threading import Thread
from typing import Generic, TypeVar

import django

_log = logging.getLogger(__name__)
First = TypeVar("First")
Part = TypeVar("Part")
Done = TypeVar("Done")


@contextmanager
def second_process(*, begin: bool) -> Iterator[Executor | None]:
    """A new interpreter, ready in a second or two, where it shall `begin` and there is a second
    processor; a copy of this one would share its connections to the database. It ends with the
    block, or with this process however that ends. None in the worker, whose processes may not begin
    others."""
    may = (os.cpu_count() or 1) > 1 and not current_process().daemon
    other = _begun() if begin and may else None
    if other is None:
        yield None
        return
    try:
        yield other
    finally:
        other.shutdown(cancel_futures=True)  # where it is broken off, nobody waits for the rest


def _begun() -> ProcessPoolExecutor | None:
    """None where the machine gives no process or no lock: then this one does everything."""
    begun = get_context("spawn")
    try:
        other = ProcessPoolExecutor(1, mp_context=begun, initializer=django.setup)
        other.submit(_end_with_the_first)
    except (OSError, ImportError, NotImplementedError, BrokenProcessPool) as error:
        _log.warning("No second process could begin (%s); one goes on.", type(error).__name__)
        return None
    return other


def shared(
    parts: Sequence[Part],
    *,
    do: Callable[[First, Part], Done],
    first: First,
    other: Executor | None,
) -> Iterator[tuple[int, Done]]:
    """The place of each part with `do(first, part)`, as they are done, by two processes: the other
    begins with the first part, and while nothing of it is ready this one does the last. So who does
    something with what is done need not wait for the rest.

    `do`: a function by its name in its module, since the other process looks it up there; without
    an `other`, this one does all of them in their order. Where the other breaks off, this one does
    the rest.
    """
    if other is None:
        return ((at, do(first, part)) for at, part in enumerate(parts))
    return iter(_Both(parts, do, first, other))


class _Both(Generic[First, Part, Done]):
    """Parts that this process and another do."""

    def __init__(
        self,
        parts: Sequence[Part],
        do: Callable[[First, Part], Done],
        first: First,
        other: Executor,
    ) -> None:
        self.parts, self.do, self.first = parts, do, first
        self.asked: dict[int, Future[Done]] = {}
        self.broken = False
        for at, part in enumerate(parts):
            try:
                self.asked[at] = other.submit(do, first, part)
            except BrokenProcessPool:
                self.asked[at] = Future()

    def __iter__(self) -> Iterator[tuple[int, Done]]:
        asked = self.asked
        while asked:
            ready = [at for at, one in asked.items() if one.done()]
            if not ready:
                last = next(reversed(asked))
                if asked[last].cancel():
                    ready = [last]
                else:  # the other is at the last of them
                    wait(asked.values(), return_when=FIRST_COMPLETED)
            for at in ready:
                yield at, self._done(at, asked.pop(at))

    def _done(self, at: int, asked: Future[Done]) -> Done:
        """By the other, or where it has not done it, by this process."""
        if not asked.cancelled():
            try:
                return asked.result()
            except BrokenProcessPool:
                if not self.broken:
                    _log.warning("The second process ended; one goes on.")
                self.broken = True
        return self.do(self.first, self.parts[at])


def _end_with_the_first() -> None:
    """The pool's own process would wait for ever for more work from a process that was killed."""
    Thread(target=_wait_for_its_end, daemon=True).start()


def _wait_for_its_end() -> None:
    first = parent_process()
    if first is not None:
        connection.wait([first.sentinel])
    os._exit(1)
