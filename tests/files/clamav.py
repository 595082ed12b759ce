"""A real clamd on this machine, with signatures of our own: none of ClamAV's need be downloaded."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

# The test pattern that every scanner knows, in two parts so that this file is not taken for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STREAM_LIMIT_BYTES = 1_000_000
_STARTS_WITHIN = 20.0  # seconds


@dataclass
class Clamd:
    """`unix` and `tcp`: the two addresses of one scanner, as settings name them."""

    unix: str
    tcp: str
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def running_clamd() -> Iterator[Clamd]:
    """Started, answering, and gone afterwards. Fails where clamd is not installed."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.fail("clamd is not installed: run `make clamd`.")
    with tempfile.TemporaryDirectory(prefix="clamd-") as made:
        folder = Path(made)
        signatures = folder / "signatures"
        signatures.mkdir()
        (signatures / "own.ndb").write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")
        port = _free_port()
        (folder / "clamd.conf").write_text(
            f"DatabaseDirectory {signatures}\nTemporaryDirectory {folder}\n"
            f"LocalSocket {folder / 'socket'}\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
            f"Foreground yes\nStreamMaxLength {STREAM_LIMIT_BYTES}\nMaxThreads 4\n"
        )
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(
                [program, "--config-file", str(folder / "clamd.conf")], stdout=said, stderr=said
            )
        try:
            _wait_for(folder / "socket", process, folder / "said")
            yield Clamd(f"unix:{folder / 'socket'}", f"tcp://127.0.0.1:{port}", process)
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(path: Path, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            return
        time.sleep(0.05)
    pytest.fail(f"clamd did not start: {said.read_text()}")
