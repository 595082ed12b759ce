"""What a register's file would do, found out once and kept sealed beside it, page by page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.queries.foreseen import (
    ForeseenChild,
    foreseen,
    named_no_longer,
)
from goldenthread.files import waiting
from goldenthread.intake.models import RegisterArrival
from goldenthread.intake.queries.arrivals import PER_PAGE
from goldenthread.intake.queries.registers import RegisterRead
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import queries as provision
from goldenthread.rules.matching import Pair
from goldenthread.rules.sen2 import CheckResult

PROBLEMS = 100_000  # more than that in one file are counted
_HITS = 20  # places of one check that are told one by one


def keep_foreseen(row: RegisterArrival, read: RegisterRead, *, by: Viewer) -> dict[str, Any]:
    """Seal the lists of what a file would do; its counts, which name nobody. Writes no row."""
    names = {pk: facts.name for pk, facts in provision.all_facts(viewer=by).values()}
    known = read.incoming.known
    told = list(
        foreseen(read.gathered.records, known, system=read.system, as_at=read.as_at, settings=names)
    )
    missing = named_no_longer(read.system, known, local_area_id=by.local_area_id)
    lists = _lists(read, told, missing)
    for name, lines in lists.items():
        pages = (
            json.dumps(lines[first : first + PER_PAGE]).encode()
            for first in range(0, len(lines), PER_PAGE)
        )
        waiting.seal(row.pk, name, pages, key=row.key)
    return _counts(read, told, {name: len(lines) for name, lines in lists.items()})


def _lists(
    read: RegisterRead, told: Sequence[ForeseenChild], missing: Sequence[UUID]
) -> dict[str, list[dict[str, Any]]]:
    looked, where = read.gathered.looked, read.gathered.where
    changing = [one for one in told if one.changes]
    return {
        "new": [_person(read, place) for place in sorted(read.incoming.new)],
        "changes": [
            {
                "where": where[one.place],
                "child": str(one.child_id),
                "what": [astuple(each) for each in one.changes],
                "differs": list(one.differs),
            }
            for one in changing
        ],
        "same": [
            {"where": where[one.place], "child": str(one.child_id)}
            for one in told
            if not one.changes
        ],
        "asked": [
            {**_person(read, place), "place": place, "perhaps": [_pair(one) for one in pairs]}
            for place, pairs in sorted(read.incoming.asked.items())
        ],
        "missing": [{"child": str(pk)} for pk in missing],
        "nobody": [{"where": where[place]} for place in read.nobody],
        "problems": [
            {"where": one.where, "column": one.column, "words": one.sentence}
            for one in looked.problems
        ],
        "checks": [_check(one) for one in sorted(looked.checks, key=_first)],
    }


def _person(read: RegisterRead, place: int) -> dict[str, Any]:
    record = read.gathered.records[place]
    return {
        "where": read.gathered.where[place],
        "surname": record.surname,
        "forename": record.forename,
        "born": record.born_on.isoformat() if record.born_on else "",
        "reference": record.reference,
    }


def _pair(one: Pair) -> dict[str, Any]:
    return {
        "child": one.left,
        "score": one.likeness.score,
        "reasons": [[each.words, each.points] for each in one.likeness.reasons],
        "why": one.why,
    }


def _first(one: CheckResult) -> int:
    """What found something, then what did not run, then the rest."""
    return 0 if one.hits or one.not_judged else 1 if not one.ran else 2


def _check(one: CheckResult) -> dict[str, Any]:
    return {
        "check": one.check.key,
        "level": one.check.level.value,
        "rule": one.check.rule,
        "ran": one.ran,
        "why": one.reason,
        "hits": len(one.hits),
        "unjudged": len(one.not_judged),
        "first": [str(hit.place) for hit in one.hits[:_HITS]],
    }


def _counts(
    read: RegisterRead, told: Sequence[ForeseenChild], lists: Mapping[str, int]
) -> dict[str, Any]:
    looked = read.gathered.looked
    counts = looked.counts
    checks = looked.checks
    return {
        "kind": looked.kind,
        "persons": looked.persons,
        "rows": {
            str(name): [counts.found[name], counts.read[name], counts.refused[name]]
            for name in counts.found
        },
        "lists": dict(lists),
        # Who was decided about is asked no more once the file is looked at again.
        "asked_places": sorted(read.incoming.asked),
        "problems": looked.problems_in_all,
        "changes": _most(_named_changes(told)),
        "differs": _most(words for one in told for words in one.differs),
        "checks": {
            "ran": sum(one.ran for one in checks),
            "passed": sum(one.passed for one in checks),
            "hit": sum(bool(one.hits) for one in checks),
            "not_run": sum(not one.ran for one in checks),
        },
        "assumed": dict(looked.assumed),
        "left_out": dict(looked.left),
        "notes": list(read.incoming.notes),
    }


def _named_changes(told: Iterable[ForeseenChild]) -> Iterator[str]:
    """Each change by its kind and words, a field once a child."""
    for one in told:
        yield from dict.fromkeys(f"{each.kind}|{each.words}" for each in one.changes)


def _most(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())
