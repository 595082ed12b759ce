"""Fills a database: 20 local areas of one size, and three of other sizes to compare with.

The first area of each size is built by the product's own verbs, its periods closed one by one.
The others hold the same plan: brought in by `make_plan`, their periods and snapshots copied with
ids of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from benchmarks import invented
from benchmarks.invented import FOUNDED, TODAY, Size
from goldenthread.governance import actions as governance
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.actions.inputs import NewScale
from goldenthread.improvement_plan.models import (
    Action,
    Evidence,
    ProgressUpdate,
    Rating,
    ReportingPeriod,
    Snapshot,
    Target,
    TargetReading,
)
from goldenthread.improvement_plan.queries.frozen_data import sha256_of
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.queries import Viewer, all_areas, user_named, viewer_for
from goldenthread.rules.ratings import KNOWN_SCALES

AREAS = 20
FULL = Size(actions=100, periods=24)
FEW_ACTIONS = Size(actions=10, periods=24)
FEW_PERIODS = Size(actions=100, periods=2)
SMALL = Size(actions=10, periods=2)
OTHERS = {"few-actions": FEW_ACTIONS, "few-periods": FEW_PERIODS, "small": SMALL}
FIRST = "area-01"
GRID = "two-hundred"  # what one grid holds
AT = datetime(2026, 1, 14, 9, 30, tzinfo=UTC)
_POSTS = (
    "Head of SEND",
    "Designated clinical officer",
    "Head of early help",
    "Principal educational psychologist",
    "Commissioner for children",
    "Lead for preparing for adulthood",
    "Data and performance manager",
    "Local Offer officer",
)
_FORUMS = ("Improvement board", "Delivery group", "Data group", "Workforce group", "Voice group")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Area:
    """A built area: who measures, and what is there."""

    slug: str
    office: Viewer
    plan_id: UUID


def office_email(slug: str) -> str:
    return f"office@{slug}.example"


def lead_email(slug: str) -> str:
    return f"lead@{slug}.example"


def build(tell: Callable[[str], None]) -> None:
    """Everything; nothing where it is there already. About a minute and a half."""
    if any(area.slug == FIRST for area in all_areas()):
        return
    for slug, size in {**OTHERS, GRID: Size(actions=200, periods=2)}.items():
        tell(f"{slug}: {size.actions} actions, {size.periods} periods")
        with transaction.atomic():
            _whole(slug, size)
    tell(f"{FIRST}: {FULL.actions} actions, {FULL.periods} periods")
    with transaction.atomic():
        first = _whole(FIRST, FULL)
    for number in range(2, AREAS + 1):
        tell(f"area-{number:02}")
        with transaction.atomic():
            _copy(first, f"area-{number:02}")


def build_one(slug: str, size: Size) -> None:
    """One area alone."""
    with transaction.atomic():
        _whole(slug, size)


def viewer(email: str, slug: str) -> Viewer:
    user = user_named(email)
    found = viewer_for(user, slug, on=TODAY) if user else None
    assert found is not None
    return found


def _whole(slug: str, size: Size) -> Area:
    area = _plan(slug, size)
    for before, cut_off in _spans(size):
        period_id = plan_actions.open_period(
            plan_id=area.plan_id,
            name=f"{cut_off:%B %Y}",
            from_date=before,
            cut_off=cut_off,
            by=area.office,
            on=cut_off,
        )
        plan_actions.close_period(period_id=period_id, by=area.office, on=TODAY)
    _papers(area)
    return area


def _spans(size: Size) -> list[tuple[date, date]]:
    return [(cut_off.replace(day=1), cut_off) for cut_off in invented.cut_offs(size)]


def _copy(first: Area, slug: str) -> None:
    area = _plan(slug, FULL)
    ids = {str(first.plan_id): str(area.plan_id), **_same_things(first, area)}
    periods, snapshots = [], []
    for told in Snapshot.objects.filter(plan_id=first.plan_id).select_related("period"):
        period = ReportingPeriod(
            local_area_id=area.office.local_area_id,
            plan_id=area.plan_id,
            name=told.period.name,
            from_date=told.period.from_date,
            cut_off=told.period.cut_off,
            state="closed",
        )
        period.snapshot_id = uuid7()
        periods.append(period)
        snapshots.append(_snapshot_of(area, told, period, ids))
    # Each names the other; the foreign keys are checked at the commit.
    ReportingPeriod.objects.bulk_create(periods)
    Snapshot.objects.bulk_create(snapshots)
    _papers(area, last=2)


def _same_things(first: Area, area: Area) -> dict[str, str]:
    """Ids of the first area's actions and levels → those of the same ones here."""

    def ids_in(one: Area) -> list[str]:
        actions = plans.actions(one.plan_id, viewer=one.office, on=TODAY)
        levels = plans.level_tree(one.plan_id, viewer=one.office, on=TODAY)
        return [str(row.id) for row in actions] + [str(level.id) for level in levels]

    return dict(zip(ids_in(first), ids_in(area), strict=True))


