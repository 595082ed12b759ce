"""Records about a child or young person: nobody asks for them but through somebody's eyes.

A model of such records derives from `PersonLinked`:

    class AssessmentRequest(PersonLinked):
        child = models.ForeignKey("Child", on_delete=models.PROTECT, related_name="requests")
        health_advice = models.TextField(blank=True)
        person_by = "child"
        details = {"health_advice": Detail.HEALTH}

and every query begins with `AssessmentRequest.objects.visible_to(viewer, on=on)`. A restricted
record is left out there, and so out of every list, count, search and export: for everybody without
a named grant, whatever their role. Anything else asked of the manager raises `Unasked`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from goldenthread.partnership.models import BreakGlass, Detail, LocalArea, NamedGrant, Restriction

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer

__all__ = [
    "Detail",  # the registers say it of their fields
    "PersonLinked",
    "PersonLinkedManager",
    "PersonLinkedRows",
    "Unasked",
    "Withheld",
    "askable",
    "detail_of",
    "in_sight",
    "is_known",
    "linked_by",
    "models_of_records",
    "seen",
]

Value = TypeVar("Value")
Row = TypeVar("Row", bound="PersonLinked")


class Unasked(TypeError):
    """Somebody's records were asked for through nobody's eyes."""


@dataclass(frozen=True)
class Withheld:
    """Stands where a detail would that the viewer has no right to; it holds the reason alone."""

    reason: str

    def __str__(self) -> str:
        return self.reason

    def __bool__(self) -> bool:
        return False


class PersonLinkedRows(models.QuerySet[Row]):
    """What `visible_to` gives: to be narrowed further like any other rows."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Each row is about whoever the record it belongs to is about."""
        rows = list(objs)
        for row in rows:
            row.take_person()
        return super().bulk_create(rows, *args, **kwargs)


class PersonLinkedManager(models.Manager[Row]):
    """The only manager of such a model; it begins from a viewer."""

    def get_queryset(self) -> NoReturn:
        raise Unasked(
            f"Begin from {self.model.__name__}.objects.visible_to(viewer, on=…): restricted "
            "records are left out there."
        )

    def visible_to(self, viewer: Viewer, *, on: date) -> PersonLinkedRows[Row]:
        """The records of the viewer's area without the restricted ones they have no grant to; none
        for somebody who came by a task link or has no role."""
        if viewer.task is not None or not viewer.grants:
            return self._rows().none()
        return self._rows().filter(
            in_sight("about_id", viewer, on=on), local_area_id=viewer.local_area_id
        )

    def including_restricted_records(self, *, because: str) -> PersonLinkedRows[Row]:
        """Every record of every area, restricted or not. Who may call this is named, with the
        reason, in tests/architecture/test_person_linked.py."""
        if not because.strip():
            raise Unasked("Say why restricted records are wanted.")
        return self._rows()

    def create(self, **kwargs: Any) -> Row:
        row: Row = self.model(**kwargs)
        row.save(force_insert=True, using=self.db)
        return row

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        return self._rows().bulk_create(objs, *args, **kwargs)

    def _rows(self) -> PersonLinkedRows[Row]:
        rows: PersonLinkedRows[Row] = PersonLinkedRows(self.model, using=self._db)
        # Of one record's own rows (child.requests): Django's manager narrows to the record.
        narrowed = getattr(self, "_apply_rel_filters", None)
        return narrowed(rows) if narrowed else rows


@dataclass(frozen=True)
class Needed:
    """While the lookups find a row, the child or young person is not erased, however old; `why` is
    the sentence that says so."""

    lookups: Mapping[str, Any]
    why: str


class PersonLinked(models.Model):
    """A record about one child or young person in one local area.

    `person_by` names the foreign key to the record it belongs to; "" for the child or young person
    themselves. `found_by` names the column by which everything about somebody is found: where
    `about_id` has no index of its own, the key of the person themselves. `details` names the
    fields that are rights of their own. `born` names the date of birth, of the child or young
    person themselves: how long everything about them is kept counts from it, and `needed_while`
    says when it is kept longer.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: nearly every row is of the same area, and a database that has
    # not counted them yet would choose it before one that finds the few.
    local_area = models.ForeignKey(
        LocalArea, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about_id = models.UUIDField(db_index=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = PersonLinkedManager["PersonLinked"]()

    if TYPE_CHECKING:  # of an abstract model the type checker does not know it
        local_area_id: UUID

    person_by: ClassVar[str] = ""
    found_by: ClassVar[str] = "about_id"
    born: ClassVar[str] = ""
    needed_while: ClassVar[Needed | None] = None
    details: ClassVar[Mapping[str, Detail]] = {}

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_person()
        super().save(*args, **kwargs)

    def take_person(self) -> None:
        """Fill in whom the record is about. ValueError where it belongs to records of two people or
        of two areas: what is linked across people would be seen through the link."""
        if not self.person_by:
            self.about_id = self.pk
        else:
            self.about_id = getattr(self, self.person_by).about_id
        for name in linked_by(type(self)):
            other = getattr(self, name)
            if other is None:
                continue
            if (other.about_id, other.local_area_id) != (self.about_id, self.local_area_id):
                raise ValueError(
                    f"{type(self).__name__}.{name} is a record about somebody else. Keep their id "
                    "without a foreign key."
                )


@cache
def linked_by(model: type[models.Model]) -> tuple[str, ...]:
    """Names of a model's foreign keys to records about a child or young person."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, PersonLinked)
    )


