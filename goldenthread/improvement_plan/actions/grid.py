"""Many actions changed at once: all the good cells in one transaction, or none; and undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.improvement_plan.actions.doing import count_up, spoken
from goldenthread.improvement_plan.actions.grid_said import FurtherUpdate
from goldenthread.improvement_plan.actions.grid_weighing import weigh
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.improvement_plan.actions.particulars import (
    replace_dues,
    replace_forums,
    replace_leads,
)
from goldenthread.improvement_plan.actions.progress import mark_complete
from goldenthread.improvement_plan.actions.rating import write_rating
from goldenthread.improvement_plan.actions.standing import main_scale, repeat_all_ratings
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    label_of,
    locked,
    said_by,
)
from goldenthread.improvement_plan.models import (
    Action,
    ManyChange,
    Plan,
    ProgressUpdate,
    RatingScale,
)
from goldenthread.improvement_plan.queries.grid import (
    COLUMNS,
    SAID,
    RowChange,
    fingerprint,
    rows_of,
)
from goldenthread.improvement_plan.queries.grid_weighed import ManyChanged, Weighed, WeighedRow
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import UpdateStatus
from goldenthread.trail import actions as trail
from goldenthread.trail.verbs import Verb

Cells = Mapping[str, str]
NOTHING_SAVED = (
    "Nothing is saved yet. Mend the marked cells, or tick “Save the rest” and save again."
)


class CellsMarked(Refused):
    """Some cells cannot be saved as typed; `weighed` says which and why. Nothing was written."""

    def __init__(self, weighed: Weighed) -> None:
        super().__init__(NOTHING_SAVED)
        self.weighed = weighed


@transaction.atomic
def change_many(
    *,
    plan_id: UUID,
    changes: Sequence[RowChange],
    leave_marked: bool = False,
    source_label: str = "",
    by: Viewer,
    on: date,
) -> ManyChanged:
    """Save the cells that differ, each by the rules of its own verb.

    Raises `CellsMarked` and writes nothing where any cell is marked or clashes, unless
    `leave_marked`: then the rows without a mark are saved, and the others handed back.
    """
    return _change(
        plan_id, changes, leave_marked=leave_marked, source_label=source_label, by=by, on=on
    )


def _change(
    plan_id: UUID,
    changes: Sequence[RowChange],
    *,
    leave_marked: bool,
    source_label: str,
    by: Viewer,
    on: date,
    restoring: bool = False,
) -> ManyChanged:
    plan = locked(Plan, plan_id, by=by, what="plan")
    weighed = weigh(
        plan_id=plan_id, changes=changes, by=by, on=on, restoring=restoring, locked=True
    )
    if (weighed.marks or weighed.clashes) and not leave_marked:
        raise CellsMarked(weighed)
    left = Weighed(tuple(row for row in weighed.rows if not row.good), weighed.gone)
    rows = weighed.good
    if not rows:
        return ManyChanged(None, 0, 0, left)
    writing = _Writing(plan, by, on, source_label, restoring)
    found = Action.objects.filter(pk__in=[row.row.id for row in rows]).in_bulk()
    acts = [writing.row(row, found[row.row.id]) for row in rows]
    writing.finish()
    kept = _keep(plan, rows, by=by, on=on)
    trail.record_many(
        [*acts, _plan_act(plan, rows, kept.words, source_label)],
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        on=on,
    )
    return ManyChanged(kept.pk, len(rows), sum(len(row.changed) for row in rows), left)


class _Writing:
    """Writes rows one after another, and at the end what can be written for all at once."""

    def __init__(self, plan: Plan, by: Viewer, on: date, source: str, restoring: bool) -> None:
        self.plan, self.by, self.on, self.restoring = plan, by, on, restoring
        self.scale: RatingScale | None = main_scale(plan.pk)
        self.from_words = f" from {fitted(source, 200)}" if source else ""
        self.updates: list[ProgressUpdate] = []
        self.rated: list[UUID] = []
        self.complete: list[UUID] = []

    def row(self, row: WeighedRow, action: Action) -> trail.Act:
        """Write one action's cells; the entry that tells of it."""
        values, version = row.values, action.version
        told: dict[str, tuple[object, object]] = {}
        if "text" in values:
            told |= changed(action, {"text": values["text"]})
        if "leads" in values or "deputies" in values:
            told |= replace_leads(action, self._leads(row), by=self.by, on=self.on)
        if "due" in values:
            due = values["due"]
            told |= replace_dues(action, due.dues, due.words)
        if "forums" in values:
            ids = [forum.id for forum in values["forums"]]
            told |= replace_forums(action, ids, by=self.by, on=self.on)
        if told and action.version == version:
            count_up(action)
        words = [f"changed the {spoken(told)} of {action.reference}"] if told else []
        if "rated" in values:
            words.append(self._rate(action, values["rated"]))
            told["rating"] = (row.row.cells["rating"], values["rated"].point.label)
        if "said" in values:
            words.append(self._say(action, values["said"]))
        return _act(row, action, " and ".join(words) + self.from_words, told)

    def _leads(self, row: WeighedRow) -> list[NewLead]:
        """Whoever the cells name, and those of the column that nobody touched."""
        standing = {"lead": list[NewLead](), "deputy": list[NewLead]()}
        for lead in row.row.row.leads:
            standing["deputy" if lead.kind == "deputy" else "lead"].append(
                NewLead(lead.as_written, lead.post_id, lead.person_id, lead.kind)
            )
        leads = row.values.get("leads", standing["lead"])
        return [*leads, *row.values.get("deputies", standing["deputy"])]

    def _rate(self, action: Action, rated: Any) -> str:
        assert self.scale is not None  # weighed against it
        write_rating(
            action,
            self.scale,
            rated.point,
            capacity="council",
            raters=[self.by.name],
            rated_on=self.on,
            reason="Put back as it stood before" if self.restoring else "",
            cause=rated.cause,
            recovery_date=rated.recovery,
            by=self.by,
        )
        self.rated.append(action.pk)
        resting = f", on the evidence “{rated.proof[0]}”" if rated.proof else ""
        return f"recorded a rating of {rated.point.label} for {action.reference}{resting}"

    def _say(self, action: Action, said: FurtherUpdate) -> str:
        self.updates.append(
            ProgressUpdate(
                local_area_id=action.local_area_id,
                plan_id=action.plan_id,
                action=action,
                progress=said.progress,
                next_steps=said.next_steps,
                status=said.status.value if said.status else "",
                cause=said.cause,
                expected_on=said.expected_on,
                on=self.on,
                recorded_at=Now(),
                **said_by(self.by),
            )
        )
        if said.status is UpdateStatus.COMPLETE:
            self.complete.append(action.pk)
        return f"recorded progress on {action.reference}"

    def finish(self) -> None:
        """A handful of statements, whatever the number of rows."""
        ProgressUpdate.objects.bulk_create(self.updates, batch_size=200)
        ids = [update.action_id for update in self.updates]
        later = Action.objects.filter(pk__in=ids).exclude(last_update_on__gt=self.on)
        later.update(last_update_on=self.on)
        if self.rated:
            repeat_all_ratings(self.plan.pk, self.rated)
        for action_id in self.complete:
            mark_complete(action_id=action_id, by=self.by, on=self.on)


