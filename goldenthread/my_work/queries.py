"""What one person's home is made of: asked of the contexts below, as the viewer, on the day.

    home(viewer=, on=) -> Home

The number of questions to the database depends on the roles held and on the plans shown (at most
PLANS_SHOWN), never on how many actions, people or papers there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from goldenthread.governance import queries as governance
from goldenthread.governance.queries import PaperFact
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries import ActionFilters
from goldenthread.improvement_plan.queries.facts import (
    ActionRow,
    LevelFact,
    PlanFact,
    PlanSummary,
    RatingFact,
)
from goldenthread.intake import queries as intake
from goldenthread.intake.queries import ImportFact
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import GrantFact, Viewer
from goldenthread.rules.ratings import CountsAs

PLANS_SHOWN = 3
RIGHTS_END_SOON = timedelta(days=60)
OFFICE = ("programme_office", "area_administrator")
LEADS = ("action_lead", "deputy")
EXTERNAL, FORUM = "external", "forum"
IMPORTS_UNDER_WAY = frozenset({"reading", "understood"})
DOING_WELL = frozenset({CountsAs.COMPLETE, CountsAs.ON_TRACK})


@dataclass(frozen=True)
class Rows:
    """Actions of one plan and the filters that open the same ones on the plan's list."""

    plan: PlanFact
    actions: tuple[ActionRow, ...]
    query: str


@dataclass(frozen=True)
class Visit:
    """The external adviser's side of one plan: `last` is the latest rating given at a visit,
    `rated_since` the actions the council rated after it, `unproven` those that are complete or on
    track with no evidence of impact."""

    plan: PlanFact
    last: RatingFact | None
    rated_since: tuple[ActionRow, ...]
    unproven: tuple[ActionRow, ...]


@dataclass(frozen=True)
class Home:
    """One person's home. A part is None where their roles have no use for it."""

    viewer: Viewer
    on: date
    summaries: tuple[PlanSummary, ...]  # of the open plans shown
    more_plans: int  # open plans beyond those
    mine: tuple[ActionRow, ...] | None
    to_sign_off: tuple[Rows, ...] | None
    off_track: tuple[Rows, ...] | None
    drafts: tuple[PaperFact, ...] | None
    imports: tuple[ImportFact, ...] | None
    latest_paper: PaperFact | None
    to_rate: tuple[tuple[PlanFact, LevelFact], ...] | None
    visits: tuple[Visit, ...] | None
    rights_ending: tuple[GrantFact, ...] | None


def home(*, viewer: Viewer, on: date) -> Home:
    """Everything on the viewer's home."""
    running = [plan for plan in plans.plans(viewer=viewer) if plan.closed_on is None]
    shown = running[:PLANS_SHOWN]
    found = (plans.plan_summary(plan.id, viewer=viewer, on=on) for plan in shown)
    summaries = tuple(summary for summary in found if summary)
    office = viewer.holds(*OFFICE)
    papers = _papers(viewer)
    return Home(
        viewer=viewer,
        on=on,
        summaries=summaries,
        more_plans=len(running) - len(shown),
        mine=plans.my_actions(viewer=viewer, on=on) if viewer.holds(*LEADS) else None,
        to_sign_off=_narrowed("awaiting-sign-off", ("workstream_lead", *OFFICE), shown, viewer, on),
        off_track=_narrowed("off-track", ("workstream_lead", "board_member"), shown, viewer, on),
        drafts=tuple(paper for paper in papers if not paper.issued) if office else None,
        imports=_imports(viewer) if office else None,
        latest_paper=next((paper for paper in papers if paper.issued), None),
        to_rate=tuple(
            (summary.plan, level) for summary in summaries for level in summary.top_levels
        )
        if viewer.holds("parent_carer_forum")
        else None,
        visits=tuple(_visit(summary, viewer=viewer, on=on) for summary in summaries)
        if viewer.holds("external_adviser")
        else None,
        rights_ending=_rights_ending(viewer, on) if viewer.holds("area_administrator") else None,
    )


def _papers(viewer: Viewer) -> tuple[PaperFact, ...]:
    """Latest cut-off first: what a body received last stands first among the issued."""
    found = governance.papers(viewer=viewer)
    return tuple(sorted(found, key=lambda paper: paper.cut_off, reverse=True))


def _imports(viewer: Viewer) -> tuple[ImportFact, ...]:
    found = intake.imports(viewer=viewer)
    return tuple(one for one in found if one.state in IMPORTS_UNDER_WAY)


def _rights_ending(viewer: Viewer, on: date) -> tuple[GrantFact, ...]:
    ending = [
        grant
        for grant in partnership.grants(viewer=viewer, on=on)
        if grant.until and grant.until <= on + RIGHTS_END_SOON
    ]
    return tuple(sorted(ending, key=lambda grant: (grant.until or on, grant.user_name)))


def _narrowed(
    state: str, roles: tuple[str, ...], shown: list[PlanFact], viewer: Viewer, on: date
) -> tuple[Rows, ...] | None:
    """The actions in a state within the reach of these roles, plan by plan."""
    if not viewer.holds(*roles):
        return None
    found = []
    for plan in shown:
        filters = _reach(viewer, roles, plan.id)
        if filters is not None:
            filters = replace(filters, state=(state,))
            rows = plans.actions(
                plan.id, viewer=viewer, on=on, filters=replace(filters, sort="due")
            )
            found.append(Rows(plan, rows, filters.as_query()))
    return tuple(found)


def _reach(viewer: Viewer, roles: tuple[str, ...], plan_id: UUID) -> ActionFilters | None:
    """The part of a plan that the viewer's grants in these roles reach; None: nothing of it."""
    held = [grant for grant in viewer.grants if grant.role in roles]
    if any(
        grant.scope_kind == "local_area"
        or (grant.scope_kind == "plan" and grant.scope_id == plan_id)
        for grant in held
    ):
        return ActionFilters()
    of = {
        kind: tuple(grant.scope_id for grant in held if grant.scope_kind == kind and grant.scope_id)
        for kind in ("level", "forum", "post")
    }
    # Filters of different kinds narrow each other, so only the widest kind held is asked for.
    if of["level"]:
        return ActionFilters(level=of["level"])
    if of["forum"]:
        return ActionFilters(forum=of["forum"])
    return ActionFilters(post=of["post"]) if of["post"] else None


def _visit(summary: PlanSummary, *, viewer: Viewer, on: date) -> Visit:
    plan = summary.plan
    given = [
        rating
        for level in summary.top_levels
        for rating in level.ratings
        if rating.capacity == EXTERNAL
    ]
    last = max(given, key=lambda rating: rating.on, default=None)
    rows = plans.actions(plan.id, viewer=viewer, on=on)
    proven = _with_impact(plan.id, viewer=viewer, on=on)
    return Visit(
        plan=plan,
        last=last,
        rated_since=tuple(
            row for row in rows if last and row.rating_on and row.rating_on > last.on
        ),
        unproven=tuple(
            row
            for row in rows
            if row.rating and row.rating.counts_as in DOING_WELL and str(row.id) not in proven
        ),
    )


def _with_impact(plan_id: UUID, *, viewer: Viewer, on: date) -> frozenset[str]:
    """Ids of the actions with evidence of impact."""
    snapshot = plans.snapshot_now(plan_id, viewer=viewer, on=on)
    return frozenset(
        action.id
        for action in (snapshot.actions if snapshot else ())
        if any(item.kind == "impact" for item in action.evidence)
    )