def in_sight(about: str, viewer: Viewer, *, on: date) -> Q:
    """Narrows rows to those whose `about` (a field with the id of a child or young person) is not
    restricted, or to which the viewer has a named grant or has broken the glass just now. The hour
    of a broken glass is the database's own."""
    hidden = _hidden_from(viewer.user_id, viewer.local_area_id, on)
    return ~Q(**{f"{about}__in": hidden})


def out_of_sight(about: str, viewer: Viewer, *, on: date) -> Q:
    """Narrows rows to those that `in_sight` leaves out, to take them off a count."""
    return Q(**{f"{about}__in": _hidden_from(viewer.user_id, viewer.local_area_id, on)})


class _HiddenFrom(models.Expression):
    """Whom somebody may not see, as a subquery that stands in others.

    Its SQL is written once for each database, because writing it takes longer than asking: it
    names nothing outside itself, so within any query it is the same words. It is asked anew as part
    of each query that it narrows.
    """

    def __init__(self, user_id: UUID | None, local_area_id: UUID, on: date) -> None:
        super().__init__(output_field=models.UUIDField())
        self._of = user_id, local_area_id, on
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Self:
        return self

    def relabeled_clone(self, change_map: Any) -> Self:
        return self

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        written = self._written.get(connection.vendor)
        if written is None:
            sql, given = _restricted(*self._of).query.get_compiler(connection=connection).as_sql()
            written = self._written[connection.vendor] = f"({sql})", tuple(given)
        return written


_hidden_from = lru_cache(maxsize=256)(_HiddenFrom)


def _restricted(user_id: UUID | None, local_area_id: UUID, on: date) -> QuerySet[Any, Any]:
    mine: dict[str, Any] = {
        "local_area_id": local_area_id,
        "user_id": user_id,
        "about_id": OuterRef("about_id"),
    }
    # Asked once and not for each row: of a long list hardly any are restricted.
    return (
        Restriction.objects.filter(local_area_id=local_area_id, lifted_on__isnull=True)
        .exclude(Exists(NamedGrant.objects.in_force(on=on).filter(**mine)))
        .exclude(Exists(BreakGlass.objects.filter(**mine, ends_at__gt=Now())))
        .order_by()
        .values("about_id")
    )


def models_of_records() -> tuple[type[PersonLinked], ...]:
    """Every model of records about a child or young person that the installation has."""
    return tuple(model for model in apps.get_models() if issubclass(model, PersonLinked))


def is_known(about_id: UUID, *, local_area_id: UUID) -> bool:
    """Whether the area holds any record about this child or young person, restricted or not."""
    return any(
        model.objects.including_restricted_records(because="to restrict it")
        .filter(local_area_id=local_area_id, **{model.found_by: about_id})
        .exists()
        for model in models_of_records()
    )


def seen(
    value: Value, detail: Detail, *, viewer: Viewer, teams: Collection[UUID] = ()
) -> Value | Withheld:
    """The value, or `Withheld` where the viewer has no right to such details. `teams` are the teams
    that the record belongs to."""
    if viewer.may_see(detail, teams=teams):
        return value
    return Withheld(
        f"{detail.label} is withheld: you have no right to see it. "
        "An area administrator can give it to you."
    )


def detail_of(
    row: PersonLinked, field: str, *, viewer: Viewer, teams: Collection[UUID] = ()
) -> Any:
    """A field that is a detail, or `Withheld`; KeyError for a field that is none."""
    detail = row.details[field]
    return seen(getattr(row, field), detail, viewer=viewer, teams=teams)


def askable(model: type[PersonLinked], *, viewer: Viewer) -> frozenset[str]:
    """The details that the viewer may search, filter or sort by: those they may see in the whole
    area. By any other a list would tell what the page withholds."""
    return frozenset(name for name, detail in model.details.items() if viewer.may_see(detail))
