"""The form of a request: shown with what was said last, checked, sent in part or whole, kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from goldenthread.files import actions as files
from goldenthread.files.kinds import ALL_KINDS
from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import answering, requests
from goldenthread.improvement_plan.forms.answers import (
    AnswerForm,
    Returned,
    read_answers,
    starting_words,
)
from goldenthread.improvement_plan.presenters.answer_form import answer_page, starting_values
from goldenthread.improvement_plan.queries.answer_inputs import NewAnswer, NewProof
from goldenthread.improvement_plan.queries.round_facts import RequestForm
from goldenthread.pages import form_keys
from goldenthread.pages.shell import Crumb
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.rules.rounds import UpdateStatus

NOTHING_CHOSEN = (
    "Choose how at least one action stands: No change, On track, Will be late or Complete."
)


def answers_page(
    request: AreaRequest,
    form: RequestForm,
    *,
    on_behalf: bool,
    own: str,
    draft_url: str,
    pass_href: str = "",
    breadcrumbs: Sequence[Crumb] = (),
) -> HttpResponse:
    """`own` is the page's address; `pass_href` where the form is passed to a deputy. What is sent
    leads to the page that says so."""
    told: dict[str, Any] = {"on_behalf": on_behalf, "own": own, "draft_url": draft_url}
    told["breadcrumbs"] = tuple(breadcrumbs)
    if not policies.may_pass_to_deputy(request.viewer, form.request.subject):
        told["pass_href"] = pass_href
    if request.method == "POST":
        if "later" in request.POST:
            return _keep(request, form, told)
        return _send(request, form, told)
    if "sent" in request.GET or (not form.request.to_chase and "more" not in request.GET):
        return _page(request, form, told, done=True)
    if "kept" in request.GET:
        told["kept_now"] = True
    return _page(request, form, told)


def _send(request: AreaRequest, form: RequestForm, told: dict[str, Any]) -> HttpResponse:
    returned = read_answers(form.actions, request.POST, request.FILES, on=request.today)
    if not returned.answered and not returned.errors:
        returned.errors[""] = NOTHING_CHOSEN
    if not returned.errors:
        try:
            _write(request, form, returned, on_behalf=told["on_behalf"])
        except NotPermitted:
            raise
        except Refused as refusal:
            returned.errors[""] = refusal.sentence
        else:
            return HttpResponseRedirect(f"{told['own']}?sent=yes")
    return _page(request, form, told, returned=returned)


def _write(request: AreaRequest, form: RequestForm, returned: Returned, *, on_behalf: bool) -> None:
    verb = answering.answer_for if on_behalf else answering.answer
    with transaction.atomic():  # files and answers are kept together or not at all
        answers = [_answer(request, one) for one in returned.answered]
        verb(request_id=form.request.id, answers=answers, by=request.viewer, on=request.today)


def _answer(request: AreaRequest, one: AnswerForm) -> NewAnswer:
    given = one.cleaned_data
    if given["status"] == UpdateStatus.NO_CHANGE:
        return NewAnswer(
            round_action_id=one.asked.id, status=given["status"], proof=_proof(request, given)
        )
    late = given["status"] == UpdateStatus.WILL_BE_LATE
    blocked = bool(given["blocked"])
    return NewAnswer(
        round_action_id=one.asked.id,
        status=given["status"],
        progress=given["progress"],
        impact=given["impact"],
        next_steps=given["next_steps"],
        cause=given["cause"] if late else "",
        expected_on=given["expected_on"] if late else None,
        risks_and_issues=given["risks_and_issues"],
        blocked=blocked,
        decision_needed=given["decision_needed"] if blocked else "",
        decision_by=given["decision_by"] if blocked else None,
        proof=_proof(request, given),
    )


def _proof(request: AreaRequest, given: dict[str, Any]) -> NewProof | None:
    upload, link = given["file"], given["link"]
    if not upload and not link:
        return None
    kept = None
    if upload:
        kept = files.keep(
            upload=upload,
            name=upload.name,
            local_area_id=request.viewer.local_area_id,
            by_id=request.viewer.user_id,
            by_label=request.viewer.name,
            on=request.today,
            allowed=ALL_KINDS,
        )
    return NewProof(
        kind=given["proof_kind"] or "activity",
        shows=given["proof_shows"],
        file_id=kept.id if kept else None,
        file_name=upload.name if upload else "",
        link=link,
    )


def _keep(request: AreaRequest, form: RequestForm, told: dict[str, Any]) -> HttpResponse:
    fields = {
        name: [str(each) for each in values]
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", form_keys.NAME, "later")
    }
    kept = requests.keep_draft(
        request_id=form.request.id, fields=fields, by=request.viewer, at=timezone.now()
    )
    if kept:
        return HttpResponseRedirect(f"{told['own']}?kept=yes")
    too_long = Returned(errors={"": "This is too long to keep as a draft. Send some of it now."})
    return _page(request, form, told, returned=too_long)


def _page(
    request: AreaRequest,
    form: RequestForm,
    told: dict[str, Any],
    *,
    returned: Returned | None = None,
    done: bool = False,
) -> HttpResponse:
    if returned is None:
        before = {each.id.hex: starting_words(each) for each in form.actions}
        values = starting_values(form, before, form.draft)
    else:
        values = {name: str(value) for name, value in request.POST.items()}
    viewer = request.viewer
    page = answer_page(
        form,
        name=viewer.name,
        on_behalf=told["on_behalf"],
        stands_in=viewer.person_id == form.request.deputy_id and not told["on_behalf"],
        on=request.today,
        values=values,
        kept=returned is None and bool(form.draft),
        errors=returned.errors if returned else None,
        files=returned.files if returned else None,
        done=done,
    )
    status = 422 if returned else 200
    return render(request, "improvement_plan/answer.html", {"page": page, **told}, status=status)
