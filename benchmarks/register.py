"""`python -m benchmarks.register`: the register of the largest authority, read and taken out.

SQLite always, PostgreSQL too where DATABASE_URL names a server, each in a database of its own that
is dropped again. Children with six years of history come in by the product's own verb; then, in a
second area, as many lines of the register as there are EHC plans in England. Beside each list
stands bare SQL for the same rows and their count, in the same run.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks.apart import (
    POSTGRESQL,
    ROOT,
    SQLITE,
    made_by,
    measured,
    say,
    version,
)
from benchmarks.lives import ON, life

PAGE = ROOT / "docs" / "benchmarks-register.md"
DATABASE = "goldenthread_register"
LARGEST, ENGLAND = 20_635, 640_000
BY_VERB = 1_000  # the others are copies
ROUNDS = 40
PEOPLE, CROWD_FOR = 50, 60.0  # at once, and for how many seconds
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BEFORE = date(2026, 3, 1)
NEEDS = ("ASD", "SLCN", "SEMH", "MLD", "SPLD", "SLD", "PD", "HI")
PASSWORD = "only for the benchmark"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.register", description=__doc__)
    asked.add_argument("--plans", type=int, default=LARGEST)
    asked.add_argument("--england", type=int, default=ENGLAND)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--only", choices=(SQLITE, POSTGRESQL))
    asked.add_argument("--inside", metavar="OUT", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        Path(given.inside).write_text(json.dumps(_measure(given.plans, given.england)))
        return
    found = measured(
        "register",
        database=DATABASE,
        only=given.only,
        arguments=[f"--plans={given.plans}", f"--england={given.england}"],
    )
    page = _page(found)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


# --- what is measured -----------------------------------------------------------------------------


def _measure(plans: int, england: int) -> dict[str, Any]:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    say("children of the largest authority")
    manager = _manager("largest", "The largest")
    by_verb = min(plans, BY_VERB)
    posts = _load(manager, by_verb)
    say("copies of them")
    _copy(manager.local_area_id, manager.local_area_id, plans - by_verb, whole=True)
    say("lines of all England")
    whole = _manager("england", "England")
    _copy(manager.local_area_id, whole.local_area_id, england, whole=False)
    _analyse()
    say("pages")
    found = _pages(manager, whole, posts[0])
    say("many at once")
    found["crowd"] = asdict(_crowd(manager, posts))
    say("files")
    found["files"] = _files(manager)
    found["version"] = version()
    found["about"] = {
        "plans": plans, "england": england, "by_verb": by_verb,
        **_sizes(),
    }  # fmt: skip
    return found


def _pages(manager: Any, whole: Any, post: UUID) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from benchmarks.figures import timed
    from goldenthread.partnership.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    clients = {}
    for viewer in (manager, whole):
        clients[viewer.local_area_slug] = Client()
        clients[viewer.local_area_slug].force_login(User.objects.get(pk=viewer.user_id))

    def get(slug: str, address: str) -> Callable[[], object]:
        def ask() -> object:
            answer = clients[slug].get(f"/a/{slug}/register/{address}")
            assert answer.status_code == 200, answer.status_code
            return answer.content

        return ask

    asked = {
        "list": ("largest", "children/"),
        "list, page 200": ("largest", "children/?page=200"),
        "list as at 1 March 2026": ("largest", f"children/?day={BEFORE}"),
        "list as at 1 March 2023": ("largest", "children/?day=2023-03-01"),
        "list by day of review": ("largest", "children/?sort=review_due"),
        "list by where placed": ("largest", "children/?sort=setting"),
        "list, one need": ("largest", "children/?need=HI"),
        "list, grouped by need": ("largest", "children/?group=need"),
        "list, one caseload": ("largest", f"children/?caseload={post}"),
        "queues of everybody": ("largest", "?caseload=all"),
        "queues of one caseload": ("largest", f"?caseload={post}"),
        "queue: late": ("largest", "due/late/"),
        "a child": ("largest", f"children/{_some_child(manager)}/"),
        "caseloads": ("largest", "caseloads/"),
        "counts to share": ("largest", "counts/"),
        "list of all England": ("england", "children/"),
        "list of all England, page 5,000": ("england", "children/?page=5000"),
    }
    found: dict[str, Any] = {"pages": {}, "queries": {}, "bare": {}}
    for name, (slug, address) in asked.items():
        say(name)
        ask = get(slug, address)
        rounds = 5 if name in ("counts to share", "caseloads") else ROUNDS
        found["pages"][name] = asdict(timed(name, ask, rounds=rounds))
        found["queries"][name] = _count_queries(ask)
    today = datetime.now().astimezone().date()
    for name, viewer, day in (
        ("today", manager, today),
        ("as at 1 March 2026", manager, BEFORE),
        ("as at 1 March 2023", manager, date(2023, 3, 1)),
        ("all England", whole, today),
    ):
        asking = _asking(viewer, day, today)
        found["bare"][name] = {
            "product": asdict(timed(name, asking, rounds=ROUNDS)),
            "bare": asdict(timed(name, _bare(viewer.local_area_id, day), rounds=ROUNDS)),
        }
    return found


def _some_child(manager: Any) -> UUID:
    from goldenthread.ehcp_register.models import Child

    rows = Child.objects.including_restricted_records(because="asked for by a benchmark")
    found: UUID = rows.filter(local_area_id=manager.local_area_id, reference="R000500").values_list(
        "pk", flat=True
    )[0]
    return found


def _crowd(manager: Any, posts: list[UUID]) -> Any:
    """Case officers at once, each with a caseload: mostly at the list, sometimes at what is due on
    their own caseload, sometimes at a child."""
    from django.db import connection

    from benchmarks.crowd import crowd
    from goldenthread.ehcp_register.models import Child

    area = manager.local_area_id
    ids = list(
        Child.objects.including_restricted_records(because="asked for by a benchmark")
        .filter(local_area_id=area)
        .order_by("pk")
        .values_list("pk", flat=True)[:2_000]
    )
    cookies = [_signed_in(area, number, post) for number, post in enumerate(posts[:PEOPLE])]
    here = "/a/largest/register/"

    def choose(chance: Random) -> tuple[str, str]:
        by_chance = chance.random()
        if by_chance < 0.6:
            return "list", f"{here}children/?page={chance.choice((1, 1, 1, 2, 3))}"
        if by_chance < 0.8:
            return "queues of one caseload", f"{here}?caseload=mine"
        return "a child", f"{here}children/{chance.choice(ids)}/"

    connection.close()
    return crowd(cookies, choose, seconds=CROWD_FOR)


def _signed_in(area_id: UUID, number: int, post_id: UUID) -> str:
    """The cookie of a case officer's session, who holds the post."""
    from benchmarks.browser import Browser
    from goldenthread.partnership.models import Grant, Person, PostHolding, User

    day, email, name = date(2020, 1, 1), f"officer{number}@largest.example", f"Officer {number}"
    user = User.objects.create_user(email, PASSWORD, name=name, date_joined=AT)
    person = Person.objects.create(local_area_id=area_id, name=name, email=email, user=user)
    Grant.objects.create(
        local_area_id=area_id, user=user, role="case_officer", scope_kind="local_area",
        from_date=day, reason="for the benchmark", recorded_at=AT,
    )  # fmt: skip
    PostHolding.objects.create(local_area_id=area_id, post_id=post_id, person=person, from_date=day)
    return Browser(email).cookie


