"""A register's file before anything of it is kept: what it holds, and who in it is whom."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.queries.incoming import Incoming, compared
from goldenthread.files import gate
from goldenthread.files.gate import CheckedFile, Upload
from goldenthread.files.kinds import REGISTER_FILES
from goldenthread.intake.registers import limits
from goldenthread.intake.registers.entry import open_register
from goldenthread.intake.registers.gathering import SYSTEMS, Gathered, KnownSettings, gather
from goldenthread.intake.registers.looking import SHOWN
from goldenthread.intake.registers.mapping import Mapping
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import queries as provision
from goldenthread.rules.provision import SettingFacts
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import SettingFacts as FactsForChecks
from goldenthread.rules.standing.records import ChildRecord

Decided = Pairs[int, UUID | None]


@dataclass(frozen=True)
class RegisterRead:
    """A file that was read, the stream it belongs to, and who in it is whom. Holds names: only
    `as_data` may be printed."""

    name: str
    sha256: str
    system: str
    as_at: date
    gathered: Gathered
    incoming: Incoming

    @property
    def nobody(self) -> tuple[int, ...]:
        """Places of those of whom nothing says who they are. They would come in anew with every
        file, so they are left out."""
        records = enumerate(self.gathered.records)
        return tuple(place for place, record in records if not is_somebody(record))

    def as_data(self) -> dict[str, Any]:
        """Plain data that names nobody: persons are told by where they stand in the file."""
        incoming = self.incoming
        told = self.gathered.looked.as_data()
        told["matches"] = {
            "same": len(incoming.known), "to_ask": len(incoming.asked), "new": len(incoming.new),
            "nobody": [place + 1 for place in self.nobody], "notes": list(incoming.notes),
            "asked": [
                {
                    "person": place + 1,
                    "where": self.gathered.where[place],
                    "perhaps": [
                        {
                            "score": one.likeness.score,
                            "reasons": [reason.words for reason in one.likeness.reasons],
                            "why": one.why,
                        }
                        for one in pairs
                    ],
                }
                for place, pairs in sorted(incoming.asked.items())
            ],
        }  # fmt: skip
        return {
            "file": self.name, "sha256": self.sha256, "system": self.system,
            "as_at": self.as_at.isoformat(), **told,
        }  # fmt: skip


def checked(upload: Upload | bytes, *, name: str) -> CheckedFile:
    """The gate, for files of registers. Nothing is kept; close what it hands out."""
    return gate.check(
        upload, name=name, allowed=REGISTER_FILES, limit_bytes=limits.MAX_FILE_BYTES
    )  # fmt: skip


def read_register(
    file: CheckedFile,
    *,
    as_at: date,
    system: str,
    authority: str,
    mapping: Mapping | None,
    viewer: Viewer,
    on: date,
    decided: Decided | None = None,
    shown: int = SHOWN,
) -> RegisterRead:
    """Read a file to its end and compare it with the register. `system` "" is that of its kind;
    `shown`: how many problems are told one by one. Raises Refused."""
    if as_at > on:
        raise Refused(f"{as_at:%-d %B %Y} is still to come. Give the day that the file describes.")
    file.stream.seek(0)
    reading = open_register(file.stream, file.safe_name, mapping=mapping)
    stream = system or SYSTEMS.get(reading.kind) or (mapping.name if mapping else "")
    gathered = gather(
        reading, on=on, as_at=as_at, authority=authority, shown=shown,
        settings=known_settings(viewer=viewer),
    )  # fmt: skip
    incoming = who_is_whom(gathered.records, system=stream, viewer=viewer, decided=decided)
    return RegisterRead(file.safe_name, file.sha256, stream, as_at, gathered, incoming)


def who_is_whom(
    records: Sequence[ChildRecord],
    *,
    system: str,
    viewer: Viewer,
    decided: Decided | None = None,
) -> Incoming:
    """Those of whom something says who they are beside the register, by their places."""
    places = [place for place, record in enumerate(records) if is_somebody(record)]
    found = compared(
        [records[place] for place in places],
        system=system,
        local_area_id=viewer.local_area_id,
        decided={
            at: decided[place] for at, place in enumerate(places) if decided and place in decided
        },
    )
    return Incoming(
        frozenset(places[at] for at in found.new),
        {places[at]: pk for at, pk in found.known.items()},
        {places[at]: pairs for at, pairs in found.asked.items()},
        found.notes,
    )


def is_somebody(record: ChildRecord) -> bool:
    """Whether a record says who it is about: a number, or a name with the day of birth."""
    number = record.reference or record.upn or record.uln or record.nhs_number
    return bool(number or (record.born_on and (record.surname or record.forename)))


def known_settings(*, viewer: Viewer) -> KnownSettings:
    """The area's list of settings, for places and for the checks."""
    every = provision.all_facts(viewer=viewer)
    ids = {facts.ukprn: pk for pk, facts in every.values() if facts.ukprn}
    ids |= {urn: pk for urn, (pk, _) in every.items()}
    facts = {urn: _for_checks(facts) for urn, (_, facts) in every.items()}
    return KnownSettings(ids, facts or None)


def _for_checks(facts: SettingFacts) -> FactsForChecks:
    kind = facts.resourced_kind.casefold()
    return FactsForChecks(
        kind=facts.type_name,
        opened=facts.opened_on,
        closed=facts.closed_on,
        sen_unit="unit" in kind if kind else None,
        resourced_provision="resourced" in kind if kind else None,
    )
