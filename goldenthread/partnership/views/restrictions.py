"""Restricted records: which there are, who may see them, and emergencies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.partnership import actions, forms, policies, queries
from goldenthread.partnership.presenters import access
from goldenthread.partnership.queries import AreaRequest, RestrictionFact
from goldenthread.partnership.views.page import form_page, page, typed_data
from goldenthread.rules.access import GLASS_STAYS_BROKEN, NAMED_GRANT_LASTS
from goldenthread.trail import looks

_SEEN = "restricted_record"


@looks.recorded("Restricted records")
@require_safe
def restrictions(request: AreaRequest) -> HttpResponse:
    """Each restriction that stands and each emergency opening; for others, what they may open."""
    viewer, on = request.viewer, request.today
    refused = policies.may_restrict(viewer)
    found = queries.restrictions(viewer=viewer)
    named, glass = queries.open_to_me(viewer=viewer, on=on)
    openings = queries.openings(viewer=viewer)
    about = {one.about_id for one in found} | {one.about_id for one in named}
    about |= {one.about_id for one in (*glass, *openings)}
    looks.note(request, shown={(_SEEN, one) for one in about})
    return page(
        request,
        "restrictions",
        shown=access.restrictions_page(found, named, glass, openings, viewer=viewer, on=on),
        refused=refused,
        refused_glass=policies.may_break_glass(viewer),
    )


@looks.recorded("A restriction")
@require_safe
def restriction(request: AreaRequest, restriction_id: UUID) -> HttpResponse:
    """One restriction: who answers for it, who may see the record, who opened it."""
    viewer, on = request.viewer, request.today
    found = _found(request, restriction_id)
    looks.note(request, shown=[(_SEEN, found.about_id)])
    shown = access.restriction_page(
        found,
        queries.named_grants(found.about_id, viewer=viewer, on=on),
        queries.openings(viewer=viewer, about_id=found.about_id),
        viewer=viewer,
        on=on,
    )
    return page(request, "restriction", tab="restrictions", shown=shown)


def restrict(request: AreaRequest) -> HttpResponse:
    viewer, on = request.viewer, request.today
    policies.require(policies.may_restrict(viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.restrict(
            about_id=typed["record"],
            category=typed["category"],
            reason=typed["reason"],
            owner_id=UUID(typed["owner"]),
            by=viewer,
            on=on,
        )
        return "The record is restricted. Nobody sees it until you name them."

    first = {"record": request.GET.get("record", ""), "owner": viewer.person_id}
    return form_page(
        request,
        forms.RestrictForm(typed_data(request), initial=first, viewer=viewer, on=on),
        title="Restrict a record",
        back="partnership:restrictions",
        save=save,
        lede="Everything about this child or young person goes out of everybody’s sight: pages, "
        "counts, search and exports. Then you name who may see it.",
        button="Restrict it",
    )


def review_restriction(request: AreaRequest, restriction_id: UUID) -> HttpResponse:
    found = _found(request, restriction_id)

    def save(typed: dict[str, Any]) -> str:
        _change(actions.review_restriction, request, restriction_id, typed)
        return "The restriction stays, and is to be reviewed again in 90 days."

    lede = f"{found.category_words}. Restricted because: {found.reason}"
    return _reason(request, found, "Is this restriction still needed?", lede, save)


def lift(request: AreaRequest, restriction_id: UUID) -> HttpResponse:
    found = _found(request, restriction_id)

    def save(typed: dict[str, Any]) -> str:
        _change(actions.lift, request, restriction_id, typed)
        return "The restriction is lifted."

    lede = "Everybody whose role reaches the record sees it again, from their next page on."
    return _reason(request, found, "Lift this restriction", lede, save)


def name_grant(request: AreaRequest, restriction_id: UUID) -> HttpResponse:
    """Let somebody see one restricted record."""
    viewer = request.viewer
    found = _found(request, restriction_id)

    def save(typed: dict[str, Any]) -> str:
        actions.name_grant(
            restriction_id=restriction_id,
            user_id=UUID(typed["person"]),
            until=typed["until"],
            reason=typed["reason"],
            by=viewer,
            on=request.today,
            at=timezone.now(),
        )
        return "They see the record from their next page on, until the end of that day."

    first = {"until": request.today + NAMED_GRANT_LASTS}
    return form_page(
        request,
        forms.NamedGrantForm(typed_data(request), initial=first, viewer=viewer),
        title=f"Let somebody see record {found.reference}",
        back="partnership:restriction",
        back_args=(found.id,),
        save=save,
    )


def withdraw_named_grant(
    request: AreaRequest, restriction_id: UUID, grant_id: UUID
) -> HttpResponse:
    found = _found(request, restriction_id)
    grant = queries.named_grant(grant_id, viewer=request.viewer, on=request.today)
    if grant is None or grant.about_id != found.about_id:
        raise Http404

    def save(typed: dict[str, Any]) -> str:
        actions.withdraw_named_grant(
            grant_id=grant_id,
            reason=typed["reason"],
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        return f"{grant.user_name} sees the record no more."

    title = f"{grant.user_name} sees record {found.reference} no more"
    return _reason(request, found, title, f"It was given because: {grant.reason}", save)


def break_glass(request: AreaRequest) -> HttpResponse:
    """Open a restricted record in an emergency."""
    viewer = request.viewer
    policies.require(policies.may_break_glass(viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.break_glass(
            about_id=typed["record"],
            reason=typed["reason"],
            words=typed["words"],
            by=viewer,
            on=request.today,
            at=timezone.now(),
        )
        minutes = GLASS_STAYS_BROKEN.seconds // 60
        return f"You see the record for {minutes} minutes. Those who answer for it have been told."

    first = {"record": request.GET.get("record", "")}
    return form_page(
        request,
        forms.BreakGlassForm(typed_data(request), initial=first),
        title="Open a restricted record in an emergency",
        back="partnership:restrictions",
        save=save,
        lede="You see the record for 60 minutes. Whoever answers for it and the area’s "
        "administrators are told at once, and somebody looks afterwards at whether it was right.",
        button="Open it for 60 minutes",
    )


@looks.recorded("An emergency opening")
def review_glass(request: AreaRequest, glass_id: UUID) -> HttpResponse:
    """Somebody else looks at an emergency opening."""
    viewer = request.viewer
    policies.require(policies.may_restrict(viewer))
    found = queries.opening(glass_id, viewer=viewer)
    if found is None:
        raise Http404
    policies.require(policies.may_review_glass(viewer, opened_by_id=found.user_id))
    looks.note(request, shown=[(_SEEN, found.about_id)])

    def save(typed: dict[str, Any]) -> str:
        actions.review_glass(glass_id=glass_id, **typed, by=viewer, on=request.today)
        return "What you found is kept."

    return form_page(
        request,
        forms.GlassReviewForm(typed_data(request), initial={"version": found.version}),
        title=f"Was it right to open record {found.reference}?",
        back="partnership:restrictions",
        save=save,
        lede=access.glass_words(found),
    )


def _found(request: AreaRequest, restriction_id: UUID) -> RestrictionFact:
    policies.require(policies.may_restrict(request.viewer))
    found = queries.restriction(restriction_id, viewer=request.viewer)
    if found is None:
        raise Http404
    return found


def _change(verb: Any, request: AreaRequest, restriction_id: UUID, typed: dict[str, Any]) -> None:
    verb(
        restriction_id=restriction_id,
        version=typed["version"],
        reason=typed["reason"],
        by=request.viewer,
        on=request.today,
    )


def _reason(
    request: AreaRequest, found: RestrictionFact, title: str, lede: str, save: Any
) -> HttpResponse:
    return form_page(
        request,
        forms.ReasonForm(typed_data(request), initial={"version": found.version}),
        title=title,
        back="partnership:restriction",
        back_args=(found.id,),
        save=save,
        lede=lede,
    )
