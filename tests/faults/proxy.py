"""A way to the database that a test can cut: connections refused, or held without a word."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Passes on what comes to `url`; `stop()` cuts everything, `hold()` lets nothing through."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._to = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._open: list[socket.socket] = []
        self._flows = threading.Event()
        self._flows.set()
        self._listener: socket.socket | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        who, _, _ = parts.netloc.rpartition("@")
        netloc = f"{who}@127.0.0.1:{self._port}" if who else f"127.0.0.1:{self._port}"
        self.url = urlunsplit(parts._replace(netloc=netloc))
        self.start()

    def start(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self) -> None:
        """As a server that was stopped: nobody listens, and every connection is cut."""
        if self._listener:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def hold(self) -> None:
        """As a server that hangs."""
        self._flows.clear()

    def let_go(self) -> None:
        self._flows.set()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                here, _ = listener.accept()
            except OSError:
                return
            there = socket.create_connection(self._to)
            self._open += [here, there]
            threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        with selectors.DefaultSelector() as ready, suppress(OSError, ValueError):
            ready.register(here, selectors.EVENT_READ, there)
            ready.register(there, selectors.EVENT_READ, here)
            while True:
                for key, _ in ready.select(1):
                    self._flows.wait()
                    content = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                    if not content:
                        here.close()
                        there.close()
                        return
                    key.data.sendall(content)
