"""The invented population, written into an area's register by the register's own verbs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from goldenthread.demo.population import Person, Population, Wrong, make
from goldenthread.demo.population.people import Placed
from goldenthread.ehcp_register.actions import add_children
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import actions as provision
from goldenthread.provision import queries as settings
from goldenthread.rules.provision import SettingTold
from goldenthread.rules.refusals import Refused
from goldenthread.rules.standing.records import (
    BudgetRecord,
    CaseRecord,
    ChildRecord,
    CircumstanceRecord,
    NeedRecord,
    PlacementRecord,
    ResponsibilityRecord,
    VisitRecord,
)


@dataclass(frozen=True)
class Filled:
    """What was written, and which errors were put in: kind → references."""

    children: int
    plans: int
    settings: int
    events: int
    wrong: Mapping[Wrong, tuple[str, ...]]


@dataclass(frozen=True)
class Writers:
    """Who writes: `keeper` may bring settings in, `manager` children; the caseloads are those of
    `posts`."""

    keeper: Viewer
    manager: Viewer
    posts: tuple[UUID, ...]
    on: date
    at: datetime


def fill(
    *,
    plans: int,
    seed: int,
    writers: Writers,
    part: int = 0,
    begin: int = 0,
    written: Callable[[int, int], None] = lambda done, of: None,
) -> Filled:
    """Invent so many children and young people with a plan, and write them with their schools.

    All of it or nothing; or, so that others can work meanwhile, `part` children at a time, from the
    child `begin` on: `written(done, of)` is told after each part. Refused where the area is no
    demonstration, or has these people already.
    """
    if not writers.manager.demonstration:
        raise Refused(
            "This is a real local area: no invented child is written into it. Make a demonstration "
            "first: goldenthread demo."
        )
    made = make(plans=plans, seed=seed, ends_on=writers.on)
    people = _by_name(made)
    with transaction.atomic():
        if not begin:
            _bring_in_settings(made, seed, writers)
        if not part:
            _write(people, seed, writers, len(people))
    for start in range(begin, len(people), part) if part else ():
        with transaction.atomic():
            _write(people[start : start + part], seed, writers, len(people), start)
        written(min(start + part, len(people)), len(people))
    return Filled(
        children=len(people),
        plans=plans,
        settings=len(made.settings),
        events=sum(len(one.events) for one in people),
        wrong=made.wrong,
    )


def writers_of(
    *, keeper: Viewer, manager: Viewer, caseloads: Collection[str], on: date, at: datetime
) -> Writers:
    """The posts with these titles carry the caseloads; none where the area has no such post."""
    titles = partnership.post_titles(viewer=manager)
    posts = tuple(key for key, title in titles.items() if title in caseloads)
    return Writers(keeper, manager, posts, on, at)


def _by_name(made: Population) -> list[Person]:
    """Each caseload is one part of the alphabet, as teams share them."""
    return sorted(made.people, key=lambda one: (one.surname, one.forename, one.reference))


def _write(people: Sequence[Person], seed: int, writers: Writers, of: int, start: int = 0) -> None:
    known = settings.all_facts(viewer=writers.manager)
    ids = {urn: found[0] for urn, found in known.items()}
    share = max(1, -(-of // max(1, len(writers.posts))))

    def records() -> Iterator[ChildRecord]:
        for place, person in enumerate(people, start=start):
            yield _record(person, ids, writers.posts[place // share] if writers.posts else None)

    add_children(
        records=records(),
        kind="invented",
        system="Demonstration",
        title=f"Invented children and young people, seed {seed}",
        as_at=writers.on,
        by=writers.manager,
        on=writers.on,
        at=writers.at,
    )


def _bring_in_settings(made: Population, seed: int, writers: Writers) -> None:
    name = f"Invented settings, seed {seed}"
    digest = sha256("\n".join(repr(one) for one in made.settings).encode()).hexdigest()
    extract = provision.Extract(
        file_name=name,
        sha256=digest,
        as_at=writers.on,
        rows_read=len(made.settings),
        rows_refused=0,
        whole=False,
    )
    told = [SettingTold(one) for one in made.settings]
    provision.bring_in_settings(
        told=told, extract=extract, by=writers.keeper, on=writers.on, at=writers.at
    )


def _record(person: Person, ids: Mapping[str, UUID], post: UUID | None) -> ChildRecord:
    open_still = person.standing not in _OVER
    return ChildRecord(
        reference=person.reference,
        forename=person.forename,
        surname=person.surname,
        born_on=person.born_on,
        sex=person.sex,
        ethnicity=person.ethnicity,
        postcode=person.postcode,
        upn=person.upn,
        upn_unknown=person.upn_unknown,
        uln=person.uln,
        known_to_social_care=person.social_care,
        post_id=post if open_still else None,
        cases=tuple(_each(CaseRecord, person.cases, "key", "process", "opened_on")),
        events=tuple(person.events),
        claims=tuple(person.claims),
        placements=tuple(_placement(one, ids) for one in person.placements),
        needs=tuple(_each(NeedRecord, person.needs, "need", "rank", *_DATES)),
        circumstances=tuple(_each(CircumstanceRecord, person.circumstances, "kind", *_DATES)),
        responsible=tuple(
            _each(ResponsibilityRecord, person.responsible, "kind", "authority", *_DATES)
        ),
        visits=tuple(_each(VisitRecord, person.visits, "on", "by_label", "seen")),
        budgets=tuple(_each(BudgetRecord, person.budgets, "how", *_DATES)),
    )


_OVER = ("refused", "not-issued", "withdrawn", "ceased", "transferred")
_DATES = ("from_date", "until")


def _each(record: Callable[..., object], rows: Sequence[object], *names: str) -> Iterator:  # type: ignore[type-arg]
    return (record(**{name: getattr(row, name) for name in names}) for row in rows)


def _placement(placed: Placed, ids: Mapping[str, UUID]) -> PlacementRecord:
    return PlacementRecord(
        kind=placed.kind,
        from_date=placed.from_date,
        until=placed.until,
        setting_id=ids.get(placed.urn),
        urn=placed.urn,
        name=placed.name,
        elsewhere=placed.elsewhere,
        residential=placed.residential,
        work_based=placed.work_based,
        sen_unit=placed.sen_unit,
        resourced_provision=placed.resourced_provision,
        out_of_area=placed.out_of_area,
    )
