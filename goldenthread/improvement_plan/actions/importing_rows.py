"""The rows of an import, made in memory and stored in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import models

from goldenthread.improvement_plan.actions.importing_statements import Statements
from goldenthread.improvement_plan.actions.inputs import (
    NewAction,
    NewFinding,
    NewLevel,
    NewScale,
    NewTarget,
)
from goldenthread.improvement_plan.actions.particulars import (
    due_rows,
    forum_rows,
    known_forums,
    known_people,
    known_posts,
    latest_day,
    lead_rows,
    words_of,
)
from goldenthread.improvement_plan.actions.targets import step_rows, target_row
from goldenthread.improvement_plan.actions.writing import fitted, required, storable
from goldenthread.improvement_plan.models import (
    Action,
    ActionDue,
    ActionForum,
    ActionLead,
    ActionLevel,
    Capacity,
    Completion,
    Dependency,
    Finding,
    FindingAnswer,
    Milestone,
    Plan,
    PlanLevel,
    ProgressUpdate,
    Rating,
    RatingScale,
    Target,
    TargetReading,
    TargetStep,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

# In the order of their foreign keys; an action's current rating comes after it all the same.
_ORDER: tuple[type[models.Model], ...] = (
    RatingScale,
    Finding,
    PlanLevel,
    FindingAnswer,
    Action,
    ActionLevel,
    ActionDue,
    ActionLead,
    ActionForum,
    Milestone,
    ProgressUpdate,
    Completion,
    Rating,
    Target,
    TargetStep,
    TargetReading,
    Dependency,
)
_AT_ONCE = 400


class Rows(Statements):
    """Collects the rows of one import; `save` stores them, one statement a kind and batch."""

    def __init__(self, plan: Plan, *, by: Viewer, on: date) -> None:
        super().__init__(plan, by=by, on=on, kept={kind: [] for kind in _ORDER})
        self._findings: dict[str, Finding] = {}
        self._levels: dict[str, PlanLevel] = {}
        self._actions: dict[str, Action] = {}
        self._standing: dict[str, Action] = {}
        self._references: set[str] = set()
        self._position = 0

    @property
    def action_ids(self) -> list[UUID]:
        return [action.pk for action in self._kept[Action]]

    @property
    def finding_ids(self) -> list[UUID]:
        return [finding.pk for finding in self._kept[Finding]]

    @property
    def target_ids(self) -> list[UUID]:
        return [target.pk for target in self._kept[Target]]

    @property
    def level_ids(self) -> list[UUID]:
        return [level.pk for level in self._kept[PlanLevel]]

    def save(self) -> None:
        self._repeat_ratings()
        for kind in _ORDER:
            if self._kept[kind]:
                kind._default_manager.bulk_create(self._kept[kind], batch_size=_AT_ONCE)

    def _repeat_ratings(self) -> None:
        """As `standing.repeat_ratings`, before the rows are stored: the foreign keys between
        actions and ratings are checked at the commit."""
        own = [
            rating
            for rating in self._kept[Rating]
            if rating.action is not None
            and rating.capacity == Capacity.COUNCIL
            and rating.scale.main
        ]
        for rating in sorted(own, key=lambda rating: rating.on):
            if rating.action.first_rating_id is None:
                rating.action.first_rating_id = rating.pk
            rating.action.current_rating_id = rating.pk

    def know(
        self,
        *,
        scales: Iterable[RatingScale],
        levels: Iterable[PlanLevel],
        actions: Iterable[Action],
        position: int,
    ) -> None:
        """What a running plan has already: levels and actions answer to their ids."""
        for scale in scales:
            self._know_scale(scale)
        self._levels |= {str(level.pk): level for level in levels}
        self._standing = {str(action.pk): action for action in actions}
        self._references = {action.reference for action in self._standing.values()}
        self._position = position

    def scales(self, scales: Sequence[NewScale]) -> None:
        main = next((new for new in scales if new.main), scales[0] if scales else None)
        for new in scales:
            if new.scale.key in self._scales:
                raise Refused(f"The plan has two scales called “{new.scale.name}”. Keep one.")
            row = RatingScale(
                **self._placed(),
                key=new.scale.key,
                name=fitted(new.scale.name, 200),
                scale_version=new.scale.version,
                data=new.scale.as_data(),
                main=new is main,
            )
            self._kept[RatingScale].append(row)
            self._know_scale(row)

    def _know_scale(self, row: RatingScale) -> None:
        self._scales[row.key] = row
        self._points |= {(row.key, point.key): point for point in row.as_scale().points}

    def findings(self, findings: Sequence[NewFinding]) -> None:
        for position, new in enumerate(findings):
            self._findings[new.key] = Finding(
                **self._placed(),
                reference=fitted(new.reference, 40),
                text=storable(new.text),
                kind=fitted(new.kind, 80),
                responsible=fitted(new.responsible, 500),
                source=fitted(new.source, 300),
                on=new.on,
                position=position,
            )
        self._kept[Finding] += self._findings.values()

    def levels(self, levels: Sequence[NewLevel]) -> None:
        """Those above first, whatever the order they come in."""
        waiting = list(levels)
        while waiting:
            ready = [new for new in waiting if new.parent_key in self._levels or not new.parent_key]
            if not ready:
                raise Refused(
                    f"“{waiting[0].title}” lies below a part that the plan does not have."
                )
            for new in ready:
                self._level(new, levels.index(new))
            waiting = [new for new in waiting if new.key not in self._levels]

    def _level(self, new: NewLevel, position: int) -> PlanLevel:
        parent = self._levels[new.parent_key] if new.parent_key else None
        level = PlanLevel(
            **self._placed(),
            parent=parent,
            depth=parent.depth + 1 if parent else 0,
            reference=fitted(new.reference, 40),
            title=storable(new.title),
            aim=storable(new.aim),
            impact=storable(new.impact),
            position=position,
        )
        if new.key in self._levels:
            raise Refused(f"Two parts of the plan have the key {new.key}. Give each its own.")
        self._levels[new.key] = level
        self._kept[PlanLevel].append(level)
        self._kept[FindingAnswer] += [
            FindingAnswer(**self._placed(), finding=self._findings[key], level=level)
            for key in dict.fromkeys(new.finding_keys)
        ]
        for rating in new.ratings:
            self._rating(rating, level=level)
        return level

    def actions(self, actions: Sequence[NewAction]) -> None:
        leads = [lead for new in actions for lead in new.leads]
        known_posts(
            [lead.post_id for lead in leads if lead.post_id]
            + [new.accountable_post_id for new in actions if new.accountable_post_id],
            by=self.by,
            on=self.on,
        )
        known_people([lead.person_id for lead in leads if lead.person_id], by=self.by, on=self.on)
        forum_ids = list({forum_id for new in actions for forum_id in new.forum_ids})
        known_forums(forum_ids, by=self.by, on=self.on)
        for new in actions:
            self._action(new)
        for new in actions:
            self._waits(new)

    def _waits(self, new: NewAction) -> None:
        """What it waits for: an action of this import by its key, one of the plan by its id."""
        action = self._actions[new.key]
        for key in dict.fromkeys(new.waits_for):
            waits_for = self._actions.get(key) or self._standing.get(key)
            if waits_for is None:
                raise Refused(f"{action.reference} waits for an action that the plan has not.")
            self._kept[Dependency].append(
                Dependency(
                    **self._placed(),
                    action=action,
                    waits_for=waits_for,
                    note=fitted(new.waits_as_written, 500),
                )
            )

    def _action(self, new: NewAction) -> None:
        action = Action(
            **self._placed(),
            reference=self._reference(new.reference),
            position=self._position,
            text=required(new.text, f"The action {new.reference or new.key} says nothing."),
            **{
                name: storable(getattr(new, name))
                for name in (
                    "steps",
                    "success_measures",
                    "outcome",
                    "impact",
                    "co_production",
                    "resources",
                )
            },
            leads_as_written=fitted(
                new.leads_as_written or "; ".join(lead.as_written for lead in new.leads), 1000
            ),
            accountable_post_id=new.accountable_post_id,
            accountable_as_written=fitted(new.accountable_as_written, 500),
            start_as_written=fitted(new.start_as_written, 300),
            start=new.start,
            due_as_written=words_of(new.dues, new.due_as_written),
            due=latest_day(new.dues),
            as_written=[[storable(heading), storable(words)] for heading, words in new.as_written],
            imported_on=self.on,
        )
        self._position += 1
        if new.key in self._actions:
            raise Refused(f"Two actions have the key {new.key}. Give each its own.")
        self._actions[new.key] = action
        self._kept[Action].append(action)
        self._beside(action, new)

    def _beside(self, action: Action, new: NewAction) -> None:
        for position, key in enumerate(dict.fromkeys(new.level_keys)):
            if key not in self._levels:
                raise Refused(f"{action.reference} belongs to a part that the plan does not have.")
            self._kept[ActionLevel].append(
                ActionLevel(
                    **self._placed(), action=action, level=self._levels[key], position=position
                )
            )
        self._kept[ActionDue] += due_rows(action, new.dues)
        self._kept[ActionLead] += lead_rows(action, new.leads)
        self._kept[ActionForum] += forum_rows(action, new.forum_ids)
        self._milestones(action, new)
        self.progress(
            action,
            new.progress,
            new.progress_on,
            next_steps=new.next_steps,
            evidence=new.evidence_words,
        )
        if new.completed_on is not None:
            self._completed(action, new)
        said = [*new.ratings_history, *([new.rating] if new.rating else [])]
        for rating in sorted(said, key=lambda rating: rating.on):
            self.rating(action, rating)

    def _milestones(self, action: Action, new: NewAction) -> None:
        for position, milestone in enumerate(new.milestones):
            due = milestone.due
            self._kept[Milestone].append(
                Milestone(
                    **self._placed(),
                    action=action,
                    text=fitted(milestone.text, 1000),
                    as_written=fitted(due.as_written, 500) if due else "",
                    first_day=due.first_day if due else None,
                    last_day=due.last_day if due else None,
                    precision=due.precision if due else "none",
                    met_on=milestone.met_on,
                    position=position,
                )
            )

    def targets(self, targets: Sequence[NewTarget]) -> None:
        for position, new in enumerate(targets):
            owner: Action | PlanLevel | None = None
            if new.action_key is not None:
                owner = self._actions.get(new.action_key)
            elif new.level_key is not None:
                owner = self._levels.get(new.level_key)
            if owner is None:
                raise Refused(f"The target “{new.text[:80]}” belongs to nothing in this plan.")
            row = target_row(owner, new, position)
            self._kept[Target].append(row)
            self._kept[TargetStep] += step_rows(row, new)
            self.readings(row, new.readings)

    def _reference(self, wanted: str) -> str:
        """The document's own, made distinct where it stands twice; else the next free number."""
        wanted = fitted(wanted.strip(), 50) or str(self._position + 1)
        found, again = wanted, 1
        while found in self._references:
            again += 1
            found = f"{wanted} ({again})"
        self._references.add(found)
        return found
