"""The database: which, how it is reached, and whether it guards the audit trail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from goldenthread.config.deployment.weak import (
    Found,
    broken,
    remark,
    watched,
    watched_in_database,
    weak,
)
from goldenthread.config.watching import state

_HERE = {"", "localhost", "127.0.0.1", "::1"}
_CHECKED = {"verify-full", "verify-ca"}
_FARTHEST = timedelta(seconds=5)


@watched
def the_database_is_for_many() -> Found:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield remark(
            "sqlite",
            "SQLite lets one person save at a time, and cannot be reached by a second server.",
            "Set DATABASE_URL to a PostgreSQL database where more than some twenty people work.",
        )


@watched
def nobody_listens_on_the_way_to_the_database() -> Found:
    chosen = settings.DATABASES["default"]
    host = str(chosen.get("HOST", ""))
    if "postgresql" not in chosen["ENGINE"] or host in _HERE or host.startswith("/"):
        return
    if chosen.get("OPTIONS", {}).get("sslmode") not in _CHECKED:
        yield weak(
            "database-tls",
            "Whoever stands between the two machines reads every row, or answers in the "
            "database’s place.",
            "Add ?sslmode=verify-full&sslrootcert=/path/to/ca.crt to DATABASE_URL.",
        )


@watched_in_database
def the_database_answers_and_is_up_to_date() -> Found:
    parts = {part.name: part for part in state.state(now=timezone.now())}
    if not parts["database"].well:
        yield broken(
            "database",
            "Without its database no page can be shown.",
            "Start the database, and check the address in DATABASE_URL.",
        )
        return
    if not parts["tables"].well:
        yield broken(
            "tables",
            "Pages ask for tables or columns that are not there yet.",
            "Run: goldenthread migrate.",
        )
    if not parts["audit trail"].well:
        yield broken(
            "trail-guards",
            "Rows of the audit trail can be altered without the database refusing it.",
            "Run: goldenthread migrate, which puts the guards back.",
        )


@watched_in_database
def the_product_is_not_the_database_s_master() -> Found:
    found = _asked("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if found is True:
        yield weak(
            "database-role",
            "A fault of the product could reach every other database of the server.",
            "Name a role in DATABASE_URL that owns this database alone and is no superuser.",
        )


@watched_in_database
def the_two_clocks_agree() -> Found:
    theirs = _asked("SELECT clock_timestamp()")
    if isinstance(theirs, datetime) and abs(theirs - timezone.now()) > _FARTHEST:
        yield weak(
            "database-clock",
            "Rows are dated by two clocks, and the audit trail’s order is in doubt.",
            "Let both machines ask the same time servers (systemd-timesyncd or chrony).",
        )


def _asked(question: str) -> object:
    """PostgreSQL's one answer; None of another database, or where it does not answer."""
    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
    except (DatabaseError, InterfaceError):
        return None
    return row[0] if row else None
