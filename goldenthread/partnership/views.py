"""People, posts, forums, organisations and rights of the local area."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.pages.shell import Crumb
from goldenthread.partnership import actions, forms, policies, presenters, queries
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused
from goldenthread.trail import queries as trail


def _tabs(request: AreaRequest, current: str) -> list[dict[str, Any]]:
    slug = request.viewer.local_area_slug
    names = (
        ("people", "People"),
        ("posts", "Posts and teams"),
        ("forums", "Forums"),
        ("organisations", "Organisations"),
        ("rights", "Who may do what"),
    )
    return [
        {
            "text": text,
            "href": reverse(f"partnership:{name}", args=[slug]),
            "current": name == current,
        }
        for name, text in names
    ]


def _page(request: AreaRequest, current: str, **context: Any) -> HttpResponse:
    may_change = policies.may_manage_people(request.viewer)
    return render(
        request,
        f"partnership/{current}.html",
        {"tabs": _tabs(request, current), "refused": may_change, **context},
    )


@require_safe
def people(request: AreaRequest) -> HttpResponse:
    found = queries.people(viewer=request.viewer, on=request.today)
    return _page(request, "people", people=found)


@require_safe
def posts(request: AreaRequest) -> HttpResponse:
    found = queries.posts(viewer=request.viewer, on=request.today)
    rows = [(post, presenters.post_words(post)) for post in found]
    return _page(request, "posts", rows=rows)


@require_safe
def forums(request: AreaRequest) -> HttpResponse:
    return _page(request, "forums", forums=queries.forums(viewer=request.viewer, on=request.today))


@require_safe
def organisations(request: AreaRequest) -> HttpResponse:
    return _page(
        request, "organisations", organisations=queries.organisations(viewer=request.viewer)
    )


@require_safe
def rights(request: AreaRequest) -> HttpResponse:
    found = queries.grants(viewer=request.viewer, on=request.today)
    return _page(
        request,
        "rights",
        grants=[(grant, presenters.since(grant.from_date, grant.until)) for grant in found],
        refused=policies.may_grant(request.viewer),
    )


@require_safe
def forum(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    """A forum's members and history; its actions stand on the plan's forum page."""
    found = queries.forum(forum_id, viewer=request.viewer)
    if found is None:
        raise Http404
    members = queries.members(forum_id, viewer=request.viewer, on=request.today)
    history = trail.history(
        local_area_id=request.viewer.local_area_id, kind="forum", object_id=forum_id
    )
    return render(
        request,
        "partnership/forum.html",
        {
            "forum": found,
            "members": [(member, presenters.member_words(member)) for member in members],
            "history": history,
            "refused": policies.may_manage_people(request.viewer),
            "crumbs": [
                Crumb("Forums", _tabs(request, "forums")[2]["href"]),
                Crumb(found.name),
            ],
        },
    )


def _form(
    request: AreaRequest,
    form: django_forms.Form,
    *,
    title: str,
    back: str,
    save: Callable[[dict[str, Any]], str],
    back_args: tuple[Any, ...] = (),
    lede: str = "",
) -> HttpResponse:
    """One form, one page: shown, checked, saved, and back with a word about what was done."""
    slug = request.viewer.local_area_slug
    if request.method == "POST" and form.is_valid():
        try:
            done = save(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return redirect(back, slug, *back_args)
    status = 422 if form.errors else 200
    context = {
        "form": form,
        "form_title": title,
        "lede": lede,
        "back": reverse(back, args=[slug, *back_args]),
    }
    return render(request, "partnership/form.html", context, status=status)


def _data(request: AreaRequest) -> Any:
    return request.POST if request.method == "POST" else None


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

    form = forms.PersonForm(_data(request), viewer=request.viewer)
    return _form(request, form, title="Add a person", back="partnership:people", save=save)


def add_organisation(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.add_organisation(**typed, by=request.viewer, on=request.today)
        return f"{typed['name']} was added."

    return _form(
        request,
        forms.OrganisationForm(_data(request)),
        title="Add an organisation",
        back="partnership:organisations",
        save=save,
    )


def add_forum(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.add_forum(**typed, by=request.viewer, on=request.today)
        return f"{typed['name']} was added."

    return _form(
        request,
        forms.ForumForm(_data(request)),
        title="Add a forum",
        back="partnership:forums",
        save=save,
        lede="A board, committee or group that actions report to, or that receives papers.",
    )


def add_post(request: AreaRequest) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.add_post(**typed, by=request.viewer, on=request.today)
        return f"{typed['title']} was added."

    return _form(
        request,
        forms.PostForm(_data(request)),
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

    form = forms.HoldingForm(_data(request), viewer=request.viewer, on=request.today)
    return _form(
        request,
        form,
        title=f"Who holds {found[0].title}?",
        back="partnership:posts",
        save=save,
        lede="Whoever held it before stays in the history with their dates.",
    )


def leave_post(request: AreaRequest, holding_id: UUID) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.leave_post(
            holding_id=holding_id, until=typed["until"], by=request.viewer, on=request.today
        )
        return "The last day was recorded."

    return _form(
        request,
        forms.EndForm(_data(request)),
        title="When is their last day in the post?",
        back="partnership:posts",
        save=save,
    )


def join_forum(request: AreaRequest, forum_id: UUID) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))
    found = queries.forum(forum_id, viewer=request.viewer)
    if found is None:
        raise Http404

    def save(typed: dict[str, Any]) -> str:
        actions.join_forum(
            forum_id=forum_id,
            person_id=UUID(typed["person"]),
            from_date=typed["from_date"],
            capacity=typed["capacity"],
            by=request.viewer,
            on=request.today,
        )
        return f"The member of {found.name} was recorded."

    form = forms.MembershipForm(_data(request), viewer=request.viewer, on=request.today)
    return _form(
        request,
        form,
        title=f"Add a member of {found.name}",
        back="partnership:forum",
        back_args=(forum_id,),
        save=save,
    )


def leave_forum(request: AreaRequest, forum_id: UUID, membership_id: UUID) -> HttpResponse:
    policies.require(policies.may_manage_people(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.leave_forum(
            membership_id=membership_id,
            until=typed["until"],
            by=request.viewer,
            on=request.today,
        )
        return "The last day was recorded."

    return _form(
        request,
        forms.EndForm(_data(request)),
        title="When is their last day as a member?",
        back="partnership:forum",
        back_args=(forum_id,),
        save=save,
    )


def give_right(request: AreaRequest) -> HttpResponse:
    """A role for somebody: an account is made where there is none."""
    policies.require(policies.may_grant(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        first_password = secrets.token_urlsafe(12)
        known = queries.user_named(typed["email"])
        user_id = actions.invite(
            name=typed["name"],
            email=typed["email"],
            password=first_password,
            by=request.viewer,
            on=request.today,
        )
        actions.grant(
            user_id=user_id,
            role=typed["role"],
            reason=typed["reason"],
            from_date=typed["from_date"],
            until=typed["until"],
            by=request.viewer,
            on=request.today,
            at=timezone.now(),
        )
        done = f"{typed['name']} has the role from their next page on."
        if known is None:
            done += (
                f" Tell them their first password, which is shown only now: {first_password} – "
                "they can change it once they have signed in."
            )
        return done

    form = forms.GrantForm(_data(request), initial={"from_date": request.today})
    return _form(request, form, title="Give somebody a role", back="partnership:rights", save=save)


def end_right(request: AreaRequest, grant_id: UUID) -> HttpResponse:
    policies.require(policies.may_grant(request.viewer))

    def save(typed: dict[str, Any]) -> str:
        actions.end_grant(
            grant_id=grant_id, until=typed["until"], by=request.viewer, on=request.today
        )
        return "The role ends on that day."

    return _form(
        request,
        forms.EndForm(_data(request), initial={"until": request.today}),
        title="When does this role end?",
        back="partnership:rights",
        save=save,
    )
