"""What one person's home is made of: asked of the contexts below, as the viewer, on the day.

    home(viewer=, on=) -> Home

The number of questions to the database depends on the roles held and on the plans shown (at most
PLANS_SHOWN), never on how many actions, people or papers there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from goldenthread.ehcp_register.policies import may_see_children
from goldenthread.ehcp_register.queries.queues import pressing_for
from goldenthread.governance import queries as governance
from goldenthread.governance.queries import PaperFact, VisitFact, VisitsOfPlan
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries import ActionFilters, AtWork
from goldenthread.improvement_plan.queries.facts import (
    ActionRow,
    LevelFact,
    PlanFact,
    PlanSummary,
)
from goldenthread.intake import queries as intake
from goldenthread.intake.queries import ImportFact
from goldenthread.my_work.queries.waiting import Waiting, waiting
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import GrantFact, Viewer
from goldenthread.rules.ratings import CountsAs

PLANS_SHOWN = 3
RIGHTS_END_SOON = timedelta(days=60)
OFFICE = ("programme_office", "area_administrator")
LEADS = ("action_lead", "deputy")
FORUM = "forum"
IMPORTS_UNDER_WAY = frozenset({"reading", "understood"})
DOING_WELL = frozenset({CountsAs.COMPLETE, CountsAs.ON_TRACK})

ALL = ActionFilters()
Narrowed = tuple[PlanFact, ActionFilters]


@dataclass(frozen=True)
class Rows:
    """Actions of one plan and the filters that open the same ones on the plan's list."""

    plan: PlanFact
    actions: tuple[ActionRow, ...]
    query: str


@dataclass(frozen=True)
class Visit:
    """The external adviser's side of one plan: `last` is the latest visit on record, `rated_since`
    the actions the council rated after its day, `unproven` those that are complete or on track with
    no evidence of impact."""

    plan: PlanFact
    last: VisitFact | None
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
    waiting: Waiting
    caseload: tuple[int, int] | None  # duties late, and due soon, on one's own caseload


def home(*, viewer: Viewer, on: date) -> Home:
    """Everything on the viewer's home."""
    running = [plan for plan in plans.plans(viewer=viewer) if plan.closed_on is None]
    shown = running[:PLANS_SHOWN]
    to_sign_off = _narrowed("awaiting-sign-off", ("workstream_lead", *OFFICE), shown, viewer)
    off_track = _narrowed("off-track", ("workstream_lead", "board_member"), shown, viewer)
    visiting = viewer.holds("external_adviser")
    leading = viewer.holds(*LEADS)
    whole = [(plan, ALL) for plan in shown] if visiting else []
    work = plans.at_work(
        [plan.id for plan in shown],
        viewer=viewer,
        on=on,
        mine=leading,
        lists=[_by_due(*each) for each in (*(to_sign_off or ()), *(off_track or ()), *whole)],
    )
    office = viewer.holds(*OFFICE)
    papers = governance.papers_in_hand(viewer=viewer, drafts=office)
    waits = waiting([plan.id for plan in running], viewer=viewer, on=on)
    return Home(
        viewer=viewer,
        on=on,
        summaries=work.summaries,
        more_plans=len(running) - len(shown),
        mine=work.mine if leading else None,
        to_sign_off=_listed(to_sign_off, work),
        off_track=_listed(off_track, work),
        drafts=tuple(paper for paper in papers if not paper.issued) if office else None,
        imports=_imports(viewer) if office else None,
        latest_paper=next((paper for paper in papers if paper.issued), None),
        to_rate=tuple(
            (summary.plan, level) for summary in work.summaries for level in summary.top_levels
        )
        if viewer.holds("parent_carer_forum")
        else None,
        visits=_visits(work, waits.visits, viewer=viewer, on=on) if visiting else None,
        rights_ending=_rights_ending(viewer, on) if viewer.holds("area_administrator") else None,
        waiting=waits,
        caseload=_caseload(viewer, on),
    )


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
    state: str, roles: tuple[str, ...], shown: list[PlanFact], viewer: Viewer
) -> list[Narrowed] | None:
    """The filters that find the actions in a state within the reach of these roles, for each plan
    where they reach anything; None for somebody in none of the roles."""
    if not viewer.holds(*roles):
        return None
    reached = ((plan, _reach(viewer, roles, plan.id)) for plan in shown)
    return [(plan, replace(reach, state=(state,))) for plan, reach in reached if reach]


def _by_due(plan: PlanFact, filters: ActionFilters) -> tuple[UUID, ActionFilters]:
    return plan.id, replace(filters, sort="due")


def _listed(narrowed: list[Narrowed] | None, work: AtWork) -> tuple[Rows, ...] | None:
    if narrowed is None:
        return None
    return tuple(
        Rows(plan, work.lists[_by_due(plan, filters)], filters.as_query())
        for plan, filters in narrowed
    )


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


def _visits(
    work: AtWork, visits: tuple[VisitsOfPlan, ...], *, viewer: Viewer, on: date
) -> tuple[Visit, ...]:
    last = {one.plan_id: one.last for one in visits}
    proven = plans.with_impact([each.plan.id for each in work.summaries], viewer=viewer, on=on)
    return tuple(
        _visit(
            summary.plan,
            last.get(summary.plan.id),
            work.lists[_by_due(summary.plan, ALL)],
            proven,
        )
        for summary in work.summaries
    )


def _visit(
    plan: PlanFact, last: VisitFact | None, rows: tuple[ActionRow, ...], proven: frozenset[UUID]
) -> Visit:
    in_order = sorted(rows, key=lambda row: row.position)
    return Visit(
        plan=plan,
        last=last,
        rated_since=tuple(
            row for row in in_order if last and row.rating_on and row.rating_on > last.on
        ),
        unproven=tuple(
            row
            for row in in_order
            if row.rating and row.rating.counts_as in DOING_WELL and row.id not in proven
        ),
    )


def _caseload(viewer: Viewer, on: date) -> tuple[int, int] | None:
    """For whoever works with children and holds a post."""
    if may_see_children(viewer) or not viewer.post_ids:
        return None
    return pressing_for(viewer=viewer, on=on)
