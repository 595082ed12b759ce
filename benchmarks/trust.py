"""`python -m benchmarks.trust`: what rights, restricted records and the trail cost.

SQLite always, PostgreSQL too where DATABASE_URL names a server, each in a database of its own that
is dropped again. Each cost stands beside the plainest way to do the same without it, in the same
run. The restricted records are the tests' invented register.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks.apart import ROOT, made_by, measured, say, table, version

PAGE = ROOT / "docs" / "benchmarks-trust.md"
DATABASE = "goldenthread_trust"
SLUG = "trust"
CHILDREN, RESTRICTED_ONE_IN, PAGE_ROWS, ENTRIES = 5_000, 50, 100, 20_000
BARE_ENTRY, RECORDED = "A row of its own, committed", "An act recorded in the trail, committed"
PLAIN_LIST = f"{PAGE_ROWS} of {CHILDREN:,} records by area alone"
SEEN_LIST = f"{PAGE_ROWS} of {CHILDREN:,} records as one person sees them"
POLICIES = f"Six policies on each of {PAGE_ROWS} actions"
LIST_PAGE = f"The page that lists {PAGE_ROWS} actions as a grid"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.trust", description=__doc__)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--inside", metavar="OUT", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        Path(given.inside).write_text(json.dumps(_measure()))
        return
    found = measured("trust", database=DATABASE, settings="tests.settings")
    page = _page(found)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


def _measure() -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import building

    call_command("migrate", interactive=False, verbosity=0)
    # The invented register has no migrations: its tables are made last, since they refer to others.
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    building.build_one(SLUG, building.FEW_PERIODS)
    say("built")
    rows = [*_rights(), *_restricted(), *_chain()]
    return {"rows": [asdict(one) for one in rows], "verify": _verified(), "version": version()}


# --- rights --------------------------------------------------------------------------------------


def _rights() -> list[Any]:
    """What a page of a hundred actions asks of the policies, for a lead: the longest way through
    them, since an officer's first grant answers at once."""
    from benchmarks import building, pages
    from benchmarks.browser import Browser
    from benchmarks.figures import timed
    from benchmarks.invented import TODAY
    from goldenthread.improvement_plan import policies, queries

    lead = building.viewer(building.lead_email(SLUG), SLUG)
    plan = queries.the_only_plan(viewer=lead)
    assert plan is not None
    subjects = [one.subject for one in queries.actions(plan.id, viewer=lead, on=TODAY)]
    if len(subjects) != PAGE_ROWS:
        raise RuntimeError(f"{len(subjects)} actions were built")
    asked = (
        policies.may_edit_action,
        policies.may_update,
        policies.may_add_evidence,
        policies.may_mark_complete,
        policies.may_sign_off,
        policies.may_rate,
    )

    def all_of_them() -> None:
        for subject in subjects:
            for policy in asked:
                policy(lead, subject)

    office = Browser(building.office_email(SLUG))
    grid = pages.addresses(SLUG)["Grid"]
    return [
        timed(POLICIES, all_of_them, rounds=60),
        timed(LIST_PAGE, partial(office.get, grid), rounds=20),
    ]


# --- restricted records --------------------------------------------------------------------------


def _restricted() -> list[Any]:
    """A page of a hundred out of a whole area's children, one in fifty restricted."""
    from benchmarks import building
    from benchmarks.figures import timed
    from benchmarks.invented import TODAY
    from goldenthread.partnership.models import Restriction
    from tests.person_linked_app.models import Child

    office = building.viewer(building.office_email(SLUG), SLUG)
    assert office.user_id is not None
    assert office.person_id is not None
    made = Child.objects.bulk_create(
        Child(local_area_id=office.local_area_id, name=f"Child {number:05}")
        for number in range(CHILDREN)
    )
    Restriction.objects.bulk_create(
        Restriction(
            local_area_id=office.local_area_id,
            about_id=one.about_id,
            category="high_profile",
            reason="Invented",
            owner_id=office.person_id,
            restricted_by_id=office.user_id,
            from_date=TODAY,
            review_due=TODAY + timedelta(days=90),
        )
        for one in made[::RESTRICTED_ONE_IN]
    )
    _analyze()
    every = Child.objects.including_restricted_records(because="a benchmark's plainest way")

    def plain() -> None:
        rows = every.filter(local_area_id=office.local_area_id).order_by("name")
        if len(rows[:PAGE_ROWS]) != PAGE_ROWS:
            raise RuntimeError("Too few records were found")

    def seen() -> None:
        rows = list(Child.objects.visible_to(office, on=TODAY).order_by("name")[:PAGE_ROWS])
        if len(rows) != PAGE_ROWS or rows[0].name == "Child 00000":
            raise RuntimeError("The restricted records were not left out")

    return [timed(PLAIN_LIST, plain, rounds=60), timed(SEEN_LIST, seen, rounds=60)]


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- the chain -----------------------------------------------------------------------------------


