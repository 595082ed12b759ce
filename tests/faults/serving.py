"""The product’s web server on a copy of the demonstration, and somebody who has signed in."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import requests
from lxml import html as markup

from goldenthread.config.commands.running import web_server
from tests import prepared
from tests.faults.installations import Installation

APPLICATION = "tests.faults.paused:application"
STARTS = 90  # seconds
# The server takes a process that dies sooner after it was started for one that cannot run, and
# ends; whoever watches the server (systemd) starts it again.
SETTLES = 6.0  # seconds


@dataclass
class Served:
    """Where it is served, and the file that arms the seam (see `paused`)."""

    installation: Installation
    address: str
    armed: Path
    process: subprocess.Popen[bytes]
    answered: float = 0.0  # by the monotonic clock, when it was first seen to answer again

    def settle(self) -> None:
        """Wait until the server counts its process among those that run."""
        time.sleep(max(0.0, self.answered + SETTLES - time.monotonic()))

    def hold_at(self, statement: str) -> None:
        self.armed.write_text(statement)

    def held(self) -> int:
        """The process that is held up, once one is."""
        here = self.armed.with_suffix(".here")
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if here.exists() and (said := here.read_text()):
                here.unlink()
                return int(said)
            time.sleep(0.02)
        raise AssertionError("No statement came to where it is held up.")

    def answers_within(self, seconds: float) -> float:
        """Seconds until the front door answers again."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with suppress(requests.RequestException):
                if requests.get(f"{self.address}/accounts/login/", timeout=5).status_code == 200:
                    self.answered = time.monotonic()
                    return self.answered - began
            time.sleep(0.2)
        raise AssertionError(f"It does not answer within {seconds} seconds.")


@contextmanager
def served(
    installation: Installation, *, log: IO[bytes] | None = None, workers: int = 1, **more: str
) -> Iterator[Served]:
    """Serve it, in processes of its own."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    armed = installation.var.parent / "armed"
    command = [*web_server("127.0.0.1", port, workers=workers)[:-1], APPLICATION]
    process = subprocess.Popen(
        command,
        cwd=prepared.ROOT,
        env=installation.environment
        | {"GOLDENTHREAD_TESTING": "1", "FAULTS_ARMED": str(armed), **more},
        stdout=log or subprocess.DEVNULL,
        stderr=log or subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        one = Served(installation, f"http://127.0.0.1:{port}", armed, process)
        one.answers_within(STARTS)
        yield one
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


class Person:
    """Somebody of Merrowshire who has signed in by the page."""

    def __init__(self, at: Served, who: str) -> None:
        self.at, self.session = at, requests.Session()
        accounts = json.loads((at.installation.var / "demonstration-accounts.json").read_text())
        email = f"{who}@merrowshire.example"
        answer = self.send(
            self.form("/accounts/login/", "//form[.//input[@type='password']]"),
            login=email,
            password=accounts[email],
        )
        assert answer.status_code == 302, answer.text[:500]

    def get(self, path: str, **given: Any) -> requests.Response:
        return self.session.get(
            f"{self.at.address}{path}", timeout=60, allow_redirects=False, **given
        )

    def form(self, path: str, which: str = "//main//form") -> dict[str, str]:
        """The fields of a page's form as they stand, and under "" where it is sent to."""
        answer = self.get(path)
        assert answer.status_code == 200, (answer.status_code, path)
        form = markup.fromstring(answer.content).xpath(which)[0]
        fields = {
            one.get("name"): one.get("value") or ""
            for one in form.xpath(".//input[@name and (@type='hidden' or @checked)]")
        }
        return {**fields, "": form.get("action") or path}

    def send(
        self, form: dict[str, str], files: dict[str, Any] | None = None, **typed: str
    ) -> requests.Response:
        sent = {**form, **typed}
        where = sent.pop("")
        return self.session.post(
            f"{self.at.address}{where}",
            data=sent,
            files=files,
            timeout=60,
            allow_redirects=False,
            headers={"Referer": self.at.address},
        )