def _act(row: WeighedRow, action: Action, words: str, told: Mapping[str, Any]) -> trail.Act:
    return trail.Act(
        act="improvement_plan.change_many",
        verb=Verb.ALTERED,
        object_kind="action",
        object_id=action.pk,
        object_label=label_of(action),
        words=words,
        changes=told or None,
        subjects=[
            ("plan", action.plan_id),
            *(("level", level_id) for level_id in row.row.row.subject.level_ids),
        ],
    )


def _plan_act(plan: Plan, rows: Sequence[WeighedRow], words: str, source: str) -> trail.Act:
    return trail.Act(
        act="improvement_plan.change_many",
        verb=Verb.ALTERED,
        object_kind="plan",
        object_id=plan.pk,
        object_label=plan.title,
        words=f"{words} at once" + (f", from {fitted(source, 200)}" if source else ""),
        subjects=[("action", row.row.id) for row in rows],
    )


def _keep(plan: Plan, rows: Sequence[WeighedRow], *, by: Viewer, on: date) -> ManyChange:
    """What an undo puts back."""
    names = [name for name in COLUMNS if any(name in row.changed for row in rows)]
    labels = [COLUMNS[name].lower() for name in names]
    count = f"{len(rows)} action{'' if len(rows) == 1 else 's'}"
    said = " and ".join(", ".join(labels).rsplit(", ", 1))
    fresh = {row.id: row.cells for row in _fresh(plan, rows, by=by, on=on)}
    return ManyChange.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        words=f"changed the {said} of {count}",
        rows=[
            {
                "id": str(row.row.id),
                "reference": row.row.reference,
                **_before_and_after(row.row.cells, fresh[row.row.id]),
            }
            for row in rows
        ],
        on=on,
        recorded_at=Now(),
        **said_by(by),
    )


def _before_and_after(before: Cells, after: Cells) -> dict[str, dict[str, str]]:
    """The cells that differ now: a rating's cause goes with it, though nobody typed there."""
    names = [name for name in COLUMNS if before[name] != after[name]]
    return {
        "before": {name: before[name] for name in names},
        "after": {name: after[name] for name in names},
    }


def _fresh(plan: Plan, rows: Iterable[WeighedRow], *, by: Viewer, on: date) -> Any:
    return rows_of(plan.pk, viewer=by, on=on, action_ids=[row.row.id for row in rows])


@transaction.atomic
def undo_many(*, change_id: UUID, by: Viewer, on: date) -> ManyChanged:
    """Put back what a change of many replaced, as a new change with its own history.

    Only by whoever made it, once, and only while every cell still says what it was changed to.
    What was said (progress, next steps) stays said.
    """
    change = locked(ManyChange, change_id, by=by, what="change")
    if change.recorded_by_id != by.user_id:
        raise Refused("Only the person who made this change can undo it. Ask them, or change it.")
    if change.undone_on is not None:
        raise Refused("This change was undone already.")
    wanted = [
        RowChange(
            UUID(row["id"]),
            {name: words for name, words in row["before"].items() if name not in SAID},
            {name: fingerprint(words) for name, words in row["after"].items()},
        )
        for row in change.rows
    ]
    try:
        done = _change(
            change.plan_id,
            wanted,
            leave_marked=False,
            source_label="",
            by=by,
            on=on,
            restoring=True,
        )
    except CellsMarked as marked:
        raise Refused(_why_not(marked.weighed)) from marked
    ManyChange.objects.filter(pk=change.pk).update(undone_on=on)
    return done


def _why_not(weighed: Weighed) -> str:
    if weighed.clashes:
        one = weighed.clashes[0]
        return (
            f"The {one.label.lower()} of {one.reference} was changed again since, so this change "
            "cannot be undone as a whole. Change the cells you want back by hand."
        )
    mark = weighed.marks[0]
    return f"{mark.reference or 'An action'} stands in the way of undoing this: {mark.sentence}"
