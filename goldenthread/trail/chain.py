"""What is hashed, and how: the one place that both writing and checking use.

An entry's hash is the SHA-256 of a JSON object (keys sorted, ASCII, no spaces) of every column
of the entry but `id` and `hash`, with the things in whose history it appears. `previous_hash`
is among them, so one altered row breaks every later one.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder

from goldenthread.trail.models import TrailEntry

Subject = tuple[str, str]  # kind, id
Changes = Mapping[str, tuple[object, object]]  # field → before, after


def canonical(value: object) -> str:
    """JSON that is the same characters for the same value, on every database."""
    return json.dumps(
        value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True, separators=(",", ":")
    )


def entry_hash(entry: TrailEntry, subjects: Iterable[Subject]) -> str:
    """SHA-256 (64 hex digits) of an entry and its subjects."""
    hashed = {
        "local_area": str(entry.local_area_id),
        "seq": entry.seq,
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "on": entry.on.isoformat(),
        "actor": str(entry.actor_id or ""),
        "actor_label": entry.actor_label,
        "verb": entry.verb,
        "act": entry.act,
        "object": [entry.object_kind, entry.object_id, entry.object_label],
        "words": entry.words,
        "subjects": sorted(subjects),
        "details": entry.details_hash,
        "previous": entry.previous_hash,
    }
    return hashlib.sha256(canonical(hashed).encode()).hexdigest()


def details_hash(*, salt: str, changes: str, reason: str) -> str:
    """SHA-256 of an entry's details, salted so that erased words cannot be guessed from it."""
    return hashlib.sha256(canonical([salt, changes, reason]).encode()).hexdigest()