def _asking(viewer: Any, day: date, today: date) -> Callable[[], object]:
    from goldenthread.ehcp_register.queries.asked import Asked
    from goldenthread.ehcp_register.queries.lines import children

    asked = Asked(day=None if day == today else day)
    return lambda: children(asked, viewer=viewer, on=today)


def _bare(area_id: UUID, day: date) -> Callable[[], object]:
    """The same count and the same page as a person would write them in SQL."""
    from django.db import connection

    area: Any = area_id if connection.vendor == "postgresql" else area_id.hex
    among = (
        "FROM ehcp_register_registerentry WHERE local_area_id = %s AND has_plan "
        "AND year IN (%s, 9999) AND from_date <= %s AND until >= %s"
    )
    given = [area, day.year, str(day), str(day)]

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {among}", given)
            count = cursor.fetchone()
            cursor.execute(f"SELECT * {among} ORDER BY surname, forename, child_id LIMIT 50", given)
            return count, cursor.fetchall()

    return ask


def _files(manager: Any) -> dict[str, float]:
    """Seconds for all rows, the columns of every plan; of three tries the middle one."""
    from django.db import transaction

    from goldenthread.ehcp_register.queries.asked import Asked
    from goldenthread.ehcp_register.queries.columns import COLUMNS, EVERY_PLAN
    from goldenthread.ehcp_register.queries.documents import list_document
    from goldenthread.reports import register_lists
    from goldenthread.trail import looks

    found = {}
    today = datetime.now().astimezone().date()
    for words, columns in (
        ("the columns of every plan", EVERY_PLAN),
        ("every column", tuple(COLUMNS)),
    ):
        for form in ("xlsx", "csv"):
            tries = []
            for _ in range(3):
                began = perf_counter()
                asked = Asked(columns=columns)
                document = list_document(asked, viewer=manager, on=today)
                shown = [("child", one) for one in document.child_ids]
                looks.note(manager, shown=shown, page="a benchmark", on=today)
                with transaction.atomic():
                    register_lists.make(document, form, by=manager, on=today)
                tries.append(perf_counter() - began)
            found[f"{form}, {words}"] = sorted(tries)[1]
    return found


