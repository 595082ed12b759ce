"""Queues: what is due, late or waited for on a day, each as one question over the deadlines or the
lines of the register. The count of a queue and its rows are the same question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Q
from django.db.models.functions import Cast

from goldenthread.ehcp_register.models import Deadline
from goldenthread.ehcp_register.queries.asked import MY_CASELOAD, NO_CASELOAD, Asked
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.ehcp_register.queries.narrowing import conditions
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
    by_day: bool = True  # whether it holds nothing that is due after the next two weeks


# Said in so many words wherever rows are counted: the index holds no others.
_SOMEBODY_MUST = Q(must_from__isnull=False)


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
            by_day=False,
        ),
        Queue(
            "notice",
            "Amendment notice not sent",
            "The family was told that the plan will be amended, and the proposed amendments have "
            "not been sent: due within four weeks of the meeting.",
            lambda day: Q(must_from__lte=day),
            ("D15",),
            by_day=False,
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
            lambda day: _SOMEBODY_MUST,
            ("D21",),
            by_day=False,
        ),
        Queue(
            "phase-march",
            "Phase transfer before 31 March",
            "A move from secondary school to post-16 is expected and the amended plan has not been "
            "sent: due before 31 March.",
            lambda day: _SOMEBODY_MUST,
            ("D20",),
            by_day=False,
        ),
        Queue(
            "phase-post-16",
            "Move between post-16 places",
            "A move from one post-16 place to another is expected and the amended plan has not "
            "been sent: due five months before.",
            lambda day: _SOMEBODY_MUST,
            ("D22",),
            by_day=False,
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
        rows = rows.filter(about_id__in=_on_caseload(day, caseload, viewer=viewer, on=on))
    return rows


def _on_caseload(day: date, caseload: str, *, viewer: Viewer, on: date) -> Any:
    lines = lines_on(day, viewer=viewer, on=on)
    if caseload == MY_CASELOAD:
        lines = lines.filter(post_id__in=viewer.post_ids)
    elif caseload == NO_CASELOAD:
        lines = lines.filter(post_id__isnull=True)
    else:
        lines = lines.filter(post_id=UUID(caseload))
    return lines.values("about_id")


def queue_of(
    queue: Queue, day: date, *, viewer: Viewer, on: date, caseload: str = "", body: str = ""
) -> Rows:
    """The deadlines of a queue."""
    rows = open_deadlines(day, viewer=viewer, on=on, caseload=caseload)
    if body:
        rows = rows.filter(body=body)
    return rows.filter(_in_queue(queue, day))


def _in_queue(queue: Queue, day: date) -> Q:
    of_duties = Q(duty__in=queue.duties) if queue.duties else Q()
    return of_duties & queue.condition(day)


def queue_counts(
    keys: Sequence[str], *, viewer: Viewer, on: date, caseload: str = ""
) -> tuple[Counted, ...]:
    """How many rows each queue has today: one question for all of deadlines, one of children."""
    given = {"viewer": viewer, "on": on, "caseload": caseload}
    wanted = [QUEUES[key] for key in keys if key in QUEUES]
    lists = [key for key in keys if key not in QUEUES]
    counted = [*_counted_at_once(wanted, **given), *_listed_at_once(lists, **given)]  # type: ignore[arg-type]
    found = {one.key: one for one in counted}
    return tuple(found[key] for key in keys)


def _listed_at_once(
    keys: Sequence[str], *, viewer: Viewer, on: date, caseload: str
) -> list[Counted]:
    told, any_of = {}, Q(pk__in=())
    for key in keys:
        asked = conditions(list_of(key, caseload), viewer=viewer, on=on)
        told[key] = Count("about_id", filter=reduce(and_, asked))
        any_of |= reduce(and_, asked)
    counts = lines_on(on, viewer=viewer, on=on).filter(any_of).aggregate(**told)
    return [Counted(key, counts[key]) for key in keys]


def _counted_at_once(
    queues: Sequence[Queue], *, viewer: Viewer, on: date, caseload: str
) -> list[Counted]:
    told: dict[str, Any] = {}
    for number, one in enumerate(queues):
        condition = _in_queue(one, on)
        told[f"n{number}"] = Count("about_id", filter=condition)
        told[f"x{number}"] = Count("about_id", filter=condition & Q(excepted_from__lte=on))
    # Most of what is open is due later, or nobody must: it is left out before the counts.
    due = _must(on) & Q(due_on__lte=on + timedelta(days=SOON))
    either = due | Q(duty__in={duty for one in queues if not one.by_day for duty in one.duties})
    rows = open_deadlines(on, viewer=viewer, on=on, caseload=caseload)
    rows = rows.filter(_SOMEBODY_MUST, either)
    counts = rows.aggregate(**told)
    return [
        Counted(one.key, counts[f"n{number}"], counts[f"x{number}"])
        for number, one in enumerate(queues)
    ]


def list_of(key: str, caseload: str = "") -> Asked:
    """The list of children that a queue of children opens."""
    asked = LISTS[key][2]
    return Asked(stages=asked.stages, switches=asked.switches, sort=asked.sort, caseload=caseload)


def _counted(rows: Rows, day: date) -> tuple[int, int]:
    told = rows.aggregate(
        count=Count("about_id"), excepted=Count("about_id", filter=Q(excepted_from__lte=day))
    )
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
        by_body = every.order_by().values_list("body").annotate(count=Count("about_id"))
        bodies = tuple(sorted(by_body, key=lambda one: (-one[1], one[0])))
    return QueueRows(
        count, excepted, _due(rows, first, per_page, viewer=viewer, on=on), page, bodies
    )


def _due(rows: Rows, first: int, many: int, *, viewer: Viewer, on: date) -> tuple[Due, ...]:
    """First which rows, read from the index alone, then what they say."""
    in_order = rows.order_by("due_on", "started_on", "pk").values_list("pk", flat=True)
    ids = list(in_order[first : first + many])
    told = rows.order_by().filter(pk__in=ids).values_list(
        "child_id", "child__surname", "child__forename", "child__reference", "duty", "kind",
        "body", "started_on", "due_on", "excepted_from", "pk",
    )  # fmt: skip
    found = {one[-1]: one for one in told}
    held = lines_on(on, viewer=viewer, on=on).filter(child_id__in={one[0] for one in told})
    posts_of = dict(held.values_list("child_id", "post_id"))
    titles = post_titles(viewer=viewer)
    return tuple(
        Due(
            *row[:9],
            excepted=row[9] is not None and row[9] <= on,
            caseload=titles.get(posts_of.get(row[0]), ""),  # type: ignore[arg-type]
        )
        for row in (found[pk] for pk in ids)
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
            plans=Count("about_id", filter=plan),
            visits=Count("about_id", filter=plan & due),
            awaiting=Count("about_id", filter=plan & Q(awaiting_since__isnull=False)),
            every=Count("about_id"),
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
    undecided = _in_queue(QUEUES["undecided"], on)
    of_children = (
        open_deadlines(on, viewer=viewer, on=on)
        .filter(soon | late | undecided)
        .order_by()
        .values_list(_as_text("about_id"))
        .annotate(
            soon=Count("about_id", filter=soon),
            late=Count("about_id", filter=late),
            undecided=Count("about_id", filter=undecided),
        )
    )
    lines = lines_on(on, viewer=viewer, on=on)
    posts = dict(lines.values_list(_as_text("about_id"), _as_text("post_id")))
    found: dict[str | None, list[int]] = {}
    for child_id, *counts in of_children:
        told = found.setdefault(posts.get(child_id), [0, 0, 0])
        told[:] = map(sum, zip(told, counts, strict=True))
    return {UUID(post) if post else None: (one[0], one[1], one[2]) for post, one in found.items()}


def _as_text(field: str) -> Cast:
    """Of as many ids as there are children: to make each an id takes longer than to ask."""
    return Cast(field, CharField())


def pressing_for(*, viewer: Viewer, on: date) -> tuple[int, int]:
    """On the viewer's own caseload: how many duties are late, and due in the next two weeks."""
    rows = open_deadlines(on, viewer=viewer, on=on, caseload=MY_CASELOAD)
    told = rows.aggregate(
        late=Count("about_id", filter=_late(on)), soon=Count("about_id", filter=_soon(on))
    )
    return told["late"], told["soon"]
