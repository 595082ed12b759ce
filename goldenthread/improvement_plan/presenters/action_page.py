"""An action’s page: the thread down its left, and everything about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.action_deeds import (
    Gap,
    action_deeds,
    correct_href,
)
from goldenthread.improvement_plan.presenters.action_deeds import edits as edit_links
from goldenthread.improvement_plan.presenters.action_deeds import missing as missing_links
from goldenthread.improvement_plan.presenters.action_parts import (
    DependencyLine,
    DueLine,
    MilestoneLine,
    Words,
    accountable_of,
    dependencies_of,
    dues_of,
    milestone_of,
    start_of,
    words_of,
)
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deeds
from goldenthread.improvement_plan.presenters.level_lines import SaidRating, said_rating
from goldenthread.improvement_plan.presenters.rows import ActionLine, line
from goldenthread.improvement_plan.presenters.saying import (
    joined,
    sentence,
)
from goldenthread.improvement_plan.presenters.statements import (
    EvidenceLine,
    RatingLine,
    UpdateLine,
    evidence_lines,
    rating_lines,
    update_lines,
)
from goldenthread.improvement_plan.presenters.stations import stations as thread_stations
from goldenthread.improvement_plan.presenters.stations import top_level
from goldenthread.improvement_plan.presenters.targets import TargetLine, target_lines
from goldenthread.improvement_plan.queries.facts import (
    ActionDetail,
    RatingFact,
)
from goldenthread.pages.marks import Station
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import say_date
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class ActionPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    stations: tuple[Station, ...]
    line: ActionLine
    standing: str
    standing_kind: str
    rating: SaidRating | None
    cause: str
    recovery: str
    others: tuple[SaidRating, ...]
    disagreement: str
    deeds: Deeds
    edits: dict[str, str]
    missing: tuple[Gap, ...]
    dues: tuple[DueLine, ...]
    start: str
    forums: tuple[tuple[str, str], ...]
    accountable: str
    words: tuple[Words, ...]
    updates: tuple[UpdateLine, ...]
    evidence: tuple[EvidenceLine, ...]
    withdrawn: tuple[EvidenceLine, ...]
    milestones: tuple[MilestoneLine, ...]
    waits_for: tuple[DependencyLine, ...]
    holds_up: tuple[DependencyLine, ...]
    success: str
    may_record: bool
    targets: tuple[TargetLine, ...]
    ratings: tuple[RatingLine, ...]
    as_written: tuple[tuple[str, str], ...]
    imported: str
    ended: str
    history_href: str


def action_page(
    detail: ActionDetail, *, viewer: Viewer, on: date, addresses: Addresses
) -> ActionPage:
    row, plan = detail.row, detail.plan
    subject = row.subject
    editable = not detail.over and not policies.may_edit_action(viewer, subject)
    updatable = not detail.over and not policies.may_update(viewer, subject)
    evidence = evidence_lines(
        detail.evidence,
        addresses,
        may_withdraw=not detail.over and not policies.may_add_evidence(viewer, subject),
    )
    current = _current(detail)
    kind, standing = _standing(detail)
    return ActionPage(
        title=row.text,
        caption=f"Action {row.reference}",
        breadcrumbs=_crumbs(detail, addresses),
        as_at=say_date(on),
        stations=_stations(detail, viewer, addresses, editable=editable),
        line=line(row, plan, on=on, addresses=addresses),
        standing=standing,
        standing_kind=kind,
        rating=said_rating(current, plan) if current else None,
        cause=row.cause,
        recovery=say_date(row.recovery_date),
        others=tuple(said_rating(rating, plan) for rating in row.other_ratings),
        disagreement=_disagreement(detail),
        deeds=action_deeds(detail, viewer, addresses),
        edits=edit_links(detail, addresses) if editable else {},
        missing=missing_links(detail, viewer, addresses),
        dues=dues_of(detail, on),
        start=start_of(detail),
        forums=tuple((forum.name, addresses.forum(forum.id)) for forum in row.forums),
        accountable=accountable_of(detail),
        words=words_of(detail),
        updates=update_lines(detail.updates),
        evidence=tuple(each for each in evidence if not each.withdrawn),
        withdrawn=tuple(each for each in evidence if each.withdrawn),
        milestones=tuple(
            milestone_of(each, detail, on, addresses, may=(updatable, editable))
            for each in detail.milestones
        ),
        waits_for=dependencies_of(detail.waits_for, detail, on, addresses, editable),
        holds_up=dependencies_of(detail.holds_up, detail, on, addresses, editable=False),
        success=detail.success_measures,
        may_record=updatable,
        targets=_targets(detail, viewer, on, addresses, editable=editable),
        ratings=rating_lines(
            detail.ratings, plan, lambda rating: correct_href(rating, detail, viewer, addresses)
        ),
        as_written=detail.as_written,
        imported=f"Imported on {say_date(detail.imported_on)}" if detail.imported_on else "",
        ended=_over(detail),
        history_href=addresses.history("action", row.id),
    )


def _stations(
    detail: ActionDetail, viewer: Viewer, addresses: Addresses, *, editable: bool
) -> tuple[Station, ...]:
    """The thread from the finding to the impact, with the way to mend each part that is missing."""
    row = detail.row
    proves = not detail.over and not policies.may_add_evidence(viewer, row.subject)
    mends = {
        "add_evidence": addresses.to("add_evidence", "action", row.id) if proves else "",
        "edit_action": addresses.to("edit_action", row.id) if editable else "",
        "link_finding": _finding_href(detail, viewer, addresses),
    }
    return thread_stations(detail, addresses, mends)


def _targets(
    detail: ActionDetail, viewer: Viewer, on: date, addresses: Addresses, *, editable: bool
) -> tuple[TargetLine, ...]:
    return target_lines(
        detail.targets,
        on=on,
        addresses=addresses,
        may_edit=editable,
        may_end=not detail.over and not policies.may_edit_plan(viewer, detail.row.plan_id),
    )


def _over(detail: ActionDetail) -> str:
    """Why nothing more is recorded here; "" while it is."""
    if detail.ended_on:
        said = f"Taken out of the plan on {say_date(detail.ended_on)}"
        return f"{said}: {sentence(detail.ended_reason)}"
    plan = detail.plan
    return policies.closed_words(plan.title, plan.closed_on) if plan.closed_on else ""


def _finding_href(detail: ActionDetail, viewer: Viewer, addresses: Addresses) -> str:
    """Where a missing finding is joined to the thread: at the top of its part of the plan."""
    top = top_level(detail)
    if top is None or detail.over or policies.may_edit_plan(viewer, detail.row.plan_id):
        return ""
    return f"{addresses.to('link_finding', top.id)}?action={detail.row.id}"


def _crumbs(detail: ActionDetail, addresses: Addresses) -> tuple[Crumb, ...]:
    row = detail.row
    between = tuple(
        Crumb(f"{level.word} {level.reference}".strip(), addresses.level(level.id))
        for level in (*detail.above, *row.levels[:1])
    )
    return addresses.plan_crumbs(
        row.plan_id, detail.plan.title, *between, Crumb(f"Action {row.reference}")
    )


def _current(detail: ActionDetail) -> RatingFact | None:
    """The council's own statement behind the row's rating."""
    point, main = detail.row.rating, detail.plan.main_scale
    if point is None or main is None:
        return None
    return next(
        (
            rating
            for rating in detail.ratings
            if not rating.superseded
            and rating.capacity == policies.COUNCIL
            and rating.scale_key == main.key
            and rating.point.key == point.key  # its words may be those of an earlier version
            and rating.on == detail.row.rating_on
        ),
        None,
    )


def _standing(detail: ActionDetail) -> tuple[str, str]:
    """How far completion has come: kind for its colour (done, waiting, open), and the sentence."""
    completion, row = detail.completion, detail.row
    if completion and completion.signed_off_on:
        by = f" by {completion.signed_off_by}" if completion.signed_off_by else ""
        return "done", f"Complete, and signed off on {say_date(completion.signed_off_on)}{by}."
    if completion:
        by = f" by {completion.by}" if completion.by else ""
        return (
            "waiting",
            f"Marked complete on {say_date(completion.on)}{by}. It waits to be signed off by "
            "someone other than the lead.",
        )
    if row.complete:
        return "waiting", "Rated as complete; nobody has marked it complete or signed it off here."
    return "open", "Not complete yet."


def _disagreement(detail: ActionDetail) -> str:
    row = detail.row
    if not row.disagreement:
        return ""
    others = joined(f"{rating.capacity_words} {rating.point.label}" for rating in row.other_ratings)
    ours = row.rating.label if row.rating else "not yet rated"
    return f"The ratings disagree: the council says {ours}, {others}."
