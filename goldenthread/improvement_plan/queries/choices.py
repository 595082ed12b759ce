"""What a list of actions can be narrowed to, with how many actions each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.facts import Choice, FilterChoices
from goldenthread.improvement_plan.queries.filters import NOT_RATED, STATES
from goldenthread.improvement_plan.queries.tallies import Counts, count
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import NOT_YET_RATED


def filter_choices(plan_id: UUID, *, viewer: Viewer, on: date) -> FilterChoices | None:
    """What the list can be narrowed to, counted over the whole plan; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    return choices_in(count(context)) if context else None


def choices_in(counts: Counts) -> FilterChoices:
    context, shown = counts.context, counts.known.shown
    leads = [
        (action_id, lead)
        for action_id, listed in shown.leads.items()
        for lead in listed
        if lead.leads_on(context.on)
    ]
    inside = Counter(level_id for tally in counts.tallies for level_id in tally.level_ids)
    return FilterChoices(
        ratings=tuple(
            Choice(
                each.point.key if each.point else NOT_RATED,
                each.point.label if each.point else NOT_YET_RATED,
                each.counted.count,
            )
            for each in counts.by_point()
        ),
        levels=tuple(
            Choice(str(level.id), f"{level.reference} {level.title}".strip(), inside[level.id])
            for level in context.levels.values()
        ),
        posts=_choices((pk, lead.post_id, lead.post_title) for pk, lead in leads),
        people=_choices((pk, lead.person_id, lead.person_name) for pk, lead in leads),
        forums=_choices(
            (pk, ref.id, ref.name) for pk, refs in shown.forums.items() for ref in refs
        ),
        states=tuple(
            Choice(state, words, counts.by_state[state]) for state, words in STATES.items()
        ),
    )


def _choices(named: Iterable[tuple[UUID, UUID | None, str | None]]) -> tuple[Choice, ...]:
    """From (action, what it has, the name of that): how many actions have each, by name."""
    having: dict[tuple[str, UUID], set[UUID]] = {}
    for action_id, value, name in named:
        if value and name:
            having.setdefault((name, value), set()).add(action_id)
    in_order = sorted(having.items(), key=lambda one: (one[0][0].casefold(), one[0]))
    return tuple(Choice(str(value), name, len(ids)) for (name, value), ids in in_order)
