"""Where the sources of one child disagree about who they are, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from goldenthread.ehcp_register.models import Child, FieldSource
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.matching.likeness import compact, letters

# Each system has a number of its own for a child; that they differ is no disagreement.
NO_DISAGREEMENT = ("reference",)
_NAMES = frozenset({"forename", "surname"})
_NUMBERS = frozenset({"upn", "uln", "postcode"})
_AT_ONCE = 500

# The fields that sources may give, as sentences have them.
FIELD_WORDS = {
    "forename": "forename", "surname": "surname", "born_on": "date of birth", "sex": "sex",
    "ethnicity": "ethnicity", "postcode": "postcode", "upn": "UPN",
    "upn_unknown": "reason for having no UPN", "uln": "ULN",
}  # fmt: skip


@dataclass(frozen=True)
class SaidBySource:
    """What one stream says, as at which day; `held`: the register has this value. `decided_on`:
    somebody decided that it holds."""

    id: UUID
    system: str
    given: str
    as_at: date
    held: bool
    decided_on: date | None
    decided_by: str


@dataclass(frozen=True)
class Disagreement:
    """One field of one child, and what each source says of it, the latest first."""

    child_id: UUID
    surname: str
    forename: str
    version: int
    field: str
    said: tuple[SaidBySource, ...]

    @property
    def decided(self) -> bool:
        return any(one.decided_on for one in self.said)


@dataclass(frozen=True)
class Disagreements:
    """`open` and `settled` count all of them; `rows` are those of the page that were asked for."""

    open: int
    settled: int
    page: int
    rows: tuple[Disagreement, ...]


def disagreements(
    *, viewer: Viewer, on: date, settled: bool = False, page: int = 1
) -> Disagreements:
    """Fields of which two sources say something different, in the order of names."""
    rows = FieldSource.objects.visible_to(viewer, on=on).exclude(field__in=NO_DISAGREEMENT)
    several = (
        rows.order_by()
        .values("child_id", "field")
        .annotate(values=Count("given", distinct=True))
        .filter(values__gt=1)
        .values_list("child_id", "field")
    )
    wanted = set(several)
    groups = _groups(wanted, viewer=viewer, on=on)
    differ = {
        key: said
        for key, said in groups.items()
        if len({comparable(key[1], one.given) for one in said}) > 1
    }
    children = _children({pk for pk, _ in differ}, viewer=viewer, on=on)
    every = sorted(
        (_of(children[pk], field, said) for (pk, field), said in differ.items() if pk in children),
        key=lambda one: (one.surname, one.forename, str(one.child_id), one.field),
    )
    there = [one for one in every if one.decided is settled]
    first = (max(page, 1) - 1) * PER_PAGE
    count = sum(one.decided for one in every)
    return Disagreements(
        len(every) - count, count, max(page, 1), tuple(there[first : first + PER_PAGE])
    )


def _groups(
    wanted: set[tuple[UUID, str]], *, viewer: Viewer, on: date
) -> dict[tuple[UUID, str], list[FieldSource]]:
    found: defaultdict[tuple[UUID, str], list[FieldSource]] = defaultdict(list)
    ids = sorted({pk for pk, _ in wanted})
    for first in range(0, len(ids), _AT_ONCE):
        some = FieldSource.objects.visible_to(viewer, on=on).filter(
            child_id__in=ids[first : first + _AT_ONCE]
        )
        for row in some.select_related("source"):
            if (row.child_id, row.field) in wanted:
                found[row.child_id, row.field].append(row)
    return found


def _children(ids: set[UUID], *, viewer: Viewer, on: date) -> dict[UUID, Child]:
    wanted = sorted(ids)
    return {
        one.pk: one
        for first in range(0, len(wanted), _AT_ONCE)
        for one in Child.objects.visible_to(viewer, on=on).filter(
            pk__in=wanted[first : first + _AT_ONCE]
        )
    }


def _of(child: Child, field: str, said: list[FieldSource]) -> Disagreement:
    held = str(getattr(child, field) or "")
    told = [
        SaidBySource(
            row.pk, row.system, row.given, row.source.as_at, row.given == held,
            row.decided_on, row.decided_by_label,
        )
        for row in said
    ]  # fmt: skip
    told.sort(key=lambda one: (-one.as_at.toordinal(), one.system))
    return Disagreement(child.pk, child.surname, child.forename, child.version, field, tuple(told))


def comparable(field: str, given: str) -> str:
    """Another spelling of the same is no disagreement: capitals, spaces, accents of names."""
    if field in _NAMES:
        return letters(given)
    return compact(given) if field in _NUMBERS else given