def _count_queries(ask: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


# --- what is in it --------------------------------------------------------------------------------


def _manager(slug: str, name: str) -> Any:
    from goldenthread.partnership import actions
    from goldenthread.partnership.models import Grant, LocalArea, User
    from goldenthread.partnership.queries import viewer_for

    day = date(2020, 1, 1)
    actions.found_local_area(
        slug=slug, name=name, brand_colour="#0b4f55", administrator_name=f"Manager of {name}",
        administrator_email=f"manager@{slug}.example", password=PASSWORD, demonstration=False,
        on=day, at=AT,
    )  # fmt: skip
    user = User.objects.get(email=f"manager@{slug}.example")
    area = LocalArea.objects.get(slug=slug)
    Grant.objects.create(
        local_area=area, user=user, role="case_manager", scope_kind="local_area", from_date=day,
        reason="for the benchmark", recorded_at=AT,
    )  # fmt: skip
    viewer = viewer_for(user, slug, on=ON)
    assert viewer is not None
    return viewer


def _load(manager: Any, plans: int) -> list[UUID]:
    from goldenthread.ehcp_register import actions
    from goldenthread.partnership.models import Post
    from goldenthread.provision import actions as provision

    area = manager.local_area_id
    posts = [
        Post.objects.create(local_area_id=area, title=f"SEND case officer {number}", kind="post").pk
        for number in range(1, 61)
    ]
    settings = [
        provision.add_setting(
            new=provision.NewSetting(
                name=f"School {number}", type_name="Provider", phase="not_applicable",
                special=number % 5 == 0, independent=number % 11 == 0,
            ),
            by=manager, on=ON, at=AT,
        )
        for number in range(1, 301)
    ]  # fmt: skip
    actions.add_children(
        records=_children(plans, posts, settings), kind="invented", system="Invented",
        title="Invented", as_at=ON, by=manager, on=ON, at=AT,
    )  # fmt: skip
    return posts


def _children(plans: int, posts: list[UUID], settings: list[UUID]) -> Iterator[Any]:
    from goldenthread.rules.proceedings import Event
    from goldenthread.rules.standing.records import (
        CaseRecord,
        ChildRecord,
        CircumstanceRecord,
        NeedRecord,
        PlacementRecord,
        VisitRecord,
    )

    for seed in range(plans):
        history, chance = life(seed), Random(-seed - 1)
        events = tuple(Event(**one._asdict()) for one in history.told)
        first: dict[str, date] = {}
        for one in events:
            first[one.case] = min(one.on, first.get(one.case, one.on))
        since = min(first.values())
        away = chance.random() < 0.1
        moved = since + timedelta(days=chance.randrange(200, 1600))
        places = [
            PlacementRecord(
                kind="attended", from_date=since, until=moved - timedelta(days=1),
                setting_id=chance.choice(settings),
            ),
            PlacementRecord(
                kind="attended", from_date=moved, setting_id=chance.choice(settings),
                out_of_area=away, residential="A" if chance.random() < 0.02 else "",
            ),
        ]  # fmt: skip
        visits = range(since.year + 1, ON.year + 1) if away else ()
        waits = chance.random() < 0.02
        yield ChildRecord(
            reference=f"R{seed:06}",
            forename=f"Forename{chance.randrange(400)}",
            surname=f"Surname{chance.randrange(6_000):04}",
            born_on=history.born,
            post_id=chance.choice(posts),
            cases=tuple(
                CaseRecord(
                    key=case, opened_on=on,
                    process="review" if "review" in case else "assessment",
                )
                for case, on in first.items()
            ),
            events=events,
            placements=tuple(places),
            needs=(NeedRecord(need=chance.choice(NEEDS), rank=1, from_date=since),),
            circumstances=(
                CircumstanceRecord(kind="awaiting-provision", from_date=ON - timedelta(days=90)),
            )
            if waits
            else (),
            visits=tuple(
                VisitRecord(on=date(year, 1, 1 + chance.randrange(28)), by_label="Somebody")
                for year in visits
            ),
        )  # fmt: skip


def _copy(area_from: UUID, area_to: UUID, many: int, *, whole: bool) -> None:
    """So many copies of children, each with ids of their own and their lines: all of them and their
    deadlines (`whole`), or those of this year."""
    from django.db import connection

    server = connection.vendor == "postgresql"
    new = "gen_random_uuid()" if server else "lower(hex(randomblob(16)))"
    cast = "::uuid" if server else ""
    ids = (area_from, area_to) if server else (area_from.hex, area_to.hex)
    own = {
        "about_id": f"c.new_id{cast}", "local_area_id": "%s",
        "surname": "substr(o.surname, 1, 8) || substr(c.new_id, 1, 4)",
    }  # fmt: skip
    of_child = {**own, "child_id": f"c.new_id{cast}", "id": new}
    copied = [("ehcp_register_child", {**own, "id": f"c.new_id{cast}"}, "o.id", "")]
    this_year = "" if whole else f"AND o.year IN ({ON.year}, 9999)"
    copied.append(("ehcp_register_registerentry", of_child, "o.child_id", this_year))
    if whole:
        copied.append(("ehcp_register_deadline", of_child, "o.child_id", ""))
    with connection.cursor() as cursor:
        if not server:  # ids by chance go everywhere in an index: in memory, or it takes an hour
            cursor.execute("PRAGMA cache_size = -3000000")
        cursor.execute("CREATE TEMPORARY TABLE copied (old_id text, new_id text)")
        done = 0
        while done < many:
            cursor.execute(
                f"INSERT INTO copied SELECT child_id, {new} FROM ehcp_register_registerentry "
                f"WHERE local_area_id = %s AND year = 9999 LIMIT %s",
                [ids[0], many - done],
            )
            done += cursor.rowcount
        if server:
            cursor.execute("ANALYZE copied")
        for name, given, key, only in copied:
            columns = _columns(connection, name)
            wanted = ", ".join(given.get(one, f'o."{one}"') for one in columns)
            names = ", ".join(f'"{one}"' for one in columns)
            indexes = [] if server else _without_indexes(cursor, name)
            cursor.execute(
                f"INSERT INTO {name} ({names}) SELECT {wanted} "
                f"FROM copied c JOIN {name} o ON {key} = c.old_id{cast} "
                f"WHERE o.local_area_id = %s {only}",
                [ids[1], ids[0]],
            )
            for made in indexes:
                cursor.execute(made)
        cursor.execute("DROP TABLE copied")


def _without_indexes(cursor: Any, name: str) -> list[str]:
    """Drop the table's indexes; the statements that make them again, each in one go."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s "
        "AND sql IS NOT NULL",
        [name],
    )
    found = cursor.fetchall()
    for index, _ in found:
        cursor.execute(f'DROP INDEX "{index}"')
    return [made for _, made in found]


def _columns(connection: Any, name: str) -> list[str]:
    with connection.cursor() as cursor:
        return [one.name for one in connection.introspection.get_table_description(cursor, name)]


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _sizes() -> dict[str, int]:
    from goldenthread.ehcp_register.models import Deadline, Event, RegisterEntry

    why = "counted for the benchmark"
    return {
        model.__name__: model.objects.including_restricted_records(because=why).count()
        for model in (Event, Deadline, RegisterEntry)
    }


# --- the page -------------------------------------------------------------------------------------


def _page(found: dict[str, dict[str, Any]]) -> str:
    first = next(iter(found.values()))["about"]
    lines = [
        "# The register: how fast it is read",
        "",
        "Written by `python -m benchmarks.register --write`: "
        f"{first['plans']:,} children with six years of history each ({first['by_verb']:,} of them "
        "brought in by the product’s own verb, the others their copies with ids of their own: "
        f"{first['RegisterEntry']:,} lines and {first['Deadline']:,} deadlines in all), and in a "
        f"second area {first['england']:,} with their lines of this year. Pages "
        "are asked for through the whole product but the web server, by one person, and each look "
        "is kept. Wall clock in milliseconds.",
        "",
        made_by("register", found),
        "",
    ]
    names = list(found)
    pages = found[names[0]]["pages"]
    head = ["page", *(f"{name} {what}" for name in names for what in ("p50", "p95", "queries"))]
    rows = []
    for page in pages:
        row = [page]
        for name in names:
            one = found[name]["pages"][page]
            row += [f"{one['p50']:.0f}", f"{one['p95']:.0f}", str(found[name]["queries"][page])]
        rows.append(row)
    lines += [*_table(head, rows), ""]
    head = [
        "list: count and 50 rows",
        *(f"{name} {what}" for name in names for what in ("product p50", "bare SQL p50")),
    ]
    rows = []
    for which in found[names[0]]["bare"]:
        row = [which]
        for name in names:
            both = found[name]["bare"][which]
            row += [f"{both['product']['p50']:.1f}", f"{both['bare']['p50']:.1f}"]
        rows.append(row)
    lines += [*_table(head, rows), ""]
    crowds = {name: found[name]["crowd"] for name in names}
    first_crowd = crowds[names[0]]
    errors = " and ".join(f"{_errors(one['errors'])} with {name}" for name, one in crowds.items())
    lines += [
        f"{first_crowd['people']} case officers at once, each with a session and a caseload, who "
        f"think five seconds between pages, for {first_crowd['seconds']:.0f} seconds, asked of the "
        f"web server with two workers as `goldenthread serve` starts it. Errors: {errors}.",
        "",
    ]
    head = ["page", *(f"{name} {what}" for name in names for what in ("answers", "p50", "p95"))]
    rows = []
    for page in first_crowd["pages"]:
        row = [page]
        for name in names:
            answers, middle, slow = crowds[name]["pages"][page]
            row += [str(answers), f"{middle:.0f}", f"{slow:.0f}"]
        rows.append(row)
    lines += [*_table(head, rows), ""]
    head = ["file of all rows (seconds)", *names]
    rows = [
        [which, *(f"{found[name]['files'][which]:.1f}" for name in names)]
        for which in found[names[0]]["files"]
    ]
    lines += [*_table(head, rows), ""]
    return "\n".join(lines)


def _errors(said: list[str]) -> str:
    """How many, and which: "3 (a child: 500 × 2, list: 503 × 1)"."""
    each = ", ".join(f"{what} × {times}" for what, times in Counter(said).items())
    return f"{len(said)} ({each})" if each else "0"


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
