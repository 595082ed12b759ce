"""What is hashed, and how: the one place that both writing and checking use.

An entry's hash is the SHA-256 of a JSON object (keys sorted, ASCII, no spaces) of every column
of the entry but `id` and `hash`, with the things in whose history it appears. `previous_hash`
is among them, so one altered row breaks every later one.

A batch of looks is sealed by an entry that names its first and last look and the batch's hash: the
SHA-256 of the same of every look in it, with what it showed, in the order of their numbers.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder

from goldenthread.trail.models import TrailEntry, TrailLook

Subject = tuple[str, str]  # kind, id
Changes = Mapping[str, tuple[object, object]]  # field → before, after
Shown = dict[int, list[Subject]]  # number of a look → what it showed

SEAL = "trail.seal_looks"  # the act of an entry that seals a batch
MARK_DIGITS = 16  # of each look's own hash, kept in its batch


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


def look_hash(look: TrailLook, shown: Iterable[Subject] = ()) -> str:
    """SHA-256 (64 hex digits) of a look and what it showed.

    A look says that itself, but for one from before it did, of which it is `shown`. Each is hashed
    under a name of its own, so that neither can be made to look like the other.
    """
    hashed = {
        "local_area": str(look.local_area_id),
        "number": look.number,
        "at": look.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "on": look.on.isoformat(),
        "viewer": str(look.viewer_id or ""),
        "viewer_label": look.viewer_label,
        "page": look.page,
        "purpose": look.purpose,
        "request": look.request_id,
        "count": look.shown,
        **({"things": look.things} if look.things else {"shown": sorted(shown)}),
    }
    return hashlib.sha256(canonical(hashed).encode()).hexdigest()


def batch_hash(hashes: Sequence[str]) -> str:
    """SHA-256 of a batch of looks, from the hash of each in the order of their numbers."""
    return hashlib.sha256(canonical(hashes).encode()).hexdigest()


def marks_of(hashes: Iterable[str]) -> str:
    """The beginning of each look's hash, one after the other: enough to name one that differs."""
    return "".join(each[:MARK_DIGITS] for each in hashes)


def sealed_id(first: int, last: int) -> str:
    """The id, in the chain, of a batch from one look to another."""
    return f"{first}-{last}"


def sealed_label(seal: str) -> str:
    """What the chain says of a batch with this hash."""
    return f"SHA-256 {seal}"
