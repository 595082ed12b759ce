"""docs/guide/rights.md, from what the addresses answer and what the policies say."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from goldenthread.partnership.models import Role
from goldenthread.partnership.queries import GrantInForce, Viewer
from tests.partnership.test_what_a_link_may_do import PERSON, POLICIES, POST
from tests.partnership.test_what_a_link_may_do import answer as says
from tests.rights.addresses import of_an_area
from tests.rights.crawl import Answer, Crawled

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "rights.md"
ROLES = tuple(Role)
TITLES = {
    "my_work": "My work", "improvement_plan": "Plans", "partnership": "People, forums and rights",
    "deadlines": "Deadlines", "provision": "Schools and settings",
    "bringing_in": "Extracts for the register",
    "ehcp_register": "EHC plan register",
    "retention": "How long records are kept",
    "notifications": "Messages", "governance": "Papers, visits and challenges",
    "visits": "Visits of advisers", "reports": "Papers and reports as documents",
    "intake": "Documents on their way in", "": "Every page",
}  # fmt: skip
SIGNS = {
    Answer.SENDS: "sends", Answer.READS: "reads", Answer.REFUSED: "–", Answer.NOT_THERE: "–",
}  # fmt: skip
INTRODUCTION = """\
# Who may open and do what

This page is made from the product itself: each address is opened, and sent an empty form, by \
somebody with the role in the whole local area, in the demonstration; each policy is asked. \
`GOLDENTHREAD_WRITE=1 pytest tests/rights` writes it anew, and the tests fail while it is old. \
What the roles are for is told in [access.md](access.md).

In the first tables *reads* is a page to read, *sends* a page whose form may be sent, – is \
refused or not there. A form that is sent may still be refused for what it is about: that is told \
in the last table, where *own* means only for what is one's own.

A role for one plan, level, post or forum reaches that part alone. Whoever came by a task link \
reaches the page of that task and no other. Under the address of another local area there is \
nothing for anybody who has no role there.
"""


def made(crawled: Mapping[str, Crawled]) -> str:
    """The whole page; `crawled` is what each role found."""
    return "\n".join([INTRODUCTION, *_addresses(crawled), *_policies()]).rstrip() + "\n"


def _addresses(crawled: Mapping[str, Crawled]) -> list[str]:
    by_context: dict[str, list[str]] = defaultdict(list)
    for address in of_an_area():
        by_context[address.name.rpartition(":")[0]].append(address.name)
    lines = []
    for context, listed in by_context.items():
        lines += ["", f"## {TITLES.get(context, context)}", "", *_head("Page")]
        for name in sorted(listed):
            cells = [SIGNS[crawled[role].answers[name]] for role in ROLES]
            lines.append(_row(f"`{name.rpartition(':')[2]}`", cells))
    return lines


def _policies() -> list[str]:
    lines = ["", "## What each policy answers", "", *_head("May they…")]
    for name, policy in sorted(POLICIES.items()):
        first = " ".join((inspect.getdoc(policy) or "").split("\n\n")[0].split())
        words = f"`{name}`: {first}" if first else f"`{name}`"
        lines.append(_row(words, [_said(policy, role) for role in ROLES]))
    return lines


def _said(policy: Callable[..., Any], role: str) -> str:
    """Of a thing that is theirs, and of one that is not."""
    own = _viewer(role)
    other = replace(own, user_id=uuid4(), person_id=uuid4(), post_ids=frozenset())
    yes = [_yes(policy, one) for one in (own, other)]
    return "yes" if all(yes) else "own" if yes[0] else "not own" if yes[1] else "–"


def _yes(policy: Callable[..., Any], viewer: Viewer) -> bool:
    said = says(policy, viewer)
    refuses = inspect.signature(policy).return_annotation == "str"
    return not said if refuses else bool(said)


def _viewer(role: str) -> Viewer:
    return Viewer(
        user_id=PERSON,
        name="Somebody",
        local_area_id=uuid4(),
        local_area_slug="eastmere",
        local_area_name="Eastmere",
        grants=(GrantInForce(role, "local_area", None),),
        person_id=PERSON,
        post_ids=frozenset({POST}),
    )


def _head(first: str) -> list[str]:
    names = [str(Role(role).label) for role in ROLES]
    return [_row(first, names), _row("---", ["---"] * len(names))]


def _row(first: str, cells: list[str]) -> str:
    return f"| {first.replace('|', '/')} | {' | '.join(cells)} |"
