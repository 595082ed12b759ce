"""Backups: made, listed, verified, restored."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from goldenthread.config.commands.asking import answers_json, say_json, start_django
from goldenthread.rules.refusals import Refused

if TYPE_CHECKING:
    from goldenthread.config.keeping.sealed import Secret
    from goldenthread.config.keeping.steps import Backup, Restore, Tell

Command = TypeVar("Command", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


def _opens(command: Command) -> Command:
    """Adds what a backup is encrypted with."""
    key = click.option(
        "--key-file",
        type=_FILE,
        envvar="GOLDENTHREAD_BACKUP_KEY_FILE",
        help="A file of 64 hex digits, as openssl rand -hex 32 writes; keep it elsewhere too.",
    )
    words = click.option(
        "--passphrase-file",
        type=_FILE,
        envvar="GOLDENTHREAD_BACKUP_PASSPHRASE_FILE",
        help="A file with a passphrase. Without either, a passphrase is asked for.",
    )
    return key(words(command))


_KEYS_FROM = click.option(
    "--keys-from", type=_FOLDER, help="Where the backup’s keys are, if kept apart."
)


@click.command()
@click.option(
    "--to",
    type=_FOLDER,
    envvar="GOLDENTHREAD_BACKUP_TO",
    help="The folder that backups go into. Default: GOLDENTHREAD_BACKUP_TO.",
)
@click.option(
    "--keys-to",
    type=_FOLDER,
    envvar="GOLDENTHREAD_BACKUP_KEYS_TO",
    help="Another folder for the installation’s key. Default: beside the rest.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    envvar="GOLDENTHREAD_BACKUP_KEEP",
    help="Then delete older ones: the last of each of so many days and weeks stays.",
)
@_opens
def backup(
    to: Path | None,
    keys_to: Path | None,
    keep: int | None,
    key_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Back up the database, the files and the key, encrypted, while people work.

    \b
    Examples:
      goldenthread backup --to /mnt/backups --key-file /etc/golden-thread/backup.key
      goldenthread backup --to /mnt/backups --keys-to /mnt/keys --keep 14
    """
    if to is None:
        raise click.UsageError("Say where to: --to FOLDER, or set GOLDENTHREAD_BACKUP_TO.")
    start_django()
    from django.utils import timezone

    from goldenthread.config.keeping import erasures, making
    from goldenthread.config.keeping.steps import Backup

    secret = _secret(key_file, passphrase_file, confirm=True)
    thrown: dict[Path, int] = {}
    with telling() as tell:
        made, said = making.make(to, secret, at=timezone.now(), keys_to=keys_to, tell=tell)
        tell(Backup.ERASURES)
        erasures.add(to, erasures.of_this_database())
        if keep:
            thrown = making.throw_away_old(to, keep=keep, keys_to=keys_to, tell=tell)
        tell(Backup.FINISHED)
    click.echo(
        f"{made}: {_count(said.rows, 'row')} and {_count(said.files, 'file')}, "
        f"{sum(one.size for one in said.archives.values()) / 1e6:,.1f} MB."
    )
    if said.files_gone:
        gone = _count(len(said.files_gone), "file")
        click.echo(
            f"{gone} could not be backed up: missing from this installation, or altered. "
            "An earlier backup may have them.",
            err=True,
        )
    for folder, number in thrown.items():
        if number:
            click.echo(f"{_count(number, 'older backup')} deleted in {folder}.", err=True)


@click.command("backups")
@click.option("--to", type=_FOLDER, envvar="GOLDENTHREAD_BACKUP_TO", help="Where backups go.")
@click.option(
    "--within", type=int, metavar="HOURS", help="Exit 1 where the latest is older than this."
)
@answers_json
@click.pass_context
def backups(ctx: click.Context, to: Path | None, within: int | None, form: str) -> None:
    """List the finished backups, the latest first; for whoever watches the server.

    \b
    Example:
      goldenthread backups --within 26
    """
    if to is None:
        raise click.UsageError("Say where they are: --to FOLDER, or set GOLDENTHREAD_BACKUP_TO.")
    start_django()
    from django.utils import timezone

    from goldenthread.config.keeping import versions

    found = versions.backups_in(to)
    if form == "json":
        say_json([{"begun_at": at.isoformat(), "folder": str(path)} for at, path in found])
    for at, path in found if form == "text" else ():
        click.echo(f"{timezone.localtime(at):%d %B %Y, %H:%M}  {path}")
    if not found:
        click.echo(f"There is no backup in {to} yet.", err=True)
    if within is not None:
        hours = (timezone.now() - found[0][0]).total_seconds() / 3600 if found else None
        if hours is None or hours > within:
            click.echo(f"No backup was finished in the last {within} hours.", err=True)
            ctx.exit(1)


