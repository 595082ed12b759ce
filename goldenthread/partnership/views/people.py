"""People, organisations, posts and who holds them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.partnership import actions, forms, policies, presenters, queries
from goldenthread.partnership.queries import AreaRequest
from goldenthread.partnership.views.page import form_page, page, typed_data
from goldenthread.trail import looks


@require_safe
@looks.recorded("People of the area")
def people(request: AreaRequest) -> HttpResponse:
    found = queries.people(viewer=request.viewer, on=request.today)
    looks.note(request, shown=[("person", person.id) for person in found])
    viewer = request.viewer
    rows = [
        (person, policies.may_change_address(viewer, signs_in=person.signs_in)) for person in found
    ]
    return page(request, "people", rows=rows)


@require_safe
def posts(request: AreaRequest) -> HttpResponse:
    found = queries.posts(viewer=request.viewer, on=request.today)
    rows = [(post, presenters.post_words(post)) for post in found]
    return page(request, "posts", rows=rows)


@require_safe
def organisations(request: AreaRequest) -> HttpResponse:
    return page(
        request, "organisations", organisations=queries.organisations(viewer=request.viewer)
    )


def add_person(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        chosen = typed["organisation"]
        actions.add_person(
            name=typed["name"],
            email=typed["email"],
            organisation_id=UUID(chosen) if chosen else None,
            by=request.viewer,
            on=request.today,
        )
        return f"{typed['name']} was added."

    form = forms.PersonForm(typed_data(request), viewer=request.viewer)
    return form_page(request, form, title="Add a person", back="partnership:people", save=save)


def change_address(request: AreaRequest, person_id: UUID) -> HttpResponse:
    """Another email address: to write to, or to sign in with where the person does."""
    viewer, on = request.viewer, request.today
    person = queries.person(person_id, viewer=viewer, on=on)
    if person is None:
        raise Http404
    policies.require(policies.may_change_address(viewer, signs_in=person.signs_in))
    change = actions.move_to_email if person.signs_in else actions.set_email

    def save(typed: dict[str, Any]) -> str:
        change(**typed, person_id=person_id, by=viewer, on=on)
        if person.signs_in:
            return f"{person.name} signs in with {typed['email']} from now on."
        return f"The address of {person.name} was changed."

    question = presenters.address_question(person)
    known = {"version": person.version, "email": "" if person.signs_in else person.email}
    form = forms.AddressForm(typed_data(request), initial=known)
    form.fields["email"].label = question.label
    return form_page(
        request,
        form,
        title=question.title,
        lede=question.lede,
        back="partnership:people",
        save=save,
    )


def add_organisation(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.add_organisation(**typed, by=request.viewer, on=request.today)
        return f"{typed['name']} was added."

    return form_page(
        request,
        forms.OrganisationForm(typed_data(request)),
        title="Add an organisation",
        back="partnership:organisations",
        save=save,
    )


def add_post(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.add_post(**typed, by=request.viewer, on=request.today)
        return f"{typed['title']} was added."

    return form_page(
        request,
        forms.PostForm(typed_data(request)),
        title="Add a post or team",
        back="partnership:posts",
        save=save,
    )


def hold_post(request: AreaRequest, post_id: UUID) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))
    found = queries.posts(viewer=request.viewer, on=request.today, post_ids=[post_id])
    if not found:
        raise Http404

    def save(typed: dict[str, Any]) -> str:
        actions.hold_post(
            post_id=post_id,
            person_id=UUID(typed["person"]),
            from_date=typed["from_date"],
            by=request.viewer,
            on=request.today,
        )
        return f"The holder of {found[0].title} was recorded."

    form = forms.HoldingForm(typed_data(request), viewer=request.viewer, on=request.today)
    return form_page(
        request,
        form,
        title=f"Who holds {found[0].title}?",
        back="partnership:posts",
        save=save,
        lede="Whoever held it before stays in the history with their dates.",
    )


def leave_post(request: AreaRequest, holding_id: UUID) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))
    found = queries.holding(holding_id, viewer=request.viewer)
    if found is None:
        raise Http404
    holder, title = found

    def save(typed: dict[str, Any]) -> str:
        actions.leave_post(
            holding_id=holding_id, until=typed["until"], by=request.viewer, on=request.today
        )
        return f"The last day of {holder.name} as {title} was recorded."

    return form_page(
        request,
        forms.EndForm(typed_data(request)),
        title=f"When is the last day of {holder.name} as {title}?",
        back="partnership:posts",
        save=save,
    )