def _snapshot_of(
    area: Area, told: Snapshot, period: ReportingPeriod, ids: dict[str, str]
) -> Snapshot:
    ids = {**ids, str(told.pk): str(period.snapshot_id), str(told.period_id): str(period.pk)}

    def here(data: Any) -> Any:
        written = json.dumps(data)
        return json.loads(_UUID.sub(lambda found: ids.get(found[0], found[0]), written))

    rows = here(told.rows)
    return Snapshot(
        pk=period.snapshot_id,
        local_area_id=area.office.local_area_id,
        plan_id=area.plan_id,
        period=period,
        schema_version=told.schema_version,
        rows=rows,
        counts=told.counts,
        points=here(told.points),
        sha256=sha256_of(rows),
        taken_at=AT,
        taken_by_id=area.office.user_id,
        taken_by_label=area.office.name,
    )


def _plan(slug: str, size: Size) -> Area:
    """The area, its people and its plan with two years of ratings and updates."""
    administrator = _people(slug)
    posts, forums = _posts(slug, administrator)
    office = viewer(office_email(slug), slug)
    plan_id = plan_actions.make_plan(
        title="SEND improvement plan 2024 to 2026",
        kind_name="SEND improvement plan",
        level_names=["Priority", "Action area"],
        levels=invented.levels(size),
        findings=invented.findings(size),
        scales=[
            NewScale(KNOWN_SCALES["five-point"], main=True),
            NewScale(KNOWN_SCALES["half-points"]),
            NewScale(KNOWN_SCALES["three-point"]),
        ],
        actions=invented.actions(size, posts=posts, forums=forums),
        targets=invented.targets(size),
        layout=invented.LAYOUT,
        source_label="Improvement plan (invented).docx",
        by=office,
        on=TODAY,
    )
    area = Area(slug, office, plan_id)
    _months(area)
    return area


def _people(slug: str) -> Viewer:
    name = slug.replace("-", " ").capitalize()
    partnership.found_local_area(
        slug=slug,
        name=name,
        brand_colour="#0b4f55",
        administrator_name="Administrator",
        administrator_email=f"administrator@{slug}.example",
        password=None,
        demonstration=False,
        on=FOUNDED,
        at=AT,
        lives_on=TODAY,
    )
    by = viewer(f"administrator@{slug}.example", slug)
    for role, email in (
        ("programme_office", office_email(slug)),
        ("action_lead", lead_email(slug)),
    ):
        user_id = partnership.invite(
            name=role.replace("_", " ").capitalize(), email=email, password=None, by=by, on=FOUNDED
        )
        partnership.grant(
            user_id=user_id,
            role=role,
            reason="Part of the benchmark",
            from_date=FOUNDED,
            by=by,
            on=FOUNDED,
            at=AT,
        )
    return by


def _posts(slug: str, by: Viewer) -> tuple[list[tuple[str, UUID]], list[UUID]]:
    """Posts, each held by somebody, the first by the action lead; and the forums."""
    lead = viewer(lead_email(slug), slug).person_id
    posts = []
    for place, title in enumerate(_POSTS):
        post_id = partnership.add_post(title=title, by=by, on=FOUNDED)
        person_id = lead if place == 0 and lead else None
        person_id = person_id or partnership.add_person(name=f"Holder {place}", by=by, on=FOUNDED)
        partnership.hold_post(
            post_id=post_id, person_id=person_id, from_date=FOUNDED, by=by, on=FOUNDED
        )
        posts.append((title, post_id))
    return posts, [partnership.add_forum(name=name, by=by, on=FOUNDED) for name in _FORUMS]


