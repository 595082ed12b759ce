"""Views people keep for themselves or share: their filters, columns and order.

They are ways of reading a plan, so a closed one has them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    mind_version,
    note,
    required,
)
from goldenthread.improvement_plan.models import DefaultView, Plan, SavedView
from goldenthread.improvement_plan.queries.grid import COLUMNS
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import NotPermitted, Refused

_NO_NAME = "Give the view a name, such as Off track in my workstream."


@transaction.atomic
def save_view(
    *,
    plan_id: UUID,
    name: str,
    filters: str,
    columns: Sequence[str] = (),
    shared: bool = False,
    by: Viewer,
    on: date,
) -> UUID:
    """Keep a view; `filters` is an address's query."""
    plan = locked(Plan, plan_id, by=by, what="plan", closed_too=True)
    name = fitted(required(name, _NO_NAME), 100)
    _mind_name(plan_id, name, by)
    view = SavedView.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        name=name,
        owner_id=by.user_id,
        owner_label=by.name,
        shared=shared,
        filters=filters,
        columns=_known(columns),
    )
    _tell("save_view", f"saved the view “{name}”", view, by=by, on=on)
    return view.pk


@transaction.atomic
def change_view(
    *,
    view_id: UUID,
    version: int,
    name: str,
    shared: bool,
    filters: str | None = None,
    columns: Sequence[str] | None = None,
    by: Viewer,
    on: date,
) -> None:
    """Another name, shared or not; other filters and columns where they are given."""
    view = _own(view_id, by)
    mind_version(view, version, f"the view “{view.name}”")
    name = fitted(required(name, _NO_NAME), 100)
    if name != view.name:
        _mind_name(view.plan_id, name, by)
    wanted: dict[str, object] = {"name": name, "shared": shared}
    if filters is not None:
        wanted |= {"filters": filters, "columns": _known(columns or ())}
    if differing := changed(view, wanted):
        words = f"changed the view “{view.name}”"
        note(
            "change_view", words, kind="saved_view", row=view, label=view.name,
            by=by, on=on, plan_id=view.plan_id, changes=differing,
        )  # fmt: skip


@transaction.atomic
def end_view(*, view_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Offer the view no more; whoever opened on it opens on every action again."""
    view = _own(view_id, by)
    mind_version(view, version, f"the view “{view.name}”")
    changed(view, {"ended_on": on})
    DefaultView.objects.filter(view=view).update(view=None)
    _tell("end_view", f"deleted the view “{view.name}”", view, by=by, on=on)


@transaction.atomic
def choose_default_view(*, plan_id: UUID, view_id: UUID | None, by: Viewer, on: date) -> None:
    """The view that this person's grid opens on; None: every action."""
    plan = locked(Plan, plan_id, by=by, what="plan", closed_too=True)
    view = locked(SavedView, view_id, by=by, what="view", closed_too=True) if view_id else None
    if view and (
        view.plan_id != plan_id
        or view.ended_on is not None
        or not (view.shared or view.owner_id == by.user_id)
    ):
        raise Refused("This view is not offered any more. Choose another one.")
    DefaultView.objects.update_or_create(
        plan=plan,
        user_id=by.user_id,
        defaults={"view": view, "local_area_id": plan.local_area_id},
    )
    words = f"opens the grid on “{view.name}”" if view else "opens the grid on every action"
    note(
        "choose_default_view", words, kind="plan", row=plan, label=plan.title,
        by=by, on=on, plan_id=plan_id,
    )  # fmt: skip


def _own(view_id: UUID, by: Viewer) -> SavedView:
    view = locked(SavedView, view_id, by=by, what="view", closed_too=True)
    if view.owner_id != by.user_id:
        raise NotPermitted(
            f"Only {view.owner_label} can change the view “{view.name}”. "
            "Open it and save it under a name of your own."
        )
    if view.ended_on is not None:
        raise Refused("This view was deleted. Save the filters you want as a new one.")
    return view


def _mind_name(plan_id: UUID, name: str, by: Viewer) -> None:
    if SavedView.objects.filter(
        plan_id=plan_id, owner_id=by.user_id, name=name, ended_on__isnull=True
    ).exists():
        raise Refused(f"You have a view called “{name}” already. Give this one another name.")


def _known(columns: Sequence[str]) -> list[str]:
    return [name for name in COLUMNS if name in columns]


def _tell(act: str, words: str, view: SavedView, *, by: Viewer, on: date) -> None:
    note(
        act, words, kind="saved_view", row=view, label=view.name,
        by=by, on=on, plan_id=view.plan_id,
    )  # fmt: skip
