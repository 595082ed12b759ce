"""What is told of some hundred children at once, in the shapes of the rules and without an instance
of a model for each row: for whoever works out a whole register. `facts.facts_of` is the plain way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.models import (
    Caseload,
    Child,
    ChildsCircumstance,
    Event,
    ExceptionClaim,
    Need,
    Placed,
    Placement,
    Responsibility,
    WelfareVisit,
)
from goldenthread.ehcp_register.queries.facts import claim_of, every
from goldenthread.ehcp_register.queries.in_words import in_words, words_of_id
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.proceedings import Asked, Claim, History, Phase, Told, What
from goldenthread.rules.standing import (
    Attends,
    HasNeed,
    IsIn,
    IsResponsible,
    Known,
    OnCaseload,
)

_EVENT = (
    "child_id", "on", "id", "case_id", "what", "body", "day", "asks", "phase", "about", "struck",
    "instead_of_id",
)  # fmt: skip
_WHAT = {one.value: one for one in What}
_ASKS: dict[str, Asked | None] = {"": None, **{one.value: one for one in Asked}}
_PHASES: dict[str, Phase | None] = {"": None, **{one.value: one for one in Phase}}
_ABOUTS: dict[str, About | None] = {"": None, **{one.value: one for one in About}}


class Days(dict[str | None, Any]):
    """A day of its words: a million rows share some thousand days."""

    def __init__(self) -> None:
        super().__init__({None: None})

    def __missing__(self, words: str) -> date:
        day = self[words] = date.fromisoformat(words)
        return day


@dataclass(frozen=True, slots=True)
class ToldOf:
    """One child: their id in the words of the database, who they are, what happened, what is
    claimed, and what is known besides deadlines."""

    pk: str
    names: tuple[str, str]
    born: date | None
    history: History
    claims: list[Claim]
    known: Known


def told_in_bulk(ids: Collection[UUID], *, local_area_id: UUID, days: Days) -> Iterator[ToldOf]:
    """Of each of these children of the area; one question for each kind of fact."""
    children = every(Child).filter(local_area_id=local_area_id, pk__in=list(ids))
    who = children.values_list(*in_words(Child, ("id", "surname", "forename", "born_on")))
    events = _events(ids, days)
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in every(ExceptionClaim).filter(child_id__in=ids).order_by("id"):
        claims[words_of_id(claim.child_id)].append(claim_of(claim, id_words=words_of_id))
    known = _Known(ids, days)
    for pk, surname, forename, born_on in who:
        told, born = events[pk], days[born_on]
        yield ToldOf(
            pk, (surname, forename), born, History(told, born), claims[pk], known.of(pk, told)
        )


def _events(ids: Collection[UUID], days: Days) -> defaultdict[str, list[Told]]:
    """Those that stand, by child, in their order."""
    found: defaultdict[str, list[Told]] = defaultdict(list)
    wrong: dict[str, set[str]] = {}
    rows = every(Event).filter(child_id__in=ids).order_by()
    for pk, on, key, case, what, body, day, asks, phase, about, struck, instead in rows.values_list(
        *in_words(Event, _EVENT)
    ).iterator(_ROWS):
        if instead:
            wrong.setdefault(pk, set()).add(instead)
        if not struck:
            found[pk].append(
                Told(
                    days[on], key, case, _WHAT[what], body, days[day], _ASKS[asks],
                    _PHASES[phase], _ABOUTS[about],
                )
            )  # fmt: skip
    for pk, keys in wrong.items():
        found[pk] = [one for one in found[pk] if one.key not in keys]
    for told in found.values():
        told.sort()
    return found


_ROWS = 5_000


class _Known:
    """What is known of some children besides what happened, by kind."""

    def __init__(self, ids: Collection[UUID], days: Days) -> None:
        self.ids, self.days = ids, days
        self.placements = self._dated(
            Placement,
            lambda first, last, kind, *rest: Attends(
                first, last, kind == Placed.NAMED, rest[0], rest[1] or rest[2], *rest[3:]
            ),
            "kind", "rank", "setting_id", "urn", "name", "elsewhere", "residential", "out_of_area",
        )  # fmt: skip
        self.needs = self._dated(Need, HasNeed, "need", "rank")
        self.circumstances = self._dated(ChildsCircumstance, IsIn, "kind")
        self.caseloads = self._dated(Caseload, OnCaseload, "post_id")
        self.responsible = self._dated(Responsibility, IsResponsible, "kind", "authority")
        visits = every(WelfareVisit).filter(child_id__in=ids).order_by("id")
        self.visits: defaultdict[str, list[date]] = defaultdict(list)
        for pk, on in visits.values_list(*in_words(WelfareVisit, ("child_id", "on"))):
            self.visits[pk].append(days[on])

    def _dated(self, model: type[Any], made: Any, *names: str) -> defaultdict[str, Any]:
        rows = every(model).filter(child_id__in=self.ids).order_by("id")
        found: defaultdict[str, Any] = defaultdict(list)
        for pk, first, last, *rest in rows.values_list(
            *in_words(model, ("child_id", "from_date", "until", *names))
        ):
            found[pk].append(made(self.days[first], self.days[last], *rest))
        return found

    def of(self, pk: str, told: list[Told]) -> Known:
        return Known(
            events=tuple((one.what, one.on) for one in told),
            placements=tuple(self.placements[pk]),
            needs=tuple(self.needs[pk]),
            circumstances=tuple(self.circumstances[pk]),
            caseloads=tuple(self.caseloads[pk]),
            responsible=tuple(self.responsible[pk]),
            visits=tuple(self.visits[pk]),
        )
