"""Every address of the product by its name, filled in with real things of the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

# What each id in an address is an id of; a new one fails `samples` until it is named here.
MODELS = {
    "plan_id": "Plan", "action_id": "Action", "import_id": "PlanImport", "paper_id": "BoardPaper",
    "person_id": "Person", "forum_id": "Forum", "level_id": "PlanLevel", "round_id": "UpdateRound",
    "visit_id": "MonitoringVisit", "request_id": "UpdateRequest", "risk_id": "Risk",
    "restriction_id": "Restriction", "template_id": "WordTemplate", "finding_id": "Finding",
    "period_id": "ReportingPeriod", "dependency_id": "Dependency", "target_id": "Target",
    "grant_id": "Grant", "message_id": "Message", "return_id": "WorkbookReturn",
    "voice_id": "FamilyVoice", "escalation_id": "Escalation", "milestone_id": "Milestone",
    "evidence_id": "Evidence", "review_id": "AccessReview", "round_action_id": "RoundAction",
    "change_id": "ManyChange", "kind_id": "PlanKind", "rating_id": "Rating", "post_id": "Post",
    "holding_id": "PostHolding", "membership_id": "ForumMembership", "row_id": "ReviewedRight",
    "glass_id": "BreakGlass", "link_id": "TaskLink", "challenge_id": "Challenge",
    "report_id": "HighlightReport", "release_id": "Release",
    "setting_id": "Setting", "list_id": "SettingsImport",
    "section_id": "PlanSection", "need_id": "Need", "budget_id": "PersonalBudget",
    "responsibility_id": "Responsibility", "placement_id": "Placement",
    "child_id": "Child", "event_id": "Event", "circumstance_id": "ChildsCircumstance",
    "claim_id": "ExceptionClaim", "move_id": "CaseloadMove.move",
    "arrival_id": "RegisterArrival",
    "chase_id": "AdviceChase", "views_id": "ViewsAsked",
    "service_id": "AdviceService",
    "panel_id": "Panel", "meeting_id": "PanelMeeting", "item_id": "PanelItem",
    "department_id": "Department", "newcomer_id": "Newcomer",
    "contact_id": "Contact",
    "hold_id": "LegalHold", "certificate_id": "ErasureCertificate",
}  # fmt: skip
# Where the name of an id means something else, by the name of the address.
BY_ADDRESS = {
    "ehcp_register:plan_version": {"event_id": "EhcPlan.event"},
    "ehcp_register:hold_sections": {"event_id": "EhcPlan.event"},
    "intake:report_findings": {"report_id": "ReportImport"},
    "intake:report_original": {"report_id": "ReportImport"},
    "partnership:end_detail": {"grant_id": "DetailGrant"},
    "partnership:withdraw_named_grant": {"grant_id": "NamedGrant"},
    "partnership:give_right_for_forum": {"scope_id": "Forum"},
    "partnership:give_right_for_post": {"scope_id": "Post"},
}
# Words in an address, and the thing they go with.
WORDS: dict[str, dict[str, Any]] = {
    "partnership:history": {"kind": "person", "thing_id": "Person"},
    "partnership:who_saw": {"kind": "person", "thing_id": "Person"},
    "partnership:who_saw_file": {"kind": "person", "thing_id": "Person"},
    "improvement_plan:history": {"kind": "action", "thing_id": "Action"},
    "improvement_plan:lead": {"kind": "person", "lead_id": "Person"},
}
OWNED = {"kind": "action", "owner_id": "Action"}
KEYS = {
    "improvement_plan:gap": "no-lead", "visits:since_list": "rated", "deadlines:deadline": "D07",
}  # fmt: skip
FORMS = {"form": "html"}
# Words that are no id, by the name they have in an address.
SAID = {
    "queue": "late", "caseload": "none", "what": "meeting-held", "duty": "D07",
    "check": "record-no-need", "name": "new", "figure": "late", "month": "2020-01",
    "matter": "plan_changed",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A named address; `kwargs` are the names of what it is filled in with."""

    name: str
    kwargs: tuple[str, ...]
    pattern: str


def addresses() -> tuple[Address, ...]:
    return tuple(_walk(get_resolver().url_patterns, "", (), ""))


def _walk(
    patterns: list[Any], space: str, kwargs: tuple[str, ...], before: str
) -> Iterator[Address]:
    for pattern in patterns:
        own = (*kwargs, *pattern.pattern.converters, *_groups(pattern))
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, own, path)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Address(f"{space}{pattern.name}", own, path)


def _groups(pattern: Any) -> tuple[str, ...]:
    expression = getattr(pattern.pattern, "_regex", "")
    return tuple(pattern.pattern.regex.groupindex) if expression else ()


def of_an_area() -> tuple[Address, ...]:
    """Those that stand under the area's slug."""
    return tuple(one for one in addresses() if "area" in one.kwargs)


class Unfilled(LookupError):
    """The demonstration has no such thing, or nobody said what the address is filled in with."""


def filled(address: Address, *, slug: str, area_id: UUID, at_random: bool = False) -> str:
    """The address with real things of the area of this id, under the slug of any area; with ids
    that nothing has, `at_random`."""
    given: dict[str, Any] = {"area": slug}
    words = WORDS.get(address.name, OWNED if "owner_id" in address.kwargs else {})
    for name in set(address.kwargs) - {"area"}:
        if name == "kind" and name in words:
            given[name] = words[name]
        elif name == "key":
            given[name] = _key(address, area_id)
        elif name in FORMS:
            given[name] = FORMS[name]
        elif name in SAID:
            given[name] = SAID[name]
        elif at_random:
            given[name] = uuid4()
        else:
            model = words.get(name) or BY_ADDRESS.get(address.name, MODELS).get(
                name, MODELS.get(name)
            )
            if model is None:
                raise Unfilled(f"{address.name}: say in MODELS what {name} is.")
            given[name] = one_of(model, area_id, address.name)
    return reverse(address.name, kwargs=given)


def _key(address: Address, area_id: UUID) -> str:
    if address.name in KEYS:
        return KEYS[address.name]
    row = model_named("RatingScale").objects.filter(local_area_id=area_id).first()
    return str(row.key)


def one_of(name: str, area_id: UUID, address: str) -> UUID:
    """The id of one such thing of the area: the oldest, which has the most to it."""
    name, _, field = name.partition(".")  # CaseloadMove.move: not by its key
    model = model_named(name)
    fields = {field.name for field in model._meta.get_fields()}
    rows = model._base_manager.all()
    if "local_area" in fields:
        rows = rows.filter(local_area_id=area_id)
    found = rows.order_by("pk").values_list(field or "pk", flat=True).first()
    if found is None:
        raise Unfilled(f"{address}: the area has no {name}.")
    return UUID(str(found))


def model_named(name: str) -> Any:
    (model,) = (
        one
        for one in apps.get_models()
        if one.__name__ == name and one.__module__.startswith("goldenthread.")
    )
    return model
