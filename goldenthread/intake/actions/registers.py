"""A register's file brought in: written with what its checks found, and not kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register import actions as register
from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions import (
    Brought,
    Extract,
    Finding,
    Part,
    second_process,
    uncollected,
)
from goldenthread.ehcp_register.queries.checks import key_of_return
from goldenthread.ehcp_register.queries.sources import last_as_at
from goldenthread.files.gate import CheckedFile, Upload
from goldenthread.intake.queries.registers import (
    Decided,
    RegisterRead,
    checked,
    is_somebody,
    read_register,
)
from goldenthread.intake.registers.mapping import Mapping
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import CheckResult

# Some two thousand children of forty cells in a workbook, of a thousand in plain text.
_MANY_BYTES = 300_000
_SHOWN = 5  # places named in what is said of one child


@dataclass(frozen=True)
class Done:
    """What was read, and what became of it; `brought` None after a dry run. `kept`: problems that
    the checks found of children of the register."""

    read: RegisterRead
    brought: Brought | None = None
    kept: int = 0

    def as_data(self) -> dict[str, Any]:
        """Plain data that names nobody."""
        told = {**self.read.as_data(), "dry_run": self.brought is None}
        if self.brought is not None:
            one = self.brought
            told["brought"] = {
                "new": one.new, "changed": one.changed, "unchanged": one.unchanged,
                "left_to_ask": len(one.asked), "nobody": len(self.read.nobody),
                "events_added": one.events, "events_corrected": one.corrected,
                "fields_changed": one.fields,
                "problems_kept": self.kept,
            }  # fmt: skip
        return told


def import_register(
    *,
    content: Upload | bytes,
    name: str,
    as_at: date,
    system: str = "",
    authority: str = "",
    mapping: Mapping | None = None,
    dry_run: bool = False,
    by: Viewer,
    on: date,
    at: datetime,
) -> Done:
    """Read a file, and unless `dry_run` bring in whoever need not be asked about: all or nothing.

    `content`: bytes or anything open. The file is not kept, only its name and SHA-256.
    """
    require(policies.may_manage(by))
    with uncollected(), checked(content, name=name) as file, second_process(
        begin=not dry_run and _may_be_many(file)
    ) as other:  # fmt: skip
        read = read_register(
            file, as_at=as_at, system=system, authority=authority, mapping=mapping,
            viewer=by, on=on,
        )  # fmt: skip
        if dry_run:
            return Done(read)
        ahead = make_ahead(read, other=other, by=by, on=on)
        return bring_in_read(read=read, ahead=ahead, by=by, on=on, at=at)


def _may_be_many(file: CheckedFile) -> bool:
    """Whether it is worth it to begin a second process while the file is read: it takes a second,
    and a thousand children half of that."""
    return file.size >= _MANY_BYTES


def make_ahead(
    read: RegisterRead, *, other: Executor | None = None, by: Viewer, on: date
) -> Iterator[Part]:
    """What will be written of those who are new: made beside the transaction that writes it, or
    before."""
    records, new = read.gathered.records, read.incoming.new
    return register.make_ahead(
        records={at: records[place] for at, place in enumerate(_places(read)) if place in new},
        system=read.system,
        other=other,
        by=by,
        on=on,
    )


def bring_in_read(
    *,
    read: RegisterRead,
    decided: Decided | None = None,
    ahead: Iterable[Part] = (),
    by: Viewer,
    on: date,
    at: datetime,
) -> Done:
    """Write what was read, and what the checks found of it, in one transaction. `decided` and
    `ahead` are as in `bring_in` of the register."""
    require(policies.may_manage(by))
    with register.one_at_a_time(by.local_area_id):
        refuse_if_older(read, viewer=by)
        brought = _bring_in(read, decided or {}, ahead, by=by, on=on, at=at)
        everybody = frozenset(brought.ids.values())
        findings = [finding_of(one, brought, everybody) for one in read.gathered.looked.checks]
        register.keep_checks(brought=brought, findings=findings, by=by, on=on, at=at)
    return Done(read, brought, sum(len(one.said) for one in findings))


def _bring_in(
    read: RegisterRead,
    decided: Decided,
    ahead: Iterable[Part],
    *,
    by: Viewer,
    on: date,
    at: datetime,
) -> Brought:
    """Of those of whom something says who they are; the answer is by their places in the file."""
    records = read.gathered.records
    places = _places(read)
    brought = register.bring_in(
        records=[records[place] for place in places],
        extract=Extract(
            system=read.system, title=read.name[:200], as_at=read.as_at, sha256=read.sha256
        ),
        decided={at: decided[place] for at, place in enumerate(places) if place in decided},
        ahead=ahead,
        by=by,
        on=on,
        at=at,
    )
    return replace(
        brought,
        asked=tuple(places[at] for at in brought.asked),
        ids={places[at]: pk for at, pk in brought.ids.items()},
    )


def _places(read: RegisterRead) -> list[int]:
    """The places in the file of those of whom something says who they are."""
    return [place for place, one in enumerate(read.gathered.records) if is_somebody(one)]


def refuse_if_older(read: RegisterRead, *, viewer: Viewer) -> None:
    """An older extract of a stream would put back what has changed since."""
    last = last_as_at(read.system, viewer=viewer)
    if last is not None and read.as_at < last:
        raise Refused(
            f"The register already holds what {read.system} said as at {last:%-d %B %Y}. "
            f"A file as at {read.as_at:%-d %B %Y} would put back what has changed since."
        )


def finding_of(result: CheckResult, brought: Brought, everybody: frozenset[UUID]) -> Finding:
    """What a check found, by child; `everybody`: the children that came in. Who is still to be
    asked about is nobody here yet; whom the check could not judge keeps what it said of them
    before."""
    key = key_of_return(result.check.key)
    if not result.ran:
        return Finding(key, why_not_run=_sentence(result.reason))
    places: dict[UUID, list[str]] = {}
    for hit in result.hits:
        pk = brought.ids.get(hit.place.numbers[0] - 1) if hit.place.numbers else None
        if pk is not None:
            below = str(hit.place).split(", ", 1)[1:] if len(hit.place.numbers) > 1 else []
            places.setdefault(pk, []).extend(below)
    unjudged = {brought.ids.get(place.numbers[0] - 1) for place in result.not_judged}
    return Finding(
        key,
        {pk: _said(result, below) for pk, below in places.items()},
        of=everybody - unjudged if unjudged else everybody,
    )


def _said(result: CheckResult, below: list[str]) -> str:
    if not below:
        return result.check.rule
    named = "; ".join(dict.fromkeys(below[:_SHOWN]))
    more = " and elsewhere" if len(below) > _SHOWN else ""
    return f"{result.check.rule} Not so at {named}{more}."


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
