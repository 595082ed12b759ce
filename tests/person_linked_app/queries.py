"""What a context asks of such records: everything begins from somebody's eyes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from goldenthread.partnership.person_linked import Withheld, askable, detail_of
from goldenthread.partnership.queries import Viewer
from tests.person_linked_app.models import AssessmentRequest, Child


@dataclass(frozen=True)
class ChildFact:
    id: UUID
    name: str
    health_advice: str | Withheld
    social_care: str | Withheld


def children(*, viewer: Viewer, on: date) -> tuple[ChildFact, ...]:
    rows = Child.objects.visible_to(viewer, on=on).order_by("name")
    return tuple(
        ChildFact(
            row.pk,
            row.name,
            detail_of(row, "health_advice", viewer=viewer),
            detail_of(row, "social_care", viewer=viewer),
        )
        for row in rows
    )


def how_many(*, viewer: Viewer, on: date) -> int:
    return Child.objects.visible_to(viewer, on=on).count()


def requests_by_month(*, viewer: Viewer, on: date) -> dict[int, int]:
    rows = AssessmentRequest.objects.visible_to(viewer, on=on).values("received_on__month")
    return {row["received_on__month"]: row["number"] for row in rows.annotate(number=Count("id"))}


def search(words: str, *, viewer: Viewer, on: date) -> tuple[str, ...]:
    """By name, and by whatever details the viewer may see."""
    wanted = Q(name__icontains=words)
    for field in askable(Child, viewer=viewer):
        wanted |= Q(**{f"{field}__icontains": words})
    rows = Child.objects.visible_to(viewer, on=on).filter(wanted).order_by("name")
    return tuple(rows.values_list("name", flat=True))


def suggestions(begins: str, *, viewer: Viewer, on: date) -> tuple[str, ...]:
    rows = Child.objects.visible_to(viewer, on=on).filter(name__istartswith=begins)
    return tuple(rows.order_by("name").values_list("name", flat=True)[:10])


def export(*, viewer: Viewer, on: date) -> str:
    """A table with the names and details of every child in sight."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["name", "health advice"])
    for one in children(viewer=viewer, on=on):
        table.writerow([one.name, str(one.health_advice)])
    return out.getvalue()
