"""What one person holds in the plans: what can be handed over, and what goes along with it."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from goldenthread.improvement_plan.models import (
    ActionLead,
    Dependency,
    LeadKind,
    Risk,
    SavedView,
    UpdateRequest,
)
from goldenthread.improvement_plan.queries.rows import title_of
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import Held, PersonHere
from goldenthread.rules.calendars import say_date

LEAD, DEPUTY, OF_POST, RISK, REQUEST, STANDING_IN, DEPENDENCY, VIEW, SIGNED_OFF = (
    "lead", "deputy", "of_post", "risk", "request", "standing_in", "dependency", "view",
    "signed_off",
)  # fmt: skip


def held(person: PersonHere, *, viewer: Viewer, on: date) -> tuple[Held, ...]:
    """Everything on the day, in the open plans in sight: seven queries."""
    return (
        *_leads(person, viewer, on),
        *_of_posts(person, viewer, on),
        *_risks(person, viewer),
        *_requests(person, viewer),
        *_dependencies(person, viewer, on),
        *_views(person, viewer),
        *_signed_off(person, viewer, on),
    )


def _standing(on: date) -> Q:
    return Q(
        Q(until__isnull=True) | Q(until__gte=on),
        action__ended_on__isnull=True,
        plan__closed_on__isnull=True,
    )


def _unfinished(on: date) -> Q:
    """Also what is complete and waits to be signed off: it may be asked back of its lead."""
    return Q(_standing(on), action__signed_off_on__isnull=True)


def _leads(person: PersonHere, viewer: Viewer, on: date) -> list[Held]:
    """Actions that name the person and are not signed off."""
    rows = ActionLead.objects.visible_to(viewer).filter(_unfinished(on), person_id=person.id)
    return [
        Held(
            DEPUTY if row.kind == LeadKind.DEPUTY else LEAD,
            row.action_id,
            f"{row.action.reference} {title_of(row.action.text)}",
            f"complete, waits to be signed off; {row.plan.title}"
            if row.action.completed_on
            else row.plan.title,
            ("improvement_plan:action", row.action_id),
            row.action.version,
        )
        for row in rows.select_related("action", "plan").order_by(
            "plan__title", "action__position", "action_id", "kind"
        )
    ]


def _of_posts(person: PersonHere, viewer: Viewer, on: date) -> list[Held]:
    """Actions of the posts they hold, counted by post: those stay with the post."""
    rows = (
        ActionLead.objects.visible_to(viewer)
        .filter(_unfinished(on), post_id__in=person.post_ids)
        .order_by()
        .values_list("post_id", "post__title")
        .annotate(Count("action_id", distinct=True))
    )
    return [
        Held(
            OF_POST,
            post_id,
            f"{number} {'action' if number == 1 else 'actions'} of {title}",
            href=("improvement_plan:lead", post_id),
            version=number,
            stays="They stay with the post: whoever holds it next leads them.",
        )
        for post_id, title, number in sorted(rows, key=lambda row: row[1])
        if post_id and title
    ]


def _risks(person: PersonHere, viewer: Viewer) -> list[Held]:
    rows = Risk.objects.visible_to(viewer).filter(
        owner_person_id=person.id, closed_on__isnull=True, plan__closed_on__isnull=True
    )
    return [
        Held(
            RISK,
            row.pk,
            f"{row.reference} {title_of(row.words)}",
            row.plan.title,
            ("improvement_plan:risk", row.pk),
            row.version,
            at_once=True,
        )
        for row in rows.select_related("plan").order_by("plan__title", "number")
    ]


def _requests(person: PersonHere, viewer: Viewer) -> list[Held]:
    """Update requests in open rounds with an action that waits for an answer."""
    waiting = Q(asked__round_action__answer__isnull=True)
    waiting |= Q(asked__round_action__asked_back_on__isnull=False)
    rows = UpdateRequest.objects.visible_to(viewer).filter(
        waiting,
        Q(person_id=person.id) | Q(deputy_id=person.id),
        withdrawn_on__isnull=True,
        round__closed_on__isnull=True,
    )
    return [
        Held(
            REQUEST if row.person_id == person.id else STANDING_IN,
            row.pk,
            f"{row.round.name}, due {say_date(row.round.cut_off)}",
            row.round.plan.title
            if row.person_id == person.id
            else f"for {row.person.name}; {row.round.plan.title}",
            ("improvement_plan:update_request", row.pk),
            row.version,
            at_once=True,
        )
        for row in rows.select_related("round__plan", "person")
        .order_by("round__cut_off", "id")
        .distinct()
    ]


def _dependencies(person: PersonHere, viewer: Viewer, on: date) -> list[Held]:
    """Others wait for an action of theirs, and they have not agreed by when."""
    leads = ActionLead.objects.visible_to(viewer).filter(
        _standing(on), action__completed_on__isnull=True, person_id=person.id
    )
    rows = Dependency.objects.visible_to(viewer).filter(
        waits_for_id__in=leads.values("action_id"),
        agreed_on__isnull=True,
        ended_on__isnull=True,
        action__ended_on__isnull=True,
    )
    return [
        Held(
            DEPENDENCY,
            row.pk,
            f"{row.action.reference} waits for {row.waits_for.reference}, not agreed yet",
            row.plan.title,
            ("improvement_plan:agree_dependency", row.action_id),
            row.version,
            stays=f"Whoever leads {row.waits_for.reference} agrees to it.",
        )
        for row in rows.select_related("action", "waits_for", "plan").order_by("id")
    ]


def _views(person: PersonHere, viewer: Viewer) -> list[Held]:
    """Views that others open too; those of nobody else are left out."""
    if person.user_id is None:
        return []
    rows = SavedView.objects.visible_to(viewer).filter(
        owner_id=person.user_id, shared=True, ended_on__isnull=True, plan__closed_on__isnull=True
    )
    return [
        Held(VIEW, row.pk, row.name, row.plan.title, None, row.version, at_once=True)
        for row in rows.select_related("plan").order_by("plan__title", "name")
    ]


def _signed_off(person: PersonHere, viewer: Viewer, on: date) -> list[Held]:
    """What is done, counted: it says who led it then, and nothing more is asked of it."""
    number = (
        ActionLead.objects.visible_to(viewer)
        .filter(_standing(on), action__signed_off_on__isnull=False, person_id=person.id)
        .aggregate(number=Count("action_id", distinct=True))["number"]
    )
    if not number:
        return []
    return [
        Held(
            SIGNED_OFF,
            person.id,
            f"{number} {'action' if number == 1 else 'actions'} complete and signed off",
            href=("improvement_plan:lead", person.id),
            version=number,
            stays="They keep the name of whoever led them: nothing more is to be done.",
        )
    ]
