"""Who leads an action, when it is due, which forums it reports to: the rows beside an action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.actions.writing import fitted
from goldenthread.improvement_plan.models import Action, ActionDue, ActionForum, ActionLead
from goldenthread.improvement_plan.queries.conditions import leading
from goldenthread.improvement_plan.queries.inputs import NewDue, NewLead
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


def latest_day(dues: Iterable[NewDue]) -> date | None:
    """The last acceptable day of the latest firm date."""
    return max((due.last_day for due in dues if due.last_day), default=None)


def words_of(dues: Iterable[NewDue], given: str = "") -> str:
    return fitted(given or "; ".join(due.as_written for due in dues), 500)


def replace_dues(
    action: Action, dues: Sequence[NewDue], as_written: str
) -> dict[str, tuple[object, object]]:
    """The due dates instead of those before; what differed."""
    before = list(
        ActionDue.objects.filter(action=action).values_list("as_written", "last_day", "precision")
    )
    after = [(due.as_written, due.last_day, due.precision) for due in dues]
    if before == after:
        return {}
    told = action.due_as_written, action.due
    ActionDue.objects.filter(action=action).delete()
    ActionDue.objects.bulk_create(due_rows(action, dues))
    action.due_as_written, action.due = words_of(dues, as_written), latest_day(dues)
    action.save(update_fields=["due_as_written", "due"])
    return {"due_as_written": (told[0], action.due_as_written), "due": (told[1], action.due)}


def due_rows(action: Action, dues: Iterable[NewDue]) -> list[ActionDue]:
    return [
        ActionDue(
            local_area_id=action.local_area_id,
            plan_id=action.plan_id,
            action=action,
            as_written=fitted(due.as_written, 500),
            first_day=due.first_day,
            last_day=due.last_day,
            precision=due.precision,
            position=position,
        )
        for position, due in enumerate(dues)
    ]


def replace_leads(
    action: Action, leads: Sequence[NewLead], *, by: Viewer, on: date
) -> dict[str, tuple[object, object]]:
    """These lead from the day on, and those not among them until the day before."""
    known_posts([lead.post_id for lead in leads if lead.post_id], by=by, on=on)
    known_people([lead.person_id for lead in leads if lead.person_id], by=by, on=on)
    now = list(ActionLead.objects.filter(leading(on), action=action).order_by("position", "id"))
    wanted = lead_rows(action, leads)
    before = [_said_lead(row) for row in now]
    if before == [_said_lead(row) for row in wanted]:
        return {}
    kept = {_said_lead(row): row for row in now}
    for row in wanted:
        if standing := kept.pop(_said_lead(row), None):
            standing.position = row.position
            standing.save(update_fields=["position"])
        else:
            # Nobody led it before: then these did from the beginning.
            row.from_date = row.from_date or (on if now else None)
            row.save()
    for row in kept.values():
        row.until = on - timedelta(days=1)
        row.save(update_fields=["until"])
    after = "; ".join(lead.as_written for lead in leads)
    words = action.leads_as_written
    action.leads_as_written = fitted(after, 1000)
    action.save(update_fields=["leads_as_written"])
    return {"leads": (words, after)}


def lead_rows(action: Action, leads: Iterable[NewLead]) -> list[ActionLead]:
    return [
        ActionLead(
            local_area_id=action.local_area_id,
            plan_id=action.plan_id,
            action=action,
            kind=lead.kind,
            as_written=fitted(lead.as_written, 300),
            post_id=lead.post_id,
            person_id=lead.person_id,
            from_date=lead.from_date,
            until=lead.until,
            position=position,
        )
        for position, lead in enumerate(leads)
    ]


def _said_lead(row: ActionLead) -> tuple[Any, ...]:
    return (row.kind, row.as_written, row.post_id, row.person_id)


def replace_forums(
    action: Action, forum_ids: Sequence[UUID], *, by: Viewer, on: date
) -> dict[str, tuple[object, object]]:
    """These forums instead of those before; what differed."""
    names = known_forums(forum_ids, by=by, on=on)
    links = ActionForum.objects.filter(action=action).order_by("position", "id")
    before = dict(links.values_list("forum_id", "forum__name"))
    if list(before) == list(forum_ids):
        return {}
    links.delete()
    ActionForum.objects.bulk_create(forum_rows(action, forum_ids))
    return {"forums": (list(before.values()), [names[forum_id] for forum_id in forum_ids])}


def forum_rows(action: Action, forum_ids: Iterable[UUID]) -> list[ActionForum]:
    return [
        ActionForum(
            local_area_id=action.local_area_id,
            plan_id=action.plan_id,
            action=action,
            forum_id=forum_id,
            position=position,
        )
        for position, forum_id in enumerate(dict.fromkeys(forum_ids))
    ]


def known_posts(post_ids: Sequence[UUID], *, by: Viewer, on: date) -> None:
    """Refused where one is not a post of the local area."""
    if not post_ids:
        return
    found = {post.id for post in partnership.posts(viewer=by, on=on, post_ids=post_ids)}
    if set(post_ids) - found:
        raise Refused("A chosen post is not known in this local area. Choose from the list.")


def known_people(person_ids: Sequence[UUID], *, by: Viewer, on: date) -> None:
    """Refused where one is not a person of the local area."""
    if person_ids and set(person_ids) - {p.id for p in partnership.people(viewer=by, on=on)}:
        raise Refused("A chosen person is not known in this local area. Choose from the list.")


def known_forums(forum_ids: Sequence[UUID], *, by: Viewer, on: date) -> dict[UUID, str]:
    """Forum id → name; refused where one is not a forum of the local area."""
    if not forum_ids:
        return {}
    names = {forum.id: forum.name for forum in partnership.forums(viewer=by, on=on)}
    if set(forum_ids) - set(names):
        raise Refused("A chosen forum is not known in this local area. Choose from the list.")
    return names