def _chain() -> list[Any]:
    from django.db import connection, transaction

    from benchmarks.figures import timed

    cursor = connection.cursor()
    cursor.execute("CREATE TABLE one_row (number integer)")

    def bare() -> None:
        with transaction.atomic():
            cursor.execute("INSERT INTO one_row VALUES (1)")

    return [
        timed(BARE_ENTRY, bare, rounds=200),
        timed(RECORDED, partial(_record, 1), rounds=200),
        timed("A hundred acts recorded together", partial(_record, 100), rounds=40),
    ]


_AREA, _PERSON, _ON = UUID(int=77), UUID(int=1000), date(2026, 3, 2)


def _record(number: int) -> None:
    from django.db import transaction

    from goldenthread.trail import actions as trail
    from goldenthread.trail.actions import Act
    from goldenthread.trail.verbs import Verb

    acts = [
        Act(
            act="improvement_plan.rate",
            verb=Verb.ALTERED,
            object_kind="action",
            object_id=UUID(int=one),
            object_label="2.3 Write the plan",
            words="recorded a rating of Green for 2.3",
            changes={"rating": ("Amber", "Green")},
            subjects=(("plan", UUID(int=5)),),
        )
        for one in range(number)
    ]
    with transaction.atomic():
        trail.record_many(
            acts, local_area_id=_AREA, actor_id=_PERSON, actor_label="Person 0", on=_ON
        )


def _verified() -> dict[str, float]:
    """Entries checked in a second, among twenty thousand."""
    from goldenthread.trail import integrity
    from goldenthread.trail.models import TrailEntry

    while (there := TrailEntry.objects.filter(local_area_id=_AREA).count()) < ENTRIES:
        _record(min(500, ENTRIES - there))
    _analyze()  # as PostgreSQL does by itself before long
    began = perf_counter()
    checked = integrity.verify(_AREA)
    seconds = perf_counter() - began
    if not checked.whole or checked.entries < ENTRIES:
        raise RuntimeError(f"The trail was not found whole: {checked}")
    return {"entries": checked.entries, "seconds": seconds}


# --- the page ------------------------------------------------------------------------------------


def _page(found: dict[str, dict[str, Any]]) -> str:
    parts = [
        "# Trust: benchmarks",
        f"{made_by('trust', found)} "
        "“Work” is processor time of the asking process alone; at a pace of 2.0 neighbours on the "
        "machine slow every step by half. What a look costs, and who saw a record, is in "
        "benchmarks-who-saw.md; backup and restore in benchmarks-backup.md.",
    ]
    for name, one in found.items():
        parts += [f"## {name}", _ratios(one), table(one["rows"])]
    return "\n\n".join(parts) + "\n"


def _ratios(one: dict[str, Any]) -> str:
    named = {row["name"]: row for row in one["rows"]}

    def ratio(cost: str, beside: str, figure: Callable[[dict[str, Any]], float]) -> float:
        return figure(named[cost]) / figure(named[beside])

    def clock(row: dict[str, Any]) -> float:
        return float(row["p50"])

    checked = one["verify"]
    return (
        f"The policies are {ratio(POLICIES, LIST_PAGE, clock):.0%} of the page that asks them. "
        f"Leaving restricted records out takes {ratio(SEEN_LIST, PLAIN_LIST, clock):.1f} times as "
        f"long as not leaving them out. An act with its place in the chain, its subject and its "
        f"change takes {ratio(RECORDED, BARE_ENTRY, clock):.1f} times as long as one bare row. "
        f"`verify-trail` checks {checked['entries'] / checked['seconds']:,.0f} entries a second."
    )


if __name__ == "__main__":
    main()
