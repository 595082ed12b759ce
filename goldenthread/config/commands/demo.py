"""`goldenthread demo`: the demonstration area, made once, kept, served."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click

from goldenthread.config.commands.asking import start_django
from goldenthread.config.commands.demo_register import is_filled, progress_file
from goldenthread.config.commands.running import collect_static, start_worker, web_server
from goldenthread.rules.refusals import Refused

WORKER_LOOKED_AT_EVERY = 5.0  # seconds
CHILDREN_AT_A_TIME = 60  # under a second, in which nobody else can write
LONGEST_STEP = 52  # letters: with the bar beside it, a line of eighty


@click.command()
@click.option("--reset", is_flag=True, help="Throw the demonstration away and make it again.")
@click.option("--serve", is_flag=True, help="Serve it, with a worker, until Ctrl+C.")
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--plans",
    default=3300,
    show_default=True,
    envvar="GOLDENTHREAD_DEMONSTRATION_PLANS",
    help="EHC plans that are written into its register once it is served; 0 for none.",
)
def demo(reset: bool, serve: bool, port: int, plans: int) -> None:
    """Make the demonstration area: one plan, 94 actions, two closed periods, two papers.

    \b
    A second run keeps all data. Examples:
      goldenthread demo --serve
      goldenthread demo --reset
    """
    os.environ["GOLDENTHREAD_DEMONSTRATION"] = "1"
    os.environ.setdefault("GOLDENTHREAD_ADDRESS", f"http://127.0.0.1:{port}")  # links in messages
    if reset:
        _throw_away()
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    accounts = _accounts()
    if serve:
        collect_static()
    _say(accounts)
    if serve:
        _serve(port, plans)
    else:
        click.echo("\nServe it with: goldenthread demo --serve")
        click.echo("Fill its register with: goldenthread demo-register\n")


def _kept_accounts() -> Path:
    from django.conf import settings

    return Path(settings.VAR) / "demonstration-accounts.json"


def _accounts() -> dict[str, str]:
    """The accounts, made with the area on the first run and remembered for the next."""
    from django.utils import timezone

    from goldenthread.demo import building, people
    from goldenthread.partnership import queries

    kept = _kept_accounts()
    if any(area.slug == people.SLUG for area in queries.all_areas()):
        known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
        return known
    first = "Making Merrowshire".ljust(LONGEST_STEP)
    with click.progressbar(length=100, label=first, width=16, show_eta=False) as bar:
        done = 0

        def tell(percent: int, what: str) -> None:
            nonlocal done
            bar.label = what.ljust(LONGEST_STEP)
            bar.update(percent - done)
            done = percent

        passwords = building.build(at=timezone.now(), tell=tell)
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(passwords, indent=1))
    return passwords


def _throw_away() -> None:
    """Only a demonstration: an installation with a real area is left alone."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from goldenthread.partnership import queries

    call_command("migrate", interactive=False, verbosity=0)
    if any(not area.demonstration for area in queries.all_areas()):
        raise Refused(
            "This installation holds a real local area, so nothing was thrown away. "
            "Give the demonstration a place of its own with GOLDENTHREAD_VAR or DATABASE_URL."
        )
    if connection.vendor == "sqlite":
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
    else:
        _drop_tables()
    shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)
    _kept_accounts().unlink(missing_ok=True)
    progress_file().unlink(missing_ok=True)


def _drop_tables() -> None:
    """The product's own tables, with the trail in them, which refuses to be emptied: all or none.
    What else lies in the database stays."""
    from django.db import connection, transaction
    from django.db.migrations.recorder import MigrationRecorder

    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    mine = sorted({*names, MigrationRecorder.Migration._meta.db_table})
    quoted = ", ".join(connection.ops.quote_name(name) for name in mine)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {quoted} CASCADE")
    connection.close()


def _say(accounts: dict[str, str]) -> None:
    from goldenthread.demo import people

    click.echo("\nMerrowshire is invented. In it, it is 14 January 2020.\n")
    tries = {one.name: (one.role, one.tries) for one in people.ACCOUNTS}
    tries[people.ADMINISTRATOR] = ("area_administrator", "give and end rights, reopen a period")
    for one in people.PEOPLE:
        if one.email in accounts:
            role, first = tries[one.name]
            click.echo(f"  {role.replace('_', ' '):<20} {one.email:<36} {accounts[one.email]}")
            click.echo(f"  {'':<20} {first}")


def _fill_register(plans: int) -> subprocess.Popen[bytes] | None:
    """Write the invented children while the pages can be had already, a few at a time."""
    if not plans or is_filled():
        return None
    click.echo(f"Its register is being filled with {plans:,} EHC plans meanwhile.\n")
    program = str(Path(sys.executable).with_name("goldenthread"))
    given = ["--plans", str(plans), "--part", str(CHILDREN_AT_A_TIME), "--area", "merrowshire"]
    return subprocess.Popen([program, "demo-register", *given], stdout=subprocess.DEVNULL)


def _serve(port: int, plans: int = 0) -> None:
    """The web server and a worker, until the server ends or somebody stops them.

    A worker that was killed is started again: without one, documents would wait for ever.
    """
    filling: subprocess.Popen[bytes] | None = None
    worker = start_worker()
    server = subprocess.Popen(web_server("127.0.0.1", port))

    def stop(*_: object) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        if _answers(server, port):
            click.echo(f"\nOpen http://127.0.0.1:{port}/ (Ctrl+C stops it)\n")
            filling = _fill_register(plans)
        while (code := server.poll()) is None:
            if worker.poll() is not None:
                worker = start_worker()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(WORKER_LOOKED_AT_EVERY)
    finally:
        for other in (worker, filling):
            if other is not None:
                other.terminate()
                other.wait()
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise Refused(
            f"The web server stopped. Is another program using port {port}? "
            "Choose another: make demo PORT=8001."
        )


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the pages can be had; False where the server gave up."""
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.1)
    return False


COMMANDS = {"demo": demo}