def _months(area: Area) -> None:
    """An update a month from each running action, evidence of each complete one, a reading a
    month of each target: in bulk, as if people had written them."""
    Rating.objects.filter(plan_id=area.plan_id).update(imported=False)
    said: dict[str, Any] = {
        "local_area_id": area.office.local_area_id,
        "plan_id": area.plan_id,
        "recorded_at": AT,
        "recorded_by_id": area.office.user_id,
        "recorded_by_label": area.office.name,
    }
    cut_offs = invented.cut_offs(FULL)
    rows = list(Action.objects.filter(plan_id=area.plan_id).order_by("position"))
    updates = [
        ProgressUpdate(
            action=row,
            on=cut_off - timedelta(days=5),
            progress=invented.said(number, month),
            next_steps=invented.said(number + 1, month),
            **said,
        )
        for number, row in enumerate(rows)
        for month, cut_off in enumerate(cut_offs)
        if invented.runs_in(number, month)
    ]
    for update in updates:
        update.action.last_update_on = update.on
    evidence = [
        Evidence(
            action=row,
            on=row.completed_on,
            kind=("activity", "output", "impact")[number % 3],
            title="What families say",
            shows="Nine in ten families said in the survey that it works for them.",
            link="https://www.example.org/evidence",
            **said,
        )
        for number, row in enumerate(rows)
        if row.completed_on and number % 5
    ]
    readings = [
        TargetReading(
            target=target, value=Decimal(48 + month * 2), on=cut_off, source="Data return", **said
        )
        for target in Target.objects.filter(plan_id=area.plan_id)
        for month, cut_off in enumerate(cut_offs)
    ]
    ProgressUpdate.objects.bulk_create(updates, batch_size=400)
    Evidence.objects.bulk_create(evidence)
    TargetReading.objects.bulk_create(readings, batch_size=400)
    Action.objects.bulk_update(rows, ["last_update_on"], batch_size=400)


def _papers(area: Area, *, last: int | None = None) -> None:
    """A paper about each of the last closed periods; the newest is still a draft."""
    periods = plans.periods(area.plan_id, viewer=area.office)[-last if last else 0 :]
    forum_id = plans.actions(area.plan_id, viewer=area.office, on=TODAY)[0].forums[0].id
    for period in periods:
        assert period.snapshot_id is not None
        paper_id = governance.start_draft(
            plan_id=area.plan_id,
            snapshot_id=period.snapshot_id,
            forum_id=forum_id,
            title=f"Progress on the SEND improvement plan, {period.name}",
            meeting_on=period.cut_off + timedelta(days=20),
            by=area.office,
            on=period.cut_off + timedelta(days=3),
            at=AT,
        )
        governance.fill_front_sheet(
            paper_id=paper_id,
            version=1,
            title=f"Progress on the SEND improvement plan, {period.name}",
            meeting_on=period.cut_off + timedelta(days=20),
            classification="public",
            exempt_paragraph="",
            words=_FRONT_SHEET,
            by=area.office,
            on=period.cut_off + timedelta(days=3),
        )
        if period is not periods[-1]:
            governance.issue(
                paper_id=paper_id,
                version=2,
                documents={},
                page="<p>As it was issued.</p>",
                stood_on={"trend": []},
                by=area.office,
                on=period.cut_off + timedelta(days=9),
                at=datetime.combine(period.cut_off + timedelta(days=9), time(), tzinfo=UTC),
            )


_FRONT_SHEET = {
    "item_type": "Information",
    "sponsor": "The director of children’s services",
    "author": "The programme office",
    "contact": "send.programme@council.example",
    "recommendations": "Consider the progress made.\nAsk for a further report in a month.",
    "background": "The plan answers the findings of the area inspection.",
    "wards": "All",
    "finance": "Met from existing budgets.",
    "finance_verified_by": "Head of finance",
    "legal": "The plan supports duties in part 3 of the Children and Families Act 2014.",
    "legal_verified_by": "Deputy head of legal",
    "equality": "Each workstream has its own equality analysis.",
    "equality_verified_by": "Equalities officer",
    "safeguarding": "No",
    "consultation": "The parent carer forum reads the plan each term.",
    "background_papers": "SEND improvement plan 2024 to 2026",
}
