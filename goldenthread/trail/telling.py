"""A history as a page shows it: who did what, when, and what changed; a page at a time."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from goldenthread.rules.calendars import say_date
from goldenthread.rules.cells import csv_lines
from goldenthread.trail import queries
from goldenthread.trail.queries import ExportedEntry, HistoryEntry
from goldenthread.trail.verbs import Verb

LONDON = ZoneInfo("Europe/London")
PAGE_SIZE = 50


@dataclass(frozen=True)
class Told:
    """One page of a history, latest first. `lines` are for the pages' `history` component;
    `older` is the query of the page before it in time, "" on the last."""

    lines: tuple[dict[str, object], ...]
    older: str
    actors: frozenset[uuid.UUID] = frozenset()  # the accounts whose acts these are


def before_in(text: str) -> int | None:
    """`?before=` of an address, where it is a number of the trail."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@dataclass(frozen=True)
class TrailFilters:
    """What of an area's trail is asked for; "" or None: all of it. Kept in the page's address."""

    who: uuid.UUID | None = None
    what: Verb | None = None
    from_day: date | None = None
    until: date | None = None
    unread: tuple[str, ...] = ()  # what the address holds and nobody can read, as it stands there

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> TrailFilters:
        """From `?who=…&what=altered&from=2019-12-01&until=2019-12-31`."""
        unread: list[str] = []

        def read(name: str, as_what: Callable[[str], Any]) -> Any:
            try:
                return as_what(query[name].strip()) if query.get(name, "").strip() else None
            except ValueError:
                unread.append(query[name].strip())
                return None

        who, what = read("who", uuid.UUID), read("what", Verb)
        from_day, until = read("from", date.fromisoformat), read("until", date.fromisoformat)
        return cls(who, what, from_day, until, tuple(unread))

    def query(self) -> dict[str, str]:
        """As the address has them."""
        values = {"who": self.who, "what": self.what, "from": self.from_day, "until": self.until}
        return {name: str(value) for name, value in values.items() if value is not None}


def told(
    entries: Sequence[HistoryEntry],
    *,
    names: Mapping[uuid.UUID, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> Told:
    """A page of what was found, asked for with a limit of PAGE_SIZE + 1. `names` are those of
    accounts, which the trail itself knows by their ids alone; `query` is the page's."""
    shown = entries[:PAGE_SIZE]
    more = len(entries) > PAGE_SIZE
    return Told(
        lines=tuple(line(entry, names or {}) for entry in shown),
        older=f"?{urlencode({**(query or {}), 'before': shown[-1].seq})}" if more else "",
        actors=frozenset(entry.actor_id for entry in shown if entry.actor_id),
    )


def of_thing(
    *,
    local_area_id: uuid.UUID,
    kind: str,
    object_id: uuid.UUID,
    before: str,
    names: Mapping[uuid.UUID, str] | None = None,
) -> Told:
    """The history of one thing, once the thing itself is known to be in sight."""
    return told(
        queries.history(
            local_area_id=local_area_id,
            kind=kind,
            object_id=object_id,
            limit=PAGE_SIZE + 1,
            before=before_in(before),
        ),
        names=names,
    )


def of_area(
    *,
    local_area_id: uuid.UUID,
    before: str,
    filters: TrailFilters | None = None,
    names: Mapping[uuid.UUID, str] | None = None,
    without: Collection[uuid.UUID] = (),
) -> Told:
    """What was done in a local area, for whoever may read all of it but what is about the things
    `without` which they are to know it: records restricted from them."""
    asked = filters or TrailFilters()
    return told(
        queries.audit_trail(
            local_area_id=local_area_id,
            verbs=[asked.what] if asked.what else (),
            actor_id=asked.who,
            from_day=asked.from_day,
            until=asked.until,
            limit=PAGE_SIZE + 1,
            before=before_in(before),
            without=without,
        ),
        names=names,
        query=asked.query(),
    )


def file_of_area(
    *,
    local_area_id: uuid.UUID,
    filters: TrailFilters | None = None,
    without: Collection[uuid.UUID] = (),
) -> Iterator[str]:
    """The lines of a CSV file: every entry but those about the things `without` which the reader
    is to know it, oldest first, with its place in the chain."""
    asked = filters or TrailFilters()
    entries = queries.every_entry(
        local_area_id=local_area_id,
        verbs=[asked.what] if asked.what else (),
        actor_id=asked.who,
        from_day=asked.from_day,
        until=asked.until,
        without=without,
    )
    return csv_lines(_FILE_HEAD, (_file_row(entry) for entry in entries))


_FILE_HEAD = (
    "number", "recorded_at", "on", "actor_id", "actor", "verb", "act", "kind", "id", "label",
    "words", "changes", "reason", "details_erased", "details_hash", "previous_hash", "hash",
)  # fmt: skip


def _file_row(entry: ExportedEntry) -> tuple[object, ...]:
    told = entry.told
    changes = {field: [before, after] for field, before, after in told.changes}
    return (
        told.seq,
        told.recorded_at.isoformat(timespec="microseconds"),
        told.on.isoformat(),
        str(told.actor_id or ""),
        told.actor_label,
        told.verb.value,
        told.act,
        told.object_kind,
        told.object_id,
        told.object_label,
        told.words,
        json.dumps(changes, ensure_ascii=False) if changes else "",
        told.reason,
        "yes" if told.details_erased else "",
        entry.details_hash,
        entry.previous_hash,
        entry.hash,
    )


def line(entry: HistoryEntry, names: Mapping[uuid.UUID, str]) -> dict[str, object]:
    """For the `history` component."""
    at = entry.recorded_at.astimezone(LONDON)
    when = f"{say_date(at.date())}, {at:%H:%M}"
    if entry.on != at.date():
        when += f" (for {say_date(entry.on)})"
    return {
        "when": when,
        "who": _who(entry, names),
        "what": entry.words + _whose(entry, names),
        "detail": entry.reason
        or ("What changed was recorded and has since been erased." if entry.details_erased else ""),
        "changes": [
            {"field": field_words(field), "before": value_words(before), "after": value_words(now)}
            for field, before, now in entry.changes
        ],
    }


def _who(entry: HistoryEntry, names: Mapping[uuid.UUID, str]) -> str:
    """As it was written; an act on one's own account was written without a name."""
    own = entry.object_kind == "user" and str(entry.actor_id) == entry.object_id
    if own and entry.actor_id:
        return names.get(entry.actor_id, entry.actor_label)
    return entry.actor_label


def _whose(entry: HistoryEntry, names: Mapping[uuid.UUID, str]) -> str:
    """Whose account somebody unknown tried."""
    if entry.object_kind != "user" or entry.actor_id:
        return ""
    name = names.get(uuid.UUID(entry.object_id))
    return f": the account of {name}" if name else ""


def field_words(field: str) -> str:
    words = field.replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}"


def value_words(value: object) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(value_words(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{field_words(key)}: {value_words(each)}" for key, each in value.items())
    return str(value)
