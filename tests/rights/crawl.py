"""What each address answers to each role."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from tests.rights.addresses import filled, of_an_area

# Sign-in, the queue, and what is kept of every look: these change when somebody looks.
LOOKED_AT = (
    "django_session", "django_q", "usersessions", "account_", "mfa_", "socialaccount",
    "shared_cache", "trail_traillook", "trail_trailsighting", "partnership_tries",
)  # fmt: skip


class Answer(StrEnum):
    """What somebody gets at an address."""

    SENDS = "sends"  # opens it, or sends to it
    READS = "reads"
    REFUSED = "refused"
    NOT_THERE = "not there"


def fingerprint() -> dict[str, str]:
    """Table → a hash of every row in it; tables that a look changes are left out."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table.startswith(LOOKED_AT) or not model._meta.managed:
                continue
            columns = [
                field.column
                for field in model._meta.concrete_fields
                if field.column not in ("last_used_on", "last_login")
            ]
            listed = ", ".join(connection.ops.quote_name(column) for column in columns)
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT {listed} FROM {quoted} ORDER BY 1")
            digest = hashlib.sha256()
            for row in cursor:
                digest.update(repr(row).encode())
            found[table] = digest.hexdigest()
    return found


def status_of(client: Client, address: str) -> int:
    """Of the page itself, with its content read to the end."""
    answer = client.get(address)
    if getattr(answer, "streaming", False):
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def sent(client: Client, address: str) -> int:
    """What an empty form gets; whatever it does is undone."""
    with transaction.atomic():
        status = int(client.post(address, {}).status_code)
        transaction.set_rollback(True)
    return status


def given(client: Client, address: str, opened: int) -> Answer:
    """What somebody gets at an address that answered `opened` when it was looked at."""
    if opened in (403, 404):
        return {403: Answer.REFUSED, 404: Answer.NOT_THERE}[opened]
    posted = sent(client, address)
    if posted == 405:
        return Answer.READS
    if posted in (403, 404):
        return Answer.READS if opened != 405 else Answer.REFUSED
    return Answer.SENDS


@dataclass(frozen=True)
class Crawled:
    """What one role found: each address's status and answer, and the tables that looking
    changed."""

    statuses: dict[str, int]
    answers: dict[str, Answer]
    changed: tuple[str, ...]


def crawl(areas: Any, role: str) -> Crawled:
    """Every address of the area looked at, then sent to, as somebody with the role."""
    client = areas.client(role)
    client.get(f"/a/{areas.slug}/")
    filled_in = {
        one.name: filled(one, slug=areas.slug, area_id=areas.area_id) for one in of_an_area()
    }
    before = fingerprint()
    statuses = {name: status_of(client, address) for name, address in filled_in.items()}
    after = fingerprint()
    return Crawled(
        statuses,
        {name: given(client, filled_in[name], status) for name, status in statuses.items()},
        tuple(table for table in before if before[table] != after[table]),
    )
