"""How this area counts: what changes is told before it is saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from goldenthread.ehcp_register import actions, policies
from goldenthread.ehcp_register.forms.counting import CHOICES, CountingForm
from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.queries import saved
from goldenthread.ehcp_register.views.asking import form_page
from goldenthread.ehcp_register.views.child import register_crumb
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import looks


@form_page
@looks.recorded("Register: how this area counts")
def counting(request: AreaRequest) -> HttpResponse:
    """The duties with a choice and the hosts of links, with the effect of another choice."""
    viewer, slug = request.viewer, request.viewer.local_area_slug
    require(policies.may_manage(viewer))
    looks.note(request, shown=[])
    now = saved.practice(viewer=viewer)
    posted, effect, looked_at = request.method == "POST", "", ""
    if posted:
        form = CountingForm(data=request.POST)
        if form.is_valid():
            looked_at = form.chosen
            other = set(form.cleaned_data["working_days"]) != now.working_days
            if other and form.cleaned_data["looked_at"] != looked_at:
                effect = _effect(form, request)
            elif _saved(form, request):
                return redirect("ehcp_register:counting", slug)
    else:
        form = CountingForm(initial=CountingForm.initial_of(now))
    there = Addresses(slug)
    context = {
        "form": form,
        "effect": effect,
        "looked_at": looked_at if effect else "",
        "duties": [(one.key, one.step, one.note, there.duty(one.key)) for one in CHOICES],
        "crumbs": [
            register_crumb(slug),
            Crumb("Caseloads", there.to("caseloads")),
            Crumb("How this area counts"),
        ],
    }
    wrong = posted and not effect
    return render(request, "ehcp_register/counting.html", context, status=422 if wrong else 200)


def _effect(form: CountingForm, request: AreaRequest) -> str:
    children, deadlines = actions.would_change(
        working_days=form.cleaned_data["working_days"], by=request.viewer
    )
    if not children:
        return "No deadline that is recorded would get another last day. Those to come would."
    several = counted(children, "child or young person", "children and young people")
    rows = counted(deadlines, "row")
    return (
        f"The deadlines of {several} would change, {rows} in all, those that are over among them. "
        "They are counted anew in the background, some children at a time; until that is done the "
        "lists show both ways of counting."
    )


def _saved(form: CountingForm, request: AreaRequest) -> bool:
    given = form.cleaned_data
    try:
        children = actions.change_counting(
            working_days=given["working_days"],
            link_hosts=given["link_hosts"],
            version=given["version"],
            by=request.viewer,
            on=request.today,
        )
    except NotPermitted:
        raise
    except (ChangedMeanwhile, Refused) as refusal:
        form.add_error(None, refusal.sentence)
        return False
    said = "It is set."
    if children:
        several = counted(children, "child or young person", "children and young people")
        said = f"It is set. The deadlines of {several} are counted anew now."
    messages.success(request, said)
    return True
