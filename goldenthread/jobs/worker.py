"""The worker: takes jobs from the queue until it is stopped."""

from django.db import connections
from django_q.cluster import Cluster

from goldenthread.jobs import tasks

_LOOK_AGAIN_AFTER = 30  # seconds


def run() -> None:
    """Do jobs until a signal to stop (SIGTERM, SIGINT) lets the last one end.

    Looks at start, and every half minute, for jobs whose process was killed.
    """
    tasks.recover(at_start=True)
    connections.close_all()  # the processes forked now must not share a connection
    cluster = Cluster()
    cluster.start()
    while cluster.sentinel.is_alive():
        cluster.sentinel.join(_LOOK_AGAIN_AFTER)
        if cluster.sentinel.is_alive():
            tasks.recover()
            connections.close_all()
