"""Views of the list that people keep for themselves or share with those who work with it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.models import RegisterView
from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_LONGEST = 100


def save_register_view(*, name: str, query: str, shared: bool, by: Viewer, on: date) -> UUID:
    """Keep a view; `query` is an address's, of which only what a list can be asked is kept. Words
    that were searched for are not: they may name a child."""
    require(policies.may_see_children(by))
    with transaction.atomic():
        name = _named(name, by=by)
        view = RegisterView(
            local_area_id=by.local_area_id,
            name=name,
            owner_id=by.user_id,
            owner_label=by.name,
            shared=shared,
            query=_kept(query, on=on),
        )
        view.save(force_insert=True)
        _tell("save_register_view", f"saved the view “{name}” of the register", view, by=by, on=on)
    return view.pk


def change_register_view(
    *, view_id: UUID, version: int, name: str, shared: bool, by: Viewer, on: date
) -> None:
    """Another name; shared or not."""
    require(policies.may_see_children(by))
    with transaction.atomic():
        view = _own(view_id, version, by=by)
        if name.strip() != view.name:
            view.name = _named(name, by=by)
        view.shared = shared
        view.version += 1
        view.save(update_fields=["name", "shared", "version"])
        words = f"changed the view “{view.name}” of the register"
        _tell("change_register_view", words, view, by=by, on=on)


def end_register_view(*, view_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Offer the view no more."""
    require(policies.may_see_children(by))
    with transaction.atomic():
        view = _own(view_id, version, by=by)
        view.ended_on = on
        view.version += 1
        view.save(update_fields=["ended_on", "version"])
        words = f"deleted the view “{view.name}” of the register"
        _tell("end_register_view", words, view, by=by, on=on)


def _kept(query: str, *, on: date) -> str:
    return Asked.from_query(QueryDict(query), today=on).as_query()


def _named(name: str, *, by: Viewer) -> str:
    name = name.replace("\x00", "").strip()[:_LONGEST]
    if not name:
        raise Refused("Give the view a name, such as Out of area, not visited.")
    if RegisterView.objects.filter(
        local_area_id=by.local_area_id, owner_id=by.user_id, name=name, ended_on__isnull=True
    ).exists():
        raise Refused(f"You have a view called “{name}” already. Give this one another name.")
    return name


def _own(view_id: UUID, version: int, *, by: Viewer) -> RegisterView:
    rows = RegisterView.objects.visible_to(by).select_for_update()
    view = rows.filter(pk=view_id, ended_on__isnull=True).first()
    if view is None:
        raise Refused("This view is not there any more. Save the list that you want as a new one.")
    if view.owner_id != by.user_id:
        raise NotPermitted(
            f"Only {view.owner_label} can change the view “{view.name}”. "
            "Open it and save it under a name of your own."
        )
    if view.version != version:
        raise ChangedMeanwhile(
            f"The view “{view.name}” was changed meanwhile. Look at it again, then save."
        )
    return view


def _tell(act: str, words: str, view: RegisterView, *, by: Viewer, on: date) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act=f"ehcp_register.{act}",
        object_kind="register_view",
        object_id=view.pk,
        object_label=view.name,
        words=words,
        on=on,
    )
