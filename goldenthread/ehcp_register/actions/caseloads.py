"""Children put on another post's caseload, many at once, and put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.working_out import work_out
from goldenthread.ehcp_register.models import Caseload, CaseloadMove, Child
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer, posts
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_DAY = timedelta(days=1)
_PART = 500  # SQLite takes so many values in one question, and more


def move_children(
    *,
    children: Mapping[UUID, UUID | None],
    to_post_id: UUID,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Put children on a post's caseload from today. `children`: each one's id, and the post on
    whose caseload they stood when the page was drawn (None: nobody's). All of them or none; the
    move's id, by which it can be undone."""
    require(policies.may_manage(by))
    if not children:
        raise Refused("Choose the children and young people to move.")
    title = _title(to_post_id, by=by, on=on)
    with transaction.atomic():
        known = _in_sight(children, by=by, on=on)
        rows = _open_rows(known, by=by, on=on)
        for child_id, seen in children.items():
            row = rows.get(child_id)
            if (row.post_id if row else None) != seen:
                raise ChangedMeanwhile(
                    "Somebody else has moved one of these children meanwhile. Nothing was moved: "
                    "look at the list again."
                )
        moving = [child for pk, child in known.items() if children[pk] != to_post_id]
        if not moving:
            raise Refused(f"All of them are on the caseload of {title} already.")
        move = uuid7()
        for child in moving:
            _put(child, rows.get(child.pk), to_post_id, on=on, at=at)
        CaseloadMove.objects.bulk_create(
            CaseloadMove(
                local_area_id=by.local_area_id,
                child=child,
                move=move,
                from_post_id=children[child.pk],
                to_post_id=to_post_id,
                on=on,
                moved_by_id=by.user_id,
                recorded_at=at,
            )
            for child in moving
        )
        work_out([child.pk for child in moving], local_area_id=by.local_area_id)
        words = f"put {_counted(len(moving))} on the caseload of {title}"
        _tell("move_children", words, moving, to_post_id, title, by=by, on=on)
    return move


def undo_move(*, move: UUID, by: Viewer, on: date) -> int:
    """Put the children of one's own move back, on the day of the move; how many. Refused where one
    of them has been moved again since."""
    require(policies.may_manage(by))
    with transaction.atomic():
        moved = CaseloadMove.objects.visible_to(by, on=on).filter(
            move=move, moved_by_id=by.user_id, on=on, undone_on__isnull=True
        )
        whose = {row.child_id: row for row in moved.select_for_update()}
        if not whose:
            if not CaseloadMove.objects.visible_to(by, on=on).filter(move=move).exists():
                raise NotThere("There is no such move in your sight. Look at the caseloads.")
            raise Refused(
                "This cannot be undone any more. Whoever moved children can undo it on the same "
                "day; later, move them again."
            )
        known = _in_sight(whose, by=by, on=on)
        rows = _open_rows(known, by=by, on=on)
        for pk, row in whose.items():
            now = rows.get(pk)
            if now is None or now.post_id != row.to_post_id:
                raise ChangedMeanwhile(
                    "One of these children has been moved again since, so nothing was put back."
                )
        ended = _ended_yesterday(known, by=by, on=on)
        for pk, row in whose.items():
            before = ended.get((pk, row.from_post_id)) if row.from_post_id else None
            _put_back(rows[pk], before, row.from_post_id)
            row.undone_on = on
        CaseloadMove.objects.visible_to(by, on=on).bulk_update(
            whose.values(), ["undone_on"], batch_size=_PART
        )
        work_out(list(known), local_area_id=by.local_area_id)
        to_post_id = next(iter(whose.values())).to_post_id
        words = f"put {_counted(len(whose))} back on the caseloads they came from"
        title = _title(to_post_id, by=by, on=on)
        _tell("undo_move", words, list(known.values()), to_post_id, title, by=by, on=on)
    return len(whose)


def _put(child: Child, now: Caseload | None, post_id: UUID, *, on: date, at: datetime) -> None:
    """On a caseload from a day on; one that began today never held at the end of a day."""
    if now is not None and now.from_date >= on:
        now.post_id = post_id
        now.version += 1
        now.save(update_fields=["post_id", "version"])
        return
    if now is not None:
        now.until = on - _DAY
        now.version += 1
        now.save(update_fields=["until", "version"])
    Caseload(
        local_area_id=child.local_area_id,
        child=child,
        post_id=post_id,
        from_date=on,
        recorded_at=at,
    ).save(force_insert=True)


def _put_back(now: Caseload, before: Caseload | None, post_id: UUID | None) -> None:
    """As it stood before today: what began today goes, what ended with it goes on."""
    if before is None and post_id is not None:  # another post's, from this same day
        now.post_id = post_id
        now.version += 1
        now.save(update_fields=["post_id", "version"])
        return
    now.delete()
    if before is not None:
        before.until = None
        before.version += 1
        before.save(update_fields=["until", "version"])


def _in_sight(ids: Iterable[UUID], *, by: Viewer, on: date) -> dict[UUID, Child]:
    """The children, locked; refused where one is not there for whoever asks."""
    wanted = sorted(set(ids))
    rows = Child.objects.visible_to(by, on=on).select_for_update()
    found = {
        child.pk: child
        for start in range(0, len(wanted), _PART)
        for child in rows.filter(pk__in=wanted[start : start + _PART])
    }
    if len(found) != len(wanted):
        raise Refused(
            "One of these records is not there any more, or was restricted. Look at the list again."
        )
    return found


def _open_rows(children: Mapping[UUID, Child], *, by: Viewer, on: date) -> dict[UUID, Caseload]:
    rows = Caseload.objects.visible_to(by, on=on).filter(until__isnull=True)
    return {row.child_id: row for row in _of(rows, children)}


def _ended_yesterday(
    children: Mapping[UUID, Child], *, by: Viewer, on: date
) -> dict[tuple[UUID, UUID], Caseload]:
    """Those that ended when others began today, by child and post."""
    rows = Caseload.objects.visible_to(by, on=on).filter(until=on - _DAY)
    return {(row.child_id, row.post_id): row for row in _of(rows, children)}


def _of(rows: Any, children: Mapping[UUID, Child]) -> Iterator[Caseload]:
    wanted = list(children)
    for start in range(0, len(wanted), _PART):
        yield from rows.filter(child_id__in=wanted[start : start + _PART])


def _title(post_id: UUID, *, by: Viewer, on: date) -> str:
    found = posts(viewer=by, on=on, post_ids=[post_id])
    if not found:
        raise Refused("Choose the post whose caseload they go on.")
    return found[0].title


def _counted(number: int) -> str:
    return "1 child or young person" if number == 1 else f"{number:,} children and young people"


def _tell(
    act: str, words: str, children: Iterable[Child], post_id: UUID, title: str, *, by: Viewer,
    on: date,
) -> None:  # fmt: skip
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act=f"ehcp_register.{act}",
        object_kind="post",
        object_id=post_id,
        object_label=title,
        words=words,
        subjects=[("child", child.pk) for child in children],
        on=on,
    )
