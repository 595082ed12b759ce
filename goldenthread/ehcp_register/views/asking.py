"""A page with one form about a child: shown, checked, saved; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.forms.recording import EndForm
from goldenthread.ehcp_register.queries import children as queries
from goldenthread.ehcp_register.queries.children import PersonFact
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, NotThere, Refused
from goldenthread.trail import looks

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Asked:
    """A page with one form about a child. `save` does the deed and returns what to say; `back` is
    where it leads, the child's page unless another is named, with its words as the crumb. `whole`:
    the form holds what is on record, so that to save it over what somebody else changed meanwhile
    would take that back; it is opened anew."""

    make: Callable[..., Any]
    save: Callable[[Any], str]
    title: str
    button: str
    person: PersonFact
    lede: str = ""
    initial: dict[str, Any] | None = None
    back: Crumb | None = None
    files: bool = False
    whole: bool = False


def ask(request: AreaRequest, asked: Asked) -> HttpResponse:
    """Show the form, or check and save what came. What was typed is shown again with the reason."""
    slug, child_id = request.viewer.local_area_slug, asked.person.id
    record = reverse("ehcp_register:child", args=[slug, child_id])
    back = asked.back.href if asked.back else record
    posted = request.method == "POST"
    if posted:
        sent = {"data": request.POST} | ({"files": request.FILES} if asked.files else {})
        form = asked.make(**sent)
        if form.is_valid():
            try:
                said = asked.save(form)
            except (NotPermitted, NotThere):
                raise
            except Refused as refusal:
                say_refusal(form, refusal, now=None if asked.whole else asked.initial)
            else:
                messages.success(request, said)
                return redirect(back)
    else:
        form = asked.make(initial=asked.initial or {})
    crumbs = [register_crumb(slug), Crumb(asked.person.name, record)]
    crumbs += [one for one in (asked.back, Crumb(asked.title)) if one]
    context = {"form": form, "asked": asked, "back": back, "crumbs": crumbs}
    looks.note(request, shown=[("child", child_id)])
    return render(request, "ehcp_register/form.html", context, status=422 if posted else 200)


def say_refusal(form: Any, refusal: Refused, *, now: dict[str, Any] | None) -> None:
    """The reason above what was typed. Where somebody else was first, the form takes the version of
    `now`: whoever has looked at what it says can save, and is not refused for ever."""
    form.add_error(None, refusal.sentence)
    if isinstance(refusal, ChangedMeanwhile) and now and "version" in now:
        form.data = form.data.copy()
        form.data["version"] = str(now["version"])


def ask_when_it_ended(
    request: AreaRequest,
    person: PersonFact,
    words: str,
    lede: str,
    end: Callable[..., object],
) -> HttpResponse:
    """Ask for the last day on which something held; `words` say what. `end` is the action, to
    which `version`, `last_day`, `by` and `on` are given."""

    def save(form: EndForm) -> str:
        end(
            version=form.cleaned_data["version"],
            last_day=form.cleaned_data["last_day"],
            by=request.viewer,
            on=request.today,
        )
        return f"“{words}” is over."

    asked = Asked(
        make=EndForm,
        save=save,
        title=f"{words}: it is over",
        button="Record that it is over",
        person=person,
        lede=lede,
        initial={"version": person.version, "last_day": request.today},
    )
    return ask(request, asked)


def person_of(request: AreaRequest, child_id: UUID) -> PersonFact:
    """Whom the form is about, for those who record; 404 where there is no record in sight."""
    require(policies.may_record(request.viewer))
    found = queries.person(child_id, viewer=request.viewer, on=request.today)
    if found is None:
        raise Http404
    return found
