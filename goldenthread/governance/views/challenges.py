"""Challenges: the list, raising one, and its page with answers and closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.governance import actions, policies, queries
from goldenthread.governance.forms.challenges import (
    AnswerForm,
    ChallengeForm,
    CloseForm,
    FurtherForm,
)
from goldenthread.governance.presenters.challenges import challenge_page, list_page
from goldenthread.governance.queries import ChallengeFact, HighlightFact, PaperFact
from goldenthread.governance.views.highlights import part_of
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.pages.shell import Crumb
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import AreaRequest
from goldenthread.rules.refusals import Refused


def _crumbs(request: AreaRequest, *more: Crumb) -> list[Crumb]:
    slug = request.viewer.local_area_slug
    here = reverse("governance:challenges", args=[slug]) if more else ""
    return [
        Crumb("Papers", reverse("governance:papers", args=[slug])),
        Crumb("Challenges", here) if more else Crumb("Challenges"),
        *more,
    ]


@require_safe
def challenges(request: AreaRequest) -> HttpResponse:
    """Open ones first, overdue at the top; `?part=` asks for one part and what lies below it."""
    viewer = request.viewer
    wanted = part_of(request)
    detail = plans.level_detail(wanted, viewer=viewer, on=request.today) if wanted else None
    if wanted and detail is None:
        raise Http404
    level_ids = None
    part = ""
    if detail:
        level_ids = frozenset({detail.level.id, *(child.id for child in detail.children)})
        part = f"{detail.level.word} {detail.level.reference}: {detail.level.title}"
    found = queries.challenges(viewer=viewer, on=request.today, level_ids=level_ids)
    return render(
        request,
        "governance/challenges.html",
        {"page": list_page(found, part=part), "crumbs": _crumbs(request)},
    )


def challenge_paper(request: AreaRequest, paper_id: UUID) -> HttpResponse:
    paper = queries.paper(paper_id, viewer=request.viewer)
    if paper is None:
        raise Http404
    back = reverse("reports:paper", args=[request.viewer.local_area_slug, paper_id])
    return _raise(request, paper, back, None, paper_id=paper_id)


def challenge_report(request: AreaRequest, report_id: UUID) -> HttpResponse:
    report = queries.highlight(report_id, viewer=request.viewer)
    if report is None:
        raise Http404
    back = reverse("reports:highlight", args=[request.viewer.local_area_slug, report_id])
    return _raise(request, report, back, report.level_id, report_id=report_id)


def _raise(
    request: AreaRequest,
    of: PaperFact | HighlightFact,
    back: str,
    level_id: UUID | None,
    **which: UUID,
) -> HttpResponse:
    """What is challenged, who is to answer, by when."""
    viewer = request.viewer
    require(policies.may_challenge(viewer, plan_id=of.plan_id))
    if not of.issued:
        raise Refused("A draft is still being written. Challenge it once it is issued.")
    form = ChallengeForm(
        request.POST if request.method == "POST" else None,
        **_choices(request, of.plan_id, level_id),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        about, _, about_id = typed["about"].partition(":")
        asked, _, asked_id = typed["asked"].partition(":")
        named = {f"{about}_id": UUID(about_id)} if about_id else {}
        try:
            challenge_id = actions.raise_challenge(
                **which,
                **named,
                **{f"asked_{asked}_id": UUID(asked_id)},
                words=typed["words"],
                answer_by=typed["answer_by"],
                by=viewer,
                on=request.today,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The challenge was raised. Who is asked sees it in My work.")
            return redirect("governance:challenge", viewer.local_area_slug, challenge_id)
    return render(
        request,
        "governance/raise_challenge.html",
        {
            "form": form,
            "of": of,
            "back": back,
            "crumbs": _crumbs(request, Crumb(of.title, back), Crumb("Raise a challenge")),
        },
        status=422 if form.errors else 200,
    )


def _choices(request: AreaRequest, plan_id: UUID, level_id: UUID | None) -> dict[str, Any]:
    """The parts and actions it may be about (of one part, where the report is of one), and who
    may be asked."""
    viewer, on = request.viewer, request.today
    levels = plans.level_tree(plan_id, viewer=viewer, on=on)
    if level_id is not None:
        levels = tuple(one for one in levels if level_id in (one.id, one.parent_id))
    inside = {one.id for one in levels}
    rows = plans.actions(plan_id, viewer=viewer, on=on)
    posts = partnership.posts(viewer=viewer, on=on)
    return {
        "parts": tuple(
            (f"level:{one.id}", f"{one.word} {one.reference}: {one.title}") for one in levels
        ),
        "acts": tuple(
            (f"action:{row.id}", f"{row.reference} {row.title}"[:110])
            for row in rows
            if level_id is None or inside & row.subject.level_ids
        ),
        "posts": tuple(
            (
                f"post:{post.id}",
                f"{post.title} ({', '.join(one.name for one in post.holders) or 'nobody today'})",
            )
            for post in posts
        ),
        "people": tuple(
            (f"person:{one.id}", one.name) for one in partnership.people(viewer=viewer, on=on)
        ),
    }


_DEEDS = ("answer", "further", "close")


def _forms(deed: str, data: Any, one: ChallengeFact) -> dict[str, django_forms.Form]:
    """A form for each deed; what was sent is in the one it was sent with."""
    sent = dict.fromkeys(_DEEDS) | ({deed: data} if deed else {})
    return {
        "answer": AnswerForm(sent["answer"], prefix="answer"),
        "further": FurtherForm(sent["further"], prefix="further"),
        "close": CloseForm(sent["close"], prefix="close", answered=one.state == "answered"),
    }


_DONE = {
    "answer": "Your answer was recorded. Who raised the challenge sees it.",
    "further": "Your further question was recorded.",
    "close": "The challenge is closed.",
}


def challenge(request: AreaRequest, challenge_id: UUID) -> HttpResponse:
    """What was asked and what was said, in order; then what this viewer may do."""
    viewer = request.viewer
    found = queries.challenge(challenge_id, viewer=viewer, on=request.today)
    if found is None:
        raise Http404
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    if request.method == "POST" and deed not in _DEEDS:
        raise Refused("The page was not sent whole. Load it again, then send your words.")
    shown = _forms(deed, request.POST, found)
    if deed and shown[deed].is_valid():
        try:
            _do(deed, challenge_id, shown[deed].cleaned_data, request)
        except Refused as refusal:
            shown[deed].add_error(None, refusal.sentence)
        else:
            messages.success(request, _DONE[deed])
            return redirect("governance:challenge", viewer.local_area_slug, challenge_id)
    return render(
        request,
        "governance/challenge.html",
        {
            "page": challenge_page(
                found,
                slug=viewer.local_area_slug,
                refused_answer=_may_answer(request, found),
                refused_close=policies.may_close_challenge(
                    viewer, plan_id=found.plan_id, raised_by_id=found.raised_by_id
                ),
            ),
            "one": found,
            "forms": shown,
            "bound": [shown[deed]] if deed else [],
            "crumbs": _crumbs(request, Crumb("A challenge")),
        },
        status=422 if deed else 200,
    )


def _do(deed: str, challenge_id: UUID, typed: dict[str, Any], request: AreaRequest) -> None:
    verb: Any = {
        "answer": actions.answer_challenge,
        "further": actions.ask_further,
        "close": actions.close_challenge,
    }[deed]
    verb(challenge_id=challenge_id, **typed, by=request.viewer, on=request.today, at=timezone.now())


def _may_answer(request: AreaRequest, one: ChallengeFact) -> str:
    """ "" where this viewer may answer; the same question as the verb asks."""
    subject = ActionSubject(one.plan_id)
    if one.action_id:
        action = plans.action(one.action_id, viewer=request.viewer, on=request.today)
        subject = action.row.subject if action else subject
    else:
        report = queries.highlight(one.report_id, viewer=request.viewer) if one.report_id else None
        level_id = one.level_id or (report.level_id if report else None)
        subject = ActionSubject(one.plan_id, frozenset({level_id} if level_id else ()))
    return policies.may_answer_challenge(
        request.viewer,
        subject=subject,
        asked_person_id=one.asked_person_id,
        asked_post_id=one.asked_post_id,
    )
