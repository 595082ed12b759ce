"""Which process does a job, and whether that very process is still there."""

import os
import socket
from pathlib import Path


def this_process() -> str:
    """Machine, process id and when the process began: ids are used again, the three are not."""
    return f"{_machine()} {os.getpid()} {_began(os.getpid())}"


def is_gone(worker: str) -> bool:
    """True when the process ran on this machine and runs no more.

    False also means "cannot be told": it ran on another machine, or in another container.
    """
    machine, pid, began = worker.rsplit(" ", 2)
    return machine == _machine() and _began(int(pid)) != began


def _machine() -> str:
    """The host's name; in a container also which one, as its processes are counted apart."""
    try:
        apart = os.readlink("/proc/self/ns/pid")
    except OSError:  # not Linux
        apart = "-"
    return f"{socket.gethostname()}/{apart}"


def _began(pid: int) -> str:
    """When the process began, in ticks since the machine started; "gone" when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return _there_without_proc(pid)
    state, *fields = stat.rpartition(")")[2].split()
    # A zombie has ended; only its parent has not noticed yet.
    return "gone" if state == "Z" else fields[18]


def _there_without_proc(pid: int) -> str:
    if Path("/proc/self/stat").exists():
        return "gone"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        return "there"
    return "there"
