"""The worker: takes jobs from the queue until it is stopped."""

import signal
import time

from django.db import connections
from django_q.cluster import Cluster
from django_q.conf import Conf

from goldenthread.jobs import schedules, tasks

_LOOK_AGAIN_AFTER = 30.0  # seconds
_MOMENT = 0.5  # seconds


def run() -> None:
    """Do jobs until a signal to stop (SIGTERM, SIGINT) lets the last one end.

    Looks at start, and every half minute, for jobs whose process was killed.
    """
    # A worker never works in its caller's place, whatever the settings say of others: there
    # django-q leaves connections open, its processes share one, and a stop waits for ever.
    Conf.SYNC = False
    tasks.recover(at_start=True)
    schedules.write_down()
    schedules.bring_back()
    connections.close_all()  # the processes forked now must not share a connection
    cluster = Cluster()
    stop = _Stop()
    try:
        cluster.start()
    except RuntimeError:  # its guard ended before it was ready
        if stop.asked:
            return
        raise
    looked = time.monotonic()
    while cluster.sentinel.is_alive() and not stop.asked:
        cluster.sentinel.join(_MOMENT)
        if time.monotonic() - looked > _LOOK_AGAIN_AFTER:
            tasks.recover()
            schedules.bring_back()
            connections.close_all()
            looked = time.monotonic()
    _end(cluster)


class _Stop:
    """Remembers that it was asked to stop, and does nothing else inside the signal.

    django-q's own handler takes locks there, and a second signal (a service manager may send
    one to every process) then waits for ever on the first.
    """

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


def _end(cluster: Cluster) -> None:
    """Let the last job end.

    A cluster that was itself told to stop is gone in a moment, and telling it then would wait
    for ever for its answer: so tell only one that is still there.
    """
    cluster.sentinel.join(_MOMENT)
    if cluster.sentinel.is_alive():
        cluster.stop_event.set()
        cluster.sentinel.join()
