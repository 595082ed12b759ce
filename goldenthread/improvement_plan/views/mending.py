"""Which verb mends which gap, who may, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import doing, evidence, explaining, progress, rating
from goldenthread.improvement_plan.forms import mending
from goldenthread.improvement_plan.forms.mending import MendForm
from goldenthread.improvement_plan.queries.facts import ActionRow, LeadFact
from goldenthread.improvement_plan.queries.inputs import NewLead
from goldenthread.partnership.queries import AreaRequest

Mend = Callable[[AreaRequest, ActionRow, Any], str]


def refusal_of(request: AreaRequest, key: str, row: ActionRow) -> str:
    """Why the viewer may not mend this gap of this action; "" where they may."""
    may = _MAY.get(mending.FORMS[key], policies.may_edit_action)
    if key == "overdue-no-cause":  # told by an update; the rating stays
        may = policies.may_update
    return may(request.viewer, row.subject)


_MAY: Mapping[type[MendForm], Callable[..., str]] = {
    mending.RatingMend: policies.may_rate,
    mending.CauseMend: policies.may_rate,
    mending.EvidenceMend: policies.may_add_evidence,
    mending.SignOffMend: policies.may_sign_off,
}


def mend(request: AreaRequest, key: str, row: ActionRow, form: MendForm) -> str:
    """Do it; what to say afterwards. Raises Refused as the verbs do."""
    if key == "overdue-no-cause":
        return _explain(request, row, form)
    return _VERBS[type(form)](request, row, form)


def _as(request: AreaRequest) -> dict[str, Any]:
    return {"by": request.viewer, "on": request.today}


def _of(row: ActionRow, form: MendForm) -> dict[str, Any]:
    """The action as it was when the list was shown."""
    return {"action_id": row.id, "version": form.cleaned_data["version"]}


def _lead(request: AreaRequest, row: ActionRow, form: mending.LeadMend) -> str:
    """The one chosen leads instead of those nobody could be asked through; deputies stay."""
    kind, identity, words = form.chosen()
    named = words.partition(" (")[0]
    lead = NewLead(
        named,
        post_id=identity if kind == "post" else None,
        person_id=identity if kind == "person" else None,
    )
    deputies = [_as_new(each) for each in row.leads if each.kind == "deputy"]
    doing.set_leads(**_of(row, form), leads=(lead, *deputies), **_as(request))
    return f"now led by {named}."


def _as_new(lead: LeadFact) -> NewLead:
    return NewLead(lead.as_written, lead.post_id, lead.person_id, lead.kind)


def _forum(request: AreaRequest, row: ActionRow, form: mending.ForumMend) -> str:
    chosen = form.cleaned_data["forum"]
    doing.set_forums(**_of(row, form), forum_ids=(UUID(chosen),), **_as(request))
    return f"now reports to {dict(form.offered.forums)[chosen]}."


def _dates(request: AreaRequest, row: ActionRow, form: mending.DatesMend) -> str:
    written, start = form.cleaned_data.get("start") or (row.start_as_written, row.start)
    doing.set_dates(
        **_of(row, form),
        dues=form.cleaned_data["due"],
        start=start,
        start_as_written=written,
        **_as(request),
    )
    return "its dates are set."


def _measure(request: AreaRequest, row: ActionRow, form: mending.MeasureMend) -> str:
    changes = {"success_measures": form.cleaned_data["success_measures"]}
    doing.edit_action(**_of(row, form), changes=changes, **_as(request))
    return "has a success measure now."


def _evidence(request: AreaRequest, row: ActionRow, form: mending.EvidenceMend) -> str:
    words = {name: form.cleaned_data[name] for name in ("kind", "title", "shows", "link")}
    evidence.add_evidence(action_id=row.id, **words, **_as(request))
    return f"the evidence “{words['title']}” is recorded."


def _sign_off(request: AreaRequest, row: ActionRow, form: mending.SignOffMend) -> str:
    progress.sign_off(action_id=row.id, reason=form.cleaned_data["reason"], **_as(request))
    return "complete and signed off."


def _rate(request: AreaRequest, row: ActionRow, form: mending.RatingMend) -> str:
    """A rating of today; where it is the same as before, that it was looked at again."""
    given = form.cleaned_data
    same = row.rating is not None and row.rating.key == given["point"]
    rating.record_rating(
        action_id=row.id,
        point_key=given["point"],
        cause=given["cause"] or (row.cause if same else ""),
        recovery_date=given["recovery_date"] or (row.recovery_date if same else None),
        reason="Looked at again and still right" if same else "",
        **_as(request),
    )
    return "the rating of today is recorded."


def _cause(request: AreaRequest, row: ActionRow, form: mending.CauseMend) -> str:
    """The same rating, said again with what it lacked."""
    rating.record_rating(
        action_id=row.id,
        point_key=row.rating.key if row.rating else "",
        cause=form.cleaned_data["cause"],
        recovery_date=form.cleaned_data["recovery_date"],
        **_as(request),
    )
    return "the cause is recorded, with the day it is to be back on track."


def _explain(request: AreaRequest, row: ActionRow, form: MendForm) -> str:
    explaining.explain_lateness(
        action_id=row.id,
        cause=form.cleaned_data["cause"],
        expected_on=form.cleaned_data["recovery_date"],
        **_as(request),
    )
    return "the cause is recorded, with the day it is now expected."


_VERBS: Mapping[type[MendForm], Mend] = {
    mending.LeadMend: _lead,
    mending.ForumMend: _forum,
    mending.DatesMend: _dates,
    mending.StartAndDueMend: _dates,
    mending.MeasureMend: _measure,
    mending.EvidenceMend: _evidence,
    mending.SignOffMend: _sign_off,
    mending.RatingMend: _rate,
    mending.CauseMend: _cause,
}
