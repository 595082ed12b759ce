"""What is left when the server is gone: backups, their keys, the heads of the audit trail."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from goldenthread.config.deployment.weak import Found, broken, remark, watched, weak
from goldenthread.config.watching import state

_SECRETS = ("GOLDENTHREAD_BACKUP_KEY_FILE", "GOLDENTHREAD_BACKUP_PASSPHRASE_FILE")


def _secret_file() -> Path | None:
    return next((Path(os.environ[name]) for name in _SECRETS if os.environ.get(name)), None)


def _within(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())


@watched
def backups_come_by_themselves() -> Found:
    if not settings.BACKUP_TO:
        yield weak(
            "backup",
            "With the disk everything is lost, for no backup comes by itself.",
            "Set GOLDENTHREAD_BACKUP_TO and GOLDENTHREAD_BACKUP_KEY_FILE.",
        )
    elif _secret_file() is None:
        yield broken(
            "backup-secret",
            "The daily backup cannot begin, for nothing says what encrypts it.",
            "Set GOLDENTHREAD_BACKUP_KEY_FILE to a file that openssl rand -hex 32 wrote.",
        )


@watched
def the_latest_backup_is_recent() -> Found:
    if not settings.BACKUP_TO:
        return
    age = state.backup_age(now=timezone.now())
    if age is None or age > state.BACKUP_OLD:
        yield weak(
            "backup-old",
            "Whatever was saved since the latest backup would be lost, and there is "
            + ("none." if age is None else f"none for {state.say_span(age)}."),
            "Run: goldenthread backup, and look in the worker’s log for why none came.",
        )


@watched
def backups_are_elsewhere() -> Found:
    folder = Path(settings.BACKUP_TO) if settings.BACKUP_TO else None
    if folder is None or not folder.exists():
        return
    if folder.stat().st_dev == settings.VAR.stat().st_dev:
        yield weak(
            "backup-place",
            "One disk that fails takes the installation and its backups together.",
            "Let GOLDENTHREAD_BACKUP_TO be another disk or a share of another machine.",
        )


@watched
def keys_are_apart() -> Found:
    secret, folder = _secret_file(), settings.BACKUP_TO
    if secret and folder and _within(secret, Path(folder)):
        yield broken(
            "backup-key-place",
            "Whoever takes the backups takes the key that opens them.",
            "Move GOLDENTHREAD_BACKUP_KEY_FILE out of the folder of the backups.",
        )
    if folder and not os.environ.get("GOLDENTHREAD_BACKUP_KEYS_TO"):
        yield remark(
            "installation-key-place",
            "Whoever opens one backup has every row and the key to second factors together.",
            "Set GOLDENTHREAD_BACKUP_KEYS_TO to another folder, on another machine at best.",
        )


@watched
def the_trail_is_witnessed_elsewhere() -> Found:
    heads = settings.TRAIL_HEADS
    if not heads and not settings.TRAIL_HEADS_TO:
        yield weak(
            "trail-heads",
            "Somebody who holds the whole database could write the audit trail anew, and nothing "
            "outside it would show that.",
            "Set GOLDENTHREAD_TRAIL_HEADS to a file elsewhere, or GOLDENTHREAD_TRAIL_HEADS_TO.",
        )
    elif heads and not settings.TRAIL_HEADS_TO and _within(Path(heads), settings.VAR):
        yield weak(
            "trail-heads",
            "Whoever rewrites the audit trail finds the file of its heads beside it.",
            "Let GOLDENTHREAD_TRAIL_HEADS be on another machine’s share.",
        )
