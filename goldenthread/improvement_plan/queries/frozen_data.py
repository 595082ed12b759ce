"""A frozen plan to and from plain data, with a hash that shows tampering."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from goldenthread.rules.ratings import Scale
from goldenthread.rules.refusals import Refused
from goldenthread.rules.snapshots import (
    PlanSnapshot,
    SnapshotAction,
    SnapshotEscalation,
    SnapshotEvidence,
    SnapshotFinding,
    SnapshotLevel,
    SnapshotRating,
    SnapshotRisk,
    SnapshotTarget,
    SnapshotVoice,
)


def as_data(snapshot: PlanSnapshot) -> dict[str, Any]:
    """Plain values for JSON; `from_data` reads them back unchanged."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(snapshot), default=_plain))
    data["scales"] = [scale.as_data() for scale in snapshot.scales]
    return data


def from_data(data: Mapping[str, Any]) -> PlanSnapshot:
    """The snapshot written by `as_data`. KeyError or ValueError where something is missing."""
    return PlanSnapshot(
        **{
            **data,
            "cut_off": date.fromisoformat(data["cut_off"]),
            "level_names": tuple(data["level_names"]),
            "scales": tuple(Scale.from_data(scale) for scale in data["scales"]),
            "levels": tuple(_level_from(level) for level in data["levels"]),
            "actions": tuple(_action_from(action) for action in data["actions"]),
            "targets": tuple(
                SnapshotTarget(**{**target, "latest_on": _day(target["latest_on"])})
                for target in data["targets"]
            ),
            "layout": tuple(data["layout"]),
            **_of_the_second_version(data),
        }
    )


def _of_the_second_version(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the schema's first version did not keep stays None: not known, rather than none."""
    readers: dict[str, Callable[[Any], Any]] = {
        "findings": _finding_from,
        "voices": lambda each: SnapshotVoice(**{**each, "on": _day(each["on"])}),
        "escalations": lambda each: SnapshotEscalation(
            **{**each, "needed_by": _day(each["needed_by"]), "raised_on": _day(each["raised_on"])}
        ),
        "risks": lambda each: SnapshotRisk(**{**each, "review_on": _day(each["review_on"])}),
    }
    return {
        name: None if data.get(name) is None else tuple(read(each) for each in data[name])
        for name, read in readers.items()
    }


def _finding_from(data: Mapping[str, Any]) -> SnapshotFinding:
    return SnapshotFinding(**{**data, "level_ids": tuple(data["level_ids"])})


def _gaps_from(data: Mapping[str, Any]) -> tuple[str, ...] | None:
    return None if data.get("gaps") is None else tuple(data["gaps"])


def sha256_of(data: Mapping[str, Any]) -> str:
    """Of the data as canonical JSON: the same for the same rows on every database."""
    written = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def thaw(data: Mapping[str, Any], *, sha256: str) -> PlanSnapshot:
    """A stored snapshot, once its hash shows that nobody altered it; Refused otherwise."""
    if sha256_of(data) != sha256:
        raise Refused(
            "The stored snapshot of this period is not the one that was frozen, so it is not "
            "shown. Ask an area administrator to look at the audit trail."
        )
    return from_data(data)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A snapshot cannot hold a {type(value).__name__}.")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _rating_from(data: Mapping[str, Any]) -> SnapshotRating:
    return SnapshotRating(
        **{**data, "on": date.fromisoformat(data["on"]), "raters": tuple(data["raters"])}
    )


def _level_from(data: Mapping[str, Any]) -> SnapshotLevel:
    ratings = tuple(_rating_from(rating) for rating in data["ratings"])
    return SnapshotLevel(**{**data, "ratings": ratings, "gaps": _gaps_from(data)})


def _action_from(data: Mapping[str, Any]) -> SnapshotAction:
    days = ("start", "due", "recovery_date", "completed_on", "signed_off_on", "progress_on")
    return SnapshotAction(
        **{
            **data,
            **{day: _day(data[day]) for day in days},
            "level_ids": tuple(data["level_ids"]),
            "leads": tuple(data["leads"]),
            "forums": tuple(data["forums"]),
            "rating": _rating_from(data["rating"]) if data["rating"] else None,
            "other_ratings": tuple(_rating_from(rating) for rating in data["other_ratings"]),
            "evidence": tuple(
                SnapshotEvidence(**{**each, "on": _day(each["on"])}) for each in data["evidence"]
            ),
            "as_written": tuple((pair[0], pair[1]) for pair in data["as_written"]),
            "gaps": _gaps_from(data),
        }
    )
