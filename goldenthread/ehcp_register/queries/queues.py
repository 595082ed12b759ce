"""Queues: what is due, late or waited for on a day, each as one question over the deadlines or the
lines of the register. The count of a queue and its rows are the same question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from goldenthread.ehcp_register.models import Deadline, RegisterEntry
from goldenthread.ehcp_register.queries.asked import MY_CASELOAD, NO_CASELOAD, Asked
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.ehcp_register.queries.narrowing import asked_for
from goldenthread.ehcp_register.queries.on_a_day import lines_on, visit_due, visited_within
from goldenthread.partnership.person_linked import PersonLinkedRows
from goldenthread.partnership.queries import Viewer, post_titles

SOON = 14  # days
AGES = (30, 90, 180)  # days late
Rows = PersonLinkedRows[Deadline]


@dataclass(frozen=True)
class Queue:
    """Deadlines that have something in common on a day."""

    key: str
    words: str
    counts: str  # what counts, in a sentence
    condition: Callable[[date], Q]
    duties: tuple[str, ...] = ()  # () is every duty


def _must(day: date) -> Q:
    """What somebody must do, its last day known by then."""
    return Q(must_from__lte=day, known_from__lte=day)


def _late(day: date, more_than: int = 0) -> Q:
    return _must(day) & Q(due_on__lt=day - timedelta(days=more_than))


def _soon(day: date) -> Q:
    return _must(day) & Q(due_on__gte=day, due_on__lte=day + timedelta(days=SOON))


def _older(days: int) -> Queue:
    return Queue(
        f"late-{days}",
        f"Late by more than {days} days",
        f"Every duty that has not been done and was due more than {days} days ago.",
        lambda day: _late(day, days),
    )


QUEUES: dict[str, Queue] = {
    one.key: one
    for one in (
        Queue(
            "soon",
            "Due in the next two weeks",
            "Every duty whose last day is today or one of the next 14 days.",
            _soon,
        ),
        Queue(
            "late",
            "Late",
            "Every duty that has not been done and whose last day has passed. An accepted "
            "exception does not take it out of the count.",
            _late,
        ),
        *map(_older, AGES),
        Queue(
            "undecided",
            "Review meeting held, no decision yet",
            "The family has not been told whether the plan is kept, amended or ceased: due within "
            "four weeks of the meeting.",
            lambda day: Q(must_from__lte=day),
            ("D14",),
        ),
        Queue(
            "notice",
            "Amendment notice not sent",
            "The family was told that the plan will be amended, and the proposed amendments have "
            "not been sent: due within four weeks of the meeting.",
            lambda day: Q(must_from__lte=day),
            ("D15",),
        ),
        Queue(
            "reviews",
            "Annual review overdue",
            "No decision has finished the review that was due.",
            _late,
            ("D08", "D09", "D25"),
        ),
        Queue(
            "final-plans",
            "Final plan late",
            "More than 20 weeks have passed since the request, and no plan has been sent.",
            _late,
            ("D07",),
        ),
        Queue(
            "phase-february",
            "Phase transfer before 15 February",
            "A move to another phase is expected and the amended plan has not been sent: due "
            "before 15 February.",
            lambda day: Q(),
            ("D21",),
        ),
        Queue(
            "phase-march",
            "Phase transfer before 31 March",
            "A move from secondary school to post-16 is expected and the amended plan has not been "
            "sent: due before 31 March.",
            lambda day: Q(),
            ("D20",),
        ),
        Queue(
            "phase-post-16",
            "Move between post-16 places",
            "A move from one post-16 place to another is expected and the amended plan has not "
            "been sent: due five months before.",
            lambda day: Q(),
            ("D22",),
        ),
        Queue(
            "advice",
            "Advice late",
            "A body was asked for its advice more than six weeks ago and has not sent it.",
            _late,
            ("D02",),
        ),
    )
}
# Queues of children and not of duties: the list itself, asked in this way.
LISTS: dict[str, tuple[str, str, Asked]] = {
    "visits": (
        "Visit overdue",
        "Placed out of area or in a residential place, or educated at home, and not visited within "
        "the time that the area has set itself. The law sets no such time.",
        Asked(switches=frozenset({"visit_due"}), sort="last_visit"),
    ),
    "awaiting": (
        "Awaiting provision",
        "What the plan provides is not in place, longest first.",
        Asked(switches=frozenset({"awaiting"}), sort="awaiting"),
    ),
    "unknown": (
        "Whereabouts unknown",
        "Nobody knows where the child or young person is, longest first.",
        Asked(switches=frozenset({"unknown"}), stages=("all",), sort="unknown"),
    ),
    "missing": (
        "Missing education",
        "On no school’s roll and not educated otherwise, longest first.",
        Asked(switches=frozenset({"missing"}), stages=("all",), sort="missing"),
    ),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in a queue. `excepted`: an exception was accepted; it is late all the same."""

    child_id: UUID
    surname: str
    forename: str
    reference: str
    duty: str
    kind: str
    body: str
    started_on: date
    due_on: date | None
    excepted: bool
    caseload: str