@click.command("verify-backup")
@click.argument("folder", type=_FOLDER)
@_KEYS_FROM
@_opens
def verify_backup(
    folder: Path, keys_from: Path | None, key_file: Path | None, passphrase_file: Path | None
) -> None:
    """Read all of a backup; exit 1 and say what is damaged or missing. Changes nothing.

    \b
    Example:
      goldenthread verify-backup /mnt/backups/golden-thread-20260302T020000Z
    """
    start_django()
    from goldenthread.config.keeping import opening

    opened = opening.open_backup(folder, _secret(key_file, passphrase_file), keys_from=keys_from)
    with telling() as tell:
        opening.verify(opened, tell=tell)
    said = opened.manifest
    click.echo(
        f"The backup is whole: {_count(said.rows, 'row')} in {_count(len(said.tables), 'table')} "
        f"and {_count(said.files, 'file')}, made by version {said.version} on {said.database}."
    )
    for _, slug, head in said.heads:
        click.echo(f"{slug} {head}")
    if said.files_gone:
        click.echo(f"Without {_count(len(said.files_gone), 'file')} that was missing then.")


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--into",
    type=_FOLDER,
    help="The installation’s folder (GOLDENTHREAD_VAR). The database is that of DATABASE_URL.",
)
@click.option("--replace", is_flag=True, help="Put it in the place of what is there.")
@click.option(
    "--lose-later", is_flag=True, help="Also where there are acts on record after the backup."
)
@_KEYS_FROM
@_opens
def restore(
    folder: Path,
    into: Path | None,
    replace: bool,
    lose_later: bool,
    keys_from: Path | None,
    key_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Restore a backup: all of it, or nothing. Stop the web server and the worker first.

    The backup is read in full before anything is touched. An older version's tables are brought up
    to this one, every row is compared, the audit trail is read, erasures done since are done again
    and every session ends. Stopped at any moment, it can be run again.

    \b
    Examples:
      goldenthread restore /mnt/backups/golden-thread-20260302T020000Z --into /srv/golden-thread
      goldenthread restore /mnt/backups/golden-thread-20260302T020000Z --replace
    """
    if into:
        os.environ["GOLDENTHREAD_VAR"] = str(into)
    start_django()
    from django.utils import timezone

    from goldenthread.config.keeping import opening, restoring
    from goldenthread.config.keeping.steps import Restore

    opened = opening.open_backup(folder, _secret(key_file, passphrase_file), keys_from=keys_from)
    with telling() as tell:
        again, key = restoring.restore(
            opened, replace=replace, lose_later=lose_later, on=timezone.localdate(), tell=tell
        )
        tell(Restore.FINISHED)
    said = opened.manifest
    click.echo(
        f"Restored: {_count(said.rows, 'row')} and {_count(said.files, 'file')}, each compared; "
        "the audit trail is whole. Everybody signs in again."
    )
    if again.details:
        click.echo(f"The details of {_count(again.details, 'entry', 'entries')} were erased again.")
    if again.rows:
        click.echo(f"{_count(again.rows, 'row')} whose time was over were erased again.")
    if not key:
        click.echo(
            "GOLDENTHREAD_SECRET_KEY is set here, so the backup’s own key was not put in place. "
            "With another key, people set up their second factor again.",
            err=True,
        )


def _secret(
    key_file: Path | None, passphrase_file: Path | None, *, confirm: bool = False
) -> Secret:
    from goldenthread.config.keeping.sealed import Secret

    if key_file:
        return Secret.of_key_file(key_file)
    if passphrase_file:
        try:
            return Secret.of_passphrase(passphrase_file.read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError) as problem:
            raise Refused(f"{passphrase_file} cannot be read: {problem}.") from problem
    if not sys.stdin.isatty():
        raise click.UsageError("Say what encrypts it: --key-file or --passphrase-file.")
    return Secret.of_passphrase(
        click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    )


@contextmanager
def telling() -> Iterator[Tell]:
    """What is being done, on one line of a terminal; nothing where nobody looks."""
    shown = sys.stderr.isatty()

    def tell(step: Backup | Restore, of: str = "", /) -> None:
        if shown:
            words = f"{step}: {of}" if of else step
            click.echo(f"\r\x1b[2K{words[:78]}", nl=False, err=True)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[2K", nl=False, err=True)


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


COMMANDS = {
    "backup": backup,
    "backups": backups,
    "verify-backup": verify_backup,
    "restore": restore,
}
