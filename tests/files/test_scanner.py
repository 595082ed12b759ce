"""A real clamd is asked about what comes in, before anything of it is kept."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goldenthread.files import gate, scanner
from goldenthread.files.kinds import ALL_KINDS, Kind
from goldenthread.files.models import StoredFile
from goldenthread.rules.refusals import Refused
from tests.files.clamav import EICAR, STREAM_LIMIT_BYTES, Clamd, running_clamd
from tests.files.test_actions import AREA, OTHER_AREA, contents, keep
from tests.files.uploads import PDF, package


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    with running_clamd() as running:
        yield running


@pytest.fixture(params=["unix", "tcp"])
def scanned(request: pytest.FixtureRequest, settings: Any, clamd: Clamd) -> Clamd:
    """Every upload is shown to a scanner, by either way to it."""
    settings.CLAMAV = getattr(clamd, request.param)
    return clamd


def squeezed(content: bytes) -> bytes:
    """A PDF that holds the content deflated, where no search of its bytes would find it."""
    packed = zlib.compress(content)
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n2 0 obj << /Filter /FlateDecode /Length "
        + f"{len(packed)} >>\nstream\n".encode()
        + packed
        + b"\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    )


def test_the_scanner_knows_the_test_pattern(scanned: Clamd) -> None:
    with pytest.raises(Refused, match=r"found something harmful in this file \(Test.Eicar"):
        scanner.refuse_if_infected(io.BytesIO(EICAR))


@pytest.mark.asvs("5.4.3")
@pytest.mark.django_db
def test_what_only_a_scanner_finds_is_refused_and_nothing_of_it_is_kept(
    scanned: Clamd, files_root: Path
) -> None:
    for area in (AREA, OTHER_AREA):
        with pytest.raises(Refused, match="found something harmful"):
            keep(squeezed(EICAR), area=area)

    assert not contents(files_root)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_what_is_harmless_is_kept_whole(scanned: Clamd) -> None:
    assert keep(squeezed(b"harmless")).size == len(squeezed(b"harmless"))
    with gate.check(package(), name="plan.docx", allowed=ALL_KINDS) as checked:
        assert checked.stream.read() == package()


def test_a_file_in_many_pieces_is_shown_to_its_end(scanned: Clamd) -> None:
    with pytest.raises(Refused, match="something harmful"):
        scanner.refuse_if_infected(io.BytesIO(b"a" * 700_000 + EICAR))
    scanner.refuse_if_infected(io.BytesIO(b"a" * 700_000))


def test_a_file_larger_than_the_scanner_takes_is_refused(scanned: Clamd) -> None:
    with pytest.raises(Refused, match="larger than the virus scanner takes"):
        scanner.refuse_if_infected(io.BytesIO(b"a" * (STREAM_LIMIT_BYTES * 5)))


def test_what_unpacks_without_end_never_reaches_the_scanner(settings: Any, tmp_path: Path) -> None:
    settings.CLAMAV = f"unix:{tmp_path / 'nobody'}"
    bomb = package({"word/media/a.bin": b"a" * 2_000_000})

    with pytest.raises(Refused, match="unpacks to far more"):
        gate.check(bomb, name="plan.docx", allowed=ALL_KINDS)


# --- a scanner that is not there ------------------------------------------------------------------


@pytest.fixture(params=["unix", "tcp"])
def down(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> None:
    """A scanner is configured, and nobody listens where it should be."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    ways = {"unix": f"unix:{tmp_path / 'nobody'}", "tcp": f"tcp://127.0.0.1:{port}"}
    settings.CLAMAV = ways[request.param]


@pytest.mark.asvs("5.4.3", "16.5.2")
@pytest.mark.django_db
def test_no_file_is_kept_while_the_scanner_is_down(down: None, files_root: Path) -> None:
    with pytest.raises(Refused, match=r"scanner does not answer.*Try again in a few minutes"):
        keep()

    assert not contents(files_root)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_what_the_product_itself_made_is_taken_though_the_scanner_is_down(down: None) -> None:
    with gate.check(PDF, name="board-paper.pdf", allowed=ALL_KINDS, made_here=True) as checked:
        assert checked.kind == Kind.PDF


@pytest.mark.parametrize("says", [b"", b"stream: OK", b"UNKNOWN COMMAND\0", b"\xff\0", b"x" * 9000])
def test_an_answer_that_is_none_refuses(says: bytes, settings: Any) -> None:
    with answering(says) as address:
        settings.CLAMAV = address
        with pytest.raises(Refused, match="does not answer"):
            scanner.refuse_if_infected(io.BytesIO(PDF))


def test_a_scanner_that_never_answers_is_waited_for_only_so_long(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "SCAN_SECONDS", 0.3)
    with answering(None) as address:
        settings.CLAMAV = address
        begun = time.monotonic()
        with pytest.raises(Refused, match="does not answer"):
            scanner.refuse_if_infected(io.BytesIO(PDF))
    assert time.monotonic() - begun < 5


class answering:
    """A server that takes one file and says this, then hangs up; None: says nothing at all."""

    def __init__(self, says: bytes | None) -> None:
        self.says = says

    def __enter__(self) -> str:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return f"tcp://127.0.0.1:{self.server.getsockname()[1]}"

    def _serve(self) -> None:
        line, _ = self.server.accept()
        with line:
            taken = b""
            while not taken.endswith(b"\0\0\0\0"):
                taken += line.recv(1 << 16)
            if self.says is None:
                self.over.wait(10)
            else:
                line.sendall(self.says)

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(10)
        self.server.close()


# --- what whoever looks after the installation sees -----------------------------------------------


@pytest.mark.django_db
def test_health_tells_of_a_scanner_where_one_is_configured(
    settings: Any, clamd: Clamd, tmp_path: Path, client: Client
) -> None:
    def told() -> dict[str, str]:
        answer = client.get("/health/")
        assert answer.status_code == 200
        found: dict[str, str] = json.loads(answer.content)
        return found

    settings.CLAMAV = ""
    assert told() == {"status": "up"}
    settings.CLAMAV = clamd.unix
    assert told() == {"status": "up", "virus_scanner": "up"}
    settings.CLAMAV = f"unix:{tmp_path / 'nobody'}"
    assert told() == {"status": "up", "virus_scanner": "down"}