@dataclass(frozen=True)
class QueueRows:
    """One page of a queue, the oldest first. `bodies`: how many of each body, where it has any."""

    count: int
    excepted: int
    rows: tuple[Due, ...]
    page: int
    bodies: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Counted:
    """How many rows a queue has, and of those how many with an accepted exception."""

    key: str
    count: int
    excepted: int = 0


@dataclass(frozen=True)
class CaseloadCounts:
    """One post's children and what presses among them; `post_id` None: nobody's."""

    post_id: UUID | None
    title: str
    plans: int
    soon: int
    late: int
    undecided: int
    visits: int
    awaiting: int


def open_deadlines(day: date, *, viewer: Viewer, on: date, caseload: str = "") -> Rows:
    """Deadlines open at the end of a day, of children on a caseload as at that day."""
    rows = Deadline.objects.visible_to(viewer, on=on).filter(
        started_on__lte=day, open_until__gt=day
    )
    if caseload:
        rows = rows.filter(child_id__in=_on_caseload(day, caseload, viewer=viewer, on=on))
    return rows


def _on_caseload(day: date, caseload: str, *, viewer: Viewer, on: date) -> Any:
    lines = lines_on(day, viewer=viewer, on=on)
    if caseload == MY_CASELOAD:
        lines = lines.filter(post_id__in=viewer.post_ids)
    elif caseload == NO_CASELOAD:
        lines = lines.filter(post_id__isnull=True)
    else:
        lines = lines.filter(post_id=UUID(caseload))
    return lines.values("child_id")


def queue_of(
    queue: Queue, day: date, *, viewer: Viewer, on: date, caseload: str = "", body: str = ""
) -> Rows:
    """The deadlines of a queue."""
    rows = open_deadlines(day, viewer=viewer, on=on, caseload=caseload)
    if queue.duties:
        rows = rows.filter(duty__in=queue.duties)
    if body:
        rows = rows.filter(body=body)
    return rows.filter(queue.condition(day))


def queue_counts(
    keys: Sequence[str], *, viewer: Viewer, on: date, caseload: str = ""
) -> tuple[Counted, ...]:
    """How many rows each queue has today: one question each, and one for all that is late."""
    ages = _late_by_age(viewer=viewer, on=on, caseload=caseload)
    found = []
    for key in keys:
        if key in ages:
            found.append(ages[key])
        elif key in QUEUES:
            rows = queue_of(QUEUES[key], on, viewer=viewer, on=on, caseload=caseload)
            found.append(Counted(key, *_counted(rows, on)))
        else:
            asked = list_of(key, caseload)
            found.append(Counted(key, asked_for(asked, viewer=viewer, on=on).count()))
    return tuple(found)


def _late_by_age(*, viewer: Viewer, on: date, caseload: str) -> dict[str, Counted]:
    """The queues of what is late, all counted in one go: they are one another's part."""
    keys = {"late": 0, **{f"late-{days}": days for days in AGES}}
    told: dict[str, Any] = {}
    for days in keys.values():
        older = Q(due_on__lt=on - timedelta(days=days))
        told[f"n{days}"] = Count("pk", filter=older)
        told[f"x{days}"] = Count("pk", filter=older & Q(excepted_from__lte=on))
    rows = queue_of(QUEUES["late"], on, viewer=viewer, on=on, caseload=caseload)
    counts = rows.aggregate(**told)
    return {key: Counted(key, counts[f"n{days}"], counts[f"x{days}"]) for key, days in keys.items()}


def list_of(key: str, caseload: str = "") -> Asked:
    """The list of children that a queue of children opens."""
    asked = LISTS[key][2]
    return Asked(stages=asked.stages, switches=asked.switches, sort=asked.sort, caseload=caseload)


