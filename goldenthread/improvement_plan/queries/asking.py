"""Before a round is sent: who would be asked about what, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import Action, ActionLead, LeadKind, RoundAction
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.conditions import leading
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.narrowing import matching
from goldenthread.improvement_plan.queries.round_facts import (
    ActionRef,
    ToBeAsked,
    Unasked,
    WhoIsAsked,
)
from goldenthread.improvement_plan.queries.rows import title_of
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import PersonFact, PostFact, Viewer

NO_LEAD, NOT_MATCHED, VACANT = "no_lead", "not_matched", "vacant"


def who_is_asked(
    plan_id: UUID, *, viewer: Viewer, on: date, level_id: UUID | None = None
) -> WhoIsAsked | None:
    """Every lead of the actions that are not complete, by person: whoever holds a post today. A
    constant number of queries. None out of sight, or where the part is not in the plan."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None or (level_id is not None and level_id not in context.levels):
        return None
    wanted = matching(_part(level_id, complete=False), context, tuple)
    elsewhere = _asked_elsewhere(plan_id)
    rows = [
        ActionRef(pk, reference, title_of(text), due is not None and due < on)
        for pk, reference, text, due in Action.objects.filter(wanted, plan_id=plan_id)
        .order_by("position", "id")
        .values_list("id", "reference", "text", "due")
    ]
    asked = [row for row in rows if row.id not in elsewhere]
    gathered = _gather(asked, plan_id=plan_id, viewer=viewer, on=on)
    complete = matching(_part(level_id, complete=True), context, tuple)
    return WhoIsAsked(
        plan_id=plan_id,
        plan_title=context.plan.title,
        level_id=level_id,
        part=part_words(context, level_id),
        people=gathered.people(),
        problems=gathered.unasked(asked),
        actions=len(gathered.asked_about),
        complete=Action.objects.filter(complete, plan_id=plan_id).count(),
        asked_already=Counter(elsewhere[row.id] for row in rows if row.id in elsewhere),
        subject=part_subject(context, level_id),
    )


def _part(level_id: UUID | None, *, complete: bool) -> ActionFilters:
    state = "complete" if complete else "not-complete"
    return ActionFilters(level=(level_id,) if level_id else (), state=(state,))


def part_words(context: PlanContext, level_id: UUID | None) -> str:
    """Priority 2: Early years; "" for the whole plan or a part that has ended."""
    level = context.levels.get(level_id) if level_id else None
    if level is None:
        return ""
    return f"{level.word} {level.reference}".strip() + f": {level.title}"


def part_subject(context: PlanContext, level_id: UUID | None) -> ActionSubject:
    above = context.with_ancestors([level_id]) if level_id else frozenset()
    return ActionSubject(plan_id=context.plan.id, level_ids=frozenset(above))


def _asked_elsewhere(plan_id: UUID) -> dict[UUID, str]:
    """Action id → the open round that asks about it: nobody is asked about one thing twice."""
    rows = RoundAction.objects.filter(plan_id=plan_id, round__closed_on__isnull=True)
    return dict(rows.values_list("action_id", "round__name"))


@dataclass
class _Gathered:
    """Who leads what. `of_person` holds each person's actions in the plan's order."""

    known: Mapping[UUID, PersonFact]
    of_person: dict[UUID, list[ActionRef]] = field(default_factory=dict)
    posts_of: dict[UUID, list[str]] = field(default_factory=dict)
    asked_about: set[UUID] = field(default_factory=set)
    troubles: dict[tuple[str, str, UUID | None], list[ActionRef]] = field(default_factory=dict)

    def ask(self, person_id: UUID, action: ActionRef, post: str = "") -> None:
        listed = self.of_person.setdefault(person_id, [])
        if action not in listed:
            listed.append(action)
        if post and post not in self.posts_of.setdefault(person_id, []):
            self.posts_of[person_id].append(post)
        self.asked_about.add(action.id)

    def trouble(self, kind: str, words: str, post_id: UUID | None, action: ActionRef) -> None:
        listed = self.troubles.setdefault((kind, words, post_id), [])
        if action not in listed:
            listed.append(action)

    def people(self) -> tuple[ToBeAsked, ...]:
        found = [
            ToBeAsked(
                person_id=person_id,
                name=self.known[person_id].name,
                email=self.known[person_id].email,
                posts=tuple(self.posts_of.get(person_id, ())),
                actions=tuple(actions),
            )
            for person_id, actions in self.of_person.items()
        ]
        return tuple(sorted(found, key=lambda person: (person.name, str(person.person_id))))

    def unasked(self, actions: Iterable[ActionRef]) -> tuple[Unasked, ...]:
        """Each action that nobody is asked about counts once, at its first trouble."""
        counted: set[UUID] = set(self.asked_about)
        found = []
        for (kind, words, post_id), listed in self.troubles.items():
            nobody = {action.id for action in listed} - counted
            counted |= nobody
            found.append(Unasked(kind, words, post_id, tuple(listed), len(nobody)))
        order = (NO_LEAD, NOT_MATCHED, VACANT)
        return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.words)))


def _gather(actions: list[ActionRef], *, plan_id: UUID, viewer: Viewer, on: date) -> _Gathered:
    """Four queries: the leads, the posts with their holders, the people."""
    leads: dict[UUID, list[ActionLead]] = {}
    for lead in ActionLead.objects.filter(leading(on), plan_id=plan_id).order_by("position", "id"):
        leads.setdefault(lead.action_id, []).append(lead)
    posts = {post.id: post for post in partnership.posts(viewer=viewer, on=on)}
    known = {person.id: person for person in partnership.people(viewer=viewer, on=on)}
    gathered = _Gathered(known)
    for action in actions:
        _ask_leads(action, leads.get(action.id, []), posts, gathered)
    return gathered


def _ask_leads(
    action: ActionRef,
    rows: list[ActionLead],
    posts: Mapping[UUID, PostFact],
    gathered: _Gathered,
) -> None:
    """Its leads; its deputies only where it has no lead at all."""
    first = [row for row in rows if row.kind == LeadKind.LEAD] or rows
    if not first:
        gathered.trouble(NO_LEAD, "", None, action)
    for row in first:
        post = posts.get(row.post_id) if row.post_id else None
        if row.person_id is not None:
            gathered.ask(row.person_id, action)
        elif post is None:
            gathered.trouble(NOT_MATCHED, row.as_written, None, action)
        elif not post.holders:
            gathered.trouble(VACANT, post.title, post.id, action)
        else:
            for holder in post.holders:
                gathered.ask(holder.person_id, action, post.title)
