"""What may be done to an action, what is missing, and the form that mends it."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import SIGN_OFF, Deed, Deeds, calmly, deeds
from goldenthread.improvement_plan.presenters.rows import lead_words
from goldenthread.improvement_plan.presenters.saying import joined
from goldenthread.improvement_plan.queries.facts import (
    ActionDetail,
    PlanFact,
    RatingFact,
)
from goldenthread.improvement_plan.queries.filters import STATES
from goldenthread.partnership.queries import Viewer

# Where each gap is mended.
MENDED_BY: dict[str, str] = {
    "no-lead": "edit_leads",
    "lead-not-identified": "edit_leads",
    "no-date": "edit_dates",
    "no-success-measure": "edit_action",
    "not-rated": "rate",
    "no-evidence": "add_evidence",
    "as-imported": "add_evidence",
    "no-cause": "rate",
    "no-forum": "edit_forums",
    "lead-gone": "edit_leads",
    "contradicting-dates": "edit_dates",
    "old-rating": "rate",
    "overdue-no-cause": "update_action",
    "awaiting-sign-off": "sign_off_action",
}


LEADS_TO_ASK = 2
OF_EITHER = ("rate", "add_evidence")


@dataclass(frozen=True)
class Gap:
    words: str
    href: str


def action_deeds(detail: ActionDetail, viewer: Viewer, addresses: Addresses) -> Deeds:
    row, subject = detail.row, detail.row.subject
    if detail.over:
        return Deeds((), ())
    offered = [
        Deed(
            "Record progress",
            addresses.to("update_action", row.id),
            policies.may_update(viewer, subject),
        ),
        Deed("Rate", addresses.to("rate", "action", row.id), policies.may_rate(viewer, subject)),
        Deed(
            "Add evidence",
            addresses.to("add_evidence", "action", row.id),
            policies.may_add_evidence(viewer, subject),
        ),
    ]
    if detail.completion is None:
        offered.append(
            Deed(
                "Mark complete",
                addresses.to("complete_action", row.id),
                policies.may_mark_complete(viewer, subject),
            )
        )
    elif not detail.completion.signed_off_on:
        offered.append(
            Deed(
                SIGN_OFF,
                addresses.to("sign_off_action", row.id),
                policies.may_sign_off(viewer, subject),
            )
        )
    if detail.completion is not None:
        offered.append(
            Deed(
                "Reopen",
                addresses.to("reopen_action", row.id),
                policies.may_reopen_completion(viewer, subject),
            )
        )
    offered.append(
        Deed(
            "Change the words",
            addresses.to("edit_action", row.id),
            policies.may_edit_action(viewer, subject),
        )
    )
    return calmly(
        deeds(offered),
        ask=_whom_to_ask(detail, viewer, addresses),
        href=addresses.people(),
    )


def _whom_to_ask(detail: ActionDetail, viewer: Viewer, addresses: Addresses) -> tuple[str, ...]:
    """The lead for what a lead may do; those above them for what is left."""
    leads = lead_words(detail.row, addresses)[:LEADS_TO_ASK]
    if leads and policies.may_update(viewer, detail.row.subject):
        named = joined(
            f"{lead.words} ({lead.holders})" if lead.holders else lead.words for lead in leads
        )
        return (f"its {'lead' if len(leads) == 1 else 'leads'}, {named},", "the programme office")
    return ("the workstream lead", "the programme office")


def correct_href(
    rating: RatingFact, detail: ActionDetail, viewer: Viewer, addresses: Addresses
) -> str:
    """Where a rating is corrected; "" where it may not be: a sign-off is reopened instead."""
    row = detail.row
    main = detail.plan.main_scale
    signed_off = (
        row.signed_off_on is not None
        and rating.capacity == policies.COUNCIL
        and main is not None
        and rating.scale_key == main.key
    )
    if detail.over or signed_off or rating.point.needs_sign_off:
        return ""
    return correct_address(rating, detail.plan, row.subject, viewer, addresses)


def correct_address(
    rating: RatingFact,
    plan: PlanFact,
    subject: policies.ActionSubject,
    viewer: Viewer,
    addresses: Addresses,
) -> str:
    """For an action or a level: a standing rating, on a scale in force, by who may give it."""
    in_force = {fact.key for fact in plan.scales}
    if plan.closed_on or rating.superseded or rating.scale_key not in in_force:
        return ""
    if policies.may_rate_as(viewer, subject, rating.capacity):
        return ""
    owner = ("action", rating.action_id) if rating.action_id else ("level", rating.level_id)
    return addresses.to("correct_rating", *owner, rating.id)


def edits(detail: ActionDetail, addresses: Addresses) -> dict[str, str]:
    return {
        name: addresses.to(name, detail.row.id)
        for name in (
            "edit_action",
            "edit_place",
            "edit_dates",
            "edit_leads",
            "edit_forums",
            "add_milestone",
            "add_dependency",
            "end_action",
        )
    } | {"add_target": addresses.to("add_target", "action", detail.row.id)}


def missing(detail: ActionDetail, viewer: Viewer, addresses: Addresses) -> tuple[Gap, ...]:
    row = detail.row
    may = {
        "rate": not policies.may_rate(viewer, row.subject),
        "add_evidence": not policies.may_add_evidence(viewer, row.subject),
        "update_action": not policies.may_update(viewer, row.subject),
        "sign_off_action": not policies.may_sign_off(viewer, row.subject),
    }
    editable = not policies.may_edit_action(viewer, row.subject)
    gaps: list[Gap] = []
    for key in row.gaps:
        form = MENDED_BY[key]
        open_to_viewer = may.get(form, editable) and not detail.over
        ids = ("action", row.id) if form in OF_EITHER else (row.id,)
        gaps.append(Gap(STATES[key], addresses.to(form, *ids) if open_to_viewer else ""))
    return tuple(gaps)
