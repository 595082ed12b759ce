"""Bringing the database up to date, serving, and the worker."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from goldenthread.config.commands.asking import start_django


@click.command()
def migrate() -> None:
    """Bring the database up to this version. Safe to run again."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    click.echo("The database is up to date.")


def collect_static() -> None:
    """Gather and compress what browsers fetch, unless nothing changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    mark = Path(settings.STATIC_ROOT) / "gathered"
    if mark.exists() and mark.read_text() == seen.hexdigest():
        return
    before = os.umask(0o022)  # anybody may read them, the web server before us among them
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        os.umask(before)
    mark.write_text(seen.hexdigest())


def web_server(host: str, port: int, *, workers: int = 1) -> list[str]:
    """The command line of the web server."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "wsgi",
        "--host", host,
        "--port", str(port),
        "--workers", str(workers),
        "--blocking-threads", "4",
        # Else one process that is killed takes all others with it.
        "--respawn-failed-workers",
        "--respawn-interval", "1",
        # One that is told to stop while it starts never does; pages in hand get as long.
        "--workers-kill-timeout", "20",
        "--log-level", "warning",
        "--no-access-log",
        "goldenthread.config.wsgi:application",
    ]  # fmt: skip


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages; put nginx or another web server with TLS before it.

    Long work (imports, papers) is done by `goldenthread worker`, which runs beside it.
    """
    start_django()
    collect_static()
    _begin_figures()
    command = web_server(host, port, workers=workers)
    os.execv(command[0], command)  # the web server takes over this process and its signals


def _begin_figures() -> None:
    """Where somebody may read them: an empty folder, in which each process keeps its counts."""
    from django.conf import settings

    from goldenthread.config.watching.figures import SEVERAL_PROCESSES

    if not settings.METRICS_TOKEN:
        return
    folder = Path(os.environ.get(SEVERAL_PROCESSES) or settings.VAR / "figures")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[SEVERAL_PROCESSES] = str(folder)


@click.command()
def worker() -> None:
    """Do the long work as it comes, until stopped."""
    start_django()
    from goldenthread.jobs import worker as work

    work.run()


def start_worker() -> subprocess.Popen[bytes]:
    """A worker beside a server in the foreground (the demonstration)."""
    program = str(Path(sys.executable).with_name("goldenthread"))
    return subprocess.Popen([program, "worker"], stdout=subprocess.DEVNULL)


COMMANDS = {"migrate": migrate, "serve": serve, "worker": worker}
