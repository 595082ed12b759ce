"""A person's own account: password, second factor, sessions; and the page an invitation opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter as sessions_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.config.accounts import forms, presenters
from goldenthread.config.accounts.adapter import note
from goldenthread.config.task_links import TaskLinkRequest
from goldenthread.partnership.actions import AccountDeed, accept_invitation
from goldenthread.partnership.queries.sign_in import account_of
from goldenthread.rules.refusals import NotPermitted, Refused

if TYPE_CHECKING:
    from goldenthread.partnership.models import User


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _ask_who(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.path)


@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """How somebody signs in, in one place."""
    if answer := _ask_who(request):
        return answer
    rows = Authenticator.objects.filter(user_id=_user(request).pk).order_by("created_at")
    sessions = UserSession.objects.purge_and_list(_user(request))
    shown = presenters.own_account(_user(request), list(rows), len(sessions))
    return render(request, "config/own_account.html", {"account": shown})


@require_safe
def to_own_account(request: HttpRequest) -> HttpResponse:
    return redirect("own_account")


@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; each can be ended, or all others."""
    if answer := _ask_who(request):
        return answer
    user = _user(request)
    rows = sorted(
        UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True
    )
    if request.method == "POST":
        return _end(request, rows)
    shown = presenters.sessions(rows, current=request.session.session_key or "")
    return render(request, "config/own_sessions.html", {"sessions": shown})


def _end(request: HttpRequest, rows: list[UserSession]) -> HttpResponse:
    which = request.POST.get("which", "")
    current = request.session.session_key
    others = [row for row in rows if row.session_key != current]
    ending = others if which == "others" else [row for row in rows if str(row.pk) == which]
    if not ending:
        messages.info(request, "That was over already.")
        return redirect("own_sessions")
    if any(row.session_key == current for row in ending):
        logout(request)
        return redirect("account_login")
    sessions_adapter().end_sessions(ending)
    many = which == "others"
    note(_user(request).email, AccountDeed.ENDED_SESSIONS if many else AccountDeed.ENDED_SESSION)
    messages.success(
        request, "You are signed out everywhere else." if many else "You are signed out there."
    )
    return redirect("own_sessions")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """For whoever comes in through their organisation, which alone can say that it is them."""
    if answer := _ask_who(request):
        return answer
    wanted = request.POST.get("next") or request.GET.get("next", "/")
    if request.method == "POST":
        logout(request, show_message=False)
        return redirect_to_login(wanted)
    return render(request, "config/sign_in_again.html", {"wanted": wanted})


def own_email(request: HttpRequest) -> HttpResponse:
    """Rights hang on the address: whoever could change it would take them elsewhere."""
    raise NotPermitted(
        "The email address you sign in with is the one your local area gave a role to, so it "
        "cannot be changed here. Ask an area administrator to move you to the new address."
    )


def no_password(request: HttpRequest) -> HttpResponse:
    """Whoever comes in through their organisation has no password here, and needs none."""
    raise Refused(
        "You sign in through your organisation, so there is no password to change here. Change it "
        "where you change the one of your work account."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose_first_password(request: TaskLinkRequest) -> HttpResponse:
    """What an invitation opens: one's own password, then sign-in."""
    link = request.link
    user = account_of(link.object_id, local_area_id=link.local_area_id)
    form = forms.FirstPassword(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        accept_invitation(
            link_id=link.link_id,
            password=form.cleaned_data["password1"],
            today=timezone.localdate(),
        )
        messages.success(request, "Your password is saved. Sign in with it.")
        return redirect("account_login")
    status = 422 if form.errors else 200
    shown = {"form": form, "invited": presenters.invited(link, user)}
    return render(request, "config/first_password.html", shown, status=status)