def _counted(rows: Rows, day: date) -> tuple[int, int]:
    told = rows.aggregate(count=Count("pk"), excepted=Count("pk", filter=Q(excepted_from__lte=day)))
    return told["count"], told["excepted"]


def queue_rows(
    queue: Queue,
    *,
    viewer: Viewer,
    on: date,
    caseload: str = "",
    body: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> QueueRows:
    """A page of a queue as it stands today."""
    rows = queue_of(queue, on, viewer=viewer, on=on, caseload=caseload, body=body)
    count, excepted = _counted(rows, on)
    page = min(page, max(1, -(-count // per_page)))
    first = (page - 1) * per_page
    bodies: tuple[tuple[str, int], ...] = ()
    if queue.key == "advice":
        every = queue_of(queue, on, viewer=viewer, on=on, caseload=caseload)
        by_body = every.order_by().values_list("body").annotate(count=Count("pk"))
        bodies = tuple(sorted(by_body, key=lambda one: (-one[1], one[0])))
    return QueueRows(
        count, excepted, _due(rows, first, per_page, viewer=viewer, on=on), page, bodies
    )


def _due(rows: Rows, first: int, many: int, *, viewer: Viewer, on: date) -> tuple[Due, ...]:
    in_order = rows.order_by("due_on", "started_on", "pk").values_list(
        "child_id", "child__surname", "child__forename", "child__reference", "duty", "kind",
        "body", "started_on", "due_on", "excepted_from",
    )  # fmt: skip
    found = list(in_order[first : first + many])
    held = lines_on(on, viewer=viewer, on=on).filter(child_id__in={one[0] for one in found})
    posts_of = dict(held.values_list("child_id", "post_id"))
    titles = post_titles(viewer=viewer)
    return tuple(
        Due(
            *row[:9],
            excepted=row[9] is not None and row[9] <= on,
            caseload=titles.get(posts_of.get(row[0]), ""),  # type: ignore[arg-type]
        )
        for row in found
    )


def caseload_counts(*, viewer: Viewer, on: date) -> tuple[CaseloadCounts, ...]:
    """Every caseload with what presses in it; whoever has none on it comes last."""
    due = visit_due(on, visited_within(viewer=viewer))
    plan = Q(has_plan=True)
    of_children = (
        lines_on(on, viewer=viewer, on=on)
        .order_by()
        .values_list("post_id")
        .annotate(
            plans=Count("pk", filter=plan),
            visits=Count("pk", filter=plan & due),
            awaiting=Count("pk", filter=plan & Q(awaiting_since__isnull=False)),
            every=Count("pk"),
        )
    )
    pressing = _pressing(viewer=viewer, on=on)
    found = {row[0]: row[1:] for row in of_children if row[0] or any(row[1:4])}
    titles = post_titles(viewer=viewer)
    return tuple(
        sorted(
            (
                CaseloadCounts(
                    post,
                    titles.get(post, "") if post else "On nobody’s caseload",
                    row[0],
                    *pressing.get(post, (0, 0, 0)),
                    visits=row[1],
                    awaiting=row[2],
                )
                for post, row in found.items()
            ),
            key=lambda one: (one.post_id is None, one.title.casefold()),
        )
    )


def _pressing(*, viewer: Viewer, on: date) -> dict[UUID | None, tuple[int, int, int]]:
    """Post → due soon, late, undecided."""
    soon, late = _soon(on), _late(on)
    undecided = Q(duty="D14", must_from__lte=on)
    line = RegisterEntry.objects.visible_to(viewer, on=on).filter(
        child_id=OuterRef("child_id"), from_date__lte=on, until__gte=on
    )
    rows = (
        open_deadlines(on, viewer=viewer, on=on)
        .filter(soon | late | undecided)
        .order_by()
        .annotate(post=Subquery(line.values("post_id")[:1]))
        .values_list("post")
        .annotate(
            soon=Count("pk", filter=soon),
            late=Count("pk", filter=late),
            undecided=Count("pk", filter=undecided),
        )
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def pressing_for(*, viewer: Viewer, on: date) -> tuple[int, int]:
    """On the viewer's own caseload: how many duties are late, and due in the next two weeks."""
    rows = open_deadlines(on, viewer=viewer, on=on, caseload=MY_CASELOAD)
    told = rows.aggregate(late=Count("pk", filter=_late(on)), soon=Count("pk", filter=_soon(on)))
    return told["late"], told["soon"]
