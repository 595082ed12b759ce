"""One form, one page: shown with what was typed before, checked, saved, and back with a word about
what was done. Where somebody else was faster, theirs stands beside yours and you choose."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, read_opened_with
from goldenthread.improvement_plan.presenters.differences import Differences, differences
from goldenthread.pages import drafts
from goldenthread.pages.at_once import SENTENCE, is_there_already
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused

FormOfPage = TypeVar("FormOfPage", bound=AskedForm)


@dataclass(frozen=True)
class Asked(Generic[FormOfPage]):
    """A page with a form.

    `make` builds the form (bound when given data); `save` does the deed and returns what to say
    (of a locked form it takes the version too); `back` is where to go afterwards and on "Cancel".
    """

    make: Callable[..., FormOfPage]
    save: Callable[..., str]
    title: str
    caption: str
    back: str
    breadcrumbs: tuple[Crumb, ...]
    button: str = "Save"
    lede: str = ""
    initial: Mapping[str, Any] = field(default_factory=dict)
    template: str = "form.html"
    files: bool = False
    kind: str = ""  # warning where something is taken away
    warning: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    then: Callable[[], str] | None = None  # where to go once saved, if not back


def ask(request: AreaRequest, asked: Asked[FormOfPage]) -> HttpResponse:
    """Show the form, or check and save what came."""
    if request.method != "POST":
        return _first(request, asked)
    form = asked.make(data=request.POST, files=request.FILES)
    if form.is_valid():
        try:
            done = asked.save(form)
        except NotPermitted:
            raise
        except ChangedMeanwhile:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        except IntegrityError as problem:
            if not is_there_already(problem):
                raise
            form.add_error(None, SENTENCE)
        else:
            return finish(request, asked, done)
    return page(request, asked, form, status=422)


def finish(request: AreaRequest, asked: Asked[Any], done: str) -> HttpResponseRedirect:
    drafts.forget_draft(request, user_id=request.viewer.user_id)
    messages.success(request, done)
    return redirect(asked.then() if asked.then else asked.back)


def _first(request: AreaRequest, asked: Asked[FormOfPage]) -> HttpResponse:
    if request.GET.get("fresh"):
        drafts.forget_draft(request, user_id=request.viewer.user_id)
    kept = drafts.typed_before(request, user_id=request.viewer.user_id)
    initial = dict(asked.initial)
    if kept is not None:
        initial.update(asked.make().typed(kept))
    form = asked.make(initial=initial)
    return page(request, asked, form, kept=kept is not None)


def page(
    request: AreaRequest,
    asked: Asked[Any],
    form: AskedForm,
    *,
    status: int = 200,
    kept: bool = False,
    changed: Differences | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "asked": asked,
        "kept": kept,
        "fresh_href": f"{request.path}?fresh=yes",
        "changed": changed,
        "draft_url": reverse("save_draft"),
        **asked.extra,
    }
    return render(request, f"improvement_plan/{asked.template}", context, status=status)


LockedFormOfPage = TypeVar("LockedFormOfPage", bound=LockedForm)


@dataclass(frozen=True)
class Standing:
    """A thing as it stands now: its version, what the form shows of it, who changed it last."""

    version: int
    initial: Mapping[str, Any]
    changed_by: Callable[[], str]


def ask_locked(
    request: AreaRequest,
    asked: Asked[LockedFormOfPage],
    standing: Callable[[], Standing],
    *,
    opened: Standing,
) -> HttpResponse:
    """Like `ask`, for a thing that two people may change at once.

    `opened` is the thing as this request found it, `standing` looks at it again.
    """
    if request.method != "POST":
        now = opened
        form = asked.make()
        initial = {
            **now.initial,
            "version": now.version,
            "opened_with": json.dumps(form.words(now.initial)),
        }
        return _first(request, _with_initial(asked, initial))
    form = asked.make(data=request.POST)
    if form.is_valid():
        try:
            return finish(request, asked, asked.save(form, form.cleaned_data["version"]))
        except NotPermitted:
            raise
        except ChangedMeanwhile:
            return _changed_meanwhile(request, asked, form, standing)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        except IntegrityError as problem:
            if not is_there_already(problem):
                raise
            form.add_error(None, SENTENCE)
    return page(request, asked, form, status=422)


def _with_initial(
    asked: Asked[LockedFormOfPage], initial: Mapping[str, Any]
) -> Asked[LockedFormOfPage]:
    return Asked(**{**asked.__dict__, "initial": initial})


def _changed_meanwhile(
    request: AreaRequest,
    asked: Asked[LockedFormOfPage],
    form: LockedFormOfPage,
    standing: Callable[[], Standing],
) -> HttpResponse:
    """Somebody was faster. Where they changed nothing that this form asks, it is saved over the
    newer version; else the page shows both, with what only they changed taken over."""
    now = standing()
    typed = form.typed(request.POST)
    theirs = form.words(now.initial)
    seen = differences(
        form.labels(),
        was=read_opened_with(request.POST.get("opened_with")),
        theirs=theirs,
        yours=form.words(typed),
        who=now.changed_by(),
    )
    if not seen.both and not seen.only_theirs:
        return finish(request, asked, asked.save(form, now.version))
    taken = [row.name for row in seen.only_theirs]
    initial = {
        **typed,
        **{name: now.initial.get(name) for name in taken},
        "version": now.version,
        "opened_with": json.dumps(theirs),
    }
    return page(request, asked, asked.make(initial=initial), status=409, changed=seen)
